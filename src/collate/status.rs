//! Which entries the public may see at a given moment, and what is held back until when.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::date::Moment;
use crate::parse::Entry;
use crate::problem::SitePath;

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Not finished.
    Draft,
    /// Under an embargo that has not ended.
    Embargoed,
    /// Dated in the future.
    Scheduled,
    /// Public.
    Published,
    /// Its time is over.
    Expired,
}

impl Status {
    /// The status of an entry at a moment. An embargo counts before all else: nothing may override it.
    pub fn of(entry: &Entry, now: Timestamp) -> Self {
        let ahead = |moment: &Moment| moment.instant() > now;
        if entry.embargo.as_ref().is_some_and(ahead) {
            Self::Embargoed
        } else if entry.draft {
            Self::Draft
        } else if ahead(&entry.date) {
            Self::Scheduled
        } else if entry.expires.as_ref().is_some_and(|expires| !ahead(expires)) {
            Self::Expired
        } else {
            Self::Published
        }
    }

    /// What an entry of this status is, in a message.
    pub fn phrase(self) -> &'static str {
        if self == Self::Draft { "a draft" } else { self.name() }
    }

    /// Its name in lower case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Embargoed => "embargoed",
            Self::Scheduled => "scheduled",
            Self::Published => "published",
            Self::Expired => "expired",
        }
    }
}

/// What a build shows beside published entries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Visibility {
    /// Drafts too.
    pub drafts: bool,
    /// Entries dated in the future too.
    pub scheduled: bool,
    /// Entries under embargo too. Never set by a build whose output could be published.
    pub embargoed: bool,
}

impl Visibility {
    /// Whether an entry of this status is shown.
    pub fn shows(self, status: Status) -> bool {
        match status {
            Status::Published => true,
            Status::Draft => self.drafts,
            Status::Scheduled => self.scheduled,
            Status::Embargoed => self.embargoed,
            Status::Expired => false,
        }
    }
}

/// An entry that is not shown, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Held {
    /// Its file.
    pub path: SitePath,
    /// Its headline.
    pub headline: String,
    /// Why it is held.
    pub status: Status,
    /// When that changes by itself.
    pub until: Option<Moment>,
}

impl Held {
    /// The record of an entry that is held back.
    pub fn new(entry: &Entry, status: Status) -> Self {
        let until = match status {
            Status::Embargoed => entry.embargo.clone(),
            Status::Scheduled => Some(entry.date.clone()),
            _ => None,
        };
        Self { path: entry.path.clone(), headline: entry.headline.clone(), status, until }
    }
}

/// The next moment after `now` at which an entry appears or leaves by itself, and which it will then be.
pub fn next_change(entry: &Entry, now: Timestamp) -> Option<(Moment, Status)> {
    let mut moments: Vec<&Moment> =
        [entry.embargo.as_ref(), Some(&entry.date), entry.expires.as_ref()].into_iter().flatten().collect();
    moments.sort();
    let public = |at: Timestamp| Status::of(entry, at) == Status::Published;
    let today = public(now);
    moments
        .into_iter()
        .filter(|moment| moment.instant() > now)
        .find(|moment| public(moment.instant()) != today)
        .map(|moment| (moment.clone(), Status::of(entry, moment.instant())))
}
