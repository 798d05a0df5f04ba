//! Quotation marks that were typed straight become those of the language.
//!
//! The parser finds out which of them open and which close, and writes the English ones. A straight `'` stays what the
//! parser makes of it: it is an apostrophe more often than a mark.

use pulldown_cmark::{CowStr, Event};

use super::Item;

/// The events with the double marks of a language in place of the English ones; marks that an editor typed curved stay.
pub(super) fn of_language<'s>(mut items: Vec<Item<'s>>, source: &str, language: &str) -> Vec<Item<'s>> {
    let Some((open, close)) = marks(language) else { return items };
    for (event, place) in &mut items {
        if source.get(place.clone()) != Some("\"") {
            continue;
        }
        if let Event::Text(text) = event {
            match &**text {
                "“" => *text = CowStr::Borrowed(open),
                "”" => *text = CowStr::Borrowed(close),
                _ => {}
            }
        }
    }
    items
}

/// The marks around a quotation (CLDR, `quotationStart` and `quotationEnd`); none where they are the English ones. French
/// ones stand off by a no-break space.
fn marks(language: &str) -> Option<(&'static str, &'static str)> {
    let base = language.split('-').next().unwrap_or(language);
    Some(match (base, language) {
        (_, "de-CH" | "de-LI" | "fr-CH" | "it-CH") => ("«", "»"),
        ("fr", _) => ("«\u{a0}", "\u{a0}»"),
        ("es" | "it" | "ru" | "uk" | "be" | "el" | "no" | "nb" | "nn" | "ca" | "fa" | "hy", _) => ("«", "»"),
        (_, "pt-PT") => ("«", "»"),
        ("de" | "cs" | "sk" | "sl" | "is" | "bg" | "et" | "lt" | "ka", _) => ("„", "“"),
        ("pl" | "hu" | "ro" | "hr" | "bs", _) => ("„", "”"),
        ("fi" | "sv" | "he", _) => ("”", "”"),
        ("ja", _) => ("「", "」"),
        _ => return None,
    })
}
