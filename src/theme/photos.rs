//! In which sizes, formats and qualities a theme wants photos: `photos` in `theme.yaml`.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value};

use super::Template;
use super::chain::Layer;
use super::document::{kind_of, unknown_key, wrong_type};
use super::files::File;
use crate::photo::Format;
use crate::problem::{At, Problem};

use super::document::{steps, suggestion};

/// In which sizes, formats and qualities photos are made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Photos {
    /// Widths in pixels, the smallest first; a photo that has fewer has its own instead.
    pub widths: Vec<u32>,
    /// Formats, the best for those who read it first; JPEG, which everything reads, is the last of them.
    pub formats: Vec<Format>,
    /// 1 to 100, as WebP counts.
    pub webp: u8,
    /// 1 to 100, as JPEG counts.
    pub jpeg: u8,
}

impl Default for Photos {
    fn default() -> Self {
        Self { widths: vec![320, 640, 960, 1280, 1920], formats: vec![Format::Webp, Format::Jpeg], webp: 78, jpeg: 80 }
    }
}

impl Photos {
    /// The quality of a format.
    pub fn quality(&self, format: Format) -> u8 {
        match format {
            Format::Webp => self.webp,
            Format::Jpeg => self.jpeg,
        }
    }
}

/// What one layer says; what it leaves out, the next one says.
#[derive(Clone, Debug, Default)]
pub(super) struct Said {
    widths: Option<Vec<u32>>,
    formats: Option<Vec<Format>>,
    webp: Option<u8>,
    jpeg: Option<u8>,
}

const KEYS: &[&str] = &["widths", "formats", "quality"];
const FORMATS: &[&str] = &["webp", "jpeg"];
const MOST_WIDTHS: usize = 12;

/// What the layers say together.
pub(super) fn photos(layers: &[Layer]) -> Photos {
    let default = Photos::default();
    let said = || layers.iter().map(|layer| &layer.declaration.photos);
    Photos {
        widths: said().find_map(|said| said.widths.clone()).unwrap_or(default.widths),
        formats: said().find_map(|said| said.formats.clone()).unwrap_or(default.formats),
        webp: said().find_map(|said| said.webp).unwrap_or(default.webp),
        jpeg: said().find_map(|said| said.jpeg).unwrap_or(default.jpeg),
    }
}

/// Reads what one layer says.
pub(super) fn read(file: &File, map: &Map<String, Value>, problems: &mut Vec<Problem>) -> Said {
    let mut said = Said::default();
    for (key, value) in map {
        match (key.as_str(), value) {
            ("widths", value) => said.widths = widths(file, value, problems),
            ("formats", value) => said.formats = formats(file, value, problems),
            ("quality", Value::Object(qualities)) => {
                for (format, value) in qualities {
                    match format.as_str() {
                        "webp" => said.webp = quality(file, "webp", value, problems),
                        "jpeg" => said.jpeg = quality(file, "jpeg", value, problems),
                        other => problems.push(unknown_key(file, &["photos", "quality", other], FORMATS)),
                    }
                }
            }
            ("quality", other) => problems.push(wrong_type(file, &["photos", "quality"], "a group of keys", other)),
            (other, _) => problems.push(unknown_key(file, &["photos", other], KEYS)),
        }
    }
    said
}

fn widths(file: &File, value: &Value, problems: &mut Vec<Problem>) -> Option<Vec<u32>> {
    let width =
        |value: &Value| value.as_u64().and_then(|width| u32::try_from(width).ok()).filter(|w| (16..=8192).contains(w));
    let widths: Option<Vec<u32>> = value.as_array().and_then(|items| items.iter().map(width).collect());
    let widths = widths.filter(|widths| !widths.is_empty() && widths.len() <= MOST_WIDTHS);
    let Some(mut widths) = widths else {
        let problem =
            wrong_type(file, &["photos", "widths"], "a list of 1 to 12 widths in pixels, each from 16 to 8192", value);
        problems.push(problem.hint("write `[320, 640, 1280]`, for example"));
        return None;
    };
    widths.sort_unstable();
    widths.dedup();
    Some(widths)
}

/// JPEG is always the last, whether it is named or not: feeds, previews of links and old browsers need it.
fn formats(file: &File, value: &Value, problems: &mut Vec<Problem>) -> Option<Vec<Format>> {
    let names: Option<Vec<&str>> = value.as_array().and_then(|items| items.iter().map(Value::as_str).collect());
    let Some(names) = names else {
        problems.push(wrong_type(file, &["photos", "formats"], "a list of formats", value));
        return None;
    };
    let mut formats = Vec::new();
    for name in names {
        match name {
            "webp" if !formats.contains(&Format::Webp) => formats.push(Format::Webp),
            "webp" | "jpeg" => {}
            other => {
                let place = file.place(At::Value(steps(&["photos", "formats"])));
                let problem = Problem::error("unknown-value", place, format!("photos cannot be made in `{other}`"));
                problems.push(problem.hint(suggestion(other, FORMATS)));
            }
        }
    }
    formats.push(Format::Jpeg);
    Some(formats)
}

fn quality(file: &File, format: &str, value: &Value, problems: &mut Vec<Problem>) -> Option<u8> {
    let quality = value.as_u64().and_then(|quality| u8::try_from(quality).ok()).filter(|q| (1..=100).contains(q));
    if quality.is_none() {
        let message = format!("`photos.quality.{format}` takes a number from 1 to 100, not {}", kind_of(value));
        let place = file.place(At::Value(steps(&["photos", "quality", format])));
        problems.push(Problem::error("wrong-type", place, message).hint("write `80`, for example"));
    }
    quality
}

/// The files that templates ask for by `image(file="content/bridge.jpg")`: they have to be written out, as photos are made
/// before any template is rendered.
pub(super) fn asked(templates: &[Template]) -> BTreeSet<String> {
    templates.iter().flat_map(|template| asked_in(&template.text)).map(str::to_owned).collect()
}

fn asked_in(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices("image(").filter_map(|(at, call)| {
        let follows_a_word = text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let arguments = text[at + call.len()..].split(')').next()?;
        let value = arguments.split_once("file")?.1.trim_start().strip_prefix('=')?.trim_start();
        let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let file = value[1..].split(quote).next()?;
        (!follows_a_word).then_some(file)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_where_they_are_written_out() {
        let text = "{{ image(file=\"content/a.jpg\").url }}{% set b = image( file = 'b.jpg' ) %}{{ my_image(file=\"c\") }}{{ image(file=d) }}";
        assert_eq!(asked_in(text).collect::<Vec<_>>(), ["content/a.jpg", "b.jpg"]);
    }
}
