//! Any bytes as a picture: its head is read without panic, and what is written into it is read again.

#![no_main]

use dateline::photo::{Credits, Header, with_credits};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some(header) = Header::read(bytes, "photo.svg") else { return };
    let credits = Credits { credit: Some("Ana / AFP".to_owned()), ..header.credits };
    if let Some(written) = with_credits(header.kind, bytes, &credits, header.orientation) {
        let read = Header::read(&written, "photo.svg").expect("still a picture");
        assert!(read.kind == dateline::photo::Kind::Gif || read.credits.credit == credits.credit);
    }
});
