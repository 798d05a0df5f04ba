//! `desk.links`: how `dateline check --links` asks for links, where that differs from the default. The command line has
//! the last word.

use jiff::{SignedDuration, Span, SpanRelativeTo, Unit};

use super::defaults;
use super::read::number;
use crate::address;
use crate::yaml::{Field, Group, Keys};

/// The keys under `desk.links`.
pub const LINKS: Keys = Keys {
    known: &["max_age", "host_delay", "timeout", "servers", "contact", "skip", "archive_service"],
    synonyms: &[
        ("age", "max_age"),
        ("max_cache_age", "max_age"),
        ("delay", "host_delay"),
        ("pace", "host_delay"),
        ("concurrency", "servers"),
        ("max_concurrency", "servers"),
        ("user_agent", "contact"),
        ("exclude", "skip"),
        ("ignore", "skip"),
        ("archive", "archive_service"),
    ],
};

/// How links are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Links {
    /// How old an answer may be before a link is asked for again.
    pub max_age: SignedDuration,
    /// The pause between two links of one server.
    pub host_delay: SignedDuration,
    /// How long a server may take for an answer.
    pub timeout: SignedDuration,
    /// How many servers are asked at once.
    pub servers: usize,
    /// By what their keepers find out who asks: an address on the web or of a mailbox; the site's own where there is none.
    pub contact: Option<String>,
    /// What is not asked for: names of servers (`example.org`, those below it too) and beginnings of addresses.
    pub skip: Vec<String>,
    /// The availability interface of the web archive that is asked for copies.
    pub archive_service: Option<String>,
}

impl Default for Links {
    fn default() -> Self {
        Self {
            max_age: defaults::LINK_AGE,
            host_delay: defaults::LINK_DELAY,
            timeout: defaults::LINK_TIMEOUT,
            servers: defaults::LINK_SERVERS,
            contact: None,
            skip: Vec::new(),
            archive_service: None,
        }
    }
}

impl Links {
    /// Whether an address on the web is not asked for.
    pub fn skips(&self, url: &str) -> bool {
        let server = server(url).to_ascii_lowercase();
        let host = server.split(':').next().unwrap_or_default();
        self.skip.iter().any(|skip| match skip.contains("://") {
            true => url.starts_with(skip.as_str()),
            false => {
                let skip = skip.to_ascii_lowercase();
                server == skip || host.strip_suffix(&skip).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
            }
        })
    }
}

/// The server of an address, with its port.
fn server(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let whole = rest.split(['/', '?', '#']).next().unwrap_or_default();
    whole.rsplit('@').next().unwrap_or_default()
}

/// A time as an editor writes it: `7d`, `12h`, `500ms`; a day has 24 hours.
///
/// # Errors
///
/// Says how a time is written.
pub fn time(typed: &str) -> Result<SignedDuration, String> {
    let span: Span = typed.parse().map_err(|_| "write a time such as `7d`, `12h` or `500ms`".to_owned())?;
    let days = SpanRelativeTo::days_are_24_hours();
    let seconds = span.total((Unit::Second, days)).map_err(|_| "write it in days, hours or less".to_owned())?;
    if seconds < 0.0 { Err("a time cannot be negative".to_owned()) } else { Ok(SignedDuration::from_secs_f64(seconds)) }
}

/// Reads `desk.links`.
pub(super) fn links(desk: &Group<'_>) -> Links {
    let usual = Links::default();
    let field = desk.field("links");
    let Some(group) = field.as_ref().and_then(|field| field.group(LINKS)) else { return usual };
    Links {
        max_age: span(&group, "max_age").unwrap_or(usual.max_age),
        host_delay: span(&group, "host_delay").unwrap_or(usual.host_delay),
        timeout: timeout(&group).unwrap_or(usual.timeout),
        servers: number(&group, "servers", 1..=1000).unwrap_or(usual.servers),
        contact: group.field("contact").and_then(|field| contact(&field)),
        skip: group.field("skip").map(|field| skip(&field)).unwrap_or_default(),
        archive_service: group.field("archive_service").and_then(|field| web(&field)),
    }
}

fn span(group: &Group<'_>, key: &str) -> Option<SignedDuration> {
    let field = group.field(key)?;
    let text = field.text()?;
    let fault = |why: String| field.error("unknown-value", format!("`{text}` is no time")).hint(why);
    time(&text).map_err(|why| field.note(fault(why))).ok()
}

fn timeout(group: &Group<'_>) -> Option<SignedDuration> {
    let timeout = span(group, "timeout")?;
    if timeout.is_zero() {
        let field = group.field("timeout")?;
        field.note(field.error("unknown-value", "no server answers in no time").hint("write `timeout: 20s`"));
        return None;
    }
    Some(timeout)
}

/// An address on the web, or that of a mailbox.
fn contact(field: &Field<'_>) -> Option<String> {
    let text = field.text()?;
    let is_plain = |c: char| c.is_ascii_graphic() && !"()<>,;".contains(c);
    let is_mailbox = text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'));
    if text.chars().all(is_plain) && (is_mailbox || address::unfit(&text).is_none()) {
        return Some(text);
    }
    let problem = field.error("bad-url", format!("`{text}` tells nobody who asks"));
    field.note(
        problem.hint("write an address on the web or of a mailbox: `https://www.example.org/bot`, `desk@example.org`"),
    );
    None
}

fn web(field: &Field<'_>) -> Option<String> {
    let text = field.text()?;
    let Some(why) = address::unfit(&text) else { return Some(text) };
    let problem = field.error("bad-url", format!("`{}` is no address on the web: it {why}", field.name()));
    field.note(problem.hint("write it with its `https://`"));
    None
}

/// Names of servers and beginnings of addresses.
fn skip(field: &Field<'_>) -> Vec<String> {
    let is_server = |text: &str| !text.contains(['/', '*', '?', '#', '@']) && !text.contains(char::is_whitespace);
    let one = |field: &Field<'_>| {
        let text = field.text()?;
        if if text.contains("://") { address::unfit(&text).is_none() } else { is_server(&text) } {
            return Some(text);
        }
        let problem =
            field.error("bad-url", format!("`{text}` is neither the name of a server nor how addresses begin"));
        field.note(problem.hint("write `example.org`, for it and all below it, or `https://example.org/shop/`"));
        None
    };
    field.items().iter().filter_map(one).collect()
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::{Links, time};

    #[test]
    fn servers_and_beginnings_of_addresses_are_skipped() {
        let skip = ["Example.org", "127.0.0.1:8080", "https://b.example/shop/"].map(str::to_owned).to_vec();
        let links = Links { skip, ..Links::default() };
        for url in [
            "https://example.org/x",
            "http://www.EXAMPLE.org:81?x",
            "http://a@example.org",
            "http://127.0.0.1:8080/x",
            "https://b.example/shop/x",
        ] {
            assert!(links.skips(url), "{url}");
        }
        for url in [
            "https://anexample.org",
            "http://127.0.0.1:80/",
            "https://b.example/shops",
            "https://c.example/example.org",
        ] {
            assert!(!links.skips(url), "{url}");
        }
    }

    #[test]
    fn times_are_written_in_days_and_less() {
        assert_eq!(time("7d"), Ok(SignedDuration::from_hours(168)));
        assert_eq!(time("500ms"), Ok(SignedDuration::from_millis(500)));
        assert!(time("1 month").is_err() && time("-1s").is_err() && time("soon").is_err());
    }
}
