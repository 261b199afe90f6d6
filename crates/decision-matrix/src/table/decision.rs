//! The whole matrix, checked.

use super::audit::Audit;
use super::column::{ColumnRef, ColumnType, Derive, Factor};
use super::currency::Currency;
use super::guarantee::Guarantee;
use super::key::Keys;
use super::parameter::Parameter;
use super::reason::Reason;
use super::rules::{Conclusion, RuleTable, Table};

/// A checked matrix: factors in, decision out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionTables {
    /// `matrix`
    pub id: String,
    /// `version`
    pub version: String,
    /// `title`
    pub title: Option<String>,
    /// `owner`
    pub owner: Option<String>,
    /// `currency`
    pub currency: Option<Currency>,
    /// When the rules are in force.
    pub effective: Option<Effective>,
    /// Identity and time of a claim.
    pub keys: Keys,
    /// Whether `decline` may be used.
    pub permits_decline: bool,
    /// Every text literal of the file, each once, NOT sorted (order of first appearance); a text
    /// value is its index here.
    pub texts: Vec<String>,
    /// Factors, in order of declaration.
    pub factors: Vec<Factor>,
    /// Parameters, in order of declaration.
    pub parameters: Vec<Parameter>,
    /// Derived factors, in order of declaration.
    pub derives: Vec<Derive>,
    /// Intermediate tables, in order of declaration.
    pub tables: Vec<Table>,
    /// Derives and tables, each after everything it reads.
    pub order: Vec<ColumnRef>,
    /// The final table; its id in messages is `decision`.
    pub decision: RuleTable<Conclusion>,
    /// Every reason code that a rule uses or the file words: declared ones first, in order.
    pub reasons: Vec<Reason>,
    /// Every queue that a rule names, in order of first use.
    pub routes: Vec<String>,
    /// Promised properties.
    pub guarantees: Vec<Guarantee>,
    /// The random check of approvals.
    pub audit: Option<Audit>,
}

/// When rules are in force: half-open, in seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Effective {
    /// First second.
    pub from: Option<i64>,
    /// First second no more.
    pub to: Option<i64>,
}

impl Effective {
    /// Whether the rules are in force at a second.
    pub fn contains(&self, time: i64) -> bool {
        self.from.is_none_or(|from| from <= time) && self.to.is_none_or(|to| time < to)
    }
}

impl DecisionTables {
    /// The values of a column. The index must be one of this matrix.
    pub fn column_type(&self, column: ColumnRef) -> Option<&ColumnType> {
        match column {
            ColumnRef::Factor(index) => self.factors.get(index.0 as usize).map(|it| &it.column),
            ColumnRef::Derive(index) => self.derives.get(index.0 as usize).map(|it| &it.column),
            ColumnRef::Table(index) => self.tables.get(index.0 as usize).map(|it| &it.output),
        }
    }

    /// The name of a column, empty for an index of another matrix.
    pub fn column_name(&self, column: ColumnRef) -> &str {
        match column {
            ColumnRef::Factor(index) => self
                .factors
                .get(index.0 as usize)
                .map(|it| it.name.as_str()),
            ColumnRef::Derive(index) => self
                .derives
                .get(index.0 as usize)
                .map(|it| it.name.as_str()),
            ColumnRef::Table(index) => self.tables.get(index.0 as usize).map(|it| it.name.as_str()),
        }
        .unwrap_or_default()
    }
}
