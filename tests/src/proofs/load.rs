//! From a model to its checked tables and to what the proofs report of it.
//!
//! A matrix that breaks a proof is refused, so its tables are not handed out. The oracle gets them
//! all the same: a lenient twin of the model is read, in which nothing can fail, then made strict
//! again; that the result is the model itself is shown by its fingerprint, with which the strict
//! text is taken without proofs.

use std::sync::Arc;

use decision_matrix::diagnostic::Findings;
use decision_matrix::table::{
    ColumnRef, CrossForm, DecisionTables, Direction, FactorIndex, GuaranteeClaim, HitPolicy,
    Outcome, RuleTable, TableForm, cell_text, fingerprint,
};
use decision_matrix::verify::Analyses;
use decision_matrix::{DecisionMatrix, LoadConfig};

use super::model::{Model, Table};
use super::random_model::rename;

/// All analyses.
const ALL: LoadConfig = LoadConfig {
    analyses: Analyses::All,
    ..LoadConfig::STRICT
};

/// What is known of a model.
pub(super) struct Loaded {
    /// Its tables.
    pub(super) tables: Arc<DecisionTables>,
    /// What the proofs report.
    pub(super) findings: Findings,
}

/// Reads a model with all analyses.
#[track_caller]
pub(super) fn load(model: &Model) -> Loaded {
    let text = model.text();
    match DecisionMatrix::from_yaml_with("model.yaml", &text, ALL) {
        Ok(matrix) => Loaded {
            tables: Arc::clone(matrix.tables()),
            findings: matrix.findings().clone(),
        },
        Err(findings) => Loaded {
            tables: refused_tables(model, &text),
            findings,
        },
    }
}

/// The tables of a model that is refused.
#[track_caller]
fn refused_tables(model: &Model, text: &str) -> Arc<DecisionTables> {
    let lenient = lenient(model).text();
    let lenient = match DecisionMatrix::from_yaml("lenient.yaml", &lenient) {
        Ok(matrix) => matrix,
        Err(findings) => panic!("{findings}\n{lenient}"),
    };
    let mut tables = DecisionTables::clone(lenient.tables());
    make_strict(&mut tables, model);
    let config = LoadConfig {
        trust_fingerprint: Some(bytes(&fingerprint(&tables))),
        ..LoadConfig::STRICT
    };
    match DecisionMatrix::from_yaml_with("trusted.yaml", text, config) {
        Ok(matrix) => Arc::clone(matrix.tables()),
        Err(findings) => panic!("{findings}\n{text}"),
    }
}

fn bytes(fingerprint: &str) -> [u8; 32] {
    std::array::from_fn(|at| {
        u8::from_str_radix(&fingerprint[2 * at..2 * at + 2], 16).expect("a fingerprint is hex")
    })
}

/// The model with nothing left that could be refused.
fn lenient(model: &Model) -> Model {
    let mut model = model.clone();
    for table in model.tables.iter_mut().chain([&mut model.decision]) {
        if matches!(table.hit, "unique" | "any") {
            table.hit = "first";
        }
        if table.cross.take().is_some() {
            rename(table);
        }
        if table.default.is_none() {
            table.default = Some(table.rules[0].results.clone());
        }
    }
    let outcomes = Outcome::ALL.map(Outcome::as_str).join(", ");
    for guarantee in &mut model.guarantees {
        let (id, _) = guarantee
            .split_once(", ")
            .expect("a promise follows the id");
        let when = guarantee.find(", when: ").map_or("", |at| &guarantee[at..]);
        *guarantee = format!("{id}, always: [{outcomes}]{when}");
    }
    model
}

/// Makes the tables of the lenient model those of the model.
fn make_strict(tables: &mut DecisionTables, model: &Model) {
    let names = tables.clone();
    for (table, written) in tables.tables.iter_mut().zip(&model.tables) {
        make_table_strict(&mut table.rules, written);
        let Some(columns) = written.cross else {
            continue;
        };
        for rule in &mut table.rules.rules {
            let cells = rule.cells.iter().zip(&table.rules.columns);
            let heads: Vec<_> = cells
                .map(|(cell, column)| cell_text(&names, *column, cell))
                .collect();
            rule.id = heads.join(" / ");
        }
        table.form = TableForm::Cross(CrossForm {
            rows: written.rules.len() / columns,
            columns,
            tune: None,
        });
    }
    make_table_strict(&mut tables.decision, &model.decision);
    for (guarantee, written) in tables.guarantees.iter_mut().zip(&model.guarantees) {
        guarantee.claim = promise(&names, written);
    }
}

fn make_table_strict<R>(table: &mut RuleTable<R>, written: &Table) {
    table.hit = HitPolicy::from_word(written.hit).expect("a hit policy");
    if written.default.is_none() {
        table.default = None;
    }
}

/// What a guarantee promises, out of its text.
fn promise(tables: &DecisionTables, written: &str) -> GuaranteeClaim {
    let list = |word: &str, end: char| {
        let (_, rest) = written.split_once(word)?;
        let (list, _) = rest.split_once(end)?;
        Some(list.split(", ").map(str::to_owned).collect::<Vec<_>>())
    };
    let outcomes = |words: Vec<String>| {
        let outcomes = words.iter().map(|word| Outcome::from_word(word).unwrap());
        outcomes.collect()
    };
    if let Some(words) = list("never: [", ']') {
        return GuaranteeClaim::Never(outcomes(words));
    }
    if let Some(words) = list("always: [", ']') {
        return GuaranteeClaim::Always(outcomes(words));
    }
    let moves = list("more_cautious: {", '}').expect("a promise");
    let moves = moves.iter().map(|part| {
        let (name, direction) = part.split_once(": ").unwrap();
        let at = tables
            .factors
            .iter()
            .position(|it| it.name == name)
            .unwrap();
        let index = FactorIndex(u32::try_from(at).unwrap());
        let direction = match direction {
            "rising" => Direction::Rising,
            _ => Direction::Falling,
        };
        (ColumnRef::Factor(index), direction)
    });
    GuaranteeClaim::MoreCautious(moves.collect())
}
