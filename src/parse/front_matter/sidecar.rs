//! The file beside a photo, `bridge.jpg.yaml`: what holds wherever the photo is shown.

use super::photo;
use crate::load;
use crate::parse::{Options, Sidecar};
use crate::problem::{Problem, SitePath};
use crate::yaml::{FRONT_MATTER_LIMIT, Sheet};

/// Reads what is said of the photo `of`.
pub fn sidecar(of: SitePath, source: &load::Source, text: &str, options: &Options) -> (Option<Sidecar>, Vec<Problem>) {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let sheet = match Sheet::open(&source.path, &text[start..], start, FRONT_MATTER_LIMIT) {
        Ok(sheet) => sheet,
        Err(problem) => return (None, vec![*problem]),
    };
    let photo = sheet.root(photo::SIDECAR).map(|group| photo::described(&group, String::new(), &options.timezone));
    (photo.map(|photo| Sidecar { of, path: source.path.clone(), photo }), sheet.problems())
}
