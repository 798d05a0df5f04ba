//! From a file's bytes to pixels, within limits. The interface to image.

use std::io::Cursor;

use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};

use super::pixels::{Channels, Pixels};
use super::{Fault, Kind, container};

/// What a decoder may use beside the pixels themselves.
const SCRATCH: u64 = 64 << 20;

/// The bytes of a pixel where each channel has sixteen bits.
const WIDEST: u64 = 8;

/// The pixels as they lie in the file, with the colour profile that they are to be seen by. No more memory is taken than
/// so many pixels need, however much more a packed profile or a frame would fill.
pub(super) fn decode(kind: Kind, bytes: &[u8], most_pixels: u64) -> Result<(Pixels, Option<Vec<u8>>), Fault> {
    let format = match kind {
        Kind::Jpeg => ImageFormat::Jpeg,
        Kind::Png => ImageFormat::Png,
        Kind::Webp => ImageFormat::WebP,
        Kind::Gif => ImageFormat::Gif,
        kind => return Err(Fault::Unreadable(kind)),
    };
    // Decoders fill up with grey what is missing: nobody wants to publish that.
    if !container::is_whole(kind, bytes) {
        return Err(Fault::Broken(None));
    }
    let broken = |error: ImageError| Fault::Broken(Some(error.to_string()));
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(most_pixels.saturating_mul(WIDEST) + SCRATCH);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(broken)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > most_pixels {
        return Err(Fault::TooManyPixels(width, height));
    }
    let profile = decoder.icc_profile().unwrap_or_default();
    let image = DynamicImage::from_decoder(decoder).map_err(broken)?;
    Ok((pixels(image), profile))
}

fn pixels(image: DynamicImage) -> Pixels {
    let (width, height) = (image.width(), image.height());
    let (channels, bytes) = if image.color().has_alpha() {
        (Channels::Rgba, image.into_rgba8().into_raw())
    } else if image.color().has_color() {
        (Channels::Rgb, image.into_rgb8().into_raw())
    } else {
        (Channels::Grey, image.into_luma8().into_raw())
    };
    Pixels { width, height, channels, bytes }
}
