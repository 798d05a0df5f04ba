//! Tells each open page when its own bytes have changed, and what is wrong with the site: server-sent events.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;

use axum::http::request::Parts;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{Stream, unfold};
use tokio::sync::watch;

use crate::load::Digest;
use crate::problem::SitePath;

use super::desk::State;
use super::scene::Scene;
use super::standpoint::Standpoint;
use super::tools::{self, parameter, standpoint};
use super::{Server, about};

/// A page that is open in a browser.
struct Listener {
    server: Arc<Server>,
    states: watch::Receiver<Arc<State>>,
    /// The path of its address, decoded.
    page: String,
    /// From where it is seen.
    standpoint: Option<Standpoint>,
    /// What it was told last.
    told: Option<String>,
    waiting: VecDeque<Event>,
}

/// The events of the page that the query names: at once how it stands, then each time that this changes.
pub(super) fn events(
    server: &Arc<Server>,
    request: &Parts,
) -> Sse<impl Stream<Item = Result<Event, Infallible>> + use<>> {
    let mut states = server.states.clone();
    states.mark_changed();
    let listener = Listener {
        server: Arc::clone(server),
        states,
        page: parameter(request, "page").unwrap_or_else(|| "/".to_owned()),
        standpoint: standpoint(request),
        told: None,
        // A browser that loses the server asks for it again after so long.
        waiting: VecDeque::from([Event::default().retry(std::time::Duration::from_millis(300))]),
    };
    Sse::new(unfold(listener, next)).keep_alive(KeepAlive::default())
}

async fn next(mut listener: Listener) -> Option<(Result<Event, Infallible>, Listener)> {
    loop {
        if let Some(event) = listener.waiting.pop_front() {
            return Some((Ok(event), listener));
        }
        listener.states.changed().await.ok()?;
        let state = Arc::clone(&listener.states.borrow_and_update());
        let scene = listener.server.scene(&state, listener.standpoint.clone()).await;
        let word = word(&listener, &state, scene.as_ref()).await;
        let is_news = listener.told.is_some();
        if listener.told.as_ref() != Some(&word) {
            listener.waiting.push_back(Event::default().event("state").data(&word));
            listener.told = Some(word);
        }
        if let (true, true, Some(scene)) = (is_news, listener.server.navigate, &scene)
            && let Some(address) = saved(&listener.server, &state, scene).await
        {
            listener.waiting.push_back(Event::default().event("go").data(address));
        }
    }
}

/// How a page stands: the hash of its bytes, that of what the bar says of it, the errors that stand against what was
/// saved, the number of warnings.
async fn word(listener: &Listener, state: &State, scene: Option<&Scene>) -> String {
    let server = &listener.server;
    let shown = match scene {
        Some(scene) => scene.look(server, &listener.page).await,
        None => None,
    };
    let about = match (scene, &shown) {
        (Some(scene), Some(shown)) => tools::said_of(server, scene, &shown.file).await.to_string(),
        _ => String::new(),
    };
    // The server's own pages speak of the whole site: each save is news to them.
    let version = listener.page.starts_with(tools::FOLDER).then_some(state.version);
    let hash = shown.as_ref().and_then(|shown| Some(Digest::of(shown.bytes.as_deref()?).hex()));
    let is_error = |problem: &&serde_json::Value| problem["severity"] == "error";
    let of_site = state.problems.as_array().into_iter().flatten();
    let of_page = shown.iter().filter_map(|shown| shown.problems.as_array()).flatten();
    let errors: Vec<_> = of_site.chain(of_page).filter(is_error).collect();
    serde_json::json!({
        "hash": hash,
        "version": version,
        "about": Digest::of(about.as_bytes()).hex(),
        "errors": errors,
        "warnings": state.warnings,
        "root": server.root,
        "editor": server.editor,
    })
    .to_string()
}

/// The address of the entry or page that was saved just now, where it was one alone.
async fn saved(server: &Server, state: &State, scene: &Scene) -> Option<String> {
    let [path] = state.saved.paths.as_slice() else { return None };
    let file = SitePath::new(path.strip_prefix(&server.root).ok()?.to_string_lossy().replace('\\', "/"));
    scene.press.ask(move |snapshot| about::address_of(snapshot, &file)).await.flatten()
}
