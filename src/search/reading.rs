//! Reads entries for their words, each once with the weight of its best place.

use rustc_hash::FxHashMap;

use crate::collate::{Item, Site};

use super::fold::words;
use super::text::{Place, pieces};
use super::{digits, stem};

/// The words of some entries.
pub(super) struct Portion {
    /// For each language the numbers of its words, counted as they were met.
    ids: Vec<FxHashMap<Box<str>, u32>>,
    /// For each word the last entry that has it, and where among the words of that entry.
    last: Vec<(usize, usize)>,
    /// For each entry its words: four times the number of the word, plus its weight.
    entries: Vec<Vec<u32>>,
}

/// Reads these entries. `site_language` is that of entries which name none.
pub(super) fn read(site: &Site, items: &[&Item], site_language: &str) -> Portion {
    let ids = (0..stem::COUNT).map(|_| FxHashMap::default()).collect();
    let mut portion = Portion { ids, last: Vec::new(), entries: Vec::with_capacity(items.len()) };
    let mut lowered = String::new();
    for item in items {
        let language = stem::language(item.entry.language.as_deref().unwrap_or(site_language));
        portion.entries.push(Vec::new());
        pieces(site, item, &mut |piece: &str, place: Place| {
            words(piece, &mut lowered, &mut |word| portion.add(language, word, place));
        });
    }
    portion
}

impl Portion {
    /// Adds a word to the entry that is being read.
    fn add(&mut self, language: usize, word: &str, place: Place) {
        let id = match self.ids[language].get(word) {
            Some(&id) => id,
            None => {
                let id = u32::try_from(self.last.len()).unwrap_or(u32::MAX);
                self.ids[language].insert(word.into(), id);
                self.last.push((usize::MAX, 0));
                id
            }
        };
        let at = self.entries.len() - 1;
        let entry = &mut self.entries[at];
        let packed = id << 2 | place as u32;
        let last = &mut self.last[id as usize];
        if last.0 == at {
            entry[last.1] = joined(entry[last.1], packed);
        } else {
            *last = (at, entry.len());
            entry.push(packed);
        }
    }

    /// The words by their numbers here, with their languages.
    pub fn words(&self) -> Vec<(usize, &str)> {
        let mut words = vec![(0, ""); self.last.len()];
        for (language, ids) in self.ids.iter().enumerate() {
            ids.iter().for_each(|(word, &id)| words[id as usize] = (language, word));
        }
        words
    }

    /// For each entry the list of its words as text, by `numbers` instead of those here.
    pub fn lists(&self, numbers: &[u32]) -> impl Iterator<Item = String> {
        self.entries.iter().map(|entry| {
            let mut packed: Vec<u32> =
                entry.iter().map(|packed| numbers[(packed >> 2) as usize] << 2 | packed & 3).collect();
            packed.sort_unstable();
            digits::write_list(&packed)
        })
    }
}

/// Two weights of one number as one: the greater, and twice in the text is often.
pub(super) fn joined(a: u32, b: u32) -> u32 {
    a.max(b).max((a & !3) | Place::Often as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_place_of_a_word_counts() {
        assert_eq!(joined(4, 4), 5);
        assert_eq!(joined(6, 4), 6);
    }
}
