//! Makes what the cabinet does not hold: in parallel, each picture decoded once, no more pixels in memory than a limit.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use crate::collate::Site;
use crate::load::{Digest, Media};
use crate::photo::{Fault, Recipe, develop};
use crate::problem::{Place, Problem};

use super::cabinet::Cabinet;
use super::{Album, Negative, Prints, Roll};

/// How many pixels may be decoded at the same time, 3 to 4 bytes each; a larger picture is decoded alone.
const PIXELS_AT_A_TIME: u64 = 150_000_000;

/// What is missing of one picture.
struct Job<'a> {
    media: &'a Media,
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
    pub fn develop(
        mut self,
        site: &Site,
        mut cabinet: Cabinet,
        watcher: &dyn Watcher,
    ) -> io::Result<(Album, Vec<Problem>)> {
        let jobs = self.jobs(site, &cabinet);
        let problems = if jobs.is_empty() { Vec::new() } else { self.make(&jobs, &mut cabinet, watcher)? };
        drop(jobs);
        for (media, prints) in &mut self.prints {
            prints.tone = cabinet.index.tones.get(&site.media[*media as usize].digest).copied().flatten();
            for print in prints.all_mut() {
                print.length = cabinet.index.lengths.get(&print.negative.key()).copied().unwrap_or_default();
            }
        }
        let used: BTreeSet<String> = self
            .prints
            .iter()
            .flat_map(|(_, prints)| prints.all())
            .filter_map(|print| print.negative.kept_as())
            .collect();
        cabinet.save(used)?;
        Ok((self.undeveloped(), problems))
    }

    /// What is missing, picture by picture.
    fn jobs<'a>(&self, site: &'a Site, cabinet: &Cabinet) -> Vec<Job<'a>> {
        let mut jobs: BTreeMap<Digest, Job<'a>> = BTreeMap::new();
        for (position, prints) in &self.prints {
            let media = &site.media[*position as usize];
            let new = || Job { media, recipes: BTreeMap::new(), measured: Vec::new(), toneless: false };
            if is_toned(prints) && !cabinet.index.tones.contains_key(&media.digest) {
                jobs.entry(media.digest).or_insert_with(new).toneless = true;
            }
            for negative in prints.all().map(|print| &print.negative) {
                if let (Some(name), Some(recipe)) = (negative.kept_as(), negative.recipe)
                    && !cabinet.holds(&name)
                {
                    jobs.entry(media.digest).or_insert_with(new).recipes.insert(name, recipe);
                }
                if !cabinet.index.lengths.contains_key(&negative.key()) {
                    jobs.entry(media.digest).or_insert_with(new).measured.push(Arc::clone(negative));
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
                    let made = job.make(cabinet, self.most_pixels)?;
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
        if at > start && pixels + job.pixels() > PIXELS_AT_A_TIME {
            waves.push(&jobs[start..at]);
            (start, pixels) = (at, 0);
        }
        pixels += job.pixels();
    }
    waves.push(&jobs[start..]);
    waves
}

impl Job<'_> {
    fn files(&self) -> usize {
        self.recipes.len().max(1)
    }

    fn pixels(&self) -> u64 {
        let size = self.media.picture.as_ref().and_then(|picture| picture.size);
        size.map_or(0, |(width, height)| u64::from(width) * u64::from(height))
    }

    /// Makes pixels and keeps them, then measures files.
    fn make(&self, cabinet: &Cabinet, most_pixels: u64) -> io::Result<Result<Made, Box<Problem>>> {
        let mut made = Made::default();
        let Some(header) = &self.media.picture else { return Ok(Ok(made)) };
        if !self.recipes.is_empty() || self.toneless {
            let bytes = match std::fs::read(&self.media.disk) {
                Ok(bytes) => bytes,
                Err(error) => return Ok(Err(Box::new(unreadable(self.media, &error)))),
            };
            let recipes: Vec<Recipe> = self.recipes.values().copied().collect();
            let developed = match develop(&bytes, header, &recipes, most_pixels) {
                Ok(developed) => developed,
                Err(fault) => return Ok(Err(Box::new(problem(self.media, fault, most_pixels)))),
            };
            for (name, bytes) in self.recipes.keys().zip(&developed.derivatives) {
                cabinet.keep(name, bytes)?;
            }
            made.tone = Some((self.media.digest, developed.mean.map(tone)));
        }
        for negative in &self.measured {
            match negative.bytes() {
                Ok(bytes) => made.lengths.push((negative.key(), bytes.len() as u64)),
                Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                    return Ok(Err(Box::new(broken(self.media, None))));
                }
                Err(error) => return Ok(Err(Box::new(unreadable(self.media, &error)))),
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

fn problem(media: &Media, fault: Fault, most_pixels: u64) -> Problem {
    match fault {
        Fault::Broken(why) => broken(media, why),
        Fault::TooManyPixels(width, height) => too_many_pixels(media, (width, height), most_pixels),
        Fault::Unreadable(kind) => Problem::error(
            "photo-format",
            Place::file(&media.path),
            format!("pictures in {} are not read", kind.extension()),
        )
        .hint("save it as JPEG, PNG or WebP"),
        Fault::Unwritable(why) => Problem::error(
            "photo-broken",
            Place::file(&media.path),
            format!("nothing can be made of this photo: {why}"),
        )
        .hint("save it anew from its original"),
    }
}

pub(super) fn broken(media: &Media, why: Option<String>) -> Problem {
    let why = why.map(|why| format!(" ({why})")).unwrap_or_default();
    let message = format!("this photo is cut off or damaged{why}");
    Problem::error("photo-broken", Place::file(&media.path), message)
        .hint("copy it again, or save it anew from its original")
}

pub(super) fn too_many_pixels(media: &Media, (width, height): (u32, u32), most_pixels: u64) -> Problem {
    let most = most_pixels / 1_000_000;
    let message = format!("this photo is {width} by {height} pixels large, and {most} megapixels are the most");
    Problem::error("photo-too-large", Place::file(&media.path), message)
        .hint("save it smaller, or raise `photos.max_megapixels` in `dateline.yaml`")
}

fn unreadable(media: &Media, error: &io::Error) -> Problem {
    Problem::error("unreadable", Place::file(&media.path), format!("this file cannot be read: {error}"))
}
