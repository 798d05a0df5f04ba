//! What one file of the output is made from: a picture, a recipe, words.

use std::fs;
use std::io;
use std::sync::Arc;

use crate::load::Digest;
use crate::photo::{Credits, Effort, Fault, Kind, Recipe, develop, harmless_svg, with_credits};
use crate::problem::Problem;

use super::picture::Picture;
use super::{VERSION, cabinet};

/// What one file of the output that shows a photo is made from.
#[derive(Clone, Debug)]
pub struct Negative {
    pub(super) picture: Arc<Picture>,
    /// How the derivative is made; none where the picture passes through.
    pub(super) recipe: Option<Recipe>,
    /// What the file says of itself.
    pub(super) credits: Arc<Credits>,
}

impl Negative {
    /// The photo that it is made from.
    pub fn source(&self) -> &std::path::Path {
        &self.picture.source
    }

    /// The hash of all that decides the bytes.
    pub fn key(&self) -> Digest {
        let Picture { digest, header, .. } = &*self.picture;
        hash(&(VERSION, digest, header.orientation, self.recipe, &*self.credits))
    }

    /// The name under which the pixels are kept; none where the picture passes through.
    pub(super) fn kept_as(&self) -> Option<String> {
        self.recipe.map(|recipe| self.name(recipe))
    }

    fn name(&self, recipe: Recipe) -> String {
        let Picture { digest, header, .. } = &*self.picture;
        let name = hash(&(VERSION, digest, header.orientation, recipe)).hex();
        format!("{name}.{}", recipe.format.kind().extension())
    }

    /// The file with its words, from pixels that are kept.
    ///
    /// # Errors
    ///
    /// When the picture or its kept pixels cannot be read, or are not what they were when they were kept.
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        let damaged = || io::Error::new(io::ErrorKind::InvalidData, "it is damaged");
        let Picture { header, folder, .. } = &*self.picture;
        let written = match self.recipe {
            Some(recipe) => self.with_words(recipe.format.kind(), &fs::read(folder.join(self.name(recipe)))?, 1),
            None => self.with_words(header.kind, &self.picture.read()?, header.orientation),
        };
        written.ok_or_else(damaged)
    }

    /// The file with its words, made on the spot where no pixels are kept: for who looks at one photo and not at all.
    /// Pixels that a build has taken trouble over are as good.
    ///
    /// # Errors
    ///
    /// With the problem in the picture.
    pub fn bytes_on_request(&self) -> Result<Vec<u8>, Box<Problem>> {
        let picture = &*self.picture;
        let Some(recipe) = self.recipe else {
            return self.bytes().map_err(|error| Box::new(picture.unreadable(&error)));
        };
        let kept = [Effort::Good, Effort::Fast].map(|effort| self.name(Recipe { effort, ..recipe }));
        let kept = kept.iter().find_map(|name| fs::read(picture.folder.join(name)).ok());
        let kept = kept.and_then(|pixels| self.with_words(recipe.format.kind(), &pixels, 1));
        if let Some(bytes) = kept {
            return Ok(bytes);
        }
        let original = picture.read().map_err(|error| Box::new(picture.unreadable(&error)))?;
        let refused = |fault| Box::new(picture.refused(fault));
        let developed = develop(&original, &picture.header, &[recipe], picture.most_pixels).map_err(refused)?;
        let pixels = developed.derivatives.into_iter().next().unwrap_or_default();
        // A photo can be looked at on a disk that takes nothing more: it is made again the next time.
        _ = fs::create_dir_all(&picture.folder)
            .and_then(|()| cabinet::write_whole(&picture.folder.join(self.name(recipe)), &pixels));
        self.with_words(recipe.format.kind(), &pixels, 1).ok_or_else(|| refused(Fault::Broken(None)))
    }

    fn with_words(&self, kind: Kind, bytes: &[u8], orientation: u8) -> Option<Vec<u8>> {
        match kind {
            Kind::Svg => harmless_svg(bytes),
            kind => with_credits(kind, bytes, &self.credits, orientation),
        }
    }
}

fn hash(value: &impl serde::Serialize) -> Digest {
    let bytes = postcard::to_stdvec(value);
    Digest::of(&bytes.expect("numbers and texts have a form as bytes"))
}
