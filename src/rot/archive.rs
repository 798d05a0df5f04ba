//! Asks a web archive whether it has a copy of a page: the availability interface of the Wayback Machine, which others
//! have too.

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use serde::Deserialize;
use tokio::time::sleep;

use crate::web::{Client, Failure, Request, Url};

/// Where the Wayback Machine answers.
pub const WAYBACK: &str = "https://archive.org/wayback/available";

/// The longest answer that is read, in bytes.
const LIMIT: usize = 64 * 1024;

/// A page that is looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Its address.
    pub url: String,
    /// The day near which a copy is wanted: `20170412`.
    pub day: Option<String>,
}

#[derive(Deserialize)]
struct Available {
    #[serde(default)]
    archived_snapshots: Snapshots,
}

#[derive(Default, Deserialize)]
struct Snapshots {
    closest: Option<Snapshot>,
}

#[derive(Deserialize)]
struct Snapshot {
    available: bool,
    url: String,
    status: Option<String>,
}

/// What came of looking for copies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lookup {
    /// For each page that was looked for, in their order, the address of its copy; `None` where there is none of what the
    /// page once was.
    pub copies: Vec<Option<String>>,
    /// Why the rest was not looked for.
    pub cut: Option<Cut>,
}

/// Why a lookup ended before its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cut {
    /// The editor wanted no more.
    Stopped,
    /// The archive did not answer, or not in the form that is expected.
    Failed(String),
}

/// Asks an archive for copies of pages, one after the other with a pause between, until `stop` ends.
pub async fn copies(
    client: &Client,
    service: &str,
    wanted: &[Wanted],
    pause: Duration,
    stop: impl Future<Output = ()>,
) -> Lookup {
    let mut stop = pin!(stop);
    let mut lookup = Lookup::default();
    for (at, page) in wanted.iter().enumerate() {
        let next = async {
            sleep(if at > 0 { pause } else { Duration::ZERO }).await;
            copy(client, service, page).await
        };
        let copy = tokio::select! {
            copy = next => copy.map_err(Cut::Failed),
            () = &mut stop => Err(Cut::Stopped),
        };
        match copy {
            Ok(copy) => lookup.copies.push(copy),
            Err(cut) => return Lookup { cut: Some(cut), ..lookup },
        }
    }
    lookup
}

async fn copy(client: &Client, service: &str, wanted: &Wanted) -> Result<Option<String>, String> {
    let mut question = Url::parse(service).map_err(|_| Failure::Unfit(service.to_owned()).to_string())?;
    question.query_pairs_mut().append_pair("url", &wanted.url);
    if let Some(day) = &wanted.day {
        question.query_pairs_mut().append_pair("timestamp", day);
    }
    let request = Request { limit: LIMIT, ..Request::get(question.as_str()) };
    let answer = client.ask(&request).await.map_err(|failure| failure.to_string())?;
    if answer.status != 200 {
        return Err(format!("the archive says {}", answer.status));
    }
    found(&answer.body).ok_or_else(|| "the archive's answer is not understood".to_owned())
}

/// What an answer says; `None` where it is no such answer.
fn found(body: &[u8]) -> Option<Option<String>> {
    let available: Available = serde_json::from_slice(body).ok()?;
    let is_page = |copy: &Snapshot| copy.available && copy.status.as_deref().is_none_or(|status| status == "200");
    let copy = available.archived_snapshots.closest.filter(is_page).map(|copy| encrypted(&copy.url));
    Some(copy.filter(|url| crate::address::unfit(url).is_none()))
}

/// The Wayback Machine still names its copies by `http:`, and sends on.
fn encrypted(url: &str) -> String {
    url.strip_prefix("http://web.archive.org/")
        .map_or_else(|| url.to_owned(), |rest| format!("https://web.archive.org/{rest}"))
}

#[cfg(test)]
mod tests {
    use super::found;

    #[test]
    fn answers_of_the_archive_are_read() {
        let copy = r#"{"url":"a.example","archived_snapshots":{"closest":{"status":"200","available":true,
            "url":"http://web.archive.org/web/2017/http://a.example/x","timestamp":"2017"}}}"#;
        assert_eq!(found(copy.as_bytes()), Some(Some("https://web.archive.org/web/2017/http://a.example/x".into())));
        for (other, wanted) in [
            (r#"{"url":"a","archived_snapshots":{}}"#.to_owned(), Some(None)),
            (copy.replace("\"200\"", "\"404\""), Some(None)),
            (copy.replace("true", "false"), Some(None)),
            (copy.replace("http://web", "javascript:web"), Some(None)),
            ("<html>".to_owned(), None),
        ] {
            assert_eq!(found(other.as_bytes()), wanted, "{other}");
        }
    }
}
