//! Intermediate tables.

use super::Checker;
use super::names::unknown;
use crate::diagnostic::{Code, Diagnostic};
use crate::limits;
use crate::source::matrix::{SourceBody, SourceRule, SourceTable};
use crate::source::span::Text;
use crate::table::{
    ColumnRef, ColumnType, HitPolicy, ResultCell, Rule, RuleTable, Table, TableForm, TableIndex,
    ValueType,
};

impl Checker<'_> {
    /// Every intermediate table.
    pub(super) fn tables(&mut self) -> Option<Vec<Table>> {
        let source = self.source;
        if let Some(table) = source.tables.get(limits::TABLES - 1) {
            let message = format!(
                "there are more than {} tables, the decision included",
                limits::TABLES
            );
            self.error(Code::LimitExceeded, table.name.span, message);
        }
        let tables = source.tables.iter().enumerate().map(|(position, table)| {
            let index = TableIndex(super::index(position));
            self.reader = Some(ColumnRef::Table(index));
            let checked = self.table(index, table);
            self.reader = None;
            checked
        });
        super::all(tables)
    }

    fn table(&mut self, index: TableIndex, table: &SourceTable) -> Option<Table> {
        self.allow(&table.allow);
        let output = self.scope.column_type(ColumnRef::Table(index)).cloned();
        let default = self.table_default(table, output.as_ref());
        let label = super::plain(table.label.as_ref());
        let (rules, form) = match &table.body {
            SourceBody::Rules {
                columns,
                results,
                rules,
                ..
            } => {
                let rules = self.table_rules(table, output.as_ref(), columns, results, rules);
                (rules, Some(TableForm::Rules))
            }
            SourceBody::Cross {
                rows,
                columns,
                grid,
                tune,
            } => {
                match self.cross_table(table, output.as_ref(), [rows, columns], grid, tune.as_ref())
                {
                    Some((rules, form)) => (Some(rules), Some(TableForm::Cross(form))),
                    None => (None, None),
                }
            }
        };
        let (output, default) = (output?, default?);
        let rules = RuleTable { default, ..rules? };
        self.collected_range(table, &output, &rules);
        Some(Table {
            name: table.name.text.clone(),
            output,
            rules,
            form: form?,
            label,
        })
    }

    #[expect(
        clippy::option_option,
        reason = "absence and error are different answers"
    )]
    fn table_default(
        &mut self,
        table: &SourceTable,
        output: Option<&ColumnType>,
    ) -> Option<Option<ResultCell>> {
        let Some(default) = &table.default else {
            return Some(None);
        };
        let strangers = default
            .results
            .iter()
            .filter(|(name, _)| name.text != table.name.text);
        let strangers: Vec<_> = strangers.collect();
        for (name, _) in &strangers {
            self.report(unknown(name, "result", Some(&table.name.text)));
        }
        let own = default
            .results
            .iter()
            .find(|(name, _)| name.text == table.name.text);
        let Some((_, value)) = own.filter(|_| strangers.is_empty()) else {
            if default.results.is_empty() {
                self.error(Code::WrongShape, default.span, "the default is empty");
            }
            return None;
        };
        let output = output?;
        self.result(output, value).map(Some)
    }

    fn table_rules(
        &mut self,
        table: &SourceTable,
        output: Option<&ColumnType>,
        columns: &[Text],
        results: &[Text],
        rules: &[SourceRule],
    ) -> Option<RuleTable<ResultCell>> {
        let name = &table.name.text;
        self.table_size(table, columns.len() + results.len(), rules.len());
        let hit = self.hit_policy(table);
        if let Some((hit, output)) = hit.zip(output) {
            self.hit_fits_output(table, hit, output);
        }
        let columns = self.condition_columns(columns);
        let types = self.column_types(&columns);
        self.rule_ids(name, rules);
        let position = if rules.is_empty() && results.is_empty() {
            None
        } else {
            self.result_position(table, results)
        };
        let rules = rules.iter().map(|rule| {
            self.allow(&rule.allow);
            let cells = self.rule_cells(&columns, &types, rule);
            let result = self.table_result(table, output, position, rule);
            Some(Rule {
                id: rule.id.text.clone(),
                cells: cells?,
                result: result?,
            })
        });
        let rules = super::all(rules);
        Some(RuleTable {
            hit: hit?,
            columns: super::all(columns)?,
            rules: rules?,
            default: None,
        })
    }

    fn table_result(
        &mut self,
        table: &SourceTable,
        output: Option<&ColumnType>,
        position: Option<usize>,
        rule: &SourceRule,
    ) -> Option<ResultCell> {
        let Some(text) = rule.results.get(position?) else {
            let message = format!("rule `{}` gives no `{}`", rule.id.text, table.name.text);
            let diagnostic = Diagnostic::new(Code::MissingKey, rule.span, message)
                .with_table(&table.name.text)
                .with_rule(&rule.id.text)
                .with_help(format!("write `then: {{{}: ..}}`", table.name.text));
            return self.refuse(diagnostic);
        };
        self.result(output?, text)
    }

    /// The one result column of a table, which has the table's name.
    fn result_position(&mut self, table: &SourceTable, results: &[Text]) -> Option<usize> {
        let name = &table.name.text;
        for text in results.iter().filter(|text| text.text != *name) {
            let message = format!("`{}` is not a result of `{name}`", text.text);
            let diagnostic = Diagnostic::new(Code::UnknownKey, text.span, message)
                .with_table(name)
                .with_help(format!("the one result of the table is `{name}`"));
            self.report(diagnostic);
        }
        for text in results.iter().filter(|text| text.text == *name).skip(1) {
            let message = format!("the column `{name}` stands twice");
            self.report(Diagnostic::new(Code::DuplicateName, text.span, message).with_table(name));
        }
        let position = results.iter().position(|text| text.text == *name);
        if position.is_none() && results.is_empty() {
            let message = format!("`{name}` has no column of results");
            let diagnostic = Diagnostic::new(Code::MissingKey, table.name.span, message)
                .with_table(name)
                .with_help(format!("write `|| {name} |` at the end of the header line"));
            self.report(diagnostic);
        }
        position
    }

    fn hit_fits_output(&mut self, table: &SourceTable, hit: HitPolicy, output: &ColumnType) {
        let span = table.hit.as_ref().map_or(table.name.span, |hit| hit.span);
        let is_category = matches!(output.value_type, ValueType::Category(_));
        let message = if hit.is_collect() && !output.value_type.is_number() {
            format!(
                "`{}` needs numbers, but the output is {}",
                hit.as_str(),
                output.value_type.as_str()
            )
        } else if hit == HitPolicy::Priority && !is_category {
            format!(
                "`priority` needs a category, but the output is {}",
                output.value_type.as_str()
            )
        } else {
            return;
        };
        self.report(Diagnostic::new(Code::WrongType, span, message).with_table(&table.name.text));
    }
}
