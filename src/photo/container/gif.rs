//! GIF (CompuServe, 89a): a moving picture passes through whole, but for the words in it.

const EXTENSION: u8 = 0x21;
const IMAGE: u8 = 0x2c;
const TRAILER: u8 = 0x3b;
const GRAPHIC_CONTROL: u8 = 0xf9;
const APPLICATION: u8 = 0xff;

/// The applications whose words are about the pixels: how often a moving picture runs.
const KEPT: [&[u8]; 2] = [b"NETSCAPE2.0", b"ANIMEXTS1.0"];

/// The same picture without comments, XMP and what follows its end; none where it is cut off.
pub(super) fn without_words(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut at = 13 + table(*bytes.get(10)?);
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(bytes.get(..at)?);
    loop {
        let start = at;
        let kept = match *bytes.get(at)? {
            TRAILER => {
                out.push(TRAILER);
                return Some(out);
            }
            IMAGE => {
                at += 10 + table(*bytes.get(at + 9)?) + 1;
                true
            }
            EXTENSION => {
                at += 2;
                match bytes[at - 1..] {
                    [GRAPHIC_CONTROL, ..] => true,
                    [APPLICATION, _, ref name @ ..] => KEPT.iter().any(|kept| name.starts_with(kept)),
                    _ => false,
                }
            }
            _ => return None,
        };
        at = end_of_blocks(bytes, at)?;
        if kept {
            out.extend_from_slice(&bytes[start..at]);
        }
    }
}

/// The length of the colour table that a packed field announces.
fn table(packed: u8) -> usize {
    if packed & 0x80 == 0 { 0 } else { 3 << ((packed & 7) + 1) }
}

/// Where a chain of blocks, each with its length before it, ends.
fn end_of_blocks(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let length = usize::from(*bytes.get(at)?);
        at += 1 + length;
        if length == 0 {
            return Some(at);
        }
    }
}
