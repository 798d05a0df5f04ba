//! Feeds: one view written as Atom, RSS or JSON Feed.
//!
//! 1. [`content`] makes the HTML of each item, once for all feeds that hold it; [`edition`] that of an edition.
//! 2. [`mod@harmless`] takes from it what no feed may carry.
//! 3. [`atom`], [`rss`] and [`json`] write the feed; [`xml`] is the interface to quick-xml.

mod atom;
mod content;
mod edition;
mod harmless;
mod json;
mod rss;
mod xml;

use crate::collate::EntryId;
use crate::problem::{Place, Problem, SitePath};
use crate::view::{Context, FeedFormat, FeedItem, FeedTitle, FeedView};

pub(super) use content::FeedTexts;
pub(super) use harmless::harmless;

use super::templates::Templates;

/// A feed in words, ready to be written.
struct Feed<'a> {
    view: &'a FeedView<'a>,
    title: String,
    items: Vec<(&'a FeedItem, &'a str)>,
}

/// Writes a feed with the whole text of each item.
pub(super) fn feed(templates: &Templates, context: &Context<'_>, view: &FeedView<'_>) -> Result<Vec<u8>, Box<Problem>> {
    let mut items = Vec::with_capacity(view.items.len());
    for shared in &view.items {
        items.push((&shared.item, templates.feed_texts.get(templates, context, shared)?));
    }
    let feed = Feed { view, title: title(templates, view), items };
    let written = match view.format {
        FeedFormat::Atom => atom::write(&feed).map_err(|error| error.to_string()),
        FeedFormat::Rss => rss::write(&feed).map_err(|error| error.to_string()),
        FeedFormat::Json => json::write(&feed).map_err(|error| error.to_string()),
    };
    written.map_err(|error| {
        let message = format!("the feed `{}` cannot be written: {error}", view.url);
        Box::new(Problem::error("template", Place::file(&SitePath::new("dateline.yaml")), message))
    })
}

/// What feeds have of an entry beside its text, and that text as HTML.
///
/// # Errors
///
/// When a template of the theme fails.
pub fn feed_item<'a>(
    templates: &'a Templates,
    context: &'a Context<'_>,
    id: EntryId,
) -> Result<(&'a FeedItem, &'a str), Box<Problem>> {
    let shared = context.feed_item(id);
    Ok((&shared.item, templates.feed_texts.get(templates, context, shared)?))
}

fn title(templates: &Templates, view: &FeedView<'_>) -> String {
    match view.title {
        FeedTitle::Site => view.site.to_owned(),
        FeedTitle::Name(name) => format!("{name} · {}", view.site),
        FeedTitle::Words(key) => format!("{} · {}", content::word(&templates.words(view.language), key), view.site),
    }
}

/// Who wrote an item: where nobody is named, the site.
fn authors<'a>(feed: &Feed<'a>, item: &'a FeedItem) -> Vec<&'a str> {
    match item.authors.as_slice() {
        [] => vec![feed.view.site],
        named => named.iter().map(String::as_str).collect(),
    }
}

/// A summary of an item in plain text.
fn summary(item: &FeedItem) -> &str {
    let summary = item.standfirst.as_deref().unwrap_or(&item.lede);
    if summary.is_empty() { &item.headline } else { summary }
}

/// The size of a file that holds these texts, roughly.
fn capacity(feed: &Feed<'_>) -> usize {
    feed.items.iter().map(|(_, html)| html.len()).sum::<usize>() * 5 / 4 + 4096
}
