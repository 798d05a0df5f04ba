//! IPTC-IIM 4.2: data sets, each a mark, a record, a number, a length and its contents.

use std::borrow::Cow;

use super::super::Credits;
use super::{shortened, tidy};

const MARK: u8 = 0x1c;

/// Data set 1:90 names the alphabet; this is UTF-8 (ISO 2022).
const CODED_CHARACTER_SET: (u8, u8) = (1, 90);
const UTF_8: &[u8] = b"\x1b%G";

/// The data sets of record 2 that are read and written (IIM 4.2, chapter 6), with the octets that each may have.
const HEADLINE: (u8, usize) = (105, 256);
const DATE: (u8, usize) = (55, 8);
const BY_LINE: (u8, usize) = (80, 32);
const CITY: (u8, usize) = (90, 32);
const COUNTRY: (u8, usize) = (101, 64);
const CREDIT: (u8, usize) = (110, 32);
const SOURCE: (u8, usize) = (115, 32);
const COPYRIGHT: (u8, usize) = (116, 128);
const CAPTION: (u8, usize) = (120, 2000);

/// Reads credits from records; what is cut off is passed over.
pub(super) fn read(records: &[u8]) -> Credits {
    let sets: Vec<(u8, u8, &[u8])> = data_sets(records).collect();
    let utf8 = sets.iter().any(|(record, set, value)| (*record, *set) == CODED_CHARACTER_SET && *value == UTF_8);
    let values = |(wanted, _): (u8, usize)| {
        let found = sets.iter().filter(move |(record, set, _)| (*record, *set) == (2, wanted));
        found.filter_map(|(_, _, value)| tidy(&decoded(value, utf8)))
    };
    let first = |set| values(set).next();
    let creators: Vec<String> = values(BY_LINE).take(16).collect();
    Credits {
        creator: (!creators.is_empty()).then(|| creators.join(", ")),
        credit: first(CREDIT),
        copyright: first(COPYRIGHT),
        caption: first(CAPTION),
        headline: first(HEADLINE),
        city: first(CITY),
        country: first(COUNTRY),
        source: first(SOURCE),
        date: first(DATE).and_then(|date| day(&date)),
        ..Credits::default()
    }
}

/// The data sets in their order.
fn data_sets(mut rest: &[u8]) -> impl Iterator<Item = (u8, u8, &[u8])> {
    std::iter::from_fn(move || {
        let [MARK, record, set, high, low, after @ ..] = rest else { return None };
        // A first bit that is set announces a length of lengths, which no text needs: reading ends there.
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let value = after.get(..length).filter(|_| length < 0x8000)?;
        rest = &after[length..];
        Some((*record, *set, value))
    })
}

/// Text without a named alphabet is UTF-8 where it can be, and else Latin-1, which the oldest programs wrote.
fn decoded(value: &[u8], utf8: bool) -> Cow<'_, str> {
    match str::from_utf8(value) {
        Ok(text) => text.into(),
        Err(_) if utf8 => String::from_utf8_lossy(value),
        Err(_) => value.iter().map(|&byte| char::from(byte)).collect::<String>().into(),
    }
}

/// `20170412` → `2017-04-12`.
fn day(date: &str) -> Option<String> {
    let parts = (date.get(..4)?, date.get(4..6)?, date.get(6..8)?);
    let day: jiff::civil::Date = format!("{}-{}-{}", parts.0, parts.1, parts.2).parse().ok()?;
    Some(day.to_string())
}

/// Writes credits as records; texts are cut to the length that the standard allows.
pub(in crate::photo) fn write(credits: &Credits) -> Vec<u8> {
    let mut out = Vec::new();
    put(&mut out, CODED_CHARACTER_SET, UTF_8);
    put(&mut out, (2, 0), &[0, 4]);
    let date = credits.date.as_ref().and_then(|date| Some(date.get(..10)?.replace('-', "")));
    // In the order of their numbers, as readers expect them.
    for ((set, longest), value) in [
        (DATE, &date),
        (BY_LINE, &credits.creator),
        (CITY, &credits.city),
        (COUNTRY, &credits.country),
        (HEADLINE, &credits.headline),
        (CREDIT, &credits.credit),
        (SOURCE, &credits.source),
        (COPYRIGHT, &credits.copyright),
        (CAPTION, &credits.caption),
    ] {
        if let Some(value) = value {
            put(&mut out, (2, set), shortened(value, longest).as_bytes());
        }
    }
    out
}

fn put(out: &mut Vec<u8>, (record, set): (u8, u8), value: &[u8]) {
    // No value is longer than 2000 bytes.
    let length = u16::try_from(value.len()).unwrap_or_default();
    out.extend([MARK, record, set]);
    out.extend(length.to_be_bytes());
    out.extend_from_slice(&value[..usize::from(length)]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_and_latin_1_too() {
        let credits = Credits {
            creator: Some("Zoë A.".into()),
            credit: Some("Zoë A. / Agency".into()),
            date: Some("2017-04-12T21:30:00".into()),
            caption: Some("é".repeat(2000)),
            ..Credits::default()
        };
        let read = read(&write(&credits));
        assert_eq!((read.creator, read.credit), (credits.creator, credits.credit));
        assert_eq!(read.date.as_deref(), Some("2017-04-12"));
        assert_eq!(read.caption.map(|caption| caption.len()), Some(2000));
        let latin = super::read(b"\x1c\x02\x50\x00\x04Zo\xeb ");
        assert_eq!(latin.creator.as_deref(), Some("Zoë"));
    }
}
