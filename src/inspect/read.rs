//! Reads a template's tokens as the tree of what it says, by Tera's grammar.

use std::ops::Range;

use super::lex::{Placed, Token, tokens};
use super::tree::{Component, Loop, Named, Node, Parameter, Template};

/// Reads a template; none where it is not well formed, which Tera says better.
pub(super) fn template(text: &str) -> Option<Template> {
    let mut reader = Reader { tokens: tokens(text), at: 0, template: Template::default(), length: text.len() };
    let body = reader.body(&[])?;
    reader.template.body = body;
    Some(reader.template)
}

/// Goes through the tokens.
pub(super) struct Reader<'a> {
    tokens: Vec<Placed<'a>>,
    at: usize,
    template: Template,
    length: usize,
}

impl<'a> Reader<'a> {
    /// The token that comes next.
    pub fn peek(&self) -> Option<Token<'a>> {
        self.tokens.get(self.at).map(|(token, _)| *token)
    }

    /// The token after that.
    pub fn peek_second(&self) -> Option<Token<'a>> {
        self.tokens.get(self.at + 1).map(|(token, _)| *token)
    }

    /// Takes the next token.
    pub fn next(&mut self) -> Option<Placed<'a>> {
        let placed = self.tokens.get(self.at).cloned();
        self.at += 1;
        placed
    }

    /// Takes the next token where it is this one.
    pub fn take(&mut self, token: Token<'_>) -> bool {
        let found = self.peek() == Some(token);
        self.at += usize::from(found);
        found
    }

    /// Takes this sign, or there is no template to speak of.
    pub fn sign(&mut self, sign: &str) -> Option<()> {
        self.take(Token::Sign(sign)).then_some(())
    }

    /// Takes a word.
    pub fn word(&mut self) -> Option<Named> {
        match self.next()? {
            (Token::Word(word), range) => Some(Named { name: word.to_owned(), range }),
            _ => None,
        }
    }

    /// Takes a name that may hold points.
    pub fn dotted(&mut self) -> Option<Named> {
        let mut named = self.word()?;
        while self.take(Token::Sign(".")) {
            let part = self.word()?;
            named = Named { name: format!("{}.{}", named.name, part.name), range: named.range.start..part.range.end };
        }
        Some(named)
    }

    /// Where the token stands that was taken last.
    pub fn last(&self) -> Range<usize> {
        let last = self.at.checked_sub(1).and_then(|at| self.tokens.get(at));
        last.map_or(self.length..self.length, |(_, range)| range.clone())
    }

    fn quoted(&mut self) -> Option<Named> {
        match self.next()? {
            (Token::Quoted(text), range) => Some(Named { name: text.trim().to_owned(), range }),
            _ => None,
        }
    }

    fn end(&mut self) -> Option<()> {
        self.take(Token::End).then_some(())
    }

    /// Everything up to a tag that begins with one of these words, whose `{%` is taken; or up to the end.
    fn body(&mut self, ends: &[&str]) -> Option<Vec<Node>> {
        let mut nodes = Vec::new();
        loop {
            match self.next() {
                None if ends.is_empty() => return Some(nodes),
                None => return None,
                Some((Token::Text, _)) => {}
                Some((Token::Print, _)) => {
                    nodes.push(Node::Print(self.expression()?));
                    self.end()?;
                }
                Some((Token::Tag, _)) => {
                    let closes = match self.peek()? {
                        Token::Word(word) => ends.contains(&word),
                        Token::Sign(sign) => ends.contains(&sign),
                        _ => false,
                    };
                    if closes {
                        return Some(nodes);
                    }
                    nodes.extend(self.tag()?);
                }
                Some(_) => return None,
            }
        }
    }

    fn tag(&mut self) -> Option<Option<Node>> {
        if self.take(Token::Sign("<")) {
            return self.component_with_body().map(Some);
        }
        let word = self.word()?;
        let node = match word.name.as_str() {
            "set" | "set_global" => Some(self.set()?),
            "include" => Some(Node::Include(self.quoted()?)),
            "extends" => {
                self.template.extends = Some(self.quoted()?);
                None
            }
            "block" => Some(self.block()?),
            "for" => Some(self.repeat()?),
            "if" => return self.condition().map(Some),
            "filter" => {
                let filters = self.filters()?;
                self.end()?;
                let body = self.body(&["endfilter"])?;
                self.word()?;
                Some(Node::Capture(None, filters, body))
            }
            "component" => {
                let component = self.component()?;
                self.template.components.push(component);
                None
            }
            "break" | "continue" => None,
            _ => return None,
        };
        self.end()?;
        Some(node)
    }

    fn set(&mut self) -> Option<Node> {
        let name = self.word()?.name;
        if self.take(Token::Sign("=")) {
            return Some(Node::Set(name, self.expression()?));
        }
        let filters = if self.take(Token::Sign("|")) { self.filters()? } else { Vec::new() };
        self.end()?;
        let body = self.body(&["endset"])?;
        self.word()?;
        Some(Node::Capture(Some(name), filters, body))
    }

    fn block(&mut self) -> Option<Node> {
        let name = self.word()?;
        self.end()?;
        let body = self.body(&["endblock"])?;
        self.word()?;
        if matches!(self.peek(), Some(Token::Word(_))) {
            self.word()?;
        }
        Some(Node::Block(name, body))
    }

    fn repeat(&mut self) -> Option<Node> {
        let names = self.round()?;
        let target = self.expression()?;
        self.end()?;
        let body = self.body(&["endfor", "else"])?;
        let otherwise = if self.take(Token::Word("else")) {
            self.end()?;
            self.body(&["endfor"])?
        } else {
            Vec::new()
        };
        self.word()?;
        Some(Node::For(Box::new(Loop { names, target, body, otherwise })))
    }

    /// `name in` or `key, value in`.
    pub fn round(&mut self) -> Option<Vec<String>> {
        let mut names = vec![self.word()?.name];
        if self.take(Token::Sign(",")) {
            names.push(self.word()?.name);
        }
        self.take(Token::Word("in")).then_some(names)
    }

    /// What follows `if` or `elif`, with the end of the whole.
    fn condition(&mut self) -> Option<Node> {
        let condition = self.expression()?;
        self.end()?;
        let yes = self.body(&["endif", "else", "elif"])?;
        let no = match self.word()?.name.as_str() {
            "elif" => return Some(Node::If(condition, yes, vec![self.condition()?])),
            "else" => {
                self.end()?;
                let no = self.body(&["endif"])?;
                self.word()?;
                no
            }
            _ => Vec::new(),
        };
        self.end()?;
        Some(Node::If(condition, yes, no))
    }

    fn component_with_body(&mut self) -> Option<Node> {
        let call = self.component_call(false)?;
        self.end()?;
        let body = self.body(&["</"])?;
        self.sign("</")?;
        self.dotted()?;
        self.sign(">")?;
        self.end()?;
        Some(Node::Component(call, body))
    }

    fn component(&mut self) -> Option<Component> {
        let name = self.dotted()?;
        self.sign("(")?;
        let (mut arguments, mut rest) = (Vec::new(), None);
        while !self.take(Token::Sign(")")) {
            if self.take(Token::Sign("...")) {
                rest = Some(self.word()?.name);
            } else {
                arguments.push(self.parameter()?);
            }
            self.take(Token::Sign(","));
        }
        // What a component says of itself is for tools that show components.
        if self.peek() == Some(Token::Sign("{")) {
            self.expression()?;
        }
        self.end()?;
        let body = self.body(&["endcomponent"])?;
        self.word()?;
        if matches!(self.peek(), Some(Token::Word(_))) {
            self.dotted()?;
        }
        Some(Component { name, arguments, rest, body })
    }

    fn parameter(&mut self) -> Option<Parameter> {
        let implicit = self.take(Token::Sign("@"));
        let name = self.word()?.name;
        let kind = if self.take(Token::Sign(":")) { Some(self.word()?.name) } else { None };
        let optional = self.take(Token::Sign("="));
        if optional {
            self.expression()?;
        }
        Some(Parameter { name, implicit, kind, optional })
    }
}
