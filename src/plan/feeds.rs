//! Lists the feeds.

use crate::collate::{Address, EDITIONS};
use crate::config::Editions;
use crate::theme::Theme;
use crate::view::{CORRECTIONS, FEEDS, FeedFormat, FeedKinds, feed_of};

use super::pages::List;
use super::{Owner, Subject};

/// Whether a theme wants feeds in this format.
pub fn wants(theme: &Theme, format: FeedFormat) -> bool {
    let pages = theme.pages;
    pages.feeds
        && match format {
            FeedFormat::Atom => true,
            FeedFormat::Rss => pages.rss,
            FeedFormat::Json => pages.json_feed,
        }
}

impl List<'_> {
    /// The page of feeds; the feeds of the site, of each topic and source that has a page, of corrections and of
    /// editions.
    pub(super) fn feeds(&mut self, theme: &Theme) {
        let pages = theme.pages;
        if pages.feeds && pages.feeds_page && !self.context.formats.is_empty() {
            let address = Address::new(FEEDS);
            let kinds = FeedKinds {
                corrections: pages.corrections_feed,
                editions: self.has_editions_feed(theme),
                topics: pages.topics,
                sources: pages.sources,
            };
            self.add(&address, Subject::Feeds(address.clone(), kinds), Owner::Made("the page of feeds"));
        }
        for &format in self.context.formats.iter().filter(|&&format| wants(theme, format)) {
            let home = Address::new("");
            self.add(&feed_of(&home, format), Subject::SiteFeed(format), Owner::Made("the site's feed"));
            if theme.pages.corrections_feed {
                let address = feed_of(&Address::new(CORRECTIONS), format);
                let owner = Owner::Made("the feed of corrections");
                self.add(&address, Subject::CorrectionsFeed(format), owner);
            }
            if self.has_editions_feed(theme) {
                let address = feed_of(&Address::new(EDITIONS), format);
                self.add(&address, Subject::EditionsFeed(format), Owner::Made("the feed of editions"));
            }
            if theme.pages.topics {
                self.topic_feeds(format);
            }
            if theme.pages.sources {
                self.source_feeds(format);
            }
        }
    }

    /// A feed of editions is beside their index, so that it needs those pages.
    fn has_editions_feed(&self, theme: &Theme) -> bool {
        theme.pages.editions_feed && theme.pages.editions && self.context.config.editions != Editions::None
    }

    fn topic_feeds(&mut self, format: FeedFormat) {
        for (position, group) in self.context.site.topics.iter().enumerate() {
            let owner = Owner::Group("topic", &group.name, &group.named_in);
            let address = feed_of(&group.address, format);
            self.add(&address, Subject::TopicFeed(position, format), owner);
        }
    }

    fn source_feeds(&mut self, format: FeedFormat) {
        for (position, group) in self.context.site.sources.iter().enumerate() {
            let owner = Owner::Group("source", &group.name, &group.named_in);
            let address = feed_of(&group.address, format);
            self.add(&address, Subject::SourceFeed(position, format), owner);
        }
    }
}
