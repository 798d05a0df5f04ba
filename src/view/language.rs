//! The direction in which a language is written.

use icu_locale::{LanguageIdentifier, LocaleDirectionality};

/// `rtl` for languages written from right to left, else `ltr`: the value of HTML's `dir`.
pub(crate) fn direction(language: &str) -> &'static str {
    if language == "en" {
        return "ltr";
    }
    let Ok(language) = language.parse::<LanguageIdentifier>() else { return "ltr" };
    if LocaleDirectionality::new_common().is_right_to_left(&language) { "rtl" } else { "ltr" }
}
