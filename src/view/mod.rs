//! What templates may see. Every page has one [`View`]; render gives Tera that view and nothing else, and the page's
//! key is made from that same view, so that a page whose view is unchanged need not be rendered again.

mod activity;
mod calendar;
mod card;
mod catalogue;
mod content;
mod correction;
mod data;
mod date;
mod edition;
mod email;
mod entry;
mod feed;
mod feed_edition;
mod feed_item;
mod front;
mod language;
mod linked_data;
mod machine;
mod page;
mod pages;
mod person;
mod photo;
mod question;
mod search;
mod settings;
mod sitemap;
mod story;
mod text;

use std::sync::{Arc, OnceLock};

use crate::collate::Site;
use crate::config::Config;
use crate::darkroom::Album;
use crate::load::Digest;
use crate::search::{Index, Memory};
use crate::theme::{self, Theme};

pub use activity::Activity;
pub use calendar::{CalendarView, DayCell, DayView, MonthCell, Weekday};
use card::AskedOfCard;
pub use card::{Card, CardOf, Shared};
pub use catalogue::Catalogue;
pub use content::{Content, GroupView, ListView, MonthView, PlainView, RedirectView, WithdrawnView, YearView};
pub use correction::{CORRECTIONS, LoggedView};
pub use data::{DataEntry, DataList, DataPage};
pub use date::DateView;
use edition::Editions;
pub use edition::{Brief, EditionCard, EditionLink, EditionView, editions_address};
pub use email::{EmailEdition, EmailEntry, EmailHead, EmailPart, EmailView, email_address};
pub use entry::{BylineView, CorrectionView, EntryView, QuotationView, SourceView, minutes};
pub use feed::{FEEDS, FeedFormat, FeedKinds, FeedTitle, FeedView, FeedsView, GroupFeeds, feed_of};
pub use feed_item::{FeedCorrection, FeedItem, FeedPhoto, FeedSource, ItemOf, SharedItem};
pub use front::FrontView;
pub use linked_data::{Organization, page_named};
pub use machine::{HeadersView, MANIFEST, Machine, ManifestIcon, ManifestView, Rule};
pub use page::{Crumb, FeedLink, Link, PageView};
pub use pages::{ARCHIVE, Slice, index_of, month_address, page_of, year_address};
pub use person::{PersonView, SaidView};
pub use photo::{CropView, PhotoSource, PhotoView};
pub use question::{Choice, Listing, Names, Question};
pub use search::{Filter, SEARCH, SearchView};
pub use settings::{Found, INDEXES, PictureView, SectionView, SettingLink};
pub use sitemap::{MapList, MapPage, MapPart, NewsItem, NewsView};
pub use story::TimelineView;
pub use text::{LinkView, TextView};

pub(crate) use date::Dates;
pub(crate) use language::direction;
pub(crate) use text::media_path;

/// One page as its template sees it.
pub struct View<'a> {
    /// The template's name: `entry.html`.
    pub template: &'a str,
    /// What every page has, under the name `page`.
    pub page: PageView<'a>,
    /// What this kind of page has, each part under its own name.
    pub content: Content<'a>,
}

impl View<'_> {
    /// The page's key: the hash of all that its template can see, with `common` for what all pages see.
    pub fn key(&self, common: Digest) -> Digest {
        hash(&(common, self.template, &self.page, &self.content))
    }
}

/// The hash of a value as serde sees it.
pub(crate) fn hash(value: &impl serde::Serialize) -> Digest {
    let bytes = postcard::to_extend(value, Vec::with_capacity(2048));
    Digest::of(&bytes.expect("every sequence in a view knows its length"))
}

/// What views are made from: the site with what is made once for all pages.
pub struct Context<'a> {
    /// The site.
    pub site: &'a Site,
    /// The configuration.
    pub config: &'a Config,
    /// The files of each photo.
    pub album: &'a Album,
    /// The kinds of page that the theme wants: there are links to no others.
    pub pages: theme::Pages,
    /// The parts of the front page that the theme's settings ask for.
    pub sections: &'a [theme::Section],
    /// The path of the base URL, without a slash at its end; empty at a host's root.
    pub base_path: String,
    /// The scheme and host of the base URL: `https://example.org`.
    pub origin: String,
    /// Every listed entry, newest first.
    pub all: Vec<crate::collate::EntryId>,
    /// For each listed entry what was asked of the card by which lists show it.
    cards: Vec<AskedOfCard>,
    /// For each edition what others show of it: made when the first asks.
    editions: Editions,
    /// The positions of people in the order of their names: found when somebody asks for all of them.
    people_order: OnceLock<Vec<u32>>,
    /// Entries that were corrected, the newest correction first.
    pub corrected: Vec<crate::collate::EntryId>,
    /// The formats in which feeds are written.
    pub formats: Vec<FeedFormat>,
    /// For each listed entry, what feeds say of it: made when the first feed asks.
    feed_items: Vec<OnceLock<Box<SharedItem>>>,
    /// For each edition, the same.
    edition_items: Vec<OnceLock<Box<SharedItem>>>,
    /// Dates in the languages of the site.
    pub dates: Dates,
    /// Who publishes the site, as every page's structured data names it.
    pub publisher: Organization,
    /// What an earlier build remembers of the words of entries, and what they depend on beside the entries' files.
    pub remembered: (Arc<Memory>, Digest),
    /// The search index, made when it is first asked for.
    pub(crate) index: OnceLock<Index>,
}

impl<'a> Context<'a> {
    /// Makes what all pages share.
    pub fn new(site: &'a Site, config: &'a Config, theme: &'a Theme, album: &'a Album) -> Self {
        let (origin, base_path) = split_base(&config.base_url);
        Self {
            site,
            config,
            album,
            pages: theme.pages,
            sections: theme.sections(),
            base_path: base_path.to_owned(),
            origin: origin.to_owned(),
            all: (0..).take(site.entries.len()).collect(),
            cards: site.entries.iter().map(|_| AskedOfCard::default()).collect(),
            editions: Editions::new(site.editions.len()),
            people_order: OnceLock::new(),
            corrected: feed::corrected(&site.corrections),
            formats: formats(config),
            feed_items: site.entries.iter().map(|_| OnceLock::new()).collect(),
            edition_items: site.editions.iter().map(|_| OnceLock::new()).collect(),
            dates: Dates::new(config, site, theme.date_length()),
            publisher: linked_data::publisher(site, config),
            remembered: Default::default(),
            index: OnceLock::new(),
        }
    }

    /// What of it needs no site and takes long to take apart: cards, and items of feeds.
    pub fn into_made(self) -> impl Send + 'static {
        (self.cards, self.feed_items, self.edition_items)
    }

    /// The host of the base URL, without a port.
    fn host(&self) -> &str {
        self.origin.split("://").nth(1).unwrap_or_default().split(':').next().unwrap_or_default()
    }
}

/// The formats that the configuration asks for.
fn formats(config: &Config) -> Vec<FeedFormat> {
    let feeds = &config.feeds;
    let formats = [(feeds.atom, FeedFormat::Atom), (feeds.rss, FeedFormat::Rss), (feeds.json, FeedFormat::Json)];
    formats.into_iter().filter_map(|(wanted, format)| wanted.then_some(format)).collect()
}

/// `https://example.org/briefing` → `https://example.org` and `/briefing`.
pub(crate) fn split_base(base_url: &str) -> (&str, &str) {
    let host = base_url.find("://").map_or(0, |at| at + 3);
    let end = base_url[host..].find('/').map_or(base_url.len(), |at| host + at);
    base_url.split_at(end)
}
