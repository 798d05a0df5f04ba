//! What a server answered.

use reqwest::Response;
use tokio::time::{Instant, timeout_at};

use super::{Method, Request, Take, Url};
use crate::charset;

/// What a server answered, whatever its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status: 200, 404 …
    pub status: u16,
    /// The address that answered in the end.
    pub url: String,
    /// The redirects on the way there, in their order.
    pub hops: Vec<Hop>,
    /// The headers, their names in lower case.
    pub headers: Vec<(String, String)>,
    /// As much of the body as was wanted and came, decompressed.
    pub body: Vec<u8>,
    /// Why there is no more of it.
    pub end: End,
}

/// A redirect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The address that sent on.
    pub from: String,
    /// Its status: 301 and 308 say for good, 302, 303 and 307 for now.
    pub status: u16,
}

/// Where a body ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// It is whole, or nothing of it was wanted.
    Whole,
    /// At the limit of the request.
    Limit,
    /// The connection broke off, or what came cannot be decompressed.
    Cut,
    /// The time was up.
    Slow,
}

impl Answer {
    pub(super) async fn receive(
        response: Response,
        url: Url,
        hops: Vec<Hop>,
        request: &Request,
        until: Instant,
    ) -> Self {
        let status = response.status().as_u16();
        let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
        let headers = response.headers().iter().map(|(name, value)| (name.to_string(), text(value.as_bytes())));
        let headers: Vec<_> = headers.collect();
        let answer = Self { status, url: url.into(), hops, headers, body: Vec::new(), end: End::Whole };
        let wanted = match request.take {
            _ if request.method == Method::Head => false,
            Take::All => true,
            Take::Pages => answer.is_page(),
        };
        if wanted { answer.read(response, request.limit, until).await } else { answer }
    }

    async fn read(mut self, mut response: Response, limit: usize, until: Instant) -> Self {
        self.end = loop {
            match timeout_at(until, response.chunk()).await {
                Ok(Ok(None)) => break End::Whole,
                Ok(Ok(Some(bytes))) => {
                    let room = limit - self.body.len();
                    self.body.extend_from_slice(&bytes[..bytes.len().min(room)]);
                    if bytes.len() > room {
                        break End::Limit;
                    }
                }
                Ok(Err(error)) if error.is_timeout() => break End::Slow,
                Ok(Err(_)) => break End::Cut,
                Err(_) => break End::Slow,
            }
        };
        self
    }

    /// The first header of a name, which is in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.trim())
    }

    /// The media type in lower case without parameters: `text/html`.
    pub fn media_type(&self) -> Option<String> {
        let value = self.header("content-type")?.split(';').next()?.trim().to_ascii_lowercase();
        Some(value).filter(|value| !value.is_empty())
    }

    /// Whether it is something to read: HTML, plain text, or nobody says.
    pub fn is_page(&self) -> bool {
        let page = |kind: String| matches!(kind.as_str(), "text/html" | "application/xhtml+xml" | "text/plain");
        self.media_type().is_none_or(page)
    }

    /// The body as text, in the encoding that the header names, the page names, or that it looks like.
    pub fn text(&self) -> String {
        let parameters = self.header("content-type").unwrap_or_default().split(';').skip(1);
        let declared = parameters.filter_map(|part| part.split_once('=')).find(|(name, _)| {
            let name = name.trim();
            name.eq_ignore_ascii_case("charset")
        });
        charset::decode(&self.body, declared.map(|(_, value)| value.trim().trim_matches(['"', '\''])))
    }
}
