//! `dateline list`: entries with status, date and headline.

use std::fmt::Write as _;
use std::path::Path;

use crate::collate::Status;
use crate::parse::Entry;

use super::entries::entries;
use super::{Exit, terminal};

#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  dateline list\n  dateline list --drafts --scheduled\n  dateline list --json | jq \
                        '.[].headline'"
)]
pub(super) struct Args {
    /// Drafts alone
    #[arg(long)]
    drafts: bool,
    /// Scheduled and embargoed entries alone (with --drafts: both)
    #[arg(long)]
    scheduled: bool,
    /// As of this date or date-time instead of now
    #[arg(long, value_name = "DATE")]
    now: Option<String>,
    /// As one JSON document
    #[arg(long)]
    json: bool,
}

impl Args {
    /// Lists the entries of the site at `root`.
    pub fn run(self, root: &Path) -> Exit {
        let entries = match entries(root, self.now.as_deref()) {
            Ok(found) => found.entries,
            Err(exit) => return exit,
        };
        let wanted: Vec<&(Entry, Status)> = entries.iter().filter(|(_, status)| self.wants(*status)).collect();
        terminal::data(&if self.json { json(&wanted) } else { table(&wanted) })
    }

    fn wants(&self, status: Status) -> bool {
        let all = !self.drafts && !self.scheduled;
        all || match status {
            Status::Draft => self.drafts,
            Status::Scheduled | Status::Embargoed => self.scheduled,
            Status::Published | Status::Expired => false,
        }
    }
}

fn table(entries: &[&(Entry, Status)]) -> String {
    let mut text = String::new();
    for (entry, status) in entries {
        let date = if entry.date.day_only() {
            entry.date.day().to_string()
        } else {
            entry.date.civil().strftime("%Y-%m-%d %H:%M").to_string()
        };
        let _ = writeln!(text, "{:<10} {date:<16} {} ({})", status.name(), entry.headline, entry.path);
    }
    text
}

fn json(entries: &[&(Entry, Status)]) -> String {
    let values: Vec<serde_json::Value> = entries
        .iter()
        .map(|(entry, status)| {
            serde_json::json!({
                "status": status,
                "date": entry.date,
                "embargo": entry.embargo,
                "expires": entry.expires,
                "headline": entry.headline,
                "file": entry.path,
            })
        })
        .collect();
    format!("{:#}\n", serde_json::Value::from(values))
}
