//! Photos: what a picture's file says of itself, and the derivatives that readers get, with their credit.
//!
//! 1. [`header`] tells kind, size and credits from a file's bytes without its pixels.
//! 2. [`metadata`] reads and writes credits as IPTC-IIM and XMP, and reads those in EXIF.
//! 3. [`container`] finds them in JPEG, PNG, WebP and GIF, and puts them there in place of all else.
//! 4. [`develop`](mod@develop) makes derivatives by [`recipe`]s: [`decode`], [`pixels`], [`encode`].
//! 5. [`svg`] makes drawings harmless.
//!
//! Whatever the bytes: nothing here panics, and no length is believed before it is checked.

mod container;
mod credits;
mod decode;
mod develop;
mod encode;
mod fault;
mod focus;
mod header;
mod kind;
mod metadata;
mod pixels;
mod recipe;
mod svg;

pub use credits::{Credits, GENERATED};
pub use develop::{Developed, develop};
pub use fault::Fault;
pub use focus::Focus;
pub use header::Header;
pub use kind::Kind;
pub use recipe::{Area, Effort, Format, Recipe};
pub use svg::harmless_svg;

/// The same picture with these credits, as IPTC-IIM and XMP, in place of all words that its file held: no place, no
/// serial number, no name of an owner, no preview of what was cut away. None where the file is too broken for that, or
/// of a kind that is not written (AVIF, HEIC, TIFF, SVG).
pub fn with_credits(kind: Kind, bytes: &[u8], credits: &Credits, orientation: u8) -> Option<Vec<u8>> {
    let (xmp, iim) = (metadata::write_xmp(credits), metadata::write_iim(credits));
    container::with_words(kind, bytes, &container::Words { xmp: &xmp, iim: &iim, orientation })
}

#[cfg(test)]
mod tests;
