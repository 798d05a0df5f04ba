//! Entries that are there twice: from the same page of a source, or under nearly the same headline within a week.
//!
//! Headlines are compared by their words. Two can only be near each other when they share one of their rarest words, so
//! a table of rare words spares comparing all with all.

use std::collections::VecDeque;

use jiff::SignedDuration;
use rustc_hash::FxHashMap;

use super::Desk;
use crate::collate::{Item, Site};
use crate::parse::{Entry, HeadlineWord, WebPage};
use crate::problem::{At, Place, Problem, Step};

/// Within which time two entries that say the same are one entry twice.
const WINDOW: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The fewest words of a headline that can be compared with others.
const WORDS: usize = 4;

/// Entries of a site that are there twice.
#[derive(Clone, Debug, Default)]
pub struct Twins(Vec<Twin>);

#[derive(Clone, Debug)]
struct Twin {
    /// The later entry, by its position in [`Site::entries`].
    entry: usize,
    /// The earlier one.
    other: usize,
    /// The position of the source that both have; none where their headlines are alike.
    source: Option<usize>,
}

impl Twins {
    /// Finds them.
    pub fn of(site: &Site) -> Self {
        let oldest_first: Vec<&Item> = site.entries.iter().rev().map(|item| &**item).collect();
        let last = oldest_first.len().saturating_sub(1);
        let twin = |at: usize, other: usize, source| Twin { entry: last - at, other: last - other, source };
        let mut found = Vec::new();
        let by_source = by_source(&oldest_first).into_iter().map(|(at, other, source)| {
            found.push((at, other));
            twin(at, other, Some(source))
        });
        let mut twins: Vec<Twin> = by_source.collect();
        let by_headline = by_headline(&oldest_first).into_iter().filter(|pair| !found.contains(pair));
        twins.extend(by_headline.map(|(at, other)| twin(at, other, None)));
        Self(twins)
    }

    /// Whether an entry that stays in its place has the same twins as what it was before.
    pub fn are_compared_alike(before: &Entry, after: &Entry) -> bool {
        (&before.marks.headline, &before.marks.sources) == (&after.marks.headline, &after.marks.sources)
            && (before.date.instant(), &before.language, &before.story)
                == (after.date.instant(), &after.language, &after.story)
    }
}

pub(super) fn check(desk: &Desk<'_>, problems: &mut Vec<Problem>) {
    let entries = &desk.site.entries;
    problems.extend(desk.twins.0.iter().map(|twin| match (&entries[twin.entry], &entries[twin.other], twin.source) {
        (item, other, Some(source)) => same_source(item, other, source),
        (item, other, None) => same_headline(item, other),
    }));
}

/// Each entry that has the source of an earlier one, with that one and the position of the source.
fn by_source(items: &[&Item]) -> Vec<(usize, usize, usize)> {
    let mut seen: FxHashMap<WebPage, usize> = FxHashMap::default();
    let mut found = Vec::new();
    for (at, item) in items.iter().enumerate() {
        for (source, page) in item.entry.marks.sources.iter().enumerate() {
            let Some(page) = page else { continue };
            let Some(other) = seen.insert(*page, at).filter(|other| *other != at) else { continue };
            let close = page.story || is_close(items[other], item);
            if close && may_be_one(items[other], item) {
                found.push((at, other, source));
            }
        }
    }
    found
}

fn is_close(older: &Item, newer: &Item) -> bool {
    newer.entry.date.instant().duration_since(older.entry.date.instant()) <= WINDOW
}

/// Entries of one running story may come back to a source, and those in two languages are translations.
fn may_be_one(a: &Item, b: &Item) -> bool {
    a.entry.language == b.entry.language && (a.entry.story.is_none() || a.entry.story != b.entry.story)
}

/// Each entry whose headline is nearly that of one of the week before, with that one.
fn by_headline(items: &[&Item]) -> Vec<(usize, usize)> {
    // Each headline is looked at again and again: its words are found here without asking its entry.
    let headlines: Vec<&[HeadlineWord]> = items.iter().map(|item| &*item.entry.marks.headline).collect();
    let mut counts: FxHashMap<HeadlineWord, u32> = FxHashMap::default();
    headlines.iter().copied().flatten().for_each(|word| *counts.entry(*word).or_default() += 1);
    // Those of the week, the oldest first.
    let mut recent: FxHashMap<HeadlineWord, VecDeque<usize>> = FxHashMap::default();
    let mut found = Vec::new();
    for (at, &words) in headlines.iter().enumerate().filter(|(_, words)| words.len() >= WORDS) {
        let mut nearest: Option<usize> = None;
        for word in rarest(words, &counts) {
            let entries = recent.entry(word).or_default();
            while entries.front().is_some_and(|&other| !is_close(items[other], items[at])) {
                entries.pop_front();
            }
            let is_near = |other: &usize| are_near(headlines[*other], words) && may_be_one(items[*other], items[at]);
            nearest = nearest.max(entries.iter().rev().copied().find(is_near));
            entries.push_back(at);
        }
        found.extend(nearest.map(|other| (at, other)));
    }
    found
}

/// The rarest words of a headline: so many that a headline near it cannot lack them all. A fifth may differ.
fn rarest(words: &[HeadlineWord], counts: &FxHashMap<HeadlineWord, u32>) -> Vec<HeadlineWord> {
    let mut sorted = words.to_vec();
    sorted.sort_by_key(|word| (counts.get(word).copied().unwrap_or_default(), *word));
    sorted.truncate(words.len() - (words.len() * 4).div_ceil(5) + 1);
    sorted
}

/// Whether two headlines share more than four fifths of their words, and all their numbers.
fn are_near(a: &[HeadlineWord], b: &[HeadlineWord]) -> bool {
    let (longer, shorter) = if a.len() < b.len() { (b, a) } else { (a, b) };
    // Even if all words of the one were in the other.
    if shorter.len() * 5 <= longer.len() * 4 {
        return false;
    }
    let shared = shorter.iter().filter(|word| longer.binary_search(word).is_ok()).count();
    let all = a.len() + b.len() - shared;
    shared * 5 > all * 4 && numbers(a).eq(numbers(b))
}

fn numbers(words: &[HeadlineWord]) -> impl Iterator<Item = &HeadlineWord> {
    words.iter().filter(|word| word.number)
}

fn same_source(item: &Item, other: &Item, source: usize) -> Problem {
    let steps = vec![Step::Key("source".to_owned()), Step::Item(source), Step::Key("url".to_owned())];
    let place = Place::new(&item.entry.path, At::Value(steps));
    let message = format!("`{}` is from the same page of this source", other.entry.path);
    with_other(Problem::warning("duplicate-entry", place, message), other)
}

fn same_headline(item: &Item, other: &Item) -> Problem {
    let place = Place::new(&item.entry.path, At::field("headline"));
    let message = format!("`{}` has nearly the same headline", other.entry.path);
    with_other(Problem::warning("duplicate-entry", place, message), other)
}

fn with_other(problem: Problem, other: &Item) -> Problem {
    problem
        .related(Place::new(&other.entry.path, At::field("headline")), "the earlier entry")
        .hint("delete one of the two, or give both the same `story` if the one goes on where the other ended")
}
