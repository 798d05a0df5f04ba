//! One file of the site replaced as a whole: it is the old one or the new one at every moment, whatever happens.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

use super::WriteError;

/// Puts `bytes` in the place of the file at `path`, which keeps its permissions; a file that is not there is made.
///
/// # Errors
///
/// When the folder cannot be written; the file is then as it was.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".next");
    let next = path.with_file_name(name);
    let written =
        write_next(path, &next, bytes).and_then(|()| fs::rename(&next, path).map_err(WriteError::io("replace", path)));
    if written.is_err() {
        // It is in nobody's way, and why it is there is said already.
        let _ = fs::remove_file(&next);
    }
    written
}

fn write_next(path: &Path, next: &Path, bytes: &[u8]) -> Result<(), WriteError> {
    // A link left there by somebody else must not be written through.
    let _ = fs::remove_file(next);
    let mut file = File::create_new(next).map_err(WriteError::io("create", next))?;
    if let Ok(old) = fs::metadata(path) {
        file.set_permissions(old.permissions()).map_err(WriteError::io("write", next))?;
    }
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(WriteError::io("write", next))
}
