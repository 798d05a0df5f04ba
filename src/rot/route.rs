//! What an address alone tells: how deep it leads, which words it holds, what one beside it would be.

use crate::web::Url;

use super::phrases::slug;

/// The shortest word or number of an address that a page is expected to hold.
const TELLING: usize = 4;

/// Ends of paths that say nothing of the page.
const DEFAULTS: &[&str] = &["index", "default", "home", "main"];

/// Words of addresses that are there for the site's own sake.
const STRUCTURE: &[&str] = &[
    "article", "articles", "news", "story", "stories", "html", "post", "posts", "blog", "page", "pages", "index",
    "world", "content", "archive", "https", "http", "node", "detail", "details", "latest", "default", "aspx", "path",
    "topic", "topics", "section", "item", "items", "view", "show", "artikel", "video", "videos", "media",
];

/// The parts of a path that say something: without empty ones and `index.html`.
fn segments(url: &Url) -> Vec<&str> {
    let parts = url.path().split('/').filter(|part| !part.is_empty());
    parts.filter(|part| !DEFAULTS.contains(&part.split('.').next().unwrap_or_default())).collect()
}

/// Whether an address leads to one page rather than to a front page or a section: two steps down, or words or a number
/// in its last step, or a question for one thing.
pub(super) fn is_deep(url: &Url) -> bool {
    let segments = segments(url);
    match segments.as_slice() {
        [] => is_question(url),
        [one] => names_one(one) || is_question(url),
        _ => true,
    }
}

/// `?p=123` asks for one page where the path names none; `?utm_source=x` does not.
fn is_question(url: &Url) -> bool {
    url.query_pairs().any(|(name, value)| !name.starts_with("utm_") && value.bytes().any(|byte| byte.is_ascii_digit()))
}

fn names_one(segment: &str) -> bool {
    segment.matches(['-', '_']).count() >= 2 || segment.bytes().filter(u8::is_ascii_digit).count() >= TELLING
}

/// What a redirect from one page leads to, where that is no page of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fall {
    /// A front page.
    Front,
    /// A section above it, or a step that names no page.
    Section,
}

/// Whether `to` is where sites send those whose page is gone.
pub(super) fn fall(from: &Url, to: &Url) -> Option<Fall> {
    if !is_deep(from) || is_deep_question_kept(from, to) {
        return None;
    }
    let (above, below) = (segments(to), segments(from));
    match above.as_slice() {
        [] if !is_question(to) => Some(Fall::Front),
        [one] if one.len() == 2 && !is_question(to) => Some(Fall::Front),
        _ if above.len() < below.len() && below.starts_with(&above) => Some(Fall::Section),
        [one] if !names_one(one) && !one.contains('.') && below.last() != Some(one) && !is_question(to) => {
            Some(Fall::Section)
        }
        _ => None,
    }
}

/// A question that is asked elsewhere in the same words is still the same question.
fn is_deep_question_kept(from: &Url, to: &Url) -> bool {
    is_question(from) && from.query() == to.query()
}

/// Whether two addresses are one but for `https`, `www.`, a slash at the end and the fragment.
pub(super) fn is_same_page(a: &Url, b: &Url) -> bool {
    page_key(a) == page_key(b)
}

/// What all addresses of a page have in common.
pub(super) fn page_key(url: &Url) -> String {
    let server = server(url);
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    format!("{}{}{query}", server.trim_start_matches("www."), url.path().trim_end_matches('/'))
}

/// The path as it is read.
pub(super) fn decoded(url: &Url) -> String {
    percent_encoding::percent_decode_str(url.path()).decode_utf8_lossy().into_owned()
}

/// The words of an address that a page under it is expected to hold.
pub(super) fn words(url: &Url) -> Vec<String> {
    let whole = slug(&decoded(url));
    let mut words: Vec<String> = whole
        .split('-')
        .filter(|word| word.len() >= TELLING && !STRUCTURE.contains(word))
        .filter(|word| !word.bytes().all(|byte| byte.is_ascii_digit()))
        .map(str::to_owned)
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// An address beside this one that nobody made: its last step, or the value of its last question, is `token`.
pub(super) fn sibling(url: &Url, token: &str) -> Url {
    let mut made_up = url.clone();
    made_up.set_fragment(None);
    let last = url.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
    let is_program = ["php", "asp", "aspx", "cgi", "jsp", "do"].iter().any(|end| last.ends_with(&format!(".{end}")));
    if is_question(url) && (last.is_empty() || is_program) {
        let mut pairs: Vec<(String, String)> = url.query_pairs().into_owned().collect();
        if let Some((_, value)) = pairs.last_mut() {
            token.clone_into(value);
        }
        made_up.query_pairs_mut().clear().extend_pairs(pairs);
        return made_up;
    }
    made_up.set_query(None);
    let slash = if !last.is_empty() && url.path().ends_with('/') { "/" } else { "" };
    let end = last.rsplit_once('.').map(|(_, end)| end).filter(|end| end.len() <= 5 && end.is_ascii());
    let name = end.map_or_else(|| token.to_owned(), |end| format!("{token}.{end}"));
    let folder = url.path().trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder);
    made_up.set_path(&format!("{folder}/{name}{slash}"));
    made_up
}

/// The server of an address, as pacing knows it: `example.org`, `127.0.0.1:8080`.
pub(super) fn server(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// Whether an address is one of a door: of a page that asks for a name and a password, or for consent.
pub(super) fn is_door(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let named = |part: &str| {
        ["login", "log-in", "signin", "sign-in", "subscribe", "consent", "sso", "register", "paywall", "captcha"]
            .contains(&part.split('.').next().unwrap_or_default())
    };
    host.split('.').next().is_some_and(named) || segments(url).into_iter().any(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(address: &str) -> Url {
        Url::parse(address).unwrap()
    }

    #[test]
    fn a_fall_to_the_front_page_or_a_section_is_seen() {
        for (from, to, wanted) in [
            ("http://a.example/2017/04/12/talks-end", "http://a.example/", Some(Fall::Front)),
            ("http://a.example/2017/04/12/talks-end", "https://www.a.example/en/", Some(Fall::Front)),
            ("http://a.example/world/europe/talks-end", "http://a.example/world/", Some(Fall::Section)),
            ("http://a.example/world/talks-end-early", "http://a.example/latest", Some(Fall::Section)),
            ("http://a.example/?p=1234", "http://a.example/", Some(Fall::Front)),
            ("http://a.example/talks-end-early", "http://b.example/", Some(Fall::Front)),
            ("http://a.example/?p=1234", "https://a.example/?p=1234", None),
            ("http://a.example/world/talks-end", "http://a.example/world/2017/talks-end", None),
            ("http://a.example/2017/talks-end", "http://a.example/talks-end", None),
            ("http://a.example/", "https://www.a.example/en/", None),
            ("http://a.example/about", "http://a.example/", None),
            ("http://a.example/index.html", "http://a.example/", None),
            ("http://a.example/a/story", "http://a.example/articles/talks-end-early", None),
        ] {
            assert_eq!(fall(&url(from), &url(to)), wanted, "{from} {to}");
        }
    }

    #[test]
    fn siblings_are_in_the_same_place() {
        for (address, wanted) in [
            ("https://a.example/world/talks?x=y#z", "https://a.example/world/qq"),
            ("https://a.example/world/talks/", "https://a.example/world/qq/"),
            ("https://a.example/talks.html", "https://a.example/qq.html"),
            ("https://a.example/", "https://a.example/qq"),
            ("https://a.example/story.php?lang=en&id=5", "https://a.example/story.php?lang=en&id=qq"),
            ("https://a.example/?p=5", "https://a.example/?p=qq"),
        ] {
            assert_eq!(sibling(&url(address), "qq").as_str(), wanted);
        }
    }

    #[test]
    fn words_of_an_address_are_those_that_tell() {
        let words = words(&url("https://a.example/news/2017/04/12/Tr%C3%BCmmer-in-moscow-1234567.html"));
        assert_eq!(words, ["moscow", "trummer"]);
        assert!(super::words(&url("https://a.example/news/12345")).is_empty());
        assert_eq!(server(&url("https://a.example:8443/x")), "a.example:8443");
        assert!(
            is_door(&url("https://a.example/account/login?next=/x")) && is_door(&url("https://consent.a.example/"))
        );
        assert!(!is_door(&url("https://a.example/2017/the-login-problem-of-banks")));
    }
}
