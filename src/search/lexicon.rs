//! All words of the site by number, each with its stem and the form that readers find it by: lines of text, so that
//! they are kept and read as a whole.

use super::fold::fold;
use super::stem::{self, Stems};

/// A word in a language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word<'a> {
    /// The number of the language, as [`stem::language`] gives it.
    pub language: usize,
    /// The word in lower case.
    pub word: &'a str,
    /// Its stem, folded.
    pub stem: &'a str,
    /// The word, folded; empty where nothing of it is left.
    pub form: &'a str,
}

/// The words of these lines, in their order.
pub(super) fn words(lines: &str) -> impl Iterator<Item = Word<'_>> {
    lines.lines().map(|line| {
        let mut parts = line.split('\t');
        let language = parts.next().and_then(|number| number.parse().ok()).unwrap_or(stem::COUNT - 1);
        let mut part = || parts.next().unwrap_or_default();
        Word { language, word: part(), stem: part(), form: part() }
    })
}

/// The line of a word. No word holds a tab or the end of a line: it consists of letters, digits and marks.
pub(super) fn line(language: usize, word: &str) -> String {
    let stem = Stems::of(language).stem(word);
    format!("{language}\t{word}\t{}\t{}\n", fold(&stem), fold(word))
}
