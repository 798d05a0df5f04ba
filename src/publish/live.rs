//! What a target holds, as far as it can be told: its records held against its listing.

use std::collections::{BTreeMap, BTreeSet};

use super::count::counted;
use super::record::{Held, Record};

/// Said where a target lost its history.
pub const HISTORY_LOST: &str =
    "The history of the target is lost: what the releases tell that it keeps is taken instead";

/// What a target holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Live {
    /// The release that is live; none where none is known.
    pub release: Option<String>,
    /// The files that releases of this site put there. One without a hash is there, but it is not known with what bytes.
    pub files: BTreeMap<String, Held>,
    /// Files that no release put there, with their sizes: they are left alone.
    pub foreign: BTreeMap<String, u64>,
    /// Whether a publish was cut off.
    pub is_unfinished: bool,
    /// What it may have changed or deleted before it was.
    pub touched: BTreeSet<String>,
    /// Whether nothing shows that this site was ever published there.
    pub is_new: bool,
    /// What does not fit together, for people.
    pub notes: Vec<String>,
}

/// A file that a target lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its size in bytes.
    pub size: u64,
    /// What changes with it: an entity tag, a time.
    pub stamp: Option<String>,
}

/// What a target says of itself.
#[derive(Clone, Debug, Default)]
pub struct Told<'a> {
    /// The record of the live release.
    pub live: Option<&'a Record>,
    /// The records of other releases, for where that one is lost.
    pub others: &'a [Record],
    /// What a publish that was cut off was about to send, with the stamps of what had arrived.
    pub pending: Option<&'a BTreeMap<String, Held>>,
}

/// Holds records against a listing. A file is known by its record only where size and stamp are still those of then.
pub fn reconcile(told: &Told<'_>, listing: &BTreeMap<String, Listed>) -> Live {
    let mut live = Live {
        release: told.live.map(|record| record.id.clone()),
        is_unfinished: told.pending.is_some(),
        is_new: told.live.is_none() && told.others.is_empty() && told.pending.is_none(),
        ..Live::default()
    };
    if let Some(pending) = told.pending {
        let recorded = told.live.into_iter().flat_map(|record| record.files.keys());
        let gone = recorded.filter(|key| !listing.contains_key(*key));
        live.touched = pending.keys().chain(gone).cloned().collect();
    }
    let records: Vec<&Record> = told.live.into_iter().chain(told.others).collect();
    let ours: BTreeSet<&str> = match told.live {
        Some(record) => record.files.keys().map(String::as_str).collect(),
        None => records.iter().flat_map(|record| record.files.keys().map(String::as_str)).collect(),
    };
    for (key, listed) in listing {
        let is_pending = told.pending.is_some_and(|pending| pending.contains_key(key));
        if !ours.contains(key.as_str()) && !is_pending {
            live.foreign.insert(key.clone(), listed.size);
            continue;
        }
        live.files.insert(key.clone(), known(key, listed, &records, told.pending));
    }
    live.notes = notes(told, &live);
    live
}

/// What is known of a file that is listed.
fn known(key: &str, listed: &Listed, records: &[&Record], pending: Option<&BTreeMap<String, Held>>) -> Held {
    let on_the_way = pending.and_then(|pending| pending.get(key));
    let same_stamp = |held: &&Held| held.size == listed.size && held.stamp.is_some() && held.stamp == listed.stamp;
    let of_records = || records.iter().filter_map(|record| record.files.get(key));
    let by_stamp = on_the_way.into_iter().chain(of_records()).find(same_stamp);
    // A target without stamps can only be asked for sizes; what was on the way may have arrived or not.
    let by_size = || {
        let held = records.first().and_then(|record| record.files.get(key))?;
        let has_stamps = held.stamp.is_some() && listed.stamp.is_some();
        (on_the_way.is_none() && !has_stamps && held.size == listed.size).then_some(held)
    };
    let held = by_stamp.or_else(by_size);
    let unknown = Held { size: listed.size, ..Held::default() };
    Held { stamp: listed.stamp.clone(), ..held.cloned().unwrap_or(unknown) }
}

fn notes(told: &Told<'_>, live: &Live) -> Vec<String> {
    let mut notes = Vec::new();
    if live.is_unfinished {
        notes.push("An earlier publish was cut off: this one finishes it".to_owned());
    } else if told.live.is_none() && !live.is_new {
        notes.push("The record of the live release is lost: the listing of the target is taken instead".to_owned());
    }
    if let (Some(record), false) = (told.live, live.is_unfinished) {
        let gone = record.files.keys().filter(|key| !live.files.contains_key(*key)).count();
        let changed = live.files.values().filter(|held| held.digest.is_none()).count();
        for (count, what) in [(gone, "deleted"), (changed, "changed")] {
            if count > 0 {
                let files = counted(count, "file was", "files were");
                notes.push(format!("{files} {what} on the target by another hand: put right with this publish"));
            }
        }
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::load::Digest;

    fn held(text: &str, stamp: Option<&str>) -> Held {
        let digest = Some(Digest::of(text.as_bytes()));
        Held { digest, size: text.len() as u64, dress: None, stamp: stamp.map(str::to_owned) }
    }

    fn record(files: &[(&str, Held)]) -> Record {
        let files = files.iter().map(|(key, held)| ((*key).to_owned(), held.clone())).collect();
        Record::new("aaaa", "", "", files)
    }

    fn listing(files: &[(&str, u64, Option<&str>)]) -> BTreeMap<String, Listed> {
        let listed = |size, stamp: Option<&str>| Listed { size, stamp: stamp.map(str::to_owned) };
        files.iter().map(|(key, size, stamp)| ((*key).to_owned(), listed(*size, *stamp))).collect()
    }

    #[test]
    fn a_file_is_known_only_while_its_stamp_is_that_of_the_record() {
        let record = record(&[("a", held("one", Some("1"))), ("b", held("two", Some("2"))), ("gone", held("x", None))]);
        let told = Told { live: Some(&record), ..Told::default() };
        let live = reconcile(&told, &listing(&[("a", 3, Some("1")), ("b", 3, Some("9")), ("mine", 5, None)]));
        assert_eq!(live.files["a"], held("one", Some("1")));
        assert_eq!(live.files["b"].digest, None);
        assert_eq!(live.foreign, BTreeMap::from([("mine".to_owned(), 5)]));
        assert!(!live.files.contains_key("gone"));
        assert_eq!(live.notes.len(), 2);
    }

    #[test]
    fn what_was_on_the_way_is_known_by_its_stamp_alone() {
        let record = record(&[("a", held("one", Some("1"))), ("b", held("one", None))]);
        let pending = BTreeMap::from([
            ("a".to_owned(), held("two", Some("2"))),
            ("b".to_owned(), held("two", None)),
            ("c".to_owned(), held("new", None)),
        ]);
        let told = Told { live: Some(&record), pending: Some(&pending), ..Told::default() };
        let old = reconcile(&told, &listing(&[("a", 3, Some("1")), ("b", 3, None), ("c", 3, Some("5"))]));
        assert_eq!(old.files["a"].digest, held("one", None).digest);
        assert_eq!((old.files["b"].digest, old.files["c"].digest), (None, None));
        let new = reconcile(&told, &listing(&[("a", 3, Some("2"))]));
        assert_eq!(new.files["a"].digest, held("two", None).digest);
        assert!(new.is_unfinished && !new.is_new);
        assert_eq!(new.touched.into_iter().collect::<Vec<_>>(), ["a", "b", "c"]);
    }

    #[test]
    fn without_its_record_a_target_is_known_by_those_of_other_releases() {
        let others = [record(&[("a", held("one", Some("1"))), ("b", held("two", Some("2")))])];
        let told = Told { others: &others, ..Told::default() };
        let live = reconcile(&told, &listing(&[("a", 3, Some("1")), ("b", 4, Some("3")), ("mine", 1, None)]));
        assert_eq!(live.files["a"].digest, held("one", None).digest);
        assert_eq!(live.files["b"].digest, None);
        assert!(live.release.is_none() && !live.is_new && live.foreign.contains_key("mine"));
        assert!(reconcile(&Told::default(), &listing(&[("a", 1, None)])).is_new);
    }
}
