//! Root causes by cost (Pareto): where the reasons of the rules name a `root_cause`, what each
//! cause costs, and what would be saved at most if it disappeared.

/// Causes by cost, the most costly first; reasons without a `root_cause` stand under no cause.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Causes {
    /// One line a cause.
    pub lines: Vec<CauseLine>,
}

/// One cause.
#[derive(Clone, Debug, PartialEq)]
pub struct CauseLine {
    /// The word of the rules file; `None` gathers reasons without one.
    pub cause: Option<String>,
    /// Its reasons that claims had, in order of declaration.
    pub reasons: Vec<String>,
    /// Claims.
    pub claims: u64,
    /// Money claimed, in minor units.
    pub amount: i128,
    /// What their decisions cost, losses included, in minor units: what the bank would save at
    /// most if the cause disappeared. Over known results.
    pub cost: i128,
    /// Share of the cost of all claims; `None` where nothing costs.
    pub cost_share: Option<f64>,
    /// Share of this and all more costly causes.
    pub cumulative_share: Option<f64>,
}
