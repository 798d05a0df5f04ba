//! The search index: files that a reader's browser loads piece by piece, so that no server is needed.
//!
//! 1. [`text`] gives the words of an entry with the weight of their places, [`fold`] cuts and folds them, [`reading`]
//!    gathers them, in parallel; [`memory`] keeps them for the next build, which reads only what has changed.
//! 2. [`vocabulary`] gives for each [`stem`] of the [`lexicon`] the entries it stands in.
//! 3. [`shard`] cuts the sorted vocabulary into files whose bounds move little when a word is added.
//!
//! The entries, numbered from the oldest, form two segments, each with a vocabulary of its own: the base, whose number
//! of entries is a multiple of [`SEGMENT`], and the newest ones. So a new entry rewrites only the small segment.
//!
//! The files: `search/index.json` names all others, which are named by their content and never change: those of
//! `search/words/` hold a line for each stem: its words, a tab, and the entries as [`vocabulary`] writes them; those of
//! `search/entries/` what a result shows of [`PER_FILE`] entries, and one of them the days of all.

mod digits;
mod fold;
mod lexicon;
mod memory;
mod reading;
mod shard;
mod stem;
mod text;
mod vocabulary;

use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;
use serde::Serialize;

use crate::collate::{EntryId, Item, Site};
use crate::load::Digest;
use crate::slug::{Alphabet, slugify};

pub use memory::Memory;

use lexicon::Word;
use memory::Tokens;

/// How many entries a file of `search/entries/` holds.
pub const PER_FILE: usize = 8;

/// How many entries make the base of the index grow: so many are new at most.
const SEGMENT: usize = 256;

/// How many characters of an entry's text a result may show.
const EXCERPT: usize = 240;

/// The whole index.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// Its files, each once.
    pub files: Vec<File>,
    /// What the next build should remember; nothing where it is remembered already.
    pub memory: Option<Arc<Memory>>,
}

/// A file of the index.
#[derive(Clone, Debug)]
pub struct File {
    /// Its path in the output.
    pub path: String,
    /// What it holds.
    pub text: String,
}

/// `search/index.json`
#[derive(Serialize)]
struct Root {
    /// The version of the format.
    version: u32,
    /// The number of entries.
    entries: usize,
    /// How many entries a file of `entries/` holds.
    per_file: usize,
    /// For each of these files the part of its name after its number: 8 characters each, with nothing between.
    results: String,
    /// The file with the days of all entries.
    days: String,
    /// The vocabularies.
    segments: Vec<Segment>,
}

/// The vocabulary of some entries.
#[derive(Serialize)]
struct Segment {
    /// The number of its first entry.
    from: usize,
    /// How many entries it has.
    entries: usize,
    /// The first word of each shard, sorted by UTF-16 code units, as scripts compare texts.
    words: Vec<String>,
    /// For each shard the part of its name after the segment's number: 10 characters each, with nothing between.
    files: String,
}

/// What an index is made from beside the entries.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// The language of the site.
    pub language: &'a str,
    /// What stands before the addresses of entries.
    pub base_path: &'a str,
    /// What an earlier build remembers.
    pub memory: &'a Memory,
    /// What the words of an entry depend on beside its file.
    pub stamp: Digest,
}

/// Makes the index of all listed entries.
pub fn index(site: &Site, options: Options<'_>) -> Index {
    let tokens = Tokens::of(site, options.language, options.memory, options.stamp);
    let (lexicon, lists) = (tokens.lexicon(), tokens.lists());
    let all = lists.len();
    let base = all - all % SEGMENT;
    let ranges = [0..base, base..all].into_iter().filter(|range| !range.is_empty());
    let mut files = Vec::new();
    let segments =
        ranges.enumerate().map(|(at, range)| segment(site, at, range, &lexicon, &lists, &mut files)).collect();
    let results = entries(site, options, &mut files);
    let days = days(site, &mut files);
    let root = Root { version: 2, entries: all, per_file: PER_FILE, results, days, segments };
    files.push(File { path: "search/index.json".to_owned(), text: json(&root) });
    Index { files, memory: tokens.memory(used(lexicon.len(), &lists)).map(Arc::new) }
}

/// How many words of the lexicon stand in an entry.
fn used(lexicon: usize, lists: &[Vec<u32>]) -> usize {
    let mut used = vec![false; lexicon];
    lists.iter().flatten().for_each(|packed| used[(packed >> 2) as usize] = true);
    used.into_iter().filter(|used| *used).count()
}

/// The vocabulary of the entries with these numbers, whose shards are added to `files`.
fn segment(
    site: &Site,
    at: usize,
    range: Range<usize>,
    lexicon: &[Word<'_>],
    lists: &[Vec<u32>],
    files: &mut Vec<File>,
) -> Segment {
    let mut records = vocabulary::records(lexicon, &lists[range.clone()]);
    records.extend(filters(site, &range));
    let mut segment = Segment { from: range.start, entries: range.len(), words: Vec::new(), files: String::new() };
    for shard in shard::shards(&records) {
        let print = fingerprint(&shard.text, 10);
        files.push(File { path: format!("search/words/{at}-{print}.txt"), text: shard.text });
        segment.words.push(shard.first);
        segment.files += &print;
    }
    segment
}

/// What stands for a content in the name of its file.
fn fingerprint(text: &str, length: usize) -> String {
    let mut hex = Digest::of(text.as_bytes()).hex();
    hex.truncate(length);
    hex
}

/// The name that stands for a topic or source in a filter.
pub fn filter_name(kind: char, name: &str) -> String {
    format!("{kind}={}", slugify(name, Alphabet::Unicode))
}

/// Topics and sources of the entries with these numbers, as words that no text can hold.
fn filters(site: &Site, range: &Range<usize>) -> Vec<vocabulary::Record> {
    let all = site.entries.len();
    let record = |form: String, ids: &[EntryId]| {
        let numbers = ids.iter().map(|&id| number(all, id as usize)).filter(|number| range.contains(number));
        let mut entries: Vec<u32> = numbers.filter_map(|number| u32::try_from(number - range.start).ok()).collect();
        entries.sort_unstable();
        entries.dedup();
        (!entries.is_empty()).then(|| vocabulary::Record::plain(form, &entries))
    };
    let topics = site.topics.iter().map(|group| record(filter_name('t', &group.name), &group.entries));
    let sources = site.sources.iter().map(|group| record(filter_name('s', &group.name), &group.entries));
    topics.chain(sources).flatten().collect()
}

/// The number of an entry of `all`, counted from the oldest, by its position, counted from the newest.
fn number(all: usize, position: usize) -> usize {
    all - 1 - position
}

/// What results show: address, headline, day, first words and, where it is another than the site's, language. Gives the prints of their files.
fn entries(site: &Site, options: Options<'_>, files: &mut Vec<File>) -> String {
    let oldest_first: Vec<&Item> = site.entries.iter().rev().map(|item| &**item).collect();
    let result = |item: &&Item| {
        let entry = &item.entry;
        let own = entry.language.as_deref().filter(|own| *own != options.language).unwrap_or_default();
        let day = entry.date.day().to_string();
        let url = item.address.href(options.base_path);
        (url, entry.headline.clone(), day, excerpt(entry.standfirst.as_deref(), &entry.text.lede), own.to_owned())
    };
    let file = |(at, items): (usize, &[&Item])| {
        let text = json(&items.iter().map(result).collect::<Vec<_>>());
        let print = fingerprint(&text, 8);
        (File { path: format!("search/entries/{at}-{print}.json"), text }, print)
    };
    let made: Vec<(File, String)> = oldest_first.par_chunks(PER_FILE).enumerate().map(file).collect();
    made.into_iter()
        .map(|(file, print)| {
            files.push(file);
            print
        })
        .collect()
}

/// The file with the days of all entries, the oldest first: each as its distance in days from the one before, the first
/// from the start of 1970; an even number is twice the way forwards, an odd one twice the way back less one.
fn days(site: &Site, files: &mut Vec<File>) -> String {
    let mut text = String::with_capacity(site.entries.len());
    let mut last = jiff::civil::date(1970, 1, 1);
    for item in site.entries.iter().rev() {
        let day = item.entry.date.day();
        let step = (day - last).get_days();
        digits::write((step << 1 ^ step >> 31).cast_unsigned(), &mut text);
        last = day;
    }
    let path = format!("entries/days-{}.txt", fingerprint(&text, 10));
    files.push(File { path: format!("search/{path}"), text });
    path
}

fn excerpt(standfirst: Option<&str>, lede: &str) -> String {
    let text = match standfirst {
        Some(standfirst) if !lede.is_empty() => format!("{standfirst} {lede}"),
        Some(standfirst) => standfirst.to_owned(),
        None => lede.to_owned(),
    };
    let Some((end, _)) = text.char_indices().nth(EXCERPT) else { return text };
    let end = text[..end].rfind(' ').unwrap_or(end);
    format!("{}…", &text[..end])
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
