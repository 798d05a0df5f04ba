//! The log of corrections: all of them, newest first.

use std::sync::Arc;

use super::{EntryId, Item};

/// One correction of a listed entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Logged {
    /// The entry.
    pub entry: EntryId,
    /// The position in its corrections.
    pub position: u32,
}

/// Every correction of the entries, the newest first; of one moment in the order of the entries, the later note first.
pub(super) fn log(entries: &[Arc<Item>]) -> Vec<Logged> {
    let of_entry = |(entry, item): (EntryId, &Arc<Item>)| {
        (0..item.entry.corrections.len() as u32).map(move |position| Logged { entry, position })
    };
    let mut log: Vec<Logged> = (0..).zip(entries).flat_map(of_entry).collect();
    let date = |at: &Logged| entries[at.entry as usize].entry.corrections[at.position as usize].date.instant();
    log.sort_by(|a, b| {
        date(b).cmp(&date(a)).then_with(|| a.entry.cmp(&b.entry)).then_with(|| b.position.cmp(&a.position))
    });
    log
}
