//! What a publish tells while it works.

use std::time::Duration;

use super::failure::Failure;

/// Hears how far a publish is; shared by all threads.
pub trait Watch: Sync {
    /// A part of the work begins: so many files of so many bytes in all.
    fn begin(&self, what: &'static str, files: usize, bytes: u64);
    /// Something else of the same part is at work now.
    fn turn_to(&self, what: &'static str);
    /// A file of so many bytes is done.
    fn done(&self, bytes: u64);
    /// The part is over.
    fn end(&self);
    /// Something failed and is tried again after a while.
    fn again(&self, what: &str, why: &str, wait: Duration);
    /// Something that people should know, in a sentence.
    fn note(&self, note: &str);
    /// Whether somebody wants it to stop.
    fn is_stopped(&self) -> bool;

    /// Asked before each step: whether to take it.
    ///
    /// # Errors
    ///
    /// Where somebody wants it to stop.
    fn go_on(&self) -> Result<(), Failure> {
        if self.is_stopped() { Err(Failure::stopped()) } else { Ok(()) }
    }
}
