//! The dev server through the real program and real connections: what it answers, what a save changes, what it refuses.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// How long anything may take before a test fails: machines are busy.
const PATIENCE: Duration = Duration::from_secs(20);

const CONFIG: &str = "title: The Test\nbase_url: https://site.example\ntimezone: Europe/Paris\n";

const ENTRY: &str = "---\nheadline: Talks begin\ndate: 2020-01-10\ntopics: [Diplomacy]\naliases: [/old/]\n---\n\n\
                     The first words.\n";

const DRAFT: &str = "---\nheadline: Not finished\ndate: 2020-01-11\ndraft: true\n---\n\nWords of a draft.\n";

/// A running server with its site.
struct Served {
    folder: TempDir,
    process: Child,
    address: String,
}

/// What the server answered.
struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

impl Served {
    fn start(arguments: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        for (path, text) in [("dateline.yaml", CONFIG), ("content/talks.md", ENTRY), ("content/draft.md", DRAFT)] {
            write(folder.path(), path, text);
        }
        Self::over(folder, arguments)
    }

    fn over(folder: TempDir, arguments: &[&str]) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_dateline"))
            .current_dir(folder.path())
            .args(["serve", "--port", "0", "--now", "2020-01-15"])
            .args(arguments)
            .env_remove("DATELINE_ROOT")
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(process.stderr.take().expect("standard error")).lines();
        let address = loop {
            let line = lines.next().expect("the address").expect("text");
            if let Some((_, rest)) = line.split_once("http://") {
                break rest.split('/').next().expect("a host").to_owned();
            }
        };
        // What it says later has to be read, or it would wait.
        std::thread::spawn(move || lines.for_each(drop));
        Self { folder, process, address }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[])
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let host = headers.iter().find(|(name, _)| *name == "Host").map_or(self.address.as_str(), |(_, host)| host);
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
        for (name, value) in headers.iter().filter(|(name, _)| *name != "Host") {
            request += &format!("{name}: {value}\r\n");
        }
        stream.write_all(format!("{request}\r\n").as_bytes()).expect("asked");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer");
        answer(&bytes)
    }

    fn save(&self, path: &str, text: &str) {
        write(self.folder.path(), path, text);
    }

    /// Asks again and again until the page holds these words; every answer on the way has to be a page.
    fn comes_to_hold(&self, path: &str, words: &str) {
        let start = Instant::now();
        loop {
            let answer = self.get(path);
            assert_eq!(answer.status, 200, "{path}: {}", answer.text());
            assert!(answer.text().contains("</html>"), "{path} is cut off");
            if answer.text().contains(words) {
                return;
            }
            assert!(start.elapsed() < PATIENCE, "`{words}` never came to {path}:\n{}", answer.text());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Opens the stream of events of a page.
    fn events(&self, page: &str) -> Events {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let request = format!("GET /__dateline/events?page={page} HTTP/1.1\r\nHost: {}\r\n\r\n", self.address);
        stream.write_all(request.as_bytes()).expect("asked");
        Events(BufReader::new(stream))
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended by itself.
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

struct Events(BufReader<TcpStream>);

impl Events {
    fn next(&mut self) -> serde_json::Value {
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).expect("an event") > 0, "the stream ended");
            if let Some(data) = line.strip_prefix("data: ") {
                return serde_json::from_str(data.trim()).expect("JSON");
            }
        }
    }
}

fn write(root: &Path, path: &str, text: &str) {
    let file = root.join(path);
    std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
    std::fs::write(file, text).expect("written");
}

fn answer(bytes: &[u8]) -> Answer {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("headers");
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).and_then(|status| status.parse().ok());
    let header = |line: &str| {
        let (name, value) = line.split_once(": ").expect("a header");
        (name.to_ascii_lowercase(), value.to_owned())
    };
    Answer { status: status.expect("a status"), headers: lines.map(header).collect(), body: bytes[end + 4..].to_vec() }
}

#[test]
fn pages_are_those_of_a_build_with_a_script_that_keeps_them_up_to_date() {
    let served = Served::start(&["--no-drafts"]);
    let built = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .current_dir(served.folder.path())
        .args(["build", "--now", "2020-01-15", "--quiet"])
        .status();
    assert!(built.expect("a build").success());
    for (address, file) in [("/", "index.html"), ("/2020/01/10/talks/", "2020/01/10/talks/index.html")] {
        let page = served.get(address).text();
        let start = page.find("<script src=\"/__dateline/").expect("the script");
        let end = start + page[start..].find("</script>").expect("its end") + "</script>".len();
        let built = std::fs::read_to_string(served.folder.path().join("output").join(file)).expect("a page");
        assert_eq!(format!("{}{}", &page[..start], &page[end..]), built, "{address}");
    }
    let feed = std::fs::read(served.folder.path().join("output/atom.xml")).expect("a feed");
    assert_eq!(served.get("/atom.xml").body, feed);
}

#[test]
fn the_output_is_never_touched() {
    let served = Served::start(&[]);
    served.get("/");
    served.save("content/new.md", &ENTRY.replace("Talks begin", "Talks end").replace("/old/", "/older/"));
    served.comes_to_hold("/", "Talks end");
    let names = std::fs::read_dir(served.folder.path()).expect("the folder").flatten().map(|entry| entry.file_name());
    let mut names: Vec<_> = names.collect();
    names.sort();
    assert_eq!(names, ["content", "dateline.yaml"]);
}

#[test]
fn a_save_shows_at_once_on_the_page_and_on_every_list() {
    let served = Served::start(&[]);
    served.save("content/talks.md", &ENTRY.replace("The first words", "Other words"));
    served.comes_to_hold("/2020/01/10/talks/", "Other words");
    served.save("content/talks.md", &ENTRY.replace("Talks begin", "Talks have begun"));
    served.comes_to_hold("/", "Talks have begun");
    served.comes_to_hold("/topics/diplomacy/", "Talks have begun");
    served.save("dateline.yaml", &CONFIG.replace("The Test", "Another Name"));
    served.comes_to_hold("/", "Another Name");
    served.save("templates/404.html", "<html><body>nowhere</body></html>");
    let start = Instant::now();
    while !served.get("/not/there/").text().contains("nowhere") {
        assert!(start.elapsed() < PATIENCE, "the template never came");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_broken_save_keeps_the_last_page_and_says_what_is_wrong() {
    let served = Served::start(&[]);
    let mut events = served.events("/2020/01/10/talks/");
    let first = events.next();
    assert_eq!(first["errors"].as_array().map(Vec::len), Some(0), "{first}");
    served.save("content/talks.md", &ENTRY.replace("date: 2020-01-10", "date: soon"));
    let broken = events.next();
    assert_eq!(broken["hash"], first["hash"]);
    assert_eq!(broken["errors"][0]["file"], "content/talks.md");
    assert_eq!(broken["errors"][0]["line"], 3);
    assert_eq!(broken["errors"][0]["text"], "date: soon");
    assert_eq!(served.get("/2020/01/10/talks/").status, 200);
    served.comes_to_hold("/2020/01/10/talks/", "The first words");
    served.save("content/talks.md", &ENTRY.replace("The first words", "Mended words"));
    let mended = events.next();
    assert_eq!(mended["errors"].as_array().map(Vec::len), Some(0));
    assert_ne!(mended["hash"], first["hash"]);
    served.comes_to_hold("/2020/01/10/talks/", "Mended words");
}

#[test]
fn a_page_whose_template_fails_stays_as_it_was() {
    let served = Served::start(&[]);
    let mut events = served.events("/2020/01/10/talks/");
    let first = events.next();
    served.save("templates/entry.html", "{{ entry.headline | nothing_of_the_kind }}");
    let broken = events.next();
    assert_eq!(broken["hash"], first["hash"], "{broken}");
    assert_eq!(broken["errors"][0]["file"], "templates/entry.html");
    served.comes_to_hold("/2020/01/10/talks/", "The first words");
}

#[test]
fn a_page_is_told_only_what_changes_its_own_bytes() {
    let served = Served::start(&[]);
    let mut events = served.events("/corrections/");
    let first = events.next();
    let mut other = served.events("/2020/01/10/talks/");
    other.next();
    served.save("content/talks.md", &ENTRY.replace("The first words", "Other words"));
    other.next();
    // Were the log told of that save, it would be told before this one, and with the same hash.
    let correction = "corrections:\n  - {date: 2020-01-12, note: A name was wrong}\naliases:";
    served.save("content/talks.md", &ENTRY.replace("aliases:", correction));
    assert_ne!(events.next()["hash"], first["hash"]);
}

#[test]
fn drafts_are_shown_unless_the_public_is_asked_for() {
    assert!(Served::start(&[]).get("/").text().contains("Not finished"));
    let public = Served::start(&["--no-drafts"]);
    assert!(!public.get("/").text().contains("Not finished"));
    assert_eq!(public.get("/2020/01/11/draft/").status, 404);
}

#[test]
fn requests_for_foreign_names_are_refused() {
    let served = Served::start(&[]);
    let asked = |host: &str| served.ask("GET", "/", &[("Host", host)]).status;
    assert_eq!(asked("evil.example"), 403);
    assert_eq!(asked("evil.example:4747"), 403);
    assert_eq!(asked("localhost.evil.example"), 403);
    assert_eq!(asked("localhost:4747"), 200);
    assert_eq!(asked("[::1]:4747"), 200);
    assert_eq!(served.ask("POST", "/", &[]).status, 405);
}

#[test]
fn no_path_leaves_the_site() {
    let served = Served::start(&[]);
    for path in ["/../dateline.yaml", "/%2e%2e/dateline.yaml", "/..%2fdateline.yaml", "/a/%5c..%5c", "/%00"] {
        assert_eq!(served.get(path).status, 400, "{path}");
    }
    for path in ["/dateline.yaml", "//etc/passwd", "/content/talks.md", "/.dateline/", "/__dateline/nothing"] {
        assert_eq!(served.get(path).status, 404, "{path}");
    }
    assert_eq!(served.get("/%ff").status, 400);
}

#[test]
fn it_answers_as_a_host_does() {
    let served = Served::start(&["--no-drafts"]);
    let missing = served.get("/nowhere/");
    assert_eq!((missing.status, missing.header("content-type")), (404, "text/html; charset=utf-8"));
    let slashless = served.get("/2020/01/10/talks?a=b");
    assert_eq!((slashless.status, slashless.header("location")), (301, "/2020/01/10/talks/?a=b"));
    let alias = served.get("/old/");
    assert_eq!((alias.status, alias.header("location")), (301, "/2020/01/10/talks/"));
    let encoded = served.get("/2020/01/10/%74alks/");
    assert_eq!(encoded.status, 200);
    assert!(encoded.header("content-security-policy").contains("script-src 'self'"));
    let head = served.ask("HEAD", "/", &[]);
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert!(head.header("content-length").parse::<usize>().expect("a length") > 1000);
    assert_eq!(served.ask("GET", "/", &[("If-None-Match", head.header("etag"))]).status, 304);
    let packed = served.ask("GET", "/", &[("Accept-Encoding", "br, gzip")]);
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert_eq!(packed.body[..2], [0x1f, 0x8b]);
}

#[test]
fn parts_of_files_are_sent() {
    let served = Served::start(&["--no-drafts"]);
    let whole = served.get("/atom.xml").body;
    let part = |range: &str| served.ask("GET", "/atom.xml", &[("Range", range)]);
    let start = part("bytes=0-9");
    assert_eq!((start.status, &start.body), (206, &whole[..10].to_vec()));
    assert_eq!(start.header("content-range"), format!("bytes 0-9/{}", whole.len()));
    assert_eq!(part("bytes=-5").body, whole[whole.len() - 5..]);
    assert_eq!(part("bytes=5-").body, whole[5..]);
    let beyond = part("bytes=99999999-");
    assert_eq!((beyond.status, beyond.header("content-range")), (416, &*format!("bytes */{}", whole.len())));
    assert_eq!(part("lines=1-2").body, whole);
}

#[test]
fn a_base_url_with_a_path_is_served_below_it() {
    let served = Served::start(&["--base-url", "https://site.example/briefing"]);
    assert_eq!(served.get("/").header("location"), "/briefing/");
    assert_eq!(served.get("/briefing/").status, 200);
    assert_eq!(served.get("/2020/01/10/talks/").status, 404);
}

#[test]
fn the_next_free_port_is_taken() {
    let first = Served::start(&[]);
    let port = first.address.rsplit(':').next().expect("a port").to_owned();
    let folder = tempfile::tempdir().expect("a folder");
    write(folder.path(), "dateline.yaml", CONFIG);
    write(folder.path(), "content/talks.md", ENTRY);
    let mut process = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["serve", "--port", &port, "--root"])
        .arg(folder.path())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut line = String::new();
    BufReader::new(process.stderr.take().expect("standard error")).read_line(&mut line).expect("a line");
    process.kill().expect("ended");
    process.wait().expect("ended");
    assert!(line.contains("http://127.0.0.1:") && !line.contains(&format!(":{port}/")), "{line}");
}

#[cfg(unix)]
#[test]
fn it_stops_at_once_when_asked_even_while_pages_listen() {
    for signal in ["-INT", "-TERM"] {
        let mut served = Served::start(&[]);
        let mut events = served.events("/");
        events.next();
        let start = Instant::now();
        let killed = Command::new("kill").args([signal, &served.process.id().to_string()]).status();
        assert!(killed.expect("kill").success());
        let ended = served.process.wait().expect("an end");
        assert_eq!(ended.code(), Some(0), "{signal}");
        assert!(start.elapsed() < Duration::from_secs(3), "{signal} took {:?}", start.elapsed());
    }
}

#[test]
fn ten_files_saved_together_all_show() {
    let served = Served::start(&[]);
    for number in 0..10 {
        let entry = ENTRY.replace("Talks begin", &format!("Round {number}")).replace("aliases: [/old/]\n", "");
        served.save(&format!("content/round-{number}.md"), &entry);
    }
    for number in 0..10 {
        served.comes_to_hold("/", &format!("Round {number}"));
        assert_eq!(served.get(&format!("/2020/01/10/round-{number}/")).status, 200);
    }
}
