//! Places counted out: bytes and paths of keys become lines and columns.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::{Finding, Mark, Spot, TextOf};
use crate::problem::{At, Place, Problem, SitePath, Step};
use crate::yaml;

/// The texts of files, each asked for once.
pub struct Texts<'a> {
    text_of: TextOf<'a>,
    known: BTreeMap<SitePath, Option<Arc<str>>>,
}

impl<'a> Texts<'a> {
    pub fn new(text_of: TextOf<'a>) -> Self {
        Self { text_of, known: BTreeMap::new() }
    }

    /// The problem with its places counted out.
    pub fn finding(&mut self, problem: Problem) -> Finding {
        let Problem { rule, severity, message, place, related, hints } = problem;
        let spot = place.map(|place| self.spot(place));
        let related = related.into_iter().map(|(place, why)| (self.spot(place), why)).collect();
        Finding { rule, severity, message, spot, related, hints }
    }

    fn spot(&mut self, place: Place) -> Spot {
        let text = match (&place.at, place.text) {
            (At::File, _) => None,
            (_, Some(text)) => Some(text),
            _ => self.text(&place.file),
        };
        let mark = text.and_then(|text| Some(mark(&text, bytes(&place.file, &text, &place.at)?)));
        Spot { file: place.file, mark }
    }

    fn text(&mut self, file: &SitePath) -> Option<Arc<str>> {
        self.known.entry(file.clone()).or_insert_with(|| (self.text_of)(file)).clone()
    }
}

/// Which bytes of the file are meant.
fn bytes(file: &SitePath, text: &str, at: &At) -> Option<Range<usize>> {
    let (path, key) = match at {
        At::File => return None,
        At::Bytes(bytes) => return Some(bytes.clone()),
        At::Value(path) => (path, false),
        At::Key(path) => (path, true),
    };
    let part = yaml_of(file, text)?;
    let yaml = &text[part.clone()];
    let found = nearest_ancestor(yaml, path, key)?;
    let span = yaml::span(yaml, found);
    Some(span.start + part.start..span.end + part.start)
}

/// The part of the file that is YAML: its front matter, or the whole.
fn yaml_of(file: &SitePath, text: &str) -> Option<Range<usize>> {
    if file.as_str().ends_with(".md") || file.as_str().ends_with(".markdown") {
        return Some(yaml::split(text).ok()?.yaml);
    }
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    Some(start..text.len())
}

/// Where the value stands, or else the nearest of the groups that hold it. What may be a list may also be its one item,
/// written without the list.
fn nearest_ancestor(yaml: &str, path: &[Step], key: bool) -> Option<usize> {
    let alone: Vec<Step> = path.iter().filter(|step| **step != Step::Item(0)).cloned().collect();
    let whole = [(path, key), (&alone, key)];
    let shorter = (1..path.len()).rev().map(|length| (&path[..length], false));
    whole.into_iter().chain(shorter).find_map(|(path, key)| yaml::locate(yaml, path, key))
}

/// The part of the first line that the bytes cover.
fn mark(text: &str, bytes: Range<usize>) -> Mark {
    let start = floor(text, bytes.start);
    let end = floor(text, bytes.end).max(start);
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line_start = if text[line_start..].starts_with('\u{feff}') { line_start + 3 } else { line_start };
    let line = text[line_start..].lines().next().unwrap_or_default();
    let within = |at: usize| at.saturating_sub(line_start).min(line.len());
    let mut span = within(start)..within(end);
    if span.is_empty() {
        span.end += line[span.start..].chars().next().map_or(0, char::len_utf8);
    }
    let column = |at: usize| line[..at].chars().count() + 1;
    Mark {
        line: text[..start].matches('\n').count() + 1,
        column: column(span.start),
        end_column: column(span.end),
        text: line.to_owned(),
        span,
    }
}

fn floor(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
