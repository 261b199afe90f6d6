//! The stream of claims, customer by customer.

use super::claim::{CustomerType, Device, GeneratedClaim};
use super::split_mix::{below, output, pick};
use super::weights;

/// Iterator over the claims of a portfolio; it holds one customer at a time.
#[derive(Clone, Debug)]
pub struct GeneratedClaims {
    seed: u64,
    customers: u64,
    next_customer: u64,
    ready: std::vec::IntoIter<GeneratedClaim>,
}

impl GeneratedClaims {
    /// The claims of the customers `0..customers`.
    pub(super) fn new(seed: u64, customers: u64) -> Self {
        Self {
            seed,
            customers,
            next_customer: 0,
            ready: Vec::new().into_iter(),
        }
    }
}

impl Iterator for GeneratedClaims {
    type Item = GeneratedClaim;

    fn next(&mut self) -> Option<GeneratedClaim> {
        loop {
            if let Some(claim) = self.ready.next() {
                return Some(claim);
            }
            if self.next_customer == self.customers {
                return None;
            }
            self.ready = claims_of_customer(self.seed, self.next_customer).into_iter();
            self.next_customer += 1;
        }
    }
}

/// The kept claims of one customer, in order of time.
fn claims_of_customer(seed: u64, customer: u64) -> Vec<GeneratedClaim> {
    let stream = output(seed, customer);
    let customer_type = pick(below(output(stream, 0), 1_000_000), &weights::TYPE);
    let counts = weights::CLAIMS
        .get(customer_type)
        .map_or(&[][..], |row| row.as_slice());
    let count = 1 + pick(below(output(stream, 1), 10_000), counts) as u64;
    let mut claims: Vec<_> = (0..count)
        .map(|draw| drawn(stream, customer, customer_type, draw))
        .collect();
    claims.sort_by_key(|claim| (claim.day, claim.draw));
    set_history(&mut claims);
    claims.retain(|claim| claim.day >= weights::KEPT_FROM);
    keep_order_within_days(&mut claims);
    claims
}

/// Claim `draw` of a customer, without its history.
fn drawn(stream: u64, customer: u64, customer_type: usize, draw: u64) -> GeneratedClaim {
    let number = |step: u64| output(stream, 16 + 16 * draw + step);
    let happens = |step: u64, per_10_000: u64| below(number(step), 10_000) < per_10_000;
    let device = row(&weights::DEVICE, customer_type);
    let device = pick(below(number(1), 10_000), device);
    let unjustified = row(&weights::UNJUSTIFIED, customer_type)
        .get(device)
        .copied()
        .unwrap_or_default();
    let day = below(number(0), weights::DAYS).cast_signed();
    GeneratedClaim {
        customer,
        draw,
        day,
        filed_at: GeneratedClaim::midnight(day) + below(number(12), 86_400).cast_signed(),
        device: Device::from_index(device),
        prior_claims_365d: 0,
        amount: amount(customer_type, number(2), number(3), number(4)),
        justified: !happens(5, unjustified),
        clawed_back: happens(6, 4_000),
        cash_found: happens(7, 9_900),
        evidence_days: 1 + below(number(8), 6).cast_signed(),
        review_minutes: 20 + below(number(9), 41).cast_signed(),
        caught_by_review: happens(10, 9_500),
        wrongly_refused: happens(11, 100),
        customer_type: CustomerType::from_index(customer_type),
    }
}

/// The amount: a round one, and in a quarter of the larger claims some hundreds more.
fn amount(customer_type: usize, round: u64, is_odd: u64, odd: u64) -> i64 {
    let amounts = row(&weights::AMOUNT, customer_type);
    let index = pick(below(round, amounts.iter().sum()), amounts);
    let amount = weights::AMOUNTS.get(index).copied().unwrap_or_default();
    if below(is_odd, 10_000) < 2_500 && amount >= 1_000 {
        (amount + 100 * (1 + below(odd, 9).cast_signed())).min(200_000)
    } else {
        amount
    }
}

/// A row of weights; the index comes from a draw and always exists.
fn row<const N: usize>(rows: &[[u64; N]; 3], index: usize) -> &[u64] {
    rows.get(index).map_or(&[], |row| row.as_slice())
}

/// Counts for each claim the earlier ones within 365 days, at most 3. Claims are in order.
fn set_history(claims: &mut [GeneratedClaim]) {
    let days: Vec<_> = claims.iter().map(|claim| claim.day).collect();
    for (index, claim) in claims.iter_mut().enumerate() {
        let earlier = days
            .iter()
            .take(index)
            .filter(|day| claim.day - **day <= weights::KEPT_FROM);
        claim.prior_claims_365d = earlier.map(|_| 1).sum::<i64>().min(3);
    }
}

/// Raises a time to that of the claim before it where it is smaller, so that claims of one day
/// keep their order.
fn keep_order_within_days(claims: &mut [GeneratedClaim]) {
    let mut latest = i64::MIN;
    for claim in claims {
        claim.filed_at = claim.filed_at.max(latest);
        latest = claim.filed_at;
    }
}
