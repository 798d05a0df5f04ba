//! Reads content and theme into memory and parses every document.

use rayon::prelude::*;

use crate::load::{self, Media, Source};
use crate::parse::{self, Document};
use crate::problem::{Place, Problem, SitePath};
use crate::theme::{self, Theme};

use super::{Progress, Stopwatch, Workspace};

/// Everything that was read.
#[derive(Debug, Default)]
pub struct Read {
    /// Documents, by path.
    pub documents: Vec<Document>,
    /// Photos and other files, by path.
    pub media: Vec<Media>,
    /// The theme, where it can be used.
    pub theme: Option<Theme>,
    /// Files that are too broken to be a document: links to them are not wrong for that.
    pub unread: Vec<SitePath>,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// Loads and parses content and theme.
pub fn read(workspace: &Workspace, progress: &dyn Progress, watch: &mut Stopwatch) -> Read {
    let (theme, mut problems) = theme::load(&workspace.root, &workspace.config);
    watch.lap("theme");
    let (sources, found) = load::load(&workspace.root);
    problems.extend(found);
    if sources.texts.is_empty() {
        problems.push(nothing_to_read());
    }
    watch.lap("load");
    let options = parse::Options {
        timezone: workspace.config.timezone.clone(),
        markdown: workspace.config.markdown.clone(),
        slugs: workspace.config.slugs,
        elements: theme.as_ref().map(|theme| theme.elements.clone()).unwrap_or_default(),
    };
    let mut read = Read { media: sources.media, theme, problems, ..Read::default() };
    progress.begin("reading", sources.texts.len());
    let parsed: Vec<(Result<Document, SitePath>, Vec<Problem>)> = sources
        .texts
        .into_par_iter()
        .map(|source| {
            progress.advance();
            parse_one(source, &options)
        })
        .collect();
    progress.end();
    for (document, problems) in parsed {
        read.problems.extend(problems);
        match document {
            Ok(document) => read.documents.push(document),
            Err(path) => read.unread.push(path),
        }
    }
    watch.lap("parse");
    read
}

/// Parses one file and lets its text go.
fn parse_one(source: Source, options: &parse::Options) -> (Result<Document, SitePath>, Vec<Problem>) {
    let parsed = parse::parse(&source, options);
    (parsed.document.ok_or(source.path), parsed.problems)
}

fn nothing_to_read() -> Problem {
    let place = Place::file(&SitePath::new("content"));
    Problem::warning("no-entries", place, "there is no entry in `content/`")
        .hint("write one: `dateline new entry \"A headline\"`")
}
