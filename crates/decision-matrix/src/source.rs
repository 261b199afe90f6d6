//! What a file says: text to a tree with places, before any name or type is looked up.
//!
//! [`yaml`] reads the permitted subset of YAML, [`reader`] gives the tree the shape of a rules
//! file, [`cases`] that of a file of cases, [`cell`], [`expression`] and [`grid`] parse the small
//! languages inside it, [`mod@print`] writes the canonical layout. Nothing here knows what a name
//! means: that is `check`.

pub mod cases;
pub mod cell;
pub mod expression;
pub mod grid;
pub mod matrix;
pub mod print;
pub mod reader;
pub mod span;
pub mod suggest;
pub mod yaml;
