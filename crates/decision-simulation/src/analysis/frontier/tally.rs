//! What each level of each limit does to the claims, added up once for every policy.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use decision_matrix::table::Outcome;

use super::search::{Statistics, search};
use super::tunables::Tunables;
use super::{Frontier, step::Step};
use crate::replay::{Group, PricedClaim, ReplayPlan, outcome_place};

/// The most classes of claims that are kept; claims of others are worked out one by one.
const MOST_CLASSES: usize = 1 << 16;

/// Sufficient statistics of every policy: for each level of each limit, how the totals change if
/// it alone is set.
#[derive(Clone, Debug)]
pub struct FrontierTally {
    classes: HashMap<u128, u32, BuildHasherDefault<KeyHasher>>,
    known: Vec<Class>,
    /// Changes at each level against the level below, of claims without a class.
    loose: Vec<Step>,
    /// Claims that more than one limit moves.
    entangled: u64,
    outcomes: Vec<Outcome>,
}

/// Claims that no policy tells apart.
#[derive(Clone, Debug, Default)]
struct Class {
    /// Which cells move them, and what happens at each level.
    moves: Vec<Move>,
    claims: u64,
    /// What another outcome changes, by outcome.
    changes: Vec<(Outcome, Step)>,
}

/// What one cell does to a class of claims: the outcome from each of some levels on, rising.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Move {
    cell: usize,
    runs: Vec<(usize, Outcome)>,
}

impl FrontierTally {
    /// Nothing added up yet.
    pub fn new(tunables: &Tunables) -> Self {
        Self {
            classes: HashMap::default(),
            known: Vec::new(),
            loose: vec![Step::default(); tunables.level_count()],
            entangled: 0,
            outcomes: Vec::new(),
        }
    }

    /// Adds a claim. Its decision is that of the tables of `tunables`.
    pub fn add(&mut self, plan: &ReplayPlan, tunables: &Tunables, claim: &PricedClaim<'_>) {
        // A claim at fault goes to a person, whatever the limits.
        if claim.claim.decision.fault.is_some() {
            return;
        }
        let Some(classes) = &tunables.classes else {
            return self.add_alone(plan, tunables, claim);
        };
        let key = classes.key(claim.claim.facts);
        let place = match self.classes.get(&key) {
            Some(place) => *place as usize,
            None if self.known.len() == MOST_CLASSES => {
                return self.add_alone(plan, tunables, claim);
            }
            None => {
                let place = self.known.len();
                let class = Class::new(self.moves(tunables, claim), claim);
                self.known.push(class);
                self.classes
                    .insert(key, u32::try_from(place).unwrap_or(u32::MAX));
                place
            }
        };
        if let Some(class) = self.known.get_mut(place)
            && !class.changes.is_empty()
        {
            class.claims += 1;
            for (outcome, sum) in &mut class.changes {
                sum.add(&Step::of(plan, claim, *outcome));
            }
        }
    }

    /// Adds a claim that stands for itself.
    fn add_alone(&mut self, plan: &ReplayPlan, tunables: &Tunables, claim: &PricedClaim<'_>) {
        let mut class = Class::new(self.moves(tunables, claim), claim);
        for (outcome, sum) in &mut class.changes {
            *sum = Step::of(plan, claim, *outcome);
        }
        self.entangled += u64::from(class.moves.len() > 1);
        class.spread(tunables, claim.claim.decision.outcome, &mut self.loose);
    }

    /// What the cells that the claim reads do to it.
    fn moves(&mut self, tunables: &Tunables, claim: &PricedClaim<'_>) -> Vec<Move> {
        let (facts, present) = (claim.claim.facts, claim.claim.decision.outcome);
        let mut moves = Vec::new();
        for variable in &tunables.variables {
            let Some(place) = variable.cell(facts) else {
                continue;
            };
            let Some(cell) = tunables.cells.get(place) else {
                continue;
            };
            if variable.outcomes(facts, (cell.present, present), &mut self.outcomes) {
                let mut runs: Vec<(usize, Outcome)> = Vec::new();
                for (level, outcome) in self.outcomes.iter().enumerate() {
                    if runs.last().is_none_or(|(_, last)| last != outcome) {
                        runs.push((level, *outcome));
                    }
                }
                moves.push(Move { cell: place, runs });
            }
        }
        moves
    }

    /// Adds what was added up elsewhere over the same tunables.
    pub fn merge(&mut self, other: &Self) {
        for (key, place) in &other.classes {
            let Some(theirs) = other.known.get(*place as usize) else {
                continue;
            };
            // Also beyond the limit: what is known of a class is never lost.
            let next = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
            let place = *self.classes.entry(*key).or_insert(next);
            if place == next {
                self.known.push(theirs.clone());
            } else if let Some(mine) = self.known.get_mut(place as usize) {
                mine.claims += theirs.claims;
                for ((_, mine), (_, theirs)) in mine.changes.iter_mut().zip(&theirs.changes) {
                    mine.add(theirs);
                }
            }
        }
        for (mine, theirs) in self.loose.iter_mut().zip(&other.loose) {
            mine.add(theirs);
        }
        self.entangled += other.entangled;
    }

    /// How many claims more than one limit moves. Their changes are added up as if each limit
    /// moved alone.
    pub fn entangled(&self) -> u64 {
        let classes = self.known.iter().filter(|class| class.moves.len() > 1);
        self.entangled + classes.map(|class| class.claims).sum::<u64>()
    }

    /// The frontier; `total` is what the replay of the same claims came to.
    pub fn finish(&self, plan: &ReplayPlan, tunables: &Tunables, total: &Group) -> Frontier {
        let _ = plan;
        search(
            tunables,
            &self.statistics(tunables, total),
            self.entangled(),
        )
    }

    /// The statistics from which every policy is computed.
    pub fn statistics(&self, tunables: &Tunables, total: &Group) -> Statistics {
        let mut steps = self.loose.clone();
        for class in &self.known {
            class.spread(tunables, class.present(tunables), &mut steps);
        }
        Statistics::new(tunables, steps, total)
    }
}

impl Class {
    /// A class with the moves of one of its claims.
    fn new(moves: Vec<Move>, claim: &PricedClaim<'_>) -> Self {
        let mut changes: Vec<(Outcome, Step)> = Vec::new();
        for (_, outcome) in moves.iter().flat_map(|it| &it.runs) {
            let is_new = changes.iter().all(|(known, _)| known != outcome);
            if is_new && *outcome != claim.claim.decision.outcome {
                changes.push((*outcome, Step::default()));
            }
        }
        changes.sort_by_key(|(outcome, _)| outcome_place(*outcome));
        Self {
            moves,
            claims: 0,
            changes,
        }
    }

    /// The outcome at the present level of any cell that moves it.
    fn present(&self, tunables: &Tunables) -> Outcome {
        let found = self.moves.first().and_then(|it| {
            let present = tunables.cells.get(it.cell)?.present;
            let runs = it.runs.iter().rev();
            runs.map(|(level, outcome)| (*level, *outcome))
                .find(|(level, _)| *level <= present)
        });
        found.map_or(Outcome::Review, |(_, outcome)| outcome)
    }

    /// Adds the changes of its cells: at each level against the level below.
    fn spread(&self, tunables: &Tunables, present: Outcome, steps: &mut [Step]) {
        for it in &self.moves {
            let Some(cell) = tunables.cells.get(it.cell) else {
                continue;
            };
            let ends = it.runs.iter().skip(1).map(|(level, _)| *level);
            for ((first, outcome), end) in it.runs.iter().zip(ends.chain([cell.levels])) {
                let change = self.changes.iter().find(|(known, _)| known == outcome);
                let Some((_, change)) = change.filter(|_| *outcome != present) else {
                    continue;
                };
                if let Some(step) = steps.get_mut(cell.offset + first) {
                    step.add(change);
                }
                if end < cell.levels
                    && let Some(step) = steps.get_mut(cell.offset + end)
                {
                    step.subtract(change);
                }
            }
        }
    }
}

/// Hashes the numbers of classes, which come from the claims and spread well enough.
#[derive(Clone, Copy, Debug, Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, value: u64) {
        let mixed = (self.0 ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 29);
    }

    fn write_u128(&mut self, value: u128) {
        self.write_u64(u64::try_from(value >> 64).unwrap_or_default());
        self.write_u64(u64::try_from(value & u128::from(u64::MAX)).unwrap_or_default());
        self.write_u64(0);
    }
}
