//! An entry or an edition in feeds, made once for all feeds that hold it.

use serde::{Serialize, Serializer};

use crate::collate::{EntryId, Item};
use crate::date::Moment;
use crate::load::Digest;
use crate::parse::CorrectionKind;

use super::date::DateView;
use super::feed::last_changed;
use super::photo::{PhotoView, photo};
use super::text::TextView;
use super::{Context, direction, entry, hash};

/// An item of feeds, shared by all that hold it: a key gets its hash, which covers its text too.
#[derive(Clone, Debug)]
pub struct SharedItem {
    /// What it is about, by which render makes its text.
    pub of: ItemOf,
    /// What feeds say of it.
    pub item: FeedItem,
    /// When it was published or last changed.
    pub(super) changed: Moment,
    digest: Digest,
}

/// What an item of a feed is about, by its position in the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ItemOf {
    /// An entry.
    Entry(EntryId),
    /// An edition.
    Edition(usize),
}

impl SharedItem {
    /// Prepares an item for sharing; `text` is what its text is made from beside the item.
    pub(super) fn new(of: ItemOf, item: FeedItem, changed: Moment, text: &impl Serialize) -> Self {
        let digest = hash(&(&item, text));
        Self { of, item, changed, digest }
    }
}

impl Serialize for SharedItem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.digest.serialize(serializer)
    }
}

/// What feeds say of an entry or an edition beside its text.
#[derive(Clone, Debug, Serialize)]
pub struct FeedItem {
    /// The name that it keeps for ever: a tag URI (RFC 4151) of an entry's file and day, or of an edition's days.
    pub id: String,
    /// Its whole address.
    pub url: String,
    /// The headline, or an edition's title.
    pub headline: String,
    /// The summary.
    pub standfirst: Option<String>,
    /// The beginning of the text, for formats that want a summary of everything.
    pub lede: String,
    /// When it was published: RFC 3339.
    pub published: String,
    /// The same as in mail: RFC 822 with four digits of the year.
    pub published_mail: String,
    /// When it last changed: RFC 3339.
    pub updated: String,
    /// When it last changed, in words; none where it never did.
    pub modified: Option<DateView>,
    /// Who wrote or curated it; empty where nobody is named.
    pub authors: Vec<String>,
    /// The names of its topics.
    pub topics: Vec<String>,
    /// Whom it is curated from.
    pub sources: Vec<FeedSource>,
    /// Its language as a BCP 47 code.
    pub language: String,
    /// `ltr` or `rtl`.
    pub direction: &'static str,
    /// The photos of its front matter, the lead photo first.
    pub photos: Vec<FeedPhoto>,
    /// Whether the lead photo stands in the text too, so that it need not stand before it.
    pub photo_in_text: bool,
    /// At-a-glance bullets.
    pub key_points: Vec<String>,
    /// Corrections, oldest first.
    pub corrections: Vec<FeedCorrection>,
}

/// A source of an entry in feeds.
#[derive(Clone, Debug, Serialize)]
pub struct FeedSource {
    /// The publisher's name.
    pub name: String,
    /// The address of the story, as long as it is there.
    pub url: Option<String>,
    /// Its authors.
    pub author: Vec<String>,
    /// The agencies it draws on.
    pub agencies: Vec<String>,
    /// The address of an archived copy.
    pub archive: Option<String>,
}

/// A photo of an entry in feeds.
#[derive(Clone, Debug, Serialize)]
pub struct FeedPhoto {
    /// Its whole address.
    pub url: String,
    /// Its media type, where its name tells.
    pub media_type: Option<&'static str>,
    /// Its length in bytes.
    pub size: u64,
    /// Its width in pixels, where its file says so.
    pub width: Option<u32>,
    /// Its height in pixels, where its file says so.
    pub height: Option<u32>,
    /// What it shows.
    pub alt: String,
    /// The words under it.
    pub caption: Option<String>,
    /// The credit line.
    pub credit: Option<String>,
    /// The photographer.
    pub creator: Option<String>,
    /// The licence, by name or address.
    pub license: Option<String>,
    /// Made or altered by AI.
    pub generated: bool,
}

/// A correction of an entry in feeds.
#[derive(Clone, Debug, Serialize)]
pub struct FeedCorrection {
    /// When.
    pub date: DateView,
    /// What sort of change.
    pub kind: CorrectionKind,
    /// What was wrong and what is right.
    pub note: String,
}

impl FeedPhoto {
    /// As the theme's template for photos sees it.
    pub fn view(&self) -> PhotoView<'_> {
        PhotoView {
            url: self.url.clone(),
            alt: &self.alt,
            caption: self.caption.as_deref(),
            credit: self.credit.as_deref(),
            creator: self.creator.as_deref(),
            license: self.license.as_deref(),
            generated: self.generated,
            width: self.width,
            height: self.height,
            ..PhotoView::default()
        }
    }
}

impl<'a> Context<'a> {
    /// The text of an entry for feeds: its ids are unlike those of others on the same page.
    pub fn feed_text(&self, id: EntryId) -> TextView<'a> {
        let item = &self.site.entries[id as usize];
        TextView { prefix: item.address.path().replace('/', "-"), ..self.text_of(item) }
    }

    /// What feeds say of an entry, made when the first feed asks.
    pub fn feed_item(&self, id: EntryId) -> &SharedItem {
        self.feed_items[id as usize].get_or_init(|| {
            let entry = &self.site.entries[id as usize];
            let (item, changed) = (self.make_feed_item(entry), last_changed(entry).clone());
            Box::new(SharedItem::new(ItemOf::Entry(id), item, changed, &self.feed_text(id)))
        })
    }

    fn make_feed_item(&self, item: &Item) -> FeedItem {
        let entry = &*item.entry;
        let language = entry.language.as_deref().unwrap_or(&self.config.language);
        let lead = item.resolved.photos.first().copied().flatten();
        FeedItem {
            id: self.tag_uri(item),
            url: self.absolute(&item.address),
            headline: entry.headline.clone(),
            standfirst: entry.standfirst.clone(),
            lede: entry.text.lede.clone(),
            published: entry.date.rfc3339(),
            published_mail: entry.date.rfc822(),
            updated: last_changed(item).rfc3339(),
            modified: entry::modified(item).map(|moment| self.dates.view(moment, language)),
            authors: entry.byline.clone(),
            topics: item.topics.iter().map(|&id| self.site.topics[id as usize].name.clone()).collect(),
            sources: entry.sources.iter().map(feed_source).collect(),
            language: language.to_owned(),
            direction: direction(language),
            photos: self.feed_photos(item),
            photo_in_text: lead.is_some() && item.resolved.images.contains(&lead),
            key_points: entry.key_points.clone(),
            corrections: entry.corrections.iter().map(|note| self.feed_correction(note, language)).collect(),
        }
    }

    fn feed_correction(&self, correction: &crate::parse::Correction, language: &str) -> FeedCorrection {
        FeedCorrection {
            date: self.dates.view(&correction.date, language),
            kind: correction.kind,
            note: correction.note.clone(),
        }
    }

    fn feed_photos(&self, item: &Item) -> Vec<FeedPhoto> {
        item.resolved.photos.iter().flatten().map(|&id| self.feed_photo(id)).collect()
    }

    fn feed_photo(&self, id: u32) -> FeedPhoto {
        let view = photo(self, id);
        let shown = &self.site.photos[id as usize];
        let described = &shown.photo;
        FeedPhoto {
            url: format!("{}{}", self.origin, view.url),
            media_type: view.media_type,
            size: view.length,
            width: view.width,
            height: view.height,
            alt: view.alt.to_owned(),
            caption: described.caption.clone(),
            credit: described.credit.clone(),
            creator: described.creator.clone(),
            license: described.license.clone(),
            generated: described.generated,
        }
    }
}

fn feed_source(source: &crate::parse::Source) -> FeedSource {
    FeedSource {
        name: source.name.clone(),
        url: source.live_url().map(str::to_owned),
        author: source.author.clone(),
        agencies: source.agencies.clone(),
        archive: source.archive.clone(),
    }
}
