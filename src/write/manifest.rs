//! The manifest: every file that the last build wrote into an output, and how to tell that it is still as written.

use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::path::Path;
use std::sync::Arc;
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use super::WriteError;
use super::folders::{Folders, Seat};
use super::sealed::{self, Kind};
use crate::load::Digest;

/// The files that the last build wrote into an output, sorted by path.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The state folder it was written in, where it speaks for an output outside the site folder: such a manifest
    /// must not come with a download and claim a folder of this machine.
    pub(super) seat: Option<Seat>,
    /// Every question that one of the files asked, sorted. Within a build all files get the same answer.
    pub(super) asked: Vec<Asked>,
    pub(super) entries: Vec<Entry>,
}

/// A question that was asked while a file was made, with the hash of its answer: the file is stale once the answer is
/// another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Asked {
    /// The question in the words of who answers it.
    pub question: Arc<str>,
    /// The hash of the answer.
    pub answer: Digest,
}

/// One file of the output.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Its path inside the output, with `/` between its parts.
    pub path: Box<str>,
    /// The hash of all it was made from, but for the answers to its questions.
    pub key: Digest,
    /// The hash of its bytes.
    pub content: Digest,
    /// Its size and time on disk when it was written.
    pub stat: Stat,
    /// What it asked: positions in the manifest's questions, sorted.
    pub(super) asked: Box<[u32]>,
}

/// What one look at a file tells without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stat {
    /// Its size in bytes.
    pub size: u64,
    /// When it was last modified, in nanoseconds since 1970.
    pub modified: i64,
}

/// Why there is no manifest to go by: none was written (`None`), or what is wrong with it.
pub(super) type Absence = Option<&'static str>;

/// What speaks against an output that another purpose owns.
const OTHERWISE: &str = "says that a preview and the site would share it";

impl Manifest {
    /// Its files, sorted by path.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The entry of this path.
    pub fn get(&self, path: &str) -> Option<&Entry> {
        self.entries.binary_search_by(|entry| (*entry.path).cmp(path)).ok().map(|index| &self.entries[index])
    }

    /// The entries whose files the other has no entry of.
    pub(super) fn lacking_in<'a>(&'a self, other: &'a Self) -> impl Iterator<Item = &'a Entry> {
        // Both are sorted: one walk along them is shorter than looking up each.
        let mut others = other.entries.iter().peekable();
        self.entries.iter().filter(move |entry| {
            while others.next_if(|other| other.path < entry.path).is_some() {}
            others.peek().is_none_or(|other| other.path != entry.path)
        })
    }

    /// What the file of this path asked.
    pub fn asked(&self, path: &str) -> impl Iterator<Item = &Asked> {
        self.get(path).into_iter().flat_map(|entry| self.asked_by(entry))
    }

    /// What this file of it asked.
    pub(super) fn asked_by(&self, entry: &Entry) -> impl Iterator<Item = &Asked> {
        entry.asked.iter().filter_map(|&position| self.asked.get(position as usize))
    }

    /// Puts together what files and the questions of each make; the files are sorted by path.
    pub(super) fn new(seat: Option<Seat>, files: Vec<(Entry, Vec<Asked>)>) -> Self {
        let asked: BTreeSet<&Asked> = files.iter().flat_map(|(_, asked)| asked).collect();
        let asked: Vec<Asked> = asked.into_iter().cloned().collect();
        let place = |one: &Asked| asked.binary_search(one).ok().and_then(|at| u32::try_from(at).ok());
        let entry = |(entry, questions): (Entry, Vec<Asked>)| {
            let mut positions: Vec<u32> = questions.iter().filter_map(place).collect();
            positions.sort_unstable();
            Entry { asked: positions.into(), ..entry }
        };
        let entries = files.into_iter().map(entry).collect();
        Self { seat, asked, entries }
    }

    /// Reads the manifest of an output.
    pub(super) fn load(folders: &Folders) -> Result<Self, Absence> {
        let absence = || folders.is_otherwise_used().then_some(OTHERWISE);
        let path = folders.manifest();
        let manifest: Self = match sealed::load(Kind::Manifest, &path).ok_or_else(absence)? {
            Ok(manifest) => manifest,
            Err(why) => first::load(&path).ok_or(Some(why))?,
        };
        if manifest.seat == folders.manifest_seat() { Ok(manifest) } else { Err(Some("was made in another place")) }
    }

    /// Writes it beside the one in force, which it replaces when the move is done.
    pub(super) fn save_next(&self, folders: &Folders) -> Result<(), WriteError> {
        sealed::save(Kind::Manifest, self, &folders.next_manifest())
    }
}

impl Stat {
    /// Looks at a file; `None` when there is no regular file of this path.
    pub(super) fn of(path: &Path) -> Option<Self> {
        fs::symlink_metadata(path).ok().and_then(|metadata| Self::from_metadata(&metadata))
    }

    /// The same from what is known of a file already; `None` when it is no regular file.
    pub(super) fn from_metadata(metadata: &Metadata) -> Option<Self> {
        metadata.is_file().then(|| Self { size: metadata.len(), modified: nanoseconds(metadata) })
    }
}

/// The manifest as it was before files had questions.
mod first {
    use std::path::Path;

    use serde::Deserialize;

    use super::super::sealed::{self, Kind};
    use super::{Digest, Seat, Stat};

    #[derive(Deserialize)]
    struct Manifest {
        seat: Option<Seat>,
        entries: Vec<Entry>,
    }

    #[derive(Deserialize)]
    struct Entry {
        path: Box<str>,
        /// Its key is of no use: what a file asked is not known, and so every file is made anew.
        _key: Digest,
        content: Digest,
        stat: Stat,
    }

    /// Reads it, so that its files are still known as those of an earlier build.
    pub(super) fn load(path: &Path) -> Option<super::Manifest> {
        let Manifest { seat, entries } = sealed::load(Kind::FirstManifest, path)?.ok()?;
        let entry = |Entry { path, content, stat, .. }| super::Entry {
            path,
            key: Digest::default(),
            content,
            stat,
            asked: Box::default(),
        };
        Some(super::Manifest { seat, asked: Vec::new(), entries: entries.into_iter().map(entry).collect() })
    }
}

/// When the file was last modified, in nanoseconds since 1970; 0 where the system does not say.
pub(super) fn nanoseconds(metadata: &Metadata) -> i64 {
    let Ok(modified) = metadata.modified() else { return 0 };
    match modified.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => -i64::try_from(before.duration().as_nanos()).unwrap_or(i64::MAX),
    }
}

/// The hash of a file's bytes; `None` when it cannot be read.
pub(super) fn digest_of_file(path: &Path) -> Option<Digest> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path).ok()?).ok()?;
    Some(hasher.finalize().into())
}
