//! What of an entry can be found, with the weight of its place: all of its words but code and pull quotes, which
//! repeat what stands elsewhere.

use crate::collate::{Item, Site};
use crate::parse::{Body, Callout, Element, Fill};

/// Where a word stands: what counts more is a greater number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// Once in the text.
    Text = 0,
    /// Several times in the text.
    Often = 1,
    /// In the standfirst, the names of topics, sources, people …
    Front = 2,
    /// In the headline.
    Headline = 3,
}

/// Calls `each` with every piece of text of an entry.
pub(super) fn pieces(site: &Site, item: &Item, each: &mut impl FnMut(&str, Place)) {
    let entry = &item.entry;
    each(&entry.headline, Place::Headline);
    let single = [&entry.standfirst, &entry.kicker, &entry.dateline, &entry.story];
    single.into_iter().flatten().for_each(|text| each(text, Place::Front));
    entry.byline.iter().chain(&entry.key_points).for_each(|text| each(text, Place::Front));
    item.topics.iter().for_each(|&id| each(&site.topics[id as usize].name, Place::Front));
    for source in &entry.sources {
        each(&source.name, Place::Front);
        source.author.iter().chain(&source.agencies).for_each(|text| each(text, Place::Front));
    }
    entry.text.quotations.iter().for_each(|quotation| each(&quotation.speaker, Place::Front));
    body(&entry.text.body, each);
}

fn body(text: &Body, each: &mut impl FnMut(&str, Place)) {
    html(&text.html, &mut |piece| each(piece, Place::Text));
    for hole in &text.holes {
        match &hole.fill {
            Fill::IdPrefix | Fill::Href(_) => {}
            Fill::Image(image) => {
                each(&image.alt, Place::Text);
                image.caption.iter().for_each(|caption| each(caption, Place::Text));
            }
            Fill::Callout(found) => callout(found, each),
            Fill::Element(element) => match &**element {
                Element::Code { .. } => {}
                Element::Link { body: inner, .. }
                | Element::Heading { body: inner, .. }
                | Element::Table { body: inner }
                | Element::Quote { body: inner } => body(inner, each),
            },
        }
    }
}

fn callout(callout: &Callout, each: &mut impl FnMut(&str, Place)) {
    if callout.kind == "pull" {
        return;
    }
    each(&callout.title_text, Place::Text);
    callout.speaker.iter().filter_map(|speaker| speaker.role.as_deref()).for_each(|role| each(role, Place::Text));
    body(&callout.body, each);
}

/// Elements whose content nobody reads as words of the entry.
const SILENT: &[&str] = &["pre", "script", "style", "template"];

/// The text between tags. Character references part words: those that Markdown leaves in HTML are no letters.
fn html(html: &str, each: &mut impl FnMut(&str)) {
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        each(&rest[..at]);
        let tail = &rest[at..];
        rest = if tail.starts_with('&') {
            let end = tail.bytes().take(12).position(|byte| byte == b';').map_or(1, |end| end + 1);
            &tail[end..]
        } else {
            after_tag(tail)
        };
    }
    each(rest);
}

/// What follows a tag, or the whole element where it is a silent one.
fn after_tag(html: &str) -> &str {
    if let Some(comment) = html.strip_prefix("<!--") {
        return comment.find("-->").map_or("", |end| &comment[end + 3..]);
    }
    let name_end = html[1..].find(|c: char| !c.is_ascii_alphanumeric()).map_or(html.len(), |end| end + 1);
    let name = &html[1..name_end];
    if SILENT.iter().any(|silent| name.eq_ignore_ascii_case(silent)) {
        let closing = format!("</{}", name.to_ascii_lowercase());
        let closes = |at: &usize| {
            html.as_bytes()[*at..].len() >= closing.len()
                && html.as_bytes()[*at..*at + closing.len()].eq_ignore_ascii_case(closing.as_bytes())
        };
        let end = html.match_indices("</").map(|(at, _)| at).find(closes);
        return end.map_or("", |end| tag_end(&html[end..]));
    }
    tag_end(html)
}

/// What follows the `>` of a tag that stands in no quoted value.
fn tag_end(tag: &str) -> &str {
    let mut quote = None;
    for (at, byte) in tag.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return &tag[at + 1..],
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), close) if open == close => quote = None,
            _ => {}
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_between_tags_are_read_and_code_is_not() {
        let mut found = String::new();
        html("<p title=\"a>b\">One &amp; <em>two</em></p><PRE><b>x</b></Pre>y<!-- z --> &c", &mut |piece| {
            found.push_str(piece);
            found.push('|');
        });
        assert_eq!(found.replace(['|', ' '], ""), "Onetwoyc");
    }
}
