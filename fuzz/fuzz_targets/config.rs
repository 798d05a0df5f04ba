//! Any text as `dateline.yaml`: reading does not fail, and every problem can be reported.

#![no_main]

use std::sync::Arc;

use dateline::config::read;
use dateline::problem::SitePath;
use dateline::report::{Look, Report, human};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (config, problems) = read(&SitePath::new("dateline.yaml"), text);
    assert!(config.is_some() || !problems.is_empty());
    let text: Arc<str> = text.into();
    human(&Report::new(problems, &|_| Some(text.clone())), Look::default());
});
