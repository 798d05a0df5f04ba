//! What one build remembers for the next beside the output, each in a file of the state folder, and a note of what it
//! read.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::PoisonError;
use std::{fs, io};

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::folders::{self, Folders};
use super::manifest::nanoseconds;
use super::sealed::{self, Kind};
use super::{Target, WriteError};
use crate::load::Digest;

/// What is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// The words of entries, for the search index: `words`.
    Words,
    /// What was public, for the desk: `public`.
    Public,
    /// What is known of photos without opening them: `looked`.
    Photos,
    /// What came of texts: one of the files in `texts/`.
    Texts(u8),
}

impl Memory {
    /// In how many files it is remembered what came of texts.
    pub const DRAWERS: u8 = 64;

    fn file(self) -> Cow<'static, str> {
        match self {
            Self::Words => "words".into(),
            Self::Public => "public".into(),
            Self::Photos => "looked".into(),
            Self::Texts(number) => format!("texts/{number:02}").into(),
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::Words => Kind::Words,
            Self::Public => Kind::Public,
            Self::Photos => Kind::Photos,
            Self::Texts(_) => Kind::Texts,
        }
    }
}

/// What an earlier build remembers; nothing where there is none, or where the file is damaged or of another version.
/// `state` is `.dateline/` of the site.
pub fn recall<T: DeserializeOwned>(state: &Path, memory: Memory) -> Option<T> {
    sealed::load(memory.kind(), &place(state, memory))?.ok()
}

/// The file in which something is remembered, whether it is there or not. `state` is `.dateline/` of the site.
pub fn place(state: &Path, memory: Memory) -> PathBuf {
    state.join(&*memory.file())
}

/// The time by the clock of the disk that holds the state folder, in nanoseconds since 1970; none where nothing can be
/// written there.
pub fn moment(state: &Path) -> Option<i64> {
    folders::make_state(state).ok()?;
    let path = state.join("moment");
    // One that a killed build left has a time of before; another build may be at the same here, which does no harm.
    _ = fs::remove_file(&path);
    let file = fs::File::create_new(&path).ok()?;
    let moment = file.metadata().ok().map(|metadata| nanoseconds(&metadata));
    _ = fs::remove_file(&path);
    moment
}

/// Leaves a note beside the manifest in force, of which it speaks; an older one goes.
pub(super) fn leave(folders: &Folders, note: Option<Vec<u8>>) -> Result<(), WriteError> {
    let path = note_of(folders);
    match note.zip(sealed::sum(Kind::Manifest, &folders.manifest())) {
        Some((note, manifest)) => {
            let next = path.with_extension("note-next");
            sealed::save_lightly(Kind::Note, &(manifest, note), &next)?;
            fs::rename(&next, &path).map_err(WriteError::io("replace", &path))
        }
        None => match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(WriteError::io("remove", &path)(error)),
            _ => Ok(()),
        },
    }
}

fn note_of(folders: &Folders) -> PathBuf {
    folders.manifest().with_extension("note")
}

impl Target {
    /// Has the next build find this note, should this one be committed.
    pub fn note<T: Serialize>(&self, note: &T) {
        *self.note.lock().unwrap_or_else(PoisonError::into_inner) = postcard::to_stdvec(note).ok();
    }

    /// The note of the build whose manifest is in force; none where it left none.
    pub fn noted<T: DeserializeOwned>(&self) -> Option<T> {
        let (manifest, note): (Digest, Vec<u8>) = sealed::load(Kind::Note, &note_of(&self.folders))?.ok()?;
        let is_of_this = sealed::sum(Kind::Manifest, &self.folders.manifest()) == Some(manifest);
        is_of_this.then(|| postcard::from_bytes(&note).ok()).flatten()
    }

    /// Names what is remembered just now; none where nothing is.
    pub fn remembered(&self, memory: Memory) -> Option<Digest> {
        sealed::sum(memory.kind(), &place(&self.folders.state, memory))
    }

    /// Remembers something for the next build.
    ///
    /// # Errors
    ///
    /// When the state folder cannot be written.
    pub fn remember<T: Serialize>(&self, memory: Memory, value: &T) -> Result<(), WriteError> {
        let path = place(&self.folders.state, memory);
        if let (Memory::Texts(_), Some(folder)) = (memory, path.parent()) {
            fs::create_dir_all(folder).map_err(WriteError::io("create", folder))?;
        }
        let next = path.with_extension("next");
        sealed::save_lightly(memory.kind(), value, &next)?;
        fs::rename(&next, &path).map_err(WriteError::io("replace", &path))
    }
}
