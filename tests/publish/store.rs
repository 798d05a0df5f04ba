//! Object stores that speak the protocols of S3 and of Google: what is sent, in which order, with which headers, and what
//! faults do.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::server::{Dialect, Fault, Server, TOKEN};
use crate::site::{Files, Reader, Site, assert_same};

/// A site whose target is a store that is at this server.
pub fn site(server: &Server, more: &str) -> Site {
    let mut site = Site::new("");
    configure(&site, server, more);
    for (name, value) in [
        ("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE"),
        ("AWS_SECRET_ACCESS_KEY", SECRET),
        ("AWS_SESSION_TOKEN", SESSION),
        ("AWS_EC2_METADATA_DISABLED", "true"),
        ("AWS_REGION", "us-east-1"),
        ("GCE_METADATA_HOST", &server.host()),
        ("HOME", "/nonexistent"),
    ] {
        site.variables.push((name.to_owned(), value.to_owned()));
    }
    site
}

const SECRET: &str = "wJalrXUtnFEMI-hush-hush-EXAMPLEKEY";
const SESSION: &str = "FwoGZXIvYXdzEXAMPLE-hush-session";

pub fn configure(site: &Site, server: &Server, more: &str) {
    let kind = match server.dialect() {
        Dialect::S3 => "s3",
        Dialect::Google => "gcs",
    };
    let endpoint = server.address();
    site.configure(&format!("  live: {{kind: {kind}, bucket: briefing, endpoint: \"{endpoint}\", keep: 2{more}}}"));
}

/// The files of the store, without those of its state.
pub fn live(server: &Server) -> Files {
    let objects = server.objects().into_iter();
    objects.filter(|(key, _)| !key.starts_with(".dateline/")).map(|(key, object)| (key, object.bytes)).collect()
}

/// Each is a test for each dialect.
macro_rules! in_each_dialect {
    ($($name:ident)*) => {
        mod s3 {
            use crate::server::Dialect;
            $(#[test] fn $name() { super::$name(Dialect::S3) })*
        }
        mod google {
            use crate::server::Dialect;
            $(#[test] fn $name() { super::$name(Dialect::Google) })*
        }
    };
}

in_each_dialect! {
    the_store_is_the_build_with_the_right_headers_in_the_right_order
    rules_set_headers_and_texts_are_compressed
    a_prefix_holds_the_site_and_pages_may_lose_their_index_html
    letters_of_all_scripts_stay_what_they_are
    a_change_of_one_entry_costs_requests_for_that_entry
    every_fault_is_survived_or_ends_in_a_state_that_the_next_run_puts_right
    a_publish_killed_between_any_two_requests_is_finished_by_the_next
    lost_records_and_other_hands_are_put_right
    an_earlier_release_is_put_back_with_its_headers
    two_publishers_at_once_never_mix
    what_a_store_repeats_of_credentials_is_not_said
    a_store_that_lost_all_records_is_taken_over_only_where_that_is_said
    every_file_is_sent_where_that_is_asked_for
    what_is_kept_of_earlier_releases_is_bounded_and_goes_when_nothing_shall_be_kept
}

fn the_store_is_the_build_with_the_right_headers_in_the_right_order(dialect: Dialect) {
    let server = Server::start(dialect);
    let site = site(&server, "");
    site.goes_live().keeps_quiet_about(SECRET);
    assert_same(&live(&server), &site.output());
    let objects = server.objects();
    let page = &objects["index.html"];
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(page.header("cache-control"), "public, max-age=300");
    let style =
        objects.iter().find(|(key, _)| key.starts_with("assets/") && key.ends_with(".css")).expect("a style sheet").1;
    assert_eq!(style.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(objects["atom.xml"].header("content-type"), "application/atom+xml; charset=utf-8");
    // Each thing after what it refers to.
    let puts: Vec<String> =
        server.requests().into_iter().filter(|line| line.starts_with("PUT ") && !line.contains(".dateline")).collect();
    let place = |end: &str| puts.iter().rposition(|line| line.ends_with(end)).unwrap_or_else(|| panic!("{end}"));
    assert!(place(".css") < place("/entry-1/index.html") && place("/entry-1/index.html") < place("sitemap.xml"));
    assert!(place("sitemap.xml") < place("briefing/index.html") && place("briefing/index.html") == puts.len() - 1);
    server.never_dangled();
    // What goes, goes when all else is there.
    site.remove("content/entry-3.md");
    server.forget_requests();
    site.goes_live();
    let requests: Vec<String> = server.requests().into_iter().filter(|line| !line.contains(".dateline")).collect();
    let last_put = requests.iter().rposition(|line| line.starts_with("PUT ")).expect("puts");
    let deletion = |line: &String| line.starts_with("POST ") || line.starts_with("DELETE ");
    assert!(requests.iter().position(deletion).expect("deletions") > last_put, "{requests:#?}");
    server.never_dangled();
}

/// Fails if the secret, or what the store gave for it, stands in a file of the site, of its state or of the target.
fn nothing_is_written_of_credentials(site: &Site, server: &Server) {
    let objects = server.objects().into_iter().map(|(key, object)| (key, object.bytes));
    let files = walkdir::WalkDir::new(site.path("")).into_iter().filter_map(Result::ok);
    let files = files.filter(|entry| entry.file_type().is_file());
    let files = files.map(|entry| (entry.path().display().to_string(), std::fs::read(entry.path()).expect("a file")));
    for (name, bytes) in objects.chain(files) {
        let text = String::from_utf8_lossy(&bytes);
        assert!([SECRET, SESSION, TOKEN].iter().all(|secret| !text.contains(secret)), "{name}");
    }
}

fn what_a_store_repeats_of_credentials_is_not_said(dialect: Dialect) {
    let server = Server::start(dialect);
    let site = site(&server, "");
    site.goes_live();
    site.entry(1, "Other words");
    for fault in [Fault::Denied, Fault::Unavailable, Fault::Cut] {
        server.fail(fault, 2, usize::MAX);
        let said = site.publish(&["--yes", "--verbose"]).ends(3);
        for secret in [SECRET, SESSION, TOKEN, "ya29", "AKIDEXAMPLE"] {
            assert!(!said.err.contains(secret) && !said.out.contains(secret), "{fault:?}: {said:?}");
        }
        if matches!(fault, Fault::Denied) {
            said.says("the store refuses").says("check the credentials");
        }
        server.heal();
        nothing_is_written_of_credentials(&site, &server);
    }
    site.goes_live();
    nothing_is_written_of_credentials(&site, &server);
}

fn every_file_is_sent_where_that_is_asked_for(dialect: Dialect) {
    let server = Server::start(dialect);
    let site = site(&server, "");
    site.goes_live();
    server.forget_requests();
    site.publish(&["--yes", "--all"]).ends(0).says("0 deleted, 0 unchanged").says("again)");
    let puts = |line: &String| line.starts_with("PUT ") && !line.contains(".dateline");
    assert_eq!(server.requests().into_iter().filter(puts).count(), site.output().len());
    // What is the same gives way to nothing: there is nothing to keep of it.
    assert!(!server.objects().keys().any(|key| key.starts_with(".dateline/objects/")));
    site.goes_live().says("Nothing to publish");
    site.publish(&["--rollback", "--all"]).ends(2);
}

fn a_store_that_lost_all_records_is_taken_over_only_where_that_is_said(dialect: Dialect) {
    let server = Server::start(dialect);
    let site = site(&server, "");
    site.goes_live();
    let records: Vec<String> = server.objects().into_keys().filter(|key| key.starts_with(".dateline/")).collect();
    records.iter().for_each(|key| server.remove(key));
    site.entry(1, "Other words");
    let before = live(&server);
    site.publish(&["--yes"]).ends(1).says("files that Dateline did not publish").says("--adopt");
    assert_same(&live(&server), &before);
    site.publish(&["--yes", "--adopt"]).ends(0);
    assert_same(&live(&server), &site.output());
}

fn rules_set_headers_and_texts_are_compressed(dialect: Dialect) {
    let server = Server::start(dialect);
    let more = ", compress: gzip, headers: [{match: \"*.html\", cache_control: no-cache}, {match: \"*.txt\", compress: false, content_type: text/x-test}]";
    let site = site(&server, more);
    site.goes_live();
    let objects = server.objects();
    let page = &objects["index.html"];
    assert_eq!((page.header("cache-control"), page.header("content-encoding")), ("no-cache", "gzip"));
    let mut plain = Vec::new();
    std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&page.bytes[..]), &mut plain).expect("gzip");
    assert_eq!(plain, site.output()["index.html"]);
    assert_eq!(objects["robots.txt"].header("content-type"), "text/x-test");
    assert_eq!(objects["robots.txt"].header("content-encoding"), "");
    // Other headers alone are a change.
    configure(&site, &server, ", compress: gzip, headers: [{match: index.html, cache_control: no-store}]");
    site.goes_live().says("other headers");
    assert_eq!(server.objects()["index.html"].header("cache-control"), "no-store");
    site.goes_live().says("Nothing to publish");
    // Of several encodings everybody's counts; Brotli alone is not for what programs fetch.
    configure(&site, &server, ", compress: [br, gzip]");
    site.goes_live();
    assert_eq!(server.objects()["index.html"].header("content-encoding"), "gzip");
    configure(&site, &server, ", compress: br");
    site.goes_live();
    let objects = server.objects();
    let encoding = |key: &str| objects[key].header("content-encoding").to_owned();
    assert_eq!(["index.html", "atom.xml", "robots.txt"].map(encoding), ["br", "", ""]);
}

fn a_prefix_holds_the_site_and_pages_may_lose_their_index_html(dialect: Dialect) {
    let server = Server::start(dialect);
    let site = site(&server, ", prefix: sites/a, strip_index_html: true");
    server.put("theirs.txt", b"theirs");
    site.goes_live();
    let objects = server.objects();
    assert!(objects.contains_key("sites/a/index.html") && objects.contains_key("sites/a/2020/01/02/entry-1"));
    assert!(objects.contains_key("theirs.txt"));
    site.goes_live().says("Nothing to publish");
}

fn letters_of_all_scripts_stay_what_they_are(dialect: Dialect) {
    let server = Server::start(dialect);
    let site = site(&server, "");
    site.write("static/lété/ü.txt", "words");
    site.goes_live();
    assert_same(&live(&server), &site.output());
    assert!(server.objects().contains_key("lété/ü.txt"));
    site.goes_live().says("Nothing to publish");
}

fn a_change_of_one_entry_costs_requests_for_that_entry(dialect: Dialect) {
    let server = Server::start(dialect);
    let site = site(&server, "");
    // Files that stay, as an archive of years does.
    for number in 0..10_000 {
        site.write(&format!("static/archive/{number}.txt"), "old words");
    }
    site.publish(&["--yes", "--quiet"]).ends(0);
    assert!(server.objects().len() > 10_000);
    site.entry(2, "Other words");
    let plan = site.publish(&["-n", "--format", "json"]).ends(0).json();
    let changes =
        ["added", "changed", "deleted"].iter().map(|key| plan[key].as_array().expect("a list").len()).sum::<usize>();
    server.forget_requests();
    site.publish(&["--yes", "--quiet"]).ends(0);
    let requests = server.requests();
    // Two listings of a thousand each, a copy and a put for each file, and the records.
    let most = 2 * 12 + 2 * changes + 16;
    assert!(requests.len() <= most, "{} requests for {changes} changes", requests.len());
    assert_same(&live(&server), &site.output());
}

fn every_fault_is_survived_or_ends_in_a_state_that_the_next_run_puts_right(dialect: Dialect) {
    let slow = Fault::Slow(Duration::from_millis(300));
    std::thread::scope(|scope| {
        for fault in [Fault::Unavailable, Fault::Cut, Fault::CutAnswer, slow, Fault::Full] {
            scope.spawn(move || survives(dialect, fault));
        }
    });
}

/// Publishes a change while a store fails now and then; somebody reads all the time.
fn survives(dialect: Dialect, fault: Fault) {
    let server = Server::start(dialect);
    let site = site(&server, ", jobs: 2");
    site.goes_live();
    let old = live(&server);
    site.entry(1, "Other words");
    site.entry(4, "A fourth");
    site.remove("content/entry-3.md");
    site.build();
    let reader = Reader::of(vec![old, site.output()], server.reader());
    for (from, count) in [(3, 2), (9, 3), (15, 200)] {
        server.fail(fault, from, count);
        let said = site.publish(&["--yes"]);
        match (fault, said.code) {
            (Fault::Full, 3) => {
                drop(said.says("the store has no room").says("make room").keeps_quiet_about(SECRET));
            }
            (_, 0 | 3) => {
                let said = said.keeps_quiet_about("Generic").keeps_quiet_about("Error performing");
                drop(said.keeps_quiet_about(SECRET).keeps_quiet_about("panicked"));
            }
            _ => panic!("{fault:?}: {said:?}"),
        }
        server.heal();
    }
    assert!(server.failed() > 0, "{fault:?} never came");
    site.goes_live();
    assert_same(&live(&server), &site.output());
    reader.was_content();
    server.never_dangled();
    site.goes_live().says("Nothing to publish");
}

fn a_publish_killed_between_any_two_requests_is_finished_by_the_next(dialect: Dialect) {
    let server = Server::start(dialect);
    let site = site(&server, ", jobs: 1");
    site.goes_live();
    let words = ["Other words", "First words"];
    let mut versions = vec![site.output()];
    site.entry(1, words[0]);
    site.remove("content/entry-3.md");
    site.build();
    versions.push(site.output());
    server.forget_requests();
    site.goes_live();
    let whole = server.requests().len();
    let reader = Reader::of(versions, server.reader());
    let mut version = 0;
    for at in 1..=whole {
        version = (version + 1) % 2;
        site.entry(1, words[version]);
        if version == 0 {
            site.remove("content/entry-3.md")
        } else {
            site.entry(3, "First words")
        }
        let mut child = site.begin();
        server.kill_at(at, child.id());
        child.wait().expect("it ends");
        server.heal();
        if at % 4 == 0 {
            site.goes_live();
            assert_same(&live(&server), &site.output());
        }
    }
    site.goes_live();
    assert_same(&live(&server), &site.output());
    reader.was_content();
    server.never_dangled();
}

fn lost_records_and_other_hands_are_put_right(dialect: Dialect) {
    let server = Server::start(dialect);
    let site = site(&server, "");
    site.goes_live();
    server.remove("index.html");
    server.put("404.html", b"defaced");
    site.goes_live().says("1 file was deleted on the target").says("1 file was changed on the target");
    assert_same(&live(&server), &site.output());
    server.remove(".dateline/live.json.gz");
    site.remove("content/entry-3.md");
    site.goes_live().says("record of the live release is lost");
    assert_same(&live(&server), &site.output());
    for key in [".dateline/live.json.gz", ".dateline/pending.json.gz"] {
        server.put(key, b"\x1f\x8bdamaged");
    }
    site.goes_live();
    assert_same(&live(&server), &site.output());
}

fn an_earlier_release_is_put_back_with_its_headers(dialect: Dialect) {
    let server = Server::start(dialect);
    let site = site(&server, "");
    site.goes_live();
    let (files, before) = (live(&server), server.objects());
    std::thread::sleep(Duration::from_millis(1100));
    site.entry(1, "Other words");
    site.remove("content/entry-3.md");
    site.goes_live();
    site.publish(&["--rollback", "--yes"]).ends(0);
    assert_same(&live(&server), &files);
    let headers = |objects: &BTreeMap<String, crate::server::Object>| objects["index.html"].headers.clone();
    assert_eq!(headers(&server.objects()), headers(&before));
    site.publish(&["--history"]).ends(0).says("live, put back");
}

fn what_is_kept_of_earlier_releases_is_bounded_and_goes_when_nothing_shall_be_kept(dialect: Dialect) {
    let server = Server::start(dialect);
    let site = site(&server, "");
    let kept = || -> usize { server.objects().keys().filter(|key| key.starts_with(".dateline/objects/")).count() };
    let mut counts = Vec::new();
    for turn in 0..6 {
        site.entry(1, &format!("Words {turn}"));
        site.goes_live();
        counts.push(kept());
        std::thread::sleep(Duration::from_millis(1100));
    }
    assert!(counts[2] > 0 && counts[3..].iter().all(|count| *count == counts[2]), "{counts:?}");
    // A page that has to be gone for good.
    configure(&site, &server, "");
    let text = std::fs::read_to_string(site.path("dateline.yaml")).expect("read").replace("keep: 2", "keep: 0");
    site.write("dateline.yaml", &text);
    site.publish(&["--dry-run"]).ends(0);
    assert_eq!(kept(), counts[5]);
    site.goes_live().says("Nothing to publish").says("copies of earlier releases were removed");
    assert_eq!(kept(), 0);
    assert_same(&live(&server), &site.output());
    site.goes_live().keeps_quiet_about("removed");
    site.publish(&["--rollback", "--yes"]).ends(1).says("no longer on the target");
}

fn two_publishers_at_once_never_mix(dialect: Dialect) {
    let server = Server::start(dialect);
    let (one, other) = (site(&server, ", jobs: 1"), site(&server, ", jobs: 1"));
    one.goes_live();
    other.entry(1, "Words of the other");
    one.entry(1, "Words of the one");
    server.fail(Fault::Slow(Duration::from_millis(150)), 0, usize::MAX);
    let mut first = one.begin();
    std::thread::sleep(Duration::from_millis(1500));
    let second = other.publish(&["--yes"]);
    first.wait().expect("it ends");
    server.heal();
    assert!(second.code == 3 || second.code == 1, "{second:?}");
    assert_same(&live(&server), &one.output());
    other.publish(&["--yes"]).ends(0);
    assert_same(&live(&server), &other.output());
}

#[test]
fn without_credentials_a_publish_says_where_they_come_from() {
    let server = Server::start(Dialect::S3);
    let mut site = site(&server, "");
    site.variables.retain(|(name, _)| !name.starts_with("AWS_"));
    site.variables.push(("AWS_METADATA_ENDPOINT".to_owned(), "http://127.0.0.1:9".to_owned()));
    site.publish(&["--yes"]).ends(3).says("there are no credentials for the store").says("AWS_SECRET_ACCESS_KEY");
    assert!(server.requests().is_empty());
    site.configure("  live: {kind: azure}");
    site.publish(&["--yes"]).ends(1).says("the storage account is not named").says("AZURE_STORAGE_ACCOUNT_NAME");
    let server = Server::start(Dialect::Google);
    configure(&site, &server, "");
    site.variables.retain(|(name, _)| name != "GCE_METADATA_HOST");
    for name in ["GCE_METADATA_HOST", "GCE_METADATA_IP"] {
        site.variables.push((name.to_owned(), "127.0.0.1:9".to_owned()));
    }
    site.publish(&["--yes"]).ends(3).says("there are no credentials").says("GOOGLE_APPLICATION_CREDENTIALS");
    assert!(server.requests().is_empty());
}
