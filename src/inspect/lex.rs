//! Cuts a template into tokens, each with its place: Tera keeps its own to itself.

use std::ops::Range;

/// A piece of what stands in `{{ … }}` or `{% … %}`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Token<'a> {
    /// Text outside of tags.
    Text,
    /// `{{`
    Print,
    /// `{%`
    Tag,
    /// `}}` or `%}`
    End,
    /// A name or a word of the language.
    Word(&'a str),
    /// A text between quotation marks, without them; escapes are left as they are.
    Quoted(&'a str),
    /// A number.
    Number,
    /// Any other sign, of one to three characters.
    Sign(&'a str),
}

/// A token with the bytes that it stands on.
pub(super) type Placed<'a> = (Token<'a>, Range<usize>);

/// Signs of more than one character, the longest first.
const SIGNS: &[&str] = &["...", "?.", "?[", "==", "!=", "<=", ">=", "//", "**", "</"];

/// The tokens of a template; what is no template of Tera's gives tokens that make no sense, which Tera reports.
pub(super) fn tokens(text: &str) -> Vec<Placed<'_>> {
    let mut lexer = Lexer { text, at: 0, tokens: Vec::new() };
    while lexer.at < text.len() {
        lexer.outside();
    }
    lexer.tokens
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Placed<'a>>,
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn push(&mut self, token: Token<'a>, length: usize) {
        self.tokens.push((token, self.at..self.at + length));
        self.at += length;
    }

    /// Text up to the next tag, and that tag.
    fn outside(&mut self) {
        let rest = self.rest();
        let starts = ["{{", "{%", "{#"].iter().filter_map(|start| rest.find(start));
        let length = starts.min().unwrap_or(rest.len());
        if length > 0 {
            self.push(Token::Text, length);
        }
        let rest = self.rest();
        if rest.starts_with("{#") {
            self.at += rest.find("#}").map_or(rest.len(), |end| end + 2);
        } else if rest.starts_with("{{") {
            self.push(Token::Print, 2);
            self.inside("}}");
        } else if rest.starts_with("{%") {
            match raw(rest) {
                Some(length) => self.push(Token::Text, length),
                None => {
                    self.push(Token::Tag, 2);
                    self.inside("%}");
                }
            }
        }
    }

    /// What stands up to the end of a tag.
    fn inside(&mut self, end: &str) {
        if self.rest().starts_with('-') {
            self.at += 1;
        }
        while let Some(c) = self.rest().chars().next() {
            let rest = self.rest();
            let dashed = rest.strip_prefix('-').is_some_and(|rest| rest.starts_with(end));
            if rest.starts_with(end) || dashed {
                return self.push(Token::End, end.len() + usize::from(dashed));
            }
            if c.is_whitespace() {
                self.at += c.len_utf8();
            } else {
                self.one(c);
            }
        }
    }

    fn one(&mut self, c: char) {
        let rest = self.rest();
        let run = |fits: fn(char) -> bool| rest.find(|c| !fits(c)).unwrap_or(rest.len());
        if c.is_alphabetic() || c == '_' {
            let length = run(|c| c.is_alphanumeric() || c == '_');
            return self.push(Token::Word(&rest[..length]), length);
        }
        if c.is_ascii_digit() {
            // `0.5` is one number, `a.0` has been cut at its point before.
            let whole = run(|c| c.is_ascii_digit() || c == '_');
            let part = rest[whole..].strip_prefix('.').map_or(0, |rest| {
                let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
                if digits > 0 { digits + 1 } else { 0 }
            });
            return self.push(Token::Number, whole + part);
        }
        if matches!(c, '"' | '\'' | '`') {
            let length = closing(&rest[1..], c).unwrap_or(rest.len() - 1);
            let token = Token::Quoted(&rest[1..1 + length]);
            return self.push(token, (length + 2).min(rest.len()));
        }
        let sign = SIGNS.iter().find(|sign| rest.starts_with(**sign)).map_or(c.len_utf8(), |sign| sign.len());
        self.push(Token::Sign(&rest[..sign]), sign);
    }
}

/// Where the quotation mark stands that closes a text.
fn closing(text: &str, mark: char) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == mark => return Some(at),
            _ => {}
        }
    }
    None
}

/// The length of `{% raw %} … {% endraw %}`, where it begins here.
fn raw(rest: &str) -> Option<usize> {
    let is = |tag: &str, name: &str| {
        let tag = tag.strip_prefix("{%")?;
        let end = tag.find("%}")?;
        let word = tag[..end].trim_matches(|c: char| c == '-' || c.is_whitespace());
        (word == name).then_some(2 + end + 2)
    };
    let start = is(rest, "raw")?;
    let ends = rest[start..].match_indices("{%").filter_map(|(at, _)| Some(at + is(&rest[start + at..], "endraw")?));
    Some(ends.map(|end| start + end).next().unwrap_or(rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_cut_into_tokens() {
        let text = "a {{- b.c | f(x='}}') -}}{# {{ d }} #}{% raw %}{{ e }}{% endraw %}{% if 1.5 >= g?.h %}";
        let found: Vec<String> = tokens(text).into_iter().map(|(_, range)| text[range].to_owned()).collect();
        let wanted = [
            "a ",
            "{{",
            "b",
            ".",
            "c",
            "|",
            "f",
            "(",
            "x",
            "=",
            "'}}'",
            ")",
            "-}}",
            "{% raw %}{{ e }}{% endraw %}",
            "{%",
            "if",
            "1.5",
            ">=",
            "g",
            "?.",
            "h",
            "%}",
        ];
        assert_eq!(found, wanted);
    }

    #[test]
    fn no_text_is_too_broken_to_be_cut() {
        for text in ["{{", "{% 'a", "{{ \"\\", "{# a", "{%raw%}", "}}", "{{ é ~ ¿ }}", "{{ 1. }}", "{%-%}"] {
            tokens(text);
        }
    }
}
