//! The dev server through the real program and real connections: what it answers, what a save changes, what it refuses.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use tempfile::TempDir;

#[path = "shared/photo_of_words.rs"]
mod photo_of;

#[path = "serve/clip.rs"]
mod clip;

/// How long anything may take before a test fails: machines are busy.
const PATIENCE: Duration = Duration::from_secs(20);

const CONFIG: &str = "title: The Test\nbase_url: https://site.example\ntimezone: Europe/Paris\n";

const ENTRY: &str = "---\nheadline: Talks begin\ndate: 2020-01-10\ntopics: [Diplomacy]\naliases: [/old/]\n---\n\n\
                     The first words.\n";

/// What every server of a test is started with.
const PLAIN: [&str; 5] = ["serve", "--port", "0", "--now", "2020-01-15"];

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

    fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

impl Served {
    fn start(arguments: &[&str]) -> Self {
        Self::over(site(), arguments)
    }

    fn over(folder: TempDir, arguments: &[&str]) -> Self {
        Self::run(folder, program().args(PLAIN).args(arguments))
    }

    fn run(folder: TempDir, command: &mut Command) -> Self {
        let mut process =
            command.current_dir(folder.path()).stderr(Stdio::piped()).spawn().expect("the program starts");
        let mut lines = BufReader::new(process.stderr.take().expect("standard error")).lines();
        let address = loop {
            let line = lines.next().expect("the address").expect("text");
            if let Some((_, rest)) = line.split_once("The site is at ").and_then(|(_, line)| line.split_once("://")) {
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

    /// Asks again and again until there is a page.
    fn comes_to_be(&self, path: &str) -> Answer {
        let start = Instant::now();
        loop {
            let answer = self.get(path);
            if answer.status == 200 {
                return answer;
            }
            assert!(start.elapsed() < PATIENCE, "{path} never came: {}", answer.text());
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
    /// How the page stands, when it is told next.
    fn next(&mut self) -> serde_json::Value {
        serde_json::from_str(&self.data("state")).expect("JSON")
    }

    /// The data of the next event of this name.
    fn data(&mut self, name: &str) -> String {
        let mut event = String::new();
        loop {
            let mut line = String::new();
            assert!(self.0.read_line(&mut line).expect("an event") > 0, "the stream ended");
            if let Some(name) = line.strip_prefix("event: ") {
                event = name.trim().to_owned();
            } else if let Some(data) = line.strip_prefix("data: ").filter(|_| event == name) {
                return data.trim().to_owned();
            }
        }
    }
}

/// The program, with nothing from the environment that it would follow.
fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    for name in ["DATELINE_ROOT", "DATELINE_EDITOR", "EDITOR", "VISUAL"] {
        command.env_remove(name);
    }
    command
}

/// A site with an entry and a draft.
fn site() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in [("dateline.yaml", CONFIG), ("content/talks.md", ENTRY), ("content/draft.md", DRAFT)] {
        write(folder.path(), path, text);
    }
    folder
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
    let build = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .current_dir(served.folder.path())
        .args(["build", "--now", "2020-01-15", "--quiet"])
        .status();
    assert!(build.expect("a build").success());
    let before = files(served.folder.path());
    for path in ["/", "/__dateline/", "/__dateline/desk.json", "/__dateline/about.json?page=/", "/not/there/"] {
        served.get(path);
    }
    served.save("content/new.md", &ENTRY.replace("Talks begin", "Talks end").replace("/old/", "/older/"));
    served.comes_to_hold("/", "Talks end");
    std::fs::remove_file(served.folder.path().join("content/new.md")).expect("removed");
    let after = files(served.folder.path());
    assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
    assert!(after == before, "a file was written");
    let ours = |bytes: &Vec<u8>| bytes.windows(11).any(|window| window == b"__dateline/");
    assert_eq!(before.values().filter(|bytes| ours(bytes)).count(), 0, "the server's tools are in the output");
}

/// Every file below a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let found = walkdir::WalkDir::new(folder).into_iter().map(|entry| entry.expect("an entry"));
    let read = |entry: walkdir::DirEntry| {
        let bytes = std::fs::read(entry.path()).expect("a file");
        (entry.path().strip_prefix(folder).expect("inside").to_string_lossy().into_owned(), bytes)
    };
    found.filter(|entry| entry.file_type().is_file()).map(read).collect()
}

#[test]
fn a_photo_is_made_when_it_is_asked_for() {
    let served = Served::start(&[]);
    let photo = photo_of::photo_of("size: 800x600");
    std::fs::write(served.folder.path().join("content/p.jpg"), photo).expect("written");
    let entry = ENTRY.replace("topics:", "photo: {file: p.jpg, alt: A cloud, credit: Ana / AFP}\ntopics:");
    served.save("content/talks.md", &entry);
    served.comes_to_hold("/2020/01/10/talks/", "/media/p-640.");
    let kept = served.folder.path().join(".dateline/photos");
    assert!(!kept.exists(), "a page waits for no photo");
    let page = served.get("/2020/01/10/talks/").text();
    let start = page.find("/media/p-640.").expect("a photo");
    let address: String = page[start..].chars().take_while(|c| !c.is_whitespace() && *c != '"').collect();
    for _ in 0..2 {
        let answer = served.get(&address);
        assert_eq!((answer.status, answer.header("content-type")), (200, "image/webp"));
        assert!(answer.text().contains("Ana / AFP"), "its credit is in it");
        assert_eq!(std::fs::read_dir(&kept).expect("the folder").count(), 1, "it alone is made, and once");
    }
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
fn an_entry_is_there_when_its_moment_has_come_though_nothing_is_saved() {
    let folder = site();
    // To the second: a date has no more.
    let soon = 3 + SystemTime::UNIX_EPOCH.elapsed().expect("a clock that is right").as_secs();
    let date = jiff::Timestamp::from_second(soon as i64).expect("a moment");
    let entry = format!("---\nheadline: Its moment\ndate: {date}\n---\n\nWords.\n");
    write(folder.path(), "content/soon.md", &entry);
    let served = Served::run(folder, program().args(["serve", "--port", "0", "--no-drafts"]));
    let mut events = served.events("/");
    let first = events.next();
    assert!(!served.get("/").text().contains("Its moment"), "shown before its moment");
    assert_ne!(events.next(), first, "the open page is told");
    assert!(SystemTime::UNIX_EPOCH.elapsed().expect("a clock that is right").as_secs() >= soon);
    assert!(served.get("/").text().contains("Its moment"));
}

const SCHEDULED: &str = "---\nheadline: To come\ndate: 2020-02-01T06:00\n---\n\nWords.\n";

#[test]
fn each_browser_chooses_from_where_it_sees_the_site() {
    let served = Served::start(&[]);
    served.save("content/later.md", SCHEDULED);
    served.comes_to_hold("/", "To come");
    let port = served.address.rsplit(':').next().expect("a port").to_owned();
    let seen = |standpoint: &str| {
        let cookie = format!("other=1; dateline-{port}={standpoint}");
        let page = served.ask("GET", "/", &[("Cookie", &cookie)]).text();
        assert!(page.contains(&format!("data-as=\"{standpoint}\"")), "{page}");
        [page.contains("Talks begin"), page.contains("To come"), page.contains("Not finished")]
    };
    assert_eq!(seen("drafts"), [true, true, true]);
    assert_eq!(seen("public"), [true, false, false]);
    assert_eq!(seen("2020-02-02"), [true, true, false]);
    assert_eq!(seen("2020-02-01T05:00"), [true, false, false]);
    assert_eq!(seen("2020-01-01"), [false, false, false]);
    let other = served.ask("GET", "/", &[("Cookie", "dateline-1=public")]);
    assert!(other.text().contains("Not finished"), "the cookie of another server was taken");
    let own = served.ask("GET", "/", &[("Cookie", &format!("dateline-{port}=public")), ("Dateline-As", "drafts")]);
    assert!(own.text().contains("Not finished"), "a page asks for its own successor");
    served.save("content/later.md", &SCHEDULED.replace("Words", "Other words"));
    served.comes_to_hold("/2020/02/01/later/", "Other words");
    let cookie = format!("dateline-{port}=2020-03-01");
    assert!(served.ask("GET", "/2020/02/01/later/", &[("Cookie", &cookie)]).text().contains("Other words"));
}

#[test]
fn who_is_shown_the_public_site_alone_is_shown_nothing_else() {
    let served = Served::start(&["--no-drafts"]);
    for standpoint in ["drafts", "2030-01-01"] {
        let page = served.ask("GET", "/", &[("Dateline-As", standpoint)]).text();
        assert!(!page.contains("Not finished") && page.contains("data-as=\"public\""), "{page}");
    }
    let desk = served.get("/__dateline/desk.json").text();
    assert!(desk.contains("\"held\":null") && !desk.contains("Not finished"), "{desk}");
    assert_eq!(
        served.get("/__dateline/about.json?page=/2020/01/11/draft/&as=drafts").json()["about"],
        serde_json::Value::Null
    );
}

#[test]
fn the_bar_is_told_of_the_entry_on_the_page() {
    let served = Served::start(&[]);
    let text = "---\nheadline: Unfinished\ndate: 2020-01-12\nembargo: 2020-01-20T08:00\n---\n\n\
                See [talks](talks.md) and [more](https://web.example/?a=1&b=2).\n\n> We were there.\n> — A. Witness, guard\n";
    served.save("content/held.md", text);
    let said = served.get("/__dateline/about.json?page=/2020/01/11/draft/").json();
    let about = &said["about"];
    assert_eq!((&about["status"], about["words"].as_u64(), &said["as"]), (&"draft".into(), Some(4), &"drafts".into()));
    assert_eq!(about["lacks"][0]["what"], "standfirst");
    served.comes_to_be("/2020/01/12/held/");
    let said = served.get("/__dateline/about.json?page=/2020/01/12/held/").json();
    let about = &said["about"];
    assert_eq!((&about["status"], &about["until"]), (&"embargoed".into(), &"2020-01-20T08:00:00+01:00".into()));
    assert_eq!(about["quotations"][0]["speaker"], "A. Witness");
    assert_eq!(about["links"][0]["to"], "/2020/01/10/talks/");
    assert_eq!(about["links"][1]["to"], "https://web.example/?a=1&b=2");
    assert_eq!(served.get("/__dateline/about.json?page=/").json()["about"], serde_json::Value::Null);
}

#[test]
fn the_desk_lists_what_is_not_public_and_what_it_lacks() {
    let served = Served::start(&[]);
    served.save("content/later.md", SCHEDULED);
    served.save("content/over.md", "---\nheadline: Over\ndate: 2020-01-02\nexpires: 2020-01-05\n---\n\nWords.\n");
    served.save("content/draft.md", &DRAFT.replace("Words of", "[TK] words of"));
    served.save("content/talks.md", &ENTRY.replace("The first words", "See [it](draft.md)"));
    served.comes_to_hold("/2020/01/10/talks/", "See <a");
    let desk = served.get("/__dateline/desk.json").json();
    let held = desk["held"].as_array().expect("a list");
    let names: Vec<_> = held.iter().map(|one| (one["headline"].as_str(), one["status"].as_str())).collect();
    let expected = [("To come", "scheduled"), ("Not finished", "draft"), ("Over", "expired")];
    assert_eq!(names, expected.map(|(headline, status)| (Some(headline), Some(status))));
    assert_eq!(held[0]["public"], "2020-02-01T06:00:00+01:00");
    assert_eq!(held[1]["public"], serde_json::Value::Null);
    let lacks: Vec<_> = held[1]["lacks"].as_array().expect("a list").iter().map(|lack| lack["what"].as_str()).collect();
    assert_eq!(lacks, ["standfirst", "byline", "topics", "source", "photo", "TK"].map(Some));
    assert_eq!(held[1]["lacks"][5]["line"], 7);
    // A preview may show a link to a draft; the public site may not.
    assert_eq!(desk["only_public"][0]["rule"], "link-to-held");
    assert_eq!(desk["only_public"][0]["file"], "content/talks.md");
    let page = served.get("/__dateline/");
    assert!(page.header("content-security-policy").contains("default-src 'none'"));
    assert!(page.text().contains("/__dateline/desk.js"));
}

#[test]
fn an_entry_is_previewed_as_feeds_and_mail_show_it() {
    let served = Served::start(&[]);
    let feed = served.get("/__dateline/feed?page=/2020/01/11/draft/");
    assert_eq!(feed.status, 200);
    assert!(feed.header("content-security-policy").starts_with("sandbox"), "nothing runs in it");
    assert!(feed.text().contains("Not finished") && feed.text().contains("Words of a draft"), "{}", feed.text());
    assert_eq!(served.get("/__dateline/feed?page=/").status, 404);
    assert_eq!(served.get("/__dateline/email?page=/2020/01/11/draft/").status, 404);
    let email = "editions: {every: weekly, email: true}\nemail: {from: The Test <test@site.example>, list_id: test.site.example, unsubscribe_url: https://site.example/off}\n";
    served.save("dateline.yaml", &format!("{CONFIG}{email}"));
    let email = served.comes_to_be("/__dateline/email?page=/2020/01/11/draft/").text();
    assert!(email.contains("Not finished") && !email.contains("\"https://site.example/2020"), "{email}");
}

#[test]
fn pages_of_the_server_alone_may_open_the_editor() {
    let folder = site();
    let opened = folder.path().join("opened");
    let programs = folder.path().join("programs");
    write(folder.path(), "programs/subl", &format!("#!/bin/sh\necho \"$@\" > '{}'\n", opened.display()));
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").expect("a path"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(programs.join("subl"), mode).expect("executable");
    }
    let served = Served::run(folder, program().args(PLAIN).args(["--editor", "subl -w"]).env("PATH", path));
    let ask = |method: &str, file: &str, headers: &[(&str, &str)]| {
        served.ask(method, &format!("/__dateline/open?file={file}&line=3&column=7"), headers).status
    };
    let own = format!("http://{}", served.address);
    assert_eq!(ask("GET", "content/talks.md", &[("Origin", &own)]), 404);
    assert_eq!(ask("POST", "content/talks.md", &[]), 403);
    assert_eq!(ask("POST", "content/talks.md", &[("Origin", "https://evil.example")]), 403);
    assert_eq!(ask("POST", "content/talks.md", &[("Origin", "null")]), 403);
    assert_eq!(ask("POST", "content/talks.md", &[("Origin", &own), ("Sec-Fetch-Site", "cross-site")]), 403);
    assert_eq!(ask("POST", "../../etc/passwd", &[("Origin", &own)]), 404);
    assert_eq!(ask("POST", "/etc/passwd", &[("Origin", &own)]), 404);
    assert!(!opened.exists());
    assert_eq!(ask("POST", "content/talks.md", &[("Origin", &own), ("Sec-Fetch-Site", "same-origin")]), 200);
    let start = Instant::now();
    let said = loop {
        match std::fs::read_to_string(&opened) {
            Ok(said) if !said.is_empty() => break said,
            _ => assert!(start.elapsed() < PATIENCE, "the editor was not started"),
        }
        std::thread::sleep(Duration::from_millis(10));
    };
    assert!(said.trim_end().ends_with("content/talks.md:3:7"), "{said}");
}

#[test]
fn the_editor_is_the_one_that_is_named_or_that_of_the_system() {
    let template = |served: &Served| served.events("/").next()["editor"]["template"].clone();
    let of_system = |name: &str, value: &str| template(&Served::run(site(), program().args(PLAIN).env(name, value)));
    assert_eq!(template(&Served::start(&[])), "vscode://file/{file}:{line}:{column}");
    assert_eq!(template(&Served::start(&["--editor", "my://open/{file}"])), "my://open/{file}");
    assert_eq!(of_system("DATELINE_EDITOR", "zed"), "zed://file/{file}:{line}:{column}");
    assert_eq!(of_system("VISUAL", "/usr/bin/codium --wait"), "vscodium://file/{file}:{line}:{column}");
    assert_eq!(of_system("EDITOR", "vim"), "vim +{line} {file}");
    let folder = site();
    let refused = program().args(PLAIN).args(["--editor", "my://open/"]).current_dir(folder.path()).output();
    assert_eq!(refused.expect("an end").status.code(), Some(2));
}

#[test]
fn open_pages_go_to_the_entry_that_was_saved() {
    let served = Served::start(&["--navigate"]);
    let mut events = served.events("/");
    events.next();
    served.save("content/talks.md", &ENTRY.replace("The first words", "Other words"));
    assert_eq!(events.data("go"), "/2020/01/10/talks/");
    served.save("content/draft.md", &DRAFT.replace("Words", "More words"));
    assert_eq!(events.data("go"), "/2020/01/11/draft/");
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
fn rules_for_hosts_are_followed() {
    let folder = site();
    let rules = "/news/:year/:slug  /:year/01/10/:slug/  302\n/topics/diplomacy/ /elsewhere/ 301\n/corrections/ /about/ 301!\n\
                 /app/* / 200\n/teapot /404.html 410\n/out https://web.example/:splat\n/far/* https://web.example/:splat 200\n\
                 /caf\u{e9} /th\u{e9}\n";
    write(folder.path(), "static/_redirects", rules);
    write(
        folder.path(),
        "static/_headers",
        "/*\n  X-All: a\n  Strict-Transport-Security: max-age=9\n/data/*\n  X-All: b\n",
    );
    write(folder.path(), "static/data/a b.csv", "a,b\n");
    let served = Served::over(folder, &["--no-drafts"]);
    let way = |path: &str| {
        let answer = served.get(path);
        (answer.status, answer.header("location").to_owned())
    };
    assert_eq!(way("/news/2020/talks?a=b"), (302, "/2020/01/10/talks/?a=b".to_owned()));
    assert_eq!(way("/topics/diplomacy/").0, 200, "a page stands before a rule");
    assert_eq!(way("/corrections/"), (301, "/about/".to_owned()));
    assert_eq!(way("/out"), (301, "https://web.example/:splat".to_owned()));
    assert_eq!(way("/caf%C3%A9/"), (301, "/th%C3%A9".to_owned()));
    assert_eq!(way("/far/x").0, 502, "no other host is asked");
    let app = served.get("/app/any/thing");
    assert!(app.status == 200 && app.text().contains("Talks begin"));
    assert_eq!(way("/teapot").0, 410);
    let data = served.get("/data/a%20b.csv");
    assert_eq!(
        (data.status, data.header("x-all"), data.header("content-type")),
        (200, "a, b", "text/csv; charset=utf-8")
    );
    assert_eq!(data.header("strict-transport-security"), "", "it would hold for every server of this machine");
}

#[test]
fn files_have_their_types() {
    let served = Served::start(&["--no-drafts"]);
    let page = served.get("/").text();
    let css = page.split('"').find(|part| part.ends_with(".css")).expect("a style sheet").to_owned();
    let kind = |path: &str| served.get(path).header("content-type").to_owned();
    assert_eq!(kind(&css), "text/css; charset=utf-8");
    assert_eq!(kind("/atom.xml"), "application/atom+xml; charset=utf-8");
    assert_eq!(kind("/feed.json"), "application/feed+json");
    assert_eq!(kind("/robots.txt"), "text/plain; charset=utf-8");
    assert_eq!(kind("/__dateline/client.js"), "text/javascript; charset=utf-8");
    let refused = served.ask("GET", "/", &[("Accept-Encoding", "gzip;q=0, br")]);
    assert_eq!(refused.header("content-encoding"), "");
    assert_eq!(served.ask("GET", "/", &[("Accept-Encoding", "gzip;q=0.5")]).header("content-encoding"), "gzip");
}

#[test]
fn the_next_free_port_is_taken_and_said() {
    let first = Served::start(&[]);
    let port = first.address.rsplit(':').next().expect("a port").to_owned();
    let folder = site();
    let mut command = program();
    let arguments = ["serve", "--port", &port];
    let mut process =
        command.args(arguments).current_dir(folder.path()).stderr(Stdio::piped()).spawn().expect("started");
    let mut lines = BufReader::new(process.stderr.take().expect("standard error")).lines().map_while(Result::ok);
    let said: Vec<String> = lines.by_ref().take(2).collect();
    process.kill().expect("ended");
    process.wait().expect("ended");
    assert!(said[0].starts_with(&format!("Port {port} is taken: this server is at ")), "{said:?}");
    assert!(said[1].contains("http://127.0.0.1:") && !said[1].contains(&format!(":{port}/")), "{said:?}");
}

#[test]
fn a_machine_that_does_not_let_it_listen_is_named_with_what_to_do() {
    let folder = site();
    let ended = |arguments: &[&str]| {
        let output = program().arg("serve").args(arguments).current_dir(folder.path()).output().expect("an end");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    // The last port there is: none comes after it.
    let taken = std::net::TcpListener::bind(("127.0.0.1", 65535));
    let (code, said) = ended(&["--port", "65535"]);
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("port 65535 is taken") && said.contains("--port 0"), "{said}");
    drop(taken);
    // Nobody's number (RFC 5737).
    let (code, said) = ended(&["--host", "192.0.2.7"]);
    assert_eq!(code, Some(3), "{said}");
    assert!(said.contains("192.0.2.7:4747") && said.contains("--host 127.0.0.1"), "{said}");
}

#[test]
fn a_server_that_others_reach_says_so() {
    let folder = site();
    let mut command = program();
    let arguments = ["serve", "--port", "0", "--host", "0.0.0.0"];
    let mut process =
        command.args(arguments).current_dir(folder.path()).stderr(Stdio::piped()).spawn().expect("started");
    let mut lines = BufReader::new(process.stderr.take().expect("standard error")).lines().map_while(Result::ok);
    let said: Vec<String> = lines.by_ref().take(2).collect();
    process.kill().expect("ended");
    process.wait().expect("ended");
    assert!(said[0].contains("http://localhost:"), "{said:?}");
    assert!(said[1].starts_with("Everybody in your network") && said[1].contains("drafts"), "{said:?}");
}

#[test]
fn connections_are_encrypted_under_a_certificate_that_stays() {
    let served = Served::start(&["--tls"]);
    let folder = served.folder.path().join(".dateline/tls");
    let key = folder.join("key.pem");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&key).expect("a key").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    let certificate = std::fs::read(folder.join("certificate.pem")).expect("a certificate");
    assert!(encrypted(&served, &certificate).contains("Talks begin"));
    let plain = served.get("/");
    assert_eq!(plain.status, 400);
    assert!(plain.text().contains("https://"), "{}", plain.text());
    // The same one is used again, by a server that is started anew.
    let other = tempfile::tempdir().expect("a folder");
    for file in ["dateline.yaml", "content/talks.md", ".dateline/tls/key.pem", ".dateline/tls/certificate.pem"] {
        write(other.path(), file, &std::fs::read_to_string(served.folder.path().join(file)).expect("text"));
    }
    let again = Served::over(other, &["--tls"]);
    assert!(encrypted(&again, &certificate).contains("Talks begin"));
    assert_eq!(std::fs::read(again.folder.path().join(".dateline/tls/certificate.pem")).expect("it"), certificate);
}

/// The front page over TLS, from a server that has to show this certificate.
fn encrypted(served: &Served, certificate: &[u8]) -> String {
    let request = format!("GET / HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", served.address);
    ask_encrypted(served, certificate, &request).text()
}

/// What a server that has to show this certificate answers over TLS.
fn ask_encrypted(served: &Served, certificate: &[u8], request: &str) -> Answer {
    use tokio_rustls::rustls::crypto::ring;
    use tokio_rustls::rustls::pki_types::pem::PemObject as _;
    use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
    use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from_pem_slice(certificate).expect("PEM")).expect("a certificate");
    let builder = ClientConfig::builder_with_provider(ring::default_provider().into());
    let config = builder.with_safe_default_protocol_versions().expect("versions").with_root_certificates(roots);
    let name = ServerName::try_from("localhost").expect("a name");
    let connection = ClientConnection::new(config.with_no_client_auth().into(), name).expect("a client");
    let stream = TcpStream::connect(&served.address).expect("a connection");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    let mut stream = StreamOwned::new(connection, stream);
    stream.write_all(request.as_bytes()).expect("asked");
    let mut bytes = Vec::new();
    // How the connection is closed says nothing of what came before.
    _ = stream.read_to_end(&mut bytes);
    answer(&bytes)
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
        assert!(start.elapsed() < Duration::from_secs(1), "{signal} took {:?}", start.elapsed());
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
