//! Why no derivative can be made of a picture.

/// What is wrong with a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Its file is cut off, or damaged in another way; in the words of the decoder, where it says more than that.
    Broken(Option<String>),
    /// Nothing here reads its kind.
    Unreadable(super::Kind),
    /// It has more pixels than allowed: width and height.
    TooManyPixels(u32, u32),
    /// It cannot be written in a format.
    Unwritable(String),
}
