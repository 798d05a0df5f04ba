//! Answers a request: who may ask, what stands at the address, and what the site asks of its host for it.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State as Shared};
use axum::http::header::HOST;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::Response;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::load::Digest;

use super::hosting::Way;
use super::listen::Peer;
use super::press::Printed;
use super::reply::{self, Reply};
use super::scene::{NOT_FOUND, Scene, Shown};
use super::standpoint::Standpoint;
use super::{Server, clip, tools};

/// Answers any request.
pub(super) async fn answer(
    Shared(server): Shared<Arc<Server>>,
    ConnectInfo(peer): ConnectInfo<Peer>,
    request: Request,
) -> Response {
    let (request, body) = request.into_parts();
    if !is_our_name(&server, &request.headers) {
        return reply::plain(StatusCode::FORBIDDEN, "this server answers only to the names of this machine\n");
    }
    let address = request.uri.path();
    if request.method == Method::POST && address == tools::OPEN {
        return tools::open(&server, peer, &request);
    }
    if request.method == Method::POST && [clip::READ, clip::FILE].contains(&address) {
        return clip::sent(&server, peer, &request, body).await;
    }
    if let Some(refusal) = reply::not_allowed(&request.method) {
        return refusal;
    }
    let Ok(path) = percent_decode_str(address).decode_utf8() else {
        return reply::plain(StatusCode::BAD_REQUEST, "this address is not in UTF-8\n");
    };
    if path.contains(['\0', '\\']) || path.split('/').any(|part| matches!(part, "." | "..")) {
        return reply::plain(StatusCode::BAD_REQUEST, "this address leads out of the site\n");
    }
    match path.strip_prefix(tools::FOLDER) {
        Some(tool) => tools::answer(&server, tool, &request).await,
        None => page(&server, &path, &request).await,
    }
}

/// A name that leads here by way of another site's script is no name of ours (DNS rebinding).
fn is_our_name(server: &Server, headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(HOST).and_then(|host| host.to_str().ok()) else { return false };
    let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((name, _)) => name,
        None => host.split(':').next().unwrap_or_default(),
    };
    let is_local = name.eq_ignore_ascii_case("localhost") || name.ends_with(".localhost");
    // A number is no name that could be made to lead elsewhere.
    is_local || name.parse::<IpAddr>().is_ok() || name.eq_ignore_ascii_case(&server.host)
}

async fn page(server: &Server, path: &str, request: &Parts) -> Response {
    let state = server.state();
    let Some(scene) = server.scene(&state, Standpoint::asked(&request.headers)).await else {
        return blank(&state.problems, request);
    };
    let query = request.uri.query();
    let base = &scene.press.base_path;
    if !base.is_empty() && (path == "/" || path == base) {
        return reply::redirect(&format!("{base}/"), if path == "/" { 302 } else { 301 });
    }
    let hosting = &scene.press.hosting;
    // Only a rule that insists goes before a file.
    if let Some(way) = hosting.way(path, query, true) {
        return follow(server, &scene, path, &way, request).await;
    }
    let printed = match scene.below(path) {
        Some(below) => scene.press.print(below).await,
        None => Printed::Nothing,
    };
    if matches!(printed, Printed::Nothing | Printed::Folder)
        && let Some(way) = hosting.way(path, query, false)
    {
        return follow(server, &scene, path, &way, request).await;
    }
    match printed {
        Printed::Nothing => lost(server, &scene, request).await,
        Printed::Folder => {
            let query = query.map(|query| format!("?{query}")).unwrap_or_default();
            reply::redirect(&format!("{}/{query}", request.uri.path()), 301)
        }
        printed => {
            let shown = scene.shown(server, scene.below(path).unwrap_or_default(), printed);
            send(&scene, path, shown, request)
        }
    }
}

/// Goes the way of a rule: another address is named, or what stands there is shown here.
async fn follow(server: &Server, scene: &Scene, path: &str, way: &Way, request: &Parts) -> Response {
    if (300..400).contains(&way.status) {
        return reply::redirect(&way.to, way.status);
    }
    let to = way.to.split(['?', '#']).next().unwrap_or_default();
    if !to.starts_with('/') {
        let message = format!("by `_redirects` the host answers here with {to}; this server asks no other one\n");
        return reply::plain(StatusCode::BAD_GATEWAY, &message);
    }
    let to = percent_decode_str(to).decode_utf8_lossy();
    let Some(below) = scene.below(&to) else { return lost(server, scene, request).await };
    match scene.press.print(below).await {
        Printed::Nothing | Printed::Folder => lost(server, scene, request).await,
        printed => {
            let shown = scene.shown(server, below, printed);
            let status = StatusCode::from_u16(way.status).unwrap_or(StatusCode::OK);
            send(scene, path, Shown { status: shown.status.max(status), ..shown }, request)
        }
    }
}

async fn lost(server: &Server, scene: &Scene, request: &Parts) -> Response {
    match scene.lost(server).await {
        Some(shown) => send(scene, &format!("{}/{NOT_FOUND}", scene.press.base_path), shown, request),
        None => reply::plain(StatusCode::NOT_FOUND, "there is no such page\n"),
    }
}

fn send(scene: &Scene, path: &str, shown: Shown, request: &Parts) -> Response {
    let Some(bytes) = shown.bytes else { return blank(&shown.problems, request) };
    let mut reply = Reply::found(&shown.file, bytes);
    if reply.media_type.starts_with("text/html") {
        reply.bytes = with_client(&reply.bytes, &scene.standpoint);
    }
    reply.status = shown.status;
    reply.headers = scene.press.hosting.headers(path);
    reply.answer(&request.headers)
}

/// The page with the script that keeps it up to date: at its end, or where its body ends.
fn with_client(bytes: &[u8], standpoint: &Standpoint) -> Vec<u8> {
    let hash = Digest::of(bytes).hex();
    let script =
        format!("<script src=\"{}client.js\" data-hash=\"{hash}\" data-as=\"{standpoint}\"></script>", tools::FOLDER);
    let end = bytes.windows(7).rposition(|window| window.eq_ignore_ascii_case(b"</body>")).unwrap_or(bytes.len());
    [&bytes[..end], script.as_bytes(), &bytes[end..]].concat()
}

/// A page with nothing but the script, which shows what is wrong: there is nothing good to show yet.
fn blank(problems: &Value, request: &Parts) -> Response {
    let messages = problems.as_array().into_iter().flatten().filter_map(|problem| problem["message"].as_str());
    let lines: String = messages.map(|message| format!("<li>{}</li>", escaped(message))).collect();
    let html = format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Dateline</title><body><main><h1>This page \
         cannot be shown yet</h1><ul>{lines}</ul></main></body></html>"
    );
    let mut reply = Reply::found("index.html", with_client(html.as_bytes(), &Standpoint::Public));
    reply.status = StatusCode::INTERNAL_SERVER_ERROR;
    reply.answer(&request.headers)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}
