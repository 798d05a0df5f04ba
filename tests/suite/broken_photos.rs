//! Photos cut off, with flipped bits and with lies about their sizes, in every format, built by the program in a bounded
//! memory: nothing panics, each that is refused is named with the entry that shows it, the others are published.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::process::Command;

use image::{ImageFormat, RgbImage};
use serde_json::Value;

use crate::photo_of_words::photo_of;
use crate::site_test::{NOW, SiteTest};

/// The address space that the program may have, in kilobytes: an eighth of what the largest lie asks for.
const MEMORY: u32 = 3_000_000;

/// A broken photo: the ending of its name, its bytes, whether a reader would see that something is wrong with it.
type Broken = (&'static str, Vec<u8>, bool);

/// A number that looks like chance and is the same each time (xorshift).
fn random(state: &mut u64) -> usize {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    usize::try_from(*state >> 1).expect("a number")
}

fn whole(format: ImageFormat) -> Vec<u8> {
    let mut state = 7;
    let picture = RgbImage::from_fn(400, 300, |x, y| image::Rgb([x as u8, y as u8, (random(&mut state) % 32) as u8]));
    let mut bytes = Cursor::new(Vec::new());
    picture.write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

fn with(bytes: &[u8], at: usize, other: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[at..at + other.len()].copy_from_slice(other);
    bytes
}

fn position(bytes: &[u8], of: &[u8]) -> usize {
    bytes.windows(of.len()).position(|window| window == of).expect("it is there")
}

/// Lies about width and height, and about the lengths of parts.
fn lies(jpeg: &[u8], png: &[u8], webp: &[u8], gif: &[u8]) -> Vec<Broken> {
    let frame = position(jpeg, &[0xff, 0xc0]) + 5;
    let header = position(png, b"IHDR") + 4;
    let lossless = position(webp, b"VP8L") + 9;
    vec![
        ("jpg", with(jpeg, frame, &[0xff; 4]), true),
        ("jpg", with(jpeg, frame, &[0; 4]), true),
        ("jpg", with(jpeg, frame - 3, &[0xff; 2]), true),
        ("jpg", with(jpeg, frame - 3, &[0; 2]), true),
        ("png", with(png, header, &[0x7f; 8]), true),
        ("png", with(png, header, &[0; 8]), true),
        ("png", with(png, header - 8, &[0xff; 4]), true),
        ("png", with(png, position(png, b"IDAT") - 4, &[0xff; 4]), true),
        ("webp", with(webp, lossless, &[0xff, 0xff, 0xff, 0x0f]), true),
        ("webp", with(webp, 16, &[0xff; 4]), true),
        ("webp", with(webp, 4, &[0; 4]), false),
        ("gif", with(gif, 6, &[0xff; 4]), true),
        ("gif", with(gif, 6, &[0; 4]), true),
    ]
}

/// A PNG whose colour profile is a gigabyte long when it is unpacked.
fn bomb(png: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(&vec![0; 16 << 20]).expect("packed");
    packer.flush().expect("packed");
    let start = packer.get_ref().len();
    packer.write_all(&vec![0; 16 << 20]).expect("packed");
    packer.flush().expect("packed");
    let (first, more) = packer.get_ref().split_at(start);
    let packed = [b"bomb\0\0", first, &more.repeat(63)].concat();
    let end = position(png, b"IDAT") - 4;
    let length = u32::try_from(packed.len()).expect("short").to_be_bytes();
    let chunk = [b"iCCP", &*packed].concat();
    let mut sum = flate2::Crc::new();
    sum.update(&chunk);
    [&png[..end], &length, &chunk, &sum.sum().to_be_bytes(), &png[end..]].concat()
}

fn drawings() -> Vec<Broken> {
    let deep = "<g>".repeat(100_000) + &"</g>".repeat(100_000);
    let entities = "<!DOCTYPE svg [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
    let svg = |inner: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inner}</svg>").into_bytes();
    vec![
        ("svg", svg("<rect")[..40].to_vec(), true),
        ("svg", svg(&deep), true),
        ("svg", [entities.as_bytes(), &svg("<text>&b;</text>")].concat(), false),
        ("svg", b"\xff\xfe<svg/>".to_vec(), true),
        ("avif", b"\0\0\0\x1cftypavif\0\0\0\0".to_vec(), true),
        ("heic", b"\0\0\0\x1cftypheic\0\0\0\0".to_vec(), true),
        ("tif", b"II*\0\xff\xff\xff\xff".to_vec(), true),
        ("jpg", Vec::new(), true),
        ("png", b"not a picture".to_vec(), true),
    ]
}

fn corpus() -> Vec<Broken> {
    let formats = [("png", ImageFormat::Png), ("webp", ImageFormat::WebP), ("gif", ImageFormat::Gif)];
    let mut pictures = vec![("jpg", photo_of("size: 400x300"))];
    pictures.extend(formats.map(|(ending, format)| (ending, whole(format))));
    let mut all = lies(&pictures[0].1, &pictures[1].1, &pictures[2].1, &pictures[3].1);
    all.push(("png", bomb(&pictures[1].1), false));
    all.extend(drawings());
    let mut state = 0x9e37_79b9_7f4a_7c15;
    for (ending, bytes) in &pictures {
        for part in [3, 20, 50, 80, 99] {
            all.push((*ending, bytes[..bytes.len() * part / 100].to_vec(), true));
        }
        for flips in [1, 3, 10, 30, 100, 300] {
            let mut flipped = bytes.clone();
            for _ in 0..flips {
                // Half of them lie in the head, where they hurt most.
                let within = if random(&mut state).is_multiple_of(2) { bytes.len() } else { 200 };
                flipped[random(&mut state) % within] ^= 1 << (random(&mut state) % 8);
            }
            all.push((*ending, flipped, false));
        }
    }
    all
}

/// Builds with a bounded address space; gives what the program says.
fn build(site: &SiteTest) -> (Option<i32>, Value) {
    let output = Command::new("sh")
        .args(["-c", &format!("ulimit -v {MEMORY} && exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_dateline")])
        .args(["build", "--jobs", "2", "--format", "json", "--now", NOW])
        .current_dir(site.root())
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!said.contains("panicked") && output.status.code().is_some(), "{}: {said}", output.status);
    (output.status.code(), serde_json::from_slice(&output.stdout).expect("JSON"))
}

/// The photos that problems name, each of which names the entry that shows it too.
fn named(report: &Value) -> BTreeSet<usize> {
    let problems = report["problems"].as_array().expect("a list");
    let number = |path: &str| path.strip_prefix("content/p")?.split('.').next()?.parse::<usize>().ok();
    let named = problems.iter().filter_map(|problem| {
        let at = number(problem["file"].as_str()?)?;
        assert!(problem["rule"].as_str().is_some_and(|rule| rule.starts_with("photo-")), "{problem:#}");
        assert_eq!(problem["related"][0]["file"], format!("content/e{at}.md"), "{problem:#}");
        assert!(problem["hints"][0].is_string(), "{problem:#}");
        Some(at)
    });
    named.collect()
}

#[test]
#[cfg(unix)]
fn every_broken_photo_is_named_with_its_entry_or_published_in_a_bounded_memory() {
    let corpus = corpus();
    assert!(corpus.len() >= 60, "{}", corpus.len());
    let mut site = SiteTest::from_text("-- content/a.md --\n---\nheadline: A\ndate: 2020-01-01\n---\nText\n");
    for (at, (ending, bytes, _)) in corpus.iter().enumerate() {
        let entry = format!(
            "---\nheadline: E{at}\ndate: 2020-01-01\nphoto: {{file: p{at}.{ending}, alt: A cloud, credit: Ana}}\n---\nText\n"
        );
        site = site.write_raw(&format!("content/p{at}.{ending}"), bytes).write(&format!("content/e{at}.md"), entry);
    }
    let mut refused = BTreeSet::new();
    // What shows in a file's head is said first; what shows when it is decoded once nothing else stands against a build.
    for _ in 0..3 {
        let (code, report) = build(&site);
        let found = named(&report);
        if code == Some(0) {
            break;
        }
        assert!(!found.is_empty(), "{report:#}");
        for at in &found {
            fs::remove_file(site.path(&format!("content/e{at}.md"))).expect("it was there");
            fs::remove_file(site.path(&format!("content/p{at}.{}", corpus[*at].0))).expect("it was there");
        }
        refused.extend(found);
    }
    let mut wrong = String::new();
    for (at, (ending, bytes, is_wrong)) in corpus.iter().enumerate() {
        if *is_wrong && !refused.contains(&at) {
            _ = writeln!(wrong, "{at}: {ending}, {} bytes", bytes.len());
        }
    }
    assert_eq!(wrong, "", "published though broken");
    assert_eq!(build(&site).0, Some(0));
}
