//! Raw HTML: passed through, shown as text, or marked for cleaning.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::walk::Renderer;
use super::{Item, extent};
use crate::config::RawHtml;

impl<'s> Renderer<'s> {
    /// Writes a block of raw HTML.
    pub(super) fn raw_block(&mut self, items: &[Item<'s>], out: &mut Vec<Event<'s>>) -> usize {
        let length = extent(items);
        if self.options.markdown.raw_html == RawHtml::Escape {
            out.push(Event::Start(Tag::Paragraph));
            items[..length].iter().for_each(|(event, _)| self.raw(event, out));
            out.push(Event::End(TagEnd::Paragraph));
        } else {
            items[..length].iter().for_each(|(event, _)| self.raw(event, out));
        }
        length
    }

    /// Writes one piece of raw HTML.
    pub(super) fn raw(&mut self, event: &Event<'s>, out: &mut Vec<Event<'s>>) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) if self.options.markdown.raw_html == RawHtml::Escape => {
                out.push(Event::Text(html.clone()));
            }
            Event::Html(_) | Event::InlineHtml(_) => {
                self.raw = true;
                out.push(event.clone());
            }
            Event::Text(_) => out.push(event.clone()),
            _ => {}
        }
    }
}

/// The ids in a piece of raw HTML.
pub(super) fn ids(html: &str) -> impl Iterator<Item = &str> {
    html.match_indices("id=").filter_map(|(at, name)| {
        let apart = html[..at].ends_with(|c: char| c.is_ascii_whitespace());
        let value = &html[at + name.len()..];
        let quoted = value.strip_prefix('"').and_then(|value| value.split('"').next());
        let quoted = quoted.or_else(|| value.strip_prefix('\'').and_then(|value| value.split('\'').next()));
        let id = quoted.or_else(|| value.split([' ', '>', '\n', '\t', '/']).next())?;
        (apart && !id.is_empty() && !id.contains(['<', '>'])).then_some(id)
    })
}

#[cfg(test)]
mod tests {
    use super::ids;

    #[test]
    fn ids_are_found_in_raw_html() {
        let html = r#"<p class=x id="one"><a id='two' data-id="no"></a><b id=three>valid="no"</b><i id="">"#;
        assert_eq!(ids(html).collect::<Vec<_>>(), ["one", "two", "three"]);
    }
}
