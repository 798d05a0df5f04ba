//! Moments as a page shows them: for machines and in the words of a language. The interface to ICU's date formats.

use std::collections::BTreeMap;

use icu_calendar::Iso;
use icu_datetime::DateTimeFormatter;
use icu_datetime::fieldsets::{YM, YMD};
use icu_datetime::input::Date;
use icu_locale::Locale;
use jiff::civil;
use jiff_icu::ConvertFrom as _;
use serde::Serialize;

use crate::collate::Site;
use crate::config::Config;
use crate::date::Moment;

/// A moment in a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DateView {
    /// For `<time datetime>`: RFC 3339 with the offset, or the day alone.
    pub iso: String,
    /// The day: `2017-04-12`.
    pub day: String,
    /// The day in words: `12 April 2017`.
    pub long: String,
    /// The time of day, `21:30`; none where the editor gave the day alone.
    pub time: Option<String>,
}

/// Formats dates in the languages that the site is written in.
pub struct Dates {
    languages: BTreeMap<String, Formats>,
}

struct Formats {
    day: DateTimeFormatter<YMD>,
    month: DateTimeFormatter<YM>,
}

impl Dates {
    /// Makes the formats for the languages of the site and its entries.
    pub fn new(config: &Config, site: &Site) -> Self {
        let entries = site.entries.iter().chain(&site.withdrawn).filter_map(|item| item.entry.language.as_deref());
        let pages = site.pages.iter().filter_map(|page| page.page.language.as_deref());
        let mut languages = BTreeMap::new();
        for language in entries.chain(pages).chain([config.language.as_str()]) {
            if !languages.contains_key(language)
                && let Some(formats) = formats(language)
            {
                languages.insert(language.to_owned(), formats);
            }
        }
        Self { languages }
    }

    /// A moment in a language.
    pub fn view(&self, moment: &Moment, language: &str) -> DateView {
        let day = moment.day();
        DateView {
            iso: if moment.day_only() { day.to_string() } else { moment.rfc3339() },
            day: day.to_string(),
            long: self.long(day, language),
            time: (!moment.day_only()).then(|| moment.civil().strftime("%H:%M").to_string()),
        }
    }

    /// A day in words: `12 April 2017`.
    pub fn long(&self, day: civil::Date, language: &str) -> String {
        match self.languages.get(language) {
            Some(formats) => formats.day.format(&Date::<Iso>::convert_from(day)).to_string(),
            None => day.to_string(),
        }
    }

    /// A month in words: `April 2017`.
    pub fn month(&self, year: i16, month: i8, language: &str) -> String {
        match (self.languages.get(language), civil::Date::new(year, month, 1)) {
            (Some(formats), Ok(day)) => formats.month.format(&Date::<Iso>::convert_from(day)).to_string(),
            _ => format!("{year:04}-{month:02}"),
        }
    }
}

fn formats(language: &str) -> Option<Formats> {
    // The world's news is dated by the Gregorian calendar, also where a language's everyday calendar is another.
    let calendar = if language.contains("-u-") { "" } else { "-u-ca-gregory" };
    // English without a region would be American here; a day before its month is read everywhere.
    let language = if language == "en" { "en-GB" } else { language };
    let locale: Locale = format!("{language}{calendar}").parse().or_else(|_| language.parse()).ok()?;
    Some(Formats {
        day: DateTimeFormatter::try_new((&locale).into(), YMD::long()).ok()?,
        month: DateTimeFormatter::try_new((&locale).into(), YM::long()).ok()?,
    })
}
