//! Renders one page of the plan to its bytes.

use std::sync::Arc;

use tera::Context as TeraContext;

use crate::plan::Page;
use crate::problem::{Place, Problem};
use crate::view::{Content, Context, TextView, View};

use super::email;
use super::feed;
use super::fill::Filler;
use super::machine;
use super::questions::{self, Answered};
use super::templates::Templates;

/// A page that was rendered.
pub struct Rendered {
    /// What is written to its file.
    pub bytes: Vec<u8>,
    /// The questions that its templates asked, each once: beside its view, it depends on their answers.
    pub asked: Vec<Arc<Answered>>,
}

/// Renders a page from its view.
///
/// # Errors
///
/// With the problem in a template, which names the entry too where the page is one.
pub fn render(
    templates: &Templates,
    context: &Context<'_>,
    page: &Page,
    view: &View<'_>,
) -> Result<Rendered, Box<Problem>> {
    let (rendered, asked) = questions::during(|| match &view.content {
        Content::Feed(feed) => feed::feed(templates, context, feed),
        Content::SearchFile(text) => Ok(text.as_bytes().to_vec()),
        Content::Machine(file) => machine::write(templates, context, file),
        Content::Email(email, introduction) => email::write(&email::Draft {
            templates,
            context,
            page: &view.page,
            email,
            introduction: introduction.as_ref(),
        }),
        _ => html(templates, context, view),
    });
    let bytes = rendered.map_err(|problem| Box::new(blame(*problem, context, page)))?;
    Ok(Rendered { bytes, asked })
}

fn html(templates: &Templates, context: &Context<'_>, view: &View<'_>) -> Result<Vec<u8>, Box<Problem>> {
    let mut seen = TeraContext::new();
    seen.insert("page", &view.page);
    seen.insert_value("t", templates.words(view.page.language));
    insert(&mut seen, templates, context, view)?;
    let mut bytes = Vec::with_capacity(8 << 10);
    templates.render(view.template, &seen, &mut bytes)?;
    Ok(bytes)
}

/// Gives the template each part of the view under its name.
fn insert(
    seen: &mut TeraContext,
    templates: &Templates,
    context: &Context<'_>,
    view: &View<'_>,
) -> Result<(), Box<Problem>> {
    let content = |seen: &mut TeraContext, text: &TextView<'_>| -> Result<(), Box<Problem>> {
        let filler = Filler { templates, context, text, language: view.page.language, feed: None };
        seen.insert_value("content", tera::Value::safe_string(&filler.text()?));
        Ok(())
    };
    match &view.content {
        Content::Entry(entry, text) => {
            seen.insert("entry", entry);
            content(seen, text)?;
        }
        Content::Withdrawn(entry) => seen.insert("entry", entry),
        Content::Front(list, front) => {
            seen.insert("list", list);
            seen.insert("front", front);
        }
        Content::Topics(topics) => seen.insert("topics", topics),
        Content::Topic(topic, text, list) => {
            seen.insert("topic", topic);
            seen.insert("list", list);
            text.as_ref().map_or(Ok(()), |text| content(seen, text))?;
        }
        Content::Sources(sources) => seen.insert("sources", sources),
        Content::Source(source, text, list) => {
            seen.insert("source", source);
            seen.insert("list", list);
            text.as_ref().map_or(Ok(()), |text| content(seen, text))?;
        }
        Content::People(people) => seen.insert("people", people),
        Content::Person(person, text, list, said) => {
            seen.insert("person", person);
            seen.insert("list", list);
            seen.insert("quotations", said);
            text.as_ref().map_or(Ok(()), |text| content(seen, text))?;
        }
        Content::Stories(stories) => seen.insert("stories", stories),
        Content::Story(story, list) => {
            seen.insert("story", story);
            seen.insert("list", list);
        }
        Content::Corrections(corrections, list) => {
            seen.insert("corrections", corrections);
            seen.insert("list", list);
        }
        Content::Archive(years) => seen.insert("years", years),
        Content::Year(year, calendars) => {
            seen.insert("year", year);
            seen.insert("calendars", calendars);
        }
        Content::Month(month, list, days, calendar) => {
            seen.insert("month", month);
            seen.insert("days", days);
            seen.insert("calendar", calendar);
            seen.insert("list", list);
        }
        Content::Editions(editions, list) => {
            seen.insert("editions", editions);
            seen.insert("list", list);
        }
        Content::Edition(edition, text) => {
            seen.insert("edition", edition);
            text.as_ref().map_or(Ok(()), |text| content(seen, text))?;
        }
        Content::Plain(plain, text) => {
            seen.insert("plain", plain);
            content(seen, text)?;
        }
        Content::NotFound(recent) => seen.insert("recent", recent),
        Content::Redirect(redirect) => seen.insert("redirect", redirect),
        Content::Feeds(feeds) => seen.insert("feeds", feeds),
        Content::Search(search) => seen.insert("search", search),
        Content::Feed(_) | Content::SearchFile(_) | Content::Machine(_) | Content::Email(..) => {}
    }
    Ok(())
}

/// Says which page was being rendered when a template failed, and for one that names its template, where.
fn blame(problem: Problem, context: &Context<'_>, page: &Page) -> Problem {
    use crate::plan::Subject;
    let site = context.site;
    let (file, chosen) = match &page.subject {
        Subject::Entry(id) => {
            let entry = &site.entries[*id as usize].entry;
            (Some(&entry.path), entry.template.is_some())
        }
        Subject::Plain(position) => {
            let plain = &site.pages[*position].page;
            (Some(&plain.path), plain.template.is_some())
        }
        _ => (None, false),
    };
    match (file, &problem.place) {
        (Some(file), None) if chosen => {
            Problem { place: Some(Place::new(file, crate::problem::At::field("template"))), ..problem }
        }
        (Some(file), _) => problem.related(Place::file(file), "while this was being rendered"),
        (None, _) => problem.hint(format!("it failed while `/{}` was being rendered", page.path)),
    }
}
