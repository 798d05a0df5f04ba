//! What one file of the output is made from: a picture, a recipe, words.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::load::Digest;
use crate::photo::{Credits, Kind, Recipe, harmless_svg, with_credits};

use super::VERSION;

/// What one file of the output that shows a photo is made from.
#[derive(Clone, Debug)]
pub struct Negative {
    /// The picture's place on the disk; proved to lie inside the site folder.
    pub(super) source: PathBuf,
    /// The hash of its bytes.
    pub(super) digest: Digest,
    /// What sort of picture it is.
    pub(super) kind: Kind,
    /// How it lies in its file.
    pub(super) orientation: u8,
    /// How the derivative is made; none where the picture passes through.
    pub(super) recipe: Option<Recipe>,
    /// What the file says of itself.
    pub(super) credits: Arc<Credits>,
    /// The folder of kept pixels.
    pub(super) folder: Arc<Path>,
}

impl Negative {
    /// The photo that it is made from.
    pub fn source(&self) -> &Path {
        &self.source
    }

    /// The hash of all that decides the bytes.
    pub fn key(&self) -> Digest {
        hash(&(VERSION, self.digest, self.orientation, self.recipe, &*self.credits))
    }

    /// The name under which the pixels are kept; none where the picture passes through.
    pub(super) fn kept_as(&self) -> Option<String> {
        let recipe = self.recipe?;
        let name = hash(&(VERSION, self.digest, self.orientation, recipe)).hex();
        Some(format!("{name}.{}", recipe.format.kind().extension()))
    }

    /// The file with its words.
    ///
    /// # Errors
    ///
    /// When the picture or its kept pixels cannot be read, or are not what they were when they were kept.
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        match (self.recipe, self.kept_as()) {
            (Some(recipe), Some(name)) => {
                self.with_words(recipe.format.kind(), &std::fs::read(self.folder.join(name))?, 1)
            }
            _ => self.with_words(self.kind, &std::fs::read(&self.source)?, self.orientation),
        }
    }

    pub(super) fn with_words(&self, kind: Kind, bytes: &[u8], orientation: u8) -> io::Result<Vec<u8>> {
        let written = match kind {
            Kind::Svg => harmless_svg(bytes),
            kind => with_credits(kind, bytes, &self.credits, orientation),
        };
        written.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "it is damaged"))
    }
}

fn hash(value: &impl serde::Serialize) -> Digest {
    let bytes = postcard::to_stdvec(value);
    Digest::of(&bytes.expect("numbers and texts have a form as bytes"))
}
