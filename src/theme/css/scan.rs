//! Splits CSS into the few kinds of token that bundling and minifying tell apart.

use std::iter::Peekable;
use std::ops::Range;
use std::str::CharIndices;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Blanks and line ends.
    Space,
    /// `/* … */`
    Comment,
    /// `"…"` or `'…'`, quotation marks included.
    Text,
    /// `url(…)` without quotation marks, as a whole.
    Url,
    /// A name, a number or part of one, with its escapes.
    Word,
    /// Any other character.
    Mark(char),
}

/// A token and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    /// What it is.
    pub kind: Kind,
    /// Its bytes.
    pub span: Range<usize>,
    /// Whether its end is there: a comment or a text may lack it.
    pub closed: bool,
}

/// The tokens of a style sheet; together they are the whole text.
pub(super) fn scan(css: &str) -> Vec<Token> {
    let mut scanner = Scanner { css, chars: css.char_indices().peekable() };
    let mut tokens = Vec::new();
    while let Some((start, c)) = scanner.chars.next() {
        let (kind, closed) = scanner.token(start, c);
        tokens.push(Token { kind, span: start..scanner.at(), closed });
    }
    tokens
}

struct Scanner<'a> {
    css: &'a str,
    chars: Peekable<CharIndices<'a>>,
}

impl Scanner<'_> {
    fn at(&mut self) -> usize {
        self.chars.peek().map_or(self.css.len(), |(at, _)| *at)
    }

    /// Reads on from a token's first character: its kind, and whether its end is there.
    fn token(&mut self, start: usize, c: char) -> (Kind, bool) {
        match c {
            _ if c.is_ascii_whitespace() => {
                self.while_true(|c| c.is_ascii_whitespace());
                (Kind::Space, true)
            }
            '/' if self.chars.next_if(|(_, c)| *c == '*').is_some() => (Kind::Comment, self.comment()),
            '"' | '\'' => (Kind::Text, self.text(c)),
            _ if is_word(c) || c == '\\' => {
                if c == '\\' {
                    self.escape();
                }
                self.word();
                let end = self.at();
                if self.css[start..end].eq_ignore_ascii_case("url") && self.is_bare_url(end) {
                    return (Kind::Url, self.url());
                }
                (Kind::Word, true)
            }
            _ => (Kind::Mark(c), true),
        }
    }

    fn while_true(&mut self, test: impl Fn(char) -> bool) {
        while self.chars.next_if(|(_, c)| test(*c)).is_some() {}
    }

    fn comment(&mut self) -> bool {
        let mut last = ' ';
        for (_, c) in self.chars.by_ref() {
            if (last, c) == ('*', '/') {
                return true;
            }
            last = c;
        }
        false
    }

    fn text(&mut self, quote: char) -> bool {
        while let Some((_, c)) = self.chars.next_if(|(_, c)| *c != '\n') {
            match c {
                '\\' => _ = self.chars.next(),
                c if c == quote => return true,
                _ => {}
            }
        }
        false
    }

    fn word(&mut self) {
        while let Some((_, c)) = self.chars.next_if(|(_, c)| is_word(*c) || *c == '\\') {
            if c == '\\' {
                self.escape();
            }
        }
    }

    /// What follows a backslash: up to six hexadecimal digits and the blank that ends them, or any one character.
    fn escape(&mut self) {
        let mut digits = 0;
        while digits < 6 && self.chars.next_if(|(_, c)| c.is_ascii_hexdigit()).is_some() {
            digits += 1;
        }
        if digits == 0 {
            self.chars.next();
        } else {
            self.chars.next_if(|(_, c)| c.is_ascii_whitespace());
        }
    }

    fn is_bare_url(&self, end: usize) -> bool {
        let Some(inner) = self.css[end..].strip_prefix('(') else { return false };
        !inner.trim_start().starts_with(['"', '\''])
    }

    fn url(&mut self) -> bool {
        while let Some((_, c)) = self.chars.next() {
            match c {
                '\\' => _ = self.chars.next(),
                ')' => return true,
                _ => {}
            }
        }
        false
    }
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '_' || !c.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(css: &str) -> Vec<(Kind, &str)> {
        scan(css).into_iter().map(|token| (token.kind, &css[token.span])).collect()
    }

    #[test]
    fn tokens_are_told_apart() {
        use Kind::{Comment, Mark, Space, Text, Url, Word};
        assert_eq!(
            kinds(".a\\: b{x:url( a;b )'\\'}'/*c*/}"),
            [
                (Mark('.'), "."),
                (Word, "a\\:"),
                (Space, " "),
                (Word, "b"),
                (Mark('{'), "{"),
                (Word, "x"),
                (Mark(':'), ":"),
                (Url, "url( a;b )"),
                (Text, "'\\'}'"),
                (Comment, "/*c*/"),
                (Mark('}'), "}"),
            ]
        );
        assert_eq!(kinds("\\31 0 url('a')")[..2], [(Word, "\\31 0"), (Space, " ")]);
    }

    #[test]
    fn any_text_is_covered_whole() {
        for css in ["", "\\", "'\\", "'a\n b", "/*", "/", "url(", "url(\\", "é\\é{", "\u{feff}a"] {
            let tokens = scan(css);
            assert_eq!(tokens.iter().map(|token| &css[token.span.clone()]).collect::<String>(), css);
        }
        assert!(!scan("/* a")[0].closed && !scan("'a\n")[0].closed && !scan("url(a")[0].closed);
    }
}
