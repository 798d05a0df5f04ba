//! Which folders make up a theme, nearest first: the site's own, the theme's, its parents', the built-in theme's.

use std::fs;
use std::path::Path;

use super::declaration::Declaration;
use super::document::{suggestion, ticked};
use super::embedded::{self, DEFAULT};
use super::files::{self, File, Hidden};
use crate::problem::{At, Place, Problem, SitePath};
use crate::slug;

/// One folder (or the built-in theme) that may have templates, assets, static files and strings.
#[derive(Clone, Debug)]
pub(super) struct Layer {
    /// The theme's name; empty for the site's own folders.
    name: String,
    home: Home,
    /// What its `theme.yaml` says.
    pub declaration: Declaration,
}

#[derive(Clone, Debug)]
enum Home {
    /// A folder of the site, as a prefix of paths: empty, or `themes/NAME/`.
    Folder(String),
    /// The program.
    BuiltIn,
}

/// How many themes may stand on one another.
const DEEPEST: usize = 8;

/// The layers of the theme `name`, nearest first; `None` where there is no such theme.
pub(super) fn layers(root: &Path, name: &str, problems: &mut Vec<Problem>) -> Option<Vec<Layer>> {
    let asked = Place::new(&SitePath::new("dateline.yaml"), At::field("theme"));
    let mut layers = vec![Layer::site()];
    let mut next = Some((name.to_owned(), asked));
    while let Some((name, place)) = next {
        match open(root, &name, place, &layers, problems) {
            Ok(layer) => {
                next = layer.parent();
                layers.push(layer);
            }
            Err(problem) => {
                problems.push(*problem);
                if layers.len() == 1 {
                    return None;
                }
                // The built-in theme stands in for a parent that is not there, so that the rest can be checked too.
                let missing = name != DEFAULT && !layers.iter().any(|layer| layer.name == DEFAULT);
                next = missing.then(|| (DEFAULT.to_owned(), Place::file(&SitePath::new("themes"))));
            }
        }
    }
    Some(layers)
}

impl Layer {
    fn site() -> Self {
        Self { name: String::new(), home: Home::Folder(String::new()), declaration: Declaration::default() }
    }

    /// The theme that is inside the program.
    pub fn built_in() -> Self {
        let declaration = Declaration::read(embedded::file("theme.yaml"), &mut Vec::new());
        Self { name: DEFAULT.to_owned(), home: Home::BuiltIn, declaration }
    }

    /// The files of one of its folders (`templates`, `assets`, `static`, `strings`), sorted by name.
    pub fn files(&self, root: &Path, folder: &str, hidden: Hidden, problems: &mut Vec<Problem>) -> Vec<File> {
        match &self.home {
            Home::Folder(prefix) => files::walk(root, &format!("{prefix}{folder}"), hidden, problems),
            Home::BuiltIn => embedded::walk(folder, hidden),
        }
    }

    /// The theme that this one stands on, and the place that says so.
    fn parent(&self) -> Option<(String, Place)> {
        let file = self.declaration.file.as_ref();
        match &self.declaration.extends {
            Some(parent) => file.map(|file| (parent.clone(), file.place(At::field("extends")))),
            None if self.name == DEFAULT => None,
            None => {
                let place = file.map(|file| file.place(At::File));
                Some((
                    DEFAULT.to_owned(),
                    place.unwrap_or_else(|| Place::file(&SitePath::new(format!("themes/{}", self.name)))),
                ))
            }
        }
    }
}

fn open(
    root: &Path,
    name: &str,
    place: Place,
    below: &[Layer],
    problems: &mut Vec<Problem>,
) -> Result<Layer, Box<Problem>> {
    check_name(name, &place)?;
    check_chain(name, &place, below)?;
    let folder = format!("themes/{name}");
    let (home, manifest) = if root.join(&folder).is_dir() {
        files::inside(root, &root.join(&folder))?;
        let manifest = files::one(root, &format!("{folder}/theme.yaml"), problems);
        (Home::Folder(format!("{folder}/")), manifest)
    } else if name == DEFAULT {
        (Home::BuiltIn, embedded::file("theme.yaml"))
    } else {
        return Err(Box::new(unknown_theme(root, name, place)));
    };
    Ok(Layer { name: name.to_owned(), home, declaration: Declaration::read(manifest, problems) })
}

fn check_name(name: &str, place: &Place) -> Result<(), Box<Problem>> {
    match slug::unfit(name) {
        Some(why) => {
            let message = format!("the theme's name `{name}` {why}");
            let problem = Problem::error("unsafe-path", place.clone(), message);
            Err(Box::new(problem.hint("name a folder that stands directly in `themes/`")))
        }
        None => Ok(()),
    }
}

fn check_chain(name: &str, place: &Place, below: &[Layer]) -> Result<(), Box<Problem>> {
    let names: Vec<&str> = below.iter().skip(1).map(|layer| layer.name.as_str()).collect();
    let problem = if let Some(start) = names.iter().position(|known| *known == name) {
        let circle = [&names[start..], &[name]].concat().join("` → `");
        let message = format!("the themes extend one another in a circle: `{circle}`");
        Problem::error("theme-cycle", place.clone(), message).hint("let one of them extend another theme")
    } else if names.len() >= DEEPEST {
        let message = format!("more than {DEEPEST} themes stand on one another: {}", ticked(&names));
        Problem::error("theme-cycle", place.clone(), message).hint("merge some of them")
    } else {
        return Ok(());
    };
    Err(Box::new(problem))
}

fn unknown_theme(root: &Path, name: &str, place: Place) -> Problem {
    let folder = files::inside(root, &root.join("themes")).ok().and_then(|folder| fs::read_dir(folder).ok());
    let mut themes: Vec<String> = folder
        .into_iter()
        .flatten()
        .flatten()
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|theme| slug::unfit(theme).is_none())
        .collect();
    themes.push(DEFAULT.to_owned());
    themes.sort();
    themes.dedup();
    let known: Vec<&str> = themes.iter().map(String::as_str).collect();
    Problem::error("unknown-theme", place, format!("there is no theme `{name}`")).hint(suggestion(name, &known))
}
