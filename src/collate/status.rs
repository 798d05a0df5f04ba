//! Which entries the public may see at a given moment, and what is held back until when.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::date::Moment;
use crate::parse::{Document, Entry, Photo, Sidecar};
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

/// Who sees the site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub enum Audience {
    /// Everybody: what is published, and nothing derived from anything else.
    #[default]
    Public,
    /// The desk, in a preview that is never written where the public site is: what is still to come too, marked.
    Desk,
}

impl Audience {
    /// Whether an entry of this status is shown.
    pub fn sees(self, status: Status) -> bool {
        match status {
            Status::Published => true,
            Status::Draft | Status::Scheduled | Status::Embargoed => self == Self::Desk,
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
        let until = held_until(entry, status).cloned();
        Self { path: entry.path.clone(), headline: entry.headline.clone(), status, until }
    }
}

/// When an entry of this status becomes public by itself.
pub fn held_until(entry: &Entry, status: Status) -> Option<&Moment> {
    match status {
        Status::Embargoed => entry.embargo.as_ref(),
        Status::Scheduled => Some(&entry.date),
        Status::Draft | Status::Published | Status::Expired => None,
    }
}

/// How long an entry stays in the news sitemap (Google, *Create a News sitemap*: the last two days).
pub const NEWS_AGE: SignedDuration = SignedDuration::from_hours(48);

/// What happens to an entry by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It becomes public.
    Appears,
    /// It is public no longer.
    Leaves,
    /// It is no news any more, and leaves the news sitemap.
    Ages,
}

/// The next moment after `now` at which time alone may change anything: an entry appears, leaves or is no news any more,
/// or the right to show a photo ends.
pub(super) fn next_moment(documents: &[Document], sidecars: &[Sidecar], now: Timestamp) -> Option<Timestamp> {
    let instant = |moment: &Option<Moment>| moment.as_ref().map(Moment::instant);
    let rights = |photo: &Photo| instant(&photo.rights_until);
    let next = |moments: &[Option<Timestamp>]| moments.iter().flatten().copied().filter(|at| *at > now).min();
    let of_document = |document: &Document| match document {
        Document::Entry(entry) => {
            let date = entry.date.instant();
            let photos = entry.photos.iter().filter_map(rights);
            let own = [instant(&entry.embargo), Some(date), instant(&entry.expires), date.checked_add(NEWS_AGE).ok()];
            next(&own).into_iter().chain(photos.filter(|at| *at > now)).min()
        }
        Document::Person(page) => next(&[page.portrait.as_ref().and_then(rights)]),
        _ => None,
    };
    let of_sidecars = sidecars.iter().filter_map(|sidecar| rights(&sidecar.photo));
    documents.iter().filter_map(of_document).chain(of_sidecars.filter(|at| *at > now)).min()
}

/// The next moment after `now` at which something happens to an entry by itself, and what; `news` is whether the site
/// has a news sitemap.
pub fn next_change(entry: &Entry, now: Timestamp, news: bool) -> Option<(Timestamp, Change)> {
    let old = entry.date.instant().checked_add(NEWS_AGE).ok().filter(|_| news && entry.withdrawn.is_none());
    let moments = [entry.embargo.as_ref(), Some(&entry.date), entry.expires.as_ref()];
    let mut moments: Vec<Timestamp> = moments.into_iter().flatten().map(Moment::instant).chain(old).collect();
    moments.sort();
    let public = |at: Timestamp| Status::of(entry, at) == Status::Published;
    let is_news = |at: Timestamp| public(at) && old.is_some_and(|old| at < old);
    let change = |at: Timestamp| match (public(now), public(at)) {
        (false, true) => Some(Change::Appears),
        (true, false) => Some(Change::Leaves),
        _ => (is_news(now) && !is_news(at)).then_some(Change::Ages),
    };
    moments.into_iter().filter(|at| *at > now).find_map(|at| Some((at, change(at)?)))
}
