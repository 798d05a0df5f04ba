//! Lines of a page that belong to the site and not to the article: navigation, sharing, adverts, other stories, errors.

use super::words::{count, folded};

/// Whole lines, as words in lower case without signs.
const LINES: &[&str] = &[
    "skip to main content",
    "skip to content",
    "skip to navigation",
    "skip navigation",
    "skip links",
    "jump to content",
    "menu",
    "main menu",
    "search",
    "home",
    "homepage",
    "subscribe",
    "subscribe now",
    "sign in",
    "sign up",
    "log in",
    "login",
    "register",
    "my account",
    "share",
    "share this",
    "share this article",
    "share on facebook",
    "share on twitter",
    "share on x",
    "facebook",
    "twitter",
    "x",
    "whatsapp",
    "linkedin",
    "email",
    "print",
    "copy link",
    "copied",
    "save",
    "comments",
    "comment",
    "reply",
    "leave a comment",
    "show comments",
    "advertisement",
    "advertising",
    "ad",
    "ads",
    "sponsored",
    "promoted",
    "read more",
    "more",
    "see more",
    "show more",
    "load more",
    "continue reading",
    "story continues below",
    "article continues below",
    "advertisement scroll to continue",
    "listen",
    "listen to this article",
    "play",
    "video",
    "watch",
    "live",
    "breaking",
    "breaking news",
    "related",
    "related stories",
    "related articles",
    "related topics",
    "related content",
    "more on this story",
    "most read",
    "most popular",
    "trending",
    "recommended",
    "you may also like",
    "read also",
    "also read",
    "top stories",
    "latest news",
    "newsletter",
    "newsletters",
    "sign up for our newsletter",
    "follow us",
    "about us",
    "contact",
    "contact us",
    "privacy policy",
    "terms of use",
    "terms and conditions",
    "cookie policy",
    "cookie settings",
    "accept",
    "accept all",
    "accept all cookies",
    "reject all",
    "manage preferences",
    "close",
    "back",
    "back to top",
    "next",
    "previous",
    "tags",
    "topics",
    "page not found",
    "404",
    "404 not found",
    "not found",
    "error",
    "loading",
    "the end",
    "all rights reserved",
    "open menu",
    "close menu",
    "go to content",
    "by continuing you agree to our use of cookies",
    "download the app",
    "get the app",
    "app",
    "rss",
    "archive",
    "aller au contenu",
    "aller au contenu principal",
    "accueil",
    "rechercher",
    "recherche",
    "partager",
    "publicité",
    "lire aussi",
    "à lire aussi",
    "s abonner",
    "abonnez vous",
    "se connecter",
    "commentaires",
    "imprimer",
    "page introuvable",
    "page non trouvée",
    "zum inhalt",
    "zum inhalt springen",
    "zum hauptinhalt springen",
    "startseite",
    "suche",
    "anmelden",
    "abo",
    "anzeige",
    "werbung",
    "teilen",
    "merken",
    "drucken",
    "kommentare",
    "mehr zum thema",
    "lesen sie auch",
    "seite nicht gefunden",
    "ir al contenido",
    "ir al contenido principal",
    "saltar al contenido",
    "inicio",
    "buscar",
    "iniciar sesión",
    "suscríbete",
    "compartir",
    "publicidad",
    "comentarios",
    "página no encontrada",
    "vai al contenuto",
    "cerca",
    "abbonati",
    "accedi",
    "condividi",
    "pubblicità",
    "pagina non trovata",
    "pular para o conteúdo",
    "compartilhar",
    "publicidade",
    "página não encontrada",
    "naar hoofdinhoud",
    "zoeken",
    "delen",
    "pagina niet gevonden",
];

/// Beginnings of lines that are never the words of an article.
const BEGINNINGS: &[&str] = &[
    "the content you requested does not exist",
    "the page you requested",
    "the page you are looking for",
    "the page you were looking for",
    "we could not find the page",
    "sorry we can t find",
    "we use cookies",
    "this website uses cookies",
    "this site uses cookies",
    "by clicking accept",
    "we and our partners",
    "your privacy matters",
    "sign up to our",
    "sign up for our",
    "subscribe to our",
    "subscribe to read",
    "follow us on",
    "follow bbc",
    "download our app",
    "take international news everywhere",
    "click here to",
    "read more",
    "lire aussi",
    "à lire aussi",
    "lesen sie auch",
    "mehr zum thema",
    "lee también",
    "leggi anche",
    "related stories",
    "you have reached your limit",
    "already a subscriber",
    "déjà abonné",
    "nous utilisons des cookies",
    "wir verwenden cookies",
    "utilizamos cookies",
    "le contenu auquel vous tentez d accéder n existe pas",
    "die gewünschte seite",
    "newsletter",
    "receive the latest",
    "get breaking news",
    "share this",
    "this article has been translated",
    "you need to enable javascript",
    "please enable javascript",
    "javascript is",
];

/// Whether a line belongs to the site. A sentence of an article may begin alike, so that long ones are kept.
pub(super) fn is_one(line: &str) -> bool {
    let words = folded(line).join(" ");
    words.is_empty()
        || LINES.contains(&words.as_str())
        || count(line) <= 40 && BEGINNINGS.iter().any(|beginning| words.starts_with(beginning))
        || is_trail(line)
        || is_duration(&words)
}

/// `Home > World > Europe`, `News | Sport | Weather`: names of pages with signs between them.
fn is_trail(line: &str) -> bool {
    let parts: Vec<&str> = line.split(['>', '›', '»', '|', '/', '•']).map(str::trim).collect();
    let named = parts.iter().any(|part| LINES.contains(&folded(part).join(" ").as_str()));
    parts.len() >= 3 && named && parts.iter().all(|part| count(part) <= 3)
}

/// `3 min read`, `Reading time: 5 minutes`.
fn is_duration(words: &str) -> bool {
    let minutes = ["min read", "minute read", "minutes read", "min de lecture", "min lesezeit"];
    count(words) <= 5 && (minutes.iter().any(|end| words.ends_with(end)) || words.starts_with("reading time"))
}

/// Whether a line says that a page is not there: what follows is not the article's.
pub(super) fn is_missing_page(line: &str) -> bool {
    let words = folded(line).join(" ");
    let marks =
        ["page not found", "404", "404 not found", "page introuvable", "seite nicht gefunden", "página no encontrada"];
    marks.contains(&words.as_str()) || words.starts_with("the content you requested does not exist")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_site_are_told_from_those_of_the_article() {
        for line in [
            "Skip to main content",
            "SHARE",
            "Home > World > Europe",
            "3 min read",
            "Lire aussi : Un autre article",
            "— ",
            "Page not found",
        ] {
            assert!(is_one(line), "{line}");
        }
        for line in [
            "Talks end",
            "The minister said that the page not found was lost.",
            "Home is where the talks began",
            "War/Peace",
        ] {
            assert!(!is_one(line), "{line}");
        }
    }
}
