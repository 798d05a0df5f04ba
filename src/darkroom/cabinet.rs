//! The folder `.dateline/photos/`: pixels of derivatives, each under the hash of what it was made from, and an index.
//!
//! Anything may be missing or damaged: it is made anew.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::load::Digest;

use super::{FOLDER, VERSION};

const INDEX: &str = "index";

/// What is known of files that were made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Index {
    version: u32,
    /// The tone of each picture that has one, by the hash of its bytes.
    pub tones: BTreeMap<Digest, Option<u8>>,
    /// The length of each file of the output, by its key.
    pub lengths: BTreeMap<Digest, u64>,
    /// The names of what the last build used.
    used: BTreeSet<String>,
}

/// The folder with what is in it.
#[derive(Clone, Debug)]
pub struct Cabinet {
    pub(super) folder: Arc<Path>,
    pub(super) index: Index,
    saved: Index,
    names: BTreeSet<String>,
}

/// What was taken out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pruned {
    /// How many files.
    pub files: usize,
    /// Their length in bytes.
    pub bytes: u64,
    /// How many files stayed.
    pub kept: usize,
}

impl Cabinet {
    /// Looks into the folder; `state` is `.dateline/` of the site.
    pub fn open(state: &Path) -> Self {
        let folder = state.join(FOLDER);
        let index = load(&folder.join(INDEX)).filter(|index| index.version == VERSION).unwrap_or_default();
        let index = Index { version: VERSION, ..index };
        let names = fs::read_dir(&folder).into_iter().flatten().flatten();
        let names = names.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        Self { folder: folder.into(), saved: index.clone(), index, names }
    }

    /// Whether pixels are kept under this name.
    pub(super) fn holds(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// Makes the folder; a link in its place is refused, as it may lead anywhere.
    pub(super) fn make_folder(&self) -> io::Result<()> {
        if self.folder.is_symlink() {
            return Err(io::Error::other("it is a symbolic link"));
        }
        fs::create_dir_all(&self.folder)
    }

    /// Keeps pixels; whoever looks at the same time sees all of them or none.
    pub(super) fn keep(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        write_whole(&self.folder.join(name), bytes)
    }

    /// Writes the index where it changed, with what this build uses.
    pub(super) fn save(mut self, used: BTreeSet<String>) -> io::Result<()> {
        self.index.used = used;
        if self.index == self.saved
            || (self.names.is_empty() && self.index.used.is_empty() && self.index.lengths.is_empty())
        {
            return Ok(());
        }
        self.make_folder()?;
        let payload = postcard::to_stdvec(&self.index).map_err(io::Error::other)?;
        let sum = Digest::of(&payload);
        write_whole(&self.folder.join(INDEX), &[sum.bytes(), payload.as_slice()].concat())
    }

    /// Removes what the last build did not use.
    ///
    /// # Errors
    ///
    /// When a file cannot be removed.
    pub fn prune(self) -> io::Result<Pruned> {
        let mut pruned = Pruned::default();
        for name in self.names.iter().filter(|name| *name != INDEX) {
            let path = self.folder.join(name);
            let metadata = fs::symlink_metadata(&path)?;
            if self.index.used.contains(name) || !metadata.is_file() {
                pruned.kept += 1;
                continue;
            }
            fs::remove_file(&path)?;
            pruned.files += 1;
            pruned.bytes += metadata.len();
        }
        Ok(pruned)
    }
}

fn load(path: &Path) -> Option<Index> {
    let bytes = fs::read(path).ok()?;
    let (sum, payload) = bytes.split_at_checked(16)?;
    (Digest::of(payload).bytes() == sum).then(|| postcard::from_bytes(payload).ok()).flatten()
}

/// Writes beside the file first: a build that is killed leaves no half of it under its name, and two who write the same
/// at the same time do not meet.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let (beside, mut file) = create_beside(path)?;
    let written = file.write_all(bytes).and_then(|()| fs::rename(&beside, path));
    written.inspect_err(|_| _ = fs::remove_file(&beside))
}

fn create_beside(path: &Path) -> io::Result<(PathBuf, File)> {
    let mut count = 0_u32;
    loop {
        let beside = path.with_extension(format!("{}-{count}.part", std::process::id()));
        match File::create_new(&beside) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => count += 1,
            created => return Ok((beside, created?)),
        }
    }
}
