//! JSON Schemas (draft 2020-12) of the files that people write, for the completion of editors.
//!
//! They say what the shape of a file is. What names and cells mean is checked by `verdict check`.

/// The schema of matrix.yaml.
pub(crate) const RULES: &str = include_str!("schema/rules.json");
/// The schema of cases.yaml.
pub(crate) const CASES: &str = include_str!("schema/cases.json");
/// The schema of costs.yaml.
pub(crate) const COSTS: &str = include_str!("schema/costs.json");
/// The schema of map.yaml.
pub(crate) const MAP: &str = include_str!("schema/map.json");

#[cfg(test)]
mod tests;
