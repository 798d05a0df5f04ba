//! What is saved in any way, the dev server shows, byte for byte as a clean build makes it.

#[path = "shared/desk.rs"]
mod desk;
#[path = "shared/photo_of_words.rs"]
mod photo_of_words;
#[path = "suite/site_test.rs"]
#[expect(dead_code, reason = "only some of the driver's steps are needed here")]
mod site_test;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use desk::{Desk, clean_build, put};
use site_test::{NOW, SiteTest, program};

/// How long anything may take before a test fails: machines are busy.
const PATIENCE: Duration = Duration::from_secs(30);

/// How many sites are edited, and how often each.
const SITES: u64 = 3;
const EDITS: usize = 8;

const ENTRY: &str = "---\nheadline: Talks begin\ndate: 2019-01-10\n---\n\nThe first words.\n";
const PAGE: &str = "/2019/01/10/talks/";

/// A server over a folder.
struct Server {
    process: Child,
    address: String,
}

impl Server {
    fn over(folder: &Path) -> Self {
        let mut program = program(folder);
        program.args(["serve", "--port", "0", "--no-drafts", "--now", NOW]).stderr(Stdio::piped());
        let mut process = program.spawn().expect("the program starts");
        let mut lines = BufReader::new(process.stderr.take().expect("standard error")).lines();
        let address = loop {
            let line = lines.next().expect("the address").expect("text");
            if let Some((_, rest)) = line.split_once("http://") {
                break rest.split('/').next().expect("a host").to_owned();
            }
        };
        // What it says later has to be read, or it would wait.
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, address }
    }

    /// What stands at an address, without the server's own script; none where the answer is not 200.
    fn get(&self, path: &str) -> Option<Vec<u8>> {
        let mut stream = TcpStream::connect(&self.address).expect("a connection");
        stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
        let request = format!("GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", self.address);
        stream.write_all(request.as_bytes()).expect("asked");
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).expect("an answer");
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("headers") + 4;
        bytes.starts_with(b"HTTP/1.1 200 ").then(|| without_script(&bytes[end..]))
    }

    /// Asks again and again until a page is as it should be.
    fn comes_to(&self, path: &str, is_right: impl Fn(Option<&[u8]>) -> bool, what: &str) {
        let start = Instant::now();
        loop {
            let answer = self.get(path);
            if is_right(answer.as_deref()) {
                return;
            }
            let shown = String::from_utf8_lossy(answer.as_deref().unwrap_or(b"nothing")).into_owned();
            assert!(start.elapsed() < PATIENCE, "{path} never came to be {what}:\n{shown}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    fn comes_to_hold(&self, path: &str, words: &str) {
        let holds = |page: Option<&[u8]>| page.is_some_and(|page| String::from_utf8_lossy(page).contains(words));
        self.comes_to(path, holds, words);
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself.
        _ = self.process.kill();
        _ = self.process.wait();
    }
}

fn without_script(page: &[u8]) -> Vec<u8> {
    let find = |part: &[u8], from: usize| {
        page[from..].windows(part.len()).position(|window| window == part).map(|at| from + at)
    };
    let Some(start) = find(b"<script src=\"/__dateline/", 0) else { return page.to_vec() };
    let end = find(b"</script>", start).expect("its end") + b"</script>".len();
    [&page[..start], &page[end..]].concat()
}

fn site() -> SiteTest {
    SiteTest::from_text(&format!("-- content/talks.md --\n{ENTRY}"))
}

#[test]
fn any_edits_are_served_as_a_clean_build_makes_them() {
    std::thread::scope(|scope| {
        for seed in 0..SITES {
            scope.spawn(move || edit_and_compare(seed + 100));
        }
    });
}

fn edit_and_compare(seed: u64) {
    let mut desk = Desk::new(seed);
    let mut site = put(SiteTest::plain(""), &desk.files);
    let server = Server::over(site.root());
    let mut done: Vec<String> = Vec::new();
    for _ in 0..EDITS {
        for _ in 0..=desk.upto(2) {
            done.push(desk.edit());
        }
        site = put(site, &desk.files);
        let (clean, problems) = clean_build(&desk.files);
        // Old addresses are answered as hosts do: by the rules in `_redirects`.
        let is_compared =
            |path: &str| !path.starts_with("old/") && !path.starts_with(['_', '.']) && !tells_lengths(path);
        let pages = clean.iter().filter(|(path, _)| is_compared(path));
        for (path, bytes) in pages {
            let address = format!("/{}", path.strip_suffix("index.html").unwrap_or(path));
            server.comes_to(
                &address,
                |page| page.map(alike) == Some(alike(bytes)),
                &format!("`{path}` of a clean build after {done:#?}, which is\n{}\n", String::from_utf8_lossy(bytes)),
            );
        }
        let shown: serde_json::Value =
            serde_json::from_slice(&server.get("/__dateline/desk.json").expect("the desk")).expect("JSON");
        assert_eq!(shown["problems"], problems, "after {done:#?}");
    }
}

/// Whether a file is a photo, or says how long those are: the server makes them when they are asked for, with less effort.
fn tells_lengths(path: &str) -> bool {
    ["media/", "email/"].iter().any(|folder| path.starts_with(folder))
        || path.ends_with(".xml")
        || path.ends_with("feed.json")
}

/// A page without what depends on how its photos were made: the hash in their names, and the tone in their place.
fn alike(page: &[u8]) -> String {
    let page = String::from_utf8_lossy(page);
    let mut parts = page.split("/media/");
    let mut alike = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| c.is_whitespace() || "\",)<".contains(c)).unwrap_or(part.len());
        let (name, rest) = part.split_at(end);
        let stem: Vec<&str> = name.split('.').collect();
        alike += &format!("/media/{}.{}", stem[0], stem[stem.len() - 1]);
        alike += rest;
    }
    let mut parts = alike.split(" class=\"tone-");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('"').map_or(part, |(_, rest)| rest))
}

#[test]
fn a_file_that_is_renamed_over_another_shows() {
    let site = site();
    let server = Server::over(site.root());
    for number in 0..3 {
        let beside = site.path("content/talks.md.tmp");
        fs::write(&beside, ENTRY.replace("first words", &format!("words {number}"))).expect("written");
        fs::rename(&beside, site.path("content/talks.md")).expect("renamed");
        server.comes_to_hold(PAGE, &format!("words {number}"));
    }
}

#[test]
fn a_file_that_is_moved_aside_before_it_is_written_shows() {
    let site = site();
    let server = Server::over(site.root());
    // As vim does with `backupcopy=no`: a swap file, a probe, the old file as a backup.
    for number in 0..3 {
        fs::write(site.path("content/.talks.md.swp"), "swap").expect("written");
        fs::write(site.path("content/4913"), "").expect("written");
        fs::remove_file(site.path("content/4913")).expect("removed");
        fs::rename(site.path("content/talks.md"), site.path("content/talks.md~")).expect("renamed");
        let words = format!("words {number}");
        fs::write(site.path("content/talks.md"), ENTRY.replace("first words", &words)).expect("written");
        fs::remove_file(site.path("content/talks.md~")).expect("removed");
        fs::remove_file(site.path("content/.talks.md.swp")).expect("removed");
        server.comes_to_hold(PAGE, &words);
    }
}

#[test]
fn a_file_that_is_emptied_and_then_written_in_pieces_shows() {
    let site = site();
    let server = Server::over(site.root());
    let text = ENTRY.replace("first words", "last words");
    let mut file = fs::File::create(site.path("content/talks.md")).expect("emptied");
    for piece in text.as_bytes().chunks(20) {
        file.write_all(piece).expect("written");
        std::thread::sleep(Duration::from_millis(3));
    }
    drop(file);
    server.comes_to_hold(PAGE, "last words");
}

#[test]
fn a_save_of_the_same_length_within_a_moment_shows() {
    let site = site();
    let server = Server::over(site.root());
    for number in 0..10 {
        let words = format!("words {number}");
        fs::write(site.path("content/talks.md"), ENTRY.replace("first words", &words)).expect("written");
        server.comes_to_hold(PAGE, &words);
    }
}

#[test]
fn a_folder_that_is_moved_shows() {
    let site = site().write("drafts/2019/more.md", ENTRY.replace("Talks begin", "More talks"));
    let server = Server::over(site.root());
    fs::rename(site.path("drafts/2019"), site.path("content/2019")).expect("moved in");
    server.comes_to_hold("/2019/01/10/more/", "More talks");
    site.path("content/2019/more.md");
    fs::write(site.path("content/2019/more.md"), ENTRY.replace("Talks begin", "Even more")).expect("written");
    server.comes_to_hold("/2019/01/10/more/", "Even more");
    fs::rename(site.path("content/2019"), site.path("content/2020")).expect("renamed");
    fs::write(site.path("content/2020/more.md"), ENTRY.replace("Talks begin", "Under another name")).expect("written");
    server.comes_to_hold("/2019/01/10/more/", "Under another name");
    fs::rename(site.path("content/2020"), site.path("drafts/2020")).expect("moved out");
    server.comes_to("/2019/01/10/more/", |page| page.is_none(), "gone");
}

#[test]
fn another_content_folder_in_its_place_shows() {
    let site = site().write("branch/other.md", ENTRY.replace("Talks begin", "Another branch"));
    let server = Server::over(site.root());
    fs::rename(site.path("content"), site.path("main")).expect("moved away");
    fs::rename(site.path("branch"), site.path("content")).expect("moved in");
    server.comes_to_hold("/2019/01/10/other/", "Another branch");
    server.comes_to(PAGE, |page| page.is_none(), "gone");
    fs::write(site.path("content/other.md"), ENTRY.replace("Talks begin", "Another save")).expect("written");
    server.comes_to_hold("/2019/01/10/other/", "Another save");
}

#[test]
fn many_files_that_change_and_come_and_go_together_show_as_one() {
    let mut site = site();
    for number in 0..40 {
        site = site.write(&format!("content/e{number}.md"), ENTRY.replace("Talks begin", &format!("Entry {number}.")));
    }
    let server = Server::over(site.root());
    let mut stream = TcpStream::connect(&server.address).expect("a connection");
    stream.set_read_timeout(Some(Duration::from_secs(1))).expect("a timeout");
    let request = format!("GET /__dateline/events?page=/ HTTP/1.1\r\nHost: {}\r\n\r\n", server.address);
    stream.write_all(request.as_bytes()).expect("asked");
    // As version control does when another branch is checked out.
    for number in 0..20 {
        fs::remove_file(site.path(&format!("content/e{number}.md"))).expect("removed");
        let other = ENTRY.replace("Talks begin", &format!("Other {number}."));
        fs::write(site.path(&format!("content/e{}.md", number + 20)), &other).expect("written");
        fs::write(site.path(&format!("content/n{number}.md")), &other).expect("written");
    }
    server.comes_to_hold("/2019/01/10/n19/", "Other 19.");
    server.comes_to("/2019/01/10/e0/", |page| page.is_none(), "gone");
    server.comes_to_hold("/2019/01/10/e39/", "Other 19.");
    let mut told = 0;
    for line in BufReader::new(stream).lines().map_while(Result::ok) {
        told += usize::from(line.starts_with("data: "));
    }
    // One word for how the page stood at first; a busy machine may stop the writer in the middle.
    assert!((2..=4).contains(&told), "60 saves at once were told {told} times");
}

#[test]
fn whatever_a_site_is_made_of_shows_when_it_is_saved() {
    let site = site().write("content/bridge.jpg", "a bridge");
    let server = Server::over(site.root());
    let with_photo = ENTRY.replace("---\n\n", "photo: {file: bridge.jpg, alt: A bridge, credit: One}\n---\n\n");
    let site = site.write("content/talks.md", with_photo);
    server.comes_to_hold(PAGE, "/media/bridge");
    let site = site.write("content/bridge.jpg.yaml", "caption: Said beside the photo\n");
    server.comes_to_hold(PAGE, "Said beside the photo");
    let site = site.write("strings/en.yaml", "site_home: Words of the site\ntopics: Subjects of the site\n");
    let site = site.write("data/numbers.yaml", "one: 4711\n");
    let site = site.write("templates/page.html", "{{ data.numbers.one }} {{ t.topics }}</html>");
    let site = site.write("content/pages/about.md", "---\ntitle: About\n---\n\nWords.\n");
    server.comes_to_hold("/about/", "4711 Subjects of the site");
    let site = site.write("data/numbers.yaml", "one: 4712\n").write("strings/en.yaml", "topics: Matters\n");
    server.comes_to_hold("/about/", "4712 Matters");
    let site = site.write("static/note.txt", "A note");
    server.comes_to_hold("/note.txt", "A note");
    let _site = site
        .write("assets/css/extra.css", "b { color: red }\n")
        .write("dateline.yaml", "title: Renamed\nbase_url: https://x.example\n");
    server.comes_to_hold("/", "Renamed");
}
