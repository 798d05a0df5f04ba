//! No path, symbolic link or slug reads or writes outside the site folder and its output.

use std::fs;
use std::os::unix::fs::symlink;

use crate::site_test::{Files, SiteTest, files_in, temporary};

const PATHS: &[&str] = &["../../x", "/etc/x", "..\\\\..\\\\x", "C:\\\\x", "a/../../x", "/../x"];

fn entry(fields: &str) -> SiteTest {
    SiteTest::plain(&format!("-- content/a.md --\n---\nheadline: A\ndate: 2020-01-01\n{fields}\n---\nText\n"))
        .write("content/p.jpg", "p")
}

/// Everything around the site: the temporary folder that it lies in, apart from the site itself.
fn refused(site: SiteTest, rule: &str) {
    let before = outside(&site);
    let site = site.fails(1).says(&format!("error[{rule}]"));
    assert_eq!(outside(&site), before);
    assert!(!site.path("output").exists());
}

fn outside(site: &SiteTest) -> Files {
    let mut files = files_in(site.root());
    files.retain(|path, _| !path.starts_with(".dateline/"));
    files
}

#[test]
fn slugs_that_lead_elsewhere_are_refused() {
    for path in PATHS.iter().chain(&["a/b", ".", "..", ".git", "a\\u202eb", "con?", "a:b"]) {
        refused(entry(&format!("slug: \"{path}\"")), "unsafe-path");
    }
}

#[test]
fn aliases_that_lead_elsewhere_are_refused() {
    for path in [
        "../../x",
        "..\\\\..\\\\x",
        "C:\\\\x",
        "/a/../../x",
        "/../x",
        "/a//b/",
        "//host/x",
        "/.git/config",
        "https://x.example/",
    ] {
        refused(entry(&format!("aliases: [\"{path}\"]")), "unsafe-path");
    }
}

#[test]
fn photos_that_lie_elsewhere_are_refused() {
    for path in PATHS.iter().filter(|path| **path != "a/../../x") {
        refused(entry(&format!("photo: {{file: \"{path}\", alt: x, credit: y}}")), "unsafe-path");
    }
    for path in ["../../x.jpg", "a/../../../x.jpg"] {
        refused(
            entry("").write("content/a.md", format!("---\nheadline: A\ndate: 2020-01-01\n---\n![x]({path})\n")),
            "unsafe-path",
        );
    }
}

#[test]
fn a_photo_outside_of_content_is_not_found() {
    for path in ["../dateline.yaml", "a/../../themes/plain/theme.yaml"] {
        refused(entry(&format!("photo: {{file: {path}, alt: x, credit: y}}")), "missing-photo");
    }
}

#[test]
fn templates_that_lie_elsewhere_are_refused() {
    for path in PATHS {
        refused(entry(&format!("template: \"{path}\"")), "unsafe-path");
    }
}

#[test]
fn themes_outputs_and_permalinks_that_lie_elsewhere_are_refused() {
    let config = "title: T\nbase_url: https://site.example\n";
    for line in [
        "theme: ../x",
        "theme: /x",
        "output: ../x",
        "output: /tmp/x",
        "output: a/../../x",
        "output: content",
        "output: themes/x",
    ] {
        refused(entry("").write("dateline.yaml", format!("{config}{line}\n")), "unsafe-path");
    }
    refused(entry("").write("dateline.yaml", format!("{config}permalinks: {{entry: /../:slug/}}\n")), "bad-permalink");
}

#[test]
fn style_sheets_cannot_reach_out_of_the_assets() {
    for import in ["../../../dateline.yaml", "/etc/passwd"] {
        let css = format!("@import \"{import}\";\na {{ background: url(../../../dateline.yaml) }}\n");
        let site = entry("").write("themes/plain/assets/main.css", css);
        let site = site.fails(1).says("themes/plain/assets/main.css:1:");
        assert!(!site.path("output").exists());
    }
}

#[test]
fn templates_cannot_include_files_of_the_disk() {
    for path in ["/etc/passwd", "../dateline.yaml", "../../../../etc/passwd"] {
        let site = entry("").write("templates/entry.html", format!("{{% include \"{path}\" %}}\n"));
        let site = site.fails(1).says("templates/entry.html");
        assert!(!site.said().contains("root:"));
    }
}

#[test]
fn links_on_the_disk_that_lead_out_of_the_site_are_refused() {
    let elsewhere = temporary();
    fs::write(elsewhere.path().join("secret.md"), "---\nheadline: Secret\ndate: 2020-01-01\n---\n").expect("written");
    fs::write(elsewhere.path().join("secret.html"), "secret").expect("written");
    for place in [
        "content",
        "content/deep",
        "static",
        "templates",
        "themes/plain/static",
        "themes/plain/assets",
        "themes/plain/templates",
        "strings",
    ] {
        for (target, name) in [("secret.md", "one.md"), ("secret.html", "one.html"), ("", "folder")] {
            let site = entry("");
            fs::create_dir_all(site.path(place)).expect("a folder");
            symlink(elsewhere.path().join(target), site.path(place).join(name)).expect("a link");
            let site = site.fails(1).says("error[unsafe-path]").says(&format!("{place}/{name}"));
            assert!(!site.path("output").exists(), "{place}/{name}");
        }
    }
    for folder in ["content", "themes", "themes/plain", "static", "templates"] {
        let site = entry("");
        let path = site.path(folder);
        if path.exists() {
            fs::remove_dir_all(&path).expect("removed");
        }
        symlink(elsewhere.path(), &path).expect("a link");
        let site = site.fails(1);
        assert!(!site.path("output").exists(), "{folder}");
    }
}

#[test]
fn a_link_on_the_disk_within_the_site_is_followed() {
    let site = entry("photo: {file: q.jpg, alt: x, credit: y}");
    symlink("p.jpg", site.path("content/q.jpg")).expect("a link");
    site.build().has("2020/01/01/a/index.html", "photo /media/q-60.");
}

#[test]
fn a_link_on_the_disk_that_goes_in_circles_is_refused() {
    let site = entry("");
    symlink("..", site.path("content/loop")).expect("a link");
    refused(site, "unsafe-path");
}

#[test]
fn links_inside_the_output_are_not_written_through() {
    let elsewhere = temporary();
    fs::write(elsewhere.path().join("index.html"), "mine").expect("written");
    let site = entry("").build();
    fs::remove_dir_all(site.path("output/2020")).expect("removed");
    symlink(elsewhere.path(), site.path("output/2020")).expect("a link");
    fs::remove_file(site.path("output/index.html")).expect("removed");
    symlink(elsewhere.path().join("index.html"), site.path("output/index.html")).expect("a link");
    let before = files_in(elsewhere.path());
    let site = site.edit("content/a.md", "headline: A", "headline: B").run(&["build"]);
    assert_eq!(files_in(elsewhere.path()), before);
    let site = site.run(&["build", "--force"]);
    assert_eq!(files_in(elsewhere.path()), before);
    assert!(!site.said().contains("panicked"));
}

#[test]
fn an_output_that_is_a_link_is_refused() {
    let elsewhere = temporary();
    let site = entry("");
    symlink(elsewhere.path(), site.path("output")).expect("a link");
    site.fails(1).says("symbolic link").fails_with(&["--force"], 1);
    assert!(files_in(elsewhere.path()).is_empty());
}

#[test]
fn the_output_cannot_be_a_folder_that_the_site_is_made_from() {
    for output in ["content", ".", "..", "themes/plain", "content/x", "templates/x", ".dateline", "/"] {
        let site = entry("").write("templates/x.html", "x");
        let before = outside(&site);
        let site = site.fails_with(&["--output", output], 1).fails_with(&["--force", "--output", output], 1);
        assert_eq!(outside(&site), before, "{output}");
    }
}

#[test]
fn an_output_that_is_not_ours_is_refused_and_force_builds_around_it() {
    let site =
        entry("").write("output/mine.txt", "mine").write("output/.hidden", "hidden").write("output/index.html", "mine");
    let before = site.output();
    let site = site.fails(1).says("holds files that Dateline did not write").says("--force");
    assert_eq!(site.output(), before);
    let site = site.build_with(&["--force"]).has("index.html", "front");
    for name in ["mine.txt", ".hidden"] {
        assert_eq!(site.output().get(name), before.get(name), "{name}");
    }
    let site = site.remove("content/a.md").write("content/b.md", "---\nheadline: B\ndate: 2020-01-02\n---\n").build();
    for name in ["mine.txt", ".hidden"] {
        assert_eq!(site.output().get(name), before.get(name), "{name}");
    }
}

#[test]
fn an_output_with_dotfiles_alone_is_free_and_they_are_left_as_they_are() {
    let site = entry("").write("output/.git/config", "git").write("output/.gitignore", "*");
    let before = site.output();
    let site = site.build();
    let site = site.remove("content/a.md").write("content/b.md", "---\nheadline: B\ndate: 2020-01-02\n---\n").build();
    for name in [".git/config", ".gitignore"] {
        assert_eq!(site.output().get(name), before.get(name), "{name}");
    }
}

#[test]
fn a_file_that_someone_put_into_our_output_stays() {
    let site = entry("").build().write("output/2020/01/mine.txt", "mine").write("output/new/mine.txt", "mine");
    let site = site.edit("content/a.md", "2020-01-01", "2019-05-05").build();
    assert_eq!(site.file("2020/01/mine.txt"), "mine");
    assert_eq!(site.file("new/mine.txt"), "mine");
    assert!(!site.path("output/2020/01/01").exists());
}

#[test]
fn front_matter_is_text_in_html_attributes_and_feeds() {
    let evil = "\"><script>alert(1)</script>&amp;'";
    let site = SiteTest::from_text("").write("content/p.jpg", "p").write(
        "content/a.md",
        format!(
            "---\nheadline: '{0}'\ndate: 2020-01-01\nstandfirst: '{0}'\nkicker: '{0}'\nbyline: ['{0}']\ntopics: ['{0}']\nsource: \
             {{name: '{0}'}}\nphoto: {{file: p.jpg, alt: '{0}', caption: '{0}', credit: '{0}'}}\nkey_points: ['{0}']\nstory: '{0}'\n---\nText\n",
            evil.replace('\'', "''")
        ),
    );
    let site = site.build();
    for (path, (bytes, _)) in site.output().into_iter().filter(|(path, _)| !path.starts_with("media/")) {
        let text = String::from_utf8_lossy(&bytes);
        // In JSON text is not escaped as in HTML; in XML the HTML of an item is escaped once more.
        assert!(path.ends_with(".json") || !text.contains("<script>alert"), "{path}");
        assert!(!text.contains(if path.ends_with(".xml") { "&amp;amp;amp;amp;" } else { "&amp;amp;amp;" }), "{path}");
    }
}
