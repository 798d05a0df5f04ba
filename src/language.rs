//! Language codes: whether a text is one; scripts: whether they part words. The interface to icu_locale.

use icu_locale::LanguageIdentifier;

/// Whether a text is a BCP 47 language code such as `en`, `pt-BR` or `zh-Hant`.
pub fn is_code(code: &str) -> bool {
    let known = |id: LanguageIdentifier| matches!(id.language.as_str().len(), 2 | 3) && !id.language.is_unknown();
    !code.contains('_') && LanguageIdentifier::try_from_str(code).is_ok_and(known)
}

/// Whether a sign is of a script without blanks between words: Chinese, Japanese, Thai, Lao, Khmer, Burmese.
pub fn is_without_blanks(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
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
