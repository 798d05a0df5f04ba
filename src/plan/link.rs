//! Reports links from the site's root (`/topics/syria/`) at whose address nothing will answer.

use crate::collate::{Resolved, Site, Target};
use crate::parse::Text;
use crate::problem::{At, Place, Problem, SitePath};

use super::known::Known;

/// Every such link of the site.
pub(super) fn check(site: &Site, known: &Known) -> Vec<Problem> {
    let texts = texts(site).filter(|(_, _, resolved)| resolved.links.iter().any(is_path));
    texts.flat_map(|(path, text, resolved)| check_text(path, text, resolved, known)).collect()
}

fn is_path(target: &Target) -> bool {
    matches!(target, Target::Path(_))
}

/// Every text of the site with its file and where its links lead; withdrawn entries show none.
pub(super) fn texts(site: &Site) -> impl Iterator<Item = (&SitePath, &Text, &Resolved)> {
    let entries = site.entries.iter().map(|item| (&item.entry.path, &item.entry.text, &item.resolved));
    let pages = site.pages.iter().map(|page| (&page.page.path, &page.page.text, &page.resolved));
    let topics = site.topics.iter().filter_map(|group| Some((group.page.as_ref()?, &group.resolved)));
    let sources = site.sources.iter().filter_map(|group| Some((group.page.as_ref()?, &group.resolved)));
    let people = site.people.iter().filter_map(|person| Some((person.group.page.as_ref()?, &person.group.resolved)));
    let editions = site.editions.iter().filter_map(|edition| Some((edition.page.as_ref()?, &edition.resolved)));
    entries
        .chain(pages)
        .chain(topics.map(|(page, resolved)| (&page.path, &page.text, resolved)))
        .chain(sources.map(|(page, resolved)| (&page.path, &page.text, resolved)))
        .chain(people.map(|(page, resolved)| (&page.path, &page.text, resolved)))
        .chain(editions.map(|(page, resolved)| (&page.path, &page.text, resolved)))
}

fn check_text(path: &SitePath, text: &Text, resolved: &Resolved, known: &Known) -> Vec<Problem> {
    let links = text.links.iter().zip(&resolved.links);
    let broken = links.filter_map(|(link, target)| match target {
        Target::Path(address) if known.answers(address).is_none() => Some((link, address)),
        _ => None,
    });
    let problem = |(link, address): (&crate::parse::Link, &String)| {
        let place = Place::new(path, At::Bytes(link.span.clone()));
        Problem::error("broken-link", place, format!("nothing on this site has the address `{address}`"))
            .hint("link to the file instead: `../syria.md`, so that the link survives a change of addresses")
    };
    broken.map(problem).collect()
}
