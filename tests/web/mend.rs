//! `dateline check --links --fix`: front matter mended in its place, nothing else touched, and what a reader sees then.

use std::fs;
use std::process::Command;

use dateline::problem::Step;
use dateline::rot::{Mend, mend};
use dateline::yaml::{Node, Tree, split};
use proptest::prelude::*;

use super::links::{check, site_of, verdicts};
use super::loopback::{Server, page, reply, send_on};

/// A paper that has moved some pages and lost others, with an archive that has one of them.
fn paper() -> Server {
    Server::start(|asked| match asked.path.as_str() {
        "/2020/old-harbour" => send_on(asked, "301 Moved Permanently", "/2021/new-harbour"),
        "/2021/new-harbour" => {
            page(asked, "200 OK", &format!("<title>New harbour</title><p>{}", "Words. ".repeat(300)))
        }
        path if path.starts_with("/archive?") && path.contains("lost-harbour") => {
            let copy = r#"{"archived_snapshots":{"closest":{"available":true,"status":"200","url":"http://web.archive.org/web/2020/x"}}}"#;
            reply(asked, "200 OK", &["content-type: application/json"], copy)
        }
        path if path.starts_with("/archive?") => reply(asked, "200 OK", &[], r#"{"archived_snapshots":{}}"#),
        _ => page(asked, "404 Not Found", "no"),
    })
}

#[test]
fn moved_and_lost_sources_are_mended_and_every_other_byte_stays() {
    let paper = paper();
    let url = |path: &str| paper.url(path);
    let folder = site_of(&[]);
    let files = [
        (
            "moved.md",
            format!(
                "\u{feff}---\r\nheadline: \"A: B\"   # as wired\r\ndate: 2020-01-01\r\nsource:\r\n  - name: 'Gazette'\r\n    url: '{}#top'  # old\r\n---\r\n\r\nSee {}\r\n",
                url("/2020/old-harbour"),
                url("/2020/old-harbour")
            ),
        ),
        (
            "lost.md",
            format!(
                "---\nheadline: Lost\ndate: 2020-01-02\nsource:\n  url: {} # was\n  name: Gazette\n  accessed: 2020-01-03\n---\ntext\n",
                url("/2020/lost-harbour")
            ),
        ),
        (
            "known.md",
            format!(
                "---\nheadline: Known\ndate: 2020-01-03\nsource: {{name: Gazette, url: \"{}\", archive: \"https://copies.example/1\"}}\n---\n",
                url("/2020/known-harbour")
            ),
        ),
        (
            "hopeless.md",
            format!(
                "---\nheadline: Hopeless\ndate: 2020-01-04\nsource: {{name: G, url: \"{}\"}}\n---\n",
                url("/2020/hopeless")
            ),
        ),
        (
            "folded.md",
            format!(
                "---\nheadline: Folded\ndate: 2020-01-05\nsource:\n  name: G\n  url: >-\n    {}\n---\n",
                url("/2020/old-harbour")
            ),
        ),
    ];
    for (name, text) in &files {
        fs::write(folder.path().join("content").join(name), text).expect("a file");
    }
    let service = url("/archive");
    let output = check(&folder, "2020-01-15", &["--fix", "--archive-service", &service]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let now = |name: &str| fs::read_to_string(folder.path().join("content").join(name)).expect("a file");
    let before = |name: &str| files.iter().find(|(other, _)| *other == name).expect("a file").1.clone();
    let moved = before("moved.md").replacen("/2020/old-harbour#top'", "/2021/new-harbour#top'", 1);
    assert_eq!(now("moved.md"), moved, "{said}");
    let lost = " # was\n  archive: https://web.archive.org/web/2020/x\n  gone: 2020-01-15\n";
    assert_eq!(now("lost.md"), before("lost.md").replace(" # was\n", lost));
    let known = "\"https://copies.example/1\", gone: \"2020-01-15\"}";
    assert_eq!(now("known.md"), before("known.md").replace("\"https://copies.example/1\"}", known));
    assert_eq!(now("hopeless.md"), before("hopeless.md"));
    assert_eq!(now("folded.md"), before("folded.md"));
    assert!(said.contains("Mended the front matter of content/known.md, content/lost.md, content/moved.md"), "{said}");
    assert!(said.contains("`url` of content/folded.md has to be written by hand"), "{said}");
    // What is mended is no problem any more; the others are, and so is the link in the text.
    assert!(said.contains("content/hopeless.md:4:") && said.contains("content/moved.md:9:5"), "{said}");
    assert!(!said.contains("content/lost.md:") && !said.contains("content/moved.md:6:"), "{said}");
    let asked: Vec<String> =
        paper.asked().into_iter().map(|asked| asked.path).filter(|path| path.starts_with("/archive")).collect();
    assert_eq!(asked.len(), 2);
    assert!(asked[1].ends_with("lost-harbour&timestamp=20200103"), "{asked:?}");
    readers_are_led_to_the_copy(&folder);
}

fn readers_are_led_to_the_copy(folder: &tempfile::TempDir) {
    let built = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .current_dir(folder.path())
        .args(["build", "--now", "2020-01-16"])
        .env_remove("DATELINE_ROOT")
        .output()
        .expect("the program runs");
    assert_eq!(built.status.code(), Some(0), "{}", String::from_utf8_lossy(&built.stderr));
    let html = fs::read_to_string(folder.path().join("output/2020/01/02/lost/index.html")).expect("a page");
    assert!(html.contains("<a href=\"https://web.archive.org/web/2020/x\">Archived copy</a>"), "{html}");
    assert!(html.contains("Original gone since") && !html.contains("href=\"http://127.0.0.1"), "{html}");
    assert!(html.contains("archivedAt"), "{html}");
    let feed = fs::read_to_string(folder.path().join("output/atom.xml")).expect("a feed");
    assert!(feed.contains("https://web.archive.org/web/2020/x") && !feed.contains("lost-harbour"), "{feed}");
}

#[test]
fn what_is_known_is_not_asked_for_again_and_bad_days_add_up() {
    let down = Server::start(|asked| page(asked, "500 Internal Server Error", "no"));
    let up = Server::start(|asked| page(asked, "200 OK", "<title>Harbour</title>harbour words here"));
    let folder = site_of(&[down.url("/2020/harbour"), up.url("/2020/harbour")]);
    let mut asked = Vec::new();
    for day in ["2020-01-15", "2020-01-15", "2020-01-16", "2020-01-17"] {
        let output = check(&folder, day, &["--strict", "--format", "json"]);
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        asked.push((
            !down.asked().is_empty(),
            up.asked().len(),
            text.contains("link-gone"),
            text.contains("link-unsure"),
        ));
    }
    let ups: Vec<usize> = asked.iter().map(|(_, ups, ..)| *ups).collect();
    assert!(ups.iter().all(|count| *count == ups[0]), "{ups:?}");
    let told: Vec<(bool, bool)> = asked.iter().map(|(_, _, gone, unsure)| (*gone, *unsure)).collect();
    assert_eq!(told, [(false, true), (false, true), (false, true), (true, false)]);
    let seen = down.asked().len();
    check(&folder, "2020-01-17", &["--only", "content/01.md", "--max-age", "0s"]);
    assert!(down.asked().len() == seen && up.asked().len() > ups[0]);
    assert_eq!(verdicts(&folder).len(), 2);
}

#[test]
fn a_build_asks_for_nothing_and_reads_no_ledger() {
    let server = Server::start(|asked| page(asked, "404 Not Found", "no"));
    let folder = site_of(&[server.url("/2020/harbour")]);
    let build = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        let output = command
            .current_dir(folder.path())
            .args(["build", "--now", "2020-01-16"])
            .env_remove("DATELINE_ROOT")
            .output();
        assert_eq!(output.expect("the program runs").status.code(), Some(0));
        fs::read(folder.path().join("output/2020/01/01/00/index.html")).expect("a page")
    };
    let before = build();
    assert_eq!(server.asked().len(), 0);
    check(&folder, "2020-01-15", &[]);
    assert!(build() == before && !server.asked().is_empty());
}

#[test]
fn an_unplugged_machine_is_no_servers_bad_day() {
    let urls: Vec<String> = (1..=3).map(|at| format!("http://127.0.0.{at}:1/2020/x")).collect();
    let folder = site_of(&urls);
    let output = check(&folder, "2020-01-15", &[]);
    assert_eq!(output.status.code(), Some(3), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!folder.path().join(".dateline/links.json").exists());
}

const NEW: &str = "https://copies.example/web/2020/http://a.example/x?y=1&z=%20";

/// Front matter in many hands: the keys of a source in any order and style, other fields around them.
fn front_matter() -> impl Strategy<Value = (String, Vec<Step>)> {
    let word = "[a-zA-Z\u{e9}\u{4e2d}: #'\"&*!|>%@`{}\\[\\],.-]{0,12}";
    let quoted = word.prop_map(|word| format!("'{}'", word.replace('\'', "''")));
    let url = prop_oneof![
        Just("http://a.example/x".to_owned()),
        Just("'http://a.example/x'".to_owned()),
        Just("\"http://a.example/x\" # why: [not]".to_owned()),
        Just("http://a.example/x   # old".to_owned()),
        Just(">-\n      http://a.example/x".to_owned()),
        Just("&here http://a.example/x".to_owned()),
    ];
    let end = prop_oneof![Just("\n"), Just("\r\n")];
    let extra = proptest::option::of(quoted.clone());
    (quoted.clone(), url, extra, 0..3_usize, 1..4_usize, end, quoted).prop_map(
        |(name, url, extra, style, indent, end, last)| {
            let pad = " ".repeat(indent);
            let author = extra.map(|extra| format!("author: {extra}"));
            let keys: Vec<String> =
                [Some(format!("url: {url}")), author, Some(format!("name: {name}"))].into_iter().flatten().collect();
            let source = Step::Key("source".into());
            let (text, path) = match style {
                0 => (format!("source:\n{pad}{}\n", keys.join(&format!("\n{pad}"))), vec![source]),
                1 => (format!("source:\n{pad}- {}\n", keys.join(&format!("\n{pad}  "))), vec![source, Step::Item(0)]),
                _ => {
                    let keys =
                        [format!("url: {}", url.split(" #").next().unwrap_or_default()), format!("name: {name}")];
                    (format!("source: [{{{}}}]\n", keys.join(", ")), vec![source, Step::Item(0)])
                }
            };
            let text = format!("---\nheadline: {last}\n{text}key_points: [{last}, 1.50] # end\n---\nurl: body\n");
            (text.replace('\n', end), path)
        },
    )
}

proptest! {
    #[test]
    fn mending_changes_one_value_and_no_other_byte((text, group) in front_matter(), key in prop_oneof![Just("url"), Just("archive"), Just("gone")]) {
        let wanted = Mend { group: group.clone(), key, value: NEW.to_owned() };
        let (better, left) = mend(&text, std::slice::from_ref(&wanted));
        if !left.is_empty() {
            prop_assert_eq!(better, text);
            return Ok(());
        }
        // What was there is still there, but for the value: before it and after it.
        let same = text.bytes().zip(better.bytes()).take_while(|(a, b)| a == b).count();
        let tail = text[same..].bytes().rev().zip(better.bytes().rev()).take_while(|(a, b)| a == b).count();
        let (old, new) = (&text.as_bytes()[same..text.len() - tail], &better.as_bytes()[same..better.len() - tail]);
        prop_assert!(if key == "url" { old.len() <= "'http://a.example/x'".len() } else { old.is_empty() }, "{:?}", String::from_utf8_lossy(old));
        prop_assert!(new.len() <= NEW.len() + 40);
        let (a, b) = (split(&text).unwrap(), split(&better).unwrap());
        prop_assert_eq!(&text[a.body], &better[b.body]);
        let (a, b) = (Tree::parse(&text[a.yaml], 65536).unwrap(), Tree::parse(&better[b.yaml], 65536).unwrap());
        prop_assert_eq!(without(&a.root, key), without(&b.root, key));
        prop_assert!(b.root.to_json().to_string().contains(NEW));
    }
}

/// The front matter as JSON without one key of its source.
fn without(root: &Node<'_>, key: &str) -> serde_json::Value {
    let mut json = root.to_json();
    let source = &mut json["source"];
    let source = if source.is_array() { &mut source[0] } else { source };
    source.as_object_mut().expect("a group").remove(key);
    json
}
