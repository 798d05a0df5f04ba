//! What the manifest remembers of the questions that were asked while files were made.

use super::*;

#[test]
fn what_a_file_asked_is_remembered_with_the_answers() {
    let site = Site::new();
    let asked = |question: &str, answer: &str| Asked { question: question.into(), answer: key(answer) };
    let target = site.open(false).expect("target");
    target.put_asking("a.html", key("a"), vec![asked("2", "two"), asked("1", "one")], b"a").expect("put");
    target.put_asking("b.html", key("b"), vec![asked("2", "two")], b"b").expect("put");
    target.put("c.html", key("c"), b"c").expect("put");
    target.commit().expect("commit");
    for _ in 0..2 {
        let target = site.open(false).expect("target");
        let asked_by = |path| target.old.asked(path).cloned().collect::<Vec<_>>();
        assert_eq!(asked_by("a.html"), [asked("1", "one"), asked("2", "two")]);
        assert_eq!(asked_by("b.html"), [asked("2", "two")]);
        assert_eq!(asked_by("c.html"), []);
        assert!(!target.keep("b.html", key("b"), |asked| asked.answer != key("two")), "an answer is another");
        assert!(["a", "b", "c"].iter().all(|name| target.keep(&format!("{name}.html"), key(name), |_| true)));
        assert!(target.commit().expect("commit").is_empty(), "and kept with a kept file");
    }
}

#[test]
fn an_output_of_the_first_version_is_known_and_made_anew() {
    let site = Site::new();
    site.build(&version(&[("a.html", "a"), ("gone.html", "gone")])).expect("first build");
    let path = site.open(false).expect("target").folders.manifest();
    let new: Manifest = sealed::load(sealed::Kind::Manifest, &path).expect("there").expect("whole");
    let entries: Vec<_> = new.entries.iter().map(|one| (&one.path, one.key, one.content, one.stat)).collect();
    sealed::save(sealed::Kind::FirstManifest, &(new.seat, entries), &path).expect("saved");
    let target = site.open(false).expect("no folder of somebody else");
    assert!(!target.keep("a.html", key("a"), |_| true), "what it asked is not known");
    assert_eq!(target.put("a.html", key("a"), b"a").expect("put"), Put::Same);
    let changes = target.commit().expect("commit");
    assert_eq!((changes.unchanged, changes.removed), (1, vec!["gone.html".to_owned()]));
    assert!(site.open(false).expect("target").keep("a.html", key("a"), |_| true));
}
