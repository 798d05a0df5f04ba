//! A store in memory with faults on demand. It speaks as much as a publish needs of the protocol of S3
//! (https://docs.aws.amazon.com/AmazonS3/latest/API/) or of Google Cloud Storage, whose XML interface is much the same
//! (https://cloud.google.com/storage/docs/xml-api/reference-methods), with the server that gives machines their tokens
//! (https://cloud.google.com/compute/docs/metadata/querying-metadata). It was written from these pages.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dateline::load::Digest;

/// How many keys a listing gives at once, as S3 does.
const PAGE: usize = 1000;

/// A stored file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Object {
    pub bytes: Vec<u8>,
    pub headers: BTreeMap<String, String>,
    /// Which write of the store this was.
    generation: u64,
}

impl Object {
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    fn tag(&self) -> String {
        format!("\"{}\"", Digest::of(&self.bytes).hex())
    }
}

/// What a store speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    S3,
    /// Google Cloud Storage: states have numbers, each key is deleted by itself, and whoever asks shows a token.
    Google,
}

/// The token that the server of Google's dialect gives, and wants to see.
pub const TOKEN: &str = "ya29.hush-hush-EXAMPLE-token";

/// What goes wrong.
#[derive(Clone, Copy, Debug)]
pub enum Fault {
    /// The answer is 503.
    Unavailable,
    /// The connection ends before the request is heeded.
    Cut,
    /// The request is heeded, and the connection ends before the answer.
    CutAnswer,
    /// The answer takes its time.
    Slow(Duration),
    /// There is no room: what is put is refused with 507.
    Full,
    /// The answer is 403, and repeats what the request showed.
    Denied,
}

struct Store {
    dialect: Dialect,
    objects: BTreeMap<String, Object>,
    requests: Vec<String>,
    /// How many writes there were.
    writes: u64,
    /// How many requests failed as they were told to.
    failed: usize,
    /// Pages that referred to something that was not there, with what that was, after any change.
    dangling: Vec<String>,
    /// Which fault, from which request on, for how many.
    fault: Option<(Fault, usize, usize)>,
    /// The process that is killed when this many requests more have come.
    kill: Option<(usize, u32)>,
    /// Requests since the fault or the kill was set.
    seen: usize,
}

/// A running server.
pub struct Server {
    port: u16,
    store: Arc<Mutex<Store>>,
}

struct Request {
    method: String,
    path: String,
    key: String,
    query: BTreeMap<String, String>,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Server {
    pub fn start(dialect: Dialect) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        let store = Store {
            dialect,
            objects: BTreeMap::new(),
            requests: Vec::new(),
            writes: 0,
            failed: 0,
            dangling: Vec::new(),
            fault: None,
            kill: None,
            seen: 0,
        };
        let store = Arc::new(Mutex::new(store));
        let shared = Arc::clone(&store);
        // It ends with the test program.
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let store = Arc::clone(&shared);
                std::thread::spawn(move || serve(stream, &store));
            }
        });
        Self { port, store }
    }

    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Its host, where machines ask for their tokens.
    pub fn host(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub fn dialect(&self) -> Dialect {
        self.store.lock().expect("a store").dialect
    }

    pub fn objects(&self) -> BTreeMap<String, Object> {
        self.store.lock().expect("a store").objects.clone()
    }

    /// Gives files to a reader.
    pub fn reader(&self) -> impl Fn(&str) -> Option<Vec<u8>> + Send + 'static {
        let store = Arc::clone(&self.store);
        move |key| {
            // A reader is a guest: without a pause nobody else would come to the lock.
            std::thread::sleep(Duration::from_micros(300));
            store.lock().expect("a store").objects.get(key).map(|object| object.bytes.clone())
        }
    }

    pub fn put(&self, key: &str, bytes: &[u8]) {
        let object = Object { bytes: bytes.to_vec(), ..Object::default() };
        self.store.lock().expect("a store").write(key, object);
    }

    pub fn remove(&self, key: &str) {
        let mut store = self.store.lock().expect("a store");
        assert!(store.objects.remove(key).is_some(), "it was there");
    }

    pub fn requests(&self) -> Vec<String> {
        self.store.lock().expect("a store").requests.clone()
    }

    pub fn forget_requests(&self) {
        self.store.lock().expect("a store").requests.clear();
    }

    /// Lets so many requests fail, after so many that do not.
    pub fn fail(&self, fault: Fault, after: usize, count: usize) {
        let mut store = self.store.lock().expect("a store");
        (store.fault, store.seen) = (Some((fault, after, count)), 0);
    }

    /// How many requests failed as they were told to.
    pub fn failed(&self) -> usize {
        self.store.lock().expect("a store").failed
    }

    /// Fails if after any change of the store a page referred to an asset that was not there.
    #[track_caller]
    pub fn never_dangled(&self) {
        let dangling = self.store.lock().expect("a store").dangling.clone();
        assert!(dangling.is_empty(), "{} times, such as {:?}", dangling.len(), dangling.first());
    }

    /// Kills a process when it has sent so many requests.
    pub fn kill_at(&self, requests: usize, process: u32) {
        let mut store = self.store.lock().expect("a store");
        (store.kill, store.seen) = (Some((requests, process)), 0);
    }

    pub fn heal(&self) {
        let mut store = self.store.lock().expect("a store");
        (store.fault, store.kill) = (None, None);
    }
}

/// Answers the requests of a connection, one after the other.
fn serve(stream: TcpStream, store: &Mutex<Store>) {
    let Ok(writing) = stream.try_clone() else { return };
    let (mut reader, mut writer) = (BufReader::new(stream), writing);
    while let Some(request) = read(&mut reader) {
        if request.path.starts_with("/computeMetadata/") {
            let token = token(&request);
            if writer.write_all(&token).is_err() {
                return;
            }
            continue;
        }
        let (fault, kill) = {
            let mut store = store.lock().expect("a store");
            store.requests.push(format!("{} /briefing/{}", request.method, request.key));
            store.seen += 1;
            let seen = store.seen;
            let fault = store.fault.filter(|(_, after, count)| seen > *after && seen - after <= *count);
            store.failed += usize::from(fault.is_some());
            (fault.map(|(fault, ..)| fault), store.kill.filter(|(at, _)| seen >= *at).map(|(_, process)| process))
        };
        if let Some(process) = kill {
            let _ = Command::new("kill").args(["-9", &process.to_string()]).status();
            return;
        }
        let answer = match fault {
            Some(Fault::Cut) => return,
            Some(Fault::Unavailable) => answer(503, "", b"<Error><Code>SlowDown</Code></Error>"),
            Some(Fault::Denied) => {
                let shown = ["authorization", "x-amz-security-token"].map(|name| request.headers.get(name));
                answer(
                    403,
                    "",
                    format!("<Error><Code>AccessDenied</Code><Message>{shown:?}</Message></Error>").as_bytes(),
                )
            }
            Some(Fault::Full) if request.method == "PUT" => {
                answer(507, "", b"<Error><Code>InsufficientStorage</Code></Error>")
            }
            Some(Fault::Slow(time)) => {
                std::thread::sleep(time);
                heed(&request, store)
            }
            _ => heed(&request, store),
        };
        if matches!(fault, Some(Fault::CutAnswer)) || writer.write_all(&answer).is_err() {
            return;
        }
    }
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut line = String::new();
    reader.read_line(&mut line).ok().filter(|length| *length > 0)?;
    let mut words = line.split_whitespace();
    let (method, target) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_lowercase(), value.trim().to_owned());
    }
    let length: usize = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let (path, query) = target.split_once('?').unwrap_or((&target, ""));
    let key = decoded(path.strip_prefix("/briefing").unwrap_or_default().trim_start_matches('/'));
    let query = query.split('&').filter_map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (!name.is_empty()).then(|| (decoded(name), decoded(value)))
    });
    Some(Request { method, path: path.to_owned(), key, query: query.collect(), headers, body })
}

fn decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// What the server of a machine answers: only to those who ask as programs of it do.
fn token(request: &Request) -> Vec<u8> {
    let is_known = request.headers.get("metadata-flavor").map(String::as_str) == Some("Google")
        && request.path.ends_with("/service-accounts/default/token");
    if !is_known {
        return answer(403, "", b"");
    }
    let token = format!("{{\"access_token\":\"{TOKEN}\",\"expires_in\":3599,\"token_type\":\"Bearer\"}}");
    answer(200, "Metadata-Flavor: Google\r\nContent-Type: application/json\r\n", token.as_bytes())
}

fn heed(request: &Request, store: &Mutex<Store>) -> Vec<u8> {
    let mut store = store.lock().expect("a store");
    let is_google = store.dialect == Dialect::Google;
    let shown = request.headers.get("authorization").map_or("", String::as_str);
    if is_google && shown != format!("Bearer {TOKEN}") {
        // Servers may repeat what they were shown.
        return answer(
            401,
            "",
            format!("<Error><Code>Unauthorized</Code><Message>{shown}</Message></Error>").as_bytes(),
        );
    }
    if !request.path.starts_with("/briefing") {
        return answer(404, "", b"<Error><Code>NoSuchBucket</Code></Error>");
    }
    match (request.method.as_str(), request.key.as_str()) {
        ("GET", "") => list(&request.query, &store.objects),
        ("GET", key) => match store.objects.get(key) {
            Some(object) => answer(200, &head(object), &object.bytes),
            None => answer(404, "", b"<Error><Code>NoSuchKey</Code></Error>"),
        },
        ("PUT", _) => put(request, &mut store),
        ("POST", "") if !is_google && request.query.contains_key("delete") => {
            let body = String::from_utf8_lossy(&request.body).into_owned();
            let mut told = String::new();
            for part in body.split("<Key>").skip(1) {
                let key = part.split("</Key>").next().unwrap_or_default();
                store.delete(&key.replace("&amp;", "&").replace("&apos;", "'"));
                let _ = write!(told, "<Deleted><Key>{key}</Key></Deleted>");
            }
            answer(200, "", format!("<DeleteResult>{told}</DeleteResult>").as_bytes())
        }
        // S3 does not tell whether there was anything, Google does.
        ("DELETE", key) if !store.delete(key) && is_google => answer(404, "", b"<Error><Code>NoSuchKey</Code></Error>"),
        ("DELETE", _) => answer(204, "", b""),
        _ => answer(405, "", b""),
    }
}

impl Store {
    fn write(&mut self, key: &str, mut object: Object) -> String {
        self.writes += 1;
        object.generation = self.writes;
        let head = format!("ETag: {}\r\nx-goog-generation: {}\r\n", object.tag(), object.generation);
        self.objects.insert(key.to_owned(), object);
        self.look_for_dangling();
        head
    }

    fn delete(&mut self, key: &str) -> bool {
        let was_there = self.objects.remove(key).is_some();
        self.look_for_dangling();
        was_there
    }

    /// Looks at every page after every change, while the site is small.
    fn look_for_dangling(&mut self) {
        if self.objects.len() > 200 {
            return;
        }
        let pages = self.objects.iter().filter(|(key, _)| key.ends_with(".html") && !key.starts_with(".dateline/"));
        for (page, object) in pages {
            for part in String::from_utf8_lossy(&object.bytes).split("\"/assets/").skip(1) {
                let asset = format!("assets/{}", part.split(['"', '?', '#']).next().unwrap_or_default());
                if !self.objects.contains_key(&asset) {
                    self.dangling.push(format!("{page} without {asset}"));
                }
            }
        }
    }
}

fn put(request: &Request, store: &mut Store) -> Vec<u8> {
    let refused = || answer(412, "", b"<Error><Code>PreconditionFailed</Code></Error>");
    let there = store.objects.get(&request.key);
    let header = |name: &str| request.headers.get(name);
    let is_google = store.dialect == Dialect::Google;
    if is_google {
        let generation = there.map_or(0, |object| object.generation);
        if header("x-goog-if-generation-match").is_some_and(|wanted| *wanted != generation.to_string()) {
            return refused();
        }
    } else {
        let is_other =
            |tag: &String| there.is_none_or(|object| object.tag().trim_matches('"') != tag.trim_matches('"'));
        if header("if-none-match").is_some() && there.is_some() || header("if-match").is_some_and(is_other) {
            return refused();
        }
    }
    if let Some(source) = header(if is_google { "x-goog-copy-source" } else { "x-amz-copy-source" }) {
        let source = decoded(source).trim_start_matches('/').trim_start_matches("briefing/").to_owned();
        let Some(object) = store.objects.get(&source).cloned() else {
            return answer(404, "", b"<Error><Code>NoSuchKey</Code></Error>");
        };
        let tag = object.tag();
        let head = store.write(&request.key, object);
        return answer(200, &head, format!("<CopyObjectResult><ETag>{tag}</ETag></CopyObjectResult>").as_bytes());
    }
    let kept = ["content-type", "cache-control", "content-encoding"];
    let headers = kept.iter().filter_map(|name| Some(((*name).to_owned(), header(name)?.clone()))).collect();
    let head = store.write(&request.key, Object { bytes: request.body.clone(), headers, generation: 0 });
    answer(200, &head, b"")
}

fn list(query: &BTreeMap<String, String>, objects: &BTreeMap<String, Object>) -> Vec<u8> {
    let prefix = query.get("prefix").map_or("", String::as_str);
    let after = query.get("continuation-token").or_else(|| query.get("start-after")).map_or("", String::as_str);
    let mut fitting = objects.iter().filter(|(key, _)| key.starts_with(prefix) && key.as_str() > after);
    let page: Vec<(&String, &Object)> = fitting.by_ref().take(PAGE).collect();
    let is_more = fitting.next().is_some();
    let mut text = format!("<ListBucketResult><IsTruncated>{is_more}</IsTruncated>");
    for (key, object) in &page {
        let key = key.replace('&', "&amp;");
        let _ = write!(
            text,
            "<Contents><Key>{key}</Key><Size>{}</Size><ETag>{}</ETag><LastModified>2020-01-15T12:00:00.000Z</LastModified></Contents>",
            object.bytes.len(),
            object.tag()
        );
    }
    if let (true, Some((last, _))) = (is_more, page.last()) {
        let _ = write!(text, "<NextContinuationToken>{last}</NextContinuationToken>");
    }
    answer(200, "", (text + "</ListBucketResult>").as_bytes())
}

fn head(object: &Object) -> String {
    let (tag, generation) = (object.tag(), object.generation);
    let mut head =
        format!("ETag: {tag}\r\nLast-Modified: Wed, 15 Jan 2020 12:00:00 GMT\r\nx-goog-generation: {generation}\r\n");
    for (name, value) in &object.headers {
        let _ = write!(head, "{name}: {value}\r\n");
    }
    head
}

fn answer(status: u16, head: &str, body: &[u8]) -> Vec<u8> {
    let mut answer = format!("HTTP/1.1 {status} Said\r\n{head}Content-Length: {}\r\n\r\n", body.len()).into_bytes();
    answer.extend_from_slice(body);
    answer
}
