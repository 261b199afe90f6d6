//! libFuzzer's way into [`verdict_fuzz::reader`].

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| verdict_fuzz::reader::check(data));
