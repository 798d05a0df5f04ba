//! What a build tells while it works.

/// Hears how far the work is; shared by all threads.
pub trait Progress: Sync {
    /// A stage begins that handles `total` things.
    fn begin(&self, stage: &'static str, total: usize);
    /// The next of them, where each takes long enough to be named.
    fn turn_to(&self, _thing: &str) {}
    /// One of them is done.
    fn advance(&self);
    /// The stage is over.
    fn end(&self);
}

/// Tells nobody.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: &'static str, _: usize) {}
    fn advance(&self) {}
    fn end(&self) {}
}
