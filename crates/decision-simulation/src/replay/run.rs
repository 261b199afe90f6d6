//! Kept claims decided and added up: in order of time where history asks for it, then customer by
//! customer, the customers in parallel.
//!
//! Where all history is the customer's own, each customer is decided alone. Where some is counted
//! over a device or over all claims, one pass in order of time computes the history facts first.
//! Neither the number of threads nor the way in which claims are kept changes a result.

use std::io;

use decision_matrix::{CompiledMatrix, Decision};
use rayon::prelude::*;

use super::priced::PricedClaim;
use super::profile::ReplayTally;
use super::row_log::{RowBatch, RowDecisions, RowLog};
use super::{Replay, ReplayPlan, ReplayedClaim};
use crate::analysis::comparison::OtherDecision;
use crate::analysis::{Analyses, AnalysisSetup};
use crate::history::{HistoryKeeper, HistoryPlan};
use crate::spool::{ClaimSpool, FactLog, KeptClaim, SpoolPart};

/// What a replay of kept claims needs.
#[derive(Clone, Copy, Debug)]
pub struct ReplayRun<'a> {
    /// Prices and levels.
    pub plan: &'a ReplayPlan,
    /// The engine.
    pub compiled: &'a CompiledMatrix,
    /// Which history factors are computed.
    pub history: &'a HistoryPlan,
    /// Where what is said of each row is to be kept, if it is.
    pub rows: Option<&'a RowLog>,
    /// What is looked at beyond the totals, if anything is.
    pub analysis: Option<&'a AnalysisSetup<'a>>,
    /// What other rules say of the rows of the same file.
    pub others: Option<&'a RowDecisions>,
}

/// What a replay came to.
#[derive(Clone, Debug, Default)]
pub struct Replayed {
    /// The totals and their lines.
    pub replay: Box<Replay>,
    /// What was looked at beyond them.
    pub analyses: Option<Box<Analyses>>,
}

impl Replayed {
    fn merge(mut self, other: Self) -> Self {
        self.replay.merge(&other.replay);
        self.analyses = match (self.analyses, other.analyses) {
            (Some(mut mine), Some(theirs)) => {
                mine.merge(&theirs);
                Some(mine)
            }
            (mine, theirs) => mine.or(theirs),
        };
        self
    }
}

impl ReplayRun<'_> {
    /// Decides the claims and adds them up, on all threads of the current rayon pool.
    ///
    /// # Errors
    /// A temporary file cannot be read or written.
    pub fn run(&self, mut spool: ClaimSpool) -> io::Result<Replayed> {
        let is_in_time_order = spool.is_in_time_order();
        let claim = spool.claim(self.compiled.facts());
        let logs = if self.history.is_empty() || self.history.is_by_customer() {
            Vec::new()
        } else {
            self.history_in_order(&mut spool, is_in_time_order)?
        };
        let parts = spool.into_parts().into_par_iter().enumerate();
        let begin = || self.begin(claim.clone(), is_in_time_order);
        let settled = parts.try_fold(begin, |mut work, (place, part)| {
            self.settle(part, logs.get(place), &mut work)?;
            Ok::<_, io::Error>(work)
        });
        settled
            .map(|work| Ok(work?.finish(self.plan)))
            .try_reduce(Replayed::default, |one, other| Ok(one.merge(other)))
    }

    /// A thread that has settled nothing yet.
    fn begin(&self, claim: KeptClaim, is_in_time_order: bool) -> Box<Work> {
        Box::new(Work {
            claim,
            keeper: HistoryKeeper::new(self.history, is_in_time_order),
            tally: ReplayTally::default(),
            analyses: self.analysis.map(|setup| Box::new(Analyses::new(setup))),
        })
    }

    /// The computed history facts of every claim, part by part.
    fn history_in_order(
        &self,
        spool: &mut ClaimSpool,
        is_in_time_order: bool,
    ) -> io::Result<Vec<FactLog>> {
        let mut keeper = HistoryKeeper::new(self.history, is_in_time_order);
        let mut logs = vec![FactLog::default(); spool.parts()];
        let mut claim = spool.claim(self.compiled.facts());
        spool.visit_in_order(&mut claim, |part, claim| {
            self.pass(&mut keeper, claim);
            if let Some(log) = logs.get_mut(part) {
                log.push(self.history.factors().map(|it| claim.facts.fact(it)));
            }
        })?;
        Ok(logs)
    }

    /// Gives a claim its history, and history the claim.
    fn pass(&self, keeper: &mut HistoryKeeper, claim: &mut KeptClaim) -> Decision {
        let KeptClaim { keys, facts, .. } = claim;
        let key = |place: usize| keys.get(place)?.as_deref();
        keeper.fill(self.history, key, facts);
        let decision = self.compiled.decide(facts);
        keeper.record(self.history, key, facts, &decision, &claim.results);
        decision
    }

    /// Decides and adds up the claims of a part.
    fn settle(&self, part: SpoolPart, log: Option<&FactLog>, work: &mut Work) -> io::Result<()> {
        let Work {
            claim,
            keeper,
            tally,
            analyses,
        } = work;
        let mut rows = self.rows.map(|_| RowBatch::default());
        part.visit_customers(claim, |visited| {
            let Some((place, claim)) = visited else {
                keeper.clear();
                tally.end_customer(self.plan);
                if let Some(analyses) = analyses {
                    analyses.end_customer();
                }
                return;
            };
            let decision = if let Some(log) = log {
                for (factor, fact) in self.history.factors().zip(log.get(place)) {
                    claim.facts.restore(factor, fact);
                }
                self.compiled.decide(&claim.facts)
            } else {
                self.pass(keeper, claim)
            };
            let mut replayed = ReplayedClaim::new(&claim.id, &claim.facts, decision, claim.results);
            replayed.amount = claim.amount;
            let priced = PricedClaim::new(self.plan, &replayed);
            tally.add(self.plan, &priced);
            if let Some((analyses, setup)) = analyses.as_mut().zip(self.analysis) {
                let other = self.others.and_then(|others| others.get(claim.row));
                let other = other.map(|said| OtherDecision::of_row(&said));
                analyses.add(setup, &priced, other.as_ref());
            }
            if let Some(rows) = &mut rows {
                rows.push(claim.row, &priced);
            }
        })?;
        if let Some((log, rows)) = self.rows.zip(rows) {
            log.keep(rows);
        }
        Ok(())
    }
}

/// What one thread works with, and what it has added up.
struct Work {
    claim: KeptClaim,
    keeper: HistoryKeeper,
    tally: ReplayTally,
    analyses: Option<Box<Analyses>>,
}

impl Work {
    fn finish(self, plan: &ReplayPlan) -> Replayed {
        Replayed {
            replay: Box::new(self.tally.finish(plan)),
            analyses: self.analyses,
        }
    }
}
