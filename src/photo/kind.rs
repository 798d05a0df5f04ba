//! What sort of picture a file is: told by its first bytes, not by its name.

use serde::{Deserialize, Serialize};

/// A sort of picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    Webp,
    /// GIF, moving or not.
    Gif,
    /// SVG.
    Svg,
    /// AVIF.
    Avif,
    /// HEIC, as telephones write it; no browser shows it but one.
    Heic,
    /// TIFF; no browser shows it but one.
    Tiff,
}

impl Kind {
    /// The sort of picture that begins with these bytes; an SVG has no mark of its own and is known by its name.
    pub fn of(bytes: &[u8], name: &str) -> Option<Self> {
        let brand = bytes.get(8..12).filter(|_| bytes.get(4..8) == Some(b"ftyp"));
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Some(Self::Gif),
            [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => Some(Self::Tiff),
            _ => match brand {
                Some(b"avif" | b"avis") => Some(Self::Avif),
                Some(b"heic" | b"heix" | b"mif1" | b"msf1" | b"hevc") => Some(Self::Heic),
                _ => (extension(name) == "svg").then_some(Self::Svg),
            },
        }
    }

    /// Whether a file of this name is meant to be a picture.
    pub fn is_meant_by(name: &str) -> bool {
        let known = ["jpg", "jpeg", "jpe", "png", "webp", "gif", "svg", "avif", "heic", "heif", "tif", "tiff"];
        known.contains(&extension(name).as_str())
    }

    /// The media type (IANA's registry).
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Gif => "image/gif",
            Self::Svg => "image/svg+xml",
            Self::Avif => "image/avif",
            Self::Heic => "image/heic",
            Self::Tiff => "image/tiff",
        }
    }

    /// The usual ending of a file's name, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Gif => "gif",
            Self::Svg => "svg",
            Self::Avif => "avif",
            Self::Heic => "heic",
            Self::Tiff => "tiff",
        }
    }

    /// Whether it is a sort that photographs come in, rather than drawings, charts and screenshots.
    pub fn is_photographic(self) -> bool {
        matches!(self, Self::Jpeg | Self::Webp | Self::Avif | Self::Heic | Self::Tiff)
    }
}

fn extension(name: &str) -> String {
    name.rsplit_once('.').map_or_else(String::new, |(_, extension)| extension.to_ascii_lowercase())
}
