//! Writes numbers as letters: in base 32, a character for each digit, the lowest first and all digits but the last marked.
//!
//! A list of packed values, each four times a number plus a weight, is written by the distances of its numbers: four
//! times the distance from the number before (less one), plus the weight.

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// The value of each character as a digit.
const VALUES: [u8; 256] = values();

const fn values() -> [u8; 256] {
    let mut values = [0; 256];
    let mut digit = 0;
    while digit < 64 {
        values[DIGITS[digit as usize] as usize] = digit;
        digit += 1;
    }
    values
}

/// Adds a number to a text.
pub(super) fn write(mut number: u32, text: &mut String) {
    while number >= 32 {
        text.push(char::from(DIGITS[(number & 31 | 32) as usize]));
        number >>= 5;
    }
    text.push(char::from(DIGITS[number as usize]));
}

/// A list of packed values, sorted by their numbers, as text.
pub(super) fn write_list(packed: &[u32]) -> String {
    let mut text = String::with_capacity(packed.len() * 2);
    let mut next = 0;
    for value in packed {
        write(((value >> 2) - next) << 2 | (value & 3), &mut text);
        next = (value >> 2) + 1;
    }
    text
}

/// The packed values of a list.
pub(super) fn read_list(text: &str) -> Vec<u32> {
    let mut packed = Vec::with_capacity(text.len() / 2);
    let (mut step, mut shift, mut next) = (0_u32, 0, 0_u32);
    for byte in text.bytes() {
        let digit = u32::from(VALUES[usize::from(byte)]);
        step |= (digit & 31) << shift;
        shift += 5;
        if digit < 32 {
            let number = next + (step >> 2);
            packed.push(number << 2 | (step & 3));
            next = number + 1;
            (step, shift) = (0, 0);
        }
    }
    packed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_written_by_distances_and_read_back() {
        let packed = [0 << 2, 1 << 2 | 3, 10 << 2 | 1, 99_999 << 2];
        assert!(write_list(&packed).starts_with("ADhB"));
        assert_eq!(read_list(&write_list(&packed)), packed);
    }
}
