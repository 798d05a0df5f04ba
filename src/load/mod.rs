//! Reads the content folder into memory: every text with its hash, every other file by its hash alone.

mod digest;
mod walk;

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::problem::{Place, Problem, SitePath};

pub use digest::Digest;

/// The largest text that is read, in bytes; nothing an editor writes comes near it.
const MAX_TEXT: u64 = 16 << 20;

/// A text file of the site folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its path.
    pub path: SitePath,
    /// Its bytes, not yet proved to be UTF-8.
    pub bytes: Vec<u8>,
    /// The hash of its bytes.
    pub digest: Digest,
}

/// A file of the content folder that is no text: a photo, mostly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Media {
    /// Its path.
    pub path: SitePath,
    /// Where it is on the disk; proved to lie inside the site folder.
    pub disk: PathBuf,
    /// The hash of its bytes.
    pub digest: Digest,
}

/// Everything that the content folder holds, sorted by path.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The Markdown files.
    pub texts: Vec<Source>,
    /// All other files.
    pub media: Vec<Media>,
}

/// Reads `content/` of the site at `root` (an absolute path without symbolic links).
pub fn load(root: &Path) -> (Sources, Vec<Problem>) {
    let (files, mut problems) = walk::files(root, "content");
    let (texts, media): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| is_markdown(&file.path));
    let (texts, unread) = gather(texts, read_text);
    problems.extend(unread);
    let (media, unread) = gather(media, hash_media);
    problems.extend(unread);
    (Sources { texts, media }, problems)
}

fn is_markdown(path: &SitePath) -> bool {
    path.as_str().ends_with(".md") || path.as_str().ends_with(".markdown")
}

fn gather<T: Send>(
    files: Vec<walk::File>,
    read: impl Fn(walk::File) -> Result<T, Problem> + Sync + Send,
) -> (Vec<T>, Vec<Problem>) {
    let read: Vec<Result<T, Problem>> = files.into_par_iter().map(read).collect();
    let mut values = Vec::with_capacity(read.len());
    let mut problems = Vec::new();
    for result in read {
        match result {
            Ok(value) => values.push(value),
            Err(problem) => problems.push(problem),
        }
    }
    (values, problems)
}

fn read_text(file: walk::File) -> Result<Source, Problem> {
    let unreadable = |why: String| Problem::error("unreadable", Place::file(&file.path), why);
    let bytes = std::fs::read(&file.disk).map_err(|error| unreadable(format!("this file cannot be read: {error}")))?;
    if bytes.len() as u64 > MAX_TEXT {
        return Err(unreadable("this text is longer than 16 MB".to_owned())
            .hint("split it into several entries, or move it out of `content/` if it is no text"));
    }
    let digest = Digest::of(&bytes);
    Ok(Source { path: file.path, bytes, digest })
}

fn hash_media(file: walk::File) -> Result<Media, Problem> {
    match Digest::of_file(&file.disk) {
        Ok(digest) => Ok(Media { path: file.path, disk: file.disk, digest }),
        Err(error) => {
            Err(Problem::error("unreadable", Place::file(&file.path), format!("this file cannot be read: {error}")))
        }
    }
}
