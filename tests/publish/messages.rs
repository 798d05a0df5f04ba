//! What is said where a publish cannot be: what happened, what to do, and what the target shows since.

use std::fs;
use std::time::Duration;

use crate::server::{Dialect, Fault, Server};
use crate::site::Site;
use crate::{git, store};

const UNCHANGED: &str = "This publish changed nothing on `live`";

#[test]
fn a_store_that_refuses_or_has_no_such_bucket() {
    let server = Server::start(Dialect::S3);
    let site = store::site(&server, "");
    server.fail(Fault::Denied, 0, usize::MAX);
    site.publish(&["--yes"]).ends(3).says("the store refuses").says("check the credentials").says(UNCHANGED);
    site.publish(&["--dry-run"]).ends(3).keeps_quiet_about(UNCHANGED);
    server.heal();
    site.configure(&format!("  live: {{kind: s3, bucket: other, endpoint: \"{}\"}}", server.address()));
    site.publish(&["--yes"]).ends(3).says("NoSuchBucket").says("Dateline makes no buckets").says(UNCHANGED);
}

#[test]
fn a_branch_that_is_protected() {
    let site = git::site("");
    site.goes_live();
    site.entry(1, "Other words");
    git::hook(&site, "pre-receive", "echo 'no releases on Sundays' >&2; exit 1");
    site.publish(&["--yes"])
        .ends(3)
        .says("the repository refuses the push to `pages`: no releases on Sundays; pre-receive hook declined")
        .says("see whether the branch is protected there")
        .says(UNCHANGED);
    site.configure("  live: {kind: git, remote: \"./nowhere\"}");
    site.publish(&["--yes"]).ends(3).says("`git ls-remote` with that address has to work by hand").says(UNCHANGED);
}

#[test]
fn a_file_where_a_folder_has_to_be() {
    let site = Site::new("  live: {kind: folder, path: TARGET}");
    fs::write(site.target(), "somebody's").expect("written");
    for more in ["", ", releases: false"] {
        site.configure(&format!("  live: {{kind: folder, path: TARGET{more}}}"));
        site.publish(&["--yes"]).ends(1).says("is a file, and the target needs a folder").says(UNCHANGED);
    }
    assert_eq!(fs::read_to_string(site.target()).expect("there"), "somebody's");
}

#[test]
fn a_second_publish_of_the_same_folder_says_so_before_it_builds() {
    let site = Site::new("  live: {kind: folder, path: TARGET}\n  test: {kind: folder, path: TARGET/test}");
    site.publish(&["live", "--yes"]).ends(0);
    let lock = fs::File::open(site.path(".dateline/publish/live/lock")).expect("a lock");
    lock.lock().expect("locked");
    site.entry(1, "Other words");
    let old = site.output();
    site.publish(&["live", "--yes"]).ends(3).says("another publish to this target is at work from this folder");
    assert!(site.output() == old, "it was built");
    // What changes nothing is not in the way, nor is another target.
    site.publish(&["live", "--dry-run"]).ends(0).says("Nothing was published: this was a dry run");
    site.publish(&["test", "--yes"]).ends(0);
}

#[test]
fn another_build_of_the_same_folder_is_waited_for() {
    let site = Site::new("  live: {kind: folder, path: TARGET}");
    site.goes_live();
    site.entry(1, "Other words");
    let lock = fs::File::open(site.path(".dateline/lock")).expect("a lock");
    lock.lock().expect("locked");
    let build = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(1500));
        drop(lock);
    });
    site.goes_live().says("Another build of this site is running: waiting until it is done").says("is live at");
    build.join().expect("it ends");
}
