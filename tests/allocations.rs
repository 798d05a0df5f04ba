//! How often a build and a save ask for memory: counted and not timed, so that a step back shows on any machine.

use std::alloc::System;
use std::path::Path;

use dateline::build::{Angle, Request, Shelf, Silent, Stopwatch, Workspace, build, read_again, take};
use dateline::collate::Audience;
use dateline::problem::Severity;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static ALLOCATOR: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// How many entries the site has.
const ENTRIES: usize = 400;

/// How far a count may be above what it was when it was written down here, in percent. What is far below should be
/// written down too.
const MARGIN: usize = 10;

/// Each thing that is done, with how often it asks for memory for each entry of the site.
const KNOWN: [(&str, usize); 4] =
    [("full build", 1705), ("nothing changed", 13), ("one entry changed", 381), ("save", 62)];

#[test]
fn builds_and_saves_ask_for_no_more_memory_than_they_did() {
    let folder = tempfile::tempdir().expect("a folder");
    write_site(folder.path());
    // What two threads do at once may be done twice.
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let counted: Vec<(&str, usize)> = alone.install(|| {
        let warm = built(folder.path());
        assert!(warm > 0);
        std::fs::remove_dir_all(folder.path().join("output")).expect("removed");
        std::fs::remove_dir_all(folder.path().join(".dateline")).expect("removed");
        std::thread::sleep(std::time::Duration::from_millis(100));
        let full = built(folder.path());
        let same = built(folder.path());
        write_entry(folder.path(), 7, "Other words.");
        let one = built(folder.path());
        vec![
            ("full build", full),
            ("nothing changed", same),
            ("one entry changed", one),
            ("save", saved(folder.path())),
        ]
    });
    let each: Vec<(&str, usize)> = counted.into_iter().map(|(what, count)| (what, count / ENTRIES)).collect();
    let is_over = |((_, count), (_, known)): (&(&str, usize), &(&str, usize))| count * 100 > known * (100 + MARGIN);
    assert!(!each.iter().zip(&KNOWN).any(is_over), "for each entry {each:?}, which is {MARGIN} % more than {KNOWN:?}");
}

/// How often a build asks for memory.
fn built(folder: &Path) -> usize {
    let region = Region::new(ALLOCATOR);
    let workspace = Workspace::open(folder).expect("a site");
    let request = Request {
        audience: Audience::Public,
        now: "2026-01-01T00:00:00Z".parse().expect("a moment"),
        output: workspace.root.join("output"),
        force: false,
        strict: false,
        timings: false,
    };
    let outcome = build(&workspace, &request, &Silent).expect("written");
    assert!(outcome.summary.is_some());
    region.change().allocations
}

/// How often the dev server asks for memory when one entry was saved, until a page can be rendered.
fn saved(folder: &Path) -> usize {
    let workspace = Workspace::open(folder).expect("a site");
    let mut shelf = Shelf::default();
    drop(read_again(&workspace, &mut shelf, &mut Stopwatch::start()));
    write_entry(folder, 9, "Saved words.");
    let region = Region::new(ALLOCATOR);
    shelf.forget(&workspace.root, &[workspace.root.join("content/entry-9.md")]);
    let read = read_again(&workspace, &mut shelf, &mut Stopwatch::start());
    let angle = Angle {
        audience: Audience::Public,
        now: "2026-01-01T00:00:00Z".parse().expect("a moment"),
        strict: false,
        on_request: false,
    };
    let count = take(&workspace, angle, read, &Silent, &mut Stopwatch::start(), |snapshot, problems, _| {
        // Words were changed without a note, which is a warning.
        assert!(snapshot.is_some() && problems.found.iter().all(|problem| problem.severity == Severity::Warning));
        region.change().allocations
    });
    count.expect("a snapshot")
}

fn write_site(folder: &Path) {
    std::fs::create_dir_all(folder.join("content")).expect("a folder");
    std::fs::write(folder.join("dateline.yaml"), "title: Counted\nbase_url: https://counted.example\n")
        .expect("written");
    for number in 0..ENTRIES {
        write_entry(folder, number, "Words.");
    }
}

fn write_entry(folder: &Path, number: usize, words: &str) {
    let (month, day, hour) = (number % 12 + 1, number % 28 + 1, number % 24);
    let (topic, source, person) = (number % 17, number % 5, number % 61);
    let text = format!(
        "---\nheadline: Entry {number}\ndate: 2025-{month:02}-{day:02}T{hour:02}:00\ntopics: [Topic {topic}, Other \
         {source}]\nsource: {{name: Source {source}, url: \
         'https://example.org/{number}'}}\nbyline: Writer {person}\n---\n\n{words} A [link](https://example.org/more/{number}), *more* \
         words.\n\n> Words that were said.\n> — Speaker {person}, office\n\n## A heading\n\n- one\n- two\n"
    );
    std::fs::write(folder.join(format!("content/entry-{number}.md")), text).expect("written");
}
