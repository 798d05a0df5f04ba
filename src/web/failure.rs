//! What kept a server from answering, in an editor's words.

use std::error::Error;
use std::fmt;

use super::Hop;

/// What kept a server from answering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The address is none of http or https.
    Unfit(String),
    /// The address leads into a private network, where it must not; the server's name.
    Private(String),
    /// No server has this name.
    Name,
    /// There is no connection to the server.
    Connection,
    /// The connection cannot be trusted, and why not.
    Trust(String),
    /// The time was up.
    Slow,
    /// What came is no answer of the web.
    Garbled,
    /// The redirects lead back to where they have been.
    Circle(Vec<Hop>),
    /// There are more redirects than are followed.
    TooManyHops(Vec<Hop>),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unfit(address) => write!(f, "`{address}` is no http or https address"),
            Self::Private(host) => write!(f, "`{host}` is in a private network"),
            Self::Name => f.write_str("no server has this name"),
            Self::Connection => f.write_str("the server takes no connection"),
            Self::Trust(why) => write!(f, "the connection cannot be trusted: {why}"),
            Self::Slow => f.write_str("the server did not answer in time"),
            Self::Garbled => f.write_str("the server broke off or its answer is not of the web"),
            Self::Circle(_) => f.write_str("its redirects go in a circle"),
            Self::TooManyHops(hops) => write!(f, "it sends on more than {} times", hops.len() - 1),
        }
    }
}

impl Error for Failure {}

/// A name whose every server is in a private network: the resolver's error.
#[derive(Debug)]
pub(super) struct PrivateName(pub String);

impl fmt::Display for PrivateName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is in a private network", self.0)
    }
}

impl Error for PrivateName {}

impl Failure {
    /// Whether it is the server's and not this one address's.
    pub fn is_silence(&self) -> bool {
        matches!(self, Self::Name | Self::Connection | Self::Trust(_) | Self::Slow)
    }

    /// What an error of reqwest comes down to.
    pub(super) fn of(error: &reqwest::Error) -> Self {
        let causes = causes(error);
        if let Some(PrivateName(host)) = causes.iter().find_map(|cause| cause.downcast_ref()) {
            return Self::Private(host.clone());
        }
        if let Some(tls) = causes.iter().find_map(|cause| cause.downcast_ref::<rustls::Error>()) {
            return Self::Trust(distrust(tls));
        }
        if error.is_timeout() {
            Self::Slow
        } else if error.is_dns() {
            Self::Name
        } else if error.is_connect() {
            Self::Connection
        } else {
            Self::Garbled
        }
    }
}

fn distrust(error: &rustls::Error) -> String {
    use rustls::CertificateError as Bad;
    let rustls::Error::InvalidCertificate(bad) = error else { return "its encryption does not work".to_owned() };
    let why = match bad {
        Bad::Expired | Bad::ExpiredContext { .. } => "its certificate has run out",
        Bad::NotValidYet | Bad::NotValidYetContext { .. } => "its certificate is not valid yet",
        Bad::NotValidForName | Bad::NotValidForNameContext { .. } => "its certificate is for another name",
        Bad::Revoked => "its certificate was revoked",
        Bad::UnknownIssuer => "nobody trusted vouches for its certificate",
        _ => "its certificate is not valid",
    };
    why.to_owned()
}

/// An error and what is behind it, down to the first cause.
fn causes<'e>(error: &'e (dyn Error + 'static)) -> Vec<&'e (dyn Error + 'static)> {
    let mut causes = vec![error];
    while let Some(&last) = causes.last() {
        // What an error of the system wraps is not its `source`, but that one's source is.
        let inner = last.downcast_ref::<std::io::Error>().and_then(|io| io.get_ref());
        let Some(next) = inner.map(|inner| inner as &(dyn Error + 'static)).or_else(|| last.source()) else { break };
        causes.push(next);
    }
    causes
}

/// An error with all that is behind it, in one line.
pub(super) fn chain(error: &(dyn Error + 'static)) -> String {
    let causes: Vec<String> = causes(error).iter().map(ToString::to_string).collect();
    causes.join(": ")
}
