//! Topics, sources, the archive and the pages of long lists.

use snapbox::str;

use crate::site_test::SiteTest;

const BRIEFING: &str = "
-- content/a.md --
---
headline: A
date: 2019-12-30
topics: [syria, Aid]
source: {name: afp}
---
-- content/b.md --
---
headline: B
date: 2020-01-02
topics: [Syrian Arab Republic, SYRIA]
source: [Agence France-Presse, {name: Reuters, url: https://www.example.org/b}]
---
-- content/c.md --
---
headline: C
date: 2020-01-03
topics: Aid
---
-- content/held.md --
---
headline: Held
date: 2020-01-03
draft: true
topics: [Aid, Unheard of]
source: {name: Nobody}
---
-- content/topics/syria.md --
---
name: Syria
aliases: [Syrian Arab Republic]
parent: Middle East
---
The country, and [aid](aid.md).
-- content/topics/aid.md --
---
name: Aid
---
-- content/topics/middle-east.md --
---
name: Middle East
---
-- content/sources/afp.md --
---
name: Agence France-Presse
aliases: [AFP]
homepage: https://www.afp.com/
country: France
---
An agency.
";

#[test]
fn topics_are_gathered_by_name_and_alias_whatever_the_case() {
    SiteTest::plain(BRIEFING)
        .build()
        .check_file(
            "topics/index.html",
            str![[r#"
topics
- Aid (2) /topics/aid/
- Middle East (0) /topics/middle-east/
- Syria (2) /topics/syria/


"#]],
        )
        .check_file(
            "topics/syria/index.html",
            str![[r#"
topic Syria (2) in Middle East /topics/middle-east/
<p>The country, and <a href="/topics/aid/">aid</a>.</p>

list 1 first
- B /2020/01/02/b/ 2020-01-02
- A /2019/12/30/a/ 2019-12-30
newer none
older none

"#]],
        );
}

#[test]
fn a_topic_names_its_parent_and_its_children() {
    SiteTest::plain(BRIEFING).build().check_file(
        "topics/middle-east/index.html",
        str![[r#"
topic Middle East (0)
holds Syria /topics/syria/

list 1 first
newer none
older none

"#]],
    );
}

#[test]
fn sources_are_gathered_by_name_and_alias_with_what_their_pages_say() {
    SiteTest::plain(BRIEFING)
        .build()
        .check_file(
            "sources/index.html",
            str![[r#"
sources
- Agence France-Presse (2) /sources/agence-france-presse/
- Reuters (1) /sources/reuters/


"#]],
        )
        .check_file(
            "sources/agence-france-presse/index.html",
            str![[r#"
source Agence France-Presse (2) at https://www.afp.com/ of France
<p>An agency.</p>

list 1 first
- B /2020/01/02/b/ 2020-01-02
- A /2019/12/30/a/ 2019-12-30
newer none
older none

"#]],
        );
}

#[test]
fn the_archive_counts_years_and_months() {
    SiteTest::plain(BRIEFING)
        .build()
        .check_file(
            "archive/index.html",
            str![[r#"
archive
2020 (2) /2020/
- January 2020 (2) /2020/01/
2019 (1) /2019/
- December 2019 (1) /2019/12/


"#]],
        )
        .check_file(
            "2020/01/index.html",
            str![[r#"
month January 2020 (2)
list 1 first
- C /2020/01/03/c/ 2020-01-03
- B /2020/01/02/b/ 2020-01-02
newer none
older none

"#]],
        );
}

#[test]
fn what_is_held_back_is_in_no_count() {
    let with = SiteTest::plain(BRIEFING).build();
    let without = SiteTest::plain(BRIEFING).remove("content/held.md").build();
    let bytes = |site: &SiteTest| site.output().into_iter().map(|(path, (bytes, _))| (path, bytes)).collect::<Vec<_>>();
    assert_eq!(bytes(&with), bytes(&without));
}

#[test]
fn neighbours_and_related_entries_are_public_ones() {
    SiteTest::plain(BRIEFING)
        .build()
        .has("2020/01/02/b/index.html", "newer C\nolder A\nrelated A\n")
        .has_not("2020/01/03/c/index.html", "newer");
}

fn long(count: usize) -> SiteTest {
    let mut text =
        "-- dateline.yaml --\ntitle: T\nbase_url: https://site.example\ntheme: plain\npage_size: 3\n".to_owned();
    for number in 1..=count {
        text += &format!(
            "-- content/e{number:02}.md --\n---\nheadline: E{number:02}\ndate: 2020-01-01T{number:02}:00\ntopics: Aid\nsource: AFP\n---\n"
        );
    }
    SiteTest::plain(&text)
}

#[test]
fn a_full_page_of_a_list_never_changes_again() {
    let pages = |site: &SiteTest| {
        let mut found = Vec::new();
        for list in ["", "topics/aid/", "sources/afp/", "2020/01/"] {
            for number in 1..=2 {
                let path = format!("{list}page/{number}/index.html");
                found.push((site.file(&path), path));
            }
        }
        found
    };
    let ten = long(10).build_with(&["--now", "2020-02-01"]);
    let before = pages(&ten);
    for count in 11..=12 {
        assert_eq!(pages(&long(count).build_with(&["--now", "2020-02-01"])), before, "{count}");
    }
}

#[test]
fn pages_are_numbered_from_the_oldest_and_linked_to_each_other() {
    let site = long(10)
        .build_with(&["--now", "2020-02-01"])
        .check_file(
            "index.html",
            str![[r#"
front https://site.example/
list 3 first
- E10 /2020/01/01/e10/ 2020-01-01T10:00:00+00:00
- E09 /2020/01/01/e09/ 2020-01-01T09:00:00+00:00
- E08 /2020/01/01/e08/ 2020-01-01T08:00:00+00:00
- E07 /2020/01/01/e07/ 2020-01-01T07:00:00+00:00
newer none
older /page/2/

"#]],
        )
        .check_file(
            "page/2/index.html",
            str![[r#"
front https://site.example/page/2/
list 2
- E06 /2020/01/01/e06/ 2020-01-01T06:00:00+00:00
- E05 /2020/01/01/e05/ 2020-01-01T05:00:00+00:00
- E04 /2020/01/01/e04/ 2020-01-01T04:00:00+00:00
newer /page/3/
older /page/1/

"#]],
        )
        .check_file(
            "topics/aid/page/1/index.html",
            str![[r#"
topic Aid 

list 1
- E03 /2020/01/01/e03/ 2020-01-01T03:00:00+00:00
- E02 /2020/01/01/e02/ 2020-01-01T02:00:00+00:00
- E01 /2020/01/01/e01/ 2020-01-01T01:00:00+00:00
newer /topics/aid/page/2/
older none

"#]],
        );
    let tree = site.tree();
    for path in tree.iter().filter(|path| path.ends_with(".html")) {
        let text = site.file(path);
        let links =
            text.lines().filter_map(|line| line.strip_prefix("newer /").or_else(|| line.strip_prefix("older /")));
        for link in links {
            assert!(tree.contains(&format!("{link}index.html")), "`{path}` links to `{link}`");
        }
    }
}

#[test]
fn the_newest_page_is_known_to_search_engines_by_the_address_of_the_list() {
    long(10)
        .build_with(&["--now", "2020-02-01"])
        .has("page/3/index.html", "front https://site.example/\n")
        .has("page/2/index.html", "front https://site.example/page/2/\n");
}
