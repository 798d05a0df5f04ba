//! Speakers and bylines, running stories, the log of corrections.

use snapbox::str;

use crate::site_test::SiteTest;

const BRIEFING: &str = "
-- content/a.md --
---
headline: A
date: 2019-12-30
byline: [Ana Lima, The desk]
story: The strike
corrections:
  - date: 2019-12-31
    note: It was two, not three.
  - date: 2020-01-03
    kind: clarification
    note: Of the port, that is.
---
> We have seen what happened.
> — Ben Okri, minister

> [!quote] B. Okri, minister of *ports*
> No comment.
-- content/b.md --
---
headline: B
date: 2020-01-02
byline: the desk
story: the strike
language: fr
corrections: {date: 2020-01-02, kind: update, note: Adds a word.}
---
> Rien.
> — ben okri
-- content/c.md --
---
headline: C
date: 2020-01-03
byline: Ben Okri
story: Another
---
Words.
-- content/held.md --
---
headline: Held
date: 2020-01-04
draft: true
byline: [Nobody, The desk]
story: The strike
corrections: {date: 2020-01-05, note: Unheard.}
---
> Unheard.
> — Ben Okri, unheard
-- content/gone.md --
---
headline: Gone
date: 2020-01-04
byline: Nobody
story: The strike
withdrawn: It was wrong.
corrections: {date: 2020-01-05, note: Unheard.}
---
> Unheard.
> — Ben Okri, unheard
-- content/people/okri.md --
---
name: Ben Okri
aliases: [B. Okri]
role: Minister of ports
portrait: ben.jpg
portrait_alt: A man with an umbrella
portrait_credit: A. Photographer
homepage: https://www.example.org/okri
slug: okri
---
He wrote [once](../c.md).
-- content/people/ben.jpg --
not really a photo
";

#[test]
fn people_are_gathered_from_bylines_and_quotations_by_name_and_alias() {
    SiteTest::plain(BRIEFING).build().check_file(
        "people/index.html",
        str![[r#"
people
- Ana Lima (0 said, 1 wrote) /people/ana-lima/
- Ben Okri (3 said, 1 wrote) /people/okri/
- The desk (0 said, 2 wrote) /people/the-desk/


"#]],
    );
}

#[test]
fn a_person_has_a_page_with_what_was_said_and_written_newest_first() {
    SiteTest::plain(BRIEFING).build().check_file(
        "people/okri/index.html",
        str![[r#"
person Ben Okri, Minister of ports (3 said, 1 wrote)
portrait /media/ben-60.590fcacdc6.jpg [A man with an umbrella] A. Photographer
<p>He wrote <a href="/2020/01/03/c/">once</a>.</p>
“Rien.”  /fr/2020/01/02/b/#quote-rien 2020-01-02 fr
“We have seen what happened.” minister /2019/12/30/a/#quote-we-have-seen-what-happened 2019-12-30 en
“No comment.” minister of ports /2019/12/30/a/#quote-no-comment 2019-12-30 en

list 1 first
- C /2020/01/03/c/ 2020-01-03
newer none
older none

"#]],
    );
}

#[test]
fn a_quotation_on_the_page_of_its_speaker_links_to_its_own_anchor() {
    let site = SiteTest::from_text(BRIEFING).build();
    let page = site.file("people/okri/index.html");
    let link = page.split("href=\"/2019/12/30/a/#").nth(1).expect("a link to the quotation");
    let id = link.split('"').next().expect("an id");
    site.has("2019/12/30/a/index.html", &format!("<figure class=\"quote\" id=\"{id}\">"));
}

#[test]
fn bylines_lead_to_their_pages() {
    SiteTest::from_text(BRIEFING).build().has(
        "2019/12/30/a/index.html",
        "By <a href=\"/people/ana-lima/\">Ana Lima</a>, <a href=\"/people/the-desk/\">The desk</a>",
    );
}

#[test]
fn the_addresses_of_people_and_stories_follow_the_permalinks() {
    let config =
        "title: T\nbase_url: https://site.example\npermalinks: {person: /who/:slug/, story: /running/:slug/}\n";
    let site = SiteTest::from_text(BRIEFING).write("dateline.yaml", config).build();
    site.has("who/okri/index.html", "Ben Okri")
        .has("running/the-strike/index.html", "The strike")
        .has("who/index.html", "/who/okri/");
}

#[test]
fn the_longest_list_of_a_person_is_numbered_from_the_oldest() {
    let mut site = SiteTest::plain("");
    for day in 1..=9 {
        let text = format!("---\nheadline: H{day}\ndate: 2020-01-0{day}\nbyline: Ana\n---\n> Word {day}.\n> — Ana\n");
        site = site.write(&format!("content/{day}.md"), text);
    }
    let config = "title: T\nbase_url: https://site.example\ntheme: plain\npage_size: 4\n";
    let site = site.write("dateline.yaml", config).build();
    let oldest = site.file("people/ana/page/1/index.html");
    assert!(oldest.contains("Word 1.") && oldest.contains("H2") && !oldest.contains("H3"), "{oldest}");
    let text = "---\nheadline: New\ndate: 2020-01-10\nbyline: Ana\n---\nText\n";
    let site = site.write("content/new.md", text).build();
    assert_eq!(site.file("people/ana/page/1/index.html"), oldest);
    site.has("people/ana/index.html", "New");
}

#[test]
fn entries_of_one_story_show_it_as_a_timeline_from_the_oldest() {
    SiteTest::plain(BRIEFING)
        .build()
        .has("2019/12/30/a/index.html", "story The strike /stories/the-strike/\n* A\n- B\n")
        .has("fr/2020/01/02/b/index.html", "story The strike /stories/the-strike/\n- A\n* B\n")
        .has_not("2020/01/03/c/index.html", "story ");
}

#[test]
fn a_story_has_a_page_and_there_is_an_index() {
    SiteTest::plain(BRIEFING)
        .build()
        .check_file(
            "stories/index.html",
            str![[r#"
stories
- Another (1) /stories/another/
- The strike (2) /stories/the-strike/


"#]],
        )
        .check_file(
            "stories/the-strike/index.html",
            str![[r#"
story The strike (2)
list 1 first
- B /fr/2020/01/02/b/ 2020-01-02
- A /2019/12/30/a/ 2019-12-30
newer none
older none

"#]],
        );
}

#[test]
fn the_log_of_corrections_is_newest_first_and_leads_to_each() {
    SiteTest::plain(BRIEFING).build().check_file(
        "corrections/index.html",
        str![[r#"
corrections
- clarification 2020-01-03 Of the port, that is. /2019/12/30/a/#correction-2 A
- update 2020-01-02 Adds a word. /fr/2020/01/02/b/#correction-1 B
- correction 2019-12-31 It was two, not three. /2019/12/30/a/#correction-1 A

list 1 first
newer none
older none

"#]],
    );
    let site = SiteTest::from_text(BRIEFING).build();
    site.has("corrections/index.html", "href=\"/2019/12/30/a/#correction-2\"")
        .has("2019/12/30/a/index.html", "<li id=\"correction-2\">")
        .has("index.html", "<a href=\"/corrections/\">Corrections</a>");
}

#[test]
fn a_heading_never_takes_the_anchor_of_a_correction() {
    let text = "-- content/a.md --\n---\nheadline: A\ndate: 2020-01-01\n\
                corrections: [{date: 2020-01-02, note: x}, {date: 2020-01-03, note: y}]\n---\n\
                ## Correction 1\n\n## Correction\n\n## Correction\n";
    let page = SiteTest::from_text(text).build().file("2020/01/01/a/index.html");
    assert_eq!(page.matches("id=\"correction-1\"").count(), 1, "{page}");
    assert_eq!(page.matches("id=\"correction-2\"").count(), 1, "{page}");
}

#[test]
fn held_and_withdrawn_entries_are_in_none_of_these_pages() {
    let site = SiteTest::from_text(BRIEFING).build();
    for path in site.tree() {
        let text = site.file(&path).to_lowercase();
        assert!(!text.contains("unheard") && !text.contains("nobody"), "{path}");
    }
    assert!(!site.path("output/people/nobody").exists());
}

#[test]
fn a_theme_may_do_without_these_pages_and_then_nothing_leads_to_them() {
    let site = SiteTest::from_text(BRIEFING)
        .write("dateline.yaml", "title: T\nbase_url: https://site.example\ntheme: bare\n")
        .write("themes/bare/theme.yaml", "pages: {people: false, stories: false, corrections: false}\n")
        .build();
    for path in site.tree().iter().filter(|path| path.ends_with(".html")) {
        let text = site.file(path);
        for address in ["\"/people/", "\"/stories/", "\"/corrections/\""] {
            assert!(!text.contains(address), "{address} is in {path}");
        }
    }
    assert!(!site.path("output/people").exists() && !site.path("output/stories").exists());
    site.has("2019/12/30/a/index.html", "By Ana Lima, The desk");
}

#[test]
fn two_pages_for_one_person_are_an_error() {
    SiteTest::from_text(BRIEFING)
        .write("content/people/other.md", "---\nname: Other\naliases: [B. Okri]\n---\n")
        .fails(1)
        .says("error[name-taken]: `B. Okri` already names");
}

#[test]
fn an_editors_page_at_the_address_of_the_log_is_an_error_that_names_both() {
    SiteTest::from_text(BRIEFING).write("content/pages/corrections.md", "---\ntitle: Ours\n---\n").fails(1).says(
        "the page `content/pages/corrections.md` and the log of corrections both want the address `/corrections/`",
    );
}
