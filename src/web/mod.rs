//! Asks other servers. The interface to reqwest and rustls, which no other folder names.
//!
//! A [`Client`] says who asks, waits only so long, reads only so much and follows redirects itself, so that every hop is
//! seen. It asks over http and https alone, uses no proxy, keeps no cookies and repeats nothing: pacing and second tries
//! are the callers' business. Each answer is a value; what kept a server from answering is a [`Failure`] in an editor's
//! words.

mod answer;
mod failure;
mod reach;
mod request;
mod stop;

use std::future::Future;
use std::time::Duration;

use reqwest::Response;
use reqwest::header::LOCATION;
use reqwest::redirect::Policy;
use tokio::time::{Instant, timeout_at};

use reach::{Names, is_private};

pub use answer::{Answer, End, Hop};
pub use failure::Failure;
pub use reach::Reach;
pub use request::{Method, Request, Take};
/// An address in its parts, by the rules of browsers (WHATWG's URL standard).
pub use reqwest::Url;
pub use stop::{asked_to_stop, at_each_stop};

/// How long a client waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// For a connection, the handshake of TLS included.
    pub connect: Duration,
    /// For the next bytes.
    pub read: Duration,
    /// For an answer as a whole, redirects included.
    pub whole: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { connect: Duration::from_secs(10), read: Duration::from_secs(15), whole: Duration::from_secs(30) }
    }
}

/// Asks other servers; a copy of it shares its connections.
#[derive(Clone, Debug)]
pub struct Client {
    /// Reaches every address.
    open: reqwest::Client,
    /// Reaches none that is private.
    public: reqwest::Client,
    whole: Duration,
}

impl Client {
    /// A client that gives servers `contact`, an address by which their keepers find out who asks.
    ///
    /// # Errors
    ///
    /// With the reason, where the system has no certificates to trust or `contact` cannot stand in a header.
    pub fn new(contact: &str, patience: Patience) -> Result<Self, String> {
        install_tls();
        let build = |reach| {
            let client = reqwest::Client::builder()
                .user_agent(user_agent(contact))
                .redirect(Policy::none())
                .referer(false)
                .no_proxy()
                .connect_timeout(patience.connect)
                .read_timeout(patience.read)
                .dns_resolver(Names(reach))
                .build();
            client.map_err(|error| failure::chain(&error))
        };
        Ok(Self { open: build(Reach::Typed)?, public: build(Reach::Public)?, whole: patience.whole })
    }

    /// Asks, follows redirects and reads what [`Request::take`] wants of the answer. Any status is an answer.
    ///
    /// # Errors
    ///
    /// Where no server answered, or none that may be asked.
    pub async fn ask(&self, request: &Request) -> Result<Answer, Failure> {
        let until = Instant::now() + self.whole;
        let mut url = fit(&request.url)?;
        let mut hops = Vec::new();
        let mut reach = request.reach;
        loop {
            let sent = timeout_at(until, self.send(request, &url, reach));
            let response = sent.await.map_err(|_| Failure::Slow)??;
            let Some(next) = redirected(&response).filter(|_| request.redirects > 0) else {
                return Ok(Answer::receive(response, url, hops, request, until).await);
            };
            let next = fit_target(&url, &next)?;
            let seen = next == url || hops.iter().any(|hop: &Hop| hop.from == next.as_str());
            let status = response.status().as_u16();
            // A public server must not send anybody into a private network.
            if response.remote_addr().is_none_or(|from| !is_private(from.ip())) {
                reach = Reach::Public;
            }
            hops.push(Hop { from: url.into(), status });
            if seen {
                return Err(Failure::Circle(hops));
            }
            if hops.len() > request.redirects {
                return Err(Failure::TooManyHops(hops));
            }
            url = next;
        }
    }

    async fn send(&self, request: &Request, url: &Url, reach: Reach) -> Result<Response, Failure> {
        if reach == Reach::Public && reach::names_private(url) {
            return Err(Failure::Private(url.host_str().unwrap_or_default().to_owned()));
        }
        let client = if reach == Reach::Public { &self.public } else { &self.open };
        let mut building = client.request(request.method.into(), url.clone());
        for (name, value) in &request.headers {
            building = building.header(name, value);
        }
        if request.method == Method::Post {
            building = building.body(request.body.clone());
        }
        building.send().await.map_err(|error| Failure::of(&error))
    }
}

/// Lets TLS use the ciphers of ring: before any client of reqwest is made, by whomever. A second call does nothing.
pub fn install_tls() {
    // An error says that they are installed already.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// Waits for work that asks servers, on a thread that does nothing else meanwhile.
///
/// # Errors
///
/// When the system gives the program no means to wait with.
pub fn wait<T>(work: impl Future<Output = T>) -> std::io::Result<T> {
    Ok(tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(work))
}

fn user_agent(contact: &str) -> String {
    let version = env!("CARGO_PKG_VERSION").rsplit_once('.').map_or(env!("CARGO_PKG_VERSION"), |(main, _)| main);
    format!("Dateline/{version} (+{contact})")
}

fn fit(address: &str) -> Result<Url, Failure> {
    let url = Url::parse(address).map_err(|_| Failure::Unfit(address.to_owned()))?;
    let is_fit = matches!(url.scheme(), "http" | "https") && url.has_host();
    if is_fit { Ok(url) } else { Err(Failure::Unfit(address.to_owned())) }
}

/// Where an answer sends who asked.
fn redirected(response: &Response) -> Option<String> {
    let sends = matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308);
    let target = response.headers().get(LOCATION).filter(|_| sends)?;
    Some(String::from_utf8_lossy(target.as_bytes()).into_owned())
}

/// The whole address of a redirect's target, with the fragment of where it was met unless it has its own.
fn fit_target(from: &Url, target: &str) -> Result<Url, Failure> {
    let mut next = from.join(target).map_err(|_| Failure::Unfit(target.to_owned()))?;
    if next.fragment().is_none() {
        next.set_fragment(from.fragment());
    }
    fit(next.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_of_redirects_are_read_as_browsers_do() {
        let from = Url::parse("https://example.org/a/b?c#d").unwrap();
        for (target, wanted) in [
            ("/x", Ok("https://example.org/x#d")),
            ("y#z", Ok("https://example.org/a/y#z")),
            ("//other.example/ü", Ok("https://other.example/%C3%BC#d")),
            ("file:///etc/passwd", Err(Failure::Unfit("file:///etc/passwd#d".to_owned()))),
        ] {
            assert_eq!(fit_target(&from, target).map(String::from), wanted.map(str::to_owned), "{target}");
        }
    }

    #[test]
    fn a_client_says_who_asks() {
        assert_eq!(user_agent("https://example.org"), "Dateline/0.1 (+https://example.org)");
    }
}
