//! Proofs against brute force: what the proofs find in random small matrices is exactly what is
//! seen when every claim of the compressed coordinates is decided one by one.
//!
//! The oracle shares nothing with the proofs but the checked model. `VERDICT_SOAK_FACTOR`
//! multiplies the number of matrices.

mod defects;
mod grid;
mod hand_made;
mod model;
mod naive;
mod oracle;
mod random_model;
mod truth;

use std::sync::Arc;

use decision_matrix::DecisionMatrix;
use decision_matrix::table::DecisionTables;

use crate::strategies::Random;

/// The checked model of a text, whatever can be proved about it.
#[track_caller]
fn tables_of(text: &str) -> Arc<DecisionTables> {
    match DecisionMatrix::from_yaml("small.yaml", text) {
        Ok(matrix) => Arc::clone(matrix.tables()),
        Err(findings) => panic!("{findings}\n{text}"),
    }
}

#[test]
fn scratch_defects() {
    let mut counts = std::collections::BTreeMap::new();
    for seed in 0..600_u64 {
        let kind = seed as usize % defects::KINDS;
        let mut random = Random::new(seed);
        let model = defects::clean_model(&mut random);
        let clean = tables_of(&model.text());
        let oracle = oracle::Oracle::new(&clean, grid::Grid::of(&[&clean]));
        let before = truth::errors(&oracle);
        assert!(before.is_empty(), "{before:#?} {}", model.text());
        let before = truth::warnings(&oracle);
        let mut bad = model.clone();
        let Some(planted) = defects::plant(&mut random, &mut bad, kind) else {
            *counts.entry((kind, "none")).or_insert(0) += 1;
            continue;
        };
        let tables = tables_of(&bad.text());
        let oracle = oracle::Oracle::new(&tables, grid::Grid::of(&[&tables]));
        let mut after = truth::errors(&oracle);
        if after.keys().all(|it| it.code == decision_matrix::diagnostic::Code::GuaranteeViolated) {
            after.extend(truth::warnings(&oracle));
        }
        let new: Vec<_> = after.keys().filter(|key| !before.contains_key(key)).collect();
        let found = new.iter().any(|key| key.code == planted.code && key.table == planted.table
           && planted.rule.iter().all(|rule| key.rules.contains(rule)) && planted.what.iter().all(|it| it == &key.what));
        *counts.entry((kind, if found {"planted"} else {"missed"})).or_insert(0) += 1;
        if !found && seed < 60 { println!("{planted:?} {new:#?}\n{}", bad.text()); }
    }
    println!("{counts:#?}");
}

#[test]
fn scratch() {
    let mut ok = 0;
    let mut big = 0;
    let mut points = 0;
    let mut counts = std::collections::BTreeMap::new();
    for seed in 0..1500_u64 {
        let model = random_model::random_model(&mut Random::new(seed));
        let text = model.text();
        match DecisionMatrix::from_yaml("m.yaml", &text) {
            Ok(matrix) => {
                ok += 1;
                let tables = matrix.tables();
                let grid = grid::Grid::of(&[tables]);
                if grid.len() > 20_000 {
                    big += 1;
                    continue;
                }
                points += grid.len();
                let oracle = oracle::Oracle::new(tables, grid);
                let errors = truth::errors(&oracle);
                let mut all = errors.clone();
                if errors.keys().all(|it| it.code == decision_matrix::diagnostic::Code::GuaranteeViolated) {
                    all.extend(truth::warnings(&oracle));
                    *counts.entry("clean".to_owned()).or_insert(0) += 1;
                    *counts.entry("holding guarantees".to_owned()).or_insert(0) += tables.guarantees.len() - errors.len();
                }
                for key in all.keys() {
                    *counts.entry(format!("{:?}", key.code)).or_insert(0) += 1;
                }
            }
            Err(findings) => println!("{findings}\n{text}"),
        }
    }
    println!("{ok} {big} {points} {counts:#?}");
}
