//! Feeds: one view for the three formats, its items made once for all feeds that hold them.

use serde::{Serialize, Serializer};

use crate::collate::{Address, EntryId, Group, Item};
use crate::load::Digest;
use crate::parse::{CorrectionKind, Photo};

use super::content::Content;
use super::date::DateView;
use super::page::FeedLink;
use super::text::{PhotoView, TextView, photo};
use super::{Context, View, direction, entry, hash};

/// The folder of the feeds of corrections.
pub const CORRECTIONS: &str = "corrections/";

/// The page that lists the feeds.
pub const FEEDS: &str = "feeds/";

/// What a feed says when nothing is in it: the first moment of Unix time.
const NEVER: (&str, &str) = ("1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 +0000");

/// A format of feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum FeedFormat {
    /// Atom (RFC 4287).
    Atom,
    /// RSS 2.0 with Media RSS 1.5.1 (the RSS Advisory Board's specifications).
    Rss,
    /// JSON Feed 1.1 (jsonfeed.org).
    Json,
}

impl FeedFormat {
    /// The name of the file.
    pub fn file(self) -> &'static str {
        match self {
            Self::Atom => "atom.xml",
            Self::Rss => "rss.xml",
            Self::Json => "feed.json",
        }
    }

    /// The media type by which a page announces it.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Atom => "application/atom+xml",
            Self::Rss => "application/rss+xml",
            Self::Json => "application/feed+json",
        }
    }

    /// Its name for readers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Atom => "Atom",
            Self::Rss => "RSS",
            Self::Json => "JSON Feed",
        }
    }
}

/// The address of the feed of what is at an address.
pub fn feed_of(home: &Address, format: FeedFormat) -> Address {
    home.join(format.file())
}

/// The kinds of feeds beside those of the whole site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FeedKinds {
    /// Of corrections.
    pub corrections: bool,
    /// Of topics.
    pub topics: bool,
    /// Of sources.
    pub sources: bool,
}

/// What a feed is called.
#[derive(Serialize)]
pub enum FeedTitle<'a> {
    /// The site.
    Site,
    /// A topic, a source, an edition: its name, with the site's behind it.
    Name(&'a str),
    /// The theme's words of this key, with the site's name behind them.
    Words(&'static str),
}

/// The feeds of a site, under the name `feeds` in `feeds.html`.
#[derive(Serialize)]
pub struct FeedsView<'a> {
    /// Of the whole site, in each format.
    pub site: Vec<FeedLink<'a>>,
    /// Of corrections, in each format; empty where the theme has none.
    pub corrections: Vec<FeedLink<'a>>,
    /// Of each topic.
    pub topics: Vec<GroupFeeds<'a>>,
    /// Of each source.
    pub sources: Vec<GroupFeeds<'a>>,
    /// How many entries a feed holds at most.
    pub limit: usize,
}

/// The feeds of a topic or source.
#[derive(Serialize)]
pub struct GroupFeeds<'a> {
    /// Its name.
    pub name: &'a str,
    /// The address of its page from the host's root.
    pub url: String,
    /// Its feeds, in each format.
    pub feeds: Vec<FeedLink<'a>>,
}

/// A feed.
#[derive(Serialize)]
pub struct FeedView<'a> {
    /// How it is written.
    pub format: FeedFormat,
    /// What it is a feed of.
    pub title: FeedTitle<'a>,
    /// The name of the site, which is the author of what names nobody.
    pub site: &'a str,
    /// A sentence on what it holds.
    pub description: Option<&'a str>,
    /// The name that it keeps for ever: a whole address.
    pub id: String,
    /// Its own whole address.
    pub url: String,
    /// The whole address of the page that it is a feed of.
    pub home: String,
    /// The site's language as a BCP 47 code.
    pub language: &'a str,
    /// When one of its items last changed: RFC 3339.
    pub updated: String,
    /// The same as in mail: RFC 822 with four digits of the year.
    pub updated_mail: String,
    /// The items, newest first.
    pub items: Vec<&'a SharedItem>,
}

/// An entry in feeds, shared by all that hold it: a key gets its hash, which covers its text too.
#[derive(Clone, Debug)]
pub struct SharedItem {
    /// The entry's position, by which render finds its text.
    pub entry: EntryId,
    /// What feeds say of it.
    pub item: FeedItem,
    digest: Digest,
}

impl Serialize for SharedItem {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.digest.serialize(serializer)
    }
}

/// What feeds say of an entry beside its text.
#[derive(Clone, Debug, Serialize)]
pub struct FeedItem {
    /// The name that the entry keeps for ever: a tag URI (RFC 4151) of its file's name and day.
    pub id: String,
    /// The entry's whole address.
    pub url: String,
    /// The headline.
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
    /// The address of the story.
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
            source: None,
            generated: self.generated,
        }
    }
}

impl<'a> Context<'a> {
    /// The feeds that a page announces: those of what is at `home`, in each format that the site writes.
    pub(super) fn feed_links(&self, of: &'a str, home: &Address) -> Vec<FeedLink<'a>> {
        let link = |&format: &FeedFormat| FeedLink {
            title: of,
            url: feed_of(home, format).href(&self.base_path),
            media_type: format.media_type(),
            format: format.name(),
        };
        self.formats.iter().map(link).collect()
    }

    /// The page that lists the feeds; which kinds there are is the theme's choice.
    pub fn feeds(&'a self, address: &Address, kinds: FeedKinds) -> View<'a> {
        let site = self.site;
        let corrections = || self.feed_links(&self.config.title, &Address::new(CORRECTIONS));
        let feeds = FeedsView {
            site: self.feed_links(&self.config.title, &Address::new("")),
            corrections: if kinds.corrections { corrections() } else { Vec::new() },
            topics: if kinds.topics { self.all_feeds(&site.topics) } else { Vec::new() },
            sources: if kinds.sources { self.all_feeds(&site.sources) } else { Vec::new() },
            limit: self.config.feeds.limit,
        };
        View { template: "feeds.html", page: self.head("feeds", address), content: Content::Feeds(feeds) }
    }

    fn all_feeds<P>(&self, groups: &'a [Group<P>]) -> Vec<GroupFeeds<'a>> {
        let feeds = |group: &'a Group<P>| GroupFeeds {
            name: &group.name,
            url: group.address.href(&self.base_path),
            feeds: self.feed_links(&group.name, &group.address),
        };
        groups.iter().map(feeds).collect()
    }

    /// The feed of the whole site.
    pub fn site_feed(&'a self, format: FeedFormat) -> View<'a> {
        self.feed(FeedTitle::Site, self.config.description.as_deref(), &Address::new(""), &self.all, format)
    }

    /// The feed of a topic or source.
    pub fn group_feed<P>(&'a self, group: &'a Group<P>, format: FeedFormat) -> View<'a> {
        self.feed(FeedTitle::Name(&group.name), None, &group.address, &group.entries, format)
    }

    /// The feed of entries that were corrected, the newest correction first. Its page is the front page.
    pub fn corrections_feed(&'a self, format: FeedFormat) -> View<'a> {
        let mut view =
            self.feed(FeedTitle::Words("corrections"), None, &Address::new(CORRECTIONS), &self.corrected, format);
        if let Content::Feed(feed) = &mut view.content {
            feed.home = self.absolute(&Address::new(""));
        }
        view
    }

    /// A feed of the first entries of a list, beside the page at `home`.
    pub fn feed(
        &'a self,
        title: FeedTitle<'a>,
        description: Option<&'a str>,
        home: &Address,
        entries: &[EntryId],
        format: FeedFormat,
    ) -> View<'a> {
        let address = feed_of(home, format);
        let newest = &entries[..entries.len().min(self.config.feeds.limit)];
        let changed = newest.iter().map(|&id| last_changed(&self.site.entries[id as usize])).max();
        let feed = FeedView {
            format,
            title,
            site: &self.config.title,
            description,
            id: self.absolute(home),
            url: self.absolute(&address),
            home: self.absolute(home),
            language: &self.config.language,
            updated: changed.map_or_else(|| NEVER.0.to_owned(), crate::date::Moment::rfc3339),
            updated_mail: changed.map_or_else(|| NEVER.1.to_owned(), crate::date::Moment::rfc822),
            items: newest.iter().map(|&id| self.feed_item(id)).collect(),
        };
        View { template: "", page: self.head("feed", &address), content: Content::Feed(feed) }
    }

    /// The text of an entry for feeds: its ids are unlike those of others on the same page.
    pub fn feed_text(&self, id: EntryId) -> TextView<'a> {
        let item = &self.site.entries[id as usize];
        TextView { prefix: item.address.path().replace('/', "-"), ..self.text_of(item) }
    }

    fn feed_item(&self, id: EntryId) -> &SharedItem {
        self.feed_items[id as usize].get_or_init(|| {
            let item = self.make_feed_item(&self.site.entries[id as usize]);
            let digest = hash(&(&item, self.feed_text(id)));
            Box::new(SharedItem { entry: id, item, digest })
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
        let found = item.resolved.photos.iter().zip(&item.entry.photos);
        found.filter_map(|(&media, described)| self.feed_photo(media?, described)).collect()
    }

    fn feed_photo(&self, id: u32, described: &Photo) -> Option<FeedPhoto> {
        let view = photo(self, id, described)?;
        let media = &self.site.media[id as usize];
        Some(FeedPhoto {
            url: format!("{}{}", self.origin, view.url),
            media_type: media_type(media.path.as_str()),
            size: media.size,
            alt: view.alt.to_owned(),
            caption: described.caption.clone(),
            credit: described.credit.clone(),
            creator: described.creator.clone(),
            license: described.license.clone(),
            generated: described.generated,
        })
    }

    fn tag_uri(&self, item: &Item) -> String {
        let host = self.origin.split("://").nth(1).unwrap_or_default().split(':').next().unwrap_or_default();
        let name = Address::new(crate::collate::file_stem(item.entry.path.as_str())).href("");
        format!("tag:{host},{}:{}", item.entry.date.day(), &name[1..])
    }
}

/// Entries that were corrected, the newest correction first.
pub(super) fn corrected(items: &[Item]) -> Vec<EntryId> {
    let newest = |id: EntryId| items[id as usize].entry.corrections.iter().map(|note| &note.date).max();
    let mut corrected: Vec<EntryId> =
        (0..).take(items.len()).filter(|&id| !items[id as usize].entry.corrections.is_empty()).collect();
    corrected.sort_by(|&a, &b| newest(b).cmp(&newest(a)));
    corrected
}

fn last_changed(item: &Item) -> &crate::date::Moment {
    entry::modified(item).unwrap_or(&item.entry.date)
}

fn feed_source(source: &crate::parse::Source) -> FeedSource {
    FeedSource {
        name: source.name.clone(),
        url: source.url.clone(),
        author: source.author.clone(),
        agencies: source.agencies.clone(),
        archive: source.archive.clone(),
    }
}

/// The media type of a picture by its name's ending (IANA's registry).
fn media_type(path: &str) -> Option<&'static str> {
    let (_, extension) = path.rsplit_once('.')?;
    match extension.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => Some("image/jpeg"),
        "png" => Some("image/png"),
        "webp" => Some("image/webp"),
        "avif" => Some("image/avif"),
        "gif" => Some("image/gif"),
        "svg" => Some("image/svg+xml"),
        _ => None,
    }
}
