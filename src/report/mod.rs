//! Problems with their places counted out in lines and columns, sorted, and in the forms in which they are shown.

mod github;
mod human;
mod json;
mod resolve;
mod rules;
mod sarif;

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::problem::{Problem, RuleName, Severity, SitePath, read_name};

pub use github::github;
pub use human::{Look, human};
pub use json::json;
pub use rules::apply_rules;
pub use sarif::sarif;

/// Gives the text of a file of the site; `None` where there is no such file or it is no text.
pub type TextOf<'a> = &'a dyn Fn(&SitePath) -> Option<Arc<str>>;

/// Problems ready to be shown, by file and place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The problems.
    pub findings: Vec<Finding>,
}

/// A problem whose places are counted out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// The rule's name.
    #[serde(deserialize_with = "read_name")]
    pub rule: RuleName,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong.
    pub message: String,
    /// Where; `None` only where no file is to blame.
    pub spot: Option<Spot>,
    /// Other places that belong to it, each with a word on why.
    pub related: Vec<(Spot, String)>,
    /// What to do.
    pub hints: Vec<String>,
}

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Spot {
    /// The file.
    pub file: SitePath,
    /// Where in it; `None` for the file as a whole.
    pub mark: Option<Mark>,
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The line, from 1.
    pub line: usize,
    /// The first character, from 1.
    pub column: usize,
    /// The character after the last, from 1.
    pub end_column: usize,
    /// The line's text.
    pub text: String,
    /// The part in bytes of `text`.
    pub span: Range<usize>,
}

impl Report {
    /// Counts out the places of problems and sorts them; what is said twice is kept once.
    pub fn new(problems: Vec<Problem>, text_of: TextOf<'_>) -> Self {
        let mut texts = resolve::Texts::new(text_of);
        let mut findings: Vec<Finding> = problems.into_iter().map(|problem| texts.finding(problem)).collect();
        findings.sort_by(|a, b| key(a).cmp(&key(b)));
        findings.dedup();
        Self { findings }
    }

    /// How many findings are errors.
    pub fn errors(&self) -> usize {
        self.findings.iter().filter(|finding| finding.severity == Severity::Error).count()
    }

    /// How many findings are warnings.
    pub fn warnings(&self) -> usize {
        self.findings.len() - self.errors()
    }
}

fn key(finding: &Finding) -> (&Option<Spot>, &str, &str) {
    (&finding.spot, finding.rule, &finding.message)
}

impl PartialOrd for Mark {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// By place in the file.
impl Ord for Mark {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |mark: &Self| (mark.line, mark.column, mark.end_column, mark.span.start, mark.span.end);
        key(self).cmp(&key(other)).then_with(|| self.text.cmp(&other.text))
    }
}

#[cfg(test)]
mod tests;
