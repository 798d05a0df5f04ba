//! The words of a link: whether they say where it leads. Who has pages read aloud may hear the links alone.

/// Words that say nothing without those around them, in the languages that briefings are written in, sorted.
const BARE: &[&str] = &[
    "aici",
    "aquí",
    "aqui",
    "click",
    "click here",
    "cliquez ici",
    "clique aqui",
    "clicca qui",
    "continue reading",
    "details",
    "en savoir plus",
    "haz clic aquí",
    "here",
    "hier",
    "hier klicken",
    "ici",
    "klik hier",
    "lees meer",
    "leer más",
    "leggi tutto",
    "leia mais",
    "lien",
    "link",
    "lire la suite",
    "mehr",
    "mehr dazu",
    "mehr erfahren",
    "more",
    "más",
    "plus",
    "qui",
    "read",
    "read more",
    "read this",
    "see here",
    "source",
    "this",
    "this article",
    "this link",
    "this page",
    "weiterlesen",
    "здесь",
    "тут",
    "ссылка",
    "читать далее",
    "هنا",
    "اضغط هنا",
    "こちら",
    "ここ",
    "点击这里",
    "这里",
];

/// Whether the words of a link say nothing of where it leads.
pub(in crate::parse) fn is_bare(words: &str) -> bool {
    let words = words.trim_matches(|c: char| !c.is_alphanumeric());
    // No longer words are in the list, and most links have them.
    words.len() <= 40 && BARE.contains(&words.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_say_nothing_are_known() {
        for bare in ["here", "Here", "“Read more”", "click here.", "ICI", "здесь", "[Source]"] {
            assert!(is_bare(bare), "{bare}");
        }
        for telling in ["the report", "here is the report", "More than 40 died", "https://a.example", "Plus: rain", ""]
        {
            assert!(!is_bare(telling), "{telling}");
        }
        assert!(BARE.iter().all(|word| word.len() <= 40 && word.to_lowercase() == *word));
    }
}
