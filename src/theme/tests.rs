//! Loads themes from folders made for each test.

use std::fs;

use serde_json::json;
use tempfile::TempDir;

use super::*;
use crate::problem::{At, Severity};

/// A site folder that is gone after the test.
struct Site {
    folder: TempDir,
    theme: &'static str,
    language: &'static str,
    settings: Value,
}

struct Loaded {
    theme: Option<Theme>,
    problems: Vec<Problem>,
}

/// A site with these files and an empty default theme, so that only what a test writes counts. Its theme is `wire`
/// where a file of it is among them.
fn site(files: &[(&str, &str)]) -> Site {
    let site = bare_site(files);
    let manifest = "themes/broadsheet/theme.yaml";
    if !files.iter().any(|(path, _)| *path == manifest) {
        site.write(manifest, b"");
    }
    site
}

/// A site with these files and the default theme that is built in.
fn bare_site(files: &[(&str, &str)]) -> Site {
    let wire = files.iter().any(|(path, _)| path.starts_with("themes/wire/"));
    let theme = if wire { "wire" } else { "broadsheet" };
    let site = Site { folder: TempDir::new().expect("a folder"), theme, language: "en", settings: json!({}) };
    for (path, text) in files {
        site.write(path, text.as_bytes());
    }
    site
}

impl Site {
    fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }

    fn load(&self) -> Loaded {
        self.load_with(&[])
    }

    fn load_with(&self, generated: &[(&str, String)]) -> Loaded {
        let settings = serde_json::from_value(self.settings.clone()).expect("a map");
        let wanted = Wanted { theme: self.theme, language: self.language, settings: &settings };
        let mut problems = Vec::new();
        let theme = load_wanted(self.folder.path(), &wanted, generated, &mut problems);
        Loaded { theme, problems }
    }
}

impl Loaded {
    /// The theme, which has no problems.
    fn sound(self) -> Theme {
        assert_eq!(self.messages(), Vec::<String>::new());
        self.theme.expect("a theme")
    }

    fn messages(&self) -> Vec<String> {
        self.problems.iter().map(|problem| problem.message.clone()).collect()
    }

    fn rules(&self) -> Vec<&str> {
        self.problems.iter().map(|problem| problem.rule).collect()
    }
}

fn text<'a>(theme: &'a Theme, name: &str) -> &'a str {
    theme.templates.iter().find(|template| template.name == name).map_or("(none)", |template| &template.text)
}

fn css(theme: &Theme, name: &str) -> String {
    let asset = theme.asset(name).expect("an asset");
    String::from_utf8(asset.bytes.to_vec()).expect("text")
}

#[test]
fn the_built_in_theme_needs_no_folder_and_has_all_words_in_three_languages() {
    let generated = [("css/_highlight.css", String::new()), ("css/_tones.css", String::new())];
    let theme = bare_site(&[]).load_with(&generated).sound();
    assert_eq!(theme.pages, Pages::default());
    for language in ["en", "fr", "ar"] {
        let own = &theme.strings[language];
        assert_eq!(own.keys().collect::<Vec<_>>(), theme.strings["en"].keys().collect::<Vec<_>>(), "{language}");
    }
    for (key, words) in &theme.strings["ar"] {
        if let Words::Plural(forms) = words {
            assert_eq!(forms.len(), CATEGORIES.len(), "{key}");
        }
    }
    assert_eq!(theme.strings["ar"]["entries"].text("ar", Some(2)), "مادتان");
    assert_eq!(theme.strings["ar"]["entries"].text("ar", Some(5)), "{n} مواد");
}

#[test]
fn the_nearest_layer_wins() {
    let theme = site(&[
        ("templates/a.html", "site"),
        ("themes/wire/templates/a.html", "wire"),
        ("themes/wire/templates/b.html", "wire"),
        ("themes/wire/theme.yaml", "extends: base"),
        ("themes/base/templates/b.html", "base"),
        ("themes/base/templates/c.html", "base"),
        ("themes/base/static/robots.txt", "base"),
        ("themes/base/static/.well-known/security.txt", "base"),
        ("themes/base/static/.secret", "base"),
        ("static/robots.txt", "site"),
    ])
    .load()
    .sound();
    assert_eq!(["a.html", "b.html", "c.html"].map(|name| text(&theme, name)), ["site", "wire", "base"]);
    assert!(!theme.templates.iter().any(|template| template.name.contains(':')));
    let statics: Vec<(&str, &str)> = theme.statics.iter().map(|file| (&*file.path, file.file.as_str())).collect();
    assert_eq!(
        statics,
        [
            (".well-known/security.txt", "themes/base/static/.well-known/security.txt"),
            ("robots.txt", "static/robots.txt")
        ]
    );
    assert_eq!(theme.statics[1].digest, Digest::of(b"site"));
}

#[test]
fn a_template_extends_the_version_below_it_however_deep() {
    let theme = site(&[
        ("templates/a.html", "{% extends \"parent:a.html\" %}"),
        ("themes/wire/templates/a.html", "é {% extends \"parent:a.html\" %} 2 {% include 'parent:b.html' %}"),
        ("themes/wire/theme.yaml", "extends: base"),
        ("themes/base/templates/a.html", "3 {# {% x \"parent:z.html\" %} #} parent:y.html"),
        ("themes/base/templates/b.html", "b"),
    ])
    .load()
    .sound();
    assert_eq!(text(&theme, "a.html"), "{% extends \"parent:a.html\" %}");
    assert_eq!(text(&theme, "parent:a.html"), "é {% extends \"layer2:a.html\" %} 2 {% include        'b.html' %}");
    assert_eq!(text(&theme, "layer2:a.html"), "3 {# {% x \"parent:z.html\" %} #} parent:y.html");
    assert_eq!(text(&theme, "b.html"), "b");
    assert_eq!(theme.templates.len(), 4);
}

#[test]
fn a_parent_that_is_not_there_is_an_error_with_the_nearest_name() {
    let loaded = site(&[
        ("templates/entry.html", "{% extends \"parent:entri.html\" %}"),
        ("themes/wire/templates/entry.html", ""),
    ])
    .load();
    assert_eq!(loaded.messages(), ["no theme below has a template `entri.html`"]);
    assert_eq!(loaded.problems[0].hints, ["did you mean `parent:entry.html`?"]);
    assert_eq!(loaded.problems[0].place.as_ref().map(|place| place.at.clone()), Some(At::Bytes(11..30)));
}

#[test]
fn call_outs_and_elements_are_the_files_of_their_folders() {
    let loaded = site(&[
        ("templates/callouts/verdict.html", ""),
        ("themes/wire/templates/callouts/Loud.html", ""),
        ("templates/markdown/link.html", ""),
        ("templates/markdown/tabel.html", ""),
    ])
    .load();
    assert_eq!(loaded.rules(), ["unknown-element", "unknown-element"]);
    assert_eq!(loaded.problems[1].hints, ["did you mean `table`?"]);
    let theme = loaded.theme.expect("a theme");
    assert!(theme.callouts.contains("verdict"));
    assert!(theme.elements.contains(&ElementKind::Link));
}

#[test]
fn themes_that_are_not_there_or_go_in_circles_are_named() {
    let mut lost = site(&[("themes/wire/theme.yaml", "")]);
    lost.theme = "wier";
    let lost = lost.load();
    assert!(lost.theme.is_none());
    assert_eq!(lost.messages(), ["there is no theme `wier`"]);
    assert_eq!(lost.problems[0].hints, ["did you mean `wire`?"]);

    let circle = site(&[
        ("themes/wire/theme.yaml", "extends: base"),
        ("themes/base/theme.yaml", "extends: wire"),
        ("themes/base/templates/a.html", "base"),
    ])
    .load();
    assert_eq!(circle.messages(), ["the themes extend one another in a circle: `wire` → `base` → `wire`"]);
    assert_eq!(text(circle.theme.as_ref().expect("a theme"), "a.html"), "base");

    let own = site(&[("themes/broadsheet/theme.yaml", "extends: broadsheet")]).load();
    assert_eq!(own.rules(), ["theme-cycle"]);

    let mut outside = site(&[]);
    outside.theme = "../other";
    assert_eq!(outside.load().rules(), ["unsafe-path"]);
}

#[test]
fn a_folder_wins_over_the_built_in_theme_of_its_name() {
    let mut own = bare_site(&[("themes/broadsheet/strings/en.yaml", "only: Only")]);
    assert_eq!(own.load().sound().strings["en"].len(), 1);
    own.language = "fr";
    let loaded = own.load();
    assert_eq!(loaded.messages(), ["the theme has no words in `fr` for `only`; they show in English"]);
}

#[cfg(unix)]
#[test]
fn nothing_outside_the_site_folder_is_read() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    let outside = TempDir::new().expect("a folder");
    fs::write(outside.path().join("theme.yaml"), "extends: nothing").expect("a file");
    let site = site(&[("themes/wire/theme.yaml", ""), ("shared/a.html", "shared"), ("static/a.txt", "")]);
    let root = site.folder.path();
    let link = |target: &Path, path: &str| symlink(target, root.join(path)).expect("a link");
    link(outside.path(), "static/folder");
    link(&outside.path().join("theme.yaml"), "static/file");
    link(Path::new("nowhere"), "static/lost");
    link(Path::new(".."), "static/loop");
    link(Path::new("../static"), "static/round");
    fs::create_dir(root.join(".git")).expect("a folder");
    link(&root.join(".git"), "static/history");
    link(outside.path(), "assets");
    link(&root.join("shared"), "themes/wire/templates");
    fs::write(root.join("static").join(std::ffi::OsStr::from_bytes(b"\xff")), "").expect("a file");
    let loaded = site.load();
    let mut messages = loaded.messages();
    messages.sort();
    assert_eq!(
        messages,
        [
            "`assets` leads out of the site folder",
            "`static/file` leads out of the site folder",
            "`static/folder` leads out of the site folder",
            "`static/history` leads to a hidden file or folder",
            "`static/loop` is a symbolic link to a folder above it",
            "`static/lost` cannot be read: No such file or directory (os error 2)",
            "`static/round` is a symbolic link to a folder above it",
            "`static/\u{fffd}` has a name that is not UTF-8",
        ]
    );
    let theme = loaded.theme.expect("a theme");
    assert_eq!(text(&theme, "a.html"), "shared");
    assert_eq!(theme.statics.len(), 1);
}

#[cfg(unix)]
#[test]
fn a_theme_folder_that_leads_out_is_refused() {
    let outside = TempDir::new().expect("a folder");
    let mut site = site(&[("themes/other/theme.yaml", "")]);
    std::os::unix::fs::symlink(outside.path(), site.folder.path().join("themes/away")).expect("a link");
    site.theme = "away";
    let loaded = site.load();
    assert_eq!(loaded.messages(), ["`themes/away` leads out of the site folder"]);
    assert!(loaded.theme.is_none());
}

#[test]
fn style_sheets_are_bundled_and_fingerprinted() {
    let generated = [("css/highlight.css", ".k { color: red }".to_owned())];
    let site = site(&[
        ("themes/wire/assets/css/main.css", "@import '_base.css';\n@import 'highlight.css';\na { b: url(../x.svg) }"),
        ("themes/wire/assets/css/_base.css", "c { d: '→' }"),
        ("assets/css/_base.css", "e { f: '→' }"),
        ("themes/wire/assets/x.svg", "<svg/>"),
        ("themes/wire/assets/js/main.js", "// gone\n  let a = 1;\n"),
    ]);
    let theme = site.load_with(&generated).sound();
    let names: Vec<&str> = theme.assets.iter().map(|asset| asset.name.as_str()).collect();
    assert_eq!(names, ["css/highlight.css", "css/main.css", "js/main.js", "x.svg"]);
    let svg = &theme.asset("x.svg").expect("an asset").path;
    assert_eq!(*svg, format!("assets/x.{}.svg", &Digest::of(b"<svg/>").hex()[..10]));
    let svg = svg.trim_start_matches("assets/");
    assert_eq!(
        css(&theme, "css/main.css"),
        format!("@charset \"UTF-8\";e{{f:'→'}}.k{{color:red}}a{{b:url(\"../{svg}\")}}")
    );
    assert_eq!(css(&theme, "js/main.js"), "let a = 1;\n");
    assert!(theme.asset("css/main.css").expect("an asset").integrity.starts_with("sha384-"));

    let before = theme.digest;
    site.write("themes/wire/assets/x.svg", b"<svg />");
    let after = site.load_with(&generated).sound();
    assert_ne!(after.digest, before);
    assert_ne!(after.asset("css/main.css").map(|a| &a.path), theme.asset("css/main.css").map(|a| &a.path));
    assert_eq!(site.load_with(&generated).sound().digest, after.digest);
}

#[test]
fn what_a_style_sheet_lacks_is_named_with_its_place() {
    let loaded = site(&[
        ("assets/css/main.css", "@import 'bas.css';\na { b: url(../img/logo.pgn) }"),
        ("assets/css/base.css", ""),
        ("assets/img/logo.png", ""),
    ])
    .load();
    assert_eq!(
        loaded.messages(),
        ["there is no style sheet `bas.css` to import", "there is no asset `../img/logo.pgn`"]
    );
    let hints: Vec<&str> = loaded.problems.iter().flat_map(|problem| &problem.hints).map(String::as_str).collect();
    assert_eq!(hints, ["did you mean `base.css`?", "did you mean `../img/logo.png`?"]);
    let place = loaded.problems[1].place.as_ref().expect("a place");
    assert_eq!((place.file.as_str(), place.at.clone()), ("assets/css/main.css", At::Bytes(26..46)));
}

#[test]
fn words_fall_back_from_region_to_language_to_site_to_english() {
    let mut site = site(&[
        ("strings/pt-BR.yaml", "a: a-br"),
        ("strings/pt.yaml", "a: a-pt\nb: b-pt"),
        ("strings/fr.yaml", "a: a-fr\nb: b-fr\nc: c-fr"),
        ("strings/en.yaml", "a: a-en\nb: b-en\nc: c-en\nd: 17\nmenu: Mine"),
        ("themes/broadsheet/strings/en.yaml", "menu: Menu"),
    ]);
    site.language = "fr";
    let loaded = site.load();
    assert_eq!(loaded.messages(), ["the theme has no words in `fr` for `d`, `menu`; they show in English"]);
    assert_eq!(loaded.problems[0].severity, Severity::Warning);
    let theme = loaded.theme.expect("a theme");
    let words = theme.words("pt-BR");
    let all = ["a", "b", "c", "d", "menu"].map(|key| words[key].text("pt-BR", None));
    assert_eq!(all, ["a-br", "b-pt", "c-fr", "17", "Mine"]);
    assert_eq!(theme.words("en")["menu"].text("en", None), "Mine");
}

#[test]
fn plural_forms_are_checked_and_chosen() {
    let loaded = site(&[(
        "strings/en.yaml",
        "good: {zero: none, one: '{n} thing', other: '{n} things'}
bad: {onne: x, other: y}\nlame: {one: x}\nlist: [a]",
    )])
    .load();
    assert_eq!(
        loaded.messages(),
        [
            "`onne` is no key that belongs here",
            "the plural forms of `lame` lack `other`",
            "`list` takes text or a group of plural forms, not a list"
        ]
    );
    assert_eq!(loaded.problems[0].hints, ["did you mean `one`?"]);
    let theme = loaded.theme.expect("a theme");
    let good = &theme.strings["en"]["good"];
    assert_eq!(
        [Some(0), Some(1), Some(2), None].map(|n| good.text("en", n)),
        ["none", "{n} thing", "{n} things", "{n} things"]
    );
}

#[test]
fn the_language_of_a_file_of_words_is_its_name() {
    let loaded = site(&[("strings/words in french.yaml", "a: b"), ("strings/fr.txt", "a: b")]).load();
    assert_eq!(loaded.rules(), ["unknown-language", "unknown-language"]);
}

const SETTINGS: &str = "
settings:
  accent: {type: colour, default: teal}
  density: {type: choice, choices: [airy, dense], default: airy, about: How near lines stand}
  columns: {type: number, default: 3}
  ticker: {type: bool, default: false}
  motto: {type: text}
  desks: {type: list}
pages: {feeds: false}
";

#[test]
fn settings_are_defaults_overlaid_with_the_sites_values() {
    let mut site = site(&[
        ("themes/base/theme.yaml", SETTINGS),
        ("themes/wire/theme.yaml", "extends: base\nsettings:\n  accent: {default: '#123456'}\npages: {topics: false}"),
    ]);
    site.settings = json!({"density": "dense", "motto": 1848, "desks": "World"});
    let theme = site.load().sound();
    assert_eq!(
        json!(plain(&theme)),
        json!({
            "accent": "#123456", "columns": 3, "density": "dense", "desks": ["World"], "motto": "1848", "ticker": false
        })
    );
    assert_eq!(theme.pages, Pages { feeds: false, topics: false, ..Pages::default() });
}

/// The settings that a template gets as they are.
fn plain(theme: &Theme) -> BTreeMap<&str, &Value> {
    let values = theme.settings.iter().filter_map(|(name, setting)| match &setting.value {
        SettingValue::Plain(value) => Some((name.as_str(), value)),
        _ => None,
    });
    values.collect()
}

#[test]
fn wrong_settings_are_named() {
    let mut site = site(&[("themes/wire/theme.yaml", SETTINGS)]);
    site.settings = json!({
        "accnt": "red", "accent": null, "columns": "three", "density": "dens", "ticker": "yes", "motto": {}, "desks": {}
    });
    let loaded = site.load();
    assert_eq!(
        loaded.messages(),
        [
            "`settings.accent` takes a colour, not nothing",
            "`settings.columns` takes a number, not text",
            "`dens` is no choice for `settings.density`",
            "`settings.desks` takes a list of texts or numbers, not a group of keys",
            "`settings.motto` takes text, not a group of keys",
            "`settings.ticker` takes `true` or `false`, not text",
            "the theme has no setting `accnt`",
        ]
    );
    assert_eq!(loaded.problems[6].hints, ["did you mean `accent`?"]);
    assert_eq!(loaded.problems[2].hints, ["did you mean `dense`?"]);
    let place = loaded.problems[1].place.as_ref().expect("a place");
    assert_eq!(place.file.as_str(), "dateline.yaml");
    assert_eq!(place.at, At::Value(document::steps(&["settings", "columns"])));
}

#[test]
fn a_wrong_theme_yaml_is_named_key_by_key() {
    let loaded = site(&[(
        "themes/wire/theme.yaml",
        "nmae: x\nextends: [a]\npages: {topcs: false, feeds: maybe}\nsettings:
  a: {type: color}\n  b: {default: 1}\n  c: {type: number, default: x}\n  d: 1",
    )])
    .load();
    assert_eq!(
        loaded.messages(),
        [
            "`extends` takes text, not a list",
            "`nmae` is no key that belongs here",
            "`pages.feeds` takes `true` or `false`, not text",
            "`topcs` is no key that belongs here",
            "`color` is no type of setting",
            "`settings.d` takes a map with `type` and `default`, not a number",
            "the setting `b` has no `type`",
            "`settings.c.default` takes a number, not text",
        ]
    );
    let broken = site(&[("themes/wire/theme.yaml", "a: [")]).load();
    assert_eq!(broken.rules(), ["yaml-syntax"]);
    assert!(broken.theme.is_some());
}

#[test]
fn files_that_are_no_text_are_named() {
    let site = site(&[("templates/b.html", "\u{feff}b")]);
    site.write("templates/a.html", b"ab\xff");
    let loaded = site.load();
    assert_eq!(loaded.messages(), ["`templates/a.html` is not text in UTF-8"]);
    assert_eq!(text(loaded.theme.as_ref().expect("a theme"), "b.html"), "b");
}
