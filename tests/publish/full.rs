//! A disk that takes no more: what is said, what readers get, and that the next publish puts everything right.

use std::fs;
use std::process::{Command, Stdio};

use crate::site::{Files, Reader, Said, Site, assert_same, files_in};
use crate::{archive, git};

/// What no file may be larger than while the disk is full, in bytes. The files of a small site are, but for one.
const LIMIT: u64 = 256 << 10;

/// Runs a command of Dateline where files may not be larger than [`LIMIT`]: the kernel refuses to write on, as it does
/// where there is no room, without a disk having to be filled.
fn where_it_is_full(site: &Site, arguments: &[&str]) -> Said {
    let command = site.command(arguments);
    let blocks = LIMIT / 512;
    let mut limited = Command::new("sh");
    // Without the trap the kernel would end the process. POSIX counts in blocks of 512 bytes, bash in those of 1024.
    limited.args(["-c", &format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"")]);
    limited.arg(command.get_program()).args(command.get_args());
    limited.current_dir(site.path("")).stdin(Stdio::null());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => limited.env(name, value),
            None => limited.env_remove(name),
        };
    }
    Said::of(&limited.output().expect("a shell"))
}

/// A file that is larger, and cannot be made smaller.
fn add_a_large_file(site: &Site) {
    let mut state = 1u32;
    let bytes: Vec<u8> = std::iter::repeat_with(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        state.to_be_bytes()[0]
    })
    .take(2 * LIMIT as usize)
    .collect();
    fs::create_dir_all(site.path("static")).expect("a folder");
    fs::write(site.path("static/film.bin"), bytes).expect("written");
}

#[test]
fn a_build_says_what_to_do_and_leaves_the_last_one_as_it_is() {
    let site = Site::new("  live: {kind: folder, path: TARGET}");
    site.build();
    let before = site.output();
    site.entry(1, "Other words");
    add_a_large_file(&site);
    where_it_is_full(&site, &["build"]).ends(3).says("film.bin").says("then run the command again");
    assert_same(&site.output(), &before);
    site.build();
    assert!(site.output().contains_key("film.bin"));
}

/// Publishes to a target that is full, and again when it is not, while somebody reads; `live` is what is there.
fn survives(site: &Site, read: impl Fn(&str) -> Option<Vec<u8>> + Send + 'static, live: impl Fn(&Site) -> Files) {
    site.goes_live();
    let old = site.output();
    for number in 1..=3 {
        site.entry(number, "Other words");
    }
    add_a_large_file(site);
    site.build();
    let reader = Reader::of(vec![old, site.output()], read);
    let said = where_it_is_full(site, &["publish", "--yes"]).ends(3);
    // A package that this one stands on has something to say by itself where a zip cannot be finished.
    said.says("then run the command again").keeps_quiet_about("is live").keeps_quiet_about("ZipWriter");
    site.goes_live();
    assert_same(&live(site), &site.output());
    reader.was_content();
    site.goes_live().says("Nothing to publish");
}

#[test]
fn a_full_folder_of_releases() {
    let site = Site::new("  live: {kind: folder, path: TARGET}");
    let current = site.target().join("current");
    let folder = current.clone();
    survives(&site, move |path| fs::read(folder.join(path)).ok(), |_| files_in(&current));
}

#[test]
fn a_full_folder_whose_files_are_replaced() {
    let site = Site::new("  live: {kind: folder, path: TARGET, releases: false}");
    let folder = site.target();
    survives(&site, move |path| fs::read(folder.join(path)).ok(), |site| files_in(&site.target()));
}

#[test]
fn a_full_archive() {
    let site = Site::new("  live: {kind: archive, path: TARGET/site.zip}");
    let file = site.target().join("site.zip");
    let read = move |path: &str| archive::unzipped(&fs::read(&file).ok()?).remove(path);
    survives(&site, read, |site| archive::unzipped(&fs::read(site.target().join("site.zip")).expect("a file")));
    let left: Vec<_> = fs::read_dir(site.target()).expect("there").filter_map(Result::ok).collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn a_full_repository() {
    let site = git::site("");
    survives(&site, git::reader(&site), git::branch);
}
