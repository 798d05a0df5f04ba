//! What the server says of the document that a page shows, for the bar on it: status, length, quotations, photos, links.

use std::collections::BTreeSet;
use std::path::Path;

use serde::Serialize;

use crate::build::Snapshot;
use crate::collate::{Item, Page, Resolved, Status, Target, held_until};
use crate::date::Moment;
use crate::parse::{self, Body, Element, Fill, Text};
use crate::plan::Subject;
use crate::problem::SitePath;
use crate::view::{EmailPart, email_address, minutes};

use super::lacks::{Lack, lacks_of};

/// What a page shows, where it is one document of an editor's.
#[derive(Debug, Serialize)]
pub(super) struct About {
    /// Its file.
    pub file: SitePath,
    /// `entry`, `page`, `topic`, `source`, `person` or `edition`.
    pub kind: &'static str,
    /// Its headline or title.
    pub headline: String,
    /// Where an entry stands: `draft`, `published` …
    pub status: Option<&'static str>,
    /// The entry's date.
    pub date: Option<Moment>,
    /// When an entry becomes public by itself.
    pub until: Option<Moment>,
    /// When it leaves the site.
    pub expires: Option<Moment>,
    /// The number of words.
    pub words: u32,
    /// The minutes that reading takes.
    pub minutes: u32,
    /// What is said in it, and by whom.
    pub quotations: Vec<Quotation>,
    /// Its photos, the lead photo first.
    pub photos: Vec<Photo>,
    /// Where it leads, each address once.
    pub links: Vec<Link>,
    /// Whom it is curated from.
    pub sources: Vec<String>,
    /// The address of its edition's email, where one is sent.
    pub email: Option<String>,
    /// What it still lacks before it can be public.
    pub lacks: Vec<Lack>,
}

/// A quotation with its speaker.
#[derive(Debug, Serialize)]
pub(super) struct Quotation {
    id: String,
    text: String,
    speaker: String,
    role: Option<String>,
}

/// A photo with what is said of it.
#[derive(Debug, Serialize)]
pub(super) struct Photo {
    file: SitePath,
    credit: Option<String>,
    alt: Option<String>,
    caption: Option<String>,
    license: Option<String>,
    rights_until: Option<Moment>,
    generated: bool,
}

/// A link of the text.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub(super) struct Link {
    to: String,
    /// `site`, `web`, `file` or `broken`.
    kind: &'static str,
}

/// What the page in this file of the output is about; none where that is no single document. What an entry that is not
/// public lacks is looked for in its file below `root`.
pub(super) fn about(snapshot: Snapshot<'_>, root: &Path, file: &str) -> Option<About> {
    let site = snapshot.site;
    match &snapshot.plan.page(file)?.subject {
        Subject::Entry(id) => Some(entry(snapshot, root, &site.entries[*id as usize])),
        Subject::Withdrawn(position) => Some(entry(snapshot, root, &site.withdrawn[*position])),
        Subject::Plain(position) => Some(plain(snapshot, &site.pages[*position])),
        Subject::Topic(position, _) => {
            let group = &site.topics[*position];
            let page = group.page.as_deref()?;
            Some(document(snapshot, ("topic", &page.path, &group.name), &page.text, &group.resolved))
        }
        Subject::Source(position, _) => {
            let group = &site.sources[*position];
            let page = group.page.as_deref()?;
            Some(document(snapshot, ("source", &page.path, &group.name), &page.text, &group.resolved))
        }
        Subject::Person(position, _) => {
            let group = &site.people[*position].group;
            let page = group.page.as_deref()?;
            Some(document(snapshot, ("person", &page.path, &group.name), &page.text, &group.resolved))
        }
        Subject::Edition(position) => {
            let edition = &site.editions[*position];
            let page = edition.page.as_deref()?;
            let about = document(snapshot, ("edition", &page.path, &edition.name), &page.text, &edition.resolved);
            Some(About { email: email(snapshot, *position), ..about })
        }
        _ => None,
    }
}

/// The address of the entry or plain page that is written in a file of the site; none where this snapshot shows none.
pub(super) fn address_of(snapshot: Snapshot<'_>, file: &SitePath) -> Option<String> {
    let site = snapshot.site;
    let mut items = site.entries.iter().chain(&site.withdrawn);
    let entry = items.find(|item| item.entry.path == *file).map(|item| &item.address);
    let page = || site.pages.iter().find(|placed| placed.page.path == *file).map(|placed| &placed.address);
    Some(entry.or_else(page)?.href(&snapshot.context.base_path))
}

fn entry(snapshot: Snapshot<'_>, root: &Path, item: &Item) -> About {
    let entry = &*item.entry;
    let about = document(snapshot, ("entry", &entry.path, &entry.headline), &entry.text, &item.resolved);
    About {
        status: Some(item.status.name()),
        date: Some(entry.date.clone()),
        until: held_until(entry, item.status).cloned(),
        expires: entry.expires.clone(),
        sources: entry.sources.iter().map(|source| source.name.clone()).collect(),
        email: item.edition.and_then(|position| email(snapshot, position as usize)),
        lacks: if item.status == Status::Published { Vec::new() } else { lacks_of(root, entry) },
        ..about
    }
}

fn plain(snapshot: Snapshot<'_>, placed: &Page) -> About {
    let page = &*placed.page;
    let about = document(snapshot, ("page", &page.path, &page.title), &page.text, &placed.resolved);
    let status = if page.draft { Status::Draft } else { Status::Published };
    About { status: Some(status.name()), ..about }
}

/// What is to be said of any document: its kind, its file and its name, its text and where that leads.
fn document(
    snapshot: Snapshot<'_>,
    (kind, file, name): (&'static str, &SitePath, &str),
    text: &Text,
    resolved: &Resolved,
) -> About {
    // A photo may stand both before and in the text.
    let mut seen = BTreeSet::new();
    let ids = resolved.photos.iter().chain(&resolved.images).flatten().filter(|id| seen.insert(**id));
    About {
        file: file.clone(),
        kind,
        headline: name.to_owned(),
        status: None,
        date: None,
        until: None,
        expires: None,
        words: text.words,
        minutes: minutes(text.words),
        quotations: text.quotations.iter().map(quotation).collect(),
        photos: ids.map(|&id| photo(snapshot, id)).collect(),
        links: links(snapshot, text, resolved),
        sources: Vec::new(),
        email: None,
        lacks: Vec::new(),
    }
}

fn email(snapshot: Snapshot<'_>, edition: usize) -> Option<String> {
    let context = snapshot.context;
    let address = || email_address(&context.site.editions[edition], EmailPart::Html).href(&context.base_path);
    context.sends_email().then(address)
}

fn quotation(said: &parse::Quotation) -> Quotation {
    Quotation { id: said.id.clone(), text: said.text.clone(), speaker: said.speaker.clone(), role: said.role.clone() }
}

fn photo(snapshot: Snapshot<'_>, id: u32) -> Photo {
    let shown = &snapshot.site.photos[id as usize];
    let said = &shown.photo;
    Photo {
        file: snapshot.site.media[shown.media as usize].path.clone(),
        credit: said.credit.clone(),
        alt: said.alt.clone(),
        caption: said.caption.clone(),
        license: said.license.clone(),
        rights_until: said.rights_until.clone(),
        generated: said.generated,
    }
}

fn links(snapshot: Snapshot<'_>, text: &Text, resolved: &Resolved) -> Vec<Link> {
    let base = &snapshot.context.base_path;
    let inside = text.links.iter().zip(&resolved.links).filter_map(|(link, target)| match target {
        Target::Page { address, .. } => Some(Link { to: address.href(base), kind: "site" }),
        Target::Path(path) => Some(Link { to: format!("{base}{path}"), kind: "site" }),
        Target::Media(_) | Target::Photo(_) => Some(Link { to: link.path.clone(), kind: "file" }),
        Target::Broken => Some(Link { to: link.path.clone(), kind: "broken" }),
        Target::Here { .. } => None,
    });
    let mut found: BTreeSet<Link> = inside.collect();
    outside(&text.body, &mut found);
    found.into_iter().collect()
}

/// The addresses of other sites in a text: in its HTML, as parsing wrote it, and in what fills its holes.
fn outside(body: &Body, found: &mut BTreeSet<Link>) {
    for rest in body.html.split("<a href=\"http").skip(1) {
        let to = rest.split('"').next().unwrap_or_default().replace("&amp;", "&");
        found.insert(Link { to: format!("http{to}"), kind: "web" });
    }
    for hole in &body.holes {
        match &hole.fill {
            Fill::Callout(callout) => {
                outside(&callout.title, found);
                outside(&callout.body, found);
                callout.speaker.iter().for_each(|speaker| outside(&speaker.html, found));
            }
            Fill::Element(element) => match &**element {
                Element::Link { href, body, .. } => {
                    if href.starts_with("http") {
                        found.insert(Link { to: href.clone(), kind: "web" });
                    }
                    outside(body, found);
                }
                Element::Heading { body, .. } | Element::Table { body } | Element::Quote { body } => {
                    outside(body, found);
                }
                Element::Code { .. } => {}
            },
            Fill::IdPrefix | Fill::Href(_) | Fill::Image(_) => {}
        }
    }
}
