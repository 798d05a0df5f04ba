//! YAML with limits and places. The interface to serde_yaml, which no other folder names.
//!
//! 1. [`mod@split`] finds the YAML at the head of a text;
//! 2. [`guard`] refuses what would cost too much or is a common slip, before any parsing;
//! 3. [`tree`] reads the text into [`Node`]s, doubled keys kept;
//! 4. [`fields`] and [`field`] take typed values from the nodes and collect every problem;
//! 5. [`mod@locate`] finds the byte where a value stands: run for problems alone, as it parses anew.
//! 6. [`edit`] sets one value of a text and leaves every other byte as it is.

mod edit;
mod field;
mod fields;
mod guard;
mod locate;
mod path;
mod split;
mod tree;
mod words;

use std::ops::Range;

use serde::de::DeserializeOwned;

use crate::problem::{At, Place, Problem, SitePath};

pub use edit::{Set, quoted, set};
pub use field::Field;
pub use fields::{Group, Keys, Sheet};
pub use guard::comments;
pub use locate::{locate, span};
pub use split::{Split, split};
pub use tree::{Node, Tree};

/// The longest front matter in bytes.
pub const FRONT_MATTER_LIMIT: usize = 64 * 1024;

/// The longest YAML file in bytes.
pub const FILE_LIMIT: usize = 1024 * 1024;

/// Why a text cannot be read, in an editor's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The rule's name: `yaml-syntax`, `duplicate-key` …
    pub rule: &'static str,
    /// What is wrong.
    pub message: String,
    /// Which bytes of the text, where that is known.
    pub at: Option<Range<usize>>,
    /// What to do about it.
    pub hints: Vec<String>,
}

impl Fault {
    pub(crate) fn new(rule: &'static str, at: Option<Range<usize>>, message: impl Into<String>) -> Self {
        Self { rule, message: message.into(), at, hints: Vec::new() }
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// The fault as an error of `file`, in which the text begins at byte `start`.
    pub fn problem(self, file: &SitePath, start: usize) -> Problem {
        let at = self.at.map_or(At::File, |at| At::Bytes(at.start + start..at.end + start));
        Problem { hints: self.hints, ..Problem::error(self.rule, Place::new(file, at), self.message) }
    }
}

/// Reads a value of a type that serde knows; at most `limit` bytes.
///
/// # Errors
///
/// The first thing that is wrong with the text or does not fit the type.
pub fn read<T: DeserializeOwned>(text: &str, limit: usize) -> Result<T, Fault> {
    let tree = Tree::parse(text, limit)?;
    if let Some(fault) = tree.duplicates().into_iter().next() {
        return Err(fault);
    }
    serde_yaml::from_str(text).map_err(|error| words::fault(&error, text))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "the fields are there to be refused")]
    struct Theme {
        name: String,
        #[serde(default)]
        wide: bool,
        #[serde(default)]
        strings: BTreeMap<String, String>,
    }

    fn refused(text: &str) -> (String, String) {
        let fault = read::<Theme>(text, FILE_LIMIT).unwrap_err();
        (format!("{}: {}", fault.rule, fault.message), fault.at.map(|at| text[at].to_owned()).unwrap_or_default())
    }

    #[test]
    fn typed_values_are_refused_with_their_place() {
        assert_eq!(read::<Theme>("name: 1.50\n", FILE_LIMIT).unwrap().name, "1.50");
        for (text, message, at) in [
            ("name: a\nwidee: true\n", "unknown-key: `widee` is not a key that can stand here", "widee"),
            ("name: a\nwide: perhaps\n", "wrong-type: this is text; true or false is wanted", "perhaps"),
            ("wide: true\n", "missing-key: `name` is missing", "wide"),
            ("name: a\nstrings:\n  x: 1\n  x: 2\n", "duplicate-key: `x` is written twice", "x"),
            ("name: [a]\n", "wrong-type: this is a list; text is wanted", "[a]"),
        ] {
            assert_eq!(refused(text), (message.to_owned(), at.to_owned()), "{text}");
        }
    }
}
