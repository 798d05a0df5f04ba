//! `/__dateline/clip`: a page that somebody reads elsewhere becomes a draft, once the editor has seen what would be written.
//!
//! Two requests, as only one of them may come from elsewhere. What is sent to [`READ`], by the form here or by the bookmarklet
//! from any page of the web, is shown and nothing more. What is sent to [`FILE`] writes: only the page that shows a
//! clipping knows its key, and the browser has to say that the request comes from this server's own page. The server asks
//! another one for a page only where a page of its own wants that, and only public ones.

mod form;
mod page;
mod pending;

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_SECURITY_POLICY, HeaderName, HeaderValue};
use axum::http::request::Parts;
use axum::response::Response;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::address;
use crate::build::Workspace;
use crate::clip::LARGEST;
use crate::clipper::{self, Filed, Found, Order, Prepared, Trouble};
use crate::web::Reach;

use super::listen::Peer;
use super::reply::{self, Reply};
use super::tools::{is_same_origin, parameter};
use super::{Server, editor};

use form::Form;

pub(super) use pending::Clippings;

/// Where a page is sent to be shown.
pub(super) const READ: &str = "/__dateline/clip";

/// Where the editor's word is sent that it be written.
pub(super) const FILE: &str = "/__dateline/clip/file";

/// The most bytes that a form may have: a page whose every byte is percent-encoded, and its address.
const LARGEST_FORM: usize = 3 * LARGEST + 64 * 1024;

/// Nothing of what a clipped page says may load or run, and no other page may hold the button that writes.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; \
                      base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Why nothing is shown or written, with the status that says so to programs.
struct Refused(StatusCode, String);

impl Refused {
    fn new(status: StatusCode, why: &str) -> Self {
        Self(status, why.to_owned())
    }

    fn machine(why: &dyn std::fmt::Display) -> Self {
        Self(StatusCode::INTERNAL_SERVER_ERROR, why.to_string())
    }
}

impl From<Trouble> for Refused {
    fn from(trouble: Trouble) -> Self {
        let status = match trouble {
            Trouble::Refused(_) | Trouble::NoPhoto(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Trouble::Exists(_) => StatusCode::CONFLICT,
            Trouble::Status { .. } | Trouble::Unreached { .. } => StatusCode::BAD_GATEWAY,
            Trouble::Unwritten { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self(status, trouble.to_string())
    }
}

/// The page with the form, or what it says of a draft that was written.
pub(super) fn page(server: &Server, request: &Parts) -> Response {
    let filed = parameter(request, "filed").filter(|file| editor::inside(&server.root, file).is_some());
    let html = match filed {
        Some(file) => page::filed(&file, parameter(request, "kept").as_deref() != Some("no")),
        None => page::form(&parameter(request, "address").unwrap_or_default(), None),
    };
    answer(StatusCode::OK, html, request)
}

/// Answers what a form sends: shows a page or writes one that was shown.
pub(super) async fn sent(server: &Arc<Server>, peer: Peer, request: &Parts, body: Body) -> Response {
    if !peer.is_here() {
        return reply::plain(StatusCode::FORBIDDEN, "pages are clipped on the machine of this server alone\n");
    }
    let is_own = is_same_origin(&request.headers);
    let is_word = request.uri.path() == FILE;
    if is_word && !is_own {
        return reply::plain(StatusCode::FORBIDDEN, "only the server's own page that shows a clipping may write it\n");
    }
    let Ok(body) = to_bytes(body, LARGEST_FORM).await else {
        let why = format!("the page is larger than {} MiB", LARGEST / 1024 / 1024);
        return answer(StatusCode::PAYLOAD_TOO_LARGE, page::form("", Some(&why)), request);
    };
    let form = Form::read(&body);
    drop(body);
    if is_word { file(server, request, &form).await } else { read(server, request, &form, is_own).await }
}

/// Shows what would be written.
async fn read(server: &Arc<Server>, request: &Parts, form: &Form, is_own: bool) -> Response {
    let address = form.field("address");
    let shown = async {
        let found = Arc::new(found(server, form, is_own).await?);
        let key = server.clippings.keep(Arc::clone(&found)).map_err(|error| Refused::machine(&error))?;
        let shown = prepared(server, found, Order::default(), {
            let key = key.clone();
            move |prepared| Ok(page::shown(prepared, &key, None))
        });
        shown.await.inspect_err(|_| server.clippings.drop(&key))
    };
    match shown.await {
        Ok(html) => answer(StatusCode::OK, html, request),
        Err(Refused(status, why)) => answer(status, page::form(address, Some(&why)), request),
    }
}

/// The page that is sent along, or the one at the address that is named.
async fn found(server: &Arc<Server>, form: &Form, is_own: bool) -> Result<Found, Refused> {
    let address = Some(form.field("address").to_owned()).filter(|address| address::unfit(address).is_none());
    for (name, media_type) in [("page", "text/html; charset=utf-8"), ("text", "text/plain; charset=utf-8")] {
        let text = form.field(name);
        if !text.is_empty() {
            return Ok(Found { bytes: text.as_bytes().to_vec(), address, media_type: Some(media_type.to_owned()) });
        }
    }
    if !is_own {
        let why = "another page sent this address without a page: press the button to clip it";
        return Err(Refused::new(StatusCode::FORBIDDEN, why));
    }
    let Some(address) = address else {
        let why = match (form.field("address"), address::unfit(form.field("address"))) {
            ("", _) | (_, None) => "there is neither an address nor a text".to_owned(),
            (typed, Some(why)) => format!("`{typed}` is no address on the web: it {why}"),
        };
        return Err(Refused(StatusCode::UNPROCESSABLE_ENTITY, why));
    };
    apart(server, move |workspace| Ok(clipper::fetch(&address, Reach::Public, workspace)?)).await
}

/// Writes a page that was shown.
async fn file(server: &Arc<Server>, request: &Parts, form: &Form) -> Response {
    let key = form.field("clipping").to_owned();
    let Some(found) = server.clippings.get(&key) else {
        let why = "this clipping is written already, or others came after it: clip the page again";
        return answer(StatusCode::GONE, page::form("", Some(why)), request);
    };
    let photo = (form.field("photo") == "yes").then_some(Reach::Public);
    let order = Order { photo, ..Order::default() };
    let outcome = prepared(server, found, order, {
        let key = key.clone();
        move |prepared| Ok(prepared.file().map_err(|trouble| (page::shown(prepared, &key, Some(&trouble)), trouble)))
    });
    match outcome.await {
        Ok(Ok(filed)) => {
            server.clippings.drop(&key);
            reply::redirect(&address_of(&filed), 303)
        }
        Ok(Err((html, trouble))) => answer(Refused::from(trouble).0, html, request),
        Err(Refused(status, why)) => answer(status, page::form("", Some(&why)), request),
    }
}

/// Where it is said that a draft was written.
fn address_of(filed: &Filed) -> String {
    let kept = if filed.not_kept.is_some() { "&kept=no" } else { "" };
    format!("{READ}/?filed={}{kept}", utf8_percent_encode(&filed.path, NON_ALPHANUMERIC))
}

/// Does something with a page that was read for the site as it is now.
async fn prepared<T: Send + 'static>(
    server: &Arc<Server>,
    found: Arc<Found>,
    order: Order,
    act: impl FnOnce(&Prepared<'_>) -> Result<T, Refused> + Send + 'static,
) -> Result<T, Refused> {
    let _turn = server.clippings.turn.acquire().await.map_err(|error| Refused::machine(&error))?;
    let now = (server.now)();
    apart(server, move |workspace| act(&clipper::prepare(&found, order, workspace, now)?)).await
}

/// Does what takes its time on a thread where nobody waits for anything else.
async fn apart<T: Send + 'static>(
    server: &Arc<Server>,
    act: impl FnOnce(&Workspace) -> Result<T, Refused> + Send + 'static,
) -> Result<T, Refused> {
    let root = server.root.clone();
    let work = tokio::task::spawn_blocking(move || {
        let workspace = Workspace::open(&root).map_err(|_| Refused::machine(&"`dateline.yaml` cannot be read"))?;
        act(&workspace)
    });
    work.await.unwrap_or_else(|_| Err(Refused::machine(&"this page cannot be read")))
}

fn answer(status: StatusCode, html: String, request: &Parts) -> Response {
    let mut reply = Reply::found("index.html", html.into_bytes());
    reply.status = status;
    reply.headers.push(("cache-control".to_owned(), "no-store".to_owned()));
    let mut response = reply.answer(&request.headers);
    let headers = response.headers_mut();
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    // Who opened this window for its own page has no hand on it.
    headers.insert(HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin"));
    response
}
