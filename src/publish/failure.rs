//! Why a publish failed, in the words of those who keep the site. No credential ever stands in it.

use std::fmt;
use std::path::Path;

use super::redact::redact;
use crate::write::remedy;

/// Why a publish failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What is wrong: one sentence without a final period.
    pub message: String,
    /// What to do about it, where that can be said.
    pub hint: Option<String>,
    /// Whose business it is.
    pub blame: Blame,
    /// What the target shows since.
    pub left: Left,
}

/// Whose business a failure is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Blame {
    /// The publish was refused: somebody has to decide something.
    Refused,
    /// What was typed makes no sense.
    Usage,
    /// This machine, the network or the target failed.
    Machine,
}

/// What a target shows after a publish that failed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Left {
    /// What it showed before, as far as this publish goes.
    #[default]
    Untouched,
    /// Files of the release among those of the one before, each of them whole.
    Partly,
    /// One of the two releases, and it is not known which.
    Either,
}

impl Failure {
    /// A publish that is refused until somebody decides.
    pub fn refused(message: impl Into<String>) -> Self {
        Self::new(Blame::Refused, message.into())
    }

    /// What was typed makes no sense.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(Blame::Usage, message.into())
    }

    /// This machine, the network or the target failed.
    pub fn machine(message: impl Into<String>) -> Self {
        Self::new(Blame::Machine, message.into())
    }

    /// Somebody stopped the publish.
    pub fn stopped() -> Self {
        Self::machine("the publish was stopped").hint("run the command again: it goes on where this one stopped")
    }

    /// For `map_err`: the system refused to do something with a file.
    pub fn io(doing: &'static str, path: impl AsRef<Path>) -> impl FnOnce(std::io::Error) -> Self {
        move |error| {
            let failure = Self::machine(format!("cannot {doing} `{}`: {error}", path.as_ref().display()));
            match remedy(&error) {
                Some(remedy) => failure.hint(remedy),
                None => failure,
            }
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(redact(&hint.into()));
        self
    }

    /// Says what the target shows since.
    #[must_use]
    pub fn leaving(mut self, left: Left) -> Self {
        self.left = left;
        self
    }

    fn new(blame: Blame, message: String) -> Self {
        Self { message: redact(message.trim().trim_end_matches('.')), hint: None, blame, left: Left::default() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Failure {}
