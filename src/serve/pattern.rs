//! Patterns of addresses in files for hosts: `/news/:year/*`.

use percent_encoding::percent_decode_str;

/// A pattern of addresses, or of a value of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern(Vec<Part>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    /// These letters, percent-decoded.
    Letters(String),
    /// `:name`: anything but a slash, and not nothing.
    Name(String),
    /// `*`: anything.
    Splat,
}

/// What the names of a pattern stand for, in plain letters.
pub(super) type Bound = Vec<(String, String)>;

impl Pattern {
    /// Reads a pattern. A slash at its end is the same as none: hosts answer at both.
    pub fn read(text: &str) -> Self {
        let mut parts = Vec::new();
        let mut rest = without_slash(text);
        while let Some(at) = special(rest) {
            letters(&rest[..at], &mut parts);
            rest = match rest[at..].strip_prefix('*') {
                Some(after) => {
                    parts.push(Part::Splat);
                    after
                }
                None => {
                    let name = &rest[at + 1..];
                    let end = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(name.len());
                    parts.push(Part::Name(name[..end].to_owned()));
                    &name[end..]
                }
            };
        }
        letters(rest, &mut parts);
        Self(parts)
    }

    /// What its names stand for in an address (percent-decoded), `splat` being the star; none where it does not fit.
    pub fn bind(&self, address: &str) -> Option<Bound> {
        let mut bound = Vec::new();
        let mut fits = |address: &str| bind(&self.0, address, &mut bound);
        // `/news/*` means `/news` too.
        let is_open = self.0.last() == Some(&Part::Splat) && !address.ends_with('/');
        let found = fits(address) || fits(without_slash(address)) || is_open && fits(&format!("{address}/"));
        found.then_some(bound)
    }
}

fn without_slash(text: &str) -> &str {
    text.strip_suffix('/').unwrap_or(text)
}

/// Where a name or a star begins. A name begins a part of an address, or is all of a value.
fn special(text: &str) -> Option<usize> {
    let starts_name = |at: usize| {
        let named = text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic());
        named && (at == 0 || text[..at].ends_with('/'))
    };
    text.char_indices().find_map(|(at, c)| (c == '*' || c == ':' && starts_name(at)).then_some(at))
}

fn letters(text: &str, parts: &mut Vec<Part>) {
    if !text.is_empty() {
        parts.push(Part::Letters(percent_decode_str(text).decode_utf8_lossy().into_owned()));
    }
}

fn bind(parts: &[Part], text: &str, bound: &mut Bound) -> bool {
    let Some((part, rest)) = parts.split_first() else { return text.is_empty() };
    match part {
        Part::Letters(letters) => text.strip_prefix(letters.as_str()).is_some_and(|text| bind(rest, text, bound)),
        Part::Name(name) => {
            let longest = text.find('/').unwrap_or(text.len());
            (1..=longest).rev().filter(|&end| text.is_char_boundary(end)).any(|end| take(name, rest, text, end, bound))
        }
        // The star takes as much as it can.
        Part::Splat => (0..=text.len())
            .rev()
            .filter(|&end| text.is_char_boundary(end))
            .any(|end| take("splat", rest, text, end, bound)),
    }
}

/// Whether a name can stand for the text up to `end` and the rest of the pattern for the rest.
fn take(name: &str, rest: &[Part], text: &str, end: usize, bound: &mut Bound) -> bool {
    let before = bound.len();
    bound.push((name.to_owned(), text[..end].to_owned()));
    let fits = bind(rest, &text[end..], bound);
    if !fits {
        bound.truncate(before);
    }
    fits
}
