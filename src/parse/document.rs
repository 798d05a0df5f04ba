//! The kinds of document that the content folder holds.

use std::sync::Arc;

use jiff::civil;
use serde::{Deserialize, Serialize};

use crate::load::Digest;
use crate::problem::SitePath;

use super::body::Text;
use super::entry::{Entry, Extra, Photo};
use super::free;

/// What one file of the content folder is. It is shared with every site that is made of it: copying one costs nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Document {
    /// A briefing entry: `content/**/*.md` outside the folders below.
    Entry(Arc<Entry>),
    /// A topic's page: `content/topics/*.md`.
    Topic(Arc<TopicPage>),
    /// A source's page: `content/sources/*.md`.
    Source(Arc<SourcePage>),
    /// A person's page: `content/people/*.md`.
    Person(Arc<PersonPage>),
    /// A plain page: `content/pages/*.md`.
    Page(Arc<PlainPage>),
    /// An edition's page: `content/editions/*.md`.
    Edition(Arc<EditionPage>),
}

impl Document {
    /// Whether both are one and the same, rather than two that may be alike.
    pub fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Entry(a), Self::Entry(b)) => Arc::ptr_eq(a, b),
            (Self::Topic(a), Self::Topic(b)) => Arc::ptr_eq(a, b),
            (Self::Source(a), Self::Source(b)) => Arc::ptr_eq(a, b),
            (Self::Person(a), Self::Person(b)) => Arc::ptr_eq(a, b),
            (Self::Page(a), Self::Page(b)) => Arc::ptr_eq(a, b),
            (Self::Edition(a), Self::Edition(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }
}

/// A topic's name, its other names and its introduction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TopicPage {
    /// The file it was parsed from.
    pub path: SitePath,
    /// The hash of that file's bytes.
    pub digest: Digest,
    /// The topic's name.
    pub name: String,
    /// Other names for it in entries.
    pub aliases: Vec<String>,
    /// The topic that this one is a part of, by name or alias.
    pub parent: Option<String>,
    /// A summary.
    pub standfirst: Option<String>,
    /// The last part of its address, where the editor chose one.
    pub slug: Option<String>,
    /// Anything a theme wants.
    #[serde(with = "free")]
    pub extra: Extra,
    /// The introduction.
    pub text: Text,
}

/// What is known of a source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SourcePage {
    /// The file it was parsed from.
    pub path: SitePath,
    /// The hash of that file's bytes.
    pub digest: Digest,
    /// The source's name.
    pub name: String,
    /// Other names for it in entries.
    pub aliases: Vec<String>,
    /// Its own site.
    pub homepage: Option<String>,
    /// Where it is based.
    pub country: Option<String>,
    /// A word on it.
    pub note: Option<String>,
    /// The last part of its address, where the editor chose one.
    pub slug: Option<String>,
    /// Anything a theme wants.
    #[serde(with = "free")]
    pub extra: Extra,
    /// The introduction.
    pub text: Text,
}

/// What is known of somebody who is quoted or who writes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PersonPage {
    /// The file it was parsed from.
    pub path: SitePath,
    /// The hash of that file's bytes.
    pub digest: Digest,
    /// The person's name.
    pub name: String,
    /// Other spellings of it in entries.
    pub aliases: Vec<String>,
    /// What the person is: an office, a profession.
    pub role: Option<String>,
    /// A photo beside the file.
    pub portrait: Option<Photo>,
    /// The person's own site.
    pub homepage: Option<String>,
    /// The last part of its address, where the editor chose one.
    pub slug: Option<String>,
    /// Anything a theme wants.
    #[serde(with = "free")]
    pub extra: Extra,
    /// The introduction.
    pub text: Text,
}

/// A page outside the briefing: about, masthead, standards.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlainPage {
    /// The file it was parsed from.
    pub path: SitePath,
    /// The hash of that file's bytes.
    pub digest: Digest,
    /// Its title.
    pub title: String,
    /// A summary.
    pub standfirst: Option<String>,
    /// The last part of its address, where the editor chose one.
    pub slug: Option<String>,
    /// Old addresses that lead here: each begins with `/`.
    pub aliases: Vec<String>,
    /// Its language as a BCP 47 code, where it is not the site's.
    pub language: Option<String>,
    /// The template that renders it, where it is not `page.html`.
    pub template: Option<String>,
    /// In no public output.
    pub draft: bool,
    /// Anything a theme wants.
    #[serde(with = "free")]
    pub extra: Extra,
    /// The text.
    pub text: Text,
}

/// What editors say of an edition: its name, its introduction, the order of its entries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EditionPage {
    /// The file it was parsed from.
    pub path: SitePath,
    /// The hash of that file's bytes.
    pub digest: Digest,
    /// The day that its file is named after: the edition's own, or any day of its week.
    pub day: civil::Date,
    /// Its title, where the day in words is not enough.
    pub title: Option<String>,
    /// A summary.
    pub standfirst: Option<String>,
    /// The files of its entries in the wanted order, as written.
    pub order: Vec<String>,
    /// The last part of its address, where the editor chose one.
    pub slug: Option<String>,
    /// Anything a theme wants.
    #[serde(with = "free")]
    pub extra: Extra,
    /// The introduction.
    pub text: Text,
}

/// A file that is too broken to be a document.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unread {
    /// The file.
    pub path: SitePath,
    /// The text under the front matter, where that much could be read.
    pub text: Option<Box<Text>>,
}
