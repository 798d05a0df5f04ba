//! From pixels to a file's bytes. The interface to jpeg-encoder and webp.

use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use webp::WebPConfig;

use super::pixels::{Channels, Pixels};
use super::{Effort, Fault, Format, Recipe};

/// Writes pixels in the format, quality and effort of a recipe, without a word about them.
pub(super) fn encode(pixels: &Pixels, recipe: &Recipe) -> Result<Vec<u8>, Fault> {
    match recipe.format {
        Format::Jpeg => jpeg(pixels, recipe),
        Format::Webp => webp(pixels, recipe),
    }
}

fn jpeg(pixels: &Pixels, recipe: &Recipe) -> Result<Vec<u8>, Fault> {
    let pixels = pixels.on_white();
    let mut bytes = Vec::with_capacity(pixels.bytes.len() / 12);
    let mut encoder = Encoder::new(&mut bytes, recipe.quality);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    encoder.set_progressive(recipe.effort == Effort::Good);
    encoder.set_optimized_huffman_tables(recipe.effort == Effort::Good);
    let colours = if pixels.channels == Channels::Grey { ColorType::Luma } else { ColorType::Rgb };
    let too_long = |_| Fault::TooManyPixels(pixels.width, pixels.height);
    let (width, height) =
        (u16::try_from(pixels.width).map_err(too_long)?, u16::try_from(pixels.height).map_err(too_long)?);
    encoder.encode(&pixels.bytes, width, height, colours).map_err(|error| Fault::Unwritable(error.to_string()))?;
    Ok(bytes)
}

fn webp(pixels: &Pixels, recipe: &Recipe) -> Result<Vec<u8>, Fault> {
    let unwritable = |what: &str| Fault::Unwritable(format!("WebP: {what}"));
    let mut config = WebPConfig::new().map_err(|()| unwritable("no configuration"))?;
    config.quality = f32::from(recipe.quality);
    config.method = if recipe.effort == Effort::Good { 4 } else { 1 };
    let pixels = pixels.in_colour();
    let encoder = match pixels.channels {
        Channels::Rgba => webp::Encoder::from_rgba(&pixels.bytes, pixels.width, pixels.height),
        _ => webp::Encoder::from_rgb(&pixels.bytes, pixels.width, pixels.height),
    };
    let encoded = encoder.encode_advanced(&config).map_err(|error| unwritable(&format!("{error:?}")))?;
    Ok(encoded.to_vec())
}
