//! Tables and the decision: grid, long form, cross-table.

use std::collections::BTreeMap;

use super::{Reader, is_cross_table, without_rules};
use crate::diagnostic::{Code, Diagnostic};
use crate::limits;
use crate::source::grid;
use crate::source::matrix::{
    SourceBody, SourceCells, SourceDefault, SourceRule, SourceTable, SourceTableTune,
};
use crate::source::span::Text;
use crate::source::yaml::{Entry, Fields, Node, ScalarStyle};

const DECISION: [&str; 5] = ["hit", "rules", "default", "label", "allow"];
const TABLE: [&str; 6] = ["hit", "output", "rules", "default", "label", "allow"];
const CROSS_TABLE: [&str; 9] = [
    "hit", "output", "rows", "columns", "cells", "default", "tune", "label", "allow",
];

impl Reader {
    /// One table, or the decision.
    pub(super) fn table(&mut self, entry: &Entry, is_decision: bool) -> Option<SourceTable> {
        let name = &entry.key;
        let mut table = without_rules(name);
        let is_cross = !is_decision && entry.value.mapping().is_some_and(is_cross_table);
        let (what, known): (String, &[&str]) = match (is_decision, is_cross) {
            (true, _) => ("`decision`".to_owned(), &DECISION),
            (false, true) => (format!("cross-table `{}`", name.text), &CROSS_TABLE),
            (false, false) => (format!("table `{}`", name.text), &TABLE),
        };
        let fields = self.walker.fields(&entry.value, name.span, &what, known)?;
        table.hit = self.walker.optional_text(&fields, "hit");
        if !is_decision {
            let output = self.walker.required(&fields, &what, "output");
            table.output = output.and_then(|entry| self.output(entry));
        }
        table.default = fields
            .get("default")
            .and_then(|entry| self.default(entry, name, is_decision));
        table.label = self.walker.optional_text(&fields, "label");
        table.allow = self.allow(&fields);
        let body = if is_cross {
            self.cross_body(&fields, &what)
        } else {
            let rules = self.walker.required(&fields, &what, "rules");
            rules.and_then(|entry| self.rules(entry))
        };
        if let Some(body) = body {
            table.body = body;
        }
        Some(table)
    }

    /// `default`: of a table one value, alone or under the table's name; of the decision a mapping.
    fn default(&mut self, entry: &Entry, name: &Text, is_decision: bool) -> Option<SourceDefault> {
        let span = entry.key.span;
        if !is_decision && entry.value.scalar().is_some() {
            let value = self.walker.text(&entry.value, "`default`")?;
            return Some(SourceDefault {
                span,
                results: vec![(name.clone(), value)],
            });
        }
        if entry.value.mapping().is_none() {
            let expected = if is_decision { "a mapping" } else { "a value" };
            self.walker.wrong_shape(&entry.value, "`default`", expected);
            return None;
        }
        let results = self.walker.pairs(&entry.value, "`default`")?;
        Some(SourceDefault { span, results })
    }

    /// `rules`: a grid in a literal block, or a list of rules.
    fn rules(&mut self, entry: &Entry) -> Option<SourceBody> {
        if let Some(items) = entry.value.sequence() {
            return Some(self.long_form(items));
        }
        let text = self.literal(entry, "a literal block (`rules: |`) or a list")?;
        let (grid, diagnostics) = grid::parse_rules(&text);
        self.walker.report_all(diagnostics);
        let grid = grid?;
        let rules = grid.rows.into_iter().map(|row| SourceRule {
            span: row.span,
            id: row.id,
            conditions: SourceCells::of_every_column(row.conditions),
            results: SourceCells::of_every_column(row.results),
            allow: Vec::new(),
        });
        Some(SourceBody::Rules {
            is_grid: true,
            columns: grid.conditions,
            results: grid.results,
            rules: rules.collect(),
        })
    }

    /// The text of a literal block.
    fn literal(&mut self, entry: &Entry, expected: &str) -> Option<Text> {
        let style = entry.value.scalar().map(|scalar| scalar.style);
        if style == Some(ScalarStyle::Literal) {
            return entry.value.text();
        }
        let found = match style {
            None => entry.value.kind(),
            Some(ScalarStyle::Folded) => "a folded block",
            Some(_) => "a text on one line",
        };
        let key = &entry.key;
        let message = format!("`{}` must be {expected}, not {found}", key.text);
        let diagnostic = Diagnostic::new(Code::WrongShape, key.span, message);
        let label = format!("write `{}: |` and the grid below, indented", key.text);
        self.walker.report(diagnostic.with_label(label));
        None
    }

    /// A list of rules.
    fn long_form(&mut self, items: &[Node]) -> SourceBody {
        let mut columns = Names::default();
        let mut results = Names::default();
        let mut rules = Vec::with_capacity(items.len());
        for item in items {
            rules.extend(self.long_rule(item, &mut columns, &mut results));
            // Further rules of a table that is too wide or too long would only cost memory; the
            // check refuses it.
            let is_too_wide = columns.names.len() + results.names.len() > limits::TABLE_COLUMNS;
            if is_too_wide || rules.len() > limits::TABLE_RULES {
                break;
            }
        }
        SourceBody::Rules {
            is_grid: false,
            columns: columns.names,
            results: results.names,
            rules,
        }
    }

    fn long_rule(
        &mut self,
        node: &Node,
        columns: &mut Names,
        results: &mut Names,
    ) -> Option<SourceRule> {
        let what = "a rule";
        let fields =
            self.walker
                .fields(node, node.head(), what, &["id", "when", "then", "allow"])?;
        let id = self.required_text(&fields, what, "id");
        let when = fields
            .get("when")
            .map_or_else(Vec::new, |entry| self.cells(entry));
        let then = self.walker.required(&fields, what, "then");
        let then = then.map_or_else(Vec::new, |entry| self.cells(entry));
        let allow = self.allow(&fields);
        Some(SourceRule {
            span: node.span,
            id,
            conditions: columns.place(when),
            results: results.place(then),
            allow,
        })
    }

    fn cross_body(&mut self, fields: &Fields<'_>, what: &str) -> Option<SourceBody> {
        let rows = self.required_text(fields, what, "rows");
        let columns = self.required_text(fields, what, "columns");
        let cells = self.walker.required(fields, what, "cells");
        let tune = fields.get("tune").and_then(|entry| self.table_tune(entry));
        let text = self.literal(cells?, "a literal block (`cells: |`)")?;
        let (grid, diagnostics) = grid::parse_cross(&text);
        self.walker.report_all(diagnostics);
        Some(SourceBody::Cross {
            rows,
            columns,
            grid: grid?,
            tune,
        })
    }

    fn table_tune(&mut self, entry: &Entry) -> Option<SourceTableTune> {
        let (what, span) = ("`tune`", entry.key.span);
        let known = ["grid", "falling", "frozen"];
        let fields = self.walker.fields(&entry.value, span, what, &known)?;
        let grid = self.walker.required(&fields, what, "grid");
        let grid = grid.and_then(|entry| self.walker.texts(&entry.value, "`grid`"));
        let falling = fields.get("falling").and_then(|entry| {
            let at = entry.key.span;
            self.walker
                .fields(&entry.value, at, "`falling`", &["rows", "columns"])
        });
        Some(SourceTableTune {
            span,
            grid: grid.unwrap_or_default(),
            falling_rows: falling.and_then(|f| self.walker.optional_text(&f, "rows")),
            falling_columns: falling.and_then(|f| self.walker.optional_text(&f, "columns")),
            frozen: self.walker.optional_texts(&fields, "frozen"),
        })
    }
}

/// The columns that the rules of a long form name, in order of first appearance.
#[derive(Default)]
struct Names {
    names: Vec<Text>,
    positions: BTreeMap<String, usize>,
}

impl Names {
    /// One rule's cells, each with the position of its column.
    fn place(&mut self, cells: Vec<(Text, Text)>) -> SourceCells {
        let mut placed = Vec::with_capacity(cells.len());
        for (name, cell) in cells {
            placed.push((self.position(name), cell));
        }
        SourceCells::of_columns(placed)
    }

    /// The position of a column, a new one behind the others if need be.
    fn position(&mut self, name: Text) -> usize {
        if let Some(position) = self.positions.get(&name.text) {
            return *position;
        }
        let position = self.names.len();
        self.positions.insert(name.text.clone(), position);
        self.names.push(name);
        position
    }
}
