//! Feeds: one view for the three formats, and the page that lists them.

use rustc_hash::FxHashSet;
use serde::Serialize;

use crate::collate::{Address, EDITIONS, EntryId, Group, Item, Logged};

use super::content::Content;
use super::correction::CORRECTIONS;
use super::feed_item::SharedItem;
use super::page::FeedLink;
use super::{Context, View, entry};

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
    /// Of editions.
    pub editions: bool,
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
#[derive(Serialize, schemars::JsonSchema)]
pub struct FeedsView<'a> {
    /// Of the whole site, in each format.
    pub site: Vec<FeedLink<'a>>,
    /// Of corrections, in each format; empty where the theme has none.
    pub corrections: Vec<FeedLink<'a>>,
    /// Of editions, in each format; empty where there are none.
    pub editions: Vec<FeedLink<'a>>,
    /// Of each topic.
    pub topics: Vec<GroupFeeds<'a>>,
    /// Of each source.
    pub sources: Vec<GroupFeeds<'a>>,
    /// How many entries a feed holds at most.
    pub limit: usize,
}

/// The feeds of a topic or source.
#[derive(Serialize, schemars::JsonSchema)]
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

impl<'a> Context<'a> {
    /// The feeds that a page announces: those of what is at `home`, in each format that the site writes.
    pub(super) fn feed_links(&self, of: &'a str, home: &Address) -> Vec<FeedLink<'a>> {
        self.named_feed_links(of, None, home)
    }

    /// The feeds of editions, which their index and pages announce; none where the theme has none.
    pub(super) fn edition_feeds(&self) -> Vec<FeedLink<'a>> {
        let links = || self.named_feed_links(&self.config.title, Some("editions"), &Address::new(EDITIONS));
        if self.pages.editions_feed { links() } else { Vec::new() }
    }

    fn named_feed_links(&self, of: &'a str, words: Option<&'static str>, home: &Address) -> Vec<FeedLink<'a>> {
        let link = |&format: &FeedFormat| FeedLink {
            title: of,
            words,
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
            editions: if kinds.editions { self.edition_feeds() } else { Vec::new() },
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
        self.feed(
            FeedTitle::Site,
            self.config.description.as_deref(),
            &Address::new(""),
            self.newest(&self.all),
            format,
        )
    }

    /// The feed of a topic or source.
    pub fn group_feed<P>(&'a self, group: &'a Group<P>, format: FeedFormat) -> View<'a> {
        self.feed(FeedTitle::Name(&group.name), None, &group.address, self.newest(&group.entries), format)
    }

    /// The feed of entries that were corrected, the newest correction first. Its page is the log of corrections; where
    /// the theme has none, the front page.
    pub fn corrections_feed(&'a self, format: FeedFormat) -> View<'a> {
        let items = self.newest(&self.corrected);
        let mut view = self.feed(FeedTitle::Words("corrections"), None, &Address::new(CORRECTIONS), items, format);
        if !self.pages.corrections
            && let Content::Feed(feed) = &mut view.content
        {
            feed.home = self.absolute(&Address::new(""));
        }
        view
    }

    /// The feed of editions, the newest first.
    pub fn editions_feed(&'a self, format: FeedFormat) -> View<'a> {
        let newest = 0..self.site.editions.len().min(self.config.feeds.limit);
        let items = newest.map(|position| self.edition_item(position)).collect();
        self.feed(FeedTitle::Words("editions"), None, &Address::new(EDITIONS), items, format)
    }

    /// The first entries of a list as items, as many as a feed holds.
    fn newest(&'a self, entries: &[EntryId]) -> Vec<&'a SharedItem> {
        entries.iter().take(self.config.feeds.limit).map(|&id| self.feed_item(id)).collect()
    }

    /// A feed of these items, beside the page at `home`.
    fn feed(
        &'a self,
        title: FeedTitle<'a>,
        description: Option<&'a str>,
        home: &Address,
        items: Vec<&'a SharedItem>,
        format: FeedFormat,
    ) -> View<'a> {
        let address = feed_of(home, format);
        let changed = items.iter().map(|shared| &shared.changed).max();
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
            items,
        };
        View { template: "", page: self.head("feed", &address), content: Content::Feed(feed) }
    }
}

/// Entries that were corrected, the newest correction first, of a log in which the newest is the first.
pub(super) fn corrected(log: &[Logged]) -> Vec<EntryId> {
    let mut seen = FxHashSet::default();
    log.iter().map(|logged| logged.entry).filter(|&entry| seen.insert(entry)).collect()
}

/// When an entry was published or last changed.
pub(super) fn last_changed(item: &Item) -> &crate::date::Moment {
    entry::modified(item).unwrap_or(&item.entry.date)
}
