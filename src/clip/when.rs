//! Dates as pages write them: for machines in several forms, for readers in several languages.

use jiff::civil;

use crate::date::WrittenDate;

/// The first three letters or more of each month, in the languages that news is often clipped from.
const MONTHS: [&[&str]; 12] = [
    &["jan", "janv", "ene", "gen", "янв", "يناير"],
    &["feb", "fév", "fev", "febb", "фев", "فبراير"],
    &["mar", "mär", "mars", "maart", "mrz", "мар", "مارس"],
    &["apr", "avr", "abr", "апр", "أبريل", "ابريل", "إبريل"],
    &["may", "mai", "mei", "mag", "мая", "май", "مايو"],
    &["jun", "juin", "giu", "июн", "يونيو"],
    &["jul", "juil", "lug", "июл", "يوليو"],
    &["aug", "août", "aou", "ago", "авг", "أغسطس"],
    &["sep", "set", "сен", "سبتمبر"],
    &["oct", "okt", "out", "ott", "окт", "أكتوبر"],
    &["nov", "ноя", "نوفمبر"],
    &["dec", "déc", "dez", "dic", "дек", "ديسمبر"],
];

/// The date that a text begins with or is.
pub(super) fn date(text: &str) -> Option<WrittenDate> {
    let text = text.trim();
    let date = machine(text).or_else(|| spoken(text))?;
    // A year that no report is from is a mistake of the page.
    let year = match &date {
        WrittenDate::Day(day) => day.year(),
        WrittenDate::Local(time) => time.year(),
        WrittenDate::Instant(instant) => instant.to_zoned(jiff::tz::TimeZone::UTC).year(),
    };
    (1600..=2200).contains(&year).then_some(date)
}

/// RFC 3339 and its kin, RFC 2822, and seconds or milliseconds since 1970.
fn machine(text: &str) -> Option<WrittenDate> {
    if let Ok(date) = WrittenDate::parse(text) {
        return Some(date);
    }
    let spaced = text.replacen(" GMT", "Z", 1).replacen(" UTC", "Z", 1);
    if let Ok(date) = WrittenDate::parse(&spaced) {
        return Some(date);
    }
    if let Ok(zoned) = jiff::fmt::rfc2822::parse(text) {
        return Some(WrittenDate::Instant(zoned.timestamp()));
    }
    let number = text.parse::<i64>().ok()?;
    match text.len() {
        8 => {
            let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
            let day = civil::Date::new(year.try_into().ok()?, month.try_into().ok()?, day.try_into().ok()?);
            day.ok().map(WrittenDate::Day)
        }
        9..=10 => jiff::Timestamp::from_second(number).ok().map(WrittenDate::Instant),
        12..=13 => jiff::Timestamp::from_millisecond(number).ok().map(WrittenDate::Instant),
        _ => None,
    }
}

/// `12 April 2017 - 21:30`, `April 12, 2017 9:30 pm`, `Wednesday, 12. April 2017`, `12/04/2017` (a day over 12 says
/// which number it is; else the day is taken to stand first, as most of the world has it).
fn spoken(text: &str) -> Option<WrittenDate> {
    let text: String = text.chars().take(120).map(without_unit).collect::<String>().to_lowercase();
    let tokens: Vec<&str> =
        text.split(|c: char| !(c.is_alphanumeric() || c == ':')).filter(|t| !t.is_empty()).collect();
    let (day, used) = (0..tokens.len()).find_map(|at| day_at(&tokens, at))?;
    let time = tokens[used..].iter().zip(used..).take(6).find_map(|(_, at)| time_at(&tokens, at));
    Some(time.map_or(WrittenDate::Day(day), |time| WrittenDate::Local(day.to_datetime(time))))
}

/// `2017年4月12日 21時30分`: the signs for year, month and day part numbers, that for the hour stands as in `21h30`.
fn without_unit(c: char) -> char {
    match c {
        '年' | '月' | '日' | '分' | '년' | '월' | '일' | '분' => ' ',
        '時' | '时' | '시' => 'h',
        c => c,
    }
}

/// The day whose three parts begin at a token, and where the next token is.
fn day_at(tokens: &[&str], at: usize) -> Option<(civil::Date, usize)> {
    let &[a, b, c] = tokens.get(at..at + 3)? else { return None };
    let skipped = tokens.get(at + 1).is_some_and(|token| *token == "de");
    let (b, c, end) = match (skipped, tokens.get(at + 2), tokens.get(at + 4).or(tokens.get(at + 3))) {
        (true, Some(month), Some(year)) => (*month, *year, at + 5),
        _ => (b, c, at + 3),
    };
    let (year, month, day) = match (month(a), month(b)) {
        (Some(month), None) => (number(c)?, month, number(b)?),
        (None, Some(month)) => (number(c)?, month, number(a)?),
        (None, None) if a.len() == 4 => (number(a)?, number(b)?, number(c)?),
        (None, None) if number(b)? > 12 => (number(c)?, number(a)?, number(b)?),
        (None, None) => (number(c)?, number(b)?, number(a)?),
        (Some(_), Some(_)) => return None,
    };
    let date = civil::Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
    (year > 1000).then_some((date, end.min(tokens.len())))
}

fn number(token: &str) -> Option<u32> {
    let digits =
        ["st", "nd", "rd", "th", "er", "º", "ª"].iter().find_map(|end| token.strip_suffix(end)).unwrap_or(token);
    digits.parse().ok()
}

fn month(token: &str) -> Option<u32> {
    if token.chars().count() < 3 || token.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let fits = |names: &&[&str]| names.iter().any(|name| token.starts_with(name));
    MONTHS.iter().zip(1..).find(|(names, _)| fits(names)).map(|(_, month)| month)
}

/// `21:30`, `9:30 pm`, `21h30`.
fn time_at(tokens: &[&str], at: usize) -> Option<civil::Time> {
    let token = tokens[at].trim_end_matches('h');
    let half = ["am", "pm"].into_iter().find(|half| token.ends_with(half) || tokens.get(at + 1) == Some(half));
    let token = token.trim_end_matches("am").trim_end_matches("pm");
    let (hour, minute) = token.split_once([':', 'h'])?;
    let (hour, minute) = (hour.parse::<i8>().ok()?, minute.get(..2)?.parse::<i8>().ok()?);
    let hour = match half {
        Some("pm") if hour < 12 => hour + 12,
        Some("am") if hour == 12 => 0,
        _ => hour,
    };
    civil::Time::new(hour, minute, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        match date(text) {
            Some(WrittenDate::Day(day)) => day.to_string(),
            Some(WrittenDate::Local(time)) => time.to_string(),
            Some(WrittenDate::Instant(instant)) => instant.to_string(),
            None => String::new(),
        }
    }

    #[test]
    fn dates_are_read_in_the_forms_that_pages_have() {
        for (text, expected) in [
            ("2017-04-12T21:30:00.000Z", "2017-04-12T21:30:00Z"),
            ("2017-04-12T21:30:00+0200", "2017-04-12T19:30:00Z"),
            ("2017-04-12 21:30:00 UTC", "2017-04-12T21:30:00Z"),
            ("Wed, 12 Apr 2017 21:30:00 +0200", "2017-04-12T19:30:00Z"),
            ("20170412", "2017-04-12"),
            ("1492032600", "2017-04-12T21:30:00Z"),
            ("April 12, 2017 at 9:30 pm", "2017-04-12T21:30:00"),
            ("Issued on: 12/04/2017 - 21:30", "2017-04-12T21:30:00"),
            ("04/13/2017", "2017-04-13"),
            ("Publié le 12 avril 2017 à 21h30", "2017-04-12T21:30:00"),
            ("Mittwoch, 12. April 2017", "2017-04-12"),
            ("1er août 2017", "2017-08-01"),
            ("12 de abril de 2017", "2017-04-12"),
            ("3rd May 2017", "2017-05-03"),
            ("2017/04/12", "2017-04-12"),
            ("2017年4月12日 21時30分", "2017-04-12T21:30:00"),
            ("2017년 4월 12일", "2017-04-12"),
            ("Опубликовано 12 апреля 2017, 21:30", "2017-04-12T21:30:00"),
            ("نشرت في 12 أبريل 2017", "2017-04-12"),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
        for none in ["", "yesterday", "12", "99/99/2017", "1234", "4 hours ago", "0001-01-01"] {
            assert_eq!(read(none), "", "{none}");
        }
    }
}
