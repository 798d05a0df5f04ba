//! From where a browser sees the site: as the public, with drafts, or as the public will see it at another moment. Each
//! tab says so in a cookie, so that every address is the same from everywhere.

use std::fmt;

use axum::http::HeaderMap;
use axum::http::header::{COOKIE, HOST};

/// The header by which a page asks for its own successor, wherever the cookie stands by then.
const HEADER: &str = "dateline-as";

/// From where the site is seen. Its text is `public`, `drafts` or a date.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Standpoint {
    /// What everybody sees now.
    Public,
    /// What the desk sees now: drafts, scheduled and embargoed entries too.
    Drafts,
    /// What everybody sees at a date or date-time (as an editor writes it, in the site's time zone).
    AsOf(String),
}

impl Standpoint {
    /// Reads its text.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "public" => Some(Self::Public),
            "drafts" => Some(Self::Drafts),
            date if is_date(date) => Some(Self::AsOf(date.to_owned())),
            _ => None,
        }
    }

    /// What a request asks for: by its header, or by the cookie of this server's port, as cookies know no ports.
    pub fn asked(headers: &HeaderMap) -> Option<Self> {
        if let Some(asked) = headers.get(HEADER) {
            return Self::parse(asked.to_str().ok()?);
        }
        let host = headers.get(HOST)?.to_str().ok()?;
        let port = host.rsplit_once(':').map_or("", |(_, port)| port);
        let cookies = headers.get_all(COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
        let mut pairs = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
        let (_, value) = pairs.find(|(name, _)| name.strip_prefix("dateline-") == Some(port))?;
        Self::parse(value)
    }
}

impl fmt::Display for Standpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Public => "public",
            Self::Drafts => "drafts",
            Self::AsOf(date) => date,
        })
    }
}

/// Whether these are the letters of a date or date-time, and so fit to stand in a cookie or a page.
fn is_date(text: &str) -> bool {
    (10..=25).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit() || b"-:+TZ".contains(&byte))
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderMap;
    use axum::http::header::{COOKIE, HOST};

    use super::Standpoint;

    #[test]
    fn the_cookie_of_this_port_counts() {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, "127.0.0.1:4747".parse().expect("a value"));
        assert_eq!(Standpoint::asked(&headers), None);
        headers.insert(COOKIE, "dateline-4748=drafts; dateline-4747=2026-12-24T06:00".parse().expect("a value"));
        assert_eq!(Standpoint::asked(&headers), Some(Standpoint::AsOf("2026-12-24T06:00".to_owned())));
        headers.insert("dateline-as", "public".parse().expect("a value"));
        assert_eq!(Standpoint::asked(&headers), Some(Standpoint::Public));
    }

    #[test]
    fn what_is_no_standpoint_is_none() {
        assert_eq!(["", "all", "2026", "2026-12-24\"><script>"].map(Standpoint::parse), [None, None, None, None]);
    }
}
