//! Any bytes are opened as a linkbase and judged without a panic. Begin with the linkbases of `tests/rules/`, and with
//! the dictionary `taxonomy.dict`.

#![no_main]

use factum::validate::CalculationMode;

mod judge;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| judge::judge("linkbase.xml", bytes, &[CalculationMode::default()]));
