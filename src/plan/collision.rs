//! Reports files of the output that two want, that differ only in case, or that are a folder to another.

use std::borrow::Cow;
use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::collate::Address;
use crate::problem::{At, Place, Problem, SitePath};
use crate::slug::{self, fold};

use super::known::Known;
use super::{File, Owner, Subject, Wanted};

/// The file that is to blame where no file of the site is: a page that the program makes by itself.
const CONFIG: &str = "dateline.yaml";

/// Files that stand for those of the search index, whose names only the index knows: one in each of its folders.
const SEARCH_FILES: [&str; 3] = ["search/entries/0-.json", "search/index.json", "search/words/0-.txt"];

/// Up to so many files a list of them is searched as fast as a table.
const FEW: usize = 8;

/// What stands where, and every file that cannot stand beside another, and every path that no output may have.
pub(super) fn find(pages: &[Wanted<'_, Subject>], files: &[Wanted<'_, File>], searched: bool) -> (Known, Vec<Problem>) {
    let rendered = pages.iter().map(|page| (&page.path, page.owner));
    let given = rendered.chain(files.iter().map(|file| (&file.path, file.owner)));
    let search: Vec<Arc<str>> = SEARCH_FILES.iter().filter(|_| searched).map(|path| Arc::from(*path)).collect();
    let all: Vec<(&Arc<str>, Owner<'_>)> =
        given.chain(search.iter().map(|path| (path, Owner::Made("the search index")))).collect();
    let mut known = Known::with_capacity(all.len());
    let mut pairs = twice(&all, &mut known);
    pairs.extend(alike(&all, &known));
    // In the order of paths, whatever the order in which they were listed.
    pairs.sort_by(|a, b| (all[a.1].0, all[a.0].0).cmp(&(all[b.1].0, all[b.0].0)));
    let mut problems: Vec<Problem> =
        all[..pages.len()].par_iter().filter_map(|(path, owner)| unsafe_path(path, owner)).collect();
    problems.extend(pairs.into_iter().map(|(first, second)| collision(&all[first], &all[second])));
    let mut below = in_files(&all, &known);
    below.sort_by(|a, b| (all[a.1].0, all[a.0].0).cmp(&(all[b.1].0, all[b.0].0)));
    problems.extend(below.into_iter().map(|(file, below)| folder_and_file(&all[file], &all[below])));
    (known, problems)
}

/// Files that want one path; `known` gets the first of each.
fn twice(all: &[(&Arc<str>, Owner<'_>)], known: &mut Known) -> Vec<(usize, usize)> {
    let second = |(at, (path, _)): (usize, &(&Arc<str>, Owner<'_>))| known.insert(path, at).map(|first| (first, at));
    all.iter().enumerate().filter_map(second).collect()
}

/// Files whose paths are one to a file system that does not tell `A` from `a`.
fn alike(all: &[(&Arc<str>, Owner<'_>)], known: &Known) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let mut folded: FxHashMap<String, usize> = FxHashMap::default();
    for (at, path) in unfolded(all) {
        let form = fold(path);
        let other = known.position(&form).or_else(|| folded.get(&form).copied());
        match other {
            Some(other) if all[other].0 <= path => pairs.push((other, at)),
            Some(other) => pairs.push((at, other)),
            None => _ = folded.insert(form, at),
        }
    }
    pairs
}

/// Paths that are not as [`fold`] gives them, sorted, each once.
fn unfolded<'a>(all: &[(&'a Arc<str>, Owner<'_>)]) -> Vec<(usize, &'a Arc<str>)> {
    let paths = all.iter().enumerate().map(|(at, (path, _))| (at, *path));
    let mut paths: Vec<(usize, &Arc<str>)> =
        paths.filter(|(_, path)| !path.bytes().all(is_plain) && fold(path) != ***path).collect();
    paths.sort_by_key(|(_, path)| *path);
    paths.dedup_by_key(|(_, path)| *path);
    paths
}

/// Whether [`fold`] leaves this as it is.
fn is_plain(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_uppercase()
}

/// Files with others below them: the position of each with that of one below.
fn in_files(all: &[(&Arc<str>, Owner<'_>)], known: &Known) -> Vec<(usize, usize)> {
    let folded: FxHashMap<String, usize> = unfolded(all).into_iter().map(|(at, path)| (fold(path), at)).collect();
    let is_dotless = |path: &str| !path.rsplit('/').next().unwrap_or(path).contains('.');
    let dotless: Vec<String> = all.iter().filter(|(path, _)| is_dotless(path)).map(|(path, _)| fold(path)).collect();
    let is_below = |folder: &str, file: &str| {
        folder.strip_prefix(file).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let below = |(at, (path, _)): (usize, &(&Arc<str>, Owner<'_>))| {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let folder = if folder.bytes().all(is_plain) { Cow::Borrowed(folder) } else { Cow::Owned(fold(folder)) };
        // Hardly a folder is named as files are.
        let may_be = folder.contains('.') || dotless.len() > FEW || dotless.iter().any(|file| is_below(&folder, file));
        if !may_be {
            return Vec::new();
        }
        let ends = folder.match_indices('/').map(|(end, _)| end).chain([folder.len()]);
        let found =
            ends.filter_map(|end| known.position(&folder[..end]).or_else(|| folded.get(&folder[..end]).copied()));
        found.map(|file| (file, at)).collect::<Vec<_>>()
    };
    all.par_iter().enumerate().flat_map_iter(below).collect()
}

fn unsafe_path(path: &str, owner: &Owner<'_>) -> Option<Problem> {
    let is_fit = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let is_plain = path.strip_suffix("/index.html").is_some_and(|folder| {
        folder.len() < 200 && !folder.ends_with('/') && folder.bytes().all(|byte| is_fit(byte) || byte == b'/')
    });
    if is_plain && !path.starts_with('/') && !path.contains("//") {
        return None;
    }
    let why = path.split('/').find_map(|part| slug::unfit(part).map(|why| format!("its part `{part}` {why}")))?;
    let address = address(path);
    Some(Problem::error("unsafe-path", place(owner), format!("{} cannot have the address `{address}`: {why}", owner)))
}

fn collision(first: &(&Arc<str>, Owner<'_>), second: &(&Arc<str>, Owner<'_>)) -> Problem {
    let (a, b) = order(first, second);
    let message = if a.0 == b.0 {
        format!("{} and {} both want the address `{}`", b.1, a.1, address(a.0))
    } else {
        format!(
            "{} wants the address `{}`, which differs only in case from `{}` of {}",
            b.1,
            address(b.0),
            address(a.0),
            a.1
        )
    };
    with_both(Problem::error("url-collision", place(&b.1), message), &a.1)
}

fn folder_and_file(file: &(&Arc<str>, Owner<'_>), below: &(&Arc<str>, Owner<'_>)) -> Problem {
    let message = format!(
        "{} is the file `/{}`, but {} wants the address `{}` below it",
        file.1,
        file.0,
        below.1,
        address(below.0)
    );
    with_both(Problem::error("url-collision", place(&below.1), message), &file.1)
}

fn with_both(problem: Problem, other: &Owner<'_>) -> Problem {
    let problem = match other.place() {
        Some(place) => problem.related(place, "this one wants it too"),
        None => problem,
    };
    problem.hint("give one of the two another `slug:`, name or alias")
}

/// The one with a file to blame comes last, so that the message points at it.
fn order<'a, T>(a: &'a (T, Owner<'a>), b: &'a (T, Owner<'a>)) -> (&'a (T, Owner<'a>), &'a (T, Owner<'a>)) {
    if b.1.place().is_none() { (b, a) } else { (a, b) }
}

fn place(owner: &Owner<'_>) -> Place {
    owner.place().unwrap_or_else(|| Place::new(&SitePath::new(CONFIG), At::File))
}

fn address(path: &str) -> String {
    let path = path.strip_suffix("index.html").unwrap_or(path);
    format!("/{}", Address::new(path).path())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(paths: &[&'static str]) -> Vec<String> {
        let wanted = |path: &'static str| Wanted {
            path: path.into(),
            what: Subject::Topics(Address::new(path)),
            owner: Owner::Asset(path),
        };
        let pages: Vec<Wanted<'_, Subject>> = paths.iter().map(|path| wanted(path)).collect();
        find(&pages, &[], false).1.into_iter().map(|problem| problem.message).collect()
    }

    #[test]
    fn paths_equal_but_for_case_or_composition_collide() {
        assert_eq!(found(&["été", "e\u{301}te\u{301}", "b"]).len(), 1);
        assert_eq!(found(&["a", "A", "straße"]).len(), 1);
        assert!(found(&["a/b", "a/c", "a-b", "ab", "b"]).is_empty());
    }

    #[test]
    fn a_file_collides_with_a_folder_of_its_name() {
        assert_eq!(
            found(&["a/index.html", "A"]),
            ["the theme's `A` is the file `/A`, but the theme's `a/index.html` wants the address `/a/` below it"]
        );
    }
}
