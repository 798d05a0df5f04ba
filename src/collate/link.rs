//! Resolves links between documents and the photos in them, and reports those that lead nowhere.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::parse::{Link, PersonPage, Photo, Text, Unread};
use crate::problem::{At, Place, Problem, SitePath, nearest};

use super::address::Address;
use super::photo::{Library, Shown, place_in_list};
use super::status::Held;
use super::{Site, file_stem};

/// Where the links and photos of one document lead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Resolved {
    /// For each of [`Text::links`].
    pub links: Vec<Target>,
    /// For each of [`Text::images`], a position in [`Site::photos`].
    pub images: Vec<Option<u32>>,
    /// For each of the entry's photos, a position in [`Site::photos`].
    pub photos: Vec<Option<u32>>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A place in the same text.
    Here {
        /// The id without prefix.
        fragment: String,
    },
    /// Another document.
    Page {
        /// Its address.
        address: Address,
        /// The id in it.
        fragment: Option<String>,
    },
    /// A file beside the document that is no picture, as a position in [`Site::media`].
    Media(u32),
    /// A picture, as a position in [`Site::photos`].
    Photo(u32),
    /// An address from the site's root, as written: plan knows whether it exists.
    Path(String),
    /// Nowhere: it was reported.
    Broken,
}

/// What a link can lead to.
struct Index<'a> {
    documents: FxHashMap<&'a str, (&'a Address, &'a Text)>,
    held: FxHashMap<&'a str, &'static str>,
    library: &'a Library<'a>,
    unread: FxHashSet<&'a str>,
}

/// Resolves every text of the site, keeps the media in `site.media` and reports broken links. `hidden` names files
/// that are on no public page beside the entries that are held, each with what it is.
pub(super) fn resolve(
    site: &mut Site,
    library: &Library<'_>,
    hidden: &[(SitePath, &'static str)],
    unread: &[Unread],
    problems: &mut Vec<Problem>,
) {
    let index = index(site, library, hidden, unread);
    let mut photos: Vec<Shown> = Vec::new();
    let mut keep = |found: Vec<Found>| -> Vec<Resolved> {
        let keep = |found: Found| {
            problems.extend(found.problems);
            let first = photos.len() as u32;
            photos.extend(found.photos);
            found.resolved.counted_from(first)
        };
        found.into_iter().map(keep).collect()
    };
    let entries = site.entries.par_iter().map(|item| {
        let entry = &*item.entry;
        document(&index, &entry.path, &entry.text, &entry.photos)
    });
    let entries = keep(entries.collect());
    let pages = keep(site.pages.iter().map(|page| document(&index, &page.page.path, &page.page.text, &[])).collect());
    let introduction = |page: Option<(&SitePath, &Text)>| {
        page.map_or_else(Default::default, |(path, text)| document(&index, path, text, &[]))
    };
    let topics = site.topics.iter().map(|group| group.page.as_deref().map(|page| (&page.path, &page.text)));
    let topics = keep(topics.map(introduction).collect());
    let sources = site.sources.iter().map(|group| group.page.as_deref().map(|page| (&page.path, &page.text)));
    let sources = keep(sources.map(introduction).collect());
    let people = site.people.iter().map(|person| person.group.page.as_deref());
    let people = keep(people.map(|page| page.map_or_else(Default::default, |page| person(&index, page))).collect());
    let editions = site.editions.iter().map(|edition| edition.page.as_deref().map(|page| (&page.path, &page.text)));
    let editions = keep(editions.map(introduction).collect());
    let broken = unread.iter().filter_map(|unread| Some((&unread.path, unread.text.as_deref()?)));
    problems.extend(broken.flat_map(|(path, text)| broken_text(&index, path, text)));
    drop(index);
    put(site.entries.iter_mut().map(|item| &mut Arc::make_mut(item).resolved), entries);
    put(site.pages.iter_mut().map(|page| &mut page.resolved), pages);
    put(Arc::make_mut(&mut site.topics).iter_mut().map(|group| &mut group.resolved), topics);
    put(Arc::make_mut(&mut site.sources).iter_mut().map(|group| &mut group.resolved), sources);
    put(Arc::make_mut(&mut site.people).iter_mut().map(|person| &mut person.group.resolved), people);
    put(Arc::make_mut(&mut site.editions).iter_mut().map(|edition| &mut edition.resolved), editions);
    site.photos = Arc::new(photos);
}

fn put<'a>(places: impl Iterator<Item = &'a mut Resolved>, resolved: Vec<Resolved>) {
    for (place, resolved) in places.zip(resolved) {
        *place = resolved;
    }
}

fn index<'a>(
    site: &'a Site,
    library: &'a Library<'a>,
    hidden: &'a [(SitePath, &'static str)],
    unread: &'a [Unread],
) -> Index<'a> {
    let mut documents = FxHashMap::default();
    for item in site.entries.iter().chain(&site.withdrawn) {
        documents.insert(item.entry.path.as_str(), (&item.address, &item.entry.text));
    }
    for page in &site.pages {
        documents.insert(page.page.path.as_str(), (&page.address, &page.page.text));
    }
    let topics = site.topics.iter().filter_map(|group| Some((group.page.as_ref()?, &group.address)));
    documents.extend(topics.map(|(page, address)| (page.path.as_str(), (address, &page.text))));
    let sources = site.sources.iter().filter_map(|group| Some((group.page.as_ref()?, &group.address)));
    documents.extend(sources.map(|(page, address)| (page.path.as_str(), (address, &page.text))));
    let people = site.people.iter().filter_map(|person| Some((person.group.page.as_ref()?, &person.group.address)));
    documents.extend(people.map(|(page, address)| (page.path.as_str(), (address, &page.text))));
    let editions = site.editions.iter().filter_map(|edition| Some((edition.page.as_ref()?, &edition.address)));
    documents.extend(editions.map(|(page, address)| (page.path.as_str(), (address, &page.text))));
    let held = site.held.iter().map(|held: &Held| (held.path.as_str(), held.status.phrase()));
    let held = held.chain(hidden.iter().map(|(path, what)| (path.as_str(), *what))).collect();
    let unread = unread.iter().map(|unread| unread.path.as_str()).collect();
    Index { documents, held, library, unread }
}

/// What was found in one document; its photos are counted from its own first.
#[derive(Default)]
struct Found {
    resolved: Resolved,
    photos: Vec<Shown>,
    problems: Vec<Problem>,
}

impl Found {
    fn show(&mut self, shown: Option<Shown>) -> Option<u32> {
        self.photos.push(shown?);
        Some(self.photos.len() as u32 - 1)
    }
}

impl Resolved {
    /// The same with the positions of photos counted from `first`.
    fn counted_from(mut self, first: u32) -> Self {
        let links = self.links.iter_mut().filter_map(|target| match target {
            Target::Photo(photo) => Some(photo),
            _ => None,
        });
        links.chain(self.images.iter_mut().chain(&mut self.photos).flatten()).for_each(|photo| *photo += first);
        self
    }
}

fn document(index: &Index<'_>, path: &SitePath, text: &Text, photos: &[Photo]) -> Found {
    let mut found = Found::default();
    for (at, photo) in photos.iter().enumerate() {
        let shown = index.library.photo(path, photo, &place_in_list(path, at), &mut found.problems);
        let shown = shown.map(|shown| Shown { lead: at == 0, ..shown });
        let position = found.show(shown);
        found.resolved.photos.push(position);
    }
    rest(index, path, text, &mut found);
    found
}

/// What is wrong in a text whose front matter could not be read; that may have credited the photos in it.
fn broken_text(index: &Index<'_>, path: &SitePath, text: &Text) -> Vec<Problem> {
    let mut problems = document(index, path, text, &[]).problems;
    problems.retain(|problem| problem.rule != "photo-without-credit");
    problems
}

/// The links of a text and the photos in it.
fn rest(index: &Index<'_>, path: &SitePath, text: &Text, found: &mut Found) {
    for link in &text.links {
        let target = target(index, path, text, link).unwrap_or_else(|problem| {
            found.problems.push(problem);
            Target::Broken
        });
        let target = match target {
            Target::Media(media) if index.library.is_picture(media) => {
                let place = Place::new(path, At::Bytes(link.span.clone()));
                let shown = index.library.unsaid(media, Some(place));
                found.show(Some(shown)).map_or(Target::Broken, Target::Photo)
            }
            target => target,
        };
        found.resolved.links.push(target);
    }
    for inset in &text.images {
        let described = found.resolved.photos.iter().flatten().copied();
        let known = described.zip(&found.photos).find(|(_, shown)| index.library.is_named(path, &inset.name, shown));
        let position = match known {
            // What the front matter says of the same file goes with it.
            Some((position, _)) => Some(position),
            None => {
                let shown = index.library.inset(path, inset, &mut found.problems);
                found.show(shown)
            }
        };
        found.resolved.images.push(position);
    }
}

/// A person's page with the portrait, which stands as its one photo.
fn person(index: &Index<'_>, page: &PersonPage) -> Found {
    let mut found = Found::default();
    if let Some(portrait) = &page.portrait {
        let key = |key: &str| match key {
            "credit" => "portrait_credit",
            _ => "portrait",
        };
        let place = |name: &str| Place::new(&page.path, At::field(key(name)));
        let shown = index.library.photo(&page.path, portrait, &place, &mut found.problems);
        let position = found.show(shown);
        found.resolved.photos.push(position);
    }
    rest(index, &page.path, &page.text, &mut found);
    found
}

fn target(index: &Index<'_>, path: &SitePath, text: &Text, link: &Link) -> Result<Target, Problem> {
    let place = || Place::new(path, At::Bytes(link.span.clone()));
    if link.path.is_empty() {
        let fragment = link.fragment.clone().unwrap_or_default();
        check_anchor(text, &fragment, place, "this text")?;
        return Ok(Target::Here { fragment });
    }
    let Some(candidates) = candidates(path, &link.path) else {
        return Err(Problem::error("unsafe-path", place(), format!("`{}` leads out of the site folder", link.path))
            .hint("link to a file of the site by the way from this one: `../syria.md`"));
    };
    for candidate in &candidates {
        if let Some((address, other)) = index.documents.get(candidate.as_str()) {
            if let Some(fragment) = &link.fragment {
                check_anchor(other, fragment, place, candidate)?;
            }
            return Ok(Target::Page { address: (*address).clone(), fragment: link.fragment.clone() });
        }
        if let Some(status) = index.held.get(candidate.as_str()) {
            return Err(Problem::error(
                "link-to-held",
                place(),
                format!("`{candidate}` is not public: it is {status}"),
            )
            .hint("take the link out until that entry is public"));
        }
        if let Some(media) = index.library.at(candidate) {
            return Ok(Target::Media(media));
        }
        if index.unread.contains(candidate.as_str()) {
            return Ok(Target::Broken);
        }
    }
    if link.path.starts_with('/') && !link.path.ends_with(".md") {
        let fragment = link.fragment.as_ref().map(|fragment| format!("#{fragment}")).unwrap_or_default();
        return Ok(Target::Path(format!("{}{fragment}", link.path)));
    }
    let others = index.documents.keys().chain(&index.unread).copied().filter(|other| *other != path.as_str());
    let near = nearest_file(&candidates[0], others);
    let problem = Problem::error("broken-link", place(), format!("there is no file `{}`", candidates[0]));
    let hint = near.map_or_else(
        || "write the path from this file to the other, such as `../2017/syria.md`, or take the link out".to_owned(),
        |near| format!("did you mean `{}`?", relative(path.as_str(), near)),
    );
    Err(problem.hint(hint))
}

fn check_anchor(text: &Text, fragment: &str, place: impl Fn() -> Place, whose: &str) -> Result<(), Problem> {
    if fragment.is_empty() || fragment == "top" || text.anchors.iter().any(|anchor| anchor == fragment) {
        return Ok(());
    }
    let near = nearest(fragment, text.anchors.iter().map(String::as_str));
    let whose = if whose == "this text" { whose.to_owned() } else { format!("`{whose}`") };
    let problem = Problem::error("broken-anchor", place(), format!("{whose} has no heading or note `#{fragment}`"));
    let hint = near.map_or_else(
        || "link to a heading that is there, or name the one that is meant: `## Heading {#name}`".to_owned(),
        |near| format!("did you mean `#{near}`?"),
    );
    Err(problem.hint(hint))
}

/// The files that a path in a document can mean, the likeliest first; `None` when it leads out of the site.
pub fn candidates(from: &SitePath, path: &str) -> Option<Vec<String>> {
    let path = path.split('?').next().unwrap_or(path);
    let joined = match path.strip_prefix('/') {
        Some(rest) => vec![format!("content/{rest}"), rest.to_owned()],
        None => {
            let folder = from.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
            vec![format!("{folder}/{path}")]
        }
    };
    let mut all = Vec::new();
    for path in joined {
        let path = normalize(&path)?;
        if !path.ends_with(".md") {
            all.push(format!("{path}/index.md"));
        }
        all.insert(0, path);
    }
    Some(all)
}

/// The known file whose name is most like that of a file that is not there; of several, the first by path.
pub(super) fn nearest_file<'a>(missing: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let mut known: Vec<&str> = known.collect();
    known.sort_unstable();
    let near = nearest(file_stem(missing), known.iter().map(|path| file_stem(path)))?.to_owned();
    known.into_iter().find(|path| file_stem(path) == near)
}

/// Takes `.` and `..` out of a path; `None` when it leads above the site folder.
fn normalize(path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// How a file is written in a link from another.
pub(super) fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let shared = from.iter().zip(&to).take(from.len() - 1).take_while(|(a, b)| a == b).count();
    let up = from.len() - 1 - shared;
    "../".repeat(up) + &to[shared..].join("/")
}

/// Positions in [`Site::media`] of every file beside photos that a public page links to, sorted.
pub fn used_media(site: &Site) -> Vec<u32> {
    let all = site.entries.iter().map(|item| &item.resolved);
    let all = all.chain(site.pages.iter().map(|page| &page.resolved));
    let all = all.chain(site.topics.iter().map(|group| &group.resolved));
    let all = all.chain(site.sources.iter().map(|group| &group.resolved));
    let all = all.chain(site.people.iter().map(|person| &person.group.resolved));
    let all = all.chain(site.editions.iter().map(|edition| &edition.resolved));
    let mut used: Vec<u32> = all
        .flat_map(|resolved| {
            resolved.links.iter().filter_map(|target| match target {
                Target::Media(id) => Some(*id),
                _ => None,
            })
        })
        .collect();
    used.sort_unstable();
    used.dedup();
    used
}
