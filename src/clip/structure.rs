//! What a reader sees on a page: its headings, byline, time, photos and text. The interface to dom_smoothie, which finds
//! the article among all else.

use dom_smoothie::{Config, Readability};

use super::claims::Claims;
use super::words::{count, line};
use super::{Picture, Spoken, byline, furniture, speech, when, wire};
use crate::html::{Block, Element, Kind, Page, attribute, blocks, parse, within, words};

/// A page of more elements is not searched for its article: that takes longer than the elements are many.
const MOST_ELEMENTS: usize = 30_000;

const BYLINES: &str =
    "[rel~=author], [itemprop~=author], [class*=byline i], [class*=author i], [class*=signature i], address";
const STANDFIRSTS: &str = "[class*=standfirst i], [class*=chapo i], [class*=subtitle i], [class*=subhead i], [class*=dek i], \
     [class*=article-lead i], [class*=article__lead i], [class*=article-intro i], [class*=teaser-text i], [class*=sapo i], [class*=summary i]";
const DATES: &str = "time[datetime], [itemprop~=datePublished], [class*=publish i], [class*=date i], [class*=time i]";

/// What the page shows. `photo` is what machines were told of its photo: that one is looked for first.
pub(super) fn read(page: &Page, photo: Option<&Picture>) -> Claims {
    let scope = article(page);
    let mut claims = Claims {
        headline: headline(page, &scope),
        standfirst: near(&scope, page, STANDFIRSTS).iter().find_map(|text| standfirst(text)),
        published: published(page, &scope),
        photo: picture(page, photo),
        quotations: quotations(page),
        paywalled: is_walled(page).then_some(true),
        ..Claims::default()
    };
    for text in near(&scope, page, BYLINES).into_iter().filter(|text| text.chars().count() <= 160) {
        let byline = byline::byline(&text);
        claims.agencies.extend(byline.agencies.into_iter().map(str::to_owned));
        if claims.authors.is_empty() {
            claims.authors = byline.authors;
        }
    }
    claims
}

/// The element that holds the article, where one does, else the page.
fn article<'p>(page: &'p Page) -> Element<'p> {
    let holders = ["article", "[itemprop~=articleBody]", "main", "[role=main]", "body"];
    let longest = |selector: &&str| page.all(selector).into_iter().max_by_key(|holder| words(holder).len());
    holders.iter().find_map(longest).unwrap_or_else(|| page.root())
}

fn headline(page: &Page, scope: &Element<'_>) -> Option<String> {
    let inside = within(scope, "h1").iter().map(words).find(|words| !words.is_empty());
    inside.or_else(|| page.said("h1")).and_then(|text| line(&text))
}

/// What elements say that match within the article, then those of the page's heads that may stand outside of it.
fn near(scope: &Element<'_>, page: &Page, selector: &str) -> Vec<String> {
    [said_by(&within(scope, selector)), said_by(&page.all(selector))].concat()
}

fn said_by(elements: &[Element<'_>]) -> Vec<String> {
    elements.iter().filter(|element| !is_elsewhere(element)).take(40).map(words).collect()
}

/// Whether an element belongs to another text than the article: a comment, a teaser, a list of links.
fn is_elsewhere(element: &Element<'_>) -> bool {
    element.ancestors_it(None).any(|holder| {
        let name = holder.node_name().unwrap_or_default();
        let class = holder.class().map(|class| class.to_lowercase()).unwrap_or_default();
        matches!(&*name, "nav" | "aside" | "footer" | "blockquote")
            || ["related", "comment", "recommend", "teaser", "most-read", "sidebar", "newsletter"]
                .iter()
                .any(|part| class.contains(part))
    })
}

fn standfirst(text: &str) -> Option<String> {
    line(text).filter(|text| (6..=80).contains(&count(text)))
}

fn published(page: &Page, scope: &Element<'_>) -> Option<crate::date::WrittenDate> {
    dated(&within(scope, DATES)).or_else(|| dated(&page.all(DATES)))
}

fn dated(elements: &[Element<'_>]) -> Option<crate::date::WrittenDate> {
    elements.iter().filter(|element| !is_elsewhere(element)).take(60).find_map(|element| {
        let told = ["datetime", "content"].iter().find_map(|key| when::date(&attribute(element, key)?));
        let shown =
            || Some(words(element)).filter(|words| words.chars().count() <= 100).and_then(|words| when::date(&words));
        told.or_else(shown)
    })
}

/// The figure of the photo that machines were told of, else the first figure with a picture; without one the photo
/// alone, which may be a logo, is no lead photo.
fn picture(page: &Page, told: Option<&Picture>) -> Option<Picture> {
    let figures = page.all("figure, [class*=wp-caption], amp-story-page");
    let shows = |figure: &&Element<'_>| {
        told.is_some_and(|told| {
            images(figure).iter().any(|image| source(image).is_some_and(|own| same_file(&own, &told.address)))
        })
    };
    let figure = figures
        .iter()
        .find(shows)
        .or_else(|| figures.iter().find(|figure| !is_elsewhere(figure) && !images(figure).is_empty()))?;
    let image = images(figure).into_iter().find(|image| source(image).is_some())?;
    let (caption, credit) = caption(figure);
    Some(Picture {
        caption,
        credit,
        alt: within(figure, "img[alt], amp-img[alt]").iter().find_map(|image| attribute(image, "alt")),
        ..Picture::at(&source(&image)?)
    })
}

/// The pictures of a figure, those that every browser shows before those in newer formats.
fn images<'p>(figure: &Element<'p>) -> Vec<Element<'p>> {
    [within(figure, "img, amp-img"), within(figure, "source[srcset]")].concat()
}

/// The words under a photo without the credit, and the credit.
fn caption(figure: &Element<'_>) -> (Option<String>, Option<String>) {
    let credits = within(
        figure,
        "[class*=credit i], [class*=copyright i], [class*=source i]:not(source), [class*=photographer i], [itemprop~=copyrightHolder], small, cite",
    );
    let credit = credits.iter().map(words).find(|words| !words.is_empty());
    let whole =
        within(figure, "figcaption, [class*=caption i]").iter().map(words).max_by_key(String::len).unwrap_or_default();
    match credit {
        Some(credit) => {
            let words = whole.replacen(&credit, "", 1);
            let words = words.trim().trim_end_matches(['(', '[', '|', '/', '–', '—', '-', '©']).trim();
            let inner = wire::caption(&format!("© {credit}")).credit.unwrap_or_else(|| credit.clone());
            let bare = wire::caption(&credit).credit.filter(|bare| bare.len() < credit.len());
            (line(words), bare.or_else(|| line(inner.trim_matches(['(', ')', '[', ']', ' ']))))
        }
        None => {
            let read = wire::caption(&whole);
            (read.caption, read.credit)
        }
    }
}

/// The address of a picture, the one that is loaded later before the one that stands in for it.
fn source(image: &Element<'_>) -> Option<String> {
    let plain = ["data-src", "data-original", "src"]
        .iter()
        .filter_map(|key| attribute(image, key))
        .find(|address| !address.starts_with("data:"));
    plain.or_else(|| {
        let set = ["data-srcset", "srcset"].iter().find_map(|key| attribute(image, key))?;
        let widest = set
            .split(", ")
            .max_by_key(|part| part.rsplit(' ').next().and_then(|w| w.trim_end_matches('w').parse::<u32>().ok()))?;
        widest.split_whitespace().next().map(str::to_owned)
    })
}

/// Whether two addresses are of one picture in whatever size: the names of their files are the same.
pub(super) fn same_file(a: &str, b: &str) -> bool {
    let name = |address: &str| {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        path.rsplit('/').next().and_then(|file| file.split('.').next()).unwrap_or_default().to_lowercase()
    };
    let (a, b) = (name(a), name(b));
    a.len() > 3 && b.len() > 3 && (a.starts_with(&b) || b.starts_with(&a))
}

/// Block quotations that name their speaker.
fn quotations(page: &Page) -> Vec<Spoken> {
    page.all("blockquote").iter().filter_map(quotation).take(50).collect()
}

fn quotation(quote: &Element<'_>) -> Option<Spoken> {
    let signers = "footer, cite, figcaption, [class*=attribution i], [class*=author i], [class*=speaker i]";
    let outside = quote.parent().filter(|parent| parent.has_name("figure")).map(|figure| within(&figure, "figcaption"));
    let inside = within(quote, signers);
    let signature = inside.iter().chain(outside.iter().flatten()).map(words).find(|words| !words.is_empty());
    let blocks = blocks(quote);
    let (said, signature) = match signature {
        Some(signature) => (said(&blocks, &signature), signature),
        None => signed(&blocks)?,
    };
    let (speaker, role) = speech::signature(&signature)?;
    Some(Spoken { words: speech::unquoted(&said)?, speaker, role })
}

/// The words without the line that says whose they are.
fn said(blocks: &[Block], signature: &str) -> String {
    let whole: Vec<&str> = blocks.iter().map(|block| &*block.words).collect();
    let whole = whole.join(" ");
    whole.strip_suffix(signature).unwrap_or(&whole).trim().trim_end_matches(['—', '–', '-']).trim().to_owned()
}

/// A quotation whose last line begins with a dash.
fn signed(blocks: &[Block]) -> Option<(String, String)> {
    let whole: Vec<&str> = blocks.iter().map(|block| &*block.words).collect();
    let whole = whole.join(" ");
    let at = ["— ", "– ", "―", "-- "].iter().filter_map(|dash| whole.rfind(dash)).max()?;
    let signature = whole[at..].trim_start_matches(['—', '–', '―', '-', ' ']);
    (!whole[..at].trim().is_empty()).then(|| (whole[..at].trim().to_owned(), signature.to_owned()))
}

/// Whether the page asks for money in the article's place.
fn is_walled(page: &Page) -> bool {
    !page.all("[class*=paywall i], [id*=paywall i], [class*=piano-offer i], [data-testid*=paywall i], amp-subscriptions-dialog").is_empty()
}

/// The text of the article, a block each. The page is taken apart for it.
pub(super) fn text(page: Page, known: &[String]) -> Vec<Block> {
    let marked = page.all("[itemprop~=articleBody]").iter().map(blocks).max_by_key(Vec::len).unwrap_or_default();
    let plain: Vec<Block> = blocks(&article(&page));
    let config = Config { max_elements_to_parse: MOST_ELEMENTS, ..Config::default() };
    let found = Readability::with_document(page.into_document(), None, Some(config)).ok();
    let found = found.and_then(|mut reader| reader.parse().ok()).and_then(|article| parse(&article.content).ok());
    let found = found.map(|page| blocks(&page.root())).unwrap_or_default();
    let told: Vec<Block> = known.iter().map(|words| Block { kind: Kind::Paragraph, words: words.clone() }).collect();
    let length = |blocks: &[Block]| blocks.iter().map(|block| block.words.len()).sum::<usize>();
    let best = if marked.len() >= 3 {
        marked
    } else if length(&found) > 200 {
        found
    } else {
        plain
    };
    let best = if length(&told) > length(&best) { told } else { best };
    best.into_iter().filter(|block| !furniture::is_one(&block.words)).collect()
}
