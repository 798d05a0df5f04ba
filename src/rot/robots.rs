//! `robots.txt` (RFC 9309): which addresses a program may try that nobody linked to.

use std::time::Duration;

/// What a site's rules call this program.
const NAME: &str = "dateline";

/// A longer wish for patience is not granted but capped.
const LONGEST_DELAY: Duration = Duration::from_secs(30);

/// The rules of a site for this program.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Robots {
    /// Patterns of paths, each with whether they are allowed.
    rules: Vec<(String, bool)>,
    /// The wanted time between two requests (`Crawl-delay`, which is no part of the RFC but of many files).
    pub delay: Option<Duration>,
}

impl Robots {
    /// Reads a file. Groups for `dateline` count, or else those for `*`.
    pub fn read(text: &str) -> Self {
        let (mut own, mut others) = (None::<Self>, Self::default());
        // Which groups the lines below belong to, and whether their names are still being listed.
        let (mut in_own, mut in_others, mut naming) = (false, false, false);
        for line in text.trim_start_matches('\u{feff}').lines() {
            let line = line.split('#').next().unwrap_or_default();
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            if key == "user-agent" {
                if !naming {
                    (in_own, in_others) = (false, false);
                }
                naming = true;
                in_own |= value.eq_ignore_ascii_case(NAME);
                in_others |= value == "*";
                if in_own {
                    own.get_or_insert_default();
                }
                continue;
            }
            naming = false;
            if let Some(own) = own.as_mut().filter(|_| in_own) {
                own.take(&key, value);
            }
            if in_others {
                others.take(&key, value);
            }
        }
        own.unwrap_or(others)
    }

    /// The rules of a site that cannot say them: nothing may be tried (RFC 9309, 2.3.1.4).
    pub fn closed() -> Self {
        Self { rules: vec![("/".to_owned(), false)], delay: None }
    }

    fn take(&mut self, key: &str, value: &str) {
        match key {
            "allow" | "disallow" if !value.is_empty() => self.rules.push((value.to_owned(), key == "allow")),
            "crawl-delay" => {
                let seconds = value.parse::<f32>().ok().filter(|seconds| *seconds >= 0.0 && seconds.is_finite());
                self.delay = seconds.map(|seconds| Duration::from_secs_f32(seconds.min(86400.0)).min(LONGEST_DELAY));
            }
            _ => {}
        }
    }

    /// Whether a path with its query may be tried: the longest pattern that fits says so, `Allow` where two are as long.
    pub fn allows(&self, path: &str) -> bool {
        let fitting = self.rules.iter().filter(|(pattern, _)| fits(pattern, path));
        fitting.max_by_key(|(pattern, allowed)| (pattern.len(), *allowed)).is_none_or(|(_, allowed)| *allowed)
    }
}

/// Whether a path begins as a pattern says, in which `*` is anything and a `$` at the end is the end.
fn fits(pattern: &str, path: &str) -> bool {
    let (pattern, to_end) = pattern.strip_suffix('$').map_or((pattern, false), |pattern| (pattern, true));
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut parts = parts.peekable();
    if to_end && parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        // The last part of a pattern that is bound to the end stands there, wherever else it may stand too.
        if to_end && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "\u{feff}# rules\nUser-agent: googlebot\nDisallow: /\n\nUser-Agent: *\nUser-agent: other\nDisallow: /private/\n\
                        Allow: /private/open$\nDisallow: /*.pdf$\nCrawl-delay: 2.5\nDisallow:\n";

    #[test]
    fn the_longest_rule_that_fits_says() {
        let robots = Robots::read(FILE);
        for (path, allowed) in [
            ("/", true),
            ("/private/x", false),
            ("/private/open", true),
            ("/private/open/x", false),
            ("/a/b.pdf", false),
            ("/a/b.pdf?x", true),
            ("/privat", true),
        ] {
            assert_eq!(robots.allows(path), allowed, "{path}");
        }
        assert_eq!(robots.delay, Some(Duration::from_millis(2500)));
        assert!(!Robots::closed().allows("/x") && Robots::default().allows("/x"));
    }

    #[test]
    fn a_group_of_its_own_wins_and_groups_of_one_name_are_one() {
        let robots = Robots::read(
            "user-agent: *\ndisallow: /\nuser-agent: Dateline\ndisallow: /a\ncrawl-delay: 900\n\
             user-agent: x\ndisallow: /b\nuser-agent: dateline\ndisallow: /c",
        );
        assert_eq!(["/a", "/b", "/c", "/d"].map(|path| robots.allows(path)), [false, true, false, true]);
        assert_eq!(robots.delay, Some(LONGEST_DELAY));
        assert!(Robots::read("User-agent: dateline\nDisallow:\nUser-agent: *\nDisallow: /").allows("/x"));
        assert!(Robots::read("\u{0}nonsense: :\nDisallow: /\nCrawl-delay: inf").allows("/x"));
    }
}
