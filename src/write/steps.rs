//! The steps of a move into the output, all decided before the first is done.
//!
//! 1. Files that an earlier build wrote and this one did not, where they stand in the way of a new file.
//! 2. The staged files, whole folders at once where the output has none of that name: first what pages refer to
//!    (styles, scripts, photos), then pages, then what refers to pages (feeds, sitemaps, rules for hosts), and the
//!    front page last. So a reader who comes in between finds no page that refers to a file not yet there.
//! 3. The other files of earlier builds, and the folders that are empty without them.

use std::fs;
use std::io;
use std::path::Path;

use rustc_hash::FxHashSet;
use serde::{Deserialize, Serialize};

use super::manifest::{Entry, Manifest, Stat, digest_of_file};
use super::path::{fold, folders, is_dotfile};
use super::{OutPath, WriteError};

/// One change of the output that happens whole or not at all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Step {
    /// Moves a file, or a folder with all in it, from the stage into the output.
    Move(String),
    /// Removes a file, if it is still the one that was judged to be ours.
    Remove(String, Stat),
    /// Removes a folder, if it is empty.
    RemoveFolder(String),
}

impl Step {
    /// What it changes, inside the output.
    pub(super) fn path(&self) -> &str {
        match self {
            Self::Move(path) | Self::Remove(path, _) | Self::RemoveFolder(path) => path,
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
    /// Finds them; `new` is sorted by path.
    pub(super) fn find(output: &Path, old: &Manifest, new: &[Entry]) -> Result<Self, WriteError> {
        let mut found = Self::default();
        let mut fence = Fence::new(output);
        for entry in old.entries() {
            if new.binary_search_by(|kept| kept.path.cmp(&entry.path)).is_ok() || !exists(&output.join(&*entry.path))? {
                continue;
            }
            match still_ours(output, entry).filter(|_| fence.check(&entry.path).is_ok()) {
                Some(stat) => found.ours.push((entry.path.to_string(), stat)),
                None => found.foreign.push(entry.path.to_string()),
            }
        }
        Ok(found)
    }
}

/// Decides the steps that bring the staged files (sorted) into the output and take the leftovers away.
pub(super) fn plan(
    output: &Path,
    old: &Manifest,
    staged: &[&str],
    leftovers: Vec<Written>,
    force: bool,
) -> Result<Vec<Step>, WriteError> {
    let (early, late) = split(leftovers, staged);
    let doomed = early.iter().map(|(path, _)| fold(path)).collect();
    let mut moves = Moves { output, old, force, doomed, found: Vec::new(), foreign: Vec::new() };
    moves.folder("", staged)?;
    if !moves.foreign.is_empty() {
        return Err(WriteError::Foreign { paths: moves.foreign });
    }
    moves.found.sort_unstable();
    let mut steps = removals(early);
    steps.extend(moves.found.into_iter().map(|(_, path)| Step::Move(path)));
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

    /// Refuses a path with a symbolic link above it.
    pub(super) fn check(&mut self, path: &str) -> Result<(), WriteError> {
        for folder in folders(path) {
            if self.real.contains(folder) {
                break;
            }
            let found = self.output.join(folder);
            match fs::symlink_metadata(&found) {
                Ok(metadata) if metadata.is_symlink() => return Err(WriteError::Symlink { path: found }),
                Ok(_) => {}
                Err(_) => continue,
            }
            self.real.insert(folder.to_owned());
        }
        Ok(())
    }
}

/// The moves found so far, and what stands in their way.
struct Moves<'a> {
    output: &'a Path,
    old: &'a Manifest,
    force: bool,
    /// The files removed before the first move, as [`fold`] gives them.
    doomed: FxHashSet<String>,
    found: Vec<(Rank, String)>,
    foreign: Vec<String>,
}

impl Moves<'_> {
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
        let there = self.output.join(path);
        let found = match fs::symlink_metadata(&there) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            found => Some(found.map_err(WriteError::io("read", &there))?),
        };
        match found {
            Some(found) if found.is_symlink() => return Err(WriteError::Symlink { path: there }),
            Some(found) if found.is_dir() && found.permissions().readonly() => {
                return Err(WriteError::ReadOnly { path: there });
            }
            Some(found) if found.is_dir() => return self.folder(below, staged),
            Some(_) if !self.doomed.contains(&fold(path)) => self.foreign.push(path.to_owned()),
            _ => self.found.push((staged.iter().map(|path| rank(path)).max().unwrap_or_default(), path.to_owned())),
        }
        Ok(())
    }

    fn file(&mut self, path: &str) -> Result<(), WriteError> {
        let there = self.output.join(path);
        let free = match fs::symlink_metadata(&there) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => true,
            Err(error) => return Err(WriteError::io("read", &there)(error)),
            Ok(found) if found.is_dir() => self.will_be_empty(path)?,
            Ok(_) => {
                self.old.get(path).is_some() || self.doomed.contains(&fold(path)) || (self.force && !is_dotfile(path))
            }
        };
        match free {
            true => self.found.push((rank(path), path.to_owned())),
            false => self.foreign.push(path.to_owned()),
        }
        Ok(())
    }

    /// Whether all files below a folder of the output are removed before the first move.
    fn will_be_empty(&self, folder: &str) -> Result<bool, WriteError> {
        let there = self.output.join(folder);
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
fn split(leftovers: Vec<Written>, staged: &[&str]) -> (Vec<Written>, Vec<Written>) {
    if leftovers.is_empty() {
        return (Vec::new(), leftovers);
    }
    let files: FxHashSet<String> = staged.iter().map(|path| fold(path)).collect();
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
fn still_ours(output: &Path, entry: &Entry) -> Option<Stat> {
    let path = output.join(&*entry.path);
    let stat = Stat::of(&path)?;
    let same = OutPath::new(&entry.path).is_ok()
        && (stat == entry.stat || (stat.size == entry.stat.size && digest_of_file(&path) == Some(entry.content)));
    same.then_some(stat)
}

/// Whether anything stands at this path, be it a link that leads nowhere.
fn exists(path: &Path) -> Result<bool, WriteError> {
    match fs::symlink_metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(false),
        Err(error) => Err(WriteError::io("read", path)(error)),
    }
}
