//! A matrix in the factors, words and texts of another one: the same meaning, other numbers.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::table::{
    Cell, ColumnRef, ColumnType, Conversion, DecisionTables, Expr, ExprKind, ExprType, Factor,
    Item, Operand, RuleTable, Test, ValueType,
};

use super::unify::{Side, index};

/// How the numbers of a matrix change.
pub(super) struct Recoding<'a> {
    side: &'a Side,
}

impl<'a> Recoding<'a> {
    /// The numbers of one version to the joint ones.
    pub(super) fn new(side: &'a Side) -> Self {
        Self { side }
    }

    /// The matrix over the joint factors. Guarantees and the time in which the rules are in force
    /// are left out: they have no part in the comparison.
    pub(super) fn tables(
        &self,
        own: &DecisionTables,
        factors: &[Factor],
        texts: &[String],
    ) -> DecisionTables {
        let mut tables = own.clone();
        tables.effective = None;
        tables.guarantees = Vec::new();
        tables.texts = texts.to_vec();
        for parameter in &mut tables.parameters {
            if parameter.column.value_type == ValueType::Text {
                self.text(&mut parameter.value);
            }
            self.domain(&mut parameter.column);
        }
        for derive in &mut tables.derives {
            self.domain(&mut derive.column);
            self.expression(&mut derive.expression);
        }
        for table in &mut tables.tables {
            let is_text = table.output.value_type == ValueType::Text;
            self.domain(&mut table.output);
            self.rules(own, &mut table.rules);
            let results = table.rules.rules.iter_mut().map(|rule| &mut rule.result);
            for result in results.chain(&mut table.rules.default) {
                if let (true, Some(value)) = (is_text, &mut result.value) {
                    self.text(value);
                }
            }
        }
        self.rules(own, &mut tables.decision);
        for column in &mut tables.order {
            self.column(column);
        }
        for factor in &mut tables.factors {
            factor.history = None;
        }
        tables.factors = factors.to_vec();
        for factor in &mut tables.factors {
            factor.history = None;
        }
        tables
    }

    fn rules<R>(&self, own: &DecisionTables, table: &mut RuleTable<R>) {
        for rule in &mut table.rules {
            for (column, cell) in table.columns.iter().zip(&mut rule.cells) {
                let is_text = own
                    .column_type(*column)
                    .is_some_and(|column| column.value_type == ValueType::Text);
                let words = self.words(*column);
                if is_text {
                    self.cell(cell, None);
                } else if words.is_some() {
                    self.cell(cell, words);
                }
            }
        }
        for column in &mut table.columns {
            self.column(column);
        }
    }

    /// Literals of a text cell, or of a cell of words where these are given.
    fn cell(&self, cell: &mut Cell, words: Option<&[i64]>) {
        let Cell::Items(items) = cell else {
            return;
        };
        for item in items {
            let tests = match item {
                Item::Null | Item::NotNull => continue,
                Item::Test(test) => std::slice::from_mut(test),
                Item::Not(tests) => tests.as_mut_slice(),
            };
            for test in tests {
                match test {
                    Test::Compare(_, operand) => self.operand(operand, words),
                    Test::Interval { low, high, .. } => {
                        self.operand(low, words);
                        self.operand(high, words);
                    }
                }
            }
        }
    }

    fn operand(&self, operand: &mut Operand, words: Option<&[i64]>) {
        match operand {
            Operand::Literal(value) | Operand::Parameter { value, .. } => match words {
                Some(words) => *value = crate::compile::recoded(*value, words),
                None => self.text(value),
            },
            Operand::Table { conversion, .. } => {
                let Some(words) = words else {
                    return;
                };
                let codes: Vec<i64> = match conversion {
                    Some(Conversion::Words(codes)) => codes
                        .iter()
                        .map(|code| crate::compile::recoded(*code, words))
                        .collect(),
                    _ => words.to_vec(),
                };
                *conversion = Some(Conversion::Words(codes.into()));
            }
        }
    }

    fn expression(&self, expr: &mut Expr) {
        let words = match &expr.kind {
            ExprKind::Column(column) => self.words(*column),
            _ => None,
        };
        match &mut expr.kind {
            ExprKind::Code(code) if expr.value_type == ExprType::Text => self.text(code),
            ExprKind::Number(..) | ExprKind::Code(_) | ExprKind::Null | ExprKind::Parameter(_) => {}
            ExprKind::Column(column) => self.column(column),
            ExprKind::IsNull(inner) => match &mut inner.kind {
                // Null is null in any words.
                ExprKind::Column(column) => self.column(column),
                _ => self.expression(inner),
            },
            ExprKind::Recode(a, _)
            | ExprKind::Negate(a)
            | ExprKind::Not(a)
            | ExprKind::Abs(a)
            | ExprKind::Round(a, _)
            | ExprKind::Days(a)
            | ExprKind::Year(a)
            | ExprKind::Month(a)
            | ExprKind::Weekday(a) => self.expression(a),
            ExprKind::Arithmetic(_, a, b)
            | ExprKind::Compare(_, a, b)
            | ExprKind::And(a, b)
            | ExprKind::Or(a, b)
            | ExprKind::Coalesce(a, b) => {
                self.expression(a);
                self.expression(b);
            }
            ExprKind::If(a, b, c) => {
                self.expression(a);
                self.expression(b);
                self.expression(c);
            }
            ExprKind::Min(parts) | ExprKind::Max(parts) => {
                for part in parts {
                    self.expression(part);
                }
            }
        }
        if let Some(words) = words {
            // Inside the expression the version's own words go on.
            let own_codes = reversed(words);
            let inner = expr.clone();
            expr.kind = ExprKind::Recode(Box::new(inner), own_codes);
        }
    }

    /// The joint codes of a factor's own words, where they differ.
    fn words(&self, column: ColumnRef) -> Option<&[i64]> {
        match column {
            ColumnRef::Factor(at) => self.side.words.get(&(at.0 as usize)).map(Vec::as_slice),
            _ => None,
        }
    }

    fn column(&self, column: &mut ColumnRef) {
        if let ColumnRef::Factor(at) = column
            && let Some(joint) = self.side.joint.get(at.0 as usize)
        {
            *at = index(*joint);
        }
    }

    fn domain(&self, column: &mut ColumnType) {
        if let (ValueType::Text, Some(cell)) = (&column.value_type, &mut column.domain) {
            self.cell(cell, None);
        }
    }

    fn text(&self, code: &mut i64) {
        let own = usize::try_from(*code).ok();
        if let Some(joint) = own.and_then(|own| self.side.texts.get(own)) {
            *code = *joint;
        }
    }
}

/// For each joint code the own one, -1 where there is none.
fn reversed(words: &[i64]) -> Arc<[i64]> {
    let own: BTreeMap<i64, i64> = words.iter().copied().zip(0..).collect();
    let last = own.keys().next_back().copied().unwrap_or(-1);
    (0..=last)
        .map(|joint| own.get(&joint).copied().unwrap_or(-1))
        .collect()
}
