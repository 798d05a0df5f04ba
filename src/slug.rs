//! Names of things as parts of an address: `Trust at a "low"` becomes `trust-at-a-low`.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// Which letters an address may hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Alphabet {
    /// Letters of every script are written in `a` to `z`.
    #[default]
    Ascii,
    /// Letters stay in their script, in lower case.
    Unicode,
}

/// A name as one part of an address: lower case, hyphens between words; empty when no letter or digit is in it.
pub fn slugify(name: &str, alphabet: Alphabet) -> String {
    match alphabet {
        _ if name.is_ascii() => hyphenate_ascii(name),
        Alphabet::Ascii => hyphenate(deunicode::deunicode(name).chars()),
        Alphabet::Unicode => hyphenate(name.nfc()),
    }
}

/// What [`hyphenate`] gives, for the letters of most names without asking Unicode.
fn hyphenate_ascii(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    let mut gap = false;
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() {
            if gap && !slug.is_empty() {
                slug.push('-');
            }
            gap = false;
            slug.push(char::from(byte.to_ascii_lowercase()));
        } else if byte != b'\'' {
            gap = true;
        }
    }
    slug
}

fn hyphenate(chars: impl Iterator<Item = char>) -> String {
    let mut slug = String::new();
    let mut gap = false;
    for c in chars {
        if c.is_alphanumeric() {
            if gap && !slug.is_empty() {
                slug.push('-');
            }
            gap = false;
            slug.extend(c.to_lowercase());
        } else if is_mark(c) && !gap && !slug.is_empty() {
            slug.push(c);
        } else if !matches!(c, '\'' | '’') {
            gap = true;
        }
    }
    slug
}

/// Combining marks that are no letters of their own but belong to one (vowel signs of Indic scripts, Arabic harakat).
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// The form in which two names are one to a reader, or to a file system that does not tell `A` from `a`.
pub fn fold(name: &str) -> String {
    if name.is_ascii() {
        name.to_ascii_lowercase()
    } else {
        name.nfc().collect::<String>().to_lowercase().nfc().collect()
    }
}

/// What makes a text unfit to be one part of an address or of an output path, in an editor's words; `None` when fit.
pub fn unfit(part: &str) -> Option<&'static str> {
    if part.is_empty() {
        Some("is empty")
    } else if part == "." || part == ".." {
        Some("leads to another folder")
    } else if part.starts_with('.') {
        Some("begins with a dot")
    } else if part.contains(['/', '\\']) {
        Some("holds a slash")
    } else if part.chars().any(|c| {
        c.is_control() || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    }) {
        Some("holds a control character")
    } else if part.contains(['?', '#', '%', ':', '*', '"', '<', '>', '|']) {
        Some("holds a sign that addresses or file systems reserve")
    } else if part.trim() != part || part.ends_with('.') {
        Some("begins or ends with a blank or ends with a dot")
    } else if part.len() > 200 {
        Some("is longer than 200 bytes")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_parts_of_addresses() {
        for (name, ascii, unicode) in [
            ("Trust at a \"low\", both say", "trust-at-a-low-both-say", "trust-at-a-low-both-say"),
            ("L’été à Paris", "lete-a-paris", "lété-à-paris"),
            ("O'Brien's law", "obriens-law", "obriens-law"),
            ("北京", "bei-jing", "北京"),
            ("  --  ", "", ""),
        ] {
            assert_eq!(slugify(name, Alphabet::Ascii), ascii);
            assert_eq!(slugify(name, Alphabet::Unicode), unicode);
        }
    }

    #[test]
    fn what_leads_elsewhere_is_unfit() {
        for part in ["", ".", "..", "a/b", "a\\b", ".git", "a\u{202e}b", "a?b", "con:"] {
            assert!(unfit(part).is_some(), "{part:?}");
        }
        assert_eq!(unfit("2017-low-point"), None);
    }
}
