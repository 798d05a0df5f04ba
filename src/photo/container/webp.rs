//! WebP (RFC 9649): chunks of a RIFF file; those of the extended format hold the words.

use super::{Blocks, Words, orientation_alone};

/// Chunks that the pixels need.
const KEPT: [&[u8; 4]; 6] = [b"ICCP", b"ANIM", b"ANMF", b"ALPH", b"VP8 ", b"VP8L"];

/// Flags of the extended format (section 2.7).
const HAS_PROFILE: u8 = 0x20;
const HAS_ALPHA: u8 = 0x10;
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;
const IS_MOVING: u8 = 0x02;

/// The chunks: each with its name and its contents.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = (&[u8; 4], &[u8])> {
    let mut rest = bytes.get(12..).filter(|_| bytes.starts_with(b"RIFF") && &bytes[8..12] == b"WEBP");
    std::iter::from_fn(move || {
        let (name, after) = rest?.split_first_chunk::<4>()?;
        let (length, after) = after.split_first_chunk::<4>()?;
        let length = u32::from_le_bytes(*length) as usize;
        let contents = after.get(..length)?;
        rest = after.get(length + length % 2..);
        Some((name, contents))
    })
}

pub(super) fn blocks(bytes: &[u8]) -> Blocks<'_> {
    let mut blocks = Blocks::default();
    for (name, contents) in chunks(bytes) {
        match name {
            b"EXIF" => {
                let exif = contents.strip_prefix(b"Exif\0\0").unwrap_or(contents);
                blocks.exif.get_or_insert(exif.into());
            }
            b"XMP " => _ = blocks.xmp.get_or_insert(contents.into()),
            _ => {}
        }
    }
    blocks
}

pub(super) fn is_moving(bytes: &[u8]) -> bool {
    chunks(bytes)
        .next()
        .is_some_and(|(name, contents)| name == b"VP8X" && contents.first().is_some_and(|flags| flags & IS_MOVING != 0))
}

pub(super) fn is_whole(bytes: &[u8]) -> bool {
    let length = bytes.get(4..8).and_then(|length| length.try_into().ok()).map(u32::from_le_bytes);
    let reaches_its_end = length.is_some_and(|length| bytes.len() as u64 >= u64::from(length) + 8);
    reaches_its_end && chunks(bytes).any(|(name, _)| matches!(name, b"VP8 " | b"VP8L" | b"ANMF"))
}

pub(super) fn with_words(bytes: &[u8], words: &Words<'_>) -> Option<Vec<u8>> {
    let mut out = b"RIFF\0\0\0\0WEBP".to_vec();
    write(&mut out, b"VP8X", &extended(bytes, words.orientation)?)?;
    for (name, contents) in chunks(bytes).filter(|(name, _)| KEPT.contains(name)) {
        write(&mut out, name, contents)?;
    }
    if words.orientation > 1 {
        write(&mut out, b"EXIF", &orientation_alone(words.orientation))?;
    }
    write(&mut out, b"XMP ", words.xmp)?;
    let length = u32::try_from(out.len() - 8).ok()?;
    out[4..8].copy_from_slice(&length.to_le_bytes());
    Some(out)
}

/// The head of the extended format: flags, and the size of the canvas less one, in 24 bits each.
fn extended(bytes: &[u8], orientation: u8) -> Option<[u8; 10]> {
    let size = imagesize::blob_size(bytes).ok()?;
    let mut flags = HAS_XMP;
    if orientation > 1 {
        flags |= HAS_EXIF;
    }
    let mut has_pixels = false;
    for (name, contents) in chunks(bytes) {
        match name {
            b"VP8X" => flags |= contents.first()? & (HAS_PROFILE | HAS_ALPHA | IS_MOVING),
            b"ALPH" => flags |= HAS_ALPHA,
            // Bit 28 after the signature: alpha is used (section 3.4).
            b"VP8L" if contents.get(4)? & 0x10 != 0 => flags |= HAS_ALPHA,
            _ => {}
        }
        has_pixels |= matches!(name, b"VP8 " | b"VP8L" | b"ANMF");
    }
    let less_one = |length: usize| u32::try_from(length.checked_sub(1)?).ok().filter(|&length| length < 1 << 24);
    let (width, height) = (less_one(size.width)?.to_le_bytes(), less_one(size.height)?.to_le_bytes());
    has_pixels.then_some([flags, 0, 0, 0, width[0], width[1], width[2], height[0], height[1], height[2]])
}

fn write(out: &mut Vec<u8>, name: &[u8; 4], contents: &[u8]) -> Option<()> {
    out.extend_from_slice(name);
    out.extend(u32::try_from(contents.len()).ok()?.to_le_bytes());
    out.extend_from_slice(contents);
    if contents.len() % 2 == 1 {
        out.push(0);
    }
    Some(())
}
