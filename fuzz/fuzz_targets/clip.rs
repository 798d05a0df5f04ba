//! Any bytes as a page or a text: clipping ends without panic, and its draft is an entry.

#![no_main]

use dateline::clip::{Desk, Origin, clip, draft};
use dateline::config::Config;
use dateline::date::Moment;
use jiff::Timestamp;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let config = Config::stand_in();
    let origin = Origin { address: Some("https://a.example/story"), media_type: None };
    let Ok(clipping) = clip(bytes, origin) else { return };
    let now = Moment::from_instant(Timestamp::UNIX_EPOCH, &config.timezone);
    let zone = config.timezone.clone();
    let desk = Desk { now, zone, language: &config.language, date: None, topics: Vec::new(), photo: None };
    let text = draft(&clipping, &desk);
    assert!(text.starts_with("---\n") && text.contains("\ndraft: true\n"));
});
