//! Any text as Markdown: rendering does not fail, and its holes lie in order between whole characters.

#![no_main]

use dateline::config::Config;
use dateline::parse::{Options, markdown};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| {
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
    let (text, _) = markdown(source, &options);
    assert!(text.body.holes.is_sorted_by_key(|hole| hole.at));
    assert!(text.body.holes.iter().all(|hole| text.body.html.is_char_boundary(hole.at as usize)));
});
