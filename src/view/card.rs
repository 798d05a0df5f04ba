//! An entry as lists show it, made when the first list shows it and shared by all that do.

use std::fmt;
use std::sync::OnceLock;

use serde::{Serialize, Serializer};

use crate::collate::{EntryId, Item, Status, held_until};
use crate::load::Digest;

use super::date::DateView;
use super::page::Link;
use super::photo::{PhotoView, photo};
use super::{Context, direction, hash};

/// An entry in a list.
#[derive(Clone, Debug, Serialize, schemars::JsonSchema)]
pub struct Card<'a> {
    /// Its address from the host's root.
    pub url: String,
    /// Its headline.
    pub headline: &'a str,
    /// The summary.
    pub standfirst: Option<&'a str>,
    /// The label over the headline.
    pub kicker: Option<&'a str>,
    /// The place of report.
    pub dateline: Option<&'a str>,
    /// When it was published.
    pub date: DateView,
    /// Who wrote or curated it.
    pub byline: &'a [String],
    /// Its topics.
    pub topics: Vec<Link<'a>>,
    /// The names of its sources.
    pub sources: Vec<&'a str>,
    /// The lead photo.
    pub photo: Option<PhotoView<'a>>,
    /// Its language as a BCP 47 code.
    pub language: &'a str,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// Whether it leads its edition.
    pub lead: bool,
    /// `draft`, `scheduled` … where a preview shows it before the public may see it; none for published entries.
    pub status: Option<&'static str>,
    /// When it becomes public by itself, where a preview shows it before and its status has an end.
    pub until: Option<DateView>,
    /// The story that it is part of.
    pub story: Option<&'a str>,
}

/// A value that many views share: a template gets the value, a key its hash.
#[derive(Clone, Debug)]
pub struct Shared {
    value: tera::Value,
    digest: Digest,
}

impl Shared {
    /// Prepares a value for sharing.
    pub fn new(value: &impl Serialize) -> Self {
        Self { value: tera::Value::from_serializable(value), digest: hash(value) }
    }

    /// The value, for a template.
    pub fn value(&self) -> &tera::Value {
        &self.value
    }

    /// Its hash.
    pub fn digest(&self) -> Digest {
        self.digest
    }
}

impl Serialize for Shared {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        value_or_hash(serializer, || &self.value, || self.digest)
    }
}

/// Tera's serializer is for human readers and gets the value (a counted reference, not a copy); the one that keys are made
/// with is not, and gets the hash.
fn value_or_hash<'v, S: Serializer>(
    serializer: S,
    value: impl FnOnce() -> &'v tera::Value,
    digest: impl FnOnce() -> Digest,
) -> Result<S::Ok, S::Error> {
    if serializer.is_human_readable() { value().serialize(serializer) } else { digest().serialize(serializer) }
}

/// The card of a listed entry as views hold it: a key gets its hash, a template its value. Both are the same for all
/// that show the entry, and each is made when it is first asked for; where a page is as it was, nobody asks for values.
#[derive(Clone, Copy)]
pub struct CardOf<'a> {
    context: &'a Context<'a>,
    id: EntryId,
}

/// What was asked of a card.
#[derive(Default)]
pub(super) struct AskedOfCard {
    digest: OnceLock<Digest>,
    value: OnceLock<tera::Value>,
}

impl CardOf<'_> {
    fn asked(&self) -> &AskedOfCard {
        &self.context.cards[self.id as usize]
    }

    fn card(&self) -> Card<'_> {
        card(self.context, &self.context.site.entries[self.id as usize])
    }

    fn digest(&self) -> Digest {
        *self.asked().digest.get_or_init(|| hash(&self.card()))
    }

    fn value(&self) -> &tera::Value {
        self.asked().value.get_or_init(|| tera::Value::from_serializable(&self.card()))
    }

    /// The card for templates that outlive the site.
    pub(super) fn share(&self) -> Shared {
        Shared { value: self.value().clone(), digest: self.digest() }
    }
}

impl fmt::Debug for CardOf<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("CardOf").field(&self.id).finish()
    }
}

impl Serialize for CardOf<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        value_or_hash(serializer, || self.value(), || self.digest())
    }
}

impl<'a> Context<'a> {
    /// The card of a listed entry.
    pub fn card(&'a self, id: EntryId) -> CardOf<'a> {
        CardOf { context: self, id }
    }
}

fn card<'a>(context: &Context<'a>, item: &'a Item) -> Card<'a> {
    let entry = &item.entry;
    let language = entry.language.as_deref().unwrap_or(&context.config.language);
    Card {
        url: item.address.href(&context.base_path),
        headline: &entry.headline,
        standfirst: entry.standfirst.as_deref(),
        kicker: entry.kicker.as_deref(),
        dateline: entry.dateline.as_deref(),
        date: context.dates.view(&entry.date, &context.config.language),
        byline: &entry.byline,
        topics: topics(context, item),
        sources: entry.sources.iter().map(|source| source.name.as_str()).collect(),
        photo: lead_photo(context, item),
        language,
        direction: direction(language),
        lead: entry.lead,
        status: (item.status != Status::Published).then(|| item.status.name()),
        until: held_until(entry, item.status).map(|moment| context.dates.view(moment, &context.config.language)),
        story: entry.story.as_deref(),
    }
}

/// The topics of an entry as links.
pub(super) fn topics<'a>(context: &Context<'a>, item: &Item) -> Vec<Link<'a>> {
    let topic = |&id: &u32| {
        let group = &context.site.topics[id as usize];
        Link { name: &group.name, url: group.address.href(&context.base_path) }
    };
    item.topics.iter().map(topic).collect()
}

fn lead_photo<'a>(context: &Context<'a>, item: &'a Item) -> Option<PhotoView<'a>> {
    Some(photo(context, item.resolved.photos.first().copied()??))
}
