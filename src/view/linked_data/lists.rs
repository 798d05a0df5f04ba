//! Pages beside the entries' own that hold more than a list of links: a person, an edition, the log of corrections.

use crate::collate::Edition;
use crate::view::{Context, EditionView, ListView, LoggedView, PageView, PersonView, SaidView};

use super::article::{article_id, article_link, correction, image};
use super::vocabulary::{
    CorrectionComment, MainEntity, Part, Person, PublicationIssue, Quotation, Reference, Speaker, WebPage,
};
use super::{publisher_id, site_id};

impl Context<'_> {
    /// The page of a person: who it is, and what the person said and wrote.
    pub(super) fn profile<'v>(
        &'v self,
        page: &'v PageView<'_>,
        person: &'v PersonView<'_>,
        wrote: &ListView<'_>,
        said: &'v [SaidView<'_>],
    ) -> WebPage<'v> {
        let url = self.whole(&person.url);
        let id = format!("{url}#person");
        let said = said.iter().map(|said| Part::Quotation(self.quoted(said, &id)));
        let wrote = wrote.ids.iter().map(|&id| Part::Article(article_link(self, &self.site.entries[id as usize])));
        let has_part = said.chain(wrote).collect();
        let main = Person {
            id: id.clone(),
            name: person.name,
            url,
            job_title: person.role,
            image: person.portrait.as_ref().map(|portrait| image(self, portrait, true)),
            same_as: person.homepage,
        };
        WebPage { has_part, ..self.web_page(page, Some(MainEntity::Person(Box::new(main)))) }
    }

    fn quoted<'v>(&self, said: &'v SaidView<'_>, speaker: &str) -> Quotation<'v> {
        let url = self.whole(&said.url);
        let article = url.split('#').next().map(|page| Reference { id: article_id(page) });
        Quotation {
            id: url.clone(),
            url,
            text: said.quotation.text,
            spoken_by_character: Speaker::Here(Reference { id: speaker.to_owned() }),
            in_language: said.language,
            citation: said.quotation.cite,
            is_part_of: article,
        }
    }

    /// The page of an edition: an issue with its articles, in their order.
    pub(super) fn issue<'v>(&'v self, page: &'v PageView<'_>, edition: &'v EditionView<'_>) -> WebPage<'v> {
        let Edition { first, last, entries, .. } = edition.edition;
        let issue = PublicationIssue {
            id: format!("{}#issue", page.canonical),
            url: &page.canonical,
            name: edition.title,
            issue_number: edition.number,
            date_published: first.to_string(),
            temporal_coverage: (first != last).then(|| format!("{first}/{last}")),
            is_part_of: site_id(self.config),
            publisher: publisher_id(self.config),
            has_part: entries.iter().map(|&id| article_link(self, &self.site.entries[id as usize])).collect(),
        };
        self.web_page(page, Some(MainEntity::Issue(Box::new(issue))))
    }

    /// A page of the log of corrections, each with the article that it corrects.
    pub(super) fn log<'v>(
        &'v self,
        page: &'v PageView<'_>,
        logged: &'v [LoggedView<'_>],
        list: &ListView<'_>,
    ) -> WebPage<'v> {
        let parts = logged.iter().zip(&list.ids).map(|(view, &id)| {
            let logged = self.site.corrections[id as usize];
            let item = &self.site.entries[logged.entry as usize];
            Part::Correction(CorrectionComment {
                url: Some(self.whole(&view.url)),
                parent_item: Some(article_link(self, item)),
                ..correction(&item.entry.corrections[logged.position as usize])
            })
        });
        WebPage { has_part: parts.collect(), ..self.web_page(page, None) }
    }
}
