//! libFuzzer's way into [`verdict_fuzz::numbers`].

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| verdict_fuzz::numbers::check(data));
