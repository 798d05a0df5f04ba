//! An entry: the typed front matter of a briefing item with its rendered text.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::date::Moment;
use crate::load::Digest;
use crate::photo::Focus;
use crate::problem::SitePath;

use super::body::Text;
use super::copy::Marks;
use super::free;

/// One entry of the briefing. Optional text that is blank in the file is `None` here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The file it was parsed from.
    pub path: SitePath,
    /// The hash of that file's bytes.
    pub digest: Digest,
    /// The page title.
    pub headline: String,
    /// When it is published.
    pub date: Moment,
    /// When it last changed, where the editor says so.
    pub updated: Option<Moment>,
    /// When it leaves the site.
    pub expires: Option<Moment>,
    /// Before this it is in no public output.
    pub embargo: Option<Moment>,
    /// Never in public output.
    pub draft: bool,
    /// The summary under the headline.
    pub standfirst: Option<String>,
    /// The label over the headline.
    pub kicker: Option<String>,
    /// The place of report.
    pub dateline: Option<String>,
    /// Who wrote or curated it.
    pub byline: Vec<String>,
    /// Topic names as written.
    pub topics: Vec<String>,
    /// Whom it is curated from.
    pub sources: Vec<Source>,
    /// The lead photo first, then those that the text shows.
    pub photos: Vec<Photo>,
    /// At-a-glance bullets.
    pub key_points: Vec<String>,
    /// Corrections, oldest first.
    pub corrections: Vec<Correction>,
    /// The running story it belongs to.
    pub story: Option<String>,
    /// Why it was withdrawn, where it was.
    pub withdrawn: Option<String>,
    /// The last part of its address, where the editor chose one.
    pub slug: Option<String>,
    /// Old addresses that lead here: each begins with `/`.
    pub aliases: Vec<String>,
    /// Its language as a BCP 47 code, where it is not the site's.
    pub language: Option<String>,
    /// The template that renders it, where it is not `entry.html`.
    pub template: Option<String>,
    /// Whether it leads its edition.
    pub lead: bool,
    /// Anything a theme wants.
    #[serde(with = "free")]
    pub extra: Extra,
    /// The text.
    pub text: Text,
    /// What the desk compares it with other entries by.
    pub marks: Marks,
}

/// Free values for a theme: text, numbers, booleans, lists and maps under names.
pub type Extra = BTreeMap<String, serde_json::Value>;

/// Whom an entry is curated from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// The publisher's name.
    pub name: String,
    /// The address of the story: http or https.
    pub url: Option<String>,
    /// Its authors.
    pub author: Vec<String>,
    /// The agencies it draws on.
    pub agencies: Vec<String>,
    /// When it was published, as a moment.
    pub published: Option<Moment>,
    /// When the editor read it.
    pub accessed: Option<Moment>,
    /// The address of an archived copy.
    pub archive: Option<String>,
    /// When the story was found to be gone from its address: readers are then led to the archived copy.
    pub gone: Option<Moment>,
}

impl Source {
    /// The address of the story, as long as it is there.
    pub fn live_url(&self) -> Option<&str> {
        self.url.as_deref().filter(|_| self.gone.is_none())
    }
}

/// A photo with its credit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    /// The file, relative to the entry's folder (or from `/` at the site's `static/`): as written.
    pub file: String,
    /// What it shows; `Some("")` says on purpose that it shows nothing that matters, `None` that nobody said.
    pub alt: Option<String>,
    /// The words under it.
    pub caption: Option<String>,
    /// The credit line as its supplier wants it shown.
    pub credit: Option<String>,
    /// The photographer.
    pub creator: Option<String>,
    /// The copyright notice.
    pub copyright: Option<String>,
    /// The licence, by name or address.
    pub license: Option<String>,
    /// The address of the page where rights to it may be had (IPTC's Licensor URL).
    pub licensor: Option<String>,
    /// Where it came from, by name or address.
    pub source: Option<String>,
    /// The moment after which it may not be shown.
    pub rights_until: Option<Moment>,
    /// Made or altered by AI, and said so on the page.
    pub generated: bool,
    /// The point that crops keep.
    pub focus: Option<Focus>,
}

/// What a file beside a photo (`bridge.jpg.yaml`) says of it, wherever it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sidecar {
    /// The photo.
    pub of: SitePath,
    /// The file beside it.
    pub path: SitePath,
    /// What is said.
    pub photo: Photo,
}

/// A note on what was changed after publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// When.
    pub date: Moment,
    /// What sort of change.
    pub kind: CorrectionKind,
    /// What was wrong and what is right.
    pub note: String,
}

/// What sort of change a correction is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CorrectionKind {
    /// An error of fact.
    #[default]
    Correction,
    /// Unclear wording.
    Clarification,
    /// New facts.
    Update,
    /// The whole is taken back.
    Retraction,
}
