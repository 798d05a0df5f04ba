//! The folders of a build: where the state and the output lie, whether the output may be written, and the lock.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::manifest::{Absence, nanoseconds};
use super::{Digest, WriteError};

/// The dot folder inside an output where files wait when it lies on another device than the state folder.
const NEARBY_STAGE: &str = ".dateline-stage";
/// The dot folder by which it is tried whether the output lies on the same device.
const PROBE: &str = ".dateline-probe";

/// The state folder and the output of one build.
#[derive(Clone, Debug)]
pub(super) struct Folders {
    /// `.dateline/` of the site.
    pub(super) state: PathBuf,
    /// The output, absolute, without symbolic links.
    pub(super) output: PathBuf,
    /// The output's name: relative to the site folder where it lies inside, so that the site can be moved.
    pub(super) name: PathBuf,
    /// What the output is for.
    pub(super) purpose: Purpose,
    seat: Seat,
}

/// What an output is for. Each purpose has its own record of what it wrote: a preview never takes a site's files for its
/// own, nor a site those of a preview.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Purpose {
    /// The public site.
    Site,
    /// A preview for the desk, with what is held back.
    Preview,
}

/// Names a state folder on this machine, by when its lock was created: no archive or clone can bring that along.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Seat(i64);

impl Folders {
    /// Finds them; the state folder and its lock must exist.
    pub(super) fn new(state: &Path, output: &Path, purpose: Purpose) -> Result<Self, WriteError> {
        let root = site_root(state)?;
        let output = canonical(output)?;
        let name = output.strip_prefix(&root).unwrap_or(&output).to_path_buf();
        Ok(Self { state: state.to_path_buf(), output, name, purpose, seat: Seat::of(state)? })
    }

    /// Finds them again by the output's name.
    pub(super) fn named(state: &Path, name: &Path, purpose: Purpose) -> Result<Self, WriteError> {
        let output = site_root(state)?.join(name);
        Ok(Self { state: state.to_path_buf(), output, name: name.to_path_buf(), purpose, seat: Seat::of(state)? })
    }

    /// Where the files of a running build wait.
    pub(super) fn stage(&self) -> PathBuf {
        stage(&self.state)
    }

    /// Where they wait instead when the output lies on another device.
    pub(super) fn nearby_stage(&self) -> PathBuf {
        self.output.join(NEARBY_STAGE)
    }

    /// The two ends of the rename that shows whether the output lies on the same device.
    pub(super) fn probe(&self) -> (PathBuf, PathBuf) {
        (self.state.join("probe"), self.output.join(PROBE))
    }

    /// Whether a build for another purpose wrote into the output.
    pub(super) fn is_otherwise_used(&self) -> bool {
        let other = match self.purpose {
            Purpose::Site => Purpose::Preview,
            Purpose::Preview => Purpose::Site,
        };
        Self { purpose: other, ..self.clone() }.manifest().exists()
    }

    /// The manifest in force.
    pub(super) fn manifest(&self) -> PathBuf {
        let name = self.name.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
        let prefix = match self.purpose {
            Purpose::Site => "manifest",
            Purpose::Preview => "preview",
        };
        self.state.join(format!("{prefix}-{}", &Digest::of(name.as_bytes()).hex()[..16]))
    }

    /// The manifest that will be in force when the move is done.
    pub(super) fn next_manifest(&self) -> PathBuf {
        self.manifest().with_extension("next")
    }

    /// Names the state folder in the journal.
    pub(super) fn seat(&self) -> Seat {
        self.seat
    }

    /// Names the state folder in a manifest; `None` where the output lies inside the site and moves with it.
    pub(super) fn manifest_seat(&self) -> Option<Seat> {
        self.name.is_absolute().then_some(self.seat)
    }

    /// Refuses an output that is a folder of the site or the system, whatever is in it.
    pub(super) fn refuse_protected(&self, protected: &[&Path]) -> Result<(), WriteError> {
        let refuse = |by: PathBuf| Err(WriteError::Protected { output: self.output.clone(), by });
        let root = site_root(&self.state)?;
        let above = [Some(root), std::env::home_dir().and_then(|home| canonical(&home).ok())];
        for folder in above.into_iter().flatten() {
            if folder.starts_with(&self.output) {
                return refuse(folder);
            }
        }
        for folder in protected.iter().copied().chain([self.state.as_path()]) {
            let folder = canonical(folder)?;
            if folder.starts_with(&self.output) || self.output.starts_with(&folder) {
                return refuse(folder);
            }
        }
        Ok(())
    }

    /// Refuses an output that holds files which no known build wrote; dotfiles do not count.
    pub(super) fn refuse_foreign(&self, absence: Absence) -> Result<(), WriteError> {
        match self.example()? {
            Some(example) => Err(WriteError::NotOurs { output: self.output.clone(), example, damage: absence }),
            None => Ok(()),
        }
    }

    /// The first name in the output that is no dotfile; `None` when it is free, or missing.
    pub(super) fn example(&self) -> Result<Option<String>, WriteError> {
        let found = match fs::read_dir(&self.output) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            found => found.map_err(WriteError::io("read", &self.output))?,
        };
        let mut first: Option<String> = None;
        for entry in found {
            let name = entry.map_err(WriteError::io("read", &self.output))?.file_name().to_string_lossy().into_owned();
            if !name.starts_with('.') && first.as_ref().is_none_or(|first| name < *first) {
                first = Some(name);
            }
        }
        Ok(first)
    }

    /// Removes what a killed build may have left in the output under our own dot names.
    pub(super) fn clear_leftovers(&self) -> Result<(), WriteError> {
        remove_tree(&self.nearby_stage())?;
        remove_tree(&self.probe().1)?;
        remove_tree(&self.probe().0)
    }
}

impl Seat {
    /// Names this state folder; its lock must exist.
    pub(super) fn of(state: &Path) -> Result<Self, WriteError> {
        let lock = lock_file(state);
        let metadata = fs::metadata(&lock).map_err(WriteError::io("read", &lock))?;
        let created = metadata.created().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
        let created = created.and_then(|time| i64::try_from(time.as_nanos()).ok());
        Ok(Self(created.unwrap_or_else(|| nanoseconds(&metadata))))
    }
}

/// Makes the state folder, hidden from git, unless it is there; refuses one that leads elsewhere.
pub(super) fn make_state(state: &Path) -> Result<(), WriteError> {
    refuse_symlink(state)?;
    fs::create_dir_all(state).map_err(WriteError::io("create", state))?;
    let ignore = state.join(".gitignore");
    match File::create_new(&ignore) {
        Ok(mut file) => io::Write::write_all(&mut file, b"*\n").map_err(WriteError::io("write", &ignore)),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) => Err(WriteError::io("create", &ignore)(error)),
    }
}

/// Takes the lock of a state folder, which is held while the file is open, even if the process is killed.
pub(super) fn lock(state: &Path) -> Result<File, WriteError> {
    let path = lock_file(state);
    refuse_symlink(&path)?;
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.map_err(WriteError::io("open", &path))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(WriteError::Busy),
        // Some network file systems have no locks; two builds at once are then the editor's to avoid.
        Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => Ok(file),
        Err(TryLockError::Error(error)) => Err(WriteError::io("lock", &path)(error)),
    }
}

/// Refuses an output that is a symbolic link or no folder; one that is missing is fine.
pub(super) fn refuse_unusual(output: &Path) -> Result<(), WriteError> {
    refuse_symlink(output)?;
    match fs::metadata(output) {
        Ok(metadata) if !metadata.is_dir() => Err(WriteError::NotAFolder { output: output.to_path_buf() }),
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(WriteError::io("read", output)(error)),
    }
}

/// Where the files of a running build wait.
pub(super) fn stage(state: &Path) -> PathBuf {
    state.join("stage")
}

/// Removes a folder and all in it, or nothing where there is none; a symbolic link is removed, not followed.
pub(super) fn remove_tree(folder: &Path) -> Result<(), WriteError> {
    let removed = match fs::symlink_metadata(folder) {
        Ok(metadata) if metadata.is_dir() => fs::remove_dir_all(folder),
        Ok(_) => fs::remove_file(folder),
        Err(error) => Err(error),
    };
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(WriteError::io("remove", folder)(error)),
        _ => Ok(()),
    }
}

/// The site folder, in which the state folder lies, without symbolic links.
pub(super) fn site_root(state: &Path) -> Result<PathBuf, WriteError> {
    canonical(&state.join(".."))
}

fn lock_file(state: &Path) -> PathBuf {
    state.join("lock")
}

fn refuse_symlink(path: &Path) -> Result<(), WriteError> {
    let link = fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
    if link { Err(WriteError::Symlink { path: path.to_path_buf() }) } else { Ok(()) }
}

/// The absolute form of a path without symbolic links, also where its last parts do not exist yet.
fn canonical(path: &Path) -> Result<PathBuf, WriteError> {
    match fs::canonicalize(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
                return Err(WriteError::io("find", path)(error));
            };
            let parent = if parent.as_os_str().is_empty() { Path::new(".") } else { parent };
            Ok(canonical(parent)?.join(name))
        }
        found => found.map_err(WriteError::io("find", path)),
    }
}
