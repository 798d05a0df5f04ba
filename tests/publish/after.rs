//! What is done when a release is live.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::site::Site;

/// Takes what is posted and answers with a status; gives the bodies.
fn listener(status: u16) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}/hub", listener.local_addr().expect("an address"));
    let (sender, bodies) = channel();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut request = Vec::new();
            let mut piece = [0; 4096];
            let body = loop {
                let read = stream.read(&mut piece).unwrap_or(0);
                request.extend_from_slice(&piece[..read]);
                let text = String::from_utf8_lossy(&request).into_owned();
                let length = text
                    .to_lowercase()
                    .split("content-length: ")
                    .nth(1)
                    .and_then(|rest| rest.split("\r\n").next()?.parse::<usize>().ok());
                match (text.split_once("\r\n\r\n"), length) {
                    (Some((_, body)), Some(length)) if body.len() >= length => break body.to_owned(),
                    _ if read == 0 => break String::new(),
                    _ => {}
                }
            };
            let _ = write!(stream, "HTTP/1.1 {status} Said\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            let _ = sender.send(body);
        }
    });
    (address, bodies)
}

const PATIENCE: Duration = Duration::from_secs(10);

#[test]
fn commands_hear_what_changed_and_deliveries_forget_it() {
    let after = "[{command: [sh, -c, 'echo $DATELINE_TARGET $DATELINE_URL > heard; cat $DATELINE_CHANGED >> heard']}, \
                 {invalidate: [sh, -c, 'echo \"$@\" > purged', x, '{paths}'], limit: 50}]";
    let site = Site::new(&format!("  live: {{kind: folder, path: TARGET, after: {after}}}"));
    site.goes_live();
    let heard = std::fs::read_to_string(site.path("heard")).expect("heard");
    assert!(
        heard.starts_with("live https://site.example\n/\n") && heard.contains("\n/2020/01/02/entry-1/\n"),
        "{heard}"
    );
    site.entry(1, "Other words");
    site.goes_live();
    let purged = std::fs::read_to_string(site.path("purged")).expect("purged");
    assert!(purged.contains("/2020/01/02/entry-1/") && !purged.contains("/2020/01/03/entry-2/"), "{purged}");
    std::fs::remove_file(site.path("heard")).expect("removed");
    site.goes_live().says("Nothing to publish");
    site.entry(1, "Yet other words");
    site.publish(&["--yes", "--no-after"]).ends(0);
    assert!(!site.path("heard").exists());
}

#[test]
fn a_step_that_fails_is_named_and_the_release_is_live_all_the_same() {
    let after =
        "[{command: [sh, -c, 'echo no luck >&2; exit 7']}, {command: [no-such-program]}, {command: [touch, reached]}]";
    let site = Site::new(&format!("  live: {{kind: folder, path: TARGET, after: {after}}}"));
    site.publish(&["--yes"])
        .ends(3)
        .says("ended with code 7: no luck")
        .says("`no-such-program` is not installed")
        .says("is live at");
    assert!(site.path("reached").exists() && site.target().join("current/index.html").exists());
}

#[test]
fn what_a_step_that_failed_could_not_tell_is_told_where_nothing_is_to_be_published() {
    let step = "{invalidate: [sh, -c, 'echo \"$@\" >> purged; [ ! -e down ]', x, '{paths}']}";
    let site = Site::new(&format!("  live: {{kind: folder, path: TARGET, after: [{step}]}}"));
    let purged = || std::fs::read_to_string(site.path("purged")).unwrap_or_default();
    site.goes_live();
    site.write("down", "");
    site.entry(1, "Other words");
    site.publish(&["--yes"]).ends(3);
    site.remove("purged");
    site.publish(&["--dry-run"]).ends(0);
    site.publish(&["--yes", "--no-after"]).ends(0).says("Nothing to publish");
    assert_eq!(purged(), "");
    site.publish(&["--yes"]).ends(3).says("Nothing to publish").says("Steps after an earlier release are due");
    site.remove("down");
    site.remove("purged");
    site.publish(&["--yes"]).ends(0).says("Nothing to publish");
    assert!(purged().contains("/2020/01/02/entry-1/") && !purged().contains("/2020/01/03/entry-2/"), "{}", purged());
    site.remove("purged");
    // All is told now.
    site.publish(&["--yes"]).ends(0).says("Nothing to publish");
    assert_eq!(purged(), "");
}

#[test]
fn what_a_step_that_failed_could_not_tell_the_next_release_tells() {
    let step =
        "{invalidate: [sh, -c, 'echo \"$@\" > purged; cat $DATELINE_CHANGED > listed; [ ! -e down ]', x, '{paths}']}";
    let site = Site::new(&format!("  live: {{kind: folder, path: TARGET, after: [{step}]}}"));
    let purged = || std::fs::read_to_string(site.path("purged")).expect("purged");
    site.goes_live();
    site.write("down", "");
    site.entry(1, "Other words");
    site.publish(&["--yes"]).ends(3).says("publish again, which tells of these changes too");
    site.remove("down");
    site.entry(2, "Other words");
    site.goes_live();
    for page in ["/2020/01/02/entry-1/", "/2020/01/03/entry-2/"] {
        assert!(purged().contains(page), "{}", purged());
    }
    let listed = std::fs::read_to_string(site.path("listed")).expect("listed");
    assert!(listed.lines().any(|line| line == "/2020/01/02/entry-1/"), "{listed}");
    // All is told now.
    site.entry(3, "Other words");
    site.goes_live();
    assert!(!purged().contains("/2020/01/02/entry-1/"), "{}", purged());
}

#[test]
fn hubs_and_search_engines_are_told() {
    let (hub, told) = listener(204);
    let (engine, asked) = listener(200);
    let after = format!("[{{websub: \"{hub}\"}}, {{indexnow: 0123456789abcdef, endpoint: \"{engine}\"}}]");
    let site = Site::new(&format!("  live: {{kind: folder, path: TARGET, after: {after}}}"));
    site.goes_live();
    let feed = told.recv_timeout(PATIENCE).expect("a hub is told");
    assert!(feed.starts_with("hub.mode=publish&hub.url=https%3A%2F%2Fsite%2Eexample%2F"), "{feed}");
    let pages: serde_json::Value = serde_json::from_str(&asked.recv_timeout(PATIENCE).expect("asked")).expect("JSON");
    assert_eq!(pages["host"], "site.example");
    assert_eq!(pages["keyLocation"], "https://site.example/0123456789abcdef.txt");
    assert!(pages["urlList"].as_array().expect("a list").contains(&"https://site.example/2020/01/02/entry-1/".into()));
    let (refusing, _) = listener(403);
    site.configure(&format!("  live: {{kind: folder, path: TARGET, after: [{{websub: \"{refusing}\"}}]}}"));
    site.entry(1, "Other words");
    site.publish(&["--yes"]).ends(3).says("answered with 403");
}
