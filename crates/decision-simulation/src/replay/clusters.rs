//! Sums customer by customer: what the intervals of ratios and sums are computed from. Claims of
//! one customer are alike, so a customer counts as one observation.

use std::collections::BTreeMap;

use decision_matrix::RuleRef;
use decision_matrix::table::FactorIndex;

use super::priced::PricedClaim;
use crate::statistics::RatioMoments;

/// A ratio over all claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ratio {
    /// Claims settled at once over claims.
    AutoShare,
    /// Money settled at once over money.
    AutoMoneyShare,
    /// Loss over money settled at once, of known results.
    LossRate,
    /// Unjustified claims over claims settled at once, of known results.
    CountErrorRate,
    /// Saving over the clairvoyant's, of known results.
    Captured,
    /// Days, times 10^6, until settlement over claims.
    Days,
    /// Late claims over claims.
    LateShare,
    /// Loss over claims, of known results.
    Loss,
    /// Cost over claims, of known results.
    Cost,
    /// Saving over claims, of known results.
    NetSaving,
}

/// How many ratios there are.
const RATIOS: usize = Ratio::NetSaving as usize + 1;

/// What the loss rate of a line is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LossOf {
    /// A rule.
    Rule(RuleRef),
    /// A level of a factor.
    Level(FactorIndex, u16),
    /// An outcome, by its place.
    Outcome(usize),
}

/// Moments over customers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Clusters {
    ratios: [RatioMoments; RATIOS],
    lines: BTreeMap<LossOf, RatioMoments>,
    /// The customer whose claims are coming.
    current: Customer,
}

/// The sums of one customer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Customer {
    claims: i64,
    ratios: [(i64, i64); RATIOS],
    /// Loss and money settled at once.
    lines: Vec<(LossOf, i64, i64)>,
}

impl Clusters {
    /// Adds a claim of the customer whose claims are coming; `days`, times 10^6, are those until
    /// settlement.
    pub(super) fn add(&mut self, priced: &PricedClaim<'_>, days: i64) {
        let sums = &priced.sums;
        let customer = &mut self.current;
        customer.claims += 1;
        customer.count(Ratio::AutoShare, i128::from(sums.auto_claims), 1);
        customer.count(Ratio::AutoMoneyShare, sums.auto_amount, sums.amount);
        customer.count(Ratio::Days, i128::from(days), 1);
        customer.count(Ratio::LateShare, i128::from(sums.late), 1);
        if !priced.is_known() {
            return;
        }
        customer.count(Ratio::LossRate, sums.loss, sums.auto_amount);
        let unjustified = i128::from(sums.auto_unjustified);
        customer.count(Ratio::CountErrorRate, unjustified, sums.auto_claims.into());
        let possible = sums.cost_review_all - sums.cost_clairvoyant;
        customer.count(Ratio::Captured, sums.net_saving(), possible);
        customer.count(Ratio::Loss, sums.loss, 1);
        customer.count(Ratio::Cost, sums.cost, 1);
        customer.count(Ratio::NetSaving, sums.net_saving(), 1);
    }

    /// Adds a loss, and the money settled at once that it is part of, to a line of the customer.
    pub(super) fn lose(&mut self, of: LossOf, loss: i64, amount: i64) {
        let lines = &mut self.current.lines;
        match lines.iter_mut().find(|(known, ..)| *known == of) {
            Some((_, sum_loss, sum_amount)) => {
                *sum_loss = sum_loss.saturating_add(loss);
                *sum_amount = sum_amount.saturating_add(amount);
            }
            None => lines.push((of, loss, amount)),
        }
    }

    /// Adds other customers to a line.
    pub(super) fn add_line(&mut self, of: LossOf, customers: &RatioMoments) {
        self.lines.entry(of).or_default().merge(customers);
    }

    /// Closes the customer.
    pub(super) fn end(&mut self) {
        let customer = &mut self.current;
        if customer.claims == 0 {
            return;
        }
        for (moments, (n, d)) in self.ratios.iter_mut().zip(&mut customer.ratios) {
            moments.add(*n, *d);
            (*n, *d) = (0, 0);
        }
        for (of, loss, amount) in customer.lines.drain(..) {
            self.lines.entry(of).or_default().add(loss, amount);
        }
        customer.claims = 0;
    }

    /// Adds the customers of another replay; both are closed.
    pub(super) fn merge(&mut self, other: &Self) {
        for (mine, theirs) in self.ratios.iter_mut().zip(&other.ratios) {
            mine.merge(theirs);
        }
        for (of, theirs) in &other.lines {
            self.lines.entry(*of).or_default().merge(theirs);
        }
    }

    /// The moments of a ratio.
    pub(crate) fn ratio(&self, ratio: Ratio) -> &RatioMoments {
        #[expect(clippy::indexing_slicing, reason = "there is one for each ratio")]
        &self.ratios[ratio as usize]
    }

    /// The moments of the loss rate of a line, if it settles anything at once.
    pub(crate) fn loss_rate(&self, of: LossOf) -> Option<&RatioMoments> {
        self.lines.get(&of)
    }
}

impl Customer {
    fn count(&mut self, ratio: Ratio, n: i128, d: i128) {
        #[expect(clippy::indexing_slicing, reason = "there is one for each ratio")]
        let (sum_n, sum_d) = &mut self.ratios[ratio as usize];
        *sum_n = sum_n.saturating_add(narrowed(n));
        *sum_d = sum_d.saturating_add(narrowed(d));
    }
}

/// A figure of one customer: nobody has as much money as would not fit.
pub(crate) fn narrowed(sum: i128) -> i64 {
    i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX })
}
