//! Any bytes are opened as a schema and judged without a panic. Begin with the schemas of `tests/rules/`, and with the
//! dictionary `taxonomy.dict`.

#![no_main]

use factum::validate::CalculationMode;

mod judge;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| judge::judge("schema.xsd", bytes, &[CalculationMode::default()]));
