//! Reports links and sections of the theme's settings that name what the site does not have.

use crate::problem::{At, Place, Problem, Step, nearest};
use crate::theme::{Aim, SettingValue, Theme};
use crate::view::{Context, INDEXES};

use super::known::Known;

/// Every such item.
pub(super) fn check(context: &Context<'_>, theme: &Theme, known: &Known) -> Vec<Problem> {
    let mut problems = Vec::new();
    for setting in theme.settings.values() {
        let Some(place) = &setting.place else { continue };
        let (aims, links): (Vec<(usize, &Aim)>, bool) = match &setting.value {
            SettingValue::Links(links) => (links.iter().map(|link| (link.position, &link.aim)).collect(), true),
            SettingValue::Sections(sections) => (sections.iter().map(|s| (s.position, &s.aim)).collect(), false),
            _ => continue,
        };
        for (position, aim) in aims {
            let place = |key: &str| item(place, position, key);
            problems.extend(match aim {
                Aim::Url(url) => nowhere(url, place("url"), known),
                aim => absent(context, aim, place, links),
            });
        }
    }
    problems
}

/// A path of this site that nothing answers at.
fn nowhere(url: &str, place: Place, known: &Known) -> Option<Problem> {
    let broken = url.starts_with('/') && known.answers(url).is_none();
    let problem = || Problem::error("broken-link", place, format!("nothing on this site has the address `{url}`"));
    broken.then(|| {
        problem()
            .hint("name the file of the page instead: `page: content/pages/about.md`, or the topic: `topic: Syria`")
    })
}

/// What has no page on this site, or is not there at all. What has no entry today may have had one yesterday: that a
/// topic, a source or a story is gone does not stop a build.
fn absent(context: &Context<'_>, aim: &Aim, place: impl Fn(&str) -> Place, link: bool) -> Option<Problem> {
    let found = context.find(aim);
    if found.as_ref().is_some_and(|found| !link || found.url.is_some()) {
        return None;
    }
    let site = context.site;
    Some(match aim {
        Aim::Page(name) => page(context, name, place("page")),
        Aim::Topic(name) if found.is_none() => {
            let near = nearest(name, site.topics.iter().map(|group| group.name.as_str()));
            Problem::warning("unknown-topic", place("topic"), format!("no entry is on the topic `{name}`"))
                .hint_if(near.map(|near| format!("did you mean `{near}`?")))
        }
        Aim::Source(name) if found.is_none() => {
            let near = nearest(name, site.sources.iter().map(|group| group.name.as_str()));
            Problem::warning("unknown-source", place("source"), format!("no entry is from the source `{name}`"))
                .hint_if(near.map(|near| format!("did you mean `{near}`?")))
        }
        Aim::Story(name) if found.is_none() => {
            let near = nearest(name, site.stories.iter().map(|group| group.name.as_str()));
            Problem::warning("unknown-story", place("story"), format!("no entry is of the story `{name}`"))
                .hint_if(near.map(|near| format!("did you mean `{near}`?")))
        }
        Aim::Topic(_) => without_pages("topics", place("topic")),
        Aim::Source(_) => without_pages("sources", place("source")),
        Aim::Story(_) => without_pages("stories", place("story")),
        Aim::Url(_) | Aim::Newest => return None,
    })
}

fn page(context: &Context<'_>, name: &str, place: Place) -> Problem {
    if INDEXES.contains(&name) {
        return without_pages(name, place);
    }
    let files = context.site.pages.iter().map(|placed| placed.page.path.as_str());
    let near = nearest(name, files.chain(INDEXES.iter().copied()));
    let problem = Problem::error("broken-link", place, format!("this site has no page `{name}`"));
    problem.hint(match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("write a file such as `content/pages/about.md`, or one of `{}`", INDEXES.join("`, `")),
    })
}

fn without_pages(what: &str, place: Place) -> Problem {
    let message = format!("this site has no page for `{what}`");
    Problem::error("broken-link", place, message)
        .hint("take the link out, or let the theme and the site have such pages")
}

fn item(place: &Place, position: usize, key: &str) -> Place {
    let mut place = place.clone();
    if let At::Value(steps) = &mut place.at {
        steps.extend([Step::Item(position), Step::Key(key.to_owned())]);
    }
    place
}
