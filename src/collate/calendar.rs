//! Entries by year and month, in the site's time zone.

use std::sync::Arc;

use super::{EntryId, Item};

/// A year in which entries were published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Year {
    /// The year.
    pub year: i16,
    /// Its months, newest first.
    pub months: Vec<Month>,
}

/// A month in which entries were published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Month {
    /// 1 to 12.
    pub month: i8,
    /// Its entries, newest first.
    pub entries: Vec<EntryId>,
}

/// The years of `entries`, which are sorted newest first.
pub(super) fn years(entries: &[Arc<Item>]) -> Vec<Year> {
    let mut years: Vec<Year> = Vec::new();
    for (id, item) in (0..).zip(entries) {
        let day = item.entry.date.day();
        if years.last().is_none_or(|last| last.year != day.year()) {
            years.push(Year { year: day.year(), months: Vec::new() });
        }
        let Some(year) = years.last_mut() else { continue };
        match year.months.last_mut() {
            Some(last) if last.month == day.month() => last.entries.push(id),
            _ => year.months.push(Month { month: day.month(), entries: vec![id] }),
        }
    }
    years
}
