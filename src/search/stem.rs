//! The stems of words by language. The interface to pagefind_stem.

use std::borrow::Cow;

use pagefind_stem::{Algorithm, Stemmer};

/// What makes a stemmer, by the language's BCP 47 primary code.
type Language = (&'static str, fn() -> Algorithm);

/// Languages with a stemmer; other languages find words as they are written.
const LANGUAGES: &[Language] = &[
    ("ar", || Algorithm::Arabic),
    ("ca", || Algorithm::Catalan),
    ("da", || Algorithm::Danish),
    ("de", || Algorithm::German),
    ("el", || Algorithm::Greek),
    ("en", || Algorithm::English),
    ("es", || Algorithm::Spanish),
    ("fi", || Algorithm::Finnish),
    ("fr", || Algorithm::French),
    ("ga", || Algorithm::Irish),
    ("hu", || Algorithm::Hungarian),
    ("id", || Algorithm::Indonesian),
    ("it", || Algorithm::Italian),
    ("nb", || Algorithm::Norwegian),
    ("nl", || Algorithm::Dutch),
    ("nn", || Algorithm::Norwegian),
    ("no", || Algorithm::Norwegian),
    ("pt", || Algorithm::Portuguese),
    ("ro", || Algorithm::Romanian),
    ("ru", || Algorithm::Russian),
    ("sv", || Algorithm::Swedish),
    ("ta", || Algorithm::Tamil),
    ("tr", || Algorithm::Turkish),
];

/// How many languages [`language`] tells apart.
pub(super) const COUNT: usize = LANGUAGES.len() + 1;

/// The number of a language; the last one is for all that have no stemmer.
pub(super) fn language(code: &str) -> usize {
    let primary = code.split('-').next().unwrap_or(code).to_ascii_lowercase();
    LANGUAGES.iter().position(|(known, _)| *known == primary).unwrap_or(LANGUAGES.len())
}

/// What takes the endings from the words of one language.
pub(super) struct Stems(Option<Stemmer>);

impl Stems {
    /// For the language with this number.
    pub fn of(language: usize) -> Self {
        Self(LANGUAGES.get(language).map(|(_, algorithm)| Stemmer::create(algorithm())))
    }

    /// The stem of a word in lower case.
    pub fn stem<'w>(&self, word: &'w str) -> Cow<'w, str> {
        self.0.as_ref().map_or(Cow::Borrowed(word), |stemmer| stemmer.stem(word))
    }
}
