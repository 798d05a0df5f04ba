//! Topics that are not known, and may be misspelt, and those that are used once.

use rustc_hash::FxHashMap;

use super::Desk;
use crate::collate::Group;
use crate::config::Topics;
use crate::parse::TopicPage;
use crate::problem::{Problem, nearest};
use crate::slug::fold;

/// On how many entries a topic may be to count as a slip rather than a topic of its own.
const RARE: usize = 2;

/// How many letters a name must have for one that is another to be a slip: `Iran` is not `Iraq`.
const LONG: usize = 5;

pub(super) fn check(desk: &Desk<'_>, problems: &mut Vec<Problem>) {
    let topics = &desk.site.topics;
    let without_page = topics.iter().filter(|topic| topic.page.is_none());
    match desk.config.desk.topics {
        Topics::Pages => problems.extend(without_page.map(|topic| unknown(topic, topics))),
        Topics::Any => problems.extend(slips(topics)),
    }
    if desk.config.desk.checks("topic-used-once") {
        let once = topics.iter().filter(|topic| topic.page.is_none() && topic.entries.len() == 1);
        problems.extend(once.map(used_once));
    }
}

fn unknown(topic: &Group<TopicPage>, topics: &[Group<TopicPage>]) -> Problem {
    let pages = topics.iter().filter(|topic| topic.page.is_some()).map(|topic| topic.name.as_str());
    let message = format!("there is no page for the topic `{}`", topic.name);
    Problem::warning("unknown-topic", topic.named_in.place(), message)
        .hint_if(nearest(&topic.name, pages).map(|near| format!("did you mean `{near}`?")))
        .hint("write it a page in `content/topics/`, or take another topic")
}

/// Rare topics that are one letter away from one that has a page or more entries.
fn slips(topics: &[Group<TopicPage>]) -> Vec<Problem> {
    let is_rare = |topic: &Group<TopicPage>| topic.page.is_none() && topic.entries.len() <= RARE;
    if !topics.iter().any(is_rare) {
        return Vec::new();
    }
    // Two names of which one letter was added, left out, taken for another or changed places with its neighbour are
    // the same after a letter is taken from each, or from one: a table of such names spares comparing all with all.
    let mut shortened: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (at, topic) in topics.iter().enumerate().filter(|(_, topic)| !is_rare(topic)) {
        for form in forms(&topic.name) {
            shortened.entry(form).or_default().push(at);
        }
    }
    let slip = |topic: &Group<TopicPage>| {
        let known = forms(&topic.name).into_iter().filter_map(|form| shortened.get(&form)).flatten();
        let known = known.map(|&at| &topics[at]);
        let meant = known.filter(|known| is_slip(&topic.name, &known.name)).max_by_key(|known| known.entries.len())?;
        let message = format!("the topic `{}` may be misspelt", topic.name);
        Some(
            Problem::warning("unknown-topic", topic.named_in.place(), message)
                .hint(format!("did you mean `{}`?", meant.name))
                .hint("if it is a topic of its own, write it a page in `content/topics/`"),
        )
    };
    topics.iter().filter(|topic| is_rare(topic)).filter_map(slip).collect()
}

/// A name, and the same without each of its letters.
fn forms(name: &str) -> Vec<String> {
    let name = fold(name);
    let without = |(at, c): (usize, char)| format!("{}{}", &name[..at], &name[at + c.len_utf8()..]);
    name.char_indices().map(without).chain([name.clone()]).collect()
}

/// Whether the one name is likely the other misspelt: both are long enough, and begin alike, as hardly anybody errs in
/// the first letter (`Gambia` is not `Zambia`).
fn is_slip(name: &str, other: &str) -> bool {
    let (name, other) = (fold(name), fold(other));
    let digits = |name: &str| name.chars().filter(char::is_ascii_digit).collect::<String>();
    name.chars().count().min(other.chars().count()) >= LONG
        && name.chars().next() == other.chars().next()
        && digits(&name) == digits(&other)
}

fn used_once(topic: &Group<TopicPage>) -> Problem {
    let message = format!("the topic `{}` is on one entry alone", topic.name);
    Problem::warning("topic-used-once", topic.named_in.place(), message)
        .hint("take a topic that other entries have, or write this one a page in `content/topics/`")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(name: &str, other: &str) -> bool {
        let known = forms(other);
        forms(name).iter().any(|form| known.contains(form)) && is_slip(name, other)
    }

    #[test]
    fn slips_are_told_from_other_names() {
        for (name, other) in [
            ("Rusia", "Russia"),
            ("Sryia", "Syria"),
            ("Diplomacs", "Diplomacy"),
            ("court", "Courts"),
            ("Climat", "climate"),
        ] {
            assert!(near(name, other), "{name} {other}");
        }
        for (name, other) in
            [("Iran", "Iraq"), ("Gambia", "Zambia"), ("Austria", "Australia"), ("COP26", "COP27"), ("Niger", "Nigeria")]
        {
            assert!(!near(name, other), "{name} {other}");
        }
    }
}
