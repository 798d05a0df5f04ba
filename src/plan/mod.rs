//! Names every file of the output once: each page with its subject, each copied file with its hash.
//!
//! 1. [`pages`] lists what the site and the theme call for.
//!    [`feeds`] lists the feeds.
//! 2. [`collision`] reports addresses that two of them want; [`known`] finds what stands at an address.
//! 3. [`link`] reports links to addresses that nothing answers at.
//! 4. [`callout`] reports call-outs that the theme does not know.
//! 5. [`publisher`] reports policies, a logo or a picture of the publisher that are not there, [`settings`] links and
//!    sections of the theme's settings.
//!
//! A page's view, and its key with it, is made from its subject when the page's turn comes: [`Subject::view`].

mod callout;
mod collision;
mod editions;
mod feeds;
mod known;
mod link;
mod machines;
mod pages;
mod paginate;
mod people;
mod publisher;
mod settings;

use std::fmt;
use std::sync::Arc;

pub use machines::MachineFile;

use crate::collate::{Address, EntryId, Origin};
use crate::darkroom::Negative;
use crate::load::Digest;
use crate::parse::Entry;
use crate::problem::{At, Place, Problem, SitePath};
use crate::theme::{Bytes, Theme};
use crate::view::{Context, EmailPart, FeedFormat, FeedKinds, SEARCH, Slice, View};

use known::Known;

pub use feeds::wants as wants_feed;

/// Everything that the output consists of, but for the files of the search index: what those are, only the index knows,
/// and it is made when the first of them is asked for.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// What is rendered.
    pub pages: Vec<Page>,
    /// What is copied.
    pub files: Vec<File>,
    /// Whether there is a search index.
    searched: bool,
    known: Known,
}

impl Plan {
    /// The page whose file has this path in the output.
    pub fn page(&self, path: &str) -> Option<&Page> {
        self.pages.get(self.known.position(path)?)
    }

    /// The copied file of this path in the output.
    pub fn file(&self, path: &str) -> Option<&File> {
        self.files.get(self.known.position(path)?.checked_sub(self.pages.len())?)
    }

    /// The files of the search index.
    pub fn search_files(&self, context: &Context<'_>) -> Vec<Page> {
        if !self.searched {
            return Vec::new();
        }
        let files = context.search_index().files.iter().enumerate();
        files.map(|(at, file)| Page { path: file.path.as_str().into(), subject: Subject::SearchFile(at) }).collect()
    }

    /// Whether a file with this path would be one of the search index.
    pub fn is_of_search(&self, path: &str) -> bool {
        self.searched && path.starts_with(SEARCH) && self.known.position(path).is_none()
    }

    /// The file of the search index with this path in the output.
    pub fn search_file(&self, context: &Context<'_>, path: &str) -> Option<Page> {
        let files = self.is_of_search(path).then(|| self.search_files(context));
        files.into_iter().flatten().find(|page| &*page.path == path)
    }
}

/// A page (anything with an address that is rendered: HTML or a feed).
#[derive(Clone, Debug)]
pub struct Page {
    /// The file of the output, relative to its folder: `2017/04/12/low-point/index.html`.
    pub path: Arc<str>,
    /// What it shows.
    pub subject: Subject,
}

/// A file that is copied.
#[derive(Clone, Debug)]
pub struct File {
    /// The file of the output, relative to its folder.
    pub path: Arc<str>,
    /// The hash of its bytes.
    pub digest: Digest,
    /// Where the bytes are.
    pub contents: Contents,
}

/// Where the bytes of a file are.
#[derive(Clone, Debug)]
pub enum Contents {
    /// They are copied as they are.
    Given(Bytes),
    /// They are those of a photo with its words.
    Photo(Arc<Negative>),
}

/// What a page shows, by positions in the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A listed entry.
    Entry(EntryId),
    /// A withdrawn entry.
    Withdrawn(usize),
    /// A plain page.
    Plain(usize),
    /// A page of the front page's list.
    Front(Slice),
    /// The index of topics.
    Topics(Address),
    /// A page of a topic.
    Topic(usize, Slice),
    /// The index of sources.
    Sources(Address),
    /// A page of a source.
    Source(usize, Slice),
    /// The index of people.
    People(Address),
    /// A page of a person.
    Person(usize, Slice),
    /// The index of stories.
    Stories(Address),
    /// A page of a story.
    Story(usize, Slice),
    /// A page of the log of corrections.
    Corrections(Slice),
    /// The index of the archive.
    Archive(Address),
    /// A year of the archive.
    Year(usize),
    /// A page of a month: the year, the month in it, the page.
    Month(usize, usize, Slice),
    /// The search page.
    Search(Address),
    /// A file of the search index.
    SearchFile(usize),
    /// A page of the index of editions.
    Editions(Slice),
    /// An edition.
    Edition(usize),
    /// A part of an edition's email.
    Email(usize, EmailPart),
    /// The page for lost readers.
    NotFound(Address),
    /// An old address and the new one.
    Redirect(Address, Address),
    /// The page that lists the feeds.
    Feeds(Address, FeedKinds),
    /// A feed of the whole site.
    SiteFeed(FeedFormat),
    /// A feed of a topic.
    TopicFeed(usize, FeedFormat),
    /// A feed of a source.
    SourceFeed(usize, FeedFormat),
    /// A feed of corrections.
    CorrectionsFeed(FeedFormat),
    /// A feed of editions.
    EditionsFeed(FeedFormat),
    /// A file for programs.
    Machine(MachineFile),
}

impl Subject {
    /// The view of this subject.
    pub fn view<'a>(&self, context: &'a Context<'a>) -> View<'a> {
        let site = context.site;
        let view = match self {
            Self::Entry(id) => context.entry(*id),
            Self::Withdrawn(position) => context.withdrawn(*position),
            Self::Plain(position) => context.plain(*position),
            Self::Front(slice) => context.front(slice),
            Self::Topics(address) => context.topics(address),
            Self::Topic(position, slice) => context.topic(*position, slice),
            Self::Sources(address) => context.sources(address),
            Self::Source(position, slice) => context.source(*position, slice),
            Self::People(address) => context.people(address),
            Self::Person(position, slice) => context.person(*position, slice),
            Self::Stories(address) => context.stories(address),
            Self::Story(position, slice) => context.story(*position, slice),
            Self::Corrections(slice) => context.corrections(slice),
            Self::Archive(address) => context.archive(address),
            Self::Year(year) => context.year(&site.years[*year]),
            Self::Month(year, month, slice) => {
                context.month(&site.years[*year], &site.years[*year].months[*month], slice)
            }
            Self::Search(address) => context.search(address),
            Self::SearchFile(position) => context.search_file(*position),
            Self::Editions(slice) => context.editions(slice),
            Self::Edition(position) => context.edition(*position),
            Self::Email(position, part) => context.email(*position, *part),
            Self::NotFound(address) => context.not_found(address),
            Self::Redirect(from, to) => context.redirect(from, to),
            Self::Feeds(address, kinds) => context.feeds(address, *kinds),
            Self::SiteFeed(format) => context.site_feed(*format),
            Self::TopicFeed(position, format) => context.group_feed(&site.topics[*position], *format),
            Self::SourceFeed(position, format) => context.group_feed(&site.sources[*position], *format),
            Self::CorrectionsFeed(format) => context.corrections_feed(*format),
            Self::EditionsFeed(format) => context.editions_feed(*format),
            Self::Machine(file) => file.view(context),
        };
        context.described(view)
    }
}

/// A file of the output with who wants it.
struct Wanted<'a, T> {
    path: Arc<str>,
    what: T,
    owner: Owner<'a>,
}

/// Who wants a file of the output; put into words, and a place to blame, only where a message needs them.
#[derive(Clone, Copy, Debug)]
enum Owner<'a> {
    Entry(&'a Entry),
    Page(&'a SitePath),
    /// An alias with its position among those of a file.
    Alias(&'a str, usize, &'a SitePath),
    Group(&'static str, &'a str, &'a Origin),
    File(&'a SitePath),
    Asset(&'a str),
    Made(&'static str),
}

impl Owner<'_> {
    /// The place to blame; none where no file of the site is.
    fn place(&self) -> Option<Place> {
        match self {
            Self::Entry(entry) if entry.slug.is_some() => Some(Place::new(&entry.path, At::field("slug"))),
            Self::Entry(entry) => Some(Place::file(&entry.path)),
            Self::Page(path) | Self::File(path) => Some(Place::file(path)),
            Self::Alias(_, position, path) => Some(Place::new(path, At::item("aliases", *position))),
            Self::Group(_, _, origin) => Some(origin.place()),
            Self::Asset(_) | Self::Made(_) => None,
        }
    }
}

impl fmt::Display for Owner<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entry(entry) => write!(f, "the entry `{}`", entry.path),
            Self::Page(path) => write!(f, "the page `{path}`"),
            Self::Alias(alias, _, path) => write!(f, "the alias `{alias}` of `{path}`"),
            Self::Group(kind, name, _) => write!(f, "the {kind} `{name}`"),
            Self::File(path) => write!(f, "the file `{path}`"),
            Self::Asset(name) => write!(f, "the theme's `{name}`"),
            Self::Made(what) => f.write_str(what),
        }
    }
}

/// Plans the output.
pub fn plan<'a>(context: &'a Context<'a>, theme: &'a Theme) -> (Plan, Vec<Problem>) {
    let pages = pages::pages(context, theme);
    let files = pages::files(context, theme);
    let searched = theme.pages.search && context.config.search;
    let ((known, mut problems), callouts) =
        rayon::join(|| collision::find(&pages, &files, searched), || callout::check(context.site, &theme.callouts));
    problems.extend(link::check(context.site, &known));
    problems.extend(callouts);
    problems.extend(publisher::check(context, pages.len(), &known));
    problems.extend(settings::check(context, theme, &known));
    let pages = pages.into_iter().map(|wanted| Page { path: wanted.path, subject: wanted.what }).collect();
    let files = files.into_iter().map(|wanted| wanted.what).collect();
    (Plan { pages, files, searched, known }, problems)
}
