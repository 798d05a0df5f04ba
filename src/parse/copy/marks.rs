//! What the desk compares entries by, made once when an entry is parsed: comparing ten thousand must take milliseconds.

use serde::{Deserialize, Serialize};

use crate::address;
use crate::load::Digest;
use crate::parse::{Entry, Outward};
use crate::slug::fold;

/// The fewest words, or the fewest digits in a row, that the last part of an address has where it is one story's.
const STORY_WORDS: usize = 3;
const STORY_DIGITS: usize = 5;

/// What the desk compares an entry with others by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    /// The words of the headline as hashes, sorted, each once.
    pub headline: Box<[HeadlineWord]>,
    /// The page of each source's address, in the order of the sources; none where it is a site rather than a page.
    pub sources: Box<[Option<WebPage>]>,
    /// The same for links away from the site, where the address is one story's.
    pub links: Box<[Option<WebPage>]>,
    /// The hash of the words that readers see: headline, standfirst, key points and text. Case, punctuation and markup do
    /// not count.
    pub words: Digest,
}

/// A word of a headline as a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct HeadlineWord {
    /// Whether it has a digit in it: two headlines with other numbers say other things.
    pub number: bool,
    /// The hash.
    pub hash: u64,
}

/// A page on the web, whatever address of it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct WebPage {
    /// The hash of what its addresses have in common.
    pub page: u64,
    /// Whether it looks like one story's, rather than a section's that says other things every day.
    pub story: bool,
}

/// The marks of an entry.
pub(in crate::parse) fn marks(entry: &Entry) -> Marks {
    let links = entry.text.outward.iter().map(|Outward { address, .. }| web_page(address).filter(|page| page.story));
    Marks {
        headline: headline_words(&entry.headline),
        sources: entry.sources.iter().map(|source| web_page(source.url.as_deref()?)).collect(),
        links: links.collect(),
        words: words(entry),
    }
}

fn headline_words(headline: &str) -> Box<[HeadlineWord]> {
    let folded = fold(headline);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut words: Vec<HeadlineWord> = words
        .map(|word| HeadlineWord { number: word.contains(|c: char| c.is_numeric()), hash: hash(word.as_bytes()) })
        .collect();
    words.sort_unstable();
    words.dedup();
    words.into()
}

fn web_page(address: &str) -> Option<WebPage> {
    if !address.starts_with("http") {
        return None;
    }
    let identity = address::identity(address);
    let (_, path) = identity.split_once(['/', '?'])?;
    Some(WebPage { page: hash(identity.as_bytes()), story: is_story(path) })
}

/// Whether the path of an address looks like one story's.
fn is_story(path: &str) -> bool {
    let last = path.rsplit('/').next().unwrap_or(path);
    let words = last.split(['-', '_', '.']).filter(|word| word.contains(char::is_alphabetic)).count();
    let digits = last.split(|c: char| !c.is_ascii_digit()).map(str::len).max().unwrap_or_default();
    words >= STORY_WORDS || digits >= STORY_DIGITS
}

fn words(entry: &Entry) -> Digest {
    let mut folding = Folding { bytes: Vec::with_capacity(256), ..Folding::default() };
    let first = [entry.headline.as_str()].into_iter().chain(entry.standfirst.as_deref());
    first.chain(entry.key_points.iter().map(String::as_str)).for_each(|part| folding.push(part));
    folding.bytes.extend(entry.text.spoken.bytes());
    Digest::of(&folding.bytes)
}

/// The hash of the words of a text, and how many there are.
pub(in crate::parse) fn spoken(plain: &str) -> (Digest, u32) {
    let mut folding = Folding { bytes: Vec::with_capacity(plain.len() + ROOM), ..Folding::default() };
    folding.push(plain);
    (Digest::of(&folding.bytes), folding.words)
}

/// The number of words: what blanks separate and holds a letter or digit, and each sign of a script without blanks.
pub(in crate::parse) fn count(text: &str) -> u32 {
    let mut folding = Folding::default();
    folding.push(text);
    folding.words
}

/// The letters and digits of texts in lower case, a blank between words.
#[derive(Default)]
struct Folding {
    bytes: Vec<u8>,
    /// How many words there are.
    words: u32,
}

impl Folding {
    fn push(&mut self, text: &str) {
        let mut gap = true;
        // Whether a letter begins a word though there is no blank before it.
        let mut fresh = false;
        let mut rest = text;
        while !rest.is_empty() {
            let (ascii, others) = rest.split_at(ascii_length(rest.as_bytes()));
            if let Some(first) = ascii.bytes().map(|byte| FOLDED[usize::from(byte)]).find(|&folded| folded > 0) {
                self.words += u32::from(fresh && !gap && first > BLANK);
                fresh = false;
            }
            gap = self.push_ascii(ascii, gap);
            let end = others.bytes().position(|byte| byte.is_ascii()).unwrap_or(others.len());
            for c in others[..end].chars() {
                if c.is_alphanumeric() {
                    let alone = is_word_of_its_own(c);
                    self.words += u32::from(alone || gap || fresh);
                    fresh = alone;
                    if std::mem::take(&mut gap) {
                        self.bytes.push(b' ');
                    }
                    c.to_lowercase().for_each(|c| self.bytes.extend(c.encode_utf8(&mut [0; 4]).as_bytes()));
                } else {
                    gap |= c.is_whitespace();
                }
            }
            rest = &others[end..];
        }
    }

    /// The same for ASCII, which nearly all of most texts is; gives whether the next letter begins a word.
    fn push_ascii(&mut self, text: &str, gap: bool) -> bool {
        let start = self.bytes.len();
        self.bytes.resize(start + text.len() + ROOM, 0);
        let mut ascii = Ascii { out: &mut self.bytes[start..], end: 0, gap: usize::from(gap) };
        let (blocks, rest) = text.as_bytes().as_chunks();
        blocks.iter().for_each(|block| ascii.block(block));
        ascii.bytes(rest);
        let Ascii { end, gap, .. } = ascii;
        self.bytes.truncate(start + end);
        let words = self.bytes[start..].iter().filter(|byte| **byte == b' ').count();
        self.words = self.words.saturating_add(u32::try_from(words).unwrap_or(u32::MAX));
        gap == 1
    }
}

/// How many bytes of ASCII a text begins with.
fn ascii_length(text: &[u8]) -> usize {
    let (blocks, _) = text.as_chunks::<BLOCK>();
    let whole = blocks.iter().take_while(|block| block.is_ascii()).count() * BLOCK;
    whole + text[whole..].iter().take_while(|byte| byte.is_ascii()).count()
}

/// How many bytes are folded at once.
const BLOCK: usize = 16;

/// ASCII that is being folded.
struct Ascii<'a> {
    out: &'a mut [u8],
    /// How much is written.
    end: usize,
    /// 1 where the next letter begins a word, else 0.
    gap: usize,
}

impl Ascii<'_> {
    /// Words with one blank between them, which most blocks are, stay as they are but for the case. The loop does the same
    /// for every byte, so that a processor does it for all of them at once.
    fn block(&mut self, block: &[u8; BLOCK]) {
        let (mut lower, mut blanks, mut others) = ([0; BLOCK], [0; BLOCK], 0);
        for (at, &byte) in block.iter().enumerate() {
            let small = byte | 0x20;
            let (letter, digit, blank) = (small.is_ascii_lowercase(), byte.is_ascii_digit(), byte == b' ');
            lower[at] = if letter { small } else { byte };
            blanks[at] = u8::from(blank);
            others |= u8::from(!(letter | digit | blank));
        }
        let marks = u128::from_le_bytes(blanks);
        let (begins, ends) = (usize::from(blanks[0]), usize::from(blanks[BLOCK - 1]));
        if others > 0 || marks & (marks << 8) > 0 || self.gap & begins > 0 {
            return self.bytes(block);
        }
        self.out[self.end] = b' ';
        self.end += self.gap;
        self.out[self.end..][..BLOCK].copy_from_slice(&lower);
        self.end += BLOCK - ends;
        self.gap = ends;
    }

    /// Every byte is written and only the end moves by what it is: no processor can guess where words end.
    fn bytes(&mut self, bytes: &[u8]) {
        let (mut end, mut gap) = (self.end, self.gap);
        for byte in bytes {
            let folded = FOLDED[usize::from(*byte)];
            let letter = usize::from(folded > BLANK);
            self.out[end] = b' ';
            end += gap & letter;
            self.out[end] = folded;
            end += letter;
            gap = gap & (1 - letter) | usize::from(folded == BLANK);
        }
        (self.end, self.gap) = (end, gap);
    }
}

/// Chinese characters and Japanese syllables: scripts without blanks between words.
fn is_word_of_its_own(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3134f}')
}

/// How many bytes folding may write beyond the length of a text: a blank before each word, but no more than the text has
/// between them, one before the first, and what is written without staying.
const ROOM: usize = 2;

/// What stands for a blank in [`FOLDED`]: no letter or digit does.
const BLANK: u8 = 1;

/// For each byte the letter or digit that it folds to, [`BLANK`] for what separates words, 0 for all else.
const FOLDED: [u8; 256] = {
    let mut folded = [0; 256];
    let mut byte: u8 = 0;
    while byte < 128 {
        folded[byte as usize] = match byte {
            b'\t'..=b'\r' | b' ' => BLANK,
            _ if byte.is_ascii_alphanumeric() => byte.to_ascii_lowercase(),
            _ => 0,
        };
        byte += 1;
    }
    folded
};

fn hash(bytes: &[u8]) -> u64 {
    let digest = Digest::of(bytes);
    digest.bytes().iter().take(8).fold(0, |hash, byte| hash << 8 | u64::from(*byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_whatever_stands_between_them() {
        for (text, folded) in [
            ("", ""),
            ("Two words", " two words"),
            ("  It’s 1,000 — and «Ärger»!\n", " its 1000 and ärger"),
            ("é", " é"),
            ("a\u{a0}b\tÇ d—E", " a b ç de"),
            ("İx", " i\u{307}x"),
            ("...", ""),
            ("Words of a block  and TWO blanks\tand then. Some", " words of a block and two blanks and then some"),
            ("A block ends in a blank", " a block ends in a blank"),
            (" 0123456789abcde", " 0123456789abcde"),
            ("0123456789abcd   0123456789abcd ", " 0123456789abcd 0123456789abcd"),
        ] {
            let mut folding = Folding::default();
            folding.push(text);
            assert_eq!(String::from_utf8(folding.bytes).expect("text"), folded, "{text}");
        }
    }

    #[test]
    fn blocks_are_folded_as_bytes_are() {
        let parts = ["a", "Bc", " ", "  ", ".", "é", "\n", "9", "word", "京"];
        // The parts come in an order that hardly repeats, so that they meet one another at all places of a block.
        let mut text = String::new();
        for step in 1..400 {
            text.push_str(parts[step * step / 3 % parts.len()]);
            let (mut whole, mut pieces) = (Folding::default(), Vec::new());
            whole.push(&text);
            let mut gap = true;
            for c in text.chars() {
                if c.is_alphanumeric() {
                    pieces.extend(std::mem::take(&mut gap).then_some(' '));
                    pieces.extend(c.to_lowercase());
                } else {
                    gap |= c.is_whitespace();
                }
            }
            assert_eq!(String::from_utf8(whole.bytes).expect("text"), String::from_iter(pieces), "{text}");
        }
    }

    #[test]
    fn words_are_counted_in_every_script() {
        for (text, words) in [
            ("", 0),
            ("  -- * ", 0),
            ("one two", 2),
            ("It’s well-known: 1,000 men", 4),
            ("北京 2017", 3),
            ("北京2017年, x", 5),
            ("京（a）b c", 3),
            ("слово за слово", 3),
            ("(a)b c", 2),
        ] {
            assert_eq!(count(text), words, "{text}");
        }
    }

    #[test]
    fn stories_are_told_from_sections() {
        for path in ["2017/04/12/trust-at-a-low", "story-1234567", "news/article_of_the_day.html", "?id=123456"] {
            assert!(is_story(path), "{path}");
        }
        for path in ["eclipses", "", "en/news", "climate-change", "topics/2017", "who-we"] {
            assert!(!is_story(path), "{path}");
        }
    }

    #[test]
    fn case_punctuation_and_blanks_change_no_words() {
        assert_eq!(spoken("It’s low, “both” say."), spoken("its  Low – both\nsay"));
        assert_ne!(spoken("40 died"), spoken("41 died"));
        assert_ne!(spoken("a b"), spoken("ab"));
    }

    #[test]
    fn a_page_is_one_whatever_its_address() {
        let page = web_page("https://www.a.example/one-two-three?utm_source=x");
        assert_eq!(page, web_page("http://a.example/one-two-three/"));
        assert_eq!(web_page("https://a.example/"), None);
        assert_eq!(web_page("mailto:a@b.example"), None);
    }
}
