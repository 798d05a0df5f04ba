//! Keeps one snapshot of the site on a thread of its own and renders from it whatever is asked for, until nobody can ask
//! any more.

use std::sync::{Arc, mpsc};
use std::thread;

use tokio::sync::oneshot;

use crate::build::{Angle, Read, Silent, Snapshot, Stopwatch, Workspace, take};
use crate::plan::Contents;
use crate::problem::Problem;
use crate::report::Report;
use crate::search::Memory;
use crate::theme::Bytes;

use super::hosting::Hosting;

/// Where files of a snapshot are ordered. When the last hand on it lets go, the snapshot goes too.
#[derive(Debug)]
pub(super) struct Press {
    orders: mpsc::Sender<Order>,
    /// The path of the base URL: empty at a host's root.
    pub base_path: String,
    /// What the site asks of its host.
    pub hosting: Hosting,
}

/// A snapshot that was taken.
pub(super) struct Taken {
    /// Everything that is wrong.
    pub report: Report,
    /// The words of entries, where they are other than they were.
    pub words: Option<Memory>,
    /// Where its files are ordered; none where no theme can be used.
    pub press: Option<Arc<Press>>,
}

/// What stands at a path of the output.
#[derive(Debug)]
pub(super) enum Printed {
    /// A file.
    File(Vec<u8>),
    /// Nothing but a folder with a page in it.
    Folder,
    /// Nothing.
    Nothing,
    /// A page whose template fails.
    Broken(Box<Problem>),
    /// A file that cannot be read.
    Unreadable(std::io::Error),
}

struct Order {
    path: String,
    reply: oneshot::Sender<Printed>,
}

impl Press {
    /// Takes a snapshot, and waits until it can be asked.
    ///
    /// # Errors
    ///
    /// With words on what the machine refused.
    pub fn start(workspace: Workspace, angle: Angle, read: Read) -> Result<Taken, String> {
        let (ready, taken) = mpsc::channel();
        let work = move || {
            let failed = ready.clone();
            let taken = take(&workspace, angle, read, &Silent, &mut Stopwatch::start(), |snapshot, mut problems, _| {
                problems.complete = snapshot.is_some();
                let report = workspace.report(problems);
                let Some(snapshot) = snapshot else {
                    // Nobody waits for it when the server stops.
                    _ = ready.send(Ok(Taken { report, words: None, press: None }));
                    return;
                };
                let orders = open(snapshot, report, &ready);
                serve(snapshot, &orders);
            });
            if let Err(error) = taken {
                _ = failed.send(Err(error.to_string()));
            }
        };
        let started = thread::Builder::new().name("press".to_owned()).spawn(work);
        started.map_err(|error| format!("the system starts no more threads: {error}"))?;
        taken.recv().map_err(|_| "the site could not be made".to_owned())?
    }

    /// What stands at a path of the output (without a slash at its start); nothing when the thread is gone.
    pub async fn print(&self, path: &str) -> Printed {
        let (reply, printed) = oneshot::channel();
        match self.orders.send(Order { path: path.to_owned(), reply }) {
            Ok(()) => printed.await.unwrap_or(Printed::Nothing),
            Err(_) => Printed::Nothing,
        }
    }
}

/// Hands out where the files of a snapshot are ordered; gives what was ordered.
fn open(snapshot: Snapshot<'_>, report: Report, ready: &mpsc::Sender<Result<Taken, String>>) -> mpsc::Receiver<Order> {
    let (orders, ordered) = mpsc::channel();
    let text = |path| match print(snapshot, path) {
        Printed::File(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        _ => String::new(),
    };
    let hosting = Hosting::read(&text("_redirects"), &text("_headers"));
    let press = Press { orders, base_path: snapshot.context.base_path.clone(), hosting };
    // Nobody waits for it when the server stops.
    _ = ready.send(Ok(Taken { report, words: snapshot.context.learned().cloned(), press: Some(Arc::new(press)) }));
    ordered
}

fn serve(snapshot: Snapshot<'_>, orders: &mpsc::Receiver<Order>) {
    rayon::in_place_scope(|scope| {
        for Order { path, reply } in orders {
            // Who asked may have gone.
            scope.spawn(move |_| _ = reply.send(print(snapshot, &path)));
        }
    });
}

fn print(snapshot: Snapshot<'_>, path: &str) -> Printed {
    let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let plan = snapshot.plan;
    if let Ok(at) = plan.pages.binary_search_by(|page| page.path.cmp(&file)) {
        return match snapshot.render(&plan.pages[at]) {
            Ok(rendered) => Printed::File(rendered.bytes),
            Err(problem) => Printed::Broken(problem),
        };
    }
    if let Ok(at) = plan.files.binary_search_by(|known| known.path.cmp(&file)) {
        let bytes = match &plan.files[at].contents {
            Contents::Given(Bytes::Memory(bytes)) => Ok(bytes.to_vec()),
            Contents::Given(Bytes::Disk(disk)) => std::fs::read(disk),
            Contents::Photo(negative) => negative.bytes(),
        };
        return bytes.map_or_else(Printed::Unreadable, Printed::File);
    }
    let inside = format!("{path}/index.html");
    let is_folder = !path.ends_with('/') && plan.pages.binary_search_by(|page| page.path.cmp(&inside)).is_ok();
    if is_folder { Printed::Folder } else { Printed::Nothing }
}
