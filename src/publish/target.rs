//! What every kind of target can do.

use super::failure::Failure;
use super::live::Live;
use super::piece::Piece;
use super::plan::Plan;
use super::record::History;
use super::seat::Seat;
use super::watch::Watch;

/// What a look at a target found.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// What it holds.
    pub live: Live,
    /// What went live when.
    pub history: History,
}

/// A release on its way to a target.
#[derive(Clone, Copy, Debug)]
pub struct Job<'a> {
    /// The name of the release.
    pub id: &'a str,
    /// When it is published (RFC 3339, UTC).
    pub at: &'a str,
    /// The address that it is published at.
    pub site: &'a str,
    /// All its files, sorted by their keys.
    pub pieces: &'a [Piece],
    /// What has to be done.
    pub plan: &'a Plan,
    /// What the plan was made from.
    pub seen: &'a Seen,
    /// Whether the release was live before and is put back.
    pub is_back: bool,
}

/// A kind of target. A look changes nothing on it; [`Place::apply`] locks it, and does nothing where it changed since.
pub trait Place {
    /// What it holds, and its history. The pieces are those that shall be there, where that is known, for a target that
    /// has other names for bytes.
    fn look(&self, pieces: &[Piece], watch: &dyn Watch) -> Result<Seen, Failure>;

    /// The files of an earlier release that it keeps, sorted by their keys.
    fn recall(&self, id: &str, seen: &Seen, watch: &dyn Watch) -> Result<Vec<Piece>, Failure>;

    /// Makes a release live.
    fn apply(&self, job: &Job<'_>, seat: &Seat, watch: &dyn Watch) -> Result<(), Failure>;

    /// Removes what is kept of earlier releases beyond what shall be kept, where the target is as it was seen and holds no
    /// release that is half there; gives how many files or releases that were. `since` is now, for the lock.
    fn prune(&self, seen: &Seen, seat: &Seat, since: &str, watch: &dyn Watch) -> Result<usize, Failure>;

    /// Why no earlier release can be put back; none where it can.
    fn can_go_back(&self) -> Option<&'static str>;
}
