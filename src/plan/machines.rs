//! Lists the files for programs: sitemaps, `robots.txt`, what hosts read, the entries as JSON.

use std::sync::Arc;

use crate::collate::{Address, Audience, EntryId, Status};
use crate::load::Digest;
use crate::theme::{Bytes, Theme};
use crate::view::{Context, MANIFEST, Machine, MapList, MapPart, Rule, Slice, View};

use super::pages::wanted_file;
use super::{File, Owner, Subject, Wanted};

/// How many addresses a sitemap may hold (sitemaps.org, protocol 0.9).
const ONE_SITEMAP: usize = 50_000;

/// How many a part holds where one sitemap is not enough: few enough that a part stays far under 50 MiB, and that a
/// new entry rewrites little.
const PART: usize = 10_000;

const SITEMAP: &str = "sitemap.xml";
const NEWS_SITEMAP: &str = "news-sitemap.xml";

/// A file for programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MachineFile {
    /// A sitemap.
    Sitemap(Address, MapPart),
    /// The sitemap of these sitemaps.
    SitemapIndex(Arc<[(Address, MapPart)]>),
    /// The news sitemap.
    News,
    /// `robots.txt`.
    Robots,
    /// `_redirects`.
    Redirects(Arc<[Rule]>),
    /// `_headers`, with the folders whose files never change, and files with their media types.
    Headers(Vec<&'static str>, Vec<(Address, &'static str)>),
    /// The web manifest, and whether the site has a drawn icon.
    Manifest(bool),
    /// `entries.json`.
    Entries,
    /// The entry as JSON.
    Entry(EntryId),
}

impl MachineFile {
    /// The file's address.
    fn address(&self, context: &Context<'_>) -> Address {
        match self {
            Self::Sitemap(address, _) => address.clone(),
            Self::SitemapIndex(_) => Address::new(SITEMAP),
            Self::News => Address::new(NEWS_SITEMAP),
            Self::Robots => Address::new("robots.txt"),
            Self::Redirects(_) => Address::new("_redirects"),
            Self::Headers(..) => Address::new("_headers"),
            Self::Manifest(_) => Address::new(MANIFEST),
            Self::Entries => Address::new("entries.json"),
            Self::Entry(id) => {
                let file = context.site.entries[*id as usize].address.file();
                Address::new(format!("{}.json", file.strip_suffix(".html").unwrap_or(&file)))
            }
        }
    }

    /// The view of this file.
    pub fn view<'a>(&self, context: &'a Context<'a>) -> View<'a> {
        let whole = |path: &str| Address::new(path).href(&context.config.base_url);
        let machine = match self {
            Self::Sitemap(_, part) => Machine::Sitemap(context.sitemap(part)),
            Self::SitemapIndex(parts) => Machine::SitemapIndex(context.sitemap_index(parts)),
            Self::News => Machine::News(context.news()),
            Self::Robots => {
                let public = context.site.audience == Audience::Public;
                Machine::Robots(public.then(|| vec![whole(SITEMAP), whole(NEWS_SITEMAP)]))
            }
            Self::Redirects(rules) => Machine::Redirects(Arc::clone(rules)),
            Self::Headers(unchanging, types) => Machine::Headers(context.headers(unchanging, types)),
            Self::Manifest(icon) => Machine::Manifest(context.manifest(icon.then_some(ICON))),
            Self::Entries => Machine::Entries(context.data_list()),
            Self::Entry(id) => {
                let (page, text) = context.data_page(*id);
                Machine::Entry(Box::new(page), text)
            }
        };
        context.machine(&self.address(context), machine)
    }
}

/// The drawn icon of a theme, by custom.
const ICON: &str = "favicon.svg";

/// The files that are rendered. `pages` are all other pages of the site.
pub(super) fn pages<'a>(
    context: &Context<'_>,
    theme: &Theme,
    pages: &[Wanted<'a, Subject>],
) -> Vec<Wanted<'a, Subject>> {
    let mut files = Vec::new();
    if theme.pages.sitemaps {
        files.extend(sitemaps(context, pages));
        files.push(MachineFile::News);
    }
    if theme.pages.sitemaps || context.site.audience == Audience::Desk {
        files.push(MachineFile::Robots);
    }
    if theme.pages.host_files {
        files.extend(host_files(context, theme, pages));
    }
    if theme.pages.data && context.config.data {
        files.push(MachineFile::Entries);
        files.extend(context.all.iter().filter(|&&id| is_public(context, id)).map(|&id| MachineFile::Entry(id)));
    }
    let wanted = |file: MachineFile| Wanted {
        path: file.address(context).file().into(),
        what: Subject::Machine(file),
        owner: Owner::Made("a file for programs"),
    };
    files.into_iter().map(wanted).filter(|wanted| !is_static(theme, &wanted.path)).collect()
}

/// The files that are the same whatever the entries are.
pub(super) fn files<'a>(context: &Context<'_>, theme: &Theme) -> Vec<Wanted<'a, File>> {
    let chosen = context.config.host_files;
    let mut files = Vec::new();
    if theme.pages.host_files && chosen.nojekyll {
        files.push((".nojekyll", String::new()));
    }
    if let (true, Some(host)) = (theme.pages.host_files && chosen.cname, context.config.own_host()) {
        files.push(("CNAME", format!("{host}\n")));
    }
    let wanted = |(path, text): (&str, String)| {
        let bytes: Arc<[u8]> = text.into_bytes().into();
        wanted_file(path, Digest::of(&bytes), Bytes::Memory(bytes), Owner::Made("a file for hosts"))
    };
    files.into_iter().filter(|(path, _)| !is_static(theme, path)).map(wanted).collect()
}

/// A site's or a theme's own file of the same name takes the place of one that is made here.
fn is_static(theme: &Theme, path: &str) -> bool {
    theme.statics.binary_search_by(|file| file.path.as_str().cmp(path)).is_ok()
}

/// Whether an entry is there for all, rather than shown by a preview alone.
fn is_public(context: &Context<'_>, id: EntryId) -> bool {
    context.site.entries[id as usize].status == Status::Published
}

fn host_files(context: &Context<'_>, theme: &Theme, pages: &[Wanted<'_, Subject>]) -> Vec<MachineFile> {
    let chosen = context.config.host_files;
    let mut files = vec![MachineFile::Manifest(is_static(theme, ICON))];
    let rules: Vec<Rule> = pages.iter().filter_map(|page| rule(context, page)).collect();
    if chosen.redirects && !rules.is_empty() {
        files.push(MachineFile::Redirects(rules.into()));
    }
    if chosen.headers {
        // A static file may change under its name: a folder that holds one is not promised to be for ever.
        let only_ours = |folder: &&str| !theme.statics.iter().any(|file| file.path.starts_with(folder));
        let mut unchanging = vec!["assets/", "media/"];
        if theme.pages.search && context.config.search {
            unchanging.extend(["search/words/", "search/entries/"]);
        }
        unchanging.retain(only_ours);
        files.push(MachineFile::Headers(unchanging, typed(pages)));
    }
    files
}

/// Files whose names alone would not tell a host their media type. Hosts take a hundred rules at most, so the feeds of
/// topics and sources are not among them.
fn typed(pages: &[Wanted<'_, Subject>]) -> Vec<(Address, &'static str)> {
    let feed = |page: &Wanted<'_, Subject>| match &page.what {
        Subject::SiteFeed(format) | Subject::CorrectionsFeed(format) | Subject::EditionsFeed(format) => {
            Some((Address::new(&*page.path), format.media_type()))
        }
        _ => None,
    };
    let feeds = pages.iter().filter_map(feed);
    feeds.chain([(Address::new(MANIFEST), "application/manifest+json")]).collect()
}

fn rule(context: &Context<'_>, page: &Wanted<'_, Subject>) -> Option<Rule> {
    match &page.what {
        Subject::Redirect(from, to) => Some(context.rule(from, to, 301)),
        Subject::Withdrawn(position) => {
            let address = &context.site.withdrawn[*position].address;
            Some(context.rule(address, address, 410))
        }
        _ => None,
    }
}

/// The sitemap, or where one is not enough its parts and their index. Entries come first, the oldest at the head, so
/// that a full part never changes for a new entry.
fn sitemaps(context: &Context<'_>, pages: &[Wanted<'_, Subject>]) -> Vec<MachineFile> {
    let entries = context.site.entries.iter().filter(|item| item.status == Status::Published).count();
    let lists: Vec<MapList> = pages.iter().filter_map(|page| mapped(context, page)).collect();
    if entries + lists.len() <= ONE_SITEMAP {
        let part = MapPart { entries: 0..entries, lists: lists.into() };
        return vec![MachineFile::Sitemap(Address::new(SITEMAP), part)];
    }
    let of_entries = (0..entries)
        .step_by(PART)
        .map(|start| MapPart { entries: start..(start + PART).min(entries), lists: Arc::default() });
    let of_lists = lists.chunks(PART).map(|lists| MapPart { entries: 0..0, lists: lists.into() });
    let named = |prefix: &'static str| move |(number, part)| (Address::new(format!("{prefix}{number}.xml")), part);
    let parts = (1..).zip(of_entries).map(named("sitemap-"));
    let parts: Vec<(Address, MapPart)> = parts.chain((1..).zip(of_lists).map(named("sitemap-lists-"))).collect();
    let files = parts.iter().map(|(address, part)| MachineFile::Sitemap(address.clone(), part.clone()));
    files.chain([MachineFile::SitemapIndex(parts.clone().into())]).collect()
}

/// A page beside the entries as a sitemap knows it; none where it is no page that search engines should know.
fn mapped(context: &Context<'_>, page: &Wanted<'_, Subject>) -> Option<MapList> {
    let site = context.site;
    let newest = match &page.what {
        Subject::Front(slice) => listed(&context.all, slice)?,
        Subject::Topic(position, slice) => listed(&site.topics[*position].entries, slice)?,
        Subject::Source(position, slice) => listed(&site.sources[*position].entries, slice)?,
        Subject::Story(position, slice) => listed(&site.stories[*position].entries, slice)?,
        Subject::Month(year, month, slice) => listed(&site.years[*year].months[*month].entries, slice)?,
        Subject::Person(position, slice) if is_known_here(slice) => {
            site.people[*position].deeds.get(slice.range.start).map(|deed| deed.entry())
        }
        Subject::Person(..) => return None,
        Subject::Year(year) => site.years[*year].months.first().and_then(|month| month.entries.first().copied()),
        Subject::Edition(position) => site.editions[*position].entries.iter().min().copied(),
        Subject::Topics(_) | Subject::Sources(_) | Subject::Archive(_) => context.all.first().copied(),
        Subject::Corrections(slice) | Subject::Editions(slice) if !is_known_here(slice) => return None,
        Subject::Plain(position) if site.pages[*position].page.draft => return None,
        Subject::Plain(_) | Subject::People(_) | Subject::Stories(_) | Subject::Search(_) | Subject::Feeds(..) => None,
        Subject::Corrections(_) | Subject::Editions(_) => None,
        Subject::Entry(_) | Subject::Withdrawn(_) | Subject::NotFound(_) | Subject::Redirect(..) => return None,
        Subject::SiteFeed(_)
        | Subject::TopicFeed(..)
        | Subject::SourceFeed(..)
        | Subject::CorrectionsFeed(_)
        | Subject::EditionsFeed(_) => {
            return None;
        }
        Subject::SearchFile(_) | Subject::Machine(_) | Subject::Email(..) => return None,
    };
    Some(MapList { file: Arc::clone(&page.path), newest })
}

/// The newest entry of a list's page, where search engines should know that page.
fn listed(entries: &[EntryId], slice: &Slice) -> Option<Option<EntryId>> {
    is_known_here(slice).then(|| entries.get(slice.range.start).copied())
}

/// The newest page of a list stands at its numbered address too: search engines should know it by the list's own alone.
fn is_known_here(slice: &Slice) -> bool {
    slice.first || slice.is_full()
}
