//! Named constants.

use super::column::ColumnType;

/// Index of a parameter, in order of declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ParameterIndex(pub u32);

/// A named constant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its type; never nullable.
    pub column: ColumnType,
    /// Its value, in the unit of its type.
    pub value: i64,
    /// What it is called, for people.
    pub label: Option<String>,
    /// What the tuner may do with it.
    pub tune: Option<ParameterTune>,
}

/// The values that the tuner may give a parameter: `min`, `min + step`, .. up to `max`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ParameterTune {
    /// Smallest value.
    pub min: i64,
    /// Largest value.
    pub max: i64,
    /// Distance of two values, above 0.
    pub step: i64,
}
