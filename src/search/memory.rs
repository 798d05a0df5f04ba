//! What a build remembers of the words of entries, so that the next one reads only those that changed.

use std::borrow::Cow;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use crate::collate::{Item, Site};
use crate::load::Digest;

use super::lexicon::{self, Word};
use super::reading::{self, Portion};
use super::{digits, stem};

/// How many entries are read at a time.
const PORTION: usize = 256;

/// The words of the entries of a build. Anything may be lost: what is not known is read anew.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// What the words depend on beside the entries: those of another stamp are worth nothing.
    stamp: Digest,
    /// The lines of the lexicon.
    lexicon: String,
    /// For each entry its key and where its words end in `words`.
    entries: Vec<(Digest, u32)>,
    /// The words of all entries: for each a list of their numbers in the lexicon with their weights.
    words: String,
}

impl Memory {
    /// The words of each known entry by its key.
    fn known(&self) -> FxHashMap<Digest, &str> {
        let mut start = 0;
        let known = self.entries.iter().filter_map(|&(key, end)| {
            let words = self.words.get(start..end as usize)?;
            start = end as usize;
            Some((key, words))
        });
        known.collect()
    }
}

/// The words of all entries.
pub(super) struct Tokens<'m> {
    known: &'m str,
    new: String,
    keys: Vec<Digest>,
    /// The words of each entry, the oldest first, as they are remembered.
    texts: Vec<Cow<'m, str>>,
    stamp: Digest,
    /// Whether the memory holds just these.
    same: bool,
}

impl<'m> Tokens<'m> {
    /// Takes what is remembered and reads the rest. `stamp` says what words depend on beside the entries.
    pub fn of(site: &Site, language: &str, memory: &'m Memory, stamp: Digest) -> Self {
        let valid = memory.stamp == stamp;
        let known = if valid { memory.known() } else { FxHashMap::default() };
        let oldest_first: Vec<&Item> = site.entries.iter().rev().map(|item| &**item).collect();
        let keys: Vec<Digest> = oldest_first.par_iter().map(|item| key(site, item)).collect();
        let missing: Vec<&Item> =
            oldest_first.iter().zip(&keys).filter(|(_, key)| !known.contains_key(key)).map(|(item, _)| *item).collect();
        let portions: Vec<Portion> =
            missing.par_chunks(PORTION).map(|portion| reading::read(site, portion, language)).collect();
        let lexicon = if valid { memory.lexicon.as_str() } else { "" };
        let (new, read) = join(lexicon, &portions);
        let mut read = read.into_iter();
        let text =
            |key: &Digest| known.get(key).map_or_else(|| read.next().unwrap_or_default().into(), |&text| text.into());
        let texts = keys.iter().map(text).collect();
        let same = valid && missing.is_empty() && memory.entries.len() == keys.len();
        Self { known: lexicon, new, keys, texts, stamp, same }
    }

    /// The words by their numbers.
    pub fn lexicon(&self) -> Vec<Word<'_>> {
        lexicon::words(self.known).chain(lexicon::words(&self.new)).collect()
    }

    /// For each entry, the oldest first, its words: four times the number of the word, plus its weight.
    pub fn lists(&self) -> Vec<Vec<u32>> {
        self.texts.par_iter().map(|text| digits::read_list(text)).collect()
    }

    /// What the next build should know; nothing where it is known already. `used` words stand in an entry: where most
    /// of the lexicon does not, all of it is forgotten.
    pub fn memory(&self, used: usize) -> Option<Memory> {
        if self.same {
            return None;
        }
        let lexicon = [self.known, &self.new].concat();
        if used * 2 < lexicon.lines().count() {
            return Some(Memory::default());
        }
        let mut words = String::with_capacity(self.texts.iter().map(|text| text.len()).sum());
        let entry = |(key, text): (&Digest, &Cow<'_, str>)| {
            words += text;
            (*key, u32::try_from(words.len()).unwrap_or(u32::MAX))
        };
        let entries = self.keys.iter().zip(&self.texts).map(entry).collect();
        Some(Memory { stamp: self.stamp, lexicon, entries, words })
    }
}

/// What the words of an entry depend on: its file, and the names of its topics, which other files may spell otherwise.
fn key(site: &Site, item: &Item) -> Digest {
    let mut bytes = item.entry.digest.bytes().to_vec();
    for &topic in &item.topics {
        bytes.extend(site.topics[topic as usize].name.as_bytes());
        bytes.push(0);
    }
    Digest::of(&bytes)
}

/// Numbers the words of all portions: gives the lines of those that no line of `known` has, and the words of each entry.
fn join(known: &str, portions: &[Portion]) -> (String, Vec<String>) {
    if portions.is_empty() {
        return (String::new(), Vec::new());
    }
    let mut ids: Vec<FxHashMap<&str, u32>> = (0..stem::COUNT).map(|_| FxHashMap::default()).collect();
    let mut next = 0;
    for word in lexicon::words(known) {
        ids[word.language.min(stem::COUNT - 1)].insert(word.word, next);
        next += 1;
    }
    let mut new: Vec<(usize, &str)> = Vec::new();
    let numbers: Vec<Vec<u32>> = portions
        .iter()
        .map(|portion| {
            let number = |(language, word): (usize, _)| {
                *ids[language].entry(word).or_insert_with(|| {
                    new.push((language, word));
                    next += 1;
                    next - 1
                })
            };
            portion.words().into_iter().map(number).collect()
        })
        .collect();
    let lines: Vec<String> = new.par_iter().map(|(language, word)| lexicon::line(*language, word)).collect();
    let entries = portions.par_iter().zip(&numbers).flat_map_iter(|(portion, numbers)| portion.lists(numbers));
    (lines.concat(), entries.collect())
}
