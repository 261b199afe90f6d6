//! Whether two versions of a table give the same in a region, and where to cut if that is not yet
//! known.
//!
//! The rules that may still answer are compared in asking order, by what of them is still open in
//! the region: where these are the same in both versions, so are the results, whatever they are.

use std::collections::BTreeMap;

use crate::compile::NULL;
use crate::table::{ColumnRef, HitPolicy, TableIndex};
use crate::verify::classes::{ClassSet, Status};
use crate::verify::model::{CellModel, TableModel};
use crate::verify::region::{Cut, Region};

use super::joint::Joint;
use super::pairing::Version;

/// The claims of a region, as both versions see them.
#[derive(Clone)]
pub(super) struct Both<'a> {
    pub(super) joint: &'a Joint<'a>,
    pub(super) old: Region,
    pub(super) new: Region,
}

/// Whether two things are the same for every claim of a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Agreement {
    /// They are.
    Same,
    /// It has to be cut here to be known.
    Cut(Cut),
    /// They are not, or no cut is known that would tell.
    Differ,
}

/// What has been found out about columns in a region.
pub(super) type Known = BTreeMap<ColumnRef, Agreement>;

/// The rules of a table that may answer in a region.
struct Lineup {
    /// Those that are not sure to match, and of a table that collects also the others.
    open: Vec<u32>,
    /// What it gives where none of them matches.
    last: Option<i64>,
}

/// Rules that are left out of the comparison.
pub(super) type Skipped<'s> = &'s dyn Fn(Version, u32) -> bool;

impl<'a> Both<'a> {
    /// Every claim.
    pub(super) fn whole(joint: &'a Joint<'a>) -> Self {
        Self {
            joint,
            old: Region::whole(joint.scope(Version::Old)),
            new: Region::whole(joint.scope(Version::New)),
        }
    }

    /// The region of one version.
    pub(super) fn side(&mut self, version: Version) -> &mut Region {
        match version {
            Version::Old => &mut self.old,
            Version::New => &mut self.new,
        }
    }

    /// Narrows a variable.
    pub(super) fn narrow(&mut self, variable: usize, low: u32, high: u32) {
        self.old.narrow(&self.joint.old, variable, low, high);
        self.new.narrow(&self.joint.new, variable, low, high);
    }

    /// Whether the decision is the same, rules that are skipped aside.
    pub(super) fn decisions(&mut self, skipped: Skipped<'_>) -> Agreement {
        let joint = self.joint;
        let places = (joint.decision(Version::Old), joint.decision(Version::New));
        self.tables(places, skipped, &mut Known::new())
    }

    /// Whether two tables, by their places, give the same.
    fn tables(
        &mut self,
        places: (usize, usize),
        skipped: Skipped<'_>,
        known: &mut Known,
    ) -> Agreement {
        let joint = self.joint;
        let (Some(old), Some(new)) = (
            joint.old.rule_tables.get(places.0),
            joint.new.rule_tables.get(places.1),
        ) else {
            return Agreement::Differ;
        };
        if old.hit.is_collect() != new.hit.is_collect()
            || (old.hit.is_collect() && old.hit != new.hit)
        {
            return self.cut_open(places, &[], &[]);
        }
        let mut olds = self.lineup(Version::Old, places.0, old, skipped);
        let mut news = self.lineup(Version::New, places.1, new, skipped);
        if is_unordered(old.hit) && is_unordered(new.hit) {
            let keys = &joint.pairing.old;
            olds.open.sort_by_key(|rule| keys.key(places.0, *rule));
            let keys = &joint.pairing.new;
            news.open.sort_by_key(|rule| keys.key(places.1, *rule));
        }
        for at in 0..=olds.open.len().max(news.open.len()) {
            let pair = (olds.open.get(at).copied(), news.open.get(at).copied());
            let cut = match pair {
                (None, None) => break,
                (Some(a), Some(b)) => match self.rules(places, (a, b), known) {
                    Agreement::Same => continue,
                    Agreement::Cut(cut) => Some(cut),
                    Agreement::Differ => self.cut_pair(places, (a, b), at, (&olds, &news)),
                },
                (Some(a), None) => self.cut_rule(Version::Old, places.0, a),
                (None, Some(b)) => self.cut_rule(Version::New, places.1, b),
            };
            return match cut {
                Some(cut) => Agreement::Cut(cut),
                None => self.cut_open(places, &olds.open, &news.open),
            };
        }
        if olds.last == news.last {
            Agreement::Same
        } else {
            self.cut_open(places, &olds.open, &news.open)
        }
    }

    fn lineup(
        &mut self,
        version: Version,
        place: usize,
        table: &TableModel,
        skipped: Skipped<'_>,
    ) -> Lineup {
        let joint = self.joint;
        let scope = joint.scope(version);
        let is_decision = place == joint.decision(version);
        let (alive, is_answered) = self.side(version).answering(scope, place);
        let result = |result: i64| {
            let verdict = is_decision.then(|| joint.verdict(version, result));
            match verdict {
                Some(verdict) => verdict
                    .and_then(|at| i64::try_from(at).ok())
                    .unwrap_or(NULL),
                None => result,
            }
        };
        let of_rule = |rule: u32| {
            table
                .rules
                .get(rule as usize)
                .map(|rule| result(rule.result))
        };
        let mut open: Vec<u32> = alive
            .iter()
            .copied()
            .filter(|rule| !is_decision || !skipped(version, *rule))
            .collect();
        if table.hit.is_collect() {
            let last = table.default.filter(|_| !is_answered);
            return Lineup { open, last };
        }
        let last = if is_answered {
            open.pop().and_then(of_rule)
        } else {
            table.default.map(result)
        };
        while open.last().is_some_and(|rule| of_rule(*rule) == last) {
            open.pop();
        }
        Lineup { open, last }
    }

    /// Where to cut so that a difference of two rules is decided: the one that the other version
    /// does not have comes first.
    fn cut_pair(
        &mut self,
        places: (usize, usize),
        (a, b): (u32, u32),
        at: usize,
        (olds, news): (&Lineup, &Lineup),
    ) -> Option<Cut> {
        let pairing = &self.joint.pairing;
        let key = pairing.old.key(places.0, a);
        let mut others = news.open.iter().skip(at);
        let is_known = others.any(|rule| pairing.new.key(places.1, *rule) == key);
        let old = |both: &mut Self| both.cut_rule(Version::Old, places.0, a);
        let new = |both: &mut Self| both.cut_rule(Version::New, places.1, b);
        let key = pairing.new.key(places.1, b);
        let mut others = olds.open.iter().skip(at);
        let is_new_known = others.any(|rule| pairing.old.key(places.0, *rule) == key);
        if is_known && !is_new_known {
            new(self).or_else(|| old(self))
        } else {
            old(self).or_else(|| new(self))
        }
    }

    fn cut_rule(&mut self, version: Version, place: usize, rule: u32) -> Option<Cut> {
        let scope = self.joint.scope(version);
        self.side(version).cut_of_rule(scope, place, rule, true)
    }

    /// Where to cut so that the open rule that is decided with the fewest cuts is decided.
    fn cut_open(&mut self, places: (usize, usize), olds: &[u32], news: &[u32]) -> Agreement {
        let sides = [
            (Version::Old, places.0, olds),
            (Version::New, places.1, news),
        ];
        let mut best: Option<(usize, Version, usize, u32)> = None;
        for (version, place, rules) in sides {
            let scope = self.joint.scope(version);
            let region = self.side(version);
            for rule in rules {
                let open = region.open_cells(scope, place, *rule);
                if open > 0 && best.is_none_or(|best| open < best.0) {
                    best = Some((open, version, place, *rule));
                }
            }
        }
        let cut = best.and_then(|(_, version, place, rule)| self.cut_rule(version, place, rule));
        let cut = cut.or_else(|| {
            sides.into_iter().find_map(|(version, place, _)| {
                let scope = self.joint.scope(version);
                self.side(version).cut_of_table(scope, place)
            })
        });
        cut.map_or(Agreement::Differ, Agreement::Cut)
    }

    /// Whether two rules match the same claims and give the same.
    fn rules(
        &mut self,
        places: (usize, usize),
        (a, b): (u32, u32),
        known: &mut Known,
    ) -> Agreement {
        let pairing = &self.joint.pairing;
        let keys = (pairing.old.key(places.0, a), pairing.new.key(places.1, b));
        if keys.0.is_some() && keys.0 == keys.1 {
            if pairing.old.is_steady(places.0, a) || self.open_cells_agree(places, (a, b)) {
                return Agreement::Same;
            }
            return self.reads(places, (a, b), known);
        }
        if self.result(Version::Old, places.0, a) == self.result(Version::New, places.1, b)
            && self.open_cells_agree(places, (a, b))
        {
            Agreement::Same
        } else {
            Agreement::Differ
        }
    }

    /// What a rule gives, in numbers of both versions.
    fn result(&self, version: Version, place: usize, rule: u32) -> Option<i64> {
        let joint = self.joint;
        let table = joint.scope(version).model.rule_tables.get(place)?;
        let result = table.rules.get(rule as usize)?.result;
        if place != joint.decision(version) {
            return Some(result);
        }
        i64::try_from(joint.verdict(version, result)?).ok()
    }

    /// Whether the columns that two rules of the same words read have the same values. A cell may
    /// hold everything that the column can be in one version, and not in the other.
    fn reads(
        &mut self,
        places: (usize, usize),
        (a, b): (u32, u32),
        known: &mut Known,
    ) -> Agreement {
        let joint = self.joint;
        let mut reads = read_by(joint, Version::Old, places.0, a);
        for column in read_by(joint, Version::New, places.1, b) {
            match joint.pairing.old_of(column) {
                Some(column) => reads.push(column),
                None => return Agreement::Differ,
            }
        }
        for column in reads {
            match self.columns(column, known) {
                Agreement::Same => {}
                other => return other,
            }
        }
        Agreement::Same
    }

    /// Whether a column of the old version and its twin have the same values.
    fn columns(&mut self, column: ColumnRef, known: &mut Known) -> Agreement {
        if self.joint.pairing.is_same(column) {
            return Agreement::Same;
        }
        if let Some(known) = known.get(&column) {
            return *known;
        }
        let found = self.compare_columns(column, known);
        known.insert(column, found);
        found
    }

    fn compare_columns(&mut self, column: ColumnRef, known: &mut Known) -> Agreement {
        let joint = self.joint;
        let Some(twin) = joint.pairing.to_new.get(&column).copied() else {
            return Agreement::Differ;
        };
        if joint.old.variable(column).is_some() || joint.new.variable(twin).is_some() {
            return Agreement::Differ;
        }
        let values = |both: &mut Self, version: Version, column: ColumnRef| {
            let scope = joint.scope(version);
            let classes = both.side(version).possible(scope, column);
            match *classes {
                [only] => scope.model.computed_classes(column).values(only),
                _ => None,
            }
        };
        let olds = values(self, Version::Old, column);
        let news = values(self, Version::New, twin);
        if let (Some(old), Some(new)) = (olds, news) {
            let is_same = old == new && old.0 == old.1;
            return if is_same {
                Agreement::Same
            } else {
                Agreement::Differ
            };
        }
        if let (ColumnRef::Table(TableIndex(old)), ColumnRef::Table(TableIndex(new))) =
            (column, twin)
        {
            return self.tables((old as usize, new as usize), &|_, _| false, known);
        }
        let old_scope = joint.scope(Version::Old);
        let new_scope = joint.scope(Version::New);
        let cut = self.old.cut_of_column(old_scope, column);
        let cut = cut.or_else(|| self.new.cut_of_column(new_scope, twin));
        cut.map_or(Agreement::Differ, Agreement::Cut)
    }

    /// Whether what is open of two rules is the same.
    fn open_cells_agree(&mut self, places: (usize, usize), (a, b): (u32, u32)) -> bool {
        let olds = self.open_sets(Version::Old, places.0, a);
        olds.is_some() && olds == self.open_sets(Version::New, places.1, b)
    }

    /// The open cells of a rule as classes of variables; `None` where one is about something else.
    fn open_sets(
        &mut self,
        version: Version,
        place: usize,
        rule: u32,
    ) -> Option<Vec<(usize, ClassSet)>> {
        let scope = self.joint.scope(version);
        let table = scope.model.rule_tables.get(place)?;
        let mut found = Vec::new();
        for (at, cell) in &table.rules.get(rule as usize)?.cells {
            let column = *table.columns.get(*at)?;
            let region = self.side(version);
            match region.cell(scope, column, cell) {
                Status::Always => continue,
                Status::Never => return None,
                Status::Open => {}
            }
            let set = match cell {
                CellModel::Fixed(set) => set,
                CellModel::Named(named, sets) => {
                    let results = region.possible(scope, ColumnRef::Table(*named));
                    match *results {
                        [only] => sets.get(only as usize)?,
                        _ => return None,
                    }
                }
                CellModel::Tangled(..) => return None,
            };
            let variable = scope.model.variable(column)?;
            let (low, high) = region.range(variable);
            found.push((variable, set.intersection(&ClassSet::range(low, high))));
        }
        found.sort_unstable();
        Some(found)
    }
}

/// The columns that the cells of a rule read, those aside that hold everything.
fn read_by(joint: &Joint<'_>, version: Version, place: usize, rule: u32) -> Vec<ColumnRef> {
    let table = joint.scope(version).model.rule_tables.get(place);
    let rule = table.and_then(|table| Some((table, table.rules.get(rule as usize)?)));
    let mut reads = Vec::new();
    for (table, (at, cell)) in rule
        .iter()
        .flat_map(|(table, rule)| rule.cells.iter().map(move |cell| (table, cell)))
    {
        reads.extend(table.columns.get(*at));
        match cell {
            CellModel::Fixed(_) => {}
            CellModel::Named(table, _) => reads.push(ColumnRef::Table(*table)),
            CellModel::Tangled(tables, _) => {
                reads.extend(tables.iter().copied().map(ColumnRef::Table));
            }
        }
    }
    reads
}

/// Whether the order of the rules makes no difference.
fn is_unordered(hit: HitPolicy) -> bool {
    !matches!(hit, HitPolicy::First | HitPolicy::Priority)
}
