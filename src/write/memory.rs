//! What one build remembers for the next beside the output: the words of entries, in `words` of the state folder.

use std::fs;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::sealed::{self, Kind};
use super::{Target, WriteError};

const FILE: &str = "words";

/// What an earlier build remembers of the words of entries; nothing where there is none, or where the file is damaged or
/// of another version. `state` is `.dateline/` of the site.
pub fn recall<T: DeserializeOwned>(state: &Path) -> Option<T> {
    sealed::load(Kind::Words, &state.join(FILE))?.ok()
}

impl Target {
    /// Remembers the words of entries for the next build.
    ///
    /// # Errors
    ///
    /// When the state folder cannot be written.
    pub fn remember<T: Serialize>(&self, words: &T) -> Result<(), WriteError> {
        let path = self.folders.state.join(FILE);
        let next = path.with_extension("next");
        sealed::save_lightly(Kind::Words, words, &next)?;
        fs::rename(&next, &path).map_err(WriteError::io("replace", &path))
    }
}
