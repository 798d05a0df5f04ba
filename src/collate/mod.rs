//! All documents together become one site: what is public, in which order, and what belongs to what.
//!
//! 1. [`status`] holds back what is not public; nothing after this step knows of it, but for the list of what is held.
//! 2. [`address`] gives each document its address.
//! 3. [`group`] gathers entries by topic and by source, with the pages that editors wrote for them; [`person`] those who
//!    speak and write, [`story`] running stories, [`correction`] the log of corrections.
//! 4. [`edition`] gathers entries by day or week, with the pages that editors wrote for them.
//! 5. [`link`] resolves links in the texts, and reports those that lead nowhere; [`photo`] does so for photos, and
//!    gathers what is said of each.
//!
//! What is asked for one entry at a time is found when it is asked for: [`mod@related`] entries. Where only words change,
//! [`renewed`] puts them into the site that stands.

mod address;
mod calendar;
mod correction;
mod edition;
mod group;
mod link;
mod person;
mod photo;
mod related;
mod renewed;
mod status;
mod story;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil;
use rayon::prelude::*;

use crate::config::Config;
use crate::load::Media;
use crate::parse::{
    Document, EditionPage, Entry, PersonPage, Photo, PlainPage, Sidecar, SourcePage, TopicPage, Unread,
};
use crate::problem::{At, Place, Problem, SitePath};
use crate::slug::{self, slugify};

pub use address::Address;
pub use calendar::{Month, Year};
pub use correction::Logged;
pub use edition::{EDITIONS, Edition};
pub use group::{Group, NoPage, Origin, by_name};
pub use link::{Resolved, Target, candidates as file_candidates, used_media};
pub use person::{Deed, Person};
pub use photo::{Shown, place_in_list};
pub use related::related;
pub use status::{Audience, Change, Held, NEWS_AGE, Status, held_until, next_change};

/// The position of an entry in [`Site::entries`].
pub type EntryId = u32;

/// The whole site as its audience sees it, ready to be planned. Nothing in it is derived from an entry that is held back
/// from that audience, but `held`. A copy shares all that is large with it.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// Listed entries, newest first; entries of one moment by path.
    pub entries: Vec<Arc<Item>>,
    /// Entries that were withdrawn: each has its address and is in no list.
    pub withdrawn: Vec<Arc<Item>>,
    /// Plain pages, by path.
    pub pages: Vec<Page>,
    /// Topics in the order of their names.
    pub topics: Arc<Vec<Group<TopicPage>>>,
    /// Sources in the order of their names.
    pub sources: Arc<Vec<Group<SourcePage>>>,
    /// Speakers and bylines in the order in which entries first name them, behind those that have pages.
    pub people: Arc<Vec<Person>>,
    /// Running stories in the order of their names.
    pub stories: Arc<Vec<Group<NoPage>>>,
    /// Corrections of listed entries, newest first.
    pub corrections: Arc<Vec<Logged>>,
    /// Years with their months, newest first.
    pub years: Arc<Vec<Year>>,
    /// Editions, newest first; none where the configuration wants none.
    pub editions: Arc<Vec<Edition>>,
    /// The languages of entries and pages, where they are not the site's.
    pub languages: BTreeSet<String>,
    /// Every file of the content folder that is no text, by path.
    pub media: Arc<Vec<Media>>,
    /// Photos as documents show them, and those that templates ask for.
    pub photos: Arc<Vec<Shown>>,
    /// The positions in `photos` of those that templates ask for, by their files.
    pub asked: BTreeMap<String, u32>,
    /// What is held back, by path; for the summary alone, never for a page.
    pub held: Arc<Vec<Held>>,
    /// The moment at which the site is seen.
    pub now: Timestamp,
    /// Who sees it.
    pub audience: Audience,
    /// The next moment at which time alone may make another site of it.
    pub until: Option<Timestamp>,
}

/// An entry in its place.
#[derive(Clone, Debug)]
pub struct Item {
    /// The entry.
    pub entry: Arc<Entry>,
    /// Where it stands: published, or what a preview for the desk shows beside that.
    pub status: Status,
    /// Its address.
    pub address: Address,
    /// Positions in [`Site::topics`], in the entry's order.
    pub topics: Vec<u32>,
    /// For each of the entry's sources, its position in [`Site::sources`].
    pub sources: Vec<u32>,
    /// For each name of its byline, its position in [`Site::people`].
    pub bylines: Vec<u32>,
    /// For each of its quotations, the position of the speaker in [`Site::people`].
    pub speakers: Vec<u32>,
    /// The position of its story in [`Site::stories`].
    pub story: Option<u32>,
    /// Its position in [`Site::editions`]; none where the site has no editions.
    pub edition: Option<u32>,
    /// Where its links and photos lead.
    pub resolved: Resolved,
}

/// A plain page in its place.
#[derive(Clone, Debug)]
pub struct Page {
    /// The page.
    pub page: Arc<PlainPage>,
    /// Its address.
    pub address: Address,
    /// Where its links and photos lead.
    pub resolved: Resolved,
}

/// What collation depends on beside the documents.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The configuration.
    pub config: &'a Config,
    /// The moment at which the site is seen.
    pub now: Timestamp,
    /// Who sees it.
    pub audience: Audience,
    /// Whether people have pages; where they have none, nobody is gathered.
    pub people: bool,
    /// The files of photos that templates ask for.
    pub asked: &'a BTreeSet<String>,
    /// What stands beside photos.
    pub sidecars: &'a [Sidecar],
}

/// Puts all documents in their places. `unread` names files that could not be parsed: a link to one is not wrong for
/// that, and the links in one are checked too.
pub fn collate(
    documents: Vec<Document>,
    media: Arc<Vec<Media>>,
    unread: &[Unread],
    options: Options<'_>,
) -> (Site, Vec<Problem>) {
    let mut problems = Vec::new();
    let until = status::next_moment(&documents, options.sidecars, options.now);
    let mut sorted = sort_by_kind(documents, options, &mut problems);
    let mut site = Site {
        held: Arc::new(sorted.held),
        pages: sorted.pages,
        now: options.now,
        audience: options.audience,
        until,
        ..Site::default()
    };
    site.entries = sorted.items;
    site.withdrawn = site.entries.extract_if(.., |item| item.entry.withdrawn.is_some()).collect();
    site.languages = languages(&site);
    sort_newest_first(&mut site.entries);
    site.years = Arc::new(calendar::years(&site.entries));
    let pages = (sorted.topics, sorted.sources, sorted.people);
    group_all(&mut site, pages, options, &mut problems);
    site.corrections = Arc::new(correction::log(&site.entries));
    sorted.days.extend(site.withdrawn.iter().map(|item| item.entry.date.day()));
    let absent = edition::Absent { days: sorted.days, unread };
    let hidden = edition::gather(&mut site, sorted.editions, &absent, options.config.editions, &mut problems);
    let drafts = sorted.drafts.into_iter().map(|path| (path, "a draft"));
    let hidden: Vec<_> = drafts.chain(hidden.into_iter().map(|path| (path, "on no page"))).collect();
    let library = photo::Library::new(&media, options.sidecars, options.now);
    link::resolve(&mut site, &library, &hidden, unread, &mut problems);
    for file in options.asked {
        if let Some(shown) = library.asked(file, &mut problems) {
            site.asked.insert(file.clone(), site.photos.len() as u32);
            Arc::make_mut(&mut site.photos).push(shown);
        }
    }
    for (path, photos) in &sorted.held_photos {
        for (at, said) in photos.iter().enumerate() {
            library.check_held(path, said, &photo::place_in_list(path, at), &mut problems);
        }
    }
    drop(library);
    site.media = media;
    (site, problems)
}

fn languages(site: &Site) -> BTreeSet<String> {
    let entries = site.entries.iter().chain(&site.withdrawn).filter_map(|item| item.entry.language.as_ref());
    let pages = site.pages.iter().filter_map(|page| page.page.language.as_ref());
    // Most of a site is in few languages: one that is known needs no copy.
    let mut languages = BTreeSet::new();
    for language in entries.chain(pages) {
        if !languages.contains(language) {
            languages.insert(language.clone());
        }
    }
    languages
}

/// Sorts by date, and entries of one moment by path. A moment is looked up once for each entry: entries lie far apart in
/// memory.
fn sort_newest_first(items: &mut [Arc<Item>]) {
    let date = |item: &Arc<Item>| item.entry.date.instant();
    items.sort_by_cached_key(|item| Reverse(date(item)));
    for same in items.chunk_by_mut(|a, b| date(a) == date(b)) {
        same.sort_by(|a, b| a.entry.path.cmp(&b.entry.path));
    }
}

/// The pages that editors wrote for topics, sources and people.
type GroupPages = (Vec<Arc<TopicPage>>, Vec<Arc<SourcePage>>, Vec<Arc<PersonPage>>);

/// Gathers the entries under all names, and notes in each entry the positions of its topics, sources, people and story.
fn group_all(site: &mut Site, pages: GroupPages, options: Options<'_>, problems: &mut Vec<Problem>) {
    let (entries, config) = (&site.entries, options.config);
    let (topic_pages, source_pages, person_pages) = pages;
    let ((people, topics), (sources, stories)) = rayon::join(
        || {
            let people = || options.people.then(|| person::people(entries, person_pages, config));
            rayon::join(people, || group::topics(entries, topic_pages, config))
        },
        || (group::sources(entries, source_pages, config), story::stories(entries, config)),
    );
    site.entries.par_iter_mut().enumerate().for_each(|(id, item)| {
        let item = Arc::make_mut(item);
        item.topics = group::without_repeats(topics.of(id));
        item.sources = sources.of(id).to_vec();
        item.story = stories.of(id).first().copied();
        if let Some(people) = &people {
            let (bylines, speakers) = people.of(id).split_at(item.entry.byline.len());
            (item.bylines, item.speakers) = (bylines.to_vec(), speakers.to_vec());
        }
    });
    problems.extend(topics.problems.into_iter().chain(sources.problems));
    (site.topics, site.sources) = (Arc::new(topics.groups), Arc::new(sources.groups));
    site.stories = Arc::new(stories.groups);
    if let Some(people) = people {
        problems.extend(people.problems);
        site.people = Arc::new(person::with_deeds(people.groups, &site.entries));
    }
    problems.extend(stories.problems);
}

#[derive(Default)]
struct Sorted {
    items: Vec<Arc<Item>>,
    held: Vec<Held>,
    /// The photos of entries that are held back.
    held_photos: Vec<(SitePath, Vec<Photo>)>,
    pages: Vec<Page>,
    topics: Vec<Arc<TopicPage>>,
    sources: Vec<Arc<SourcePage>>,
    people: Vec<Arc<PersonPage>>,
    editions: Vec<Arc<EditionPage>>,
    /// The days of entries that are held back.
    days: BTreeSet<civil::Date>,
    /// Plain pages that are drafts: links to them are links to what is held.
    drafts: Vec<SitePath>,
}

fn sort_by_kind(documents: Vec<Document>, options: Options<'_>, problems: &mut Vec<Problem>) -> Sorted {
    let mut sorted = Sorted::default();
    let mut seen = Vec::with_capacity(documents.len());
    for document in documents {
        match document {
            Document::Entry(entry) => {
                let status = Status::of(&entry, options.now);
                if options.audience.sees(status) {
                    seen.push((entry, status));
                } else {
                    sorted.days.insert(entry.date.day());
                    sorted.held.push(Held::new(&entry, status));
                    sorted.held_photos.push((entry.path.clone(), entry.photos.clone()));
                }
            }
            Document::Page(page) if page.draft && !options.audience.sees(Status::Draft) => {
                sorted.drafts.push(page.path.clone())
            }
            Document::Page(page) => sorted.pages.push(plain_page(page, options.config, problems)),
            Document::Topic(page) => sorted.topics.push(page),
            Document::Source(page) => sorted.sources.push(page),
            Document::Person(page) => sorted.people.push(page),
            Document::Edition(page) => sorted.editions.push(page),
        }
    }
    let items = seen.into_par_iter().map(|(entry, status)| item(entry, status, options.config));
    for (item, problem) in items.collect::<Vec<_>>() {
        sorted.items.push(Arc::new(item));
        problems.extend(problem);
    }
    sorted
}

fn item(entry: Arc<Entry>, status: Status, config: &Config) -> (Item, Option<Problem>) {
    let (slug, problem) = slug_of(&entry.path, entry.slug.as_deref(), config);
    let address = address::of_entry(&config.permalinks.entry, &entry, &slug, &config.language);
    let item = Item {
        entry,
        status,
        address,
        topics: Vec::new(),
        sources: Vec::new(),
        bylines: Vec::new(),
        speakers: Vec::new(),
        story: None,
        edition: None,
        resolved: Resolved::default(),
    };
    (item, problem)
}

fn plain_page(page: Arc<PlainPage>, config: &Config, problems: &mut Vec<Problem>) -> Page {
    let (slug, problem) = slug_of(&page.path, page.slug.as_deref(), config);
    problems.extend(problem);
    let language = page.language.as_deref().unwrap_or(&config.language);
    let address = address::of_page(&config.permalinks.page, &slug, language, &config.language);
    Page { page, address, resolved: Resolved::default() }
}

/// What stands for a slug that was reported to be missing.
const UNNAMED: &str = "unnamed";

/// The slug that the editor chose, or the file's name (for `NAME/index.md` the folder's) without a leading date; and
/// what is wrong with that.
fn slug_of(path: &SitePath, chosen: Option<&str>, config: &Config) -> (String, Option<Problem>) {
    if let Some(chosen) = chosen {
        return (chosen.to_owned(), None);
    }
    let slug = slugify(without_date(file_stem(path.as_str())), config.slugs);
    if slug.is_empty() {
        let message = "the name of this file has no letter from which an address could be made";
        let problem = Problem::error("no-slug", Place::new(path, At::File), message);
        return (UNNAMED.to_owned(), Some(problem.hint("give the file another name, or add a `slug:`")));
    } else if let Some(why) = slug::unfit(&slug) {
        let problem = Problem::error(
            "no-slug",
            Place::new(path, At::File),
            format!("the address made of this file's name {why}"),
        );
        return (UNNAMED.to_owned(), Some(problem.hint("give the file a shorter name, or add a `slug:`")));
    }
    (slug, None)
}

/// `content/2017/a.md` → `a`; `content/2017/a/index.md` → `a`.
pub(crate) fn file_stem(path: &str) -> &str {
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if stem == "index" { parts.next().unwrap_or(stem) } else { stem }
}

fn without_date(stem: &str) -> &str {
    let dated = stem.len() > 11 && stem.is_char_boundary(11) && stem.as_bytes()[10] == b'-';
    if dated && stem[..10].parse::<jiff::civil::Date>().is_ok() { &stem[11..] } else { stem }
}
