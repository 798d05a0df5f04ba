//! Every word of a segment with the entries it stands in.
//!
//! Entries are numbers counted from the first of their segment, written as a list of [`digits`]. A word of more than half
//! of many entries says nothing: `*` stands for all of them.

use rayon::prelude::*;

use super::digits;
use super::lexicon::Word;
use super::reading::joined;

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
        Self { forms: vec![form], entries: digits::write_list(&packed) }
    }
}

/// A record for each stem of each language. `lists` are the words of the segment's entries, the oldest first.
pub(super) fn records(lexicon: &[Word<'_>], lists: &[Vec<u32>]) -> Vec<Record> {
    let found = Found::of(lexicon.len(), lists);
    let mut words: Vec<usize> =
        (0..lexicon.len()).filter(|&word| !found.entries(word).is_empty() && !lexicon[word].form.is_empty()).collect();
    let name = |word: &usize| (lexicon[*word].language, lexicon[*word].stem, lexicon[*word].form);
    words.par_sort_unstable_by(|a, b| name(a).cmp(&name(b)));
    let by_stem: Vec<&[usize]> = words
        .chunk_by(|&a, &b| lexicon[a].language == lexicon[b].language && lexicon[a].stem == lexicon[b].stem)
        .collect();
    by_stem.into_par_iter().map(|words| record(lexicon, words, &found, lists.len())).collect()
}

/// The entries of each word, one word after the other.
struct Found {
    /// Where the entries of each word begin; one place more for the end of the last.
    starts: Vec<usize>,
    /// Entries: four times the number of the entry, plus the weight.
    entries: Vec<u32>,
}

impl Found {
    /// Turns words by entry into entries by word.
    fn of(words: usize, lists: &[Vec<u32>]) -> Self {
        let mut starts = vec![0; words + 1];
        for packed in lists.iter().flatten() {
            starts[(packed >> 2) as usize + 1] += 1;
        }
        for word in 0..words {
            starts[word + 1] += starts[word];
        }
        let mut entries = vec![0; starts[words]];
        let mut next = starts.clone();
        for (number, list) in (0..).zip(lists) {
            for packed in list {
                let at = &mut next[(packed >> 2) as usize];
                entries[*at] = number << 2 | packed & 3;
                *at += 1;
            }
        }
        Self { starts, entries }
    }

    /// The entries of a word, the oldest first.
    fn entries(&self, word: usize) -> &[u32] {
        &self.entries[self.starts[word]..self.starts[word + 1]]
    }
}

fn record(lexicon: &[Word<'_>], words: &[usize], found: &Found, all: usize) -> Record {
    let mut entries: Vec<u32> = words.iter().flat_map(|&word| found.entries(word)).copied().collect();
    if words.len() > 1 {
        entries.sort_unstable();
    }
    entries.dedup_by(|next, kept| {
        let same = *next >> 2 == *kept >> 2;
        if same {
            *kept = joined(*kept, *next);
        }
        same
    });
    let common = all > MANY && entries.len() * 2 > all;
    let mut forms: Vec<String> = words.iter().map(|&word| lexicon[word].form.to_owned()).collect();
    forms.dedup();
    Record { forms, entries: if common { "*".to_owned() } else { digits::write_list(&entries) } }
}
