//! Link rot: whether the addresses that a site names still lead to what was there, and what to do where they do not.
//!
//! 1. [`parse::outbound`](crate::parse::outbound) names the links of a file; the [`Ledger`] says which are known well
//!    enough.
//! 2. [`inquire`] asks for the others, gently, and [`judge`](judge::judge) gives each a [`Verdict`] with its reasons: pure,
//!    from [`page`] (what a page says of itself), [`route`] (what an address tells), [`sketch`] (how alike two pages are)
//!    and [`phrases`] (how pages say in many languages that they are not there).
//! 3. [`notice()`] words what an editor is told.
//! 4. [`archive`] finds copies of what is gone, and [`mend()`] writes them into front matter.

mod archive;
mod inquiry;
mod judge;
mod ledger;
mod mend;
mod notice;
mod page;
mod phrases;
mod robots;
mod route;
mod sketch;
mod verdict;

pub use archive::{Cut, Lookup, WAYBACK, Wanted, copies};
pub use inquiry::{Inquiry, Manners, inquire};
pub use ledger::{FILE as LEDGER_FILE, Ledger, Record};
pub use mend::{Mend, mend};
pub use notice::notice;
pub use verdict::{Judgment, Sign, Verdict};
