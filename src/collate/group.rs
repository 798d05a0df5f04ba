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
    /// A file that names it, for messages.
    pub named_in: Place,
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
    pub at: fn(&Entry, usize) -> At,
    /// The pattern of its addresses.
    pub permalink: &'a str,
    /// The names in an entry.
    pub names: fn(&Entry) -> Vec<&str>,
    /// Notes in an entry the position of the group of each of its names.
    pub assign: fn(&mut Item, Vec<u32>),
}

/// Gathers entries by topic and notes in each entry the positions of its topics.
pub(super) fn topics(
    entries: &mut [Item],
    pages: Vec<Arc<TopicPage>>,
    config: &Config,
    problems: &mut Vec<Problem>,
) -> Vec<Group<TopicPage>> {
    let kind = Kind {
        at: |_, position| At::item("topics", position),
        permalink: &config.permalinks.topic,
        names: |entry| entry.topics.iter().map(String::as_str).collect(),
        assign: |item, ids| item.topics = without_repeats(ids),
    };
    gather(&kind, entries, pages, config, problems)
}

/// Gathers entries by source and notes in each entry the positions of its sources.
pub(super) fn sources(
    entries: &mut [Item],
    pages: Vec<Arc<SourcePage>>,
    config: &Config,
    problems: &mut Vec<Problem>,
) -> Vec<Group<SourcePage>> {
    let kind = Kind {
        at: |_, position| At::item("source", position),
        permalink: &config.permalinks.source,
        names: |entry| entry.sources.iter().map(|source| source.name.as_str()).collect(),
        assign: |item, ids| item.sources = ids,
    };
    gather(&kind, entries, pages, config, problems)
}

fn without_repeats(ids: Vec<u32>) -> Vec<u32> {
    let mut seen = Vec::with_capacity(ids.len());
    for id in ids {
        if !seen.contains(&id) {
            seen.push(id);
        }
    }
    seen
}

/// Gathers entries by the names in them, merged with the pages for those names.
pub(super) fn gather<P: Named>(
    kind: &Kind<'_>,
    entries: &mut [Item],
    pages: Vec<Arc<P>>,
    config: &Config,
    problems: &mut Vec<Problem>,
) -> Vec<Group<P>> {
    let mut by_name: FxHashMap<String, u32> = FxHashMap::default();
    let mut groups = of_pages(kind, pages, &mut by_name, config, problems);
    let mut members: Vec<Vec<u32>> = vec![Vec::new(); entries.len()];
    // From the oldest, so that a name's first spelling stays its name when later entries spell it otherwise.
    for (index, item) in entries.iter().enumerate().rev() {
        for (position, name) in (kind.names)(&item.entry).into_iter().enumerate() {
            let id = *by_name.entry(fold(name)).or_insert_with(|| {
                let place = Place::new(&item.entry.path, (kind.at)(&item.entry, position));
                groups.push(group(kind, name, place, config));
                groups.len() as u32 - 1
            });
            members[index].push(id);
        }
    }
    let rank = sort_by_name(&mut groups, &config.language);
    find_parents(&mut groups, &by_name, &rank, problems);
    for (id, (item, ids)) in (0..).zip(entries.iter_mut().zip(members)) {
        let ids: Vec<u32> = ids.into_iter().map(|old| rank[old as usize]).collect();
        for &group in &ids {
            let entries = &mut groups[group as usize].entries;
            if entries.last() != Some(&id) {
                entries.push(id);
            }
        }
        (kind.assign)(item, ids);
    }
    groups
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
        let mut group = group_at(kind, name, &slug, Place::new(path, At::field("name")), config);
        group.page = Some(page);
        groups.push(group);
    }
    groups
}

fn name_taken<P>(name: &str, place: Place, other: &Group<P>) -> Problem {
    let problem = Problem::error("name-taken", place, format!("`{name}` already names `{}`", other.name));
    let problem = problem.related(other.named_in.clone(), "named here first");
    problem.hint("let one page alone have this name or alias")
}

fn group<P>(kind: &Kind<'_>, name: &str, named_in: Place, config: &Config) -> Group<P> {
    group_at(kind, name, &slugify(name, config.slugs), named_in, config)
}

fn group_at<P>(kind: &Kind<'_>, name: &str, slug: &str, named_in: Place, config: &Config) -> Group<P> {
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
    let locale: Locale = language.parse().unwrap_or(Locale::UNKNOWN);
    let collator = Collator::try_new((&locale).into(), Default::default()).ok();
    let mut order: Vec<usize> = (0..groups.len()).collect();
    order.sort_by(|&a, &b| {
        let (a, b) = (&groups[a].name, &groups[b].name);
        collator.as_ref().map_or(std::cmp::Ordering::Equal, |collator| collator.compare(a, b)).then_with(|| a.cmp(b))
    });
    let mut rank = vec![0; groups.len()];
    for (new, &old) in (0..).zip(&order) {
        rank[old] = new;
    }
    let mut taken: Vec<Option<Group<P>>> = std::mem::take(groups).into_iter().map(Some).collect();
    groups.extend(order.into_iter().filter_map(|old| taken[old].take()));
    rank
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
