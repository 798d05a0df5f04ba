//! Where derivatives of photos are planned, made once and kept in `.dateline/photos/`.
//!
//! 1. [`plan`](Roll::plan) names every file of the output that shows a photo: pure, from sizes and words alone.
//! 2. [`develop`](Roll::develop) makes those that the [`Cabinet`] does not hold, in parallel, each picture decoded once.
//!    Or none is made [ahead](Roll::on_request), but each [when somebody asks for it](Negative::bytes_on_request).
//! 3. The [`Album`] tells views what there is; [`Negative::bytes`] gives a file its bytes when it is written.
//!
//! Kept are pixels without words: other words in a caption write the head of a file anew and encode nothing.

mod album;
mod cabinet;
mod develop;
mod negative;
mod picture;
mod roll;

pub use album::{Album, Print, Prints};
pub use cabinet::{Cabinet, Pruned};
pub use develop::Watcher;
pub use negative::Negative;
pub use roll::{Options, Roll};

/// The folder in the state folder.
pub const FOLDER: &str = "photos";

/// Raised when the same recipe would give other bytes: derivatives of earlier versions are not used.
const VERSION: u32 = 3;
