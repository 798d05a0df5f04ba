//! Makes what the cabinet does not hold: in parallel, each picture decoded once, no more pixels in memory than a limit.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::load::Digest;
use crate::photo::{Fault, Recipe, develop};
use crate::problem::{Problem, SitePath};

use super::cabinet::Cabinet;
use super::picture::Picture;
use super::{Album, Negative, Prints, Roll};

/// How many pixels may be decoded at the same time, 3 to 4 bytes each; a larger picture is decoded alone.
const PIXELS_AT_A_TIME: u64 = 150_000_000;

/// What is missing of one picture.
struct Job<'a> {
    picture: &'a Picture,
    /// What to make pixels of, under which name.
    recipes: BTreeMap<String, Recipe>,
    /// The files whose lengths are not known.
    measured: Vec<Arc<Negative>>,
    /// Whether its tone is not known.
    toneless: bool,
}

/// What became of one picture.
#[derive(Default)]
struct Made {
    lengths: Vec<(Digest, u64)>,
    tone: Option<(Digest, Option<u8>)>,
}

/// Hears how far the work is.
pub trait Watcher: Sync {
    /// So many files will be made.
    fn begin(&self, files: usize);
    /// Those of the picture of this path come next.
    fn turn_to(&self, path: &SitePath);
    /// So many more are made.
    fn advance(&self, files: usize);
    /// All are made.
    fn end(&self);
}

impl Roll {
    /// Makes what is missing, and gives what there is then; a picture of which nothing can be made is a problem.
    ///
    /// # Errors
    ///
    /// When the state folder cannot be written.
    pub fn develop(mut self, mut cabinet: Cabinet, watcher: &dyn Watcher) -> io::Result<(Album, Vec<Problem>)> {
        let jobs = self.jobs(&cabinet);
        let problems = if jobs.is_empty() { Vec::new() } else { self.make(&jobs, &mut cabinet, watcher)? };
        drop(jobs);
        self.recall(&cabinet);
        let prints = self.prints.iter().flat_map(|(_, prints)| prints.all());
        let used: BTreeSet<String> = prints.filter_map(|print| print.negative.kept_as()).collect();
        cabinet.save(used)?;
        Ok((self.undeveloped(), problems))
    }

    /// What there is of each photo as far as earlier builds found out; files are made when somebody asks for them.
    pub fn on_request(mut self, cabinet: &Cabinet) -> Album {
        self.recall(cabinet);
        self.undeveloped()
    }

    fn recall(&mut self, cabinet: &Cabinet) {
        for (picture, prints) in &mut self.prints {
            prints.tone = cabinet.index.tones.get(&picture.digest).copied().flatten();
            for print in prints.all_mut() {
                print.length = cabinet.index.lengths.get(&print.negative.key()).copied().unwrap_or_default();
            }
        }
    }

    /// What is missing, picture by picture.
    fn jobs(&self, cabinet: &Cabinet) -> Vec<Job<'_>> {
        let mut jobs: BTreeMap<Digest, Job<'_>> = BTreeMap::new();
        for (picture, prints) in &self.prints {
            let new = || Job { picture, recipes: BTreeMap::new(), measured: Vec::new(), toneless: false };
            if is_toned(prints) && !cabinet.index.tones.contains_key(&picture.digest) {
                jobs.entry(picture.digest).or_insert_with(new).toneless = true;
            }
            for negative in prints.all().map(|print| &print.negative) {
                if let (Some(name), Some(recipe)) = (negative.kept_as(), negative.recipe)
                    && !cabinet.holds(&name)
                {
                    jobs.entry(picture.digest).or_insert_with(new).recipes.insert(name, recipe);
                }
                if !cabinet.index.lengths.contains_key(&negative.key()) {
                    jobs.entry(picture.digest).or_insert_with(new).measured.push(Arc::clone(negative));
                }
            }
        }
        jobs.into_values().collect()
    }

    fn make(&self, jobs: &[Job<'_>], cabinet: &mut Cabinet, watcher: &dyn Watcher) -> io::Result<Vec<Problem>> {
        cabinet.make_folder()?;
        watcher.begin(jobs.iter().map(Job::files).sum());
        let problems = Mutex::new(Vec::new());
        for wave in waves(jobs) {
            let made: io::Result<Vec<Made>> = wave
                .par_iter()
                .map(|job| {
                    watcher.turn_to(&job.picture.path);
                    let made = job.make(cabinet)?;
                    watcher.advance(job.files());
                    Ok(made.unwrap_or_else(|problem| {
                        problems.lock().unwrap_or_else(PoisonError::into_inner).push(*problem);
                        Made::default()
                    }))
                })
                .collect();
            for made in made? {
                cabinet.index.lengths.extend(made.lengths);
                cabinet.index.tones.extend(made.tone);
            }
        }
        watcher.end();
        Ok(problems.into_inner().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Whether the mean colour of a photo is wanted: only where there are sizes, which take time to load.
fn is_toned(prints: &Prints) -> bool {
    !prints.sizes.is_empty()
}

/// Cuts the jobs where the pixels of the pictures before would be too many for the memory.
fn waves<'j, 'a>(jobs: &'j [Job<'a>]) -> Vec<&'j [Job<'a>]> {
    let mut waves = Vec::new();
    let (mut start, mut pixels) = (0, 0);
    for (at, job) in jobs.iter().enumerate() {
        if at > start && pixels + job.picture.pixels() > PIXELS_AT_A_TIME {
            waves.push(&jobs[start..at]);
            (start, pixels) = (at, 0);
        }
        pixels += job.picture.pixels();
    }
    waves.push(&jobs[start..]);
    waves
}

impl Job<'_> {
    fn files(&self) -> usize {
        self.recipes.len().max(1)
    }

    /// Makes pixels and keeps them, then measures files.
    fn make(&self, cabinet: &Cabinet) -> io::Result<Result<Made, Box<Problem>>> {
        let mut made = Made::default();
        let unreadable = |error| Ok(Err(Box::new(self.picture.unreadable(&error))));
        let refused = |fault| Ok(Err(Box::new(self.picture.refused(fault))));
        if !self.recipes.is_empty() || self.toneless {
            let bytes = match self.picture.read() {
                Ok(bytes) => bytes,
                Err(error) => return unreadable(error),
            };
            let recipes: Vec<Recipe> = self.recipes.values().copied().collect();
            let developed = match develop(&bytes, &self.picture.header, &recipes, self.picture.most_pixels) {
                Ok(developed) => developed,
                Err(fault) => return refused(fault),
            };
            for (name, bytes) in self.recipes.keys().zip(&developed.derivatives) {
                cabinet.keep(name, bytes)?;
            }
            made.tone = Some((self.picture.digest, developed.mean.map(tone)));
        }
        for negative in &self.measured {
            match negative.bytes() {
                Ok(bytes) => made.lengths.push((negative.key(), bytes.len() as u64)),
                Err(error) if error.kind() == io::ErrorKind::InvalidData => return refused(Fault::Broken(None)),
                Err(error) => return unreadable(error),
            }
        }
        Ok(Ok(made))
    }
}

/// A colour in three steps of red and green and two of blue, to which the eye is least sensitive: each has a rule in the
/// style sheet of every page.
fn tone([red, green, blue]: [u8; 3]) -> u8 {
    let step = |value: u8, steps: u16| (u16::from(value) * (steps - 1) + 127) / 255;
    (step(red, 3) * 16 + step(green, 3) * 4 + step(blue, 2)) as u8
}
