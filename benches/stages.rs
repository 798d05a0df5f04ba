//! Times each stage by itself on a synthetic briefing of a thousand entries.

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot begin may end")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, LazyLock};

use dateline::build::{Read, Silent, Stopwatch, Workspace, read};
use dateline::collate::{Audience, Options, Site, collate};
use dateline::darkroom::Album;
use dateline::load::{self, Digest, Source};
use dateline::parse;
use dateline::plan::plan;
use dateline::render::{Compiled, Templates, render};
use dateline::view::Context;
use dateline::write::{Purpose, Target};

/// How many entries the briefing has.
const ENTRIES: &str = "1000";

static FOLDER: LazyLock<PathBuf> = LazyLock::new(|| {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("stages");
    let corpus = repository.join("benches/peers/make-corpus");
    let made = Command::new(corpus).args(["--for", "dateline", "--entries", ENTRIES]).arg(&folder).status();
    assert!(made.is_ok_and(|status| status.success()), "make-corpus needs python3");
    std::fs::write(folder.join("dateline.yaml"), "title: Bench\nbase_url: https://bench.example\n").unwrap();
    folder
});

static WORKSPACE: LazyLock<Workspace> = LazyLock::new(|| Workspace::open(&FOLDER).unwrap());

fn main() {
    divan::main();
}

fn parse_options() -> parse::Options {
    parse::Options {
        timezone: WORKSPACE.config.timezone.clone(),
        markdown: WORKSPACE.config.markdown.clone(),
        slugs: WORKSPACE.config.slugs,
        elements: Default::default(),
        desk: Default::default(),
        language: "en".to_owned(),
        highlighted: Default::default(),
    }
}

fn sources() -> Vec<Source> {
    let (found, _) = load::find(&WORKSPACE.root);
    found.texts.into_iter().map(|file| load::text(file).unwrap()).collect()
}

fn everything() -> Read {
    read(&WORKSPACE, &Silent, &mut Stopwatch::start())
}

fn site(read: Read) -> Site {
    let options = Options {
        config: &WORKSPACE.config,
        now: "2026-11-23T00:00:00Z".parse().unwrap(),
        audience: Audience::Public,
        people: true,
        asked: &BTreeSet::new(),
        sidecars: &[],
    };
    collate(read.documents, read.media, &read.unread, options).0
}

#[divan::bench]
fn find_files() -> usize {
    load::find(&WORKSPACE.root).0.texts.len()
}

#[divan::bench]
fn read_texts(bencher: divan::Bencher<'_, '_>) {
    let files = load::find(&WORKSPACE.root).0.texts;
    bencher
        .with_inputs(|| files.clone())
        .bench_local_values(|files| files.into_iter().filter(|file| load::text(file.clone()).is_ok()).count());
}

#[divan::bench]
fn parse_texts(bencher: divan::Bencher<'_, '_>) {
    let sources = sources();
    let options = parse_options();
    bencher.bench_local(|| sources.iter().filter(|source| parse::parse(source, &options).document.is_some()).count());
}

#[divan::bench]
fn load_theme() -> bool {
    dateline::theme::load(&WORKSPACE.root, &WORKSPACE.config, &[("css/_highlight.css", String::new())]).0.is_some()
}

#[divan::bench]
fn collate_documents(bencher: divan::Bencher<'_, '_>) {
    bencher.with_inputs(everything).bench_local_values(|read| site(read).entries.len());
}

#[divan::bench]
fn plan_pages(bencher: divan::Bencher<'_, '_>) {
    let mut all = everything();
    let theme = all.theme.take().unwrap();
    let site = site(all);
    bencher.bench_local(|| {
        let album = Album::default();
        let context = Context::new(&site, &WORKSPACE.config, &theme, &album);
        plan(&context, &theme).0.pages.len()
    });
}

#[divan::bench]
fn render_pages(bencher: divan::Bencher<'_, '_>) {
    let mut all = everything();
    let theme = all.theme.take().unwrap();
    let site = site(all);
    let album = Album::default();
    let context = Context::new(&site, &WORKSPACE.config, &theme, &album);
    let plan = plan(&context, &theme).0;
    let compiled = Arc::new(Compiled::new(&theme, &WORKSPACE.config).ok().unwrap());
    let templates = Templates::new(&compiled, &theme, &context, &serde_json::Value::Null);
    bencher.bench_local(|| {
        let bytes = plan.pages.iter().map(|page| {
            let view = page.subject.view(&context);
            assert_ne!(view.key(Digest::default()), Digest::default());
            render(&templates, &context, page, &view).unwrap().bytes.len()
        });
        bytes.sum::<usize>()
    });
}

/// A file of the output for each entry, as long as an entry's page.
fn files() -> Vec<(String, Vec<u8>)> {
    let page = |source: Source| (format!("{}.html", source.path.as_str()), source.bytes);
    sources().into_iter().map(page).collect()
}

fn write(site: &Path, files: &[(String, Vec<u8>)]) -> usize {
    let target = Target::open(&site.join(".dateline"), &site.join("output"), Purpose::Site, &[], false).unwrap();
    for (path, bytes) in files {
        target.put(path, Digest::of(bytes), bytes).unwrap();
    }
    let changes = target.commit().unwrap();
    changes.added.len() + changes.unchanged
}

#[divan::bench]
fn write_files(bencher: divan::Bencher<'_, '_>) {
    let files = files();
    bencher.with_inputs(|| tempfile::tempdir().unwrap()).bench_local_refs(|site| write(site.path(), &files));
}

#[divan::bench]
fn write_files_that_are_there(bencher: divan::Bencher<'_, '_>) {
    let (files, site) = (files(), tempfile::tempdir().unwrap());
    write(site.path(), &files);
    bencher.bench_local(|| write(site.path(), &files));
}
