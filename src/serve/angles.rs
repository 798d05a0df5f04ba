//! Snapshots from other standpoints than the server's own: each is taken when it is first asked for, shared by all who
//! ask, and let go at the next save. Two at most are kept beside the server's own, the ones that were asked last.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;

use crate::build::Remembered;
use crate::collate::Audience;
use crate::report::Report;

use super::desk::{Reading, State};
use super::press::{Press, Taken};
use super::standpoint::Standpoint;

/// How many are kept.
const ROOM: usize = 2;

/// The site from one standpoint.
#[derive(Clone, Debug)]
pub(super) struct Angle {
    /// Where its pages are made.
    pub press: Arc<Press>,
    /// What is wrong with it from there.
    pub report: Arc<Report>,
}

/// Whoever asks while it is being made waits for the same one.
type Cell = Arc<OnceCell<Option<Angle>>>;

/// What was asked for since the last save.
#[derive(Debug, Default)]
pub(super) struct Angles(Mutex<Vec<Kept>>);

#[derive(Debug)]
struct Kept {
    standpoint: Standpoint,
    reading: Arc<Reading>,
    cell: Cell,
}

impl Angles {
    /// The site of this state from a standpoint; none where it cannot be seen from there.
    pub async fn get(&self, state: &State, standpoint: &Standpoint) -> Option<Angle> {
        let reading = state.reading.as_ref()?;
        let cell = self.cell(reading, standpoint);
        let make = || async {
            let (reading, standpoint) = (Arc::clone(reading), standpoint.clone());
            tokio::task::spawn_blocking(move || take(&reading, &standpoint)).await.ok().flatten()
        };
        cell.get_or_init(make).await.clone()
    }

    /// Lets go of all that was taken of another reading than this state's.
    pub fn renew(&self, state: &State) {
        let is_of = |kept: &Kept| state.reading.as_ref().is_some_and(|reading| Arc::ptr_eq(reading, &kept.reading));
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(is_of);
    }

    /// The place of an angle, the last that was asked for at the end.
    fn cell(&self, reading: &Arc<Reading>, standpoint: &Standpoint) -> Cell {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_it = |kept: &Kept| kept.standpoint == *standpoint && Arc::ptr_eq(reading, &kept.reading);
        let found = match kept.iter().position(is_it) {
            Some(at) => kept.remove(at),
            None => {
                Kept { standpoint: standpoint.clone(), reading: Arc::clone(reading), cell: Arc::new(OnceCell::new()) }
            }
        };
        let cell = Arc::clone(&found.cell);
        kept.push(found);
        let surplus = kept.len().saturating_sub(ROOM);
        kept.drain(..surplus);
        cell
    }
}

fn take(reading: &Reading, standpoint: &Standpoint) -> Option<Angle> {
    let (audience, now) = match standpoint {
        Standpoint::Public => (Audience::Public, reading.now),
        Standpoint::Drafts => (Audience::Desk, reading.now),
        Standpoint::AsOf(date) => (Audience::Public, reading.moment(date)?),
    };
    let Taken { report, press, .. } = reading.press(audience, now, Remembered::default()).ok()?;
    Some(Angle { press: press?, report: Arc::new(report) })
}
