//! What became of what was public before: addresses that lead nowhere any more, words that were changed without a note,
//! dates that the file's own history contradicts.
//!
//! Public is what the last build of the public site wrote into the configured output: the build notes it in a
//! [`Record`]. What an editor did not answer for stays noted, so that it is said until it is mended or allowed.

use std::collections::BTreeMap;

use jiff::Timestamp;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Desk, Secrets};
use crate::collate::{Item, Site, Status};
use crate::date::Moment;
use crate::load::Digest;
use crate::parse::{Document, Entry};
use crate::plan::Plan;
use crate::problem::{At, Place, Problem, SitePath, Step};

/// For how many seconds after it was first public an entry may be changed without a note: a day, in which a desk mends
/// what it sees in print.
const GRACE: i64 = 24 * 60 * 60;

/// What was public when the site was last built.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The moment at which the site was seen then, in seconds since 1970.
    now: i64,
    /// Entries and pages by their files.
    public: BTreeMap<SitePath, Public>,
    /// Addresses that led nowhere then already, each with the file that had it.
    lost: Vec<(SitePath, String)>,
    /// Hashes of the words that were held back then, were looked for in every file and stood in none.
    pub(super) secrets: Vec<Digest>,
}

/// An entry or a page that was public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Public {
    /// The file of the output at its address.
    file: String,
    /// When it was first seen to be public, in seconds since 1970.
    first: i64,
    /// The hash of its words, as they were when an editor last answered for them.
    words: Digest,
    /// The moment of its newest correction or update then, in seconds since 1970; 0 where it had none.
    noted: i64,
}

impl Record {
    /// What is public now, after what was public before; none where the site is seen as of an earlier moment than then.
    pub fn next(desk: &Desk<'_>) -> Option<Self> {
        let now = desk.site.now.as_second();
        let before = desk.record;
        if before.is_some_and(|before| before.now > now) {
            return None;
        }
        let known = |path: &SitePath| before.and_then(|record| record.public.get(path));
        let entry = |item: &Item| {
            let path = &item.entry.path;
            (path.clone(), Public { file: item.address.file(), ..after(&item.entry, known(path), now) })
        };
        let mut public: Vec<(SitePath, Public)> = desk.site.entries.par_iter().map(|item| entry(item)).collect();
        public.extend(desk.site.withdrawn.iter().map(|item| entry(item)));
        public.extend(desk.site.pages.iter().map(|page| {
            let public = Public { file: page.address.file(), first: now, words: Digest::default(), noted: 0 };
            (page.page.path.clone(), public)
        }));
        let lost = before.into_iter().flat_map(|before| before.lost(desk));
        let lost = lost.map(|(path, file)| (path.clone(), file.to_owned())).collect();
        Some(Self { now, public: public.into_iter().collect(), lost, ..Self::default() })
    }

    /// The same with the words that were looked for in every file; those that were found are looked for again next time.
    #[must_use]
    pub fn looked_for(self, secrets: &Secrets<'_>, problems: &[Problem]) -> Self {
        Self { secrets: secrets.settled(problems), ..self }
    }

    /// Addresses that were public and lead nowhere now, each with the file that had it.
    fn lost<'a>(&'a self, desk: &Desk<'_>) -> Vec<(&'a SitePath, &'a str)> {
        let public = self.public.iter().map(|(path, public)| (path, public.file.as_str()));
        let known = public.chain(self.lost.iter().map(|(path, file)| (path, file.as_str())));
        known.filter(|(path, file)| !answers(desk.plan, file) && !is_meant(desk, path, file)).collect()
    }
}

/// What is noted of an entry: words that were changed with a note, or soon after they were first public, are taken over.
fn after(entry: &Entry, before: Option<&Public>, now: i64) -> Public {
    let (words, noted) = (entry.marks.words, noted(entry));
    let new = Public { file: String::new(), first: now, words, noted };
    match before {
        None => new,
        Some(before) if is_silent(before, &new, now) => before.clone(),
        Some(before) => Public { first: before.first, ..new },
    }
}

/// Whether words were changed without a note.
fn is_silent(before: &Public, after: &Public, now: i64) -> bool {
    before.words != after.words && after.noted <= before.noted && now - before.first > GRACE
}

/// The moment of the newest correction or update, in seconds since 1970; 0 where there is none.
fn noted(entry: &Entry) -> i64 {
    let moments = entry.updated.iter().chain(entry.corrections.iter().map(|correction| &correction.date));
    moments.map(|moment| moment.instant().as_second()).max().unwrap_or_default()
}

/// Whether something answers at the address of this file of the output.
fn answers(plan: &Plan, file: &str) -> bool {
    plan.page(file).is_some() || plan.file(file).is_some()
}

/// Whether an address leads nowhere on purpose: the entry's time is over, or the configuration says so.
fn is_meant(desk: &Desk<'_>, path: &SitePath, file: &str) -> bool {
    let expired = |site: &Site| site.held.iter().any(|held| held.status == Status::Expired && held.path == *path);
    let address = address(file);
    let plain = |address: &str| address.trim_matches('/').to_owned();
    expired(desk.site) || desk.config.desk.gone.iter().any(|gone| plain(gone) == plain(&address))
}

/// `2017/a/index.html` → `/2017/a/`
fn address(file: &str) -> String {
    format!("/{}", file.strip_suffix("index.html").unwrap_or(file))
}

pub(super) fn check(desk: &Desk<'_>, problems: &mut Vec<Problem>) {
    let now = desk.site.now;
    let entries = || desk.site.entries.par_iter();
    problems.par_extend(entries().flat_map_iter(|item| ahead_of_now(&item.entry, now)));
    let Some(record) = desk.record.filter(|record| record.now <= now.as_second()) else { return };
    problems.par_extend(
        entries()
            .flat_map_iter(|item| {
                let public = record.public.get(&item.entry.path).into_iter();
                public.flat_map(|public| [ahead_of_history(desk, item, public), changed(item, public, now.as_second())])
            })
            .flatten_iter(),
    );
    // A file that cannot be read for its mistakes is not gone.
    if desk.all_read {
        problems.extend(record.lost(desk).into_iter().map(|(path, file)| vanished(desk, path, file)));
    }
}

/// Dates of what has happened that are still to come.
fn ahead_of_now(entry: &Entry, now: Timestamp) -> impl Iterator<Item = Problem> {
    dates_of_what_happened(entry).filter(move |(_, moment)| moment.instant() > now).map(|(past, moment)| {
        let message = format!("{} is still to come, and this has happened already", moment.day());
        Problem::warning("date-ahead", Place::new(&entry.path, past.at()), message).hint("mend the date")
    })
}

/// What of the past an entry dates.
enum Past {
    Update,
    Correction(usize),
    Visit(usize),
}

impl Past {
    /// Where the date stands.
    fn at(&self) -> At {
        let steps = |list: &str, at: usize, key: &str| {
            At::Value(vec![Step::Key(list.to_owned()), Step::Item(at), Step::Key(key.to_owned())])
        };
        match *self {
            Self::Update => At::field("updated"),
            Self::Correction(at) => steps("corrections", at, "date"),
            Self::Visit(at) => steps("source", at, "accessed"),
        }
    }
}

/// What an entry says of the past, with the moment of each.
fn dates_of_what_happened(entry: &Entry) -> impl Iterator<Item = (Past, &Moment)> {
    let updated = entry.updated.iter().map(|moment| (Past::Update, moment));
    let corrections = entry.corrections.iter().enumerate();
    let corrections = corrections.map(|(at, correction)| (Past::Correction(at), &correction.date));
    let sources = entry.sources.iter().enumerate();
    let sources = sources.filter_map(|(at, source)| Some((Past::Visit(at), source.accessed.as_ref()?)));
    updated.chain(corrections).chain(sources)
}

/// The next moment at which something else is to be said by itself: what is still to come has come, words were changed in
/// an entry that has been public for a day by then, or the moment of the record is over.
pub(super) fn until(desk: &Desk<'_>) -> Option<Timestamp> {
    let now = desk.site.now;
    let entries = || desk.site.entries.par_iter().map(|item| &item.entry);
    let dates = entries().flat_map_iter(|entry| dates_of_what_happened(entry)).map(|(_, moment)| moment.instant());
    let graces = entries().filter_map(|entry| {
        let public = desk.record?.public.get(&entry.path).filter(|public| public.words != entry.marks.words)?;
        Timestamp::from_second(public.first.saturating_add(GRACE + 1)).ok()
    });
    let recorded = desk.record.and_then(|record| Timestamp::from_second(record.now).ok());
    let to_come = |at: &Timestamp| *at > now;
    let (dates, graces) = (dates.filter(to_come).min(), graces.filter(to_come).min());
    dates.into_iter().chain(graces).chain(recorded.filter(to_come)).min()
}

/// An entry that was public before its date.
fn ahead_of_history(desk: &Desk<'_>, item: &Item, public: &Public) -> Option<Problem> {
    let entry = &item.entry;
    let is_ahead = entry.date.instant().as_second() > public.first + GRACE;
    let first = Timestamp::from_second(public.first).ok().filter(|_| is_ahead)?;
    let first = Moment::from_instant(first, &desk.config.timezone).day();
    let message = format!("this entry was public on {first}, before the date that it has now");
    let problem = Problem::warning("date-ahead", Place::new(&entry.path, At::field("date")), message);
    Some(problem.hint("leave `date` as it was; `updated` says when the entry was changed"))
}

/// Words that are others than those that readers saw.
fn changed(item: &Item, public: &Public, now: i64) -> Option<Problem> {
    let entry = &item.entry;
    let new = Public { words: entry.marks.words, noted: noted(entry), ..public.clone() };
    is_silent(public, &new, now).then(|| {
        let place = Place::new(&entry.path, At::field("headline"));
        Problem::warning("silent-change", place, "published words of this entry were changed, and nothing says so")
            .hint("say what was wrong in `corrections`, or when it was changed in `updated`")
            .hint("if it was a slip of the pen: `# desk: allow silent-change spelling`")
    })
}

fn vanished(desk: &Desk<'_>, path: &SitePath, file: &str) -> Problem {
    let address = address(file);
    let held = desk.site.held.iter().find(|held| held.path == *path);
    let stands = desk.documents.iter().any(|document| document_path(document) == path);
    let at = if stands { At::field("headline") } else { At::File };
    let problem = |message: String| Problem::warning("vanished-address", Place::new(path, at.clone()), message);
    let problem = match held {
        Some(held) => {
            problem(format!("readers know this entry at `{address}`, and it is {} now", held.status.phrase()))
                .hint("write why it was taken back, and its page says so: `withdrawn: …`")
        }
        None if stands => problem(format!("readers know this at `{address}`, which leads nowhere any more"))
            .hint(format!("add the old address: `aliases: [{address}]`")),
        None => problem(format!("this file is gone, and `{address}`, which readers know, leads nowhere any more"))
            .hint(format!("add `aliases: [{address}]` to what took its place, or bring it back with `withdrawn: …`")),
    };
    problem.hint(format!("if nobody was ever led there: `desk: {{gone: [{address}]}}` in `dateline.yaml`"))
}

fn document_path(document: &Document) -> &SitePath {
    match document {
        Document::Entry(entry) => &entry.path,
        Document::Topic(page) => &page.path,
        Document::Source(page) => &page.path,
        Document::Person(page) => &page.path,
        Document::Page(page) => &page.path,
        Document::Edition(page) => &page.path,
    }
}
