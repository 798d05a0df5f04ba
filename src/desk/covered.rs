//! Links that an edition before had already: readers came for what is new.
//!
//! A link counts as covered when it was the source of an entry, or when a text linked to it and it looks like one
//! story. Where the site has no editions, the entries of a day are one.

use rustc_hash::FxHashMap;

use super::Desk;
use crate::collate::Item;
use crate::parse::WebPage;
use crate::problem::{At, Place, Problem, Step};

/// Who covered a page last, and in which edition.
struct Covered<'a> {
    item: &'a Item,
    edition: usize,
}

pub(super) fn check(desk: &Desk<'_>, problems: &mut Vec<Problem>) {
    let mut covered: FxHashMap<WebPage, Covered<'_>> = FxHashMap::default();
    let mut edition = 0;
    let mut day = None;
    for item in desk.site.entries.iter().rev() {
        // Editions are numbered from the oldest; entries come in the order of their dates, and so do their editions.
        let of = item.edition.map_or_else(|| Err(item.entry.date.day()), Ok);
        if day.replace(of) != Some(of) {
            edition += 1;
        }
        for (place, page) in pages(item) {
            let last = covered.insert(page, Covered { item, edition });
            let Some(last) = last.filter(|last| last.edition != edition) else { continue };
            let recent = edition - last.edition <= desk.config.desk.editions_back;
            if recent && counts(place, last.item, item, page) {
                problems.push(again(item, place, last.item, edition - last.edition));
            }
        }
    }
}

/// Where in an entry an address stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Spot {
    Source(usize),
    Link(usize),
}

fn pages(item: &Item) -> impl Iterator<Item = (Spot, WebPage)> {
    let marks = &item.entry.marks;
    let sources = marks.sources.iter().enumerate().filter_map(|(at, page)| Some((Spot::Source(at), (*page)?)));
    let links = marks.links.iter().enumerate().filter_map(|(at, page)| Some((Spot::Link(at), (*page)?)));
    sources.chain(links)
}

/// Whether it is told here: a source that two entries have is told by `duplicate-entry`; sections and entries of one
/// running story may come back.
fn counts(spot: Spot, last: &Item, item: &Item, page: WebPage) -> bool {
    let both_sources = matches!(spot, Spot::Source(_)) && last.entry.marks.sources.contains(&Some(page));
    let one_story = item.entry.story.is_some() && item.entry.story == last.entry.story;
    page.story && !both_sources && !one_story && item.entry.language == last.entry.language
}

fn again(item: &Item, spot: Spot, last: &Item, back: usize) -> Problem {
    let at = match spot {
        Spot::Source(at) => At::Value(vec![Step::Key("source".into()), Step::Item(at), Step::Key("url".into())]),
        Spot::Link(at) => At::Bytes(item.entry.text.outward[at].span.clone()),
    };
    let when = if back == 1 { "in the edition before".to_owned() } else { format!("{back} editions ago") };
    let message = format!("`{}` covered this {when}", last.entry.path);
    Problem::warning("already-covered", Place::new(&item.entry.path, at), message)
        .related(Place::new(&last.entry.path, At::field("headline")), "covered here")
        .hint("link to that entry, or give both the same `story`")
}
