//! What front matter gives to the pages: its fields, its short and long forms, dates in the site's zone.

use snapbox::str;

use crate::site_test::SiteTest;

#[test]
fn every_field_reaches_the_page() {
    SiteTest::plain(
        r#"
-- content/a.md --
---
headline: No
date: 2019-07-01T23:30:00-02:00
updated: 2019-07-03
standfirst: "Fish & <chips>"
byline: [Ana, Ben]
topics: [Syria, Aid]
source:
  name: France 24
  url: https://www.example.org/story
  agencies: [AP, AFP]
photo: {file: a.jpg, alt: A flag, caption: The flag, credit: C. Cole / AFP}
key_points: [One, 2]
corrections: [{date: 2019-07-05, note: It was Tuesday}]
---
Text with {{ braces }} and {% tags %}.
-- content/a.jpg --
photo
"#,
    )
    .build()
    .check_file(
        "2019/07/02/a/index.html",
        str![[r#"
entry No
status published
date 2019-07-02T03:30:00+02:00 2 July 2019
modified 2019-07-05
standfirst Fish &amp; &lt;chips&gt;
by Ana, Ben
topic Syria /topics/syria/
topic Aid /topics/aid/
source France 24 https://www.example.org/story AP+AFP
photo /media/a-60.288ad76643.jpg [A flag] The flag / C. Cole / AFP
point One
point 2
correction 2019-07-05 It was Tuesday
<p>Text with {{ braces }} and {% tags %}.</p>


"#]],
    );
}

#[test]
fn short_forms_say_the_same_as_long_ones() {
    let long = SiteTest::plain(
        "
-- content/a.md --
---
headline: A
date: 2019-07-01
byline:
  - Ana
topics:
  - Aid
source:
  - name: France 24
photo:
  - file: a.jpg
    alt: A flag
    credit: C. Cole
key_points:
  - One
---
-- content/a.jpg --
photo
",
    );
    let short = SiteTest::plain(
        "
-- content/2019-07-01-a.md --
---
byline: Ana
topics: Aid
source: France 24
photo: a.jpg
photo_alt: A flag
photo_credit: C. Cole
key_points: One
---
# A
-- content/a.jpg --
photo
",
    );
    let page = "2019/07/01/a/index.html";
    assert_eq!(long.build().file(page), short.build().file(page));
}

#[test]
fn a_time_without_offset_is_in_the_zone_of_the_site_whichever_that_is() {
    let entry = "-- content/a.md --\n---\nheadline: A\ndate: 2019-07-01T23:30\n---\n";
    SiteTest::plain(entry).build().has("2019/07/01/a/index.html", "date 2019-07-01T23:30:00+02:00 1 July 2019");
    SiteTest::plain(entry)
        .edit("dateline.yaml", "Europe/Paris", "America/New_York")
        .build()
        .has("2019/07/01/a/index.html", "date 2019-07-01T23:30:00-04:00");
}

#[test]
fn an_instant_is_shown_and_filed_on_the_day_that_it_is_in_the_zone_of_the_site() {
    SiteTest::plain("-- content/a.md --\n---\nheadline: A\ndate: 2019-12-31T23:30:00Z\n---\n")
        .build()
        .has("2020/01/01/a/index.html", "date 2020-01-01T00:30:00+01:00")
        .has("2020/01/index.html", "- A /2020/01/01/a/");
}

#[test]
fn byte_order_marks_and_windows_line_ends_change_nothing() {
    let text = "---\nheadline: Été\ndate: 2019-07-01\n---\nOne\ntwo\n\n> [!note]\n> Three\n";
    let page = |text: &str| {
        SiteTest::plain("").write("content/a.md", text).build().file("2019/07/01/a/index.html").replace('\r', "")
    };
    assert_eq!(page(text), page(&format!("\u{feff}{text}")));
    assert_eq!(page(text), page(&text.replace('\n', "\r\n")));
}

#[test]
fn a_bundle_is_an_entry_with_its_photos_beside_it() {
    SiteTest::plain(
        "
-- content/2019/2019-07-01-talks/index.md --
---
headline: Talks
photo: {file: hall.jpg, alt: A hall, credit: C. Cole}
---
![The door](door.jpg)
-- content/2019/2019-07-01-talks/hall.jpg --
hall
-- content/2019/2019-07-01-talks/door.jpg --
credit: D. Dale
door
",
    )
    .build()
    .has("2019/07/01/talks/index.html", "photo /media/hall-60.")
    .has("2019/07/01/talks/index.html", "<img src=\"/media/door-60.");
}

#[test]
fn pages_in_another_language_stand_below_its_code() {
    SiteTest::plain("-- content/a.md --\n---\nheadline: Bonjour\ndate: 2019-07-01\nlanguage: fr\n---\n")
        .build()
        .has("fr/2019/07/01/a/index.html", "2019-07-01 1 juillet 2019");
}

#[test]
fn a_template_of_the_editors_choice_renders_the_entry() {
    SiteTest::plain(
        "
-- content/a.md --
---
headline: A
date: 2019-07-01
template: long.html
---
-- templates/long.html --
long {{ entry.headline }}
",
    )
    .build()
    .has("2019/07/01/a/index.html", "long A");
}

#[test]
fn what_is_under_extra_reaches_the_template() {
    SiteTest::plain(
        "
-- content/a.md --
---
headline: A
date: 2019-07-01
extra: {colour: red, deep: {er: [1, 2]}}
---
-- templates/entry.html --
{{ entry.extra.colour }} {{ entry.extra.deep.er[1] }}
",
    )
    .build()
    .has("2019/07/01/a/index.html", "red 2");
}
