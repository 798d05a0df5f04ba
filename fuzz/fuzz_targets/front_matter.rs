//! Any bytes as a file of the content folder: parsing does not fail, and every problem can be reported.

#![no_main]

use std::sync::Arc;

use dateline::config::Config;
use dateline::load::{Digest, Source};
use dateline::parse::{Options, parse};
use dateline::problem::SitePath;
use dateline::report::{Look, Report, human};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let config = Config::stand_in();
    let options = Options {
        timezone: config.timezone,
        markdown: config.markdown,
        slugs: config.slugs,
        elements: Default::default(),
        desk: Default::default(),
        language: "en".to_owned(),
        highlighted: Default::default(),
    };
    let source = Source { path: SitePath::new("content/a.md"), bytes: bytes.to_vec(), digest: Digest::of(bytes) };
    let parsed = parse(&source, &options);
    assert!(parsed.document.is_some() || !parsed.problems.is_empty());
    let text: Arc<str> = String::from_utf8_lossy(bytes).into();
    human(&Report::new(parsed.problems, &|_| Some(text.clone())), Look::default());
});
