//! Keeps one snapshot of the site on a thread of its own and answers from it whatever is asked, until nobody can ask any
//! more.

use std::collections::BTreeSet;
use std::sync::{Arc, mpsc};
use std::thread;

use tokio::sync::oneshot;

use crate::build::{Angle, Read, Silent, Snapshot, Stopwatch, Workspace, take};
use crate::plan::{Contents, Page, Plan, Subject};
use crate::problem::Problem;
use crate::report::Report;
use crate::search::Memory;
use crate::theme::Bytes;

use super::hosting::Hosting;

/// Where a snapshot is asked. When the last hand on it lets go, the snapshot goes too.
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
    /// A page whose template fails, or a photo of which nothing can be made.
    Broken(Box<Problem>),
    /// A file that cannot be read.
    Unreadable(std::io::Error),
}

/// What is to be done with the snapshot: its answer goes where the order says.
type Order = Box<dyn FnOnce(Snapshot<'_>) + Send>;

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
        let path = path.to_owned();
        self.ask(move |snapshot| print(snapshot, &path)).await.unwrap_or(Printed::Nothing)
    }

    /// What the snapshot has to say to a question; nothing when the thread is gone.
    pub async fn ask<T: Send + 'static>(&self, question: impl FnOnce(Snapshot<'_>) -> T + Send + 'static) -> Option<T> {
        let (reply, answered) = oneshot::channel();
        // Who asked may have gone.
        let order = move |snapshot: Snapshot<'_>| _ = reply.send(question(snapshot));
        self.orders.send(Box::new(order)).ok()?;
        answered.await.ok()
    }
}

/// Hands out where the files of a snapshot are ordered; gives what was ordered.
fn open(snapshot: Snapshot<'_>, report: Report, ready: &mpsc::Sender<Result<Taken, String>>) -> mpsc::Receiver<Order> {
    let (orders, ordered) = mpsc::channel();
    let text = |path| match print(snapshot, path) {
        Printed::File(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        _ => String::new(),
    };
    let base_path = snapshot.context.base_path.clone();
    let hosting = Hosting::read(&text("_redirects"), &text("_headers"), &stand_ins(snapshot.plan, &base_path));
    let press = Press { orders, base_path, hosting };
    // Nobody waits for it when the server stops.
    _ = ready.send(Ok(Taken { report, words: snapshot.context.learned().cloned(), press: Some(Arc::new(press)) }));
    ordered
}

/// The addresses (percent-decoded, from the host's root) of pages that stand in for rules of hosts.
fn stand_ins(plan: &Plan, base_path: &str) -> BTreeSet<String> {
    let is_one = |page: &&Page| matches!(page.subject, Subject::Redirect(..) | Subject::Withdrawn(_));
    let address = |page: &Page| format!("{base_path}/{}", page.path.strip_suffix("index.html").unwrap_or(&page.path));
    plan.pages.iter().filter(is_one).map(address).collect()
}

fn serve(snapshot: Snapshot<'_>, orders: &mpsc::Receiver<Order>) {
    rayon::in_place_scope(|scope| {
        for order in orders {
            scope.spawn(move |_| order(snapshot));
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
        return match &plan.files[at].contents {
            Contents::Given(Bytes::Memory(bytes)) => Printed::File(bytes.to_vec()),
            Contents::Given(Bytes::Disk(disk)) => std::fs::read(disk).map_or_else(Printed::Unreadable, Printed::File),
            Contents::Photo(negative) => negative.bytes_on_request().map_or_else(Printed::Broken, Printed::File),
        };
    }
    let inside = format!("{path}/index.html");
    let is_folder = !path.ends_with('/') && plan.pages.binary_search_by(|page| page.path.cmp(&inside)).is_ok();
    if is_folder { Printed::Folder } else { Printed::Nothing }
}
