//! Reads `publish` from the configuration.

use std::path::PathBuf;

use super::after;
use super::headers;
use super::secrets;
use super::{ArchiveFormat, Encoding, GitHistory, Limit, Pattern, Place, Target};
use crate::config::defaults;
use crate::config::read::number;
use crate::yaml::{Field, Group, Keys};

const fn keys(known: &'static [&'static str], synonyms: &'static [(&'static str, &'static str)]) -> Keys {
    Keys { known, synonyms }
}

/// Names that people coming from elsewhere write.
const KIND: (&str, &str) = ("type", "kind");
const AFTER: (&str, &str) = ("hooks", "after");
const MAX_DELETES: (&str, &str) = ("maxdeletes", "max_deletes");
const JOBS: (&str, &str) = ("workers", "jobs");
const HEADERS: (&str, &str) = ("matchers", "headers");

/// Those of a store, which has all the keys that are meant.
const STORE: &[(&str, &str)] = &[KIND, AFTER, MAX_DELETES, JOBS, HEADERS];

/// The keys of a folder.
pub const FOLDER: Keys = keys(
    &["kind", "path", "releases", "keep", "include", "exclude", "order", "compress", "max_deletes", "jobs", "after"],
    &[KIND, AFTER, MAX_DELETES, JOBS],
);
/// The keys of an archive.
pub const ARCHIVE: Keys = keys(&["kind", "path", "include", "exclude", "after"], &[KIND, AFTER]);
/// The keys of a branch.
pub const GIT: Keys = keys(
    &["kind", "remote", "branch", "history", "folder", "message", "include", "exclude", "max_deletes", "after"],
    &[KIND, AFTER, MAX_DELETES],
);
/// The keys of a machine that is reached by SSH.
pub const SSH: Keys = keys(
    &["kind", "host", "port", "path", "keep", "include", "exclude", "compress", "max_deletes", "after"],
    &[KIND, AFTER, MAX_DELETES],
);
/// The keys of a bucket of S3.
pub const S3: Keys = keys(
    &[
        "kind",
        "bucket",
        "prefix",
        "region",
        "endpoint",
        "keep",
        "include",
        "exclude",
        "order",
        "compress",
        "headers",
        "strip_index_html",
        "max_deletes",
        "jobs",
        "after",
    ],
    STORE,
);
/// The keys of a bucket of Google Cloud Storage.
pub const GCS: Keys = keys(
    &[
        "kind",
        "bucket",
        "prefix",
        "endpoint",
        "keep",
        "include",
        "exclude",
        "order",
        "compress",
        "headers",
        "strip_index_html",
        "max_deletes",
        "jobs",
        "after",
    ],
    STORE,
);
/// The keys of a container of Azure.
pub const AZURE: Keys = keys(
    &[
        "kind",
        "account",
        "container",
        "prefix",
        "endpoint",
        "keep",
        "include",
        "exclude",
        "order",
        "compress",
        "headers",
        "strip_index_html",
        "max_deletes",
        "jobs",
        "after",
    ],
    STORE,
);

const KINDS: &[(&str, Keys)] =
    &[("folder", FOLDER), ("archive", ARCHIVE), ("git", GIT), ("ssh", SSH), ("s3", S3), ("gcs", GCS), ("azure", AZURE)];

const ENCODINGS: &[(&str, Encoding)] = &[("br", Encoding::Br), ("gzip", Encoding::Gzip)];

const HISTORIES: &[(&str, GitHistory)] = &[("kept", GitHistory::Kept), ("squashed", GitHistory::Squashed)];

/// Reads the targets, in the order in which they are written.
pub fn targets(root: &Group<'_>) -> Vec<Target> {
    let Some(field) = root.field("publish") else { return Vec::new() };
    let Some(group) = field.free_group() else { return Vec::new() };
    group.fields().filter_map(|(name, field)| target(name, &field)).collect()
}

fn target(name: &str, field: &Field<'_>) -> Option<Target> {
    if !name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')) || name.starts_with('-') {
        let problem = field.error("unknown-value", format!("`{name}` is no name of a target"));
        field.note(problem.at_key().hint("use letters, digits and hyphens: it is typed after `dateline publish`"));
        return None;
    }
    let group = field.free_group()?;
    let Some(kind) = group.field("kind") else {
        let known: Vec<&str> = KINDS.iter().map(|(kind, _)| *kind).collect();
        let problem = group.error("missing-key", format!("`publish.{name}` does not say what it is"));
        group.note(problem.hint(format!("write `kind: …`, one of `{}`", known.join("`, `"))));
        return None;
    };
    let (kind, keys) = kind.one_of(&KINDS.iter().map(|entry| (entry.0, *entry)).collect::<Vec<_>>())?;
    let group = field.group_but(keys, |key, field| secrets::refuse(kind, key, field))?;
    let patterns = |key: &str| -> Vec<Pattern> {
        group.field(key).map(|field| field.items().iter().filter_map(pattern).collect()).unwrap_or_default()
    };
    let place = place(kind, &group);
    let target = Target {
        name: name.to_owned(),
        include: patterns("include"),
        exclude: patterns("exclude"),
        order: patterns("order"),
        compress: items(&group, "compress", |item| item.one_of(ENCODINGS)),
        headers: items(&group, "headers", headers::rule),
        max_deletes: group.field("max_deletes").and_then(|field| limit(&field)).unwrap_or(defaults::MAX_DELETES),
        keep: number(&group, "keep", 0..=100).unwrap_or(defaults::KEEP),
        jobs: number(&group, "jobs", 1..=64).unwrap_or(defaults::PUBLISH_JOBS),
        strip_index_html: group.flag("strip_index_html").unwrap_or(false),
        after: items(&group, "after", after::step),
        place: place?,
    };
    Some(target)
}

fn items<T>(group: &Group<'_>, key: &str, read: impl Fn(&Field<'_>) -> Option<T>) -> Vec<T> {
    group.field(key).map(|field| field.items().iter().filter_map(read).collect()).unwrap_or_default()
}

fn place(kind: &str, group: &Group<'_>) -> Option<Place> {
    let needed = |key: &str, example: &str| {
        let text = group.text(key);
        if text.is_none() && group.field(key).is_none_or(|field| field.node().what() == "text") {
            missing(group, key, example);
        }
        text
    };
    let prefix = || group.field("prefix").map_or(Some(String::new()), |field| folder(&field));
    Some(match kind {
        "folder" => Place::Folder {
            path: PathBuf::from(needed("path", "path: /srv/www/briefing")?),
            releases: group.flag("releases").unwrap_or(true),
        },
        "archive" => archive(group, needed("path", "path: briefing.zip")?)?,
        "git" => git(group)?,
        "ssh" => ssh(group, needed("host", "host: desk@www.example.org"), needed("path", "path: /srv/www/briefing"))?,
        "s3" => Place::S3 {
            bucket: needed("bucket", "bucket: briefing")?,
            prefix: prefix()?,
            region: group.text("region"),
            endpoint: endpoint(kind, group)?,
        },
        "gcs" => Place::Gcs {
            bucket: needed("bucket", "bucket: briefing")?,
            prefix: prefix()?,
            endpoint: endpoint(kind, group)?,
        },
        _ => Place::Azure {
            account: group.text("account"),
            container: group.text("container").unwrap_or_else(|| defaults::AZURE_CONTAINER.to_owned()),
            prefix: prefix()?,
            endpoint: endpoint(kind, group)?,
        },
    })
}

fn archive(group: &Group<'_>, path: String) -> Option<Place> {
    let lower = path.to_lowercase();
    let format = if lower.ends_with(".zip") {
        ArchiveFormat::Zip
    } else if lower.ends_with(".tar.gz") || lower.ends_with(".tgz") {
        ArchiveFormat::TarGz
    } else {
        let field = group.field("path")?;
        let problem = field.error("unknown-value", format!("`{path}` does not say which archive it is to be"));
        field.note(problem.hint("end the name with `.tar.gz` or `.zip`"));
        return None;
    };
    Some(Place::Archive { path: PathBuf::from(path), format })
}

fn git(group: &Group<'_>) -> Option<Place> {
    let remote = match group.field("remote") {
        None => defaults::GIT_REMOTE.to_owned(),
        Some(field) => {
            let text = field.text()?;
            if secrets::refuse_in_address("git", &text, &field) {
                return None;
            }
            plain(&field, text)?
        }
    };
    let text = |key: &str, default: &str| match group.field(key) {
        Some(field) => field.text().and_then(|text| plain(&field, text)),
        None => Some(default.to_owned()),
    };
    Some(Place::Git {
        remote,
        branch: text("branch", defaults::GIT_BRANCH)?,
        history: group.field("history").and_then(|field| field.one_of(HISTORIES)).unwrap_or_default(),
        folder: group.field("folder").map_or(Some(String::new()), |field| folder(&field))?,
        message: group.text("message").unwrap_or_else(|| defaults::GIT_MESSAGE.to_owned()),
    })
}

fn ssh(group: &Group<'_>, host: Option<String>, path: Option<String>) -> Option<Place> {
    let port = number(group, "port", 1..=65535).and_then(|port| u16::try_from(port).ok());
    let (host, path) = (plain(&group.field("host")?, host?)?, path?);
    // The path is read by a shell at the other end: it holds no sign that means something there.
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+@~".contains(c);
    let is_whole = path.starts_with('/') || path.starts_with("~/");
    if !is_whole || path.contains("/../") || path.trim_end_matches('/').len() < 2 || !path.chars().all(is_plain) {
        let field = group.field("path")?;
        let problem = field.error("unsafe-path", format!("`{path}` is no folder that can be published to"));
        field.note(problem.hint("write the whole path in plain letters: `/srv/www/briefing` or `~/briefing`"));
        return None;
    }
    Some(Place::Ssh { host, port, path: path.trim_end_matches('/').to_owned() })
}

/// A word that no command takes for an option of its own.
fn plain(field: &Field<'_>, text: String) -> Option<String> {
    if !text.starts_with('-') && !text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Some(text);
    }
    let problem = field.error("unknown-value", format!("`{}` cannot be `{text}`", field.name()));
    field.note(problem.hint("write a name without blanks that does not begin with a hyphen"));
    None
}

/// A folder inside the target: no slash at its ends, no part that leads elsewhere.
fn folder(field: &Field<'_>) -> Option<String> {
    let text = field.text()?;
    let path = text.trim_matches('/');
    let Some(why) = path.split('/').find_map(crate::slug::unfit) else { return Some(path.to_owned()) };
    let problem = field.error("unsafe-path", format!("`{text}` is no folder of a target: a part of it {why}"));
    field.note(problem.hint("write it as `briefing` or `sites/briefing`"));
    None
}

fn endpoint(kind: &str, group: &Group<'_>) -> Option<Option<String>> {
    let Some(field) = group.field("endpoint") else { return Some(None) };
    let text = field.text()?;
    if secrets::refuse_in_address(kind, &text, &field) {
        return None;
    }
    match crate::address::unfit(&text) {
        None => Some(Some(text.trim_end_matches('/').to_owned())),
        Some(why) => {
            let problem = field.error("bad-url", format!("`{text}` is no address of a store: it {why}"));
            field.note(problem.hint("write it as `https://s3.example.org`"));
            None
        }
    }
}

fn limit(field: &Field<'_>) -> Option<Limit> {
    let text = field.text()?;
    let limit = Limit::parse(&text);
    if limit.is_none() {
        let problem = field.error("wrong-type", format!("`{}` cannot be `{text}`", field.name()));
        field.note(problem.hint("write a number of files such as `256`, or a share such as `10%`"));
    }
    limit
}

pub(super) fn pattern(field: &Field<'_>) -> Option<Pattern> {
    let text = field.text()?;
    let note = |why: String| {
        let problem = field.error("unknown-value", format!("`{text}` is no pattern of paths: {why}"));
        field.note(problem.hint("write it as `*.html`, `media/**` or `feeds/*.{xml,json}`"));
    };
    Pattern::parse(&text).map_err(note).ok()
}

pub(super) fn missing(group: &Group<'_>, key: &str, example: &str) {
    let problem = group.error("missing-key", format!("`{key}` is missing here"));
    group.note(problem.hint(format!("write `{example}`")));
}
