//! The point of a picture that every crop keeps.

use serde::{Deserialize, Serialize};

/// A point in percent of width and height, from the left and from the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Focus {
    /// From the left, 0 to 100.
    pub x: u8,
    /// From the top, 0 to 100.
    pub y: u8,
}

impl Default for Focus {
    /// A little above the middle, where faces are.
    fn default() -> Self {
        Self { x: 50, y: 40 }
    }
}

impl Focus {
    /// Reads `40% 20%`; none where it is written in another way.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split_whitespace().map(|part| {
            let number: u8 = part.strip_suffix('%')?.parse().ok()?;
            (number <= 100).then_some(number)
        });
        let focus = Self { x: parts.next()??, y: parts.next()?? };
        parts.next().is_none().then_some(focus)
    }
}
