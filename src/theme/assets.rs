//! Builds the assets: style sheets bundled and made small, every file fingerprinted. Scripts lose what only their authors read.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Asset;
use super::css::{self, Sheet};
use super::files::{Contents, File};
use super::integrity::integrity;
use super::script::lighten;
use crate::load::Digest;
use crate::problem::{Problem, SitePath};

/// The assets, sorted by name. `layers` holds the files of each layer, nearest first; `generated` the files that the
/// program makes itself, each by its name, for which any layer may have one of its own.
pub(super) fn assets(layers: &[Vec<File>], generated: &[(&str, String)], problems: &mut Vec<Problem>) -> Vec<Asset> {
    let mut assets = Vec::new();
    let mut sheets = BTreeMap::new();
    for file in nearest_files(layers, generated).into_values() {
        if is_css(&file.name) {
            sheets.extend(file.text(problems).map(|text| (file.name.clone(), Sheet { file, text })));
        } else {
            let bytes = file.bytes(problems);
            assets.extend(bytes.map(|bytes| fingerprint(&file.name, light(&file.name, bytes))));
        }
    }
    let others = assets.iter().map(|asset: &Asset| (asset.name.clone(), asset.path.clone())).collect();
    for name in sheets.keys().filter(|name| !is_part(name)) {
        let text = css::minify(&css::bundle(name, &sheets, &others, problems));
        // Said in the file itself, the encoding holds whatever page or server it comes with.
        let text = if text.is_ascii() { text } else { format!("@charset \"UTF-8\";{text}") };
        assets.push(fingerprint(name, text.into_bytes().into()));
    }
    assets.sort_by(|a, b| a.name.cmp(&b.name));
    assets
}

/// Takes a text out of the assets, so that it is no file of the output; empty where no layer has it.
pub(super) fn take_text(assets: &mut Vec<Asset>, name: &str) -> String {
    let Some(at) = assets.iter().position(|asset| asset.name == name) else { return String::new() };
    String::from_utf8_lossy(&assets.remove(at).bytes).into_owned()
}

fn nearest_files(layers: &[Vec<File>], generated: &[(&str, String)]) -> BTreeMap<String, File> {
    let made = generated.iter().map(|(name, text)| File {
        name: (*name).to_owned(),
        path: SitePath::new(format!("(built in) assets/{name}")),
        contents: Contents::Memory(text.as_bytes().into()),
    });
    made.chain(layers.iter().rev().flatten().cloned()).map(|file| (file.name.clone(), file)).collect()
}

/// A script made light, any other file as it is.
fn light(name: &str, bytes: Arc<[u8]>) -> Arc<[u8]> {
    match std::str::from_utf8(&bytes) {
        Ok(script) if has_extension(name, "js") || has_extension(name, "mjs") => lighten(script).into_bytes().into(),
        _ => bytes,
    }
}

fn is_css(name: &str) -> bool {
    has_extension(name, "css")
}

fn has_extension(name: &str, wanted: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| extension.eq_ignore_ascii_case(wanted))
}

/// Whether a style sheet is there to be imported alone.
fn is_part(name: &str) -> bool {
    name.rsplit('/').next().is_some_and(|file| file.starts_with('_'))
}

fn fingerprint(name: &str, bytes: Arc<[u8]>) -> Asset {
    let hex = Digest::of(&bytes).hex();
    let print = &hex[..10];
    let (folder, file) = name.rsplit_once('/').map_or(("", name), |(folder, file)| (folder, file));
    let slash = if folder.is_empty() { "" } else { "/" };
    let path = match file.rsplit_once('.') {
        Some((stem, extension)) => format!("assets/{folder}{slash}{stem}.{print}.{extension}"),
        None => format!("assets/{folder}{slash}{file}.{print}"),
    };
    Asset { name: name.to_owned(), path, integrity: integrity(&bytes), bytes }
}
