//! Any bytes are decoded and parsed without a panic, as roxmltree parses them, streamed as in whole.

#![no_main]

#[path = "../../tests/support/referee.rs"]
mod referee;
#[path = "../../tests/support/streaming.rs"]
mod streaming;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let Ok(text) = factum::xml::decode(bytes) else { return };
    for result in [referee::compare(&text), streaming::compare(&text)] {
        if let Err(difference) = result {
            panic!("{difference}");
        }
    }
});
