//! The best policies, found from sums over levels: no claim is looked at again.
//!
//! Three sets of policies are put together and the best of them kept. The supported points:
//! saving less a price on the loss, for every price at which the choice changes (the lower hull,
//! found by halving it; exact, as each choice is a maximum closure). For a row of permitted loss
//! rates the best choice of saving less a price on `loss - rate * money`, by secant steps
//! (Everett 1963). From those, steps of one limit at a time as long as they save more within the
//! rate. The first two are exact; the third fills the gaps of the hull, and a better policy in
//! such a gap may exist.

use std::collections::BTreeMap;

use super::closure::{LevelOrder, WEIGHT_LIMIT};
use super::points::{Policy, frontier};
use super::tunables::Tunables;
use super::{Frontier, step::Step};
use crate::replay::{Group, Sums};

/// One, in permitted loss rates.
const PART: i128 = 1_000_000;
/// Permitted loss rates that are always looked at, in millionths.
const NAMED_RATES: [i128; 3] = [5_000, 10_000, 20_000];
/// Permitted loss rates between the smallest and the largest one.
const RATES: i128 = 40;
/// Most minimum cuts of a search over few levels.
const CUTS: usize = 1_500;
/// The work of all cuts together, in levels.
const CUT_LEVELS: usize = 600_000;
/// Most steps from one policy.
const CLIMB: usize = 64;

/// What every policy over the tunable limits comes to.
#[derive(Clone, Debug)]
pub struct Statistics {
    /// Against the present policy, cell by cell and level by level.
    changes: Vec<Step>,
    offsets: Vec<usize>,
    total: Sums,
    claims: u64,
    auto_claims: u64,
    auto_amount: i128,
    amount: i128,
    auto_negative: u64,
    has_negative: bool,
}

/// What a policy comes to. Losses and costs are over known results, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PolicyFigures {
    /// Claims settled at once.
    pub auto_claims: i128,
    /// Money settled at once.
    pub auto_amount: i128,
    /// Money settled at once whose result is known.
    pub known_amount: i128,
    /// Claims settled at once with an amount below zero.
    pub auto_negative: i128,
    /// Claims that wait for a person, over known results, more than at present.
    pub reviews: i128,
    /// Claims settled at once of which nothing was owed.
    pub auto_unjustified: i128,
    /// Loss of claims settled at once.
    pub loss: i128,
    /// The part of it that a review would have stopped.
    pub avoidable_loss: i128,
    /// What is saved against reviewing every claim.
    pub net_saving: i128,
}

impl Statistics {
    /// From the changes of each level against the level below.
    pub(super) fn new(tunables: &Tunables, mut steps: Vec<Step>, total: &Group) -> Self {
        for cell in &tunables.cells {
            let mut sum = Step::default();
            for step in steps.iter_mut().skip(cell.offset).take(cell.levels) {
                sum.add(step);
                *step = sum;
            }
        }
        Self {
            changes: steps,
            offsets: tunables.cells.iter().map(|cell| cell.offset).collect(),
            total: total.known,
            claims: total.claims(),
            auto_claims: total.auto_claims(),
            auto_amount: total.auto_amount(),
            amount: total.amount(),
            auto_negative: total.auto_negative(),
            has_negative: total.negative() > 0,
        }
    }

    /// What a policy comes to: a level for each tunable cell, in order of declaration, tables
    /// first.
    pub fn evaluate(&self, levels: &[usize]) -> PolicyFigures {
        let mut sum = Step::default();
        for (offset, level) in self.offsets.iter().zip(levels) {
            if let Some(change) = self.changes.get(offset + level) {
                sum.add(change);
            }
        }
        PolicyFigures {
            auto_claims: i128::from(self.auto_claims) + i128::from(sum.auto_claims),
            auto_amount: self.auto_amount + sum.auto_amount,
            known_amount: self.total.auto_amount + sum.known_amount,
            auto_negative: i128::from(self.auto_negative) + i128::from(sum.auto_negative),
            reviews: i128::from(sum.reviews),
            auto_unjustified: i128::from(self.total.auto_unjustified)
                + i128::from(sum.auto_unjustified),
            loss: self.total.loss + sum.loss,
            avoidable_loss: self.total.avoidable_loss + sum.avoidable_loss,
            net_saving: self.total.net_saving() - sum.cost,
        }
    }

    /// All claims and their money; the money only where none of it is negative.
    pub(super) fn whole(&self) -> (u64, Option<i128>) {
        (self.claims, (!self.has_negative).then_some(self.amount))
    }

    fn change(&self, cell: usize, level: usize) -> Step {
        let at = self.offsets.get(cell).map(|offset| offset + level);
        at.and_then(|at| self.changes.get(at))
            .copied()
            .unwrap_or_default()
    }
}

impl PolicyFigures {
    /// Whether the loss is at most this part of the money settled at once, in millionths.
    fn keeps(&self, rate: i128) -> bool {
        self.excess(rate) <= 0
    }

    /// By how much the loss is above the rate, times [`PART`].
    fn excess(&self, rate: i128) -> i128 {
        self.loss
            .saturating_mul(PART)
            .saturating_sub(rate.saturating_mul(self.known_amount))
    }
}

/// Searches the best policies.
pub(super) fn search(tunables: &Tunables, statistics: &Statistics, entangled: u64) -> Frontier {
    let present = tunables.present();
    let mut search = Search {
        statistics,
        found: BTreeMap::new(),
        looked_at: 1,
        cuts: 0,
        reserve: 0,
    };
    if let Some(order) = &tunables.order {
        search.cuts = (CUT_LEVELS / order.nodes().max(1)).clamp(40, CUTS);
        search.reserve = search.cuts / 2;
        search.supported(order);
        search.along_rates(order);
        if order.permits(&present) {
            search.keep(present.clone());
        }
    }
    let policies = { search.found.into_iter() }.map(|(levels, figures)| Policy { levels, figures });
    let present = Policy {
        figures: statistics.evaluate(&present),
        levels: present,
    };
    frontier(
        tunables,
        statistics.whole(),
        policies.collect(),
        &present,
        (search.looked_at, entangled),
    )
}

/// Policies found so far.
struct Search<'a> {
    statistics: &'a Statistics,
    found: BTreeMap<Vec<usize>, PolicyFigures>,
    looked_at: u64,
    /// Minimum cuts that may still be made.
    cuts: usize,
    /// Of those, how many are kept for permitted loss rates.
    reserve: usize,
}

impl Search<'_> {
    /// Remembers a policy.
    fn keep(&mut self, levels: Vec<usize>) -> PolicyFigures {
        let figures = self.statistics.evaluate(&levels);
        if self.found.insert(levels, figures).is_none() {
            self.looked_at += 1;
        }
        figures
    }

    /// The policy with the most of `saving * of_saving - price * bad`, where `bad` is a sum over
    /// levels.
    fn best(
        &mut self,
        order: &LevelOrder,
        (of_saving, price): (i128, i128),
        bad: impl Fn(&Step) -> i128,
    ) -> (Vec<usize>, PolicyFigures) {
        self.cuts = self.cuts.saturating_sub(1);
        let levels = order.best(|cell, level| {
            let change = self.statistics.change(cell, level);
            let weight = of_saving
                .saturating_mul(-change.cost)
                .saturating_sub(price.saturating_mul(bad(&change)));
            weight.clamp(-WEIGHT_LIMIT, WEIGHT_LIMIT)
        });
        let figures = self.keep(levels.clone());
        (levels, figures)
    }

    /// Every policy that is the best one at some price of the loss.
    fn supported(&mut self, order: &LevelOrder) {
        let bad = |change: &Step| change.loss;
        let (_, cautious) = self.best(order, (1, 1 << 30), bad);
        let (_, generous) = self.best(order, (1 << 30, 1), bad);
        let mut open = vec![(cautious, generous)];
        while let Some((low, high)) = open.pop() {
            let (more_saving, more_loss) = (high.net_saving - low.net_saving, high.loss - low.loss);
            if more_saving <= 0 || more_loss <= 0 || self.cuts < self.reserve {
                continue;
            }
            let prices = shortened(more_loss, more_saving);
            let (_, middle) = self.best(order, prices, bad);
            let is_between = low.loss < middle.loss && middle.loss < high.loss;
            let value = |it: &PolicyFigures| {
                (it.net_saving.saturating_mul(prices.0))
                    .saturating_sub(it.loss.saturating_mul(prices.1))
            };
            if is_between && value(&middle) > value(&low).max(value(&high)) {
                open.push((low, middle));
                open.push((middle, high));
            }
        }
    }

    /// For a row of permitted loss rates the best policies within them.
    fn along_rates(&mut self, order: &LevelOrder) {
        let rates = self
            .found
            .values()
            .filter(|it| it.known_amount > 0)
            .map(|it| it.loss.saturating_mul(PART) / it.known_amount);
        let (mut least, mut most) = (PART, 0);
        for rate in rates {
            least = least.min(rate);
            most = most.max(rate);
        }
        let between = (0..=RATES).map(|at| least + (most - least).max(0) * at / RATES);
        let mut rates: Vec<i128> = between.chain(NAMED_RATES).collect();
        rates.sort_unstable();
        rates.dedup();
        for rate in rates {
            self.within(order, rate);
        }
    }

    /// Policies within a loss rate that save the most.
    fn within(&mut self, order: &LevelOrder, rate: i128) {
        let bad = |change: &Step| {
            change
                .loss
                .saturating_mul(PART)
                .saturating_sub(rate.saturating_mul(change.known_amount))
        };
        let (levels, mut over) = self.best(order, (1 << 20, 0), bad);
        if over.keeps(rate) {
            self.climb(order, levels, rate);
            return;
        }
        let (mut levels, mut under) = self.best(order, (1, 1 << 20), bad);
        if !under.keeps(rate) {
            return;
        }
        while self.cuts > 0 {
            let saving = over.net_saving - under.net_saving;
            let excess = over.excess(rate) - under.excess(rate);
            if saving <= 0 || excess <= 0 {
                break;
            }
            let prices = shortened(excess, saving);
            let (middle_levels, middle) = self.best(order, prices, bad);
            if middle == under || middle == over {
                break;
            }
            let value = |it: &PolicyFigures| {
                it.net_saving
                    .saturating_mul(prices.0)
                    .saturating_sub(it.excess(rate).saturating_mul(prices.1))
            };
            if value(&middle) <= value(&under) {
                break;
            }
            if middle.keeps(rate) {
                (levels, under) = (middle_levels, middle);
            } else {
                over = middle;
            }
        }
        let best = { self.found.iter() }
            .filter(|(_, figures)| figures.keeps(rate))
            .max_by_key(|(_, figures)| figures.net_saving)
            .map_or(levels, |(levels, _)| levels.clone());
        self.climb(order, best, rate);
    }

    /// Moves one limit at a time, or one up and another down, as long as more is saved within the
    /// rate.
    fn climb(&mut self, order: &LevelOrder, mut levels: Vec<usize>, rate: i128) {
        let mut best = self.keep(levels.clone());
        for _ in 0..CLIMB {
            let mut better: Option<(usize, usize, PolicyFigures)> = None;
            for cell in 0..order.cells() {
                let (low, high) = order.range(&levels, cell);
                let Some(stays) = levels.get(cell).copied() else {
                    continue;
                };
                for level in (low..=high).filter(|level| *level != stays) {
                    set(&mut levels, cell, level);
                    let figures = self.statistics.evaluate(&levels);
                    self.looked_at += 1;
                    let most = better
                        .as_ref()
                        .map_or(best.net_saving, |it| it.2.net_saving);
                    if figures.keeps(rate) && figures.net_saving > most {
                        better = Some((cell, level, figures));
                    }
                }
                set(&mut levels, cell, stays);
            }
            let Some((cell, level, figures)) = better else {
                break;
            };
            set(&mut levels, cell, level);
            best = figures;
            self.found.insert(levels.clone(), best);
        }
    }
}

fn set(levels: &mut [usize], cell: usize, level: usize) {
    if let Some(stands) = levels.get_mut(cell) {
        *stands = level;
    }
}

/// Two prices brought to few digits, so that products with sums fit; their quotient is almost the
/// same.
fn shortened(first: i128, second: i128) -> (i128, i128) {
    let (mut first, mut second) = (first, second);
    let (mut larger, mut smaller) = (first.max(second), first.min(second));
    while smaller != 0 {
        (larger, smaller) = (smaller, larger % smaller);
    }
    let common = larger.max(1);
    first /= common;
    second /= common;
    while first.max(second) >= 1 << 40 {
        first >>= 1;
        second >>= 1;
    }
    (first.max(1), second.max(1))
}
