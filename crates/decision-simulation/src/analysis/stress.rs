//! Stress: what happens to loss and saving if people or machines behave otherwise than in the past.

/// Scenarios and margins.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stress {
    /// The loss rate that the bank accepts.
    pub accepted_loss_rate: Option<f64>,
    /// Scenario by scenario; the first one is the past as it was.
    pub scenarios: Vec<Scenario>,
    /// The smallest stress of each kind that breaks the accepted loss rate or ends the saving.
    pub margins: Vec<StressMargin>,
}

/// What is stressed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum StressKind {
    /// Nothing.
    Past,
    /// This share of the claimants of unjustified claims above their limit ask for the limit.
    Shading(f64),
    /// So many times the unjustified claims.
    Opportunists(f64),
    /// Both.
    ShadingOpportunists(f64, f64),
    /// So many times the claims of the device status or level that is settled at once the most.
    Outage(f64),
    /// The share of unjustified claims rises by this factor, the number of claims stays.
    Drift(f64),
}

/// One scenario.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scenario {
    /// What is stressed.
    pub kind: StressKind,
    /// Loss over money settled at once.
    pub loss_rate: Option<f64>,
    /// What is saved against reviewing every claim, in minor units.
    pub net_saving: f64,
    /// Share of claims settled at once.
    pub auto_share: Option<f64>,
    /// Whether the loss rate is above what is accepted.
    pub is_broken: bool,
}

/// How much stress the policy bears.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StressMargin {
    /// The kind; its numbers say from where the accepted loss rate is broken. Infinite where no
    /// stress of the kind does it.
    pub breaks_limit: StressKind,
    /// The same for the saving, from where it is none.
    pub ends_saving: StressKind,
}
