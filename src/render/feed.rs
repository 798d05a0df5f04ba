//! Atom feeds (RFC 4287). The interface to quick-xml.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::problem::{Place, Problem, SitePath};
use crate::view::{Context, FeedItem, FeedText, FeedView, TextView};

use super::fill::Filler;
use super::headlines;
use super::templates::Templates;

/// An Atom feed with the whole text of each item.
pub(super) fn atom(templates: &Templates, context: &Context<'_>, feed: &FeedView<'_>) -> Result<Vec<u8>, Box<Problem>> {
    let mut texts = Vec::with_capacity(feed.items.len());
    for item in &feed.items {
        texts.push(html(templates, context, item)?);
    }
    let title = feed.words.map_or_else(
        || feed.title.clone(),
        |words| format!("{} · {}", templates.word(&context.config.language, words), feed.title),
    );
    write(feed, &title, &texts).map_err(|error| {
        let message = format!("the feed `{}` cannot be written: {error}", feed.url);
        Box::new(Problem::error("feed", Place::file(&SitePath::new("dateline.yaml")), message))
    })
}

fn html(templates: &Templates, context: &Context<'_>, item: &FeedItem<'_>) -> Result<String, Box<Problem>> {
    let fill = |text: &TextView<'_>| {
        Filler { templates, context, text, language: item.language, feed: Some(&item.url) }.text()
    };
    match &item.text {
        FeedText::Whole(text) => fill(text),
        FeedText::Headlines(introduction, entries) => {
            let mut html = introduction.as_ref().map(fill).transpose()?.unwrap_or_default();
            headlines::append(entries, item.language, &mut html);
            Ok(html)
        }
    }
}

fn write(feed: &FeedView<'_>, title: &str, texts: &[String]) -> io::Result<Vec<u8>> {
    let mut xml = Writer::new(Vec::with_capacity(texts.iter().map(String::len).sum::<usize>() * 5 / 4 + 4096));
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    xml.create_element("feed").with_attribute(("xmlns", "http://www.w3.org/2005/Atom")).write_inner_content(|xml| {
        text(xml, "title", title)?;
        text(xml, "id", &feed.home)?;
        text(xml, "updated", &feed.updated)?;
        link(xml, "self", &feed.url)?;
        link(xml, "alternate", &feed.home)?;
        feed.items.iter().zip(texts).try_for_each(|(item, html)| entry(xml, item, html))
    })?;
    Ok(xml.into_inner())
}

fn entry(xml: &mut Writer<Vec<u8>>, item: &FeedItem<'_>, html: &str) -> io::Result<()> {
    xml.create_element("entry").with_attribute(("xml:lang", item.language)).write_inner_content(|xml| {
        text(xml, "title", item.headline)?;
        text(xml, "id", &item.id)?;
        link(xml, "alternate", &item.url)?;
        text(xml, "published", &item.published)?;
        text(xml, "updated", &item.updated)?;
        for author in &item.authors {
            xml.create_element("author").write_inner_content(|xml| text(xml, "name", author))?;
        }
        for topic in &item.topics {
            xml.create_element("category").with_attribute(("term", &*clean(topic))).write_empty()?;
        }
        item.via.iter().try_for_each(|url| link(xml, "via", url))?;
        if let Some(standfirst) = item.standfirst {
            text(xml, "summary", standfirst)?;
        }
        let html = clean(html);
        xml.create_element("content").with_attribute(("type", "html")).write_text_content(BytesText::new(&html))?;
        Ok(())
    })?;
    Ok(())
}

fn text(xml: &mut Writer<Vec<u8>>, name: &str, text: &str) -> io::Result<()> {
    xml.create_element(name).write_text_content(BytesText::new(&clean(text))).map(|_| ())
}

fn link(xml: &mut Writer<Vec<u8>>, rel: &str, href: &str) -> io::Result<()> {
    xml.create_element("link").with_attributes([("rel", rel), ("href", href)]).write_empty().map(|_| ())
}

/// Takes out the characters that no XML document may hold (XML 1.0, section 2.2); the writer leaves them in.
fn clean(text: &str) -> std::borrow::Cow<'_, str> {
    let illegal = |c: char| matches!(c, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}');
    // Bytes are looked at first, as almost no text holds one of them; 0xef begins the two noncharacters, among others.
    let suspect = |byte: u8| (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')) || byte == 0xef;
    let is_suspect = text.bytes().fold(false, |any, byte| any | suspect(byte));
    if is_suspect { text.replace(illegal, "").into() } else { text.into() }
}
