//! Scenarios and margins from the sums of the past.

use super::{Scenario, StressKind, StressMargin, StressSums};
use crate::statistics::{float, ratio};

/// What is shown: half and all of the claimants shade, twice and four times the unjustified
/// claims, three and ten times the claims of an outage, half more and twice the unjustified share.
const SHOWN: [StressKind; 11] = [
    StressKind::Past,
    StressKind::Shading(0.5),
    StressKind::Shading(1.0),
    StressKind::Opportunists(2.0),
    StressKind::Opportunists(4.0),
    StressKind::ShadingOpportunists(0.5, 2.0),
    StressKind::ShadingOpportunists(1.0, 4.0),
    StressKind::Outage(3.0),
    StressKind::Outage(10.0),
    StressKind::Drift(1.5),
    StressKind::Drift(2.0),
];
/// A kind of stress by how strong it is.
type KindOf = fn(f64) -> StressKind;

/// The shading share of the margin of both together.
const SHADING_OF_BOTH: f64 = 1.0;

/// The sums that every scenario is made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mix {
    pub(super) steady: StressSums,
    pub(super) stressed: StressSums,
    /// The stressed claims where everyone who can asks for the limit.
    pub(super) shaded: StressSums,
    /// The claims that multiply in an outage.
    pub(super) outage: Option<StressSums>,
}

/// The sums of a scenario.
#[derive(Clone, Copy, Debug)]
struct Weighted {
    claims: f64,
    auto_claims: f64,
    auto_amount: f64,
    loss: f64,
    net_saving: f64,
}

impl Weighted {
    /// Sums, each so many times.
    fn of(parts: &[(f64, &StressSums)]) -> Self {
        let sum = |figure: fn(&StressSums) -> i128| -> f64 {
            let parts = parts.iter();
            parts.map(|(times, sums)| times * float(figure(sums))).sum()
        };
        Self {
            claims: sum(|it| it.claims),
            auto_claims: sum(|it| it.auto_claims),
            auto_amount: sum(|it| it.auto_amount),
            loss: sum(|it| it.loss),
            net_saving: sum(|it| it.net_saving),
        }
    }

    /// How far the loss lies above the accepted share of the money settled at once.
    fn excess(&self, accepted: f64) -> f64 {
        self.loss - accepted * self.auto_amount
    }
}

impl Mix {
    /// The scenarios that are shown. One that the past does not know, such as an outage without
    /// levels, is left out.
    pub(super) fn scenarios(&self, accepted: Option<f64>) -> Vec<Scenario> {
        let scenario = |kind: StressKind| {
            let sums = self.under(kind)?;
            let over = |value: f64, whole: f64| (whole > 0.0).then(|| value / whole);
            Some(Scenario {
                kind,
                loss_rate: over(sums.loss, sums.auto_amount),
                net_saving: sums.net_saving,
                auto_share: over(sums.auto_claims, sums.claims),
                is_broken: accepted.is_some_and(|accepted| sums.excess(accepted) > 0.0),
            })
        };
        SHOWN.into_iter().filter_map(scenario).collect()
    }

    /// The margins of the kinds.
    pub(super) fn margins(&self, accepted: Option<f64>) -> Vec<StressMargin> {
        let most_drift = self.most_drift();
        let kinds: [(KindOf, f64, f64); 5] = [
            (StressKind::Shading, 0.0, 1.0),
            (StressKind::Opportunists, 1.0, f64::INFINITY),
            (
                |times| StressKind::ShadingOpportunists(SHADING_OF_BOTH, times),
                1.0,
                f64::INFINITY,
            ),
            (StressKind::Outage, 1.0, f64::INFINITY),
            (StressKind::Drift, 1.0, most_drift.unwrap_or(1.0)),
        ];
        let margin = |(kind, none, most): (KindOf, f64, f64)| {
            // Everything is linear in the stress: two points are the whole line.
            let (first, second) = (self.line(kind(none))?, self.line(kind(none + 1.0))?);
            let breaks = accepted.map_or(f64::INFINITY, |accepted| {
                let excess = [first, second].map(|sums| sums.excess(accepted));
                crossing(excess, none, most)
            });
            let ends = crossing([-first.net_saving, -second.net_saving], none, most);
            Some(StressMargin {
                breaks_limit: kind(breaks),
                ends_saving: kind(ends),
            })
        };
        kinds.into_iter().filter_map(margin).collect()
    }

    /// The sums under a stress; `None` where the past does not know it.
    fn under(&self, kind: StressKind) -> Option<Weighted> {
        match kind {
            StressKind::Drift(times) if times > self.most_drift()? => None,
            _ => self.line(kind),
        }
    }

    /// The sums as a linear function of the stress, also beyond what is possible.
    fn line(&self, kind: StressKind) -> Option<Weighted> {
        let Self {
            steady,
            stressed,
            shaded,
            outage,
        } = self;
        let both = |share: f64, times: f64| {
            Weighted::of(&[
                (1.0, steady),
                (times * (1.0 - share), stressed),
                (times * share, shaded),
            ])
        };
        Some(match kind {
            StressKind::Past => both(0.0, 1.0),
            StressKind::Shading(share) => both(share, 1.0),
            StressKind::Opportunists(times) => both(0.0, times),
            StressKind::ShadingOpportunists(share, times) => both(share, times),
            StressKind::Outage(times) => Weighted::of(&[
                (1.0, steady),
                (1.0, stressed),
                (times - 1.0, outage.as_ref()?),
            ]),
            StressKind::Drift(times) => {
                let others = 1.0 - (times - 1.0) * ratio(stressed.claims, steady.claims)?;
                Weighted::of(&[(others, steady), (times, stressed)])
            }
        })
    }

    /// How many times the unjustified share can be at most: then every claim is unjustified.
    fn most_drift(&self) -> Option<f64> {
        ratio(
            self.steady.claims + self.stressed.claims,
            self.stressed.claims,
        )
    }
}

/// The smallest stress in `none..=most` where a line that has these values at `none` and at one more
/// lies above 0; infinite where it does nowhere, `none` where it does from the beginning.
fn crossing([first, second]: [f64; 2], none: f64, most: f64) -> f64 {
    let slope = second - first;
    if first > 0.0 {
        return none;
    }
    if slope <= 0.0 {
        return f64::INFINITY;
    }
    let at = none - first / slope;
    if at <= most { at } else { f64::INFINITY }
}
