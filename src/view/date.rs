//! Moments as a page shows them: for machines and in the words of a language. The interface to ICU's date formats.

use std::collections::BTreeMap;

use icu_calendar::Iso;
use icu_calendar::types::Weekday as IcuWeekday;
use icu_calendar::week::WeekInformation;
use icu_datetime::DateTimeFormatter;
use icu_datetime::fieldsets::{E, M, YM, YMD, YMDE};
use icu_datetime::input::Date;
use icu_datetime::options::YearStyle;
use icu_locale::Locale;
use jiff::{ToSpan, civil};
use jiff_icu::ConvertFrom as _;
use serde::Serialize;

use crate::collate::Site;
use crate::config::Config;
use crate::date::Moment;
use crate::theme::DateLength;

use super::calendar::Weekday;

/// Any year will do where only a month or a weekday is named.
const SOME_YEAR: i16 = 2000;

/// How many letters the short name of a day may have at the head of a column of a calendar.
const SHORT_WEEKDAY: usize = 4;

/// A moment in a template.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct DateView {
    /// For `<time datetime>`: RFC 3339 with the offset, or the day alone.
    pub iso: String,
    /// The day: `2017-04-12`.
    pub day: String,
    /// The day in words: `12 April 2017`, or as short as a setting of the type `dates` wants it.
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
    month_short: DateTimeFormatter<M>,
    with_weekday: DateTimeFormatter<YMDE>,
    weekday: DateTimeFormatter<E>,
    weekday_short: DateTimeFormatter<E>,
    first_weekday: civil::Weekday,
}

impl Dates {
    /// Makes the formats for the languages of the site and its entries.
    pub fn new(config: &Config, site: &Site, length: DateLength) -> Self {
        let named = |language: &String| Some((language.clone(), formats(language, length)?));
        Self { languages: site.languages.iter().chain([&config.language]).filter_map(named).collect() }
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

    /// A month by itself, shortened: `Apr`.
    pub fn month_short(&self, month: i8, language: &str) -> String {
        match (self.languages.get(language), civil::Date::new(SOME_YEAR, month, 1)) {
            (Some(formats), Ok(day)) => formats.month_short.format(&Date::<Iso>::convert_from(day)).to_string(),
            _ => format!("{month:02}"),
        }
    }

    /// A day in words with its weekday: `Wednesday 12 April 2017`.
    pub fn with_weekday(&self, day: civil::Date, language: &str) -> String {
        match self.languages.get(language) {
            Some(formats) => formats.with_weekday.format(&Date::<Iso>::convert_from(day)).to_string(),
            None => day.to_string(),
        }
    }

    /// The day on which the week begins in a language's region (CLDR); Monday where that is unknown (ISO 8601).
    pub fn first_weekday(&self, language: &str) -> civil::Weekday {
        self.languages.get(language).map_or(civil::Weekday::Monday, |formats| formats.first_weekday)
    }

    /// The days of the week, from the one on which it begins.
    pub fn weekdays(&self, language: &str) -> Vec<Weekday> {
        let Some(formats) = self.languages.get(language) else { return Vec::new() };
        let first = civil::date(SOME_YEAR, 1, 1).nth_weekday(1, formats.first_weekday);
        let days = first.into_iter().flat_map(|first| first.series(1.day()).take(7));
        let weekday = |day: civil::Date| {
            let day = Date::<Iso>::convert_from(day);
            let (short, long) = (formats.weekday_short.format(&day), formats.weekday.format(&day));
            Weekday { short: short.to_string(), long: long.to_string() }
        };
        let mut weekdays: Vec<Weekday> = days.map(weekday).collect();
        if weekdays.iter().any(|day| day.short.chars().count() > SHORT_WEEKDAY) {
            weekdays.iter_mut().for_each(|day| day.short = narrow(&day.short));
        }
        weekdays
    }
}

fn formats(language: &str, length: DateLength) -> Option<Formats> {
    // The world's news is dated by the Gregorian calendar, also where a language's everyday calendar is another.
    let calendar = if language.contains("-u-") { "" } else { "-u-ca-gregory" };
    // English without a region would be American here; a day before its month is read everywhere.
    let language = if language == "en" { "en-GB" } else { language };
    let locale: Locale = format!("{language}{calendar}").parse().or_else(|_| language.parse()).ok()?;
    let day = match length {
        DateLength::Long => YMD::long(),
        DateLength::Medium => YMD::medium(),
        // A year of two digits could be a day.
        DateLength::Short => YMD::short().with_year_style(YearStyle::Full),
    };
    Some(Formats {
        day: DateTimeFormatter::try_new((&locale).into(), day).ok()?,
        month: DateTimeFormatter::try_new((&locale).into(), YM::long()).ok()?,
        month_short: DateTimeFormatter::try_new((&locale).into(), M::medium()).ok()?,
        with_weekday: DateTimeFormatter::try_new((&locale).into(), YMDE::long()).ok()?,
        weekday: DateTimeFormatter::try_new((&locale).into(), E::long()).ok()?,
        weekday_short: DateTimeFormatter::try_new((&locale).into(), E::short()).ok()?,
        first_weekday: first_weekday(&locale),
    })
}

/// The letter of a day of the week where the language has no short name for it: the first, or of names of two words
/// that of the second (Hebrew), or in Arabic, whose names begin alike, the one that CLDR has.
fn narrow(name: &str) -> String {
    const ARABIC: [(&str, &str); 7] = [
        ("الأحد", "ح"),
        ("الاثنين", "ن"),
        ("الثلاثاء", "ث"),
        ("الأربعاء", "ر"),
        ("الخميس", "خ"),
        ("الجمعة", "ج"),
        ("السبت", "س"),
    ];
    let known = ARABIC.iter().find(|(day, _)| *day == name).map(|(_, letter)| (*letter).to_owned());
    known.unwrap_or_else(|| {
        let last = name.split_whitespace().next_back().unwrap_or(name);
        last.chars().take(1).collect()
    })
}

fn first_weekday(locale: &Locale) -> civil::Weekday {
    match WeekInformation::try_new(locale.into()).map(|week| week.first_weekday) {
        Ok(IcuWeekday::Saturday) => civil::Weekday::Saturday,
        Ok(IcuWeekday::Sunday) => civil::Weekday::Sunday,
        Ok(IcuWeekday::Friday) => civil::Weekday::Friday,
        _ => civil::Weekday::Monday,
    }
}
