//! How busy a topic, a source, a story or a person was over time: the bars of a sparkline.

use jiff::civil::Date;
use serde::Serialize;

use crate::collate::EntryId;

use super::Context;
use super::pages::Slice;

/// A group's own span of at most this many months is counted by month.
const MOST_MONTHS: usize = 36;

/// The box that the bars stand in, in units of the SVG, and the most that a bar takes of its width with the gap after it.
const WIDTH: usize = 360;
const HEIGHT: u32 = 72;
const WIDEST: usize = 36;

/// How many entries a group had in each month or year, from its own oldest entry to its own newest: other entries of the
/// site change nothing here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Activity {
    /// When it begins, in words: `April 2017` or `2017`.
    pub from: String,
    /// When it ends, in the same words.
    pub to: String,
    /// Entries in each month or year, oldest first.
    pub counts: Vec<u32>,
    /// The largest of them.
    pub peak: u32,
    /// The bars as the data of an SVG path, in a box of `width` by `height`.
    pub path: String,
    /// The width of the box.
    pub width: usize,
    /// The height of the box.
    pub height: u32,
}

impl Context<'_> {
    /// The activity that stands beside a page of a list; none beside a full one, which never changes again.
    pub(super) fn activity_beside(&self, entries: &[EntryId], slice: &Slice) -> Option<Activity> {
        if slice.is_full() { None } else { self.activity(entries) }
    }

    /// The activity of entries, newest first; none for fewer than two months or years, which are no line.
    pub(super) fn activity(&self, entries: &[EntryId]) -> Option<Activity> {
        let day = |id: &EntryId| self.site.entries[*id as usize].entry.date.day();
        let (newest, oldest) = (day(entries.first()?), day(entries.last()?));
        let monthly = months(newest) - months(oldest) < MOST_MONTHS;
        let unit = |day: Date| if monthly { months(day) } else { years(day) };
        let mut counts = vec![0; unit(newest) - unit(oldest) + 1];
        for id in entries {
            counts[unit(day(id)) - unit(oldest)] += 1;
        }
        if counts.len() < 2 {
            return None;
        }
        let words = |day: Date| match monthly {
            true => self.dates.month(day.year(), day.month(), &self.config.language),
            false => format!("{:04}", day.year()),
        };
        let peak = counts.iter().copied().max().unwrap_or(1);
        Some(Activity {
            from: words(oldest),
            to: words(newest),
            path: path(&counts, peak),
            width: WIDTH.max(counts.len()),
            height: HEIGHT,
            peak,
            counts,
        })
    }
}

/// Months since the year 0, so that two days of one month have the same number.
fn months(day: Date) -> usize {
    years(day) * 12 + day.month().unsigned_abs() as usize - 1
}

/// Years are those of entries' dates, which are never before the year 0.
fn years(day: Date) -> usize {
    usize::try_from(day.year()).unwrap_or(0)
}

/// A bar for each count; none is a hair's breadth on the base line, so that the eye counts it too.
fn path(counts: &[u32], peak: u32) -> String {
    let step = (WIDTH / counts.len()).clamp(1, WIDEST);
    let bar = step - step / 6;
    let draw = |(position, &count): (usize, &u32)| {
        let height = if count == 0 { 2 } else { (count * (HEIGHT - 6)).div_ceil(peak) + 6 };
        format!("M{} {HEIGHT}v-{height}h{bar}v{height}z", position * step)
    };
    counts.iter().enumerate().map(draw).collect()
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn the_highest_bar_fills_the_height_and_no_entry_is_a_hair() {
        assert_eq!(path(&[4, 0, 1], 4), "M0 72v-72h30v72zM36 72v-2h30v2zM72 72v-23h30v23z");
    }
}
