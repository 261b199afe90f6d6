//! A fingerprint of what a matrix means, whatever its text: equal for two matrices that declare the
//! same factors and decide every claim alike.
//!
//! The decision is brought to its reduced ordered diagram: a node asks one factor, in the order of
//! the factors' names; an edge holds all values of the factor after which the rest of the question
//! is the same; a leaf is outcome, reason, route and due. For one order of the factors there is just
//! one such diagram (R. E. Bryant, "Graph-Based Algorithms for Boolean Function Manipulation", IEEE
//! Transactions on Computers C-35, 1986, for two values and two leaves). Its text is hashed.
//!
//! Derived factors that are not analysed exactly are asked after the factors, known by what they
//! are computed from; a fingerprint then still tells that two matrices decide alike where it is
//! equal, but may differ where they do.

mod diagram;
mod residual;

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use crate::compile::ValueSet;
use crate::table::{
    ColumnRef, ColumnType, DecisionTables, DeriveIndex, Factor, ValueType, canonical_form,
    columns_of, expression_text, value_text,
};
use crate::verify::cell_words::value_words;
use crate::verify::reads::{Name, each_name};
use crate::verify::region::Scope;
use crate::verify::search::Budget;
use crate::verify::space::Space;

use super::joint::{may_fault, outcome_place, verdict_of};
use crate::table::Outcome;
use diagram::{Diagram, NodeId};

/// SHA-256 of what a matrix means, in 64 small hexadecimal digits; `None` where its diagram is not
/// found within `budget` steps, where a step is the test of one rule in one region.
pub fn semantic_fingerprint(tables: &DecisionTables, budget: u64) -> Option<String> {
    use std::fmt::Write;
    let text = meaning(tables, budget)?;
    let digest = Sha256::digest(text);
    Some(digest.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}

/// What a matrix means, as a text: the factors, then the nodes of the diagram, each after those that
/// it leads to.
fn meaning(tables: &DecisionTables, budget: u64) -> Option<String> {
    let mut plain = tables.clone();
    plain.effective = None;
    plain.guarantees = Vec::new();
    let (space, model) = Space::of(&plain);
    let scope = Scope {
        space: &space,
        model: &model,
    };
    let names: Vec<String> = space
        .variables()
        .iter()
        .map(|variable| name(&plain, variable.column))
        .collect();
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by(|a, b| names.get(*a).cmp(&names.get(*b)));
    let diagram = Diagram::new(scope, &order, &mut Budget::new(budget)).ok()?;
    let mut writer = Writer {
        tables: &plain,
        scope,
        names: &names,
        diagram: &diagram,
        known: BTreeMap::new(),
        lines: declarations(&plain),
    };
    let root = writer.node(diagram.root());
    writer.lines.push(format!("decide {root}"));
    writer.lines.push(String::new());
    Some(writer.lines.join("\n"))
}

/// The name of a variable: a factor's own, of a derived factor what it is computed from. Factors
/// come first.
fn name(tables: &DecisionTables, column: ColumnRef) -> String {
    match column {
        ColumnRef::Derive(at) => format!("~ {}", derivation(tables, at)),
        _ => tables.column_name(column).to_owned(),
    }
}

/// What a derived factor is computed from, with everything that it reads.
fn derivation(tables: &DecisionTables, at: DeriveIndex) -> String {
    let Some(derive) = tables.derives.get(at.0 as usize) else {
        return String::new();
    };
    let mut parts = vec![
        expression_text(tables, &derive.expression),
        format!(
            "{:?} {}",
            derive.rounding,
            type_text(tables, &derive.column)
        ),
    ];
    each_name(&derive.expression, &mut |name| {
        if let Name::Parameter(index) = name
            && let Some(it) = tables.parameters.get(index.0 as usize)
        {
            parts.push(format!(
                "{} = {}",
                it.name,
                value_text(tables, &it.column, it.value)
            ));
        }
    });
    for read in columns_of(tables, ColumnRef::Derive(at)) {
        match read {
            ColumnRef::Factor(_) => {}
            ColumnRef::Derive(inner) => {
                parts.push(format!(
                    "{} = {}",
                    tables.column_name(read),
                    derivation(tables, inner)
                ));
            }
            // A table is known by the text of the whole matrix.
            ColumnRef::Table(_) => parts.push(canonical_form(tables)),
        }
    }
    parts.join("; ")
}

/// The factors in the order of their names, then derived factors that may fail.
fn declarations(tables: &DecisionTables) -> Vec<String> {
    let factor = |factor: &Factor| {
        format!(
            "factor {} {}",
            factor.name,
            type_text(tables, &factor.column)
        )
    };
    let mut lines: Vec<String> = tables.factors.iter().map(factor).collect();
    lines.sort_unstable();
    let failing = (0..).map(DeriveIndex).zip(&tables.derives);
    let failing = failing.filter(|(_, derive)| may_fault(derive));
    let mut failing: Vec<String> = failing
        .map(|(at, _)| format!("computes {}", derivation(tables, at)))
        .collect();
    failing.sort_unstable();
    failing.dedup();
    lines.insert(0, "verdict semantic form 1".to_owned());
    lines.extend(failing);
    lines
}

/// A type with its values, in words that do not depend on the order of declaration.
fn type_text(tables: &DecisionTables, column: &ColumnType) -> String {
    let currency = match column.value_type {
        ValueType::Money => tables
            .currency
            .as_ref()
            .map_or("", crate::table::Currency::code),
        _ => "",
    };
    let nullable = if column.nullable { "null or " } else { "" };
    let values = values_text(tables, column, &ValueSet::of_domain(column));
    format!(
        "{nullable}{}{currency} {} of {values}",
        column.value_type.as_str(),
        column.scale
    )
}

/// Values in words; words and texts sorted, numbers in ranges.
fn values_text(tables: &DecisionTables, column: &ColumnType, set: &ValueSet) -> String {
    let null = if set.contains(crate::compile::NULL) {
        "null, "
    } else {
        ""
    };
    let values = set.intersection(&ValueSet::not_null());
    let word = |value: i64| value_words(column, &tables.texts, value);
    let sorted = |values: &mut dyn Iterator<Item = i64>| {
        let mut words: Vec<String> = values.map(word).collect();
        words.sort_unstable();
        words.join(", ")
    };
    let count = i64::try_from(tables.texts.len()).unwrap_or(i64::MAX);
    let text = match column.value_type {
        ValueType::Text if values.contains(i64::MAX) => {
            format!(
                "not({})",
                sorted(&mut (0..count).filter(|code| !values.contains(*code)))
            )
        }
        ValueType::Text => sorted(&mut (0..count).filter(|code| values.contains(*code))),
        ValueType::Category(_) | ValueType::Boolean => {
            sorted(&mut values.ranges().iter().flat_map(|(low, high)| *low..=*high))
        }
        _ => {
            let ranges = values.ranges().iter();
            let ranges = ranges.map(|(low, high)| format!("{}..{}", word(*low), word(*high)));
            ranges.collect::<Vec<_>>().join(", ")
        }
    };
    format!("{null}{text}")
}

/// Writes the nodes of a diagram.
struct Writer<'a> {
    tables: &'a DecisionTables,
    scope: Scope<'a>,
    names: &'a [String],
    diagram: &'a Diagram,
    known: BTreeMap<NodeId, usize>,
    lines: Vec<String>,
}

impl Writer<'_> {
    /// Writes a node and what it leads to, each once; gives its number.
    fn node(&mut self, id: NodeId) -> usize {
        if let Some(known) = self.known.get(&id) {
            return *known;
        }
        let line = match id {
            NodeId::Leaf(conclusion) => self.leaf(conclusion),
            NodeId::Node(at) => {
                let Some(node) = self.diagram.nodes().get(at) else {
                    return 0;
                };
                let column = self.scope.space.variables().get(node.variable);
                let column = column.and_then(|it| self.tables.column_type(it.column));
                let classes = self.scope.space.classes(node.variable);
                let mut edges: Vec<(String, NodeId)> = node
                    .edges
                    .iter()
                    .filter_map(|(child, set)| {
                        let values = classes.value_set(set);
                        Some((values_text(self.tables, column?, &values), *child))
                    })
                    .collect();
                edges.sort_unstable();
                let name = self.names.get(node.variable).cloned().unwrap_or_default();
                let edges: Vec<String> = edges
                    .into_iter()
                    .map(|(values, child)| format!("[{values}] {}", self.node(child)))
                    .collect();
                format!("ask {name}: {}", edges.join(" "))
            }
        };
        let number = self.known.len();
        self.known.insert(id, number);
        self.lines.push(format!("{number} {line}"));
        number
    }

    fn leaf(&self, conclusion: usize) -> String {
        let Some(conclusion) = self.scope.model.conclusions.get(conclusion) else {
            return "nothing".to_owned();
        };
        let verdict = verdict_of(self.tables, conclusion);
        debug_assert_eq!(
            verdict.outcome,
            outcome_place(conclusion.outcome),
            "one list of outcomes"
        );
        let outcome = Outcome::ALL
            .get(verdict.outcome)
            .map_or("", |it| it.as_str());
        format!(
            "{outcome} {} {:?} {:?}",
            verdict.reason, verdict.route, verdict.due_seconds
        )
    }
}
