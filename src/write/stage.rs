//! The stage: where the new and changed files of a build wait, whole, until all of them are there.
//!
//! New files wait in `tree/` under their paths, so that whole folders can move at once. Files that replace one of the
//! last build wait in `flat/` under a number: their folders are in the output already, and making them here too only
//! to remove them would cost more than all the rest.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashSet;

use super::folders::{Folders, remove_tree};
use super::manifest::Stat;
use super::{OutPath, WriteError};

/// The staged files of a running build; removed when it ends without a commit.
#[derive(Debug)]
pub(super) struct Stage {
    folder: PathBuf,
    /// Whether the files still belong to this build, rather than to the journal.
    ours: bool,
    /// How many files wait under a number.
    numbered: AtomicU32,
    /// The folders of the stage that are there.
    made: Mutex<FxHashSet<PathBuf>>,
}

/// Where in the stage a file waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spot {
    /// Under its path.
    Tree,
    /// Under this number.
    Flat(u32),
}

/// Where a file or folder waits under its path.
pub(super) fn in_tree(stage: &Path, path: &str) -> PathBuf {
    stage.join("tree").join(path)
}

/// Where a file waits under a number.
pub(super) fn in_flat(stage: &Path, number: u32) -> PathBuf {
    stage.join("flat").join(number.to_string())
}

impl Stage {
    /// A stage that is made with its first file.
    pub(super) fn new(folders: &Folders) -> Self {
        Self { folder: folders.stage(), ours: true, numbered: AtomicU32::new(0), made: Mutex::default() }
    }

    /// Where the files wait.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// The spot for a file, by whether it replaces one.
    pub(super) fn spot(&self, replaces: bool) -> Spot {
        if replaces { Spot::Flat(self.numbered.fetch_add(1, Ordering::Relaxed)) } else { Spot::Tree }
    }

    /// Writes a file.
    pub(super) fn write(&self, spot: Spot, path: OutPath<'_>, bytes: &[u8]) -> Result<Stat, WriteError> {
        self.fill(spot, path, |file| file.write_all(bytes))
    }

    /// Copies a file, its bytes alone: neither its times nor its permissions.
    pub(super) fn copy(&self, spot: Spot, path: OutPath<'_>, source: &Path) -> Result<Stat, WriteError> {
        let mut from = File::open(source).map_err(WriteError::io("read", source))?;
        self.fill(spot, path, |file| io::copy(&mut from, file).map(drop))
    }

    /// Hands the files over to the journal: from here on only a finished move removes them.
    pub(super) fn hand_over(mut self) {
        self.ours = false;
    }

    /// Sees to it that the files can be renamed into the output: where it lies on another device (or behind a bind
    /// mount), they move beside it first.
    pub(super) fn settle(&mut self, folders: &Folders) -> Result<(), WriteError> {
        let output = &folders.output;
        fs::create_dir_all(output).map_err(WriteError::io("create", output))?;
        if !self.folder.exists() || same_device(folders)? {
            return Ok(());
        }
        let nearby = folders.nearby_stage();
        let away = std::mem::replace(&mut self.folder, nearby);
        copy_tree(&away, &self.folder).map_err(WriteError::io("fill", &self.folder))?;
        remove_tree(&away)
    }

    fn fill(
        &self,
        spot: Spot,
        path: OutPath<'_>,
        fill: impl FnOnce(&mut File) -> io::Result<()>,
    ) -> Result<Stat, WriteError> {
        let staged = match spot {
            Spot::Tree => in_tree(&self.folder, path.as_str()),
            Spot::Flat(number) => in_flat(&self.folder, number),
        };
        let mut file = self.create(&staged).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => WriteError::Twice { path: path.as_str().to_owned() },
            _ => WriteError::io("create", &staged)(error),
        })?;
        let metadata = fill(&mut file).and_then(|()| file.metadata()).map_err(WriteError::io("write", &staged))?;
        Stat::from_metadata(&metadata).ok_or_else(|| WriteError::io("write", &staged)(io::ErrorKind::Other.into()))
    }

    /// Creates a file, and the folder for it before its first one: most folders hold one page, and asking whether they are
    /// there would take as long as making them.
    fn create(&self, path: &Path) -> io::Result<File> {
        if let Some(folder) = path.parent() {
            let is_new = self.made.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_path_buf());
            if is_new {
                make_folder(folder)?;
            }
        }
        match File::create_new(path) {
            // Another thread is about to make the folder.
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                path.parent().map_or(Ok(()), make_folder)?;
                File::create_new(path)
            }
            created => created,
        }
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if self.ours {
            // Left over, it is removed by the next build.
            let _ = remove_tree(&self.folder);
        }
    }
}

/// Makes a folder, unless it is there, after those above it that are not.
fn make_folder(folder: &Path) -> io::Result<()> {
    let make = || match fs::create_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made,
    };
    match (make(), folder.parent()) {
        (Err(error), Some(above)) if error.kind() == io::ErrorKind::NotFound => {
            make_folder(above)?;
            make()
        }
        (made, _) => made,
    }
}

/// Whether a rename from the state folder into the output works; only trying tells, for bind mounts look alike.
fn same_device(folders: &Folders) -> Result<bool, WriteError> {
    let (here, there) = folders.probe();
    fs::create_dir(&here).map_err(WriteError::io("create", &here))?;
    let moved = fs::rename(&here, &there);
    let left = if moved.is_ok() { &there } else { &here };
    fs::remove_dir(left).map_err(WriteError::io("remove", left))?;
    match moved {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => Ok(false),
        moved => moved.map(|()| true).map_err(WriteError::io("write into", &folders.output)),
    }
}

/// Copies a folder of regular files with their times, by which the manifest knows them.
fn copy_tree(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            copy_tree(&source, &target)?;
        } else {
            let mut file = File::create_new(&target)?;
            let mut source = File::open(&source)?;
            io::copy(&mut source, &mut file)?;
            file.set_modified(source.metadata()?.modified()?)?;
        }
    }
    Ok(())
}
