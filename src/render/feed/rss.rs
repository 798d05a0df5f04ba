//! RSS 2.0 (rssboard.org/rss-specification) with Media RSS 1.5.1 (rssboard.org/media-rss).

use std::io;

use crate::view::{FeedItem, FeedPhoto};

use super::xml::{Xml, document, empty, text, text_with};
use super::{Feed, authors, capacity, summary};

/// The names that feeds of news use beside those of RSS.
const NAMESPACES: [(&str, &str); 5] = [
    ("version", "2.0"),
    ("xmlns:atom", "http://www.w3.org/2005/Atom"),
    ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
    ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ("xmlns:media", "http://search.yahoo.com/mrss/"),
];

pub(super) fn write(feed: &Feed<'_>) -> io::Result<Vec<u8>> {
    let mut xml = document(capacity(feed))?;
    xml.create_element("rss").with_attributes(NAMESPACES).write_inner_content(|xml| {
        xml.create_element("channel").write_inner_content(|xml| channel(xml, feed))?;
        Ok(())
    })?;
    Ok(xml.into_inner())
}

fn channel(xml: &mut Xml, feed: &Feed<'_>) -> io::Result<()> {
    let view = feed.view;
    text(xml, "title", &feed.title)?;
    text(xml, "link", &view.home)?;
    text(xml, "description", view.description.unwrap_or(&feed.title))?;
    text(xml, "language", view.language)?;
    text(xml, "lastBuildDate", &view.updated_mail)?;
    empty(xml, "atom:link", &[("rel", "self"), ("type", view.format.media_type()), ("href", &view.url)])?;
    feed.items.iter().try_for_each(|(item, html)| {
        xml.create_element("item").write_inner_content(|xml| one(xml, feed, item, html))?;
        Ok(())
    })
}

fn one(xml: &mut Xml, feed: &Feed<'_>, item: &FeedItem, html: &str) -> io::Result<()> {
    text(xml, "title", &item.headline)?;
    text(xml, "link", &item.url)?;
    text_with(xml, "guid", &[("isPermaLink", "false")], &item.id)?;
    text(xml, "pubDate", &item.published_mail)?;
    if item.modified.is_some() {
        text(xml, "atom:updated", &item.updated)?;
    }
    authors(feed, item).iter().try_for_each(|name| text(xml, "dc:creator", name))?;
    item.topics.iter().try_for_each(|topic| text(xml, "category", topic))?;
    // RSS's own `source` names a feed that an item was taken from; these are pages.
    item.sources.iter().try_for_each(|source| text(xml, "dc:source", source.url.as_ref().unwrap_or(&source.name)))?;
    text(xml, "description", summary(item))?;
    text(xml, "content:encoded", html)?;
    if let Some(photo) = item.photos.first()
        && let Some(media_type) = photo.media_type
    {
        let size = photo.size.to_string();
        empty(xml, "enclosure", &[("url", &photo.url), ("length", &size), ("type", media_type)])?;
    }
    item.photos.iter().try_for_each(|photo| media(xml, photo))
}

fn media(xml: &mut Xml, photo: &FeedPhoto) -> io::Result<()> {
    let length = photo.size.to_string();
    let size = pixels(photo);
    let size = size.iter().map(|(name, pixels)| (*name, pixels.as_str()));
    let mut attributes = vec![("url", photo.url.as_str()), ("medium", "image"), ("fileSize", &length)];
    attributes.extend(photo.media_type.map(|media_type| ("type", media_type)));
    attributes.extend(size.clone());
    xml.create_element("media:content").with_attributes(attributes).write_inner_content(|xml| {
        credits(xml, photo)?;
        let description = photo.caption.as_deref().unwrap_or(&photo.alt);
        if !description.is_empty() {
            text_with(xml, "media:description", &[("type", "plain")], description)?;
        }
        let thumbnail: Vec<_> = std::iter::once(("url", photo.url.as_str())).chain(size).collect();
        empty(xml, "media:thumbnail", &thumbnail)?;
        match &photo.license {
            Some(url) if url.starts_with("http") => {
                text_with(xml, "media:license", &[("type", "text/html"), ("href", url)], url)
            }
            Some(words) => text(xml, "media:copyright", words),
            None => Ok(()),
        }
    })?;
    Ok(())
}

/// Width and height in pixels, where they are known.
fn pixels(photo: &FeedPhoto) -> Vec<(&'static str, String)> {
    let size = [("width", photo.width), ("height", photo.height)];
    size.into_iter().filter_map(|(name, pixels)| Some((name, pixels?.to_string()))).collect()
}

/// The photographer; where nobody but a credit line is given, the line stands for the name. A line beside a name is
/// the supplier's, and has no role.
fn credits(xml: &mut Xml, photo: &FeedPhoto) -> io::Result<()> {
    let photographer = photo.creator.as_ref().or(photo.credit.as_ref());
    if let Some(name) = photographer {
        text_with(xml, "media:credit", &[("role", "photographer"), ("scheme", "urn:ebu")], name)?;
    }
    match &photo.credit {
        Some(line) if Some(line) != photographer => text(xml, "media:credit", line),
        _ => Ok(()),
    }
}
