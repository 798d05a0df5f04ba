//! No false alarm: the desk has nothing to say of the example briefing, nor of a corpus in the shape of that with which
//! speed is measured (benches/peers/make-corpus).

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::site_test::{SiteTest, files_in};

#[test]
fn the_desk_finds_nothing_wrong_with_the_example_briefing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut site = SiteTest::from_text("");
    for folder in ["content", "static"] {
        for (path, (bytes, _)) in files_in(&root.join(folder)) {
            site = site.write_raw(&format!("{folder}/{path}"), bytes);
        }
    }
    // Few and small photos: it is about words.
    let config = fs::read_to_string(root.join("dateline.yaml")).expect("a configuration");
    let site = site
        .write("dateline.yaml", config + "theme: small\n")
        .write("themes/small/theme.yaml", "extends: broadsheet\nphotos: {widths: [64], formats: [jpeg]}\n");
    let before = files_in(site.root()).into_keys().filter(|path| path.starts_with("content/")).count();
    assert!(before > 80, "{before} files");
    for moment in ["2026-11-28T09:00", "2027-12-31"] {
        site_is_right(&site, moment);
    }
}

/// Checks a site as its readers and its desk see it.
fn site_is_right(site: &SiteTest, moment: &str) {
    for drafts in [&[][..], &["--drafts"]] {
        let arguments = [&["check", "--strict", "--now", moment], drafts].concat();
        let output = crate::site_test::program(site.root()).args(&arguments).output().expect("the program runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && said.contains("nothing is wrong"), "{arguments:?}: {said}");
    }
}

#[test]
fn the_desk_finds_nothing_wrong_with_a_corpus() {
    let mut corpus = Corpus { random: 0x9e37_79b9_7f4a_7c15 };
    let mut site = SiteTest::from_text("").write("dateline.yaml", "title: Corpus\nbase_url: https://corpus.example\n");
    for number in 0..60 {
        site = site.write(&format!("content/{number}.md"), corpus.entry(number));
    }
    site_is_right(&site, "2020-06-01");
    // What readers have seen is no cause for alarm either.
    site.build_with(&["--now", "2020-06-01"])
        .run(&["check", "--strict", "--now", "2020-06-08"])
        .says("nothing is wrong");
}

/// Entries of words that mean nothing, in the shape of a briefing: some 400 words, sub-heads, an attributed quotation, a
/// pull quote, links, a list; at times a link to another entry, a footnote, code.
struct Corpus {
    random: u64,
}

impl Corpus {
    fn below(&mut self, bound: usize) -> usize {
        self.random ^= self.random << 13;
        self.random ^= self.random >> 7;
        self.random ^= self.random << 17;
        (self.random >> 33) as usize % bound
    }

    fn word(&mut self) -> String {
        const SYLLABLES: &[&str] =
            &["ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "we"];
        (0..=self.below(3)).map(|_| SYLLABLES[self.below(SYLLABLES.len())]).collect()
    }

    fn words(&mut self, fewest: usize, more: usize) -> String {
        let words: Vec<String> = (0..fewest + self.below(more)).map(|_| self.word()).collect();
        let text = words.join(" ");
        text[..1].to_uppercase() + &text[1..]
    }

    /// A paragraph, and one of its sentences.
    fn paragraph(&mut self) -> (String, String) {
        let (said, other) = (self.words(8, 14), self.words(8, 14));
        let (text, host, at) = (self.words(2, 2), self.word(), self.below(9999));
        (
            format!(
                "{other} [{text}](https://{host}.example/{text}/{at}) end. {said}. **{text}** _{host}_.",
                text = text.replace(' ', "-")
            ),
            said,
        )
    }

    fn entry(&mut self, number: usize) -> String {
        let (headline, standfirst, byline) = (self.words(5, 6), self.words(15, 15), self.words(2, 1));
        let topics = [self.below(4), 4 + self.below(4)]
            .map(|at| ["Aid", "Courts", "Health", "Rain", "Schools", "Trade", "Votes", "Work"][at]);
        let (day, month) = (number % 28 + 1, number / 28 + 1);
        let mut text = format!(
            "---\nheadline: {headline}\ndate: 2020-{month:02}-{day:02}T06:00:00Z\nstandfirst: {standfirst}.\nbyline: {byline}\n\
             topics: [{}]\nsource:\n  name: {} Times\n  url: https://{}.example/{number}\n---\n\n",
            topics.join(", "),
            self.words(1, 1),
            self.word()
        );
        let (first, pulled) = self.paragraph();
        let (speaker, quoted) = (self.words(2, 1), self.words(8, 14));
        let _ = write!(
            text,
            "{first}\n\n> [!quote] {speaker}\n> {quoted}.\n\n## {}\n\n{}\n\n",
            self.words(3, 4),
            self.paragraph().0
        );
        (0..4).for_each(|_| _ = writeln!(text, "- {}.", self.words(4, 6)));
        let _ = write!(text, "\n> [!pull]\n> {pulled}.\n\n## {}\n\n{}\n\n", self.words(3, 4), self.paragraph().0);
        if number % 3 == 1 {
            let _ = write!(text, "See also [{}]({}.md).\n\n", self.words(2, 2), self.below(number));
        }
        if number.is_multiple_of(10) {
            let _ = write!(text, "{}.[^1]\n\n[^1]: {}.\n\n", self.words(8, 9), self.words(8, 9));
        }
        if number.is_multiple_of(20) {
            text += "```rust\nfn main() {\n    println!(\"{}\", 55);\n}\n```\n\n";
        }
        text + &self.paragraph().0 + "\n"
    }
}
