//! Gives each page's view to its template and gets the page's bytes.
//!
//! 1. [`templates`] loads the theme's templates with the filters and functions they may use.
//! 2. [`fill`] puts into a text what fills its holes.
//! 3. [`page`] renders HTML pages through Tera; [`feed`] writes feeds.

mod callout;
mod feed;
mod fill;
mod functions;
mod headlines;
mod page;
mod templates;

pub use page::render;
pub use templates::Templates;
