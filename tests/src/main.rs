//! Everything that crosses crates, in one test binary.

#![cfg(test)]

mod allocation;
mod bad_input;
mod command_line;
mod conformance;
mod coverage;
mod engines;
mod finding_examples;
mod json;
mod method;
mod proofs;
mod sarif;
mod shared;
mod strategies;
mod tidy;
mod verdict_binary;
