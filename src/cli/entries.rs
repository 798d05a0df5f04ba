//! The entries of a site with their status, for commands that look at entries alone.

use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::build::{Read, Silent, Stopwatch, read};
use crate::collate::Status;
use crate::parse::{Document, Entry};
use crate::problem::Severity;

use super::{Exit, moment, terminal};

/// The entries of a site at a moment.
pub(super) struct Entries {
    /// Every entry that can be read, oldest first, with its status.
    pub entries: Vec<(Entry, Status)>,
    /// The moment.
    pub now: Timestamp,
    /// Whether the site has a news sitemap.
    pub news: bool,
    /// The site's time zone.
    pub timezone: TimeZone,
}

/// The entries of the site at `root` at a moment (`--now`, or now); says how many files cannot be read.
pub(super) fn entries(root: &Path, now: Option<&str>) -> Result<Entries, Exit> {
    let workspace = super::open(root)?;
    let now = moment::now(now, &workspace)?;
    let Read { documents, problems, theme, .. } = read(&workspace, &Silent, &mut Stopwatch::start());
    let broken = problems.found.iter().filter(|problem| problem.severity == Severity::Error).count();
    if broken > 0 {
        terminal::note(&format!("Some files have errors ({broken}); `dateline build` names them"));
    }
    let mut entries: Vec<(Entry, Status)> = documents
        .into_iter()
        .filter_map(|document| match document {
            Document::Entry(entry) => Some(Arc::unwrap_or_clone(entry)),
            _ => None,
        })
        .map(|entry| {
            let status = Status::of(&entry, now);
            (entry, status)
        })
        .collect();
    entries.sort_by(|(a, _), (b, _)| a.date.cmp(&b.date).then_with(|| a.path.cmp(&b.path)));
    let news = theme.is_none_or(|theme| theme.pages.sitemaps);
    Ok(Entries { entries, now, news, timezone: workspace.config.timezone })
}
