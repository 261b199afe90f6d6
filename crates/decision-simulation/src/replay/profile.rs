//! Claims of one profile, added together.
//!
//! A profile is the rule that decided, the outcome, and the level of every factor. Most claims
//! share theirs with thousands of others, so a claim is added to its profile and the profiles to
//! their lines, rather than every claim to each of its lines.

use std::collections::HashMap;

use decision_matrix::RuleRef;
use decision_matrix::table::Outcome;

use super::break_even::BreakEvenCell;
use super::clusters::{LossOf, narrowed};
use super::plan::ReplayPlan;
use super::priced::PricedClaim;
use super::sums::Group;
use super::{Replay, outcome_place};
use crate::statistics::RatioMoments;

/// The most profiles that are kept apart before they are added to their lines.
const MOST_PROFILES: usize = 4_096;

/// Sums up claims, customer by customer: [`Replay`] by profiles.
#[derive(Debug, Default)]
pub(super) struct ReplayTally {
    replay: Replay,
    places: HashMap<Box<[u16]>, usize>,
    profiles: Vec<Profile>,
    /// For each claim of the present customer that is settled at once and whose result is known:
    /// its profile, its loss and its money.
    losses: Vec<(usize, i64, i64)>,
    key: Vec<u16>,
}

/// Claims of one profile.
#[derive(Debug)]
struct Profile {
    rule: RuleRef,
    outcome: Outcome,
    /// The level of each factor.
    levels: Box<[u16]>,
    group: Group,
    break_even: BreakEvenCell,
    /// Loss over money settled at once of the customers who have no other claim.
    loss_rate: RatioMoments,
}

impl ReplayTally {
    /// Adds a decided claim of the present customer.
    pub(super) fn add(&mut self, plan: &ReplayPlan, priced: &PricedClaim<'_>) {
        self.replay.add_alone(plan, priced);
        let place = self.profile(plan, priced);
        let Some(profile) = self.profiles.get_mut(place) else {
            return;
        };
        profile.group.merge(&priced.group());
        profile.break_even.add(priced);
        if priced.is_known() && priced.sums.auto_claims > 0 {
            let (loss, amount) = (priced.sums.loss, priced.sums.auto_amount);
            self.losses.push((place, narrowed(loss), narrowed(amount)));
        }
    }

    /// Closes the present customer.
    pub(super) fn end_customer(&mut self, plan: &ReplayPlan) {
        match *self.losses.as_slice() {
            [] => {}
            [(place, loss, amount)] => {
                if let Some(profile) = self.profiles.get_mut(place) {
                    profile.loss_rate.add(loss, amount);
                }
            }
            _ => {
                for (place, loss, amount) in &self.losses {
                    if let Some(profile) = self.profiles.get(*place) {
                        for line in lines(plan, profile) {
                            self.replay.clusters.lose(line, *loss, *amount);
                        }
                    }
                }
            }
        }
        self.losses.clear();
        self.replay.end_customer();
        if self.profiles.len() > MOST_PROFILES {
            self.add_profiles(plan);
        }
    }

    /// The sums of all claims; every customer is closed.
    pub(super) fn finish(mut self, plan: &ReplayPlan) -> Replay {
        self.add_profiles(plan);
        self.replay
    }

    /// Adds the profiles to their lines and forgets them.
    fn add_profiles(&mut self, plan: &ReplayPlan) {
        self.places.clear();
        for profile in self.profiles.drain(..) {
            let Profile { rule, outcome, .. } = profile;
            let levels = &profile.levels;
            self.replay
                .add_group(plan, rule, outcome, levels, &profile.group);
            let cell = plan.levels().cell(levels);
            self.replay.break_even.add(&cell, &profile.break_even);
            if profile.loss_rate.clusters() > 0 {
                for line in lines(plan, &profile) {
                    self.replay.clusters.add_line(line, &profile.loss_rate);
                }
            }
        }
    }

    /// The place of the profile of a claim.
    fn profile(&mut self, plan: &ReplayPlan, priced: &PricedClaim<'_>) -> usize {
        let decision = &priced.claim.decision;
        self.key.clear();
        plan.levels().levels_of(priced.claim.facts, &mut self.key);
        let factors = self.key.len();
        self.key.extend(rule_number(decision.rule));
        self.key
            .push(u16::try_from(outcome_place(decision.outcome)).unwrap_or(u16::MAX));
        if let Some(place) = self.places.get(self.key.as_slice()) {
            return *place;
        }
        let place = self.profiles.len();
        self.places.insert(self.key.as_slice().into(), place);
        self.profiles.push(Profile {
            rule: decision.rule,
            outcome: decision.outcome,
            levels: self.key.get(..factors).unwrap_or_default().into(),
            group: Group::default(),
            break_even: BreakEvenCell::default(),
            loss_rate: RatioMoments::default(),
        });
        place
    }
}

/// The lines whose loss rate a profile is part of.
fn lines(plan: &ReplayPlan, profile: &Profile) -> impl Iterator<Item = LossOf> {
    let factors = plan.levels().factors().iter();
    let levels = factors.zip(profile.levels.iter());
    let of_levels = levels.map(|(levels, level)| LossOf::Level(levels.factor(), *level));
    let outcome = LossOf::Outcome(outcome_place(profile.outcome));
    [LossOf::Rule(profile.rule), outcome]
        .into_iter()
        .chain(of_levels)
}

/// A number for each rule, in two parts.
fn rule_number(rule: RuleRef) -> [u16; 2] {
    let number = match rule {
        RuleRef::Rule(index) => index,
        RuleRef::Default => u32::MAX - 1,
        RuleRef::Fault => u32::MAX,
    };
    let [a, b, c, d] = number.to_le_bytes();
    [u16::from_le_bytes([a, b]), u16::from_le_bytes([c, d])]
}

#[cfg(test)]
mod tests {
    use super::super::tests::{bench, known, portfolio};
    use super::{Replay, ReplayTally};
    use crate::replay::{PricedClaim, ReplayedClaim};
    use crate::results::KnownResults;

    /// By profiles the sums are those of adding every claim to its lines, customer by customer.
    #[test]
    fn profiles_come_to_the_sums_of_their_claims() {
        let bench = bench();
        let (mut tally, mut replay) = (ReplayTally::default(), Replay::new());
        let mut last_customer = None;
        for claim in portfolio(20_000) {
            if last_customer.is_some_and(|last| last != claim.customer) {
                tally.end_customer(&bench.plan);
                replay.end_customer();
            }
            last_customer = Some(claim.customer);
            let facts = bench.facts(&claim);
            let decision = bench.compiled.decide(&facts);
            let results = if claim.customer % 9 == 0 {
                KnownResults::default()
            } else {
                known(&claim)
            };
            let id = claim.claim_id();
            let replayed = ReplayedClaim::new(&id, &facts, decision, results);
            tally.add(&bench.plan, &PricedClaim::new(&bench.plan, &replayed));
            replay.add(&bench.plan, &replayed);
        }
        tally.end_customer(&bench.plan);
        replay.end_customer();
        assert_eq!(tally.finish(&bench.plan), replay);
    }
}
