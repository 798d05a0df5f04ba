//! Finds what is in the content folder and reads it: every text with its hash, every other file by its hash and, for a
//! picture, its head.

mod digest;
mod known;
mod traces;
mod walk;

use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::photo::{Header, Kind};
use crate::problem::{Place, Problem, SitePath};

pub use digest::Digest;
pub use known::{Known, Stamp};
pub use traces::Traces;
pub use walk::File;

/// The largest text that is read, in bytes; nothing an editor writes comes near it.
const MAX_TEXT: u64 = 16 << 20;

/// The longest file that is read as a picture, in bytes, whatever the configuration allows.
const MAX_PICTURE: u64 = 1 << 30;

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
    /// What is known of a picture; none where it is no picture.
    pub picture: Option<Header>,
    /// Its length in bytes.
    pub length: u64,
}

/// Everything that the content folder holds, found but not yet read, sorted by path.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The Markdown files.
    pub texts: Vec<File>,
    /// All other files.
    pub media: Vec<File>,
}

/// Finds what is in `content/` of the site at `root` (an absolute path without symbolic links).
pub fn find(root: &Path) -> (Found, Vec<Problem>) {
    let (files, problems) = walk::files(root, "content");
    let (texts, media) = files.into_iter().partition(|file| is_markdown(&file.path));
    (Found { texts, media }, problems)
}

/// Finds what is in `data/` of the site at `root` (an absolute path without symbolic links).
pub fn find_data(root: &Path) -> (Vec<File>, Vec<Problem>) {
    walk::files(root, "data")
}

fn is_markdown(path: &SitePath) -> bool {
    path.as_str().ends_with(".md") || path.as_str().ends_with(".markdown")
}

/// Reads a text. Texts are read one by one as they are parsed, so that no more are in memory than threads.
///
/// # Errors
///
/// When the file cannot be read or is too long to be a text.
pub fn text(file: File) -> Result<Source, Problem> {
    let unreadable = |why: String| Problem::error("unreadable", Place::file(&file.path), why);
    let bytes = std::fs::read(&file.disk).map_err(|error| unreadable(format!("this file cannot be read: {error}")))?;
    if bytes.len() as u64 > MAX_TEXT {
        return Err(unreadable("this text is longer than 16 MB".to_owned())
            .hint("split it into several entries, or move it out of `content/` if it is no text"));
    }
    let digest = Digest::of(&bytes);
    Ok(Source { path: file.path, bytes, digest })
}

/// What came of a look at files that are no texts.
#[derive(Debug, Default)]
pub struct Looked {
    /// The files, in the order in which they were found.
    pub media: Vec<Media>,
    /// The same for the next look.
    pub known: Known,
    /// How many were opened, because they were not known as they are now.
    pub opened: usize,
    /// Files that cannot be read.
    pub problems: Vec<Problem>,
}

/// Hashes all files that are no texts and are not known as they are now.
pub fn media(files: Vec<File>, known: &Known) -> Looked {
    let look = |file: File| {
        // Taken before the file is read: what is written to it in the meantime shows at the next look.
        let stamp = Stamp::of(&file.disk);
        match known.media(&file, stamp) {
            Some(media) => (Ok(media), stamp, 0),
            None => (hash(file), stamp, 1),
        }
    };
    let found: Vec<(Result<Media, Problem>, Option<Stamp>, usize)> = files.into_par_iter().map(look).collect();
    let mut looked = Looked::default();
    for (media, stamp, opened) in found {
        looked.opened += opened;
        match (media, stamp) {
            (Ok(media), stamp) => {
                stamp.into_iter().for_each(|stamp| looked.known.learn(&media, stamp));
                looked.media.push(media);
            }
            (Err(problem), _) => looked.problems.push(problem),
        }
    }
    looked
}

fn hash(file: File) -> Result<Media, Problem> {
    match look_at(&file) {
        Ok((digest, length, picture)) => Ok(Media { picture, path: file.path, disk: file.disk, digest, length }),
        Err(error) => {
            let message = format!("this file cannot be read: {error}");
            Err(Problem::error("unreadable", Place::file(&file.path), message))
        }
    }
}

/// The hash of a file, its length and, for a picture, its head. A picture is read whole, but for one of a length that
/// none has; other files piece by piece.
fn look_at(file: &File) -> io::Result<(Digest, u64, Option<Header>)> {
    let name = file.path.as_str();
    let length = std::fs::metadata(&file.disk)?.len();
    if !Kind::is_meant_by(name) || length > MAX_PICTURE {
        return Ok((Digest::of_file(&file.disk)?, length, None));
    }
    let bytes = std::fs::read(&file.disk)?;
    Ok((Digest::of(&bytes), bytes.len() as u64, Header::read(&bytes, name)))
}
