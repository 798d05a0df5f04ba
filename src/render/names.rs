//! Which names each template sees, each with its shape as a JSON Schema: made from the types of the views themselves.

use schemars::{JsonSchema, SchemaGenerator};
use serde_json::{Map, Value, json};

use crate::view::{
    CalendarView, Card, DayView, EditionCard, EditionView, EmailEdition, EmailEntry, EmailHead, EntryView, FeedsView,
    FrontView, GroupView, ListView, LoggedView, MonthView, PageView, PersonView, PhotoView, PictureView, PlainView,
    RedirectView, SaidView, SearchView, SettingLink, WithdrawnView, YearView,
};

use super::callout::CalloutView;
use super::functions::SiteView;

/// What templates see.
#[derive(Debug)]
pub struct Seen {
    /// What every template sees.
    pub everywhere: Vec<Name>,
    /// What the template of every page sees beside that.
    pub pages: Vec<Name>,
    /// What the template of every part of a text sees beside that.
    pub parts: Vec<Name>,
    /// What each template sees beside that.
    pub templates: Vec<TemplateNames>,
    /// What functions give that ask for lists of the whole site, by the name of the function.
    pub answers: Vec<Name>,
    /// The shapes that others refer to as `#/$defs/NAME`.
    pub types: Map<String, Value>,
}

/// The names that a template sees.
#[derive(Debug)]
pub struct TemplateNames {
    /// The template: `entry.html`; for a kind of call-out of any name, `callouts/*.html`.
    pub template: &'static str,
    /// What it makes.
    pub about: &'static str,
    /// The key of `pages:` in `theme.yaml` by which a theme does without it.
    pub switch: Option<&'static str>,
    /// The names.
    pub names: Vec<Name>,
}

impl TemplateNames {
    /// Whether the template makes a file of its own, not a part of a text.
    pub fn is_whole(&self) -> bool {
        !self.template.starts_with("callouts/") && !self.template.starts_with("markdown/")
    }
}

/// A name in a template.
#[derive(Clone, Debug)]
pub struct Name {
    /// The name.
    pub name: &'static str,
    /// What it is.
    pub about: &'static str,
    /// Its shape, as a JSON Schema; HTML has the format `html`, words of the theme `words`, its settings `settings`.
    pub schema: Value,
    /// Whether it may be missing.
    pub optional: bool,
}

/// What templates see.
pub fn seen() -> Seen {
    let mut make = Make(SchemaGenerator::default());
    // Settings are of types that no view holds.
    make.0.subschema_for::<SettingLink<'static>>();
    make.0.subschema_for::<PictureView<'static>>();
    let everywhere = vec![
        make.name::<SiteView<'static>>("site", "The site"),
        special("settings", "The theme's settings, by name", "settings"),
        Name { schema: json!(true), ..special("data", "What the files of `data/` hold, by the name of the file", "") },
        special("t", "The theme's words in the language of the page or the text", "words"),
    ];
    let pages = vec![make.name::<PageView<'static>>("page", "The page")];
    let parts = vec![
        make.name::<&str>("language", "The language of the text as a BCP 47 code"),
        make.name::<bool>("feed", "Whether the text stands in a feed, where every address has to be a whole one"),
    ];
    let templates = make.pages().into_iter().chain(make.emails()).chain(make.parts()).collect();
    let answers = vec![
        make.name::<Vec<Card<'static>>>("entries", ""),
        make.name::<Vec<GroupView<'static>>>("topics", ""),
        make.name::<Vec<GroupView<'static>>>("sources", ""),
        make.name::<Vec<PersonView<'static>>>("people", ""),
        make.name::<Vec<GroupView<'static>>>("stories", ""),
        make.name::<Vec<EditionCard<'static>>>("editions", ""),
    ];
    Seen { everywhere, pages, parts, templates, answers, types: make.0.take_definitions(true) }
}

/// What stands on the name `content`.
const TEXT: &str = "The text as HTML";
const INTRODUCTION: &str = "The introduction that an editor wrote, as HTML";
const LIST: &str = "A page of the list of entries, newest first";
const EMPTY: &str = "The page's place in the list; its entries are under another name";

struct Make(SchemaGenerator);

impl Make {
    fn name<T: JsonSchema>(&mut self, name: &'static str, about: &'static str) -> Name {
        Name { name, about, schema: self.0.subschema_for::<T>().to_value(), optional: false }
    }

    fn pages(&mut self) -> Vec<TemplateNames> {
        let list = self.name::<ListView<'static>>("list", LIST);
        let place = self.name::<ListView<'static>>("list", EMPTY);
        let text = || special("content", TEXT, "html");
        let introduction = || Name { optional: true, ..special("content", INTRODUCTION, "html") };
        let groups = |make: &mut Self, name, about| make.name::<Vec<GroupView<'static>>>(name, about);
        let group = |make: &mut Self, name, about| make.name::<GroupView<'static>>(name, about);
        let page = |template, about, switch, names| TemplateNames { template, about, switch, names };
        vec![
            page("front.html", "The front page and the pages of its list", None, {
                let about = "The newest page laid out; none on other pages of the list";
                vec![list.clone(), self.name::<Option<FrontView<'static>>>("front", about)]
            }),
            page("entry.html", "An entry, unless it names another template", None, {
                vec![self.name::<EntryView<'static>>("entry", "The entry"), text()]
            }),
            page("page.html", "A plain page, unless it names another template", None, {
                vec![self.name::<PlainView<'static>>("plain", "The plain page"), text()]
            }),
            page("topics.html", "The index of topics", Some("topics"), {
                vec![groups(self, "topics", "The topics in the order of their names")]
            }),
            page("topic.html", "A topic", Some("topics"), {
                vec![group(self, "topic", "The topic"), list.clone(), introduction()]
            }),
            page("sources.html", "The index of sources", Some("sources"), {
                vec![groups(self, "sources", "The sources in the order of their names")]
            }),
            page("source.html", "A source", Some("sources"), {
                vec![group(self, "source", "The source"), list.clone(), introduction()]
            }),
            page("people.html", "The index of people", Some("people"), {
                let about = "Speakers and bylines in the order of their names";
                vec![self.name::<Vec<PersonView<'static>>>("people", about)]
            }),
            page("person.html", "A speaker or a byline", Some("people"), {
                let said = self.name::<Vec<SaidView<'static>>>("quotations", "What the person said, newest first");
                let wrote = Name { about: "What the person wrote, newest first", ..list.clone() };
                vec![self.name::<PersonView<'static>>("person", "The person"), wrote, said, introduction()]
            }),
            page("stories.html", "The index of running stories", Some("stories"), {
                vec![groups(self, "stories", "The stories in the order of their names")]
            }),
            page("story.html", "A running story", Some("stories"), {
                vec![group(self, "story", "The story"), list.clone()]
            }),
            page("corrections.html", "The log of corrections", Some("corrections"), {
                let logged = self.name::<Vec<LoggedView<'static>>>("corrections", "The corrections, newest first");
                vec![logged, place.clone()]
            }),
            page("archive.html", "The index of the archive", Some("archive"), {
                vec![self.name::<Vec<YearView>>("years", "The years, newest first")]
            }),
            page("year.html", "A year of the archive", Some("archive"), {
                let calendars =
                    self.name::<Vec<CalendarView>>("calendars", "Its months that have entries, from January");
                vec![self.name::<YearView>("year", "The year"), calendars]
            }),
            page("month.html", "A month of the archive", Some("archive"), {
                let days = self.name::<Vec<DayView<'static>>>("days", "The same entries by day");
                let about = "The month as a calendar; none on full pages of its list";
                let calendar = self.name::<Option<CalendarView>>("calendar", about);
                vec![self.name::<MonthView>("month", "The month"), list, days, calendar]
            }),
            page("editions.html", "The index of editions", Some("editions"), {
                vec![self.name::<Vec<EditionCard<'static>>>("editions", "Editions, newest first"), place]
            }),
            page("edition.html", "An edition", Some("editions"), {
                vec![self.name::<EditionView<'static>>("edition", "The edition"), introduction()]
            }),
            page("search.html", "The search page", Some("search"), {
                vec![self.name::<SearchView<'static>>("search", "What searching needs")]
            }),
            page("feeds.html", "The page that lists the feeds", Some("feeds_page"), {
                vec![self.name::<FeedsView<'static>>("feeds", "The feeds")]
            }),
            page("withdrawn.html", "What stands where an entry was withdrawn", None, {
                vec![self.name::<WithdrawnView<'static>>("entry", "What is left of the entry")]
            }),
            page("404.html", "The page for addresses that lead nowhere", Some("not_found"), {
                vec![self.name::<Vec<Card<'static>>>("recent", "The newest entries")]
            }),
            page("redirect.html", "What stands at an old address", None, {
                vec![self.name::<RedirectView>("redirect", "Where it leads")]
            }),
        ]
    }

    fn emails(&mut self) -> Vec<TemplateNames> {
        let names = [
            self.name::<EmailHead<'static>>("email", "What the headers of the message say"),
            self.name::<EmailEdition<'static>>("edition", "The edition"),
            self.name::<Vec<EmailEntry<'static>>>("entries", "Its entries; of HTML that would be too long, the first"),
            self.name::<bool>("cut", "Whether it has more entries than there was room for"),
            self.name::<bool>("alone", "Whether it is a file by itself, for browsers, and not a part of the message"),
        ];
        let email = |template, about, content| TemplateNames {
            template,
            about,
            switch: Some("email"),
            names: names.iter().cloned().chain([content]).collect(),
        };
        let plain = Name { optional: true, ..self.name::<String>("content", "The introduction as plain text") };
        let html = Name { optional: true, ..special("content", INTRODUCTION, "html") };
        vec![
            email("email/edition.html", "The HTML of the email of an edition", html),
            email("email/edition.txt", "The plain text of the email of an edition", plain),
        ]
    }

    fn parts(&mut self) -> Vec<TemplateNames> {
        let page = |template, about, names| TemplateNames { template, about, switch: None, names };
        let text = |about| special("content", about, "html");
        vec![
            page("callouts/*.html", "A call-out of the kind that the file is named after", {
                vec![self.name::<CalloutView<'static>>("callout", "The call-out")]
            }),
            page("markdown/image.html", "A photo in a text", {
                let figure = self.name::<bool>("figure", "Whether it stands alone, with caption and credit");
                vec![self.name::<PhotoView<'static>>("photo", "The photo"), figure]
            }),
            page("markdown/link.html", "A link in a text", {
                vec![
                    self.name::<String>("url", "Where it leads"),
                    self.name::<bool>("internal", "Whether that is on this site"),
                    self.name::<String>("title", "Its title; empty where it has none"),
                    text("Its words as HTML"),
                ]
            }),
            page("markdown/heading.html", "A heading in a text", {
                vec![
                    self.name::<u8>("level", "Its level, 1 to 6"),
                    self.name::<String>("id", "Its id"),
                    self.name::<Vec<String>>("classes", "Its classes"),
                    text("Its words as HTML"),
                ]
            }),
            page("markdown/code.html", "A block of code in a text", {
                vec![
                    self.name::<String>("code_language", "The language that the editor named; empty where none"),
                    self.name::<String>("code", "The code as it was written"),
                    text("The code as HTML, highlighted"),
                ]
            }),
            page("markdown/table.html", "A table in a text", vec![text("The table as HTML")]),
            page("markdown/quote.html", "A block quote without a speaker", vec![text("The words as HTML")]),
        ]
    }
}

fn special(name: &'static str, about: &'static str, format: &str) -> Name {
    Name { name, about, schema: json!({ "type": "string", "format": format }), optional: false }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_name_that_templates_are_given_is_listed_and_no_other() {
        let sources = [
            include_str!("page.rs"),
            include_str!("fill.rs"),
            include_str!("callout.rs"),
            include_str!("templates.rs"),
            include_str!("email/mod.rs"),
        ];
        let given: BTreeSet<&str> = sources
            .iter()
            .flat_map(|text| text.split("insert(\"").skip(1).chain(text.split("insert_value(\"").skip(1)))
            .filter_map(|rest| rest.split('"').next())
            .collect();
        let seen = seen();
        let shared = seen.everywhere.iter().chain(&seen.pages).chain(&seen.parts);
        let names = shared.chain(seen.templates.iter().flat_map(|template| &template.names));
        let listed: BTreeSet<&str> = names.map(|name| name.name).collect();
        assert_eq!(listed, given);
        let answers: Vec<&str> = seen.answers.iter().map(|name| name.name).collect();
        assert_eq!(
            answers,
            crate::render::questions::FUNCTIONS.iter().map(|question| question.name).collect::<Vec<_>>()
        );
    }

    #[test]
    fn every_template_of_the_default_theme_is_listed() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/themes/broadsheet/templates");
        let listed: Vec<&str> = seen().templates.iter().map(|template| template.template).collect();
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()) {
            let name = entry.file_name().into_string().unwrap();
            let shared = ["base.html", "components.html"].contains(&name.as_str());
            let known = entry.path().is_dir() || shared || listed.contains(&name.as_str());
            assert!(known, "{name} is a kind of page that this list lacks");
        }
    }
}
