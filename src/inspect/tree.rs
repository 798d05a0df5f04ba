//! A template as a tree of what it says, each part with its place.

use std::ops::Range;

/// A template.
#[derive(Debug, Default)]
pub(super) struct Template {
    /// The template that it extends.
    pub extends: Option<Named>,
    /// What it says.
    pub body: Vec<Node>,
    /// The components that it defines.
    pub components: Vec<Component>,
}

/// A name with its place.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// The name.
    pub name: String,
    /// Where it stands.
    pub range: Range<usize>,
}

/// A part of a template.
#[derive(Debug)]
pub(super) enum Node {
    /// `{{ … }}`
    Print(Expr),
    /// `{% if %}` with both its ways.
    If(Expr, Vec<Node>, Vec<Node>),
    /// `{% for %}`
    For(Box<Loop>),
    /// `{% set name = … %}`
    Set(String, Expr),
    /// `{% set name | filter %} … {% endset %}` or, without a name, `{% filter … %}`: what is within, as text.
    Capture(Option<String>, Vec<Expr>, Vec<Node>),
    /// `{% block %}`
    Block(Named, Vec<Node>),
    /// `{% include %}`
    Include(Named),
    /// `{% <name …> %} … {% </name> %}`
    Component(Expr, Vec<Node>),
}

/// `{% for key, value in target %}`
#[derive(Debug)]
pub(super) struct Loop {
    /// The names that a round has: a value, or a key and a value.
    pub names: Vec<String>,
    /// What is gone through.
    pub target: Expr,
    /// What is said of each.
    pub body: Vec<Node>,
    /// What is said where there is none.
    pub otherwise: Vec<Node>,
}

/// A component.
#[derive(Debug)]
pub(super) struct Component {
    /// Its name.
    pub name: Named,
    /// What it takes.
    pub arguments: Vec<Parameter>,
    /// The name of what it takes beside.
    pub rest: Option<String>,
    /// What it says.
    pub body: Vec<Node>,
}

/// An argument of a component.
#[derive(Clone, Debug)]
pub(super) struct Parameter {
    /// Its name.
    pub name: String,
    /// Whether it is taken from where the component is used.
    pub implicit: bool,
    /// The type that is written for it: `map`, `string` …
    pub kind: Option<String>,
    /// Whether it has a value where none is given.
    pub optional: bool,
}

/// An expression.
#[derive(Debug)]
pub(super) struct Expr {
    /// Where it stands.
    pub range: Range<usize>,
    /// What it is.
    pub is: Is,
}

/// An argument of a call: a name and a value.
pub(super) type Argument = (Named, Expr);

/// What an expression is.
#[derive(Debug)]
pub(super) enum Is {
    /// A text between quotation marks.
    Text(String),
    /// A number.
    Number,
    /// `true` or `false`.
    Bool,
    /// `none`
    Nothing,
    /// A variable.
    Variable(String),
    /// `of.name`
    Field(Box<Expr>, Named),
    /// `of[key]`
    Item(Box<Expr>, Box<Expr>),
    /// `of[from:to]`
    Slice(Box<Expr>, Vec<Expr>),
    /// `name(…)`
    Call(Named, Vec<Argument>),
    /// `of | name(…)`; of nothing at the head of a `filter` section.
    Filter(Option<Box<Expr>>, Named, Vec<Argument>),
    /// `of is name(…)`
    Test(Box<Expr>, Named, Vec<Argument>),
    /// `<name … />`
    Component(Named, Vec<Argument>, bool),
    /// `not of`, `-of`
    Unary(Box<Expr>),
    /// `a or b`, `a + b` …
    Binary(String, Box<Expr>, Box<Expr>),
    /// `yes if condition else no`: condition, yes, no
    Ternary(Box<[Expr; 3]>),
    /// `[a, b]`
    List(Vec<Expr>),
    /// `{"a": b}`: the values
    Map(Vec<Expr>),
    /// `[value for name in target if condition]`
    Comprehension(Box<Comprehension>),
}

/// A list made of another.
#[derive(Debug)]
pub(super) struct Comprehension {
    /// What each becomes.
    pub value: Expr,
    /// The names that a round has.
    pub names: Vec<String>,
    /// What is gone through.
    pub target: Expr,
    /// Which of them count.
    pub condition: Option<Expr>,
}
