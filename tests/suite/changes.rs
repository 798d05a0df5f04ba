//! A build touches what changed and nothing else.

use std::collections::BTreeSet;

use crate::site_test::{Files, NOW, SiteTest, program};

fn site() -> SiteTest {
    let mut text = String::new();
    for number in 1..=30 {
        text += &format!(
            "-- content/e{number:02}.md --\n---\nheadline: E{number:02}\ndate: 2019-{:02}-01T{:02}:00\ntopics: [T{}]\nphoto: {{file: \
             p{number}.jpg, alt: x, credit: y}}\n---\nText {number}.\n-- content/p{number}.jpg --\nphoto {number}\n",
            number % 12 + 1,
            number % 24,
            number % 5
        );
    }
    SiteTest::from_text(&text)
}

/// The files with other bytes or another time than before, those that are new and those that are gone.
fn touched(before: &Files, after: &Files) -> BTreeSet<String> {
    let paths = before.keys().chain(after.keys());
    paths.filter(|path| before.get(*path) != after.get(*path)).cloned().collect()
}

#[test]
fn a_second_build_says_that_nothing_changed_and_writes_nothing() {
    let site = site().build();
    let before = site.output();
    let site = site.build().says("Nothing changed");
    assert_eq!(site.output(), before);
    let summary = &site.build_json()["summary"];
    assert_eq!((&summary["rendered"], &summary["changed"], &summary["added"]), (&0.into(), &0.into(), &0.into()));
}

#[test]
fn a_changed_text_touches_the_entry_and_the_feeds_alone() {
    let site = site().build();
    let before = site.output();
    let site = site.edit("content/e06.md", "Text 6.", "Other text.").build();
    let feeds = ["atom.xml", "rss.xml", "feed.json"];
    let of_topic = feeds.map(|name| format!("topics/t1/{name}"));
    let touched: Vec<String> = touched(&before, &site.output()).into_iter().collect();
    // The description of an entry without a standfirst is its first paragraph; the site's feed has the newest alone.
    let entry = "2019/07/01/e06/index.html";
    let wanted = |path: &String| path == entry || of_topic.contains(path) || feeds.contains(&path.as_str());
    assert!(touched.iter().all(wanted), "{touched:?}");
    assert!(touched.contains(&entry.to_owned()));
}

#[test]
fn a_changed_headline_touches_few_files() {
    let site = site().build();
    let before = site.output();
    let site = site.edit("content/e06.md", "headline: E06", "headline: Other").build();
    let touched = touched(&before, &site.output());
    assert!(touched.len() <= 20, "{touched:#?}");
    for path in ["2019/07/01/e06/index.html", "topics/t1/index.html", "2019/07/index.html"] {
        assert!(touched.contains(path), "{touched:#?}");
    }
}

/// What a new entry touches is bounded by what it names, however many entries there are.
#[test]
fn a_new_entry_touches_fewer_than_sixty_files_beside_the_search_index() {
    let config = "title: T\nbase_url: https://site.example\neditions: daily\nsearch: true\ndata: true\npage_size: 5\n";
    let site = site().write("dateline.yaml", config).build();
    let before = site.output();
    let new = "---\nheadline: New\ndate: 2019-12-31\nbyline: Ana\ntopics: [T1, T2, T3]\nsource: AFP\nstory: The strike\n\
               corrections: {date: 2020-01-02, note: Not five but six}\n---\n> Words\n> — Eva Lund, minister\n";
    let site = site.write("content/new.md", new).build();
    let mut touched = touched(&before, &site.output());
    touched.retain(|path| !path.starts_with("search/"));
    assert!(touched.contains("2019/12/31/new/index.html") && touched.len() < 60, "{}: {touched:#?}", touched.len());
}

#[test]
fn a_changed_photo_touches_those_who_show_it() {
    let site = site().build();
    let before = site.output();
    let site = site.write("content/p6.jpg", "another photo").build();
    let touched = touched(&before, &site.output());
    assert_eq!(touched.iter().filter(|path| path.starts_with("media/")).count(), 4, "{touched:#?}");
    assert!(touched.len() <= 24, "{touched:#?}");
}

#[test]
fn a_file_that_is_saved_unchanged_changes_nothing() {
    let site = site().build();
    let before = site.output();
    let text = std::fs::read(site.path("content/e06.md")).expect("there");
    let site = site.write("content/e06.md", text).build().says("Nothing changed");
    assert_eq!(site.output(), before);
}

#[test]
fn a_file_of_the_output_that_went_missing_or_was_changed_is_made_anew() {
    let site = site().build();
    let bytes = |site: &SiteTest| site.output().into_iter().map(|(path, (bytes, _))| (path, bytes)).collect::<Vec<_>>();
    let before = bytes(&site);
    let site = site.remove("output/index.html").write("output/2019/07/01/e06/index.html", "scribble").build();
    assert_eq!(bytes(&site), before);
}

#[test]
fn the_state_folder_may_be_deleted_at_any_time_when_the_output_is_deleted_too() {
    let site = site().build();
    let bytes = |site: &SiteTest| site.output().into_iter().map(|(path, (bytes, _))| (path, bytes)).collect::<Vec<_>>();
    let before = bytes(&site);
    assert_eq!(bytes(&site.remove(".dateline").remove("output").build()), before);
}

#[test]
fn without_its_state_folder_the_output_is_not_known_and_force_takes_it_over() {
    let site = site().build();
    let before = site.output();
    let site = site.remove(".dateline").fails(1).says("--force").build_with(&["--force"]);
    assert_eq!(site.output(), before, "same bytes are left as they are");
}

/// Waits until a file that is written now bears another time than those before.
fn settle() {
    std::thread::sleep(std::time::Duration::from_millis(60));
}

/// The stages that the next build goes through.
fn stages(site: &SiteTest) -> Vec<String> {
    let built = site.build_json();
    built["summary"]["seconds"].as_object().expect("stages").keys().cloned().collect()
}

#[test]
fn a_site_of_which_nothing_changed_is_not_even_read() {
    let draft = "-- content/draft.md --\n---\nheadline: Held\ndate: 2020-02-01\n---\nText.\n";
    let site =
        SiteTest::from_text(&format!("-- content/a.md --\n---\nheadline: A\ndate: 2019-01-01\n---\nText.\n{draft}"));
    settle();
    let site = site.build();
    let said = site.build_json();
    assert_eq!(stages(&site), ["look"]);
    assert_eq!(said["summary"]["held"][0]["until"], "2020-02-01");
    assert_eq!((&said["summary"]["entries"], &said["summary"]["rendered"]), (&1.into(), &0.into()));
    let site = site.build().says("scheduled until 2020-02-01T00:00:00+01:00: Held");
    let _said = site.remove("output/index.html").build().says("1 changed");
}

#[test]
fn a_file_with_the_length_and_the_time_of_the_old_one_is_read_all_the_same() {
    let site = site();
    settle();
    let site = site.build();
    let file = site.path("content/e06.md");
    let time = std::fs::metadata(&file).and_then(|metadata| metadata.modified()).expect("a time");
    let site = site.edit("content/e06.md", "Text 6.", "Text 9.");
    let written = std::fs::File::options().write(true).open(&file).and_then(|file| file.set_modified(time));
    written.expect("a time");
    let site = site.build();
    let page = std::fs::read_to_string(site.path("output/2019/07/01/e06/index.html")).expect("the page");
    assert!(page.contains("Text 9."));
}

#[test]
fn time_alone_makes_another_site_only_when_something_is_due() {
    let site = SiteTest::from_text(
        "-- content/a.md --\n---\nheadline: A\ndate: 2019-01-01\n---\nText.\n-- content/b.md --\n---\nheadline: \
         B\ndate: 2020-03-01\nexpires: 2020-04-01\n---\nText.\n",
    );
    settle();
    let at = |site: SiteTest, now: &str| site.run(&["build", "--now", now]).exits(0);
    let site = at(site, "2020-01-01");
    let site = at(site, "2020-02-01").says("Nothing changed");
    let site = at(site, "2020-03-01").says("added");
    let site = at(site, "2020-04-01").says("removed");
    let _site = at(site, "2020-03-15").says("added");
}

#[test]
fn what_was_found_is_said_again_though_nothing_is_read() {
    let site = SiteTest::from_text(
        "-- content/a.md --\n---\nheadline: A\ndate: 2019-01-01\nupdated: 2020-03-01\n---\nText.\n",
    );
    settle();
    let site = site.build().says("still to come");
    let again = site.build_json();
    assert_eq!(again["problems"][0]["rule"], "date-ahead");
    assert_eq!(stages(&site), ["look"]);
    let site = site.build().says("4 | updated: 2020-03-01").says("still to come");
    let site = site.build_with(&["--format", "sarif"]).says("Nothing changed");
    assert!(site.printed().contains("date-ahead"));
    let site = site.build_with(&["--format", "github"]);
    assert!(site.printed().contains("::warning file=content/a.md,line=4"), "{}", site.printed());
    let site = site.fails_with(&["--strict"], 1).says("nothing was written");
    let site = site.run(&["build", "--now", "2020-03-01"]).exits(0).says("Nothing changed");
    assert!(!site.said().contains("still to come"), "{}", site.said());
}

#[test]
fn words_that_were_changed_without_a_note_are_told_of_until_somebody_answers_for_them() {
    let site = SiteTest::from_text("-- content/a.md --\n---\nheadline: A\ndate: 2019-01-01\n---\nText.\n");
    let at = |site: SiteTest, day: &str, more: &[&str]| {
        settle();
        site.run(&[&["build", "--now", day], more].concat()).exits(0)
    };
    let site = at(site, "2020-01-01", &[]).edit("content/a.md", "Text.", "Other.");
    // To another folder: readers still have the first words, which are soon too old to be mended in silence.
    let elsewhere = ["--output", "elsewhere"];
    let site = at(site, "2020-01-01T06:00", &elsewhere);
    assert!(!site.said().contains("were changed"), "{}", site.said());
    let site = at(site, "2020-01-03", &elsewhere).says("published words of this entry were changed");
    let site = at(site, "2020-01-04", &[]).says("published words of this entry were changed");
    let site = at(site, "2020-01-05", &[]).says("published words of this entry were changed");
    let site = site.edit("content/a.md", "Other.", "Text.");
    let site = at(site, "2020-01-06", &[]);
    assert!(!site.said().contains("were changed"), "{}", site.said());
}

/// How many texts the next build reads, after a change of which it is to make the same site as a clean build.
fn read(site: &SiteTest) -> u64 {
    let output = program(site.root()).args(["build", "--now", NOW, "--timings", "--format", "json"]).output();
    let said: serde_json::Value = serde_json::from_slice(&output.expect("a run").stdout).expect("JSON");
    let bytes = || site.output().into_iter().map(|(path, (bytes, _))| (path, bytes)).collect::<Vec<_>>();
    let built = bytes();
    for folder in ["output", ".dateline"] {
        std::fs::rename(site.path(folder), site.path(&format!("{folder}-aside"))).expect("moved");
    }
    site.build_json();
    assert!(bytes() == built, "another site than a clean build's");
    for folder in ["output", ".dateline"] {
        std::fs::remove_dir_all(site.path(folder)).expect("removed");
        std::fs::rename(site.path(&format!("{folder}-aside")), site.path(folder)).expect("moved");
    }
    said["timings"]["read"].as_u64().expect("a number")
}

#[test]
fn a_text_that_has_not_changed_is_not_opened_again() {
    let site = site();
    // Files that were written so shortly before a build are known by their bytes alone.
    std::thread::sleep(std::time::Duration::from_millis(2100));
    let site = site.build().edit("content/e06.md", "Text 6.", "Other text.");
    assert_eq!(read(&site), 1);
    let site = site.edit("content/e07.md", "Text 7.", "Other text.").remove("content/e08.md").remove("content/p8.jpg");
    // Where the machine is slow, the other had rested for long enough when it was read.
    assert!((1..=2).contains(&read(&site)), "one has changed, the other had just been written");
    let damaged =
        std::fs::read_dir(site.path(".dateline/texts")).expect("drawers").map(|entry| entry.expect("a file").path());
    for (number, file) in damaged.enumerate() {
        let mut bytes = std::fs::read(&file).expect("bytes");
        match number % 3 {
            0 => bytes.truncate(bytes.len() / 2),
            1 => *bytes.last_mut().expect("a byte") ^= 1,
            _ => bytes.clear(),
        }
        std::fs::write(&file, bytes).expect("written");
    }
    let site = site.edit("content/e09.md", "Text 9.", "Other text.");
    assert_eq!(read(&site), 29);
    let site = site.edit("content/e10.md", "Text 10.", "Other text.");
    assert!((1..=4).contains(&read(&site)), "the one and those that had just been written");
    let site = site.edit("dateline.yaml", "Europe/Paris", "Asia/Tokyo");
    assert_eq!(read(&site), 29, "dates are read by other rules");
}
