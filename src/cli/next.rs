//! `dateline next`: the next moment at which the public site would change by itself.

use std::path::Path;

use crate::collate::{Status, next_change};
use crate::date::Moment;
use crate::parse::Entry;

use super::entries::entries;
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
        let (entries, now) = match entries(root, self.now.as_deref()) {
            Ok(found) => found,
            Err(exit) => return exit,
        };
        let changes: Vec<(Moment, Status, &Entry)> = entries
            .iter()
            .filter_map(|(entry, _)| next_change(entry, now).map(|(at, status)| (at, status, entry)))
            .collect();
        let first = changes.iter().map(|(at, ..)| at.instant()).min();
        let due: Vec<_> = changes.into_iter().filter(|(at, ..)| Some(at.instant()) == first).collect();
        terminal::data(&if self.json { json(&due) } else { lines(&due) })
    }
}

fn lines(due: &[(Moment, Status, &Entry)]) -> String {
    let line = |(at, status, entry): &(Moment, Status, &Entry)| {
        format!("{}  {}: {} ({})\n", at.rfc3339(), verb(*status), entry.headline, entry.path)
    };
    if due.is_empty() { "nothing will change by itself\n".to_owned() } else { due.iter().map(line).collect() }
}

fn verb(status: Status) -> &'static str {
    if status == Status::Published { "appears" } else { "leaves" }
}

fn json(due: &[(Moment, Status, &Entry)]) -> String {
    let changes: Vec<serde_json::Value> = due
        .iter()
        .map(|(_, status, entry)| {
            serde_json::json!({ "change": verb(*status), "headline": entry.headline, "file": entry.path })
        })
        .collect();
    let at = due.first().map(|(at, ..)| at.rfc3339());
    format!("{:#}\n", serde_json::json!({ "at": at, "changes": changes }))
}
