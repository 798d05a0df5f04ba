//! The words by which pages say that they are not what was asked for, in the languages of the web.
//!
//! Words are compared without accents, case and punctuation: `Página` and `pagina` are one.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

use crate::language::is_without_blanks;

/// What a title or heading of an error page says; other words may stand beside it, but few.
const MISSING: &str = include_str!("phrases/missing.txt");

/// Words that say nothing beside those: they do not make a title one of an article.
const FILLERS: &str = include_str!("phrases/fillers.txt");

/// Whole sentences with which error pages explain themselves, wherever they stand.
const APOLOGIES: &str = include_str!("phrases/apologies.txt");

/// What says that a domain is for sale.
const FOR_SALE: &str = include_str!("phrases/for_sale.txt");

/// What parking pages load or where they lead.
const PARKING_SERVICES: &str = include_str!("phrases/parking_services.txt");

/// What pages say that want to know first who asks.
const WALLS: &str = include_str!("phrases/walls.txt");

/// How many words beside those that say so a heading may have; in scripts that are written without blanks each sign
/// counts as one.
const BESIDE: usize = 2;

/// The lines of a list: `#` begins a word on those that follow.
fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

struct Phrases(Vec<String>);

impl Phrases {
    fn new(list: &'static str) -> Self {
        let mut slugs: Vec<String> = lines(list).map(slug).collect();
        // The longest first, so that what is taken out leaves nothing of it behind.
        slugs.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        slugs.dedup();
        Self(slugs)
    }

    /// Whether a slug holds one of them as whole words.
    fn are_in(&self, slug: &str) -> bool {
        let around = format!("-{slug}-");
        self.0.iter().any(|phrase| around.contains(&format!("-{phrase}-")))
    }

    /// A slug without them.
    fn taken_from(&self, slug: &str) -> String {
        let mut rest = format!("-{slug}-");
        for phrase in &self.0 {
            rest = rest.replace(&format!("-{phrase}-"), "-");
        }
        rest.trim_matches('-').to_owned()
    }
}

static MISSING_SLUGS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(MISSING));
static FILLER_SLUGS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(FILLERS));
static APOLOGY_SLUGS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(APOLOGIES));
static SALE_SLUGS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(FOR_SALE));
static WALL_SLUGS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(WALLS));

/// Text as words without accents in lower case, with hyphens between them; in scripts without blanks each sign is one.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut apart = true;
    // Accents of Latin, Cyrillic and Greek; vowel signs of Arabic and Hebrew, which most texts leave out.
    let is_accent =
        |c: &char| matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{640}' | '\u{64b}'..='\u{652}');
    for c in text.nfd().filter(|c| !is_accent(c)).nfc().flat_map(char::to_lowercase) {
        let alone = is_without_blanks(c);
        if !alone && !c.is_alphanumeric() && !unicode_normalization::char::is_combining_mark(c) {
            apart = true;
            continue;
        }
        if (apart || alone) && !slug.is_empty() {
            slug.push('-');
        }
        slug.push(c);
        apart = alone;
    }
    slug
}

/// Whether a title or heading says, and says hardly anything else, that there is no such page. The name of the site
/// after a bar, a dash or a colon does not count.
pub(super) fn says_missing(heading: &str) -> bool {
    let parts =
        heading.split(['|', '–', '—', '·', '•', '»', '«', ':', '!', '?', '.', '(', ')', '｜', '：', '，', '。']);
    parts.flat_map(|part| part.split(" - ")).any(|part| {
        let slug = slug(part);
        let rest = FILLER_SLUGS.taken_from(&MISSING_SLUGS.taken_from(&slug));
        let words = rest.split('-').filter(|word| !word.is_empty()).count();
        // Where a sentence is written without blanks, a word is two signs or more.
        let beside = match part {
            // A Peugeot has that number too.
            _ if !MISSING_SLUGS.are_in(&slug.replace("404", "")) => 0,
            _ if part.contains(is_without_blanks) => BESIDE * 3,
            _ => BESIDE,
        };
        rest != slug && MISSING_SLUGS.are_in(&slug) && words <= beside
    })
}

/// Whether a text (as a slug) explains that the page is not there.
pub(super) fn apologises(slug: &str) -> bool {
    APOLOGY_SLUGS.are_in(slug)
}

/// Whether a text (as a slug) offers a domain.
pub(super) fn offers_domain(slug: &str) -> bool {
    SALE_SLUGS.are_in(slug)
}

/// Whether an address is one of a service that parks domains, or of a script that it loads.
pub(super) fn is_of_parking_service(address: &str) -> bool {
    let address = address.to_ascii_lowercase();
    lines(PARKING_SERVICES).any(|service| address.contains(service))
}

/// Whether a text (as a slug) asks first who wants to know.
pub(super) fn is_wall(slug: &str) -> bool {
    WALL_SLUGS.are_in(slug)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_error_pages_are_told_from_headlines() {
        for heading in [
            "404",
            "Error 404 (Not Found)!!1",
            "Page not found | The Gazette",
            "The Gazette - Oops! That page can’t be found.",
            "Sorry, this page does not exist",
            "Seite nicht gefunden – Zeitung",
            "Hoppla! Diese Seite existiert nicht mehr",
            "404 : Page introuvable - Le Journal",
            "PÁGINA NO ENCONTRADA",
            "Pagina non trovata | Giornale",
            "Página não encontrada",
            "Pagina niet gevonden",
            "Страница не найдена — Газета",
            "الصفحة غير موجودة | الجريدة",
            "抱歉，您访问的页面不存在",
            "404 - 找不到頁面",
            "ページが見つかりません｜新聞",
            "お探しのページは見つかりませんでした",
            "페이지를 찾을 수 없습니다",
        ] {
            assert!(says_missing(heading), "{heading}");
        }
        for heading in [
            "What is a 404 error, and why does it matter?",
            "404 pages: a short history of getting lost on the web",
            "Missing plane not found after two weeks of search",
            "Flugzeug wurde auch nach zwei Wochen nicht gefunden",
            "Opposition leader: truth was not found in parliament's report",
            "Die Suche nach dem nicht gefundenen Schatz",
            "Peugeot 404 wins the rally",
            "Le trésor introuvable de l'île aux oiseaux",
            "搜救队仍未找到失踪的飞机残骸和机组人员",
            "",
        ] {
            assert!(!says_missing(heading), "{heading}");
        }
    }

    #[test]
    fn explanations_are_found_within_text() {
        for text in [
            "Home News Sport We’re sorry, the page you requested could not be found. Search",
            "Leider konnte die angeforderte Seite nicht gefunden werden",
            "La page que vous demandez n'existe pas",
            "La página que buscas ya no está disponible",
            "La pagina che stai cercando non esiste",
            "De pagina die u zoekt bestaat niet",
            "Запрашиваемая страница не существует",
            "عذرًا، الصفحة التي تبحث عنها غير موجودة",
            "对不起，您访问的页面不存在或已删除。",
            "申し訳ございません。お探しのページは見つかりませんでした。",
        ] {
            assert!(apologises(&slug(text)), "{text}");
        }
        assert!(!apologises(&slug("The minister said that the pages of the report were not found in the archive.")));
    }
}
