//! Entries that are there twice: from the same page of a source, or under nearly the same headline within a week.
//!
//! Headlines are compared by their words. Two can only be near each other when they share one of their rarest words, so
//! a table of rare words spares comparing all with all.

use jiff::SignedDuration;
use rustc_hash::FxHashMap;

use super::Desk;
use crate::collate::Item;
use crate::parse::{HeadlineWord, WebPage};
use crate::problem::{At, Place, Problem, Step};

/// Within which time two entries that say the same are one entry twice.
const WINDOW: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The fewest words of a headline that can be compared with others.
const WORDS: usize = 4;

pub(super) fn check(desk: &Desk<'_>, problems: &mut Vec<Problem>) {
    let oldest_first: Vec<&Item> = desk.site.entries.iter().rev().collect();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (item, other, source) in by_source(&oldest_first) {
        found.push((item, other));
        problems.push(same_source(oldest_first[item], oldest_first[other], source));
    }
    for (item, other) in by_headline(&oldest_first) {
        if !found.contains(&(item, other)) {
            problems.push(same_headline(oldest_first[item], oldest_first[other]));
        }
    }
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
    let mut counts: FxHashMap<HeadlineWord, u32> = FxHashMap::default();
    items.iter().flat_map(|item| &item.entry.marks.headline).for_each(|word| *counts.entry(*word).or_default() += 1);
    let mut recent: FxHashMap<HeadlineWord, Vec<usize>> = FxHashMap::default();
    let mut found = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let words = &item.entry.marks.headline;
        if words.len() < WORDS {
            continue;
        }
        let mut nearest: Option<usize> = None;
        for word in rarest(words, &counts) {
            let entries = recent.entry(word).or_default();
            entries.retain(|&other| is_close(items[other], item));
            let near = |other: &&usize| {
                may_be_one(items[**other], item) && are_near(&items[**other].entry.marks.headline, words)
            };
            nearest = nearest.max(entries.iter().filter(near).max().copied());
            entries.push(at);
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
    let shared = a.iter().filter(|word| b.binary_search(word).is_ok()).count();
    let all = a.len() + b.len() - shared;
    let numbers = |words: &[HeadlineWord]| words.iter().filter(|word| word.number).copied().collect::<Vec<_>>();
    shared * 5 > all * 4 && numbers(a) == numbers(b)
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
