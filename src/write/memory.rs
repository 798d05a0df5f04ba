//! What one build remembers for the next beside the output, each in a file of the state folder.

use std::fs;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::manifest::nanoseconds;
use super::sealed::{self, Kind};
use super::{Target, WriteError, folders};

/// What is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// The words of entries, for the search index: `words`.
    Words,
    /// What was public, for the desk: `public`.
    Public,
    /// What is known of photos without opening them: `looked`.
    Photos,
}

impl Memory {
    fn file(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Public => "public",
            Self::Photos => "looked",
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::Words => Kind::Words,
            Self::Public => Kind::Public,
            Self::Photos => Kind::Photos,
        }
    }
}

/// What an earlier build remembers; nothing where there is none, or where the file is damaged or of another version.
/// `state` is `.dateline/` of the site.
pub fn recall<T: DeserializeOwned>(state: &Path, memory: Memory) -> Option<T> {
    sealed::load(memory.kind(), &state.join(memory.file()))?.ok()
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

impl Target {
    /// Remembers something for the next build.
    ///
    /// # Errors
    ///
    /// When the state folder cannot be written.
    pub fn remember<T: Serialize>(&self, memory: Memory, value: &T) -> Result<(), WriteError> {
        let path = self.folders.state.join(memory.file());
        let next = path.with_extension("next");
        sealed::save_lightly(memory.kind(), value, &next)?;
        fs::rename(&next, &path).map_err(WriteError::io("replace", &path))
    }
}
