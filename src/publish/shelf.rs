//! Publishes to a place that holds files one by one: wave by wave, deletions last, with copies of what gives way.
//!
//! The state of the target lies in `.dateline/` beside the site's files: `live.json.gz` names the release that is live and
//! all its files, `releases/` has the same for those that are kept, `objects/` the bytes of theirs that gave way,
//! `history.json` says what went live when. `pending.json.gz` is there while a publish is at work: it says which files are
//! on the way, so that after a cut nothing is taken for what it may not be.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::failure::{Blame, Failure, Left};
use super::lease::{self, Lease};
use super::live::{HISTORY_LOST, Listed, Live, Told, reconcile};
use super::piece::{From, Piece};
use super::plan::Put;
use super::record::{Held, History, Line, Record, is_id};
use super::retry::{persist, share};
use super::sealed::{pack, unpack};
use super::seat::Seat;
use super::store::{State, Store};
use super::target::{Job, Place, Seen};
use super::watch::Watch;
use super::wave::Wave;

/// The folder of the target's state. No file of a release begins with a dot, but for a few that hosts read.
pub const STATE: &str = ".dateline";

const LIVE: &str = ".dateline/live.json.gz";
const PENDING: &str = ".dateline/pending.json.gz";
const HISTORY: &str = ".dateline/history.json";
const LOCK: &str = ".dateline/lock";
const RELEASES: &str = ".dateline/releases/";
const OBJECTS: &str = ".dateline/objects/";

/// How often what has arrived is written down.
const NOTE: Duration = Duration::from_secs(5);

/// How many keys a deletion names at once.
const BATCH: usize = 1000;

/// A place that holds files one by one.
pub struct Shelf {
    store: Box<dyn Store>,
    jobs: usize,
    keep: usize,
    /// What the last look found: the work goes by it, where the records are still the same.
    found: Mutex<Option<Found>>,
}

/// What is on the way to a target.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Pending {
    /// The release.
    id: String,
    /// The files that are sent, with their stamps once they arrived.
    files: BTreeMap<String, Held>,
    /// The copies that were made of what gives way.
    displaced: BTreeSet<String>,
}

/// What a look at the target found.
struct Found {
    listing: BTreeMap<String, Listed>,
    live: Option<Record>,
    others: Vec<Record>,
    pending: Option<Pending>,
    history: History,
    /// Whether the history had to be taken from the records of releases.
    is_history_lost: bool,
    /// The states of the records of what is live and of what is on the way.
    states: [Option<State>; 2],
}

impl Shelf {
    /// A shelf on this store.
    pub fn new(store: Box<dyn Store>, jobs: usize, keep: usize) -> Self {
        Self { store, jobs, keep, found: Mutex::default() }
    }

    fn find(&self, watch: &dyn Watch) -> Result<Found, Failure> {
        let listing = persist("listing the target", watch, || self.store.list())?;
        let read = |key: &str| if listing.contains_key(key) { self.read(key, watch) } else { Ok(None) };
        let (live, live_state) = parted(read(LIVE)?);
        let live = live.map(|bytes| record(&bytes)).transpose()?.flatten();
        let history = History::kept(parted(read(HISTORY)?).0.as_deref())?;
        let mut others = Vec::new();
        if live.is_none() || history.is_none() {
            for key in listing.keys().rev().filter(|key| key.starts_with(RELEASES)) {
                others.extend(read(key)?.map(|(bytes, _)| record(&bytes)).transpose()?.flatten());
            }
        }
        let (pending, pending_state) = parted(read(PENDING)?);
        let pending = pending.and_then(|bytes| serde_json::from_slice(&unpack(&bytes).ok()?).ok());
        let is_history_lost = history.is_none() && !others.is_empty();
        let history =
            history.unwrap_or_else(|| History::told_by(others.clone(), live.as_ref().map(|live| live.id.as_str())));
        Ok(Found { listing, live, others, pending, history, is_history_lost, states: [live_state, pending_state] })
    }

    fn read(&self, key: &str, watch: &dyn Watch) -> Result<Option<(Vec<u8>, State)>, Failure> {
        persist("reading the target's records", watch, || self.store.get(key))
    }

    /// What the look before the lock found, where the records are still the same.
    fn found(&self, watch: &dyn Watch) -> Result<Found, Failure> {
        let found = self.found.lock().unwrap_or_else(PoisonError::into_inner).take();
        let states = [parted(self.read(LIVE, watch)?).1, parted(self.read(PENDING, watch)?).1];
        found
            .filter(|found| found.states == states)
            .ok_or_else(|| Failure::refused("the target changed since the plan was made").hint("run the command again"))
    }

    fn put(&self, key: &str, bytes: &[u8], watch: &dyn Watch) -> Result<(), Failure> {
        persist("writing the target's records", watch, || self.store.put(key, bytes.to_vec(), None)).map(drop)
    }

    /// Records and copies that no kept release needs, while this one is live.
    fn idle(&self, history: &History, live: &str, listing: &BTreeMap<String, Listed>) -> Vec<String> {
        let kept: Vec<&str> = history.earlier(Some(live)).into_iter().take(self.keep).collect();
        let needed: BTreeSet<&str> = history.needed(&kept).into_iter().collect();
        let is_idle = |key: &str| match (key.strip_prefix(OBJECTS), key.strip_prefix(RELEASES)) {
            (Some(object), _) => !needed.contains(object),
            (_, Some(file)) => {
                let id = file.trim_end_matches(".json.gz");
                is_id(id) && id != live && !kept.contains(&id)
            }
            _ => false,
        };
        listing.keys().filter(|key| is_idle(key)).cloned().collect()
    }

    fn delete(&self, keys: &[String], watch: &dyn Watch) -> Result<(), Failure> {
        for batch in keys.chunks(BATCH) {
            persist("deleting files", watch, || self.store.delete(batch))?;
        }
        Ok(())
    }
}

impl Pending {
    fn bytes(&self) -> Vec<u8> {
        pack(&serde_json::to_vec(self).unwrap_or_default())
    }
}

impl Found {
    /// The same as a value that knows nothing of where it comes from; paths of the state are left out.
    fn reconciled(&self) -> Live {
        let is_state = |key: &str| key.split('/').next() == Some(STATE);
        let site = self.listing.iter().filter(|(key, _)| !is_state(key));
        let site: BTreeMap<String, Listed> = site.map(|(key, listed)| (key.clone(), listed.clone())).collect();
        let pending = self.pending.as_ref().map(|pending| &pending.files);
        let mut live = reconcile(&Told { live: self.live.as_ref(), others: &self.others, pending }, &site);
        live.notes.extend(self.is_history_lost.then(|| HISTORY_LOST.to_owned()));
        live
    }

    fn has(&self, object: &str) -> bool {
        self.listing.contains_key(&format!("{OBJECTS}{object}"))
    }
}

impl Place for Shelf {
    fn look(&self, _: &[Piece], watch: &dyn Watch) -> Result<Seen, Failure> {
        let found = self.find(watch)?;
        let seen = Seen { live: found.reconciled(), history: found.history.clone() };
        *self.found.lock().unwrap_or_else(PoisonError::into_inner) = Some(found);
        Ok(seen)
    }

    fn recall(&self, id: &str, seen: &Seen, watch: &dyn Watch) -> Result<Vec<Piece>, Failure> {
        let key = format!("{RELEASES}{id}.json.gz");
        let kept = persist("reading the release", watch, || self.store.get(&key))?;
        let Some((bytes, _)) = kept else { return Err(gone(id)) };
        let record = Record::read(&unpack(&bytes)?)?;
        let listing = persist("listing the target", watch, || self.store.list())?;
        let mut pieces = Vec::with_capacity(record.files.len());
        for (key, held) in record.files {
            let Some(digest) = held.digest else { return Err(gone(id)) };
            let is_live = seen.live.files.get(&key).is_some_and(|live| live.is_same(&held));
            if !is_live && !listing.contains_key(&format!("{OBJECTS}{}", held.object())) {
                return Err(gone(id));
            }
            let wave = Wave::of(&key);
            pieces.push(Piece {
                key,
                from: From::Kept,
                digest,
                size: held.size,
                dress: None,
                mark: held.dress,
                wave,
                rank: 0,
            });
        }
        Ok(pieces)
    }

    fn apply(&self, job: &Job<'_>, seat: &Seat, watch: &dyn Watch) -> Result<(), Failure> {
        lease::hold(&*self.store, LOCK, (seat, job.at), watch, |lease| {
            let found = self.found(watch)?;
            Publishing { shelf: self, job, lease, watch, found }.run()
        })
    }

    fn prune(&self, seen: &Seen, seat: &Seat, since: &str, watch: &dyn Watch) -> Result<usize, Failure> {
        let Some(live) = seen.live.release.as_deref() else { return Ok(0) };
        let is_idle = |found: &Found| self.idle(&found.history, live, &found.listing).is_empty();
        if self.found.lock().unwrap_or_else(PoisonError::into_inner).as_ref().is_none_or(is_idle) {
            return Ok(0);
        }
        lease::hold(&*self.store, LOCK, (seat, since), watch, |lease| {
            let found = self.found(watch)?;
            let idle = self.idle(&found.history, live, &found.listing);
            lease.check()?;
            self.delete(&idle, watch)?;
            Ok(idle.iter().filter(|key| key.starts_with(OBJECTS)).count())
        })
    }

    fn can_go_back(&self) -> Option<&'static str> {
        None
    }
}

/// A record; what is damaged is as good as lost, what another version wrote is not touched.
fn record(bytes: &[u8]) -> Result<Option<Record>, Failure> {
    let Ok(json) = unpack(bytes) else { return Ok(None) };
    match Record::read(&json) {
        Err(failure) if failure.blame == Blame::Refused => Err(failure),
        other => Ok(other.ok()),
    }
}

fn parted(read: Option<(Vec<u8>, State)>) -> (Option<Vec<u8>>, Option<State>) {
    read.map_or((None, None), |(bytes, state)| (Some(bytes), Some(state)))
}

/// A publish at work.
struct Publishing<'a> {
    shelf: &'a Shelf,
    job: &'a Job<'a>,
    lease: &'a Lease,
    watch: &'a dyn Watch,
    found: Found,
}

/// What has arrived, and when that was last written down.
struct Arrivals {
    pending: Pending,
    noted: Instant,
}

impl Publishing<'_> {
    fn run(self) -> Result<(), Failure> {
        let displaced = self.keep_displaced()?;
        let pending = self.pending(displaced);
        self.note(&pending)?;
        self.release(pending).map_err(|failure| failure.leaving(Left::Partly))
    }

    /// From here on the target changes.
    fn release(&self, pending: Pending) -> Result<(), Failure> {
        let arrivals = Mutex::new(Arrivals { pending, noted: Instant::now() });
        let plan = self.job.plan;
        self.watch.begin("sending", plan.puts.len(), plan.bytes());
        let sent = Wave::ALL.into_iter().try_for_each(|wave| self.send(wave, &arrivals));
        self.watch.end();
        sent.inspect_err(|_| self.note_at_the_end(&arrivals))?;
        self.lease.check()?;
        let deletes: Vec<String> = self.job.plan.deletes.iter().map(|(key, _)| key.clone()).collect();
        self.shelf.delete(&deletes, self.watch)?;
        let pending = arrivals.into_inner().unwrap_or_else(PoisonError::into_inner).pending;
        self.finish(pending.displaced)
    }

    /// Copies what gives way, where earlier releases are kept; gives the names of the copies.
    fn keep_displaced(&self) -> Result<BTreeSet<String>, Failure> {
        if self.shelf.keep == 0 {
            return Ok(BTreeSet::new());
        }
        let displaced: BTreeMap<String, &str> =
            self.job.plan.displaced(&self.job.seen.live.files).map(|(key, held)| (held.object(), key)).collect();
        let missing: Vec<(&String, &&str)> = displaced.iter().filter(|(object, _)| !self.found.has(object)).collect();
        self.watch.begin("keeping old files", missing.len(), 0);
        share(&missing, self.shelf.jobs, |(object, key)| {
            self.lease.check()?;
            let to = format!("{OBJECTS}{object}");
            persist(&format!("keeping {key}"), self.watch, || self.shelf.store.copy(key, &to))?;
            self.watch.done(0);
            Ok(())
        })?;
        self.watch.end();
        Ok(displaced.into_keys().collect())
    }

    /// What is on the way from now on, with what was when an earlier publish was cut off.
    fn pending(&self, displaced: BTreeSet<String>) -> Pending {
        let mut pending = self.found.pending.clone().unwrap_or_default();
        pending.id = self.job.id.to_owned();
        pending.displaced.extend(displaced);
        for put in &self.job.plan.puts {
            pending.files.insert(put.key.clone(), Held::of(&self.job.pieces[put.piece], None));
        }
        pending
    }

    fn note(&self, pending: &Pending) -> Result<(), Failure> {
        self.lease.check()?;
        self.shelf.put(PENDING, &pending.bytes(), self.watch)
    }

    /// Writes down what had arrived when it failed, for the next publish; where that cannot be, it is sent again.
    fn note_at_the_end(&self, arrivals: &Mutex<Arrivals>) {
        let pending = arrivals.lock().unwrap_or_else(PoisonError::into_inner).pending.clone();
        if self.lease.check().is_ok() {
            let _ = self.shelf.store.put(PENDING, pending.bytes(), None);
        }
    }

    fn send(&self, wave: Wave, arrivals: &Mutex<Arrivals>) -> Result<(), Failure> {
        let puts = self.job.plan.wave(wave);
        if puts.is_empty() {
            return Ok(());
        }
        self.watch.turn_to(wave.name());
        share(puts, self.shelf.jobs, |put| {
            let stamp = self.send_one(put)?;
            self.watch.done(put.size);
            self.arrived(put, stamp, arrivals)
        })
    }

    fn send_one(&self, put: &Put) -> Result<Option<String>, Failure> {
        let piece = &self.job.pieces[put.piece];
        self.lease.check()?;
        let what = format!("sending {}", put.key);
        if piece.from == From::Kept {
            let from = format!("{OBJECTS}{}", Held::of(piece, None).object());
            let copied = persist(&what, self.watch, || self.shelf.store.copy(&from, &put.key))?;
            return if copied { Ok(None) } else { Err(gone(self.job.id)) };
        }
        let bytes = piece.bytes()?;
        persist(&what, self.watch, || self.shelf.store.put(&put.key, bytes.clone(), piece.dress.as_ref()))
    }

    fn arrived(&self, put: &Put, stamp: Option<String>, arrivals: &Mutex<Arrivals>) -> Result<(), Failure> {
        let due = {
            let mut arrivals = arrivals.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(held) = arrivals.pending.files.get_mut(&put.key) {
                held.stamp = stamp;
            }
            let is_due = arrivals.noted.elapsed() > NOTE;
            if is_due {
                arrivals.noted = Instant::now();
            }
            is_due.then(|| arrivals.pending.clone())
        };
        due.map_or(Ok(()), |pending| self.note(&pending))
    }

    /// Looks at what is there now, and writes down that it is live.
    fn finish(&self, displaced: BTreeSet<String>) -> Result<(), Failure> {
        let listing = persist("listing the target", self.watch, || self.shelf.store.list())?;
        let mut files = BTreeMap::new();
        for piece in self.job.pieces {
            let listed = listing.get(&piece.key).filter(|listed| listed.size == piece.size);
            let Some(listed) = listed else {
                let message = format!("`{}` is not on the target as it was sent", piece.key);
                return Err(Failure::machine(message).hint("somebody else may have changed it: run the command again"));
            };
            files.insert(piece.key.clone(), Held::of(piece, listed.stamp.clone()));
        }
        self.lease.check()?;
        let record = Record::new(self.job.id, self.job.at, self.job.site, files);
        let bytes = pack(&record.bytes());
        self.shelf.put(&format!("{RELEASES}{}.json.gz", record.id), &bytes, self.watch)?;
        self.shelf.put(LIVE, &bytes, self.watch)?;
        let mut history = self.found.history.clone();
        history.add(self.job.line(displaced));
        self.shelf.put(HISTORY, &history.bytes(), self.watch)?;
        self.shelf.delete(&[PENDING.to_owned()], self.watch)?;
        self.shelf.delete(&self.shelf.idle(&history, self.job.id, &listing), self.watch)
    }
}

impl Job<'_> {
    /// The line of the history for this job.
    pub fn line(&self, displaced: impl IntoIterator<Item = String>) -> Line {
        Line {
            id: self.id.to_owned(),
            at: self.at.to_owned(),
            files: self.pieces.len(),
            added: self.plan.added(),
            changed: self.plan.changed(),
            deleted: self.plan.deletes.len(),
            back: self.is_back,
            displaced: displaced.into_iter().collect(),
        }
    }
}

fn gone(id: &str) -> Failure {
    Failure::refused(format!("the files of release `{id}` are no longer on the target"))
}
