//! One answer of HTTP: validators, ranges and compression as RFC 9110 has them.

use std::io::Write as _;

use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, ACCEPT_RANGES, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE,
    CONTENT_TYPE, ETAG, HeaderName, IF_NONE_MATCH, IF_RANGE, LOCATION, RANGE, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::Response;
use flate2::{Compression, write::GzEncoder};
use percent_encoding::{CONTROLS, utf8_percent_encode};

use crate::load::Digest;

use crate::media_type;

/// Below this many bytes compression saves no packet.
const WORTH_IT: usize = 1024;

/// A file to be answered with.
pub(super) struct Reply {
    /// The status, where all of the file is sent.
    pub status: StatusCode,
    /// Its media type.
    pub media_type: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What the site wants sent with it.
    pub headers: Vec<(String, String)>,
}

impl Reply {
    /// A file that is there.
    pub fn found(path: &str, bytes: Vec<u8>) -> Self {
        Self { status: StatusCode::OK, media_type: media_type::of(path).to_owned(), bytes, headers: Vec::new() }
    }

    /// The answer to a request with these headers.
    pub fn answer(self, asked: &HeaderMap) -> Response {
        let tag = format!("\"{}\"", Digest::of(&self.bytes).hex());
        let mut response = Response::new(Body::empty());
        for (name, value) in &self.headers {
            if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
                response.headers_mut().insert(name, value);
            }
        }
        put(&mut response, ETAG, &tag);
        put(&mut response, ACCEPT_RANGES, "bytes");
        response.headers_mut().entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
        if !response.headers().contains_key(CONTENT_TYPE) {
            put(&mut response, CONTENT_TYPE, &self.media_type);
        }
        if self.status == StatusCode::OK && is_known(asked, &tag) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        *response.status_mut() = self.status;
        self.fill(response, asked, &tag)
    }

    fn fill(self, mut response: Response, asked: &HeaderMap, tag: &str) -> Response {
        let range = text(asked, RANGE).filter(|_| self.status == StatusCode::OK && is_same(asked, tag));
        match range.and_then(|range| part(range, self.bytes.len())) {
            Some(Ok((first, last))) => {
                *response.status_mut() = StatusCode::PARTIAL_CONTENT;
                put(&mut response, CONTENT_RANGE, &format!("bytes {first}-{last}/{}", self.bytes.len()));
                with_body(response, self.bytes[first..=last].to_vec())
            }
            Some(Err(())) => {
                *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
                put(&mut response, CONTENT_RANGE, &format!("bytes */{}", self.bytes.len()));
                with_body(response, Vec::new())
            }
            None if self.bytes.len() >= WORTH_IT && media_type::is_text(&self.media_type) => {
                put(&mut response, VARY, "Accept-Encoding");
                match wants_gzip(asked).then(|| gzip(&self.bytes)).flatten() {
                    Some(small) => {
                        put(&mut response, CONTENT_ENCODING, "gzip");
                        // The same page in other bytes (RFC 9110, section 8.8.1).
                        put(&mut response, ETAG, &format!("W/{tag}"));
                        with_body(response, small)
                    }
                    None => with_body(response, self.bytes),
                }
            }
            None => with_body(response, self.bytes),
        }
    }
}

/// The answer to a method that changes things: there is nothing to change.
pub(super) fn not_allowed(method: &Method) -> Option<Response> {
    if matches!(*method, Method::GET | Method::HEAD) {
        return None;
    }
    let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "pages can only be read\n");
    put(&mut response, ALLOW, "GET, HEAD");
    Some(response)
}

/// A few words.
pub(super) fn plain(status: StatusCode, words: &str) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    put(&mut response, CONTENT_TYPE, "text/plain; charset=utf-8");
    with_body(response, words.as_bytes().to_vec())
}

/// The way to another address.
pub(super) fn redirect(to: &str, status: u16) -> Response {
    let mut response = plain(StatusCode::from_u16(status).unwrap_or(StatusCode::FOUND), "");
    // Rules may be written in any letters; headers are not.
    put(&mut response, LOCATION, &utf8_percent_encode(to, CONTROLS).to_string());
    put(&mut response, CACHE_CONTROL, "no-cache");
    response
}

fn with_body(mut response: Response, bytes: Vec<u8>) -> Response {
    put(&mut response, CONTENT_LENGTH, &bytes.len().to_string());
    *response.body_mut() = Body::from(bytes);
    response
}

fn put(response: &mut Response, name: HeaderName, value: &str) {
    // What no header may hold is left out: an address with a line break in it leads nowhere.
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

fn is_known(asked: &HeaderMap, tag: &str) -> bool {
    let known = text(asked, IF_NONE_MATCH).unwrap_or_default();
    known.split(',').map(|known| known.trim().trim_start_matches("W/")).any(|known| known == tag || known == "*")
}

/// Whether a part may be sent: of the file that the first part was of.
fn is_same(asked: &HeaderMap, tag: &str) -> bool {
    text(asked, IF_RANGE).is_none_or(|known| known == tag)
}

/// The one range that is asked for, its ends included; an error where the file has no such bytes. Several ranges at once
/// are answered with the whole, as RFC 9110 allows (section 14.2).
fn part(range: &str, length: usize) -> Option<Result<(usize, usize), ()>> {
    let (first, last) = range.strip_prefix("bytes=").filter(|range| !range.contains(','))?.split_once('-')?;
    let (first, last) = match (first.trim(), last.trim()) {
        ("", last) => (length.saturating_sub(last.parse().ok()?), length.checked_sub(1)?),
        (first, "") => (first.parse().ok()?, length.checked_sub(1)?),
        (first, last) => (first.parse().ok()?, last.parse::<usize>().ok()?.min(length.checked_sub(1)?)),
    };
    Some(if first < length && first <= last { Ok((first, last)) } else { Err(()) })
}

fn wants_gzip(asked: &HeaderMap) -> bool {
    let accepted = text(asked, ACCEPT_ENCODING).unwrap_or_default();
    accepted.split(',').any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, "q=1"));
        let weight = weight.trim().strip_prefix("q=").and_then(|weight| weight.parse::<f32>().ok());
        name.trim() == "gzip" && weight.is_none_or(|weight| weight > 0.0)
    })
}

fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::fast());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}
