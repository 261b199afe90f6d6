//! The limits of the rules as people draw them: cross-tables of money, and in each cell the claims
//! that read it, what they risk, and where a review would cost as much.

/// A cross-table of money with what happened in its cells.
#[derive(Clone, Debug, PartialEq)]
pub struct LimitGrid {
    /// What the table is called.
    pub name: String,
    /// What rows and columns are.
    pub corner: String,
    /// Heads of the columns.
    pub columns: Vec<String>,
    /// Head and cells of each row.
    pub rows: Vec<(String, Vec<LimitCell>)>,
}

/// One cell.
#[derive(Clone, Debug, PartialEq)]
pub struct LimitCell {
    /// The limit in minor units; `None` is null.
    pub limit: Option<i64>,
    /// Claims that read the cell.
    pub claims: u64,
    /// Those of them that are settled at once.
    pub auto_claims: u64,
    /// Their loss over their money settled at once.
    pub loss_rate: Option<f64>,
    /// What they save against being reviewed, in minor units, over known results.
    pub net_saving: i128,
    /// The amount at which a review of such a claim costs as much as the loss that it can be
    /// expected to stop; `None` where none of them was unjustified.
    pub break_even_amount: Option<i128>,
    /// Avoidable loss per claim over the highest band of amounts that is settled at once.
    pub marginal_break_even: Option<i128>,
}
