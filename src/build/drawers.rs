//! What came of texts, as one build keeps it for the next: a text that has not changed is not even opened, and one that
//! was written anew with the same words is not parsed again.
//!
//! A text is known by its path and its stamp, where the file had rested when it was read (the rule stands in
//! `src/load/known.rs`), and else by the hash of its bytes. What is kept holds for one program and for one set of rules;
//! what is of others, damaged or missing is parsed anew, and the site is the same. Texts lie in so many drawers that one
//! changed text has little written anew, in few enough that they are read in one go.

use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::load::{Digest, Stamp};
use crate::problem::SitePath;
use crate::view::hash;
use crate::write::{self, Memory, Target, WriteError};

use super::BUILD_ID;
use super::read::Parsed;

/// What came of a text.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Kept {
    pub path: SitePath,
    /// What tells its file from its successor; none where only its bytes do.
    pub stamp: Option<Stamp>,
    pub parsed: Parsed,
}

/// A text as it is now, with what an earlier build keeps of it.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub now: Kept,
    /// The stamp that is kept with the very same; none where nothing is, or something else.
    pub kept: Option<Option<Stamp>>,
}

/// All texts as they are now.
#[derive(Clone, Debug, Default)]
pub struct Texts {
    pub(super) rules: Digest,
    pub(super) texts: Vec<Text>,
    /// How many texts each drawer holds.
    pub(super) held: Vec<usize>,
}

/// What each of the drawers of a site holds by the given rules.
pub(super) fn open(state: &Path, rules: Digest) -> Vec<Vec<Kept>> {
    let open = |number| -> Vec<Kept> {
        let (of, texts): (Digest, Vec<Kept>) = write::recall(state, Memory::Texts(number)).unwrap_or_default();
        if of == stamped(rules) { texts } else { Vec::new() }
    };
    (0..Memory::DRAWERS).into_par_iter().map(open).collect()
}

/// The drawer in which a text lies.
fn drawer(path: &SitePath) -> u8 {
    Digest::of(path.as_str().as_bytes()).bytes()[0] % Memory::DRAWERS
}

/// What drawers hold is of use to this very program alone.
fn stamped(rules: Digest) -> Digest {
    hash(&(BUILD_ID, rules))
}

impl Texts {
    /// Keeps for the next build what an earlier one does not; `moment` is by the clock of the disk, before any of the
    /// texts was read.
    ///
    /// # Errors
    ///
    /// When the state folder cannot be written.
    pub(super) fn keep(&self, target: &Target, moment: Option<i64>) -> Result<(), WriteError> {
        let mut drawers: Vec<Vec<&Text>> = (0..Memory::DRAWERS).map(|_| Vec::new()).collect();
        self.texts.iter().for_each(|text| drawers[usize::from(drawer(&text.now.path))].push(text));
        let settled =
            |stamp: Option<Stamp>| stamp.filter(|stamp| moment.is_some_and(|moment| stamp.is_settled(moment)));
        (0..Memory::DRAWERS).into_par_iter().zip(drawers).try_for_each(|(number, texts)| {
            let held = self.held.get(usize::from(number)).copied().unwrap_or_default();
            let is_kept = |text: &&Text| text.kept == Some(settled(text.now.stamp));
            if held == texts.len() && texts.iter().all(is_kept) {
                return Ok(());
            }
            let texts: Vec<_> =
                texts.iter().map(|Text { now, .. }| (&now.path, settled(now.stamp), &now.parsed)).collect();
            target.remember(Memory::Texts(number), &(stamped(self.rules), texts))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::{Silent, Stopwatch, Workspace, read};

    /// The example briefing, and an entry with a value of each kind.
    fn texts() -> Vec<Kept> {
        let folder = tempfile::tempdir().expect("a folder");
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let free = "headline: A\ndate: 2019-03-31T01:30\nextra: {no: ~, yes: true, n: 18446744073709551615, m: -3, x: 0.1, \
                    t: '1', l: [1, {a: b}]}";
        for (path, text) in [
            ("dateline.yaml", std::fs::read_to_string(root.join("dateline.yaml")).expect("text")),
            ("content/a.md", format!("---\n{free}\nexpires: 2030-01-01\nembargo: 2019-03-31T01:30:00.5Z\n---\n")),
            ("content/b.md", "---\nheadline: B\nhedaline: C\n---\n[text](a.md)".to_owned()),
            (
                "content/c.md",
                "---\n# desk: allow missing-source it is ours\nheadline: C\ndate: 2019-01-01\n---\n".to_owned(),
            ),
        ] {
            std::fs::create_dir_all(folder.path().join("content")).expect("a folder");
            std::fs::write(folder.path().join(path), text).expect("written");
        }
        let of = |root: &Path| {
            let workspace = Workspace::open(root).expect("a site");
            read(&workspace, &Silent, &mut Stopwatch::start()).texts.texts
        };
        of(folder.path()).into_iter().chain(of(root)).map(|text| text.now).collect()
    }

    #[test]
    fn what_is_kept_is_what_came_of_a_text() {
        let texts = texts();
        assert!(texts.len() > 50 && texts.iter().any(|kept| format!("{:?}", kept.parsed).contains("hedaline")));
        for kept in texts {
            let bytes = postcard::to_stdvec(&kept).expect("written");
            let read: Kept = postcard::from_bytes(&bytes).expect("read");
            assert_eq!(format!("{read:?}"), format!("{kept:?}"));
        }
    }
}
