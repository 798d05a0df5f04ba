//! What a language code says: the direction in which the language is written, and the region where it is at home.

use icu_locale::{LanguageIdentifier, LocaleDirectionality, LocaleExpander};

/// `rtl` for languages written from right to left, else `ltr`: the value of HTML's `dir`.
pub(crate) fn direction(language: &str) -> &'static str {
    if language == "en" {
        return "ltr";
    }
    let Ok(language) = language.parse::<LanguageIdentifier>() else { return "ltr" };
    if LocaleDirectionality::new_common().is_right_to_left(&language) { "rtl" } else { "ltr" }
}

/// A language with a region, as OpenGraph writes it: `fr_FR`. Where the code names no region, the likeliest of Unicode's
/// CLDR stands; for English it is the one whose dates the site shows.
pub(super) fn locale(language: &str) -> Option<String> {
    if language == "en" {
        return Some("en_GB".to_owned());
    }
    let mut code = language.parse::<LanguageIdentifier>().ok()?;
    LocaleExpander::new_common().maximize(&mut code);
    Some(format!("{}_{}", code.language, code.region?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locale_has_the_region_that_the_code_names_or_the_likeliest() {
        for (language, wanted) in [("en", "en_GB"), ("en-US", "en_US"), ("fr", "fr_FR"), ("zh-Hant", "zh_TW")] {
            assert_eq!(locale(language).as_deref(), Some(wanted), "{language}");
        }
        assert_eq!(locale("tlh"), None);
    }
}
