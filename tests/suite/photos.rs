//! Photos: who says what of them, and what their files in the output carry.

use dateline::photo::{GENERATED, Header, Kind};

use crate::photo_of_words::photo_of;
use crate::site_test::{SiteTest, files_in};

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

/// A photo on its side, with a place and a serial number in its file.
fn from_a_camera() -> Vec<u8> {
    let upright = photo_of("size: 900x600");
    // EXIF in big-endian order with one entry, Orientation 6, and what follows it.
    let exif = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0GPSPLACE SERIAL-4711";
    let length = u16::try_from(exif.len() + 2).expect("short").to_be_bytes();
    [&upright[..2], &[0xff, 0xe1], &length, exif, &upright[2..]].concat()
}

#[test]
fn every_file_that_shows_a_photo_carries_its_credit_and_nothing_that_gives_a_place_away() {
    let front = "photo: {file: p.jpg, alt: A cloud, credit: Ana / AFP, creator: Ana, license: 'https://l.example/', licensor: 'https://l.example/buy', generated: true}";
    for config in ["", "photos: {originals: true}\n"] {
        let config = format!("title: T\nbase_url: https://site.example\n{config}");
        let site = SiteTest::from_text(&entry(front)).write("dateline.yaml", config);
        let site = site.write_raw("content/p.jpg", from_a_camera()).build();
        let photos = site.output().into_iter().filter(|(path, _)| path.starts_with("media/"));
        let mut kinds = Vec::new();
        for (path, (bytes, _)) in photos {
            let header = Header::read(&bytes, &path).expect("a picture");
            assert_eq!(header.credits.credit.as_deref(), Some("Ana / AFP"), "{path}");
            assert_eq!(header.credits.creator.as_deref(), Some("Ana"), "{path}");
            assert_eq!(header.credits.caption.as_deref(), Some("A cloud"), "{path}");
            assert_eq!(header.credits.license.as_deref(), Some("https://l.example/"), "{path}");
            assert_eq!(header.credits.licensor.as_deref(), Some("https://l.example/buy"), "{path}");
            assert_eq!(header.credits.source_type.as_deref(), Some(GENERATED), "{path}");
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains("GPSPLACE") && !text.contains("SERIAL"), "{path}");
            kinds.push((header.kind, header.size));
        }
        // It lay on its side: 900 by 600 in its file is 600 by 900 to those who look at it.
        for wanted in
            [(Kind::Webp, (320, 480)), (Kind::Jpeg, (600, 900)), (Kind::Jpeg, (600, 450)), (Kind::Jpeg, (600, 315))]
        {
            assert!(kinds.contains(&(wanted.0, Some(wanted.1))), "{wanted:?} in {kinds:?}");
        }
        let page = site.file("2020/01/01/a/index.html");
        assert!(
            page.contains("\"license\":\"https://l.example/\",\"acquireLicensePage\":\"https://l.example/buy\""),
            "{page}"
        );
        assert!(page.contains("width=\"600\" height=\"900\""), "{page}");
        assert!(page.contains("<source type=\"image/webp\" srcset=\"/media/p-320."), "{page}");
    }
}

#[test]
fn the_address_of_a_licence_is_known_beside_its_name() {
    let front = "photo: {file: p.jpg, alt: A, credit: C, license: 'CC BY 4.0 (https://l.example/by/4.0/)'}";
    let site = SiteTest::from_text(&(entry(front) + "-- content/p.jpg --\ncloud\n")).build();
    for (path, (bytes, _)) in site.output().into_iter().filter(|(path, _)| path.starts_with("media/")) {
        let credits = Header::read(&bytes, &path).expect("a picture").credits;
        assert_eq!(credits.license.as_deref(), Some("https://l.example/by/4.0/"), "{path}");
        assert_eq!(credits.copyright.as_deref(), Some("CC BY 4.0 (https://l.example/by/4.0/)"), "{path}");
    }
    site.has("2020/01/01/a/index.html", "\"license\":\"https://l.example/by/4.0/\"");
}

#[test]
fn what_has_not_changed_is_not_opened_again() {
    let site =
        SiteTest::from_text(&(entry("photo: {file: p.jpg, alt: A, credit: C}") + "-- content/p.jpg --\ncloud\n"));
    let opened = |site: &SiteTest| site.build_json()["summary"]["opened"].as_u64().expect("a count");
    // A photo that was saved a moment ago could be saved again within the same tick of the disk's clock.
    std::thread::sleep(std::time::Duration::from_millis(2200));
    assert_eq!(opened(&site), 1);
    assert_eq!(opened(&site), 0);
    let site = site.edit("content/a.md", "Text", "Other text");
    assert_eq!(opened(&site), 0, "a change of text opens no photo");
    // Other bytes of the same length, and the time set back: the system still knows that it was written.
    let path = site.path("content/p.jpg");
    let before = std::fs::metadata(&path).and_then(|metadata| metadata.modified()).expect("a time");
    let mut bytes = std::fs::read(&path).expect("a photo");
    let caption = bytes.windows(5).position(|five| five == b"cloud").expect("its words");
    bytes[caption..caption + 5].copy_from_slice(b"crowd");
    std::fs::write(&path, bytes).expect("written");
    std::fs::File::options().write(true).open(&path).and_then(|file| file.set_modified(before)).expect("set back");
    assert_eq!(opened(&site), 1);
}

#[test]
fn a_photo_that_is_cut_off_stops_the_build() {
    let whole = photo_of("size: 900x600");
    let site = SiteTest::from_text(&entry("photo: {file: p.jpg, alt: A, credit: C}"));
    let site = site.write_raw("content/p.jpg", &whole[..whole.len() * 9 / 10]).fails(1);
    assert!(site.said().contains("error[photo-broken]: this photo is cut off or damaged"), "{}", site.said());
    assert_eq!(site.tree(), [""; 0]);
}

#[test]
fn other_words_make_no_picture_anew_and_prune_keeps_what_is_used() {
    let site =
        SiteTest::from_text(&(entry("photo: {file: p.jpg, alt: A, credit: C}") + "-- content/p.jpg --\ncloud\n"))
            .build();
    let kept = || files_in(&site.path(".dateline/photos")).into_iter().filter(|(name, _)| name != "index");
    let before: Vec<_> = kept().collect();
    assert_eq!(before.len(), 2);
    let words = site.edit("content/a.md", "credit: C", "credit: D").build();
    let after: Vec<_> =
        files_in(&words.path(".dateline/photos")).into_iter().filter(|(name, _)| name != "index").collect();
    assert_eq!(before, after);
    let other = words.write("content/p.jpg", "another").build();
    let pruned = other.run(&["cache", "prune"]).exits(0);
    assert!(pruned.said().contains("2 derivatives removed"), "{}", pruned.said());
    let again = pruned.build();
    assert!(again.said().contains("Nothing changed"), "{}", again.said());
}

#[test]
fn drawings_and_moving_pictures_pass_through_without_what_can_run() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\"><script>x()</script><rect width=\"1\"/></svg>";
    let gif = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff\x21\xfe\x06secret\0\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3b";
    let text = "-- content/a.md --\n---\nheadline: A\ndate: 2020-01-01\n---\n![A](d.svg)\n\n![B](m.gif)\n";
    let site = SiteTest::from_text(text).write("content/d.svg", svg).write_raw("content/m.gif", gif).build();
    let output = site.output();
    let of = |end: &str| {
        output.iter().find(|(path, _)| path.starts_with("media/") && path.ends_with(end)).expect("a file").1
    };
    assert_eq!(String::from_utf8_lossy(&of(".svg").0), svg.replace("<script>x()</script>", ""));
    assert!(of(".gif").0.starts_with(b"GIF89a") && !String::from_utf8_lossy(&of(".gif").0).contains("secret"));
}

#[test]
fn a_template_asks_for_a_photo_by_its_file() {
    let template = "{% extends \"parent:front.html\" %}{% block main %}{% set p = image(file=\"content/p.jpg\") %}{{ p.url }} {{ p.credit }}{% endblock main %}";
    let photo = "-- content/p.jpg --\ncredit: Ana\nalt: A cloud\n";
    let site = SiteTest::from_text(&(entry("draft: false") + photo)).write("templates/front.html", template).build();
    let site = site.has("index.html", "/media/p-60.").has("index.html", " Ana");
    let site = site.write("content/p.jpg.yaml", "credit: Ben\nalt: A cloud\n").build().has("index.html", " Ben");
    let missing = site.write("templates/front.html", template.replace("p.jpg", "q.jpg")).fails(1);
    assert!(missing.said().contains("there is no photo `content/q.jpg`"), "{}", missing.said());
}
