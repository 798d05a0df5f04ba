//! Credits in the three formats that photographs carry them in.
//!
//! [`xmp`] counts before [`iim`], as Google reads them, and [`exif`](mod@exif), which cameras write, comes last. Written are XMP
//! and, for JPEG, IIM: from the editors' words alone, so that nothing passes through that nobody looked at.

mod exif;
mod iim;
mod xmp;

use super::Credits;
use super::container::Blocks;

pub(super) use self::exif::{Exif, exif};
pub(super) use iim::write as write_iim;
pub(super) use xmp::write as write_xmp;

/// What all three formats say together.
pub(super) fn read(blocks: &Blocks<'_>, exif: Exif) -> Credits {
    let xmp = blocks.xmp.as_deref().map(xmp::read).unwrap_or_default();
    let iim = blocks.iim.as_deref().map(iim::read).unwrap_or_default();
    xmp.or(iim).or(exif.credits)
}

/// The longest text that is read or written, in bytes; longer ones are cut.
const LONGEST: usize = 8 << 10;

/// A text from a file as an editor would have typed it: without control characters, its ends trimmed; none where
/// nothing is left.
fn tidy(text: &str) -> Option<String> {
    let text = shortened(text.trim_matches(|c: char| c.is_whitespace() || c == '\0'), LONGEST);
    let text: String =
        text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !c.is_control()).collect();
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The beginning of a text that is at most so many bytes long.
fn shortened(text: &str, bytes: usize) -> &str {
    &text[..text.floor_char_boundary(bytes)]
}
