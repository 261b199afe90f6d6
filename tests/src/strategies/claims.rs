//! Random claims for a matrix.

use decision_matrix::table::{DecisionTables, FactorIndex, ValueType};
use decision_matrix::{Fact, Facts, InputFault, RawValue, calendar, number};

use super::Random;
use super::cells::near;
use super::matrices::pool;

/// Fills facts with a random claim. Few claims have an input that is at fault.
pub(crate) fn fill(random: &mut Random, tables: &DecisionTables, facts: &mut Facts) {
    facts.clear();
    if random.percent(1) {
        facts.mark_unreadable();
    }
    match random.below(20) {
        0 => facts.set_time_raw(RawValue::Text("now")),
        1 => {}
        _ => facts.set_time(*random.pick(&[999, 1_000, 1_500, 1_999, 2_000])),
    }
    facts.set_claim(&format!("c-{}", random.below(1_000)));
    for (index, factor) in (0..).map(FactorIndex).zip(&tables.factors) {
        if random.percent(if factor.column.nullable { 20 } else { 1 }) {
            facts.set_null(index);
        } else if random.percent(1) {
            facts.set(index, RawValue::Text("1e3"));
        } else {
            let patience = if random.percent(98) { 20 } else { 1 };
            for _ in 0..patience {
                facts.set(index, RawValue::Text(&text(random, tables, index)));
                if facts.fact(index) != Fact::Fault(InputFault::OutOfDomain) {
                    break;
                }
            }
        }
    }
}

/// The text of a value near a literal.
fn text(random: &mut Random, tables: &DecisionTables, index: FactorIndex) -> String {
    let column = &tables.factors[index.0 as usize].column;
    let value = if column.domain.is_some() || random.percent(50) {
        *random.pick(&pool(column))
    } else {
        near(random, column)
    };
    match &column.value_type {
        ValueType::Money | ValueType::Decimal | ValueType::Integer => {
            number::format_scaled(value, column.scale)
        }
        ValueType::Boolean => (value != 0).to_string(),
        ValueType::Category(words) => words[usize::try_from(value).unwrap()].clone(),
        ValueType::Text => ["A-17", "", "b", "x", "y"][random.below(5)].to_owned(),
        ValueType::Date => calendar::format_date(value.clamp(-719_162, 2_932_896)),
        ValueType::Timestamp => {
            calendar::format_timestamp(value.clamp(-62_135_596_800, 253_402_300_799))
        }
        ValueType::Duration => calendar::format_duration(value),
    }
}
