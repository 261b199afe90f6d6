//! Past claims in the regions of a difference: how many, how much money, what they cost before and
//! after.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use decision_claims::{ClaimBlock, ClaimsReader, Row};
use decision_matrix::diff::{DiffRegion, SemanticDiff, Witness};
use decision_matrix::table::{Currency, DecisionTables, FactorIndex};
use decision_matrix::{CompileConfig, CompiledMatrix, Decision, DecisionMatrix, Fact, Facts};
use decision_simulation::replay::{ClaimIds, Figures, Group, Replay, ReplayPlan, ReplayedClaim};
use decision_simulation::report::Language;

use super::DiffArguments;
use crate::claim_values::{ClaimFields, HistoryColumns, factor_value, known_results};
use crate::claims_file;
use crate::command::simulate;
use crate::failure::Failure;
use crate::output::Console;
use crate::pipeline;
use crate::rules_file::RulesFile;

/// What is to be counted.
pub(super) struct Question<'a> {
    pub(super) old: &'a DecisionMatrix,
    pub(super) new: &'a DecisionMatrix,
    pub(super) diff: &'a SemanticDiff,
    pub(super) files: [&'a RulesFile; 2],
    pub(super) claims: &'a Path,
    pub(super) arguments: &'a DiffArguments,
}

/// What was counted.
#[derive(Clone, Debug)]
pub(super) struct Counted {
    /// One sum a region.
    pub(super) regions: Vec<Sum>,
    /// One sum a readable region.
    pub(super) readable: Vec<Sum>,
    /// Claims that are decided differently in no region: those that both versions or their
    /// computed values refuse.
    pub(super) elsewhere: Sum,
    /// Claims of regions that were only possible, the first of each.
    pub(super) shown: Vec<Shown>,
    /// Every claim that was read, repeated ones aside.
    pub(super) claims: u64,
    /// Fraction digits of the currency.
    pub(super) scale: u8,
    /// The currency, where the rules or the costs name one.
    pub(super) currency: Option<Currency>,
    /// The cost model, where there is one.
    pub(super) costs_file: Option<String>,
    /// What has to be said about the file.
    pub(super) remarks: Vec<String>,
}

/// A claim that both versions decide differently.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    /// Its line in the file.
    line: u64,
    /// Its region, and its readable region.
    pub(super) region: usize,
    pub(super) readable: usize,
    pub(super) claim: Witness,
    /// The rules that decide it.
    pub(super) rules: [String; 2],
}

/// A sum over claims; changes are from the old version to the new, the smallest and the largest that
/// they can be where results are unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) claims: u64,
    pub(super) amount: i128,
    pub(super) cost: (i128, i128),
    pub(super) loss: (i128, i128),
}

impl Sum {
    /// Adds another sum.
    pub(super) fn add(&mut self, other: &Self) {
        self.claims += other.claims;
        self.amount += other.amount;
        self.cost = (self.cost.0 + other.cost.0, self.cost.1 + other.cost.1);
        self.loss = (self.loss.0 + other.loss.0, self.loss.1 + other.loss.1);
    }

    /// The change of one claim.
    fn of(old: &Group, new: &Group) -> Self {
        let change = |figure: &dyn Fn(&Figures) -> i128| {
            let (old, new) = (cases(old, figure), cases(new, figure));
            let changes = (new.0 - old.0, new.1 - old.1);
            (changes.0.min(changes.1), changes.0.max(changes.1))
        };
        Self {
            claims: new.claims(),
            amount: new.amount(),
            cost: change(&|figures| figures.cost),
            loss: change(&|figures| figures.loss),
        }
    }
}

impl Counted {
    /// The sum over all regions.
    pub(super) fn total(&self) -> Sum {
        let mut total = Sum::default();
        for region in &self.regions {
            total.add(region);
        }
        total.add(&self.elsewhere);
        total
    }
}

/// A figure of one claim if it is justified, and if it is not; the same twice where that is known.
fn cases(group: &Group, figure: &dyn Fn(&Figures) -> i128) -> (i128, i128) {
    let (least, most) = group.bounds(figure);
    let justified = Figures {
        loss: group.known.loss + group.unknown_if_justified.loss,
        cost: group.known.cost + group.unknown_if_justified.cost,
        ..Figures::default()
    };
    let justified = figure(&justified);
    (justified, least + most - justified)
}

/// The rules as claims are counted with them.
struct Counting<'a> {
    diff: &'a SemanticDiff,
    fields: ClaimFields,
    /// The factors of both versions.
    tables: Arc<DecisionTables>,
    sides: [Side; 2],
}

/// One version.
struct Side {
    compiled: CompiledMatrix,
    plan: ReplayPlan,
    /// The place of each of its factors among those of both.
    places: Vec<FactorIndex>,
}

/// Reads the claims and counts those in each region.
pub(super) fn count(question: &Question<'_>, console: &Console) -> Result<Counted, Failure> {
    let arguments = question.arguments;
    if question.claims.as_os_str() == "-"
        && [&arguments.old, &arguments.new]
            .iter()
            .any(|path| path.as_os_str() == "-")
    {
        return Err(Failure::input(
            "rules and claims cannot both be `-`: standard input is one file, so name the other one",
        ));
    }
    let [old_file, new_file] = question.files;
    let (mut costs_file, mut costs) = simulate::costs(arguments.costs.as_deref(), new_file)?;
    if costs_file.is_none() {
        (costs_file, costs) = simulate::costs(None, old_file)?;
    }
    let tables = Arc::new(joint_tables(question.old.tables(), question.new.tables()));
    let side = |matrix: &DecisionMatrix| -> Result<Side, Failure> {
        let own = simulate::tables_to_replay(matrix, !arguments.respect_effective);
        let plan = ReplayPlan::new(Arc::clone(&own), costs.clone())
            .map_err(|error| Failure::input(error.to_string()))?;
        let place = |name: &str| {
            (0..)
                .map(FactorIndex)
                .zip(&tables.factors)
                .find(|it| it.1.name == name)
        };
        let places = own.factors.iter().filter_map(|factor| place(&factor.name));
        Ok(Side {
            plan,
            places: places.map(|(place, _)| place).collect(),
            compiled: CompiledMatrix::new(own, &CompileConfig { audit_key: None }),
        })
    };
    let counting = Counting {
        diff: question.diff,
        fields: ClaimFields::new(&tables, HistoryColumns::Optional),
        sides: [side(question.old)?, side(question.new)?],
        tables: Arc::clone(&tables),
    };
    let mut reader =
        claims_file::open(question.claims, &arguments.read, &tables, &counting.fields)?;
    reader.keep_only_fields(true);
    let total = counting.run(&mut reader, console)?;
    claims_file::warn_about_rows(&reader, console);
    let [_, new] = &counting.sides;
    let mut remarks: Vec<String> = super::history::remarks(&tables, &reader, Language::English)
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    remarks.extend(claims_file::unknown_results(&reader, Language::English));
    let is_effective = |matrix: &DecisionMatrix| matrix.tables().effective.is_some();
    if !arguments.respect_effective && (is_effective(question.old) || is_effective(question.new)) {
        remarks.push(
            "`effective` is ignored: past claims are older than the rules under test.".to_owned(),
        );
    }
    Ok(Counted {
        regions: total.regions,
        readable: total.readable,
        elsewhere: total.elsewhere,
        shown: total.shown.into_iter().flatten().collect(),
        claims: total.claims,
        scale: new.plan.scale(),
        currency: new.plan.currency(),
        costs_file,
        remarks,
    })
}

/// The new version with the factors that only the old one has: what is read of a claims file.
fn joint_tables(old: &DecisionTables, new: &DecisionTables) -> DecisionTables {
    let mut tables = new.clone();
    tables.effective = None;
    for factor in &old.factors {
        if !new.factors.iter().any(|it| it.name == factor.name) {
            let mut factor = factor.clone();
            factor.history = None;
            tables.factors.push(factor);
        }
    }
    tables
}

/// What one thread has counted.
struct Part {
    regions: Vec<Sum>,
    readable: Vec<Sum>,
    elsewhere: Sum,
    /// One claim a region that is only possible, the first in the file.
    shown: Vec<Option<Shown>>,
    claims: u64,
}

impl Part {
    fn add(&mut self, other: &Self) {
        let regions = self.regions.iter_mut().zip(&other.regions);
        for (mine, other) in regions.chain(self.readable.iter_mut().zip(&other.readable)) {
            mine.add(other);
        }
        self.elsewhere.add(&other.elsewhere);
        for (mine, other) in self.shown.iter_mut().zip(&other.shown) {
            let Some(other) = other else { continue };
            if mine.as_ref().is_none_or(|mine| other.line < mine.line) {
                *mine = Some(other.clone());
            }
        }
        self.claims += other.claims;
    }
}

impl Counting<'_> {
    fn run(&self, reader: &mut ClaimsReader, console: &Console) -> Result<Part, Failure> {
        let mut ids = ClaimIds::new();
        let repeated = |block: &ClaimBlock| -> Vec<bool> {
            let mut is_repeated = |row: Row<'_>| {
                let id = self.fields.claim_id(row);
                id.is_some_and(|id| !id.is_empty() && !ids.is_first(&id))
            };
            block.rows().map(&mut is_repeated).collect()
        };
        let total = Mutex::new(self.nothing());
        let worker = || {
            let mut joint = Facts::new(Arc::clone(&self.tables));
            let mut facts = self.sides.each_ref().map(|side| side.compiled.facts());
            let total = &total;
            move |block: &ClaimBlock, repeated: Vec<bool>| {
                let mut part = self.nothing();
                let rows = block.rows().zip(repeated);
                for (row, _) in rows.filter(|(_, is_repeated)| !is_repeated) {
                    self.row(row, &mut joint, &mut facts, &mut part);
                }
                let mut total = total.lock().unwrap_or_else(PoisonError::into_inner);
                total.add(&part);
                Ok(())
            }
        };
        pipeline::run_prepared(reader, console, repeated, worker, |_, ()| Ok(()))?;
        Ok(total.into_inner().unwrap_or_else(PoisonError::into_inner))
    }

    fn nothing(&self) -> Part {
        Part {
            regions: vec![Sum::default(); self.diff.regions().len()],
            readable: vec![Sum::default(); self.diff.readable_regions().len()],
            elsewhere: Sum::default(),
            shown: vec![None; self.diff.regions().len()],
            claims: 0,
        }
    }

    /// Decides a claim by both versions; where they differ it is counted.
    fn row(&self, row: Row<'_>, joint: &mut Facts, facts: &mut [Facts; 2], part: &mut Part) {
        part.claims += 1;
        self.fields.fill(row, joint);
        for (facts, side) in facts.iter_mut().zip(&self.sides) {
            fill(row, joint, side, facts);
        }
        let [old, new] = &self.sides;
        let [old_facts, new_facts] = facts;
        let decisions = [
            old.compiled.decide(old_facts),
            new.compiled.decide(new_facts),
        ];
        if words(&old.compiled, &decisions[0]) == words(&new.compiled, &decisions[1]) {
            return;
        }
        let places = (
            self.diff.locate(old_facts, new_facts),
            self.diff.locate_readable(old_facts, new_facts),
        );
        if let (Some(region), Some(readable)) = places
            && let Some(shown @ None) = part.shown.get_mut(region)
            && let told = self.diff.regions().get(region)
            && told.is_some_and(DiffRegion::is_possible_only)
            && let Some(claim) = self.diff.witness_of(old_facts, new_facts)
        {
            let rules = [(old, &decisions[0]), (new, &decisions[1])];
            *shown = Some(Shown {
                line: row.line(),
                region,
                readable,
                claim,
                rules: rules.map(|(side, decision)| side.compiled.rule_id(decision).to_owned()),
            });
        }
        let old_group = group(row, old, old_facts, decisions[0]);
        let new_group = group(row, new, new_facts, decisions[1]);
        let sum = Sum::of(&old_group, &new_group);
        let region = places.0.and_then(|at| part.regions.get_mut(at));
        region.unwrap_or(&mut part.elsewhere).add(&sum);
        if let Some(region) = places.1.and_then(|at| part.readable.get_mut(at)) {
            region.add(&sum);
        }
    }
}

/// The facts of a row as one version reads it.
fn fill(row: Row<'_>, joint: &Facts, side: &Side, facts: &mut Facts) {
    facts.clear();
    if joint.is_unreadable() {
        facts.mark_unreadable();
        return;
    }
    if let Some(id) = joint.claim() {
        facts.set_claim(id);
    }
    if let Fact::Value(seconds) = joint.time() {
        facts.set_time(seconds);
    }
    for (own, place) in (0..).map(FactorIndex).zip(&side.places) {
        facts.set(own, factor_value(row, *place));
    }
}

/// A decision in words, without the rule.
fn words<'a>(
    compiled: &'a CompiledMatrix,
    decision: &Decision,
) -> (&'a str, Option<&'a str>, &'static str, Option<i64>) {
    (
        compiled.reason_code(decision),
        compiled.route(decision),
        decision.outcome.as_str(),
        decision.due_seconds,
    )
}

/// What a claim costs as it is decided.
fn group(row: Row<'_>, side: &Side, facts: &Facts, decision: Decision) -> Group {
    let results = known_results(row, side.plan.scale());
    let id = facts.claim().unwrap_or_default();
    let mut claim = ReplayedClaim::new(id, facts, decision, results);
    claim.amount = side.plan.amount_factor().and_then(|factor| {
        let place = side.places.get(factor.0 as usize)?;
        side.plan.read_amount(factor_value(row, *place))
    });
    let mut replay = Replay::new();
    replay.add(&side.plan, &claim);
    *replay.total()
}
