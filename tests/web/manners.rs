//! `desk.links` says how links are asked for; a run that is stopped keeps what it has found.

use std::fs;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use super::links::{article, check, site_of, verdicts};
use super::loopback::{Asked, Deed, Server, page, reply};

fn harbour() -> Server {
    Server::start(|asked| page(asked, "200 OK", &article("")))
}

fn configure(folder: &tempfile::TempDir, links: &str) {
    let config = format!("title: The Test\nbase_url: https://site.example\ndesk: {{links: {links}}}\n");
    fs::write(folder.path().join("dateline.yaml"), config).expect("a file");
}

#[test]
fn the_configuration_says_how_links_are_asked_for_and_the_command_line_has_the_last_word() {
    let (asked, left) = (harbour(), harbour());
    let skipped = left.url("/").trim_start_matches("http://").trim_end_matches('/').to_owned();
    let urls = [asked.url("/2020/harbour-1"), asked.url("/2020/harbour-2"), left.url("/2020/harbour")];
    let folder = site_of(&urls);
    configure(&folder, &format!("{{contact: desk@site.example, host_delay: 400ms, max_age: 2d, skip: '{skipped}'}}"));
    let run = |day: &str, arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command.current_dir(folder.path()).env_remove("DATELINE_ROOT").args(["check", "--links", "--now", day]);
        let output = command.args(arguments).output().expect("the program runs");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let said = run("2020-01-15", &[]);
    assert!(said.contains("1 link left out, as `desk.links.skip` says"), "{said}");
    assert_eq!(left.asked().len(), 0);
    let requests = asked.asked();
    assert!(requests.iter().all(|asked| asked.headers["user-agent"] == "Dateline/0.1 (+desk@site.example)"));
    let first = requests.iter().position(|asked| asked.path == "/2020/harbour-2").expect("the second link");
    assert!(requests[first].at - requests[first - 1].at >= Duration::from_millis(400));
    assert!(run("2020-01-16", &[]).contains("2 links, 0 asked for"));
    assert!(run("2020-01-16", &["--max-age", "1h", "--host-delay", "0s"]).contains("2 links, 2 asked for"));
    assert!(run("2020-01-19", &[]).contains("2 links, 2 asked for"));
}

/// Waits until something holds.
fn until(what: &str, holds: impl Fn() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(30), "never: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[cfg(unix)]
#[test]
fn a_run_that_is_stopped_keeps_what_it_has_found_and_calls_nothing_dead() {
    for signal in ["-INT", "-TERM"] {
        let good = harbour();
        let dead = Server::start(|asked| page(asked, "404 Not Found", "no"));
        let away = Server::start(|asked| match asked.path.as_str() {
            "/" => page(asked, "200 OK", "<title>The front page</title><p>news"),
            _ => reply(asked, "302 Found", &["location: /"], ""),
        });
        let mut urls: Vec<String> = (0..5).map(|at| good.url(&format!("/2020/harbour-{at}"))).collect();
        urls.extend([dead.url("/2020/lost"), away.url("/2020/gone-away")]);
        let folder = site_of(&urls);
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command.current_dir(folder.path()).env_remove("DATELINE_ROOT").stderr(Stdio::piped());
        command.args(["check", "--links", "--now", "2020-01-15", "--host-delay", "60s", "--quiet"]);
        let process = command.spawn().expect("the program runs");
        let is_read = |server: &Server| server.asked().iter().any(|asked| asked.method == "GET");
        until("the first of each server", || [&good, &dead, &away].into_iter().all(is_read));
        // The answer is on its way: nobody outside sees it come.
        std::thread::sleep(Duration::from_millis(500));
        let kill = Command::new("kill").args([signal, &process.id().to_string()]).status();
        assert!(kill.expect("a signal").success());
        let output = process.wait_with_output().expect("an end");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(3), "{said}");
        assert!(said.contains("stopped: 1 of 7 links that had to be asked for are known"), "{said}");
        let found = verdicts(&folder);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), [(urls[0].clone(), "ok".to_owned())]);
        let before = good.asked().iter().filter(|asked| asked.path == "/2020/harbour-0").count();
        check(&folder, "2020-01-15", &[]);
        let after = good.asked().iter().filter(|asked| asked.path == "/2020/harbour-0").count();
        assert_eq!((before, verdicts(&folder).len()), (after, 7));
    }
}

/// Entries whose sources are gone, and an archive that has a copy of the first and then does as `then` says.
fn mended(then: fn(&Asked) -> Deed, signal: Option<&str>) -> (tempfile::TempDir, Output) {
    let dead = Server::start(|asked| page(asked, "410 Gone", "no"));
    let archive = Server::start(move |asked| {
        let copy =
            r#"{"archived_snapshots":{"closest":{"available":true,"status":"200","url":"https://copies.example/0"}}}"#;
        if asked.path.contains("lost-0") { reply(asked, "200 OK", &[], copy) } else { then(asked) }
    });
    let folder = site_of(&[0, 1, 2].map(|at| dead.url(&format!("/2020/lost-{at}"))));
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.current_dir(folder.path()).env_remove("DATELINE_ROOT").stderr(Stdio::piped()).stdout(Stdio::piped());
    command.args(["check", "--links", "--fix", "--now", "2020-01-15", "--host-delay", "0s"]);
    let process = command.args(["--archive-service", &archive.url("/archive")]).spawn().expect("the program runs");
    if let Some(signal) = signal {
        until("the second copy", || archive.asked().len() == 2);
        let kill = Command::new("kill").args([signal, &process.id().to_string()]).status();
        assert!(kill.expect("a signal").success());
    }
    let output = process.wait_with_output().expect("an end");
    (folder, output)
}

/// Which entries lead to a copy.
fn led(folder: &tempfile::TempDir) -> Vec<bool> {
    let text = |at| fs::read_to_string(folder.path().join(format!("content/{at:02}.md"))).expect("an entry");
    let is_led = |text: String| text.contains("archive: https://copies.example/0\n  gone: 2020-01-15\n");
    (0..3).map(|at| is_led(text(at))).collect()
}

#[cfg(unix)]
#[test]
fn mending_that_is_stopped_writes_the_copies_that_are_found_and_says_what_is_left() {
    for signal in ["-INT", "-TERM"] {
        let (folder, output) = mended(|_| Deed::Wait(Duration::from_secs(60), Vec::new()), Some(signal));
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!((output.status.code(), led(&folder)), (Some(3), vec![true, false, false]), "{said}");
        assert!(said.contains("Mended the front matter of content/00.md\n"), "{said}");
        assert!(said.contains("stopped: copies of 1 of 3 dead sources were looked for"), "{said}");
        assert!(said.contains("content/01.md:6:8") && !said.contains("content/00.md:6:8"), "{said}");
    }
}

#[test]
fn an_archive_that_fails_on_the_way_takes_nothing_back() {
    let (folder, output) = mended(|asked| reply(asked, "503 Service Unavailable", &[], ""), None);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!((output.status.code(), led(&folder)), (Some(0), vec![true, false, false]), "{said}");
    assert!(said.contains("asked for copies of 1 of 3 dead sources: the archive says 503"), "{said}");
}
