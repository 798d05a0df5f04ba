//! Reports files of the output that two want, that differ only in case, or that are a folder to another.

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::collate::Address;
use crate::problem::{At, Place, Problem, SitePath};
use crate::slug::{self, fold};

use super::{File, Owner, Subject, Wanted};

/// The file that is to blame where no file of the site is: a page that the program makes by itself.
const CONFIG: &str = "dateline.yaml";

/// Every file that cannot stand beside another, and every path that no output may have.
pub(super) fn find(pages: &[Wanted<Subject>], files: &[Wanted<File>]) -> Vec<Problem> {
    let pages = pages.iter().map(|page| (page.path.as_str(), &page.owner));
    let mut problems: Vec<Problem> = pages.clone().filter_map(|(path, owner)| unsafe_path(path, owner)).collect();
    let all: Vec<(&str, &Owner)> = pages.chain(files.iter().map(|file| (file.path.as_str(), &file.owner))).collect();
    let folded: Vec<String> = all.par_iter().map(|(path, _)| fold(path)).collect();
    let mut taken: FxHashMap<&str, usize> = FxHashMap::default();
    taken.reserve(all.len());
    for (index, folded) in folded.iter().enumerate() {
        match taken.get(folded.as_str()) {
            Some(&first) => problems.push(collision(all[first], all[index])),
            None => {
                taken.insert(folded, index);
            }
        }
    }
    for (index, folded) in folded.iter().enumerate() {
        let folders = folded.match_indices('/').map(|(at, _)| &folded[..at]);
        let files = folders.filter_map(|folder| taken.get(folder));
        problems.extend(files.map(|&file| folder_and_file(all[file], all[index])));
    }
    problems
}

fn unsafe_path(path: &str, owner: &Owner) -> Option<Problem> {
    let why = path.split('/').find_map(|part| slug::unfit(part).map(|why| format!("its part `{part}` {why}")))?;
    let address = address(path);
    Some(Problem::error(
        "unsafe-path",
        place(owner),
        format!("{} cannot have the address `{address}`: {why}", owner.name),
    ))
}

fn collision(first: (&str, &Owner), second: (&str, &Owner)) -> Problem {
    let (a, b) = order(first, second);
    let message = if a.0 == b.0 {
        format!("{} and {} both want the address `{}`", b.1.name, a.1.name, address(a.0))
    } else {
        format!(
            "{} wants the address `{}`, which differs only in case from `{}` of {}",
            b.1.name,
            address(b.0),
            address(a.0),
            a.1.name
        )
    };
    with_both(Problem::error("url-collision", place(b.1), message), a.1)
}

fn folder_and_file(file: (&str, &Owner), below: (&str, &Owner)) -> Problem {
    let message = format!(
        "{} is the file `/{}`, but {} wants the address `{}` below it",
        file.1.name,
        file.0,
        below.1.name,
        address(below.0)
    );
    with_both(Problem::error("url-collision", place(below.1), message), file.1)
}

fn with_both(problem: Problem, other: &Owner) -> Problem {
    let problem = match &other.place {
        Some(place) => problem.related(place.clone(), "this one wants it too"),
        None => problem,
    };
    problem.hint("give one of the two another `slug:`, name or alias")
}

/// The one with a file to blame comes last, so that the message points at it.
fn order<'a>(a: (&'a str, &'a Owner), b: (&'a str, &'a Owner)) -> ((&'a str, &'a Owner), (&'a str, &'a Owner)) {
    if b.1.place.is_none() { (b, a) } else { (a, b) }
}

fn place(owner: &Owner) -> Place {
    owner.place.clone().unwrap_or_else(|| Place::new(&SitePath::new(CONFIG), At::File))
}

fn address(path: &str) -> String {
    let path = path.strip_suffix("index.html").unwrap_or(path);
    format!("/{}", Address::new(path).path())
}

#[cfg(test)]
mod tests {
    use super::super::Name;
    use super::*;

    fn found(paths: &[&str]) -> Vec<String> {
        let owner = |path: &&str| Owner { name: Name::Asset((*path).to_owned()), place: None };
        let wanted = |path: &&str| Wanted {
            path: (*path).to_owned(),
            what: Subject::Topics(Address::new(path)),
            owner: owner(path),
        };
        let pages: Vec<Wanted<Subject>> = paths.iter().map(wanted).collect();
        find(&pages, &[]).into_iter().map(|problem| problem.message).collect()
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
