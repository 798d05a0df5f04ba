//! What is wrong with a site: a problem with its place and what to do about it. Knows no other module.

mod allowance;
mod rules;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use imara_diff::{Algorithm, Diff, InternedInput};
use serde::{Deserialize, Serialize};

pub use allowance::{Allowance, Problems};
pub use rules::{CHAPTERS, Chapter, Rule, RuleName, nearest_rule, read_name, rule};

/// The path of a file inside the site folder, with `/` between its parts whatever the system: `content/2017/a.md`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SitePath(Arc<str>);

impl SitePath {
    /// Wraps a path that is already relative to the site folder and written with `/`.
    pub fn new(path: impl AsRef<str>) -> Self {
        Self(Arc::from(path.as_ref()))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How much a problem matters: an error stops the build, a warning does not (without `--strict`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth a look; the page is written all the same.
    Warning,
    /// Nothing is written until this is mended.
    Error,
}

/// One step on the way to a value in a YAML document: a key of a map or a position in a list (from 0).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Step {
    /// The value of this key.
    Key(String),
    /// The item at this position, counted from 0.
    Item(usize),
}

/// Where in a file a problem lies, before the file's text is at hand to count lines.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum At {
    /// The file as a whole.
    File,
    /// These bytes of the file.
    Bytes(Range<usize>),
    /// The value at this path in the file's front matter (or in the whole file, where it is YAML).
    Value(Vec<Step>),
    /// The key at the end of this path, rather than its value.
    Key(Vec<Step>),
}

impl At {
    /// The value of a top-level key.
    pub fn field(key: &str) -> Self {
        Self::Value(vec![Step::Key(key.to_owned())])
    }

    /// Item `index` (from 0) of the list under a top-level key.
    pub fn item(key: &str, index: usize) -> Self {
        Self::Value(vec![Step::Key(key.to_owned()), Step::Item(index)])
    }
}

/// A spot in a file of the site (or in a template that is built into the program).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The file, as the reader of the message knows it.
    pub file: SitePath,
    /// Where in it.
    pub at: At,
    /// The file's text where it cannot be read again from the site folder (built-in templates).
    pub text: Option<Arc<str>>,
}

impl Place {
    /// A spot in a file of the site folder.
    pub fn new(file: &SitePath, at: At) -> Self {
        Self { file: file.clone(), at, text: None }
    }

    /// The file as a whole.
    pub fn file(file: &SitePath) -> Self {
        Self::new(file, At::File)
    }
}

/// One thing that is wrong with the site, in a desk's words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The rule's name in kebab case, by which configuration sets its severity: `unknown-key`.
    #[serde(deserialize_with = "read_name")]
    pub rule: RuleName,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong: one sentence without a final period, names of things in backticks.
    pub message: String,
    /// Where; `None` only where no file is to blame.
    pub place: Option<Place>,
    /// Other places that belong to it, each with a word on why (the other file of a collision).
    pub related: Vec<(Place, String)>,
    /// What to do: imperative, one sentence each, no final period.
    pub hints: Vec<String>,
}

impl Problem {
    /// An error at a place.
    pub fn error(rule: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity: Severity::Error,
            message: on_one_line(message.into()),
            place: Some(place),
            related: Vec::new(),
            hints: Vec::new(),
        }
    }

    /// A warning at a place.
    pub fn warning(rule: &'static str, place: Place, message: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(rule, place, message) }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(on_one_line(hint.into()));
        self
    }

    /// Adds what to do about it, where there is something to say.
    #[must_use]
    pub fn hint_if(mut self, hint: Option<impl Into<String>>) -> Self {
        self.hints.extend(hint.map(Into::into).map(on_one_line));
        self
    }

    /// The same problem, with the key marked rather than its value.
    #[must_use]
    pub fn at_key(mut self) -> Self {
        if let Some(Place { at, .. }) = &mut self.place
            && let At::Value(steps) = at
        {
            *at = At::Key(std::mem::take(steps));
        }
        self
    }

    /// Adds another place that belongs to it.
    #[must_use]
    pub fn related(mut self, place: Place, why: impl Into<String>) -> Self {
        self.related.push((place, why.into()));
        self
    }
}

/// What an editor wrote may stand in a message, and may hold line ends and other signs that no terminal should get.
fn on_one_line(text: String) -> String {
    if !text.contains(char::is_control) {
        return text;
    }
    text.chars().map(|c| if c.is_control() { c.escape_default().to_string() } else { c.to_string() }).collect()
}

/// How alike two names must be for the one to be suggested for the other: twice what they share over their lengths.
const ALIKE: f32 = 0.6;

/// The known name most like `word`, whatever the case of their letters, for a "did you mean" hint; `None` when nothing is near.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    closest(word, known.into_iter().collect())
}

/// Apart from [`nearest`], which is compiled anew for each kind of list: comparing is a lot of code.
fn closest<'a>(word: &str, mut known: Vec<&'a str>) -> Option<&'a str> {
    let lower = word.to_lowercase();
    // Names of too unlike lengths cannot be alike: a glance at that spares most comparisons among thousands of files.
    known.retain(|name| {
        let (shorter, longer) = (lower.len().min(name.len()) as f32, lower.len().max(name.len()) as f32);
        2.0 * shorter >= ALIKE * (shorter + longer)
    });
    let measured = known.into_iter().map(|name| (alikeness(&lower, &name.to_lowercase()), name));
    // The first of those that are equally near.
    measured.filter(|(alike, _)| *alike >= ALIKE).rev().max_by(|(a, _), (b, _)| a.total_cmp(b)).map(|(_, name)| name)
}

/// Twice the letters that two words share in their order, over the letters of both: 1 for the same word.
fn alikeness(a: &str, b: &str) -> f32 {
    let mut letters = InternedInput::default();
    letters.update_before(a.chars());
    letters.update_after(b.chars());
    let diff = Diff::compute(Algorithm::MyersMinimal, &letters);
    let all = (letters.before.len() + letters.after.len()) as f32;
    (all - (diff.count_removals() + diff.count_additions()) as f32) / all.max(1.0)
}

/// Where two lists differ, as the positions in each that do not have the same: one of them may be empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The positions in the first list.
    pub old: Range<usize>,
    /// The positions in the second.
    pub new: Range<usize>,
}

/// Where two lists of words differ, in their order.
pub fn differences(old: &[String], new: &[String]) -> Vec<Difference> {
    let mut words = InternedInput::default();
    words.update_before(old.iter().map(String::as_str));
    words.update_after(new.iter().map(String::as_str));
    let positions = |range: Range<u32>| range.start as usize..range.end as usize;
    let diff = Diff::compute(Algorithm::MyersMinimal, &words);
    diff.hunks().map(|hunk| Difference { old: positions(hunk.before), new: positions(hunk.after) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_one_line() {
        let place = Place::file(&SitePath::new("content/a.md"));
        let problem = Problem::error("unknown-key", place, "`a\nb\u{1b}[0m` is not a key").hint("write\u{7} it");
        assert_eq!(problem.message, "`a\\nb\\u{1b}[0m` is not a key");
        assert_eq!(problem.hints, ["write\\u{7} it"]);
    }
}
