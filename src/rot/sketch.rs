//! A text reduced to what is needed to tell how alike two are: Broder's resemblance of shingles, from the least hashes.

use std::hash::Hasher as _;

use rustc_hash::FxHasher;

/// How many words a shingle has.
const WIDTH: usize = 3;

/// How many hashes are kept. With 256 the estimate is off by some hundredths.
const KEPT: usize = 256;

/// The least hashes of a text's shingles, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sketch(Vec<u64>);

impl Sketch {
    /// Of a text as words with hyphens between them, without numbers: clocks and counters make no other page.
    pub fn of(slug: &str) -> Self {
        let is_kept = |word: &&str| !word.is_empty() && !word.bytes().any(|byte| byte.is_ascii_digit());
        let words: Vec<&str> = slug.split('-').filter(is_kept).collect();
        let mut hashes: Vec<u64> = match words.len() {
            0 => Vec::new(),
            1..=WIDTH => vec![hash(&words)],
            _ => words.windows(WIDTH).map(hash).collect(),
        };
        hashes.sort_unstable();
        hashes.dedup();
        hashes.truncate(KEPT);
        Self(hashes)
    }

    /// How alike two texts are, from 0 to 1; two empty ones are alike.
    pub fn resemblance(&self, other: &Self) -> f64 {
        let (mut a, mut b) = (self.0.iter().peekable(), other.0.iter().peekable());
        let (mut shared, mut all) = (0_u32, 0_u32);
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            all += 1;
            match x.cmp(y) {
                std::cmp::Ordering::Less => _ = a.next(),
                std::cmp::Ordering::Greater => _ = b.next(),
                std::cmp::Ordering::Equal => {
                    shared += 1;
                    a.next();
                    b.next();
                }
            }
        }
        // Where one of them was cut off, what remains of the other is not known to be its own.
        if self.0.len() < KEPT && other.0.len() < KEPT {
            all += u32::try_from(a.count() + b.count()).unwrap_or(u32::MAX);
        }
        if all == 0 { 1.0 } else { f64::from(shared) / f64::from(all) }
    }
}

fn hash(words: &[&str]) -> u64 {
    let mut hasher = FxHasher::default();
    for word in words {
        hasher.write(word.as_bytes());
        hasher.write_u8(b'-');
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_shell_around_other_words_is_alike_and_other_texts_are_not() {
        let shell = |middle: &str| format!("home-news-sport-{middle}-was-not-here-{}", "about-us-contact-".repeat(3));
        let a = Sketch::of(&shell("7"));
        let b = Sketch::of(&shell("qq8wz"));
        assert!((a.resemblance(&b) - 1.0).abs() < f64::EPSILON);
        let article: String = (0..900).map(|i| format!("w{}x-", char::from(b'a' + (i * i % 25) as u8))).collect();
        assert!(a.resemblance(&Sketch::of(&article)) < 0.1);
        let long = Sketch::of(&"one-two-three-four-five-six-seven-".repeat(9));
        assert!((long.resemblance(&long) - 1.0).abs() < f64::EPSILON);
        assert!(Sketch::of("").resemblance(&Sketch::default()) > 0.9);
        assert!(Sketch::of("a-b").resemblance(&Sketch::of("c-d")) < 0.1);
    }
}
