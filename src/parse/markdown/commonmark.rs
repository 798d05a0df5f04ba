//! Plain CommonMark through the same steps, its holes filled as written: what the conformance test reads.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;

use super::super::Options;
use super::super::body::{Fill, Image, Text};
use super::escape;
use super::syntax::Dialect;
use super::walk::Renderer;
use crate::config::{Markdown, RawHtml};
use crate::problem::SitePath;
use crate::slug::Alphabet;

/// A text as CommonMark, without any of Dateline's extensions.
pub fn commonmark(source: &str) -> String {
    let options = Options {
        timezone: TimeZone::UTC,
        markdown: Markdown {
            raw_html: RawHtml::Allow,
            smart_punctuation: false,
            autolink: false,
            heading_links: false,
            highlight: false,
        },
        slugs: Alphabet::Ascii,
        elements: BTreeSet::new(),
        desk: Default::default(),
        language: "en".to_owned(),
        highlighted: Default::default(),
    };
    let file = SitePath::new("commonmark.md");
    let text = super::hole::harmless(source);
    let mut renderer = Renderer::new(&file, &text, 0, &options, Dialect::CommonMark);
    renderer.run();
    filled(&renderer.finish().0)
}

fn filled(text: &Text) -> String {
    let mut html = String::with_capacity(text.body.html.len());
    let mut from = 0;
    for hole in &text.body.holes {
        let at = hole.at as usize;
        html.push_str(&text.body.html[from..at]);
        from = at;
        match &hole.fill {
            Fill::Href(index) => push_href(&mut html, text, *index),
            Fill::Image(image) => push_image(&mut html, text, image),
            Fill::IdPrefix | Fill::Callout(_) | Fill::Element(_) => {}
        }
    }
    html.push_str(&text.body.html[from..]);
    html
}

fn push_href(html: &mut String, text: &Text, index: u32) {
    if let Some(link) = text.links.get(index as usize) {
        escape::push_address(html, &link.path);
        if let Some(fragment) = &link.fragment {
            html.push('#');
            escape::push_address(html, fragment);
        }
    }
}

fn push_image(html: &mut String, text: &Text, image: &Image) {
    let path = text.images.get(image.index as usize).map_or("", |mark| mark.name.as_str());
    html.push_str(if image.figure { "<p><img src=\"" } else { "<img src=\"" });
    escape::push_address(html, path);
    html.push_str("\" alt=\"");
    escape::push(html, &image.alt);
    if let Some(caption) = &image.caption {
        html.push_str("\" title=\"");
        escape::push(html, caption);
    }
    html.push_str(if image.figure { "\" /></p>" } else { "\" />" });
}
