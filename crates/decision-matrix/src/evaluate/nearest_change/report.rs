//! From a found change to its report: asked of the engine once more, as a claim from outside, and
//! put as people write values.

use crate::calendar::format_duration;
use crate::compile::{CompiledMatrix, Decision};
use crate::evaluate::explain::factor_state;
use crate::evaluate::facts::Facts;
use crate::evaluate::input_fault;
use crate::raw_value::RawValue;
use crate::table::{ColumnRef, ColumnType, DecisionTables, FactorIndex, ValueType, value_text};

use super::axis::{Axis, AxisValues};
use super::line::{Asker, Line, set_value};
use super::search::Found;
use super::{ChangedValues, FactorChange, NearestChange};

/// The report of a change; `None` where the engine does not confirm it.
pub(super) fn confirmed(
    matrix: &CompiledMatrix,
    facts: &Facts,
    changeable: &[Axis],
    found: &Found,
    is_nearest: bool,
) -> Option<NearestChange> {
    let tables = matrix.tables();
    let mut facts_after = facts.clone();
    for (at, value) in &found.values {
        set_as_outside(
            tables,
            &mut facts_after,
            changeable.get(*at)?.factor,
            *value,
        );
    }
    let is_decided = input_fault(tables, &facts_after).is_none();
    let decision = matrix.before_audit(facts_after.values());
    if !is_decided || decision != found.decision {
        debug_assert!(false, "the engine confirms what it has told the search");
        return None;
    }
    // The lines of a few factors; their number is bounded by the search that went before.
    let mut asker = Asker::new(matrix, u32::MAX);
    let mut claim = facts_after.values().to_vec();
    let mut changes = Vec::with_capacity(found.values.len());
    for (at, value) in &found.values {
        let axis = changeable.get(*at)?;
        let line = asker.line(axis, &mut claim).ok()?;
        let column = tables.column_type(ColumnRef::Factor(axis.factor))?;
        changes.push(FactorChange {
            factor: axis.factor,
            name: tables
                .column_name(ColumnRef::Factor(axis.factor))
                .to_owned(),
            from: factor_state(tables, facts, axis.factor),
            to: value_text(tables, column, *value),
            values: values_near(tables, column, axis, &line, *value, decision)?,
        });
        set_value(&mut claim, axis.factor, *value);
    }
    Some(NearestChange {
        changes,
        decision,
        crossed: found.crossed,
        is_nearest,
    })
}

/// The values around one that give the same outcome.
fn values_near(
    tables: &DecisionTables,
    column: &ColumnType,
    axis: &Axis,
    line: &Line,
    value: i64,
    decision: Decision,
) -> Option<ChangedValues> {
    let text = |value: i64| value_text(tables, column, value);
    let is_alike = |other: Decision| other.outcome == decision.outcome && other.fault.is_none();
    let AxisValues::Ordered(values) = &axis.values else {
        let alike = line.pieces.iter().filter(|piece| is_alike(piece.decision));
        return Some(ChangedValues::OneOf(
            alike.map(|piece| text(piece.low)).collect(),
        ));
    };
    let (below, from) = line.pieces.split_at_checked(line.piece_of(value)?)?;
    let below = below.iter().rev().take_while(|it| is_alike(it.decision));
    let above = from.iter().take_while(|it| is_alike(it.decision));
    let low = below.last().or(from.first()).map(|it| it.low)?;
    let high = above.last().map(|it| it.high)?;
    Some(match (low == values.first(), high == values.last()) {
        (true, true) => ChangedValues::Any,
        _ if low == high => ChangedValues::OneOf(vec![text(low)]),
        (true, false) => ChangedValues::AtMost(text(high)),
        (false, true) => ChangedValues::AtLeast(text(low)),
        (false, false) => ChangedValues::Between(text(low), text(high)),
    })
}

/// Sets a value as a source of claims would.
fn set_as_outside(tables: &DecisionTables, facts: &mut Facts, factor: FactorIndex, value: i64) {
    let Some(column) = tables.column_type(ColumnRef::Factor(factor)) else {
        return;
    };
    let word = |words: &[String]| {
        let at = usize::try_from(value).ok();
        at.and_then(|at| words.get(at)).cloned().unwrap_or_default()
    };
    let text;
    let raw = match &column.value_type {
        ValueType::Money | ValueType::Decimal | ValueType::Integer => RawValue::Decimal {
            mantissa: i128::from(value),
            scale: i8::try_from(column.scale).unwrap_or(i8::MAX),
        },
        ValueType::Boolean => RawValue::Boolean(value != 0),
        ValueType::Category(words) => {
            text = word(words);
            RawValue::Text(&text)
        }
        ValueType::Text => {
            text = word(&tables.texts);
            RawValue::Text(&text)
        }
        ValueType::Date => RawValue::Date(value),
        ValueType::Timestamp => RawValue::Timestamp(value),
        ValueType::Duration => {
            text = format_duration(value);
            RawValue::Text(&text)
        }
    };
    if tables.keys.column("time") == Some(tables.column_name(ColumnRef::Factor(factor))) {
        facts.set_time_raw(raw);
    }
    facts.set(factor, raw);
}
