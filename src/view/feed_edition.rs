//! An edition in feeds.

use crate::collate::Edition;
use crate::date::Moment;

use super::Context;
use super::feed::last_changed;
use super::feed_item::{FeedItem, ItemOf, SharedItem};
use super::text::TextView;

impl<'a> Context<'a> {
    /// What feeds say of an edition, made when the first feed asks.
    pub(super) fn edition_item(&self, position: usize) -> &SharedItem {
        self.edition_items[position].get_or_init(|| {
            let edition = &self.site.editions[position];
            let changed = self.edition_changed(edition);
            let item = self.make_edition_item(edition, &self.edition_link(position).title, &changed);
            let entries: Vec<&FeedItem> = self.edition_entries(position).collect();
            let text = (self.feed_introduction(position), entries);
            Box::new(SharedItem::new(ItemOf::Edition(position), item, changed, &text))
        })
    }

    /// The introduction of an edition for feeds: its ids are unlike those of others on the same page.
    pub fn feed_introduction(&'a self, position: usize) -> Option<TextView<'a>> {
        let edition = &self.site.editions[position];
        let prefix = edition.address.path().replace('/', "-");
        self.introduction(edition).map(|text| TextView { prefix, ..text })
    }

    /// What feeds say of the entries of an edition, in their order there.
    pub fn edition_entries(&'a self, position: usize) -> impl Iterator<Item = &'a FeedItem> {
        self.site.editions[position].entries.iter().map(|&id| &self.feed_item(id).item)
    }

    fn make_edition_item(&self, edition: &Edition, title: &str, changed: &Moment) -> FeedItem {
        let published = self.edition_published(edition);
        let language = &self.config.language;
        let page = edition.page.as_deref();
        let lede = page.map(|page| page.text.lede.clone()).filter(|lede| !lede.is_empty());
        FeedItem {
            id: format!("tag:{},{}:edition/{}", self.host(), edition.first, edition.name),
            url: self.absolute(&edition.address),
            headline: title.to_owned(),
            standfirst: page.and_then(|page| page.standfirst.clone()),
            lede: lede.unwrap_or_else(|| self.first_headline(edition).to_owned()),
            published: published.rfc3339(),
            published_mail: published.rfc822(),
            updated: changed.rfc3339(),
            modified: (changed > published).then(|| self.dates.view(changed, language)),
            authors: Vec::new(),
            topics: Vec::new(),
            sources: Vec::new(),
            language: language.clone(),
            direction: super::direction(language),
            photos: Vec::new(),
            photo_in_text: false,
            key_points: Vec::new(),
            corrections: Vec::new(),
        }
    }

    /// An edition is out when its first entry is.
    fn edition_published(&self, edition: &Edition) -> &Moment {
        let dates = edition.entries.iter().map(|&id| &self.site.entries[id as usize].entry.date);
        // An edition is never without an entry.
        dates.min().unwrap_or(&self.site.entries[edition.entries[0] as usize].entry.date)
    }

    /// An edition changes when an entry joins it or changes.
    fn edition_changed(&self, edition: &Edition) -> Moment {
        let changes = edition.entries.iter().map(|&id| last_changed(&self.site.entries[id as usize]));
        changes.max().unwrap_or_else(|| self.edition_published(edition)).clone()
    }
}
