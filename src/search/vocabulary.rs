//! Every word of the site with the entries it stands in.
//!
//! Entries are numbers counted from the first of their segment, written as [`digits`] says: four times the distance from
//! the entry before (less one), plus the weight of the place. A word of more than half of many entries says nothing: `*`
//! stands for all of them.

use std::ops::Range;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::collate::{Item, Site};

use super::fold::{fold, words};
use super::stem::{self, Stems};
use super::text::{Place, pieces};
use super::{digits, text};

/// How many entries are read at a time.
const PORTION: usize = 512;

/// From how many entries on a word can be too common.
const MANY: usize = 500;

/// The words of one stem and where they stand.
#[derive(Clone, Debug)]
pub(super) struct Record {
    /// The words, folded and sorted.
    pub forms: Vec<String>,
    /// The entries, as written into a shard.
    pub entries: String,
}

impl Record {
    /// A record of one word and entries without weights.
    pub fn plain(form: String, entries: &[u32]) -> Self {
        let packed: Vec<u32> = entries.iter().map(|number| number << 2).collect();
        Self { forms: vec![form], entries: written(&packed) }
    }
}

/// The words of some entries in one language; each entry is four times its number, plus the weight.
#[derive(Default)]
struct Words {
    ids: FxHashMap<Box<str>, u32>,
    entries: Vec<Vec<u32>>,
}

impl Words {
    fn add(&mut self, word: &str, number: u32, place: Place) {
        let id = match self.ids.get(word) {
            Some(&id) => id as usize,
            None => {
                let id = self.entries.len();
                self.ids.insert(word.into(), u32::try_from(id).unwrap_or(u32::MAX));
                self.entries.push(Vec::new());
                id
            }
        };
        let weight = place as u32;
        match self.entries[id].last_mut() {
            Some(last) if *last >> 2 == number => *last = joined(*last, number << 2 | weight),
            _ => self.entries[id].push(number << 2 | weight),
        }
    }
}

/// Two weights of one entry as one: the greater, and twice in the text is often.
fn joined(a: u32, b: u32) -> u32 {
    a.max(b).max((a & !3) | Place::Often as u32)
}

/// A record for each stem of each language in the entries with these numbers, counted from the oldest.
pub(super) fn records(site: &Site, language: &str, range: Range<usize>) -> Vec<Record> {
    let all = range.len();
    let oldest_first: Vec<(u32, &Item)> =
        (0..).zip(site.entries.iter().rev().skip(range.start).take(range.len())).collect();
    let portions: Vec<Vec<Words>> =
        oldest_first.par_chunks(PORTION).map(|portion| read(site, portion, language)).collect();
    (0..stem::COUNT).flat_map(|language| joined_by_stem(&portions, language, all)).collect()
}

fn read(site: &Site, portion: &[(u32, &Item)], site_language: &str) -> Vec<Words> {
    let mut languages: Vec<Words> = (0..stem::COUNT).map(|_| Words::default()).collect();
    let mut lowered = String::new();
    for (number, item) in portion {
        let code = item.entry.language.as_deref().unwrap_or(site_language);
        let found = &mut languages[stem::language(code)];
        pieces(site, item, &mut |piece: &str, place: text::Place| {
            words(piece, &mut lowered, &mut |word| found.add(word, *number, place));
        });
    }
    languages
}

/// A word with its stem and, portion by portion, its entries.
struct Form<'a> {
    stem: String,
    form: String,
    entries: &'a [(&'a str, &'a [u32])],
}

fn joined_by_stem(portions: &[Vec<Words>], language: usize, all: usize) -> Vec<Record> {
    let words = portions.iter().map(|portion| &portion[language]);
    let found =
        words.flat_map(|words| words.ids.iter().map(|(word, &id)| (&**word, words.entries[id as usize].as_slice())));
    let mut found: Vec<(&str, &[u32])> = found.collect();
    // By word, then by portion: the first number of a portion is greater than any of the one before.
    found.par_sort_unstable_by(|a, b| a.0.cmp(b.0).then_with(|| a.1.first().cmp(&b.1.first())));
    let by_word: Vec<&[(&str, &[u32])]> = found.chunk_by(|a, b| a.0 == b.0).collect();
    let form = |stems: &mut Stems, entries: &&'_ [(&'_ str, &'_ [u32])]| {
        let word = entries[0].0;
        (fold(&stems.stem(word)).into_owned(), fold(word).into_owned())
    };
    let named: Vec<(String, String)> = by_word.par_iter().map_init(|| Stems::of(language), form).collect();
    let mut forms: Vec<Form<'_>> =
        named.into_iter().zip(&by_word).map(|((stem, form), entries)| Form { stem, form, entries }).collect();
    forms.retain(|form| !form.form.is_empty());
    forms.par_sort_by(|a, b| a.stem.cmp(&b.stem).then_with(|| a.form.cmp(&b.form)));
    let by_stem: Vec<&[Form<'_>]> = forms.chunk_by(|a, b| a.stem == b.stem).collect();
    by_stem.into_par_iter().map(|forms| record(forms, all)).collect()
}

fn record(forms: &[Form<'_>], all: usize) -> Record {
    let mut entries: Vec<u32> =
        forms.iter().flat_map(|form| form.entries).flat_map(|(_, entries)| entries.iter().copied()).collect();
    entries.sort_unstable();
    entries.dedup_by(|next, kept| {
        let same = *next >> 2 == *kept >> 2;
        if same {
            *kept = joined(*kept, *next);
        }
        same
    });
    let common = all > MANY && entries.len() * 2 > all;
    let mut names: Vec<String> = forms.iter().map(|form| form.form.clone()).collect();
    names.dedup();
    Record { forms: names, entries: if common { "*".to_owned() } else { written(&entries) } }
}

fn written(entries: &[u32]) -> String {
    let mut text = String::with_capacity(entries.len() * 2);
    let mut next = 0;
    for entry in entries {
        digits::write(((entry >> 2) - next) << 2 | (entry & 3), &mut text);
        next = (entry >> 2) + 1;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_written_by_their_distances() {
        assert_eq!(written(&[0 << 2, 1 << 2 | 3, 10 << 2 | 1]), "ADhB");
        assert_eq!(joined(4, 4), 5);
        assert_eq!(joined(6, 4), 6);
    }
}
