//! libFuzzer's way into [`verdict_fuzz::expressions`].

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| verdict_fuzz::expressions::check(data));
