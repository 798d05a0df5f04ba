//! Names of people and organisations, and the offices that stand beside them.

/// Words that begin sentences and that no name begins with.
const NO_NAMES: &[&str] = &[
    "the",
    "a",
    "an",
    "but",
    "and",
    "or",
    "on",
    "in",
    "at",
    "for",
    "from",
    "by",
    "to",
    "of",
    "with",
    "however",
    "meanwhile",
    "when",
    "as",
    "if",
    "after",
    "before",
    "he",
    "she",
    "it",
    "they",
    "we",
    "i",
    "you",
    "his",
    "her",
    "their",
    "our",
    "my",
    "this",
    "that",
    "these",
    "those",
    "while",
    "since",
    "so",
    "yet",
    "also",
    "then",
    "there",
    "here",
    "one",
    "both",
    "some",
    "many",
    "most",
    "all",
    "no",
    "not",
    "yes",
    "what",
    "who",
    "how",
    "why",
    "where",
    "earlier",
    "later",
    "still",
    "now",
    "today",
    "yesterday",
    "tomorrow",
    "asked",
    "speaking",
    "according",
    "addressing",
    "mr",
    "mrs",
    "ms",
    "miss",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "le",
    "la",
    "les",
    "un",
    "une",
    "il",
    "elle",
    "ils",
    "mais",
    "et",
    "der",
    "die",
    "das",
    "ein",
    "eine",
    "er",
    "sie",
    "es",
    "aber",
    "und",
    "el",
    "los",
    "las",
    "él",
    "ella",
    "pero",
    "y",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "everybody",
    "nobody",
    "people",
];

/// Forms of address, which are no part of a name.
const ADDRESS: &[&str] = &[
    "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "dr", "dr.", "m.", "mme", "herr", "frau", "señor", "señora",
    "sr.", "sra.",
];

/// Offices and trades, each a word that ends a description before a name or begins one after it.
const OFFICES: &[&str] = &[
    "president",
    "minister",
    "secretary",
    "chancellor",
    "senator",
    "sen.",
    "mayor",
    "governor",
    "gov.",
    "general",
    "gen.",
    "ambassador",
    "king",
    "queen",
    "prince",
    "princess",
    "pope",
    "judge",
    "justice",
    "professor",
    "prof.",
    "chief",
    "commissioner",
    "director",
    "director-general",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "spokespeople",
    "chairman",
    "chairwoman",
    "chair",
    "chairperson",
    "lawyer",
    "attorney",
    "captain",
    "capt.",
    "colonel",
    "col.",
    "lieutenant",
    "lt.",
    "sergeant",
    "sgt.",
    "representative",
    "rep.",
    "congressman",
    "congresswoman",
    "leader",
    "head",
    "boss",
    "coach",
    "manager",
    "analyst",
    "economist",
    "scientist",
    "researcher",
    "historian",
    "author",
    "writer",
    "journalist",
    "editor",
    "activist",
    "founder",
    "co-founder",
    "executive",
    "ceo",
    "envoy",
    "premier",
    "speaker",
    "deputy",
    "adviser",
    "advisor",
    "official",
    "officer",
    "archbishop",
    "cardinal",
    "bishop",
    "rabbi",
    "imam",
    "sheikh",
    "engineer",
    "astronaut",
    "astronomer",
    "physicist",
    "biologist",
    "doctor",
    "nurse",
    "teacher",
    "farmer",
    "student",
    "resident",
    "witness",
    "vice-president",
    "undersecretary",
    "prosecutor",
    "inspector",
    "curator",
    "member",
    "partner",
    "fellow",
    "lawmaker",
    "designer",
    "architect",
    "architecte",
    "mp",
    "diplomat",
    "negotiator",
    "coordinator",
    "administrator",
    "ministre",
    "président",
    "présidente",
    "porte-parole",
    "maire",
    "ministro",
    "ministra",
    "presidente",
    "presidenta",
    "portavoz",
    "alcalde",
    "alcaldesa",
];

/// Ends of German offices, which are one word.
const GERMAN_OFFICES: &[&str] = &[
    "minister",
    "ministerin",
    "präsident",
    "präsidentin",
    "kanzler",
    "kanzlerin",
    "sprecher",
    "sprecherin",
    "chef",
    "chefin",
    "vorsitzende",
    "vorsitzender",
    "sekretär",
    "sekretärin",
    "bürgermeister",
    "bürgermeisterin",
];

/// Small words within names.
const PARTICLES: &[&str] = &[
    "de", "del", "della", "di", "da", "dos", "das", "do", "du", "van", "von", "der", "den", "ter", "ten", "bin", "ibn",
    "al", "el", "la", "le", "zu", "zum", "af", "y",
];

/// Whether a word is an office.
pub(super) fn is_office(word: &str) -> bool {
    let lower = word.trim_end_matches(',').to_lowercase();
    OFFICES.contains(&lower.as_str())
        || word.starts_with(char::is_uppercase)
            && GERMAN_OFFICES.iter().any(|end| lower.ends_with(end) && lower.len() > 6)
}

/// Ends of trades that are too many to list: `glaciologist`, `beekeeper`, `politician`.
const TRADES: &[&str] = &[
    "ist", "eer", "ician", "keeper", "maker", "worker", "owner", "singer", "player", "painter", "arian", "woman",
    "visitor",
];

/// Whether a word in small letters is a trade.
fn is_trade(word: &str) -> bool {
    let word = word.trim_end_matches(',');
    word.len() >= 6
        && word.chars().all(|c| c.is_lowercase() || c == '-')
        && TRADES.iter().any(|end| word.ends_with(end))
}

/// Whether words in small letters may describe whoever is named after them: `chief designer`, `local hero`.
pub(super) fn is_description(words: &[&str]) -> bool {
    let is_plain = |word: &&str| {
        word.chars().count() >= 3
            && word.chars().all(|c| c.is_lowercase() || c == '-')
            && !is_common(word)
            && !super::verb::is_one(word)
    };
    (1..=3).contains(&words.len()) && words.iter().all(is_plain)
}

/// Whether a word begins sentences, names a day or stands for somebody.
pub(super) fn is_common(word: &str) -> bool {
    let lower = word.trim_end_matches(['.', ',']).to_lowercase();
    NO_NAMES.contains(&lower.as_str())
}

/// Whether a word is a form of address.
pub(super) fn is_address(word: &str) -> bool {
    ADDRESS.contains(&word.to_lowercase().as_str())
}

/// Whether a word may be a part of a name: it has a capital, and no figures.
pub(super) fn is_capital(word: &str) -> bool {
    let word = word.trim_start_matches(['(', '\'', '’']);
    let inner = |c: char| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.' | '‑');
    let lower_start = ["al-", "el-", "d'", "d’", "l'", "ul-"];
    let rest = lower_start.iter().find_map(|start| word.strip_prefix(start)).unwrap_or(word);
    rest.starts_with(char::is_uppercase) && word.chars().all(inner)
}

/// Whether a word may stand within a name without a capital.
pub(super) fn is_particle(word: &str) -> bool {
    PARTICLES.contains(&word)
}

/// A name with the office before it, from the words of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Named {
    /// The name.
    pub name: Vec<String>,
    /// The office.
    pub role: Option<String>,
}

/// Takes a run of words apart: `US Secretary of State Rex Tillerson`.
pub(super) fn named(run: &[&str]) -> Option<Named> {
    let start = run.iter().position(|word| !is_common(word) || is_address(word))?;
    let run = &run[start..];
    let office = run.iter().rposition(|word| is_office(word));
    // `Secretary of State`: what follows `of` belongs to the office.
    let mut cut = office.map_or(0, |at| at + 1);
    if office.is_some() && matches!(run.get(cut), Some(&("of" | "for"))) {
        cut = (cut + 2).min(run.len());
    }
    let role = (cut > 0).then(|| run[..cut].join(" "));
    let name: Vec<String> =
        run[cut..].iter().filter(|word| !is_address(word)).map(|word| without_possessive(word)).collect();
    let fit = name.first().is_some_and(|first| is_capital(first)) && name.last().is_some_and(|last| is_capital(last));
    (fit && name.len() <= 5).then_some(Named { name, role })
}

fn without_possessive(word: &str) -> String {
    let word = word.trim_end_matches([',', ';', ':', ')']);
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word).to_owned()
}

/// A description after a name as a role: `the mayor of Pittsburgh`, `a spokesman for the ministry`.
pub(super) fn role(text: &str) -> Option<String> {
    let text = text.trim().trim_end_matches(['.', ',']);
    let bare = ["the ", "a ", "an ", "le ", "la ", "l'", "l’", "el "]
        .iter()
        .find_map(|article| text.strip_prefix(article))
        .unwrap_or(text);
    let words: Vec<&str> = bare.split_whitespace().collect();
    let fit = (1..=12).contains(&words.len())
        && bare.starts_with(char::is_alphabetic)
        && words.iter().any(|word| is_office(word) || is_trade(word))
        && !words.iter().any(|word| super::verb::is_one(word))
        && !matches!(
            words[0],
            "who"
                | "as"
                | "in"
                | "on"
                | "at"
                | "after"
                | "when"
                | "while"
                | "but"
                | "and"
                | "adding"
                | "referring"
                | "speaking"
        );
    fit.then(|| bare.to_owned())
}
