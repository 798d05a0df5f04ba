//! Everything that is not public, with when it will be and what it still lacks: what the page `/__dateline/` lists.

use std::path::Path;

use jiff::Timestamp;
use serde::Serialize;

use crate::build::Snapshot;
use crate::collate::{Change, Held, Item, Page, Status, next_change};
use crate::date::Moment;
use crate::parse::Entry;
use crate::problem::SitePath;

use super::lacks::{Lack, lacks_of};

/// A document that is not public.
#[derive(Debug, Serialize)]
pub(super) struct NotPublic {
    /// Its file.
    file: SitePath,
    /// Its headline or title.
    headline: String,
    /// `draft`, `embargoed`, `scheduled` or `expired`.
    status: Status,
    /// Its address in a preview; none where none shows it.
    url: Option<String>,
    /// An entry's date.
    date: Option<Moment>,
    /// When it becomes public by itself; none where somebody has to do something first.
    public: Option<Moment>,
    /// The number of words.
    words: Option<u32>,
    /// What it still lacks.
    lacks: Vec<Lack>,
}

/// What the desk's snapshot of the site in a folder shows before the public may see it, and what it shows no more: what
/// is public first comes first, then by date, the newest first.
pub(super) fn held(snapshot: Snapshot<'_>, root: &Path) -> Vec<NotPublic> {
    let base = &snapshot.context.base_path;
    let site = snapshot.site;
    let ahead = site.entries.iter().chain(&site.withdrawn).filter(|item| item.status != Status::Published);
    let moment = |at| Moment::from_instant(at, &snapshot.context.config.timezone);
    let entries = ahead
        .map(|item| NotPublic { public: appears(&item.entry, site.now).map(moment), ..of_entry(item, base, root) });
    let pages = site.pages.iter().filter(|placed| placed.page.draft).map(|placed| of_page(placed, base));
    let mut all: Vec<NotPublic> = entries.chain(pages).chain(site.held.iter().map(of_held)).collect();
    all.sort_by(|a, b| {
        let soon = |one: &NotPublic| (one.public.is_none(), one.public.clone());
        soon(a).cmp(&soon(b)).then_with(|| b.date.cmp(&a.date)).then_with(|| a.file.cmp(&b.file))
    });
    all
}

/// When an entry becomes public by itself.
fn appears(entry: &Entry, now: Timestamp) -> Option<Timestamp> {
    next_change(entry, now, false).filter(|(_, change)| *change == Change::Appears).map(|(at, _)| at)
}

fn of_entry(item: &Item, base: &str, root: &Path) -> NotPublic {
    let entry = &*item.entry;
    NotPublic {
        file: entry.path.clone(),
        headline: entry.headline.clone(),
        status: item.status,
        url: Some(item.address.href(base)),
        date: Some(entry.date.clone()),
        public: None,
        words: Some(entry.text.words),
        lacks: lacks_of(root, entry),
    }
}

fn of_page(placed: &Page, base: &str) -> NotPublic {
    let page = &*placed.page;
    NotPublic {
        file: page.path.clone(),
        headline: page.title.clone(),
        status: Status::Draft,
        url: Some(placed.address.href(base)),
        date: None,
        public: None,
        words: Some(page.text.words),
        lacks: Vec::new(),
    }
}

fn of_held(held: &Held) -> NotPublic {
    NotPublic {
        file: held.path.clone(),
        headline: held.headline.clone(),
        status: held.status,
        url: None,
        date: None,
        public: None,
        words: None,
        lacks: Vec::new(),
    }
}
