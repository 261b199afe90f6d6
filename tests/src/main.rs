//! Everything that crosses crates, in one test binary.

mod conformance;
mod shared;
mod tidy;
