//! The steps of a move into the output, all decided before the first is done.
//!
//! 1. Files that an earlier build wrote and this one did not, where they stand in the way of a new file.
//! 2. The staged files, whole folders at once where the output has none of that name: first what pages refer to
//!    (styles, scripts, photos), then pages, then what refers to pages (feeds, sitemaps, rules for hosts), and the
//!    front page last. So a reader who comes in between finds no page that refers to a file not yet there.
//! 3. The other files of earlier builds, and the folders that are empty without them.

use std::fs::{self, Metadata};
use std::io;
use std::path::Path;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::manifest::{Entry, Manifest, Stat, digest_of_file};
use super::path::{folders, is_dotfile};
use super::stage::Spot;
use super::{OutPath, WriteError};
use crate::slug::fold;

/// One change of the output that happens whole or not at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Step {
    /// Moves a file, or a folder with all in it, from the stage into the output.
    Move(String),
    /// Moves the file that waits in the stage under this number into the output.
    Replace(String, u32),
    /// Removes a file, if it is still the one that was judged to be ours.
    Remove(String, Stat),
    /// Removes a folder, if it is empty.
    RemoveFolder(String),
}

impl Step {
    /// What it changes, inside the output.
    pub(super) fn path(&self) -> &str {
        match self {
            Self::Move(path) | Self::Replace(path, _) | Self::Remove(path, _) | Self::RemoveFolder(path) => path,
        }
    }
}

/// A file of an earlier build, as it is on disk.
pub(super) type Written = (String, Stat);

/// The files of the last build that this one has no more.
#[derive(Debug, Default)]
pub(super) struct Leftovers {
    /// Those still as written: to be removed.
    pub(super) ours: Vec<Written>,
    /// Those that someone changed or replaced since: they stay.
    pub(super) foreign: Vec<String>,
}

impl Leftovers {
    /// Finds them.
    pub(super) fn find(fence: &mut Fence<'_>, old: &Manifest, new: &Manifest) -> Result<Self, WriteError> {
        let mut found = Self::default();
        for entry in old.lacking_in(new) {
            let there = fence.output.join(&*entry.path);
            let Some(metadata) = look(&there)? else { continue };
            let reachable = match fence.check(&entry.path) {
                Err(WriteError::Symlink { .. } | WriteError::Foreign { .. }) => false,
                checked => checked.map(|()| true)?,
            };
            match still_ours(&there, &metadata, entry).filter(|_| reachable) {
                Some(stat) => found.ours.push((entry.path.to_string(), stat)),
                None => found.foreign.push(entry.path.to_string()),
            }
        }
        Ok(found)
    }
}

/// Decides the steps that bring the staged files (sorted) into the output and take the leftovers away.
pub(super) fn plan(
    fence: &mut Fence<'_>,
    old: &Manifest,
    staged: &[(&str, Spot)],
    leftovers: Vec<Written>,
    force: bool,
) -> Result<Vec<Step>, WriteError> {
    let (early, late) = split(leftovers, staged);
    let doomed = early.iter().map(|(path, _)| fold(path)).collect();
    let mut moves = Moves { fence, old, force, doomed, found: Vec::new(), foreign: Vec::new() };
    let mut tree = Vec::new();
    for (path, spot) in staged {
        match spot {
            Spot::Tree => tree.push(*path),
            Spot::Flat(number) => moves.replacement(path, *number)?,
        }
    }
    moves.folder("", &tree)?;
    if !moves.foreign.is_empty() {
        moves.foreign.sort_unstable();
        return Err(WriteError::Foreign { paths: moves.foreign });
    }
    moves.found.sort_unstable_by(|(rank, step), (other, next)| (rank, step.path()).cmp(&(other, next.path())));
    let mut steps = removals(early);
    steps.extend(moves.found.into_iter().map(|(_, step)| step));
    steps.extend(removals(late));
    Ok(steps)
}

/// The folders of an output that are known to be real ones, so that nothing is written through a symbolic link.
pub(super) struct Fence<'a> {
    output: &'a Path,
    real: FxHashSet<String>,
}

impl<'a> Fence<'a> {
    pub(super) fn new(output: &'a Path) -> Self {
        Self { output, real: FxHashSet::default() }
    }

    /// Refuses a path that has a symbolic link, a file or a read-only folder above it.
    pub(super) fn check(&mut self, path: &str) -> Result<(), WriteError> {
        for folder in folders(path) {
            if self.real.contains(folder) {
                break;
            }
            if self.enter(folder)? == Found::File {
                return Err(WriteError::Foreign { paths: vec![folder.to_owned()] });
            }
        }
        Ok(())
    }

    /// Looks at what stands where a folder is to be.
    fn enter(&mut self, folder: &str) -> Result<Found, WriteError> {
        let path = self.output.join(folder);
        let Some(found) = look(&path)? else { return Ok(Found::Nothing) };
        if found.is_symlink() {
            Err(WriteError::Symlink { path })
        } else if !found.is_dir() {
            Ok(Found::File)
        } else if found.permissions().readonly() {
            Err(WriteError::ReadOnly { path })
        } else {
            self.real.insert(folder.to_owned());
            Ok(Found::Folder)
        }
    }
}

/// What stands where a folder is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    Nothing,
    File,
    Folder,
}

/// The moves found so far, and what stands in their way.
struct Moves<'a, 'o> {
    fence: &'a mut Fence<'o>,
    old: &'a Manifest,
    force: bool,
    /// The files removed before the first move, as [`fold`] gives them.
    doomed: FxHashSet<String>,
    found: Vec<(Rank, Step)>,
    foreign: Vec<String>,
}

impl Moves<'_, '_> {
    /// Goes through the staged files of one folder that the output has too; `above` ends with a slash, or is empty.
    fn folder(&mut self, above: &str, staged: &[&str]) -> Result<(), WriteError> {
        let mut rest = staged;
        while let Some(first) = rest.first() {
            let Some(slash) = first[above.len()..].find('/') else {
                self.file(first)?;
                rest = &rest[1..];
                continue;
            };
            let below = &first[..=above.len() + slash];
            let (inside, others) = rest.split_at(rest.partition_point(|path| path.starts_with(below)));
            self.subfolder(below, inside)?;
            rest = others;
        }
        Ok(())
    }

    fn subfolder(&mut self, below: &str, staged: &[&str]) -> Result<(), WriteError> {
        let path = below.trim_end_matches('/');
        match self.fence.enter(path)? {
            Found::Folder => return self.folder(below, staged),
            Found::File if !self.doomed.contains(&fold(path)) => self.foreign.push(path.to_owned()),
            _ => {
                let last = staged.iter().map(|path| rank(path)).max().unwrap_or_default();
                self.found.push((last, Step::Move(path.to_owned())));
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &str) -> Result<(), WriteError> {
        self.push(path, Step::Move(path.to_owned()))
    }

    fn replacement(&mut self, path: &str, number: u32) -> Result<(), WriteError> {
        match self.fence.check(path) {
            Err(WriteError::Foreign { paths }) => self.foreign.extend(paths),
            checked => checked.and_then(|()| self.push(path, Step::Replace(path.to_owned(), number)))?,
        }
        Ok(())
    }

    /// Takes the step that puts a file at this path, unless something else has a right to be there.
    fn push(&mut self, path: &str, step: Step) -> Result<(), WriteError> {
        let free = match look(&self.fence.output.join(path))? {
            None => true,
            Some(found) if found.is_dir() => self.will_be_empty(path)?,
            Some(_) => {
                self.old.get(path).is_some() || self.doomed.contains(&fold(path)) || (self.force && !is_dotfile(path))
            }
        };
        if free {
            self.found.push((rank(path), step));
        } else {
            self.foreign.push(path.to_owned());
        }
        Ok(())
    }

    /// Whether all files below a folder of the output are removed before the first move.
    fn will_be_empty(&self, folder: &str) -> Result<bool, WriteError> {
        let there = self.fence.output.join(folder);
        for entry in fs::read_dir(&there).map_err(WriteError::io("read", &there))? {
            let entry = entry.map_err(WriteError::io("read", &there))?;
            let path = format!("{folder}/{}", entry.file_name().to_string_lossy());
            let is_folder = entry.file_type().map_err(WriteError::io("read", &there))?.is_dir();
            let goes = if is_folder { self.will_be_empty(&path)? } else { self.doomed.contains(&fold(&path)) };
            if !goes {
                return Ok(false);
            }
        }
        // A folder that is empty already goes only if it is one that a removal leaves empty.
        let below = format!("{}/", fold(folder));
        #[expect(clippy::iter_over_hash_type, reason = "any order gives the same answer")]
        for doomed in &self.doomed {
            if doomed.starts_with(&below) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// When a file is moved: a lower rank first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// What pages refer to.
    #[default]
    Asset,
    Page,
    /// What refers to pages.
    Index,
    FrontPage,
}

fn rank(path: &str) -> Rank {
    let name = path.rsplit('/').next().unwrap_or(path);
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        _ if path == "index.html" => Rank::FrontPage,
        Some("html" | "htm") => Rank::Page,
        Some("xml" | "json" | "txt" | "webmanifest") | None => Rank::Index,
        Some(_) => Rank::Asset,
    }
}

/// Parts the leftovers into those that must go before the first move and the rest: a file where a folder is to be, a
/// file below a folder that is to be a file, and one whose name differs from a new one by case alone.
fn split(leftovers: Vec<Written>, staged: &[(&str, Spot)]) -> (Vec<Written>, Vec<Written>) {
    if leftovers.is_empty() {
        return (Vec::new(), leftovers);
    }
    let files: FxHashSet<String> = staged.iter().map(|(path, _)| fold(path)).collect();
    let above: FxHashSet<&str> = files.iter().flat_map(|path| folders(path)).collect();
    leftovers.into_iter().partition(|(path, _)| {
        let path = fold(path);
        files.contains(&path) || above.contains(path.as_str()) || folders(&path).any(|folder| files.contains(folder))
    })
}

/// The steps that remove these files, and after them the folders above, the deepest first.
fn removals(files: Vec<Written>) -> Vec<Step> {
    let mut above: Vec<String> = files.iter().flat_map(|(path, _)| folders(path)).map(str::to_owned).collect();
    above.sort_unstable_by(|a, b| b.cmp(a));
    above.dedup();
    let files = files.into_iter().map(|(path, stat)| Step::Remove(path, stat));
    files.chain(above.into_iter().map(Step::RemoveFolder)).collect()
}

/// The file's present state, if its content is what we wrote.
fn still_ours(path: &Path, metadata: &Metadata, entry: &Entry) -> Option<Stat> {
    let stat = Stat::from_metadata(metadata)?;
    let same = OutPath::new(&entry.path).is_ok()
        && (stat == entry.stat || (stat.size == entry.stat.size && digest_of_file(path) == Some(entry.content)));
    same.then_some(stat)
}

/// What stands at this path, be it a link that leads nowhere.
fn look(path: &Path) -> Result<Option<Metadata>, WriteError> {
    match fs::symlink_metadata(path) {
        Ok(metadata) => Ok(Some(metadata)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
        Err(error) => Err(WriteError::io("read", path)(error)),
    }
}
