//! What a file says of itself to those who ask a store for it: media type, how long to keep it, how it is compressed.

use crate::config::publish::{Encoding, HeaderRule, Target};
use crate::load::Digest;
use crate::media_type;

use super::wave::is_fingerprinted;

/// A year, the longest that caches are asked to keep a file, and a promise that it never changes (RFC 8246).
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Pages and feeds change at any time: caches ask again after five minutes.
const SHORT: &str = "public, max-age=300";
/// Other files change seldom.
const HOUR: &str = "public, max-age=3600";

/// The headers of a file in a store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dress {
    /// Its media type with its charset.
    pub content_type: String,
    /// How long caches keep it.
    pub cache_control: String,
    /// How its bytes are compressed.
    pub encoding: Option<Encoding>,
}

impl Dress {
    /// The headers of the file at this path of the output, uncompressed.
    pub fn of(path: &str, target: &Target) -> Self {
        let content_type = rule(path, target, |rule| rule.content_type.as_deref());
        let cache_control = rule(path, target, |rule| rule.cache_control.as_deref());
        Self {
            content_type: content_type.unwrap_or_else(|| media_type::of(path)).to_owned(),
            cache_control: cache_control.unwrap_or_else(|| patience(path)).to_owned(),
            encoding: None,
        }
    }

    /// A short name for these headers: other headers have another.
    pub fn mark(&self) -> String {
        let encoding = self.encoding.map_or("", Encoding::name);
        let text = [self.content_type.as_str(), self.cache_control.as_str(), encoding].join("\n");
        Digest::of(text.as_bytes()).hex()[..8].to_owned()
    }
}

/// Whether a file is compressed, where its target compresses: texts are, unless a rule says otherwise.
pub fn is_compressed(path: &str, target: &Target) -> bool {
    let said = target.headers.iter().filter(|rule| rule.fits.fits(path)).find_map(|rule| rule.compress);
    said.unwrap_or_else(|| media_type::is_text(media_type::of(path)))
}

fn rule<'t>(path: &str, target: &'t Target, take: impl Fn(&'t HeaderRule) -> Option<&'t str>) -> Option<&'t str> {
    target.headers.iter().filter(|rule| rule.fits.fits(path)).find_map(take)
}

fn patience(path: &str) -> &'static str {
    let media_type = media_type::of(path);
    if is_fingerprinted(path) {
        FOR_EVER
    } else if media_type.starts_with("text/html") || media_type.contains("xml;") || media_type.ends_with("json") {
        SHORT
    } else {
        HOUR
    }
}
