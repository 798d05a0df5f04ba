//! Looks at what belongs to no single expression: blocks that nothing shows, words that a language lacks, templates
//! that nothing uses.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::problem::{At, Place, Problem, nearest};
use crate::theme::Template;

use super::tree::{Expr, Is, Named, Node};
use super::{Inspection, near, place};

impl Inspection<'_> {
    /// Everything of that kind.
    pub fn whole(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        for (name, (template, tree)) in &self.trees {
            problems.extend(self.parent(template, tree.extends.as_ref()));
            problems.extend(self.blocks(name, template, &tree.body));
        }
        problems.extend(self.words());
        problems.extend(self.unused());
        problems
    }

    fn parent(&self, template: &Template, extends: Option<&Named>) -> Option<Problem> {
        let parent = extends?;
        // The theme has said so of a parent that no theme below has.
        let known = self.theme.templates.iter().any(|other| other.name == parent.name);
        (!known && !parent.name.starts_with("parent:")).then(|| {
            let message = format!("there is no template `{}` to extend", parent.name);
            let names = self.theme.templates.iter().map(|template| template.name.as_str());
            Problem::error("missing-template", place(template, parent.range.clone()), message)
                .hint_if(near(&parent.name, names))
        })
    }

    /// Blocks of a template that extends another which has no place for them: what they hold is never shown.
    fn blocks(&self, name: &str, template: &Template, body: &[Node]) -> Vec<Problem> {
        let parents = self.parents(name);
        let unread = parents.iter().any(|parent| !self.trees.contains_key(parent));
        if parents.is_empty() || unread || !self.is_wanted(name) {
            return Vec::new();
        }
        let mut known = BTreeSet::new();
        for parent in parents.iter().filter_map(|parent| self.trees.get(parent)) {
            each_block(&parent.1.body, &mut |block, _| _ = known.insert(block.name.clone()));
        }
        let lost = body.iter().filter_map(|node| match node {
            Node::Block(block, held) if !known.contains(&block.name) && !held.is_empty() => Some(block),
            _ => None,
        });
        let problem = |block: &Named| {
            let message = format!("the block `{}` is never shown: no template below this one has it", block.name);
            let near = near(&block.name, known.iter().map(String::as_str));
            let hint = near.or_else(|| {
                let root = parents.last().unwrap_or(&"base.html");
                Some(format!("add `{{% block {name} %}}{{% endblock %}}` to `{root}`", name = block.name))
            });
            Problem::warning("unknown-block", place(template, block.range.clone()), message).hint_if(hint)
        };
        lost.map(problem).collect()
    }

    /// Whether the theme wants the pages that a template makes.
    fn is_wanted(&self, name: &str) -> bool {
        let own = name.rsplit(':').next().unwrap_or(name);
        let names = self.seen.templates.iter().find(|names| names.template == own);
        names.and_then(|names| names.switch).is_none_or(|switch| self.theme.pages.wants(switch))
    }

    /// Words that templates name and that a language of the theme lacks.
    fn words(&self) -> Vec<Problem> {
        let mut used: BTreeMap<&str, (&Template, Range<usize>)> = BTreeMap::new();
        for (template, tree) in self.trees.values() {
            let bodies = tree.components.iter().map(|component| &component.body).chain([&tree.body]);
            for body in bodies {
                each_expression(body, &mut |expr| {
                    if let Some((key, range)) = words_named(expr) {
                        used.entry(key).or_insert((template, range));
                    }
                });
            }
        }
        let strings = &self.theme.strings;
        let known = |key: &str| strings.values().any(|words| words.contains_key(key));
        let lacking = |key: &str| -> Vec<&str> {
            strings.iter().filter(|(_, words)| !words.contains_key(key)).map(|(code, _)| code.as_str()).collect()
        };
        let problem = |(key, (template, range)): (&str, (&Template, Range<usize>))| {
            let lacking = lacking(key);
            (known(key) && !lacking.is_empty()).then(|| {
                let languages = lacking.join("`, `");
                let message = format!("the theme has no words `{key}` in `{languages}`");
                let hint = format!("add `{key}: …` to `strings/{}.yaml`", lacking[0]);
                Problem::warning("missing-strings", place(template, range), message).hint(hint)
            })
        };
        used.into_iter().filter_map(problem).collect()
    }

    /// Templates whose name is nearly that of one which the program uses, and which nothing uses.
    fn unused(&self) -> Vec<Problem> {
        let mut used: BTreeSet<&str> = self.chosen.keys().map(String::as_str).collect();
        for (_, tree) in self.trees.values() {
            used.extend(tree.extends.iter().map(|named| named.name.as_str()));
            let bodies = tree.components.iter().map(|component| &component.body).chain([&tree.body]);
            bodies.for_each(|body| included(body, &mut used));
        }
        let known: Vec<&str> = self.seen.templates.iter().map(|names| names.template).collect();
        let idle = self.trees.iter().filter(|(name, (_, tree))| {
            !name.contains([':', '/']) && !known.contains(*name) && !used.contains(*name) && tree.components.is_empty()
        });
        let problem = |(name, (template, _)): (&&str, &(&Template, _))| {
            // What all names end with would make all of them alike.
            let stem = |name: &'static str| name.strip_suffix(".html").unwrap_or(name);
            let near = nearest(name.strip_suffix(".html").unwrap_or(name), known.iter().map(|name| stem(name)))?;
            let message = format!("nothing uses the template `{name}`");
            let place = Place { at: At::File, ..place(template, 0..0) };
            let hint = format!("did you mean `{near}.html`? An entry or a page uses one that its `template:` names");
            Some(Problem::warning("unused-template", place, message).hint(hint))
        };
        idle.filter_map(problem).collect()
    }
}

/// The key of the words that an expression names: `t.by`, `t["by"]`.
fn words_named(expr: &Expr) -> Option<(&str, Range<usize>)> {
    let is_words = |of: &Expr| matches!(&of.is, Is::Variable(name) if name == "t");
    match &expr.is {
        Is::Field(of, field) if is_words(of) => Some((&field.name, field.range.clone())),
        Is::Item(of, key) if is_words(of) => match &key.is {
            Is::Text(name) => Some((name, key.range.clone())),
            _ => None,
        },
        _ => None,
    }
}

fn each_block<'n>(nodes: &'n [Node], see: &mut impl FnMut(&'n Named, &'n [Node])) {
    for node in nodes {
        match node {
            Node::Block(block, body) => {
                see(block, body);
                each_block(body, see);
            }
            Node::If(_, yes, no) => {
                each_block(yes, see);
                each_block(no, see);
            }
            Node::Capture(_, _, body) | Node::Component(_, body) => each_block(body, see),
            Node::For(it) => each_block(&it.body, see),
            Node::Print(_) | Node::Set(..) | Node::Include(_) => {}
        }
    }
}

fn included<'n>(nodes: &'n [Node], used: &mut BTreeSet<&'n str>) {
    for node in nodes {
        match node {
            Node::Include(named) => _ = used.insert(&named.name),
            Node::If(_, yes, no) => {
                included(yes, used);
                included(no, used);
            }
            Node::For(it) => {
                included(&it.body, used);
                included(&it.otherwise, used);
            }
            Node::Block(_, body) | Node::Capture(_, _, body) | Node::Component(_, body) => included(body, used),
            Node::Print(_) | Node::Set(..) => {}
        }
    }
}

fn each_expression<'n>(nodes: &'n [Node], see: &mut impl FnMut(&'n Expr)) {
    for node in nodes {
        match node {
            Node::Print(expr) | Node::Set(_, expr) => within(expr, see),
            Node::If(condition, yes, no) => {
                within(condition, see);
                each_expression(yes, see);
                each_expression(no, see);
            }
            Node::For(it) => {
                within(&it.target, see);
                each_expression(&it.body, see);
                each_expression(&it.otherwise, see);
            }
            Node::Capture(_, filters, body) => {
                filters.iter().for_each(|filter| within(filter, see));
                each_expression(body, see);
            }
            Node::Block(_, body) => each_expression(body, see),
            Node::Component(call, body) => {
                within(call, see);
                each_expression(body, see);
            }
            Node::Include(_) => {}
        }
    }
}

fn within<'n>(expr: &'n Expr, see: &mut impl FnMut(&'n Expr)) {
    see(expr);
    match &expr.is {
        Is::Text(_) | Is::Number | Is::Bool | Is::Nothing | Is::Variable(_) => {}
        Is::Field(of, _) | Is::Unary(of) => within(of, see),
        Is::Item(of, key) | Is::Binary(_, of, key) => {
            within(of, see);
            within(key, see);
        }
        Is::Slice(of, parts) => {
            within(of, see);
            parts.iter().for_each(|part| within(part, see));
        }
        Is::Call(_, arguments) | Is::Component(_, arguments, _) => {
            arguments.iter().for_each(|(_, value)| within(value, see));
        }
        Is::Filter(of, _, arguments) => {
            of.iter().for_each(|of| within(of, see));
            arguments.iter().for_each(|(_, value)| within(value, see));
        }
        Is::Test(of, _, arguments) => {
            within(of, see);
            arguments.iter().for_each(|(_, value)| within(value, see));
        }
        Is::Ternary(parts) => parts.iter().for_each(|part| within(part, see)),
        Is::List(items) | Is::Map(items) => items.iter().for_each(|item| within(item, see)),
        Is::Comprehension(it) => {
            within(&it.value, see);
            within(&it.target, see);
            it.condition.iter().for_each(|condition| within(condition, see));
        }
    }
}
