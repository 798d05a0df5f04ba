//! One file for hosts that take uploads.

use std::fs;

use crate::site::{Files, Site, assert_same};

#[test]
fn a_zip_holds_the_build_and_the_same_build_gives_the_same_bytes() {
    let site = Site::new("  live: {kind: archive, path: TARGET/site.zip}");
    site.publish(&["-n", "-v"]).ends(0).says("+ index.html");
    assert!(!site.target().exists());
    site.goes_live();
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

fn unzipped(bytes: &[u8]) -> Files {
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
