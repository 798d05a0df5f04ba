//! The desk: rules that take the whole site to tell. What one file tells by itself is said where it is parsed, in
//! `src/parse/copy/`, and what links and photos lack, in `src/collate/`.
//!
//! 1. [`photos`]: words that say the same twice, captions that are missing, photos that nothing shows.
//! 2. [`topics`]: topics that are not known, or used once.
//! 3. [`duplicates`]: entries that are there twice; [`covered`]: links that an edition before had.
//! 4. [`misquote`]: quotations beside the text of their source, where it was clipped.
//! 5. [`history`]: what became of what was public before, by the [`Record`] of the last build.
//!
//! [`leak`] looks for words of held entries in what is rendered.

mod covered;
mod duplicates;
mod history;
mod leak;
mod misquote;
mod photos;
mod topics;

use jiff::Timestamp;

use crate::collate::Site;
use crate::config::Config;
use crate::morgue::Morgue;
use crate::parse::Document;
use crate::plan::Plan;
use crate::problem::Problem;

pub use duplicates::Twins;
pub use history::Record;
pub use leak::Secrets;

/// What the desk reads.
#[derive(Clone, Copy, Debug)]
pub struct Desk<'a> {
    /// The site as its audience sees it.
    pub site: &'a Site,
    /// Its entries that are there twice.
    pub twins: &'a Twins,
    /// Every document, those that are held back too.
    pub documents: &'a [Document],
    /// Whether each file that should be a document is one.
    pub all_read: bool,
    /// The configuration.
    pub config: &'a Config,
    /// Every file of the output.
    pub plan: &'a Plan,
    /// The texts of sources that were clipped.
    pub morgue: &'a Morgue,
    /// What was public when the site was last built; none where that is not known.
    pub record: Option<&'a Record>,
}

/// The next moment at which another is said of the same site by itself, though the site stays as it is.
pub fn until(desk: &Desk<'_>) -> Option<Timestamp> {
    history::until(desk)
}

/// Reads the site by rules that belong together, and notes what is wrong.
pub type Check = fn(&Desk<'_>, &mut Vec<Problem>);

/// All rules that take the whole site to tell, by what they are about.
pub const CHECKS: [(&str, Check); 6] = [
    ("photos", photos::check),
    ("topics", topics::check),
    ("entries that are there twice", duplicates::check),
    ("links that were covered before", covered::check),
    ("quotations beside their sources", misquote::check),
    ("what readers know", history::check),
];
