//! Gives each page's view to its template and gets the page's bytes; [`mod@email`] does so for what is sent.
//!
//! 1. [`templates`] loads the theme's templates with the filters and functions they may use.
//! 2. [`fill`] puts into a text what fills its holes.
//! 3. [`questions`] answers what templates ask of the whole site, and notes which page asked what.
//! 4. [`page`] renders HTML pages through Tera; [`feed`] writes feeds, [`machine`] all other files for programs.
//! 5. [`catalogue`] lists the functions, filters and tests of templates, [`names`] what each template sees.

mod callout;
pub mod catalogue;
mod data;
mod email;
mod feed;
mod fill;
mod functions;
mod host_files;
mod machine;
mod names;
mod page;
mod questions;
mod robots;
mod sitemap;
mod templates;
mod tones;
mod typeset;

pub use data::schema as data_schema;
pub use feed::feed_item;
pub use names::{Name, Seen, TemplateNames, seen};
pub use page::{Rendered, render};
pub use questions::{Answered, Argument, FUNCTIONS, Function};
pub use templates::{Compiled, Meter, Templates};
pub use tones::stylesheet as tones;
