//! The theme's templates, ready to render. The interface to Tera, with [`super::functions`].

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::{ErrorKind, Tera, Value};

use crate::config::Config;
use crate::load::Digest;
use crate::parse::ElementKind;
use crate::problem::{At, Place, Problem, nearest};
use crate::theme::{Template, Theme, Words};
use crate::view::Context;

use super::email::Inliner;
use super::feed::FeedTexts;
use super::functions;
use super::questions::{self, Answers};

/// The rule of problems in templates.
const RULE: &str = "template";

/// Templates that were read and checked. They depend on theme and configuration alone: sites seen at several moments
/// share them.
pub struct Compiled {
    tera: Tera,
    sources: BTreeMap<String, Template>,
}

/// Takes the time of templates, or whatever else is to be known of their use.
pub trait Meter: Send + Sync {
    /// Does the work of rendering a template.
    fn template(&self, name: &str, work: &mut dyn FnMut());
}

/// Templates ready to render the pages of a site, with the words of each language.
pub struct Templates {
    tera: Tera,
    meter: Option<Arc<dyn Meter>>,
    compiled: Arc<Compiled>,
    words: BTreeMap<String, Value>,
    fallback: Value,
    answers: Arc<Answers>,
    /// The HTML of entries in feeds.
    pub(super) feed_texts: FeedTexts,
    /// Puts the style sheet of emails into their elements.
    pub(super) email_styles: Inliner,
}

impl std::fmt::Debug for Compiled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.sources.keys()).finish()
    }
}

impl Compiled {
    /// Reads all templates of a theme.
    ///
    /// # Errors
    ///
    /// With every template that cannot be read, each at its place.
    pub fn new(theme: &Theme, config: &Config) -> Result<Self, Vec<Problem>> {
        let answers = Arc::new(Answers::none());
        let empty = || {
            let mut tera = Tera::default();
            functions::register(&mut tera, theme, config);
            // Those of a site take their place; templates are checked against their names.
            questions::register(&mut tera, &answers);
            functions::register_photos(&mut tera, &Arc::default());
            tera
        };
        let mut tera = empty();
        let sources: BTreeMap<String, Template> =
            theme.templates.iter().map(|template| (template.name.clone(), template.clone())).collect();
        let texts = sources.values().map(|template| (template.name.as_str(), &*template.text));
        if let Err(error) = tera.add_raw_templates(texts) {
            return Err(all_broken(&sources, &error, empty));
        }
        Ok(Self { tera, sources })
    }
}

impl Templates {
    /// Gives templates what they may ask of a site; `data` is what the files of `data/` hold.
    pub fn new(compiled: &Arc<Compiled>, theme: &Theme, context: &Context<'_>, data: &serde_json::Value) -> Self {
        let answers = Arc::new(questions::answers(theme, context));
        let mut tera = compiled.tera.clone();
        questions::register(&mut tera, &answers);
        functions::register_photos(&mut tera, &Arc::new(functions::photos(context)));
        tera.global_context().insert_value("site", functions::site(context));
        tera.global_context().insert_value("settings", Value::from_serializable(&context.settings(&theme.settings)));
        tera.global_context().insert_value("data", Value::from_serializable(data));
        let languages = context.site.languages.iter().chain([&context.config.language]);
        let words: BTreeMap<String, Value> =
            languages.map(|language| (language.clone(), words(theme, language))).collect();
        let fallback = words.get(&context.config.language).cloned().unwrap_or_else(Value::none);
        let feed_texts = FeedTexts::new(context.site.entries.len(), context.site.editions.len());
        let email_styles = Inliner::new(&theme.email_css);
        let compiled = Arc::clone(compiled);
        Self { tera, meter: None, compiled, words, fallback, answers, feed_texts, email_styles }
    }

    /// The same, with somebody who is told of each use of a template.
    #[must_use]
    pub fn metered(self, meter: Option<Arc<dyn Meter>>) -> Self {
        Self { meter, ..self }
    }

    /// The hash of the answer to a question that an earlier build noted; none where it cannot be asked any more.
    pub fn answer(&self, question: &str) -> Option<Digest> {
        self.answers.digest(question)
    }

    /// Warnings of names in questions that nothing on the site has.
    pub fn unknown_names(&self) -> Vec<Problem> {
        let unknown = |template: &Template| {
            let found = questions::unknown_names(&self.answers, &template.text).into_iter();
            let name = template.name.clone();
            found.map(move |unknown| {
                let place = place(&self.compiled.sources, &name, At::Bytes(unknown.range));
                Problem::warning("unknown-name", place, unknown.message)
                    .hint_if(unknown.near.map(|near| format!("did you mean `{near}`?")))
            })
        };
        self.compiled.sources.values().flat_map(unknown).collect()
    }

    /// The words of a language, for the name `t`.
    pub(super) fn words(&self, language: &str) -> Value {
        self.words.get(language).unwrap_or(&self.fallback).clone()
    }

    /// Whether the theme has this template.
    pub(super) fn has(&self, name: &str) -> bool {
        self.compiled.sources.contains_key(name)
    }

    /// Renders a template.
    pub(super) fn render(&self, name: &str, context: &tera::Context, out: &mut Vec<u8>) -> Result<(), Box<Problem>> {
        if !self.has(name) {
            return Err(Box::new(self.missing(name)));
        }
        let mut rendered = Ok(());
        let mut work = || rendered = self.tera.render_to(name, context, &mut *out);
        match &self.meter {
            Some(meter) => meter.template(name, &mut work),
            None => work(),
        }
        rendered.map_err(|error| Box::new(problem(&self.compiled.sources, name, &error)))
    }

    fn missing(&self, name: &str) -> Problem {
        let near = nearest(name, self.compiled.sources.keys().map(String::as_str));
        Problem {
            place: None,
            ..Problem::error(
                RULE,
                Place::file(&crate::problem::SitePath::new("")),
                format!("there is no template `{name}`"),
            )
        }
        .hint_if(near.map(|near| format!("did you mean `{near}`?")))
    }
}

/// The template of an element.
pub(super) fn element_template(kind: ElementKind) -> &'static str {
    match kind {
        ElementKind::Link => "markdown/link.html",
        ElementKind::Image => "markdown/image.html",
        ElementKind::Heading => "markdown/heading.html",
        ElementKind::Code => "markdown/code.html",
        ElementKind::Table => "markdown/table.html",
        ElementKind::Quote => "markdown/quote.html",
    }
}

/// The words of a language as a template value; those with plural forms carry their language with them.
fn words(theme: &Theme, language: &str) -> Value {
    let value = |words: Words| match words {
        Words::Text(text) => Value::normal_string(&text),
        Words::Plural(mut forms) => {
            forms.insert(functions::LANGUAGE.to_owned(), language.to_owned());
            Value::from_serializable(&forms)
        }
    };
    let words: BTreeMap<String, Value> =
        theme.words(language).into_iter().map(|(key, words)| (key, value(words))).collect();
    Value::from_serializable(&words)
}

/// Tera stops at the first broken template; this looks at each by itself to report them all.
fn all_broken(sources: &BTreeMap<String, Template>, first: &tera::Error, empty: impl Fn() -> Tera) -> Vec<Problem> {
    let broken = |template: &Template| {
        let error = empty().add_raw_template(&template.name, &template.text).err()?;
        matches!(error.kind(), ErrorKind::SyntaxError(_)).then(|| problem(sources, &template.name, &error))
    };
    let all: Vec<Problem> = sources.values().filter_map(broken).collect();
    let known = |error: &tera::Error| matches!(error.kind(), ErrorKind::MissingParent { parent, .. } if parent.starts_with("parent:"));
    match all.is_empty() {
        // The theme has reported a template that extends one which no theme below has.
        true if known(first) => Vec::new(),
        true => vec![problem(sources, "", first)],
        false => all,
    }
}

fn problem(sources: &BTreeMap<String, Template>, rendered: &str, error: &tera::Error) -> Problem {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let at = At::Bytes(report.span().range.clone());
            let name = if report.filename().is_empty() { rendered } else { report.filename() };
            worded(Problem::error(RULE, place(sources, name, at), one_line(report.message())))
        }
        ErrorKind::MissingParent { current, parent } => {
            let near = nearest(parent, sources.keys().map(String::as_str));
            Problem::error(
                RULE,
                place(sources, current, At::File),
                format!("there is no template `{parent}` to extend"),
            )
            .hint_if(near.map(|near| format!("did you mean `{near}`?")))
        }
        ErrorKind::CircularExtend { tpl, .. } => {
            Problem::error(RULE, place(sources, tpl, At::File), "this template extends itself in a circle")
        }
        ErrorKind::CircularInclude { tpl, .. } => {
            Problem::error(RULE, place(sources, tpl, At::File), "this template includes itself in a circle")
        }
        other => general(sources, rendered, &other.to_string()),
    }
}

/// Errors that carry no place: Tera has rendered one into their text (`… --> entry.html:3:7`).
fn general(sources: &BTreeMap<String, Template>, rendered: &str, text: &str) -> Problem {
    let named = sources.keys().find(|name| text.contains(&format!("{name}:")) || text.contains(&format!("'{name}'")));
    let name = named.map_or(rendered, String::as_str);
    let at = text
        .lines()
        .find_map(|line| line.trim_start().strip_prefix("--> "))
        .and_then(|place| line_and_column(place, sources.get(name)?));
    let message = text.lines().next().unwrap_or_default().trim_start_matches("error: ");
    let problem = Problem::error(RULE, place(sources, name, at.unwrap_or(At::File)), one_line(message));
    let unknown = |kind: &str| message.split_once(kind).and_then(|(_, rest)| rest.split('`').next());
    let functions = || functions::NAMES.iter().copied().chain(questions::names());
    let near = match (unknown("Unknown template `"), unknown("Unknown function `")) {
        (Some(template), _) => nearest(template, sources.keys().map(String::as_str)),
        (None, Some(function)) => nearest(function, functions()),
        (None, None) => None,
    };
    problem.hint_if(near.map(|near| format!("did you mean `{near}`?")))
}

fn line_and_column(place: &str, template: &Template) -> Option<At> {
    let mut parts = place.rsplit(':').map(str::trim);
    let column: usize = parts.next()?.trim_end_matches(']').parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let start: usize = template.text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let at = start + column.saturating_sub(1);
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let rest = template.text.get(at..)?;
    let word = if rest.starts_with(['"', '\'']) {
        rest[1..].find(&rest[..1]).map_or(1, |end| end + 2)
    } else {
        rest.find(|c| !is_word(c)).unwrap_or(rest.len()).max(1)
    };
    Some(At::Bytes(at..at + word))
}

/// Tera names all that could stand in place of an unknown name; the nearest is what helps.
fn worded(problem: Problem) -> Problem {
    if problem.message == "Unexpected end of input" {
        let message = "the template ends before what is open here is closed".to_owned();
        return Problem { message, ..problem }
            .hint("add what is missing: `{% endif %}`, `{% endfor %}`, `{% endblock %}`");
    }
    let Some((said, known)) = problem.message.split_once(" Available ") else { return problem };
    let names = known.split_once(": ").map_or(known, |(_, names)| names).split(", ").map(|name| name.trim_matches('`'));
    let unknown = said.split('`').nth(1).unwrap_or_default();
    let hint = nearest(unknown, names).map(|near| format!("did you mean `{near}`?"));
    let message = said.trim_end_matches('.').to_owned();
    Problem { message, ..problem }.hint_if(hint)
}

fn one_line(message: &str) -> String {
    message.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches('.').to_owned()
}

fn place(sources: &BTreeMap<String, Template>, name: &str, at: At) -> Place {
    match sources.get(name) {
        Some(template) => {
            Place { file: template.file.clone(), at, text: template.built_in.then(|| Arc::clone(&template.text)) }
        }
        None => Place::file(&crate::problem::SitePath::new(format!("templates/{name}"))),
    }
}
