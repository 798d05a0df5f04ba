//! `robots.txt` (RFC 9309): everything may be read, and here are the sitemaps.

/// The file; `maps` are whole addresses.
pub(super) fn robots(maps: &[String]) -> String {
    let maps: String = maps.iter().map(|map| format!("Sitemap: {map}\n")).collect();
    format!("User-agent: *\nAllow: /\n\n{maps}")
}
