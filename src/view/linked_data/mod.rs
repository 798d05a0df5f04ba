//! What pages say of themselves to machines: the way to them, and JSON-LD in the vocabulary of schema.org.
//!
//! 1. [`vocabulary`] has the types and properties as Rust types.
//! 2. [`article`] describes an entry.
//! 3. [`lists`] describes a person, an edition, the log of corrections.
//!
//! Everything is made from a page's finished view, in one place: [`Context::described`].

mod article;
mod lists;
mod vocabulary;

use crate::collate::{Address, Audience, Site};
use crate::config::Config;

use super::page::Crumb;
use super::{Content, Context, GroupView, ListView, PageView, View, language};

pub use vocabulary::Organization;
use vocabulary::{
    BreadcrumbItem, Breadcrumbs, Graph, ItemList, ListItem, MainEntity, Node, Reference, WebPage, WebSite,
};

/// The page that a policy of the configuration names: by its path, or by its file in `content/`.
pub fn page_named(site: &Site, named: &str) -> Option<Address> {
    if named.starts_with('/') {
        return Some(Address::new(named));
    }
    let page = site.pages.iter().find(|placed| placed.page.path.as_str() == named).map(|placed| &placed.address);
    page.or_else(|| site.entries.iter().find(|item| item.entry.path.as_str() == named).map(|item| &item.address))
        .cloned()
}

/// Who publishes the site, with the addresses of the pages that say how.
pub(super) fn publisher(site: &Site, config: &Config) -> Organization {
    let publisher = &config.publisher;
    let absolute = |address: Address| address.href(&config.base_url);
    let policy = |named: &Option<String>| page_named(site, named.as_deref()?).map(absolute);
    let policies = &publisher.policies;
    Organization {
        id: publisher_id(config).id,
        name: publisher.name.clone().unwrap_or_else(|| config.title.clone()),
        url: format!("{}/", config.base_url),
        logo: publisher.logo.as_ref().map(|path| absolute(Address::new(path))),
        image: publisher.image.as_ref().map(|path| absolute(Address::new(path))),
        founding_date: publisher.founded.clone(),
        publishing_principles: policy(&policies.publishing_principles),
        corrections_policy: policy(&policies.corrections),
        ethics_policy: policy(&policies.ethics),
        masthead: policy(&policies.masthead),
        ownership_funding_info: policy(&policies.ownership),
        actionable_feedback_policy: policy(&policies.feedback),
        verification_fact_checking_policy: policy(&policies.verification),
    }
}

fn publisher_id(config: &Config) -> Reference {
    Reference { id: format!("{}/#publisher", config.base_url) }
}

fn site_id(config: &Config) -> Reference {
    Reference { id: format!("{}/#website", config.base_url) }
}

impl<'a> Context<'a> {
    /// The same view with what is made from all of it: the way to the page, its locale and its structured data.
    pub fn described(&'a self, mut view: View<'a>) -> View<'a> {
        view.page.breadcrumbs = self.breadcrumbs(&view.content);
        view.page.locale = language::locale(view.page.language);
        // Search engines have no business in a preview for the desk.
        view.page.noindex |= self.site.audience == Audience::Desk;
        if self.pages.linked_data {
            view.page.linked_data =
                self.nodes(&view).map(|nodes| script_safe(&Graph { context: "https://schema.org", nodes }));
        }
        view
    }

    /// The way to a page: the front page, the index that lists it, and what it is part of.
    fn breadcrumbs(&self, content: &Content<'_>) -> Vec<Crumb> {
        let mut way = vec![crumb(&self.config.title, &format!("{}/", self.base_path))];
        way.extend(self.index_above(content));
        match content {
            Content::Entry(entry, _) if self.pages.topics => {
                way.extend(entry.topics.first().map(|topic| crumb(topic.name, &topic.url)));
            }
            Content::Topic(topic, ..) => way.extend(topic.parent.as_ref().map(|it| crumb(it.name, &it.url))),
            Content::Month(month, ..) => {
                let year = format!("{:04}", month.year);
                way.push(crumb(&year, &Address::new(format!("{year}/")).href(&self.base_path)));
            }
            Content::Front(..) | Content::NotFound(_) | Content::Redirect(_) | Content::Withdrawn(_) => way.clear(),
            Content::Email(..) | Content::Feed(_) | Content::SearchFile(_) | Content::Machine(_) => way.clear(),
            _ => {}
        }
        way
    }

    /// The index that lists a page, where the theme has one.
    fn index_above(&self, content: &Content<'_>) -> Option<Crumb> {
        let words = match content {
            Content::Topic(..) => "topics",
            Content::Source(..) => "sources",
            Content::Person(..) => "people",
            Content::Story(..) => "stories",
            Content::Year(..) | Content::Month(..) => "archive",
            Content::Edition(..) => "editions",
            _ => return None,
        };
        Some(Crumb { name: None, words: Some(words), url: self.index_url(words)? })
    }

    /// What there is to say of a page; nothing of one without lasting content: a redirect, a page for lost readers.
    fn nodes<'v>(&'v self, view: &'v View<'_>) -> Option<Vec<Node<'v>>> {
        let page = &view.page;
        let main = match &view.content {
            Content::Entry(entry, _) => Node::NewsArticle(Box::new(article::article(self, page, entry))),
            Content::Plain(..) | Content::Search(_) | Content::Feeds(_) => Node::WebPage(self.web_page(page, None)),
            Content::Person(person, _, wrote, said) => Node::ProfilePage(self.profile(page, person, wrote, said)),
            Content::Edition(edition, _) => Node::CollectionPage(self.issue(page, edition)),
            Content::Corrections(logged, list) => Node::CollectionPage(self.log(page, logged, list)),
            Content::Front(list, _)
            | Content::Topic(_, _, list)
            | Content::Source(_, _, list)
            | Content::Story(_, list)
            | Content::Month(_, list, ..) => self.collection(page, self.entries(list)),
            Content::Topics(groups) | Content::Sources(groups) | Content::Stories(groups) => {
                self.collection(page, self.groups(groups))
            }
            Content::People(people) => {
                let people = people.iter().map(|person| (person.name.to_owned(), self.whole(&person.url)));
                self.collection(page, items(people))
            }
            Content::Editions(_, list) => {
                let editions = list.ids.iter().map(|&position| self.edition_named(position));
                self.collection(page, items(editions))
            }
            Content::Archive(years) => {
                let years = years.iter().map(|year| (format!("{:04}", year.year), self.whole(&year.url)));
                self.collection(page, items(years))
            }
            Content::Year(year, _) => {
                let months = year.months.iter().map(|month| (month.name.clone(), self.whole(&month.url)));
                self.collection(page, items(months))
            }
            _ => return None,
        };
        let mut nodes = vec![main];
        nodes.extend(self.way_to(page).map(Node::BreadcrumbList));
        nodes.push(Node::WebSite(self.web_site()));
        nodes.push(Node::NewsMediaOrganization(&self.publisher));
        Some(nodes)
    }

    fn collection<'v>(&self, page: &'v PageView<'_>, list: ItemList) -> Node<'v> {
        let list = Some(list).filter(|list| !list.item_list_element.is_empty());
        Node::CollectionPage(self.web_page(page, list.map(MainEntity::List)))
    }

    fn web_page<'v>(&self, page: &'v PageView<'_>, main_entity: Option<MainEntity<'v>>) -> WebPage<'v> {
        WebPage {
            id: &page.canonical,
            url: &page.canonical,
            name: page.title.as_deref(),
            description: page.description,
            in_language: page.language,
            is_part_of: site_id(self.config),
            publisher: publisher_id(self.config),
            main_entity,
            has_part: Vec::new(),
        }
    }

    fn web_site(&self) -> WebSite<'_> {
        WebSite {
            id: site_id(self.config).id,
            name: &self.config.title,
            url: format!("{}/", self.config.base_url),
            description: self.config.description.as_deref(),
            in_language: &self.config.language,
            publisher: publisher_id(self.config),
        }
    }

    /// The breadcrumbs that have a name of their own and, at their end, the page itself.
    fn way_to<'v>(&self, page: &'v PageView<'_>) -> Option<Breadcrumbs<'v>> {
        let title = page.title.as_deref().filter(|_| !page.breadcrumbs.is_empty())?;
        let above = page.breadcrumbs.iter().filter_map(|crumb| Some((crumb.name.as_deref()?, self.whole(&crumb.url))));
        let steps = above.chain([(title, page.canonical.clone())]);
        let item = |(at, (name, item))| BreadcrumbItem { position: at + 1, name, item };
        Some(Breadcrumbs { item_list_element: steps.enumerate().map(item).collect() })
    }

    fn entries(&self, list: &ListView<'_>) -> ItemList {
        let entries = list.ids.iter().map(|&id| &self.site.entries[id as usize]);
        items(entries.map(|item| (item.entry.headline.clone(), self.absolute(&item.address))))
    }

    fn groups(&self, groups: &[GroupView<'_>]) -> ItemList {
        items(groups.iter().map(|group| (group.name.to_owned(), self.whole(&group.url))))
    }

    fn edition_named(&self, position: u32) -> (String, String) {
        let edition = self.edition_link(position as usize);
        (edition.title.clone(), self.whole(&edition.url))
    }

    /// The whole address of one that begins at the host's root.
    fn whole(&self, url: &str) -> String {
        format!("{}{url}", self.origin)
    }
}

fn crumb(name: &str, url: &str) -> Crumb {
    Crumb { name: Some(name.to_owned()), words: None, url: url.to_owned() }
}

fn items(of: impl Iterator<Item = (String, String)>) -> ItemList {
    let item = |(at, (name, url))| ListItem { position: at + 1, name, url };
    ItemList { item_list_element: of.enumerate().map(item).collect() }
}

/// JSON that no text in it can end the script element of (HTML standard, "Restrictions for contents of script elements").
fn script_safe(graph: &Graph<'_>) -> String {
    let json = serde_json::to_string(graph).expect("structured data has text as keys");
    if json.contains('<') { json.replace('<', "\\u003c") } else { json }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_script_element() {
        let list = items([("</script><!--<script>".to_owned(), "https://example.org/".to_owned())].into_iter());
        let page = WebPage {
            id: "a",
            url: "a",
            name: None,
            description: None,
            in_language: "en",
            is_part_of: Reference { id: "s".to_owned() },
            publisher: Reference { id: "p".to_owned() },
            main_entity: Some(MainEntity::List(list)),
            has_part: Vec::new(),
        };
        let json = script_safe(&Graph { context: "https://schema.org", nodes: vec![Node::WebPage(page)] });
        assert!(!json.contains('<'), "{json}");
        let value: serde_json::Value = serde_json::from_str(&json).unwrap();
        let name = &value["@graph"][0]["mainEntity"]["itemListElement"][0]["name"];
        assert_eq!(name, "</script><!--<script>");
    }
}
