//! Which site folder of which machine publishes: two of the same folder are kept apart here, and a lock that a killed
//! publish of this folder left on a target is known as one's own. A copy of the folder is another folder.

use std::fs::{self, File, TryLockError};
use std::hash::{BuildHasher as _, RandomState};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use serde::{Deserialize, Serialize};

use super::failure::Failure;
use super::releases::replace;

/// The file that remembers the last publish.
const TOKEN: &str = "token";

/// Held while this site folder publishes to a target.
#[derive(Debug)]
pub struct Seat {
    folder: PathBuf,
    /// What an earlier publish from here wrote into the lock of the target; no live process has it.
    pub before: Option<String>,
    /// What this one writes there.
    pub token: String,
    /// By what this folder is known.
    here: String,
    _lock: File,
}

/// What is remembered of a publish.
#[derive(Serialize, Deserialize)]
struct Remembered {
    token: String,
    /// The folder that it published from: what was copied along with a folder is not its own.
    here: String,
}

impl Seat {
    /// Takes the seat of a target; `state` is `.dateline/` of the site.
    ///
    /// # Errors
    ///
    /// Where another process of this site folder publishes to the target, or the folder cannot be written.
    pub fn take(state: &Path, target: &str) -> Result<Self, Failure> {
        let folder = state.join("publish").join(target);
        fs::create_dir_all(&folder).map_err(Failure::io("create", &folder))?;
        let path = folder.join("lock");
        let lock = File::create(&path).map_err(Failure::io("open", &path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(busy("from this folder")),
            Err(TryLockError::Error(error)) => return Err(Failure::io("lock", &path)(error)),
        }
        let here = place(&folder, &lock);
        let before = fs::read(folder.join(TOKEN)).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let before = before.filter(|before: &Remembered| before.here == here).map(|before| before.token);
        Ok(Self { folder, before, token: random(), here, _lock: lock })
    }

    /// Writes down the token, before it stands on the target.
    ///
    /// # Errors
    ///
    /// Where the folder cannot be written.
    pub fn remember(&self) -> Result<(), Failure> {
        let path = self.folder.join(TOKEN);
        let remembered = Remembered { token: self.token.clone(), here: self.here.clone() };
        replace(&path, &serde_json::to_vec(&remembered).unwrap_or_default())
    }

    /// A folder for what is kept of the target on this machine.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

/// By what a folder is known: its path, and when its lock was made, which no copy brings along.
fn place(folder: &Path, lock: &File) -> String {
    let path = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let made = lock.metadata().and_then(|metadata| metadata.created()).ok();
    let made = made.and_then(|made| made.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    format!("{} {}", path.display(), made.as_nanos())
}

/// Another publish is at work.
pub fn busy(whence: &str) -> Failure {
    Failure::machine(format!("another publish to this target is at work {whence}"))
        .hint("wait until it is done, then run the command again")
}

/// A name that nobody else has.
fn random() -> String {
    let state = RandomState::new();
    format!("{:016x}{:016x}", state.hash_one(std::process::id()), RandomState::new().hash_one(1u8))
}
