//! What a proof found: a code, a place in the matrix, and claims that show it.
//!
//! Places are indexes of the checked matrix; the entry brings them to lines of the file.

use crate::diagnostic::Code;
pub use crate::diagnostic::Witness;
use crate::table::{
    ColumnRef, DecisionTables, DeriveIndex, FactorIndex, ParameterIndex, ReasonIndex, TableForm,
    TableIndex,
};

/// An intermediate table, or the decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableRef {
    /// An intermediate table.
    Table(TableIndex),
    /// The final table.
    Decision,
}

/// A place in a matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A table's key.
    Table(TableRef),
    /// A rule: its grid line or its mapping.
    Rule(TableRef, usize),
    /// A condition cell of a rule: table, rule, condition column.
    Cell(TableRef, usize, usize),
    /// A guarantee, by its position.
    Guarantee(usize),
    /// A factor's name.
    Factor(FactorIndex),
    /// A derived factor's name.
    Derive(DeriveIndex),
    /// A parameter's name.
    Parameter(ParameterIndex),
    /// A reason's code, where the file declares it.
    Reason(ReasonIndex),
}

/// One finding of a proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// What kind of finding it is.
    pub(crate) code: Code,
    /// Where it stands.
    pub(crate) place: Place,
    /// What was found: lower case, no full stop, user's text in backticks.
    pub(crate) message: String,
    /// The words at the caret, possibly empty.
    pub(crate) label: String,
    /// What to do.
    pub(crate) help: Option<String>,
    /// Further places, each with what to see there.
    pub(crate) related: Vec<(Place, String)>,
    /// The table it is about.
    pub(crate) table: Option<TableRef>,
    /// The ids of the rules it is about.
    pub(crate) rules: Vec<String>,
    /// The guarantee it is about, by its position.
    pub(crate) guarantee: Option<usize>,
    /// The conditions of a rule that is missing: each condition column with its cell.
    pub(crate) missing_rule: Vec<(ColumnRef, String)>,
    /// Claims that show it, each confirmed by the engine; two for a step: before, after.
    pub(crate) witness: Vec<Witness>,
}

impl Finding {
    /// A finding with nothing but what it must have.
    pub(crate) fn new(code: Code, place: Place, message: impl Into<String>) -> Self {
        Self {
            code,
            place,
            message: message.into(),
            label: String::new(),
            help: None,
            related: Vec::new(),
            table: None,
            rules: Vec::new(),
            guarantee: None,
            missing_rule: Vec::new(),
            witness: Vec::new(),
        }
    }

    /// The words at the caret.
    pub(crate) fn set_label(&mut self, label: impl Into<String>) {
        self.label = label.into();
    }
}

impl TableRef {
    /// Every intermediate table in order of declaration, then the decision.
    pub(crate) fn all(tables: &DecisionTables) -> impl Iterator<Item = Self> {
        (0..)
            .map(TableIndex)
            .take(tables.tables.len())
            .map(Self::Table)
            .chain([Self::Decision])
    }

    /// Whether the table is written as a cross-table.
    pub(crate) fn is_cross(self, tables: &DecisionTables) -> bool {
        let index = match self {
            Self::Table(index) => index.0 as usize,
            Self::Decision => return false,
        };
        let table = tables.tables.get(index);
        table.is_some_and(|table| matches!(table.form, TableForm::Cross(_)))
    }

    /// The name of the table, `decision` for the last one.
    pub(crate) fn name(self, tables: &DecisionTables) -> &str {
        match self {
            Self::Table(index) => tables.column_name(ColumnRef::Table(index)),
            Self::Decision => "decision",
        }
    }
}
