//! Everybody who is quoted in entries or who wrote them, with what they said and wrote.

use std::sync::Arc;

use crate::config::Config;
use crate::parse::PersonPage;

use super::group::{Gathered, Group, Kind, Origin, gather};
use super::{EntryId, Item};

/// Somebody who is quoted or who writes: both have one page under one name.
#[derive(Clone, Debug)]
pub struct Person {
    /// The name with its page; its entries are those that the person wrote or is quoted in.
    pub group: Group<PersonPage>,
    /// What the person wrote and said, newest entry first; within an entry in the order of its text.
    pub deeds: Vec<Deed>,
    /// How many of these are entries that the person wrote; the others are quotations.
    pub wrote: usize,
}

/// One thing that a person did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// The person's name is in the byline of this entry.
    Wrote(EntryId),
    /// The person is quoted in this entry: the position in its quotations.
    Said(EntryId, u32),
}

impl Deed {
    /// The entry in which it stands.
    pub fn entry(&self) -> EntryId {
        match self {
            Self::Wrote(entry) | Self::Said(entry, _) => *entry,
        }
    }
}

/// Gathers bylines and speakers: in an entry, the names of the byline, then one for each quotation.
pub(super) fn people(entries: &[Arc<Item>], pages: Vec<Arc<PersonPage>>, config: &Config) -> Gathered<PersonPage> {
    let kind = Kind {
        origin: |entry, position| match position < entry.byline.len() {
            true => Origin::item(&entry.path, "byline", position),
            // That of a quotation is somewhere in the text.
            false => Origin::file(&entry.path),
        },
        permalink: &config.permalinks.person,
        names: |entry, each| {
            let speakers = entry.text.quotations.iter().map(|quotation| &quotation.speaker);
            entry.byline.iter().chain(speakers).for_each(|name| each(name));
        },
        sorted: false,
    };
    gather(&kind, entries, pages, config)
}

/// What each of these people did in the entries, which have the positions of theirs.
pub(super) fn with_deeds(groups: Vec<Group<PersonPage>>, entries: &[Arc<Item>]) -> Vec<Person> {
    let person = |group| Person { group, deeds: Vec::new(), wrote: 0 };
    let mut people: Vec<Person> = groups.into_iter().map(person).collect();
    for (id, item) in (0..).zip(entries.iter()) {
        for &person in &item.bylines {
            let person = &mut people[person as usize];
            // Two spellings of one name in a byline are one person.
            if person.deeds.last() != Some(&Deed::Wrote(id)) {
                person.deeds.push(Deed::Wrote(id));
                person.wrote += 1;
            }
        }
        for (quotation, &person) in (0..).zip(&item.speakers) {
            people[person as usize].deeds.push(Deed::Said(id, quotation));
        }
    }
    people
}
