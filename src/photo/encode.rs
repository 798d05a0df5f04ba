//! From pixels to a file's bytes. The interface to jpeg-encoder and webp.

use jpeg_encoder::{Encoder, ImageBuffer, JpegColorType, SamplingFactor, rgb_to_ycbcr};
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
    let too_long = |_| Fault::TooManyPixels(pixels.width, pixels.height);
    let width = u16::try_from(pixels.width).map_err(too_long)?;
    let height = u16::try_from(pixels.height).map_err(too_long)?;
    let lines = Lines { pixels: &pixels, width, height };
    encoder.encode_image(lines).map_err(|error| Fault::Unwritable(error.to_string()))?;
    Ok(bytes)
}

/// Grey or colourful pixels as the encoder takes them: its own method for bytes would be compiled for nine sorts of pixels.
struct Lines<'a> {
    pixels: &'a Pixels,
    width: u16,
    height: u16,
}

impl ImageBuffer for Lines<'_> {
    fn get_jpeg_color_type(&self) -> JpegColorType {
        if self.pixels.channels == Channels::Grey { JpegColorType::Luma } else { JpegColorType::Ycbcr }
    }

    fn width(&self) -> u16 {
        self.width
    }

    fn height(&self) -> u16 {
        self.height
    }

    fn fill_buffers(&self, y: u16, buffers: &mut [Vec<u8>; 4]) {
        let line = usize::from(self.width) * self.pixels.channels.count();
        let line = &self.pixels.bytes[usize::from(y) * line..][..line];
        if self.pixels.channels == Channels::Grey {
            buffers[0].extend_from_slice(line);
            return;
        }
        let [luma, blue, red, _] = buffers;
        for pixel in line.chunks_exact(3) {
            let (y, cb, cr) = rgb_to_ycbcr(pixel[0], pixel[1], pixel[2]);
            luma.push(y);
            blue.push(cb);
            red.push(cr);
        }
    }
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
