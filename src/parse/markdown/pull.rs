//! Pull quotes: their words must stand in the text, as they are.

use std::ops::Range;

use crate::problem::{At, Place, Problem, SitePath};
use crate::verbatim::{Passage, nearest};

/// A pull quote.
#[derive(Debug)]
pub(super) struct Pull {
    /// Its place in the file.
    pub(super) span: Range<usize>,
    /// Its words.
    pub(super) words: String,
}

/// Compares each pull quote with the text outside pull quotes.
pub(super) fn check(file: &SitePath, text: String, pulls: &[Pull]) -> Vec<Problem> {
    if pulls.is_empty() {
        return Vec::new();
    }
    let text = Passage::new(text);
    pulls.iter().filter(|pull| !text.holds(&pull.words)).map(|pull| altered(file, text.text(), pull)).collect()
}

fn altered(file: &SitePath, text: &str, pull: &Pull) -> Problem {
    let place = Place::new(file, At::Bytes(pull.span.clone()));
    let problem = Problem::error("altered-pull-quote", place, "the words of a pull quote do not stand in the text");
    match nearest(&pull.words, text, "the text") {
        Some(near) => {
            let problem = problem.hint(format!("take the words as they are; the text says: `{}`", near.passage));
            near.differences.into_iter().fold(problem, Problem::hint)
        }
        None => problem.hint("take words of this text as they are, with `…` for what is left out"),
    }
}
