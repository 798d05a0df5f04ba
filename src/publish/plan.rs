//! The plan of a publish: what is added, changed and deleted, in the order in which it is done. Pure.

use std::collections::{BTreeMap, BTreeSet};

use super::live::Live;
use super::piece::Piece;
use super::record::Held;
use super::wave::Wave;

/// What a publish will do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Files that are sent, wave by wave.
    pub puts: Vec<Put>,
    /// Files that are deleted when all others are in place, with their sizes, sorted.
    pub deletes: Vec<(String, u64)>,
    /// How many files stay as they are.
    pub unchanged: usize,
    /// How many files are on the target.
    pub there: usize,
}

/// A file that is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Put {
    /// Which of the pieces.
    pub piece: usize,
    /// Its path on the target.
    pub key: String,
    /// Its size in bytes.
    pub size: u64,
    /// When it is sent.
    pub wave: Wave,
    /// Why.
    pub why: Why,
}

/// Why a file is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The target has none of that name.
    Added,
    /// The target has other bytes, so many of them.
    Changed(u64),
    /// The target has the same bytes with other headers.
    Headers,
    /// The target has a file of that name, and it is not known what is in it.
    Unsure(u64),
    /// The target has it; somebody wants it to be sent all the same.
    Again,
}

/// Compares what shall be there with what is. The pieces are sorted by their keys.
pub fn plan(pieces: &[Piece], live: &Live) -> Plan {
    let mut puts: Vec<Put> = pieces.iter().enumerate().filter_map(|(at, piece)| put(at, piece, live)).collect();
    sort(&mut puts, pieces);
    let wanted = |key: &str| pieces.binary_search_by(|piece| piece.key.as_str().cmp(key)).is_ok();
    let gone = live.files.iter().filter(|(key, _)| !wanted(key));
    Plan {
        unchanged: pieces.len() - puts.len(),
        deletes: gone.map(|(key, held)| (key.clone(), held.size)).collect(),
        there: live.files.len(),
        puts,
    }
}

fn sort(puts: &mut [Put], pieces: &[Piece]) {
    let order = |put: &Put| (put.wave, pieces[put.piece].rank);
    puts.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.key.cmp(&b.key)));
}

fn put(at: usize, piece: &Piece, live: &Live) -> Option<Put> {
    let why = match live.files.get(&piece.key) {
        None => live.foreign.get(&piece.key).map_or(Why::Added, |size| Why::Unsure(*size)),
        Some(held) => difference(piece, held)?,
    };
    Some(Put { piece: at, key: piece.key.clone(), size: piece.size, wave: piece.wave, why })
}

/// How what is held differs from a piece, if it does.
fn difference(piece: &Piece, held: &Held) -> Option<Why> {
    match held.digest {
        None => Some(Why::Unsure(held.size)),
        Some(digest) if digest != piece.digest => Some(Why::Changed(held.size)),
        Some(_) => (Held::of(piece, None).dress != held.dress).then_some(Why::Headers),
    }
}

impl Plan {
    /// The same, and what the target has already is sent again.
    #[must_use]
    pub fn with_all(mut self, pieces: &[Piece]) -> Self {
        let planned: BTreeSet<usize> = self.puts.iter().map(|put| put.piece).collect();
        let again = |(at, piece): (usize, &Piece)| Put {
            piece: at,
            key: piece.key.clone(),
            size: piece.size,
            wave: piece.wave,
            why: Why::Again,
        };
        self.puts.extend(pieces.iter().enumerate().filter(|(at, _)| !planned.contains(at)).map(again));
        sort(&mut self.puts, pieces);
        self.unchanged = 0;
        self
    }

    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.puts.is_empty() && self.deletes.is_empty()
    }

    /// How many bytes are sent.
    pub fn bytes(&self) -> u64 {
        self.puts.iter().map(|put| put.size).sum()
    }

    /// How many files are new to the target.
    pub fn added(&self) -> usize {
        self.puts.iter().filter(|put| put.why == Why::Added).count()
    }

    /// How many files take the place of others.
    pub fn changed(&self) -> usize {
        self.puts.len() - self.added()
    }

    /// The files of a wave, in their order.
    pub fn wave(&self, wave: Wave) -> &[Put] {
        let start = self.puts.partition_point(|put| put.wave < wave);
        let end = self.puts.partition_point(|put| put.wave <= wave);
        &self.puts[start..end]
    }

    /// The files that give way, replaced or deleted, of which it is known what they hold.
    pub fn displaced<'a>(&'a self, files: &'a BTreeMap<String, Held>) -> impl Iterator<Item = (&'a str, &'a Held)> {
        let replaced = self.puts.iter().filter(|put| put.why != Why::Again).map(|put| put.key.as_str());
        let deleted = self.deletes.iter().map(|(key, _)| key.as_str());
        replaced.chain(deleted).filter_map(|key| Some((key, files.get(key).filter(|held| held.digest.is_some())?)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::piece::From;
    use super::*;
    use crate::load::Digest;

    fn piece(key: &str, text: &str) -> Piece {
        Piece {
            key: key.to_owned(),
            from: From::Kept,
            digest: Digest::of(text.as_bytes()),
            size: text.len() as u64,
            dress: None,
            mark: None,
            wave: Wave::of(key),
            rank: usize::from(!key.contains("first")),
        }
    }

    #[test]
    fn waves_come_in_order_and_deletions_are_apart() {
        let pieces: Vec<Piece> = [
            ("a/index.html", "page"),
            ("assets/a.0123456789.css", "css"),
            ("atom.xml", "feed"),
            ("b-first.html", "page"),
            ("favicon.ico", "icon"),
            ("index.html", "front"),
            ("same.html", "same"),
        ]
        .iter()
        .map(|(key, text)| piece(key, text))
        .collect();
        let mut live = Live::default();
        live.files.insert("same.html".to_owned(), Held::of(&pieces[6], None));
        live.files.insert("index.html".to_owned(), Held { digest: None, size: 9, ..Held::default() });
        live.files.insert("old.html".to_owned(), Held { size: 7, ..Held::default() });
        live.foreign.insert("mine.txt".to_owned(), 3);
        let plan = plan(&pieces, &live);
        let keys: Vec<&str> = plan.puts.iter().map(|put| put.key.as_str()).collect();
        assert_eq!(
            keys,
            ["assets/a.0123456789.css", "favicon.ico", "b-first.html", "a/index.html", "atom.xml", "index.html"]
        );
        assert_eq!(plan.deletes, [("old.html".to_owned(), 7)]);
        assert_eq!((plan.unchanged, plan.added(), plan.changed()), (1, 5, 1));
        assert_eq!(plan.wave(Wave::Front)[0].why, Why::Unsure(9));
        assert_eq!(plan.wave(Wave::Pages).len(), 2);
    }
}
