//! Proofs against brute force: what the proofs find in random small matrices is exactly what is
//! seen when every claim of the compressed coordinates is decided one by one.
//!
//! The oracle shares nothing with the proofs but the checked model. `VERDICT_SOAK_FACTOR`
//! multiplies the number of matrices.

mod confirm;
mod defects;
mod found;
mod grid;
mod hand_made;
mod load;
mod model;
mod naive;
mod oracle;
mod random_model;
mod truth;

use std::collections::BTreeMap;

use decision_matrix::diagnostic::{Code, Severity};
use decision_matrix::{CompileConfig, CompiledMatrix};

use crate::strategies::Random;

use grid::Grid;
use load::load;
use model::Model;
use oracle::Oracle;
use truth::Expected;

/// Random matrices of the usual run.
const MODELS: u64 = 1_500;

/// Defects of the usual run.
const DEFECTS: u64 = 200;

/// Most claims of a grid.
const CLAIMS_MAX: usize = 20_000;

/// How many times more matrices are drawn than usual.
fn soak_factor() -> u64 {
    let factor = std::env::var("VERDICT_SOAK_FACTOR").ok();
    factor.map_or(1, |factor| {
        factor
            .parse()
            .expect("VERDICT_SOAK_FACTOR is a whole number")
    })
}

/// What was compared.
#[derive(Debug, Default)]
struct Tally {
    models: u64,
    claims: usize,
    witnesses: usize,
    findings: BTreeMap<Code, usize>,
}

/// Compares what is found in a model with what is true of it; says what is true.
fn check(model: &Model, tally: &mut Tally) -> Result<Expected, String> {
    let loaded = load(model);
    if std::env::var("VERDICT_SHOW").is_ok() { println!("{}\n{}", model.text(), loaded.findings); }
    let tables = &loaded.tables;
    let oracle = Oracle::new(tables, Grid::of(&[tables]));
    let mut expected = truth::errors(&oracle);
    let has_faults = expected
        .keys()
        .any(|key| key.code != Code::GuaranteeViolated);
    if !has_faults {
        expected.extend(truth::warnings(&oracle));
    }
    expected.retain(|key, _| found::EXACT.contains(&key.code));
    let mut found = found::keys(&loaded.findings);
    found.retain(|key, _| !has_faults || truth::is_examined(&oracle, key));
    let compiled = CompiledMatrix::new(tables.clone(), &CompileConfig { audit_key: None });
    if found != expected {
        return Err(difference(&found, &expected));
    }
    let step = oracle.grid.len() / 30 + 1;
    for at in (0..oracle.grid.len()).step_by(step) {
        confirm::confirm_oracle(&compiled, &oracle, at);
    }
    for diagnostic in loaded.findings.diagnostics() {
        if !has_faults || truth::is_examined(&oracle, &found::key(diagnostic)) {
            tally.witnesses += confirm::confirm(&compiled, diagnostic)?;
        }
    }
    tally.models += 1;
    tally.claims += oracle.grid.len();
    for key in expected.keys() {
        *tally.findings.entry(key.code).or_default() += 1;
    }
    Ok(expected)
}

fn difference(found: &Expected, expected: &Expected) -> String {
    let only = |one: &Expected, other: &Expected| {
        let only: Vec<_> = one.iter().filter(|(key, count)| other.get(key) != Some(count)).collect();
        format!("{only:?}")
    };
    format!(
        "found, not true: {}\ntrue, not found: {}",
        only(found, expected),
        only(expected, found)
    )
}

#[test]
fn findings_are_what_brute_force_sees() {
    let mut tally = Tally::default();
    let mut failed = 0;
    let mut known = 0;
    for seed in 0..MODELS * soak_factor() {
        let mut model = random_model::random_model(&mut Random::new(seed));
        for round in 0..4 {
            let expected = match check(&model, &mut tally) {
                Ok(expected) => expected,
                Err(difference) => {
                    if difference.contains("OutOfDomain") || difference.contains("rests on ,") { known += 1; break; }
                    failed += 1;
                    if failed < 200 { println!("seed {seed}, round {round}: {difference}"); }
                    break;
                }
            };
            if !truth::mend(&mut model, &expected) {
                break;
            }
        }
    }
    println!("known {known} {tally:#?}");
    assert_eq!(failed, 0);
}

#[test]
fn planted_defects_are_found_and_nothing_else() {
    let mut tally = Tally::default();
    for number in 0..DEFECTS * soak_factor() {
        let kind = usize::try_from(number).unwrap() % defects::KINDS;
        let is_planted = (0..100).any(|attempt| {
            let seed = number * 100 + attempt;
            match plant(seed, kind, &mut tally) {
                Ok(is_planted) => is_planted,
                Err(text) => panic!("defect {kind}, seed {seed}: {text}"),
            }
        });
        assert!(is_planted, "no matrix has a place for defect {kind}");
    }
    println!("{tally:#?}");
}

/// Plants a defect of this kind into a clean matrix and looks for it; false where it is none there.
fn plant(seed: u64, kind: usize, tally: &mut Tally) -> Result<bool, String> {
    let mut random = Random::new(seed);
    let clean = defects::clean_model(&mut random);
    let mut spoiled = clean.clone();
    let Some(planted) = defects::plant(&mut random, &mut spoiled, kind) else {
        return Ok(false);
    };
    let before = check(&clean, tally)?;
    if before.keys().any(|key| key.code.severity() == Severity::Error) {
        return Err(format!("the clean matrix is none: {before:#?}"));
    }
    let after = check(&spoiled, tally)?;
    if planted.code == Code::Unused {
        let names = |model: &Model| found::named(&load(model).findings, Code::Unused);
        let news: Vec<_> = names(&spoiled).difference(&names(&clean)).cloned().collect();
        return match news.as_slice() {
            [name] if planted.what.as_ref() == Some(name) => Ok(true),
            _ => Err(format!("{news:?} are new")),
        };
    }
    let news: Vec<_> = after.keys().filter(|key| !before.contains_key(key)).collect();
    Ok(news.into_iter().any(|key| planted.is(key)))
}
