//! Which paths the output may have.

use super::WriteError;

/// Dotfiles that a host or a protocol asks for; no other name may begin with a dot.
const DOTFILES: [&str; 4] = [".well-known", ".nojekyll", ".htaccess", ".domains"];

/// The longest part of a path that all file systems take, and the longest path that object stores take, in bytes.
const LONGEST_PART: usize = 255;
const LONGEST_PATH: usize = 1024;

/// A path inside the output that is safe to write on every system: relative, its parts separated by `/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutPath<'a>(&'a str);

impl<'a> OutPath<'a> {
    /// Checks a path; the error says what is wrong with it.
    pub fn new(path: &'a str) -> Result<Self, WriteError> {
        let why = if path.len() > LONGEST_PATH {
            Some("is longer than 1,024 bytes")
        } else if path.contains('\\') {
            Some("holds a backslash")
        } else {
            path.split('/').find_map(unfit)
        };
        match why {
            Some(why) => Err(WriteError::UnfitPath { path: path.to_owned(), why }),
            None => Ok(Self(path)),
        }
    }

    /// The path as text.
    pub fn as_str(&self) -> &'a str {
        self.0
    }
}

/// The folders above a path, the nearest first: `a/b`, then `a` for `a/b/c`.
pub(super) fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices('/').map(|(at, _)| &path[..at])
}

/// Whether any part of the path begins with a dot.
pub(super) fn is_dotfile(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.'))
}

/// What is wrong with one part of a path.
fn unfit(part: &str) -> Option<&'static str> {
    if part.is_empty() {
        Some("has an empty part")
    } else if part == "." || part == ".." {
        Some("leads elsewhere by a `.` or `..`")
    } else if part.starts_with('.') && !DOTFILES.contains(&part) {
        Some("has a part that begins with a dot")
    } else if part.len() > LONGEST_PART {
        Some("has a part longer than 255 bytes")
    } else if part.chars().any(char::is_control) {
        Some("holds a control character")
    } else if part.contains([':', '*', '?', '"', '<', '>', '|']) {
        Some("holds a sign that some file systems reserve (: * ? \" < > |)")
    } else if part.ends_with(['.', ' ']) {
        Some("has a part that ends with a dot or a blank")
    } else if is_device(part) {
        Some("has a part that Windows reserves")
    } else {
        None
    }
}

/// Whether Windows takes this name for a device, whatever its extension: `con`, `NUL.html`, `com1`.
fn is_device(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end();
    let is = |name: &str| stem.eq_ignore_ascii_case(name);
    ["con", "prn", "aux", "nul"].into_iter().any(is)
        || (stem.len() == 4
            && stem.as_bytes()[3].is_ascii_digit()
            && stem.get(..3).is_some_and(|kind| ["com", "lpt"].iter().any(|name| kind.eq_ignore_ascii_case(name))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_that_lead_elsewhere_or_fit_no_system_are_refused() {
        for path in [
            "",
            "/",
            "/etc/passwd",
            "a//b",
            "a/",
            "../a",
            "a/../b",
            "./a",
            "a\\b",
            "C:/a",
            "a\0b",
            "a\nb",
            ".git/config",
            "a/.hidden",
            ".dateline-stage/a",
            "con",
            "a/NUL.html",
            "Com1/index.html",
            "a./b",
            "a /b",
            "a?b",
        ] {
            assert!(OutPath::new(path).is_err(), "{path:?}");
        }
        assert!(OutPath::new(&"é".repeat(128)).is_err());
        assert!(OutPath::new(&"a/".repeat(600)).is_err());
    }

    #[test]
    fn usual_paths_are_taken() {
        for path in [
            "index.html",
            "2017/04/12/low-point/index.html",
            ".nojekyll",
            ".well-known/security.txt",
            ".htaccess",
            "lété/北京.html",
            "a b.txt",
            "console/index.html",
            "com/index.html",
            "comé",
            "a..b",
        ] {
            assert_eq!(OutPath::new(path).expect(path).as_str(), path);
        }
    }

    #[test]
    fn folders_are_listed_from_the_nearest() {
        assert_eq!(folders("a/b/c").collect::<Vec<_>>(), ["a/b", "a"]);
    }
}
