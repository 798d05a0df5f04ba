//! New files among the sources: never over another one, never outside of the site folder.

use std::fs;
use std::io::{Error, ErrorKind, Write as _};
use std::path::Path;

use crate::slug::{Alphabet, slugify};

/// How long the name of an entry's file becomes, in bytes; whole words stay.
const LONGEST_NAME: usize = 60;

/// Where a new entry of a year goes: `content/2017/trust-at-a-low.md`. Whatever the headline holds, the name is one part
/// of a path.
pub fn entry_path(headline: &str, year: i16, alphabet: Alphabet) -> String {
    let slug = slugify(headline, alphabet);
    let short = slug.char_indices().take_while(|(at, _)| *at <= LONGEST_NAME).map(|(_, c)| c).collect::<String>();
    let short =
        if short.len() < slug.len() { short.rsplit_once('-').map_or(&*short, |(words, _)| words) } else { &short };
    let name = if short.is_empty() { "entry" } else { short };
    format!("content/{year:04}/{name}.md")
}

/// Writes a file that is not there yet; `path` is relative to `root`.
///
/// # Errors
///
/// When there is a file ([`ErrorKind::AlreadyExists`], and it stays as it is), when its folder leads out of `root`, or
/// when the disk fails.
pub fn create(root: &Path, path: &str, bytes: &[u8]) -> Result<(), Error> {
    let file = root.join(path);
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
        if !folder.canonicalize()?.starts_with(root.canonicalize()?) {
            return Err(Error::new(
                ErrorKind::PermissionDenied,
                "its folder is a link that leads out of the site folder",
            ));
        }
    }
    fs::File::create_new(&file)?.write_all(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_entries_stay_in_their_folder() {
        for (headline, path) in [
            ("Trust at a low", "content/2017/trust-at-a-low.md"),
            ("../../etc/passwd", "content/2017/etc-passwd.md"),
            ("..\\..\\autoexec", "content/2017/autoexec.md"),
            ("/", "content/2017/entry.md"),
            ("\u{202e}.md", "content/2017/md.md"),
        ] {
            assert_eq!(entry_path(headline, 2017, Alphabet::Ascii), path);
        }
        assert!(entry_path(&"word ".repeat(100), 2017, Alphabet::Unicode).len() < 90);
    }
}
