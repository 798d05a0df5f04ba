//! An entry as a feed reader and as a mail program show it: documents for the frames of the page of previews.

use std::path::Path;

use axum::http::header::{CONTENT_SECURITY_POLICY, HeaderValue};
use axum::response::Response;

use crate::build::Snapshot;
use crate::plan::Subject;

use super::about::about;
use super::press::Printed;
use super::reply::Reply;
use super::scene::Scene;

/// A frame shows words and pictures, runs nothing and leads nowhere by itself; only pages of this server may hold it.
const POLICY: &str = "sandbox allow-popups; default-src 'none'; img-src 'self' https: data:; \
                      style-src 'self' 'unsafe-inline'; frame-ancestors 'self'";

/// How a plain reader of feeds shows what it is given.
const READER: &str = ":root{color-scheme:light dark}body{font:1rem/1.6 Georgia,serif;margin:1.5rem auto;padding:0 1rem;\
                      max-width:38rem}h1{font-size:1.6rem;line-height:1.25}img,video{max-width:100%;height:auto}\
                      figure{margin:1rem 0}figcaption,.by{font-size:.875rem;opacity:.8}h1 a{color:inherit}";

/// A document for a frame.
pub(super) fn frame(html: String, asked: &axum::http::HeaderMap) -> Response {
    let mut response = Reply::found("index.html", html.into_bytes()).answer(asked);
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}

/// The entry in a file of the output as feeds have it; none where that is no listed entry.
pub(super) async fn feed(scene: &Scene, file: String) -> Option<String> {
    scene.press.ask(move |snapshot| feed_item(snapshot, &file)).await.flatten()
}

fn feed_item(snapshot: Snapshot<'_>, file: &str) -> Option<String> {
    let Subject::Entry(id) = snapshot.plan.page(file)?.subject else { return None };
    let (item, text) = match snapshot.feed_item(id) {
        Ok(found) => found,
        Err(problem) => return Some(format!("<!doctype html><p>{}</p>", escaped(&problem.message))),
    };
    let by = [item.authors.join(", "), item.topics.join(", "), item.published.clone()];
    let by: Vec<String> = by.iter().filter(|part| !part.is_empty()).map(|part| escaped(part)).collect();
    let html = format!(
        "<!doctype html><html lang=\"{}\" dir=\"{}\"><meta charset=\"utf-8\"><title>{headline}</title>\
         <style>{READER}</style><h1><a href=\"{}\" target=\"_blank\">{headline}</a></h1><p class=\"by\">{}</p>{text}</html>",
        escaped(&item.language),
        item.direction,
        escaped(&item.url),
        by.join(" · "),
        headline = escaped(&item.headline),
    );
    Some(at_home(&html, snapshot))
}

/// The email of the edition that holds the entry in a file of the output; none where none is sent.
pub(super) async fn email(scene: &Scene, root: &Path, file: String) -> Option<String> {
    let root = root.to_owned();
    let address = scene.press.ask(move |snapshot| about(snapshot, &root, &file)?.email).await.flatten()?;
    let Printed::File(bytes) = scene.press.print(scene.below(&address)?).await else { return None };
    let html = String::from_utf8_lossy(&bytes).into_owned();
    scene.press.ask(move |snapshot| at_home(&html, snapshot)).await
}

/// The same with the site's own addresses leading to this server.
fn at_home(html: &str, snapshot: Snapshot<'_>) -> String {
    let context = snapshot.context;
    html.replace(&format!("\"{}{}/", context.origin, context.base_path), &format!("\"{}/", context.base_path))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
