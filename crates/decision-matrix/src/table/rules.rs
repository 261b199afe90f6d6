//! Tables and their rules.

use super::audit::AuditMode;
use super::cell::Cell;
use super::column::{ColumnRef, ColumnType};
use super::outcome::Outcome;
use super::parameter::ParameterIndex;
use super::reason::{ReasonIndex, RouteIndex};

/// Index of an intermediate table, in order of declaration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableIndex(pub u32);

/// Rules over columns, with results of type `R`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleTable<R> {
    /// What happens when several rules match.
    pub hit: HitPolicy,
    /// The condition columns.
    pub columns: Vec<ColumnRef>,
    /// The rules, topmost first.
    pub rules: Vec<Rule<R>>,
    /// The result when nothing matches.
    pub default: Option<R>,
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule<R> {
    /// Its id, unique in its table.
    pub id: String,
    /// One cell a column.
    pub cells: Vec<Cell>,
    /// What it gives.
    pub result: R,
}

/// What happens when several rules match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HitPolicy {
    /// At most one may match.
    Unique,
    /// Several may match if all their results are equal; the topmost is reported.
    Any,
    /// The topmost match.
    First,
    /// The match whose result comes first in the order of the output's values (null last); in the
    /// decision in the order of [`Outcome::priority`]; then the topmost.
    Priority,
    /// The sum of the results of all matches, nulls skipped.
    CollectSum,
    /// The smallest result of all matches, nulls skipped.
    CollectMin,
    /// The largest result of all matches, nulls skipped.
    CollectMax,
    /// How many matches have a result that is not null.
    CollectCount,
}

impl HitPolicy {
    /// Every policy.
    pub const ALL: [Self; 8] = [
        Self::Unique,
        Self::Any,
        Self::First,
        Self::Priority,
        Self::CollectSum,
        Self::CollectMin,
        Self::CollectMax,
        Self::CollectCount,
    ];

    /// The policy of this word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|policy| policy.as_str() == word)
    }

    /// The word in rules files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unique => "unique",
            Self::Any => "any",
            Self::First => "first",
            Self::Priority => "priority",
            Self::CollectSum => "collect sum",
            Self::CollectMin => "collect min",
            Self::CollectMax => "collect max",
            Self::CollectCount => "collect count",
        }
    }

    /// Whether it collects over all matches.
    pub fn is_collect(self) -> bool {
        matches!(
            self,
            Self::CollectSum | Self::CollectMin | Self::CollectMax | Self::CollectCount
        )
    }
}

/// An intermediate table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// The values it gives.
    pub output: ColumnType,
    /// Its rules. A cross-table is expanded: row by row, its two columns as conditions.
    pub rules: RuleTable<ResultCell>,
    /// How it is written.
    pub form: TableForm,
    /// What it is called, for people.
    pub label: Option<String>,
}

/// A result of an intermediate table, in the unit of its output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResultCell {
    /// The value; `None` is null.
    pub value: Option<i64>,
    /// The parameter that gives the value, where one is named.
    pub parameter: Option<ParameterIndex>,
}

/// How a table is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableForm {
    /// As rules, in a grid or in the long form.
    Rules,
    /// As a cross-table.
    Cross(CrossForm),
}

/// The shape of a cross-table; rule `row * columns + column` stands at `row`, `column`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrossForm {
    /// How many rows.
    pub rows: usize,
    /// How many columns.
    pub columns: usize,
    /// What the tuner may change.
    pub tune: Option<CrossTune>,
}

/// What the tuner may change in a cross-table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CrossTune {
    /// The permitted values, rising.
    pub grid: Vec<i64>,
    /// Whether limits may only fall from the upper row to the lower (`Some(true)`), from the
    /// lower to the upper (`Some(false)`), or are free.
    pub falling_down: Option<bool>,
    /// Whether limits may only fall from the left column to the right (`Some(true)`), from the
    /// right to the left (`Some(false)`), or are free.
    pub falling_right: Option<bool>,
    /// Rule indexes that must stay.
    pub frozen: Vec<usize>,
}

/// What a rule of the decision gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conclusion {
    /// What happens to the claim.
    pub outcome: Outcome,
    /// Why.
    pub reason: ReasonIndex,
    /// The queue, if any.
    pub route: Option<RouteIndex>,
    /// By when it must be settled, in seconds from the claim's time, if stated.
    pub due_seconds: Option<i64>,
}

impl AuditMode {
    /// The word in rules files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AfterPayment => "after_payment",
            Self::BeforePayment => "before_payment",
        }
    }
}
