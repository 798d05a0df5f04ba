//! What the themes that come with the program may weigh, on every kind of page.

use std::path::Path;

use crate::site_test::{SiteTest, files_in};

/// How many bytes of style sheets a page may load, that for paper among them.
const STYLES: usize = 20_000;

/// How many bytes of scripts a whole site may have.
const SCRIPTS: usize = 10_000;

const BRIEFING: &str = "
-- dateline.yaml --
title: The Test
base_url: https://site.example
search: true
editions: {every: daily, email: true}
email: {from: a@site.example, unsubscribe_url: https://site.example/u, list_id: a.site.example}
-- content/a.md --
---
headline: Alpha
date: 2020-01-10T09:05
byline: Ann Doe
topics: Health
story: The story
source: {name: The agency}
corrections: [{date: 2020-01-11, note: It was wrong.}]
---
> Words.
> — John Roe

```rust
fn main() {}
```
-- content/b.md --
---
headline: Beta
date: 2020-01-09
story: The story
topics: Health
---
-- content/pages/about.md --
---
title: About
---
Text.
";

fn check(theme: &str) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes");
    let site =
        SiteTest::from_text(BRIEFING).edit("dateline.yaml", "search: true", &format!("search: true\ntheme: {theme}"));
    let site = files_in(&folder.join(theme))
        .into_iter()
        .fold(site, |site, (path, (bytes, _))| site.write(&format!("themes/{theme}/{path}"), bytes))
        .build();
    let tree = site.tree();
    let pages = tree.iter().filter(|path| path.ends_with(".html"));
    let mut kinds = 0;
    for page in pages {
        let html = site.file(page);
        let sheets = html.split("<link rel=\"stylesheet\" href=\"/").skip(1);
        let sheets: Vec<&str> = sheets.filter_map(|rest| rest.split('"').next()).collect();
        let length: usize = sheets.iter().map(|sheet| site.file(sheet).len()).sum();
        assert!(length < STYLES, "{theme}: {page} loads {length} bytes of style: {sheets:?}");
        kinds += usize::from(sheets.len() > 1);
    }
    assert!(kinds > 15, "{theme}: only {kinds} pages load style sheets");
    let scripts: usize = tree.iter().filter(|path| path.ends_with(".js")).map(|path| site.file(path).len()).sum();
    assert!((1..SCRIPTS).contains(&scripts), "{theme}: {scripts} bytes of script");
}

#[test]
fn no_page_of_the_default_theme_loads_much() {
    check("broadsheet");
}

#[test]
fn no_page_of_the_wire_loads_much() {
    check("wire");
}

#[test]
fn nothing_moves_by_itself_and_style_follows_the_direction_of_writing() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes");
    for (path, (bytes, _)) in files_in(&folder) {
        // An email has no direction to follow but that of its tables, and its page by itself stands on it.
        if !path.ends_with(".css") || path.ends_with("email.css") || path.ends_with("alone.css") {
            continue;
        }
        let css = String::from_utf8(bytes).expect("text");
        for word in [
            "transition",
            "animation",
            "scroll-behavior",
            "margin-left",
            "margin-right",
            "padding-left",
            "padding-right",
            "text-align: left",
            "text-align: right",
            "border-left",
            "border-right",
            "float: left",
            "float: right",
        ] {
            assert!(!css.contains(word), "{path} has `{word}`");
        }
    }
}
