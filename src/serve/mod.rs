//! The dev server: the site as it would be built now, rendered page by page as pages are asked for. It writes nothing.
//!
//! 1. [`watch`] waits for what is saved in the site folder.
//! 2. [`desk`] takes a new snapshot and shows it instead of the last; [`press`] keeps it and renders from it.
//! 3. [`answer`] finds what stands at an address, by the rules of [`hosting`]; [`reply`] sends it; [`seen`] remembers it.
//! 4. [`live`] tells open pages what has changed.

mod answer;
mod desk;
mod hosting;
mod live;
mod media_type;
mod press;
mod reply;
mod seen;
mod watch;

use std::io;
use std::net::{SocketAddr, ToSocketAddrs as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use jiff::Timestamp;
use tokio::net::TcpListener;

use crate::build::Shelf;
use crate::collate::Audience;
use crate::report::Report;

use desk::{Desk, State};
use seen::Seen;
use watch::{Saved, Watcher};

/// How many ports are tried after the one that is asked for.
const PORTS: u16 = 20;

/// What is served, and where.
pub struct Options {
    /// The site folder: absolute, without symbolic links.
    pub root: PathBuf,
    /// The name or number of the machine to listen on.
    pub host: String,
    /// The port; the next free one is taken where it is not free. 0 asks for any.
    pub port: u16,
    /// The address to use instead of the configured base URL.
    pub base_url: Option<String>,
    /// Who sees the site.
    pub audience: Audience,
    /// The moment at which it is seen, asked at each save.
    pub now: Box<dyn Fn() -> Timestamp + Send>,
    /// The address that opens a file in the editor, with `{file}`, `{line}` and `{column}` in it.
    pub editor: String,
}

/// What everybody who answers knows.
struct Server {
    root: PathBuf,
    host: String,
    editor: String,
    states: tokio::sync::watch::Receiver<Arc<State>>,
    seen: Seen,
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
    /// It answers at this address, which ends in a slash.
    Ready(String),
    /// The site was read again: what is wrong with it, and whether pages stay as they were for that.
    Renewed(Arc<Report>, bool),
}

/// Serves a site until the process is asked to stop (by Ctrl-C or SIGTERM).
///
/// # Errors
///
/// When the system does not let it listen or watch.
pub fn serve(options: Options, tell: impl Fn(News) + Send + 'static) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let result = runtime.block_on(run(options, tell));
    // Open streams of events end with the process.
    runtime.shutdown_timeout(Duration::from_millis(50));
    result
}

async fn run(options: Options, tell: impl Fn(News) + Send + 'static) -> io::Result<()> {
    let listener = listen(&options.host, options.port).await?;
    let address = listener.local_addr()?;
    let (sender, states) = tokio::sync::watch::channel(Arc::new(State::default()));
    let Options { root, host, base_url, audience, now, editor, .. } = options;
    // Before the first look at the folder, so that nothing is saved unseen in between.
    let mut watcher = Watcher::new(&root).map_err(io::Error::other)?;
    let mut desk = Desk { root: root.clone(), base_url, audience, now, shelf: Shelf::default(), state: sender };
    let base_path = {
        desk.renew(&Saved::default());
        let state = states.borrow();
        state.press.as_ref().map(|press| press.base_path.clone()).unwrap_or_default()
    };
    tell(News::Ready(format!("http://{}{base_path}/", name_of(&host, address))));
    let server = Arc::new(Server { root, host, editor, states, seen: Seen::default() });
    tell_state(&server.state(), &tell);
    std::thread::Builder::new().name("desk".to_owned()).spawn(move || {
        while let Some(saved) = watcher.wait() {
            desk.renew(&saved);
            let state = Arc::clone(&desk.state.borrow());
            tell_state(&state, &tell);
        }
    })?;
    let site = Router::new().fallback(answer::answer).with_state(server);
    tokio::select! {
        ended = axum::serve(listener, site).into_future() => ended,
        asked = asked_to_stop() => asked,
    }
}

fn tell_state(state: &State, tell: &impl Fn(News)) {
    if let Some(report) = &state.report {
        tell(News::Renewed(Arc::clone(report), state.errors > 0 && state.version > 1));
    }
}

/// Takes the port that is asked for, or the next that is free.
async fn listen(host: &str, port: u16) -> io::Result<TcpListener> {
    let mut last = None;
    for port in port..=port.saturating_add(if port == 0 { 0 } else { PORTS }) {
        let addresses: Vec<SocketAddr> = (host, port).to_socket_addrs()?.collect();
        match TcpListener::bind(&*addresses).await {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => last = Some(error),
            Err(error) => return Err(error),
        }
    }
    Err(last.unwrap_or_else(|| io::ErrorKind::AddrInUse.into()))
}

/// The name that a browser is sent to.
fn name_of(host: &str, address: SocketAddr) -> String {
    match address.ip() {
        ip if ip.is_unspecified() => format!("localhost:{}", address.port()),
        ip if ip.is_ipv6() && host.contains(':') => format!("[{host}]:{}", address.port()),
        _ => format!("{host}:{}", address.port()),
    }
}

#[cfg(unix)]
async fn asked_to_stop() -> io::Result<()> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        asked = tokio::signal::ctrl_c() => asked,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn asked_to_stop() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
