//! The entries of a site with their status, for commands that look at entries alone.

use std::path::Path;

use jiff::Timestamp;

use crate::build::{Read, Silent, Stopwatch, read};
use crate::collate::Status;
use crate::parse::{Document, Entry};
use crate::problem::Severity;

use super::{Exit, moment, terminal};

/// Every entry that can be read of the site at `root`, oldest first, with its status at a moment (`--now`, or now),
/// and that moment; says how many files cannot be read.
pub(super) fn entries(root: &Path, now: Option<&str>) -> Result<(Vec<(Entry, Status)>, Timestamp), Exit> {
    let workspace = super::open(root)?;
    let now = moment::now(now, &workspace)?;
    let Read { documents, problems, .. } = read(&workspace, &Silent, &mut Stopwatch::start());
    let broken = problems.iter().filter(|problem| problem.severity == Severity::Error).count();
    if broken > 0 {
        terminal::note(&format!("Some files have errors ({broken}); `dateline build` names them"));
    }
    let mut entries: Vec<(Entry, Status)> = documents
        .into_iter()
        .filter_map(|document| match document {
            Document::Entry(entry) => Some(*entry),
            _ => None,
        })
        .map(|entry| {
            let status = Status::of(&entry, now);
            (entry, status)
        })
        .collect();
    entries.sort_by(|(a, _), (b, _)| a.date.cmp(&b.date).then_with(|| a.path.cmp(&b.path)));
    Ok((entries, now))
}
