//! Which form of a word goes with a number, by the plural rules of each language. The interface to icu_plurals.

use std::cell::RefCell;
use std::collections::BTreeMap;

use icu_locale::Locale;
use icu_plurals::{PluralCategory, PluralRules};

/// Every category that CLDR knows.
pub const CATEGORIES: &[&str] = &["zero", "one", "two", "few", "many", "other"];

thread_local! {
    // One set of rules for each language that this thread has met; `None` where nobody knows the language.
    static RULES: RefCell<BTreeMap<String, Option<PluralRules>>> = const { RefCell::new(BTreeMap::new()) };
}

/// The plural category of a count of things: `one` for 1 in English, `few` for 3 in Arabic.
pub fn category(language: &str, count: u64) -> &'static str {
    RULES.with_borrow_mut(|known| {
        if !known.contains_key(language) {
            known.insert(language.to_owned(), rules(language));
        }
        let rules = known.get(language).and_then(Option::as_ref);
        rules.map_or("other", |rules| name(rules.category_for(count)))
    })
}

fn rules(language: &str) -> Option<PluralRules> {
    let locale: Locale = language.parse().ok()?;
    PluralRules::try_new_cardinal(locale.into()).ok()
}

fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::category;

    #[test]
    fn numbers_have_the_categories_of_their_language() {
        let all = |language| [0, 1, 2, 3, 11, 100].map(|count| category(language, count));
        assert_eq!(all("en"), ["other", "one", "other", "other", "other", "other"]);
        assert_eq!(all("fr"), ["one", "one", "other", "other", "other", "other"]);
        assert_eq!(all("ar"), ["zero", "one", "two", "few", "many", "other"]);
        assert_eq!(all("pt-BR")[1], "one");
        assert_eq!(all("no such language"), ["other"; 6]);
    }
}
