//! What a page says of itself in microdata and RDFa, in the words of schema.org, on the elements that readers see.

use super::claims::Claims;
use super::words::line;
use super::{Picture, byline, when, wire};
use crate::html::{Element, Page, attribute, blocks, within, words};

/// What the elements of the article say.
pub(super) fn read(page: &Page) -> Claims {
    let articles = page.all("[itemtype*='Article'], [itemtype*='BlogPosting'], [typeof*='Article']");
    let Some(article) = articles.into_iter().find(|article| !of(article, "headline").is_empty()) else {
        return Claims::default();
    };
    let text = |names: &[&str]| names.iter().find_map(|name| of(&article, name).iter().find_map(value));
    let date = |name: &str| of(&article, name).iter().find_map(|element| when::date(&value(element)?));
    let mut claims = Claims {
        headline: text(&["headline"]).and_then(|text| line(&text)),
        standfirst: text(&["description", "alternativeHeadline"]).and_then(|text| line(&text)),
        dateline: text(&["dateline"]).and_then(|text| line(&text)),
        published: date("datePublished"),
        modified: date("dateModified"),
        publisher: of(&article, "publisher").iter().find_map(name),
        address: of(&article, "mainEntityOfPage").iter().chain(&of(&article, "url")).find_map(address),
        photo: of(&article, "image").iter().find_map(picture),
        subjects: of(&article, "articleSection")
            .iter()
            .chain(&of(&article, "keywords"))
            .filter_map(value)
            .flat_map(|value| super::subjects(&value))
            .collect(),
        language: text(&["inLanguage"]).and_then(|code| super::language(&code)),
        text: of(&article, "articleBody").iter().flat_map(blocks).map(|block| block.words).collect(),
        ..Claims::default()
    };
    for name in of(&article, "author").iter().filter_map(name) {
        let byline = byline::byline(&name);
        claims.agencies.extend(byline.agencies.into_iter().map(str::to_owned));
        claims
            .authors
            .extend(byline.authors.into_iter().filter(|name| !claims.authors.contains(name)).collect::<Vec<_>>());
    }
    claims
}

/// The elements below one that are this property of it.
fn of<'p>(article: &Element<'p>, property: &str) -> Vec<Element<'p>> {
    within(article, &format!("[itemprop~='{property}'], [property~='{property}'], [property~='schema:{property}']"))
}

/// What a property says: for machines where it says that, else for readers.
fn value(element: &Element<'_>) -> Option<String> {
    ["content", "datetime"]
        .iter()
        .find_map(|key| attribute(element, key))
        .or_else(|| Some(words(element)).filter(|words| !words.is_empty()))
}

fn name(element: &Element<'_>) -> Option<String> {
    of(element, "name").iter().find_map(value).or_else(|| value(element)).and_then(|name| line(&name))
}

fn address(element: &Element<'_>) -> Option<String> {
    ["itemid", "href", "content", "src", "resource"]
        .iter()
        .find_map(|key| attribute(element, key))
        .filter(|address| super::is_web(address))
}

fn picture(element: &Element<'_>) -> Option<Picture> {
    let parts = [of(element, "url"), of(element, "contentUrl"), vec![*element], within(element, "img[src]")].concat();
    let address =
        parts.iter().find_map(|part| ["content", "src", "href"].iter().find_map(|key| attribute(part, key)))?;
    let written = of(element, "caption").iter().find_map(value).map(|text| wire::caption(&text)).unwrap_or_default();
    let credit = ["creditText", "copyrightHolder", "author", "creator"]
        .iter()
        .find_map(|key| of(element, key).iter().find_map(name));
    let alt = within(element, "img[alt]").iter().chain([element]).find_map(|image| attribute(image, "alt"));
    Some(Picture { caption: written.caption, credit: credit.or(written.credit), alt, ..Picture::at(&address) })
}
