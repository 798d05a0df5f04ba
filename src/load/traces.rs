//! What a folder's files look like from outside: enough to tell that none of them has changed, without reading one.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use super::{Digest, walk};

/// How fine the clocks of file systems are, with room to spare: two writes in less time may bear the same time.
const TICK: Duration = Duration::from_millis(25);

/// The paths, lengths and times of files at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Traces {
    /// Their hash.
    pub digest: Digest,
    /// When the latest of them was written.
    latest: SystemTime,
}

impl Traces {
    /// Looks at everything in these folders of the site at `root` (an absolute path without symbolic links), and at these
    /// files; none where anything cannot be told. What is not there is told too.
    pub fn of(root: &Path, folders: &[&str], files: &[&str]) -> Option<Self> {
        let mut paths: Vec<PathBuf> = files.iter().map(|file| root.join(file)).collect();
        for folder in folders {
            paths.extend(walk::everything(&root.join(folder))?);
        }
        let seen: Vec<(Vec<u8>, SystemTime)> = paths.par_iter().map(|path| trace(path)).collect::<Option<_>>()?;
        let mut hasher = blake3::Hasher::new();
        for (path, (trace, _)) in paths.iter().zip(&seen) {
            let path = path.as_os_str().as_encoded_bytes();
            hasher.update(&(path.len() as u64).to_le_bytes());
            hasher.update(path);
            hasher.update(trace);
        }
        let latest = seen.iter().map(|(_, time)| *time).max().unwrap_or(SystemTime::UNIX_EPOCH);
        Some(Self { digest: hasher.finalize().into(), latest })
    }

    /// Whether each of the files was last written so long before `now` that another write would show.
    pub fn are_settled(&self, now: SystemTime) -> bool {
        self.latest.checked_add(TICK).is_some_and(|end| end < now)
    }
}

/// The length and times of a file or folder in bytes, and the latest of the times; none where they cannot be told.
fn trace(path: &Path) -> Option<(Vec<u8>, SystemTime)> {
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Some((vec![0], SystemTime::UNIX_EPOCH)),
        Err(_) => return None,
    };
    // The time of a folder changes with what editors leave in it; its files are looked at one by one.
    if metadata.is_dir() {
        return Some((vec![1], SystemTime::UNIX_EPOCH));
    }
    let modified = metadata.modified().ok()?;
    let (changed, number) = identity(&metadata);
    let mut bytes = vec![2];
    for part in [nanoseconds(modified), nanoseconds(changed), u128::from(metadata.len()), u128::from(number)] {
        bytes.extend(part.to_le_bytes());
    }
    Some((bytes, modified.max(changed)))
}

fn nanoseconds(time: SystemTime) -> u128 {
    time.duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_nanos())
}

/// When anything of the file was last changed, which no program can set back, and its number in the file system.
#[cfg(unix)]
fn identity(metadata: &Metadata) -> (SystemTime, u64) {
    use std::os::unix::fs::MetadataExt as _;
    let seconds = u64::try_from(metadata.ctime()).unwrap_or(0);
    let rest = u32::try_from(metadata.ctime_nsec()).unwrap_or(0);
    (SystemTime::UNIX_EPOCH + Duration::new(seconds, rest), metadata.ino())
}

#[cfg(not(unix))]
fn identity(metadata: &Metadata) -> (SystemTime, u64) {
    (metadata.created().unwrap_or(SystemTime::UNIX_EPOCH), 0)
}
