//! What a change of rules changes: the exact set of claims that two versions decide differently, in
//! regions that people can read, each with a claim that shows it.
//!
//! Two decisions differ if outcome, reason, route or due differ; another rule id alone is no
//! difference. Compared are all claims whose factors have values that at least one of the versions
//! permits; a value that only one of them permits is a claim that the other sends to review.
//! What the versions declare differently outside of their rules (a required factor of one version
//! only, the order of factors, `effective`, `audit`, keys, history) is listed besides. See [`diff`].

mod abstraction;
mod agreement;
mod alignment;
mod assemble;
mod feasible;
mod joint;
mod merge;
mod outside;
mod pairing;
mod recode;
mod search;
mod semantic_fingerprint;
mod unify;
mod version;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::evaluate::Facts;
use crate::matrix::DecisionMatrix;
use crate::table::{DecisionTables, Outcome};
use crate::verify::search::Budget;

use abstraction::Abstraction;
use assemble::{Locator, Told};
use feasible::Claims;
use joint::Joint;
use outside::Outside;
use search::{REGIONS_MAX, Unfinished};
use unify::Unified;

pub use semantic_fingerprint::semantic_fingerprint;

/// Why two versions cannot be compared.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DiffError {
    /// A factor of one name has two types.
    #[error(
        "the factor `{factor}` is `{old}` in the old version and `{new}` in the new one: compare versions in which it has one type, or give the new one another name"
    )]
    FactorType {
        /// The factor.
        factor: String,
        /// Its type in the old version.
        old: String,
        /// Its type in the new version.
        new: String,
    },
    /// Money of two currencies.
    #[error(
        "the old version counts in {old} and the new one in {new}: money of two currencies is not compared"
    )]
    Currency {
        /// The currency of the old version.
        old: String,
        /// The currency of the new version.
        new: String,
    },
    /// The search did not end within its budget, so nothing is known for certain.
    #[error(
        "what differs is not known: the search did not end within {budget} steps: permit more with `--proof-budget`, or compare smaller changes"
    )]
    NotProved {
        /// The steps that were permitted.
        budget: u64,
    },
    /// So much differs, in so many places, that no list of regions would tell.
    #[error(
        "the versions differ in more than {regions} small regions: compare smaller changes, one after the other"
    )]
    TooManyRegions {
        /// How many were kept.
        regions: usize,
    },
}

/// Most steps for one semantic fingerprint.
const FINGERPRINT_STEPS_MAX: u64 = 2_000_000;

/// What two versions decide differently.
#[derive(Debug)]
pub struct SemanticDiff {
    regions: Told,
    readable: Option<Told>,
    only_old: Vec<String>,
    only_new: Vec<String>,
    uncompared: Vec<String>,
    outside: Outside,
    fingerprints: [Option<String>; 2],
    locator: Locator,
}

/// A claim: each factor with its value as a claims file writes it.
pub type Witness = Vec<(String, Option<String>)>;

/// Claims that are decided differently: all that fulfil every condition, in the same way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiffRegion {
    /// The conditions: a factor, or a derived factor that is not analysed exactly, and its values as
    /// a cell of a table; among the readable regions also tables. What is not restricted is left out.
    pub when: Vec<(String, String)>,
    /// What the old version decides.
    pub from: DiffDecision,
    /// What the new version decides.
    pub to: DiffDecision,
    /// A claim of the region, confirmed by both engines: each factor with its value as a claims
    /// file writes it. `None` where the region rests on derived factors that are not analysed
    /// exactly and no claim was found: then the difference is possible, and there may be none.
    pub witness: Option<Witness>,
    place: assemble::RegionPlace,
}

/// What a version decides.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiffDecision {
    /// What happens to the claim.
    pub outcome: Outcome,
    /// Why.
    pub reason: String,
    /// The queue, if any.
    pub route: Option<String>,
    /// By when it must be settled, in seconds from the claim's time, if stated.
    pub due_seconds: Option<i64>,
    /// The rule that decides the witness; others may decide other claims of the region. `None`
    /// where there is no witness.
    pub rule: Option<String>,
}

/// Compares two versions. The search may take `budget` steps, where a step is the test of one rule
/// in one region, once for each of the two lists of regions; the two semantic fingerprints take at most 2,000,000 steps each besides.
///
/// # Errors
/// A factor has two types, the currencies differ, or the search did not end.
pub fn diff(
    old: &DecisionMatrix,
    new: &DecisionMatrix,
    budget: u64,
) -> Result<SemanticDiff, DiffError> {
    diff_tables(old.tables(), new.tables(), budget)
}

fn diff_tables(
    old: &Arc<DecisionTables>,
    new: &Arc<DecisionTables>,
    budget: u64,
) -> Result<SemanticDiff, DiffError> {
    let unified = Unified::new(old, new)?;
    let concrete = Joint::new(&unified);
    let locator = Locator::new(old, new, &unified);
    let regions = told(&unified, &concrete, &concrete, &locator, budget)?;
    let abstraction = Abstraction::new(&unified, &concrete.pairing);
    let readable = if abstraction.tables.is_empty() || regions.regions.len() < 2 {
        None
    } else {
        let mut joint = Joint::new(&abstraction.unified);
        joint.name_tables(unified.factors.len(), &abstraction.tables);
        let readable = told(&unified, &concrete, &joint, &locator, budget).ok();
        // Naming tables is of use only where it tells the same in fewer words.
        readable.filter(|readable| readable.regions.len() < regions.regions.len())
    };
    Ok(SemanticDiff {
        regions,
        readable,
        only_old: unify::only_in(&old.factors, &new.factors),
        only_new: unify::only_in(&new.factors, &old.factors),
        uncompared: concrete.uncompared(),
        outside: Outside::new(old, new, &unified),
        fingerprints: [old, new]
            .map(|tables| semantic_fingerprint(tables, budget.min(FINGERPRINT_STEPS_MAX))),
        locator,
    })
}

/// The regions, told in the words of a joint space.
fn told(
    unified: &Unified,
    concrete: &Joint<'_>,
    joint: &Joint<'_>,
    locator: &Locator,
    budget: u64,
) -> Result<Told, DiffError> {
    let mut steps = Budget::new(budget);
    let not_proved = |_| DiffError::NotProved { budget };
    let changes = search::changes(joint, &mut steps).map_err(|unfinished| match unfinished {
        Unfinished::Exhausted => DiffError::NotProved { budget },
        Unfinished::TooMany => DiffError::TooManyRegions {
            regions: REGIONS_MAX,
        },
    })?;
    let claims = Claims::new(unified, concrete, joint);
    let mut boxes = merge::merged(&changes);
    if !std::ptr::eq(concrete, joint) {
        boxes = claims.possible(boxes, &mut steps).map_err(not_proved)?;
    }
    assemble::regions(unified, joint, locator, &claims, &boxes, &mut steps).map_err(not_proved)
}

impl SemanticDiff {
    /// Whether it is proved that both versions decide every claim alike, if they can read it
    /// ([`Self::reads_alike`]).
    pub fn is_equal(&self) -> bool {
        self.regions.regions.is_empty()
            && self.uncompared.is_empty()
            && self.outside.differences.is_empty()
    }

    /// What the versions declare differently outside of their rules, in words: each may let claims
    /// be decided differently that lie in no region.
    pub fn outside(&self) -> &[String] {
        &self.outside.differences
    }

    /// Whether both versions read the same factors with the same permitted values in the same order,
    /// so that they refuse the same claims for the same reasons. If not, what is proved holds for the
    /// claims that both can read.
    pub fn reads_alike(&self) -> bool {
        self.outside.reads_alike
    }

    /// The regions: first those with a witness, then those that are only possible; each in the
    /// order of the factors and their values. They do not overlap, and outside of them nothing
    /// differs.
    pub fn regions(&self) -> &[DiffRegion] {
        &self.regions.regions
    }

    /// The same claims in fewer regions where that is possible, in which tables that are the same in
    /// both versions are named in place of the factors behind them.
    pub fn readable_regions(&self) -> &[DiffRegion] {
        &self.readable.as_ref().unwrap_or(&self.regions).regions
    }

    /// A claim as a claims file writes it; `None` where a value cannot be read.
    pub fn witness_of(&self, old: &Facts, new: &Facts) -> Option<Witness> {
        self.locator.witness(old, new)
    }

    /// Makes a claim the witness of a region that was only possible. The region is given by its place
    /// in [`Self::regions`], the place of the claim in [`Self::readable_regions`] beside it; `rules`
    /// decide the claim in the old and in the new version. A region that has a witness keeps it.
    pub fn confirm(
        &mut self,
        region: usize,
        readable: usize,
        claim: &Witness,
        rules: &[String; 2],
    ) {
        let show = |told: &mut Told, at: usize| {
            let region = told.regions.get_mut(at);
            if let Some(region) = region.filter(|it| it.is_possible_only()) {
                region.witness = Some(claim.clone());
                region.from.rule = rules.first().cloned();
                region.to.rule = rules.last().cloned();
            }
        };
        show(&mut self.regions, region);
        if let Some(told) = &mut self.readable {
            show(told, readable);
        }
    }

    /// The factors that only the old version reads.
    pub fn only_old(&self) -> &[String] {
        &self.only_old
    }

    /// The factors that only the new version reads.
    pub fn only_new(&self) -> &[String] {
        &self.only_new
    }

    /// Derived factors that differ and whose value may fail to be computed: claims for which it
    /// fails in one version are not compared.
    pub fn uncompared(&self) -> &[String] {
        &self.uncompared
    }

    /// The semantic fingerprints of the old and of the new version; `None` where it took too many
    /// steps.
    pub fn fingerprints(&self) -> [Option<&str>; 2] {
        self.fingerprints.each_ref().map(Option::as_deref)
    }

    /// The region of a claim, as a place in [`Self::regions`]; the facts of one claim are given as
    /// each version reads it. `None` where nothing differs, or where both versions refuse its input.
    pub fn locate(&self, old: &Facts, new: &Facts) -> Option<usize> {
        self.locator.locate(&self.regions, old, new)
    }

    /// The same among [`Self::readable_regions`].
    pub fn locate_readable(&self, old: &Facts, new: &Facts) -> Option<usize> {
        let told = self.readable.as_ref().unwrap_or(&self.regions);
        self.locator.locate(told, old, new)
    }
}

impl DiffRegion {
    /// Whether no claim of the region is known, so that there may be none.
    pub fn is_possible_only(&self) -> bool {
        self.witness.is_none()
    }
}
