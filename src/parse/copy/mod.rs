//! What a desk says of the copy of one document by itself. What takes the whole site to tell is said in `src/desk/`.
//!
//! [`entry`] reads the fields of an entry; [`mod@marks`] notes what entries are compared by; [`placeholder`] and [`link_text`] are asked for while the text is rendered,
//! where their places are known.

mod entry;
pub(super) mod link_text;
mod marks;
pub(super) mod placeholder;

use super::document::Document;
use crate::problem::Problem;

pub(super) use entry::{check, followed};
pub use marks::{HeadlineWord, Marks, WebPage};
pub(super) use marks::{count, marks, spoken};

/// Rules that hold for what is finished: a draft may lack a source, and hold `TK`.
const FINISHED: &[&str] = &[
    "long-headline",
    "long-quotation",
    "missing-byline",
    "missing-source",
    "missing-standfirst",
    "placeholder",
    "source-without-url",
];

/// Takes out of the problems of a document those that a draft may have.
pub(super) fn forgive_draft(document: &Document, problems: &mut Vec<Problem>) {
    let is_draft = match document {
        Document::Entry(entry) => entry.draft,
        Document::Page(page) => page.draft,
        _ => false,
    };
    if is_draft {
        problems.retain(|problem| !FINISHED.contains(&problem.rule));
    }
}
