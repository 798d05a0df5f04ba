//! Text as part of HTML or of an address, and back.

use std::borrow::Cow;

/// Appends text escaped for use between tags and inside double-quoted attributes.
pub(super) fn push(html: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"']) {
        html.push_str(&rest[..at]);
        html.push_str(match rest.as_bytes()[at] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        rest = &rest[at + 1..];
    }
    html.push_str(rest);
}

/// Text escaped for use between tags and inside double-quoted attributes.
pub(super) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 8);
    push(&mut html, text);
    html
}

/// Puts U+FFFD in place of the control characters that no HTML may hold (CommonMark 0.31, section 2.3, of U+0000).
pub(super) fn replace_forbidden(html: &mut String) {
    let forbidden = |byte: u8| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\x0c' | b'\r');
    // Without a way out in its midst, this loop looks at many bytes at once.
    if html.bytes().fold(false, |found, byte| found | forbidden(byte)) {
        *html = html.replace(|c: char| u8::try_from(c).is_ok_and(forbidden), "\u{fffd}");
    }
}

/// An address with every `%41` read as the byte that it stands for; as written where that gives no text.
pub(super) fn percent_decoded(address: &str) -> Cow<'_, str> {
    if !address.contains('%') {
        return Cow::Borrowed(address);
    }
    let bytes = address.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], bytes.get(at + 1).and_then(hex), bytes.get(at + 2).and_then(hex)) {
            (b'%', Some(high), Some(low)) => {
                decoded.push(high * 16 + low);
                at += 3;
            }
            (byte, ..) => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).map_or(Cow::Borrowed(address), Cow::Owned)
}

fn hex(byte: &u8) -> Option<u8> {
    (*byte as char).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

/// Appends an address with what may not stand in one percent-encoded, then escaped for an attribute.
pub(super) fn push_address(html: &mut String, address: &str) {
    for c in address.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '\'' => html.push_str("&#x27;"),
            'a'..='z' | 'A'..='Z' | '0'..='9' => html.push(c),
            _ if "-_.!*();:@=+$,/?#%~".contains(c) => html.push(c),
            _ => {
                let mut buffer = [0; 4];
                for byte in c.encode_utf8(&mut buffer).bytes() {
                    html.push_str(&format!("%{byte:02X}"));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_html_gives_a_meaning_is_escaped() {
        assert_eq!(escaped(r#"a < b & "c" > d"#), "a &lt; b &amp; &quot;c&quot; &gt; d");
    }

    #[test]
    fn percent_signs_are_read() {
        for (written, meant) in
            [("a%20b.jpg", "a b.jpg"), ("%C3%A9", "é"), ("%ff", "%ff"), ("100%", "100%"), ("%4", "%4"), ("é%21", "é!")]
        {
            assert_eq!(percent_decoded(written), meant, "{written}");
        }
    }
}
