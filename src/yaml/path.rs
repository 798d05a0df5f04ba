//! The way to a value from the top of its text, and how messages name it.

use super::fields::Sheet;
use crate::problem::{At, Step};

/// The way to a value, linked from its end so that it costs nothing until a problem asks for it.
#[derive(Clone, Copy, Debug)]
pub enum Path<'a> {
    Root,
    Key(&'a Path<'a>, &'a str),
    Item(&'a Path<'a>, usize),
}

impl Path<'_> {
    /// Where the value stands; at the top, the place that stands for the whole.
    pub fn place(&self, sheet: &Sheet<'_>) -> At {
        match self {
            Path::Root => sheet.whole.clone(),
            path => At::Value(path.steps()),
        }
    }

    /// The steps from the top.
    pub fn steps(&self) -> Vec<Step> {
        match self {
            Path::Root => Vec::new(),
            Path::Key(parent, key) => [parent.steps(), vec![Step::Key((*key).to_owned())]].concat(),
            Path::Item(parent, item) => [parent.steps(), vec![Step::Item(*item)]].concat(),
        }
    }

    /// The keys from the top, joined by dots.
    pub fn name(&self) -> String {
        match self {
            Path::Root => String::new(),
            Path::Key(Path::Root, key) => (*key).to_owned(),
            Path::Key(parent, key) => [&parent.name(), *key].join(".").trim_start_matches('.').to_owned(),
            Path::Item(parent, _) => parent.name(),
        }
    }
}
