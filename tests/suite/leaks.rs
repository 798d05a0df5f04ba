//! Words of entries that are held back stand nowhere in the output, whoever put them there and in whatever form.

use crate::site_test::SiteTest;

const SITE: &str = "
-- content/a.md --
---
headline: A storm
date: 2020-01-02
---
Text
-- content/b.md --
---
headline: How the minister’s men sold the pier twice
date: 2020-01-02
draft: true
standfirst: A note of 2011 names four buyers, and one of them is still alive.
---
Text
";

/// What both a check and a build find: each leak by its file with the field and the file of the output.
fn leaks(site: SiteTest) -> (SiteTest, Vec<String>) {
    let mut found = Vec::new();
    let mut site = site;
    for command in ["check", "build"] {
        site = site.run(&[command, "--format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&site.printed()).expect("JSON");
        let problems = report["problems"].as_array().expect("problems").clone();
        let leak = |problem: serde_json::Value| {
            assert_eq!(problem["rule"], "embargo-leak", "{problem}");
            let field = problem["message"].as_str().expect("a message").split(" its ").nth(1).expect("a field");
            let place = problem["hints"][0].as_str().expect("a hint").split('`').nth(1).expect("a file");
            format!("{} in {place}", field.split(' ').next().unwrap_or_default())
        };
        found.push(problems.into_iter().map(leak).collect::<Vec<_>>());
    }
    assert_eq!(found[0], found[1], "a check finds what a build finds");
    (site, found.swap_remove(1))
}

fn with(path: &str, text: impl AsRef<[u8]>) -> Vec<String> {
    let (site, found) = leaks(SiteTest::from_text(SITE).write(path, text));
    assert_eq!(site.path("output").exists(), found.is_empty());
    found
}

#[test]
fn held_words_are_found_in_files_that_are_copied() {
    let words = "Coming: how the minister's men sold the pier twice.";
    for path in ["soon.txt", "notes/soon.md", "list.csv", "map.svg", "soon"] {
        assert_eq!(with(&format!("static/{path}"), words), [format!("headline in {path}")]);
    }
    assert_eq!(
        with("static/how-the-minister-s-men-sold-the-pier-twice.pdf", "x"),
        ["headline in how-the-minister-s-men-sold-the-pier-twice.pdf"]
    );
    assert_eq!(with("static/film.mp4", [b"\0\x01", words.as_bytes()].concat()), [""; 0], "a film is no text");
    assert_eq!(with("static/soon.txt", "Coming: how the minister sold the pier."), [""; 0]);
}

#[test]
fn held_words_are_found_however_they_are_broken_marked_up_and_written() {
    let entry = |text: &str| format!("---\nheadline: A sale\ndate: 2020-01-03\n---\n{text}\n");
    for text in [
        "Tomorrow: how the *minister’s* men\nsold the pier twice.",
        "HOW THE MINISTER&#39;S MEN SOLD&nbsp;THE PIER TWICE",
        "[soon](https://paper.example/how-the-minister-s-men-sold-the-pier-twice)",
        "<!-- how the minister\"s men sold the pier twice -->Text",
    ] {
        assert_eq!(with("content/c.md", entry(text)), ["headline in 2020/01/03/c/index.html"], "{text}");
    }
    let standfirst = "We know: a note of 2011 names four buyers — and one of them is still alive!";
    assert_eq!(with("content/c.md", entry(standfirst)), ["standfirst in 2020/01/03/c/index.html"]);
    assert_eq!(with("content/c.md", entry("A note of 2011 names four buyers.")), [""; 0]);
}

#[test]
fn held_words_are_found_in_the_email_edition_whose_lines_are_cut_and_whose_letters_are_encoded() {
    let site = SiteTest::from_text(SITE)
        .edit(
            "content/b.md",
            "How the minister’s men sold the pier twice",
            "Außenminister verkauft die alte Mole ein zweites Mal",
        )
        .write("templates/email/edition.txt", "Morgen: Außenminister verkauft die alte Mole ein zweites Mal\n")
        .write(
            "dateline.yaml",
            "title: The Test\nbase_url: https://site.example\neditions: {every: daily, email: true}\n\
             email: {from: a@b.example, list_id: c.b.example, unsubscribe_url: 'https://b.example/'}\n\
             desk: {rules: {missing-source: off}}\n",
        );
    let (_, found) = leaks(site);
    assert_eq!(found, ["headline in email/2020-01-02.eml"]);
}

#[test]
fn what_is_held_back_later_is_looked_for_in_what_was_written_before_and_said_until_it_is_mended() {
    let config = "title: The Test\nbase_url: https://site.example\ndesk: {rules: {missing-source: off, embargo-leak: warning}}\n";
    let site =
        SiteTest::from_text(SITE).remove("content/b.md").write("static/soon.txt", "The pier was sold twice again");
    let site = site.write("dateline.yaml", config).build();
    let site =
        site.write("content/d.md", "---\nheadline: The pier was sold twice again\ndate: 2020-02-01\n---\n\nText\n");
    let site = site.build().says("its headline stands in the output").says("soon.txt");
    let site = site.write("content/a.md", "---\nheadline: A gale\ndate: 2020-01-02\n---\nText\n");
    let site = site.build().says("soon.txt");
    site.write("static/soon.txt", "Nothing").build().says_not("stands in the output");
}

#[test]
fn words_that_readers_have_already_are_no_secret() {
    let follow_up = "---\nheadline: How the minister’s men sold the pier twice, and why\ndate: 2020-01-03\n\
                     standfirst: A note of 2011 names four buyers, and one of them is still alive.\n---\nText\n";
    assert_eq!(with("content/c.md", follow_up), [""; 0]);
}
