//! Looks at what is called: functions, filters, tests and components, with their arguments.

use crate::problem::nearest;
use crate::render::catalogue::{Callable, FILTERS, TESTS};

use super::shape::{Lookup, Shape, shape};
use super::tree::{Argument, Component, Expr, Is, Named};
use super::walk::Walker;
use super::{Env, near};

/// What stands for every name among the arguments of a filter.
const ANY: &str = "…";

impl Walker<'_, '_> {
    /// A call of a function.
    pub fn call(&mut self, name: &Named, arguments: &[Argument]) -> Shape {
        arguments.iter().for_each(|(_, value)| _ = self.expr(value));
        // What a block replaces.
        if name.name == "super" {
            return Shape::Plain;
        }
        self.callable("function", &self.inspection.functions, name, arguments);
        match name.name.as_str() {
            "asset" | "integrity" => self.asset(arguments),
            "range" => return Shape::List(Box::new(Shape::Plain)),
            _ => {}
        }
        let answer = self.inspection.seen.answers.iter().find(|answer| answer.name == name.name);
        answer.map_or(Shape::Plain, |answer| shape(&answer.schema, &self.inspection.seen.types))
    }

    /// A filter and what comes out of it.
    pub fn filter(&mut self, of: Option<&Expr>, name: &Named, arguments: &[Argument]) -> Shape {
        arguments.iter().for_each(|(_, value)| _ = self.expr(value));
        self.callable("filter", FILTERS, name, arguments);
        let given = match of {
            Some(of) if name.name == "default" => self.may_be_missing(of),
            Some(of) => self.expr(of),
            None => Shape::Plain,
        };
        let item = || given.item();
        if matches!(name.name.as_str(), "sort" | "group_by") {
            self.attribute(&item(), arguments);
        }
        if let (Shape::List(inner), Some(of), "join") = (&given, of, name.name.as_str()) {
            self.joined(inner, of);
        }
        match name.name.as_str() {
            "first" | "last" | "nth" => item(),
            "reverse" | "sort" | "unique" => given,
            "group_by" => Shape::Map(Box::new(Shape::List(Box::new(item())))),
            "keys" | "split" => Shape::List(Box::new(Shape::Plain)),
            "values" => Shape::List(Box::new(item())),
            "default" | "get" | "pairs" => Shape::Any,
            _ => Shape::Plain,
        }
    }

    /// A test.
    pub fn test(&mut self, of: &Expr, name: &Named, arguments: &[Argument]) -> Shape {
        arguments.iter().for_each(|(_, value)| _ = self.expr(value));
        self.callable("test", TESTS, name, arguments);
        if matches!(name.name.as_str(), "defined" | "undefined") {
            self.may_be_missing(of);
        } else {
            self.expr(of);
        }
        Shape::Plain
    }

    /// Whether there is such a function, filter or test, and whether it takes these arguments.
    fn callable(&mut self, what: &str, table: &[Callable], name: &Named, arguments: &[Argument]) {
        let Some(callable) = table.iter().find(|callable| callable.name == name.name) else {
            let hint = near(&name.name, table.iter().map(|callable| callable.name));
            let message = format!("there is no {what} `{}`", name.name);
            return self.error("unknown-function", name.range.clone(), message, hint);
        };
        let takes_all = callable.takes.iter().any(|takes| takes.name == ANY);
        for (argument, _) in arguments {
            if !takes_all && !callable.takes.iter().any(|takes| takes.name == argument.name) {
                let hint = near(&argument.name, callable.takes.iter().map(|takes| takes.name));
                let message = format!("the {what} `{}` takes no `{}`", name.name, argument.name);
                self.error("unknown-argument", argument.range.clone(), message, hint);
            }
        }
        for takes in callable.takes.iter().filter(|takes| takes.needed) {
            if !arguments.iter().any(|(argument, _)| argument.name == takes.name) {
                let message = format!("the {what} `{}` is not told its `{}`", name.name, takes.name);
                let hint = format!("for example: `{}`", callable.example);
                self.error("missing-argument", name.range.clone(), message, Some(hint));
            }
        }
    }

    fn asset(&mut self, arguments: &[Argument]) {
        for (_, value) in arguments.iter().filter(|(argument, _)| argument.name == "name") {
            let Is::Text(asset) = &value.is else { continue };
            if self.inspection.theme.asset(asset).is_none() {
                let assets = &self.inspection.theme.assets;
                let near = nearest(asset, assets.iter().map(|asset| asset.name.as_str()));
                let hint = near.map(|near| format!("did you mean `{near}`?"));
                self.error("missing-asset", value.range.clone(), format!("the theme has no asset `{asset}`"), hint);
            }
        }
    }

    /// The field by which a list is put in order: `date.day`.
    fn attribute(&mut self, item: &Shape, arguments: &[Argument]) {
        let Some((_, value)) = arguments.iter().find(|(argument, _)| argument.name == "attribute") else { return };
        let Is::Text(path) = &value.is else { return };
        let mut shape = item.clone();
        for field in path.split('.') {
            match self.inspection.types.field(&shape, field) {
                Lookup::Found(found) => shape = found,
                Lookup::Unknown(known) => {
                    let hint = near(field, known.iter().map(String::as_str));
                    let message = format!("the values of this list have no field `{field}`");
                    return self.error("unknown-variable", value.range.clone(), message, hint);
                }
                Lookup::Fieldless(what) => {
                    let message = format!("the values of this list cannot be told by `{path}`: there is {what}");
                    return self.error("unknown-variable", value.range.clone(), message, None);
                }
            }
        }
    }

    fn joined(&mut self, inner: &Shape, of: &Expr) {
        if let (Shape::Object(_), Lookup::Unknown(fields)) = (inner, self.inspection.types.field(inner, "")) {
            let said = &self.template.text[of.range.clone()];
            let field = fields.iter().find(|field| *field == "name").or(fields.first()).cloned().unwrap_or_default();
            let message = format!("each of `{said}` is a group of values, which cannot be joined as one");
            let hint = format!("name a field: `[it.{field} for it in {said}] | join(…)`");
            self.error("printed-group", of.range.clone(), message, Some(hint));
        }
    }

    /// A use of a component: what it is given joins what it sees.
    pub fn component(&mut self, name: &Named, arguments: &[Argument], spread: bool) -> Shape {
        let given: Env = arguments.iter().map(|(argument, value)| (argument.name.clone(), self.expr(value))).collect();
        let Some((_, component)) = self.inspection.component(&name.name) else {
            let components = self.inspection.trees.values().flat_map(|(_, tree)| &tree.components);
            let hint = near(&name.name, components.map(|component| component.name.name.as_str()));
            self.error("unknown-function", name.range.clone(), format!("there is no component `{}`", name.name), hint);
            return Shape::Plain;
        };
        if component.rest.is_none() {
            self.superfluous(component, arguments);
        }
        self.unfit(component, arguments, &given);
        let mut sees = given.clone();
        let mut visible = self.around.clone();
        visible.extend(self.visible());
        for parameter in &component.arguments {
            if given.contains_key(&parameter.name) {
                continue;
            }
            if let Some(shape) = visible.get(&parameter.name).filter(|_| parameter.implicit) {
                sees.insert(parameter.name.clone(), shape.clone());
            } else if parameter.optional {
                // Its default is a literal.
                sees.insert(parameter.name.clone(), literal(parameter.kind.as_deref()));
            } else if !spread && !(parameter.implicit && (self.open || self.open_around)) {
                self.not_given(component, &parameter.name, parameter.implicit, name);
            }
        }
        self.reach.component(&name.name, &sees, &visible);
        Shape::Plain
    }

    /// Arguments of another type than the component says.
    fn unfit(&mut self, component: &Component, arguments: &[Argument], given: &Env) {
        for (argument, value) in arguments {
            let parameter = component.arguments.iter().find(|parameter| parameter.name == argument.name);
            let kind = parameter.and_then(|parameter| parameter.kind.as_deref());
            let Some((kind, shape)) = kind.zip(given.get(&argument.name)) else { continue };
            let is = match (kind, shape) {
                ("map" | "array", Shape::Plain) => "a single value",
                ("array", Shape::Object(_)) => "a group of values",
                ("string" | "bool" | "integer" | "float" | "number", Shape::Object(_) | Shape::Forms) => {
                    "a group of values"
                }
                ("map" | "string" | "bool" | "integer" | "float" | "number", Shape::List(_)) => "a list",
                _ => continue,
            };
            let said = self.template.text[value.range.clone()].to_owned();
            let message = format!("`{said}` is {is}, and `{}` takes the type `{kind}`", argument.name);
            self.error("wrong-type", value.range.clone(), message, None);
        }
    }

    fn superfluous(&mut self, component: &Component, arguments: &[Argument]) {
        for (argument, _) in arguments {
            if !component.arguments.iter().any(|parameter| parameter.name == argument.name) {
                let hint = near(&argument.name, component.arguments.iter().map(|parameter| parameter.name.as_str()));
                let message = format!("the component `{}` takes no `{}`", component.name.name, argument.name);
                self.error("unknown-argument", argument.range.clone(), message, hint);
            }
        }
    }

    fn not_given(&mut self, component: &Component, parameter: &str, implicit: bool, at: &Named) {
        let name = &component.name.name;
        let (message, hint) = if implicit {
            (
                format!("the component `{name}` takes `{parameter}` from where it is used, and here is none"),
                format!("give it one: `{parameter}={{…}}`"),
            )
        } else {
            (format!("the component `{name}` is not given its `{parameter}`"), format!("add `{parameter}={{…}}`"))
        };
        self.error("missing-argument", at.range.clone(), message, Some(hint));
    }
}

fn literal(kind: Option<&str>) -> Shape {
    match kind {
        Some("map" | "array") => Shape::Any,
        _ => Shape::Nothing,
    }
}
