//! The order of a release: what is referred to goes before what refers to it, and deletions come last.

/// A part of a release that is sent whole before the next begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Wave {
    /// Assets, photos and parts of the search index whose names change with their bytes.
    Fingerprinted,
    /// Everything else that pages refer to.
    Other,
    /// Pages.
    Pages,
    /// Feeds and sitemaps, which tell the world of pages.
    Feeds,
    /// The front page.
    Front,
}

impl Wave {
    /// All, in their order.
    pub const ALL: [Self; 5] = [Self::Fingerprinted, Self::Other, Self::Pages, Self::Feeds, Self::Front];

    /// The wave of a file of the output.
    pub fn of(path: &str) -> Self {
        let name = path.rsplit('/').next().unwrap_or(path);
        if is_fingerprinted(path) {
            Self::Fingerprinted
        } else if path == "index.html" {
            Self::Front
        } else if matches!(name, "atom.xml" | "rss.xml" | "feed.json") || is_map(path) {
            Self::Feeds
        } else if name.ends_with(".html") {
            Self::Pages
        } else {
            Self::Other
        }
    }

    /// What is sent in it, for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fingerprinted => "assets and photos",
            Self::Other => "other files",
            Self::Pages => "pages",
            Self::Feeds => "feeds and sitemaps",
            Self::Front => "front page",
        }
    }
}

/// Sitemaps and what names them, all at the top of the site.
fn is_map(path: &str) -> bool {
    let is_sitemap = path.ends_with(".xml") && (path.starts_with("sitemap") || path == "news-sitemap.xml");
    is_sitemap || path == "robots.txt" || path == "entries.json"
}

/// Whether the name of a file changes with its bytes: it lies where builds put such files, and a part of its name is a
/// hash of as many digits as builds write there. A static file of another name there may change under it.
pub fn is_fingerprinted(path: &str) -> bool {
    let digits = match path.split_once('/') {
        Some(("assets" | "media", _)) => 10,
        Some(("search", rest)) if rest.starts_with("words/") || rest.contains("/days-") => 10,
        Some(("search", rest)) if rest.starts_with("entries/") => 8,
        _ => return false,
    };
    let is_print = |part: &str| part.len() == digits && part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    path.rsplit('/').next().is_some_and(|name| name.split(['.', '-']).any(is_print))
}

#[cfg(test)]
mod tests {
    use super::{Wave, is_fingerprinted};

    #[test]
    fn each_file_has_its_wave() {
        for (path, wave) in [
            ("assets/site.0123456789.css", Wave::Fingerprinted),
            ("media/low-point-800.abcdef0123.webp", Wave::Fingerprinted),
            ("search/words/0-0123456789.txt", Wave::Fingerprinted),
            ("search/entries/0-01234567.json", Wave::Fingerprinted),
            ("favicon.svg", Wave::Other),
            ("assets/logo.svg", Wave::Other),
            ("media/20170412.jpg", Wave::Other),
            ("search/index.json", Wave::Other),
            ("2017/04/12/low-point/index.html", Wave::Pages),
            ("404.html", Wave::Pages),
            ("topics/syria/atom.xml", Wave::Feeds),
            ("sitemap-1.xml", Wave::Feeds),
            ("robots.txt", Wave::Feeds),
            ("index.html", Wave::Front),
        ] {
            assert_eq!(Wave::of(path), wave, "{path}");
        }
        assert!(!is_fingerprinted("photos/a.0123456789.jpg"));
    }
}
