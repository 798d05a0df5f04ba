//! What there is of each photo of the site, for views.

use std::sync::Arc;

use crate::photo::{Format, Kind};

use super::Negative;

/// The files of each photo, by its position in the site's photos.
#[derive(Clone, Debug, Default)]
pub struct Album {
    pub(super) prints: Vec<Option<Arc<Prints>>>,
}

/// The files of one photo.
#[derive(Clone, Debug, Default)]
pub struct Prints {
    /// For each format, the best for those who read it first: the whole picture in every size, the smallest first.
    pub sizes: Vec<(Format, Vec<Print>)>,
    /// The lead photo of an entry as search engines want it: 16:9, 4:3 and 1:1, where it is large enough.
    pub crops: Vec<Print>,
    /// The same as previews of links want it: 1200 by 630.
    pub card: Option<Print>,
    /// The picture itself, with its words written anew: where it is drawn or moves, or where originals are wanted.
    pub original: Option<Print>,
    /// Its mean colour on a scale of four steps a channel: red times 16, green times 4, blue.
    pub tone: Option<u8>,
}

/// One file of the output that shows a photo.
#[derive(Clone, Debug)]
pub struct Print {
    /// Its path in the output: `media/bridge-640.3f2a9c01b2.webp`.
    pub path: String,
    /// Width and height in pixels, where it has some.
    pub size: Option<(u32, u32)>,
    /// What sort of picture it is.
    pub kind: Kind,
    /// Its length in bytes; 0 until it is made.
    pub length: u64,
    /// What it is made from.
    pub negative: Arc<Negative>,
}

impl Album {
    /// The files of the photo at a position in the site's photos; none where there is nothing to show.
    pub fn of(&self, photo: u32) -> Option<&Prints> {
        self.prints.get(photo as usize)?.as_deref()
    }

    /// Every file of every photo, some more than once.
    pub fn all(&self) -> impl Iterator<Item = (usize, &Print)> {
        let photos = self.prints.iter().enumerate().filter_map(|(photo, prints)| Some((photo, prints.as_deref()?)));
        photos.flat_map(|(photo, prints)| prints.all().map(move |print| (photo, print)))
    }
}

impl Prints {
    /// The sizes that every browser and every other program shows; where there are none, the picture itself.
    pub fn plain(&self) -> &[Print] {
        match self.sizes.last() {
            Some((_, sizes)) => sizes,
            None => self.original.as_slice(),
        }
    }

    /// Every file.
    pub fn all(&self) -> impl Iterator<Item = &Print> {
        let sizes = self.sizes.iter().flat_map(|(_, sizes)| sizes);
        sizes.chain(&self.crops).chain(&self.card).chain(&self.original)
    }

    pub(super) fn all_mut(&mut self) -> impl Iterator<Item = &mut Print> {
        let sizes = self.sizes.iter_mut().flat_map(|(_, sizes)| sizes);
        sizes.chain(&mut self.crops).chain(&mut self.card).chain(&mut self.original)
    }
}
