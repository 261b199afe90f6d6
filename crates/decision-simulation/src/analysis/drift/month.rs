//! What is added up over the claims of one calendar month, and of one customer in it.

use super::Month;
use crate::replay::PricedClaim;
use crate::statistics::RatioMoments;

/// Sums over one month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct MonthSums {
    pub(super) claims: u64,
    amount: i128,
    net_saving: i128,
    /// Claims with a known result.
    pub(super) known: u64,
    /// Unjustified ones among them.
    pub(super) unjustified: u64,
    /// Sums over customers of the squares of their claims, and of those with a known result.
    pub(super) claims_squared: u64,
    pub(super) known_squared: u64,
    /// Claims settled at once over claims, by customer.
    auto: RatioMoments,
    /// Loss over money settled at once, by customer.
    pub(super) loss: RatioMoments,
    /// Unjustified claims over claims with a known result, by customer.
    unjustified_by_customer: RatioMoments,
    /// Claims by factor and place of the level.
    pub(super) levels: Vec<Vec<u64>>,
}

/// One customer's claims of one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CustomerMonth {
    /// Which month.
    pub(super) number: i64,
    claims: i64,
    auto: i64,
    known: i64,
    unjustified: i64,
    loss: i64,
    auto_amount: i64,
}

impl MonthSums {
    /// A month without claims.
    pub(super) fn new(factors: usize) -> Self {
        Self {
            levels: vec![Vec::new(); factors],
            ..Self::default()
        }
    }

    /// Adds a claim, but for its levels.
    pub(super) fn add(&mut self, claim: &PricedClaim<'_>) {
        self.claims += 1;
        self.amount += claim.sums.amount;
        if claim.is_known() {
            self.known += 1;
            self.unjustified += claim.sums.unjustified;
            self.net_saving += claim.sums.net_saving();
        }
    }

    /// Adds what a customer has in this month.
    pub(super) fn add_customer(&mut self, customer: &CustomerMonth) {
        let square = |count: i64| count.unsigned_abs().saturating_mul(count.unsigned_abs());
        self.claims_squared += square(customer.claims);
        self.known_squared += square(customer.known);
        self.auto.add(customer.auto, customer.claims);
        if customer.known > 0 {
            self.unjustified_by_customer
                .add(customer.unjustified, customer.known);
        }
        if customer.auto_amount != 0 || customer.loss != 0 {
            self.loss.add(customer.loss, customer.auto_amount);
        }
    }

    /// Adds another month, or the same month of other customers.
    pub(super) fn merge(&mut self, other: &Self) {
        self.claims += other.claims;
        self.amount += other.amount;
        self.net_saving += other.net_saving;
        self.known += other.known;
        self.unjustified += other.unjustified;
        self.claims_squared += other.claims_squared;
        self.known_squared += other.known_squared;
        self.auto.merge(&other.auto);
        self.loss.merge(&other.loss);
        self.unjustified_by_customer
            .merge(&other.unjustified_by_customer);
        for (mine, theirs) in self.levels.iter_mut().zip(&other.levels) {
            if mine.len() < theirs.len() {
                mine.resize(theirs.len(), 0);
            }
            for (mine, theirs) in mine.iter_mut().zip(theirs) {
                *mine += theirs;
            }
        }
    }

    /// The month as it is reported.
    pub(super) fn shown(&self, year_month: (i64, u8), is_alarming: bool) -> Month {
        Month {
            year_month,
            claims: self.claims,
            amount: self.amount,
            auto_share: self.auto.hall(),
            loss_rate: self.loss.hall(),
            unjustified_share: self.unjustified_by_customer.hall(),
            net_saving: self.net_saving,
            is_alarming,
        }
    }
}

impl CustomerMonth {
    /// A customer without claims in this month.
    pub(super) fn new(number: i64) -> Self {
        Self {
            number,
            claims: 0,
            auto: 0,
            known: 0,
            unjustified: 0,
            loss: 0,
            auto_amount: 0,
        }
    }

    /// Adds a claim.
    pub(super) fn add(&mut self, claim: &PricedClaim<'_>) {
        let sums = &claim.sums;
        self.claims += 1;
        self.auto += sums.auto_claims.cast_signed();
        if claim.is_known() {
            self.known += 1;
            self.unjustified += sums.unjustified.cast_signed();
            self.loss = self.loss.saturating_add(narrow(sums.loss));
            self.auto_amount = self.auto_amount.saturating_add(narrow(sums.auto_amount));
        }
    }
}

/// An amount of money of one claim, which fits.
fn narrow(amount: i128) -> i64 {
    i64::try_from(amount).unwrap_or(if amount < 0 { i64::MIN } else { i64::MAX })
}
