//! Numbers of things in words, for messages.

/// `1 file`, `12 files`: a number with the word for one, or for many.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
