//! Entries gathered under a name: topics, sources, people and stories, merged with the pages that editors wrote for them.

use std::sync::Arc;

use icu_collator::Collator;
use icu_locale::Locale;
use rustc_hash::FxHashMap;

use crate::config::Config;
use crate::parse::{Entry, PersonPage, SourcePage, TopicPage};
use crate::problem::{At, Place, Problem, SitePath, Step};
use crate::slug::{fold, slugify};

use super::address::{Address, of_page};
use super::{EntryId, Item, Resolved};

/// A topic, a source, a person or a story: a name with its page and its entries.
#[derive(Clone, Debug)]
pub struct Group<P> {
    /// The name, as its page has it, else as the oldest entry has it.
    pub name: String,
    /// Its address.
    pub address: Address,
    /// The page that editors wrote for it.
    pub page: Option<Arc<P>>,
    /// Where the page's links and photos lead.
    pub resolved: Resolved,
    /// Its entries, newest first.
    pub entries: Vec<EntryId>,
    /// The group that this one is part of, as a position in the same list.
    pub parent: Option<u32>,
    /// The groups that are part of this one.
    pub children: Vec<u32>,
    /// Where it was named, for messages.
    pub named_in: Origin,
}

/// Where a name stands: a place that is put together only where a message needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    file: SitePath,
    key: Option<&'static str>,
    item: Option<usize>,
}

impl Origin {
    /// Somewhere in a file.
    pub(super) fn file(file: &SitePath) -> Self {
        Self { file: file.clone(), key: None, item: None }
    }

    /// The value of a key of a file.
    pub(super) fn field(file: &SitePath, key: &'static str) -> Self {
        Self { key: Some(key), ..Self::file(file) }
    }

    /// An item of the list under a key.
    pub(super) fn item(file: &SitePath, key: &'static str, item: usize) -> Self {
        Self { item: Some(item), ..Self::field(file, key) }
    }

    /// The place.
    pub fn place(&self) -> Place {
        let at = match (self.key, self.item) {
            (Some(key), Some(item)) => At::item(key, item),
            (Some(key), None) => At::field(key),
            (None, _) => At::File,
        };
        Place::new(&self.file, at)
    }
}

/// The page of what no editor can write a page for: there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPage {}

/// What the page of a group says of its names.
pub(super) struct Names<'a> {
    pub name: &'a str,
    pub aliases: &'a [String],
    pub slug: Option<&'a str>,
    pub path: &'a SitePath,
    /// The name of the group that this one is part of.
    pub parent: Option<&'a str>,
}

/// A page that stands for a name.
pub(super) trait Named {
    fn names(&self) -> Names<'_>;
}

impl Named for TopicPage {
    fn names(&self) -> Names<'_> {
        let Self { name, aliases, slug, path, parent, .. } = self;
        Names { name, aliases, slug: slug.as_deref(), path, parent: parent.as_deref() }
    }
}

impl Named for SourcePage {
    fn names(&self) -> Names<'_> {
        let Self { name, aliases, slug, path, .. } = self;
        Names { name, aliases, slug: slug.as_deref(), path, parent: None }
    }
}

impl Named for PersonPage {
    fn names(&self) -> Names<'_> {
        let Self { name, aliases, slug, path, .. } = self;
        Names { name, aliases, slug: slug.as_deref(), path, parent: None }
    }
}

impl Named for NoPage {
    fn names(&self) -> Names<'_> {
        match *self {}
    }
}

/// What one kind of group is made by.
pub(super) struct Kind<'a> {
    /// Where in an entry the name at a position stands, for messages.
    pub origin: fn(&Entry, usize) -> Origin,
    /// The pattern of its addresses.
    pub permalink: &'a str,
    /// Calls with each name in an entry.
    pub names: for<'e> fn(&'e Entry, &mut dyn FnMut(&'e str)),
    /// Whether the groups are put in the order of their names: where they are many and rarely listed, that can wait.
    pub sorted: bool,
}

/// The groups of one kind.
pub(super) struct Gathered<P> {
    /// The groups.
    pub groups: Vec<Group<P>>,
    /// For each entry and each of its names the position of the group, all in one list.
    members: Vec<u32>,
    /// Where in `members` those of each entry end.
    ends: Vec<usize>,
    /// What is wrong with names.
    pub problems: Vec<Problem>,
}

impl<P> Gathered<P> {
    /// For each name of an entry the position of its group.
    pub fn of(&self, entry: usize) -> &[u32] {
        let start = if entry == 0 { 0 } else { self.ends[entry - 1] };
        &self.members[start..self.ends[entry]]
    }
}

/// Gathers entries by topic.
pub(super) fn topics(entries: &[Arc<Item>], pages: Vec<Arc<TopicPage>>, config: &Config) -> Gathered<TopicPage> {
    let kind = Kind {
        origin: |entry, position| Origin::item(&entry.path, "topics", position),
        permalink: &config.permalinks.topic,
        names: |entry, each| entry.topics.iter().for_each(|name| each(name)),
        sorted: true,
    };
    gather(&kind, entries, pages, config)
}

/// Gathers entries by source.
pub(super) fn sources(entries: &[Arc<Item>], pages: Vec<Arc<SourcePage>>, config: &Config) -> Gathered<SourcePage> {
    let kind = Kind {
        origin: |entry, position| Origin::item(&entry.path, "source", position),
        permalink: &config.permalinks.source,
        names: |entry, each| entry.sources.iter().for_each(|source| each(&source.name)),
        sorted: true,
    };
    gather(&kind, entries, pages, config)
}

/// The same positions, each once.
pub(super) fn without_repeats(ids: &[u32]) -> Vec<u32> {
    let mut seen = Vec::with_capacity(ids.len());
    for &id in ids {
        if !seen.contains(&id) {
            seen.push(id);
        }
    }
    seen
}

/// Gathers entries by the names in them, merged with the pages for those names.
pub(super) fn gather<P: Named>(
    kind: &Kind<'_>,
    entries: &[Arc<Item>],
    pages: Vec<Arc<P>>,
    config: &Config,
) -> Gathered<P> {
    let mut problems = Vec::new();
    let mut by_name: FxHashMap<String, u32> = FxHashMap::default();
    let mut groups = of_pages(kind, pages, &mut by_name, config, &mut problems);
    // Most names are written as they were before: those need not be folded to be known.
    let mut as_written: FxHashMap<&str, u32> = FxHashMap::default();
    let mut members: Vec<u32> = Vec::with_capacity(entries.len() * 2);
    let mut counts = vec![0; entries.len()];
    // From the oldest, so that a name's first spelling stays its name when later entries spell it otherwise.
    for (item, count) in entries.iter().zip(&mut counts).rev() {
        let mut position = 0;
        (kind.names)(&item.entry, &mut |name| {
            let id = *as_written.entry(name).or_insert_with(|| {
                *by_name.entry(fold(name)).or_insert_with(|| {
                    let origin = (kind.origin)(&item.entry, position);
                    groups.push(group_at(kind, name, &slugify(name, config.slugs), origin, config));
                    groups.len() as u32 - 1
                })
            });
            members.push(id);
            position += 1;
        });
        *count = position;
        let start = members.len() - position;
        members[start..].reverse();
    }
    members.reverse();
    drop(as_written);
    let rank =
        if kind.sorted { sort_by_name(&mut groups, &config.language) } else { (0..groups.len() as u32).collect() };
    find_parents(&mut groups, &by_name, &rank, &mut problems);
    let mut end = 0;
    for (id, count) in (0..).zip(&mut counts) {
        for member in &mut members[end..end + *count] {
            *member = rank[*member as usize];
            let entries = &mut groups[*member as usize].entries;
            if entries.last() != Some(&id) {
                entries.push(id);
            }
        }
        end += *count;
        *count = end;
    }
    Gathered { groups, members, ends: counts, problems }
}

fn of_pages<P: Named>(
    kind: &Kind<'_>,
    pages: Vec<Arc<P>>,
    by_name: &mut FxHashMap<String, u32>,
    config: &Config,
    problems: &mut Vec<Problem>,
) -> Vec<Group<P>> {
    let mut groups: Vec<Group<P>> = Vec::with_capacity(pages.len());
    for page in pages {
        let id = groups.len() as u32;
        let Names { name, aliases, slug, path, .. } = page.names();
        let others = aliases.iter().enumerate().map(|(i, alias)| (alias.as_str(), At::item("aliases", i)));
        for (name, at) in std::iter::once((name, At::field("name"))).chain(others) {
            let other = *by_name.entry(fold(name)).or_insert(id);
            if other != id {
                problems.push(name_taken(name, Place::new(path, at), &groups[other as usize]));
            }
        }
        let slug = slug.map_or_else(|| slugify(name, config.slugs), str::to_owned);
        let mut group = group_at(kind, name, &slug, Origin::field(path, "name"), config);
        group.page = Some(page);
        groups.push(group);
    }
    groups
}

fn name_taken<P>(name: &str, place: Place, other: &Group<P>) -> Problem {
    let problem = Problem::error("name-taken", place, format!("`{name}` already names `{}`", other.name));
    let problem = problem.related(other.named_in.place(), "named here first");
    problem.hint("let one page alone have this name or alias")
}

fn group_at<P>(kind: &Kind<'_>, name: &str, slug: &str, named_in: Origin, config: &Config) -> Group<P> {
    // A name without a letter (`???`) gets an address all the same; its collision with another is reported by plan.
    let slug = if slug.is_empty() { "unnamed" } else { slug };
    Group {
        name: name.to_owned(),
        address: of_page(kind.permalink, slug, &config.language, &config.language),
        page: None,
        resolved: Resolved::default(),
        entries: Vec::new(),
        parent: None,
        children: Vec::new(),
        named_in,
    }
}

/// Sorts by the rules of the site's language and gives for each old position the new one.
fn sort_by_name<P>(groups: &mut Vec<Group<P>>, language: &str) -> Vec<u32> {
    let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
    let order = by_name(&names, language);
    let mut rank = vec![0; groups.len()];
    for (new, &old) in (0..).zip(&order) {
        rank[old as usize] = new;
    }
    let mut taken: Vec<Option<Group<P>>> = std::mem::take(groups).into_iter().map(Some).collect();
    groups.extend(order.into_iter().filter_map(|old| taken[old as usize].take()));
    rank
}

/// The positions of names in the order that readers of a language expect.
pub fn by_name(names: &[&str], language: &str) -> Vec<u32> {
    let locale: Locale = language.parse().unwrap_or(Locale::UNKNOWN);
    let collator = Collator::try_new((&locale).into(), Default::default()).ok();
    let mut order: Vec<u32> = (0..).take(names.len()).collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (names[a as usize], names[b as usize]);
        collator.as_ref().map_or(std::cmp::Ordering::Equal, |collator| collator.compare(a, b)).then_with(|| a.cmp(b))
    });
    order
}

fn find_parents<P: Named>(
    groups: &mut [Group<P>],
    by_name: &FxHashMap<String, u32>,
    rank: &[u32],
    problems: &mut Vec<Problem>,
) {
    for child in 0..groups.len() {
        let Some(page) = groups[child].page.as_ref() else { continue };
        let Names { path, parent: Some(name), .. } = page.names() else { continue };
        let place = Place::new(path, At::Value(vec![Step::Key("parent".to_owned())]));
        match by_name.get(&fold(name)).map(|&old| rank[old as usize]) {
            Some(parent) if !is_within(groups, parent, child as u32) => {
                groups[child].parent = Some(parent);
                groups[parent as usize].children.push(child as u32);
            }
            Some(_) => problems.push(
                Problem::error("circular-parent", place, format!("`{name}` is itself part of this topic"))
                    .hint("take one of the two `parent:` lines out"),
            ),
            None => {
                let near = crate::problem::nearest(name, groups.iter().map(|group| group.name.as_str()));
                problems.push(
                    Problem::error("unknown-topic", place, format!("there is no topic `{name}`"))
                        .hint_if(near.map(|near| format!("did you mean `{near}`?"))),
                );
            }
        }
    }
}

/// Whether `start` is `group` or lies below it.
fn is_within<P>(groups: &[Group<P>], start: u32, group: u32) -> bool {
    let mut at = Some(start);
    while let Some(id) = at {
        if id == group {
            return true;
        }
        at = groups[id as usize].parent;
    }
    false
}
