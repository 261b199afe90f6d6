//! What tables and the decision share: hit policy, columns, rule ids, cells.

use std::collections::BTreeMap;

use super::Checker;
use super::names::choice;
use crate::diagnostic::{Code, Diagnostic};
use crate::limits;
use crate::source::matrix::{SourceRule, SourceTable};
use crate::source::span::{Span, Text};
use crate::table::{Cell, ColumnRef, ColumnType, HitPolicy};

impl Checker<'_> {
    /// The hit policy of a table of rules; a missing one is reported.
    pub(super) fn hit_policy(&mut self, table: &SourceTable) -> Option<HitPolicy> {
        let Some(text) = &table.hit else {
            let message = format!("`{}` has no hit policy", table.name.text);
            let diagnostic = Diagnostic::new(Code::MissingKey, table.name.span, message)
                .with_table(&table.name.text)
                .with_help("write `hit: first`, or `unique`, `any`, `priority`, `collect sum|min|max|count`");
            return self.refuse(diagnostic);
        };
        let choices = HitPolicy::ALL.map(|policy| (policy.as_str(), policy));
        match choice(text, "hit policy", &choices, Code::BadValue) {
            Ok(policy) => Some(policy),
            Err(diagnostic) => self.refuse(diagnostic.with_table(&table.name.text)),
        }
    }

    /// The limits of a table's size.
    pub(super) fn table_size(&mut self, table: &SourceTable, columns: usize, rules: usize) {
        let name = &table.name;
        if columns > limits::TABLE_COLUMNS {
            let message = format!(
                "`{}` has {columns} columns, more than {}",
                name.text,
                limits::TABLE_COLUMNS
            );
            self.report(
                Diagnostic::new(Code::LimitExceeded, name.span, message).with_table(&name.text),
            );
        }
        if rules > limits::TABLE_RULES {
            let message = format!(
                "`{}` has {rules} rules, more than {}",
                name.text,
                limits::TABLE_RULES
            );
            self.report(
                Diagnostic::new(Code::LimitExceeded, name.span, message).with_table(&name.text),
            );
        }
    }

    /// The condition columns, each known and each once.
    pub(super) fn condition_columns(&mut self, columns: &[Text]) -> Vec<Option<ColumnRef>> {
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        let mut found = Vec::with_capacity(columns.len());
        for text in columns {
            let column = self.column(text);
            if let Some(column) = column {
                self.note_read(column);
            }
            if let Some(first) = seen.insert(&text.text, text.span) {
                let message = format!("the column `{}` stands twice", text.text);
                let diagnostic = Diagnostic::new(Code::DuplicateName, text.span, message)
                    .with_related(first, "first here")
                    .with_help("join the two cells of each rule in one");
                self.report(diagnostic);
            }
            found.push(column);
        }
        found
    }

    /// The ids of the rules, each well-formed and each once.
    pub(super) fn rule_ids(&mut self, table: &str, rules: &[SourceRule]) {
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        for rule in rules {
            let id = &rule.id;
            if !is_rule_id(&id.text) {
                let message = format!("`{}` is not an id of a rule", id.text);
                let diagnostic = Diagnostic::new(Code::BadValue, id.span, message)
                    .with_table(table)
                    .with_help(
                        "ids have at most 64 letters, digits, `_`, `.` and `-`, begin with a letter or a \
                         digit, and are not `default`",
                    );
                self.report(diagnostic);
            } else if let Some(first) = seen.insert(&id.text, id.span) {
                let message = format!("the rule id `{}` stands twice in `{table}`", id.text);
                let diagnostic = Diagnostic::new(Code::DuplicateName, id.span, message)
                    .with_table(table)
                    .with_rule(&id.text)
                    .with_related(first, "first here")
                    .with_help("give one of the two another id");
                self.report(diagnostic);
            }
        }
    }

    /// The cells of a rule, one a column; a column left out of the long form is any value.
    pub(super) fn rule_cells(
        &mut self,
        columns: &[Option<ColumnRef>],
        types: &[Option<ColumnType>],
        rule: &SourceRule,
    ) -> Option<Vec<Cell>> {
        let columns = columns.iter().zip(types).enumerate();
        super::all(columns.map(
            |(at, (column, column_type))| match rule.conditions.get(at) {
                None => column.map(|_| Cell::Any),
                Some(text) => self.cell(column_type.as_ref()?, text),
            },
        ))
    }

    /// The types of columns, as far as they are known.
    pub(super) fn column_types(&self, columns: &[Option<ColumnRef>]) -> Vec<Option<ColumnType>> {
        columns
            .iter()
            .map(|column| self.scope.column_type((*column)?).cloned())
            .collect()
    }

    /// Checks the codes of an `allow`.
    pub(super) fn allow(&mut self, allow: &[(Text, Text)]) {
        for (text, _) in allow {
            let known = Code::ALL.iter().find(|code| code.id() == text.text);
            let is_code = text.text.len() == 6
                && text.text.starts_with("DM")
                && text.text.bytes().skip(2).all(|byte| byte.is_ascii_digit());
            if !is_code {
                let message = format!("`{}` is not the code of a finding", text.text);
                self.error(Code::BadValue, text.span, message);
            } else if known
                .is_some_and(|code| code.severity() == crate::diagnostic::Severity::Error)
            {
                let message = format!("`{}` is an error and cannot be silenced", text.text);
                self.error(Code::BadValue, text.span, message);
            }
        }
    }
}

/// `[A-Za-z0-9][A-Za-z0-9_.-]{0,63}`, not `default`.
fn is_rule_id(text: &str) -> bool {
    text.len() <= 64
        && text != "default"
        && text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-'))
}
