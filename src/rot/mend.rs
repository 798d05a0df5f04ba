//! Writes what was found into front matter, and touches no other byte of the file.

use crate::problem::Step;
use crate::yaml::{FRONT_MATTER_LIMIT, Set, set, split};

/// A value for a key of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mend {
    /// The source's group in front matter, from the top.
    pub group: Vec<Step>,
    /// Its key: `url`, `archive` or `gone`.
    pub key: &'static str,
    /// What it says from now on.
    pub value: String,
}

/// The text of a file with as many values set as can be set alone, and those that cannot.
pub fn mend(text: &str, mends: &[Mend]) -> (String, Vec<Mend>) {
    let mut text = text.to_owned();
    let mut left = Vec::new();
    for mend in mends {
        match mended(&text, mend) {
            Some(better) => text = better,
            None => left.push(mend.clone()),
        }
    }
    (text, left)
}

fn mended(text: &str, mend: &Mend) -> Option<String> {
    let parts = split(text).ok()?;
    // A date of death stands after the copy where there is one.
    let afters: &[&str] = if mend.key == "gone" { &["archive", "url"] } else { &["url"] };
    afters.iter().find_map(|after| {
        let set_here = Set { group: &mend.group, key: mend.key, after, value: &mend.value };
        let yaml = set(&text[parts.yaml.clone()], set_here, FRONT_MATTER_LIMIT)?;
        let better = format!("{}{yaml}{}", &text[..parts.yaml.start], &text[parts.yaml.end..]);
        // What follows the front matter is to follow it still.
        let again = split(&better).ok()?;
        (better[again.yaml] == yaml && better[again.body] == text[parts.body.clone()]).then_some(better)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_mended_in_its_place() {
        let text = "\u{feff}---\r\nheadline: \"A: B\" # x\r\nsource:\r\n- name: A\r\n  url: http://a.example\r\n---\r\nsource:\r\n";
        let group = vec![Step::Key("source".into()), Step::Item(0)];
        let mend_of = |key, value: &str| Mend { group: group.clone(), key, value: value.to_owned() };
        let mends = [mend_of("archive", "https://b.example/web/http://a.example"), mend_of("gone", "2020-01-15")];
        let (better, left) = mend(text, &mends);
        let wanted = text.replace(
            "a.example\r\n---",
            "a.example\r\n  archive: https://b.example/web/http://a.example\r\n  gone: 2020-01-15\r\n---",
        );
        assert_eq!((better, left), (wanted, Vec::new()));
        let (same, left) = mend("---\nsource: A\n---\n", &mends);
        assert_eq!((same.as_str(), left.len()), ("---\nsource: A\n---\n", 2));
    }
}
