//! What was found of links, kept from run to run: `.dateline/links.json`, which an editor can read.
//!
//! It spares servers what is known, and it remembers bad days: a link that nobody could say anything of is dead only when
//! that was so on several days in a row.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp, civil};
use serde::{Deserialize, Serialize};

use super::verdict::{Judgment, Verdict};

/// The file's name in the state folder.
pub const FILE: &str = "links.json";

/// The form of the file; a file of another form is not read.
const VERSION: u32 = 1;

/// On so many different days in a row nobody answers before a link is dead.
const BAD_DAYS: usize = 3;

/// What is known of links.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    version: u32,
    links: BTreeMap<String, Record>,
}

/// What is known of a link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// When it was last asked for.
    pub asked: Timestamp,
    /// What was found.
    pub verdict: Verdict,
    /// The status of the last answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The address that it has now, for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<String>,
    /// What speaks for the verdict.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<String>,
    /// The days, in the site's time zone, on which nobody could say anything, since somebody last could.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bad_days: Vec<civil::Date>,
}

impl Default for Ledger {
    fn default() -> Self {
        Self { version: VERSION, links: BTreeMap::new() }
    }
}

impl Ledger {
    /// Reads what [`Ledger::text`] wrote; an empty one where that is of another form.
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).ok().filter(|ledger: &Self| ledger.version == VERSION).unwrap_or_default()
    }

    /// The ledger as text: JSON, a link after the other by address.
    pub fn text(&self) -> String {
        let text = serde_json::to_string_pretty(self);
        text.map(|text| text + "\n").unwrap_or_default()
    }

    /// What is known of a link.
    pub fn get(&self, url: &str) -> Option<&Record> {
        self.links.get(url)
    }

    /// Whether a link need not be asked for: what is known is no older than `max_age` and nothing is left open. A bad day
    /// is followed by another look on the next one.
    pub fn is_fresh(&self, url: &str, now: Timestamp, max_age: SignedDuration) -> bool {
        self.links.get(url).is_some_and(|record| {
            let age = now.duration_since(record.asked);
            let open = record.verdict == Verdict::Unsure && record.bad_days.len() < BAD_DAYS;
            let limit = if open { max_age.min(SignedDuration::from_hours(12)) } else { max_age };
            age >= SignedDuration::ZERO && age < limit
        })
    }

    /// Notes what was found at `now`, on this day of the site's time zone.
    pub fn note(&mut self, url: &str, judgment: Judgment, now: Timestamp, day: civil::Date) {
        let Judgment { verdict, status, moved, reasons } = judgment;
        let mut bad_days = self.links.remove(url).map(|record| record.bad_days).unwrap_or_default();
        match verdict {
            Verdict::Unsure if bad_days.last() != Some(&day) => bad_days.push(day),
            Verdict::Unsure => {}
            _ => bad_days.clear(),
        }
        self.links.insert(url.to_owned(), Record { asked: now, verdict, status, moved, reasons, bad_days });
    }

    /// Forgets links that nothing cites any more.
    pub fn retain(&mut self, is_cited: impl Fn(&str) -> bool) {
        self.links.retain(|url, _| is_cited(url));
    }
}

impl Record {
    /// The verdict in the light of the days before: gone, where nobody answered on several.
    pub fn settled(&self) -> Verdict {
        if self.verdict == Verdict::Unsure && self.bad_days.len() >= BAD_DAYS { Verdict::Gone } else { self.verdict }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://a.example/x";

    fn found(verdict: Verdict) -> Judgment {
        Judgment::new(verdict, Some(500), "the server says 500")
    }

    fn at(text: &str) -> (Timestamp, civil::Date) {
        (format!("{text}T10:00:00Z").parse().unwrap(), text.parse().unwrap())
    }

    #[test]
    fn one_bad_day_is_no_death_and_three_are() {
        let mut ledger = Ledger::default();
        let mut verdicts = Vec::new();
        for day in ["2020-01-01", "2020-01-01", "2020-01-02", "2020-01-03"] {
            let (now, day) = at(day);
            ledger.note(URL, found(Verdict::Unsure), now, day);
            verdicts.push(ledger.get(URL).unwrap().settled());
        }
        assert_eq!(verdicts, [Verdict::Unsure, Verdict::Unsure, Verdict::Unsure, Verdict::Gone]);
        let (now, day) = at("2020-01-04");
        ledger.note(URL, found(Verdict::Ok), now, day);
        ledger.note(URL, found(Verdict::Unsure), now, day);
        assert_eq!(ledger.get(URL).unwrap().settled(), Verdict::Unsure);
    }

    #[test]
    fn what_is_known_is_kept_for_a_while() {
        let mut ledger = Ledger::default();
        let week = SignedDuration::from_hours(7 * 24);
        let (now, day) = at("2020-01-01");
        ledger.note(URL, found(Verdict::Ok), now, day);
        ledger.note("https://b.example", found(Verdict::Unsure), now, day);
        let fresh = |url: &str, day: &str| ledger.is_fresh(url, at(day).0, week);
        assert!(fresh(URL, "2020-01-07") && !fresh(URL, "2020-01-08") && !fresh(URL, "2019-12-31"));
        assert!(fresh("https://b.example", "2020-01-01") && !fresh("https://b.example", "2020-01-02"));
        assert!(!fresh("https://c.example", "2020-01-01"));
        assert!(!ledger.is_fresh(URL, now, SignedDuration::ZERO));
    }

    #[test]
    fn the_file_is_read_as_it_is_written_and_others_are_not() {
        let mut ledger = Ledger::default();
        let (now, day) = at("2020-01-01");
        ledger.note(URL, found(Verdict::Soft404), now, day);
        assert!(ledger.text().contains("\"verdict\": \"soft-404\""), "{}", ledger.text());
        assert_eq!(Ledger::read(&ledger.text()), ledger);
        assert_eq!(Ledger::read(&ledger.text().replace("\"version\": 1", "\"version\": 2")), Ledger::default());
        assert_eq!(Ledger::read("{"), Ledger::default());
        ledger.retain(|_| false);
        assert_eq!(ledger, Ledger::default());
    }
}
