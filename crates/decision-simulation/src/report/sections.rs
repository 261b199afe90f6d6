//! What stands in the report beside the totals: one analysis, one section.

use crate::analysis::causes::Causes;
use crate::analysis::comparison::Comparison;
use crate::analysis::drift::Drift;
use crate::analysis::frontier::Frontier;
use crate::analysis::gaming::Gaming;
use crate::analysis::limit_cells::LimitGrid;
use crate::analysis::stress::Stress;
use crate::analysis::survey::Survey;

/// The sections; an empty one is not shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sections {
    /// Root causes by cost.
    pub causes: Causes,
    /// These rules against others.
    pub comparison: Option<Comparison>,
    /// Months and alarms.
    pub drift: Drift,
    /// Policies over the tunable limits.
    pub frontier: Option<Frontier>,
    /// Claims just below the limits.
    pub gaming: Gaming,
    /// Cross-tables of limits, with what happened in their cells.
    pub limits: Vec<LimitGrid>,
    /// What happens if people or machines behave otherwise.
    pub stress: Stress,
    /// Answers of customers.
    pub survey: Survey,
}
