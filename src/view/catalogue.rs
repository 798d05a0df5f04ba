//! The site's entries and lists, arranged so that questions of templates are answered from them. It stands by itself:
//! functions of templates outlive what they were made from.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::collate::{Deed, EntryId, Group, Person};
use crate::parse::TopicPage;
use crate::slug::fold;

use super::Context;
use super::card::Shared;
use super::question::{Choice, Listing, Names, Question};

/// What questions are answered from. Only what the site lists is in it: nothing that is held back or withdrawn.
#[derive(Default)]
pub struct Catalogue {
    /// A card for each entry, newest first.
    entries: Vec<Shared>,
    /// The year of each entry.
    years: Vec<i16>,
    groups: Vec<(Names, Groups)>,
    lists: Vec<(Listing, Shared)>,
}

/// Entries by the names of one kind.
#[derive(Default)]
struct Groups {
    /// Names as readers see them, for "did you mean".
    names: Vec<String>,
    /// Names and aliases in the form in which two of them are one.
    by_name: FxHashMap<String, u32>,
    /// The entries of each, newest first.
    entries: Vec<Vec<EntryId>>,
}

impl Groups {
    fn add(&mut self, name: &str, aliases: &[String], entries: Vec<EntryId>) {
        let position = self.entries.len() as u32;
        for name in std::iter::once(name).chain(aliases.iter().map(String::as_str)) {
            self.by_name.entry(fold(name)).or_insert(position);
        }
        self.names.push(name.to_owned());
        self.entries.push(entries);
    }

    fn get(&self, name: &str) -> Option<&[EntryId]> {
        self.by_name.get(&fold(name)).map(|&position| self.entries[position as usize].as_slice())
    }
}

impl Catalogue {
    /// Arranges what templates ask for: of `entries` nothing where none asks for entries, and no other list than these.
    pub fn new(context: &Context<'_>, entries: bool, listings: &[Listing]) -> Self {
        let lists = listings.iter().map(|&listing| (listing, context.listing(listing))).collect();
        if !entries {
            return Self { entries: Vec::new(), years: Vec::new(), groups: Vec::new(), lists };
        }
        Self {
            entries: context.all.par_iter().map(|&id| context.card(id).share()).collect(),
            years: context.site.entries.iter().map(|item| item.entry.date.day().year()).collect(),
            groups: Names::ALL.iter().map(|&names| (names, groups(context, names))).collect(),
            lists,
        }
    }

    /// The answer to a question: a list; none for a list that was not arranged.
    pub fn answer(&self, question: &Question) -> Option<Shared> {
        match question {
            Question::Entries(choice) => Some(Shared::new(&self.choose(choice))),
            Question::All(wanted) => {
                self.lists.iter().find(|(listing, _)| listing == wanted).map(|(_, list)| list.clone())
            }
        }
    }

    /// Whether there is such a name.
    pub fn knows(&self, names: Names, name: &str) -> bool {
        self.of(names).is_some_and(|groups| groups.get(name).is_some())
    }

    /// Every name of a kind as readers see it.
    pub fn names(&self, names: Names) -> impl Iterator<Item = &str> {
        self.of(names).into_iter().flat_map(|groups| groups.names.iter().map(String::as_str))
    }

    fn of(&self, names: Names) -> Option<&Groups> {
        self.groups.iter().find(|(kind, _)| *kind == names).map(|(_, groups)| groups)
    }

    /// The newest entries that have every property.
    fn choose(&self, choice: &Choice) -> Vec<&Shared> {
        let named = |(names, name): &(Names, String)| self.of(*names).and_then(|groups| groups.get(name));
        let Some(mut lists) = choice.names.iter().map(named).collect::<Option<Vec<_>>>() else { return Vec::new() };
        lists.sort_by_key(|list| list.len());
        let fits = |id: &EntryId| {
            let in_year = choice.year.is_none_or(|year| self.years[*id as usize] == year);
            in_year && lists.iter().skip(1).all(|list| list.binary_search(id).is_ok())
        };
        let card = |id: EntryId| &self.entries[id as usize];
        match lists.first() {
            Some(shortest) => shortest.iter().copied().filter(fits).take(choice.limit).map(card).collect(),
            None => (0..).take(self.entries.len()).filter(fits).take(choice.limit).map(card).collect(),
        }
    }
}

fn groups(context: &Context<'_>, names: Names) -> Groups {
    let site = context.site;
    let mut groups = Groups::default();
    match names {
        Names::Topic => all(&mut groups, &site.topics, topic_aliases),
        Names::Within => {
            for (id, topic) in site.topics.iter().enumerate() {
                let aliases = topic.page.as_deref().map_or(&[][..], topic_aliases);
                groups.add(&topic.name, aliases, within(&site.topics, id as u32));
            }
        }
        Names::Source => all(&mut groups, &site.sources, |page| &page.aliases),
        Names::Story => all(&mut groups, &site.stories, |page| match *page {}),
        Names::Speaker => {
            for person in context.people_by_name().filter(|person| person.deeds.len() > person.wrote) {
                let aliases = person.group.page.as_ref().map_or(&[][..], |page| &page.aliases);
                groups.add(&person.group.name, aliases, said_in(person));
            }
        }
    }
    groups
}

fn all<P>(groups: &mut Groups, of: &[Group<P>], aliases: fn(&P) -> &[String]) {
    for group in of {
        groups.add(&group.name, group.page.as_deref().map_or(&[][..], aliases), group.entries.clone());
    }
}

fn topic_aliases(page: &TopicPage) -> &[String] {
    &page.aliases
}

/// The entries of a topic and of all that are part of it, each once, newest first.
fn within(topics: &[Group<TopicPage>], id: u32) -> Vec<EntryId> {
    let mut family = vec![id];
    let mut at = 0;
    while let Some(&id) = family.get(at) {
        let children = topics[id as usize].children.iter().filter(|child| !family.contains(child));
        family.extend(children.copied().collect::<Vec<_>>());
        at += 1;
    }
    let mut entries: Vec<EntryId> = family.iter().flat_map(|&id| &topics[id as usize].entries).copied().collect();
    entries.sort_unstable();
    entries.dedup();
    entries
}

/// The entries in which somebody is quoted, each once, newest first.
fn said_in(person: &Person) -> Vec<EntryId> {
    let said = |deed: &Deed| matches!(deed, Deed::Said(..)).then(|| deed.entry());
    let mut entries: Vec<EntryId> = person.deeds.iter().filter_map(said).collect();
    entries.dedup();
    entries
}

impl Context<'_> {
    /// A whole list, as the page that is its index has it.
    fn listing(&self, listing: Listing) -> Shared {
        let site = self.site;
        match listing {
            Listing::Topics => Shared::new(&site.topics.iter().map(|group| self.topic_view(group)).collect::<Vec<_>>()),
            Listing::Sources => {
                Shared::new(&site.sources.iter().map(|group| self.source_view(group)).collect::<Vec<_>>())
            }
            Listing::People => {
                Shared::new(&self.people_by_name().map(|person| self.person_view(person)).collect::<Vec<_>>())
            }
            Listing::Stories => {
                Shared::new(&site.stories.iter().map(|group| self.group_view(group)).collect::<Vec<_>>())
            }
            Listing::Editions => Shared::new(&self.edition_cards(0..site.editions.len())),
        }
    }
}
