//! What a page says of itself in JSON-LD, in the words of schema.org.
//!
//! Publishers write it in many shapes: one object, a list, a graph whose parts name one another by `@id`, authors as
//! text, objects or lists of either. All shapes are read as one list of things.

use serde_json::{Map, Value};

use crate::address::identity;

use super::claims::Claims;
use super::words::{likeness, line};
use super::{Picture, agency, byline, json, when, wire};
use crate::html::{Page, without_tags};

/// Kinds of articles, the most telling first.
const ARTICLES: &[&str] = &[
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "BackgroundNewsArticle",
    "OpinionNewsArticle",
    "ReviewNewsArticle",
    "AskPublicNewsArticle",
    "LiveBlogPosting",
    "Article",
    "BlogPosting",
    "SocialMediaPosting",
    "Report",
    "ScholarlyArticle",
    "TechArticle",
    "VideoObject",
    "CreativeWork",
    "WebPage",
];

/// How many things are read: a page has some twenty.
const MOST: usize = 2000;

type Thing = Map<String, Value>;

/// What the page says, where it says anything of an article. `address` is where the page was found.
pub(super) fn read(page: &Page, address: Option<&str>) -> Claims {
    let things = things(page);
    let about = Known { things: &things };
    let shown = page.said("h1").or_else(|| page.said("title")).unwrap_or_default();
    let Some(article) = about.article(address, &shown) else { return Claims::default() };
    about.claims(article)
}

/// Everything that the page describes, the parts of graphs and lists each by itself.
fn things(page: &Page) -> Vec<Thing> {
    let mut things = Vec::new();
    for script in page.all("script[type]") {
        let kind = script.attr("type").unwrap_or_default().to_lowercase();
        if kind.split(';').next().is_some_and(|kind| kind.trim() == "application/ld+json") {
            spread(json::parse(&script.text()), &mut things);
        }
    }
    things
}

// serde_json reads no more than 128 levels, so that this ends.
fn spread(value: Value, things: &mut Vec<Thing>) {
    match value {
        Value::Array(values) => values.into_iter().for_each(|value| spread(value, things)),
        Value::Object(mut thing) if things.len() < MOST => {
            let parts: Vec<Value> = ["@graph", "mainEntity", "itemListElement", "item"]
                .iter()
                .filter_map(|key| thing.get(*key).cloned())
                .collect();
            thing.remove("@graph");
            things.push(thing);
            parts.into_iter().for_each(|part| spread(part, things));
        }
        _ => {}
    }
}

struct Known<'t> {
    things: &'t [Thing],
}

impl<'t> Known<'t> {
    /// The article that the page is about, rather than one that it links to: the one at this address, else the one with
    /// the headline that readers see, else the first of the most telling kind.
    fn article(&self, address: Option<&str>, shown: &str) -> Option<&'t Thing> {
        let rank = |thing: &&Thing| {
            let kinds = texts(thing.get("@type"));
            ARTICLES
                .iter()
                .position(|kind| kinds.iter().any(|known| known.trim_start_matches("schema:").ends_with(kind)))
        };
        let is_here = |thing: &Thing| {
            address.is_some_and(|address| self.address(thing).is_some_and(|own| identity(&own) == identity(address)))
        };
        let is_shown = |thing: &Thing| {
            self.text(thing, &["headline", "name"]).is_some_and(|headline| likeness(&headline, shown) > 0.6)
        };
        let candidates = self.things.iter().filter_map(|thing| Some((rank(&thing)?, thing)));
        candidates
            .min_by_key(|(rank, thing)| {
                let kind = (*rank >= 14, !is_here(thing), !is_shown(thing));
                (kind, *rank)
            })
            .map(|(_, thing)| thing)
    }

    fn claims(&self, article: &Thing) -> Claims {
        let authors = self.people(article.get("author").or_else(|| article.get("creator")));
        let publisher = self.named(article, &["publisher", "sourceOrganization", "provider"]);
        let mut claims = Claims {
            headline: self.text(article, &["headline", "name", "title"]),
            standfirst: self.text(article, &["description", "abstract", "alternativeHeadline"]),
            dateline: self.text(article, &["dateline"]),
            published: self.date(article, &["datePublished", "uploadDate", "dateCreated"]),
            modified: self.date(article, &["dateModified"]),
            language: texts(article.get("inLanguage")).into_iter().next().and_then(|code| super::language(&code)),
            address: self.address(article),
            photo: self.photo(article),
            subjects: self.subjects(article),
            paywalled: free(article.get("isAccessibleForFree")).map(|is_free| !is_free),
            text: self.body(article),
            publisher,
            ..Claims::default()
        };
        for name in authors {
            let byline = byline::byline(&name);
            claims.agencies.extend(byline.agencies.into_iter().map(str::to_owned));
            claims.authors.extend(byline.authors);
        }
        if let Some(agency) = claims.publisher.as_deref().and_then(agency::named) {
            claims.agencies.push(agency.to_owned());
        }
        claims
    }

    /// The thing that a value is or names by its `@id`.
    fn thing<'v>(&self, value: &'v Value) -> Option<&'v Thing>
    where
        't: 'v,
    {
        let thing = value.as_object()?;
        let id = thing.get("@id").filter(|_| thing.len() <= 2)?.as_str();
        let named = self.things.iter().find(|other| other.len() > 2 && other.get("@id").and_then(Value::as_str) == id);
        Some(named.unwrap_or(thing))
    }

    fn resolved<'v>(&self, value: &'v Value) -> Option<&'v Thing>
    where
        't: 'v,
    {
        self.thing(value).or_else(|| value.as_object())
    }

    fn text(&self, thing: &Thing, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| texts(thing.get(*key)).iter().find_map(|text| line(&without_tags(text))))
    }

    fn date(&self, thing: &Thing, keys: &[&str]) -> Option<crate::date::WrittenDate> {
        keys.iter().find_map(|key| texts(thing.get(*key)).iter().find_map(|text| when::date(text)))
    }

    /// The names that a value holds, whatever its shape.
    fn people(&self, value: Option<&Value>) -> Vec<String> {
        match value {
            Some(Value::Array(values)) => values.iter().flat_map(|value| self.people(Some(value))).take(20).collect(),
            Some(Value::String(name)) => vec![without_tags(name)],
            Some(value) => self.resolved(value).map(|person| texts(person.get("name"))).unwrap_or_default(),
            None => Vec::new(),
        }
    }

    fn named(&self, thing: &Thing, keys: &[&str]) -> Option<String> {
        keys.iter().find_map(|key| self.people(thing.get(*key)).iter().find_map(|name| line(&without_tags(name))))
    }

    fn address(&self, thing: &Thing) -> Option<String> {
        let of_page = |value: &Value| match value {
            Value::String(address) => Some(address.clone()),
            value => {
                let page = value.as_object()?;
                ["url", "@id"].iter().find_map(|key| page.get(*key)?.as_str().map(str::to_owned))
            }
        };
        let own = thing.get("url").and_then(of_page);
        let page = thing.get("mainEntityOfPage").and_then(of_page);
        let id = thing.get("@id").and_then(Value::as_str).map(str::to_owned);
        let found = [own, page, id].into_iter().flatten().find(|address| super::is_web(address));
        found.map(|address| address.split('#').next().unwrap_or_default().to_owned())
    }

    fn photo(&self, article: &Thing) -> Option<Picture> {
        ["image", "thumbnailUrl", "thumbnail"].iter().find_map(|key| self.picture(article.get(*key)?))
    }

    fn picture(&self, value: &Value) -> Option<Picture> {
        match value {
            Value::String(address) => Some(Picture::at(address)),
            Value::Array(values) => values.iter().find_map(|value| self.picture(value)),
            value => {
                let image = self.resolved(value)?;
                let address =
                    ["url", "contentUrl", "@id"].iter().find_map(|key| texts(image.get(*key)).into_iter().next())?;
                let written = self.text(image, &["caption", "description"]);
                let wire::Caption { caption, credit } = written.map(|text| wire::caption(&text)).unwrap_or_default();
                let creator = self.named(image, &["creator", "author"]);
                let named = || self.credit(image, creator.as_deref());
                Some(Picture {
                    caption,
                    credit: self.text(image, &["creditText"]).or(credit).or_else(named),
                    creator,
                    license: self.text(image, &["license"]),
                    ..Picture::at(&address)
                })
            }
        }
    }

    /// The credit line of a photo that has none: who took it, and the agency that owns it.
    fn credit(&self, image: &Thing, creator: Option<&str>) -> Option<String> {
        let owners = [
            self.text(image, &["copyrightNotice"]),
            self.named(image, &["copyrightHolder", "sourceOrganization", "provider"]),
        ];
        let agencies = owners.iter().flatten().flat_map(|owner| agency::all(owner));
        let mut names: Vec<&str> = creator.into_iter().collect();
        for agency in agencies {
            if !creator.is_some_and(|creator| agency::all(creator).contains(&agency)) && !names.contains(&agency) {
                names.push(agency);
            }
        }
        Some(names.join(" / ")).filter(|credit| !credit.is_empty())
    }

    fn subjects(&self, article: &Thing) -> Vec<String> {
        let values =
            ["articleSection", "keywords", "about", "mentions", "genre"].iter().filter_map(|key| article.get(*key));
        values.flat_map(|value| self.people(Some(value))).flat_map(|names| super::subjects(&names)).collect()
    }

    /// The text, of a live blog that of all its posts.
    fn body(&self, article: &Thing) -> Vec<String> {
        let posts = article.get("liveBlogUpdate").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let things = std::iter::once(article).chain(posts.iter().filter_map(|post| self.resolved(post)));
        let bodies = things.enumerate().flat_map(|(at, thing)| {
            let headline = thing.get("headline").filter(|_| at > 0);
            let body = thing.get("articleBody").or_else(|| thing.get("transcript"));
            texts(headline).into_iter().chain(texts(body))
        });
        bodies.take(500).flat_map(|body| paragraphs(&body)).collect()
    }
}

/// The paragraphs of a text that may be HTML.
fn paragraphs(body: &str) -> Vec<String> {
    if body.contains("</") || body.contains("<br") || body.contains("<p") {
        let page = crate::html::parse(body);
        return page
            .map(|page| crate::html::blocks(&page.root()).into_iter().map(|block| block.words).collect())
            .unwrap_or_default();
    }
    body.lines().map(without_tags).filter(|line| !line.is_empty()).collect()
}

/// The texts that a value holds: itself, those of a list, or the name of an object.
fn texts(value: Option<&Value>) -> Vec<String> {
    match value {
        Some(Value::String(text)) => vec![text.clone()],
        Some(Value::Number(number)) => vec![number.to_string()],
        Some(Value::Array(values)) => values.iter().flat_map(|value| texts(Some(value))).collect(),
        Some(Value::Object(thing)) => {
            let key = ["@value", "alternateName", "name", "url"].into_iter().find(|key| thing.contains_key(*key));
            key.map(|key| texts(thing.get(key).filter(|value| value.is_string()))).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

fn free(value: Option<&Value>) -> Option<bool> {
    match value? {
        Value::Bool(free) => Some(*free),
        Value::String(text) if text.eq_ignore_ascii_case("false") => Some(false),
        Value::String(text) if text.eq_ignore_ascii_case("true") => Some(true),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(json: &str) -> Claims {
        let page =
            crate::html::parse(&format!("<script type=\"application/ld+json\">{json}</script>")).expect("a page");
        read(&page, None)
    }

    #[test]
    fn graphs_are_read_through_their_names() {
        let claims = claims(
            r##"{"@graph":[{"@id":"#a","@type":"Person","name":"Jane Roe"},{"@type":["Article","NewsArticle"],
            "headline":"One &amp; two","author":[{"@id":"#a"},["John Doe"]],"publisher":{"@id":"#p"},
            "isAccessibleForFree":"False","keywords":"Climate, Law"},{"@id":"#p","@type":"Organization","name":"Gazette"}]}"##,
        );
        assert_eq!(claims.headline.as_deref(), Some("One & two"));
        assert_eq!(claims.authors, ["Jane Roe", "John Doe"]);
        assert_eq!(claims.publisher.as_deref(), Some("Gazette"));
        assert_eq!(claims.paywalled, Some(true));
        assert_eq!(claims.subjects, ["Climate", "Law"]);
    }

    #[test]
    fn what_is_broken_says_nothing() {
        for json in
            ["", "{", "[1,2]", "null", "{\"@type\":\"NewsArticle\",\"author\":{\"name\":{\"name\":1}}}", "\u{0}"]
        {
            assert_eq!(claims(json).headline, None, "{json}");
        }
        let nested = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
        assert_eq!(claims(&nested), Claims::default());
    }

    #[test]
    fn line_ends_within_texts_and_comments_around_are_forgiven() {
        let read = claims("<!-- {\"@type\":\"NewsArticle\",\"headline\":\"One\ntwo\"}; -->");
        assert_eq!(read.headline.as_deref(), Some("One two"));
    }
}
