//! The photos that documents show: each found among the files, with what is said of it, and what it lacks.
//!
//! Three may speak of a photo, and the first of them that says a thing counts: the document that shows it, the file
//! beside it (`bridge.jpg.yaml`), the photo's own file.

use jiff::Timestamp;
use rustc_hash::FxHashMap;

use crate::address;
use crate::load::Media;
use crate::parse::{Inset, Photo, Sidecar};
use crate::photo::Credits;
use crate::problem::{At, Place, Problem, SitePath, Step};

use super::link::{candidates, nearest_file, relative};

/// A photo as one document shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Its position in [`super::Site::media`].
    pub media: u32,
    /// What is said of it, by whomever.
    pub photo: Photo,
    /// Whether search engines and previews of links may want it in shapes of their own: the lead photo of an entry.
    pub lead: bool,
    /// Where that is said; none where a template asks for it.
    pub place: Option<Place>,
}

/// Every file that may be shown.
pub(super) struct Library<'a> {
    media: &'a [Media],
    by_path: FxHashMap<&'a str, u32>,
    sidecars: FxHashMap<&'a str, &'a Sidecar>,
    now: Timestamp,
}

impl<'a> Library<'a> {
    pub fn new(media: &'a [Media], sidecars: &'a [Sidecar], now: Timestamp) -> Self {
        let by_path = media.iter().zip(0..).map(|(media, id)| (media.path.as_str(), id)).collect();
        let sidecars = sidecars.iter().map(|sidecar| (sidecar.of.as_str(), sidecar)).collect();
        Self { media, by_path, sidecars, now }
    }

    /// The file of this path.
    pub fn at(&self, path: &str) -> Option<u32> {
        self.by_path.get(path).copied()
    }

    /// Whether this file is a picture.
    pub fn is_picture(&self, media: u32) -> bool {
        self.media[media as usize].picture.is_some()
    }

    /// Whether `name` in the document at `path` means the file of this photo.
    pub fn is_named(&self, path: &SitePath, name: &str, shown: &Shown) -> bool {
        let candidates = candidates(path, name).unwrap_or_default();
        candidates.iter().find_map(|candidate| self.at(candidate)) == Some(shown.media)
    }

    /// A picture that nothing is said of where it is used.
    pub fn unsaid(&self, media: u32, place: Option<Place>) -> Shown {
        self.shown(media, &Photo::default(), place)
    }

    fn shown(&self, media: u32, said: &Photo, place: Option<Place>) -> Shown {
        let file = &self.media[media as usize];
        let beside = self.sidecars.get(file.path.as_str()).map(|sidecar| &sidecar.photo);
        let credits = file.picture.as_ref().map(|picture| &picture.credits);
        let photo = match beside {
            Some(beside) => with(said, beside),
            None => said.clone(),
        };
        Shown {
            media,
            photo: credits.map_or_else(|| photo.clone(), |credits| with_credits(&photo, credits)),
            lead: false,
            place,
        }
    }

    /// The photo under a key of the document at `path`; `place` gives the place of each of its own keys.
    pub fn photo(
        &self,
        path: &SitePath,
        said: &Photo,
        place: &dyn Fn(&str) -> Place,
        problems: &mut Vec<Problem>,
    ) -> Option<Shown> {
        let found = self.find(path, &said.file, place("file")).map_err(|problem| problems.push(problem)).ok();
        let shown = found.map(|media| self.shown(media, said, Some(place("file"))));
        self.lacks(said, shown.as_ref(), place, problems);
        shown
    }

    /// What a photo of a document that is not public lacks, so that it is known before its day comes.
    pub fn check_held(
        &self,
        path: &SitePath,
        said: &Photo,
        place: &dyn Fn(&str) -> Place,
        problems: &mut Vec<Problem>,
    ) {
        let found = self.find(path, &said.file, place("file")).ok();
        self.lacks(said, found.map(|media| self.shown(media, said, None)).as_ref(), place, problems);
    }

    fn lacks(&self, said: &Photo, shown: Option<&Shown>, place: &dyn Fn(&str) -> Place, problems: &mut Vec<Problem>) {
        let known = shown.map_or(said, |shown| &shown.photo);
        if known.alt.is_none() {
            problems.push(without_alt(&said.file, place("")));
        }
        if known.credit.is_none() && known.creator.is_none() {
            let hint = "write `credit: …` as its supplier wants it shown, `A. Photographer / AFP`: with the photo, or in a \
                        file beside it that serves every entry";
            problems.push(without_credit(&said.file, place("")).hint(hint));
        }
        if let Some(shown) = shown {
            problems.extend(self.conflicts(shown, place));
            problems.extend(self.over(shown, place("rights_until")));
        }
    }

    /// A photo in the text of the document at `path`, of which the brackets say what it shows.
    pub fn inset(&self, path: &SitePath, inset: &Inset, problems: &mut Vec<Problem>) -> Option<Shown> {
        let place = |_: &str| Place::new(path, At::Bytes(inset.span.clone()));
        let media = self.find(path, &inset.name, place("")).map_err(|problem| problems.push(problem)).ok()?;
        let said = Photo { alt: Some(inset.alt.clone()), caption: inset.caption.clone(), ..Photo::default() };
        let shown = self.shown(media, &said, Some(place("")));
        let file = &self.media[media as usize];
        let is_photograph = file.picture.as_ref().is_some_and(|picture| picture.kind.is_photographic());
        if is_photograph && shown.photo.credit.is_none() && shown.photo.creator.is_none() {
            let name = inset.name.rsplit('/').next().unwrap_or(&inset.name);
            let hint = format!("write a file `{name}.yaml` beside it with a line `credit: …`");
            problems.push(without_credit(&inset.name, place("")).hint(hint));
        }
        problems.extend(self.over(&shown, place("")));
        Some(shown)
    }

    /// A photo that a template asks for; none where there is no such picture, which the template will say.
    pub fn asked(&self, file: &str, problems: &mut Vec<Problem>) -> Option<Shown> {
        let media = self.at(file).filter(|&media| self.is_picture(media))?;
        let shown = self.unsaid(media, None);
        let path = &self.media[media as usize].path;
        self.lacks(
            &Photo { file: file.to_owned(), ..Photo::default() },
            Some(&shown),
            &|_| Place::file(path),
            problems,
        );
        Some(shown)
    }

    fn find(&self, path: &SitePath, name: &str, place: Place) -> Result<u32, Problem> {
        let Some(candidates) = candidates(path, name) else {
            return Err(Problem::error("unsafe-path", place, format!("`{name}` leads out of the site folder"))
                .hint("put the photo beside the entry and write its file name"));
        };
        if let Some(media) = candidates.iter().find_map(|candidate| self.at(candidate)) {
            return Ok(media);
        }
        let near = nearest_file(&candidates[0], self.by_path.keys().copied());
        Err(Problem::error("missing-photo", place, format!("there is no file `{}`", candidates[0]))
            .hint_if(near.map(|near| format!("did you mean `{}`?", relative(path.as_str(), near))))
            .hint("save the photo beside the entry"))
    }

    /// Where the editors say other names than the photo's file does.
    fn conflicts(&self, shown: &Shown, place: &dyn Fn(&str) -> Place) -> Vec<Problem> {
        let file = &self.media[shown.media as usize];
        let Some(picture) = &file.picture else { return Vec::new() };
        let (said, found) = (&shown.photo, &picture.credits);
        let pairs = [
            ("credit", &said.credit, &found.credit),
            ("creator", &said.creator, &found.creator),
            ("copyright", &said.copyright, &found.copyright),
        ];
        let differ = |(_, said, found): &(&str, &Option<String>, &Option<String>)| match (said, found) {
            (Some(said), Some(found)) => folded(said) != folded(found),
            _ => false,
        };
        let problem = |(key, said, found): (&str, &Option<String>, &Option<String>)| {
            let (said, found) = (said.as_deref().unwrap_or_default(), found.as_deref().unwrap_or_default());
            let message = format!("the {key} of `{}` is `{said}` here, and `{found}` in its file", file.path);
            Problem::warning("photo-credit-conflict", place(key), message).hint(
                "the first is shown; ask the supplier if you are not sure, and delete it here if the file is right",
            )
        };
        pairs.into_iter().filter(differ).map(problem).collect()
    }

    fn over(&self, shown: &Shown, place: Place) -> Option<Problem> {
        let until = shown.photo.rights_until.as_ref().filter(|until| until.instant() < self.now)?;
        let file = &self.media[shown.media as usize].path;
        let message = format!("the rights to show `{file}` ended on {}", until.day());
        Some(Problem::error("photo-rights-ended", place, message).hint("take the photo out, or show another"))
    }
}

fn without_alt(file: &str, place: Place) -> Problem {
    Problem::error("photo-without-alt", place, format!("the photo `{file}` has no `alt` text"))
        .hint("write `alt: …`: what it shows, for those who cannot see it; `alt: \"\"` if that adds nothing")
}

fn without_credit(file: &str, place: Place) -> Problem {
    Problem::error("photo-without-credit", place, format!("the photo `{file}` has no credit"))
}

/// Names are the same whatever their case and blanks.
fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// What is said here, and where this is silent, there.
fn with(here: &Photo, there: &Photo) -> Photo {
    let or = |here: &Option<String>, there: &Option<String>| here.clone().or_else(|| there.clone());
    Photo {
        file: here.file.clone(),
        alt: or(&here.alt, &there.alt),
        caption: or(&here.caption, &there.caption),
        credit: or(&here.credit, &there.credit),
        creator: or(&here.creator, &there.creator),
        copyright: or(&here.copyright, &there.copyright),
        license: or(&here.license, &there.license),
        licensor: or(&here.licensor, &there.licensor),
        source: or(&here.source, &there.source),
        rights_until: here.rights_until.clone().or_else(|| there.rights_until.clone()),
        generated: here.generated || there.generated,
        focus: here.focus.or(there.focus),
    }
}

fn with_credits(said: &Photo, found: &Credits) -> Photo {
    let file = Photo {
        alt: found.alt.clone(),
        caption: found.caption.clone(),
        credit: found.credit.clone(),
        creator: found.creator.clone(),
        copyright: found.copyright.clone(),
        license: found.license.clone(),
        licensor: found.licensor.clone().filter(|address| address::unfit(address).is_none()),
        source: found.source.clone(),
        generated: found.is_generated(),
        ..Photo::default()
    };
    with(said, &file)
}

/// The place of a key of photo `at` in front matter; one that is not there points at what it would stand in.
pub fn place_in_list(path: &SitePath, at: usize) -> impl Fn(&str) -> Place + use<'_> {
    move |key| {
        let mut steps = vec![Step::Key("photo".to_owned()), Step::Item(at)];
        steps.extend((!key.is_empty()).then(|| Step::Key(key.to_owned())));
        Place::new(path, At::Value(steps))
    }
}
