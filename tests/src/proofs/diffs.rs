//! The regions that two versions decide differently, claim by claim: a claim of the grid lies in
//! exactly one region if the versions decide it differently, and in none if they do not.

use std::sync::Arc;

use decision_matrix::diff::{DiffDecision, DiffRegion, SemanticDiff, diff};
use decision_matrix::table::{Conclusion, DecisionTables, FactorIndex, Outcome};
use decision_matrix::{CompiledMatrix, DecisionMatrix, Facts, LoadConfig, RawValue, reference};

use crate::strategies::Random;

use super::confirm::facts_of;
use super::grid::Grid;
use super::model::{Kind, Model, Rule, Table};
use super::naive::survey;
use super::oracle::conclusion_of;
use super::random_cells::cell;
use super::random_model::{random_model, rename};
use super::truth;

/// Most regions that one table of the oracle tells apart.
const REGIONS_MAX: usize = 60;

/// What was compared.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) pairs: u64,
    pub(super) equal: u64,
    pub(super) regions: usize,
    pub(super) claims: usize,
    pub(super) different: usize,
}

/// Two versions of a matrix that are both accepted. Texts are left out: their numbers differ
/// between versions.
pub(super) fn versions(seed: u64) -> Option<[Model; 2]> {
    let mut random = Random::new(seed);
    let mut old = random_model(&mut random);
    old.guarantees.clear();
    if old.factors.iter().any(|factor| factor.kind == Kind::Text) {
        return None;
    }
    let mut new = old.clone();
    for _ in 0..=random.below(5) {
        change(&mut random, &mut new);
    }
    accepted(&mut old);
    accepted(&mut new);
    Some([old, new])
}

/// Mends a model until it is accepted.
fn accepted(model: &mut Model) {
    loop {
        let tables = super::load::load(model).tables;
        let oracle = super::oracle::Oracle::new(&tables, Grid::of(&[&tables]));
        if !truth::mend(model, &truth::errors(&oracle)) {
            return;
        }
    }
}

/// One change, as people make them.
fn change(random: &mut Random, model: &mut Model) {
    let at = random.below(model.tables.len() + 1);
    let name = match model.tables.get(at) {
        Some(table) => table.output.name.clone(),
        None => "decision".to_owned(),
    };
    let known = model.clone();
    // A cell may name the tables above its own only.
    let before = Model {
        tables: known.tables[..at].to_vec(),
        ..known.clone()
    };
    if let Some(parameter) = model.parameters.first_mut().filter(|_| random.percent(15)) {
        parameter.value = (parameter.value + 1) % 7;
        return;
    }
    let table = model.table_mut(&name);
    if table.cross.take().is_some() {
        rename(table);
    }
    let rule = random.below(table.rules.len());
    match random.below(5) {
        0 | 1 if !table.columns.is_empty() => {
            let column = random.below(table.columns.len());
            let kind = known.column(&table.columns[column]);
            table.rules[rule].cells[column] = cell(random, &before, &kind, 20);
        }
        2 if table.rules.len() > 1 => {
            table.rules.remove(rule);
        }
        3 => {
            let other = random.below(table.rules.len());
            table.rules.swap(rule, other);
        }
        _ => {
            let other = random.below(table.rules.len());
            table.rules[rule].results = table.rules[other].results.clone();
        }
    }
}

/// Compares what differs with what is reported to differ.
pub(super) fn check(models: &[Model; 2], tally: &mut Tally) -> Result<(), String> {
    let read = models.each_ref().map(|model| read(&model.text()));
    let [old, new] = read;
    let found = diff(&old, &new, LoadConfig::STRICT.proof_budget).map_err(|it| it.to_string())?;
    let regions: Vec<Arc<DecisionTables>> = found
        .regions()
        .chunks(REGIONS_MAX)
        .map(|regions| Arc::clone(read_regions(&models[0], regions).tables()))
        .collect();
    let versions = [old.tables(), new.tables()];
    let all = versions.into_iter().chain(&regions).map(|it| &**it);
    let grid = Grid::of(&all.collect::<Vec<_>>());
    let compiled = [old.compile(), new.compile()];
    for at in 0..grid.len() {
        let said = versions.map(|tables| decided(tables, grid.claim(at)));
        let differs = said[0] != said[1];
        tally.different += usize::from(differs);
        let inside: Vec<usize> = (0..)
            .step_by(REGIONS_MAX)
            .zip(&regions)
            .flat_map(|(first, tables)| {
                let (_, seen) = survey(tables, grid.claim(at));
                let matches = seen[0].matches;
                super::naive::rules(matches).map(move |at| first + at)
            })
            .collect();
        let is_right = match inside.as_slice() {
            [] => !differs,
            [region] => {
                let region = &found.regions()[*region];
                differs && said == [&region.from, &region.to].map(words)
            }
            _ => false,
        };
        if !is_right {
            let claim = grid.claim(at);
            let regions = found.regions();
            return Err(format!(
                "{claim:?}: {said:?}, in {inside:?} of {regions:#?}"
            ));
        }
        if at % 7 == 0 {
            let facts = compiled.each_ref().map(|it| facts_of(it, &grid.claim(at)));
            let located = found.locate(&facts[0], &facts[1]);
            if located != inside.first().copied() {
                return Err(format!(
                    "{:?} lies in {inside:?}, not {located:?}",
                    grid.claim(at)
                ));
            }
        }
    }
    if found.is_equal() != found.regions().is_empty() {
        return Err("equal, and not".to_owned());
    }
    witnesses(&compiled, &found)?;
    tally.pairs += 1;
    tally.equal += u64::from(found.is_equal());
    tally.regions += found.regions().len();
    tally.claims += grid.len();
    Ok(())
}

#[track_caller]
fn read(text: &str) -> DecisionMatrix {
    match DecisionMatrix::from_yaml("version.yaml", text) {
        Ok(matrix) => matrix,
        Err(findings) => panic!("{findings}\n{text}"),
    }
}

/// A matrix in which each region is a rule, in the words of the region.
fn read_regions(model: &Model, regions: &[DiffRegion]) -> DecisionMatrix {
    let names: Vec<String> = model.factors.iter().map(|it| it.name.clone()).collect();
    let results = ["review", "R", "-", "-"].map(str::to_owned).to_vec();
    let rules = regions.iter().enumerate().map(|(at, region)| {
        let cell = |name: &String| {
            let restricted = region.when.iter().find(|(factor, _)| factor == name);
            restricted.map_or("-".to_owned(), |(_, cell)| cell.clone())
        };
        Rule {
            id: format!("r{at}"),
            cells: names.iter().map(cell).collect(),
            results: results.clone(),
        }
    });
    let decision = Table {
        hit: "first",
        rules: rules.collect(),
        columns: names.clone(),
        default: Some(results.clone()),
        ..Table::default()
    };
    let matrix = Model {
        factors: model.factors.clone(),
        decision,
        ..Model::default()
    };
    read(&matrix.text())
}

/// A decision in words that both versions share.
type Words = (Outcome, String, Option<String>, Option<i64>);

fn words(decision: &DiffDecision) -> Words {
    (
        decision.outcome,
        decision.reason.clone(),
        decision.route.clone(),
        decision.due_seconds,
    )
}

/// What a version decides of a claim.
fn decided(tables: &DecisionTables, claim: Vec<Option<i64>>) -> Words {
    let (_, seen) = survey(tables, claim);
    let Conclusion {
        outcome,
        reason,
        route,
        due_seconds,
    } = conclusion_of(tables, &seen).expect("an accepted matrix decides every claim");
    let route = route.map(|index| tables.routes[index.0 as usize].clone());
    let reason = tables.reasons[reason.0 as usize].code.clone();
    (outcome, reason, route, due_seconds)
}

/// Every claim that is shown is decided as its region says.
fn witnesses(compiled: &[CompiledMatrix; 2], found: &SemanticDiff) -> Result<(), String> {
    for region in found.regions() {
        let Some(witness) = &region.witness else {
            return Err(format!("there is no claim for {region:#?}"));
        };
        for (matrix, expected) in compiled.iter().zip([&region.from, &region.to]) {
            let mut facts = matrix.facts();
            fill(matrix, &mut facts, witness);
            let decision = reference::decide(matrix.tables(), &facts);
            let said = (
                decision.outcome,
                matrix.reason_code(&decision).to_owned(),
                matrix.route(&decision).map(str::to_owned),
                decision.due_seconds,
            );
            let rule = Some(matrix.rule_id(&decision));
            if said != words(expected) || rule != expected.rule.as_deref() {
                return Err(format!("{said:?} by {rule:?}: {region:#?}"));
            }
        }
    }
    Ok(())
}

fn fill(matrix: &CompiledMatrix, facts: &mut Facts, witness: &[(String, Option<String>)]) {
    for (name, value) in witness {
        let factor: FactorIndex = matrix.factor(name).expect("a claim names factors");
        match value {
            Some(text) => facts.set(factor, RawValue::Text(text)),
            None => facts.set_null(factor),
        }
    }
}
