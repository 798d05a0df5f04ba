//! Takes from the HTML of a feed what readers of feeds drop as a risk or cannot resolve: only raw HTML of an editor or
//! a theme's template can have brought it in, so that most texts are looked at and left as they are.

use crate::parse::for_feed;

/// Elements that run, reach out, ask or style.
const ELEMENTS: &[&str] = &[
    "script", "style", "form", "iframe", "frame", "frameset", "object", "embed", "applet", "link", "meta", "base",
    "input", "button", "select", "textarea", "noscript", "template", "dialog",
];

/// The HTML without such things and with whole addresses; `page` is the whole address of its own page.
pub(in crate::render) fn harmless(html: String, page: &str) -> String {
    if is_harmless(&html) { html } else { for_feed(&html, page) }
}

fn is_harmless(html: &str) -> bool {
    html.split('<').skip(1).all(|rest| {
        let tag = rest.split('>').next().unwrap_or_default();
        let name = tag.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        // Most tags are of one to three letters, and none of those elements is.
        let is_one = name.len() > 3 && ELEMENTS.iter().any(|element| element.eq_ignore_ascii_case(name));
        !is_one && attributes_are_harmless(tag)
    })
}

/// A sign of equality within a value counts as one after a name: what that takes for harm is cleaned once too often.
fn attributes_are_harmless(tag: &str) -> bool {
    tag.match_indices('=').all(|(at, _)| {
        let before = tag[..at].trim_ascii_end();
        let start = before
            .rfind(|c: char| !c.is_ascii_alphabetic())
            .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
        let name = &before[start..];
        let value = tag[at + 1..].trim_ascii_start().trim_start_matches(['"', '\'']);
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        if is("href") || is("src") || is("srcset") || is("poster") || is("action") || is("data") {
            return ["https://", "http://", "mailto:"].iter().any(|scheme| value.starts_with(scheme));
        }
        !is("style") && !name.get(..2).is_some_and(|on| on.eq_ignore_ascii_case("on"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_element_to_be_taken_out_has_a_short_name() {
        assert!(ELEMENTS.iter().all(|element| element.len() > 3));
    }

    #[test]
    fn what_a_feed_may_not_carry_is_taken_out_and_addresses_are_made_whole() {
        let clean = |html: &str| harmless(html.to_owned(), "https://site.example/a/");
        for (html, cleaned) in [
            (
                "<p>a <a href=\"https://b.example/?on=1\">b</a></p>",
                "<p>a <a href=\"https://b.example/?on=1\">b</a></p>",
            ),
            ("<p>a</p><SCRIPT>x()</SCRIPT>", "<p>a</p>"),
            ("<p style=\"color:red\">a</p>", "<p>a</p>"),
            ("<p ONCLICK = 'x()'>a</p>", "<p>a</p>"),
            ("<a href=/b>c</a>", "<a href=\"https://site.example/b\">c</a>"),
            ("<a href='#b'>c</a>", "<a href=\"https://site.example/a/#b\">c</a>"),
            ("<img alt=\"\" src=\"d.jpg\">", "<img alt=\"\" src=\"https://site.example/a/d.jpg\">"),
            ("<iframe src=\"https://b.example/\"></iframe>e", "e"),
            ("<a href=\"javascript:x()\">f</a>", "<a>f</a>"),
        ] {
            assert_eq!(clean(html), cleaned);
        }
    }
}
