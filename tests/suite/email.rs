//! The email of an edition: a message with its parts, made from the edition alone, that any sender can take.

use snapbox::file;

use crate::site_test::SiteTest;

const CONFIG: &str = "title: Der Überblick\nbase_url: https://site.example/b\ntimezone: Europe/Paris\n\
                      editions: {every: daily, email: true}\nemail:\n  from: Der Überblick <desk@site.example>\n  \
                      reply_to: answers@site.example\n  list_id: daily.site.example\n  \
                      unsubscribe_url: https://site.example/bye/\n  unsubscribe_mailto: bye@site.example\n";

const SITE: &str = "
-- content/a.md --
---
headline: A <b>bold</b> {{ claim }} & an answer
date: 2020-01-02T09:00
standfirst: What was claimed, what was answered, and why neither of the two has been withdrawn by noon of the same day.
kicker: Claims
dateline: PARIS
source: {name: Wire & Sons, url: 'https://wire.example/a?b=1&c=2', agencies: [AP, AFP], archive: https://archive.example/a}
photo: {file: a.png, alt: 'Two \"heads\"', caption: Heads, credit: A. Photographer / AFP}
key_points: [One, Two]
corrections: [{date: 2020-01-03, note: Two was three.}]
---
Text.

> [!pull]
> Text.
-- content/b.md --
---
headline: B
date: 2020-01-02T12:30
language: ar
---
This is the lede.
-- content/editions/2020-01-02.md --
---
title: Claims — and ‘answers’
standfirst: In short
---
See [the claim](../a.md), and [elsewhere](https://elsewhere.example/).

> [!pull]
> See the claim
-- content/c.md --
---
headline: C
date: 2020-01-06T08:00
---
Text.
-- content/held.md --
---
headline: Qeld
date: 2020-01-06T09:00
draft: true
---
Text.
-- content/later.md --
---
headline: Qater
date: 2020-01-16
---
Text.
";

fn site(config: &str) -> SiteTest {
    let photo = include_bytes!("../../content/2017/brushes.jpg");
    SiteTest::from_text(SITE).write("dateline.yaml", config).write("content/a.png", photo)
}

/// The values of a message's headers, unfolded.
fn headers(message: &str) -> Vec<(String, String)> {
    let (head, _) = message.split_once("\r\n\r\n").expect("an empty line after the headers");
    let unfolded = head.replace("\r\n ", " ");
    let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
    unfolded.split("\r\n").map(|line| header(line).unwrap_or_else(|| panic!("no header: {line}"))).collect()
}

fn header(message: &str, name: &str) -> Option<String> {
    headers(message).into_iter().find_map(|(other, value)| (other == name).then_some(value))
}

#[test]
fn an_edition_is_a_message_with_plain_text_and_html() {
    let _site = site(CONFIG)
        .build()
        .check_file("email/2020-01-02.eml", file!["email/edition.eml"])
        .check_file("email/2020-01-02.html", file!["email/edition.html"])
        .check_file("email/2020-01-02.txt", file!["email/edition.txt"]);
}

#[test]
fn lines_are_as_mail_servers_and_mail_programs_want_them() {
    let site = site(CONFIG).build();
    let message = site.file("email/2020-01-02.eml");
    assert!(message.is_ascii());
    assert_eq!(message.matches('\n').count(), message.matches("\r\n").count());
    assert!(message.split("\r\n").all(|line| line.len() <= 78), "{message}");
    let text = site.file("email/2020-01-02.txt");
    assert!(text.lines().all(|line| line.chars().count() <= 78), "{text}");
}

#[test]
fn headers_are_made_from_values_and_from_nothing_else() {
    let config = CONFIG.replace("Der Überblick\nbase", "\"Brief\\r\\nBcc: x@y.example\"\nbase");
    let site =
        site(&config).edit("content/editions/2020-01-02.md", "Claims — and ‘answers’", "\"A\\r\\nBcc: x@y.example\"");
    let site = site.build();
    for file in ["2020-01-02", "2020-01-06"] {
        let message = site.file(&format!("email/{file}.eml"));
        assert_eq!(header(&message, "Bcc"), None, "{message}");
    }
    assert_eq!(header(&site.file("email/2020-01-02.eml"), "Subject").as_deref(), Some("A Bcc: x@y.example"));
}

#[test]
fn the_date_is_that_of_the_newest_entry_and_the_name_that_of_the_content() {
    let site = site(CONFIG).build();
    let before = site.file("email/2020-01-06.eml");
    assert_eq!(header(&before, "Date").as_deref(), Some("Mon, 06 Jan 2020 08:00:00 +0100"));
    let name = |message: &str| header(message, "Message-ID").expect("a name");
    assert!(name(&before).starts_with("<2020-01-06.") && name(&before).ends_with("@site.example>"));
    let site = site.edit("content/c.md", "headline: C", "headline: See").build();
    let after = site.file("email/2020-01-06.eml");
    assert_ne!(name(&before), name(&after));
    let _same = site.edit("content/c.md", "headline: See", "headline: C").build();
    assert_eq!(_same.file("email/2020-01-06.eml"), before);
}

#[test]
fn one_click_needs_https() {
    let message = |site: SiteTest| site.build().file("email/2020-01-06.eml");
    let secure = message(site(CONFIG));
    assert_eq!(header(&secure, "List-Unsubscribe-Post").as_deref(), Some("List-Unsubscribe=One-Click"));
    let plain = message(site(&CONFIG.replace("https://site.example/bye/", "http://site.example/bye/")));
    assert_eq!(header(&plain, "List-Unsubscribe-Post"), None);
    assert_eq!(
        header(&plain, "List-Unsubscribe").as_deref(),
        Some("<http://site.example/bye/>, <mailto:bye@site.example?subject=unsubscribe>")
    );
}

#[test]
fn nothing_of_held_entries_is_sent() {
    let site = site(CONFIG).build();
    for part in ["eml", "html", "txt"] {
        let file = site.file(&format!("email/2020-01-06.{part}"));
        assert!(!file.contains("Qeld") && !file.contains("Qater"), "{file}");
    }
    assert!(!site.tree().iter().any(|path| path.contains("2020-01-16")));
}

#[test]
fn html_that_would_be_cut_is_cut_here_in_words_and_the_text_is_whole() {
    let mut site = site(CONFIG);
    for n in 0..120 {
        let entry =
            format!("---\nheadline: Number {n}\ndate: 2020-01-07\nstandfirst: {}\n---\nText.\n", "Wörter ".repeat(90));
        site = site.write(&format!("content/many/{n}.md"), entry);
    }
    let site = site.build();
    let html = site.file("email/2020-01-07.html");
    assert!(html.contains("This edition is longer than an email can be. Read all of it on the web."), "{html}");
    let shown = html.matches("<h2").count();
    assert!((20..120).contains(&shown), "{shown}");
    let message = site.file("email/2020-01-07.eml");
    let sent = message.rsplit("Content-Type: text/html").next().expect("a part").len();
    assert!((75_000..86_000).contains(&sent), "{sent}");
    assert_eq!(site.file("email/2020-01-07.txt").matches("Number ").count(), 120);
}

#[test]
fn words_beside_the_subject_are_neither_too_few_nor_too_many() {
    let site = site(CONFIG).build();
    let preheader = |name: &str| {
        let html = site.file(&format!("email/{name}.html"));
        let after = html.split("class=\"preheader\"").nth(1).and_then(|rest| rest.split_once('>'));
        let (_, words) = after.expect("a preheader");
        words.split(['\u{2007}', '<']).next().unwrap_or_default().to_owned()
    };
    assert_eq!(preheader("2020-01-02"), "In short · B · A &lt;b&gt;bold&lt;/b&gt; {{ claim }} &amp; an answer");
    assert_eq!(preheader("2020-01-06"), "C · Der Überblick · 6 January 2020");
}

#[test]
fn a_briefing_from_right_to_left_is_sent_so() {
    let site = site(&format!("{CONFIG}language: ar\n")).build();
    let html = site.file("email/2020-01-06.html");
    assert!(html.contains("<html lang=\"ar\" dir=\"rtl\">") && html.contains("إلغاء الاشتراك"), "{html}");
    assert!(!html.contains("text-align") && !html.contains("left"), "{html}");
    let message = site.file("email/2020-01-06.eml");
    assert!(message.is_ascii() && !message.contains("base64"), "{message}");
}

#[test]
fn a_site_has_its_own_templates_and_styles() {
    let site = site(CONFIG)
        .write(
            "templates/email/edition.html",
            "<!doctype html><title>x</title><p>{{ edition.title }} {{ entries | length }}\n",
        )
        .write("templates/email/edition.txt", "{{ edition.title }} {{ entries[0].headline }}\n")
        .write("assets/css/email.css", "p { color: red } @media print { p { color: black } }")
        .build();
    let html = site.file("email/2020-01-02.html");
    assert!(html.contains("<p style=\"color: red;\">Claims — and ‘answers’ 2"), "{html}");
    assert!(html.contains("@media print"), "{html}");
    assert_eq!(site.file("email/2020-01-06.txt"), "6 January 2020 C\n");
    assert!(!site.tree().iter().any(|path| path.contains("email.")), "{:?}", site.tree());
}

#[test]
fn emails_are_for_readers_of_mail_alone() {
    let site =
        site(&format!("{CONFIG}search: true\n")).build().has("_headers", "/b/email/*\n  X-Robots-Tag: noindex\n");
    for path in ["sitemap.xml", "robots.txt", "entries.json"] {
        assert!(!site.path(&format!("output/{path}")).exists() || !site.file(path).contains("email/"), "{path}");
    }
    let _site = site
        .has("email/2020-01-02.html", "<meta name=\"robots\" content=\"noindex\">")
        .has_not("editions/2020-01-02/index.html", "email/");
}

#[test]
fn by_itself_the_html_is_a_page_too_and_in_the_message_it_is_not() {
    let site = site(CONFIG).build();
    let page = site.file("email/2020-01-06.html");
    for part in ["<link rel=\"icon\"", "href=\"/b/assets/css/alone.", "href=\"#main\"", "<main id=\"main\""] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let message = site.file("email/2020-01-06.eml");
    for part in ["<link", "#main", "id=3D\"main\""] {
        assert!(!message.contains(part), "{part}: {message}");
    }
    // Elements of the page have their style with them, and hosts are told to let them.
    let _site = site.has("_headers", "style-src 'self';").has("_headers", "; style-src-attr 'unsafe-inline'\n");
}

#[test]
fn without_being_asked_no_site_sends_email() {
    let quiet = CONFIG.replace("{every: daily, email: true}", "daily");
    let site = site(&quiet).build().has_not("_headers", "email");
    assert!(!site.tree().iter().any(|path| path.starts_with("email/")));
    let theme = SiteTest::plain(SITE).write("dateline.yaml", format!("{CONFIG}theme: plain\n"));
    let theme = theme
        .write("content/a.png", crate::photo_of_words::png(2, 2))
        .write("themes/plain/theme.yaml", "pages: {email: false}\n")
        .build();
    assert!(!theme.tree().iter().any(|path| path.starts_with("email/")));
}

#[test]
fn an_edition_in_progress_changes_alone() {
    let site = site(CONFIG).build();
    let before = site.output();
    let site = site.write("content/d.md", "---\nheadline: D\ndate: 2020-01-06T11:00\n---\nText.\n").build();
    let after = site.output();
    let changed: Vec<&str> = after
        .iter()
        .filter(|(path, file)| path.starts_with("email/") && before.get(*path).is_none_or(|other| other.0 != file.0))
        .map(|(path, _)| path.as_str())
        .collect();
    assert_eq!(changed, ["email/2020-01-06.eml", "email/2020-01-06.html", "email/2020-01-06.txt"]);
    let _other = site.has("email/2020-01-02.txt", "Unsubscribe:\nhttps://site.example/bye/");
}
