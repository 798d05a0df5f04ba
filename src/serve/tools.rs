//! The server's own addresses, below `/__dateline/`: what keeps pages up to date, the desk's page, previews, the editor.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::http::header::{CONTENT_SECURITY_POLICY, HeaderName, HeaderValue, ORIGIN};
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde_json::{Value, json};

use crate::report::{Finding, Report, Spot};

use super::listen::Peer;
use super::reply::{self, Reply};
use super::scene::Scene;
use super::standpoint::Standpoint;
use super::{Server, about, clip, desk, editor, frames, held, live};

/// The folder of all of them.
pub(super) const FOLDER: &str = "/__dateline/";

/// Where a page asks for a file to be opened in the editor.
pub(super) const OPEN: &str = "/__dateline/open";

/// What the pages of this server may load: files of its own, and pictures of the site in previews.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; \
                      frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The files of the server itself. A folder is answered with its page.
const FILES: [(&str, &str); 10] = [
    ("index.html", include_str!("tools/desk.html")),
    ("preview/index.html", include_str!("tools/preview.html")),
    ("clip.js", include_str!("tools/clip.js")),
    ("client.js", include_str!("tools/client.js")),
    ("bar.js", include_str!("tools/bar.js")),
    ("bar.css", include_str!("tools/bar.css")),
    ("parts.js", include_str!("tools/parts.js")),
    ("desk.js", include_str!("tools/desk.js")),
    ("preview.js", include_str!("tools/preview.js")),
    ("page.css", include_str!("tools/page.css")),
];

/// Answers at an address below the folder.
pub(super) async fn answer(server: &Arc<Server>, tool: &str, request: &Parts) -> Response {
    let headers = &request.headers;
    let file = if tool.is_empty() || tool.ends_with('/') { format!("{tool}index.html") } else { tool.to_owned() };
    if let Some((name, text)) = FILES.iter().find(|(name, _)| *name == file) {
        let mut response = Reply::found(name, text.as_bytes().to_vec()).answer(headers);
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
        return response;
    }
    match tool {
        "events" => live::events(server, request).into_response(),
        "about.json" => about_page(server, request).await,
        "desk.json" => desk_page(server, request).await,
        "clip" | "clip/" => clip::page(server, request),
        "feed" | "email" => framed(server, tool, request).await,
        _ => reply::plain(StatusCode::NOT_FOUND, "the server has no such tool\n"),
    }
}

/// A parameter of the query, percent-decoded.
pub(super) fn parameter(request: &Parts, name: &str) -> Option<String> {
    let pairs = request.uri.query()?.split('&').filter_map(|pair| pair.split_once('='));
    let value = pairs.into_iter().find_map(|(known, value)| (known == name).then_some(value))?;
    Some(percent_decode_str(value).decode_utf8_lossy().into_owned())
}

/// From where a request of the server's own scripts sees the site.
pub(super) fn standpoint(request: &Parts) -> Option<Standpoint> {
    match parameter(request, "as") {
        Some(named) => Standpoint::parse(&named),
        None => Standpoint::asked(&request.headers),
    }
}

/// The scene of a request, and the file of the output that is at the address in its `page`.
async fn scene_of(server: &Server, request: &Parts) -> Option<(Scene, String)> {
    let scene = server.scene(&server.state(), standpoint(request)).await?;
    let page = parameter(request, "page")?;
    let below = scene.below(&page)?;
    let file = if below.is_empty() || below.ends_with('/') { format!("{below}index.html") } else { below.to_owned() };
    Some((scene, file))
}

fn send_json(value: &impl Serialize, headers: &HeaderMap) -> Response {
    let bytes = serde_json::to_vec(value).unwrap_or_default();
    Reply::found("answer.json", bytes).answer(headers)
}

/// What the bar says of a page.
async fn about_page(server: &Server, request: &Parts) -> Response {
    match scene_of(server, request).await {
        Some((scene, file)) => send_json(&said_of(server, &scene, &file).await, &request.headers),
        None => send_json(&Value::Null, &request.headers),
    }
}

/// What is to be said of the page in a file of the output.
pub(super) async fn said_of(server: &Server, scene: &Scene, file: &str) -> Value {
    let (file, root) = (file.to_owned(), server.root.clone());
    let about = scene.press.ask(move |snapshot| about::about(snapshot, &root, &file)).await.flatten();
    let is_of = |spot: &Spot| about.as_ref().is_some_and(|about| about.file == spot.file);
    let of_file = only(&scene.report, |finding| finding.spot.as_ref().is_some_and(is_of));
    json!({
        "about": about,
        "findings": desk::problems(&of_file),
        "problems": { "errors": scene.report.errors(), "warnings": scene.report.warnings() },
        "as": scene.standpoint.to_string(),
        "own": server.standpoint.to_string(),
        "open": server.is_open,
    })
}

/// All that is not public, and all that is wrong.
async fn desk_page(server: &Server, request: &Parts) -> Response {
    let state = server.state();
    let drafts = server.scene(&state, Some(Standpoint::Drafts)).await;
    let held = match drafts.filter(|scene| scene.standpoint == Standpoint::Drafts) {
        Some(scene) => {
            let root = server.root.clone();
            scene.press.ask(move |snapshot| held::held(snapshot, &root)).await
        }
        None => None,
    };
    // What stands against the public site alone: a link to what is held back is no mistake in a preview of it.
    let public = server.scene(&state, Some(Standpoint::Public)).await;
    let public = public.filter(|scene| state.errors == 0 && scene.standpoint == Standpoint::Public);
    let known: BTreeSet<Key<'_>> = state.report.iter().flat_map(|report| &report.findings).map(key).collect();
    let only_public = public.map(|scene| only(&scene.report, |finding| !known.contains(&key(finding))));
    let answer = json!({
        "held": held,
        "problems": state.problems,
        "only_public": only_public.map(|report| desk::problems(&report)),
        "root": server.root,
        "editor": server.editor,
    });
    send_json(&answer, &request.headers)
}

type Key<'a> = (&'a Option<Spot>, &'a str, &'a str);

fn key(finding: &Finding) -> Key<'_> {
    (&finding.spot, finding.rule, &finding.message)
}

/// The findings of a report for which something holds.
fn only(report: &Report, holds: impl Fn(&Finding) -> bool) -> Report {
    Report { findings: report.findings.iter().filter(|finding| holds(finding)).cloned().collect() }
}

async fn framed(server: &Server, tool: &str, request: &Parts) -> Response {
    let nothing = || reply::plain(StatusCode::NOT_FOUND, "there is nothing to preview\n");
    let Some((scene, file)) = scene_of(server, request).await else { return nothing() };
    let html =
        if tool == "feed" { frames::feed(&scene, file).await } else { frames::email(&scene, &server.root, file).await };
    html.map_or_else(nothing, |html| frames::frame(html, &request.headers))
}

/// Opens a file of the site in the editor, where a page of this server on this machine asks for it: nobody else may start
/// programs here, no other site's page (which has another origin) and no other machine.
pub(super) fn open(server: &Server, peer: Peer, request: &Parts) -> Response {
    if !peer.is_here() || !is_same_origin(&request.headers) {
        return reply::plain(
            StatusCode::FORBIDDEN,
            "only pages of this server, on its own machine, may open the editor\n",
        );
    }
    let number = |name| parameter(request, name).and_then(|value| value.parse().ok()).unwrap_or(1);
    let Some(file) = parameter(request, "file").and_then(|file| editor::inside(&server.root, &file)) else {
        return reply::plain(StatusCode::NOT_FOUND, "the site has no such file\n");
    };
    match server.editor.start(&file, number("line"), number("column")) {
        Ok(()) => reply::plain(StatusCode::OK, "opened\n"),
        Err(why) => reply::plain(StatusCode::INTERNAL_SERVER_ERROR, &format!("{why}\n")),
    }
}

/// Whether the page that asks is of this server: browsers say so with every request that is no mere visit (Fetch
/// Standard, `Origin` header).
pub(super) fn is_same_origin(headers: &HeaderMap) -> bool {
    let text = |name: HeaderName| headers.get(name)?.to_str().ok();
    let site = text(HeaderName::from_static("sec-fetch-site"));
    let origin = text(ORIGIN).and_then(|origin| origin.split_once("://")).map(|(_, host)| host);
    origin.is_some() && origin == text(axum::http::header::HOST) && site.is_none_or(|site| site == "same-origin")
}
