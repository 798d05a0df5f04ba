//! `dateline check --links`: the links of the site asked for on the web, and mended with `--fix`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use rayon::prelude::*;

use crate::build::{Progress, Workspace};
use crate::config::{Links, time};
use crate::load::{self, File, Source};
use crate::parse::{self, Cited, Outbound, Role};
use crate::problem::{Problem, SitePath};
use crate::rot::{self, Cut, Inquiry, Judgment, LEDGER_FILE, Ledger, Lookup, Manners, Mend, Record, Verdict, Wanted};
use crate::web::{self, Client, Patience, Url};
use crate::write;

use super::terminal::grouped;
use super::{Exit, terminal};

/// With fewer servers asked, none that answers says little of the machine's own connection.
const SERVERS_OF_AN_OUTAGE: usize = 3;

#[derive(Debug, clap::Args)]
#[group(skip)]
pub(super) struct Args {
    /// Ask the web whether the addresses of sources, homepages and links still lead where they led
    #[arg(long)]
    pub links: bool,
    /// With --links: write new addresses, archived copies and days of death into the front matter of entries
    #[arg(long, requires = "links")]
    fix: bool,
    /// With --links: how old an answer may be before a link is asked for again [default: `desk.links`, else 7d]
    #[arg(long, value_name = "TIME", requires = "links", value_parser = time)]
    max_age: Option<SignedDuration>,
    /// With --links: the pause between two links of one server [default: `desk.links`, else 1s]
    #[arg(long, value_name = "TIME", requires = "links", value_parser = time)]
    host_delay: Option<SignedDuration>,
    /// With --links: how long a server may take for an answer [default: `desk.links`, else 20s]
    #[arg(long, value_name = "TIME", requires = "links", value_parser = time)]
    timeout: Option<SignedDuration>,
    /// With --links --fix: the availability interface of the web archive that is asked for copies [default: `desk.links`,
    /// else the Wayback Machine's]
    #[arg(long, value_name = "URL", requires = "fix")]
    archive_service: Option<String>,
}

/// What came of asking.
#[derive(Debug, Default)]
pub(super) struct Answers {
    /// What is wrong with links.
    pub problems: Vec<Problem>,
    /// What was done, a line each.
    pub notes: Vec<String>,
    /// What the editor did not wait for: then what is known by now is written, and the rest is for another run.
    pub stopped: Option<String>,
}

/// Which links are asked for, and when.
pub(super) struct Round<'a> {
    /// The site.
    pub workspace: &'a Workspace,
    /// When.
    pub now: Timestamp,
    /// Whether the links of a file are.
    pub chosen: &'a dyn Fn(&SitePath) -> bool,
    /// Hears how far it is.
    pub progress: &'a dyn Progress,
}

/// A file with its links.
struct Page {
    source: Source,
    disk: PathBuf,
    links: Vec<Outbound>,
    /// How many more there are that the site's configuration leaves out.
    skipped: usize,
}

impl Args {
    /// Asks for the links of a round and mends what is to be mended.
    pub fn run(&self, round: &Round<'_>) -> Result<Answers, Exit> {
        let pages = pages(round.workspace)?;
        let state = round.workspace.state();
        let mut ledger =
            std::fs::read_to_string(state.join(LEDGER_FILE)).map(|text| Ledger::read(&text)).unwrap_or_default();
        let cited: BTreeSet<&str> = pages.iter().flat_map(|page| &page.links).map(asked_as).collect();
        ledger.retain(|url| cited.contains(url));
        let chosen: Vec<&Page> = pages.iter().filter(|page| (round.chosen)(&page.source.path)).collect();
        let client = self.client(round.workspace)?;
        let mut answers = self.ask(round, &client, &chosen, &mut ledger)?;
        save(&state, &ledger)?;
        let mended = if self.fix { self.fix(round, &client, &chosen, &ledger, &mut answers)? } else { BTreeSet::new() };
        for (page, link) in links_of(&chosen).filter(|(page, link)| !mended.contains(&(&page.source.path, &link.url))) {
            let Some(record) = ledger.get(asked_as(link)) else { continue };
            let asked = day_of(round, record.asked);
            let earlier = (asked != day_of(round, round.now)).then_some(asked);
            answers.problems.extend(rot::notice(&page.source.path, link, record, earlier));
        }
        Ok(answers)
    }

    fn client(&self, workspace: &Workspace) -> Result<Client, Exit> {
        let config = &workspace.config;
        let whole = self.timeout.unwrap_or(config.desk.links.timeout).unsigned_abs();
        let patience = Patience { whole, ..Patience::default() };
        Client::new(config.desk.links.contact.as_ref().unwrap_or(&config.base_url), patience)
            .map_err(|why| machine(&why))
    }

    /// Asks for the links that are not known well enough.
    fn ask(&self, round: &Round<'_>, client: &Client, chosen: &[&Page], ledger: &mut Ledger) -> Result<Answers, Exit> {
        let max_age = self.max_age.unwrap_or(settings(round).max_age);
        let wanted: BTreeSet<&str> = links_of(chosen).map(|(_, link)| asked_as(link)).collect();
        let open = wanted.iter().copied().filter(|url| !ledger.is_fresh(url, round.now, max_age));
        let (names, urls): (Vec<&str>, Vec<Url>) = open.filter_map(|url| Some((url, Url::parse(url).ok()?))).unzip();
        let Inquiry { judgments, stopped } = self.inquire(round, client, &urls)?;
        if !stopped && is_outage(&urls, &judgments) {
            terminal::error(
                "none of the servers answers",
                Some("see whether this machine is connected to the internet"),
            );
            return Err(Exit::Machine);
        }
        let today = day_of(round, round.now);
        let left = judgments.iter().filter(|judgment| judgment.is_none()).count();
        for (name, judgment) in names.iter().zip(judgments) {
            if let Some(judgment) = judgment {
                ledger.note(name, judgment, round.now, today);
            }
        }
        if stopped {
            save(&round.workspace.state(), ledger)?;
            return Err(cut_off(names.len() - left, names.len()));
        }
        let mut notes = vec![summary(&wanted, ledger, names.len())];
        let skipped: usize = chosen.iter().map(|page| page.skipped).sum();
        if skipped > 0 {
            notes.push(format!("{} left out, as `desk.links.skip` says", links(skipped)));
        }
        if left > 0 {
            notes.push(format!("{} left for another day, because their servers asked for patience", links(left)));
        }
        Ok(Answers { notes, ..Answers::default() })
    }

    fn inquire(&self, round: &Round<'_>, client: &Client, urls: &[Url]) -> Result<Inquiry, Exit> {
        if urls.is_empty() {
            return Ok(Inquiry { judgments: Vec::new(), stopped: false });
        }
        let manners = Manners { delay: self.delay(round), servers: settings(round).servers, ..Manners::default() };
        // A word that no address holds, and the same for the same moment.
        let token = format!("q{:x}q", round.now.as_nanosecond());
        let visited = || round.progress.advance();
        let suspected = |count| {
            round.progress.end();
            round.progress.begin("asking a second time", count);
        };
        round.progress.begin("asking for links", urls.len());
        let work = rot::inquire(client, urls, manners, &token, &visited, &suspected, stop());
        let inquiry = web::wait(work).map_err(|error| machine(&error.to_string()));
        round.progress.end();
        inquiry
    }

    fn delay(&self, round: &Round<'_>) -> Duration {
        self.host_delay.unwrap_or(settings(round).host_delay).unsigned_abs()
    }

    /// Mends the front matter of files; gives the links that need no word any more.
    fn fix<'p>(
        &self,
        round: &Round<'_>,
        client: &Client,
        chosen: &[&'p Page],
        ledger: &Ledger,
        answers: &mut Answers,
    ) -> Result<BTreeSet<(&'p SitePath, &'p str)>, Exit> {
        let copies = self.copies(round, client, chosen, ledger, answers)?;
        let today = day_of(round, round.now).to_string();
        let mut mended = BTreeSet::new();
        let mut files = Vec::new();
        for page in chosen {
            let mut wanted = Vec::new();
            for link in &page.links {
                let Role::Source(cited) = &link.role else { continue };
                let Some(record) = ledger.get(asked_as(link)) else { continue };
                let mends = mends(link, cited, record, &copies, &today);
                wanted.extend(mends.into_iter().map(|mend| (link, mend)));
            }
            if wanted.is_empty() {
                continue;
            }
            let mends: Vec<Mend> = wanted.iter().map(|(_, mend)| mend.clone()).collect();
            let left = mend_file(page, &mends, answers)?;
            let is_done =
                |link: &Outbound| wanted.iter().all(|(other, mend)| other.at != link.at || !left.contains(mend));
            mended.extend(
                wanted.iter().filter(|(link, _)| is_done(link)).map(|(link, _)| (&page.source.path, link.url.as_str())),
            );
            if left.len() < mends.len() {
                files.push(page.source.path.as_str());
            }
        }
        if !files.is_empty() {
            answers.notes.push(format!("Mended the front matter of {}", files.join(", ")));
        }
        Ok(mended)
    }

    /// Archived copies of what is dead and has none, by address.
    fn copies(
        &self,
        round: &Round<'_>,
        client: &Client,
        chosen: &[&Page],
        ledger: &Ledger,
        answers: &mut Answers,
    ) -> Result<BTreeMap<String, String>, Exit> {
        let mut wanted = BTreeMap::new();
        for (_, link) in links_of(chosen) {
            let Role::Source(Cited { archive: None, day, .. }) = &link.role else { continue };
            if ledger.get(asked_as(link)).is_some_and(|record| record.settled().is_dead()) {
                wanted.insert(link.url.clone(), Wanted { url: link.url.clone(), day: day.clone() });
            }
        }
        let pages: Vec<Wanted> = wanted.into_values().collect();
        let configured = settings(round).archive_service.as_deref();
        let archive = self.archive_service.as_deref().or(configured).unwrap_or(rot::WAYBACK);
        let work = rot::copies(client, archive, &pages, self.delay(round), stop());
        let Lookup { copies, cut } = web::wait(work).map_err(|error| machine(&error.to_string()))?;
        let known = format!("copies of {} of {}", grouped(copies.len()), dead(pages.len()));
        match cut {
            None => {}
            Some(Cut::Failed(why)) => answers.notes.push(format!("The archive was asked for {known}: {why}")),
            Some(Cut::Stopped) => answers.stopped = Some(format!("stopped: {known} were looked for")),
        }
        Ok(pages.into_iter().zip(copies).filter_map(|(page, copy)| Some((page.url, copy?))).collect())
    }
}

/// What is to be written of a source.
fn mends(link: &Outbound, cited: &Cited, record: &Record, copies: &BTreeMap<String, String>, today: &str) -> Vec<Mend> {
    let mend = |key, value: &str| Mend { group: cited.group.clone(), key, value: value.to_owned() };
    match (record.settled(), &record.moved) {
        (Verdict::Redirected, Some(moved)) => {
            let fragment = link.url.split_once('#').filter(|_| !moved.contains('#'));
            let fragment = fragment.map(|(_, fragment)| format!("#{fragment}")).unwrap_or_default();
            vec![mend("url", &format!("{moved}{fragment}"))]
        }
        (verdict, _) if verdict.is_dead() => {
            let copy = copies.get(&link.url);
            let archive = copy.map(|copy| mend("archive", copy));
            let gone = (archive.is_some() || cited.archive.is_some()).then(|| mend("gone", today));
            archive.into_iter().chain(gone).collect()
        }
        _ => Vec::new(),
    }
}

/// Writes what can be written into a file; gives what cannot.
fn mend_file(page: &Page, mends: &[Mend], answers: &mut Answers) -> Result<Vec<Mend>, Exit> {
    let path = &page.source.path;
    let text = String::from_utf8_lossy(&page.source.bytes);
    let (better, left) = rot::mend(&text, mends);
    for mend in &left {
        answers.notes.push(format!("`{}` of {path} has to be written by hand: {}", mend.key, mend.value));
    }
    if left.len() < mends.len() {
        // Somebody may have saved the file while servers were asked.
        if std::fs::read(&page.disk).ok().as_ref() != Some(&page.source.bytes) {
            answers.notes.push(format!("{path} was saved by somebody else meanwhile and is left as it is"));
            return Ok(mends.to_vec());
        }
        write::replace(&page.disk, better.as_bytes()).map_err(|error| terminal::write_error(&error))?;
    }
    Ok(left)
}

/// The files of the content folder with their links.
fn pages(workspace: &Workspace) -> Result<Vec<Page>, Exit> {
    let (found, _) = load::find(&workspace.root);
    let read = |file: File| {
        let disk = file.disk.clone();
        let source = load::text(file).ok()?;
        let all = parse::outbound(&source, &workspace.config.markdown);
        let (skipped, links): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|link| workspace.config.desk.links.skips(&link.url));
        Some(Page { source, disk, links, skipped: skipped.len() })
    };
    // A file that cannot be read is a problem of the build, which names it.
    Ok(found.texts.into_par_iter().filter_map(read).collect())
}

/// The links that are asked for: not those of sources that are known to be gone.
fn links_of<'p>(pages: &[&'p Page]) -> impl Iterator<Item = (&'p Page, &'p Outbound)> {
    let is_open = |link: &&Outbound| !matches!(&link.role, Role::Source(cited) if cited.gone);
    pages.iter().flat_map(move |page| page.links.iter().filter(is_open).map(|link| (*page, link)))
}

/// The address as a server sees it: without the part of the page.
fn asked_as(link: &Outbound) -> &str {
    link.url.split('#').next().unwrap_or_default()
}

fn save(state: &Path, ledger: &Ledger) -> Result<(), Exit> {
    let saved = write::prepare(state).and_then(|()| write::replace(&state.join(LEDGER_FILE), ledger.text().as_bytes()));
    saved.map_err(|error| terminal::write_error(&error))
}

/// Whether nobody answered at all: then it is this machine that is not connected, and no server's bad day.
fn is_outage(urls: &[Url], judgments: &[Option<Judgment>]) -> bool {
    let servers: BTreeSet<Option<&str>> = urls.iter().map(Url::host_str).collect();
    let is_silent = |judgment: &Option<Judgment>| {
        judgment.as_ref().is_some_and(|judgment| judgment.verdict == Verdict::Unsure && judgment.status.is_none())
    };
    servers.len() >= SERVERS_OF_AN_OUTAGE && judgments.iter().all(is_silent)
}

fn summary(wanted: &BTreeSet<&str>, ledger: &Ledger, asked: usize) -> String {
    let mut counts: BTreeMap<Verdict, usize> = BTreeMap::new();
    for record in wanted.iter().filter_map(|url| ledger.get(url)) {
        *counts.entry(record.settled()).or_default() += 1;
    }
    let names = [
        (Verdict::Ok, "right"),
        (Verdict::Redirected, "redirected"),
        (Verdict::Gone, "gone"),
        (Verdict::Soft404, "to an error page"),
        (Verdict::Parked, "parked"),
        (Verdict::Blocked, "not for programs"),
        (Verdict::Unsure, "unsure"),
    ];
    let counted = |(verdict, name): (Verdict, &str)| Some(format!("{} {name}", grouped(*counts.get(&verdict)?)));
    let counted: Vec<String> = names.into_iter().filter_map(counted).collect();
    let found = if counted.is_empty() { String::new() } else { format!(": {}", counted.join(", ")) };
    format!("{}, {} asked for{found}", links(wanted.len()), grouped(asked))
}

fn links(count: usize) -> String {
    format!("{} {}", grouped(count), if count == 1 { "link" } else { "links" })
}

/// The day of a moment in the site's time zone.
fn day_of(round: &Round<'_>, moment: Timestamp) -> jiff::civil::Date {
    moment.to_zoned(round.workspace.config.timezone.clone()).date()
}

fn settings<'a>(round: &'a Round<'_>) -> &'a Links {
    &round.workspace.config.desk.links
}

/// Ends when the editor wants to ask no longer.
async fn stop() {
    if web::asked_to_stop().await.is_err() {
        std::future::pending().await
    }
}

fn dead(count: usize) -> String {
    format!("{} dead {}", grouped(count), if count == 1 { "source" } else { "sources" })
}

fn cut_off(known: usize, wanted: usize) -> Exit {
    let message = format!("stopped: {} of {} that had to be asked for are known", grouped(known), links(wanted));
    terminal::error(&message, Some("run the command again: what is known is kept, and the rest is asked for"));
    Exit::Machine
}

fn machine(why: &str) -> Exit {
    terminal::error(&format!("the web cannot be asked: {why}"), None);
    Exit::Machine
}
