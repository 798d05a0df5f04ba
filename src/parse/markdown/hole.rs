//! Placeholders: how a hole travels through the writing of HTML.
//!
//! A placeholder is a short name between two noncharacters, code points that Unicode keeps for use inside programs.
//! [`harmless`] sees to it that the editor's text holds none, so whatever looks like a placeholder is one.

use std::borrow::Cow;

use super::super::body::{Body, Fill, Hole};

const OPEN: char = '\u{fdd0}';
const CLOSE: char = '\u{fdd1}';

/// The placeholder of [`Fill::IdPrefix`].
pub(super) const ID_PREFIX: &str = "\u{fdd0}\u{fdd1}";

/// The placeholder of [`Fill::Href`].
pub(super) fn href(index: u32) -> String {
    format!("{OPEN}h{index}{CLOSE}")
}

/// What goes into the holes that have been made and not yet cut.
#[derive(Debug, Default)]
pub(super) struct Fills(Vec<Option<Fill>>);

impl Fills {
    /// Keeps what goes into a hole and gives its placeholder.
    pub(super) fn put(&mut self, fill: Fill) -> String {
        self.0.push(Some(fill));
        format!("{OPEN}{}{CLOSE}", self.0.len() - 1)
    }

    /// Cuts HTML at its placeholders.
    pub(super) fn cut(&mut self, mut html: String) -> Body {
        let Some(first) = html.find(OPEN) else {
            html.shrink_to_fit();
            return Body { html, holes: Vec::new() };
        };
        let mut body = Body { html: String::with_capacity(html.len()), holes: Vec::new() };
        body.html.push_str(&html[..first]);
        let mut rest = &html[first..];
        while let Some(open) = rest.find(OPEN) {
            body.html.push_str(&rest[..open]);
            let name = &rest[open + OPEN.len_utf8()..];
            let Some(close) = name.find(CLOSE) else { break };
            let at = u32::try_from(body.html.len()).unwrap_or(u32::MAX);
            body.holes.extend(self.take(&name[..close]).map(|fill| Hole { at, fill }));
            rest = &name[close + CLOSE.len_utf8()..];
        }
        body.html.push_str(rest);
        body.html.shrink_to_fit();
        body.holes.shrink_to_fit();
        body
    }

    fn take(&mut self, name: &str) -> Option<Fill> {
        if name.is_empty() {
            return Some(Fill::IdPrefix);
        }
        match name.strip_prefix('h') {
            Some(index) => index.parse().ok().map(Fill::Href),
            None => self.0.get_mut(name.parse::<usize>().ok()?)?.take(),
        }
    }
}

/// The text without anything that could pass for a placeholder, each byte of the rest in its place. The two
/// noncharacters, and numeric references to them, have no meaning in HTML; they become U+FFFD.
pub(super) fn harmless(text: &str) -> Cow<'_, str> {
    let mut text = if text.contains(OPEN) || text.contains(CLOSE) {
        Cow::Owned(text.replace([OPEN, CLOSE], "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    };
    let mut from = 0;
    while let Some(at) = text[from..].find('&') {
        from += at + 1;
        if !text[from..].starts_with('#') {
            continue;
        }
        from += 1;
        if let Some((digits, replacement)) = noncharacter(&text[from..]) {
            let end = from + digits;
            text.to_mut().replace_range(end - replacement.len()..end, replacement);
        }
    }
    text
}

/// Where a numeric reference names one of the two noncharacters: the length of its digits (with the `x`), and what
/// to put over the last of them.
fn noncharacter(reference: &str) -> Option<(usize, &'static str)> {
    let (radix, prefix) = if reference.starts_with(['x', 'X']) { (16, 1) } else { (10, 0) };
    let digits = &reference[prefix..];
    let length = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
    let value = u32::from_str_radix(digits[..length].trim_start_matches('0'), radix).ok()?;
    let replacement = if radix == 16 { "FFFD" } else { "65533" };
    matches!(char::from_u32(value), Some(OPEN | CLOSE)).then_some((prefix + length, replacement))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_editors_noncharacters_are_harmless_and_nothing_moves() {
        for (written, meant) in [
            ("plain", "plain"),
            ("a\u{fdd0}3\u{fdd1}b", "a\u{fffd}3\u{fffd}b"),
            ("&#xFDD0;3&#64977;", "&#xFFFD;3&#65533;"),
            ("&#x00fdd1 &#X0FDD0", "&#x00FFFD &#X0FFFD"),
            ("&#38; &#; &#x; &#", "&#38; &#; &#x; &#"),
        ] {
            let harmless = harmless(written);
            assert_eq!(harmless, meant);
            assert_eq!(harmless.len(), written.len());
        }
    }

    #[test]
    fn html_is_cut_at_placeholders() {
        let mut fills = Fills::default();
        let link = fills.put(Fill::Href(7));
        let body = fills.cut(format!("<a id=\"{ID_PREFIX}x\" href=\"{}\">{link}</a>", href(3)));
        assert_eq!(body.html, "<a id=\"x\" href=\"\"></a>");
        let holes: Vec<_> = body.holes.iter().map(|hole| (hole.at, &hole.fill)).collect();
        assert_eq!(holes, [(7, &Fill::IdPrefix), (16, &Fill::Href(3)), (18, &Fill::Href(7))]);
    }
}
