//! Entries gathered into editions, by days or weeks of the site's time zone, with the pages that editors wrote for them.

use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::config::Editions;
use crate::parse::{EditionPage, Unread};
use crate::problem::{At, Place, Problem, SitePath};

use super::group::Origin;
use super::link::{candidates, nearest_file, relative};
use super::status::Held;
use super::{Address, EntryId, Item, Resolved, Site};

/// The path of the index of editions.
pub const EDITIONS: &str = "editions/";

/// The entries of a day or a week.
#[derive(Clone, Debug)]
pub struct Edition {
    /// Its number: 1 for the oldest edition of the site.
    pub number: u32,
    /// Its first day.
    pub first: Date,
    /// Its last day: the first where it is of one day.
    pub last: Date,
    /// Its name for machines: `2017-04-12` or, of a week, `2017-W15` (ISO 8601).
    pub name: String,
    /// Its address.
    pub address: Address,
    /// The page that editors wrote for it.
    pub page: Option<Arc<EditionPage>>,
    /// Where the page's links and photos lead.
    pub resolved: Resolved,
    /// Its entries: those that lead it, then those that the page puts in order, then the newest first.
    pub entries: Vec<EntryId>,
    /// A file that it is made from, for messages.
    pub named_in: Origin,
}

/// What is not in the lists of the site, for messages.
pub(super) struct Absent<'a> {
    /// The days of entries that are held back or withdrawn.
    pub days: BTreeSet<Date>,
    /// Files that are too broken to be a document.
    pub unread: &'a [Unread],
}

/// Gathers the site's entries into editions, newest first, and notes in each entry the position of its own. Gives the
/// files of pages whose edition is not public.
pub(super) fn gather(
    site: &mut Site,
    pages: Vec<Arc<EditionPage>>,
    absent: &Absent<'_>,
    every: Editions,
    problems: &mut Vec<Problem>,
) -> Vec<SitePath> {
    if every == Editions::None {
        problems.extend(pages.iter().map(|page| unused(page)));
        return pages.iter().map(|page| page.path.clone()).collect();
    }
    let mut by_day: BTreeMap<Date, Vec<EntryId>> = BTreeMap::new();
    for (id, item) in (0..).zip(&site.entries) {
        by_day.entry(first_day(item.entry.date.day(), every)).or_default().push(id);
    }
    let mut pages = by_first_day(pages, every, problems);
    // Most sites order no edition by hand, and need no way from paths to entries.
    let order = LazyCell::new(|| Order::new(&site.entries, &site.withdrawn, &site.held, absent.unread));
    let mut editions: Vec<Edition> = Vec::with_capacity(by_day.len());
    for (number, (first, entries)) in (1..).zip(by_day) {
        let page = pages.remove(&first);
        let entries = match &page {
            Some(page) => order.entries(page, entries, &site.entries, problems),
            None => leads_first(entries, &site.entries, &FxHashMap::default()),
        };
        editions.push(edition(number, first, every, page, entries, &site.entries));
    }
    drop(order);
    editions.reverse();
    for (position, edition) in (0..).zip(&editions) {
        for &id in &edition.entries {
            Arc::make_mut(&mut site.entries[id as usize]).edition = Some(position);
        }
    }
    site.editions = Arc::new(editions);
    let held: BTreeSet<Date> = absent.days.iter().map(|&day| first_day(day, every)).collect();
    problems.extend(pages.iter().filter(|(first, _)| !held.contains(first)).map(|(_, page)| empty(page)));
    pages.into_values().map(|page| page.path.clone()).collect()
}

fn edition(
    number: u32,
    first: Date,
    every: Editions,
    page: Option<Arc<EditionPage>>,
    entries: Vec<EntryId>,
    items: &[Arc<Item>],
) -> Edition {
    let name = name(first, every);
    let slug = page.as_ref().and_then(|page| page.slug.clone()).unwrap_or_else(|| name.to_lowercase());
    let named_in = match &page {
        Some(page) if page.slug.is_some() => Origin::field(&page.path, "slug"),
        Some(page) => Origin::file(&page.path),
        // An edition is never without an entry.
        None => Origin::file(&items[entries[0] as usize].entry.path),
    };
    Edition {
        number,
        first,
        last: if every == Editions::Weekly { first.saturating_add(jiff::Span::new().days(6)) } else { first },
        address: Address::new(format!("{EDITIONS}{slug}/")),
        name,
        page,
        resolved: Resolved::default(),
        entries,
        named_in,
    }
}

/// The day by which an edition is known: its own, or the Monday of its week.
fn first_day(day: Date, every: Editions) -> Date {
    match every {
        Editions::Weekly => day.saturating_sub(jiff::Span::new().days(day.weekday().to_monday_zero_offset())),
        Editions::Daily | Editions::None => day,
    }
}

fn name(first: Date, every: Editions) -> String {
    match every {
        Editions::Weekly => {
            let week = first.iso_week_date();
            format!("{:04}-W{:02}", week.year(), week.week())
        }
        Editions::Daily | Editions::None => first.to_string(),
    }
}

fn by_first_day(
    pages: Vec<Arc<EditionPage>>,
    every: Editions,
    problems: &mut Vec<Problem>,
) -> BTreeMap<Date, Arc<EditionPage>> {
    let mut by_day: BTreeMap<Date, Arc<EditionPage>> = BTreeMap::new();
    for page in pages {
        let first = first_day(page.day, every);
        if let Some(other) = by_day.get(&first) {
            let message = format!("the edition {} has a file already", name(first, every));
            let problem = Problem::error("name-taken", Place::file(&page.path), message);
            let problem = problem.related(Place::file(&other.path), "introduced here first");
            problems.push(problem.hint("make one file of the two"));
        } else {
            by_day.insert(first, page);
        }
    }
    by_day
}

fn unused(page: &EditionPage) -> Problem {
    Problem::warning("unused-edition", Place::file(&page.path), "this site has no editions, so this is on no page")
        .hint("write `editions: daily` or `editions: weekly` in `dateline.yaml`")
}

fn empty(page: &EditionPage) -> Problem {
    let message = "no entry is of this edition's days, so this is on no page";
    Problem::warning("unused-edition", Place::file(&page.path), message)
        .hint("name the file after a day on which an entry was published")
}

/// What the paths of `order` can mean.
struct Order<'a> {
    entries: FxHashMap<&'a str, EntryId>,
    /// Entries that no edition may show, each with why.
    others: FxHashMap<&'a str, &'static str>,
    unread: &'a [Unread],
}

impl<'a> Order<'a> {
    fn new(entries: &'a [Arc<Item>], withdrawn: &'a [Arc<Item>], held: &'a [Held], unread: &'a [Unread]) -> Self {
        let withdrawn = withdrawn.iter().map(|item| (item.entry.path.as_str(), "withdrawn"));
        let held = held.iter().map(|held| (held.path.as_str(), held.status.phrase()));
        let entries = entries.iter().zip(0..).map(|(item, id)| (item.entry.path.as_str(), id)).collect();
        Self { entries, others: held.chain(withdrawn).collect(), unread }
    }

    /// The entries of an edition as its page orders them.
    fn entries(
        &self,
        page: &EditionPage,
        entries: Vec<EntryId>,
        items: &[Arc<Item>],
        problems: &mut Vec<Problem>,
    ) -> Vec<EntryId> {
        let mut places: FxHashMap<EntryId, usize> = FxHashMap::default();
        for (at, written) in page.order.iter().enumerate() {
            match self.find(page, at, written) {
                Ok(Some(id)) if entries.contains(&id) => _ = places.entry(id).or_insert(at),
                Ok(Some(id)) => problems.push(of_another_edition(page, at, &items[id as usize])),
                Ok(None) => {}
                Err(problem) => problems.push(*problem),
            }
        }
        leads_first(entries, items, &places)
    }

    /// The entry that a path means; none where its file was too broken to be one, which was reported.
    fn find(&self, page: &EditionPage, at: usize, written: &str) -> Result<Option<EntryId>, Box<Problem>> {
        let place = || Place::new(&page.path, At::item("order", at));
        let from_content = format!("/{}", written.trim_start_matches('/'));
        let mut all = candidates(&page.path, &from_content).unwrap_or_default();
        all.extend(candidates(&page.path, written).unwrap_or_default());
        if all.is_empty() {
            let message = format!("`{written}` leads out of the site folder");
            return Err(Box::new(
                Problem::error("unsafe-path", place(), message).hint("write the path of an entry from `content/`"),
            ));
        }
        for path in &all {
            if let Some(&id) = self.entries.get(path.as_str()) {
                return Ok(Some(id));
            }
            if let Some(status) = self.others.get(path.as_str()) {
                let message = format!("`{path}` is in no edition: it is {status}");
                return Err(Box::new(
                    Problem::error("link-to-held", place(), message)
                        .hint("take the line out until that entry is public"),
                ));
            }
            if self.unread.iter().any(|unread| unread.path.as_str() == path) {
                return Ok(None);
            }
        }
        let near = nearest_file(&all[0], self.entries.keys().copied());
        let near = near.map(|near| format!("did you mean `{}`?", relative("content/x", near)));
        Err(Box::new(Problem::error("broken-link", place(), format!("there is no entry `{}`", all[0])).hint_if(near)))
    }
}

/// Those that lead, then those that have places, in their order, then the newest first.
fn leads_first(mut entries: Vec<EntryId>, items: &[Arc<Item>], places: &FxHashMap<EntryId, usize>) -> Vec<EntryId> {
    entries.sort_by_key(|id| (!items[*id as usize].entry.lead, places.get(id).copied().unwrap_or(usize::MAX), *id));
    entries
}

fn of_another_edition(page: &EditionPage, at: usize, item: &Item) -> Problem {
    let day = item.entry.date.day();
    let message = format!("`{}` is of another edition: it is dated {day}", item.entry.path);
    Problem::error("other-edition", Place::new(&page.path, At::item("order", at)), message)
        .hint("take the line out, or change the date of that entry")
}
