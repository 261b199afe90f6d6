//! From a found change to its report: asked of the engine once more, as a claim from outside, and
//! put as people write values.

use crate::calendar::format_duration;
use crate::compile::{CompiledMatrix, Decision};
use crate::evaluate::explain::{factor_state, quoted};
use crate::evaluate::facts::Facts;
use crate::evaluate::input_fault;
use crate::raw_value::RawValue;
use crate::table::{ColumnRef, FactorIndex, ValueType, value_text};

use super::axis::{Axis, AxisValues};
use super::line::{Asker, Line, Piece, set_value};
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
        let factor = changeable.get(*at)?.factor;
        set_as_outside(facts, &mut facts_after, factor, *value);
    }
    let is_decided = input_fault(tables, &facts_after).is_none();
    let decision = matrix.before_audit(facts_after.values());
    if !is_decided || decision != found.decision {
        debug_assert!(false, "the engine confirms what it has told the search");
        return None;
    }
    // The lines of a few factors; their number is bounded by the search that went before.
    let mut asker = Asker::new(matrix, u32::MAX);
    let mut claim = facts.values().to_vec();
    for (at, value) in &found.values {
        set_value(&mut claim, changeable.get(*at)?.factor, *value);
    }
    let mut changes = Vec::with_capacity(found.values.len());
    for (at, value) in &found.values {
        let axis = changeable.get(*at)?;
        let line = asker.line(axis, &mut claim).ok()?;
        changes.push(FactorChange {
            factor: axis.factor,
            name: tables
                .column_name(ColumnRef::Factor(axis.factor))
                .to_owned(),
            from: factor_state(tables, facts, axis.factor),
            to: written(facts, axis.factor, *value)?,
            values: values_near(facts, axis, &line, *value, decision)?,
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
    facts: &Facts,
    axis: &Axis,
    line: &Line,
    value: i64,
    decision: Decision,
) -> Option<ChangedValues> {
    let tables = facts.tables();
    let column = tables.column_type(ColumnRef::Factor(axis.factor))?;
    let text = |value: i64| written(facts, axis.factor, value).unwrap_or_default();
    let is_alike = |other: Decision| other.outcome == decision.outcome && other.fault.is_none();
    let AxisValues::Ordered(values) = &axis.values else {
        let pieces = line.pieces.iter();
        let (alike, others): (Vec<&Piece>, Vec<&Piece>) =
            pieces.partition(|piece| is_alike(piece.decision));
        let texts = |pieces: Vec<&Piece>| pieces.into_iter().map(|it| text(it.low)).collect();
        let is_rest = |piece: &&Piece| facts.text_of_code(piece.low).is_none();
        return Some(
            if column.value_type != ValueType::Text || !alike.iter().any(is_rest) {
                ChangedValues::OneOf(texts(alike))
            } else if others.is_empty() {
                ChangedValues::Any
            } else {
                ChangedValues::NotOf(texts(others))
            },
        );
    };
    let (below, from) = line.pieces.split_at_checked(line.piece_of(value)?)?;
    let below = below.iter().rev().take_while(|it| is_alike(it.decision));
    let above = from.iter().take_while(|it| is_alike(it.decision));
    let low = below.last().or(from.first()).map(|it| it.low)?;
    let high = above.last().map(|it| it.high)?;
    // Where the claim's value may lie outside the domain, the ends of the domain are named too.
    let (least, most) = column.value_type.range(column.scale);
    let is_open_below = low == values.first() && !(axis.is_faulted && least < low);
    let is_open_above = high == values.last() && !(axis.is_faulted && high < most);
    Some(match (is_open_below, is_open_above) {
        (true, true) => ChangedValues::Any,
        _ if low == high => ChangedValues::OneOf(vec![text(low)]),
        (true, false) => ChangedValues::AtMost(text(high)),
        (false, true) => ChangedValues::AtLeast(text(low)),
        (false, false) => ChangedValues::Between(text(low), text(high)),
    })
}

/// A value as rules write it.
fn written(claim: &Facts, factor: FactorIndex, value: i64) -> Option<String> {
    let tables = claim.tables();
    let column = tables.column_type(ColumnRef::Factor(factor))?;
    Some(if column.value_type == ValueType::Text {
        quoted(&text_of(claim, factor, value))
    } else {
        value_text(tables, column, value)
    })
}

/// The text of a code; of one that stands for all the rest a text that neither the rules nor the
/// claim name, different for each factor.
fn text_of(claim: &Facts, factor: FactorIndex, code: i64) -> String {
    if let Some(text) = claim.text_of_code(code) {
        return text.to_owned();
    }
    let tables = claim.tables();
    let factors = || (0..).map(FactorIndex).take(tables.factors.len());
    let is_named = |text: &String| {
        tables.texts.contains(text) || factors().any(|at| claim.text(at) == Some(text.as_str()))
    };
    let mut text = format!("other {}", tables.column_name(ColumnRef::Factor(factor)));
    while is_named(&text) {
        text.push('_');
    }
    text
}

/// Sets a value as a source of claims would.
fn set_as_outside(claim: &Facts, facts: &mut Facts, factor: FactorIndex, value: i64) {
    let tables = claim.tables();
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
            text = text_of(claim, factor, value);
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
