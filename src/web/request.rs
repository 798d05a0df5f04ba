//! What is asked of a server.

use super::Reach;

/// How much of an answer is read unless a request says otherwise, in bytes after decompression.
const LIMIT: usize = 2 * 1024 * 1024;

/// How many redirects are followed unless a request says otherwise.
const REDIRECTS: usize = 10;

/// What is asked of a server.
#[derive(Clone, Debug)]
pub struct Request {
    /// How.
    pub method: Method,
    /// Of which address: http or https.
    pub url: String,
    /// Headers beside those that every request has.
    pub headers: Vec<(String, String)>,
    /// What is sent along; only with [`Method::Post`].
    pub body: Vec<u8>,
    /// Of which answers the body is read.
    pub take: Take,
    /// How many bytes of it at most, counted after decompression.
    pub limit: usize,
    /// How many redirects are followed; with none the redirect itself is the answer.
    pub redirects: usize,
    /// Which servers may be asked.
    pub reach: Reach,
}

/// How a server is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// For the head of an answer alone.
    Head,
    /// For an answer.
    Get,
    /// To take something.
    Post,
}

/// Of which answers the body is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Take {
    /// Of all.
    All,
    /// Of those that are HTML or plain text, or do not say what they are.
    Pages,
}

impl Request {
    /// Asks for a page.
    pub fn get(url: &str) -> Self {
        Self::new(Method::Get, url)
    }

    /// Asks whether there is a page.
    pub fn head(url: &str) -> Self {
        Self::new(Method::Head, url)
    }

    /// Sends something of a media type; redirects are not followed.
    pub fn post(url: &str, media_type: &str, body: Vec<u8>) -> Self {
        let headers = vec![("content-type".to_owned(), media_type.to_owned())];
        Self { headers, body, redirects: 0, ..Self::new(Method::Post, url) }
    }

    fn new(method: Method, url: &str) -> Self {
        Self {
            method,
            url: url.to_owned(),
            headers: vec![("accept".to_owned(), "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8".to_owned())],
            body: Vec::new(),
            take: Take::All,
            limit: LIMIT,
            redirects: REDIRECTS,
            reach: Reach::Typed,
        }
    }
}

impl From<Method> for reqwest::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Head => Self::HEAD,
            Method::Get => Self::GET,
            Method::Post => Self::POST,
        }
    }
}
