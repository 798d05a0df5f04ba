//! Finds the version of each template that counts, and the versions that it stands on.
//!
//! The nearest version has the plain name. A template may name the next version as `parent:NAME`; that version is then
//! loaded as well, under that name. Versions further down are `layer2:NAME`, `layer3:NAME`: a text that stands on one
//! of them is changed to say so without changing its length, so that places in messages stay right.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::Template;
use super::document::{suggestion, ticked};
use super::files::File;
use crate::parse::ElementKind;
use crate::problem::{At, Place, Problem, nearest};

/// The templates that count, sorted by name. `layers` holds the files of each layer, nearest first.
pub(super) fn templates(layers: &[Vec<File>], problems: &mut Vec<Problem>) -> Vec<Template> {
    let versions = versions(layers);
    let mut found = BTreeMap::new();
    let mut wanted: Vec<(&str, usize)> = versions.keys().map(|name| (*name, 0)).rev().collect();
    while let Some((name, rank)) = wanted.pop() {
        let Some((layer, file)) = versions.get(name).and_then(|all| all.get(rank)).copied() else { continue };
        let key = ranked(name, rank);
        if found.contains_key(&key) {
            continue;
        }
        let Some(text) = file.text(problems) else { continue };
        let text = resolve(&text, layer, file, &versions, &mut wanted, problems);
        let template = Template { name: key.clone(), file: file.path.clone(), built_in: file.built_in(), text };
        found.insert(key, template);
    }
    found.into_values().collect()
}

/// The kinds of call-out that have a template.
pub(super) fn callouts(templates: &[Template], problems: &mut Vec<Problem>) -> BTreeSet<String> {
    let mut kinds = BTreeSet::new();
    for (template, kind) in stems(templates, "callouts/") {
        if kind.chars().any(char::is_uppercase) {
            let message = format!("`{}` is never used, as kinds of call-out are in lower case", template.file);
            let problem = Problem::warning("unknown-element", place(template, At::File), message);
            problems.push(problem.hint(format!("rename it to `{}.html`", kind.to_lowercase())));
        } else {
            kinds.insert(kind.to_owned());
        }
    }
    kinds
}

/// The elements that have a template.
pub(super) fn elements(templates: &[Template], problems: &mut Vec<Problem>) -> BTreeSet<ElementKind> {
    let mut kinds = BTreeSet::new();
    for (template, stem) in stems(templates, "markdown/") {
        if let Some((_, kind)) = ELEMENTS.iter().find(|(name, _)| *name == stem) {
            kinds.insert(*kind);
        } else {
            let names: Vec<&str> = ELEMENTS.iter().map(|(name, _)| *name).collect();
            let message = format!("`{}` is never used: `{stem}` is no element that a theme templates", template.file);
            let problem = Problem::warning("unknown-element", place(template, At::File), message);
            problems.push(problem.hint(suggestion(stem, &names)));
        }
    }
    kinds
}

const ELEMENTS: &[(&str, ElementKind)] = &[
    ("link", ElementKind::Link),
    ("image", ElementKind::Image),
    ("heading", ElementKind::Heading),
    ("code", ElementKind::Code),
    ("table", ElementKind::Table),
    ("quote", ElementKind::Quote),
];

const PARENT: &str = "parent:";

/// The versions of each template, nearest first, each with the number of its layer.
type Versions<'a> = BTreeMap<&'a str, Vec<(usize, &'a File)>>;

fn versions(layers: &[Vec<File>]) -> Versions<'_> {
    let mut versions = Versions::new();
    for (layer, files) in layers.iter().enumerate() {
        for file in files {
            versions.entry(file.name.as_str()).or_default().push((layer, file));
        }
    }
    versions
}

/// The name under which version `rank` is loaded. No prefix is longer or shorter than another.
fn ranked(name: &str, rank: usize) -> String {
    match rank {
        0 => name.to_owned(),
        1 => format!("{PARENT}{name}"),
        _ => format!("layer{rank}:{name}"),
    }
}

/// A template's text with each `parent:NAME` made to name the right version, which joins `wanted`.
fn resolve<'a>(
    text: &str,
    layer: usize,
    file: &File,
    versions: &Versions<'a>,
    wanted: &mut Vec<(&'a str, usize)>,
    problems: &mut Vec<Problem>,
) -> Arc<str> {
    let mut resolved = text.to_owned();
    for mention in mentions(text) {
        let name = &text[mention.start + 1 + PARENT.len()..mention.end - 1];
        let below = versions.get_key_value(name).and_then(|(name, all)| {
            let rank = all.iter().position(|(other, _)| *other > layer)?;
            Some((*name, rank))
        });
        let Some((name, rank)) = below else {
            problems.push(missing_parent(name, mention, file, layer, versions));
            continue;
        };
        wanted.push((name, rank));
        let quote = &text[mention.start..mention.start + 1];
        let target = format!("{quote}{}{quote}", ranked(name, rank));
        resolved.replace_range(mention.clone(), &format!("{target:>width$}", width = width(&text[mention])));
    }
    resolved.into()
}

fn width(text: &str) -> usize {
    text.chars().count()
}

/// Where a template's tags name `"parent:…"`, quotation marks included.
fn mentions(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(PARENT) {
        let Some(quote) = text[..at].chars().next_back().filter(|quote| matches!(quote, '"' | '\'' | '`')) else {
            continue;
        };
        let start = at - 1;
        let Some(length) = text[at..].find([quote, '\n']) else { continue };
        let end = at + length + 1;
        if text[..end].ends_with(quote) && in_tag(&text[..start]) {
            found.push(start..end);
        }
    }
    found
}

/// Whether what follows `before` stands inside `{% … %}`, and not in a comment.
fn in_tag(before: &str) -> bool {
    let open = |start, end| before.rfind(start) > before.rfind(end);
    open("{%", "%}") && !open("{#", "#}")
}

fn missing_parent(name: &str, mention: Range<usize>, file: &File, layer: usize, versions: &Versions<'_>) -> Problem {
    let below: Vec<&str> =
        versions.iter().filter(|(_, all)| all.iter().any(|(other, _)| *other > layer)).map(|(name, _)| *name).collect();
    let at = file.place(At::Bytes(mention));
    let problem = Problem::error("missing-template", at, format!("no theme below has a template `{name}`"));
    match nearest(name, below.iter().copied()) {
        Some(near) => problem.hint(format!("did you mean `{PARENT}{near}`?")),
        None if below.is_empty() => problem,
        None if below.len() <= 12 => problem.hint(format!("use one of {}", ticked(&below))),
        None => problem,
    }
}

fn stems<'a>(templates: &'a [Template], folder: &'a str) -> impl Iterator<Item = (&'a Template, &'a str)> {
    templates.iter().filter_map(move |template| {
        let stem = template.name.strip_prefix(folder)?.strip_suffix(".html")?;
        (!stem.contains('/')).then_some((template, stem))
    })
}

fn place(template: &Template, at: At) -> Place {
    Place { file: template.file.clone(), at, text: template.built_in.then(|| Arc::clone(&template.text)) }
}
