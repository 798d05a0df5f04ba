//! Style sheets: split into tokens, bundled into one text, made small.

mod address;
mod bundle;
mod minify;
mod scan;

pub(super) use bundle::{Sheet, bundle};
pub(super) use minify::minify;
