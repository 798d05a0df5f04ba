//! Questions that templates ask of the whole site: what they answer, and that a page changes with the answers it got.

use snapbox::str;

use crate::site_test::SiteTest;

const SITE: &str = "
-- dateline.yaml --
title: The Test
base_url: https://site.example
timezone: Europe/Paris
theme: plain
editions: daily
-- content/a.md --
---
headline: A
date: 2018-12-31T23:30:00+00:00
topics: [Rain]
source: AFP
story: The flood
---
> So it is.
> — Ana Lee, engineer
-- content/b.md --
---
headline: B
date: 2019-03-02
topics: [Rain, Aid]
source: Reuters
byline: Ana Lee
---
-- content/c.md --
---
headline: C
date: 2019-05-02
topics: Aid
source: [AFP, Reuters]
story: the Flood
---
-- content/draft.md --
---
headline: Zanzibar draft
date: 2019-06-02
topics: [Rain, Zanzibar]
source: Zanzibar
story: Zanzibar
draft: true
---
> So it is.
> — Zanzibar
-- content/withdrawn.md --
---
headline: Zanzibar withdrawn
date: 2019-06-02
topics: [Rain, Zanzibar]
source: Zanzibar
story: The flood
withdrawn: It was wrong.
---
-- content/topics/rain.md --
---
name: Rain
aliases: [Storm]
---
-- content/people/ana.md --
---
name: Ana Lee
aliases: [A. Lee]
---
";

/// A 404 page that shows what each of these calls gives.
fn asking(calls: &[&str]) -> SiteTest {
    let shows = |call: &&str| {
        let what = if call.starts_with("entries") { "item.headline" } else { "item.title or item.name" };
        format!("{call}:{{% for item in {call} %}} {{{{ {what} }}}}{{% endfor %}}\n")
    };
    let template: String = calls.iter().map(shows).collect();
    SiteTest::plain(SITE).write("templates/404.html", template)
}

#[test]
fn entries_are_asked_for_by_what_they_have_and_come_newest_first() {
    asking(&[
        "entries()",
        "entries(limit=2)",
        "entries(limit=0)",
        "entries(topic='Rain')",
        "entries(topic='sTORM')",
        "entries(source='afp')",
        "entries(speaker='ana lee')",
        "entries(speaker='A. Lee')",
        "entries(story='The Flood')",
        "entries(year=2019)",
        "entries(year=2018)",
        "entries(topic='aid', source='AFP', story='the flood', year=2019, limit=1)",
        "entries(topic='aid', speaker='Ana Lee')",
    ])
    .build()
    .check_file(
        "404.html",
        str![[r#"
entries(): C B A
entries(limit=2): C B
entries(limit=0):
entries(topic='Rain'): B A
entries(topic='sTORM'): B A
entries(source='afp'): C A
entries(speaker='ana lee'): A
entries(speaker='A. Lee'): A
entries(story='The Flood'): C A
entries(year=2019): C B A
entries(year=2018):
entries(topic='aid', source='AFP', story='the flood', year=2019, limit=1): C
entries(topic='aid', speaker='Ana Lee'):

"#]],
    );
}

#[test]
fn a_topic_is_asked_for_as_its_page_lists_it_or_with_all_that_is_part_of_it() {
    let site =
        asking(&["entries(topic='Rain')", "entries(within='storm')", "entries(within='Aid')", "entries(within='x')"]);
    site.write("content/topics/aid.md", "---\nname: Aid\nparent: Rain\n---\n").build().check_file(
        "404.html",
        str![[r#"
entries(topic='Rain'): B A
entries(within='storm'): C B A
entries(within='Aid'): C B
entries(within='x'):

"#]],
    );
}

#[test]
fn whole_lists_are_those_of_their_indexes() {
    asking(&["topics()", "sources()", "people()", "stories()", "editions()"]).build().check_file(
        "404.html",
        str![[r#"
topics(): Aid Rain
sources(): AFP Reuters
people(): Ana Lee
stories(): The flood
editions(): 2 May 2019 2 March 2019 1 January 2019

"#]],
    );
}

#[test]
fn without_a_limit_there_are_ten() {
    let mut site = asking(&["entries()"]);
    for number in 0..12 {
        let text = format!("---\nheadline: N{number}\ndate: 2019-07-{:02}\n---\n", number + 1);
        site = site.write(&format!("content/n{number}.md"), text);
    }
    site.build().check_file(
        "404.html",
        str![[r#"
entries(): N11 N10 N9 N8 N7 N6 N5 N4 N3 N2

"#]],
    );
}

#[test]
fn what_is_held_or_withdrawn_is_in_no_answer() {
    let site = asking(&[
        "entries()",
        "entries(topic='Zanzibar')",
        "entries(source='Zanzibar')",
        "entries(speaker='Zanzibar')",
        "entries(story='Zanzibar')",
        "topics()",
        "sources()",
        "people()",
        "stories()",
    ]);
    let html = site.build().file("404.html");
    assert_eq!(html.matches("Zanzibar").count(), 4, "in the calls alone: {html}");
}

/// How many pages the next build renders.
fn rendered(site: &SiteTest) -> u64 {
    site.build_json()["summary"]["rendered"].as_u64().expect("a count")
}

#[test]
fn a_page_changes_when_an_answer_does_and_only_then() {
    let ask = "entries(topic='Rain', limit=1)";
    let site = asking(&[ask]).build().check_file(
        "404.html",
        str![[r#"
entries(topic='Rain', limit=1): B

"#]],
    );
    let time = |site: &SiteTest| site.output()["404.html"].1;
    let before = time(&site);
    let site = site.edit("content/a.md", "headline: A", "headline: Other").build();
    assert_eq!(time(&site), before, "an entry that was not in the answer");
    let site = site.edit("content/b.md", "headline: B", "headline: New").build().has("404.html", ": New");
    let site = site.edit("content/b.md", "date: 2019", "draft: true\ndate: 2019").build().has("404.html", ": Other");
    let site = site.edit("content/a.md", "topics: [Rain]", "topics: [Aid]").remove("content/topics/rain.md").build();
    let _none = site.says("there is no topic `Rain`").has_not("404.html", "Other");
}

#[test]
fn every_template_may_ask_and_feeds_depend_on_what_texts_asked() {
    let component = "{%- component latest() -%}{% for item in entries(topic='Aid', limit=1) %}{{ item.headline }}\
                     {% endfor %}{%- endcomponent latest -%}\n";
    let quote = "<p>{{ <latest /> }} of {{ sources() | length }}: {{ callout.content }}</p>\n";
    let site = SiteTest::plain(SITE)
        .edit("dateline.yaml", "editions: daily\n", "feeds: {limit: 50}\n")
        .write("templates/latest.html", component)
        .write("templates/callouts/quote.html", quote)
        .write("templates/markdown/link.html", "<a href=\"{{ url }}\">{{ content }} {{ entries() | length }}</a>")
        .write("content/d.md", "---\nheadline: D\ndate: 2017-01-01\n---\n[home](/)\n")
        .build();
    let site = site.has("2019/01/01/a/index.html", "<p>C of 2: ").has("2017/01/01/d/index.html", "home 4</a>");
    let feeds = ["atom.xml", "rss.xml", "topics/rain/rss.xml"];
    assert!(feeds.iter().all(|feed| site.file(feed).contains("C of 2")));
    let site = site.edit("content/c.md", "headline: C", "headline: Changed").build();
    let site = site.has("2019/01/01/a/index.html", "<p>Changed of 2: ");
    for feed in feeds {
        assert!(site.file(feed).contains("Changed of 2"), "{feed}");
    }
    assert_eq!(rendered(&site), 0, "nothing changed");
    let site = site.write("content/e.md", "---\nheadline: E\ndate: 2016-01-01\n---\n").build();
    let _asked = site.has("2017/01/01/d/index.html", "home 5</a>").has("atom.xml", "home 5");
}
