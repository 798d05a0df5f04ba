//! `robots.txt` (RFC 9309): everything may be read, and here are the sitemaps; of a preview, nothing.

/// The file; `maps` are whole addresses, none where nothing may be read.
pub(super) fn robots(maps: Option<&[String]>) -> String {
    let Some(maps) = maps else { return "User-agent: *\nDisallow: /\n".to_owned() };
    let maps: String = maps.iter().map(|map| format!("Sitemap: {map}\n")).collect();
    format!("User-agent: *\nAllow: /\n\n{maps}")
}
