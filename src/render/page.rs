//! Renders one page of the plan to its bytes.

use tera::Context as TeraContext;

use crate::plan::Page;
use crate::problem::{Place, Problem};
use crate::view::{Content, Context, TextView, View};

use super::feed;
use super::fill::Filler;
use super::templates::Templates;

/// Renders a page.
///
/// # Errors
///
/// With the problem in a template, which names the entry too where the page is one.
pub fn render(templates: &Templates, context: &Context<'_>, page: &Page) -> Result<Vec<u8>, Box<Problem>> {
    let view = page.subject.view(context);
    let rendered = match &view.content {
        Content::Feed(feed) => feed::atom(templates, feed, &context.origin),
        _ => html(templates, &view),
    };
    rendered.map_err(|problem| Box::new(blame(*problem, context, page)))
}

fn html(templates: &Templates, view: &View<'_>) -> Result<Vec<u8>, Box<Problem>> {
    let mut context = TeraContext::new();
    context.insert("page", &view.page);
    context.insert_value("t", templates.words(view.page.language));
    insert(&mut context, templates, view)?;
    let mut bytes = Vec::with_capacity(8 << 10);
    templates.render(view.template, &context, &mut bytes)?;
    Ok(bytes)
}

/// Gives the template each part of the view under its name.
fn insert(context: &mut TeraContext, templates: &Templates, view: &View<'_>) -> Result<(), Box<Problem>> {
    let content = |context: &mut TeraContext, text: &TextView<'_>| -> Result<(), Box<Problem>> {
        let filler = Filler { templates, text, language: view.page.language, origin: None };
        context.insert_value("content", tera::Value::safe_string(&filler.text()?));
        Ok(())
    };
    match &view.content {
        Content::Entry(entry, text) => {
            context.insert("entry", entry);
            content(context, text)?;
        }
        Content::Withdrawn(entry) => context.insert("entry", entry),
        Content::Front(list) => context.insert("list", list),
        Content::Topics(topics) => context.insert("topics", topics),
        Content::Topic(topic, text, list) => {
            context.insert("topic", topic);
            context.insert("list", list);
            text.as_ref().map_or(Ok(()), |text| content(context, text))?;
        }
        Content::Sources(sources) => context.insert("sources", sources),
        Content::Source(source, text, list) => {
            context.insert("source", source);
            context.insert("list", list);
            text.as_ref().map_or(Ok(()), |text| content(context, text))?;
        }
        Content::Archive(years) => context.insert("years", years),
        Content::Year(year) => context.insert("year", year),
        Content::Month(month, list) => {
            context.insert("month", month);
            context.insert("list", list);
        }
        Content::Plain(plain, text) => {
            context.insert("plain", plain);
            content(context, text)?;
        }
        Content::NotFound(recent) => context.insert("recent", recent),
        Content::Redirect(redirect) => context.insert("redirect", redirect),
        Content::Feed(_) => {}
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
