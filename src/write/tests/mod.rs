//! Tests of a whole build's writing, in folders of their own: what all of them share.
//!
//! 1. [`changes`]: what is written, left and removed.
//! 2. [`refusals`]: what is not written, and what is said instead.
//! 3. [`recovery`]: moves that were cut off.
//! 4. [`questions`]: what is remembered of questions and answers.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::time::SystemTime;

use super::*;

mod changes;
mod questions;
mod recovery;
mod refusals;

type Version = BTreeMap<&'static str, &'static str>;

/// A site folder with an output.
struct Site {
    folder: tempfile::TempDir,
}

impl Site {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn open(&self, force: bool) -> Result<Target, WriteError> {
        Target::open(&self.path(".dateline"), &self.path("output"), Purpose::Site, &[&self.path("content")], force)
    }

    fn build(&self, version: &Version) -> Result<Changes, WriteError> {
        self.build_watched(version, &mut || Ok(()))
    }

    fn build_watched(&self, version: &Version, watch: Watch<'_>) -> Result<Changes, WriteError> {
        let target = self.open(false)?;
        for (path, text) in version {
            target.put(path, key(text), text.as_bytes())?;
        }
        target.commit_watched(watch)
    }

    /// Puts a file into the output by hand.
    fn put_by_hand(&self, path: &str, text: &str) {
        let path = self.path("output").join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    /// Every file of the output with its text and time.
    fn files(&self) -> BTreeMap<String, (String, SystemTime)> {
        let mut files = BTreeMap::new();
        let output = self.path("output");
        for entry in walkdir::WalkDir::new(&output).into_iter().filter_map(Result::ok) {
            if entry.file_type().is_file() {
                let path = entry.path().strip_prefix(&output).expect("inside").to_string_lossy().into_owned();
                let time = entry.metadata().expect("metadata").modified().expect("a time");
                files.insert(path, (fs::read_to_string(entry.path()).expect("text"), time));
            }
        }
        files
    }

    fn texts(&self) -> BTreeMap<String, String> {
        self.files().into_iter().map(|(path, (text, _))| (path, text)).collect()
    }

    fn state_files(&self) -> Vec<String> {
        let names = fs::read_dir(self.path(".dateline")).expect("the state folder");
        let mut names: Vec<String> =
            names.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    fn state_file(&self, start: &str) -> PathBuf {
        let name = self.state_files().into_iter().find(|name| name.starts_with(start)).expect(start);
        self.path(".dateline").join(name)
    }
}

fn key(text: &str) -> Digest {
    Digest::of(text.as_bytes())
}

fn version(files: &[(&'static str, &'static str)]) -> Version {
    files.iter().copied().collect()
}

fn owned(version: &Version) -> BTreeMap<String, String> {
    version.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

/// The site before: has a file and a folder that change places, and a folder that goes.
fn before() -> Version {
    version(&[
        ("index.html", "front 1"),
        ("assets/site.1.css", "css 1"),
        ("a/index.html", "a 1"),
        ("a/photo.jpg", "photo"),
        ("b/index.html", "same"),
        ("gone/deep/index.html", "gone"),
        ("file", "a file"),
        ("folder/x/y", "y"),
        ("Case.html", "upper"),
    ])
}

/// The site after.
fn after() -> Version {
    version(&[
        ("index.html", "front 2"),
        ("assets/site.2.css", "css 2"),
        ("a/index.html", "a 2"),
        ("a/photo.jpg", "photo"),
        ("b/index.html", "same"),
        ("new/one/index.html", "new"),
        ("new/feed.xml", "feed"),
        ("file/index.html", "now a folder"),
        ("folder", "now a file"),
        ("case.html", "lower"),
        (".nojekyll", ""),
    ])
}
