//! Whether a region has claims, which of its conditions follow from the others, and a claim of it.

use crate::compile::{CompileConfig, CompiledMatrix, ValueSet};
use crate::evaluate::Probe;
use crate::table::ColumnRef;
use crate::verify::cell_words::without;
use crate::verify::model::CellModel;
use crate::verify::query::Query;
use crate::verify::region::Scope;
use crate::verify::search::{Budget, Exhausted, Next, find, search};
use crate::verify::witness::Sampler;

use super::joint::{Joint, Meaning};
use super::merge::{Merged, joined};
use super::pairing::Version;
use super::unify::Unified;

/// Most parts of a region in which a claim is looked for.
const PARTS_MAX: usize = 100;

/// The versions themselves, in which the claims of regions are looked for.
pub(super) struct Claims<'a> {
    concrete: &'a Joint<'a>,
    /// The space in which the regions are told.
    told: &'a Joint<'a>,
    engines: [(Version, CompiledMatrix, Sampler); 2],
}

impl<'a> Claims<'a> {
    /// Looks for claims of regions that are told in another space than that of the claims.
    pub(super) fn new(unified: &Unified, concrete: &'a Joint<'a>, told: &'a Joint<'a>) -> Self {
        let config = CompileConfig { audit_key: None };
        let engines = [(Version::Old, &unified.old), (Version::New, &unified.new)];
        Self {
            concrete,
            told,
            engines: engines.map(|(version, side)| {
                let engine = CompiledMatrix::new(side.tables.clone(), &config);
                (version, engine, Sampler::new(concrete.scope(version)))
            }),
        }
    }

    /// The regions that have claims, without the conditions that follow from the others.
    pub(super) fn possible(
        &self,
        boxes: Vec<Merged>,
        budget: &mut Budget,
    ) -> Result<Vec<Merged>, Exhausted> {
        let mut kept = Vec::new();
        for mut it in boxes {
            if find_any(&self.query(&it, Version::Old, None), budget)? {
                self.shorten(&mut it, budget)?;
                kept.push(it);
            }
        }
        let mut kept = joined(kept);
        kept.sort_unstable();
        Ok(kept)
    }

    /// Drops the conditions that every claim of the rest fulfils.
    fn shorten(&self, it: &mut Merged, budget: &mut Budget) -> Result<(), Exhausted> {
        for variable in (0..it.sets.len()).rev() {
            let all = self.told.space.classes(variable).all();
            let is_restricted = it.sets.get(variable).is_some_and(|set| *set != all);
            let meaning = self.told.variables.get(variable);
            if !is_restricted || meaning.is_none_or(|meaning| meaning.old.is_none()) {
                continue;
            }
            if !find_any(&self.query(it, Version::Old, Some(variable)), budget)?
                && let Some(slot) = it.sets.get_mut(variable)
            {
                *slot = all;
            }
        }
        Ok(())
    }

    /// A claim of a region that is confirmed.
    pub(super) fn claim(
        &self,
        it: &Merged,
        confirm: &dyn Fn(&Probe<'_>) -> bool,
        budget: &mut Budget,
    ) -> Result<Option<Vec<i64>>, Exhausted> {
        for (version, engine, sampler) in &self.engines {
            let query = self.query(it, *version, None);
            let Some(start) = query.start() else {
                continue;
            };
            let (mut claim, mut parts) = (None, 0);
            search(start, &query, budget, &mut |world| {
                parts += 1;
                claim = sampler.claim(engine, &world.region, confirm);
                if claim.is_some() || parts >= PARTS_MAX {
                    Next::Enough
                } else {
                    Next::More
                }
            })?;
            if claim.is_some() {
                return Ok(claim);
            }
        }
        Ok(None)
    }

    /// The claims of a region as far as one version knows its conditions; with the condition on
    /// one variable turned round.
    fn query(&self, it: &Merged, version: Version, turned: Option<usize>) -> Query<'_> {
        let scope = self.concrete.scope(version);
        let mut query = Query::new(scope, self.concrete.decision(version));
        for (variable, set) in it.sets.iter().enumerate() {
            let classes = self.told.space.classes(variable);
            let Some(meaning) = self.told.variables.get(variable) else {
                continue;
            };
            if *set == classes.all() {
                continue;
            }
            let mut values = classes.value_set(set);
            if turned == Some(variable) {
                values = without(&classes.value_set(&classes.all()), &values);
            }
            let column = match version {
                Version::Old => meaning.old,
                Version::New => meaning.new,
            };
            query
                .when
                .extend(cell(scope, meaning, column, variable, &values));
        }
        query
    }
}

/// A condition on a column of one version. A factor that the version does not have is one of its
/// variables all the same.
fn cell(
    scope: Scope<'_>,
    meaning: &Meaning,
    column: Option<ColumnRef>,
    variable: usize,
    values: &ValueSet,
) -> Option<(ColumnRef, CellModel)> {
    let column = match (column, meaning.old.or(meaning.new)) {
        (Some(column), _) => column,
        (None, Some(ColumnRef::Factor(_))) => ColumnRef::Factor(super::unify::index(variable)),
        _ => return None,
    };
    let classes = scope.model.classes(scope.space, column);
    Some((column, CellModel::Fixed(classes.inside(values))))
}

fn find_any(query: &Query<'_>, budget: &mut Budget) -> Result<bool, Exhausted> {
    match query.start() {
        Some(start) => Ok(find(start, query, budget)?.is_some()),
        None => Ok(false),
    }
}
