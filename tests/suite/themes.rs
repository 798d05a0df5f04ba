//! Where templates, assets, words and settings come from: the site, its theme, the theme's parents, the program.

use crate::site_test::SiteTest;
use sha2::{Digest as _, Sha384};

const ENTRY: &str = "
-- content/a.md --
---
headline: A
date: 2020-01-01
---
# Not shown {#x}

Text.
";

const PAGE: &str = "2020/01/01/a/index.html";

/// A site whose theme `near` stands on `far`.
fn layered() -> SiteTest {
    SiteTest::from_text(ENTRY)
        .edit("content/a.md", "# Not shown {#x}\n\n", "")
        .write("dateline.yaml", "title: T\nbase_url: https://site.example\ntheme: near\n")
        .write("themes/near/theme.yaml", "name: near\nextends: far\n")
        .write("themes/far/theme.yaml", "name: far\nsettings: {colour: {type: colour, default: \"#123456\"}}\n")
}

#[test]
fn the_nearest_template_wins_site_then_theme_then_parent_then_program() {
    let site = layered().build().has(PAGE, "<!doctype html>");
    let site = site.write("themes/far/templates/entry.html", "far").build().has(PAGE, "far");
    let site = site.write("themes/near/templates/entry.html", "near").build().has(PAGE, "near");
    let site = site.write("templates/entry.html", "site").build().has(PAGE, "site");
    let site = site.remove("templates").build().has(PAGE, "near");
    site.remove("themes/near/templates").build().has(PAGE, "far");
}

#[test]
fn a_template_extends_the_one_that_it_replaces() {
    layered()
        .write("themes/far/templates/entry.html", "<b>{% block main %}far{% endblock %}</b>")
        .write(
            "themes/near/templates/entry.html",
            "{% extends \"parent:entry.html\" %}{% block main %}near {{ super() }}{% endblock %}",
        )
        .write(
            "templates/entry.html",
            "{% extends \"parent:entry.html\" %}{% block main %}site {{ super() }}{% endblock %}",
        )
        .build()
        .check_file(PAGE, "<b>site near far</b>");
}

#[test]
fn static_files_and_words_come_from_the_nearest_place_too() {
    let site = layered()
        .write("templates/entry.html", "{{ t.topics }} {{ t.sources }} {{ t.archive }}")
        .write("themes/far/strings/en.yaml", "topics: Far topics\nsources: Far sources\n")
        .write("themes/near/strings/en.yaml", "topics: Near topics\n")
        .write("themes/far/static/x.txt", "far")
        .build()
        .has(PAGE, "Near topics Far sources Archive")
        .has("x.txt", "far");
    site.write("static/x.txt", "site")
        .write("strings/en.yaml", "archive: Attic\n")
        .build()
        .has("x.txt", "site")
        .has(PAGE, "Attic");
}

#[test]
fn a_language_without_words_of_its_own_has_those_of_the_site() {
    layered()
        .write("templates/entry.html", "{{ t.topics }} {{ t.newsroom }}")
        .write("strings/en.yaml", "newsroom: Newsroom\n")
        .edit("content/a.md", "date:", "language: fr\ndate:")
        .build()
        .has("fr/2020/01/01/a/index.html", "Newsroom");
}

#[test]
fn numbers_take_the_form_that_the_language_has_for_them() {
    let site = layered()
        .write("templates/entry.html", "{{ t.items | with(n=1) }} {{ t.items | with(n=2) }} {{ t.items | with(n=5) }}")
        .write("strings/en.yaml", "items: {one: \"{n} thing\", other: \"{n} things\"}\n")
        .build()
        .has(PAGE, "1 thing 2 things 5 things");
    site.write("dateline.yaml", "title: T\nbase_url: https://site.example\ntheme: near\nlanguage: pl\n")
        .write(
            "strings/pl.yaml",
            "items: {one: \"{n} rzecz\", few: \"{n} rzeczy\", many: \"{n} rzeczy!\", other: \"{n}?\"}\n",
        )
        .build()
        .has(PAGE, "1 rzecz 2 rzeczy 5 rzeczy!");
}

#[test]
fn settings_have_the_defaults_of_the_theme_and_the_values_of_the_site() {
    let site = layered().write("templates/entry.html", "{{ settings.colour }}").build().has(PAGE, "#123456");
    let config = "title: T\nbase_url: https://site.example\ntheme: near\nsettings: {colour: ";
    let site = site.write("dateline.yaml", format!("{config}rebeccapurple}}\n")).build().has(PAGE, "rebeccapurple");
    let site = site.write("dateline.yaml", format!("{config}4}}\n")).fails(1).says("dateline.yaml:4:");
    site.write("dateline.yaml", "title: T\nbase_url: https://site.example\ntheme: near\nsettings: {color: red}\n")
        .fails(1)
        .says("did you mean `colour`?");
}

#[test]
fn themes_that_are_not_there_or_go_in_circles_are_refused() {
    layered().edit("dateline.yaml", "near", "nera").fails(1).says("error[unknown-theme]").says("`near`");
    layered().edit("themes/near/theme.yaml", "extends: far", "extends: fra").fails(1).says("error[unknown-theme]");
    layered().write("themes/far/theme.yaml", "extends: near\n").fails(1).says("error[theme-cycle]");
}

#[test]
fn a_kind_of_call_out_is_known_when_a_template_is_there() {
    let entry = "---\nheadline: A\ndate: 2020-01-01\nsource: {name: B, url: https://b.example/a}\n---\n> [!timeline] Then\n> Text\n";
    let site = layered().write("content/a.md", entry);
    let site = site
        .build()
        .says("warning[unknown-callout]")
        .says("templates/callouts/timeline.html")
        .has(PAGE, "<blockquote id=");
    site.write(
        "templates/callouts/timeline.html",
        "<ol id=\"{{ callout.id }}\">{{ callout.title }}|{{ callout.content }}</ol>",
    )
    .build()
    .says_not("warning")
    .has(PAGE, ">Then|<p>Text</p>");
    let near = layered().write("content/a.md", "---\nheadline: A\ndate: 2020-01-01\n---\n> [!contxt]\n> Text\n");
    near.build().says("did you mean `[!context]`?");
}

#[test]
fn a_theme_templates_any_element() {
    let text = "---\nheadline: A\ndate: 2020-01-01\n---\n## Head *line* {.c}\n\n[words](https://x.example \"title\")\n\n![alt](p.jpg \
                \"cap\")\n\n```rust\nfn f() {}\n```\n\n|a|\n|-|\n|b|\n\n> quoted\n";
    let off = "title: T\nbase_url: https://site.example\ntheme: near\ndesk: {rules: {quote-without-speaker: off}}\n";
    let site = layered()
        .write("dateline.yaml", off)
        .write("content/a.md", text)
        .write("content/p.jpg", "credit: P")
        .write("templates/entry.html", "{{ content }}");
    let templates = [
        ("heading", "H{{ level }} {{ id }} {{ classes | join(sep=\"+\") }} {{ content }}"),
        ("link", "L {{ url }} {{ title }} {{ internal }} {{ content }}"),
        ("image", "I {{ photo.url }} {{ photo.alt }} {{ photo.caption }} {{ figure }}"),
        ("code", "C {{ code_language }} {{ code }}"),
        ("table", "T {{ content }}"),
        ("quote", "Q {{ content }}"),
    ];
    let site = templates
        .iter()
        .fold(site, |site, (name, text)| site.write(&format!("templates/markdown/{name}.html"), format!("{text}\n")));
    site.build()
        .has(PAGE, "H2 head-line c Head <em>line</em>")
        .has(PAGE, "L https://x.example title false words")
        .has(PAGE, "alt cap true")
        .has(PAGE, "C rust fn f() {}")
        .has(PAGE, "T <table>")
        .has(PAGE, "Q <p>quoted</p>");
}

#[test]
fn a_fingerprint_follows_the_content_and_the_hash_is_that_of_the_file() {
    let site = layered()
        .write("themes/near/assets/css/main.css", "@import \"_part.css\";\nbody { color: red }\n")
        .write("themes/near/assets/css/_part.css", "p { margin: 0 }\n")
        .write("templates/entry.html", "{{ asset(name=\"css/main.css\") }} {{ integrity(name=\"css/main.css\") }}")
        .build();
    let check = |site: &SiteTest| {
        let page = site.file(PAGE);
        let (path, integrity) = page.trim().split_once(' ').expect("two words");
        let text = site.file(&path[1..]);
        assert!(text.contains("p{margin:0}") && text.contains("body{color:"), "{text}");
        assert_eq!(integrity, format!("sha384-{}", base64(&Sha384::digest(text.as_bytes()))));
        path.to_owned()
    };
    let before = check(&site);
    let site = site.edit("themes/near/assets/css/main.css", "red", "blue").build();
    let after = check(&site);
    assert_ne!(before, after);
    assert!(!site.tree().contains(&before[1..].to_owned()), "the old one is gone");
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let triple = |triple: &[u8]| {
        let number = u32::from_be_bytes([0, triple[0], triple[1], triple[2]]);
        [18, 12, 6, 0].map(|shift| char::from(SIGNS[(number >> shift & 63) as usize]))
    };
    bytes.chunks(3).flat_map(triple).collect()
}

#[test]
fn an_asset_that_a_template_asks_for_and_is_not_there_is_named() {
    layered()
        .write("templates/entry.html", "{{ asset(name=\"css/man.css\") }}")
        .fails(1)
        .says("the theme has no asset `css/man.css`; did you mean `css/main.css`?")
        .says("content/a.md");
}

#[test]
fn a_theme_may_do_without_kinds_of_pages() {
    let site = layered().write(
        "themes/near/theme.yaml",
        "extends: far\npages: {archive: false, topics: false, sources: false, people: false, stories: false, corrections: false, \
         editions: false, feeds: false, not_found: false, sitemaps: false, host_files: false}\n",
    );
    let pages: Vec<String> = site.build().tree().into_iter().filter(|path| !path.starts_with("assets/")).collect();
    assert_eq!(pages, [PAGE, "favicon.svg", "index.html"]);
}
