//! Keys of a claim and the history that is counted by them.

/// Index of a key, in order of declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyIndex(pub u32);

/// The columns that identify a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// Every key but `natural`, in order of declaration; `claim` is among them.
    pub columns: Vec<Key>,
    /// Columns that together happen only once.
    pub natural: Vec<String>,
}

/// One key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// `claim`, `customer`, `device`, `time`, `language` or any further name.
    pub name: String,
    /// The column of the claim.
    pub column: String,
}

impl Keys {
    /// The column of the key of this name.
    pub fn column(&self, name: &str) -> Option<&str> {
        self.columns
            .iter()
            .find(|key| key.name == name)
            .map(|key| key.column.as_str())
    }
}

/// How a history factor is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct History {
    /// What is computed.
    pub function: HistoryFunction,
    /// Over which events.
    pub of: HistoryEvents,
    /// The factor that is summed, by its index; only for `sum`.
    pub field: Option<super::FactorIndex>,
    /// The key whose equal values belong together; `None` is `all`.
    pub per: Option<KeyIndex>,
    /// How far back, in seconds.
    pub window_seconds: i64,
}

/// What is computed over the events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryFunction {
    /// How many.
    Count,
    /// The sum of a field.
    Sum,
    /// Time since the last one.
    AgeOfLast,
}

/// Which events count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryEvents {
    /// Every claim.
    Claims,
    /// Decisions `approve` and `approve_provisional`.
    Approvals,
    /// Decisions review.
    Reviews,
    /// Claims known by then to be justified.
    Justified,
    /// Claims known by then not to be justified.
    Unjustified,
}
