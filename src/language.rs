//! Language codes: whether a text is one. The interface to icu_locale.

use icu_locale::LanguageIdentifier;

/// Whether a text is a BCP 47 language code such as `en`, `pt-BR` or `zh-Hant`.
pub fn is_code(code: &str) -> bool {
    let known = |id: LanguageIdentifier| matches!(id.language.as_str().len(), 2 | 3) && !id.language.is_unknown();
    !code.contains('_') && LanguageIdentifier::try_from_str(code).is_ok_and(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_from_names_of_languages() {
        for code in ["en", "pt-BR", "zh-Hant", "ar", "es-419", "sr-Latn-RS"] {
            assert!(is_code(code), "{code}");
        }
        for code in ["", "english", "en_US", "e", "12", "en-", "und", "français"] {
            assert!(!is_code(code), "{code}");
        }
    }
}
