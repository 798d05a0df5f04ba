//! `photos`: what of photos is published, and how large they may be.

use super::defaults;
use super::read::{keys, number};
use crate::yaml::{Group, Keys};

/// The keys under `photos`.
pub const PHOTOS: Keys = keys(&["originals", "max_megapixels", "max_megabytes"]);

/// What of photos is published, and how large they may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Photos {
    /// Whether the photos themselves are published beside what is made of them, without place and serial number.
    pub originals: bool,
    /// The most pixels that a photo may have, in millions.
    pub max_megapixels: usize,
    /// The longest file that a photo may be, in units of 1,048,576 bytes.
    pub max_megabytes: usize,
}

/// Reads `photos`.
pub(super) fn photos(group: &Group<'_>) -> Photos {
    let field = group.field("photos");
    let group = field.as_ref().and_then(|field| field.group(PHOTOS));
    let group = group.as_ref();
    Photos {
        originals: group.and_then(|group| group.flag("originals")).unwrap_or(defaults::PHOTO_ORIGINALS),
        max_megapixels: group
            .and_then(|group| number(group, "max_megapixels", 1..=1000))
            .unwrap_or(defaults::PHOTO_MEGAPIXELS),
        max_megabytes: group
            .and_then(|group| number(group, "max_megabytes", 1..=1000))
            .unwrap_or(defaults::PHOTO_MEGABYTES),
    }
}
