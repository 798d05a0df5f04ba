//! Writes the output: stages what changed, then moves it into place; removes only what an earlier build wrote.
//!
//! 1. [`recover`] finishes what a killed build left: the first thing that every command does.
//! 2. [`Target::open`] takes the lock, refuses a folder that is not ours and reads the [`Manifest`].
//! 3. [`Target::keep`] keeps what needs no rendering; [`Target::put`] and [`Target::put_file`] stage the rest. The
//!    output does not change yet.
//! 4. [`Target::commit`] decides every step, writes them to a journal, and follows it. A target that is dropped
//!    instead leaves no trace in the output.
//!
//! All state lies in `.dateline/` of the site folder: `lock`, `stage/`, `journal`, one `manifest-…` (for previews,
//! `preview-…`) per output with a `….note` of what was read for it, and what [`recall`] and [`Target::remember`] keep from
//! one build to the next: each a [`Memory`].

mod error;
mod folders;
mod fresh;
mod journal;
mod manifest;
mod memory;
mod path;
mod replace;
mod sealed;
mod stage;
mod steps;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};

use rayon::prelude::*;
use rustc_hash::FxHashSet;

pub use self::error::{WriteError, remedy};
pub use self::folders::Purpose;
pub use self::fresh::{create, entry_path};
pub use self::journal::Recovered;
pub use self::manifest::{Asked, Entry, Manifest, Stat};
pub use self::memory::{Memory, moment, place, recall};
pub use self::path::OutPath;
pub use self::replace::replace;

use self::folders::Folders;
use self::journal::{Journal, Watch};
use self::stage::{Spot, Stage};
use self::steps::{Fence, Leftovers};
use crate::load::Digest;
use crate::slug;

/// Finishes a move that was cut off, or removes what a killed build had prepared; `state` is `.dateline/` of the site.
/// Does nothing while another build runs, whose business it is.
pub fn recover(state: &Path) -> Result<Option<Recovered>, WriteError> {
    if !journal::is_pending(state) {
        return Ok(None);
    }
    folders::make_state(state)?;
    match folders::lock(state) {
        Ok(_lock) => journal::mend(state, &mut || Ok(())),
        Err(WriteError::Busy) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Makes the state folder, where it is not there yet, so that other stages can keep things in it.
///
/// # Errors
///
/// When it is a link or cannot be made.
pub fn prepare(state: &Path) -> Result<(), WriteError> {
    folders::make_state(state)
}

/// An output that is being built; holds the site's lock while it lives.
#[derive(Debug)]
pub struct Target {
    folders: Folders,
    old: Manifest,
    old_folded: OnceLock<FxHashSet<String>>,
    stage: Stage,
    files: Mutex<Vec<NewFile>>,
    /// Whether the output held nothing but dotfiles at the start, so that no other path in it needs a look.
    vacant: bool,
    force: bool,
    /// What the next build is told.
    note: Mutex<Option<Vec<u8>>>,
    _lock: File,
}

/// A file of the output to be.
#[derive(Debug)]
struct NewFile {
    entry: Entry,
    /// What was asked while it was made.
    asked: Vec<Asked>,
    /// Where it waits; `None` when the output has it.
    staged: Option<Spot>,
}

/// What a new file was made from, and what came of that.
struct Made {
    key: Digest,
    asked: Vec<Asked>,
    content: Digest,
    size: u64,
}

/// What became of a file that was put.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// The output has these bytes already; its file is left as it is.
    Same,
    /// The file waits in the stage.
    Staged,
}

/// What a commit changed in the output; paths are inside it, sorted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that were not there before.
    pub added: Vec<String>,
    /// Files with other bytes than before.
    pub changed: Vec<String>,
    /// Files of an earlier build that are gone.
    pub removed: Vec<String>,
    /// Files of an earlier build that this one has no more, but that someone changed since: they stay.
    pub kept_foreign: Vec<String>,
    /// How many files are as they were.
    pub unchanged: usize,
    /// The size of the added and changed files.
    pub bytes: u64,
}

impl Target {
    /// Opens an output for a build.
    ///
    /// `state` is `.dateline/` of the site; `output` may lie elsewhere. The output may be neither above nor below any
    /// of the `protected` folders (`content/`, `themes/`…), nor be the site folder. One that holds files which no
    /// known build of the same purpose wrote is refused unless `force` is set; dotfiles do not count.
    pub fn open(
        state: &Path,
        output: &Path,
        purpose: Purpose,
        protected: &[&Path],
        force: bool,
    ) -> Result<Self, WriteError> {
        folders::refuse_unusual(output)?;
        folders::make_state(state)?;
        let lock = folders::lock(state)?;
        let folders = Folders::new(state, output, purpose)?;
        folders.refuse_protected(protected)?;
        journal::mend(state, &mut || Ok(()))?;
        let old = match Manifest::load(&folders) {
            Ok(manifest) => manifest,
            Err(_) if force => Manifest::default(),
            Err(absence) => folders.refuse_foreign(absence).map(|()| Manifest::default())?,
        };
        folders.clear_leftovers()?;
        Ok(Self {
            vacant: folders.example()?.is_none(),
            stage: Stage::new(&folders),
            folders,
            old,
            old_folded: OnceLock::new(),
            files: Mutex::default(),
            force,
            note: Mutex::default(),
            _lock: lock,
        })
    }

    /// Keeps a file that the last build wrote from the same key and that is still as written, where each question that was
    /// asked while it was made has the `same` answer now; `false` where it has to be made anew.
    #[must_use]
    pub fn keep(&self, path: &str, key: Digest, same: impl Fn(&Asked) -> bool) -> bool {
        let Some(entry) = self.old.get(path).filter(|entry| entry.key == key) else { return false };
        let asked = || self.old.asked_by(entry);
        if !asked().all(same) || Stat::of(&self.folders.output.join(path)) != Some(entry.stat) {
            return false;
        }
        self.add(NewFile { entry: entry.clone(), asked: asked().cloned().collect(), staged: None });
        true
    }

    /// Whether every file is as the last build wrote it.
    pub fn is_as_written(&self) -> bool {
        let output = &self.folders.output;
        let same = |entry: &Entry| Stat::of(&output.join(&*entry.path)) == Some(entry.stat);
        self.old.entries.par_iter().all(same)
    }

    /// How many files the last build wrote or kept.
    pub fn written(&self) -> usize {
        self.old.entries.len()
    }

    /// Puts a file made from `key`; staged only if the output has other bytes at that path. Any thread may call it.
    pub fn put(&self, path: &str, key: Digest, bytes: &[u8]) -> Result<Put, WriteError> {
        self.put_asking(path, key, Vec::new(), bytes)
    }

    /// The same for a file that depends, beside `key`, on the answers to questions that were asked while it was made.
    pub fn put_asking(&self, path: &str, key: Digest, asked: Vec<Asked>, bytes: &[u8]) -> Result<Put, WriteError> {
        let path = OutPath::new(path)?;
        let made = Made { key, asked, content: Digest::of(bytes), size: bytes.len() as u64 };
        self.add_file(path, made, |spot| self.stage.write(spot, path, bytes))
    }

    /// Puts a copy of a file, such as a photo, whose bytes have the digest `content`.
    pub fn put_file(&self, path: &str, key: Digest, content: Digest, source: &Path) -> Result<Put, WriteError> {
        let path = OutPath::new(path)?;
        let size = std::fs::metadata(source).map_err(WriteError::io("read", source))?.len();
        let made = Made { key, asked: Vec::new(), content, size };
        self.add_file(path, made, |spot| self.stage.copy(spot, path, source))
    }

    /// Brings the output to what was kept and put, and removes the files of earlier builds that were neither.
    ///
    /// Before the journal is written, an error leaves the output as it was; after that it is
    /// [`WriteError::Unfinished`], and the next command goes on where it stopped.
    pub fn commit(self) -> Result<Changes, WriteError> {
        self.commit_watched(&mut || Ok(()))
    }

    fn commit_watched(self, watch: Watch<'_>) -> Result<Changes, WriteError> {
        let Self { folders, old, mut stage, files, force, note, _lock, .. } = self;
        let note = note.into_inner().unwrap_or_else(PoisonError::into_inner);
        let files = sorted(files.into_inner().unwrap_or_else(PoisonError::into_inner))?;
        let staged: Vec<(usize, Spot)> =
            files.iter().enumerate().filter_map(|(index, file)| Some((index, file.staged?))).collect();
        let files = files.into_iter().map(|file| (file.entry, file.asked)).collect();
        let new = Manifest::new(folders.manifest_seat(), files);
        let mut fence = Fence::new(&folders.output);
        let leftovers = Leftovers::find(&mut fence, &old, &new)?;
        let changes = Changes::of(&old, &new, &staged, &leftovers);
        let staged: Vec<(&str, Spot)> =
            staged.iter().map(|(index, spot)| (&*new.entries[*index].path, *spot)).collect();
        let steps = steps::plan(&mut fence, &old, &staged, leftovers.ours, force)?;
        if steps.is_empty() {
            if new != old {
                new.save_next(&folders)?;
                watch()?;
                sealed::publish(&folders.next_manifest(), &folders.manifest())?;
            }
            memory::leave(&folders, note)?;
            return Ok(changes);
        }
        stage.settle(&folders)?;
        watch()?;
        new.save_next(&folders)?;
        watch()?;
        let journal = Journal::new(&folders, stage.folder(), steps);
        journal.save(&folders.state)?;
        stage.hand_over();
        journal.finish(&folders, &mut fence, watch)?;
        memory::leave(&folders, note)?;
        Ok(changes)
    }

    fn add_file(
        &self,
        path: OutPath<'_>,
        Made { key, asked, content, size }: Made,
        stage: impl FnOnce(Spot) -> Result<Stat, WriteError>,
    ) -> Result<Put, WriteError> {
        let (stat, staged) = match self.unchanged(path.as_str(), content, size) {
            Some(stat) => (stat, None),
            None => {
                let spot = self.stage.spot(self.old.get(path.as_str()).is_some());
                (stage(spot)?, Some(spot))
            }
        };
        let entry = Entry { path: path.as_str().into(), key, content, stat, asked: Box::default() };
        self.add(NewFile { entry, asked, staged });
        Ok(if staged.is_some() { Put::Staged } else { Put::Same })
    }

    fn add(&self, file: NewFile) {
        self.files.lock().unwrap_or_else(PoisonError::into_inner).push(file);
    }

    /// The present state of a file that has these bytes already; reads it only where the manifest cannot tell.
    fn unchanged(&self, path: &str, content: Digest, size: u64) -> Option<Stat> {
        if self.vacant && !path.starts_with('.') {
            return None;
        }
        let there = self.folders.output.join(path);
        let stat = Stat::of(&there).filter(|stat| stat.size == size)?;
        let same = match self.old.get(path) {
            Some(entry) if entry.stat == stat => entry.content == content,
            Some(_) => manifest::digest_of_file(&there) == Some(content),
            None => !self.differs_by_case(path) && manifest::digest_of_file(&there) == Some(content),
        };
        same.then_some(stat)
    }

    /// Whether the last build wrote a file that some file system takes for this one; then what is on disk is not new.
    fn differs_by_case(&self, path: &str) -> bool {
        let folded = self.old_folded.get_or_init(|| self.old.entries.iter().map(|old| slug::fold(&old.path)).collect());
        folded.contains(&slug::fold(path))
    }
}

impl Changes {
    fn of(old: &Manifest, new: &Manifest, staged: &[(usize, Spot)], leftovers: &Leftovers) -> Self {
        let mut changes = Self {
            removed: leftovers.ours.iter().map(|(path, _)| path.clone()).collect(),
            kept_foreign: leftovers.foreign.clone(),
            unchanged: new.entries.len() - staged.len(),
            ..Self::default()
        };
        for (index, _) in staged {
            let entry = &new.entries[*index];
            let list = if old.get(&entry.path).is_some() { &mut changes.changed } else { &mut changes.added };
            list.push(entry.path.to_string());
            changes.bytes += entry.stat.size;
        }
        changes
    }

    /// Whether the output is as it was.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// Reads the manifest of a site's output without taking the lock, for commands that only look; `None` when no build is
/// known to have written it.
pub fn manifest(state: &Path, output: &Path) -> Option<Manifest> {
    Manifest::load(&Folders::new(state, output, Purpose::Site).ok()?).ok()
}

/// Sorts the files by path and refuses two of the same.
fn sorted(mut files: Vec<NewFile>) -> Result<Vec<NewFile>, WriteError> {
    files.par_sort_unstable_by(|a, b| a.entry.path.cmp(&b.entry.path));
    let twice = files.windows(2).find(|pair| pair[0].entry.path == pair[1].entry.path);
    match twice {
        Some(pair) => Err(WriteError::Twice { path: pair[0].entry.path.to_string() }),
        None => Ok(files),
    }
}
