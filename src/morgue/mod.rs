//! The morgue: the texts of sources as they were clipped, kept beside the caches for the misquote check and never
//! published.
//!
//! A clipping is a file `.dateline/sources/NAME.txt`: the address of the source on a line, an empty line, and its text as
//! plain text, a blank line between paragraphs. `NAME` is the digest of [`address::identity`] of that address, so that
//! a source is found by any address of it: with or without `www.`, with or without what campaigns add.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use rayon::prelude::*;

use crate::address;
use crate::load::Digest;
use crate::verbatim::Passage;

/// The folder of clippings in the state folder.
const FOLDER: &str = "sources";

/// How the names of clippings end.
const ENDING: &str = "txt";

/// The longest clipping that is read, in bytes: ten times the longest read in newspapers.
const LIMIT: u64 = 2 * 1024 * 1024;

/// Every clipping of a site, read.
#[derive(Clone, Debug, Default)]
pub struct Morgue {
    clippings: BTreeMap<String, Clipping>,
}

/// A source's text.
#[derive(Clone, Debug)]
struct Clipping {
    /// By which the file is told from its successor.
    stamp: (Option<SystemTime>, u64),
    text: Arc<Passage>,
}

impl Morgue {
    /// Reads the clippings in the state folder; those that `known` has and that did not change are taken from there.
    /// What is no clipping or cannot be read is as if it were not there: the folder is a cache.
    pub fn open(state: &Path, known: &Self) -> Self {
        let Ok(found) = fs::read_dir(state.join(FOLDER)) else { return Self::default() };
        let files: Vec<PathBuf> = found.filter_map(|entry| Some(entry.ok()?.path())).collect();
        let read = files.into_par_iter().filter_map(|file| clipping(&file, known)).collect();
        Self { clippings: read }
    }

    /// The text of the source at this address, where it was clipped.
    pub fn text(&self, address: &str) -> Option<&Passage> {
        if self.clippings.is_empty() {
            return None;
        }
        self.clippings.get(&name(address)).map(|clipping| &*clipping.text)
    }

    /// Whether nothing was clipped.
    pub fn is_empty(&self) -> bool {
        self.clippings.is_empty()
    }
}

/// The file, inside the state folder, of the clipping of this address, whether it is there or not.
pub fn path(state: &Path, address: &str) -> PathBuf {
    state.join(FOLDER).join(name(address)).with_extension(ENDING)
}

/// Keeps the text of a source in the state folder, which must exist; one that was kept before is replaced. Gives the file.
///
/// # Errors
///
/// When the address is none (it would not stay on its line), the folder leads elsewhere, or the disk refuses.
pub fn keep(state: &Path, address: &str, text: &str) -> io::Result<PathBuf> {
    if let Some(why) = address::unfit(address) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, format!("the address of the source {why}")));
    }
    let folder = state.join(FOLDER);
    if fs::symlink_metadata(&folder).is_ok_and(|metadata| metadata.is_symlink()) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the folder of clippings is a link to another folder"));
    }
    fs::create_dir_all(&folder)?;
    let file = path(state, address);
    let next = file.with_extension("next");
    fs::write(&next, format!("{address}\n\n{}\n", text.trim_end()))?;
    fs::rename(&next, &file)?;
    Ok(file)
}

fn name(address: &str) -> String {
    Digest::of(address::identity(address).as_bytes()).hex()
}

fn clipping(file: &Path, known: &Morgue) -> Option<(String, Clipping)> {
    if file.extension()? != ENDING {
        return None;
    }
    let name = file.file_stem()?.to_str()?.to_owned();
    let metadata = fs::symlink_metadata(file).ok().filter(|metadata| metadata.is_file() && metadata.len() <= LIMIT)?;
    let stamp = (metadata.modified().ok(), metadata.len());
    if let Some(known) = known.clippings.get(&name).filter(|known| known.stamp == stamp && stamp.0.is_some()) {
        return Some((name, known.clone()));
    }
    let text = fs::read_to_string(file).ok()?;
    let (_address, text) = text.split_once("\n\n")?;
    Some((name, Clipping { stamp, text: Arc::new(Passage::new(text)) }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_found_by_any_address_of_it() {
        let state = tempfile::tempdir().unwrap();
        assert!(Morgue::open(state.path(), &Morgue::default()).is_empty());
        let file = keep(state.path(), "https://www.Example.org/story?utm_source=x#top", "One.\n\nTwo.\n").unwrap();
        assert_eq!(
            fs::read_to_string(&file).unwrap(),
            "https://www.Example.org/story?utm_source=x#top\n\nOne.\n\nTwo.\n"
        );
        assert_eq!(file, path(state.path(), "http://example.org/story/"));
        let morgue = Morgue::open(state.path(), &Morgue::default());
        assert_eq!(morgue.text("https://example.org/story").map(Passage::text), Some("One.\n\nTwo.\n"));
        assert!(morgue.text("https://example.org/another").is_none());
        keep(state.path(), "https://example.org/story", "Three.").unwrap();
        let morgue = Morgue::open(state.path(), &morgue);
        assert_eq!(morgue.text("https://example.org/story").map(Passage::text), Some("Three.\n"));
    }

    #[test]
    fn what_is_no_clipping_is_not_there() {
        let state = tempfile::tempdir().unwrap();
        let folder = state.path().join(FOLDER);
        fs::create_dir(&folder).unwrap();
        for (name, bytes) in
            [("a.txt", &b"no empty line"[..]), ("b.md", b"https://a.example\n\nText"), ("c.txt", b"\n\n\xff")]
        {
            fs::write(folder.join(name), bytes).unwrap();
        }
        assert!(Morgue::open(state.path(), &Morgue::default()).is_empty());
    }

    #[test]
    fn nothing_is_kept_under_what_is_no_address_or_where_a_link_leads() {
        let state = tempfile::tempdir().unwrap();
        assert!(keep(state.path(), "https://a.example/x\n\ny", "Text").is_err());
        #[cfg(unix)]
        {
            let elsewhere = tempfile::tempdir().unwrap();
            std::os::unix::fs::symlink(elsewhere.path(), state.path().join(FOLDER)).unwrap();
            assert!(keep(state.path(), "https://a.example/x", "Text").is_err());
            assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
        }
    }
}
