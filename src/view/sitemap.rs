//! What sitemaps know of a page: its address, when it last changed, its lead photo.

use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use crate::collate::{Address, Item, NEWS_AGE, Status};
use crate::date::Moment;

use super::photo::photo;
use super::{Context, entry};

/// How many entries a news sitemap may hold (Google, *Create a News sitemap*).
const NEWS_LIMIT: usize = 1000;

/// A page that belongs into a sitemap.
#[derive(Clone, Debug)]
pub struct Mapped<'a> {
    /// Its address.
    pub address: Address,
    /// When it last changed, where that is known.
    pub changed: Option<&'a Moment>,
    /// The position of its lead photo in the site's media.
    pub photo: Option<u32>,
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
    /// The entry as a sitemap knows it; none where search engines should leave it out.
    pub fn mapped(&self, item: &'a Item) -> Option<Mapped<'a>> {
        (item.status == Status::Published).then(|| Mapped {
            address: item.address.clone(),
            changed: Some(entry::modified(item).unwrap_or(&item.entry.date)),
            photo: item.resolved.photos.first().copied().flatten(),
        })
    }

    /// The pages of one sitemap.
    pub fn sitemap(&self, pages: &[Mapped<'_>]) -> Arc<[MapPage]> {
        let photo = |id: u32| format!("{}{}", self.origin, photo(self, id).url);
        let page = |page: &Mapped<'_>| MapPage {
            url: self.absolute(&page.address),
            changed: page.changed.map(w3c),
            photo: page.photo.map(photo),
        };
        pages.par_iter().map(page).collect::<Vec<_>>().into()
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
