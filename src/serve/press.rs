//! Keeps one snapshot of the site on a thread of its own and answers from it whatever is asked, until nobody can ask any
//! more.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock, mpsc};
use std::thread;

use jiff::Timestamp;
use tokio::sync::oneshot;

use crate::build::{Angle, Read, Silent, Snapshot, Stopwatch, Workspace, take};
use crate::plan::{Contents, Page, Plan, Subject};
use crate::problem::Problem;
use crate::report::Report;
use crate::search::Memory;
use crate::theme::Bytes;
use crate::view::SEARCH;

use super::hosting::Hosting;

/// Where a snapshot is asked. When the last hand on it lets go, the snapshot goes too.
#[derive(Debug)]
pub(super) struct Press {
    orders: mpsc::Sender<Order>,
    /// The path of the base URL: empty at a host's root.
    pub base_path: String,
    /// What the site asks of its host.
    pub hosting: Hosting,
    /// The words of entries, once a file of the search index was asked for.
    learned: Arc<OnceLock<Arc<Memory>>>,
}

/// A snapshot that was taken.
pub(super) struct Taken {
    /// Everything that is wrong.
    pub report: Report,
    /// Where its files are ordered; none where no theme can be used.
    pub press: Option<Arc<Press>>,
    /// The next moment at which time alone may make another site of it.
    pub until: Option<Timestamp>,
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

/// What is to be done with the snapshot.
struct Order {
    /// The work; its answer goes where that says.
    work: Box<dyn FnOnce(Snapshot<'_>) + Send>,
    /// Whether it may wait for the search index. That is made by a pool of threads, one of which could be given work that
    /// waits for itself: so such an order has a thread of its own.
    of_search: bool,
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
                    _ = ready.send(Ok(Taken { report, press: None, until: None }));
                    return;
                };
                let learned = Arc::default();
                let orders = open(snapshot, report, &learned, &ready);
                serve(snapshot, &learned, &orders);
            });
            if let Err(error) = taken {
                _ = failed.send(Err(error.to_string()));
            }
        };
        let started = thread::Builder::new().name("press".to_owned()).spawn(work);
        started.map_err(|error| format!("the system starts no more threads: {error}"))?;
        taken.recv().map_err(|_| "the site could not be made".to_owned())?
    }

    /// The words of entries that the search index learned, once it was asked for.
    pub fn learned(&self) -> Option<Arc<Memory>> {
        self.learned.get().cloned()
    }

    /// What stands at a path of the output (without a slash at its start); nothing when the thread is gone.
    pub async fn print(&self, path: &str) -> Printed {
        let path = path.to_owned();
        let of_search = path.starts_with(SEARCH);
        self.order(of_search, move |snapshot| print(snapshot, &path)).await.unwrap_or(Printed::Nothing)
    }

    /// What the snapshot has to say to a question; nothing when the thread is gone.
    pub async fn ask<T: Send + 'static>(&self, question: impl FnOnce(Snapshot<'_>) -> T + Send + 'static) -> Option<T> {
        self.order(false, question).await
    }

    async fn order<T: Send + 'static>(
        &self,
        of_search: bool,
        question: impl FnOnce(Snapshot<'_>) -> T + Send + 'static,
    ) -> Option<T> {
        let (reply, answered) = oneshot::channel();
        // Who asked may have gone.
        let work = Box::new(move |snapshot: Snapshot<'_>| _ = reply.send(question(snapshot)));
        self.orders.send(Order { work, of_search }).ok()?;
        answered.await.ok()
    }
}

/// Hands out where the files of a snapshot are ordered; gives what was ordered.
fn open(
    snapshot: Snapshot<'_>,
    report: Report,
    learned: &Arc<OnceLock<Arc<Memory>>>,
    ready: &mpsc::Sender<Result<Taken, String>>,
) -> mpsc::Receiver<Order> {
    let (orders, ordered) = mpsc::channel();
    let text = |path| match print(snapshot, path) {
        Printed::File(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        _ => String::new(),
    };
    let base_path = snapshot.context.base_path.clone();
    let hosting = Hosting::read(&text("_redirects"), &text("_headers"), &stand_ins(snapshot.plan, &base_path));
    let press = Press { orders, base_path, hosting, learned: Arc::clone(learned) };
    // Nobody waits for it when the server stops.
    _ = ready.send(Ok(Taken { report, press: Some(Arc::new(press)), until: snapshot.site.until }));
    ordered
}

/// The addresses (percent-decoded, from the host's root) of pages that stand in for rules of hosts.
fn stand_ins(plan: &Plan, base_path: &str) -> BTreeSet<String> {
    let is_one = |page: &&Page| matches!(page.subject, Subject::Redirect(..) | Subject::Withdrawn(_));
    let address = |page: &Page| format!("{base_path}/{}", page.path.strip_suffix("index.html").unwrap_or(&page.path));
    plan.pages.iter().filter(is_one).map(address).collect()
}

fn serve(snapshot: Snapshot<'_>, learned: &OnceLock<Arc<Memory>>, orders: &mpsc::Receiver<Order>) {
    thread::scope(|threads| {
        rayon::in_place_scope(|scope| {
            for Order { work, of_search } in orders {
                if of_search {
                    threads.spawn(move || {
                        work(snapshot);
                        if let Some(words) = snapshot.context.learned() {
                            learned.get_or_init(|| Arc::clone(words));
                        }
                    });
                } else {
                    scope.spawn(move |_| work(snapshot));
                }
            }
        });
    });
}

fn print(snapshot: Snapshot<'_>, path: &str) -> Printed {
    let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let plan = snapshot.plan;
    if let Some(page) = plan.page(&file) {
        return rendered(snapshot, page);
    }
    if let Some(known) = plan.file(&file) {
        return match &known.contents {
            Contents::Given(Bytes::Memory(bytes)) => Printed::File(bytes.to_vec()),
            Contents::Given(Bytes::Disk(disk)) => std::fs::read(disk).map_or_else(Printed::Unreadable, Printed::File),
            Contents::Photo(negative) => negative.bytes_on_request().map_or_else(Printed::Broken, Printed::File),
        };
    }
    if !path.ends_with('/') && plan.page(&format!("{path}/index.html")).is_some() {
        return Printed::Folder;
    }
    plan.search_file(snapshot.context, &file).map_or(Printed::Nothing, |page| rendered(snapshot, &page))
}

fn rendered(snapshot: Snapshot<'_>, page: &Page) -> Printed {
    match snapshot.render(page) {
        Ok(rendered) => Printed::File(rendered.bytes),
        Err(problem) => Printed::Broken(problem),
    }
}
