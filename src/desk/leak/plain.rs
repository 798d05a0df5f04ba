//! The plain form of a text in which words are looked for: words in lower case with one blank between them, and nothing
//! else, so that the same words are found in HTML, XML, JSON, addresses and plain text, however they are broken, marked
//! up and punctuated.

use crate::language::is_without_blanks;

/// What no plain form holds, so that no words are found across it.
const GAP: char = '\u{0}';

/// The words of a text without markup; in front of each and behind it a blank, but where the script has none.
pub(super) fn words(text: &str) -> String {
    let mut side = Side::default();
    text.chars().for_each(|c| side.put(c));
    side.done()
}

/// Two plain forms of a file: what stands outside of tags, and what within, such as descriptions and comments.
pub(super) fn sides(text: &str) -> [String; 2] {
    let (mut outside, mut inside) = (Side::default(), Side::default());
    let mut is_tag = false;
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        // Most of a file is words of plain letters, and means nothing else.
        let word = rest.bytes().take_while(u8::is_ascii_alphanumeric).count();
        if word > 0 {
            let side = if is_tag { &mut inside } else { &mut outside };
            side.put_plain(&rest[..word]);
            rest = &rest[word..];
            continue;
        }
        let escape = escape(rest);
        let side = if is_tag { &mut inside } else { &mut outside };
        match c {
            '<' if !is_tag && begins_tag(rest) => {
                is_tag = true;
                side.put(' ');
            }
            '>' if is_tag => {
                is_tag = false;
                inside.part();
            }
            _ if escape > 0 => side.put(' '),
            _ => side.put(c),
        }
        rest = &rest[escape.max(c.len_utf8())..];
    }
    [outside.done(), inside.done()]
}

/// How long the reference (`&quot;`, `&#x27;`) or the escape (`\n`, `\u2019`) is that a text begins with; 0 where there is
/// none. Those of letters are not known: nothing that makes the output writes letters so.
fn escape(text: &str) -> usize {
    let bytes = text.as_bytes();
    match bytes {
        [b'&', rest @ ..] => {
            let name = rest.iter().take(10).take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'#').count();
            if name > 0 && rest.get(name) == Some(&b';') { name + 2 } else { 0 }
        }
        [b'\\', b'n' | b'r' | b't', ..] => 2,
        [b'\\', b'u', a, b, c, d, ..] if [a, b, c, d].iter().all(|byte| byte.is_ascii_hexdigit()) => 6,
        _ => 0,
    }
}

fn begins_tag(text: &str) -> bool {
    text.as_bytes().get(1).is_some_and(|byte| byte.is_ascii_alphabetic() || b"/!?".contains(byte))
}

/// A plain form in the making.
#[derive(Debug, Default)]
struct Side {
    text: String,
    /// The last sign of a word.
    last: Option<char>,
}

impl Side {
    fn put(&mut self, c: char) {
        if c.is_alphanumeric() {
            if self.last.is_none() && !is_without_blanks(c) {
                self.blank();
            }
            self.text.extend(c.to_lowercase());
            self.last = Some(c);
        } else if !is_unseen(c) {
            self.end_word();
        }
    }

    /// The same for ASCII letters and digits alone, which all belong to one word.
    fn put_plain(&mut self, word: &str) {
        if self.last.is_none() {
            self.blank();
        }
        let start = self.text.len();
        self.text.push_str(word);
        self.text[start..].make_ascii_lowercase();
        self.last = word.chars().next_back();
    }

    fn end_word(&mut self) {
        if self.last.take().is_some_and(|last| !is_without_blanks(last)) {
            self.blank();
        }
    }

    fn blank(&mut self) {
        if !self.text.ends_with(' ') {
            self.text.push(' ');
        }
    }

    /// Ends what belongs together.
    fn part(&mut self) {
        self.end_word();
        self.text.push(GAP);
    }

    fn done(mut self) -> String {
        self.end_word();
        self.text
    }
}

/// What stands within words and is not seen: the soft hyphen, joiners.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// The bytes that a letter's quoted-printable text stands for (RFC 2045, section 6.7); what is none stays as it is.
pub(super) fn letter(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let [first, tail @ ..] = rest {
        rest = match rest {
            [b'=', b'\r', b'\n', tail @ ..] | [b'=', b'\n', tail @ ..] => tail,
            [b'=', high, low, tail @ ..] if let Some(byte) = hex(*high, *low) => {
                plain.push(byte);
                tail
            }
            _ => {
                plain.push(*first);
                tail
            }
        };
    }
    plain
}

fn hex(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_alone_in_lower_case() {
        assert_eq!(words("  The “Min\u{ad}ister”—again!"), " the minister again ");
        assert_eq!(words("据报道，首相"), "据报道首相");
        assert_eq!(words("G20峰会"), " g20峰会");
        assert_eq!(words(" … "), "");
    }

    #[test]
    fn what_stands_in_tags_is_kept_apart() {
        let [outside, inside] = sides("a <b title='One two'>bold</b> 3 < 4 &amp; 5\\nx<!-- three -->");
        assert_eq!(outside, " a bold 3 4 5 x ");
        assert_eq!(inside, " b title one two \u{0} b \u{0} three \u{0}");
    }
}
