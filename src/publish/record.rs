//! What a target keeps of its releases: the files of each, and what went live when. JSON, so that people can read it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::failure::{Blame, Failure};
use super::piece::Piece;
use crate::load::Digest;
use crate::write::OutPath;

/// The version of the form of records; others are refused.
const VERSION: u32 = 1;

/// How many lines of the history are kept.
const LINES: usize = 500;

/// The files of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    version: u32,
    /// Its name: `20261128T101500Z-1a2b3c4d`.
    pub id: String,
    /// When it was published (RFC 3339, UTC).
    pub at: String,
    /// The address that it is published at.
    pub site: String,
    /// Its files by their paths on the target.
    pub files: BTreeMap<String, Held>,
}

/// A file that a target holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The hash of its bytes; none where it is not known what they are.
    #[serde(rename = "h", with = "hex", default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Digest>,
    /// Its size in bytes.
    #[serde(rename = "s")]
    pub size: u64,
    /// The mark of its headers, where the target keeps headers.
    #[serde(rename = "d", default, skip_serializing_if = "Option::is_none")]
    pub dress: Option<String>,
    /// What the target says of it when it is listed, and says otherwise once it is another: an entity tag, a time.
    #[serde(rename = "t", default, skip_serializing_if = "Option::is_none")]
    pub stamp: Option<String>,
}

impl Held {
    /// What the target holds once this piece is there.
    pub fn of(piece: &Piece, stamp: Option<String>) -> Self {
        let dress = piece.dress.as_ref().map(super::dress::Dress::mark);
        Self { digest: Some(piece.digest), size: piece.size, dress: dress.or_else(|| piece.mark.clone()), stamp }
    }
}

impl Held {
    /// Whether two files are the same with the same headers.
    pub fn is_same(&self, other: &Self) -> bool {
        self.digest.is_some() && self.digest == other.digest && self.dress == other.dress
    }

    /// The name of the copy of a file that gave way: by its bytes and its headers, which it keeps.
    pub fn object(&self) -> String {
        let digest = self.digest.map(|digest| digest.hex()).unwrap_or_default();
        match &self.dress {
            Some(dress) => format!("{digest}-{dress}"),
            None => digest,
        }
    }
}

impl Record {
    /// The record of a release of these pieces.
    pub fn new(id: &str, at: &str, site: &str, files: BTreeMap<String, Held>) -> Self {
        Self { version: VERSION, id: id.to_owned(), at: at.to_owned(), site: site.to_owned(), files }
    }

    /// Reads a record; what it names is checked as what any stranger wrote.
    ///
    /// # Errors
    ///
    /// Where it is damaged, of another version, or names files that no release of Dateline can have.
    pub fn read(bytes: &[u8]) -> Result<Self, Failure> {
        let record: Self = serde_json::from_slice(bytes).map_err(|error| damaged(&error))?;
        if record.version != VERSION {
            return Err(newer());
        }
        if !is_id(&record.id) || record.files.keys().any(|path| OutPath::new(path).is_err()) {
            return Err(damaged(&"it names what no release has"));
        }
        Ok(record)
    }

    /// As it is written.
    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}

/// What went live when, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    version: u32,
    /// A line for each time that a release went live.
    pub lines: Vec<Line>,
}

/// A time that a release went live.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The release.
    pub id: String,
    /// When (RFC 3339, UTC).
    pub at: String,
    /// How many files it has.
    pub files: usize,
    /// How many files were new.
    pub added: usize,
    /// How many were replaced.
    pub changed: usize,
    /// How many were deleted.
    pub deleted: usize,
    /// Whether it had been live before and was put back.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub back: bool,
    /// The kept copies of files that gave way to it, by their names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub displaced: Vec<String>,
}

impl Line {
    /// The line of a release after the one before it.
    fn between(before: Option<&Record>, record: &Record) -> Self {
        let nothing = BTreeMap::new();
        let old = before.map_or(&nothing, |before| &before.files);
        let gone = || old.iter().filter(|(key, _)| !record.files.contains_key(*key));
        let replaced = || old.iter().filter(|(key, held)| record.files.get(*key).is_some_and(|new| !new.is_same(held)));
        Self {
            id: record.id.clone(),
            at: record.at.clone(),
            files: record.files.len(),
            added: record.files.keys().filter(|key| !old.contains_key(*key)).count(),
            changed: replaced().count(),
            deleted: gone().count(),
            back: false,
            displaced: gone().chain(replaced()).map(|(_, held)| held.object()).collect(),
        }
    }
}

impl History {
    /// Reads a history.
    ///
    /// # Errors
    ///
    /// Where it is damaged or of another version.
    pub fn read(bytes: &[u8]) -> Result<Self, Failure> {
        let history: Self = serde_json::from_slice(bytes).map_err(|error| damaged(&error))?;
        if history.version != VERSION {
            return Err(newer());
        }
        if history.lines.iter().any(|line| !is_id(&line.id)) {
            return Err(damaged(&"it names what no release is called"));
        }
        Ok(history)
    }

    /// What a target kept of it; none where it is lost or damaged, which is the same.
    ///
    /// # Errors
    ///
    /// Where it is of another version.
    pub fn kept(bytes: Option<&[u8]>) -> Result<Option<Self>, Failure> {
        match bytes.map(Self::read) {
            Some(Err(failure)) if failure.blame == Blame::Refused => Err(failure),
            Some(Ok(history)) => Ok(Some(history)),
            _ => Ok(None),
        }
    }

    /// As much of a lost history as the records of releases tell, and which of them is live: where that is not the newest, it
    /// was put back after that one, nobody knows when.
    pub fn told_by(mut records: Vec<Record>, live: Option<&str>) -> Self {
        records.sort_by(|a, b| (&a.at, &a.id).cmp(&(&b.at, &b.id)));
        records.dedup_by(|a, b| a.id == b.id);
        let mut lines = Vec::with_capacity(records.len());
        let mut before: Option<&Record> = None;
        for record in &records {
            lines.push(Line::between(before, record));
            before = Some(record);
        }
        if let (Some(newest), Some(record)) = (before, records.iter().find(|record| Some(record.id.as_str()) == live))
            && newest.id != record.id
        {
            lines.push(Line { at: newest.at.clone(), back: true, ..Line::between(before, record) });
        }
        Self { version: VERSION, lines }
    }

    /// As it is written.
    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec_pretty(&Self { version: VERSION, lines: self.lines.clone() }).unwrap_or_default()
    }

    /// Adds a line; the oldest leave where they are too many. A release that is live already is not told twice.
    pub fn add(&mut self, line: Line) {
        if self.lines.last().is_some_and(|last| last.id == line.id && last.at == line.at) {
            return;
        }
        self.lines.push(line);
        let surplus = self.lines.len().saturating_sub(LINES);
        self.lines.drain(..surplus);
    }

    /// The releases before the live one, the newest first, each once.
    pub fn earlier(&self, live: Option<&str>) -> Vec<&str> {
        let mut earlier: Vec<&str> = Vec::new();
        for line in self.lines.iter().rev() {
            if Some(line.id.as_str()) != live && !earlier.contains(&line.id.as_str()) {
                earlier.push(&line.id);
            }
        }
        earlier
    }

    /// The release that went live before this one did first, however often either was put back since; none where there is
    /// none.
    pub fn before(&self, live: Option<&str>) -> Option<&str> {
        let first = self.lines.iter().position(|line| Some(line.id.as_str()) == live).unwrap_or(self.lines.len());
        let earlier = self.lines[..first].iter().rev().find(|line| !line.back)?;
        Some(&earlier.id)
    }

    /// The names of the copies that going back to any of these releases may need.
    pub fn needed(&self, releases: &[&str]) -> Vec<&str> {
        let last = |id: &&str| self.lines.iter().rposition(|line| line.id == *id);
        let Some(first) = releases.iter().filter_map(last).min() else { return Vec::new() };
        self.lines[first + 1..].iter().flat_map(|line| line.displaced.iter().map(String::as_str)).collect()
    }
}

/// The name of a release: the moment, so that names sort by time, and some of the hash of all its files.
pub fn id(at: jiff::Timestamp, pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        text += &format!("{} {}\n", piece.key, piece.digest.hex());
    }
    format!("{}-{}", at.strftime("%Y%m%dT%H%M%SZ"), &Digest::of(text.as_bytes()).hex()[..8])
}

/// Whether a text can be the name of a release. It becomes the name of files and folders.
pub fn is_id(text: &str) -> bool {
    (4..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn damaged(why: &dyn std::fmt::Display) -> Failure {
    Failure::machine(format!("a record of the target is damaged: {why}"))
}

fn newer() -> Failure {
    Failure::refused("the target was published by another version of Dateline").hint("use that one, or a newer one")
}

/// Hashes as hexadecimal text.
mod hex {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    use crate::load::Digest;

    pub fn serialize<S: Serializer>(digest: &Option<Digest>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&digest.map(|digest| digest.hex()).unwrap_or_default())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Digest>, D::Error> {
        let text = String::deserialize(deserializer)?;
        Digest::from_hex(&text).map(Some).ok_or_else(|| D::Error::custom("a hash of 32 digits is wanted"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(id: &str, displaced: &[&str]) -> Line {
        let displaced = displaced.iter().map(|name| (*name).to_owned()).collect();
        let (id, at) = (id.to_owned(), String::new());
        Line { id, at, files: 1, added: 0, changed: 0, deleted: 0, back: false, displaced }
    }

    #[test]
    fn going_back_again_goes_further_back() {
        let mut lines: Vec<Line> = ["aaaa", "bbbb", "cccc"].map(|id| line(id, &[])).into();
        lines.push(Line { back: true, ..line("bbbb", &[]) });
        let history = History { version: VERSION, lines };
        assert_eq!(history.before(Some("cccc")), Some("bbbb"));
        assert_eq!(history.before(Some("bbbb")), Some("aaaa"));
        assert_eq!(history.before(Some("aaaa")), None);
        assert_eq!(history.before(None), Some("cccc"));
    }

    #[test]
    fn going_back_needs_what_gave_way_since() {
        let lines = vec![line("aaaa", &[]), line("bbbb", &["a1"]), line("cccc", &["b1", "b2"]), line("dddd", &["c1"])];
        let history = History { version: VERSION, lines };
        assert_eq!(history.earlier(Some("dddd")), ["cccc", "bbbb", "aaaa"]);
        assert_eq!(history.needed(&["cccc"]), ["c1"]);
        assert_eq!(history.needed(&["bbbb", "cccc"]), ["b1", "b2", "c1"]);
        assert!(history.needed(&[]).is_empty());
        assert_eq!(History::read(&history.bytes()), Ok(history));
    }

    #[test]
    fn records_tell_what_a_lost_history_told() {
        let record = |id: &str, files: &[(&str, &str)]| {
            let held = |text: &str| Held { digest: Some(Digest::of(text.as_bytes())), ..Held::default() };
            Record::new(id, id, "", files.iter().map(|(key, text)| ((*key).to_owned(), held(text))).collect())
        };
        let old = record("aaaa", &[("a", "one"), ("b", "two"), ("c", "three")]);
        let new = record("bbbb", &[("a", "one"), ("b", "other"), ("d", "four")]);
        let back = History::told_by(vec![old.clone(), new.clone()], Some("aaaa"));
        assert!(back.lines.last().is_some_and(|line| line.id == "aaaa" && line.back && line.at == "bbbb"));
        let history = History::told_by(vec![new, old.clone(), old.clone()], Some("bbbb"));
        let counts: Vec<_> =
            history.lines.iter().map(|line| (line.files, line.added, line.changed, line.deleted)).collect();
        assert_eq!(counts, [(3, 3, 0, 0), (3, 1, 1, 1)]);
        assert_eq!(history.needed(&["aaaa"]), [old.files["c"].object(), old.files["b"].object()]);
        assert_eq!(History::kept(Some(b"rubbish")), Ok(None));
        assert!(History::kept(Some(b"{\"version\":99,\"lines\":[]}")).is_err());
    }

    #[test]
    fn a_record_that_leads_elsewhere_is_refused() {
        let held = |path: &str| {
            let files = BTreeMap::from([(path.to_owned(), Held::default())]);
            let files = files.into_iter().map(|(path, held)| (path, Held { digest: Some(Digest::of(b"")), ..held }));
            Record::new("aaaa", "", "", files.collect())
        };
        assert_eq!(Record::read(&held("a/index.html").bytes()), Ok(held("a/index.html")));
        for path in ["../a", "/etc/passwd", "a/../../b", ""] {
            assert!(Record::read(&held(path).bytes()).is_err(), "{path}");
        }
        assert!(!is_id("../x") && !is_id("a/b") && !is_id("") && is_id("20261128T101500Z-1a2b3c4d"));
    }
}
