//! Finds for an entry those that share its topics and lie near it in time, when its page asks.
//!
//! Only the nearest few of each topic are weighed, so that a new entry changes what a handful of others name, and the
//! cost grows with the number of entries alone.

use super::{EntryId, Item, Site};

/// How many entries of a topic are weighed on each side of an entry.
const REACH: usize = 5;

/// Up to `count` entries that are related to a listed entry, the closest first.
pub fn related(site: &Site, id: EntryId, count: usize) -> Vec<EntryId> {
    let item = &site.entries[id as usize];
    let mut found: Vec<(EntryId, f32)> = Vec::with_capacity(2 * REACH * item.topics.len());
    for &topic in if count == 0 { &[][..] } else { &item.topics } {
        let entries = &site.topics[topic as usize].entries;
        let weight = rarity(entries.len());
        // Newest first, and so sorted by position.
        let Ok(position) = entries.binary_search(&id) else { continue };
        let start = position.saturating_sub(REACH);
        let end = (position + REACH + 1).min(entries.len());
        for &other in entries[start..end].iter().filter(|&&other| other != id) {
            match found.iter_mut().find(|(seen, _)| *seen == other) {
                Some((_, score)) => *score += weight,
                None => found.push((other, weight + same_story(item, &site.entries[other as usize]))),
            }
        }
    }
    found.sort_unstable_by(|a, b| {
        let far = |entry: EntryId| entry.abs_diff(id);
        b.1.total_cmp(&a.1).then_with(|| far(a.0).cmp(&far(b.0))).then_with(|| a.0.cmp(&b.0))
    });
    found.truncate(count);
    found.into_iter().map(|(entry, _)| entry).collect()
}

/// A topic on few entries says more than one on many.
fn rarity(entries: usize) -> f32 {
    1.0 / (entries as f32 + 2.0).ln()
}

fn same_story(a: &Item, b: &Item) -> f32 {
    if a.entry.story.is_some() && a.entry.story == b.entry.story { 1.0 } else { 0.0 }
}
