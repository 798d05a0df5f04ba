//! Text in whatever encoding somebody else wrote it. The interface to encoding_rs and chardetng, which no other file names.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};

/// How far into a page its own word on its encoding is looked for, in bytes. WHATWG's HTML standard has 1,024; real pages
/// write it later.
const PRESCAN: usize = 4096;

/// Bytes as text: in the encoding of their byte-order mark; as UTF-8 where they fit it and go beyond ASCII, which no
/// other text does by chance; in the `declared` encoding (a header's `charset`), or else the one that the text names
/// itself (`<meta charset>`, `<?xml encoding?>`), where they fit it; else as they look. What cannot be read becomes
/// `U+FFFD`.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> String {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    if !bytes.is_ascii() && is_utf_8(bytes) {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    let declared = declared.and_then(|label| Encoding::for_label(label.as_bytes()));
    let named = || unmarked_utf_16(bytes).into_iter().chain(declared).chain(named_within(bytes));
    let fits = |encoding: &'static Encoding| encoding.decode_without_bom_handling_and_without_replacement(bytes);
    let read = named().filter(|encoding| *encoding != UTF_8 || bytes.is_ascii()).find_map(fits);
    // A text in the encoding that it names may be damaged or cut off.
    let looks = || match named().find(|encoding| *encoding != UTF_8) {
        Some(encoding) if !encoding.is_single_byte() => encoding,
        _ => looks_like(bytes),
    };
    read.map_or_else(|| looks().decode_without_bom_handling(bytes).0.into_owned(), |text| text.into_owned())
}

/// UTF-8 that may end within a sign, as a text that was cut off does.
fn is_utf_8(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).map_or_else(|fault| fault.error_len().is_none(), |_| true)
}

/// UTF-16 without a mark: the signs of a page's markup have a zero in each pair of bytes, on the same side.
fn unmarked_utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(PRESCAN)];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    match (zeros(0), zeros(1)) {
        (0, odd) if odd * 3 > head.len() => Some(UTF_16LE),
        (even, 0) if even * 3 > head.len() => Some(UTF_16BE),
        _ => None,
    }
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
    Some(if found == UTF_16LE || found == UTF_16BE { UTF_8 } else { found })
}

/// What the bytes look like to a browser that nobody tells.
fn looks_like(bytes: &[u8]) -> &'static Encoding {
    if bytes.is_ascii() {
        let escapes = bytes.windows(2).any(|pair| pair == b"\x1b$");
        return if escapes { ISO_2022_JP } else { UTF_8 };
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, if is_utf_8(bytes) { Utf8Detection::Allow } else { Utf8Detection::Deny })
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
        assert_eq!(decode(&japanese[..japanese.len() - 1], None).chars().last(), Some('\u{fffd}'));
    }

    #[test]
    fn text_that_calls_itself_something_else_is_read_all_the_same() {
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode("“L’été” à Paris");
        for said in [Some("iso-8859-1"), Some("utf-8"), None] {
            assert_eq!(decode(&latin, said), "“L’été” à Paris", "{said:?}");
        }
        assert_eq!(decode("“L’été”".as_bytes(), Some("windows-1252")), "“L’été”");
        let wide: Vec<u8> = "<p>Wide text</p>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(&wide, None), "<p>Wide text</p>");
        let (escaped, _, _) = encoding_rs::ISO_2022_JP.encode("日本");
        assert_eq!(decode(&escaped, Some("iso-2022-jp")), "日本");
        assert_eq!(decode(b"", None), "");
    }
}
