//! The journal: the steps of a move, on disk before the first is done, so that a move cut off can be finished.
//!
//! A commit goes: stage → next manifest → **journal** → steps → manifest in force → stage removed → journal removed.
//! Before the journal stands under its name, the output is as it was; from then on it will be as planned. Each step
//! after it does nothing when it was done before, so finishing can itself be cut off at any moment.

use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::folders::{self, Folders, Purpose, Seat, remove_tree};
use super::manifest::Stat;
use super::sealed::{self, Kind};
use super::stage::{in_flat, in_tree};
use super::steps::{Fence, Step};
use super::{OutPath, WriteError};

/// What [`recover`](super::recover) found and mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recovered {
    /// A move that had been cut off is finished; this output is now as that build meant it.
    Finished(PathBuf),
    /// What a killed build had prepared is removed; no output had been touched.
    Discarded,
    /// The journal cannot be used, for this reason. It is removed; the next build sets the output right.
    Damaged(&'static str),
}

impl fmt::Display for Recovered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Finished(output) => {
                write!(f, "finished the move into `{}` that an earlier build had begun", output.display())
            }
            Self::Discarded => f.write_str("removed what an unfinished build had prepared"),
            Self::Damaged(why) => {
                write!(f, "an earlier build was cut off, and its journal {why}: build again to set the output right")
            }
        }
    }
}

/// Called before each change on disk; an error stops there, as a kill would.
pub(super) type Watch<'a> = &'a mut dyn FnMut() -> Result<(), WriteError>;

/// A move that is decided.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Journal {
    /// The state folder it was written in; anywhere else it counts for nothing.
    seat: Seat,
    /// The output, absolute or inside the site folder.
    output: PathBuf,
    /// What the output is for.
    purpose: Purpose,
    /// Whether the stage lies inside the output, on its device.
    nearby: bool,
    steps: Vec<Step>,
}

impl Journal {
    /// Notes the steps that bring a stage into the output.
    pub(super) fn new(folders: &Folders, stage: &Path, steps: Vec<Step>) -> Self {
        let Folders { name, purpose, .. } = folders;
        let nearby = stage != folders.stage();
        Self { seat: folders.seat(), output: name.clone(), purpose: *purpose, nearby, steps }
    }

    /// Puts it on disk: from here on the move will be finished.
    pub(super) fn save(&self, state: &Path) -> Result<(), WriteError> {
        sealed::save(Kind::Journal, self, &next(state))?;
        sealed::publish(&next(state), &file(state))
    }

    /// Does what is still to be done, in the end removing the journal.
    pub(super) fn finish(&self, folders: &Folders, fence: &mut Fence<'_>, watch: Watch<'_>) -> Result<(), WriteError> {
        self.apply(folders, fence, watch)
            .map_err(|error| WriteError::Unfinished { output: folders.output.clone(), source: Box::new(error) })
    }

    fn apply(&self, folders: &Folders, fence: &mut Fence<'_>, watch: Watch<'_>) -> Result<(), WriteError> {
        let stage = if self.nearby { folders.nearby_stage() } else { folders.stage() };
        fs::create_dir_all(&folders.output).map_err(WriteError::io("create", &folders.output))?;
        for step in &self.steps {
            watch()?;
            take(step, &stage, &folders.output, fence)?;
        }
        watch()?;
        let next = folders.next_manifest();
        match fs::rename(&next, folders.manifest()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            renamed => renamed.map_err(WriteError::io("replace", folders.manifest()))?,
        }
        watch()?;
        remove_tree(&stage)?;
        remove_tree(&folders.stage())?;
        watch()?;
        let journal = file(&folders.state);
        fs::remove_file(&journal).map_err(WriteError::io("remove", &journal))
    }

    /// What makes a journal unfit to be followed.
    fn unfit(&self, state: &Path) -> Result<Option<&'static str>, WriteError> {
        Ok(if self.seat != Seat::of(state)? {
            Some("was written in another place")
        } else if self.steps.iter().any(|step| OutPath::new(step.path()).is_err()) {
            Some("names paths outside the output")
        } else {
            None
        })
    }
}

/// Finishes or discards what a killed build left; the lock is held.
pub(super) fn mend(state: &Path, watch: Watch<'_>) -> Result<Option<Recovered>, WriteError> {
    let recovered = match sealed::load::<Journal>(Kind::Journal, &file(state)) {
        Some(Ok(journal)) => match journal.unfit(state)? {
            Some(why) => Recovered::Damaged(why),
            None => {
                let folders = Folders::named(state, &journal.output, journal.purpose)?;
                folders::refuse_unusual(&folders.output)?;
                journal.finish(&folders, &mut Fence::new(&folders.output), watch)?;
                Recovered::Finished(folders.output)
            }
        },
        Some(Err(why)) => Recovered::Damaged(why),
        None if folders::stage(state).exists() => Recovered::Discarded,
        None => return Ok(None),
    };
    remove_tree(&folders::stage(state))?;
    remove_tree(&file(state))?;
    Ok(Some(recovered))
}

/// Whether there is anything to mend, seen without the lock.
pub(super) fn is_pending(state: &Path) -> bool {
    file(state).exists() || folders::stage(state).exists()
}

fn file(state: &Path) -> PathBuf {
    state.join("journal")
}

fn next(state: &Path) -> PathBuf {
    state.join("journal.next")
}

/// Does one step, unless it was done before.
fn take(step: &Step, stage: &Path, output: &Path, fence: &mut Fence<'_>) -> Result<(), WriteError> {
    let there = output.join(step.path());
    match step {
        Step::Move(path) => {
            fence.check(path)?;
            move_in(&in_tree(stage, path), &there).map_err(WriteError::io("replace", &there))
        }
        Step::Replace(path, number) => {
            fence.check(path)?;
            move_in(&in_flat(stage, *number), &there).map_err(WriteError::io("replace", &there))
        }
        // Behind a link that came since, nothing is ours to remove.
        _ if fence.check(step.path()).is_err() => Ok(()),
        Step::Remove(_, stat) if Stat::of(&there) == Some(*stat) => gone(fs::remove_file(&there), &there),
        Step::Remove(..) => Ok(()),
        Step::RemoveFolder(_) => gone(fs::remove_dir(&there), &there),
    }
}

/// Moves a file or a folder to its place; a folder that came into being there since takes what is in ours.
fn move_in(from: &Path, to: &Path) -> io::Result<()> {
    let Err(error) = fs::rename(from, to) else { return Ok(()) };
    let Ok(ours) = fs::symlink_metadata(from) else {
        return if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) };
    };
    if ours.is_dir() && fs::symlink_metadata(to).is_ok_and(|there| there.is_dir()) {
        for entry in fs::read_dir(from)? {
            let name = entry?.file_name();
            move_in(&from.join(&name), &to.join(&name))?;
        }
        fs::remove_dir(from)
    } else if error.kind() == io::ErrorKind::NotFound {
        to.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::rename(from, to)
    } else {
        Err(error)
    }
}

/// Takes a removal for done when the thing is gone, or is a folder still in use or no folder at all.
fn gone(removed: io::Result<()>, path: &Path) -> Result<(), WriteError> {
    use io::ErrorKind::{AlreadyExists, DirectoryNotEmpty, NotADirectory, NotFound};
    match removed {
        Err(error) if matches!(error.kind(), AlreadyExists | DirectoryNotEmpty | NotADirectory | NotFound) => Ok(()),
        removed => removed.map_err(WriteError::io("remove", path)),
    }
}
