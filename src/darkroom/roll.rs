//! Names every file of the output that shows a photo, from the photo's size and from what is said of it.

use std::path::Path;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::address;
use crate::collate::{Shown, Site};
use crate::load::Media;
use crate::parse::Photo;
use crate::photo::{Area, Credits, Effort, Focus, Format, GENERATED, Header, Kind, Recipe};
use crate::problem::Problem;
use crate::slug::{Alphabet, slugify};
use crate::theme::Photos;

use super::picture::{Picture, usable};
use super::{Album, FOLDER, Negative, Print, Prints};

/// Shapes in which search engines want a lead photo (Google, *Article structured data*), each with its width.
const CROPS: [(u32, u32); 3] = [(16, 9), (4, 3), (1, 1)];
const CROP_WIDTH: u32 = 1200;
/// The shape of previews of links.
const CARD: (u32, u32) = (1200, 630);
/// A smaller crop is of no use, from the same source.
const FEWEST_PIXELS: u32 = 50_000;

/// What planning depends on beside the site.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// `.dateline/` of the site.
    pub state: &'a Path,
    /// Sizes, formats and qualities.
    pub photos: &'a Photos,
    /// Whether the theme wants derivatives: without them photos pass through.
    pub derivatives: bool,
    /// Whether originals are published too, with their words written anew.
    pub originals: bool,
    /// The most pixels that a picture may have.
    pub most_pixels: u64,
    /// The longest file that a picture may be, in bytes.
    pub most_bytes: u64,
    /// How much work goes into derivatives.
    pub effort: Effort,
}

/// Everything that is to be made of the site's photos.
#[derive(Clone, Debug)]
pub struct Roll {
    /// For each of the site's photos, its position in `prints`.
    pub(super) places: Vec<Option<usize>>,
    /// What is to be made, once for photos that are the same and of which the same is said.
    pub(super) prints: Vec<(Arc<Picture>, Prints)>,
}

impl Roll {
    /// Plans the files of all photos; reports pictures of which none can be made.
    pub fn plan(site: &Site, options: &Options<'_>) -> (Self, Vec<Problem>) {
        let mut roll = Self { places: Vec::new(), prints: Vec::new() };
        let mut known: FxHashMap<(u32, bool, Option<Focus>, Arc<Credits>), usize> = FxHashMap::default();
        let mut refused: FxHashMap<u32, Problem> = FxHashMap::default();
        let folder: Arc<Path> = options.state.join(FOLDER).into();
        for shown in site.photos.iter() {
            let media = &site.media[shown.media as usize];
            let place = match usable(media, shown.place.as_ref(), options.most_bytes, options.most_pixels) {
                Ok(header) => {
                    let credits = Arc::new(credits(&shown.photo, header));
                    let key = (shown.media, shown.lead, shown.photo.focus, Arc::clone(&credits));
                    Some(*known.entry(key).or_insert_with(|| {
                        let picture = Arc::new(picture(media, header, shown, &folder, options.most_pixels));
                        let maker = Maker { picture: &picture, credits, options };
                        let prints = maker.prints(shown);
                        roll.prints.push((picture, prints));
                        roll.prints.len() - 1
                    }))
                }
                Err(problem) => {
                    refused.entry(shown.media).or_insert(*problem);
                    None
                }
            };
            roll.places.push(place);
        }
        let mut refused: Vec<(u32, Problem)> = refused.into_iter().collect();
        refused.sort_by_key(|(media, _)| *media);
        (roll, refused.into_iter().map(|(_, problem)| problem).collect())
    }

    /// Whether no photo is shown.
    pub fn is_empty(&self) -> bool {
        self.prints.is_empty()
    }

    /// What there will be of each photo; lengths and tones are not known before it is developed.
    pub fn undeveloped(self) -> Album {
        let prints: Vec<Arc<Prints>> = self.prints.into_iter().map(|(_, prints)| Arc::new(prints)).collect();
        Album { prints: self.places.iter().map(|place| place.map(|at| Arc::clone(&prints[at]))).collect() }
    }
}

fn picture(media: &Media, header: &Header, shown: &Shown, folder: &Arc<Path>, most_pixels: u64) -> Picture {
    Picture {
        path: media.path.clone(),
        source: media.disk.clone(),
        digest: media.digest,
        header: header.clone(),
        place: shown.place.clone(),
        most_pixels,
        folder: Arc::clone(folder),
    }
}

/// What every file that shows the photo says: the editors' words before those of the photo's own file. No field is
/// copied into another, but for what a picture shows, which describes it where it has no caption.
fn credits(photo: &Photo, header: &Header) -> Credits {
    let found = &header.credits;
    let license = photo.license.as_deref().and_then(address::within);
    let terms = photo.license.as_ref().filter(|terms| license != Some(terms.as_str()));
    let alt = photo.alt.clone().filter(|alt| !alt.is_empty());
    let is_said = photo.generated && !found.is_generated();
    Credits {
        creator: photo.creator.clone(),
        credit: photo.credit.clone(),
        copyright: photo.copyright.as_ref().or(terms).cloned(),
        caption: photo.caption.clone().or_else(|| alt.clone()),
        headline: found.headline.clone(),
        alt,
        city: found.city.clone(),
        country: found.country.clone(),
        date: found.date.clone(),
        license: license.map(str::to_owned).or_else(|| found.license.clone()),
        licensor: photo.licensor.clone(),
        source: photo.source.clone(),
        source_type: if is_said { Some(GENERATED.to_owned()) } else { found.source_type.clone() },
    }
}

/// Makes the list of one photo's files.
struct Maker<'a> {
    picture: &'a Arc<Picture>,
    credits: Arc<Credits>,
    options: &'a Options<'a>,
}

impl Maker<'_> {
    fn prints(&self, shown: &Shown) -> Prints {
        let passes = self.picture.header.moving || self.picture.header.kind == Kind::Svg || !self.options.derivatives;
        let mut prints = Prints::default();
        if passes || self.options.originals {
            prints.original = Some(self.original());
        }
        let Some(size) = self.picture.header.size.filter(|_| self.options.derivatives) else { return prints };
        if !passes {
            let formats = self.options.photos.formats.iter();
            prints.sizes = formats.map(|&format| (format, self.sizes(size, format))).collect();
        }
        if shown.lead {
            let focus = shown.photo.focus.unwrap_or_default();
            prints.crops = CROPS.iter().filter_map(|&shape| self.crop(size, shape, focus)).collect();
            prints.card = self.crop(size, CARD, focus);
        }
        prints
    }

    /// The whole picture in each width that it has; the last is its own, where the theme wants no larger one.
    fn sizes(&self, size: (u32, u32), format: Format) -> Vec<Print> {
        let widths = &self.options.photos.widths;
        let largest = widths.last().copied().unwrap_or(size.0).min(size.0);
        let smaller = widths.iter().copied().filter(|&width| width < largest);
        let area = Area::whole(size);
        smaller
            .chain([largest])
            .map(|width| self.print(area, width, area.height_at(width), format, &width.to_string()))
            .collect()
    }

    fn crop(&self, size: (u32, u32), shape: (u32, u32), focus: Focus) -> Option<Print> {
        let area = Area::cropped(size, shape, focus);
        let width = area.width.min(CROP_WIDTH);
        let height = (u64::from(width) * u64::from(shape.1) / u64::from(shape.0)) as u32;
        let enough = width * height >= FEWEST_PIXELS;
        enough.then(|| self.print(area, width, height, Format::Jpeg, &format!("{width}x{height}")))
    }

    fn print(&self, area: Area, width: u32, height: u32, format: Format, name: &str) -> Print {
        let quality = self.options.photos.quality(format);
        let recipe = Recipe { area, width, height, format, quality, effort: self.options.effort };
        self.from(Some(recipe), format.kind(), Some((width, height)), &format!("-{name}"))
    }

    fn original(&self) -> Print {
        self.from(None, self.picture.header.kind, self.picture.header.size, "")
    }

    fn from(&self, recipe: Option<Recipe>, kind: Kind, size: Option<(u32, u32)>, suffix: &str) -> Print {
        let (picture, credits) = (Arc::clone(self.picture), Arc::clone(&self.credits));
        let negative = Negative { picture, recipe, credits };
        let name = self.picture.path.as_str().rsplit('/').next().unwrap_or_default();
        let stem = slugify(name.rsplit_once('.').map_or(name, |(stem, _)| stem), Alphabet::Ascii);
        let stem = if stem.is_empty() { "photo" } else { &stem };
        let path = format!("media/{stem}{suffix}.{}.{}", &negative.key().hex()[..10], kind.extension());
        Print { path, size, kind, length: 0, negative: Arc::new(negative) }
    }
}
