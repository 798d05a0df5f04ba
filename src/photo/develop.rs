//! All derivatives of one picture: its file is decoded once.

use rayon::prelude::*;

use super::decode::decode;
use super::encode::encode;
use super::pixels::{Channels, Pixels};
use super::{Area, Fault, Header, Recipe};

/// A picture's derivatives, in the order of the recipes, and its mean colour as red, green and blue.
#[derive(Debug)]
pub struct Developed {
    /// Their bytes, without a word about the picture.
    pub derivatives: Vec<Vec<u8>>,
    /// The mean of all pixels; none where the picture is seen through.
    pub mean: Option<[u8; 3]>,
}

/// Makes the derivatives of a picture.
///
/// # Errors
///
/// When the file is broken, of a kind that is not read, or holds more than so many pixels.
pub fn develop(bytes: &[u8], header: &Header, recipes: &[Recipe], most_pixels: u64) -> Result<Developed, Fault> {
    let announced = header.size.map_or(0, |(width, height)| u64::from(width) * u64::from(height));
    if let Some((width, height)) = header.size.filter(|_| announced > most_pixels) {
        return Err(Fault::TooManyPixels(width, height));
    }
    let (pixels, profile) = decode(header.kind, bytes, announced)?;
    let lying = (pixels.width, pixels.height);
    let size = if header.orientation > 4 { (lying.1, lying.0) } else { lying };
    if header.size != Some(size) {
        return Err(Fault::Broken(None));
    }
    let (working, scale) = reduced(pixels, size, recipes)?;
    let working = working.upright(header.orientation);
    let working = match profile {
        Some(profile) => working.in_srgb(&profile),
        None => working,
    };
    let working = working.without_idle_alpha();
    let derivatives: Result<Vec<Vec<u8>>, Fault> = recipes
        .par_iter()
        .map(|recipe| {
            let area = within(recipe.area, scale, &working);
            encode(&*working.scaled(area, recipe.width, recipe.height)?, recipe)
        })
        .collect();
    let thumbnail = working.scaled(Area::whole((working.width, working.height)), 16, 16)?;
    let mean = (working.channels != Channels::Rgba).then(|| thumbnail.mean());
    Ok(Developed { derivatives: derivatives?, mean })
}

/// The picture, as it lies, in the smallest size that serves every recipe, and by how much it is smaller: all further
/// steps have so much less to do.
fn reduced(pixels: Pixels, size: (u32, u32), recipes: &[Recipe]) -> Result<(Pixels, f64), Fault> {
    let scale = |recipe: &Recipe| f64::from(recipe.width) / f64::from(recipe.area.width);
    let scale = recipes.iter().map(scale).fold(0.0, f64::max);
    // A step of less than a tenth would cost more sharpness than it saves time.
    if !(0.0..0.9).contains(&scale) || recipes.is_empty() {
        return Ok((pixels, 1.0));
    }
    let side = |length: u32| ((f64::from(length) * scale).round() as u32).max(1);
    let reduced = pixels.scaled(Area::whole((pixels.width, pixels.height)), side(pixels.width), side(pixels.height))?;
    let exact = f64::from(side(size.0.max(size.1))) / f64::from(size.0.max(size.1));
    Ok((reduced.into_owned(), exact))
}

/// An area of the picture as it was, in the reduced one.
fn within(area: Area, scale: f64, working: &Pixels) -> Area {
    let reduce = |length: u32| (f64::from(length) * scale).round() as u32;
    let (x, y) = (reduce(area.x).min(working.width - 1), reduce(area.y).min(working.height - 1));
    let width = reduce(area.width).clamp(1, working.width - x);
    let height = reduce(area.height).clamp(1, working.height - y);
    Area { x, y, width, height }
}
