//! Links: to the site's own files as holes, to elsewhere as written, to nowhere safe as plain text.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::super::body::{Element, ElementKind, Fill, Link, Outward};
use super::super::copy::{self, link_text};
use super::syntax::Dialect;
use super::walk::Renderer;
use super::{Item, escape, extent, hole, plain};
use crate::problem::Problem;

/// Where an address leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// To a file of the site, or a place in the same text.
    Internal,
    /// Away from the site, or to a mail or telephone program.
    External,
    /// To something that runs or carries content, by this scheme.
    Unsafe(&'static str),
}

/// Where an address leads. Browsers skip control characters and case in the name of a scheme, so this does.
pub(super) fn target(address: &str) -> Target {
    let address = address.trim_start_matches(|c: char| c <= ' ');
    if address.starts_with("//") || address.starts_with("\\\\") || address.starts_with("/\\") {
        return Target::External;
    }
    let Some((scheme, _)) = address.split_once(':') else { return Target::Internal };
    let scheme: String = scheme.chars().filter(|c| !c.is_control()).map(|c| c.to_ascii_lowercase()).collect();
    if !scheme.starts_with(|c: char| c.is_ascii_lowercase())
        || !scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
    {
        return Target::Internal;
    }
    match ["javascript", "vbscript", "data"].into_iter().find(|bad| *bad == scheme) {
        Some(bad) => Target::Unsafe(bad),
        None => Target::External,
    }
}

impl<'s> Renderer<'s> {
    /// Writes a link, whose start is the first item.
    pub(super) fn link(&mut self, items: &[Item<'s>], out: &mut Vec<Event<'s>>) -> usize {
        let length = extent(items);
        let inner = &items[1..length.max(2) - 1];
        let (Event::Start(Tag::Link { link_type, dest_url, title, .. }), span) = &items[0] else { return 1 };
        let target = if *link_type == LinkType::Email { Target::External } else { target(dest_url) };
        if !self.pull && self.dialect == Dialect::Dateline {
            self.check_link(dest_url, inner, span);
        }
        if !self.pull && target == Target::External && *link_type != LinkType::Email {
            self.text.outward.push(Outward { address: dest_url.to_string(), span: self.shifted(span) });
        }
        match target {
            Target::Unsafe(scheme) => {
                self.unsafe_link(scheme, span);
                self.walk(inner, out);
            }
            _ if self.pull => self.walk(inner, out),
            _ if self.templated(ElementKind::Link) => {
                let index = (target == Target::Internal).then(|| self.internal(dest_url, span));
                let href =
                    if *link_type == LinkType::Email { format!("mailto:{dest_url}") } else { dest_url.to_string() };
                let body = self.body(inner);
                let link = Element::Link { href, index, title: title.to_string(), body };
                out.push(Event::InlineHtml(self.fills.put(Fill::Element(Box::new(link))).into()));
            }
            Target::External => {
                out.push(items[0].0.clone());
                self.walk(inner, out);
                out.push(Event::End(TagEnd::Link));
            }
            Target::Internal => {
                let index = self.internal(dest_url, span);
                out.push(Event::InlineHtml(start(index, title)));
                self.walk(inner, out);
                out.push(Event::End(TagEnd::Link));
            }
        }
        length
    }

    /// What a link's address and words lack.
    fn check_link(&mut self, address: &str, inner: &[Item<'s>], span: &Range<usize>) {
        if let Some(problem) = copy::followed(address, || self.place(span)) {
            self.report(problem);
        }
        let words = plain::of(inner);
        if address.is_empty() {
            let problem = Problem::error("empty-link", self.place(span), "this link leads nowhere: it has no address");
            self.report(problem.hint("write the address between the round brackets"));
        } else if words.is_empty() && !inner.iter().any(|(event, _)| shows(event)) {
            let problem =
                Problem::error("empty-link", self.place(span), "this link has no words, and nobody can see it");
            self.report(problem.hint("write between the square brackets where it leads"));
        } else if link_text::is_bare(&words) {
            let message = format!("`{words}` does not say where this link leads");
            let problem = Problem::warning("bare-link-text", self.place(span), message);
            self.report(problem.hint("link the words that name what stands there: `[the report](…)`"));
        }
    }

    /// Notes a link to a file of the site and gives its index.
    fn internal(&mut self, dest: &str, span: &Range<usize>) -> u32 {
        let (path, fragment) = match dest.split_once('#') {
            Some((path, fragment)) => (path, Some(escape::percent_decoded(fragment).into_owned())),
            None => (dest, None),
        };
        let path = escape::percent_decoded(path).into_owned();
        self.text.links.push(Link { path, fragment, span: self.shifted(span) });
        u32::try_from(self.text.links.len() - 1).unwrap_or(u32::MAX)
    }

    /// Reports an address that must not be in a page.
    pub(super) fn unsafe_link(&mut self, scheme: &str, span: &Range<usize>) {
        let message = format!("a link with `{scheme}:` can run code in the reader's browser");
        self.report(
            Problem::error("unsafe-link", self.place(span), message).hint("link to an `https://` address or a file"),
        );
    }
}

/// Whether something without words shows where a link is: a photo, or what raw HTML brings.
fn shows(event: &Event<'_>) -> bool {
    matches!(event, Event::Start(Tag::Image { .. }) | Event::InlineHtml(_) | Event::FootnoteReference(_))
}

fn start<'s>(index: u32, title: &str) -> CowStr<'s> {
    let mut html = format!("<a href=\"{}\"", hole::href(index));
    if !title.is_empty() {
        html.push_str(" title=\"");
        escape::push(&mut html, title);
        html.push('"');
    }
    html.push('>');
    html.into()
}

#[cfg(test)]
mod tests {
    use super::{Target, target};

    #[test]
    fn addresses_lead_where_a_browser_takes_them() {
        for (address, expected) in [
            ("../syria.md#aid", Target::Internal),
            ("#aid", Target::Internal),
            ("", Target::Internal),
            ("/about/", Target::Internal),
            ("a/b:c.md", Target::Internal),
            ("?q=a:b", Target::Internal),
            ("https://example.org", Target::External),
            ("mailto:desk@example.org", Target::External),
            ("tel:+4930", Target::External),
            ("//example.org/x", Target::External),
            ("javascript:alert(1)", Target::Unsafe("javascript")),
            (" \u{1}JavaScript:alert(1)", Target::Unsafe("javascript")),
            ("java\nscr\tipt:alert(1)", Target::Unsafe("javascript")),
            ("VBSCRIPT:x", Target::Unsafe("vbscript")),
            ("data:text/html,x", Target::Unsafe("data")),
        ] {
            assert_eq!(target(address), expected, "{address:?}");
        }
    }
}
