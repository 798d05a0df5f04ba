//! Ids of a text: each is given once.

use rustc_hash::{FxHashMap, FxHashSet};

/// Ids that themes give to parts of the page around the text, and the one that browsers keep for its top.
const OF_THE_PAGE: &[&str] = &["main", "top", "corrections", "sources", "topics", "related", "key-points"];

/// The ids that are taken, and those that the editor gave and that wait for their place.
#[derive(Debug, Default)]
pub(super) struct Ids {
    taken: FxHashMap<String, u32>,
    reserved: FxHashSet<String>,
}

impl Ids {
    /// Keeps an id that the editor gave from being taken by a heading further up.
    pub(super) fn reserve(&mut self, id: &str) {
        self.reserved.insert(id.to_owned());
    }

    /// Takes an id that the editor gave.
    pub(super) fn given(&mut self, id: &str) -> String {
        if self.reserved.remove(id) { self.take(id.to_owned()) } else { self.claim(id) }
    }

    /// Takes an id made from words: with a number behind it where it is taken already.
    pub(super) fn claim(&mut self, id: &str) -> String {
        let id = if names_a_note(id) || names_a_correction(id) { format!("h-{id}") } else { id.to_owned() };
        if !self.is_used(&id) {
            return self.take(id);
        }
        let mut number = self.taken.get(&id).map_or(2, |number| number + 1);
        while self.is_used(&format!("{id}-{number}")) {
            number += 1;
        }
        self.taken.insert(id.clone(), number);
        self.take(format!("{id}-{number}"))
    }

    /// Takes an id whatever it is.
    pub(super) fn take(&mut self, id: String) -> String {
        self.taken.entry(id.clone()).or_insert(1);
        id
    }

    /// All ids, sorted.
    pub(super) fn into_sorted(self) -> Vec<String> {
        let mut ids: Vec<String> = self.taken.into_keys().chain(self.reserved).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    fn is_used(&self, id: &str) -> bool {
        self.taken.contains_key(id) || self.reserved.contains(id) || OF_THE_PAGE.contains(&id)
    }
}

/// Whether an id is of the form that footnotes have.
fn names_a_note(id: &str) -> bool {
    let number = id.strip_prefix("fn-").or_else(|| id.strip_prefix("fnref-"));
    number.is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()))
}

/// Whether an id is of the form that corrections have, or would become so with a number behind it.
fn names_a_correction(id: &str) -> bool {
    let number = id.strip_prefix("correction-");
    id == "correction" || number.is_some_and(|number| number.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_id_is_given_once() {
        let mut ids = Ids::default();
        ids.reserve("talks");
        assert_eq!(ids.claim("talks"), "talks-2");
        assert_eq!(ids.given("talks"), "talks");
        assert_eq!(ids.given("talks"), "talks-3");
        assert_eq!(ids.claim("talks-2"), "talks-2-2");
        assert_eq!(ids.claim("fn-1"), "h-fn-1");
        assert_eq!(
            (ids.claim("correction"), ids.claim("correction")),
            ("h-correction".into(), "h-correction-2".into())
        );
        assert_eq!(
            ids.into_sorted(),
            ["h-correction", "h-correction-2", "h-fn-1", "talks", "talks-2", "talks-2-2", "talks-3"]
        );
    }
}
