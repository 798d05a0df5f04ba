//! A web on loopback, written by hand, so that it can misbehave in every way a server can.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What a server was asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// `GET`, `HEAD` …
    pub method: String,
    /// The path with its query.
    pub path: String,
    /// The headers, their names in lower case.
    pub headers: BTreeMap<String, String>,
    /// What was sent along.
    pub body: Vec<u8>,
    /// When.
    pub at: Instant,
}

/// What a server does with a connection once it was asked.
pub enum Deed {
    /// Sends these bytes and closes.
    Say(Vec<u8>),
    /// Sends these bytes, then the second ones again and again with a pause between.
    Repeat(Vec<u8>, Vec<u8>, Duration),
    /// Closes without a word.
    Hang,
    /// Says nothing for this long, then sends the bytes.
    Wait(Duration, Vec<u8>),
}

/// A running server; it lives as long as the test's process.
pub struct Server {
    pub address: SocketAddr,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// A server on a port of its own that answers with `answer`.
    pub fn start(answer: impl Fn(&Asked) -> Deed + Send + Sync + 'static) -> Self {
        let answer = Arc::new(answer);
        let asked = Arc::new(Mutex::new(Vec::new()));
        let log = Arc::clone(&asked);
        let address = listen(move |stream| serve(stream, &*answer, &log));
        Self { address, asked }
    }

    /// A server that takes connections and leaves the rest to `meet`.
    pub fn raw(meet: impl Fn(TcpStream) + Send + Sync + 'static) -> Self {
        Self { address: listen(meet), asked: Arc::default() }
    }

    /// The whole address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What it was asked so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn listen(meet: impl Fn(TcpStream) + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    let meet = Arc::new(meet);
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let meet = Arc::clone(&meet);
            std::thread::spawn(move || meet(stream));
        }
    });
    address
}

fn serve(mut stream: TcpStream, answer: &(dyn Fn(&Asked) -> Deed + Send + Sync), log: &Mutex<Vec<Asked>>) {
    let _ = stream.set_read_timeout(Some(Duration::from_secs(20)));
    let Some(asked) = read(&stream) else { return };
    log.lock().unwrap_or_else(PoisonError::into_inner).push(asked.clone());
    // Who asked may have gone away: that is part of the game.
    let _ = match answer(&asked) {
        Deed::Hang => Ok(()),
        Deed::Say(bytes) => stream.write_all(&bytes),
        Deed::Wait(time, bytes) => {
            std::thread::sleep(time);
            stream.write_all(&bytes)
        }
        Deed::Repeat(first, again, pause) => (|| {
            stream.write_all(&first)?;
            loop {
                stream.write_all(&again)?;
                std::thread::sleep(pause);
            }
        })(),
    };
}

fn read(stream: &TcpStream) -> Option<Asked> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Asked { method, path, headers, body, at: Instant::now() })
}

/// An answer with its length; `headers` are whole lines without their ends.
pub fn reply(asked: &Asked, status: &str, headers: &[&str], body: impl AsRef<[u8]>) -> Deed {
    let body = body.as_ref();
    let mut bytes = format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
    for header in headers {
        bytes.push_str(header);
        bytes.push_str("\r\n");
    }
    let mut bytes = (bytes + "\r\n").into_bytes();
    if asked.method != "HEAD" {
        bytes.extend_from_slice(body);
    }
    Deed::Say(bytes)
}

/// An HTML page.
pub fn page(asked: &Asked, status: &str, html: &str) -> Deed {
    reply(asked, status, &["content-type: text/html; charset=utf-8"], html)
}

/// A redirect.
pub fn send_on(asked: &Asked, status: &str, to: &str) -> Deed {
    reply(asked, status, &[&format!("location: {to}")], "")
}
