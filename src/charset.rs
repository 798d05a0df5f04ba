//! Text in whatever encoding somebody else wrote it. The interface to encoding_rs and chardetng, which no other file names.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::Encoding;

/// How far into a page its own word on its encoding is looked for, in bytes (WHATWG's HTML standard).
const PRESCAN: usize = 1024;

/// Bytes as text: in the encoding of their byte-order mark, else the `declared` one (a header's `charset`), else the one
/// that the text names itself (`<meta charset>`, `<?xml encoding?>`), else UTF-8 where it fits, else as they look.
/// What cannot be read becomes `U+FFFD`.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> String {
    let known = |label: &str| Encoding::for_label(label.as_bytes());
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None => match declared.and_then(known) {
            Some(encoding) if encoding != encoding_rs::UTF_8 => encoding,
            Some(encoding) if fits_utf8(bytes) => encoding,
            _ => named_within(bytes).filter(|named| *named != encoding_rs::UTF_8).unwrap_or_else(|| looks_like(bytes)),
        },
    };
    encoding.decode(bytes).0.into_owned()
}

/// The encoding that a page names near its beginning. One that says UTF-16 in letters that can be read is not in it.
fn named_within(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(PRESCAN)]).to_ascii_lowercase();
    let after = |word: &str| head.match_indices(word).map(|(at, _)| at + word.len()).collect::<Vec<_>>();
    let places = after("charset").into_iter().chain(after("encoding"));
    let label = |at: usize| {
        let rest = head[at..].trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c))).unwrap_or(rest.len());
        Encoding::for_label(&rest.as_bytes()[..end])
    };
    let found = places.filter_map(label).next()?;
    Some(if found == encoding_rs::UTF_16LE || found == encoding_rs::UTF_16BE { encoding_rs::UTF_8 } else { found })
}

/// UTF-8 where it fits; bytes that say they are and are not are in something else.
fn looks_like(bytes: &[u8]) -> &'static Encoding {
    if fits_utf8(bytes) {
        return encoding_rs::UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// Whether bytes are UTF-8; a text that was cut off may end within a sign.
fn fits_utf8(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).map_or_else(|fault| fault.error_len().is_none(), |_| true)
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn text_is_read_in_the_encoding_it_is_in() {
        let (russian, _, _) = encoding_rs::WINDOWS_1251.encode("Страница не найдена, к сожалению");
        let (japanese, _, _) = encoding_rs::SHIFT_JIS.encode("<meta charset=\"Shift_JIS\">ページが見つかりません");
        assert_eq!(decode(&russian, Some("windows-1251")), "Страница не найдена, к сожалению");
        assert_eq!(decode(&russian, Some("utf-8")), "Страница не найдена, к сожалению");
        assert_eq!(decode(&russian, Some("no-such-thing")), "Страница не найдена, к сожалению");
        assert!(decode(&japanese, None).ends_with("ページが見つかりません"));
        assert_eq!(decode("\u{feff}Grün".as_bytes(), Some("latin1")), "Grün");
        let page = b"<meta http-equiv='content-type' content='text/html; charset = iso-8859-1'>Gr\xfcn";
        assert!(decode(page, None).ends_with(">Grün"));
        assert_eq!(decode(b"<meta charset=utf-16>\xc3\xbc", None), "<meta charset=utf-16>ü");
        assert_eq!(decode(&"Grün".as_bytes()[..3], None), "Gr\u{fffd}");
    }
}
