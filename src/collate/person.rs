//! Everybody who is quoted in entries or who wrote them, with what they said and wrote.

use std::sync::Arc;

use crate::config::Config;
use crate::parse::{Entry, PersonPage};
use crate::problem::{At, Problem};

use super::group::{Group, Kind, gather};
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

/// Gathers bylines and speakers, and notes in each entry the positions of its people.
pub(super) fn people(
    entries: &mut [Item],
    pages: Vec<Arc<PersonPage>>,
    config: &Config,
    problems: &mut Vec<Problem>,
) -> Vec<Person> {
    let kind = Kind { at, permalink: &config.permalinks.person, names, assign };
    let groups = gather(&kind, entries, pages, config, problems);
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

/// The names of the byline, then a name for each quotation.
fn names(entry: &Entry) -> Vec<&str> {
    let speakers = entry.text.quotations.iter().map(|quotation| quotation.speaker.as_str());
    entry.byline.iter().map(String::as_str).chain(speakers).collect()
}

/// A name of the byline has its place; that of a quotation is somewhere in the text.
fn at(entry: &Entry, position: usize) -> At {
    if position < entry.byline.len() { At::item("byline", position) } else { At::File }
}

fn assign(item: &mut Item, mut ids: Vec<u32>) {
    item.speakers = ids.split_off(item.entry.byline.len());
    item.bylines = ids;
}
