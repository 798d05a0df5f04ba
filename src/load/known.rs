//! What was found out about files that are no texts, so that one that has not changed is not opened again.
//!
//! A file is known by its path and its [`Stamp`]. Two writes leave the same stamp where they fall into one tick of the
//! disk's clock, so what is kept from one build to the next are only files that were [settled](Known::settled) before
//! the first of them was read: whatever is written later has a later stamp. Git's index knows the same rule for what it
//! calls racily clean.

use std::collections::BTreeMap;
use std::fs::Metadata;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::photo::Header;
use crate::problem::SitePath;

use super::{Digest, File, Media};

/// The longest tick of a disk's clock, in nanoseconds: that of FAT.
const TICK: i64 = 2_000_000_000;

/// How a file is told from its successor without opening it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    /// When it was last written, in nanoseconds since 1970.
    modified: i64,
    /// When the system last touched it in any way, which no program can set back, or else when it came into being; the
    /// same where it does not say.
    changed: i64,
    /// Which file of the disk it is; 0 where the system does not say.
    number: u64,
    /// Its length in bytes.
    length: u64,
}

impl Stamp {
    /// That of a file as it is now; none where it cannot be told.
    pub fn of(file: &Path) -> Option<Self> {
        Self::read(&std::fs::metadata(file).ok()?)
    }

    /// That of a file of which this is known already.
    pub(super) fn read(metadata: &Metadata) -> Option<Self> {
        let modified = nanoseconds(metadata.modified().ok()?);
        let (changed, number) = touched(metadata).unwrap_or((modified, 0));
        Some(Self { modified, changed, number, length: metadata.len() })
    }

    /// When the file was last touched, in nanoseconds since 1970.
    pub(super) fn touched(&self) -> i64 {
        self.modified.max(self.changed)
    }

    /// All of it in bytes.
    pub(super) fn bytes(&self) -> [u8; 32] {
        let Self { modified, changed, number, length } = self;
        let parts = [modified.to_le_bytes(), changed.to_le_bytes(), number.to_le_bytes(), length.to_le_bytes()];
        let mut bytes = [0; 32];
        bytes.chunks_exact_mut(8).zip(parts).for_each(|(chunk, part)| chunk.copy_from_slice(&part));
        bytes
    }

    /// Whether the file was last touched more than a tick before `moment` (nanoseconds since 1970 by the clock of its
    /// disk, before it was read): then one that was written after it was read cannot have the same stamp.
    pub fn is_settled(&self, moment: i64) -> bool {
        self.touched().saturating_add(TICK) < moment
    }
}

#[cfg(unix)]
fn touched(metadata: &Metadata) -> Option<(i64, u64)> {
    use std::os::unix::fs::MetadataExt as _;
    let seconds = metadata.ctime().checked_mul(1_000_000_000)?;
    Some((seconds.checked_add(metadata.ctime_nsec())?, metadata.ino()))
}

#[cfg(not(unix))]
fn touched(metadata: &Metadata) -> Option<(i64, u64)> {
    Some((nanoseconds(metadata.created().ok()?), 0))
}

pub(super) fn nanoseconds(time: SystemTime) -> i64 {
    match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => -i64::try_from(before.duration().as_nanos()).unwrap_or(i64::MAX),
    }
}

/// What was found out, by path.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    files: BTreeMap<SitePath, (Stamp, Digest, Option<Header>)>,
}

impl Known {
    /// What is known of a file as it is now.
    pub(super) fn media(&self, file: &File, stamp: Option<Stamp>) -> Option<Media> {
        let (known, digest, picture) = self.files.get(&file.path)?;
        (Some(*known) == stamp).then(|| Media {
            path: file.path.clone(),
            disk: file.disk.clone(),
            digest: *digest,
            picture: picture.clone(),
            length: known.length,
        })
    }

    pub(super) fn learn(&mut self, media: &Media, stamp: Stamp) {
        self.files.insert(media.path.clone(), (stamp, media.digest, media.picture.clone()));
    }

    /// Of how many files something is known.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether nothing is known.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Forgets a file.
    pub fn forget(&mut self, path: &SitePath) {
        self.files.remove(path);
    }

    /// The files that were last touched more than a tick before `moment` (nanoseconds since 1970 by the clock of their
    /// disk, before any of them was read): a file that is written after it was read cannot have the stamp of one of them.
    #[must_use]
    pub fn settled(mut self, moment: i64) -> Self {
        self.files.retain(|_, (stamp, ..)| stamp.is_settled(moment));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_that_rest_for_a_tick_are_kept() {
        let stamp = |modified, changed| Stamp { modified, changed, number: 1, length: 1 };
        let mut known = Known::default();
        for (name, stamp) in [
            ("rests", stamp(0, 1)),
            ("was-just-written", stamp(9, 9)),
            ("was-set-back", stamp(0, 9)),
            ("is-of-tomorrow", stamp(i64::MAX, 0)),
        ] {
            known.files.insert(SitePath::new(name), (stamp, Digest::of(b""), None));
        }
        let settled = known.settled(TICK + 5);
        assert_eq!(settled.files.into_keys().collect::<Vec<_>>(), [SitePath::new("rests")]);
    }
}
