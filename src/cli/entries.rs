//! The entries of a site with their status, for commands that look at entries alone.

use jiff::Timestamp;

use crate::build::{Read, Silent, Stopwatch, Workspace, read};
use crate::collate::Status;
use crate::parse::{Document, Entry};
use crate::problem::Severity;

use super::terminal;

/// Every entry that can be read, oldest first, with its status at a moment; says how many files cannot be.
pub(super) fn entries(workspace: &Workspace, now: Timestamp) -> Vec<(Entry, Status)> {
    let Read { documents, problems, .. } = read(workspace, &Silent, &mut Stopwatch::start());
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
    entries
}
