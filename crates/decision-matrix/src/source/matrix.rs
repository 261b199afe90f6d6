//! A rules file with its shape understood and nothing else: every name, type and cell is still
//! the text that was written, with its place.

use super::grid::CrossGrid;
use super::span::{Span, Text};

/// A whole rules file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceMatrix {
    /// `matrix`
    pub id: Text,
    /// `version`
    pub version: Text,
    /// `title`
    pub title: Option<Text>,
    /// `owner`
    pub owner: Option<Text>,
    /// `currency`
    pub currency: Option<Text>,
    /// `effective`
    pub effective: Option<SourceEffective>,
    /// `keys`
    pub keys: SourceKeys,
    /// `permits`
    pub permits: Vec<Text>,
    /// `factors`, in order
    pub factors: Vec<SourceFactor>,
    /// `parameters`, in order
    pub parameters: Vec<SourceParameter>,
    /// `derive`, in order
    pub derives: Vec<SourceDerive>,
    /// `tables`, in order
    pub tables: Vec<SourceTable>,
    /// `decision`
    pub decision: SourceTable,
    /// `reasons`; `None` where the key is absent, which leaves every code permitted
    pub reasons: Option<Vec<SourceReason>>,
    /// `guarantees`, in order
    pub guarantees: Vec<SourceGuarantee>,
    /// `audit`
    pub audit: Option<SourceAudit>,
}

/// `effective: {from, to}`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceEffective {
    /// The key `effective`.
    pub span: Span,
    /// First moment.
    pub from: Option<Text>,
    /// First moment no more.
    pub to: Option<Text>,
}

/// `keys`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceKeys {
    /// The key `keys`.
    pub span: Span,
    /// Key name and column, in order; `natural` apart.
    pub columns: Vec<(Text, Text)>,
    /// The columns of `natural`.
    pub natural: Vec<Text>,
}

/// The keys that say what values a column has: of a factor, a parameter, a derive, an output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceType {
    /// The mapping's own key (the factor's name, `output`, ..): where a missing key is reported.
    pub span: Span,
    /// `type`
    pub type_name: Text,
    /// `scale`
    pub scale: Option<Text>,
    /// The key `values` and its words.
    pub values: Option<(Span, Vec<Text>)>,
    /// `domain`
    pub domain: Option<Text>,
    /// `nullable`; the reader has made sure that it is `true` or `false`
    pub nullable: bool,
}

/// One factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFactor {
    /// Its name.
    pub name: Text,
    /// Its type keys.
    pub value_type: SourceType,
    /// `changeable`, true by default
    pub changeable: bool,
    /// `sensitive`, false by default
    pub sensitive: bool,
    /// `unit`
    pub unit: Option<Text>,
    /// `label`
    pub label: Option<Text>,
    /// `from`
    pub history: Option<SourceHistory>,
}

/// `from: {history, of, field, per, window}`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceHistory {
    /// The key `from`.
    pub span: Span,
    /// `history`
    pub function: Text,
    /// `of`
    pub of: Text,
    /// `field`
    pub field: Option<Text>,
    /// `per`
    pub per: Text,
    /// `window`
    pub window: Text,
}

/// One parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceParameter {
    /// Its name.
    pub name: Text,
    /// Its type keys; a parameter is never nullable.
    pub value_type: SourceType,
    /// `value`
    pub value: Text,
    /// `label`
    pub label: Option<Text>,
    /// `tune`
    pub tune: Option<SourceParameterTune>,
}

/// `tune: {min, max, step}`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceParameterTune {
    /// The key `tune`.
    pub span: Span,
    /// `min`
    pub min: Text,
    /// `max`
    pub max: Text,
    /// `step`
    pub step: Text,
}

/// One derived factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceDerive {
    /// Its name.
    pub name: Text,
    /// Its type keys.
    pub value_type: SourceType,
    /// `is`
    pub expression: Text,
    /// `rounding`
    pub rounding: Option<Text>,
    /// `label`
    pub label: Option<Text>,
}

/// One table, or the decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceTable {
    /// Its name; `decision` for the last one, at the place of the key.
    pub name: Text,
    /// `hit`
    pub hit: Option<Text>,
    /// `output`; absent in the decision
    pub output: Option<SourceType>,
    /// `default`; a table's is one pair with the table's own name
    pub default: Option<SourceDefault>,
    /// The rules.
    pub body: SourceBody,
    /// `label`
    pub label: Option<Text>,
    /// `allow`: code and why
    pub allow: Vec<(Text, Text)>,
}

/// `default`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceDefault {
    /// The key `default`.
    pub span: Span,
    /// Result column and value; a table's plain scalar stands under the table's own name.
    pub results: Vec<(Text, Text)>,
}

/// The rules of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "there is one a table")]
pub enum SourceBody {
    /// A grid or the long form.
    Rules {
        /// Whether it is a grid.
        is_grid: bool,
        /// The condition columns: the header of a grid; in the long form every column that a rule
        /// names, in order of first appearance.
        columns: Vec<Text>,
        /// The result columns of a grid's header; in the long form every one that a rule names.
        results: Vec<Text>,
        /// The rules.
        rules: Vec<SourceRule>,
    },
    /// A cross-table.
    Cross {
        /// `rows`
        rows: Text,
        /// `columns`
        columns: Text,
        /// `cells`
        grid: CrossGrid,
        /// `tune`
        tune: Option<SourceTableTune>,
    },
}

/// One rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRule {
    /// The grid line, or the rule's mapping.
    pub span: Span,
    /// Its id.
    pub id: Text,
    /// The cells of the condition columns.
    pub conditions: SourceCells,
    /// The cells of the result columns.
    pub results: SourceCells,
    /// `allow`: code and why
    pub allow: Vec<(Text, Text)>,
}

/// The cells that a rule has, of as many columns as its table has. A rule of the long form leaves
/// out most columns of a wide table, so only the cells that are there take room.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceCells {
    cells: Vec<Text>,
    /// The column of each cell, rising; `None` where there is one for each column.
    columns: Option<Vec<usize>>,
}

impl SourceCells {
    /// One cell for each column.
    pub fn of_every_column(cells: Vec<Text>) -> Self {
        Self {
            cells,
            columns: None,
        }
    }

    /// The cells of some columns, each at most once, in any order.
    pub fn of_columns(mut cells: Vec<(usize, Text)>) -> Self {
        cells.sort_by_key(|(column, _)| *column);
        let (columns, cells) = cells.into_iter().unzip();
        Self {
            cells,
            columns: Some(columns),
        }
    }

    /// The cell of a column; `None` where the rule leaves it out.
    pub fn get(&self, column: usize) -> Option<&Text> {
        let at = match &self.columns {
            None => column,
            Some(columns) => columns.binary_search(&column).ok()?,
        };
        self.cells.get(at)
    }

    /// The cells that are there, in the order of their columns.
    pub fn cells(&self) -> &[Text] {
        &self.cells
    }
}

/// `tune` of a cross-table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceTableTune {
    /// The key `tune`.
    pub span: Span,
    /// `grid`: the permitted values
    pub grid: Vec<Text>,
    /// `falling: {rows: down|up}`
    pub falling_rows: Option<Text>,
    /// `falling: {columns: right|left}`
    pub falling_columns: Option<Text>,
    /// `frozen`: rule ids
    pub frozen: Vec<Text>,
}

/// One reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceReason {
    /// Its code.
    pub code: Text,
    /// `staff`: language and wording; a plain text has no language.
    pub staff: Vec<(Option<Text>, Text)>,
    /// `customer`: language and wording; a plain text has no language.
    pub customer: Vec<(Option<Text>, Text)>,
    /// `root_cause`
    pub root_cause: Option<Text>,
}

/// One guarantee.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceGuarantee {
    /// Its mapping.
    pub span: Span,
    /// `id`
    pub id: Text,
    /// Exactly one of `never`, `always`, `more_cautious`.
    pub claim: SourceGuaranteeClaim,
    /// `when`: column and cell
    pub when: Vec<(Text, Text)>,
    /// `allow`: code and why
    pub allow: Vec<(Text, Text)>,
}

/// What a guarantee states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceGuaranteeClaim {
    /// `never: [outcome, ..]`
    Never(Vec<Text>),
    /// `always: [outcome, ..]`
    Always(Vec<Text>),
    /// `more_cautious: {factor: rising | falling}`
    MoreCautious(Vec<(Text, Text)>),
}

/// `audit: {share, of, mode}`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceAudit {
    /// The key `audit`.
    pub span: Span,
    /// `share`
    pub share: Text,
    /// `of`
    pub of: Vec<Text>,
    /// `mode`; `after_payment` where absent
    pub mode: Option<Text>,
}
