//! Words of held entries in what is rendered. Collation keeps held entries from everything derived; this finds what an
//! editor wrote elsewhere: the headline of an embargoed entry in the text of a public one, in `data/`, in a template.
//!
//! A headline is looked for by its longest stretch without a sign that HTML, XML or JSON writes otherwise. One that is
//! too short to be told from common words is not looked for.

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashSet;

use super::Record;
use crate::collate::{Audience, Held, Site, Status};
use crate::load::Digest;
use crate::problem::{At, Place, Problem};
use crate::slug::fold;

/// The fewest words and the fewest letters of a stretch that can be told from common words.
const WORDS: usize = 3;
const LETTERS: usize = 14;

/// What must not be in the output.
#[derive(Clone, Debug, Default)]
pub struct Secrets<'a> {
    words: Vec<(&'a str, &'a Held)>,
    finder: Option<AhoCorasick>,
}

impl<'a> Secrets<'a> {
    /// The headlines of what is held back from the public; none where the site is the desk's own.
    pub fn of(site: &'a Site) -> Self {
        if site.audience == Audience::Desk {
            return Self::default();
        }
        let held = site.held.iter().filter(|held| held.status != Status::Expired);
        let words: Vec<(&str, &Held)> = held.filter_map(|held| Some((stretch(&held.headline)?, held))).collect();
        if words.is_empty() {
            return Self::default();
        }
        let public: FxHashSet<String> = site.entries.iter().map(|item| fold(&item.entry.headline)).collect();
        Self::new(words.into_iter().filter(|(_, held)| !public.contains(&fold(&held.headline))).collect())
    }

    fn new(words: Vec<(&'a str, &'a Held)>) -> Self {
        let finder = AhoCorasick::builder().ascii_case_insensitive(true).build(words.iter().map(|(words, _)| words));
        let finder = finder.ok().filter(|_| !words.is_empty());
        Self { words, finder }
    }

    /// Those that an earlier build did not look for in what it wrote.
    pub fn since(&self, record: Option<&Record>) -> Self {
        let known = record.map_or(&[][..], |record| &record.secrets);
        let new = self.words.iter().filter(|(words, _)| !known.contains(&Digest::of(words.as_bytes())));
        Self::new(new.copied().collect())
    }

    /// Whether there is nothing to look for.
    pub fn is_empty(&self) -> bool {
        self.finder.is_none()
    }

    /// What is found in a file of the output.
    pub fn found_in(&self, path: &str, bytes: &[u8]) -> Option<Problem> {
        let found = self.finder.as_ref()?.find(bytes)?;
        let (_, held) = self.words.get(found.pattern().as_usize())?;
        let place = Place::new(&held.path, At::field("headline"));
        let message = format!("this entry is {}, and its headline stands in the output", held.status.phrase());
        Some(
            Problem::error("embargo-leak", place, message).hint(format!(
                "take the words out of what makes `{path}`, or wait with that until this entry is public"
            )),
        )
    }

    pub(super) fn hashes(&self) -> Vec<Digest> {
        self.words.iter().map(|(words, _)| Digest::of(words.as_bytes())).collect()
    }
}

/// The longest stretch of a headline without signs that a format may write otherwise, where it is long enough.
fn stretch(headline: &str) -> Option<&str> {
    let signs = |c: char| "&<>\"'\\/`‘’“”".contains(c) || c.is_control();
    let longest = headline.split(signs).map(str::trim).max_by_key(|part| part.len())?;
    let words = longest.split_whitespace().count();
    (words >= WORDS && longest.chars().count() >= LETTERS).then_some(longest)
}

#[cfg(test)]
mod tests {
    use super::stretch;

    #[test]
    fn headlines_are_looked_for_by_what_every_format_writes_alike() {
        assert_eq!(stretch("Trust between Washington & Moscow"), Some("Trust between Washington"));
        assert_eq!(stretch("The minister’s “secret” visit to the capital"), Some("visit to the capital"));
        assert_eq!(stretch("Rain at sea"), None);
        assert_eq!(stretch("Rain"), None);
    }
}
