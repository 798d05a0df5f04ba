//! Which site folder of which machine publishes: two of the same folder are kept apart here, and a lock that a killed
//! publish of this folder left on a target is known as one's own.

use std::fs::{self, File, TryLockError};
use std::hash::{BuildHasher as _, RandomState};
use std::path::{Path, PathBuf};

use super::failure::Failure;

/// Held while this site folder publishes to a target.
#[derive(Debug)]
pub struct Seat {
    folder: PathBuf,
    /// What an earlier publish from here wrote into the lock of the target; no live process has it.
    pub before: Option<String>,
    /// What this one writes there.
    pub token: String,
    _lock: File,
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
        let remembered = folder.join("token");
        let before = fs::read_to_string(&remembered).ok();
        let token = random();
        fs::write(&remembered, &token).map_err(Failure::io("write", &remembered))?;
        Ok(Self { folder, before, token, _lock: lock })
    }

    /// A folder for what is kept of the target on this machine.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
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
