//! What a folder's files look like from outside: enough to tell that none of them has changed, without reading one.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::known::nanoseconds;
use super::{Digest, Stamp, walk};

/// How fine the clocks of file systems are, in nanoseconds, with room to spare: two writes in less time may bear the same
/// time.
const TICK: i64 = 25_000_000;

/// The paths and stamps of files at a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Traces {
    /// Their hash.
    pub digest: Digest,
    stamps: FxHashMap<OsString, Stamp>,
}

/// What stands at a path.
enum Trace {
    Nothing,
    Folder,
    File(Stamp),
}

impl Traces {
    /// Looks at everything in these folders of the site at `root` (an absolute path without symbolic links), and at these
    /// files; none where anything cannot be told. What is not there is told too.
    pub fn of(root: &Path, folders: &[&str], files: &[&str]) -> Option<Self> {
        let mut paths: Vec<PathBuf> = files.iter().map(|file| root.join(file)).collect();
        for folder in folders {
            paths.extend(walk::everything(&root.join(folder))?);
        }
        let seen: Vec<Trace> = paths.par_iter().map(|path| trace(path)).collect::<Option<_>>()?;
        let mut hasher = blake3::Hasher::new();
        for (path, trace) in paths.iter().zip(&seen) {
            let path = path.as_os_str().as_encoded_bytes();
            hasher.update(&(path.len() as u64).to_le_bytes());
            hasher.update(path);
            match trace {
                Trace::Nothing => hasher.update(&[0]),
                Trace::Folder => hasher.update(&[1]),
                Trace::File(stamp) => hasher.update(&[2]).update(&stamp.bytes()),
            };
        }
        let mut stamps = FxHashMap::with_capacity_and_hasher(paths.len(), Default::default());
        stamps.extend(paths.into_iter().zip(seen).filter_map(|(path, trace)| match trace {
            Trace::File(stamp) => Some((path.into_os_string(), stamp)),
            Trace::Nothing | Trace::Folder => None,
        }));
        Some(Self { digest: hasher.finalize().into(), stamps })
    }

    /// The stamp of a file as it was then; none where it was not there, or not looked at.
    pub fn stamp(&self, file: &Path) -> Option<Stamp> {
        self.stamps.get(file.as_os_str()).copied()
    }

    /// Whether each of the files was last written so long before `now` that another write would show.
    pub fn are_settled(&self, now: SystemTime) -> bool {
        let latest = self.stamps.values().map(Stamp::touched).max();
        latest.is_none_or(|latest| latest.saturating_add(TICK) < nanoseconds(now))
    }
}

/// What stands at a path; none where that cannot be told.
fn trace(path: &Path) -> Option<Trace> {
    match fs::metadata(path) {
        // The time of a folder changes with what editors leave in it; its files are looked at one by one.
        Ok(metadata) if metadata.is_dir() => Some(Trace::Folder),
        Ok(metadata) => Some(Trace::File(Stamp::read(&metadata)?)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Some(Trace::Nothing),
        Err(_) => None,
    }
}
