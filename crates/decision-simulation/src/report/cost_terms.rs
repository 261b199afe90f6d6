//! What a policy costs, term by term: the steps of the waterfall.

/// The cost of a policy over the claims with a known result, term by term, in minor units. The sum
/// of the terms is the cost.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CostTerms {
    /// Reviews: staff, calls, messages.
    pub(crate) direct: i128,
    /// Waiting: contacts, good will, interest.
    pub(crate) delay: i128,
    /// Penalties for being late.
    pub(crate) late: i128,
    /// Refusing justified claims.
    pub(crate) wrong_refusal: i128,
    /// Unjustified claims that reviews let pass.
    pub(crate) residual_loss: i128,
    /// Settling at once, without audits and losses.
    pub(crate) machine: i128,
    /// Audits of claims settled at once.
    pub(crate) audit: i128,
    /// Losses of claims settled at once.
    pub(crate) loss: i128,
}

impl CostTerms {
    /// The cost.
    pub(crate) fn total(&self) -> i128 {
        self.direct
            + self.delay
            + self.late
            + self.wrong_refusal
            + self.residual_loss
            + self.machine
            + self.audit
            + self.loss
    }

    /// Adds other terms.
    pub(crate) fn add(&mut self, other: &Self) {
        self.direct += other.direct;
        self.delay += other.delay;
        self.late += other.late;
        self.wrong_refusal += other.wrong_refusal;
        self.residual_loss += other.residual_loss;
        self.machine += other.machine;
        self.audit += other.audit;
        self.loss += other.loss;
    }

    /// Whether nothing costs, or nothing was split.
    pub(crate) fn is_zero(&self) -> bool {
        *self == Self::default()
    }
}
