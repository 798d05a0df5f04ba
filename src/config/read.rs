//! `dateline.yaml` as typed by its maintainer becomes the configuration as it is meant, with every problem noted.

use jiff::tz::TimeZone;

use super::{
    Config, Feeds, Markdown, MenuItem, RawHtml, defaults, desk, editions, email, host_files, permalinks, photos,
    publish, publisher,
};
use crate::problem::{Problem, SitePath, nearest};
use crate::slug::Alphabet;
use crate::yaml::{FILE_LIMIT, Field, Group, Keys, Sheet};
use crate::{address, date, language, slug};

pub(super) const fn keys(known: &'static [&'static str]) -> Keys {
    Keys { known, synonyms: &[] }
}

/// The keys of the configuration.
pub const KEYS: Keys = Keys {
    known: &[
        "title",
        "base_url",
        "description",
        "language",
        "timezone",
        "theme",
        "settings",
        "permalinks",
        "slugs",
        "page_size",
        "related",
        "feeds",
        "search",
        "editions",
        "email",
        "markdown",
        "photos",
        "publisher",
        "menu",
        "desk",
        "output",
        "host_files",
        "data",
        "publish",
        "extra",
    ],
    synonyms: &[
        ("name", "title"),
        ("url", "base_url"),
        ("baseurl", "base_url"),
        ("lang", "language"),
        ("languagecode", "language"),
        ("time_zone", "timezone"),
        ("paginate", "page_size"),
        ("rules", "desk"),
        ("params", "extra"),
        ("navigation", "menu"),
        ("deploy", "publish"),
        ("deployment", "publish"),
        ("targets", "publish"),
    ],
};

/// The keys under `feeds`.
pub const FEEDS: Keys = keys(&["atom", "rss", "json", "limit"]);
/// The keys under `markdown`.
pub const MARKDOWN: Keys = keys(&["raw_html", "smart_punctuation", "autolink", "heading_links", "highlight"]);
/// The keys of an item of `menu`.
pub const MENU: Keys = keys(&["name", "url"]);

/// Reads the configuration; `None` where it has no title or no address, or is no YAML.
pub fn read(path: &SitePath, text: &str) -> (Option<Config>, Vec<Problem>) {
    let text_start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let sheet = match Sheet::open(path, &text[text_start..], text_start, FILE_LIMIT) {
        Ok(sheet) => sheet,
        Err(problem) => return (None, vec![*problem]),
    };
    let config = sheet.root(KEYS).and_then(|group| config(&group));
    (config, sheet.problems())
}

fn config(group: &Group<'_>) -> Option<Config> {
    let title = required(group, "title", "write the name of the briefing: `title: The Briefing`", |field| field.text());
    let base_url =
        required(group, "base_url", "write the address of the site: `base_url: https://example.org`", |field| {
            base_url(field)
        });
    let (timezone, timezone_name) = timezone(group);
    let (editions, is_sent) = editions::editions(group);
    let config = Config {
        title: title.clone().unwrap_or_default(),
        base_url: base_url.clone().unwrap_or_default(),
        description: group.text("description"),
        language: site_language(group),
        timezone,
        timezone_name,
        theme: theme(group),
        settings: group.free("settings"),
        permalinks: permalinks::permalinks(group),
        slugs: group.field("slugs").and_then(|field| field.one_of(ALPHABETS)).unwrap_or_default(),
        page_size: number(group, "page_size", 1..=1000).unwrap_or(defaults::PAGE_SIZE),
        related: number(group, "related", 0..=100).unwrap_or(defaults::RELATED),
        feeds: feeds(group),
        search: group.flag("search").unwrap_or(defaults::SEARCH),
        editions,
        email: email::email(group, is_sent),
        markdown: markdown(group),
        photos: photos::photos(group),
        publisher: publisher::publisher(group),
        menu: menu(group),
        desk: desk::desk(group),
        output: output(group),
        host_files: host_files::host_files(group, base_url.as_deref()),
        data: group.flag("data").unwrap_or(defaults::DATA),
        publish: publish::targets(group),
        extra: group.free("extra"),
    };
    (title.is_some() && base_url.is_some()).then_some(config)
}

const ALPHABETS: &[(&str, Alphabet)] = &[("ascii", Alphabet::Ascii), ("unicode", Alphabet::Unicode)];

const RAW_HTML: &[(&str, RawHtml)] =
    &[("allow", RawHtml::Allow), ("sanitize", RawHtml::Sanitize), ("escape", RawHtml::Escape)];

fn required<T>(group: &Group<'_>, key: &str, hint: &str, read: impl Fn(&Field<'_>) -> Option<T>) -> Option<T> {
    let field = group.field(key);
    if field.is_none_or(|field| matches!(field.node(), crate::yaml::Node::Text(text) if text.trim().is_empty())) {
        group.note(group.error("missing-key", format!("`{key}` is missing")).hint(hint));
        return None;
    }
    read(&field?)
}

pub(super) fn number(group: &Group<'_>, key: &str, bounds: std::ops::RangeInclusive<usize>) -> Option<usize> {
    group.field(key)?.number(bounds)
}

fn base_url(field: &Field<'_>) -> Option<String> {
    let checked = check_base_url(&field.text()?);
    let note = |message| {
        field.note(
            field
                .error("bad-url", format!("`base_url` {message}"))
                .hint("write it as `https://www.example.org` or `https://example.org/briefing`"),
        );
    };
    checked.map_err(note).ok()
}

/// The address of a site without a slash at its end.
///
/// # Errors
///
/// Says why a text is none, as words that follow its name.
pub fn check_base_url(text: &str) -> Result<String, String> {
    let why = address::unfit(text).or_else(|| text.contains(['?', '#']).then_some("holds `?` or `#`"));
    match why {
        Some(why) => Err(format!("is not the address of a site: it {why}")),
        None => Ok(text.trim_end_matches('/').to_owned()),
    }
}

fn site_language(group: &Group<'_>) -> String {
    let read = |field: Field<'_>| {
        let text = field.text()?;
        if !language::is_code(&text) {
            let message = format!("`{text}` is not a language code");
            field.note(field.error("bad-language", message).hint("write a code such as `en`, `fr` or `pt-BR`"));
        }
        Some(text).filter(|text| language::is_code(text))
    };
    group.field("language").and_then(read).unwrap_or_else(|| defaults::LANGUAGE.to_owned())
}

fn timezone(group: &Group<'_>) -> (TimeZone, String) {
    let read = |field: Field<'_>| {
        let text = field.text()?;
        match date::zone(&text) {
            Ok(zone) => Some((zone, text)),
            Err(message) => {
                let (what, hint) = message.split_once(": write ").unwrap_or((&message, "an IANA name"));
                field.note(field.error("bad-timezone", what).hint(format!("write {hint}")));
                None
            }
        }
    };
    group.field("timezone").and_then(read).unwrap_or_else(|| (TimeZone::UTC, defaults::TIMEZONE.to_owned()))
}

fn theme(group: &Group<'_>) -> String {
    let read = |field: Field<'_>| {
        let text = field.text()?;
        let Some(why) = slug::unfit(&text) else { return Some(text) };
        let message = format!("`theme` cannot be the name of a folder: it {why}");
        field
            .note(field.error("unsafe-path", message).hint("write the name of a folder of `themes/`, or `broadsheet`"));
        None
    };
    group.field("theme").and_then(read).unwrap_or_else(|| defaults::THEME.to_owned())
}

fn feeds(group: &Group<'_>) -> Feeds {
    let field = group.field("feeds");
    let group = field.as_ref().and_then(|field| field.group(FEEDS));
    let group = group.as_ref();
    let flag = |key: &str, default: bool| group.and_then(|group| group.flag(key)).unwrap_or(default);
    Feeds {
        atom: flag("atom", defaults::ATOM),
        rss: flag("rss", defaults::RSS),
        json: flag("json", defaults::JSON),
        limit: group.and_then(|group| number(group, "limit", 1..=1000)).unwrap_or(defaults::FEED_LIMIT),
    }
}

fn markdown(group: &Group<'_>) -> Markdown {
    let field = group.field("markdown");
    let group = field.as_ref().and_then(|field| field.group(MARKDOWN));
    let group = group.as_ref();
    let flag = |key: &str, default: bool| group.and_then(|group| group.flag(key)).unwrap_or(default);
    Markdown {
        raw_html: group
            .and_then(|group| group.field("raw_html").and_then(|field| field.one_of(RAW_HTML)))
            .unwrap_or_default(),
        smart_punctuation: flag("smart_punctuation", defaults::SMART_PUNCTUATION),
        autolink: flag("autolink", defaults::AUTOLINK),
        heading_links: flag("heading_links", defaults::HEADING_LINKS),
        highlight: flag("highlight", defaults::HIGHLIGHT),
    }
}

fn menu(group: &Group<'_>) -> Vec<MenuItem> {
    let Some(field) = group.field("menu") else { return Vec::new() };
    field.items().iter().filter_map(menu_item).collect()
}

fn menu_item(item: &Field<'_>) -> Option<MenuItem> {
    let group = item.group(MENU)?;
    let (name, url) = (group.text("name"), group.text("url"));
    for (key, value) in [("name", &name), ("url", &url)] {
        if value.is_none() && group.field(key).is_none_or(|field| field.node().what() == "text") {
            let problem = group.error("missing-key", format!("this item of `menu` has no `{key}`"));
            group.note(problem.hint(format!("write `{key}: …`")));
        }
    }
    let url = url?;
    let inside = url.starts_with('/') && !url.starts_with("//") || url.starts_with('#') || url.starts_with("mailto:");
    if let (false, Some(why), Some(field)) = (inside, address::unfit(&url), group.field("url")) {
        let problem = field.error("bad-url", format!("`{url}` leads nowhere: it {why}, nor with `/`"));
        field.note(problem.hint("write a path of this site such as `/about/`, or a whole address"));
        return None;
    }
    Some(MenuItem { name: name?, url })
}

/// Folders of the site that the output must not take the place of.
const TAKEN: &[&str] = &["content", "themes", "templates", "static", "data", "dateline.yaml"];

fn output(group: &Group<'_>) -> String {
    let read = |field: Field<'_>| {
        let text = field.text()?;
        let path = text.trim_start_matches("./").trim_end_matches('/');
        let top = path.split('/').next().unwrap_or_default().to_lowercase();
        let why = match path.split('/').find_map(slug::unfit) {
            Some(why) => format!("a part of it {why}"),
            None if TAKEN.contains(&top.as_str()) => format!("`{top}` holds what the site is made from"),
            None => return Some(path.to_owned()),
        };
        let message = format!("the site cannot be built into `{text}`: {why}");
        field.note(
            field.error("unsafe-path", message).hint("write the name of a new folder inside the site folder: `output`"),
        );
        None
    };
    group.field("output").and_then(read).unwrap_or_else(|| defaults::OUTPUT.to_owned())
}

/// The hint for a name that is not known: the nearest, or all.
pub(super) fn suggestion(word: &str, known: &[&str]) -> String {
    nearest(word, known.iter().copied())
        .map_or_else(|| format!("write one of `{}`", known.join("`, `")), |near| format!("did you mean `{near}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Severity;

    fn messages(text: &str) -> Vec<String> {
        let (_, problems) = read(&SitePath::new("dateline.yaml"), text);
        problems.into_iter().map(|problem| format!("{}: {}", problem.rule, problem.message)).collect()
    }

    #[test]
    fn every_key_but_two_has_a_default() {
        let (config, problems) =
            read(&SitePath::new("dateline.yaml"), "\u{feff}title: 2017\nbase_url: https://example.org/b/\n");
        let config = config.unwrap();
        assert_eq!(problems, []);
        assert_eq!((config.title.as_str(), config.base_url.as_str()), ("2017", "https://example.org/b"));
        assert_eq!(
            (config.language.as_str(), config.timezone_name.as_str(), config.output.as_str()),
            ("en", "UTC", "output")
        );
        assert_eq!(
            (config.page_size, config.related, config.feeds),
            (20, 5, Feeds { atom: true, rss: true, json: true, limit: 20 })
        );
        assert_eq!(config.permalinks.entry, "/:year/:month/:day/:slug/");
        assert!(config.markdown.highlight && !config.markdown.heading_links);
    }

    #[test]
    fn all_that_is_said_is_heard() {
        let text = "title: T\nbase_url: http://localhost:8000\nlanguage: fr\ntimezone: Europe/Paris\nslugs: unicode\n\
                    feeds: {limit: 5}\nmarkdown: {raw_html: escape, heading_links: true}\nmenu:\n  - {name: About, url: /about/}\n\
                    desk: {rules: {unknown-key: warning, second-title: off}}\noutput: ./public/\nsettings: {dark: true}\nextra: {a: [1]}\n";
        let (config, problems) = read(&SitePath::new("dateline.yaml"), text);
        let config = config.unwrap();
        assert_eq!(problems, []);
        assert_eq!((config.markdown.raw_html, config.markdown.heading_links), (RawHtml::Escape, true));
        assert_eq!((config.slugs, config.output.as_str(), config.menu.len()), (Alphabet::Unicode, "public", 1));
        assert_eq!(config.desk.rules["unknown-key"], Some(Severity::Warning));
        assert_eq!(config.desk.rules["second-title"], None);
        assert_eq!(config.extra["a"], serde_json::json!([1]));
    }

    #[test]
    fn each_mistake_is_named() {
        let head = "title: T\nbase_url: https://example.org\n";
        for (line, message) in [
            ("language: english", "bad-language: `english` is not a language code"),
            ("timezone: Paris", "bad-timezone: `Paris` is not a time zone"),
            ("theme: ../x", "unsafe-path: `theme` cannot be the name of a folder: it begins with a dot"),
            ("page_size: 0", "wrong-type: `page_size` wants a whole number from 1 to 1000"),
            ("slugs: latin", "unknown-value: `slugs` cannot be `latin`"),
            ("feeds: true", "wrong-type: `feeds` wants a group of keys; this is true or false"),
            ("markdown: {raw_htm: allow}", "unknown-key: `raw_htm` is not a key of `markdown`"),
            ("menu: [{name: a}]", "missing-key: this item of `menu` has no `url`"),
            (
                "menu: [{name: a, url: about}]",
                "bad-url: `about` leads nowhere: it does not begin with `https://` or `http://`, nor with `/`",
            ),
            ("output: .", "unsafe-path: the site cannot be built into `.`: a part of it leads to another folder"),
            ("output: ../x", "unsafe-path: the site cannot be built into `../x`: a part of it leads to another folder"),
            ("output: /tmp", "unsafe-path: the site cannot be built into `/tmp`: a part of it is empty"),
            (
                "output: content/x",
                "unsafe-path: the site cannot be built into `content/x`: `content` holds what the site is made from",
            ),
            ("desk: {rules: {broken-link: of}}", "unknown-value: `desk.rules.broken-link` cannot be `of`"),
            (
                "desk: {rules: {unsafe-path: off}}",
                "fixed-rule: the rule `unsafe-path` is always an error: without it words would be lost or files endangered",
            ),
            ("permalinks: {entry: /:year/}", "bad-permalink: `permalinks.entry` holds no `:slug`"),
            ("permalinks: {entry: /:yeer/:slug/}", "bad-permalink: `:yeer` has no meaning in `permalinks.entry`"),
            ("permalinks: {topic: topics/:slug/}", "bad-permalink: `permalinks.topic` does not begin with `/`"),
            ("permalinks: {page: /../:slug/}", "bad-permalink: a part of `permalinks.page` leads to another folder"),
            ("permalinks: {page: /:slug}", "bad-permalink: `permalinks.page` ends neither with `/` nor with `.html`"),
        ] {
            assert_eq!(messages(&format!("{head}{line}\n")), [message], "{line}");
        }
        for (text, wanted) in [
            ("", vec!["missing-key: `title` is missing", "missing-key: `base_url` is missing"]),
            (
                "title: T\nbase_url: example.org",
                vec![
                    "bad-url: `base_url` is not the address of a site: it does not begin with `https://` or `http://`",
                ],
            ),
            (
                "title: T\nbase_url: https://a.org/?b",
                vec!["bad-url: `base_url` is not the address of a site: it holds `?` or `#`"],
            ),
        ] {
            assert_eq!(messages(text), wanted);
        }
    }
}
