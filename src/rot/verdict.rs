//! What became of a link, and what speaks for it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What became of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The page is there.
    Ok,
    /// It is there under another address; whether that is for good, see [`Judgment::moved`].
    Redirected,
    /// It is gone, and its server says so.
    Gone,
    /// Its server says that it is there, but what it gives is an error page.
    #[serde(rename = "soft-404")]
    Soft404,
    /// Its domain belongs to somebody who has nothing to say.
    Parked,
    /// The server does not let programs in: not dead.
    Blocked,
    /// Nobody can say today.
    Unsure,
}

impl Verdict {
    /// Whether a reader who follows the link finds nothing.
    pub fn is_dead(self) -> bool {
        matches!(self, Self::Gone | Self::Soft404 | Self::Parked)
    }
}

/// A verdict with its reasons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgment {
    /// What became of the link.
    pub verdict: Verdict,
    /// The status of the last answer, where there was one.
    pub status: Option<u16>,
    /// The address that the server says it has now, for good.
    pub moved: Option<String>,
    /// What speaks for the verdict, each as a clause: `its title says that there is no such page`.
    pub reasons: Vec<String>,
}

impl Judgment {
    pub(super) fn new(verdict: Verdict, status: Option<u16>, reason: impl Into<String>) -> Self {
        Self { verdict, status, moved: None, reasons: vec![reason.into()] }
    }
}

/// What speaks for an error page in the place of what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sign {
    /// Title or first heading say so.
    Says,
    /// The text explains so.
    Apologises,
    /// Search engines are to leave it out.
    NoIndex,
    /// There is hardly any text.
    NearlyEmpty,
    /// No word of the address is in it.
    OtherWords,
    /// An address that nobody made gets the same page.
    LikeSibling,
    /// An address that nobody made leads to the same place.
    SameEnd,
    /// A page was asked for, the front page came.
    ToFront,
    /// A page was asked for, a section came.
    ToSection,
    /// So many other links lead to the same place.
    Shared(usize),
    /// The domain is offered for sale.
    ForSale,
    /// It loads what parked domains load.
    ParkingService,
}

impl fmt::Display for Sign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Says => "its title or heading says that there is no such page",
            Self::Apologises => "its text says that the page is not there",
            Self::NoIndex => "it asks search engines to leave it out",
            Self::NearlyEmpty => "it is nearly empty",
            Self::OtherWords => "it holds no word of its address",
            Self::LikeSibling => "an address that nobody made gets the same page",
            Self::SameEnd => "an address that nobody made leads to the same place",
            Self::ToFront => "the link ends at a front page",
            Self::ToSection => "the link ends at a section",
            Self::Shared(count) => return write!(f, "{count} other links end at the same page"),
            Self::ForSale => "it offers a domain for sale",
            Self::ParkingService => "it comes from a service that parks domains",
        })
    }
}
