//! Photos: who says what of them, and what their files in the output carry.

use crate::site_test::SiteTest;

fn entry(front_matter: &str) -> String {
    format!("-- content/a.md --\n---\nheadline: A\ndate: 2020-01-01\n{front_matter}\n---\nText\n")
}

const SAYS: &str =
    "-- content/p.jpg --\ncredit: Ana / AFP\ncreator: Ana\ncaption: In its file\nalt: A cloud in its file\n";

#[test]
fn a_photos_own_file_is_asked_where_the_editors_say_nothing() {
    let site = SiteTest::plain(&(entry("photo: p.jpg") + SAYS)).build();
    let page = site.file("2020/01/01/a/index.html");
    assert!(page.contains("[A cloud in its file] In its file / Ana / AFP"), "{page}");
}

#[test]
fn a_file_beside_a_photo_serves_every_entry_and_front_matter_wins_over_it() {
    let sidecar = "-- content/p.jpg.yaml --\nalt: A cloud\ncaption: Beside\ncredit: ANA / afp\n";
    let second =
        "-- content/b.md --\n---\nheadline: B\ndate: 2020-01-02\nphoto: {file: p.jpg, caption: Here}\n---\nText\n";
    let site = SiteTest::plain(&(entry("photo: p.jpg") + SAYS + sidecar + second)).build_with(&["--strict"]);
    let page = site.file("2020/01/01/a/index.html");
    assert!(page.contains("[A cloud] Beside / ANA / afp"), "{page}");
    let page = site.file("2020/01/02/b/index.html");
    assert!(page.contains("[A cloud] Here / ANA / afp"), "{page}");
    assert!(!site.tree().iter().any(|path| path.ends_with(".yaml")), "{:?}", site.tree());
}

#[test]
fn a_photo_in_the_text_is_credited_too() {
    let text =
        "-- content/a.md --\n---\nheadline: A\ndate: 2020-01-01\n---\n![A cloud](p.jpg)\n-- content/p.jpg --\ncloud\n";
    let site = SiteTest::from_text(text).fails(1);
    assert!(site.said().contains("photo-without-credit"), "{}", site.said());
    let site = site.write("content/p.jpg.yaml", "credit: Ana").build();
    assert!(site.file("2020/01/01/a/index.html").contains("Photo: Ana"));
}

#[test]
fn what_a_held_entrys_photo_lacks_is_said_before_its_day() {
    let text = entry("draft: true\nphoto: {file: p.jpg, alt: A}") + "-- content/p.jpg --\ncloud\n";
    let site = SiteTest::from_text(&text).fails(1);
    assert!(site.said().contains("photo-without-credit"), "{}", site.said());
}

#[test]
fn rights_end_at_their_moment() {
    let text =
        entry("photo: {file: p.jpg, alt: A, credit: C, rights_until: 2020-02-01}") + "-- content/p.jpg --\ncloud\n";
    let site = SiteTest::from_text(&text).build().run(&["build", "--now", "2020-03-01T00:00:00Z"]).exits(1);
    assert!(site.said().contains("photo-rights-ended"), "{}", site.said());
}
