//! The addresses elsewhere that a file of the content folder names, each with its place: for those who ask whether they
//! still lead where they led. A build has no need of them.

use pulldown_cmark::{Event, Tag};

use super::Kind;
use super::markdown::{Dialect, Item, events};
use crate::address;
use crate::config::Markdown;
use crate::load;
use crate::problem::{At, Step};
use crate::yaml::{FRONT_MATTER_LIMIT, Node, Tree, split};

/// An address elsewhere that a file names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outbound {
    /// The address: http or https.
    pub url: String,
    /// Where it stands.
    pub at: At,
    /// What it is there for.
    pub role: Role,
}

/// What an address is there for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    /// It is where the source of an entry has the story.
    Source(Cited),
    /// It is the site of a source or a person.
    Homepage,
    /// The text links to it.
    Text,
}

/// A source as front matter has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cited {
    /// The group of its keys, from the top of the front matter.
    pub group: Vec<Step>,
    /// The address of an archived copy.
    pub archive: Option<String>,
    /// The day on which an editor read it, or it was published: `20170412`.
    pub day: Option<String>,
    /// Whether it says that the story is no longer at its address.
    pub gone: bool,
}

/// The addresses elsewhere that a file names, front matter first; none of one that cannot be read.
pub fn outbound(source: &load::Source, options: &Markdown) -> Vec<Outbound> {
    let Ok(text) = str::from_utf8(&source.bytes) else { return Vec::new() };
    let (Ok(kind), Ok(split)) = (Kind::of(&source.path), split(text)) else { return Vec::new() };
    let mut found = Vec::new();
    if let Ok(tree) = Tree::parse(&text[split.yaml.clone()], FRONT_MATTER_LIMIT) {
        found = match kind {
            Kind::Entry => sources(&tree.root),
            Kind::Source | Kind::Person => homepage(&tree.root).into_iter().collect(),
            Kind::Topic | Kind::Page | Kind::Edition => Vec::new(),
        };
    }
    found.extend(in_text(&text[split.body.clone()], split.body.start, options));
    found.retain(|outbound| address::unfit(&outbound.url).is_none());
    found
}

fn value<'n>(node: &'n Node<'_>, key: &str) -> Option<&'n Node<'n>> {
    let Node::Group(entries) = node else { return None };
    entries.iter().find(|(name, _)| name == key).map(|(_, node)| node)
}

fn text(node: &Node<'_>, key: &str) -> Option<String> {
    match value(node, key)? {
        Node::Text(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        _ => None,
    }
}

fn sources(root: &Node<'_>) -> Vec<Outbound> {
    let path = vec![Step::Key("source".to_owned())];
    match value(root, "source") {
        Some(Node::List(items)) => {
            let one = |(item, node)| cited(node, [path.clone(), vec![Step::Item(item)]].concat());
            items.iter().enumerate().filter_map(one).collect()
        }
        Some(node) => cited(node, path).into_iter().collect(),
        None => Vec::new(),
    }
}

fn cited(node: &Node<'_>, group: Vec<Step>) -> Option<Outbound> {
    let url = text(node, "url")?;
    let at = At::Value([group.clone(), vec![Step::Key("url".to_owned())]].concat());
    let gone = value(node, "gone").is_some_and(|gone| *gone != Node::Empty);
    let day = text(node, "accessed").or_else(|| text(node, "published")).map(|day| digits(&day));
    let day = day.filter(|day| day.len() == "20170412".len());
    Some(Outbound { url, at, role: Role::Source(Cited { group, archive: text(node, "archive"), day, gone }) })
}

/// The digits of a date, without its time.
fn digits(date: &str) -> String {
    date.chars().take("2017-04-12".len()).filter(char::is_ascii_digit).collect()
}

fn homepage(root: &Node<'_>) -> Option<Outbound> {
    Some(Outbound { url: text(root, "homepage")?, at: At::field("homepage"), role: Role::Homepage })
}

/// Links of the text, bare addresses among them; `start` is where the text begins in its file.
fn in_text<'t>(text: &'t str, start: usize, options: &Markdown) -> Vec<Outbound> {
    let link = |(event, span): Item<'t>| {
        let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event else { return None };
        let written = &text[span.clone()];
        // An address that is defined elsewhere, or written with escapes, is shown by its link.
        let within = written.rfind(&*dest_url).map_or(0..written.len(), |at| at..at + dest_url.len());
        let at = At::Bytes(start + span.start + within.start..start + span.start + within.end);
        Some(Outbound { url: dest_url.into_string(), at, role: Role::Text })
    };
    events(text, "", options, Dialect::Dateline).into_iter().filter_map(link).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::load::{Digest, Source};
    use crate::problem::SitePath;
    use crate::yaml;

    fn found(path: &str, text: &str) -> Vec<(String, String)> {
        let bytes = text.as_bytes().to_vec();
        let source = Source { path: SitePath::new(path), digest: Digest::of(&bytes), bytes };
        let start = split(text).unwrap().yaml.start;
        let place = |at: At| match at {
            At::Bytes(span) => text[span].to_owned(),
            At::Value(steps) => {
                let at = start + yaml::locate(&text[start..], &steps, false).unwrap();
                text[yaml::span(text, at)].to_owned()
            }
            _ => String::new(),
        };
        let outbound = outbound(&source, &Config::stand_in().markdown);
        outbound.into_iter().map(|outbound| (outbound.url, place(outbound.at))).collect()
    }

    #[test]
    fn addresses_are_found_where_they_stand() {
        let text = "---\nheadline: X\nsource:\n  - name: A\n    url: http://a.example/1\n  - B\n  - name: C\n    url: \"https://c.example\"\n\
                    ---\n[one](https://d.example/a_b \"t\") and https://e.example/x, [two][r] [in](b.md) <mailto:x@y.example>\n\n\
                    > [!quote] Q | https://f.example/\n> words\n\n`https://g.example`\n\n[r]: https://h.example\n";
        let found = found("content/a.md", text);
        let found: Vec<(&str, &str)> = found.iter().map(|(url, place)| (url.as_str(), place.as_str())).collect();
        assert_eq!(
            found,
            [
                ("http://a.example/1", "http://a.example/1"),
                ("https://c.example", "\"https://c.example\""),
                ("https://d.example/a_b", "https://d.example/a_b"),
                ("https://e.example/x", "https://e.example/x"),
                ("https://h.example", "[two][r]"),
                ("https://f.example/", "https://f.example/"),
            ]
        );
    }

    #[test]
    fn homepages_count_and_broken_files_have_nothing() {
        let page = "---\nname: A\nhomepage: https://a.example\n---\n";
        assert_eq!(
            found("content/sources/a.md", page),
            [("https://a.example".to_owned(), "https://a.example".to_owned())]
        );
        assert!(
            found("content/b.md", "---\nsource: {url: javascript:x, name: y}\n---\n[x](ftp://a.example)").is_empty()
        );
        assert!(found("content/b.md", "---\nsource: [\n---\n").is_empty());
    }
}
