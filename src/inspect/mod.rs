//! Reads the templates of a theme without rendering them, and finds what they use and is not there.
//!
//! 1. [`lex`], [`read`] and [`expression`] read each template as a [`tree`].
//! 2. [`shape`] knows from the views' own types which fields a value has.
//! 3. [`reach`] finds which names each template sees: those of the pages that it makes, and of all that lead to it.
//! 4. [`walk`] looks at each expression, [`calls`] at each function, filter, test and component.
//! 5. [`whole`] looks at what belongs to no single expression: blocks, words, templates that nothing uses.
//! 6. [`guide`] writes down for theme authors what there is.

mod calls;
mod expression;
mod guide;
mod lex;
mod reach;
mod read;
mod shape;
mod tree;
mod walk;
mod whole;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::problem::{At, Place, Problem};
use crate::render::catalogue::{self, Callable};
use crate::render::{Seen, seen};
use crate::theme::{Template, Theme};

pub use guide::reference;
use shape::{Shape, Types};

/// Templates that documents name, each with the template in whose place it stands: `entry.html` or `page.html`.
pub type Chosen = BTreeMap<String, &'static str>;

/// Everything that the templates of a theme use and is not there. Templates that are no templates at all are left to
/// those who load them.
pub fn check(theme: &Theme, chosen: &Chosen) -> Vec<Problem> {
    let inspection = Inspection::new(theme, chosen);
    let mut problems = inspection.walk();
    problems.extend(inspection.whole());
    problems
}

/// The names that a template or a component sees.
type Env = BTreeMap<String, Shape>;

/// A theme's templates, read.
struct Inspection<'a> {
    theme: &'a Theme,
    /// Templates that documents name.
    chosen: &'a Chosen,
    seen: Seen,
    types: Types,
    functions: Vec<Callable>,
    /// Every template that could be read, by name.
    trees: BTreeMap<&'a str, (&'a Template, tree::Template)>,
}

impl<'a> Inspection<'a> {
    fn new(theme: &'a Theme, chosen: &'a Chosen) -> Self {
        let seen = seen();
        // A key is known that any language has words for: `whole` says which lack them.
        let words = theme.strings.values().flatten().map(|(key, words)| (key.clone(), words.clone())).collect();
        let types = Types::new(&seen.types, &theme.settings, &words);
        let read = |template: &'a Template| {
            let tree = read::template(&template.text)?;
            Some((template.name.as_str(), (template, tree)))
        };
        let functions = catalogue::functions();
        Self { theme, chosen, seen, types, functions, trees: theme.templates.iter().filter_map(read).collect() }
    }

    fn component(&self, name: &str) -> Option<(&'a Template, &tree::Component)> {
        let find = |(template, tree): &'_ (&'a Template, tree::Template)| -> Option<(&'a Template, usize)> {
            Some((*template, tree.components.iter().position(|component| component.name.name == name)?))
        };
        let (template, at) = self.trees.values().find_map(find)?;
        Some((template, &self.trees.get(template.name.as_str())?.1.components[at]))
    }

    /// The templates that a template extends, the nearest first.
    fn parents(&self, name: &str) -> Vec<&str> {
        let mut parents: Vec<&str> = Vec::new();
        let mut next = self.trees.get(name);
        while let Some(parent) = next.and_then(|(_, tree)| tree.extends.as_ref()) {
            if parents.contains(&parent.name.as_str()) || parent.name == name {
                break;
            }
            parents.push(&parent.name);
            next = self.trees.get(parent.name.as_str());
        }
        parents
    }
}

/// A place in a template.
fn place(template: &Template, range: std::ops::Range<usize>) -> Place {
    let text = template.built_in.then(|| Arc::clone(&template.text));
    Place { file: template.file.clone(), at: At::Bytes(range), text }
}

/// `did you mean …?` for the known name that is nearest.
fn near<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    crate::problem::nearest(name, known).map(|near| format!("did you mean `{near}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::SitePath;
    use crate::render::catalogue::{FILTERS, TESTS, functions};

    #[test]
    fn the_examples_of_the_catalogue_are_right() {
        let all = functions().into_iter().chain(FILTERS.iter().cloned()).chain(TESTS.iter().cloned());
        for callable in all {
            let template = Template {
                name: "x.html".to_owned(),
                file: SitePath::new("x.html"),
                built_in: false,
                text: callable.example.into(),
            };
            let theme = Theme { templates: vec![template], ..Theme::default() };
            let found = check(&theme, &Chosen::new());
            let wrong = found.iter().filter(|problem| !["missing-asset", "unknown-variable"].contains(&problem.rule));
            assert_eq!(wrong.map(|problem| &problem.message).collect::<Vec<_>>(), [""; 0], "{}", callable.example);
            let mut tera = tera::Tera::default();
            let unknown = |error: tera::Error| error.to_string().contains("Unknown");
            assert!(tera.add_raw_template("x", callable.example).err().is_none_or(unknown), "{}", callable.example);
        }
    }
}
