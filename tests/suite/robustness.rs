//! Files that no editor meant to write: each gets a clear word, soon, and none makes the program fall over.

use std::time::{Duration, Instant};

use crate::site_test::SiteTest;

const LIMIT: Duration = Duration::from_secs(4);

fn with(path: &str, bytes: impl AsRef<[u8]>) -> SiteTest {
    SiteTest::plain("-- content/good.md --\n---\nheadline: Good\ndate: 2020-01-01\n---\n").write(path, bytes)
}

/// Builds a site with this entry beside a good one: an error at the entry, in time.
fn refused(bytes: impl AsRef<[u8]>, rule: &str) {
    let begun = Instant::now();
    let site = with("content/bad.md", bytes).fails(1).says(&format!("error[{rule}]")).says("content/bad.md");
    assert!(begun.elapsed() < LIMIT, "{rule} took {:?}", begun.elapsed());
    assert!(site.said().len() < 8000, "{} letters of report", site.said().len());
}

fn entry(body: &str) -> String {
    format!("---\nheadline: Bad\ndate: 2020-01-02\n---\n{body}")
}

#[test]
fn an_empty_content_folder_is_a_site_without_entries() {
    let site = SiteTest::from_text("-- content/.gitkeep --\n");
    site.build().says("warning[no-entries]").has("index.html", "<!doctype html>");
    SiteTest::from_text("").build().says("warning[no-entries]");
}

#[test]
fn empty_files_are_errors() {
    refused("", "empty-file");
    refused("\u{feff}\n \n", "empty-file");
    refused("---\n---\n", "missing-headline");
}

#[test]
fn other_encodings_are_named() {
    let utf16 = |order: fn(u16) -> [u8; 2], mark: &[u8]| {
        [mark.to_vec(), entry("é").encode_utf16().flat_map(order).collect()].concat()
    };
    refused(utf16(u16::to_le_bytes, &[0xff, 0xfe]), "not-utf-8");
    refused(utf16(u16::to_be_bytes, &[0xfe, 0xff]), "not-utf-8");
    refused(b"---\nheadline: Caf\xe9\ndate: 2020-01-02\n---\n", "not-utf-8");
    refused([0u8, 159, 146, 150].repeat(1000), "not-utf-8");
}

#[test]
fn front_matter_that_does_not_end_is_an_error_at_its_begin() {
    refused("---\nheadline: Bad\n\nText\n", "front-matter-open");
    refused("+++\ntitle = 'Bad'\n+++\n", "front-matter-format");
}

#[test]
fn tabs_that_indent_are_named() {
    refused("---\nheadline: Bad\ndate: 2020-01-02\nphoto:\n\tfile: a.jpg\n---\n", "tab-indent");
}

#[test]
fn yaml_that_would_cost_too_much_is_refused() {
    let mut bomb = "---\nheadline: Bad\ndate: 2020-01-02\nextra:\n  a: &a [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for (name, inner) in "bcdefghij".chars().zip("abcdefghi".chars()) {
        bomb += &format!("  {name}: &{name} [{}]\n", vec![format!("*{inner}"); 9].join(", "));
    }
    refused(bomb + "  z: *j\n---\n", "too-many-aliases");
    refused(format!("---\nheadline: {}\n---\n", "[".repeat(100_000)), "too-long");
    refused(format!("---\nheadline: {}\n---\n", "[".repeat(60_000)), "too-deep");
    refused(format!("---\nextra: {}\n---\n", "{a: ".repeat(10_000)), "too-deep");
    refused(format!("---\nheadline: Bad\nextra:\n  {}x\n---\n", "- ".repeat(10_000)), "too-deep");
}

#[test]
fn markdown_that_lies_too_deep_is_refused_or_rendered_in_time() {
    refused(entry(&format!("{} deep\n", ">".repeat(10_000))), "too-deep");
    for body in [
        "[".repeat(100_000),
        "*".repeat(100_000),
        "_a ".repeat(50_000),
        "![".repeat(50_000),
        "`".repeat(100_000),
        "<".repeat(100_000),
        "- ".repeat(5_000) + "x",
        "| a ".repeat(5_000) + "\n" + &"|-".repeat(5_000) + "\n" + &"| b ".repeat(5_000),
        "[^1]".repeat(20_000) + "\n\n[^1]: note",
        "# a\n".repeat(20_000),
        "a".repeat(2_000_000),
    ] {
        let begun = Instant::now();
        let site = with("content/bad.md", entry(&body)).run(&["build", "-q"]);
        let code = if site.said().contains("error[") { 1 } else { 0 };
        site.exits(code);
        assert!(begun.elapsed() < LIMIT * 2, "{:?} took {:?}", &body[..8], begun.elapsed());
    }
}

#[test]
fn a_broken_configuration_does_not_hide_what_else_is_broken() {
    with("dateline.yaml", "title: [\n")
        .write("content/bad.md", "---\nheadlin: Bad\n---\n")
        .fails(1)
        .says("dateline.yaml:1:")
        .says("content/bad.md:2:");
    with("dateline.yaml", "").fails(1).says("`title` is missing").says("`base_url` is missing");
    with("dateline.yaml", b"title: Caf\xe9\n").fails(1).says("error[not-utf-8]");
}

#[test]
fn a_file_that_is_no_text_may_lie_in_content() {
    with("content/data.bin", [0u8, 1, 2, 255]).build();
}

#[test]
fn odd_names_of_files_are_named_or_published() {
    with("content/a b.md", entry("")).build().has("2020/01/02/a-b/index.html", "entry Bad");
    with("content/ÄÖ.md", entry("")).build();
    with("content/???.md", entry("")).fails(1).says("error[no-slug]");
    with("content/.hidden.md", "not read").build();
    with(&format!("content/{}.md", "x".repeat(240)), entry("")).fails(1).says("error[no-slug]");
}

#[test]
fn steering_signs_do_not_reach_the_terminal() {
    let site =
        with("content/bad.md", "---\nheadline: \"a\\e[31mred\"\ndate: 2020-01-02\n\u{1b}[31mkey: 1\n---\n").fails(1);
    assert!(!site.said().contains('\u{1b}'), "{:?}", site.said());
}
