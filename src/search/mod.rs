//! The search index: files that a reader's browser loads piece by piece, so that no server is needed.
//!
//! 1. [`text`] gives the words of an entry with the weight of their places; [`fold`] cuts and folds them.
//! 2. [`vocabulary`] gathers the words of all entries, in parallel, and joins those of one [`stem`].
//! 3. [`shard`] cuts the sorted vocabulary into files whose bounds move little when a word is added.
//!
//! The files: `search/index.json` names the first word of each shard; `search/words/….txt` holds a line for each stem:
//! its words, a tab, and the entries as [`vocabulary`] writes them; `search/entries/N.json` holds what a result shows
//! of [`PER_FILE`] entries. Entries are numbered from the oldest, so that a full file never changes again.

mod fold;
mod shard;
mod stem;
mod text;
mod vocabulary;

use rayon::prelude::*;
use serde::Serialize;

use crate::collate::{EntryId, Item, Site};
use crate::slug::{Alphabet, slugify};

/// How many entries a file of `search/entries/` holds.
pub const PER_FILE: usize = 8;

/// How many characters of an entry's text a result may show.
const EXCERPT: usize = 300;

/// The whole index.
#[derive(Clone, Debug, Default)]
pub struct Index {
    /// Its files, each once.
    pub files: Vec<File>,
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
struct Root<'a> {
    /// The version of the format.
    version: u32,
    /// The number of entries.
    entries: usize,
    /// How many entries a file holds.
    per_file: usize,
    /// The first word of each shard, sorted by UTF-16 code units, as scripts compare texts.
    words: Vec<&'a str>,
}

/// Makes the index of all listed entries. `base_path` stands before their addresses; `language` is the site's.
pub fn index(site: &Site, language: &str, base_path: &str) -> Index {
    let mut records = vocabulary::records(site, language);
    records.extend(filters(site));
    let shards = shard::shards(&records);
    let root = Root {
        version: 1,
        entries: site.entries.len(),
        per_file: PER_FILE,
        words: shards.iter().map(|shard| shard.first.as_str()).collect(),
    };
    let mut files = vec![File { path: "search/index.json".to_owned(), text: json(&root) }];
    files.extend(entries(site, language, base_path));
    let words = |shard: shard::Shard| File {
        path: format!("search/words/{}.txt", shard::name(&shard.first)),
        text: shard.text,
    };
    files.extend(shards.into_iter().map(words));
    Index { files }
}

/// The name that stands for a topic or source in a filter.
pub fn filter_name(kind: char, name: &str) -> String {
    format!("{kind}={}", slugify(name, Alphabet::Unicode))
}

/// Topics, sources and years as words that no text can hold.
fn filters(site: &Site) -> Vec<vocabulary::Record> {
    let all = site.entries.len();
    let record = |form: String, ids: &mut dyn Iterator<Item = EntryId>| {
        let mut entries: Vec<u32> = ids.map(|id| number(all, id as usize)).collect();
        entries.sort_unstable();
        entries.dedup();
        vocabulary::Record::plain(form, &entries)
    };
    let topics =
        site.topics.iter().map(|group| record(filter_name('t', &group.name), &mut group.entries.iter().copied()));
    let sources =
        site.sources.iter().map(|group| record(filter_name('s', &group.name), &mut group.entries.iter().copied()));
    let years = site.years.iter().map(|year| {
        let ids = &mut year.months.iter().flat_map(|month| month.entries.iter().copied());
        record(format!("y={:04}", year.year), ids)
    });
    topics.chain(sources).chain(years).collect()
}

/// The number of an entry of `all`, counted from the oldest, by its position, counted from the newest.
fn number(all: usize, position: usize) -> u32 {
    u32::try_from(all - 1 - position).unwrap_or(u32::MAX)
}

/// What results show: address, headline, day, first words and, where it is another than the site's, language.
fn entries(site: &Site, language: &str, base_path: &str) -> Vec<File> {
    let oldest_first: Vec<&Item> = site.entries.iter().rev().collect();
    let result = |item: &&Item| {
        let entry = &item.entry;
        let own = entry.language.as_deref().filter(|own| *own != language).unwrap_or_default();
        let day = entry.date.day().to_string();
        let url = item.address.href(base_path);
        (url, entry.headline.clone(), day, excerpt(entry.standfirst.as_deref(), &entry.text.lede), own.to_owned())
    };
    let file = |(at, items): (usize, &[&Item])| {
        let results: Vec<_> = items.iter().map(result).collect();
        File { path: format!("search/entries/{at}.json"), text: json(&results) }
    };
    oldest_first.par_chunks(PER_FILE).enumerate().map(file).collect()
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
