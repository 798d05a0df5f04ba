//! One file of the content folder becomes one document and its problems.
//!
//! Parsing reads no other file and never fails as a whole: what is wrong becomes problems, what is right is kept.
//! What depends on other files (the address of a linked entry, the address of a photo, a theme's template) stays a
//! [`Hole`] in the HTML and is filled at render.

mod body;
mod document;
mod entry;
pub mod highlight;
mod markdown;

pub use body::{Body, Callout, Element, ElementKind, Fill, Hole, Image, Link, Mark, Quotation, Speaker, Text};
pub use document::{Document, PlainPage, SourcePage, TopicPage};
pub use entry::{Correction, CorrectionKind, Entry, Extra, Photo, Source};
pub use markdown::commonmark;

use std::collections::BTreeSet;

use jiff::tz::TimeZone;

use crate::config::Markdown;
use crate::problem::{Problem, SitePath};
use crate::slug::Alphabet;

/// What parsing depends on beside the file itself.
#[derive(Clone, Debug)]
pub struct Options {
    /// The zone in which dates without an offset are read and all dates are shown.
    pub timezone: TimeZone,
    /// How Markdown is read.
    pub markdown: Markdown,
    /// Which letters heading ids may hold.
    pub slugs: Alphabet,
    /// The elements that the theme templates itself.
    pub elements: BTreeSet<ElementKind>,
}

/// What one file gave.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// The document, where enough of it was right.
    pub document: Option<Document>,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// Renders a Markdown text that is in no file of the site: for tests and measurements.
pub fn markdown(source: &str, options: &Options) -> (Text, Vec<Problem>) {
    markdown::render(&SitePath::new("text.md"), source, 0..source.len(), options)
}
