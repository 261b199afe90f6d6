//! How a value is compared: the operators that cells of the source and of the centre share.

/// How a value is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `= v` or a bare value.
    Equal,
    /// `< v`
    Less,
    /// `<= v`
    LessOrEqual,
    /// `> v`
    Greater,
    /// `>= v`
    GreaterOrEqual,
}
