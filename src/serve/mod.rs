//! The dev server: the site as it would be built now, rendered page by page as pages are asked for. It writes
//! nothing by itself but, where connections are to be encrypted, a certificate of its own.
//!
//! 1. [`watch`] waits for what is saved in the site folder, or for a moment that makes another site by itself.
//! 2. [`desk`] takes a new snapshot and shows it instead of the last; [`press`] keeps it and answers from it; [`angles`]
//!    has others, of whoever sees the site from another [`standpoint`].
//! 3. [`listen`] takes the port, [`tls`] encrypts.
//! 4. [`answer`] finds what stands at an address of a [`scene`], by the rules of [`hosting`] and its [`pattern`]s; [`reply`]
//!    sends it; [`seen`] remembers it.
//! 5. [`live`] tells open pages what has changed. [`tools`] has the rest of the server's own addresses: what the bar says
//!    [`about`] a page, what is [`held`] and what that [`lacks`], [`frames`] of previews, the way into the [`editor`], and
//!    [`clip`], which writes a draft when an editor on this machine confirms it.

mod about;
mod angles;
mod answer;
mod clip;
mod desk;
mod editor;
mod fault;
mod frames;
mod held;
mod hosting;
mod lacks;
mod listen;
mod live;
mod pattern;
mod press;
mod reply;
mod scene;
mod seen;
mod standpoint;
mod tls;
mod tools;
mod watch;

use std::io;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use jiff::Timestamp;
use tokio::net::TcpListener;

use crate::build::{STATE_FOLDER, Shelf};
use crate::collate::Audience;
use crate::report::Report;
use crate::web;

use angles::Angles;
use clip::Clippings;
use desk::{Desk, State};
use listen::Peer;
use seen::Seen;
use standpoint::Standpoint;
use tls::TlsListener;
use watch::{Heard, Saved, Watcher};

pub use editor::Editor;
pub use fault::Fault;

/// Says what moment it is.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// What is served, and where.
pub struct Options {
    /// The site folder: absolute, without symbolic links.
    pub root: PathBuf,
    /// The name or number of the machine to listen on.
    pub host: String,
    /// The port; the next free one is taken where it is not free. 0 asks for any.
    pub port: u16,
    /// Whether connections are encrypted.
    pub tls: bool,
    /// The address to use instead of the configured base URL.
    pub base_url: Option<String>,
    /// Who sees the site; for the public, nothing else is ever shown.
    pub audience: Audience,
    /// The moment at which it is seen, asked at each save and each clipping.
    pub now: Clock,
    /// What opens files.
    pub editor: Editor,
    /// Whether open pages go to the entry that was just saved.
    pub navigate: bool,
}

/// What everybody who answers knows.
struct Server {
    root: PathBuf,
    host: String,
    editor: Editor,
    navigate: bool,
    /// From where the site is seen by who asks for nothing else.
    standpoint: Standpoint,
    /// Whether it may be seen from elsewhere.
    is_open: bool,
    states: tokio::sync::watch::Receiver<Arc<State>>,
    angles: Angles,
    seen: Seen,
    now: Clock,
    clippings: Clippings,
}

impl Server {
    /// What is shown now.
    fn state(&self) -> Arc<State> {
        Arc::clone(&self.states.borrow())
    }
}

/// What the server says to who started it.
#[derive(Clone, Debug)]
pub enum News {
    /// It answers.
    Ready {
        /// At this address, which ends in a slash.
        address: String,
        /// On this port.
        port: u16,
        /// By which number other machines reach it, where they do.
        outside: Option<IpAddr>,
    },
    /// The site was read again: what is wrong with it, and whether pages stay as they were for that.
    Renewed(Arc<Report>, bool),
}

/// Serves a site until the process is asked to stop (by Ctrl-C or SIGTERM).
///
/// # Errors
///
/// When the system does not let it listen or watch, or the certificate cannot be used.
pub fn serve(options: Options, tell: impl Fn(News) + Send + 'static) -> Result<(), Fault> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(Fault::Machine)?;
    let result = runtime.block_on(run(options, tell));
    // Open streams of events end with the process.
    runtime.shutdown_timeout(Duration::from_millis(50));
    result
}

async fn run(options: Options, tell: impl Fn(News) + Send + 'static) -> Result<(), Fault> {
    let Options { root, host, port, tls, base_url, audience, now, editor, navigate } = options;
    let listener = listen::listen(&host, port).await.map_err(|error| Fault::listen(error, &host, port))?;
    let address = listener.local_addr().map_err(Fault::Machine)?;
    let port = match tls {
        true => Port::Encrypted(TlsListener::new(listener, &root.join(STATE_FOLDER), &host).map_err(Fault::Machine)?),
        false => Port::Plain(listener),
    };
    let (sender, states) = tokio::sync::watch::channel(Arc::new(State::default()));
    // Before the first look at the folder, so that nothing is saved unseen in between.
    let mut watcher = Watcher::new(&root).map_err(|error| Fault::Watch(io::Error::other(error)))?;
    let mut desk =
        Desk { root: root.clone(), base_url, audience, now: Arc::clone(&now), shelf: Shelf::default(), state: sender };
    desk.renew(&Saved::default());
    let base_path = states.borrow().press.as_ref().map(|press| press.base_path.clone()).unwrap_or_default();
    let scheme = if tls { "https" } else { "http" };
    tell(News::Ready {
        address: format!("{scheme}://{}{base_path}/", listen::name_of(&host, address)),
        port: address.port(),
        outside: listen::seen_from_outside(address),
    });
    let (standpoint, is_open) = match audience {
        Audience::Public => (Standpoint::Public, false),
        Audience::Desk => (Standpoint::Drafts, true),
    };
    let (angles, seen, clippings) = (Angles::default(), Seen::default(), Clippings::default());
    let server =
        Arc::new(Server { root, host, editor, navigate, standpoint, is_open, states, angles, seen, now, clippings });
    tell_state(&server.state(), &tell);
    let desk_server = Arc::clone(&server);
    let work = move || {
        loop {
            let saved = match watcher.wait(desk.rest()) {
                Heard::Saved(saved) => saved,
                Heard::Nothing if desk.is_over() => Saved::default(),
                Heard::Nothing => continue,
                Heard::End => break,
            };
            desk.renew(&saved);
            let state = desk_server.state();
            desk_server.angles.renew(&state);
            tell_state(&state, &tell);
        }
    };
    std::thread::Builder::new().name("desk".to_owned()).spawn(work).map_err(Fault::Machine)?;
    let site = Router::new().fallback(answer::answer).with_state(server);
    let site = site.into_make_service_with_connect_info::<Peer>();
    let serving = async {
        match port {
            Port::Plain(listener) => axum::serve(listener, site).await,
            Port::Encrypted(listener) => axum::serve(listener, site).await,
        }
    };
    tokio::select! {
        ended = serving => ended.map_err(Fault::Machine),
        asked = web::asked_to_stop() => asked.map_err(Fault::Machine),
    }
}

/// What listens.
enum Port {
    Plain(TcpListener),
    Encrypted(TlsListener),
}

fn tell_state(state: &State, tell: &impl Fn(News)) {
    if let Some(report) = &state.report {
        tell(News::Renewed(Arc::clone(report), state.errors > 0 && state.version > 1));
    }
}
