//! `dateline theme`: copies of a theme's files, the check of its templates, their reference.

use std::fs;
use std::path::Path;

use snapbox::Data;

use crate::site_test::{SiteTest, assert_text, files_in};

const ENTRY: &str = "-- content/a.md --\n---\nheadline: A\ndate: 2020-01-01\n---\nText\n";

fn repository(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

#[test]
fn themes_without_mistakes_are_found_without_mistakes() {
    let sound = ": 0 problems";
    SiteTest::from_text(ENTRY).run(&["theme", "check", "--strict"]).exits(0).says(sound);
    SiteTest::plain(ENTRY).run(&["theme", "check", "--strict"]).exits(0).says(sound);
    for (name, folder) in [("peers", "benches/peers/dateline/themes/peers"), ("wire", "themes/wire")] {
        let mut site = SiteTest::from_text(ENTRY);
        for (path, (bytes, _)) in files_in(&repository(folder)) {
            site = site.write(&format!("themes/{name}/{path}"), bytes);
        }
        site.run(&["theme", "check", name, "--strict"]).exits(0).says(sound);
    }
}

#[test]
fn what_a_template_asks_for_before_it_uses_it_need_not_be_there() {
    SiteTest::from_text(ENTRY)
        .write(
            "templates/entry.html",
            "{% extends \"parent:entry.html\" %}{% block main %}{% set mine = entry.topics | first %}\
             {{ mine.name or entry.extra.desk or \"none\" }}{{ note | default(value=1) }}\
             {% if novelty is defined and novelty.text %}{{ novelty }}{% else %}{{ super() }}{% endif %}\
             {% for key, group in entry.related | group_by(attribute=\"date.day\") %}{{ key }}{{ group[0].headline }}\
             {{ [e.url for e in group if e.lead] | join(sep=\" \") }}{% endfor %}\
             {% set words %}{% filter upper %}{{ t[page.kind] }}{% endfilter %}{% endset %}{{ words }}{% endblock %}",
        )
        .write("templates/longread.html", "{{ anything.at.all }}")
        .run(&["theme", "check", "--strict"])
        .exits(0)
        .says(": 0 problems");
}

#[test]
fn an_included_template_sees_what_stands_around_it() {
    let site = SiteTest::from_text(ENTRY)
        .write("templates/entry.html", "{% for topic in entry.topics %}{% include \"part.html\" %}{% endfor %}")
        .write("templates/part.html", "{{ topic.name }} {{ topic.nmae }} {{ entry.headline }}");
    site.run(&["theme", "check"]).exits(1).says("`topic` has no field `nmae`").says(": 1 problem");
}

#[test]
fn the_check_takes_the_forms_of_a_build() {
    let site = SiteTest::from_text(ENTRY).write("templates/entry.html", "{{ entry.headlin }}");
    let site = site.run(&["theme", "check", "--format", "json"]).exits(1);
    let said: serde_json::Value = serde_json::from_str(&site.printed()).expect("JSON");
    assert!(said.to_string().contains("unknown-variable"), "{said}");
    site.run(&["theme", "check", "nowhere"]).exits(1).says("there is no theme `nowhere`");
}

#[test]
fn a_template_that_is_none_is_named_once() {
    let site = SiteTest::from_text(ENTRY).write("templates/entry.html", "{{ entry.headlin }\n{% if %}");
    let site = site.run(&["theme", "check"]).exits(1).says("error[template]");
    assert_eq!(site.said().matches("error[").count(), 1, "{}", site.said());
}

#[test]
fn files_of_the_theme_are_copied_and_win_from_then_on() {
    let site = SiteTest::from_text(ENTRY).run(&["theme", "eject"]).exits(0);
    let listed = site.printed();
    assert!(listed.contains("templates/entry.html  (built in) broadsheet/templates/entry.html\n"), "{listed}");
    assert!(listed.contains("strings/fr.yaml") && listed.contains("assets/css/main.css"), "{listed}");
    let site = site.run(&["theme", "eject", "templates/entry.html", "strings/fr.yaml"]).exits(0);
    assert!(site.printed().contains("templates/entry.html now stands before (built in)"), "{}", site.printed());
    let site =
        site.build().edit("templates/entry.html", "<article class=\"entry", "<article class=\"own entry").build();
    assert!(site.file("2020/01/01/a/index.html").contains("class=\"own entry"));
    let listed = site.run(&["theme", "eject"]).printed();
    assert!(
        listed.contains("templates/entry.html  (built in) broadsheet/templates/entry.html  (the site has its own)\n")
    );
}

#[test]
fn a_copy_never_takes_the_place_of_a_file_of_the_site_unasked() {
    let site = SiteTest::from_text(ENTRY).write("templates/entry.html", "mine");
    let read = |site: &SiteTest, path: &str| fs::read_to_string(site.path(path)).unwrap_or_default();
    let site = site.run(&["theme", "eject", "templates/page.html", "templates"]).exits(2);
    let site = site.says("the site has its own `templates/entry.html`; nothing was written");
    assert_eq!((read(&site, "templates/entry.html"), read(&site, "templates/page.html")), ("mine".into(), "".into()));
    let site =
        site.run(&["theme", "eject", "templates/enrty.html"]).exits(2).says("did you mean `templates/entry.html`?");
    let site = site.run(&["theme", "eject", "--force", "templates"]).exits(0).build();
    assert!(read(&site, "templates/entry.html").contains("extends"));
    assert!(read(&site, "templates/markdown/image.html").contains("photo"));
}

#[test]
fn a_copy_is_of_the_nearest_theme() {
    SiteTest::from_text(ENTRY)
        .write("dateline.yaml", "title: T\nbase_url: https://site.example\ntheme: near\n")
        .write("themes/near/templates/entry.html", "near")
        .run(&["theme", "eject", "templates/entry.html"])
        .exits(0)
        .build()
        .check_file("2020/01/01/a/index.html", "near");
}

/// The part of the guide that is written from the code stands between these lines.
const MARKS: [&str; 2] =
    ["<!-- What follows is printed by `dateline theme docs`. -->\n", "<!-- Here ends what is printed. -->\n"];

#[test]
fn the_guide_says_what_the_code_says() {
    let path = repository("docs/themes.md");
    let guide = fs::read_to_string(&path).expect("docs/themes.md");
    let (before, rest) = guide.split_once(MARKS[0]).expect("the first mark");
    let (_, after) = rest.split_once(MARKS[1]).expect("the second mark");
    let reference = SiteTest::from_text("").run(&["theme", "docs"]).exits(0).printed();
    let wanted = format!("{before}{}\n{reference}\n{}{after}", MARKS[0], MARKS[1]);
    assert_text(wanted, Data::read_from(&path, None).raw());
}
