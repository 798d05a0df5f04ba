//! Addresses of pages: patterns filled in, and the three ways in which a page's path is written.

use std::fmt::{self, Write as _};

use serde::Serialize;

use crate::parse::Entry;

/// The path of a page from the site's root, in plain letters, without a leading slash: `2017/04/12/low-point/`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Address(String);

impl Address {
    /// Wraps a path from the site's root; leading slashes are taken off.
    pub fn new(path: impl Into<String>) -> Self {
        let mut path = path.into();
        let slashes = path.len() - path.trim_start_matches('/').len();
        path.drain(..slashes);
        Self(path)
    }

    /// An address below this one: `page/3/`.
    pub fn join(&self, rest: &str) -> Self {
        Self(format!("{}{rest}", self.0))
    }

    /// The path in plain letters, without a leading slash.
    pub fn path(&self) -> &str {
        &self.0
    }

    /// The file of the output that answers at this address.
    pub fn file(&self) -> String {
        if self.0.is_empty() || self.0.ends_with('/') { format!("{}index.html", self.0) } else { self.0.clone() }
    }

    /// The path percent-encoded for links, behind `base` (which ends without a slash): RFC 3986, section 3.3.
    pub fn href(&self, base: &str) -> String {
        let mut href = String::with_capacity(base.len() + self.0.len() + 1);
        href.push_str(base);
        href.push('/');
        encode(&self.0, &mut href);
        href
    }
}

fn encode(path: &str, out: &mut String) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@/".contains(&byte);
    // Most paths have nothing else, and are asked for tens of thousands of times.
    if path.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'/' | b'.')) {
        out.push_str(path);
        return;
    }
    for byte in path.bytes() {
        if is_plain(byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.push(char::from(HEX[usize::from(byte >> 4)]));
            out.push(char::from(HEX[usize::from(byte & 15)]));
        }
    }
}

/// An entry's address by the configured pattern.
pub(super) fn of_entry(pattern: &str, entry: &Entry, slug: &str, site_language: &str) -> Address {
    let day = entry.date.day();
    let language = entry.language.as_deref().unwrap_or(site_language);
    let path = fill(pattern, language, slug, |name, path| match name {
        "year" => write!(path, "{:04}", day.year()),
        "month" => write!(path, "{:02}", day.month()),
        _ => write!(path, "{:02}", day.day()),
    });
    in_language(path, language, site_language, pattern)
}

/// A page's address by a pattern that knows the slug alone.
pub(super) fn of_page(pattern: &str, slug: &str, language: &str, site_language: &str) -> Address {
    let path = fill(pattern, language, slug, |name, path| write!(path, ":{name}"));
    in_language(path, language, site_language, pattern)
}

/// Puts values in the places of a pattern's names, in one go: a large site has tens of thousands of addresses.
fn fill(pattern: &str, language: &str, slug: &str, date: impl Fn(&str, &mut String) -> fmt::Result) -> String {
    let mut path = String::with_capacity(pattern.len() + slug.len());
    let mut rest = pattern;
    while let Some(at) = rest.find(':') {
        path.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let name = ["year", "month", "day", "language", "slug"].into_iter().find(|name| rest.starts_with(name));
        match name {
            Some("language") => path.push_str(language),
            Some("slug") => path.push_str(slug),
            // Writing to a text does not fail.
            Some(name) => _ = date(name, &mut path),
            None => path.push(':'),
        }
        rest = &rest[name.map_or(0, str::len)..];
    }
    path.push_str(rest);
    path
}

/// Pages in another language than the site's stand below `/LANGUAGE/`, unless the pattern places the language itself.
fn in_language(path: String, language: &str, site_language: &str, pattern: &str) -> Address {
    if language == site_language || pattern.contains(":language") {
        Address::new(path)
    } else {
        Address::new(format!("{language}{path}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_a_file_and_a_link() {
        let address = Address::new("/2017/été/");
        assert_eq!(address.file(), "2017/été/index.html");
        assert_eq!(address.href("/briefing"), "/briefing/2017/%C3%A9t%C3%A9/");
        assert_eq!(Address::new("/404.html").file(), "404.html");
        assert_eq!(Address::new("/").href(""), "/");
    }
}
