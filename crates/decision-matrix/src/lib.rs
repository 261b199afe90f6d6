//! Decides bank claims against YAML rules: exactly, in nanoseconds, with reasons.
//!
//! The path of a rules file: text -> [`source`] -> [`check`] -> [`table`] -> [`compile`] ->
//! [`evaluate`]. The core reads no clock, no file and no environment; there is no float in it.

pub mod calendar;
pub mod diagnostic;
pub mod limits;
pub mod number;
mod raw_value;
pub mod source;
pub mod table;

pub use raw_value::RawValue;
