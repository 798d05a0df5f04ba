//! `publish.NAME.headers`: headers of files by their path.

use super::Pattern;
use super::read::{missing, pattern};
use crate::yaml::{Field, Keys};

/// The keys of a rule.
pub const HEADER_RULE: Keys = Keys {
    known: &["match", "cache_control", "content_type", "compress"],
    synonyms: &[
        ("pattern", "match"),
        ("cachecontrol", "cache_control"),
        ("contenttype", "content_type"),
        ("gzip", "compress"),
    ],
};

/// Headers of the files that a pattern fits.
#[derive(Clone, Debug, PartialEq)]
pub struct HeaderRule {
    /// Which files.
    pub fits: Pattern,
    /// How long caches keep them: `public, max-age=300`.
    pub cache_control: Option<String>,
    /// Their media type, where it is not the one that their names tell.
    pub content_type: Option<String>,
    /// Whether they are compressed, where the target compresses.
    pub compress: Option<bool>,
}

pub(super) fn rule(item: &Field<'_>) -> Option<HeaderRule> {
    let group = item.group(HEADER_RULE)?;
    let Some(fits) = group.field("match") else {
        missing(&group, "match", "match: \"*.html\"");
        return None;
    };
    let value = |key: &str| group.field(key).and_then(|field| value(&field));
    Some(HeaderRule {
        fits: pattern(&fits)?,
        cache_control: value("cache_control"),
        content_type: value("content_type"),
        compress: group.flag("compress"),
    })
}

/// What can stand in a header: one line of ASCII (RFC 9110, section 5.5).
fn value(field: &Field<'_>) -> Option<String> {
    let text = field.text()?;
    if text.chars().all(|c| c.is_ascii_graphic() || c == ' ') {
        return Some(text);
    }
    let problem = field.error("unknown-value", format!("`{}` holds a sign that no header can hold", field.name()));
    field.note(problem.hint("write it in one line of plain letters: `public, max-age=300`"));
    None
}
