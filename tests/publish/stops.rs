//! A publish that somebody stops: it says so, leaves no lock behind, and the next one goes on where it stopped.

use std::process::{Child, Command};
use std::time::{Duration, Instant};

use crate::server::{Dialect, Fault, Server};
use crate::site::{Said, Site, assert_same, files_in};
use crate::store;

/// Sends a signal to a publish, and gives what it said.
fn stop(child: Child, signal: &str) -> Said {
    let status = Command::new("kill").args([signal, &child.id().to_string()]).status().expect("kill runs");
    assert!(status.success());
    Said::of(&child.wait_with_output().expect("it ends"))
}

/// Waits until something is so.
#[track_caller]
fn wait_for(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(60), "never: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn is_page(request: &str) -> bool {
    request.starts_with("PUT /briefing/") && !request.contains(".dateline")
}

#[test]
fn a_store_keeps_what_arrived_and_the_lock_is_gone() {
    let server = Server::start(Dialect::S3);
    let site = store::site(&server, ", jobs: 1");
    site.goes_live();
    for (signal, words) in [("-INT", "Other words"), ("-TERM", "Yet other words")] {
        for number in 1..=3 {
            site.entry(number, words);
        }
        server.forget_requests();
        server.fail(Fault::Slow(Duration::from_millis(150)), 0, usize::MAX);
        let child = site.begin();
        wait_for("three files are sent", || server.requests().iter().filter(|line| is_page(line)).count() >= 3);
        stop(child, signal)
            .ends(3)
            .says("the publish was stopped")
            .says("run the command again: it goes on where this one stopped")
            .says("`live` shows files of this release among those of the one before, each of them whole")
            .keeps_quiet_about("is live at");
        server.heal();
        assert!(!server.objects().contains_key(".dateline/lock"), "the lock stays");
        let sent: Vec<String> = server.requests().into_iter().filter(|line| is_page(line)).collect();
        server.forget_requests();
        site.goes_live().says("An earlier publish was cut off").keeps_quiet_about("is locked");
        let again: Vec<String> = server.requests().into_iter().filter(|line| is_page(line)).collect();
        assert!(
            sent.len() >= 3 && !again.is_empty() && again.iter().all(|line| !sent.contains(line)),
            "{sent:?} {again:?}"
        );
        assert_same(&store::live(&server), &site.output());
    }
}

#[test]
fn a_branch_stays_as_it_is() {
    let site = crate::git::site("");
    site.goes_live();
    let old = crate::git::branch(&site);
    site.entry(1, "Other words");
    crate::git::hook(&site, "pre-receive", "touch reached; sleep 4; exit 1");
    let child = site.begin();
    let reached = crate::git::remote(&site).join("reached");
    wait_for("the push arrives", || reached.exists());
    stop(child, "-INT").ends(3).says("the publish was stopped").keeps_quiet_about("refuses the push");
    assert_same(&crate::git::branch(&site), &old);
    crate::git::hook(&site, "pre-receive", "exit 0");
    site.goes_live();
    assert_same(&crate::git::branch(&site), &site.output());
}

#[test]
fn before_anything_is_done_there_is_nothing_to_say() {
    let server = Server::start(Dialect::S3);
    let site = store::site(&server, "");
    server.fail(Fault::Slow(Duration::from_secs(20)), 0, usize::MAX);
    let child = site.begin();
    wait_for("the store is asked", || !server.requests().is_empty());
    stop(child, "-INT").keeps_quiet_about("is live at");
    server.heal();
    site.goes_live();
    assert_same(&store::live(&server), &site.output());
}

#[test]
fn steps_after_a_release_are_left_out_and_said() {
    let after = "[{command: [sh, -c, 'touch reached; sleep 3']}, {command: [touch, never]}]";
    let site = Site::new(&format!("  live: {{kind: folder, path: TARGET, after: {after}}}"));
    let child = site.begin();
    wait_for("the first step", || site.path("reached").exists());
    stop(child, "-INT").ends(3).says("a step was left out").says("is live at");
    assert!(!site.path("never").exists());
    assert_same(&files_in(&site.target().join("current")), &site.output());
}

#[test]
fn a_dead_lock_is_taken_over_whichever_answer_is_lost() {
    let server = Server::start(Dialect::S3);
    let site = store::site(&server, "");
    site.goes_live();
    for at in 3..=8 {
        let text = std::fs::read_to_string(site.path(".dateline/publish/live/token")).expect("a token");
        let remembered: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let lock = serde_json::json!({ "token": remembered["token"], "since": "2020-01-01", "beat": 3 });
        server.put(".dateline/lock", lock.to_string().as_bytes());
        site.entry(1, &format!("Words {at}"));
        server.fail(Fault::CutAnswer, at, 1);
        site.goes_live().keeps_quiet_about("was quicker");
        server.heal();
        assert!(!server.objects().contains_key(".dateline/lock"));
    }
}
