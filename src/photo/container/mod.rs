//! The parts of a picture's file that hold words about it: found, or replaced by our own.
//!
//! One file for each format: [`jpeg`], [`png`], [`webp`], [`gif`]. Pixels pass through as they are.

mod gif;
mod jpeg;
mod png;
mod webp;

use std::borrow::Cow;

use super::Kind;

/// The words about a picture in their own formats.
#[derive(Debug, Default)]
pub(super) struct Blocks<'a> {
    /// EXIF, from the mark of its byte order on.
    pub exif: Option<Cow<'a, [u8]>>,
    /// XMP: RDF in XML.
    pub xmp: Option<Cow<'a, [u8]>>,
    /// IPTC-IIM: records, without what encloses them.
    pub iim: Option<Cow<'a, [u8]>>,
}

/// Words to put into a picture.
#[derive(Debug)]
pub(super) struct Words<'a> {
    /// XMP.
    pub xmp: &'a [u8],
    /// IPTC-IIM records, for JPEG alone.
    pub iim: &'a [u8],
    /// How the picture lies in the file, which viewers have to know; 1 needs no word.
    pub orientation: u8,
}

/// Finds the words in a file.
pub(super) fn blocks(kind: Kind, bytes: &[u8]) -> Blocks<'_> {
    match kind {
        Kind::Jpeg => jpeg::blocks(bytes),
        Kind::Png => png::blocks(bytes),
        Kind::Webp => webp::blocks(bytes),
        _ => Blocks::default(),
    }
}

/// Whether a picture moves; a GIF is taken to.
pub(super) fn is_moving(kind: Kind, bytes: &[u8]) -> bool {
    match kind {
        Kind::Gif => true,
        Kind::Webp => webp::is_moving(bytes),
        Kind::Png => png::is_moving(bytes),
        _ => false,
    }
}

/// Whether the file reaches to the end of its picture.
pub(super) fn is_whole(kind: Kind, bytes: &[u8]) -> bool {
    match kind {
        Kind::Jpeg => jpeg::is_whole(bytes),
        Kind::Png => png::is_whole(bytes),
        Kind::Webp => webp::is_whole(bytes),
        Kind::Gif => gif::without_words(bytes).is_some(),
        _ => true,
    }
}

/// The same picture with these words and no others: no place, no serial number, no preview of what was cut away. None
/// where the file is too broken, or of a format that is not written.
pub(super) fn with_words(kind: Kind, bytes: &[u8], words: &Words<'_>) -> Option<Vec<u8>> {
    match kind {
        Kind::Jpeg => jpeg::with_words(bytes, words),
        Kind::Png => png::with_words(bytes, words),
        Kind::Webp => webp::with_words(bytes, words),
        Kind::Gif => gif::without_words(bytes),
        _ => None,
    }
}

/// The smallest EXIF that says how a picture lies (EXIF 3.0, 4.6.5.1.6): one entry in big-endian order.
fn orientation_alone(orientation: u8) -> Vec<u8> {
    let mut exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    exif
}
