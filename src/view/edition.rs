//! Editions: the index, the page of each, what an entry says of its own, and the feed.

use std::ops::Range;
use std::sync::OnceLock;

use serde::Serialize;

use crate::collate::{Address, EDITIONS, Edition, EntryId, Item};
use crate::parse::Extra;

use super::card::{CardOf, Shared};
use super::content::Content;
use super::entry::minutes;
use super::page::PageView;
use super::pages::{Slice, page_of};
use super::text::{TextView, text};
use super::{Context, View};

/// An edition as other pages name it.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
pub struct EditionLink {
    /// Its number: 1 for the oldest.
    pub number: u32,
    /// Its address from the host's root.
    pub url: String,
    /// Its title, or its day or week in words.
    pub title: String,
}

/// An edition in the index, under the names that [`EditionView`] has too.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
pub struct EditionCard<'a> {
    /// Its number: 1 for the oldest.
    pub number: u32,
    /// Its address from the host's root.
    pub url: String,
    /// Its title, or its day or week in words.
    pub title: &'a str,
    /// For `<time datetime>`: `2017-04-12` or, of a week, `2017-W15`.
    pub iso: &'a str,
    /// The day in words, or the first and the last of the week.
    pub days: String,
    /// Whether `title` is what an editor wrote, and says something else than `days`.
    pub named: bool,
    /// A summary.
    pub standfirst: Option<&'a str>,
    /// How many entries it has.
    pub count: usize,
    /// In a preview, how many of them are not public; none where all are.
    pub held: Option<usize>,
    /// The entry that stands first.
    #[schemars(with = "super::card::Card<'a>")]
    pub first: CardOf<'a>,
}

/// An edition on its own page, under the name `edition` in `edition.html`.
#[derive(Serialize, schemars::JsonSchema)]
pub struct EditionView<'a> {
    /// The edition itself; for structured data, not for templates.
    #[serde(skip)]
    pub edition: &'a Edition,
    /// Its number: 1 for the oldest.
    pub number: u32,
    /// Its address from the host's root.
    pub url: String,
    /// Its title, or its day or week in words.
    pub title: &'a str,
    /// For `<time datetime>`: `2017-04-12` or, of a week, `2017-W15`.
    pub iso: &'a str,
    /// The day in words, or the first and the last of the week.
    pub days: String,
    /// Whether `title` is what an editor wrote, and says something else than `days`.
    pub named: bool,
    /// A summary.
    pub standfirst: Option<&'a str>,
    /// Its entries in their order.
    #[schemars(with = "Vec<super::card::Card<'a>>")]
    pub entries: Vec<CardOf<'a>>,
    /// The same with what a brief says of each.
    pub briefs: Vec<Brief<'a>>,
    /// The minutes that reading all of it takes.
    pub minutes: u32,
    /// The next newer edition.
    pub newer: Option<&'a EditionLink>,
    /// The next older edition.
    pub older: Option<&'a EditionLink>,
    /// What the front matter of its page has under `extra`.
    pub extra: Option<&'a Extra>,
}

/// An entry as a brief shows it.
#[derive(Serialize, schemars::JsonSchema)]
pub struct Brief<'a> {
    /// The entry.
    #[schemars(with = "super::card::Card<'a>")]
    pub entry: CardOf<'a>,
    /// Its first paragraph as plain text; empty where it has none.
    pub lede: &'a str,
    /// Its at-a-glance bullets.
    pub key_points: &'a [String],
}

/// What is made once of each edition, in the order of [`crate::collate::Site::editions`].
#[derive(Debug)]
pub(super) struct Editions {
    links: Vec<OnceLock<EditionLink>>,
    cards: Vec<OnceLock<Shared>>,
}

impl Editions {
    /// Room for so many editions: each is made when it is first asked for.
    pub(super) fn new(editions: usize) -> Self {
        let room = || (0..editions).map(|_| ());
        Self { links: room().map(|()| OnceLock::new()).collect(), cards: room().map(|()| OnceLock::new()).collect() }
    }
}

impl<'a> Context<'a> {
    /// How other pages name the edition at a position.
    pub(super) fn edition_link(&self, position: usize) -> &EditionLink {
        self.editions.links[position].get_or_init(|| self.make_edition_link(&self.site.editions[position]))
    }

    /// Editions as lists show them, newest first.
    pub(super) fn edition_cards(&self, positions: Range<usize>) -> Vec<&Shared> {
        let card = |position: usize| {
            let make = || Shared::new(&self.edition_card(&self.site.editions[position], self.edition_link(position)));
            self.editions.cards[position].get_or_init(make)
        };
        positions.map(card).collect()
    }

    /// A page of the index of editions.
    pub fn editions(&'a self, slice: &Slice) -> View<'a> {
        let home = Address::new(EDITIONS);
        let list = self.list_of_others(&home, slice);
        let page = PageView { feeds: self.edition_feeds(), ..self.list_head("editions", &home, slice) };
        let cards = self.edition_cards(slice.range.clone());
        View { template: "editions.html", page, content: Content::Editions(cards, list) }
    }

    /// The page of an edition, by its position in [`crate::collate::Site::editions`].
    pub fn edition(&'a self, position: usize) -> View<'a> {
        let edition = &self.site.editions[position];
        let link = self.edition_link(position);
        let written = edition.page.as_deref();
        let view = EditionView {
            edition,
            number: edition.number,
            url: link.url.clone(),
            title: &link.title,
            iso: &edition.name,
            days: self.days(edition),
            named: written.is_some_and(|page| page.title.is_some()),
            standfirst: written.and_then(|page| page.standfirst.as_deref()),
            entries: edition.entries.iter().map(|&id| self.card(id)).collect(),
            briefs: edition.entries.iter().map(|&id| self.brief(id)).collect(),
            minutes: edition.entries.iter().map(|&id| minutes(self.site.entries[id as usize].entry.text.words)).sum(),
            newer: position.checked_sub(1).map(|newer| self.edition_link(newer)),
            older: (position + 1 < self.site.editions.len()).then(|| self.edition_link(position + 1)),
            extra: written.map(|page| &page.extra),
        };
        let page = PageView {
            title: Some(link.title.clone()),
            description: view.standfirst.or_else(|| Some(self.first_headline(edition))),
            feeds: self.edition_feeds(),
            ..self.head("edition", &edition.address)
        };
        View { template: "edition.html", page, content: Content::Edition(view, self.introduction(edition)) }
    }

    /// What an editor wrote to introduce an edition.
    pub(super) fn introduction(&self, edition: &'a Edition) -> Option<TextView<'a>> {
        edition.page.as_ref().map(|page| text(self, &page.text, page.digest, &edition.resolved))
    }

    fn brief(&'a self, id: EntryId) -> Brief<'a> {
        let entry = &self.site.entries[id as usize].entry;
        Brief { entry: self.card(id), lede: &entry.text.lede, key_points: &entry.key_points }
    }

    /// The edition that an entry is in.
    pub(super) fn edition_of(&'a self, item: &Item) -> Option<&'a EditionLink> {
        item.edition.map(|position| self.edition_link(position as usize))
    }

    fn make_edition_link(&self, edition: &Edition) -> EditionLink {
        let title = edition.page.as_ref().and_then(|page| page.title.clone());
        EditionLink {
            number: edition.number,
            url: edition.address.href(&self.base_path),
            title: title.unwrap_or_else(|| self.days(edition)),
        }
    }

    fn edition_card<'b>(&'b self, edition: &'b Edition, link: &'b EditionLink) -> EditionCard<'b> {
        let page = edition.page.as_deref();
        EditionCard {
            number: edition.number,
            url: link.url.clone(),
            title: &link.title,
            iso: &edition.name,
            days: self.days(edition),
            named: page.is_some_and(|page| page.title.is_some()),
            standfirst: page.and_then(|page| page.standfirst.as_deref()),
            count: edition.entries.len(),
            held: self.held(&edition.entries),
            first: self.card(edition.entries[0]),
        }
    }

    pub(super) fn first_headline<'b>(&'b self, edition: &Edition) -> &'b str {
        &self.site.entries[edition.entries[0] as usize].entry.headline
    }

    /// The day in words, or the first and the last of the week.
    pub(super) fn days(&self, edition: &Edition) -> String {
        let long = |day| self.dates.long(day, &self.config.language);
        if edition.first == edition.last {
            long(edition.first)
        } else {
            span(&long(edition.first), &long(edition.last))
        }
    }
}

/// `23 November 2026` and `29 November 2026` → `23–29 November 2026`: where two days differ in their first number alone,
/// as they do in languages that name the day first, the rest is said once.
fn span(first: &str, last: &str) -> String {
    let digits = |text: &str| text.find(|c: char| !c.is_numeric()).unwrap_or(text.len());
    let (day, rest) = first.split_at(digits(first));
    match last.split_at(digits(last)) {
        (other, same) if same == rest && !day.is_empty() => format!("{day}–{other}{rest}"),
        _ => format!("{first} – {last}"),
    }
}

/// The address of a page of the index of editions.
pub fn editions_address(slice: &Slice) -> Address {
    let home = Address::new(EDITIONS);
    if slice.first { home } else { page_of(&home, slice.number) }
}
