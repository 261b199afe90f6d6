//! libFuzzer's way into [`verdict_fuzz::cells`].

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| verdict_fuzz::cells::check(data));
