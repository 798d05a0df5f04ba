//! The entry as JSON, its text as HTML with whole addresses, and the schema of all files of JSON.

use schemars::JsonSchema;
use serde::Serialize;

use crate::problem::Problem;
use crate::view::{Context, DataList, DataPage, TextView};

use super::fill::Filler;
use super::machine::json;
use super::templates::Templates;

/// The `index.json` of an entry.
#[derive(Serialize, JsonSchema)]
struct EntryFile<'a> {
    /// What is said of the entry.
    #[serde(flatten)]
    page: &'a DataPage<'a>,
    /// The text as HTML, as in feeds: with whole addresses, pull quotes left out.
    content: &'a str,
}

/// What is written as JSON for programs: `entries.json` or the `index.json` of an entry.
#[derive(JsonSchema)]
#[schemars(untagged)]
#[expect(dead_code, reason = "read by its schema alone")]
enum DatelineData<'a> {
    /// `entries.json`
    Entries(DataList<'a>),
    /// `index.json`
    Entry(EntryFile<'a>),
}

/// The schema.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(DatelineData<'static>).to_value()
}

/// The entry with its text.
pub(super) fn entry(
    templates: &Templates,
    context: &Context<'_>,
    page: &DataPage<'_>,
    text: &TextView<'_>,
) -> Result<Vec<u8>, Box<Problem>> {
    let filler = Filler { templates, context, text, language: page.entry.language, feed: Some(&page.entry.url) };
    json(&EntryFile { page, content: &filler.text()? })
}
