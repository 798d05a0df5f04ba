//! What was read before and need not be read again: the dev server keeps it from one save to the next.
//!
//! A file is known by its path and its stamp; what the system says was written is forgotten before. So a file
//! is parsed again when it changed, and all are when the configuration did, or the elements that the theme templates.

use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

use crate::load::{Digest, File, Known, Stamp};
use crate::morgue::Morgue;
use crate::problem::{Problem, SitePath};
use crate::search::Memory;
use crate::theme::Theme;
use crate::write;

use super::BUILD_ID;
use super::read::Parsed;

/// What was read before.
#[derive(Debug, Default)]
pub struct Shelf {
    /// What parsing depended on beside the files.
    rules: Option<Digest>,
    /// The configuration with which the theme was loaded, and the theme.
    theme: Option<(Digest, Option<Theme>, Vec<Problem>)>,
    texts: FxHashMap<SitePath, (Stamp, Parsed)>,
    /// What is known of photos, once it was asked for.
    media: Option<Known>,
    /// The words of entries, once they were asked for.
    words: Option<Memory>,
    /// The texts of sources that were clipped.
    morgue: Morgue,
}

impl Shelf {
    /// Forgets what was read from these files of the site at `root` (both absolute), whatever their times say.
    pub fn forget(&mut self, root: &Path, changed: &[PathBuf]) {
        for path in changed {
            let Ok(inside) = path.strip_prefix(root) else { continue };
            let name = SitePath::new(&*inside.to_string_lossy());
            if !inside.starts_with("content") && !inside.starts_with("data") {
                self.theme = None;
            }
            self.texts.remove(&name);
            self.media.iter_mut().for_each(|media| media.forget(&name));
        }
    }

    /// Forgets everything: the system could not say what changed.
    pub fn forget_all(&mut self) {
        *self = Self::default();
    }

    /// Keeps the words that a snapshot learned.
    pub fn learn(&mut self, words: Memory) {
        self.words = Some(words);
    }

    /// The words of entries as they are known: at first what a build left in the state folder.
    pub(super) fn words(&mut self, state: &Path) -> Memory {
        self.words.get_or_insert_with(|| write::recall(state, write::Memory::Words).unwrap_or_default()).clone()
    }

    /// The texts of sources that were clipped, those that changed read anew.
    pub(super) fn morgue(&mut self, state: &Path) -> Morgue {
        self.morgue = Morgue::open(state, &self.morgue);
        self.morgue.clone()
    }

    /// The theme, where it was loaded with this configuration.
    pub(super) fn theme(&self, config: Digest) -> Option<(Option<Theme>, Vec<Problem>)> {
        let (known, theme, problems) = self.theme.as_ref()?;
        (*known == config).then(|| (theme.clone(), problems.clone()))
    }

    pub(super) fn keep_theme(&mut self, config: Digest, theme: Option<Theme>, problems: Vec<Problem>) {
        self.theme = Some((config, theme, problems));
    }

    /// Forgets all texts that were parsed by other rules.
    pub(super) fn follow(&mut self, rules: Digest) {
        if self.rules != Some(rules) {
            self.texts.clear();
            self.rules = Some(rules);
        }
    }

    /// What a text gave, where it has not changed.
    pub(super) fn text(&self, file: &File, stamp: Option<Stamp>) -> Option<Parsed> {
        let (known, parsed) = self.texts.get(&file.path)?;
        (Some(*known) == stamp).then(|| parsed.clone())
    }

    /// Keeps these texts and no others.
    pub(super) fn keep_texts<'a>(&mut self, texts: impl Iterator<Item = (SitePath, Stamp, &'a Parsed)>) {
        self.texts = texts.map(|(path, stamp, parsed)| (path, (stamp, parsed.clone()))).collect();
    }

    /// What is known of photos: at first what a build left in the state folder.
    pub(super) fn media(&mut self, state: &Path) -> &Known {
        self.media.get_or_insert_with(|| known_media(state))
    }

    /// Keeps what is known of these photos and no others.
    pub(super) fn keep_media(&mut self, known: Known) {
        self.media = Some(known);
    }
}

/// What a build of this very program left in the state folder about photos.
pub(super) fn known_media(state: &Path) -> Known {
    let (by, known): (String, Known) = write::recall(state, write::Memory::Photos).unwrap_or_default();
    if by == BUILD_ID { known } else { Known::default() }
}
