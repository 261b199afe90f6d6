//! What history really was: the decisions that were made, as far as the claims say who made them.

/// The cost of the decisions that were really made, over the claims with a known result of which
/// it is known who settled them. Money is in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PastPolicy {
    /// Claims of which it is known who settled them.
    pub claims: u64,
    /// Those of them that were settled at once.
    pub auto_claims: u64,
    /// What they cost, losses included.
    pub cost: i128,
    /// The losses in the cost.
    pub loss: i128,
    /// What the rules of this report cost on the same claims.
    pub cost_of_rules: i128,
}
