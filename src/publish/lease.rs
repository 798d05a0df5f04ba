//! The lock of a store that knows no locks: a file that its holder writes anew every few seconds. A lock that nobody
//! writes for a while is dead, whatever any clock says.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::failure::Failure;
use super::retry::{persist, rest};
use super::seat::{Seat, busy};
use super::store::{State, Store};
use super::watch::Watch;

/// How often a holder shows that it lives.
const BEAT: Duration = Duration::from_secs(4);
/// How long it waits where its last sign may not have arrived.
const SOON: Duration = Duration::from_secs(1);
/// How long a lock lives after its holder's last sign.
const LIFE: Duration = Duration::from_secs(20);
/// How often somebody who waits looks.
const LOOK: Duration = Duration::from_secs(1);

/// What stands in a lock.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Lock {
    token: String,
    since: String,
    beat: u64,
}

impl Lock {
    fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}

/// A lock that is held.
#[derive(Debug)]
pub struct Lease {
    is_lost: AtomicBool,
    last: Mutex<Instant>,
}

impl Lease {
    /// Whether the lock is still held: asked before anything is changed.
    ///
    /// # Errors
    ///
    /// Where somebody else took it, or might have.
    pub fn check(&self) -> Result<(), Failure> {
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        if self.is_lost.load(Ordering::Relaxed) || last.elapsed() > LIFE - BEAT {
            return Err(Failure::machine(
                "the lock of the target was lost: this machine was out of reach for too long",
            )
            .hint("run the command again: it goes on where it stopped"));
        }
        Ok(())
    }
}

/// Does some work while the lock at `key` is held.
///
/// # Errors
///
/// Where somebody else holds it, or the work fails.
pub fn hold<T>(
    store: &dyn Store,
    key: &str,
    (seat, since): (&Seat, &str),
    watch: &dyn Watch,
    work: impl FnOnce(&Lease) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let lock = Lock { token: seat.token.clone(), since: since.to_owned(), beat: 0 };
    seat.remember()?;
    let state = take(store, key, &lock, seat.before.as_deref(), watch)?;
    let lease = Lease { is_lost: AtomicBool::new(false), last: Mutex::new(Instant::now()) };
    let (done, is_done) = channel::<()>();
    std::thread::scope(|scope| {
        let lease = &lease;
        let mut beat = 0;
        let mut state = state;
        let lock = &lock;
        let beating = scope.spawn(move || {
            let mut wait = BEAT;
            while is_done.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                beat += 1;
                let lock = Lock { beat, ..lock.clone() };
                // Others count from when they saw the last sign, which was not before it was sent.
                let sent = Instant::now();
                wait = SOON;
                match store.claim(key, lock.bytes(), Some(&state)) {
                    Ok(Some(next)) => {
                        (state, wait) = (next, BEAT);
                        *lease.last.lock().unwrap_or_else(PoisonError::into_inner) = sent;
                    }
                    // The answer to the last beat may have been lost on the way: then the lock is still ours.
                    Ok(None) => match store.get(key) {
                        Ok(Some((bytes, now))) if is_of(&bytes, &lock.token) => (state, wait) = (now, Duration::ZERO),
                        Ok(_) => lease.is_lost.store(true, Ordering::Relaxed),
                        Err(_) => {}
                    },
                    // The next beat may get through; the lease ends by itself where none does.
                    Err(_) => {}
                }
            }
        });
        let outcome = work(lease);
        drop(done);
        let _ = beating.join();
        if lease.check().is_ok() {
            // A lock that stays is dead after a while, and this folder knows it as its own at once.
            let _ = store.delete(&[key.to_owned()]);
        }
        outcome
    })
}

/// Whether a lock is that of a token.
fn is_of(bytes: &[u8], token: &str) -> bool {
    serde_json::from_slice::<Lock>(bytes).is_ok_and(|lock| lock.token == token)
}

/// Takes the lock, or waits until it is clear that its holder lives or is dead.
fn take(store: &dyn Store, key: &str, lock: &Lock, before: Option<&str>, watch: &dyn Watch) -> Result<State, Failure> {
    let attempt = |over: Option<&State>| persist("locking the target", watch, || store.claim(key, lock.bytes(), over));
    let mut seen: Option<(State, Instant)> = None;
    let mut tried: Option<State> = None;
    loop {
        let Some((bytes, state)) = persist("reading the lock", watch, || store.get(key))? else {
            match attempt(None)? {
                Some(state) => return Ok(state),
                None => continue,
            }
        };
        let held: Option<Lock> = serde_json::from_slice(&bytes).ok();
        let is = |token: &str| held.as_ref().is_some_and(|held| held.token == token);
        let is_dead = match &seen {
            // An answer that was lost may have been that the lock is ours.
            _ if is(&lock.token) || before.is_some_and(is) => true,
            None => false,
            Some((known, _)) if *known != state => {
                return Err(busy(&held.map_or_else(String::new, |held| format!("since {}", held.since))));
            }
            Some((_, since)) => since.elapsed() > LIFE,
        };
        if is_dead {
            if let Some(taken) = attempt(Some(&state))? {
                return Ok(taken);
            }
            // Somebody was quicker; or it was this attempt, whose answer was lost on the way: the next look tells.
            if tried.replace(state.clone()) == Some(state) {
                return Err(busy("and was quicker"));
            }
            continue;
        }
        if seen.is_none() {
            watch.note("The target is locked: waiting to see whether that publish is still at work");
            seen = Some((state, Instant::now()));
        }
        rest(LOOK, watch);
    }
}
