//! Any bytes are opened as an instance and judged without a panic, by every kind of calculation; every finding has a
//! place that can be shown. Begin with the instances of `tests/rules/`, and with the dictionary `instance.dict`.

#![no_main]

use factum::validate::CalculationMode;

mod judge;

const MODES: [CalculationMode; 4] =
    [CalculationMode::None, CalculationMode::Xbrl21, CalculationMode::Rounding, CalculationMode::Truncation];

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| judge::judge("instance.xml", bytes, &MODES));
