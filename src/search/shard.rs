//! Cuts the sorted vocabulary into files. Where a file begins depends on the words nearby alone, so that a new word
//! changes one file, or two where it is itself the first of one.

use std::cmp::Ordering;

use rayon::prelude::*;

use super::vocabulary::Record;

/// A file may end from this size on, in bytes …
const SMALL: usize = 4 << 10;

/// … and does end at this one.
const LARGE: usize = 16 << 10;

/// A file of the vocabulary.
#[derive(Clone, Debug)]
pub(super) struct Shard {
    /// The first word of it.
    pub first: String,
    /// A line for each record that has a word here.
    pub text: String,
}

/// The vocabulary cut into files, sorted. A record whose words lie apart stands in the file of each.
pub(super) fn shards(records: &[Record]) -> Vec<Shard> {
    let of = |record| move |form| (form, record);
    let mut words: Vec<(&str, &Record)> =
        records.iter().flat_map(|record| record.forms.iter().map(String::as_str).map(of(record))).collect();
    words.par_sort_by(|a, b| by_units(a.0, b.0));
    let mut shards: Vec<Shard> = Vec::new();
    let mut written: Vec<*const Record> = Vec::new();
    for (at, &(word, record)) in words.iter().enumerate() {
        let same_word = at > 0 && words[at - 1].0 == word;
        if shards.is_empty() || !same_word && ends(&shards, word, record) {
            shards.push(Shard { first: word.to_owned(), text: String::new() });
            written.clear();
        }
        let Some(shard) = shards.last_mut() else { continue };
        if written.iter().any(|&other| std::ptr::eq(other, record)) {
            continue;
        }
        if record.forms.len() > 1 {
            written.push(record);
        }
        write(&mut shard.text, record);
    }
    shards
}

/// Whether a new file begins with this word.
fn ends(shards: &[Shard], word: &str, record: &Record) -> bool {
    let size = shards.last().map_or(0, |shard| shard.text.len());
    let chosen = size >= SMALL && hash(word) & 31 == 0;
    chosen || size > 0 && size + record.entries.len() > LARGE
}

fn write(text: &mut String, record: &Record) {
    for (at, form) in record.forms.iter().enumerate() {
        if at > 0 {
            text.push(' ');
        }
        text.push_str(form);
    }
    text.push('\t');
    text.push_str(&record.entries);
    text.push('\n');
}

/// FNV-1a: the same on every machine and in every version.
fn hash(word: &str) -> u32 {
    let mixed = word.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    mixed ^ mixed >> 15
}

/// The order of UTF-16 code units, in which scripts compare texts.
fn by_units(a: &str, b: &str) -> Ordering {
    if a.is_ascii() && b.is_ascii() { a.cmp(b) } else { a.encode_utf16().cmp(b.encode_utf16()) }
}
