//! One set of proofs: the matrix in classes, the engine that confirms every witness, the budget.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::compile::{CompileConfig, CompiledMatrix};
use crate::evaluate::Probe;
use crate::table::{DecisionTables, TableIndex};

use super::finding::{TableRef, Witness};
use super::model::TableModel;
use super::query::Query;
use super::region::{Region, Scope};
use super::search::{Budget, Exhausted, Next, search};
use super::witness::{Sampler, describe};

/// Most regions in which a concrete claim is looked for, where one that is not found matters.
pub(crate) const REGIONS_MAX: usize = 30;

/// What is needed to prove.
pub(crate) struct Prover<'a> {
    /// The matrix over its variables.
    pub(crate) scope: Scope<'a>,
    /// The steps that are left.
    pub(crate) budget: Budget,
    /// The rules that are known to answer no claim.
    pub(crate) silent: BTreeSet<(TableRef, u32)>,
    /// The tables that are known to leave no claim to their default.
    pub(crate) gapless: BTreeSet<TableRef>,
    /// In how many regions a concrete claim is looked for.
    pub(crate) patience: usize,
    engine: CompiledMatrix,
    sampler: Sampler,
}

/// Whether there is a claim.
#[derive(Clone, Debug)]
pub(crate) enum Answer<C> {
    /// There is none.
    No,
    /// This one, confirmed by the engine.
    Yes(C),
    /// Only if derived factors that are not analysed exactly can have certain values; no concrete
    /// claim was found.
    Possible,
}

impl<'a> Prover<'a> {
    /// Prepares proofs about a matrix.
    pub(crate) fn new(tables: &Arc<DecisionTables>, scope: Scope<'a>, budget: Budget) -> Self {
        let engine = CompiledMatrix::new(Arc::clone(tables), &CompileConfig { audit_key: None });
        Self {
            scope,
            budget,
            silent: BTreeSet::new(),
            gapless: BTreeSet::new(),
            patience: REGIONS_MAX,
            sampler: Sampler::new(scope),
            engine,
        }
    }

    /// The matrix.
    pub(crate) fn tables(&self) -> &'a DecisionTables {
        self.scope.model.tables
    }

    /// The model of a table.
    pub(crate) fn model(&self, table: TableRef) -> Option<&'a TableModel> {
        self.scope.model.rule_tables.get(self.place(table))
    }

    /// The place of a table among those of the model.
    pub(crate) fn place(&self, table: TableRef) -> usize {
        match table {
            TableRef::Table(TableIndex(at)) => at as usize,
            TableRef::Decision => self.tables().tables.len(),
        }
    }

    /// Whether there is a claim for which the query holds and which the engine confirms.
    pub(crate) fn ask(
        &mut self,
        query: &Query<'a>,
        confirm: &dyn Fn(&Probe<'_>) -> bool,
    ) -> Result<Answer<Vec<i64>>, Exhausted> {
        let Some(start) = query.start() else {
            return Ok(Answer::No);
        };
        let (mut answer, mut regions) = (Answer::No, 0);
        let (engine, sampler, patience) = (&self.engine, &self.sampler, self.patience);
        search(start, query, &mut self.budget, &mut |world| {
            regions += 1;
            if let Some(claim) = sampler.claim(engine, &world.region, confirm) {
                answer = Answer::Yes(claim);
                return Next::Enough;
            }
            answer = Answer::Possible;
            if regions < patience {
                Next::More
            } else {
                Next::Enough
            }
        })?;
        Ok(answer)
    }

    /// Whether there is a claim that these rules match and those do not, and which the engine
    /// confirms.
    pub(crate) fn exists(
        &mut self,
        table: TableRef,
        matching: &[u32],
        against: &[u32],
    ) -> Result<Answer<Vec<i64>>, Exhausted> {
        let mut query = Query::new(self.scope, self.place(table)).against(against.iter().copied());
        query.matching = matching.to_vec();
        let index = table.index();
        self.ask(&query, &|probe| {
            matching.iter().all(|rule| probe.matches(index, *rule))
                && !against.iter().any(|rule| probe.matches(index, *rule))
        })
    }

    /// A claim of a region that the engine confirms.
    pub(crate) fn claim(
        &self,
        region: &Region,
        confirm: &dyn Fn(&Probe<'_>) -> bool,
    ) -> Option<Vec<i64>> {
        self.sampler.claim(&self.engine, region, confirm)
    }

    /// What the engine says of a claim.
    pub(crate) fn probe(&self, claim: &[i64]) -> Probe<'_> {
        self.engine.probe(claim.to_vec())
    }

    /// A claim for people, with what the engine decides.
    pub(crate) fn witness(&self, claim: &[i64]) -> Witness {
        describe(&self.engine, claim)
    }
}

impl TableRef {
    /// The index of an intermediate table; `None` is the decision.
    pub(crate) fn index(self) -> Option<TableIndex> {
        match self {
            Self::Table(index) => Some(index),
            Self::Decision => None,
        }
    }
}
