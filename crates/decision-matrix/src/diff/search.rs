//! The search for the claims that two versions decide differently.
//!
//! Claims can only differ where a rule that the other version does not have matches, where one
//! version refuses the input, or where a table below the decision or the default has changed. So the
//! search begins at the boxes of these rules, one after the other, and leaves out of each what the
//! earlier ones have covered; a last search looks at everything else, if something else can differ.

use std::cell::Cell;
use std::collections::BTreeSet;

use crate::compile::NULL;
use crate::verify::classes::Status;
use crate::verify::region::{Cut, Found};
use crate::verify::search::{Budget, Exhausted, Goal, Next, Truth, World, search};

use super::agreement::{Agreement, Both};
use super::alignment::unaligned;
use super::joint::{Input, Joint};
use super::pairing::Version;

/// Most rules whose boxes are searched one by one.
const BOXES_MAX: usize = 256;
/// Most regions that are kept before they are merged.
pub(super) const REGIONS_MAX: usize = 100_000;

/// Claims that are decided differently: all of a region, from one verdict to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Change {
    /// The classes of each variable.
    pub(super) ranges: Vec<(u32, u32)>,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// Where a search begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Start {
    /// Classes of a variable that one version does not permit.
    Outside(usize, (u32, u32)),
    /// Claims that a rule of the decision matches.
    Rule(Version, u32),
    /// Everywhere.
    Whole,
}

/// Why a search has no end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfinished {
    /// The budget is spent, or a region could not be decided.
    Exhausted,
    /// There are more than [`REGIONS_MAX`] regions.
    TooMany,
}

impl From<Exhausted> for Unfinished {
    fn from(_: Exhausted) -> Self {
        Self::Exhausted
    }
}

/// Every change, in regions that do not overlap.
pub(super) fn changes(joint: &Joint<'_>, budget: &mut Budget) -> Result<Vec<Change>, Unfinished> {
    let starts = starts(joint);
    let mut found = Vec::new();
    for (at, start) in starts.iter().enumerate() {
        let goal = Differs {
            joint,
            start: *start,
            before: starts.get(..at).unwrap_or_default(),
            is_stuck: Cell::new(false),
        };
        let Some(world) = goal.start() else {
            continue;
        };
        search(world, &goal, budget, &mut |mut world: Both<'_>| {
            let verdicts = (
                goal.only(&mut world, Version::Old),
                goal.only(&mut world, Version::New),
            );
            if let (Some(from), Some(to)) = verdicts {
                found.push(Change {
                    ranges: world.old.ranges().to_vec(),
                    from,
                    to,
                });
            }
            if found.len() < REGIONS_MAX {
                Next::More
            } else {
                Next::Enough
            }
        })?;
        if goal.is_stuck.get() {
            return Err(Unfinished::Exhausted);
        }
        if found.len() >= REGIONS_MAX {
            return Err(Unfinished::TooMany);
        }
    }
    Ok(found)
}

/// Where differences can begin, in the order in which they are looked at.
fn starts(joint: &Joint<'_>) -> Vec<Start> {
    let outside = joint.outside().into_iter();
    let mut starts: Vec<Start> = outside
        .map(|(variable, classes)| Start::Outside(variable, classes))
        .collect();
    let pairing = &joint.pairing;
    let asked = |version: Version| -> Vec<(u32, u32)> {
        let place = joint.decision(version);
        let keys = match version {
            Version::Old => &pairing.old,
            Version::New => &pairing.new,
        };
        let table = joint.scope(version).model.rule_tables.get(place);
        let order = table
            .map(|table| table.order.as_slice())
            .unwrap_or_default();
        let keyed = order.iter();
        keyed
            .filter_map(|rule| Some((*rule, keys.key(place, *rule)?)))
            .collect()
    };
    let (olds, news) = (asked(Version::Old), asked(Version::New));
    let keys = |asked: &[(u32, u32)]| asked.iter().map(|rule| rule.1).collect::<Vec<u32>>();
    let (old_only, new_only) = unaligned(&keys(&olds), &keys(&news));
    let places = (joint.decision(Version::Old), joint.decision(Version::New));
    let is_default_changed = pairing.old.default(places.0) != pairing.new.default(places.1);
    let is_steady = olds
        .iter()
        .all(|rule| pairing.old.is_steady(places.0, rule.0));
    let is_boxed = old_only.len() + new_only.len() <= BOXES_MAX;
    if is_boxed {
        let rules = |version: Version, asked: &[(u32, u32)], places: &[usize]| -> Vec<Start> {
            let rules = places.iter().filter_map(|at| asked.get(*at));
            rules.map(|rule| Start::Rule(version, rule.0)).collect()
        };
        starts.extend(rules(Version::Old, &olds, &old_only));
        starts.extend(rules(Version::New, &news, &new_only));
    }
    if !is_boxed || is_default_changed || !is_steady {
        starts.push(Start::Whole);
    }
    starts
}

/// Claims of a start, but of none before it, whose decisions differ.
struct Differs<'a> {
    joint: &'a Joint<'a>,
    start: Start,
    before: &'a [Start],
    /// Whether a region was met that could neither be decided nor cut.
    is_stuck: Cell<bool>,
}

impl<'a> Differs<'a> {
    fn start(&self) -> Option<Both<'a>> {
        let mut world = Both::whole(self.joint);
        match self.start {
            Start::Whole => {}
            Start::Outside(variable, (low, high)) => world.narrow(variable, low, high),
            Start::Rule(version, rule) => {
                let scope = self.joint.scope(version);
                let table = scope.model.rule_tables.get(self.joint.decision(version))?;
                for (at, cell) in &table.rules.get(rule as usize)?.cells {
                    let column = *table.columns.get(*at)?;
                    world.side(version).narrow_to(scope, column, cell)?;
                }
                for (variable, (low, high)) in (0..).zip(world.side(version).ranges().to_vec()) {
                    world.narrow(variable, low, high);
                }
            }
        }
        Some(world)
    }

    /// How a start lies in a region.
    fn status(&self, world: &mut Both<'_>, start: Start) -> Status {
        match start {
            Start::Whole => Status::Always,
            Start::Outside(variable, (first, last)) => {
                let (low, high) = world.old.range(variable);
                if first <= low && high <= last {
                    Status::Always
                } else if high < first || last < low {
                    Status::Never
                } else {
                    Status::Open
                }
            }
            Start::Rule(version, rule) => {
                let (scope, place) = (self.joint.scope(version), self.joint.decision(version));
                world.side(version).rule(scope, place, rule)
            }
        }
    }

    /// Where to cut so that it is known whether the claims belong to a start.
    fn cut(&self, world: &mut Both<'_>, start: Start, wanted: bool) -> Option<Cut> {
        match start {
            Start::Whole => None,
            Start::Outside(variable, (first, last)) => {
                let (low, _) = world.old.range(variable);
                Some(Cut {
                    variable,
                    at: if low < first { first } else { last + 1 },
                    upper_first: true,
                })
            }
            Start::Rule(version, rule) => {
                let (scope, place) = (self.joint.scope(version), self.joint.decision(version));
                world.side(version).cut_of_rule(scope, place, rule, wanted)
            }
        }
    }

    /// The only verdict of a version in a region.
    fn only(&self, world: &mut Both<'_>, version: Version) -> Option<usize> {
        if let Input::Fault(verdict) = self.joint.input(version, world.side(version)) {
            return Some(verdict);
        }
        let verdicts = self.verdicts(world, version);
        (verdicts.len() == 1)
            .then(|| verdicts.first().copied())
            .flatten()
    }

    fn verdicts(&self, world: &mut Both<'_>, version: Version) -> BTreeSet<usize> {
        let (scope, place) = (self.joint.scope(version), self.joint.decision(version));
        match world.side(version).results(scope, place) {
            Found::Values(values) => {
                let verdicts = values.iter().filter(|value| **value != NULL);
                verdicts
                    .filter_map(|value| self.joint.verdict(version, *value))
                    .collect()
            }
            Found::Between(..) => BTreeSet::new(),
        }
    }

    /// Where to cut a region in which the decisions differ or are not known yet.
    fn next_cut(&self, world: &mut Both<'_>, agreement: Agreement) -> Option<Cut> {
        if let Agreement::Cut(cut) = agreement {
            return Some(cut);
        }
        if let Some(cut) = self.cut_before(world) {
            return Some(cut);
        }
        [Version::Old, Version::New]
            .into_iter()
            .find_map(|version| {
                let is_known = self.only(world, version).is_some();
                let (scope, place) = (self.joint.scope(version), self.joint.decision(version));
                (!is_known)
                    .then(|| world.side(version).cut_of_table(scope, place))
                    .flatten()
            })
    }

    /// Where to cut away what an earlier search has covered.
    fn cut_before(&self, world: &mut Both<'_>) -> Option<Cut> {
        let open = self.before.iter().copied().find_map(|start| {
            let is_open = self.status(world, start) == Status::Open;
            is_open.then(|| self.cut(world, start, false))
        });
        open.flatten()
    }
}

impl World for Both<'_> {
    type Cut = Cut;

    fn parts(self, cut: Cut) -> (Self, Self) {
        let part = |is_upper| Self {
            joint: self.joint,
            old: self.old.part(&self.joint.old, cut, is_upper),
            new: self.new.part(&self.joint.new, cut, is_upper),
        };
        if cut.upper_first {
            (part(false), part(true))
        } else {
            (part(true), part(false))
        }
    }
}

impl<'a> Goal for Differs<'a> {
    type World = Both<'a>;

    fn judge(&self, world: &mut Both<'a>) -> Truth<Cut> {
        match self.status(world, self.start) {
            Status::Never => return Truth::False,
            Status::Always => {}
            Status::Open => {
                if let Some(cut) = self.cut(world, self.start, true) {
                    return Truth::Open(cut);
                }
            }
        }
        let mut before = self.before.iter();
        if before.any(|start| self.status(world, *start) == Status::Always) {
            return Truth::False;
        }
        let mut is_read = true;
        for version in [Version::Old, Version::New] {
            match self.joint.input(version, world.side(version)) {
                Input::Open(cut) => return Truth::Open(cut),
                Input::Fault(_) => is_read = false,
                Input::Good => {}
            }
        }
        let verdicts = (
            self.only(world, Version::Old),
            self.only(world, Version::New),
        );
        if verdicts.0.is_some() && verdicts.0 == verdicts.1 {
            return Truth::False;
        }
        if let (Some(_), Some(_)) = verdicts {
            return match self.cut_before(world) {
                Some(cut) => Truth::Open(cut),
                None => Truth::True,
            };
        }
        let agreement = if is_read {
            let before = self.before;
            world.decisions(&|version, rule| before.contains(&Start::Rule(version, rule)))
        } else {
            Agreement::Differ
        };
        if agreement == Agreement::Same {
            return Truth::False;
        }
        if let Some(cut) = self.next_cut(world, agreement) {
            Truth::Open(cut)
        } else {
            self.is_stuck.set(true);
            Truth::False
        }
    }

    fn work(&self) -> u64 {
        self.joint.old.work.take() + self.joint.new.work.take()
    }
}
