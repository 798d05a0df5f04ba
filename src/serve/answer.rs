//! Answers a request: who may ask, what stands at the address, and what the site asks of its host for it.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::{Request, State as Shared};
use axum::http::header::HOST;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::load::Digest;
use crate::report::Report;

use super::desk::{State, problems};
use super::press::{Press, Printed};
use super::reply::{self, Reply};
use super::{Server, live};

/// Where the server's own files are.
const TOOLS: &str = "/__dateline/";

/// The page for lost readers.
const NOT_FOUND: &str = "404.html";

/// A page of the site as it is now.
pub(super) struct Shown {
    /// The bytes, without anything of the server's.
    pub bytes: Option<Vec<u8>>,
    /// Its status.
    pub status: StatusCode,
    /// The file of the output that it is.
    pub file: String,
    /// What is wrong with this page alone.
    pub problems: Value,
}

/// Answers any request.
pub(super) async fn answer(Shared(server): Shared<Arc<Server>>, request: Request) -> Response {
    let (request, _) = request.into_parts();
    if let Some(refusal) = reply::not_allowed(&request.method) {
        return refusal;
    }
    if !is_our_name(&server, &request.headers) {
        return reply::plain(StatusCode::FORBIDDEN, "this server answers only to the names of this machine\n");
    }
    let address = request.uri.path();
    let Ok(path) = percent_decode_str(address).decode_utf8() else {
        return reply::plain(StatusCode::BAD_REQUEST, "this address is not in UTF-8\n");
    };
    if path.contains(['\0', '\\']) || path.split('/').any(|part| matches!(part, "." | "..")) {
        return reply::plain(StatusCode::BAD_REQUEST, "this address leads out of the site\n");
    }
    match path.strip_prefix(TOOLS) {
        Some(tool) => tool_of(&server, tool, &request).await,
        None => page(&server, address, &path, &request).await,
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

async fn tool_of(server: &Arc<Server>, tool: &str, request: &Parts) -> Response {
    let file = match tool {
        "events" => return live::events(server, request).into_response(),
        "client.js" => include_str!("client.js"),
        "client.css" => include_str!("client.css"),
        _ => return reply::plain(StatusCode::NOT_FOUND, "the server has no such tool\n"),
    };
    Reply::found(tool, file.as_bytes().to_vec()).answer(&request.headers)
}

async fn page(server: &Server, address: &str, path: &str, request: &Parts) -> Response {
    let state = server.state();
    let Some(press) = state.press.as_deref() else { return blank(&state.problems, request) };
    let Some(below) = path.strip_prefix(&press.base_path).and_then(|path| path.strip_prefix('/')) else {
        let home = format!("{}/", press.base_path);
        return match path {
            "/" => reply::redirect(&home, 302),
            path if path == press.base_path => reply::redirect(&home, 301),
            _ => lost(server, &state, press, request).await,
        };
    };
    let mut status = StatusCode::OK;
    match press.hosting.redirect(address) {
        Some((to, code @ 300..400)) => return reply::redirect(&to, code),
        Some((_, code)) => status = StatusCode::from_u16(code).unwrap_or(StatusCode::OK),
        None => {}
    }
    match press.print(below).await {
        Printed::Folder => {
            let query = request.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
            reply::redirect(&format!("{address}/{query}"), 301)
        }
        Printed::Nothing => lost(server, &state, press, request).await,
        printed => {
            let shown = shown(server, below, printed);
            send(press, address, Shown { status: shown.status.max(status), ..shown }, request)
        }
    }
}

/// What an open page should show now.
pub(super) async fn look(server: &Server, state: &State, path: &str) -> Option<Shown> {
    let press = state.press.as_deref()?;
    let below = path.strip_prefix(&press.base_path)?.strip_prefix('/')?;
    match press.print(below).await {
        Printed::Folder => None,
        Printed::Nothing => {
            Some(Shown { status: StatusCode::NOT_FOUND, ..shown(server, NOT_FOUND, press.print(NOT_FOUND).await) })
        }
        printed => Some(shown(server, below, printed)),
    }
}

async fn lost(server: &Server, state: &State, press: &Press, request: &Parts) -> Response {
    let not_found = match press.print(NOT_FOUND).await {
        Printed::Nothing => return reply::plain(StatusCode::NOT_FOUND, "there is no such page\n"),
        printed => shown(server, NOT_FOUND, printed),
    };
    let address = format!("{}/{NOT_FOUND}", state.press.as_ref().map_or("", |press| &press.base_path));
    send(press, &address, Shown { status: StatusCode::NOT_FOUND, ..not_found }, request)
}

/// A page whose template fails is shown as it last was.
fn shown(server: &Server, path: &str, printed: Printed) -> Shown {
    let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let nothing = Value::Array(Vec::new());
    match printed {
        Printed::File(bytes) => {
            server.seen.keep(&file, &bytes);
            Shown { bytes: Some(bytes), status: StatusCode::OK, file, problems: nothing }
        }
        Printed::Broken(problem) => {
            let problems = problems(&server.report(*problem));
            let bytes = server.seen.last(&file);
            let status = if bytes.is_some() { StatusCode::OK } else { StatusCode::INTERNAL_SERVER_ERROR };
            Shown { bytes, status, file, problems }
        }
        Printed::Unreadable(error) => {
            let problem = serde_json::json!({ "severity": "error", "message": error.to_string(), "file": file });
            Shown { bytes: None, status: StatusCode::NOT_FOUND, file, problems: Value::Array(vec![problem]) }
        }
        Printed::Folder | Printed::Nothing => {
            Shown { bytes: None, status: StatusCode::NOT_FOUND, file, problems: nothing }
        }
    }
}

fn send(press: &Press, address: &str, shown: Shown, request: &Parts) -> Response {
    let Some(bytes) = shown.bytes else { return blank(&shown.problems, request) };
    let mut reply = Reply::found(&shown.file, bytes);
    if reply.media_type.starts_with("text/html") {
        reply.bytes = with_client(&reply.bytes);
    }
    reply.status = shown.status;
    let headers = press.hosting.headers(address);
    reply.headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    reply.answer(&request.headers)
}

/// The page with the script that keeps it up to date: at its end, or where its body ends.
fn with_client(bytes: &[u8]) -> Vec<u8> {
    let script = format!("<script src=\"{TOOLS}client.js\" data-hash=\"{}\" defer></script>", Digest::of(bytes).hex());
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
    let mut reply = Reply::found("index.html", with_client(html.as_bytes()));
    reply.status = StatusCode::INTERNAL_SERVER_ERROR;
    reply.answer(&request.headers)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

impl Server {
    /// A problem of one page with its lines counted out.
    fn report(&self, problem: crate::problem::Problem) -> Report {
        let root = &self.root;
        let text_of = |path: &crate::problem::SitePath| {
            let bytes = std::fs::read(root.join(path.as_str())).ok()?;
            Some(Arc::from(String::from_utf8_lossy(&bytes).as_ref()))
        };
        Report::new(vec![problem], &text_of)
    }
}
