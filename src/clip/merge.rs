//! Whom to believe: the claims of all readers of a page become one clipping.
//!
//! | field | in this order |
//! | --- | --- |
//! | headline | JSON-LD, microdata, OpenGraph, the heading, the title: the first that another one of them bears out |
//! | standfirst | JSON-LD, microdata, OpenGraph, what stands under the heading |
//! | byline, date | JSON-LD, microdata, meta, the page |
//! | publisher | JSON-LD, microdata, OpenGraph, the closing line, the address |
//! | address | `canonical`, JSON-LD, microdata: when it is of the publisher at whose address the page was found |
//! | photo | JSON-LD, microdata, OpenGraph; caption and credit from the figure that shows it |
//! | agencies | all of byline, dateline and closing line |

use super::claims::Claims;
use super::words::{count, folded, likeness, line};
use super::{Clipping, Picture, Spoken, agency, location, speech, text, wire};
use crate::html::{Block, Kind};

/// What stands between a headline and the name of its site in titles.
const SEPARATORS: &[&str] = &[" | ", " - ", " – ", " — ", " · ", " • ", " :: ", " : "];

/// What was found in a page.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub json_ld: Claims,
    pub microdata: Claims,
    pub meta: Claims,
    /// What readers see.
    pub seen: Claims,
    /// The title in the browser's bar.
    pub title: Option<String>,
    /// The text.
    pub blocks: Vec<Block>,
}

impl Found {
    fn all(&self) -> [&Claims; 4] {
        [&self.json_ld, &self.microdata, &self.meta, &self.seen]
    }

    fn first<T: Clone>(&self, field: impl Fn(&Claims) -> Option<T>) -> Option<T> {
        self.all().into_iter().find_map(field)
    }

    fn names(&self, field: impl Fn(&Claims) -> &Vec<String>) -> Vec<String> {
        self.all().into_iter().map(field).find(|names| !names.is_empty()).cloned().unwrap_or_default()
    }
}

/// Weighs the claims; `found_at` is the address of the page, `base` what its relative addresses stand on.
pub(super) fn merge(mut found: Found, found_at: Option<&str>, base: Option<&str>) -> Clipping {
    text::lines_about(&mut found.blocks, &mut found.seen);
    let (address, elsewhere) = address(&found, found_at);
    let base = base.or(found_at).or(address.as_deref()).map(str::to_owned);
    let closing = closing(&mut found.blocks);
    let publisher = found.first(|claims| claims.publisher.clone()).or(closing.publisher.clone());
    let publisher = publisher.or_else(|| site_in_title(&found)).or_else(|| address.as_deref().and_then(location::host));
    let headline = headline(&found, publisher.as_deref(), address.as_deref());
    drop_line(&mut found.blocks, headline.as_deref());
    let standfirst = standfirst(&found, headline.as_deref());
    drop_line(&mut found.blocks, standfirst.as_deref());
    let opening = found
        .blocks
        .iter()
        .filter(|block| block.kind == Kind::Paragraph)
        .take(5)
        .map(|block| wire::opening(&block.words))
        .find(|opening| opening.place.is_some());
    let told = found.json_ld.dateline.clone().or(found.microdata.dateline.clone());
    let told = told.map(|line| wire::opening(&format!("{line} — x")).place.unwrap_or(line));
    let agencies = agencies(
        &found,
        closing.agencies.iter().chain(opening.iter().flat_map(|opening| &opening.agencies)),
        publisher.as_deref(),
    );
    let authors = found.names(|claims| &claims.authors);
    let quotations = quotations(&found, standfirst.as_deref());
    let text = whole_text(standfirst.as_deref(), &found.blocks, &quotations);
    Clipping {
        standfirst,
        authors: authors
            .into_iter()
            .filter(|name| publisher.as_ref().is_none_or(|publisher| folded(publisher) != folded(name)))
            .collect(),
        dateline: told.or(opening.and_then(|opening| opening.place)),
        published: found.first(|claims| claims.published.clone()),
        modified: found.first(|claims| claims.modified.clone()),
        language: found.first(|claims| claims.language.clone()),
        photo: photo(&found, base.as_deref()),
        subjects: found.all().into_iter().flat_map(|claims| claims.subjects.iter().cloned()).collect(),
        paywalled: found.first(|claims| claims.paywalled).unwrap_or_default(),
        text,
        quotations,
        headline,
        publisher,
        address,
        elsewhere,
        agencies,
    }
}

/// The address of the story, and the one that the page claims and that is of somebody else.
fn address(found: &Found, found_at: Option<&str>) -> (Option<String>, Option<String>) {
    let claims = [&found.meta, &found.json_ld, &found.microdata, &found.seen];
    let claimed: Vec<String> =
        claims.iter().filter_map(|claims| location::whole(claims.address.as_deref()?, found_at)).collect();
    let Some(at) = found_at.and_then(|at| location::whole(at, None)) else {
        return (claimed.into_iter().next(), None);
    };
    // A home page as canonical address is a mistake of many sites.
    let is_story = |claim: &&String| !is_root(claim) || is_root(&at);
    match claimed.iter().filter(is_story).find(|claim| location::are_related(claim, &at) || location::is_copy(&at)) {
        Some(own) => (Some(own.clone()), None),
        None => (Some(at), claimed.into_iter().find(|claim| !is_root(claim))),
    }
}

fn is_root(address: &str) -> bool {
    address.splitn(4, '/').nth(3).is_none_or(str::is_empty)
}

/// The first headline that another way of reading bears out; what readers see wins over what one alone says.
fn headline(found: &Found, publisher: Option<&str>, address: Option<&str>) -> Option<String> {
    let seen = found.seen.headline.clone();
    let candidates: Vec<String> =
        [&found.json_ld.headline, &found.microdata.headline, &found.meta.headline, &seen, &found.title]
            .into_iter()
            .flatten()
            .map(|headline| without_site(headline, publisher, address, seen.as_deref()))
            .collect();
    let borne_out = candidates.iter().enumerate().find(|(at, headline)| {
        candidates.iter().enumerate().any(|(other, words)| other != *at && likeness(words, headline) >= 0.5)
    });
    let headline = borne_out.map(|(_, headline)| headline.clone()).or(seen).or_else(|| candidates.first().cloned());
    headline.filter(|headline| !headline.is_empty())
}

/// The site's name, where the title is the heading that readers see with something after it: `Talks end – The Gazette`.
fn site_in_title(found: &Found) -> Option<String> {
    let (title, seen) = (found.title.as_deref()?, found.seen.headline.as_deref()?);
    let tails = SEPARATORS.iter().filter_map(|sign| title.split_once(sign));
    let mut names = tails.filter(|(head, tail)| folded(head) == folded(seen) && (1..=5).contains(&count(tail)));
    names.next().and_then(|(_, name)| line(name))
}

/// The headline without the name of the site after or before it: `Talks end | The Gazette`.
fn without_site(headline: &str, publisher: Option<&str>, address: Option<&str>, seen: Option<&str>) -> String {
    let host = address.and_then(location::host).unwrap_or_default();
    let is_site = |part: &str| {
        let words = folded(part).concat();
        !words.is_empty()
            && (publisher
                .is_some_and(|name| folded(name).concat() == words || count(part) <= 4 && likeness(name, part) > 0.9)
                || folded(&host).concat().starts_with(&words) && words.len() > 2)
    };
    let mut headline = headline.trim();
    loop {
        let split = SEPARATORS.iter().filter_map(|sign| Some((headline.rfind(sign)?, sign.len()))).max();
        let Some((at, length)) = split else { break };
        let (head, tail) = (&headline[..at], &headline[at + length..]);
        if seen.is_some_and(|seen| folded(seen) == folded(head)) || is_site(tail) {
            headline = head.trim();
        } else if is_site(head) {
            headline = tail.trim();
        } else {
            break;
        }
    }
    headline.to_owned()
}

/// The summary: a whole sentence that is not the headline again.
fn standfirst(found: &Found, headline: Option<&str>) -> Option<String> {
    let claims = [&found.json_ld, &found.microdata, &found.meta, &found.seen];
    let standfirsts = claims
        .iter()
        .filter_map(|claims| claims.standfirst.as_deref())
        .filter_map(|text| whole(text, found.seen.standfirst.as_deref()));
    let mut fit =
        standfirsts.filter(|text| headline.is_none_or(|headline| folded(headline) != folded(text)) && count(text) >= 3);
    fit.next()
}

/// A summary that was cut off, as far as its sentences go; the whole one where the page shows it.
fn whole(text: &str, seen: Option<&str>) -> Option<String> {
    let Some(cut) = ["…", "...", "[…]", "[...]"].iter().find_map(|end| text.strip_suffix(end)) else {
        return Some(text.to_owned());
    };
    let cut = cut.trim_end();
    if let Some(seen) = seen.filter(|seen| seen.starts_with(cut)) {
        return Some(seen.to_owned());
    }
    let end = [". ", "! ", "? ", "。"]
        .iter()
        .filter_map(|sign| cut.rfind(sign).map(|at| at + sign.trim_end().len()))
        .max()?;
    Some(cut[..end].to_owned())
}

/// Takes the closing line from the end of the text.
fn closing(blocks: &mut Vec<Block>) -> wire::Closing {
    let last = blocks.len().saturating_sub(4)..blocks.len();
    let found = last.rev().find_map(|at| Some((at, wire::closing(&blocks[at].words)?)));
    let Some((at, closing)) = found else { return wire::Closing::default() };
    blocks.remove(at);
    closing
}

/// The text does not begin with the headline and the standfirst.
fn drop_line(blocks: &mut Vec<Block>, line: Option<&str>) {
    let is_line = |block: &Block| line.is_some_and(|line| folded(&block.words) == folded(line));
    if let Some(at) = blocks.iter().take(5).position(is_line) {
        blocks.remove(at);
    }
}

fn agencies<'a>(
    found: &Found,
    written: impl Iterator<Item = &'a &'static str>,
    publisher: Option<&str>,
) -> Vec<String> {
    let claimed = found.all().into_iter().flat_map(|claims| claims.agencies.iter().cloned());
    let mut agencies: Vec<String> = Vec::new();
    for name in claimed.chain(written.map(|name| (*name).to_owned())) {
        let is_publisher = publisher.is_some_and(|publisher| agency::named(publisher) == Some(name.as_str()));
        if !is_publisher && !agencies.contains(&name) {
            agencies.push(name);
        }
    }
    agencies
}

/// The photo that machines are told of with what the figure says that shows it. A figure of another photo that has a
/// credit is taken as it is: a photo without its credit is worth less.
fn photo(found: &Found, base: Option<&str>) -> Option<Picture> {
    let told = [&found.json_ld, &found.microdata, &found.meta]
        .into_iter()
        .filter_map(|claims| claims.photo.as_ref())
        .find(|photo| !is_logo(photo));
    let alt = found.meta.photo.as_ref().and_then(|photo| photo.alt.clone());
    let seen = found.seen.photo.as_ref().filter(|photo| !is_logo(photo));
    let photo = match (told, seen) {
        (Some(told), Some(seen)) if told.credit.is_some() || seen.credit.is_none() && seen.caption.is_none() => {
            filled(told, seen)
        }
        (Some(told), Some(seen)) => Picture { address: told.address.clone(), ..filled(seen, told) }.at_own(seen, told),
        (Some(one), None) | (None, Some(one)) => one.clone(),
        (None, None) => return None,
    };
    let address = if photo.address.is_empty() { Some(String::new()) } else { location::whole(&photo.address, base) };
    Some(Picture { address: address?, alt: photo.alt.clone().or(alt), ..photo })
}

fn is_logo(photo: &Picture) -> bool {
    let address = photo.address.to_lowercase();
    let file = address.rsplit('/').next().unwrap_or_default();
    ["logo", "placeholder", "default", "favicon", "fallback", "sprite", "avatar"].iter().any(|part| file.contains(part))
}

/// A photo, with what another reader knows of the same one.
fn filled(photo: &Picture, other: &Picture) -> Picture {
    let same = super::structure::same_file(&photo.address, &other.address);
    let from = |own: &Option<String>, other: &Option<String>| own.clone().or_else(|| other.clone().filter(|_| same));
    Picture {
        address: photo.address.clone(),
        caption: from(&photo.caption, &other.caption),
        credit: from(&photo.credit, &other.credit),
        creator: from(&photo.creator, &other.creator),
        alt: from(&photo.alt, &other.alt),
        license: from(&photo.license, &other.license),
    }
}

impl Picture {
    /// The address of the file that machines were told of where both are the same photo, else the figure's own.
    fn at_own(self, seen: &Self, told: &Self) -> Self {
        if super::structure::same_file(&seen.address, &told.address) {
            self
        } else {
            Self { address: seen.address.clone(), ..self }
        }
    }
}

/// Quotations that the page marks, then those that are found in its text, each once.
fn quotations(found: &Found, standfirst: Option<&str>) -> Vec<Spoken> {
    let mut quotations: Vec<Spoken> = Vec::new();
    let captions = found.all().into_iter().filter_map(|claims| claims.photo.as_ref()?.caption.as_deref());
    let beside: Vec<&str> = captions.chain(standfirst).collect();
    for spoken in found.seen.quotations.iter().cloned().chain(speech::quotations(&found.blocks, &beside)) {
        let is_known = |known: &Spoken| likeness(&known.words, &spoken.words) > 0.8;
        if !quotations.iter().any(is_known) {
            quotations.push(spoken);
        }
    }
    let place = |spoken: &Spoken| {
        found
            .blocks
            .iter()
            .position(|block| block.words.contains(spoken.words.trim_end_matches(['.', ','])))
            .unwrap_or(usize::MAX)
    };
    quotations.sort_by_key(place);
    quotations
}

/// The paragraphs, with a standfirst and quotations that stand outside of them.
fn whole_text(standfirst: Option<&str>, blocks: &[Block], quotations: &[Spoken]) -> Vec<String> {
    let paragraphs: Vec<String> = blocks.iter().map(|block| block.words.clone()).collect();
    let whole = folded(&paragraphs.join(" ")).join(" ");
    let is_missing = |words: &str| !words.split('…').all(|part| whole.contains(&folded(part).join(" ")));
    let before = standfirst.filter(|words| is_missing(words)).map(str::to_owned);
    let missing = quotations.iter().filter(|spoken| is_missing(&spoken.words)).map(|spoken| spoken.words.clone());
    before.into_iter().chain(paragraphs).chain(missing).collect()
}
