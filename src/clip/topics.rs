//! Which of the site's own topics an article is about.

use super::Clipping;
use super::words::folded;

/// How many topics are guessed.
const MOST: usize = 4;

/// How often a text has to name a topic that neither headline nor keywords name.
const OFTEN: usize = 3;

/// A topic of the site: every name that it goes by, its own first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Topic {
    /// The name that entries are given.
    pub name: String,
    /// Its other names.
    pub aliases: Vec<String>,
}

/// The topics that the article's keywords, its headline and standfirst, or its text name: in this order, the most named
/// first, each once.
pub fn topics(clipping: &Clipping, known: &[Topic]) -> Vec<String> {
    let subjects: Vec<Vec<String>> = clipping.subjects.iter().map(|subject| folded(subject)).collect();
    let head = folded(
        &[clipping.headline.as_deref(), clipping.standfirst.as_deref()].map(Option::unwrap_or_default).join(" | "),
    );
    let text = folded(&clipping.text.join(" "));
    let mut ranked: Vec<((u8, usize), &str)> = known
        .iter()
        .filter_map(|topic| {
            let names: Vec<Vec<String>> = std::iter::once(&topic.name)
                .chain(&topic.aliases)
                .map(|name| folded(name))
                .filter(|name| !name.is_empty())
                .collect();
            let often = names.iter().map(|name| occurrences(&text, name)).sum::<usize>();
            let rank = if names.iter().any(|name| subjects.contains(name)) {
                0
            } else if names.iter().any(|name| occurrences(&head, name) > 0) {
                1
            } else if often >= OFTEN {
                2
            } else {
                return None;
            };
            Some(((rank, usize::MAX - often), &*topic.name))
        })
        .collect();
    ranked.sort();
    ranked.into_iter().take(MOST).map(|(_, name)| name.to_owned()).collect()
}

/// How often words stand in a text, one after another.
fn occurrences(text: &[String], words: &[String]) -> usize {
    text.windows(words.len()).filter(|window| *window == words).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn topics_are_those_of_keywords_headline_and_text() {
        let topic = |name: &str, aliases: &[&str]| Topic {
            name: name.into(),
            aliases: aliases.iter().map(|alias| (*alias).into()).collect(),
        };
        let known = [
            topic("Climate", &["Global warming"]),
            topic("Russia", &["Moscow"]),
            topic("Syria", &[]),
            topic("War", &[]),
            topic("", &[]),
        ];
        let clipping = Clipping {
            headline: Some("Trust is low in Moscow".to_owned()),
            subjects: vec!["global warming".to_owned()],
            text: vec!["Syria, Syria and Syria. War, wars.".to_owned()],
            ..Clipping::default()
        };
        assert_eq!(topics(&clipping, &known), ["Climate", "Russia", "Syria"]);
    }
}
