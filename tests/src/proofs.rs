//! Proofs against brute force: what the proofs find in random small matrices is exactly what is
//! seen when every claim of the compressed coordinates is decided one by one.
//!
//! The oracle shares nothing with the proofs but the checked model. `VERDICT_SOAK_FACTOR`
//! multiplies the number of matrices.

mod confirm;
mod defects;
mod diffs;
mod found;
mod grid;
mod hand_made;
mod load;
mod model;
mod naive;
mod oracle;
mod random_cells;
mod random_model;
mod truth;

use std::collections::BTreeMap;
use std::sync::Arc;

use decision_matrix::diagnostic::{Code, Severity};
use decision_matrix::{CompileConfig, CompiledMatrix};

use crate::strategies::Random;

use grid::Grid;
use load::load;
use model::Model;
use oracle::Oracle;
use truth::{Expected, Key};

/// Random matrices of the usual run.
const MODELS: u64 = 1_500;

/// Defects of the usual run.
const DEFECTS: u64 = 200;

/// Pairs of versions of the usual run; in some there are texts, which are left out.
const VERSIONS: u64 = 1_000;

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
    guarantees: usize,
    findings: BTreeMap<Code, usize>,
}

impl Tally {
    /// Whether every kind of finding came up, each in one of so many models at least.
    fn is_rich(&self, models: u64) -> bool {
        found::EXACT.iter().all(|code| {
            let count = self.findings.get(code).copied().unwrap_or_default();
            count as u64 * models >= self.models
        })
    }
}

/// Compares what is found in a model with what is true of it; says what is true.
fn check(model: &Model, tally: &mut Tally) -> Result<Expected, String> {
    let loaded = load(model);
    let tables = &loaded.tables;
    let oracle = Oracle::new(tables, Grid::of(&[tables]));
    let mut expected = truth::errors(&oracle);
    let has_faults = expected
        .keys()
        .any(|key| key.code != Code::GuaranteeViolated);
    if !has_faults {
        expected.extend(truth::warnings(&oracle));
    }
    let is_examined = |key: &Key| {
        (!has_faults || truth::is_examined(&oracle, key)) && !truth::is_open(&oracle, key)
    };
    let mut found = found::keys(&loaded.findings);
    found.retain(|key, _| is_examined(key));
    expected.retain(|key, _| is_examined(key));
    if found != expected {
        return Err(difference(&found, &expected));
    }
    let compiled = CompiledMatrix::new(Arc::clone(tables), &CompileConfig { audit_key: None });
    for at in (0..oracle.grid.len()).step_by(oracle.grid.len() / 30 + 1) {
        confirm::confirm_oracle(&compiled, &oracle, at);
    }
    for diagnostic in loaded.findings.diagnostics() {
        if is_examined(&found::key(diagnostic)) {
            tally.witnesses += confirm::confirm(&compiled, diagnostic)?;
        }
        if let Some(complaint) = truth::complaint(&oracle, diagnostic).filter(|_| !has_faults) {
            return Err(format!("{complaint}: {diagnostic:?}"));
        }
    }
    found::check_unused(model, &loaded.findings)?;
    tally.models += 1;
    tally.claims += oracle.grid.len();
    tally.guarantees += tables.guarantees.len();
    for key in expected.keys() {
        *tally.findings.entry(key.code).or_default() += 1;
    }
    Ok(expected)
}

fn difference(found: &Expected, expected: &Expected) -> String {
    let only = |one: &Expected, other: &Expected| {
        let only = one
            .iter()
            .filter(|(key, count)| other.get(key) != Some(count));
        format!("{:?}", only.collect::<Vec<_>>())
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
    for seed in 0..MODELS * soak_factor() {
        let mut model = random_model::random_model(&mut Random::new(seed));
        // What refuses it is compared first, then mended to see the rest.
        for round in 0.. {
            let expected = check(&model, &mut tally).unwrap_or_else(|complaint| {
                panic!("seed {seed}, round {round}: {complaint}\n{}", model.text())
            });
            if !truth::mend(&mut model, &expected) {
                break;
            }
        }
    }
    assert!(tally.is_rich(50), "{tally:#?}");
    let broken = tally.findings[&Code::GuaranteeViolated];
    assert!(tally.guarantees > 2 * broken, "{tally:#?}");
    assert!(tally.witnesses as u64 > tally.models, "{tally:#?}");
}

#[test]
fn differences_are_what_brute_force_sees() {
    let mut tally = diffs::Tally::default();
    for seed in 0..VERSIONS * soak_factor() {
        let Some(versions) = diffs::versions(seed) else {
            continue;
        };
        if let Err(complaint) = diffs::check(&versions, &mut tally) {
            let [old, new] = versions.map(|model| model.text());
            panic!("seed {seed}: {complaint}\n{old}\n{new}");
        }
    }
    assert!(
        tally.equal * 5 > tally.pairs && tally.equal < tally.pairs * 4 / 5,
        "{tally:#?}"
    );
    assert!(tally.different * 50 > tally.claims, "{tally:#?}");
    assert!(
        tally.regions as u64 > tally.pairs - tally.equal,
        "{tally:#?}"
    );
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
    if before
        .keys()
        .any(|key| key.code.severity() == Severity::Error)
    {
        return Err(format!("the clean matrix is none: {before:#?}"));
    }
    let after = check(&spoiled, tally)?;
    if planted.code == Code::Unused {
        let names = |model: &Model| found::named(&load(model).findings, Code::Unused);
        let news: Vec<_> = names(&spoiled)
            .difference(&names(&clean))
            .cloned()
            .collect();
        return match news.as_slice() {
            [name] if planted.what.as_ref() == Some(name) => Ok(true),
            _ => Err(format!("{news:?} are new")),
        };
    }
    let news: Vec<_> = after
        .keys()
        .filter(|key| !before.contains_key(key))
        .collect();
    Ok(news.into_iter().any(|key| planted.is(key)))
}
