//! Pages and copies of texts become drafts: `tests/clip/NAME.html` and `.txt` are clipped, `NAME.md` is the draft.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use snapbox::Data;

use crate::loopback::{Asked, Deed, Server, page, reply, send_on};
use crate::photo_of_words::photo_of;
use crate::site_test::{SiteTest, program};

/// A site with topics of its own, one of them under other names too.
const SITE: &str = "\
-- content/topics/climate.md --
---
name: Climate
aliases: [Global warming]
---
-- content/topics/russia.md --
---
name: Russia
aliases: [Moscow]
---
-- content/2019/space.md --
---
headline: Space
date: 2019-01-01
topics: [Space, Syria]
---
Text.
";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/clip")
}

fn pages() -> Vec<PathBuf> {
    let found = fs::read_dir(folder()).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut pages: Vec<PathBuf> =
        found.filter(|path| path.extension().is_some_and(|end| end == "html" || end == "txt")).collect();
    pages.sort();
    pages
}

#[test]
fn each_page_gives_the_expected_draft() {
    let pages = pages();
    assert!(pages.len() > 25, "{pages:?}");
    let failed: Vec<&PathBuf> = pages.iter().filter(|page| std::panic::catch_unwind(|| check(page)).is_err()).collect();
    assert!(failed.is_empty(), "{failed:?}; `SNAPSHOTS=overwrite cargo test` takes over what is new");
}

fn check(page: &Path) {
    let site = SiteTest::from_text(SITE);
    let site = site.run(&["clip", "--stdout", &page.to_string_lossy()]).exits(0);
    let draft = site.printed();
    let expected = Data::read_from(&page.with_extension("md"), None).raw();
    crate::site_test::assert_text(draft.clone(), expected);
    let site = site.run(&["clip", &page.to_string_lossy()]).exits(0);
    let path = site.printed().trim_end().to_owned();
    assert_eq!(fs::read_to_string(site.path(&path)).expect("the draft"), draft);
    let site = site.build_with(&["--drafts"]);
    assert!(!site.said().contains("error["), "{}", site.said());
    let site = site.build();
    let headline =
        draft.lines().find_map(|line| line.strip_prefix("headline: ")).expect("a headline").trim_matches('"');
    let is_in = |bytes: &[u8]| headline.len() > 10 && String::from_utf8_lossy(bytes).contains(headline);
    let leaks: Vec<String> =
        site.output().into_iter().filter(|(_, (bytes, _))| is_in(bytes)).map(|(path, _)| path).collect();
    assert!(leaks.is_empty(), "a draft is public: {leaks:?}");
}

const STORY: &str = "Talks end at night\n\nThe ministers met for the third time this year.\n\n“We will meet again before the \
                     summer is over,” said Jane Roe.\n\nNobody said where.\n\n(AFP)\n";

#[test]
fn a_clip_never_writes_over_an_entry() {
    let site = SiteTest::from_text(SITE).write("story.txt", STORY);
    let site = site.run(&["clip", "story.txt", "--date", "2019-05-06"]).exits(0);
    assert_eq!(site.printed(), "content/2019/talks-end-at-night.md\n");
    let before = fs::read(site.path("content/2019/talks-end-at-night.md")).expect("a draft");
    let site = site.run(&["clip", "story.txt", "--date", "2019-05-06"]).exits(2).says("exists already");
    assert_eq!(fs::read(site.path("content/2019/talks-end-at-night.md")).expect("a draft"), before);
}

#[test]
fn a_copied_text_comes_through_standard_input() {
    let site = SiteTest::from_text(SITE).write("story.txt", STORY);
    let input = fs::File::open(site.path("story.txt")).expect("a file");
    let arguments = ["clip", "-", "--stdout", "--url", "https://a.example/talks", "--topic", "Diplomacy"];
    let output = program(site.root()).args(arguments).stdin(Stdio::from(input)).output().expect("a run");
    let draft = String::from_utf8(output.stdout).expect("text");
    for line in [
        "headline: Talks end at night",
        "topics: [Diplomacy]",
        "  url: https://a.example/talks",
        "  agencies: [AFP]",
        "> — Jane Roe",
    ] {
        assert!(draft.contains(line), "`{line}` is not in:\n{draft}");
    }
}

#[test]
fn what_is_no_article_is_refused_with_what_to_do() {
    let site = SiteTest::from_text(SITE).write_raw("a.pdf", b"%PDF-1.7\n").write_raw("empty.html", b"  \n");
    let site = site.write("nothing.html", "<html><body><nav>Home</nav></body></html>");
    let site = site.run(&["clip", "a.pdf"]).exits(1).says("`a.pdf` is a PDF, not a web page or a text");
    let site = site.run(&["clip", "empty.html"]).exits(1).says("is empty");
    let site = site.run(&["clip", "nothing.html"]).exits(1).says("has no headline and no text");
    let site = site.write_raw("photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0\x01\x9a\x02\xff\xfe\0\x07\x11\x80\xee\0");
    let site =
        site.run(&["clip", "photo.heic"]).exits(1).says("`photo.heic` is a file of another kind, not a web page");
    let site = site.write_raw("notes.rtf", b"{\\rtf1\\ansi Trust at a low}");
    let site = site.run(&["clip", "notes.rtf"]).exits(1).says("`notes.rtf` is an office document, not a web page");
    let site = site.run(&["clip", "missing.html"]).exits(2).says("cannot be read: there is no such file");
    let site = site.run(&["clip", "content"]).exits(2).says("`content` cannot be read: it is a folder");
    let site = site.run(&["clip", "-"]).exits(1).says("what came through standard input is empty");
    let site = site.run(&["clip", "ftp://a.example/x"]).exits(2).says("is no address on the web");
    site.run(&["clip", "a.pdf", "--url", "a.example"]).exits(2).says("`--url` is no address on the web");
}

#[test]
fn pages_that_were_made_to_hang_a_program_end_at_once() {
    let title = "<title>Deep down</title><h1>Deep down</h1><p>One paragraph of text stands here.</p>";
    let site = SiteTest::from_text(SITE)
        .write("large.html", format!("{title}{}", "<p>x".repeat(2_600_000)))
        .write("deep.html", format!("{title}{}", "<div>".repeat(100_000)))
        .write("attributes.html", format!("{title}<a {}>", (0..100_000).map(|n| format!("a{n} ")).collect::<String>()))
        .write("json.html", format!("{title}<script type='application/ld+json'>{}", "[".repeat(1_000_000)))
        .write("quotes.txt", "Marks\n\n".to_owned() + &"“'„«\"".repeat(100_000))
        .write("words.txt", "Names\n\n".to_owned() + &"Jane Roe said, ".repeat(60_000));
    let started = std::time::Instant::now();
    let site = site.run(&["clip", "--stdout", "large.html"]).exits(1).says("is larger than 8 MiB");
    let site = site.run(&["clip", "--stdout", "deep.html"]).exits(1).says("one within another");
    let site = site.run(&["clip", "--stdout", "attributes.html"]).exits(1).says("one within another");
    let site = site.run(&["clip", "--stdout", "json.html"]).exits(0);
    let site = site.run(&["clip", "--stdout", "quotes.txt"]).exits(0);
    site.run(&["clip", "--stdout", "words.txt"]).exits(0);
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

#[test]
fn a_name_in_a_page_leads_nowhere_else() {
    let page = "<title>x</title><h1>../../../outside/C:\\evil</h1><p>The text of the page is here.</p>";
    let site = SiteTest::from_text(SITE).write("page.html", page);
    let site = site.run(&["clip", "page.html", "--date", "2019-01-02"]).exits(0);
    assert_eq!(site.printed(), "content/2019/outside-c-evil.md\n");
}

#[cfg(unix)]
#[test]
fn a_folder_that_leads_out_of_the_site_is_not_written_to() {
    let outside = crate::site_test::temporary();
    let site = SiteTest::from_text(SITE).write("story.txt", STORY);
    std::os::unix::fs::symlink(outside.path(), site.path("content/2018")).expect("a link");
    let site = site.run(&["clip", "story.txt", "--date", "2018-01-02"]);
    assert_ne!(site.code(), 0, "{}", site.said());
    assert_eq!(fs::read_dir(outside.path()).expect("a folder").count(), 0);
}

/// A publisher: a story behind a redirect, its photo, a page that is gone, and photos that are none.
fn publisher(asked: &Asked) -> Deed {
    let host = &asked.headers["host"];
    let story = |photo: &str| {
        format!(
            "<title>Caf\u{e9} reopens</title><meta property='og:image' content='{photo}'><meta property='og:site_name' \
             content='Gazette'><meta name='date' content='2019-05-06'><figure><img src='{photo}' alt='A terrace'>\
             <figcaption>The terrace. Photo: A. Person/AFP</figcaption></figure><h1>Caf\u{e9} reopens</h1>\
             <p>The oldest caf\u{e9} of the town has opened its doors again.</p>"
        )
    };
    match asked.path.as_str() {
        "/old" => send_on(asked, "301 Moved Permanently", "/story?utm_source=rss"),
        "/photo.jpg" => reply(asked, "200 OK", &["content-type: text/plain"], photo_of("size: 80x50")),
        "/page.jpg" => page(asked, "200 OK", "<p>No photo"),
        "/stranger" => page(asked, "200 OK", &story("http://127.0.0.1:1/photo.jpg")),
        "/no-photo" => page(asked, "200 OK", &story("/page.jpg")),
        "/blocked" => page(asked, "403 Forbidden", "No"),
        "/endless" => reply(asked, "200 OK", &["content-type: text/html"], vec![b'x'; 9 * 1024 * 1024]),
        path if path.starts_with("/story") => {
            let html = story(&format!("http://{host}/photo.jpg"));
            let latin: Vec<u8> = html.chars().map(|c| u8::try_from(u32::from(c)).expect("Latin-1")).collect();
            reply(asked, "200 OK", &["content-type: text/html; charset=iso-8859-1"], latin)
        }
        _ => page(asked, "404 Not Found", "Gone"),
    }
}

#[test]
fn a_page_of_the_web_is_clipped_with_its_photo() {
    let server = Server::start(publisher);
    let site = SiteTest::from_text(SITE).run(&["clip", "--photo", &server.url("/old")]).exits(0);
    assert_eq!(site.printed(), "content/2019/cafe-reopens.md\n");
    let draft = fs::read_to_string(site.path("content/2019/cafe-reopens.md")).expect("a draft");
    for line in [
        "headline: Café reopens",
        &format!("  url: {}", server.url("/story")),
        "  file: cafe-reopens.jpg",
        "  alt: A terrace",
        "  caption: The terrace.",
        "  credit: A. Person/AFP",
    ] {
        assert!(draft.contains(line), "`{line}` is not in:\n{draft}");
    }
    assert_eq!(fs::read(site.path("content/2019/cafe-reopens.jpg")).expect("a photo"), photo_of("size: 80x50"));
    assert!(server.asked()[0].headers["user-agent"].contains("https://site.example"), "the server knows who asks");
    site.build_with(&["--drafts"]).says_not("error[");
}

#[test]
fn the_text_of_the_source_is_kept_for_the_check_of_quotations_and_not_published() {
    let server = Server::start(publisher);
    let site = SiteTest::from_text(SITE).run(&["clip", &server.url("/story")]).exits(0);
    let kept = fs::read_dir(site.path(".dateline/sources")).expect("a folder").next().expect("a file").expect("a file");
    let text = fs::read_to_string(kept.path()).expect("text");
    assert_eq!(text, format!("{}\n\nThe oldest café of the town has opened its doors again.\n", server.url("/story")));
    let draft = fs::read_to_string(site.path("content/2019/cafe-reopens.md")).expect("a draft");
    assert!(!draft.contains("opened its doors"), "{draft}");
    let again = site.run(&["clip", "--date", "2018-01-01", &server.url("/story?fbclid=x")]).exits(0);
    again.says("`content/2019/cafe-reopens.md` has the same source");
}

#[test]
fn what_a_server_does_not_give_is_said() {
    let server = Server::start(publisher);
    let site = SiteTest::from_text(SITE).run(&["clip", &server.url("/gone")]).exits(1).says("answers with status 404");
    let site = site.run(&["clip", &server.url("/blocked")]).exits(1).says("open the page in a browser, save it");
    let site = site.run(&["clip", &server.url("/endless")]).exits(1).says("is larger than 8 MiB");
    let site = site.run(&["clip", "http://127.0.0.1:1/"]).exits(3).says("cannot be fetched");
    let site = site.run(&["clip", "--photo", &server.url("/no-photo")]).exits(1).says("is no photo that can be saved");
    let site = site.run(&["clip", "--photo", &server.url("/stranger")]).exits(3).says("is in a private network");
    assert!(!site.path("content/2019/cafe-reopens.md").exists(), "a draft without the photo that was asked for");
}
