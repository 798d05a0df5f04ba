//! Finds for each entry those that share its topics and lie near it in time.
//!
//! Only the nearest few of each topic are weighed, so that a new entry changes what a handful of others name, and the
//! cost grows with the number of entries alone.

use rayon::prelude::*;

use super::{EntryId, Item, Site};

/// How many entries of a topic are weighed on each side of an entry.
const REACH: usize = 5;

/// Notes in each entry up to `count` related ones.
pub(super) fn find(site: &mut Site, count: usize) {
    if count == 0 {
        return;
    }
    let positions = positions(site);
    let related: Vec<Vec<EntryId>> =
        (0..site.entries.len()).into_par_iter().map(|id| nearest(site, &positions, id, count)).collect();
    for (item, related) in site.entries.iter_mut().zip(related) {
        item.related = related;
    }
}

/// For each entry and each of its topics, where it stands in that topic's list.
fn positions(site: &Site) -> Vec<Vec<u32>> {
    let mut positions: Vec<Vec<u32>> = site.entries.iter().map(|item| vec![0; item.topics.len()]).collect();
    for (topic, group) in (0..).zip(&site.topics) {
        for (position, &entry) in (0..).zip(&group.entries) {
            let topics = &site.entries[entry as usize].topics;
            if let Some(slot) = topics.iter().position(|&id| id == topic) {
                positions[entry as usize][slot] = position;
            }
        }
    }
    positions
}

fn nearest(site: &Site, positions: &[Vec<u32>], id: usize, count: usize) -> Vec<EntryId> {
    let item = &site.entries[id];
    let mut found: Vec<(EntryId, f32)> = Vec::new();
    for (&topic, &position) in item.topics.iter().zip(&positions[id]) {
        let entries = &site.topics[topic as usize].entries;
        let weight = rarity(entries.len());
        let start = (position as usize).saturating_sub(REACH);
        let end = (position as usize + REACH + 1).min(entries.len());
        for &other in entries[start..end].iter().filter(|&&other| other as usize != id) {
            match found.iter_mut().find(|(seen, _)| *seen == other) {
                Some((_, score)) => *score += weight,
                None => found.push((other, weight + same_story(item, &site.entries[other as usize]))),
            }
        }
    }
    found.sort_by(|a, b| {
        let far = |entry: EntryId| (entry as i64 - id as i64).abs();
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
