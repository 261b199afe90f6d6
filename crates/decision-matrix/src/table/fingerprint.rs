//! The canonical form of a matrix, and the fingerprint made of it.
//!
//! The form is JSON without spaces, with its keys in the order of this file and everything in the
//! order of declaration. It leaves out what cannot change a decision: comments, layout, labels,
//! titles, units, owner, wordings, `tune`. Two files with one fingerprint decide alike.

use sha2::{Digest, Sha256};

use super::cell_text::{append, cell_text, value_text};
use super::column::{ColumnRef, ColumnType, Derive, Factor, Rounding, ValueType};
use super::decision::DecisionTables;
use super::expression_text::expression_text;
use super::guarantee::{Direction, Guarantee, GuaranteeClaim};
use super::json::{JsonWriter, array, object};
use super::key::{History, HistoryEvents, HistoryFunction};
use super::outcome::Outcome;
use super::parameter::Parameter;
use super::rules::{Conclusion, ResultCell, RuleTable, Table};
use crate::calendar::{format_duration, format_timestamp};
use crate::number::format_scaled;

#[cfg(test)]
mod tests;

/// SHA-256 of the canonical form, in 64 small hexadecimal digits.
pub fn fingerprint(tables: &DecisionTables) -> String {
    use std::fmt::Write;
    Sha256::digest(canonical_form(tables))
        .iter()
        .fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// The canonical form: one line of JSON in UTF-8.
pub fn canonical_form(tables: &DecisionTables) -> String {
    let mut out = JsonWriter::default();
    object(&mut out, |matrix| {
        matrix.key("format").raw("1");
        matrix.key("matrix").string(&tables.id);
        matrix.key("version").string(&tables.version);
        matrix
            .key("currency")
            .optional(tables.currency.as_ref().map(super::Currency::code));
        match tables.effective {
            None => matrix.key("effective").raw("null"),
            Some(effective) => object(matrix.key("effective"), |out| {
                out.key("from")
                    .optional(effective.from.map(format_timestamp).as_deref());
                out.key("to")
                    .optional(effective.to.map(format_timestamp).as_deref());
            }),
        }
        object(matrix.key("keys"), |out| {
            for key in &tables.keys.columns {
                out.key(&key.name).string(&key.column);
            }
            array(out.key("natural"), &tables.keys.natural, |out, column| {
                out.string(column);
            });
        });
        let permits: &[&str] = if tables.permits_decline {
            &["decline"]
        } else {
            &[]
        };
        array(matrix.key("permits"), permits, |out, word| out.string(word));
        array(matrix.key("factors"), &tables.factors, |out, it| {
            factor(out, tables, it);
        });
        array(matrix.key("parameters"), &tables.parameters, |out, it| {
            parameter(out, tables, it);
        });
        array(matrix.key("derive"), &tables.derives, |out, it| {
            derive(out, tables, it);
        });
        array(matrix.key("tables"), &tables.tables, |out, it| {
            table(out, tables, it);
        });
        object(matrix.key("decision"), |out| {
            rules(out, tables, &tables.decision, |out, it| {
                conclusion(out, tables, it);
            });
        });
        array(matrix.key("reasons"), &tables.reasons, |out, it| {
            out.string(&it.code);
        });
        array(matrix.key("guarantees"), &tables.guarantees, |out, it| {
            guarantee(out, tables, it);
        });
        audit(matrix.key("audit"), tables);
    });
    out.into_text()
}

fn factor(out: &mut JsonWriter, tables: &DecisionTables, factor: &Factor) {
    object(out, |out| {
        out.key("name").string(&factor.name);
        column(out, tables, &factor.column);
        out.key("changeable").boolean(factor.changeable);
        out.key("sensitive").boolean(factor.sensitive);
        match &factor.history {
            None => out.key("from").raw("null"),
            Some(it) => history(out.key("from"), tables, it),
        }
    });
}

fn column(out: &mut JsonWriter, tables: &DecisionTables, column: &ColumnType) {
    out.key("type").string(column.value_type.as_str());
    if column.value_type == ValueType::Decimal {
        out.key("scale").raw(&column.scale.to_string());
    }
    if let ValueType::Category(words) = &column.value_type {
        array(out.key("values"), words, |out, word| out.string(word));
    }
    out.key("nullable").boolean(column.nullable);
    let domain = column
        .domain
        .as_ref()
        .map(|cell| super::cell_text::write(cell, column, tables));
    out.key("domain").optional(domain.as_deref());
}

fn history(out: &mut JsonWriter, tables: &DecisionTables, history: &History) {
    let function = match history.function {
        HistoryFunction::Count => "count",
        HistoryFunction::Sum => "sum",
        HistoryFunction::AgeOfLast => "age_of_last",
    };
    let of = match history.of {
        HistoryEvents::Claims => "claims",
        HistoryEvents::Approvals => "approvals",
        HistoryEvents::Reviews => "reviews",
        HistoryEvents::Justified => "justified",
        HistoryEvents::Unjustified => "unjustified",
    };
    let field = history
        .field
        .map(|field| tables.column_name(ColumnRef::Factor(field)));
    let per = history
        .per
        .and_then(|per| tables.keys.columns.get(per.0 as usize));
    object(out, |out| {
        out.key("history").string(function);
        out.key("of").string(of);
        out.key("field").optional(field);
        out.key("per")
            .string(per.map_or("all", |key| key.name.as_str()));
        out.key("window")
            .string(&format_duration(history.window_seconds));
    });
}

fn parameter(out: &mut JsonWriter, tables: &DecisionTables, parameter: &Parameter) {
    object(out, |out| {
        out.key("name").string(&parameter.name);
        column(out, tables, &parameter.column);
        out.key("value")
            .string(&value_text(tables, &parameter.column, parameter.value));
    });
}

fn derive(out: &mut JsonWriter, tables: &DecisionTables, derive: &Derive) {
    let rounding = match derive.rounding {
        Rounding::HalfEven => "half_even",
        Rounding::HalfUp => "half_up",
        Rounding::Down => "down",
        Rounding::Up => "up",
    };
    object(out, |out| {
        out.key("name").string(&derive.name);
        column(out, tables, &derive.column);
        out.key("rounding").string(rounding);
        out.key("is")
            .string(&expression_text(tables, &derive.expression));
    });
}

fn table(out: &mut JsonWriter, tables: &DecisionTables, table: &Table) {
    object(out, |out| {
        out.key("name").string(&table.name);
        object(out.key("output"), |out| column(out, tables, &table.output));
        rules(out, tables, &table.rules, |out, it| {
            result(out, tables, table, it);
        });
    });
}

/// Hit policy, columns, rules and default, as tables and the decision share them.
fn rules<R>(
    out: &mut JsonWriter,
    tables: &DecisionTables,
    rules: &RuleTable<R>,
    result: impl Fn(&mut JsonWriter, &R),
) {
    out.key("hit").string(rules.hit.as_str());
    array(out.key("columns"), &rules.columns, |out, it| {
        out.string(tables.column_name(*it));
    });
    let types = rules.columns.iter().map(|it| tables.column_type(*it));
    let types: Vec<_> = types.collect();
    let mut text = String::new();
    array(out.key("rules"), &rules.rules, |out, rule| {
        object(out, |out| {
            out.key("id").string(&rule.id);
            let mut types = types.iter();
            array(out.key("cells"), &rule.cells, |out, cell| {
                text.clear();
                if let Some(Some(column)) = types.next() {
                    append(&mut text, cell, column, tables);
                }
                out.string(&text);
            });
            result(out.key("result"), &rule.result);
        });
    });
    match &rules.default {
        None => out.key("default").raw("null"),
        Some(default) => result(out.key("default"), default),
    }
}

fn result(out: &mut JsonWriter, tables: &DecisionTables, table: &Table, result: &ResultCell) {
    let name = result
        .parameter
        .and_then(|it| tables.parameters.get(it.0 as usize));
    let text = match (name, result.value) {
        (Some(parameter), _) => parameter.name.clone(),
        (None, Some(value)) => value_text(tables, &table.output, value),
        (None, None) => "null".to_owned(),
    };
    out.string(&text);
}

fn conclusion(out: &mut JsonWriter, tables: &DecisionTables, conclusion: &Conclusion) {
    let reason = tables.reasons.get(conclusion.reason.0 as usize);
    let route = conclusion
        .route
        .and_then(|it| tables.routes.get(it.0 as usize));
    object(out, |out| {
        out.key("outcome").string(conclusion.outcome.as_str());
        out.key("reason")
            .optional(reason.map(|it| it.code.as_str()));
        out.key("route").optional(route.map(String::as_str));
        out.key("due")
            .optional(conclusion.due_seconds.map(format_duration).as_deref());
    });
}

fn guarantee(out: &mut JsonWriter, tables: &DecisionTables, guarantee: &Guarantee) {
    let words = |out: &mut JsonWriter, outcomes: &[Outcome]| {
        array(out, outcomes, |out, outcome| out.string(outcome.as_str()));
    };
    object(out, |out| {
        out.key("id").string(&guarantee.id);
        match &guarantee.claim {
            GuaranteeClaim::Never(outcomes) => words(out.key("never"), outcomes),
            GuaranteeClaim::Always(outcomes) => words(out.key("always"), outcomes),
            GuaranteeClaim::MoreCautious(moves) => object(out.key("more_cautious"), |out| {
                for (column, direction) in moves {
                    let word = match direction {
                        Direction::Rising => "rising",
                        Direction::Falling => "falling",
                    };
                    out.key(tables.column_name(*column)).string(word);
                }
            }),
        }
        object(out.key("when"), |out| {
            for (column, cell) in &guarantee.when {
                out.key(tables.column_name(*column))
                    .string(&cell_text(tables, *column, cell));
            }
        });
    });
}

fn audit(out: &mut JsonWriter, tables: &DecisionTables) {
    let Some(audit) = &tables.audit else {
        return out.raw("null");
    };
    object(out, |out| {
        let share = i64::try_from(audit.share_nano).unwrap_or(i64::MAX);
        out.key("share")
            .string(&format_scaled(share, crate::limits::SCALE));
        array(out.key("of"), &audit.of, |out, outcome| {
            out.string(outcome.as_str());
        });
        out.key("mode").string(audit.mode.as_str());
    });
}
