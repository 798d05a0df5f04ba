//! The archive as a calendar: the months of a year, and the days of a month with links to those that have entries.

use jiff::civil::Date;
use serde::Serialize;

use crate::collate::{EntryId, Month, Year};

use super::card::CardOf;
use super::pages::{Slice, month_address, page_of};
use super::{Context, MonthView};

/// A month of a year in the index of the archive.
#[derive(Serialize, schemars::JsonSchema)]
pub struct MonthCell {
    /// `Apr`
    pub short: String,
    /// The month, where it has entries.
    pub month: Option<MonthView>,
}

/// A month as a calendar.
#[derive(Serialize, schemars::JsonSchema)]
pub struct CalendarView {
    /// `April 2017`
    pub name: String,
    /// The address of the month's list from the host's root.
    pub url: String,
    /// The days of the week, in the order of the site's language.
    pub weekdays: Vec<Weekday>,
    /// The weeks: each has seven days.
    pub weeks: Vec<Vec<DayCell>>,
}

/// A day of the week as the head of a column.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
pub struct Weekday {
    /// `Mon`; where the language shortens no name to a few letters, one letter.
    pub short: String,
    /// `Monday`
    pub long: String,
}

/// A field of a calendar.
#[derive(Clone, Debug, Default, Serialize, schemars::JsonSchema)]
pub struct DayCell {
    /// The day of the month; 0 for a field before the first or after the last.
    pub day: i8,
    /// How many entries the day has.
    pub count: usize,
    /// Where they are listed, from the host's root; none where there are none.
    pub url: Option<String>,
    /// The day in words: `12 April 2017`; none where there are no entries.
    pub long: Option<String>,
}

/// A day of a month's list with its entries on this page.
#[derive(Serialize, schemars::JsonSchema)]
pub struct DayView<'a> {
    /// The id that a calendar links to: `day-12`.
    pub id: String,
    /// The day: `2017-04-12`.
    pub iso: String,
    /// The day in words: `Wednesday 12 April 2017`.
    pub long: String,
    /// Its entries, newest first.
    #[schemars(with = "Vec<super::card::Card<'a>>")]
    pub entries: Vec<CardOf<'a>>,
}

impl<'a> Context<'a> {
    /// The twelve months of a year.
    pub(super) fn months_of(&self, year: &Year) -> Vec<MonthCell> {
        let cell = |number: i8| MonthCell {
            short: self.dates.month_short(number, &self.config.language),
            month: year.months.iter().find(|month| month.month == number).map(|month| self.month_view(year, month)),
        };
        (1..=12).map(cell).collect()
    }

    /// The calendars of those months of a year that have entries, from January.
    pub(super) fn calendars(&self, year: &Year) -> Vec<CalendarView> {
        year.months.iter().rev().map(|month| self.calendar(year, month)).collect()
    }

    /// The calendar of a month.
    pub(super) fn calendar(&self, year: &Year, month: &Month) -> CalendarView {
        let language = &self.config.language;
        let days = self.days_of(year, month);
        let first_weekday = self.dates.first_weekday(language);
        let before = Date::new(year.year, month.month, 1)
            .map_or(0, |first| first.weekday().since(first_weekday).unsigned_abs() as usize);
        let mut cells = vec![DayCell::default(); before];
        cells.extend(days);
        cells.resize(cells.len().div_ceil(7) * 7, DayCell::default());
        CalendarView {
            name: self.dates.month(year.year, month.month, language),
            url: month_address(year, month).href(&self.base_path),
            weekdays: self.dates.weekdays(language),
            weeks: cells.chunks(7).map(<[DayCell]>::to_vec).collect(),
        }
    }

    /// A field for each day of a month.
    fn days_of(&self, year: &Year, month: &Month) -> Vec<DayCell> {
        let length = Date::new(year.year, month.month, 1).map_or(31, |first| first.days_in_month());
        let mut cells: Vec<DayCell> = (1..=length).map(|day| DayCell { day, ..DayCell::default() }).collect();
        let list = month_address(year, month);
        let size = self.config.page_size;
        for (position, &id) in month.entries.iter().enumerate() {
            let day = self.day_of(id);
            let Some(cell) = cells.get_mut(day.day().unsigned_abs() as usize - 1) else { continue };
            cell.count += 1;
            if cell.url.is_none() {
                let address = match Slice::of(position, month.entries.len(), size) {
                    Some(number) => page_of(&list, number),
                    None => list.clone(),
                };
                cell.url = Some(format!("{}#{}", address.href(&self.base_path), day_id(day)));
                cell.long = Some(self.dates.long(day, &self.config.language));
            }
        }
        cells
    }

    /// Entries of a month by day.
    pub(super) fn by_day(&'a self, ids: &[EntryId]) -> Vec<DayView<'a>> {
        let of_a_day = ids.chunk_by(|&a, &b| self.day_of(a) == self.day_of(b));
        let day_view = |ids: &[EntryId]| {
            let day = self.day_of(*ids.first()?);
            Some(DayView {
                id: day_id(day),
                iso: day.to_string(),
                long: self.dates.with_weekday(day, &self.config.language),
                entries: ids.iter().map(|&id| self.card(id)).collect(),
            })
        };
        of_a_day.filter_map(day_view).collect()
    }

    fn day_of(&self, id: EntryId) -> Date {
        self.site.entries[id as usize].entry.date.day()
    }
}

fn day_id(day: Date) -> String {
    format!("day-{}", day.day())
}
