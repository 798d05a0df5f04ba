//! One file for hosts that take uploads.

use std::fs;

use crate::site::{Files, Reader, Site, assert_same};

#[test]
fn a_zip_holds_the_build_and_the_same_build_gives_the_same_bytes() {
    let site = Site::new("  live: {kind: archive, path: TARGET/site.zip}");
    site.publish(&["-n", "-v"]).ends(0).says("+ index.html");
    assert!(!site.target().exists());
    site.goes_live().says("site.zip: upload it to your host");
    let bytes = fs::read(site.target().join("site.zip")).expect("a file");
    assert_same(&unzipped(&bytes), &site.output());
    site.goes_live().says("Nothing to publish");
    fs::remove_dir_all(site.target()).expect("removed");
    fs::remove_dir_all(site.path(".dateline")).expect("removed");
    fs::remove_dir_all(site.path("output")).expect("removed");
    site.goes_live();
    assert!(fs::read(site.target().join("site.zip")).expect("a file") == bytes);
}

#[test]
fn a_tar_holds_the_build_too() {
    let site = Site::new("  live: {kind: archive, path: TARGET/site.tar.gz, exclude: [\"*.xml\"]}");
    site.goes_live();
    let bytes = fs::read(site.target().join("site.tar.gz")).expect("a file");
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(&bytes[..]));
    let mut files = Files::new();
    for entry in archive.entries().expect("entries") {
        let mut entry = entry.expect("an entry");
        let path = entry.path().expect("a path").to_string_lossy().into_owned();
        let mut text = Vec::new();
        std::io::Read::read_to_end(&mut entry, &mut text).expect("bytes");
        files.insert(path, text);
    }
    let mut shall = site.output();
    shall.retain(|path, _| !path.ends_with(".xml"));
    assert_same(&files, &shall);
    site.entry(1, "Other words");
    site.goes_live();
    assert!(fs::read(site.target().join("site.tar.gz")).expect("a file") != bytes);
    site.publish(&["--history"]).ends(0).says("  live");
    site.publish(&["--rollback", "--yes"]).ends(1).says("an archive");
}

pub fn unzipped(bytes: &[u8]) -> Files {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a zip");
    let mut files = Files::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).expect("a file");
        let mut text = Vec::new();
        std::io::Read::read_to_end(&mut file, &mut text).expect("bytes");
        files.insert(file.name().to_owned(), text);
    }
    files
}

#[test]
fn a_killed_publish_leaves_the_archive_whole_and_nothing_beside_it() {
    let site = Site::new("  live: {kind: archive, path: TARGET/site.zip}");
    // Something to pack for a while.
    for number in 0..200 {
        site.write(&format!("static/archive/{number}.txt"), &"words ".repeat(4000));
    }
    site.goes_live();
    let old = site.output();
    site.entry(1, "Other words");
    site.build();
    let file = site.target().join("site.zip");
    let reader = Reader::of(vec![old, site.output()], move |path| unzipped(&fs::read(&file).ok()?).remove(path));
    let mut killed = 0;
    for turn in 1..=8 {
        let mut child = site.begin();
        std::thread::sleep(std::time::Duration::from_millis(60 * turn));
        let _ = child.kill();
        killed += usize::from(!child.wait().expect("it ends").success());
    }
    assert!(killed > 0);
    site.goes_live();
    assert_same(&unzipped(&fs::read(site.target().join("site.zip")).expect("a file")), &site.output());
    reader.was_content();
    let left: Vec<_> = fs::read_dir(site.target()).expect("there").filter_map(Result::ok).collect();
    assert_eq!(left.len(), 1, "{left:?}");
}

#[test]
fn two_sites_that_write_one_archive_never_leave_half_of_one() {
    let site = Site::new("  live: {kind: archive, path: TARGET/site.zip}");
    let other = Site::new("");
    other.configure(&format!("  live: {{kind: archive, path: {}}}", site.target().join("site.zip").display()));
    for site in [&site, &other] {
        for number in 0..100 {
            site.write(&format!("static/archive/{number}.txt"), &"words ".repeat(4000));
        }
        site.build();
    }
    other.entry(1, "Words of the other");
    other.build();
    let file = site.target().join("site.zip");
    for _ in 0..3 {
        let mut both = [site.begin(), other.begin()];
        assert!(both.iter_mut().all(|child| child.wait().expect("it ends").success()));
        let holds = unzipped(&fs::read(&file).expect("a file"));
        assert!(holds == site.output() || holds == other.output());
        fs::remove_file(&file).expect("removed");
    }
    // Each notices that the archive is not the one that it made.
    site.goes_live();
    other.goes_live();
    site.goes_live().keeps_quiet_about("Nothing to publish");
    assert_same(&unzipped(&fs::read(&file).expect("a file")), &site.output());
}
