//! Finds which names each template and each component sees: those of the pages that it makes, and of what leads to it.

use std::collections::{BTreeMap, BTreeSet};

use crate::problem::Problem;
use crate::render::{Name, TemplateNames};

use super::shape::{Shape, shape};
use super::tree::Node;
use super::walk::Walker;
use super::{Env, Inspection};

/// How often names are handed on before it is enough: includes and components lie no deeper in each other.
const ROUNDS: usize = 12;

/// What each template and component sees.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Reach {
    /// By template.
    pub templates: BTreeMap<String, Env>,
    /// By component: what it is given.
    pub components: BTreeMap<String, Env>,
    /// By component: what is seen around it, where it takes what it is not given.
    pub around: BTreeMap<String, Env>,
}

impl Reach {
    /// Adds names to what a template sees.
    pub fn template(&mut self, name: &str, names: &Env) {
        merge(self.templates.entry(name.to_owned()).or_default(), names);
    }

    /// Adds names to what a component sees, and to what is seen around it.
    pub fn component(&mut self, name: &str, names: &Env, around: &Env) {
        merge(self.components.entry(name.to_owned()).or_default(), names);
        merge(self.around.entry(name.to_owned()).or_default(), around);
    }
}

fn merge(into: &mut Env, names: &Env) {
    for (name, shape) in names {
        let known = into.remove(name).unwrap_or(Shape::Nothing);
        into.insert(name.clone(), known.or(shape.clone()));
    }
}

impl Inspection<'_> {
    /// Looks at every template that could be read.
    pub fn walk(&self) -> Vec<Problem> {
        let mut reach = self.roots();
        for _ in 0..ROUNDS {
            let before = reach.clone();
            self.round(&mut reach);
            if reach == before {
                break;
            }
        }
        self.round(&mut reach)
    }

    /// Walks every template with the names that it sees; these are handed on to what it leads to.
    fn round(&self, reach: &mut Reach) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (name, (template, tree)) in &self.trees {
            let env = reach.templates.get(*name).cloned();
            if let (Some(env), Some(parent)) = (&env, &tree.extends) {
                reach.template(&parent.name, env);
            }
            let mut walker = Walker::new(self, template, reach);
            walker.open = env.is_none();
            walker.set_elsewhere = self.set_around(name);
            walker.within(env.unwrap_or_default(), &tree.body);
            problems.append(&mut walker.problems);
            for component in &tree.components {
                let mut walker = Walker::new(self, template, reach);
                let given = walker.reach.components.get(&component.name.name).cloned();
                walker.around = walker.reach.around.get(&component.name.name).cloned().unwrap_or_default();
                // Of what a component that nothing uses is given, nothing is known.
                let unused = given.is_none();
                walker.open_around = unused;
                let mut env: Env = component.arguments.iter().map(|it| (it.name.clone(), Shape::Nothing)).collect();
                env.extend(component.rest.iter().map(|rest| (rest.clone(), Shape::Map(Box::new(Shape::Any)))));
                env.insert("body".to_owned(), Shape::Plain);
                merge(&mut env, &given.unwrap_or_default());
                if unused {
                    env.values_mut().for_each(|shape| *shape = Shape::Any);
                }
                walker.set_elsewhere = names_set(&component.body);
                walker.within(env, &component.body);
                problems.append(&mut walker.problems);
            }
        }
        problems
    }

    /// What templates see that the program itself renders.
    fn roots(&self) -> Reach {
        let mut reach = Reach::default();
        for names in &self.seen.templates {
            let env = self.env(names);
            match names.template.split_once('*') {
                None => reach.template(names.template, &env),
                Some((folder, end)) => {
                    let fits = |name: &&&str| name.starts_with(folder) && name.ends_with(end);
                    self.trees.keys().filter(fits).for_each(|name| reach.template(name, &env));
                }
            }
        }
        // What others extend may serve pages of every kind, also of those whose templates happen to extend another now.
        let pages = self.seen.templates.iter().filter(|names| names.is_whole());
        let mut every = Env::new();
        pages.for_each(|names| merge(&mut every, &self.env(names)));
        let listed = |name: &str| self.seen.templates.iter().any(|names| names.template == name);
        let parents = self.trees.values().filter_map(|(_, tree)| tree.extends.as_ref());
        for parent in parents.filter(|parent| !listed(&parent.name) && !parent.name.contains(':')) {
            reach.template(&parent.name, &every);
        }
        for (template, stands_for) in self.chosen {
            let names = self.seen.templates.iter().find(|names| names.template == *stands_for);
            if let Some(names) = names {
                reach.template(template, &self.env(names));
            }
        }
        reach
    }

    fn env(&self, names: &TemplateNames) -> Env {
        let shared = if names.is_whole() { &self.seen.pages } else { &self.seen.parts };
        let all = self.seen.everywhere.iter().chain(shared).chain(&names.names);
        all.map(|name: &Name| (name.name.to_owned(), shape(&name.schema, &self.seen.types))).collect()
    }

    /// The names that a template sets, or one that it extends or that extends it.
    fn set_around(&self, name: &str) -> BTreeSet<String> {
        let family = self.trees.keys().filter(|other| {
            **other == name || self.parents(name).contains(other) || self.parents(other).contains(&name)
        });
        family.filter_map(|name| self.trees.get(name)).flat_map(|(_, tree)| names_set(&tree.body)).collect()
    }
}

/// The names that are set anywhere in these parts.
fn names_set(nodes: &[Node]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for node in nodes {
        match node {
            Node::Set(name, _) => _ = names.insert(name.clone()),
            Node::Capture(name, _, body) => {
                names.extend(name.clone());
                names.extend(names_set(body));
            }
            Node::If(_, yes, no) => {
                names.extend(names_set(yes));
                names.extend(names_set(no));
            }
            Node::For(it) => {
                names.extend(names_set(&it.body));
                names.extend(names_set(&it.otherwise));
            }
            Node::Block(_, body) | Node::Component(_, body) => names.extend(names_set(body)),
            Node::Print(_) | Node::Include(_) => {}
        }
    }
    names
}
