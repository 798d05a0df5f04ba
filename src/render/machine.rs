//! Writes the files for programs, each in its format.

use crate::problem::{Place, Problem, SitePath};
use crate::view::{Context, Machine};

use super::templates::Templates;
use super::{data, host_files, robots, sitemap};

/// A file for programs.
pub(super) fn write(
    templates: &Templates,
    context: &Context<'_>,
    machine: &Machine<'_>,
) -> Result<Vec<u8>, Box<Problem>> {
    let text = match machine {
        Machine::Sitemap(pages) => sitemap::sitemap(pages),
        Machine::SitemapIndex(maps) => sitemap::index(maps),
        Machine::News(news) => sitemap::news(news),
        Machine::Robots(maps) => robots::robots(maps.as_deref()),
        Machine::Redirects(rules) => host_files::redirects(rules),
        Machine::Headers(headers) => host_files::headers(headers),
        Machine::Manifest(manifest) => return json(manifest),
        Machine::Entries(list) => return json(list),
        Machine::Entry(page, text) => return data::entry(templates, context, page, text),
    };
    Ok(text.into_bytes())
}

/// A value as JSON with a line end.
pub(super) fn json(value: &impl serde::Serialize) -> Result<Vec<u8>, Box<Problem>> {
    let failed = |error: serde_json::Error| {
        let place = Place::file(&SitePath::new("dateline.yaml"));
        Box::new(Problem::error("json-syntax", place, format!("a file of JSON cannot be written: {error}")))
    };
    let mut bytes = serde_json::to_vec(value).map_err(failed)?;
    bytes.push(b'\n');
    Ok(bytes)
}
