//! What of a theme can be copied into the site's own folders.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::config::Config;
use crate::problem::SitePath;

use super::chain::{self, Layer};
use super::files::{File, Hidden};

/// A file of a theme that can be copied into the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ejectable {
    /// Where the copy goes, and where the file is in its theme: `templates/entry.html`.
    pub path: String,
    /// The file as messages name it.
    pub from: SitePath,
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// Whether the site has its own already.
    pub overridden: bool,
}

/// The folders of a theme that a site has too.
const FOLDERS: &[&str] = &["assets", "static", "strings", "templates"];

/// The files of the theme and its parents, sorted; of several of one name the nearest, which is the one that counts now.
/// None where there is no such theme.
pub fn ejectable(root: &Path, config: &Config) -> Option<Vec<Ejectable>> {
    // What is wrong within the theme is for a build to say.
    let mut problems = Vec::new();
    let layers = chain::layers(root, &config.theme, &mut problems)?;
    let (site, themes) = layers.split_first()?;
    let mut files = BTreeMap::new();
    for folder in FOLDERS {
        let own = named(site, root, folder);
        for layer in themes.iter().rev() {
            for (path, file) in named(layer, root, folder) {
                let Some(bytes) = file.bytes(&mut problems) else { continue };
                let overridden = own.contains_key(&path);
                files.insert(path.clone(), Ejectable { path, from: file.path, bytes, overridden });
            }
        }
    }
    Some(files.into_values().collect())
}

fn named(layer: &Layer, root: &Path, folder: &str) -> BTreeMap<String, File> {
    let hidden = if folder == "static" { Hidden::Hosting } else { Hidden::Skip };
    let files = layer.files(root, folder, hidden, &mut Vec::new());
    files.into_iter().map(|file| (format!("{folder}/{}", file.name), file)).collect()
}
