//! Writes numbers in base 32, a character for each digit, the lowest digit first and all digits but the last marked.

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Adds a number to a text.
pub(super) fn write(mut number: u32, text: &mut String) {
    while number >= 32 {
        text.push(char::from(DIGITS[(number & 31 | 32) as usize]));
        number >>= 5;
    }
    text.push(char::from(DIGITS[number as usize]));
}
