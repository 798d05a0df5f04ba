//! A page part by part, as a tokenizer sees it: no tree is built, and no page is too tangled.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{self, BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

/// A part of a page.
#[derive(Debug)]
pub enum Part<'p> {
    /// A tag that opens an element.
    Open(Tag<'p>),
    /// A tag that closes the elements of this name, in lower case.
    Close(&'p str),
    /// Text, its references resolved; a stretch of it may come in several pieces.
    Text(&'p str),
}

/// A tag that opens an element.
#[derive(Clone, Copy, Debug)]
pub struct Tag<'p>(&'p tokenizer::Tag);

impl<'p> Tag<'p> {
    /// Its name, in lower case.
    pub fn name(self) -> &'p str {
        &self.0.name
    }

    /// The value of an attribute.
    pub fn attribute(self, name: &str) -> Option<&'p str> {
        let found = self.0.attrs.iter().find(|attribute| &*attribute.name.local == name);
        found.map(|attribute| &*attribute.value)
    }
}

/// Gives each part of a page, in its order. What stands in scripts, styles and the like is one text.
pub fn read(html: &str, each: impl FnMut(Part<'_>)) {
    let tokenizer = Tokenizer::new(Sink(RefCell::new(each)), TokenizerOpts::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
}

struct Sink<E>(RefCell<E>);

impl<E: FnMut(Part<'_>)> TokenSink for Sink<E> {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut each = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) if tag.kind == TagKind::EndTag => each(Part::Close(&tag.name)),
            Token::TagToken(tag) => {
                each(Part::Open(Tag(&tag)));
                return content(&tag.name);
            }
            Token::CharacterTokens(text) => each(Part::Text(&text)),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// How what stands in an element is read; see "13.2.6.2 Parsing elements that contain only text" of the HTML standard.
fn content(name: &str) -> TokenSinkResult<()> {
    match name {
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        "style" | "iframe" | "noscript" => TokenSinkResult::RawData(RawKind::Rawtext),
        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
        _ => TokenSinkResult::Continue,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_in_their_order_and_scripts_are_text() {
        let mut found = String::new();
        read("<TITLE>a &amp; <b></title><p ID=x>c</P><script>if (1<2) '<p>'</script>", |part| {
            found += &match part {
                Part::Open(tag) => format!("[{} {}]", tag.name(), tag.attribute("id").unwrap_or("-")),
                Part::Close(name) => format!("[/{name}]"),
                Part::Text(text) => text.to_owned(),
            };
        });
        assert_eq!(found, "[title -]a & <b>[/title][p x]c[/p][script -]if (1<2) '<p>'[/script]");
    }
}
