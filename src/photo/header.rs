//! The head of a picture's file: kind, size and credits, without its pixels. The interface to imagesize.

use serde::{Deserialize, Serialize};

use super::{Credits, Kind, container, metadata};

/// What is known of a picture before its pixels are looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    /// What sort of picture it is.
    pub kind: Kind,
    /// Width and height in pixels as it is to be shown, which may be on its side in the file; none where the file does
    /// not say (an SVG) or is too broken to.
    pub size: Option<(u32, u32)>,
    /// Whether the file reaches to the end of the picture.
    pub whole: bool,
    /// Whether it moves: it has several pictures that follow one another.
    pub moving: bool,
    /// How it lies in the file: 1 upright to 8, as EXIF counts.
    pub orientation: u8,
    /// Who made it, and under which terms.
    pub credits: Credits,
}

impl Header {
    /// Reads the head of a file; none where it is no picture.
    pub fn read(bytes: &[u8], name: &str) -> Option<Self> {
        let kind = Kind::of(bytes, name)?;
        let blocks = container::blocks(kind, bytes);
        let exif = blocks.exif.as_deref().map(metadata::exif).unwrap_or_default();
        let size = match kind {
            Kind::Svg => None,
            _ => {
                size(bytes).map(|(width, height)| if exif.orientation > 4 { (height, width) } else { (width, height) })
            }
        };
        Some(Self {
            kind,
            size,
            whole: container::is_whole(kind, bytes),
            moving: container::is_moving(kind, bytes),
            orientation: exif.orientation,
            credits: metadata::read(&blocks, exif),
        })
    }
}

fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    let size = imagesize::blob_size(bytes).ok()?;
    let size = (u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?);
    (size.0 > 0 && size.1 > 0).then_some(size)
}
