//! JSON Feed 1.1 (jsonfeed.org/version/1.1).

use serde::Serialize;

use crate::view::{FeedItem, FeedPhoto, FeedSource};

use super::{Feed, authors, capacity};

#[derive(Serialize)]
struct JsonFeed<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    language: &'a str,
    authors: [Author<'a>; 1],
    items: Vec<JsonItem<'a>>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct JsonItem<'a> {
    id: &'a str,
    url: &'a str,
    /// The page that is talked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    external_url: Option<&'a str>,
    title: &'a str,
    content_html: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<&'a str>,
    date_published: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<&'a str>,
    authors: Vec<Author<'a>>,
    tags: &'a [String],
    language: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Attachment<'a>>,
    _dateline: Extension<'a>,
}

#[derive(Serialize)]
struct Attachment<'a> {
    url: &'a str,
    mime_type: &'a str,
    size_in_bytes: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    _credit: Option<&'a str>,
}

/// What JSON Feed has no names for: whom the item is curated from and how often it was corrected.
#[derive(Serialize)]
struct Extension<'a> {
    sources: &'a [FeedSource],
    corrections: usize,
}

pub(super) fn write(feed: &Feed<'_>) -> serde_json::Result<Vec<u8>> {
    let view = feed.view;
    let json = JsonFeed {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: &view.home,
        feed_url: &view.url,
        description: view.description,
        language: view.language,
        authors: [Author { name: view.site }],
        items: feed.items.iter().map(|(item, html)| one(feed, item, html)).collect(),
    };
    let mut bytes = Vec::with_capacity(capacity(feed));
    serde_json::to_writer(&mut bytes, &json)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn one<'a>(feed: &Feed<'a>, item: &'a FeedItem, html: &'a str) -> JsonItem<'a> {
    JsonItem {
        id: &item.id,
        url: &item.url,
        external_url: item.sources.first().and_then(|source| source.url.as_deref()),
        title: &item.headline,
        content_html: html,
        summary: item.standfirst.as_deref(),
        image: item.photos.first().map(|photo| photo.url.as_str()),
        date_published: &item.published,
        date_modified: item.modified.is_some().then_some(&item.updated),
        authors: authors(feed, item).into_iter().map(|name| Author { name }).collect(),
        tags: &item.topics,
        language: &item.language,
        attachments: item.photos.iter().filter_map(attachment).collect(),
        _dateline: Extension { sources: &item.sources, corrections: item.corrections.len() },
    }
}

fn attachment(photo: &FeedPhoto) -> Option<Attachment<'_>> {
    Some(Attachment {
        url: &photo.url,
        mime_type: photo.media_type?,
        size_in_bytes: photo.size,
        title: photo.caption.as_deref(),
        _credit: photo.credit.as_deref().or(photo.creator.as_deref()),
    })
}
