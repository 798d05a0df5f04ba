//! Why the server cannot serve, in words for who started it.

use std::fmt;
use std::io;

use super::listen::PORTS;

/// Why the server cannot serve.
#[derive(Debug)]
pub enum Fault {
    /// This port and all that were tried after it are taken.
    Taken(u16),
    /// The system does not let it listen there.
    Listen(String, u16, io::Error),
    /// The site folder cannot be watched.
    Watch(io::Error),
    /// Anything else that the machine refused.
    Machine(io::Error),
}

impl Fault {
    /// Why no port could be taken.
    pub(super) fn listen(error: io::Error, host: &str, port: u16) -> Self {
        match error.kind() {
            io::ErrorKind::AddrInUse => Self::Taken(port),
            _ => Self::Listen(host.to_owned(), port, error),
        }
    }

    /// What to do about it, where there is something.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Taken(_) => {
                Some("stop a server that runs there, or name another port: `--port 8000`, `--port 0` for any")
            }
            Self::Listen(_, _, error) => Some(match error.kind() {
                io::ErrorKind::PermissionDenied => {
                    "ports below 1024 belong to the system: name one above, as `--port 4747`"
                }
                io::ErrorKind::AddrNotAvailable => {
                    "this machine has no such number: `--host 127.0.0.1` is always its own"
                }
                _ => "name this machine by `--host 127.0.0.1`, or by one of its own numbers",
            }),
            Self::Watch(_) => Some("the system may watch no more files: on Linux, raise `fs.inotify.max_user_watches`"),
            Self::Machine(_) => None,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Taken(u16::MAX) => f.write_str("the port 65535 is taken"),
            Self::Taken(port) => write!(f, "the ports {port} to {} are all taken", port.saturating_add(PORTS)),
            Self::Listen(host, port, error) => write!(f, "cannot listen at {host}:{port}: {error}"),
            Self::Watch(error) => write!(f, "cannot watch the site folder: {error}"),
            Self::Machine(error) => write!(f, "cannot serve: {error}"),
        }
    }
}
