//! What sitemaps know of a page: its address, when it last changed, its lead photo.

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use crate::collate::{Address, EntryId, Item, NEWS_AGE, Status};
use crate::date::Moment;

use super::Context;
use super::feed::last_changed;
use super::photo::photo;

/// How many entries a news sitemap may hold (Google, *Create a News sitemap*).
const NEWS_LIMIT: usize = 1000;

/// What one sitemap holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapPart {
    /// Published entries, counted from the oldest.
    pub entries: Range<usize>,
    /// Pages beside entries.
    pub lists: Arc<[MapList]>,
}

/// A page beside entries that belongs into a sitemap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MapList {
    /// The file of the output.
    pub file: Arc<str>,
    /// The newest entry on it, where it lists entries.
    pub newest: Option<EntryId>,
}

/// A page of a sitemap, or a sitemap of an index (sitemaps.org, protocol 0.9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MapPage {
    /// Its whole address.
    pub url: String,
    /// When it last changed: a W3C date.
    pub changed: Option<String>,
    /// The whole address of its lead photo.
    pub photo: Option<String>,
}

/// The news sitemap: the entries of the last two days.
#[derive(Serialize)]
pub struct NewsView<'a> {
    /// The name of the publication.
    pub name: &'a str,
    /// The entries, newest first.
    pub items: Vec<NewsItem<'a>>,
}

/// An entry in the news sitemap.
#[derive(Serialize)]
pub struct NewsItem<'a> {
    /// Its whole address.
    pub url: String,
    /// Its language as ISO 639 names it, but `zh-cn` and `zh-tw`.
    pub language: String,
    /// When it was first published: a W3C date.
    pub published: String,
    /// The headline.
    pub headline: &'a str,
}

impl<'a> Context<'a> {
    /// The pages of one sitemap: the oldest entry at the head, so that a full part never changes for a new entry.
    pub fn sitemap(&self, part: &MapPart) -> Vec<MapPage> {
        let entries: Vec<&Item> = self.mapped(part).collect();
        let entries = entries.into_par_iter().map(|item| MapPage {
            url: self.absolute(&item.address),
            changed: Some(w3c(last_changed(item))),
            photo: item
                .resolved
                .photos
                .first()
                .copied()
                .flatten()
                .map(|id| format!("{}{}", self.origin, photo(self, id).url)),
        });
        let lists = part.lists.par_iter().map(|list| MapPage {
            url: self.absolute(&address(&list.file)),
            changed: list.newest.map(|id| w3c(&self.site.entries[id as usize].entry.date)),
            photo: None,
        });
        entries.chain(lists).collect()
    }

    /// The sitemap of sitemaps.
    pub fn sitemap_index(&self, parts: &[(Address, MapPart)]) -> Vec<MapPage> {
        let changed = |part: &MapPart| {
            let lists = part.lists.iter().filter_map(|list| Some(&self.site.entries[list.newest? as usize].entry.date));
            self.mapped(part).map(last_changed).chain(lists).max().map(w3c)
        };
        let page = |(address, part): &(Address, MapPart)| MapPage {
            url: self.absolute(address),
            changed: changed(part),
            photo: None,
        };
        parts.iter().map(page).collect()
    }

    /// The entries of one sitemap, the oldest first.
    fn mapped(&self, part: &MapPart) -> impl Iterator<Item = &'a Item> {
        let published = self.site.entries.iter().rev().filter(|item| item.status == Status::Published);
        published.skip(part.entries.start).take(part.entries.len()).map(|item| &**item)
    }

    /// The news sitemap at the moment at which the site is seen.
    pub fn news(&self) -> NewsView<'a> {
        let now = self.site.now;
        let since = now.checked_sub(NEWS_AGE).unwrap_or(now);
        let recent = self.site.entries.iter().skip_while(|item| item.entry.date.instant() > now);
        let items = recent
            .take_while(|item| item.entry.date.instant() > since)
            .filter(|item| item.status == Status::Published)
            .take(NEWS_LIMIT)
            .map(|item| self.news_item(item))
            .collect();
        NewsView { name: &self.config.title, items }
    }

    fn news_item(&self, item: &'a Item) -> NewsItem<'a> {
        NewsItem {
            url: self.absolute(&item.address),
            language: iso_639(item.entry.language.as_deref().unwrap_or(&self.config.language)),
            published: w3c(&item.entry.date),
            headline: &item.entry.headline,
        }
    }
}

/// The address at which a file of the output answers.
fn address(file: &str) -> Address {
    let folder = file.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/'));
    Address::new(folder.unwrap_or(file))
}

/// A date as W3C's *Date and Time Formats* has it: the day alone where no time is known.
pub(super) fn w3c(moment: &Moment) -> String {
    if moment.day_only() { moment.day().to_string() } else { moment.rfc3339() }
}

/// `pt-BR` → `pt`; Chinese by its script or country.
fn iso_639(code: &str) -> String {
    let lower = code.to_lowercase();
    let mut parts = lower.split('-');
    match parts.next() {
        Some("zh") if parts.any(|part| matches!(part, "hant" | "tw" | "hk" | "mo")) => "zh-tw".to_owned(),
        Some("zh") => "zh-cn".to_owned(),
        language => language.unwrap_or_default().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::iso_639;

    #[test]
    fn a_language_is_named_as_news_sitemaps_name_it() {
        let named = ["en", "pt-BR", "zh", "zh-Hans-SG", "zh-Hant-HK", "zh-TW"].map(iso_639);
        assert_eq!(named, ["en", "pt", "zh-cn", "zh-cn", "zh-tw", "zh-tw"]);
    }
}
