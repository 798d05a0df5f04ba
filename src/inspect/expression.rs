//! Reads expressions: names, calls, filters, tests, operators and literals, by Tera's grammar.

use super::lex::Token;
use super::read::Reader;
use super::tree::{Argument, Comprehension, Expr, Is, Named};

/// Binding of a filter; of a unary minus, which binds closer; of `not`.
const FILTER: u8 = 17;
const MINUS: u8 = 20;
const NOT: u8 = 5;

/// How tightly an operator binds what stands left and right of it.
fn binding(sign: &str) -> Option<(u8, u8)> {
    Some(match sign {
        "or" => (1, 2),
        "and" => (3, 4),
        "in" | "is" => (5, 6),
        "==" | "!=" | "<" | "<=" | ">" | ">=" => (7, 8),
        "+" | "-" => (11, 12),
        "*" | "/" | "%" | "~" | "//" => (13, 14),
        "**" => (16, 15),
        "|" => (FILTER, 18),
        _ => return None,
    })
}

impl Reader<'_> {
    /// An expression.
    pub fn expression(&mut self) -> Option<Expr> {
        self.bound(0)
    }

    /// Filters one after the other, each of nothing, and their arguments: what follows `filter` or `set name |`.
    pub fn filters(&mut self) -> Option<Vec<Expr>> {
        let mut filters = Vec::new();
        loop {
            let name = self.word()?;
            let arguments = self.arguments()?;
            let range = name.range.start..self.last().end;
            filters.push(Expr { range, is: Is::Filter(None, name, arguments) });
            if !self.take(Token::Sign("|")) {
                return Some(filters);
            }
        }
    }

    fn bound(&mut self, least: u8) -> Option<Expr> {
        let mut left = self.first()?;
        loop {
            let sign = match self.peek() {
                Some(Token::Sign("[" | "?[")) => {
                    left = self.subscript(left)?;
                    continue;
                }
                Some(Token::Word("if")) if least == 0 => return self.ternary(left),
                // `not in`
                Some(Token::Word("not")) if self.peek_second() == Some(Token::Word("in")) => {
                    if binding("in").is_some_and(|(bound, _)| bound < least) {
                        return Some(left);
                    }
                    self.next();
                    "in"
                }
                Some(Token::Word(word)) => word,
                Some(Token::Sign(sign)) => sign,
                _ => return Some(left),
            };
            let Some((bound, next)) = binding(sign).filter(|(bound, _)| *bound >= least) else { return Some(left) };
            debug_assert!(bound >= least);
            let sign = sign.to_owned();
            self.next();
            left = self.operation(left, sign, next)?;
        }
    }

    fn operation(&mut self, left: Expr, sign: String, next: u8) -> Option<Expr> {
        let start = left.range.start;
        let is = match sign.as_str() {
            "|" => {
                let name = self.word()?;
                Is::Filter(Some(Box::new(left)), name, self.arguments()?)
            }
            "is" => {
                self.take(Token::Word("not"));
                let name = self.word()?;
                Is::Test(Box::new(left), name, self.arguments()?)
            }
            _ => {
                let right = self.bound(next)?;
                Is::Binary(sign, Box::new(left), Box::new(right))
            }
        };
        Some(Expr { range: start..self.last().end, is })
    }

    fn ternary(&mut self, yes: Expr) -> Option<Expr> {
        self.next();
        let condition = self.expression()?;
        if !self.take(Token::Word("else")) {
            return None;
        }
        let no = self.expression()?;
        Some(Expr { range: yes.range.start..no.range.end, is: Is::Ternary(Box::new([condition, yes, no])) })
    }

    fn first(&mut self) -> Option<Expr> {
        let (token, range) = self.next()?;
        let start = range.start;
        let is = match token {
            Token::Number => Is::Number,
            Token::Quoted(text) => Is::Text(text.to_owned()),
            Token::Word("true" | "True" | "false" | "False") => Is::Bool,
            Token::Word("none" | "None" | "null") => Is::Nothing,
            Token::Word("not") => Is::Unary(Box::new(self.bound(NOT)?)),
            Token::Sign("-") => Is::Unary(Box::new(self.bound(MINUS)?)),
            Token::Word(name) => return self.chain(Named { name: name.to_owned(), range }),
            Token::Sign("<") => return self.component_call(true),
            Token::Sign("(") => {
                let inner = self.expression()?;
                self.sign(")")?;
                return Some(inner);
            }
            Token::Sign("[") => return self.list(start),
            Token::Sign("{") => self.map()?,
            _ => return None,
        };
        Some(Expr { range: start..self.last().end, is })
    }

    /// A variable with the fields and items that are taken of it, or a call.
    fn chain(&mut self, name: Named) -> Option<Expr> {
        let start = name.range.start;
        if self.peek() == Some(Token::Sign("(")) {
            let arguments = self.arguments()?;
            return Some(Expr { range: start..self.last().end, is: Is::Call(name, arguments) });
        }
        let mut expr = Expr { range: name.range.clone(), is: Is::Variable(name.name) };
        loop {
            match self.peek() {
                Some(Token::Sign("." | "?.")) => {
                    self.next();
                    let field = self.word()?;
                    expr = Expr { range: start..field.range.end, is: Is::Field(Box::new(expr), field) };
                }
                Some(Token::Sign("[" | "?[")) => expr = self.subscript(expr)?,
                _ => return Some(expr),
            }
        }
    }

    fn subscript(&mut self, of: Expr) -> Option<Expr> {
        self.next();
        let start = of.range.start;
        let mut parts = Vec::new();
        let mut slice = false;
        loop {
            match self.peek()? {
                Token::Sign("]") => break,
                Token::Sign(":") => {
                    slice = true;
                    self.next();
                }
                _ => parts.push(self.expression()?),
            }
        }
        self.next();
        let of = Box::new(of);
        let is = if slice { Is::Slice(of, parts) } else { Is::Item(of, Box::new(parts.pop()?)) };
        Some(Expr { range: start..self.last().end, is })
    }

    /// `(name=value, …)`, or nothing.
    fn arguments(&mut self) -> Option<Vec<Argument>> {
        let mut arguments = Vec::new();
        if !self.take(Token::Sign("(")) {
            return Some(arguments);
        }
        while !self.take(Token::Sign(")")) {
            let name = self.word()?;
            self.sign("=")?;
            arguments.push((name, self.expression()?));
            self.take(Token::Sign(","));
        }
        Some(arguments)
    }

    fn list(&mut self, start: usize) -> Option<Expr> {
        let mut items = Vec::new();
        while !self.take(Token::Sign("]")) {
            self.take(Token::Sign("..."));
            let item = self.expression()?;
            if items.is_empty() && self.take(Token::Word("for")) {
                return self.comprehension(start, item);
            }
            items.push(item);
            self.take(Token::Sign(","));
        }
        Some(Expr { range: start..self.last().end, is: Is::List(items) })
    }

    fn comprehension(&mut self, start: usize, value: Expr) -> Option<Expr> {
        let names = self.round()?;
        let target = self.bound(1)?;
        let condition = if self.take(Token::Word("if")) { Some(self.bound(1)?) } else { None };
        self.sign("]")?;
        let is = Is::Comprehension(Box::new(Comprehension { value, names, target, condition }));
        Some(Expr { range: start..self.last().end, is })
    }

    fn map(&mut self) -> Option<Is> {
        let mut values = Vec::new();
        while !self.take(Token::Sign("}")) {
            if !self.take(Token::Sign("...")) {
                self.next()?;
                self.sign(":")?;
            }
            values.push(self.expression()?);
            self.take(Token::Sign(","));
        }
        Some(Is::Map(values))
    }

    /// What follows `<`: a component's name and its arguments, up to `/>` or, where it has a body, `>`.
    pub fn component_call(&mut self, alone: bool) -> Option<Expr> {
        let name = self.dotted()?;
        let start = name.range.start.saturating_sub(1);
        let mut arguments = Vec::new();
        let mut spread = false;
        loop {
            match self.peek()? {
                Token::Word(_) => arguments.push(self.attribute()?),
                Token::Sign("{") => {
                    self.next();
                    self.sign("...")?;
                    self.expression()?;
                    self.sign("}")?;
                    spread = true;
                }
                _ => break,
            }
        }
        if alone {
            self.sign("/")?;
        }
        self.sign(">")?;
        Some(Expr { range: start..self.last().end, is: Is::Component(name, arguments, spread) })
    }

    /// `name="text"`, `name={expression}` or, for a variable of that name, `name`.
    fn attribute(&mut self) -> Option<Argument> {
        let name = self.word()?;
        if !self.take(Token::Sign("=")) {
            let value = Expr { range: name.range.clone(), is: Is::Variable(name.name.clone()) };
            return Some((name, value));
        }
        let value = match self.next()? {
            (Token::Quoted(text), range) => Expr { range, is: Is::Text(text.to_owned()) },
            (Token::Sign("{"), _) => {
                let value = self.expression()?;
                self.sign("}")?;
                value
            }
            _ => return None,
        };
        Some((name, value))
    }
}
