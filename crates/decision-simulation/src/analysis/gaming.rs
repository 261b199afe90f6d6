//! Gaming: whether claims gather just below a limit since it is known.

/// The test at one limit: claims in the window below against the window above, before and after
/// the limit came into force (Fisher's exact test, one-sided).
#[derive(Clone, Debug, PartialEq)]
pub struct GamingTest {
    /// The table or parameter and its cell, as in a message.
    pub limit_of: String,
    /// The limit, in minor units.
    pub limit: i64,
    /// The width of each window, in minor units: `(limit - width, limit]` and
    /// `(limit, limit + width]`.
    pub width: i64,
    /// Claims below and above, before.
    pub before: (u64, u64),
    /// Claims below and above, after.
    pub after: (u64, u64),
    /// The chance of so many below after, if nothing changed.
    pub p_value: f64,
    /// Whether it stays below 5% after the correction for the number of limits (Holm).
    pub is_alarming: bool,
}

/// The tests at every limit with enough claims.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gaming {
    /// When the limits came into force, in seconds since 1970-01-01T00:00:00Z; `None` where the
    /// claims do not lie on both sides of it: then there are no tests.
    pub since: Option<i64>,
    /// The tests, in order of declaration.
    pub tests: Vec<GamingTest>,
}
