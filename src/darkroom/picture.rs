//! A picture that files of the output are made from, and what is said where nothing can be made of it: what it is called,
//! why, and who shows it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::load::{Digest, Media};
use crate::photo::{Fault, Header, Kind};
use crate::problem::{Place, Problem, SitePath};

/// A picture that files of the output are made from.
#[derive(Clone, Debug)]
pub(super) struct Picture {
    /// Its path in the site folder.
    pub path: SitePath,
    /// Its place on the disk; proved to lie inside the site folder.
    pub source: PathBuf,
    /// The hash of its bytes.
    pub digest: Digest,
    /// What its file says before its pixels are looked at.
    pub header: Header,
    /// Where it is shown first; none where a template asks for it.
    pub place: Option<Place>,
    /// The most pixels that it may have.
    pub most_pixels: u64,
    /// The folder of kept pixels.
    pub folder: Arc<Path>,
}

impl Picture {
    /// Its bytes, as they were when it was looked at.
    ///
    /// # Errors
    ///
    /// When they cannot be read, or are others by now: what is made of them would be taken for what is made of those.
    pub fn read(&self) -> io::Result<Vec<u8>> {
        let bytes = std::fs::read(&self.source)?;
        if Digest::of(&bytes) == self.digest {
            Ok(bytes)
        } else {
            Err(io::Error::other("it was saved anew in the meantime"))
        }
    }

    /// How many pixels it has.
    pub fn pixels(&self) -> u64 {
        self.header.size.map_or(0, |(width, height)| u64::from(width) * u64::from(height))
    }

    /// Why nothing can be made of it.
    pub fn refused(&self, fault: Fault) -> Problem {
        let problem = match fault {
            Fault::Broken(why) => broken(&self.path, why),
            Fault::TooManyPixels(width, height) => too_many_pixels(&self.path, (width, height), self.most_pixels),
            Fault::Unreadable(kind) => unreadable_kind(&self.path, kind),
            Fault::Unwritable(why) => {
                let message = format!("nothing can be made of this photo: {why}");
                Problem::error("photo-broken", Place::file(&self.path), message).hint("save it anew from its original")
            }
        };
        shown_by(problem, self.place.as_ref())
    }

    /// That its file cannot be read.
    pub fn unreadable(&self, error: &io::Error) -> Problem {
        let message = format!("this file cannot be read: {error}");
        shown_by(Problem::error("unreadable", Place::file(&self.path), message), self.place.as_ref())
    }
}

/// The head of a picture that something can be made of, as far as can be told without its pixels.
pub(super) fn usable<'a>(
    media: &'a Media,
    place: Option<&Place>,
    most_bytes: u64,
    most_pixels: u64,
) -> Result<&'a Header, Box<Problem>> {
    let path = &media.path;
    let refused = |problem| Err(Box::new(shown_by(problem, place)));
    if media.length > most_bytes {
        return refused(too_long(path, media.length, most_bytes));
    }
    let Some(header) = &media.picture else { return refused(no_picture(path)) };
    match (header.kind, header.size) {
        (kind @ (Kind::Avif | Kind::Heic | Kind::Tiff), _) => refused(unreadable_kind(path, kind)),
        (Kind::Svg, _) => Ok(header),
        (_, None) => refused(broken(path, None)),
        (_, Some((width, height))) if u64::from(width) * u64::from(height) > most_pixels => {
            refused(too_many_pixels(path, (width, height), most_pixels))
        }
        _ if !header.whole => refused(broken(path, None)),
        _ => Ok(header),
    }
}

fn shown_by(problem: Problem, place: Option<&Place>) -> Problem {
    match place {
        Some(place) => problem.related(place.clone(), "shown here"),
        None => problem,
    }
}

fn too_long(path: &SitePath, length: u64, most: u64) -> Problem {
    let message = format!("this photo is {} MB long, and {} MB is the most", length >> 20, most >> 20);
    Problem::error("photo-too-large", Place::file(path), message)
        .hint("save it smaller, or raise `photos.max_megabytes` in `dateline.yaml`")
}

fn too_many_pixels(path: &SitePath, (width, height): (u32, u32), most_pixels: u64) -> Problem {
    let most = match most_pixels / 1_000_000 {
        1 => "1 megapixel is the most".to_owned(),
        most => format!("{most} megapixels are the most"),
    };
    let message = format!("this photo is {width} by {height} pixels large, and {most}");
    Problem::error("photo-too-large", Place::file(path), message)
        .hint("save it smaller, or raise `photos.max_megapixels` in `dateline.yaml`")
}

fn no_picture(path: &SitePath) -> Problem {
    let problem = if Kind::is_meant_by(path.as_str()) {
        Problem::error("photo-broken", Place::file(path), "this is no picture, whatever its name says")
    } else {
        Problem::error("photo-format", Place::file(path), "this is no picture of a kind that browsers show")
    };
    problem.hint("save it as JPEG, PNG, WebP, GIF or SVG")
}

fn unreadable_kind(path: &SitePath, kind: Kind) -> Problem {
    let message = format!("pictures in {} are not read", kind.extension().to_uppercase());
    Problem::error("photo-format", Place::file(path), message).hint("save it as JPEG, PNG or WebP")
}

fn broken(path: &SitePath, why: Option<String>) -> Problem {
    let why = why.map(|why| format!(" ({why})")).unwrap_or_default();
    let message = format!("this photo is cut off or damaged{why}");
    Problem::error("photo-broken", Place::file(path), message).hint("copy it again, or save it anew from its original")
}
