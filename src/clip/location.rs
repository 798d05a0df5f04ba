//! Addresses of pages and photos: made whole, without what only counts visitors. The interface to url.

use url::Url;

use crate::address;

/// Hosts that keep copies of pages for phones.
const COPIES: &[&str] = &[
    "cdn.ampproject.org",
    "www.google.com",
    "translate.goog",
    "web.archive.org",
    "archive.org",
    "webcache.googleusercontent.com",
];

/// An address as it may stand in an entry: whole, http or https, without tracking; `base` is the page that names it.
pub(super) fn whole(address: &str, base: Option<&str>) -> Option<String> {
    let base = base.and_then(|base| Url::parse(base).ok());
    let mut url = Url::options().base_url(base.as_ref()).parse(address.trim()).ok()?;
    if !matches!(url.scheme(), "http" | "https") {
        return None;
    }
    url.set_username("").ok()?;
    url.set_password(None).ok()?;
    let fragment = url.fragment().filter(|fragment| fragment.starts_with('!')).map(str::to_owned);
    url.set_fragment(fragment.as_deref());
    let text = address::without_tracking(url.as_str())
        .replace('|', "%7C")
        .replace('{', "%7B")
        .replace('}', "%7D")
        .replace('^', "%5E")
        .replace('`', "%60");
    address::unfit(&text).is_none().then_some(text)
}

/// Whether an address begins as one on the web.
pub(super) fn is_web(address: &str) -> bool {
    address::unfit(address).is_none()
}

/// The host of an address, without `www.` and its like.
pub(super) fn host(address: &str) -> Option<String> {
    let host = Url::parse(address).ok()?.host_str()?.to_owned();
    Some(
        ["www.", "amp.", "m.", "mobile."].iter().find_map(|start| host.strip_prefix(start)).unwrap_or(&host).to_owned(),
    )
}

/// Whether two addresses belong to one publisher, as far as their hosts tell: one ends with the other.
pub(super) fn are_related(a: &str, b: &str) -> bool {
    let (Some(a), Some(b)) = (host(a), host(b)) else { return false };
    a == b || a.ends_with(&format!(".{b}")) || b.ends_with(&format!(".{a}"))
}

/// Whether an address is that of a copy which others keep.
pub(super) fn is_copy(address: &str) -> bool {
    host(address).is_some_and(|host| {
        COPIES.iter().any(|copy| host == copy.trim_start_matches("www.") || host.ends_with(&format!(".{copy}")))
    })
}

/// The address that a browser wrote into a page when it saved it: `<!-- saved from url=(0031)https://… -->`.
pub(super) fn saved_from(html: &str) -> Option<String> {
    let head = html.char_indices().nth(3000).map_or(html, |(at, _)| &html[..at]);
    let (_, rest) = head.split_once("saved from url=(")?;
    let address = rest.split_once(')')?.1.split_whitespace().next()?;
    whole(address.trim_end_matches("-->"), None)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_whole_and_without_tracking() {
        let base = Some("https://www.example.org/news/story.html?x=1");
        for (address, expected) in [
            ("/a/b.jpg", Some("https://www.example.org/a/b.jpg")),
            ("//cdn.example.org/a.jpg", Some("https://cdn.example.org/a.jpg")),
            ("https://a.example/s?id=3&utm_source=x&fbclid=y#top", Some("https://a.example/s?id=3")),
            ("https://a.example/s?utm_source=x", Some("https://a.example/s")),
            ("https://user:secret@a.example/s", Some("https://a.example/s")),
            ("javascript:alert(1)", None),
            ("data:text/html,x", None),
            ("file:///etc/passwd", None),
            ("https://a.example/a b|c", Some("https://a.example/a%20b%7Cc")),
        ] {
            assert_eq!(whole(address, base).as_deref(), expected, "{address}");
        }
        assert_eq!(
            saved_from("<!-- saved from url=(0024)https://a.example/story -->").as_deref(),
            Some("https://a.example/story")
        );
        assert!(are_related("https://www.a.example/x", "https://edition.a.example/y"));
        assert!(!are_related("https://a.example", "https://evil-a.example"));
    }
}
