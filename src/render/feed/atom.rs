//! Atom feeds (RFC 4287).

use std::io;

use crate::view::FeedItem;

use super::xml::{Xml, document, empty, text, text_with};
use super::{Feed, capacity};

pub(super) fn write(feed: &Feed<'_>) -> io::Result<Vec<u8>> {
    let view = feed.view;
    let mut xml = document(capacity(feed))?;
    let attributes = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", view.language)];
    xml.create_element("feed").with_attributes(attributes).write_inner_content(|xml| {
        text(xml, "title", &feed.title)?;
        if let Some(description) = view.description {
            text(xml, "subtitle", description)?;
        }
        text(xml, "id", &view.id)?;
        text(xml, "updated", &view.updated)?;
        author(xml, view.site)?;
        empty(xml, "link", &[("rel", "self"), ("type", view.format.media_type()), ("href", &view.url)])?;
        empty(xml, "link", &[("rel", "alternate"), ("type", "text/html"), ("href", &view.home)])?;
        feed.items.iter().try_for_each(|(item, html)| entry(xml, item, html))
    })?;
    Ok(xml.into_inner())
}

fn entry(xml: &mut Xml, item: &FeedItem, html: &str) -> io::Result<()> {
    xml.create_element("entry").with_attribute(("xml:lang", &*item.language)).write_inner_content(|xml| {
        text(xml, "title", &item.headline)?;
        text(xml, "id", &item.id)?;
        empty(xml, "link", &[("rel", "alternate"), ("type", "text/html"), ("href", &item.url)])?;
        text(xml, "published", &item.published)?;
        text(xml, "updated", &item.updated)?;
        item.authors.iter().try_for_each(|name| author(xml, name))?;
        item.topics.iter().try_for_each(|topic| empty(xml, "category", &[("term", topic)]))?;
        links(xml, item)?;
        if let Some(standfirst) = &item.standfirst {
            text(xml, "summary", standfirst)?;
        }
        text_with(xml, "content", &[("type", "html")], html)
    })?;
    Ok(())
}

/// The story that the entry points to is what it is about and where it was found.
fn links(xml: &mut Xml, item: &FeedItem) -> io::Result<()> {
    for source in &item.sources {
        let Some(url) = &source.url else { continue };
        empty(xml, "link", &[("rel", "related"), ("href", url), ("title", &source.name)])?;
        empty(xml, "link", &[("rel", "via"), ("href", url), ("title", &source.name)])?;
    }
    let Some(photo) = item.photos.first() else { return Ok(()) };
    let size = photo.size.to_string();
    let Some(media_type) = photo.media_type else { return Ok(()) };
    empty(xml, "link", &[("rel", "enclosure"), ("type", media_type), ("length", &size), ("href", &photo.url)])
}

fn author(xml: &mut Xml, name: &str) -> io::Result<()> {
    xml.create_element("author").write_inner_content(|xml| text(xml, "name", name))?;
    Ok(())
}
