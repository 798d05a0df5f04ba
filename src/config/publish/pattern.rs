//! Patterns of paths: `*.html`, `media/**`. The interface to globset.

use globset::{GlobBuilder, GlobMatcher};

/// A pattern of paths of the output. `*` stands for anything within a part, `**` for any parts, `{a,b}` for either; a
/// pattern without a slash fits the last part, wherever it stands.
#[derive(Clone, Debug)]
pub struct Pattern {
    text: String,
    matcher: GlobMatcher,
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// With what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim_start_matches('/');
        let whole = if text.contains('/') { text.to_owned() } else { format!("**/{text}") };
        let glob = GlobBuilder::new(&whole).literal_separator(true).build();
        match glob {
            Ok(glob) => Ok(Self { text: text.to_owned(), matcher: glob.compile_matcher() }),
            Err(error) => Err(error.kind().to_string()),
        }
    }

    /// Whether a path is one of those that are meant.
    pub fn fits(&self, path: &str) -> bool {
        self.matcher.is_match(path)
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

#[cfg(test)]
mod tests {
    use super::Pattern;

    #[test]
    fn patterns_without_a_slash_fit_anywhere() {
        let fits = |pattern: &str, path: &str| Pattern::parse(pattern).unwrap().fits(path);
        assert!(fits("*.html", "index.html") && fits("*.html", "a/b/index.html") && !fits("*.html", "a.html/x"));
        assert!(fits("media/**", "media/a/b.jpg") && !fits("media/**", "x/media/a.jpg"));
        assert!(fits("/index.html", "index.html") && fits("*.{xml,json}", "feeds/a.xml"));
        assert!(
            fits("topics/*/index.html", "topics/a/index.html") && !fits("topics/*/index.html", "topics/a/b/index.html")
        );
        assert!(Pattern::parse("a[").is_err());
    }
}
