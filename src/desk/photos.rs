//! Photos: alternative texts that are captions again, captions that are missing, photos that nothing shows.

use rustc_hash::FxHashSet;

use super::Desk;
use crate::collate::{Item, file_candidates, place_in_list};
use crate::parse::{Document, Photo, Text};
use crate::problem::{At, Place, Problem, SitePath};

pub(super) fn check(desk: &Desk<'_>, problems: &mut Vec<Problem>) {
    let captions = desk.config.desk.checks("photo-without-caption");
    for item in &desk.site.entries {
        problems.extend(said_twice(desk, item));
        if captions {
            problems.extend(without_caption(desk, item));
        }
    }
    problems.extend(unused(desk));
}

/// Photos of an entry's front matter with all that is said of them, each with its position in the list.
fn shown<'a>(desk: &'a Desk<'_>, item: &'a Item) -> impl Iterator<Item = (usize, &'a Photo)> {
    let photos = item.resolved.photos.iter().enumerate();
    photos.filter_map(|(at, photo)| Some((at, &desk.site.photos.get((*photo)? as usize)?.photo)))
}

/// Who hears the page would hear the caption twice, and not what the photo shows.
fn said_twice(desk: &Desk<'_>, item: &Item) -> Vec<Problem> {
    let path = &item.entry.path;
    let listed = shown(desk, item).map(|(at, photo)| (photo, place_in_list(path, at)("alt")));
    let insets = item.entry.text.images.iter().zip(&item.resolved.images).filter_map(|(inset, photo)| {
        let photo = &desk.site.photos.get((*photo)? as usize)?.photo;
        Some((photo, Place::new(path, At::Bytes(inset.span.clone()))))
    });
    let same = |photo: &Photo| match (&photo.alt, &photo.caption) {
        (Some(alt), Some(caption)) => !alt.is_empty() && letters(alt).eq(letters(caption)),
        _ => false,
    };
    let twice = listed.chain(insets).filter(|(photo, _)| same(photo));
    twice
        .map(|(_, place)| {
            let message = "the alternative text of this photo is its caption again";
            Problem::warning("alt-repeats-caption", place, message)
                .hint("say in `alt` what can be seen, and in `caption` who, where and when")
        })
        .collect()
}

fn letters(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

fn without_caption<'a>(desk: &'a Desk<'_>, item: &'a Item) -> impl Iterator<Item = Problem> {
    // What adds nothing for those who cannot see it is an ornament.
    let bare = |photo: &Photo| photo.caption.is_none() && photo.alt.as_deref() != Some("");
    shown(desk, item).filter(move |(_, photo)| bare(photo)).map(|(at, photo)| {
        let message = format!("the photo `{}` has no caption", photo.file);
        Problem::warning("photo-without-caption", place_in_list(&item.entry.path, at)(""), message)
            .hint("write `caption: …`: who, where and when")
    })
}

/// Photos that neither a page nor what is held back shows.
fn unused(desk: &Desk<'_>) -> Vec<Problem> {
    // A file that cannot be read may show it.
    if !desk.all_read {
        return Vec::new();
    }
    let used: FxHashSet<u32> = desk.site.photos.iter().map(|shown| shown.media).collect();
    let photos = desk.site.media.iter().zip(0_u32..).filter(|(media, _)| media.picture.is_some());
    let mut idle: FxHashSet<&str> =
        photos.filter(|(_, id)| !used.contains(id)).map(|(media, _)| media.path.as_str()).collect();
    if idle.is_empty() {
        return Vec::new();
    }
    for document in desk.documents {
        let (path, text, photos) = parts(document);
        let named = photos.iter().map(|photo| photo.file.as_str());
        let named = named.chain(text.images.iter().map(|inset| inset.name.as_str()));
        for name in named.chain(text.links.iter().map(|link| link.path.as_str())) {
            for file in file_candidates(path, name).into_iter().flatten() {
                idle.remove(file.as_str());
            }
        }
    }
    let mut idle: Vec<&str> = idle.into_iter().collect();
    idle.sort_unstable();
    idle.into_iter().map(shown_nowhere).collect()
}

fn parts(document: &Document) -> (&SitePath, &Text, &[Photo]) {
    match document {
        Document::Entry(entry) => (&entry.path, &entry.text, &entry.photos),
        Document::Topic(page) => (&page.path, &page.text, &[]),
        Document::Source(page) => (&page.path, &page.text, &[]),
        Document::Person(page) => (&page.path, &page.text, page.portrait.as_slice()),
        Document::Page(page) => (&page.path, &page.text, &[]),
        Document::Edition(page) => (&page.path, &page.text, &[]),
    }
}

fn shown_nowhere(path: &str) -> Problem {
    let place = Place::file(&SitePath::new(path));
    Problem::warning("unused-photo", place, "nothing shows this photo").hint("show it, or move it out of `content/`")
}
