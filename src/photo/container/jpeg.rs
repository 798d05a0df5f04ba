//! JPEG (ITU-T T.81, annex B): segments before the first scan hold the words.

use super::{Blocks, Words, orientation_alone};

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const SOS: u8 = 0xda;
const APP0: u8 = 0xe0;
const APP1: u8 = 0xe1;
const APP2: u8 = 0xe2;
const APP13: u8 = 0xed;
const APP14: u8 = 0xee;
const APP15: u8 = 0xef;
const COM: u8 = 0xfe;

const EXIF: &[u8] = b"Exif\0\0";
const XMP: &[u8] = b"http://ns.adobe.com/xap/1.0/\0";
const PHOTOSHOP: &[u8] = b"Photoshop 3.0\0";
const ICC: &[u8] = b"ICC_PROFILE\0";

/// The longest contents of a segment: its length counts itself and has 16 bits.
const LONGEST: usize = 0xffff - 2;

/// A segment: its marker and its contents.
struct Segment<'a> {
    marker: u8,
    contents: &'a [u8],
    /// Where the next one begins.
    end: usize,
}

/// The segment at a position, fill bytes passed over; none where no whole one is there.
fn segment(bytes: &[u8], mut at: usize) -> Option<Segment<'_>> {
    if *bytes.get(at)? != 0xff {
        return None;
    }
    while *bytes.get(at)? == 0xff {
        at += 1;
    }
    let marker = bytes[at];
    if is_alone(marker) {
        return Some(Segment { marker, contents: &[], end: at + 1 });
    }
    let length = usize::from(u16::from_be_bytes([*bytes.get(at + 1)?, *bytes.get(at + 2)?]));
    let contents = bytes.get(at + 3..at + 1 + length)?;
    Some(Segment { marker, contents, end: at + 1 + length })
}

/// Markers without contents: TEM, RSTn, SOI, EOI.
fn is_alone(marker: u8) -> bool {
    matches!(marker, 0x01 | 0xd0..=EOI)
}

/// The segments up to the first scan, which is the last of them.
fn head(bytes: &[u8]) -> impl Iterator<Item = Segment<'_>> {
    let mut next = Some(0);
    std::iter::from_fn(move || {
        let found = segment(bytes, next?)?;
        next = (!matches!(found.marker, SOS | EOI)).then_some(found.end);
        Some(found)
    })
}

pub(super) fn blocks(bytes: &[u8]) -> Blocks<'_> {
    let mut blocks = Blocks::default();
    let mut iim = Vec::new();
    for Segment { marker, contents, .. } in head(bytes) {
        if marker == APP1 {
            if let Some(exif) = contents.strip_prefix(EXIF) {
                blocks.exif.get_or_insert(exif.into());
            } else if let Some(xmp) = contents.strip_prefix(XMP) {
                blocks.xmp.get_or_insert(xmp.into());
            }
        } else if let (APP13, Some(resources)) = (marker, contents.strip_prefix(PHOTOSHOP)) {
            iim.extend_from_slice(resources);
        }
    }
    blocks.iim = records(&iim).map(|records| records.to_vec().into());
    blocks
}

/// The IIM records among Photoshop's image resources: `8BIM`, a number, a name, a length, contents, padded to even.
fn records(mut resources: &[u8]) -> Option<&[u8]> {
    loop {
        let rest = resources.strip_prefix(b"8BIM")?;
        let number = u16::from_be_bytes([*rest.first()?, *rest.get(1)?]);
        let name = usize::from(*rest.get(2)?) + 1;
        let at = 2 + name + name % 2;
        let length = u32::from_be_bytes(rest.get(at..at + 4)?.try_into().ok()?) as usize;
        let end = (at + 4).checked_add(length)?;
        let contents = rest.get(at + 4..end)?;
        if number == 0x0404 {
            return Some(contents);
        }
        resources = rest.get(end + length % 2..)?;
    }
}

pub(super) fn with_words(bytes: &[u8], words: &Words<'_>) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len() + words.xmp.len() + words.iim.len() + 256);
    let mut pending = true;
    for Segment { marker, contents, end } in head(bytes) {
        match marker {
            SOI => out.extend([0xff, SOI]),
            APP0 if contents.starts_with(b"JFIF\0") => write(&mut out, marker, contents)?,
            _ if pending => {
                put(&mut out, words)?;
                pending = false;
                keep(&mut out, marker, contents)?;
            }
            _ => keep(&mut out, marker, contents)?,
        }
        if marker == SOS {
            out.extend_from_slice(bytes.get(end..end_of_picture(bytes, end)?)?);
            return Some(out);
        }
    }
    None
}

/// Writes a segment that belongs to the pixels: profiles, tables, frames; words and what nobody knows are left out.
fn keep(out: &mut Vec<u8>, marker: u8, contents: &[u8]) -> Option<()> {
    let kept = match marker {
        APP2 => contents.starts_with(ICC),
        APP14 => contents.starts_with(b"Adobe"),
        APP0..=APP15 | COM => false,
        _ => true,
    };
    if kept { write(out, marker, contents) } else { Some(()) }
}

fn put(out: &mut Vec<u8>, words: &Words<'_>) -> Option<()> {
    if words.orientation > 1 {
        write(out, APP1, &[EXIF, &orientation_alone(words.orientation)].concat())?;
    }
    write(out, APP1, &[XMP, words.xmp].concat())?;
    let length = u32::try_from(words.iim.len()).ok()?.to_be_bytes();
    let padding: &[u8] = if words.iim.len() % 2 == 1 { &[0] } else { &[] };
    write(out, APP13, &[PHOTOSHOP, b"8BIM\x04\x04\0\0", &length, words.iim, padding].concat())
}

fn write(out: &mut Vec<u8>, marker: u8, contents: &[u8]) -> Option<()> {
    out.extend([0xff, marker]);
    if is_alone(marker) {
        return Some(());
    }
    let length = u16::try_from(contents.len()).ok().filter(|_| contents.len() <= LONGEST)? + 2;
    out.extend(length.to_be_bytes());
    out.extend_from_slice(contents);
    Some(())
}

pub(super) fn is_whole(bytes: &[u8]) -> bool {
    let scan = head(bytes).find(|segment| segment.marker == SOS);
    scan.is_some_and(|scan| end_of_picture(bytes, scan.end).is_some())
}

/// Where the picture that begins its scan at `at` ends: what follows, such as a preview, is none of it.
fn end_of_picture(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        at += bytes.get(at..)?.iter().position(|&byte| byte == 0xff)?;
        match *bytes.get(at + 1)? {
            0 | 0x01 | 0xd0..=0xd7 => at += 2,
            0xff => at += 1,
            EOI => return Some(at + 2),
            _ => at = segment(bytes, at)?.end,
        }
    }
}
