//! Looks at each part of a template: whether the names that it uses are there, and what their values can be.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::problem::Problem;
use crate::theme::Template;

use super::reach::Reach;
use super::shape::{Lookup, Shape, Types};
use super::tree::{Comprehension, Expr, Is, Loop, Named, Node};
use super::{Env, Inspection, near, place};

/// Goes through a template.
pub(super) struct Walker<'a, 'b> {
    /// All templates.
    pub inspection: &'b Inspection<'a>,
    /// The template.
    pub template: &'b Template,
    /// What all templates see: what this one hands on joins it.
    pub reach: &'b mut Reach,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// Whether the template may see names that are not known here, as nothing is known of what renders it.
    pub open: bool,
    /// In a component: what is seen where it is used, which is there for other components alone.
    pub around: Env,
    /// Whether nothing is known of where the component is used.
    pub open_around: bool,
    /// Names that are set somewhere around, so that they may be there.
    pub set_elsewhere: BTreeSet<String>,
    /// What is seen, the innermost last.
    scopes: Vec<Env>,
    /// Whether a name may be missing, as that is being asked.
    lenient: bool,
}

impl<'a, 'b> Walker<'a, 'b> {
    /// A walk through a template that sees nothing yet.
    pub fn new(inspection: &'b Inspection<'a>, template: &'b Template, reach: &'b mut Reach) -> Self {
        let (problems, set_elsewhere, scopes) = (Vec::new(), BTreeSet::new(), Vec::new());
        let (around, open_around, open, lenient) = (Env::new(), false, false, false);
        Self { inspection, template, reach, problems, open, around, open_around, set_elsewhere, scopes, lenient }
    }

    /// Walks with these names to see beside what is seen.
    pub fn within(&mut self, names: Env, nodes: &[Node]) {
        self.scopes.push(names);
        nodes.iter().for_each(|node| self.node(node));
        self.scopes.pop();
    }

    /// Notes an error at a place of the template.
    pub fn error(&mut self, rule: &'static str, range: Range<usize>, message: String, hint: Option<String>) {
        self.problems.push(Problem::error(rule, place(self.template, range), message).hint_if(hint));
    }

    /// Everything that is seen.
    pub fn visible(&self) -> Env {
        self.scopes.iter().flatten().map(|(name, shape)| (name.clone(), shape.clone())).collect()
    }

    fn node(&mut self, node: &Node) {
        match node {
            Node::Print(expr) => self.print(expr),
            Node::If(condition, yes, no) => self.condition(condition, yes, no),
            Node::For(it) => self.repeat(it),
            Node::Set(name, value) => {
                let shape = self.expr(value);
                self.set(name, shape);
            }
            Node::Capture(name, filters, body) => {
                filters.iter().for_each(|filter| _ = self.expr(filter));
                self.within(Env::new(), body);
                name.iter().for_each(|name| self.set(name, Shape::Plain));
            }
            Node::Block(_, body) => self.within(Env::new(), body),
            Node::Include(named) => self.include(named),
            Node::Component(call, body) => {
                self.expr(call);
                self.within(Env::new(), body);
            }
        }
    }

    fn set(&mut self, name: &str, shape: Shape) {
        if let Some(scope) = self.scopes.last_mut() {
            scope.insert(name.to_owned(), shape);
        }
    }

    fn print(&mut self, expr: &Expr) {
        let shape = self.expr(expr);
        let said = &self.template.text[expr.range.clone()];
        match shape {
            Shape::Forms => self.error(
                "printed-group",
                expr.range.clone(),
                format!("`{said}` has a form for each number, and none is chosen"),
                Some(format!("write `{{{{ {said} | with(n=…) }}}}`")),
            ),
            Shape::Object(_) => {
                let fields = match self.inspection.types.field(&shape, "") {
                    Lookup::Unknown(fields) => fields,
                    _ => Vec::new(),
                };
                let hint = format!("name one of its fields: `{}`", fields.join("`, `"));
                let message = format!("`{said}` is a group of values, which cannot be shown as one");
                self.error("printed-group", expr.range.clone(), message, Some(hint));
            }
            _ => {}
        }
    }

    fn condition(&mut self, condition: &Expr, yes: &[Node], no: &[Node]) {
        self.expr(condition);
        self.knowing(condition, |walker| yes.iter().for_each(|node| walker.node(node)));
        no.iter().for_each(|node| self.node(node));
    }

    /// Looks at what is only looked at where a condition holds: names of which it asks whether they are there need not
    /// be known.
    fn knowing<T>(&mut self, condition: &Expr, look: impl FnOnce(&mut Self) -> T) -> T {
        let mut asked = Vec::new();
        asked_for(condition, &mut asked);
        let visible = self.visible();
        asked.retain(|name| !visible.contains_key(*name));
        asked.iter().for_each(|name| self.set(name, Shape::Any));
        let seen = look(self);
        if let Some(scope) = self.scopes.last_mut() {
            asked.iter().for_each(|name| _ = scope.remove(*name));
        }
        seen
    }

    fn repeat(&mut self, it: &Loop) {
        let target = self.expr(&it.target);
        let mut names = rounds(&it.names, &target);
        names.insert("loop".to_owned(), Shape::Any);
        self.within(names, &it.body);
        self.within(Env::new(), &it.otherwise);
    }

    fn include(&mut self, named: &Named) {
        if self.inspection.theme.templates.iter().any(|template| template.name == named.name) {
            let visible = self.visible();
            self.reach.template(&named.name, &visible);
            return;
        }
        let known = self.inspection.theme.templates.iter().map(|template| template.name.as_str());
        let hint = near(&named.name, known);
        let message = format!("there is no template `{}` to include", named.name);
        self.error("missing-template", named.range.clone(), message, hint);
    }

    /// Looks at an expression; says what its value can be.
    pub fn expr(&mut self, expr: &Expr) -> Shape {
        match &expr.is {
            Is::Text(_) | Is::Number | Is::Bool => Shape::Plain,
            Is::Nothing => Shape::Nothing,
            Is::Variable(name) => self.variable(name, &expr.range),
            Is::Field(of, field) => {
                let shape = self.expr(of);
                self.field(of, &shape, field)
            }
            Is::Item(of, key) => self.item(of, key),
            Is::Slice(of, parts) => {
                parts.iter().for_each(|part| _ = self.expr(part));
                self.expr(of)
            }
            Is::Call(name, arguments) => self.call(name, arguments),
            Is::Filter(of, name, arguments) => self.filter(of.as_deref(), name, arguments),
            Is::Test(of, name, arguments) => self.test(of, name, arguments),
            Is::Component(name, arguments, spread) => self.component(name, arguments, *spread),
            Is::Unary(of) => {
                self.expr(of);
                Shape::Plain
            }
            Is::Binary(sign, left, right) if sign == "and" => {
                let shape = self.expr(left);
                shape.or(self.knowing(left, |walker| walker.expr(right)))
            }
            Is::Binary(sign, left, right) => {
                let (left, right) = (self.expr(left), self.expr(right));
                if sign == "or" { left.or(right) } else { Shape::Plain }
            }
            Is::Ternary(parts) => {
                let [condition, yes, no] = &**parts;
                self.expr(condition);
                let yes = self.expr(yes);
                yes.or(self.expr(no))
            }
            Is::List(items) => {
                let items: Vec<Shape> = items.iter().map(|item| self.expr(item)).collect();
                Shape::List(Box::new(items.into_iter().reduce(Shape::or).unwrap_or(Shape::Any)))
            }
            Is::Map(values) => {
                values.iter().for_each(|value| _ = self.expr(value));
                Shape::Map(Box::new(Shape::Any))
            }
            Is::Comprehension(it) => self.comprehension(it),
        }
    }

    /// Looks at an expression of which it is asked whether it is there.
    pub fn may_be_missing(&mut self, expr: &Expr) -> Shape {
        let before = std::mem::replace(&mut self.lenient, true);
        let shape = self.expr(expr);
        self.lenient = before;
        shape
    }

    fn variable(&mut self, name: &str, range: &Range<usize>) -> Shape {
        if let Some(shape) = self.scopes.iter().rev().find_map(|scope| scope.get(name)) {
            return shape.clone();
        }
        let free = self.open || self.lenient || self.set_elsewhere.contains(name) || name.starts_with("__tera");
        if !free {
            let visible = self.visible();
            let hint = near(name, visible.keys().map(String::as_str));
            self.error("unknown-variable", range.clone(), format!("there is no variable `{name}` here"), hint);
        }
        Shape::Any
    }

    fn field(&mut self, of: &Expr, shape: &Shape, field: &Named) -> Shape {
        let said = &self.template.text[of.range.clone()];
        match self.inspection.types.field(shape, &field.name) {
            Lookup::Found(shape) => shape,
            Lookup::Unknown(known) if Types::is_words(shape) => {
                let hint = near(&field.name, known.iter().map(String::as_str));
                let hint = hint.or_else(|| Some(format!("add `{}: …` to `strings/en.yaml`", field.name)));
                let message = format!("the theme has no words `{}` in any language", field.name);
                self.error("unknown-variable", field.range.clone(), message, hint);
                Shape::Any
            }
            Lookup::Unknown(known) => {
                let hint = near(&field.name, known.iter().map(String::as_str));
                let hint = hint.or_else(|| Some(format!("use one of `{}`", known.join("`, `"))));
                let message = format!("`{said}` has no field `{}`", field.name);
                self.error("unknown-variable", field.range.clone(), message, hint);
                Shape::Any
            }
            Lookup::Fieldless(what) => {
                let message = format!("`{said}` is {what} and has no field `{}`", field.name);
                self.error("unknown-variable", field.range.clone(), message, None);
                Shape::Any
            }
        }
    }

    /// `of["key"]` is a field, `of[name]` any.
    fn item(&mut self, of: &Expr, key: &Expr) -> Shape {
        let shape = self.expr(of);
        match (&key.is, &shape) {
            (Is::Text(name), Shape::Object(_) | Shape::Forms) => {
                let inner = key.range.start + 1..key.range.end.saturating_sub(1).max(key.range.start + 1);
                self.field(of, &shape, &Named { name: name.clone(), range: inner })
            }
            _ => {
                self.expr(key);
                shape.item()
            }
        }
    }

    fn comprehension(&mut self, it: &Comprehension) -> Shape {
        let target = self.expr(&it.target);
        self.scopes.push(rounds(&it.names, &target));
        it.condition.iter().for_each(|condition| _ = self.expr(condition));
        let value = self.expr(&it.value);
        self.scopes.pop();
        Shape::List(Box::new(value))
    }
}

/// The names of one round, with what their values can be.
fn rounds(names: &[String], target: &Shape) -> Env {
    match names {
        [value] => Env::from([(value.clone(), target.item())]),
        [key, value] => Env::from([(key.clone(), Shape::Plain), (value.clone(), target.item())]),
        _ => Env::new(),
    }
}

/// The variables that a condition proves to be there: `x is defined`, also beside others.
fn asked_for<'e>(condition: &'e Expr, names: &mut Vec<&'e str>) {
    match &condition.is {
        Is::Test(of, test, _) if test.name == "defined" => {
            if let Is::Variable(name) = &of.is {
                names.push(name);
            }
        }
        Is::Binary(sign, left, right) if sign == "and" => {
            asked_for(left, names);
            asked_for(right, names);
        }
        _ => {}
    }
}
