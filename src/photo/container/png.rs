//! PNG (W3C, third edition): chunks hold the words.

use super::{Blocks, Words, orientation_alone};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
const XMP: &[u8] = b"XML:com.adobe.xmp\0";

/// Chunks that the pixels need; all others are words, or of no use to a reader.
const KEPT: [&[u8; 4]; 16] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"bKGD",
    b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

/// The chunks: each with its type and its contents.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = (&[u8; 4], &[u8])> {
    let mut rest = bytes.strip_prefix(SIGNATURE);
    std::iter::from_fn(move || {
        let (length, after) = rest?.split_first_chunk::<4>()?;
        let (kind, after) = after.split_first_chunk::<4>()?;
        let length = u32::from_be_bytes(*length) as usize;
        let contents = after.get(..length)?;
        rest = after.get(length.checked_add(4)?..);
        Some((kind, contents))
    })
}

pub(super) fn blocks(bytes: &[u8]) -> Blocks<'_> {
    let mut blocks = Blocks::default();
    for (kind, contents) in chunks(bytes) {
        match kind {
            b"eXIf" => _ = blocks.exif.get_or_insert(contents.into()),
            b"iTXt" => {
                // A flag and a method of compression, a language and a translated keyword stand before the text.
                let text = contents.strip_prefix(XMP).and_then(|rest| rest.strip_prefix(&[0, 0]));
                let text = text.and_then(|rest| rest.splitn(3, |&byte| byte == 0).nth(2));
                if let Some(xmp) = text {
                    blocks.xmp.get_or_insert(xmp.into());
                }
            }
            _ => {}
        }
    }
    blocks
}

pub(super) fn is_moving(bytes: &[u8]) -> bool {
    chunks(bytes).take_while(|(kind, _)| *kind != b"IDAT").any(|(kind, _)| kind == b"acTL")
}

pub(super) fn is_whole(bytes: &[u8]) -> bool {
    chunks(bytes).any(|(kind, _)| kind == b"IEND")
}

pub(super) fn with_words(bytes: &[u8], words: &Words<'_>) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len() + words.xmp.len() + 128);
    out.extend_from_slice(SIGNATURE);
    let mut whole = false;
    for (kind, contents) in chunks(bytes).filter(|(kind, _)| KEPT.contains(kind)) {
        write(&mut out, kind, contents)?;
        if kind == b"IHDR" {
            if words.orientation > 1 {
                write(&mut out, b"eXIf", &orientation_alone(words.orientation))?;
            }
            write(&mut out, b"iTXt", &[XMP, &[0, 0, 0, 0], words.xmp].concat())?;
        }
        whole |= kind == b"IEND";
    }
    whole.then_some(out)
}

fn write(out: &mut Vec<u8>, kind: &[u8; 4], contents: &[u8]) -> Option<()> {
    out.extend(u32::try_from(contents.len()).ok()?.to_be_bytes());
    let start = out.len();
    out.extend_from_slice(kind);
    out.extend_from_slice(contents);
    let sum = checksum(&out[start..]);
    out.extend(sum.to_be_bytes());
    Some(())
}

/// The cyclic redundancy code of a chunk (section 5.5).
fn checksum(bytes: &[u8]) -> u32 {
    let mut table = [0_u32; 256];
    for (entry, number) in table.iter_mut().zip(0_u32..) {
        *entry = (0..8).fold(number, |sum, _| (sum >> 1) ^ (0xedb8_8320 & 0_u32.wrapping_sub(sum & 1)));
    }
    let step = |sum: u32, byte: &u8| table[((sum ^ u32::from(*byte)) & 0xff) as usize] ^ (sum >> 8);
    !bytes.iter().fold(u32::MAX, step)
}
