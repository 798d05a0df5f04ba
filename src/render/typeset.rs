//! Words as a headline sets them: blanks at which no line may end.

/// How many words a line of its own must be the last of, before its end is looked at.
const WORDS: usize = 4;

/// How many letters the last word may have at most to be kept beside the one before it.
const SHORT: usize = 8;

const NO_BREAK_SPACE: &str = "\u{a0}";

/// The same words with a no-break space before a short last one, where there are at least four, and between a number
/// and its unit: no line of one short word at the end, no `1.5` on one line and `°C` on the next.
pub(super) fn widont(words: &str) -> String {
    let mut words: Vec<&str> = words.split(' ').collect();
    let last = words.pop().unwrap_or_default();
    let mut set = String::with_capacity(last.len() + words.len() * 8);
    let count = words.len() + 1;
    for (at, word) in words.iter().enumerate() {
        let next = words.get(at + 1).copied().unwrap_or(last);
        let ends = at + 2 == count;
        let short = ends && count >= WORDS && (1..=SHORT).contains(&next.chars().count());
        set.push_str(word);
        set.push_str(if short || is_measure(word, next) { NO_BREAK_SPACE } else { " " });
    }
    set.push_str(last);
    set
}

/// Whether a word is a number and the next one its unit: `1.5` and `°C`, `30` and `%`.
fn is_measure(word: &str, next: &str) -> bool {
    word.ends_with(|c: char| c.is_numeric()) && next.starts_with(['°', '%', '€', '$', '£'])
}

#[cfg(test)]
mod tests {
    use super::widont;

    #[test]
    fn a_short_last_word_is_kept_beside_the_one_before_it() {
        for (words, set) in [
            ("Chernobyl, 40 years on", "Chernobyl, 40 years\u{a0}on"),
            ("The World Court has sat for 80 years", "The World Court has sat for 80\u{a0}years"),
            ("Wikipedia turns 25", "Wikipedia turns 25"),
            ("Countries promise to act on biodiversity", "Countries promise to act on biodiversity"),
            ("Warming may pass 1.5 °C within two decades", "Warming may pass 1.5\u{a0}°C within two\u{a0}decades"),
            ("عام على دخول العربية إلى الأمم", "عام على دخول العربية إلى\u{a0}الأمم"),
            ("One word more ", "One word more "),
            ("", ""),
        ] {
            assert_eq!(widont(words), set);
        }
    }
}
