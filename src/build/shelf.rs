//! What was read before and need not be read again: the dev server keeps it from one save to the next.
//!
//! A file is known by its path, its time and its length; what the system says was written is read again whatever those
//! say. While nothing else than known texts is said to be written, the folder is not even looked through.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use serde_json::Value;

use crate::desk::Record;
use crate::load::{self, Digest, File, Found, Known, Media, Stamp, Traces};
use crate::morgue::Morgue;
use crate::parse::Sidecar;
use crate::problem::{Problem, SitePath};
use crate::render::Compiled;
use crate::search::Memory;
use crate::theme::Theme;
use crate::write;

use super::drawers::{self, Kept, Text, Texts};
use super::last::Last;
use super::read::Parsed;
use super::{BUILD_ID, PORTION, Workspace};

/// What was read before.
#[derive(Debug, Default)]
pub struct Shelf {
    /// The configuration with which the theme was loaded, and the theme.
    theme: Option<(Digest, Themed)>,
    /// What parsing depended on beside the files.
    rules: Option<Digest>,
    /// The texts in the order in which they are found.
    texts: Vec<Shelved>,
    /// Their positions.
    places: FxHashMap<SitePath, usize>,
    /// What files looked like just before, for the first look at them.
    seen: Traces,
    /// How many texts each of its drawers holds.
    held: Vec<usize>,
    /// What else was found; none where the folder has to be looked through.
    looked: Option<Looked>,
    /// What is known of photos and other files, once it was asked for.
    known: Option<Known>,
    data: Option<(Arc<Value>, Vec<Problem>)>,
    /// The words of entries, once they were asked for.
    words: Arc<Memory>,
    /// The texts of sources that were clipped.
    morgue: Morgue,
    /// What was public when the site was last built, with the stamp of its file, once it was asked for.
    record: Option<Recorded>,
    /// What the last snapshot was made of.
    last: Arc<Last>,
}

/// What was public when the site was last built, with the stamp of the file that says so.
type Recorded = (Option<Stamp>, Option<Arc<Record>>);

/// A theme with what is wrong with it.
#[derive(Clone, Debug, Default)]
pub(super) struct Themed {
    /// The theme, where it can be used.
    pub theme: Option<Arc<Theme>>,
    /// Its templates, or what is wrong with them.
    pub templates: Option<Result<Arc<Compiled>, Vec<Problem>>>,
    /// What else is wrong.
    pub problems: Vec<Problem>,
}

/// What the content folder holds beside texts.
#[derive(Clone, Debug)]
pub(super) struct Looked {
    /// Photos and other files, by path.
    pub media: Arc<Vec<Media>>,
    /// What stands beside photos.
    pub sidecars: Arc<Vec<Sidecar>>,
    /// How many of the first were opened, because they changed.
    pub opened: usize,
    /// Whether anything is known of them that was not, or the other way round.
    is_news: bool,
    /// What was wrong.
    pub problems: Vec<Problem>,
    /// The files beside texts, and all folders.
    names: Arc<FxHashSet<SitePath>>,
}

/// A text with what came of it.
#[derive(Debug)]
struct Shelved {
    file: File,
    /// What tells it from its successor; none where it has to be read again.
    stamp: Option<Stamp>,
    /// What came of it, or of the file that it was before.
    parsed: Option<Parsed>,
    /// The stamp with which an earlier build keeps the same; none where it keeps nothing, or something else.
    kept: Option<Option<Stamp>>,
}

impl Shelf {
    /// An empty one for files that were looked at from outside just before.
    pub(super) fn over(seen: Traces) -> Self {
        Self { seen, ..Self::default() }
    }

    /// Forgets what was read from these files of the site at `root` (both absolute), whatever their times say.
    pub fn forget(&mut self, root: &Path, changed: &[PathBuf]) {
        for path in changed {
            let Ok(inside) = path.strip_prefix(root) else { continue };
            if inside.starts_with("content") {
                self.forget_content(&SitePath::new(&*inside.to_string_lossy()), path);
            } else if inside.starts_with("data") {
                self.data = None;
            } else {
                self.theme = None;
            }
        }
    }

    fn forget_content(&mut self, name: &SitePath, path: &Path) {
        self.known.iter_mut().for_each(|known| known.forget(name));
        let found = std::fs::symlink_metadata(path);
        let is_file = found.as_ref().is_ok_and(std::fs::Metadata::is_file);
        match (self.places.get(name), &self.looked) {
            (Some(&at), _) => {
                self.texts[at].stamp = None;
                if !is_file {
                    self.looked = None;
                }
            }
            // What an editor wrote beside a file and has renamed or removed since.
            (None, Some(looked)) if found.is_err() && !looked.names.contains(name) => {}
            (None, _) => self.looked = None,
        }
    }

    /// Trusts nothing but the times and lengths of files: the system could not say what changed.
    pub fn doubt(&mut self) {
        self.theme = None;
        self.looked = None;
        self.data = None;
    }

    /// Keeps the words that a snapshot learned.
    pub fn learn(&mut self, words: Arc<Memory>) {
        self.words = words;
    }

    /// The words of entries as they are known.
    pub(super) fn words(&self) -> Arc<Memory> {
        Arc::clone(&self.words)
    }

    /// What was public when the site was last built, which is read where a build has been there since.
    pub(super) fn record(&mut self, state: &Path) -> Option<Arc<Record>> {
        let stamp = Stamp::of(&write::place(state, write::Memory::Public));
        if self.record.as_ref().is_none_or(|(of, _)| *of != stamp) {
            self.record = Some(recorded(state, stamp));
        }
        self.record.as_ref().and_then(|(_, record)| record.clone())
    }

    /// What the last snapshot was made of.
    pub(super) fn last(&self) -> Arc<Last> {
        Arc::clone(&self.last)
    }

    /// The texts of sources that were clipped, those that changed read anew.
    pub(super) fn morgue(&mut self, state: &Path) -> Morgue {
        self.morgue = Morgue::open(state, &self.morgue);
        self.morgue.clone()
    }

    /// The theme, which is loaded where it was not with this configuration.
    pub(super) fn theme(&mut self, config: Digest, load: impl FnOnce() -> Themed) -> Themed {
        match &self.theme {
            Some((known, themed)) if *known == config => themed.clone(),
            _ => {
                let themed = load();
                self.theme = Some((config, themed.clone()));
                themed
            }
        }
    }

    /// Forgets what came of all texts where they were parsed by other rules.
    pub(super) fn follow(&mut self, rules: Digest) {
        if self.rules != Some(rules) {
            self.texts.iter_mut().for_each(|text| (text.parsed, text.kept) = (None, None));
            self.rules = Some(rules);
            self.looked = None;
        }
    }

    /// The files of `data/`, which are read where they were not.
    pub(super) fn data(&mut self, read: impl FnOnce() -> (Value, Vec<Problem>)) -> (Arc<Value>, Vec<Problem>) {
        let read = || {
            let (data, problems) = read();
            (Arc::new(data), problems)
        };
        self.data.get_or_insert_with(read).clone()
    }

    /// Whether it is known what the content folder holds.
    pub(super) fn is_looked_through(&self) -> bool {
        self.looked.is_some()
    }

    /// What the content folder holds beside texts: the folder is looked through where that is not known. `find` does that,
    /// `look` gets the files and what is known of them, at first what a build left in the state folder.
    pub(super) fn look(
        &mut self,
        workspace: &Workspace,
        find: impl FnOnce() -> (Found, Vec<Problem>),
        look: impl FnOnce(Vec<File>, &Known) -> (load::Looked, Vec<Sidecar>),
    ) -> Looked {
        if let Some(looked) = &self.looked {
            return looked.clone();
        }
        let rules = self.rules.filter(|_| self.texts.iter().all(|text| text.parsed.is_none()));
        let state = workspace.state();
        let is_first = self.record.is_none();
        let (opened, record) = rayon::join(
            || rules.map(|rules| drawers::open(&state, rules)),
            || is_first.then(|| recorded(&state, Stamp::of(&write::place(&state, write::Memory::Public)))),
        );
        self.record = record.or(self.record.take());
        let (found, mut problems) = find();
        let names = Arc::new(names(&found));
        if let Some(drawers) = &opened {
            self.held = drawers.iter().map(Vec::len).collect();
        }
        self.take_in(found.texts, opened.unwrap_or_default());
        let before = self.known.take().unwrap_or_else(|| known_media(&workspace.state()));
        let (load::Looked { media, known, opened, problems: more }, sidecars) = look(found.media, &before);
        problems.extend(more);
        let is_news = opened > 0 || known.len() != before.len();
        self.known = Some(known);
        let (media, sidecars) = (Arc::new(media), Arc::new(sidecars));
        self.looked.insert(Looked { media, sidecars, opened, is_news, problems, names }).clone()
    }

    /// What is known of photos and other files now, where it is other than a build left it.
    pub(super) fn news(&self) -> Option<Known> {
        self.looked.as_ref().filter(|looked| looked.is_news).and(self.known.clone())
    }

    /// Puts these texts on the shelf instead of those that were, which are kept where they have not changed; of others there
    /// is what an earlier build keeps in its drawers.
    fn take_in(&mut self, files: Vec<File>, drawers: Vec<Vec<Kept>>) {
        // Taken before a file is read: what is written to it in the meantime shows next time.
        let seen = std::mem::take(&mut self.seen);
        let stamp = |file: &File| seen.stamp(&file.disk).or_else(|| Stamp::of(&file.disk));
        let stamps: Vec<Option<Stamp>> = files.par_iter().map(stamp).collect();
        let places: FxHashMap<SitePath, usize> = files.iter().map(|file| file.path.clone()).zip(0..).collect();
        let mut kept = sorted_by_place(drawers, &places, files.len());
        let mut known: Vec<Option<Shelved>> = files.iter().map(|_| None).collect();
        for text in std::mem::take(&mut self.texts).into_iter().filter(|text| text.parsed.is_some()) {
            if let Some(&at) = places.get(&text.file.path) {
                known[at] = Some(text);
            }
        }
        self.texts.reserve_exact(files.len());
        for (at, (file, stamp)) in files.into_iter().zip(stamps).enumerate() {
            let (of, parsed, kept) = match (known[at].take(), kept[at].take()) {
                (Some(known), _) => (known.stamp, known.parsed, known.kept),
                (None, Some(kept)) => (kept.stamp, Some(kept.parsed), Some(kept.stamp)),
                (None, None) => (stamp, None, None),
            };
            self.texts.push(Shelved { file, stamp: of.filter(|of| Some(*of) == stamp), parsed, kept });
        }
        self.places = places;
    }

    /// What came of each text, for the next build.
    pub(super) fn into_texts(self) -> Texts {
        let text = |text: Shelved| {
            let parsed = text.parsed.filter(Parsed::is_read)?;
            Some(Text { now: Kept { path: text.file.path, stamp: text.stamp, parsed }, kept: text.kept })
        };
        let texts = self.texts.into_iter().filter_map(text).collect();
        Texts { rules: self.rules.unwrap_or_default(), texts, held: self.held }
    }

    /// How many texts have to be parsed.
    pub(super) fn stale(&self) -> usize {
        self.texts.iter().filter(|text| text.is_stale()).count()
    }

    /// Reads the texts that may have changed; `parse` gets what came of each before.
    pub(super) fn parse(&mut self, parse: impl Fn(File, Option<Parsed>) -> Parsed + Sync) {
        let stale: Vec<&mut Shelved> = self.texts.iter_mut().filter(|text| text.is_stale()).collect();
        stale.into_par_iter().with_max_len(PORTION).for_each(|text| {
            text.stamp = text.stamp.or_else(|| Stamp::of(&text.file.disk));
            let before = text.parsed.take();
            let parsed = parse(text.file.clone(), before.clone());
            if !before.is_some_and(|before| before.is_same(&parsed)) {
                text.kept = None;
            }
            text.parsed = Some(parsed);
        });
    }

    /// What came of each text, by path.
    pub(super) fn parsed(&self) -> impl Iterator<Item = &Parsed> {
        self.texts.iter().filter_map(|text| text.parsed.as_ref())
    }
}

impl Shelved {
    fn is_stale(&self) -> bool {
        self.stamp.is_none() || self.parsed.is_none()
    }
}

/// What drawers hold of each of so many texts, by its place; what they hold of others is let go.
fn sorted_by_place(drawers: Vec<Vec<Kept>>, places: &FxHashMap<SitePath, usize>, length: usize) -> Vec<Option<Kept>> {
    // Texts lie far apart in memory: they are looked up by all threads.
    let look_up = |drawer: Vec<Kept>| -> Vec<(usize, Kept)> {
        drawer.into_iter().filter_map(|kept| Some((*places.get(&kept.path)?, kept))).collect()
    };
    let found: Vec<Vec<(usize, Kept)>> = drawers.into_par_iter().map(look_up).collect();
    let mut sorted: Vec<Option<Kept>> = (0..length).map(|_| None).collect();
    found.into_iter().flatten().for_each(|(at, kept)| sorted[at] = Some(kept));
    sorted
}

/// The files beside texts, and all folders in which anything was found.
fn names(found: &Found) -> FxHashSet<SitePath> {
    let mut names: FxHashSet<SitePath> = found.media.iter().map(|file| file.path.clone()).collect();
    let mut last = "";
    for file in found.texts.iter().chain(&found.media) {
        let path = file.path.as_str();
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        if folder != last {
            names.extend(path.match_indices('/').map(|(end, _)| SitePath::new(&path[..end])));
            last = folder;
        }
    }
    names
}

/// What the file with this stamp says was public.
fn recorded(state: &Path, stamp: Option<Stamp>) -> Recorded {
    (stamp, write::recall(state, write::Memory::Public).map(Arc::new))
}

/// What a build of this very program left in the state folder about photos and other files.
fn known_media(state: &Path) -> Known {
    let (by, known): (String, Known) = write::recall(state, write::Memory::Photos).unwrap_or_default();
    if by == BUILD_ID { known } else { Known::default() }
}
