//! Tries again what failed in passing, later and later, and shares work among a few threads.

use std::hash::{BuildHasher as _, RandomState};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use super::failure::Failure;
use super::redact::redact;
use super::watch::Watch;

/// How often a thing is tried.
const TRIES: u32 = 6;
/// How long the first pause is at most; each is twice the one before.
const FIRST: Duration = Duration::from_millis(400);
/// The longest pause.
const LONGEST: Duration = Duration::from_secs(10);

/// Why one attempt failed.
#[derive(Clone, Debug)]
pub enum Fault {
    /// It may go well the next time: the server was busy, the connection was cut.
    Passing(String),
    /// It will not.
    Final(Failure),
}

impl From<Failure> for Fault {
    fn from(failure: Failure) -> Self {
        Self::Final(failure)
    }
}

/// Does a thing, again and again while it fails in passing; `what` names it: `sending index.html`.
///
/// # Errors
///
/// What will not go well, or what did not after all attempts; at once where somebody wants the publish to stop.
pub fn persist<T>(what: &str, watch: &dyn Watch, attempt: impl Fn() -> Result<T, Fault>) -> Result<T, Failure> {
    let attempt = || {
        watch.go_on()?;
        // Whoever types Ctrl-C stops the programs that are at work too: what they say then is not why it failed.
        attempt().map_err(|fault| if watch.is_stopped() { Failure::stopped().into() } else { fault })
    };
    let mut pause = FIRST;
    for _ in 1..TRIES {
        match attempt() {
            Ok(value) => return Ok(value),
            Err(Fault::Final(failure)) => return Err(failure),
            Err(Fault::Passing(why)) => {
                let wait = jittered(pause);
                watch.again(what, &redact(&why), wait);
                rest(wait, watch);
                pause = (pause * 2).min(LONGEST);
            }
        }
    }
    attempt().map_err(|fault| match fault {
        Fault::Final(failure) => failure,
        Fault::Passing(why) => Failure::machine(format!("{what} failed {TRIES} times: {why}")).hint(
            "check the network and the address of the target, then run the command again: it goes on where it stopped",
        ),
    })
}

/// Waits, unless somebody wants the publish to stop.
pub fn rest(wait: Duration, watch: &dyn Watch) {
    const LOOK: Duration = Duration::from_millis(100);
    let begun = Instant::now();
    while let Some(left) = wait.checked_sub(begun.elapsed()).filter(|left| !left.is_zero() && !watch.is_stopped()) {
        std::thread::sleep(left.min(LOOK));
    }
}

/// Between half of a pause and the whole: clients that failed together do not come back together.
fn jittered(pause: Duration) -> Duration {
    let half = pause / 2;
    let random = RandomState::new().hash_one(0u8);
    half + Duration::from_nanos(random % u64::try_from(half.as_nanos()).unwrap_or(u64::MAX).max(1))
}

/// Does the same with each item, several at a time, in their order; after a failure nothing new is begun.
///
/// # Errors
///
/// The first failure.
pub fn share<T: Sync>(
    items: &[T],
    jobs: usize,
    work: impl Fn(&T) -> Result<(), Failure> + Sync,
) -> Result<(), Failure> {
    let next = AtomicUsize::new(0);
    let failed = AtomicBool::new(false);
    let failure = Mutex::new(None);
    let run = || {
        while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
            if failed.load(Ordering::Relaxed) {
                return;
            }
            if let Err(why) = work(item) {
                failed.store(true, Ordering::Relaxed);
                failure.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(why);
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..jobs.clamp(1, items.len().max(1)) {
            scope.spawn(run);
        }
    });
    failure.into_inner().unwrap_or_else(PoisonError::into_inner).map_or(Ok(()), Err)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicU32;

    use super::*;

    struct Quiet;

    impl Watch for Quiet {
        fn begin(&self, _: &'static str, _: usize, _: u64) {}
        fn turn_to(&self, _: &'static str) {}
        fn done(&self, _: u64) {}
        fn end(&self) {}
        fn again(&self, _: &str, _: &str, _: Duration) {}
        fn note(&self, _: &str) {}
        fn is_stopped(&self) -> bool {
            false
        }
    }

    #[test]
    fn what_fails_in_passing_is_tried_again_and_what_fails_for_good_is_not() {
        let tried = AtomicU32::new(0);
        let attempt = || match tried.fetch_add(1, Ordering::Relaxed) {
            0 | 1 => Err(Fault::Passing("busy".to_owned())),
            _ => Ok(()),
        };
        assert_eq!(persist("it", &Quiet, attempt), Ok(()));
        assert_eq!(tried.load(Ordering::Relaxed), 3);
        let refused = || -> Result<(), Fault> { Err(Failure::refused("no").into()) };
        assert_eq!(persist("it", &Quiet, refused), Err(Failure::refused("no")));
    }

    #[test]
    fn all_is_done_and_a_failure_stops_the_rest() {
        let done = AtomicU32::new(0);
        let count = |_: &u32| {
            done.fetch_add(1, Ordering::Relaxed);
            Ok(())
        };
        assert_eq!(share(&(0..100).collect::<Vec<u32>>(), 8, count), Ok(()));
        assert_eq!(done.load(Ordering::Relaxed), 100);
        let fail = |_: &u32| {
            done.fetch_add(1, Ordering::Relaxed);
            Err(Failure::refused("no"))
        };
        assert!(share(&(0..100).collect::<Vec<u32>>(), 2, fail).is_err());
        assert!(done.load(Ordering::Relaxed) < 110);
    }

    #[test]
    fn pauses_differ() {
        let pause = Duration::from_secs(4);
        let pauses: Vec<Duration> = (0..20).map(|_| jittered(pause)).collect();
        assert!(pauses.iter().all(|one| (pause / 2..=pause).contains(one)));
        assert!(pauses.iter().any(|one| *one != pauses[0]));
    }
}
