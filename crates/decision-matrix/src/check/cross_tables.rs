//! Cross-tables: two columns, one drawn downwards and one to the right.

use std::collections::BTreeMap;

use super::Checker;
use super::names::unknown;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::grid::CrossGrid;
use crate::source::matrix::{SourceTable, SourceTableTune};
use crate::source::span::Text;
use crate::source::suggest::closest;
use crate::table::cell_text::{self, CellNames};
use crate::table::{
    Cell, ColumnRef, ColumnType, CrossForm, CrossTune, HitPolicy, ParameterIndex, ResultCell, Rule,
    RuleTable, TableIndex,
};

/// A header cell, and the text that rule ids give it.
type Header = (Cell, String);

impl CellNames for Checker<'_> {
    fn parameter_name(&self, index: ParameterIndex) -> &str {
        self.source
            .parameters
            .get(index.0 as usize)
            .map_or("", |it| it.name.as_str())
    }

    fn table_name(&self, index: TableIndex) -> &str {
        self.source
            .tables
            .get(index.0 as usize)
            .map_or("", |it| it.name.as_str())
    }

    fn text(&self, code: i64) -> &str {
        self.texts.text(code)
    }
}

impl Checker<'_> {
    /// Expands a cross-table to rules, row by row.
    pub(super) fn cross_table(
        &mut self,
        table: &SourceTable,
        output: Option<&ColumnType>,
        axes: [&Text; 2],
        grid: &CrossGrid,
        tune: Option<&SourceTableTune>,
    ) -> Option<(RuleTable<ResultCell>, CrossForm)> {
        self.cross_shape(table, axes, grid);
        let columns = self.condition_columns(&axes.map(Clone::clone));
        let [row_column, column_column] = columns.as_slice() else {
            return None;
        };
        let rows: Vec<&Text> = grid.rows.iter().map(|row| &row.header).collect();
        let row_headers = self.headers(*row_column, &rows);
        let column_headers = self.headers(*column_column, &grid.columns.iter().collect::<Vec<_>>());
        let results: Vec<Option<ResultCell>> = grid
            .rows
            .iter()
            .flat_map(|row| &row.results)
            .map(|text| output.and_then(|output| self.result(output, text)))
            .collect();
        let (row_headers, column_headers, results) =
            (row_headers?, column_headers?, super::all(results)?);
        let form = CrossForm {
            rows: row_headers.len(),
            columns: column_headers.len(),
            tune: None,
        };
        let headers = row_headers
            .iter()
            .flat_map(|row| column_headers.iter().map(move |column| (row, column)));
        let rules: Vec<_> = headers
            .zip(results)
            .map(|((row, column), result)| Rule {
                id: format!("{} / {}", row.1, column.1),
                cells: vec![row.0.clone(), column.0.clone()],
                result,
            })
            .collect();
        let tune = match tune {
            None => None,
            Some(tune) => Some(self.cross_tune(output?, &rules, tune)?),
        };
        let rules = RuleTable {
            hit: HitPolicy::Unique,
            columns: super::all(columns)?,
            rules,
            default: None,
        };
        Some((rules, CrossForm { tune, ..form }))
    }

    fn cross_shape(&mut self, table: &SourceTable, [rows, _]: [&Text; 2], grid: &CrossGrid) {
        let name = &table.name.text;
        if let Some(hit) = table.hit.as_ref().filter(|hit| hit.text != "unique") {
            let message = format!("a cross-table is always `unique`, not `{}`", hit.text);
            self.report(Diagnostic::new(Code::BadValue, hit.span, message).with_table(name));
        }
        if grid.corner.text != rows.text {
            let message = format!(
                "the corner says `{}`, but `rows` is `{}`",
                grid.corner.text, rows.text
            );
            let diagnostic = Diagnostic::new(Code::GridShape, grid.corner.span, message)
                .with_table(name)
                .with_help(format!("write `{}` in the corner of the grid", rows.text));
            self.report(diagnostic);
        }
        self.table_size(table, 3, grid.rows.len() * grid.columns.len());
    }

    fn headers(&mut self, column: Option<ColumnRef>, texts: &[&Text]) -> Option<Vec<Header>> {
        let column_type = self.scope.column_type(column?)?.clone();
        let headers = texts.iter().map(|text| {
            let cell = self.cell(&column_type, text)?;
            let words = cell_text::write(&cell, &column_type, self);
            Some((cell, words))
        });
        super::all(headers)
    }

    fn cross_tune(
        &mut self,
        output: &ColumnType,
        rules: &[Rule<ResultCell>],
        tune: &SourceTableTune,
    ) -> Option<CrossTune> {
        if !output.value_type.is_ordered() {
            let message = format!(
                "a {} has no order and cannot be tuned",
                output.value_type.as_str()
            );
            return self.refuse(Diagnostic::new(Code::WrongType, tune.span, message));
        }
        let values: Vec<_> = tune
            .grid
            .iter()
            .map(|text| self.literal_of(output, text))
            .collect();
        let falling_down = self.direction(tune.falling_rows.as_ref(), ["down", "up"]);
        let falling_right = self.direction(tune.falling_columns.as_ref(), ["right", "left"]);
        let frozen = self.frozen(rules, tune);
        let mut grid = super::all(values)?;
        grid.sort_unstable();
        grid.dedup();
        let is_missing = |rule: &&Rule<ResultCell>| {
            rule.result.parameter.is_none()
                && rule
                    .result
                    .value
                    .is_some_and(|value| !grid.contains(&value))
        };
        if let Some(rule) = rules.iter().find(is_missing) {
            let message = format!(
                "the present value of `{}` is not in the `grid` of `tune`",
                rule.id
            );
            let diagnostic = Diagnostic::new(Code::BadValue, tune.span, message)
                .with_rule(&rule.id)
                .with_help("add the value to the grid, so that leaving it as it is stays possible");
            return self.refuse(diagnostic);
        }
        Some(CrossTune {
            grid,
            falling_down: falling_down?,
            falling_right: falling_right?,
            frozen: frozen?,
        })
    }

    #[expect(
        clippy::option_option,
        reason = "absence and error are different answers"
    )]
    fn direction(
        &mut self,
        text: Option<&Text>,
        [forward, back]: [&str; 2],
    ) -> Option<Option<bool>> {
        match text {
            None => Some(None),
            Some(text) => self
                .choose(text, "direction", &[(forward, true), (back, false)])
                .map(Some),
        }
    }

    fn frozen(&mut self, rules: &[Rule<ResultCell>], tune: &SourceTableTune) -> Option<Vec<usize>> {
        let ids = rules
            .iter()
            .enumerate()
            .map(|(at, rule)| (rule.id.as_str(), at));
        let known: BTreeMap<&str, usize> = ids.collect();
        let positions = tune.frozen.iter().map(|text| {
            let position = known.get(text.text.as_str()).copied();
            if position.is_none() && !self.is_full() {
                let ids = rules.iter().map(|rule| rule.id.as_str());
                let diagnostic = unknown(text, "cell", closest(&text.text, ids));
                self.report(diagnostic);
            }
            position
        });
        super::all(positions)
    }
}
