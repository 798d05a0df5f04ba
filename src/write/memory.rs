//! What one build remembers for the next beside the output, each in a file of the state folder.

use std::fs;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::sealed::{self, Kind};
use super::{Target, WriteError};

/// What is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// The words of entries, for the search index: `words`.
    Words,
    /// What was public, for the desk: `public`.
    Public,
}

impl Memory {
    fn file(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Public => "public",
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::Words => Kind::Words,
            Self::Public => Kind::Public,
        }
    }
}

/// What an earlier build remembers; nothing where there is none, or where the file is damaged or of another version.
/// `state` is `.dateline/` of the site.
pub fn recall<T: DeserializeOwned>(state: &Path, memory: Memory) -> Option<T> {
    sealed::load(memory.kind(), &state.join(memory.file()))?.ok()
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
