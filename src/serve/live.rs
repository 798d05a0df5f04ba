//! Tells each open page when its own bytes have changed, and what is wrong with the site: server-sent events.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;

use axum::http::request::Parts;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{Stream, unfold};
use percent_encoding::percent_decode_str;
use tokio::sync::watch;

use crate::load::Digest;

use super::Server;
use super::answer::look;
use super::desk::State;

/// A page that is open in a browser.
struct Listener {
    server: Arc<Server>,
    states: watch::Receiver<Arc<State>>,
    /// The path of its address, decoded.
    page: String,
    /// What it was told last.
    told: Option<String>,
    waiting: VecDeque<Event>,
}

/// The events of the page that the query names: at once how it stands, then each time that this changes.
pub(super) fn events(
    server: &Arc<Server>,
    request: &Parts,
) -> Sse<impl Stream<Item = Result<Event, Infallible>> + use<>> {
    let query = request.uri.query().unwrap_or_default();
    let page = query.split('&').find_map(|pair| pair.strip_prefix("page=")).unwrap_or("/");
    let mut states = server.states.clone();
    states.mark_changed();
    let listener = Listener {
        server: Arc::clone(server),
        states,
        page: percent_decode_str(page).decode_utf8_lossy().into_owned(),
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
        let word = word(&listener, &state).await;
        if listener.told.as_ref() != Some(&word) {
            listener.waiting.push_back(Event::default().event("state").data(&word));
            listener.told = Some(word);
        }
    }
}

/// How a page stands: the hash of its bytes, the errors that stand against what was saved, the number of warnings.
async fn word(listener: &Listener, state: &State) -> String {
    let shown = look(&listener.server, state, &listener.page).await;
    let hash = shown.as_ref().and_then(|shown| Some(Digest::of(shown.bytes.as_deref()?).hex()));
    let is_error = |problem: &&serde_json::Value| problem["severity"] == "error";
    let of_site = state.problems.as_array().into_iter().flatten();
    let of_page = shown.iter().filter_map(|shown| shown.problems.as_array()).flatten();
    let errors: Vec<_> = of_site.chain(of_page).filter(is_error).collect();
    serde_json::json!({
        "hash": hash,
        "errors": errors,
        "warnings": state.warnings,
        "root": listener.server.root,
        "editor": listener.server.editor,
    })
    .to_string()
}
