//! A concrete claim that shows a finding, in the words of a claims file.

/// A concrete claim: every factor with its value as a claims file writes it, `None` is null.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Witness {
    /// Factor and value, in order of declaration.
    pub values: Vec<(String, Option<String>)>,
    /// What the engine says of it, in words: `approve (A1)`.
    pub decision: String,
}
