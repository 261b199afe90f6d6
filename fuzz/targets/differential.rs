//! libFuzzer's way into [`verdict_fuzz::differential`].

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| verdict_fuzz::differential::check(data));
