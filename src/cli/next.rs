//! `dateline next`: the next moment at which the public site would change by itself.

use std::path::Path;

use jiff::Timestamp;

use crate::collate::{Change, next_change};
use crate::date::Moment;
use crate::parse::Entry;

use super::entries::{Entries, entries};
use super::{Exit, terminal};

#[derive(Debug, clap::Args)]
#[command(after_help = "A scheduler builds and publishes at that moment:\n  dateline next --json | jq -r .at")]
pub(super) struct Args {
    /// After this date or date-time instead of now
    #[arg(long, value_name = "DATE")]
    now: Option<String>,
    /// As one JSON document: `at`, and the `changes` of that moment
    #[arg(long)]
    json: bool,
}

impl Args {
    /// Finds it for the site at `root`.
    pub fn run(self, root: &Path) -> Exit {
        let Entries { entries, now, news, timezone } = match entries(root, self.now.as_deref()) {
            Ok(found) => found,
            Err(exit) => return exit,
        };
        let change = |entry| next_change(entry, now, news).map(|(at, change)| (at, change, entry));
        let changes: Vec<(Timestamp, Change, &Entry)> = entries.iter().filter_map(|(entry, _)| change(entry)).collect();
        let first = changes.iter().map(|(at, ..)| *at).min();
        let due = changes.into_iter().filter(|(at, ..)| Some(*at) == first);
        let due: Vec<(Change, &Entry)> = due.map(|(_, change, entry)| (change, entry)).collect();
        let at = first.map(|at| Moment::from_instant(at, &timezone).rfc3339());
        terminal::data(&if self.json { json(at, &due) } else { lines(at, &due) })
    }
}

fn lines(at: Option<String>, due: &[(Change, &Entry)]) -> String {
    let Some(at) = at else { return "nothing will change by itself\n".to_owned() };
    let line =
        |(change, entry): &(Change, &Entry)| format!("{at}  {}: {} ({})\n", verb(*change), entry.headline, entry.path);
    due.iter().map(line).collect()
}

fn verb(change: Change) -> &'static str {
    match change {
        Change::Appears => "appears",
        Change::Leaves => "leaves",
        Change::Ages => "leaves the news sitemap",
    }
}

fn json(at: Option<String>, due: &[(Change, &Entry)]) -> String {
    let change = |(change, entry): &(Change, &Entry)| serde_json::json!({ "change": verb(*change), "headline": entry.headline, "file": entry.path });
    let changes: Vec<serde_json::Value> = due.iter().map(change).collect();
    format!("{:#}\n", serde_json::json!({ "at": at, "changes": changes }))
}
