//! The fields of an entry: what a reader is owed, and what cannot be meant.

use std::collections::BTreeSet;

use super::placeholder;
use crate::address;
use crate::config::Desk;
use crate::parse::Entry;
use crate::problem::{At, Place, Problem, Step};

/// Reads the fields of an entry that is not withdrawn; `whole` is the place for what is missing.
pub(in crate::parse) fn check(entry: &Entry, whole: &At, desk: &Desk) -> Vec<Problem> {
    if entry.withdrawn.is_some() {
        return Vec::new();
    }
    let whole = || Place::new(&entry.path, whole.clone());
    let mut problems = Vec::new();
    problems.extend(source(entry, whole));
    if entry.standfirst.is_none() && desk.checks("missing-standfirst") {
        problems.push(missing_standfirst(whole()));
    }
    if entry.byline.is_empty() && desk.checks("missing-byline") {
        problems.push(missing_byline(whole()));
    }
    problems.extend(headline(entry, desk));
    problems.extend(tracking(entry));
    problems.extend(placeholders(entry, desk));
    problems
}

/// Whom the entry is curated from, and how a reader gets there: by the address of a source, or by a link in the text.
fn source(entry: &Entry, whole: impl Fn() -> Place) -> Option<Problem> {
    if entry.sources.is_empty() {
        let problem = Problem::warning("missing-source", whole(), "this entry does not say whom it is curated from");
        return Some(problem.hint("write `source:` with the `name` of the publisher and the `url` of the story"));
    }
    let text = &entry.text;
    let leads_there = entry.sources.iter().any(|source| source.url.is_some() || source.archive.is_some())
        || !text.outward.is_empty()
        || text.quotations.iter().any(|quotation| quotation.cite.is_some());
    if leads_there {
        return None;
    }
    let place = Place::new(&entry.path, At::item("source", 0));
    let message = format!("nothing here leads a reader to the source, `{}`", entry.sources[0].name);
    Some(Problem::warning("source-without-url", place, message).hint("add the `url` of the story to `source`"))
}

fn missing_standfirst(place: Place) -> Problem {
    Problem::warning("missing-standfirst", place, "this entry has no standfirst")
        .hint("write `standfirst: …`: one or two sentences that stand under the headline and in lists")
}

fn missing_byline(place: Place) -> Problem {
    Problem::warning("missing-byline", place, "this entry does not say who wrote or curated it")
        .hint("write `byline: …`, the name of a person or of a desk")
}

fn headline(entry: &Entry, desk: &Desk) -> Option<Problem> {
    let length = entry.headline.chars().count();
    let most = desk.headline_length;
    (length > most).then(|| {
        let place = Place::new(&entry.path, At::field("headline"));
        Problem::warning(
            "long-headline",
            place,
            format!("this headline has {length} characters, and {most} are the most"),
        )
        .hint("say the one thing that matters; the rest is for the standfirst")
    })
}

/// Addresses of sources that say by which campaign a reader came.
fn tracking(entry: &Entry) -> impl Iterator<Item = Problem> {
    entry.sources.iter().enumerate().filter_map(|(at, source)| {
        let url = source.url.as_deref()?;
        followed(url, || Place::new(&entry.path, At::Value(in_list("source", at, "url"))))
    })
}

/// An address that says by which campaign a reader came.
pub(in crate::parse) fn followed(url: &str, place: impl FnOnce() -> Place) -> Option<Problem> {
    let parameters: Vec<&str> = address::tracking(url).collect();
    let message = match &*parameters {
        [] => return None,
        [one] => format!("`{one}` in this address follows the reader"),
        several => format!("`{}` in this address follow the reader", several.join("`, `")),
    };
    let problem = Problem::warning("tracking-parameters", place(), message);
    Some(problem.hint(format!("write `{}`", address::without_tracking(url))))
}

/// Words to come in the fields that readers see.
fn placeholders(entry: &Entry, desk: &Desk) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut look = |text: &str, at: &dyn Fn() -> At| {
        // Their place is the whole field, which names each of them once.
        let words: BTreeSet<&str> =
            placeholder::all(text, &desk.placeholders).into_iter().map(|at| &text[at]).collect();
        problems.extend(words.into_iter().map(|words| placeholder::problem(words, Place::new(&entry.path, at()))));
    };
    look(&entry.headline, &|| At::field("headline"));
    for (key, text) in [("standfirst", &entry.standfirst), ("kicker", &entry.kicker), ("dateline", &entry.dateline)] {
        look(text.as_deref().unwrap_or_default(), &|| At::field(key));
    }
    for (key, list) in [("byline", &entry.byline), ("topics", &entry.topics), ("key_points", &entry.key_points)] {
        list.iter().enumerate().for_each(|(at, text)| look(text, &|| At::item(key, at)));
    }
    for (at, source) in entry.sources.iter().enumerate() {
        look(&source.name, &|| At::item("source", at));
    }
    for (at, photo) in entry.photos.iter().enumerate() {
        for (key, text) in [("alt", &photo.alt), ("caption", &photo.caption), ("credit", &photo.credit)] {
            look(text.as_deref().unwrap_or_default(), &|| At::Value(in_list("photo", at, key)));
        }
    }
    for (at, correction) in entry.corrections.iter().enumerate() {
        look(&correction.note, &|| At::Value(in_list("corrections", at, "note")));
    }
    problems
}

/// The way to a key of an item of a list.
fn in_list(list: &str, at: usize, key: &str) -> Vec<Step> {
    vec![Step::Key(list.to_owned()), Step::Item(at), Step::Key(key.to_owned())]
}
