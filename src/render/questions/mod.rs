//! Questions that templates ask of the whole site: functions, whose answers join the key of the page that asks.
//!
//! 1. [`register`] gives templates the functions, which [`FUNCTIONS`] describes; [`arguments`] reads what they are given.
//! 2. [`mod@answers`] answers each question once for a build.
//! 3. [`recorder`] notes which questions the render of a page asks.
//! 4. [`literal`] finds the calls that stand in templates, and names in them that nothing on the site has.

mod answers;
mod arguments;
mod literal;
mod recorder;

use std::sync::Arc;

use tera::{Error, Kwargs, State, Tera, TeraResult, Value};

use crate::theme::Theme;
use crate::view::{Catalogue, Context, Listing, Names, Question};

pub use answers::Answered;
pub(super) use answers::Answers;
pub(super) use literal::unknown_names;
pub(super) use recorder::{during, note};

/// How many entries a template gets that names no limit.
pub const LIMIT: usize = 10;

/// A function of templates, for its documentation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Function {
    /// The name by which templates call it.
    pub name: &'static str,
    /// What it gives, in a sentence.
    pub gives: &'static str,
    /// What it takes; every argument may be left out.
    pub arguments: &'static [Argument],
    /// A use of it in a template.
    pub example: &'static str,
}

/// An argument of a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Argument {
    /// Its name.
    pub name: &'static str,
    /// `text` or `whole number`.
    pub takes: &'static str,
    /// What it does.
    pub about: &'static str,
}

/// Every question that a template may ask.
pub const FUNCTIONS: &[Function] = &[
    Function {
        name: "entries",
        gives: "published entries, the newest first, each as lists have it; of several arguments all must fit, and a name \
                that nothing on the site has gives an empty list",
        arguments: &[
            Argument {
                name: "topic",
                takes: "text",
                about: "a topic by its name or an alias of its page, in capitals or not: the entries that its page \
                        lists, which name it themselves",
            },
            Argument {
                name: "within",
                takes: "text",
                about: "the same with the entries of every topic that is part of it (`parent` in the page of a topic)",
            },
            Argument { name: "source", takes: "text", about: "a source by its name or an alias of its page" },
            Argument {
                name: "speaker",
                takes: "text",
                about: "somebody who is quoted, by name or alias; nobody where the theme has no pages of people",
            },
            Argument { name: "story", takes: "text", about: "a running story by its name" },
            Argument { name: "year", takes: "whole number", about: "the year of publication, in the site's time zone" },
            Argument { name: "limit", takes: "whole number", about: "how many at most: 10 where it is left out" },
        ],
        example: "{% for item in entries(topic=\"Climate\", limit=5) %}<a href=\"{{ item.url }}\">{{ item.headline \
                  }}</a>{% endfor %}",
    },
    Function {
        name: "topics",
        gives: "every topic in the order of names, as `topics.html` has them",
        arguments: &[],
        example: "{% for topic in topics() %}{{ topic.name }} ({{ topic.count }}){% endfor %}",
    },
    Function {
        name: "sources",
        gives: "every source in the order of names, as `sources.html` has them",
        arguments: &[],
        example: "{{ sources() | length }}",
    },
    Function {
        name: "people",
        gives: "everybody who is quoted or named in a byline in the order of names, as `people.html` has them; nobody where \
                the theme has no pages of people",
        arguments: &[],
        example: "{% for person in people() %}{{ person.name }}{% endfor %}",
    },
    Function {
        name: "stories",
        gives: "every running story in the order of names, as `stories.html` has them",
        arguments: &[],
        example: "{% for story in stories() %}<a href=\"{{ story.url }}\">{{ story.name }}</a>{% endfor %}",
    },
    Function {
        name: "editions",
        gives: "every edition, the newest first, as `editions.html` has them; none where the site has no editions",
        arguments: &[],
        example: "{% for edition in editions()[:3] %}{{ edition.title }}{% endfor %}",
    },
];

/// The functions that give whole lists.
const LISTINGS: &[(&str, Listing)] = &[
    ("topics", Listing::Topics),
    ("sources", Listing::Sources),
    ("people", Listing::People),
    ("stories", Listing::Stories),
    ("editions", Listing::Editions),
];

/// Arranges what the theme's templates ask for, and nothing where they ask nothing.
pub(super) fn answers(theme: &Theme, context: &Context<'_>) -> Answers {
    let asks =
        |name: &str| theme.templates.iter().any(|template| literal::calls(&template.text, name).next().is_some());
    let listings: Vec<Listing> = LISTINGS.iter().filter(|(name, _)| asks(name)).map(|(_, listing)| *listing).collect();
    Answers::new(Catalogue::new(context, asks("entries"), &listings))
}

/// Gives templates the functions.
pub(super) fn register(tera: &mut Tera, answers: &Arc<Answers>) {
    let shared = Arc::clone(answers);
    tera.register_function("entries", move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<Value> {
        ask(&shared, &Question::Entries(arguments::choice(&kwargs)?))
    });
    for &(name, listing) in LISTINGS {
        let shared = Arc::clone(answers);
        tera.register_function(name, move |kwargs: Kwargs, _: &State<'_>| -> TeraResult<Value> {
            arguments::refuse_unknown(&kwargs, name, &[])?;
            ask(&shared, &Question::All(listing))
        });
    }
}

fn ask(answers: &Answers, question: &Question) -> TeraResult<Value> {
    let answered = answers.ask(question).ok_or_else(|| Error::message("this list was not prepared"))?;
    note(&answered);
    Ok(answered.answer.value().clone())
}

/// The names of all questions.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    FUNCTIONS.iter().map(|function| function.name)
}

/// The arguments of `entries` that are names, with what they name.
fn named_arguments() -> impl Iterator<Item = (&'static str, Names)> {
    Names::ALL.iter().map(|&names| (names.argument(), names))
}
