//! Claims and rules for the columnar rivals: Parquet files of claims with the rule that Verdict
//! names as a column, and the rules as JSON.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use anyhow::Result;
use arrow_array::{ArrayRef, Int32Array, RecordBatch, UInt8Array};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use serde_json::{Value, json};
use verdict_benches::{Claim, Condition, FACTORS, RuleSpec, claims};

use crate::engine::RuleNumber;
use crate::engines::rules;
use crate::question::is_word;
use crate::single::expected;
use crate::terminal::note;

/// Numbers of rules that the columnar rivals are given.
pub(crate) const BATCH_COUNTS: [usize; 3] = [12, 100, 1_000];

/// Numbers of claims: slow combinations take the first of the claims.
pub(crate) const ROWS: [usize; 2] = [1 << 20, 1 << 17];

/// Rows of a row group: a multiple of the blocks of all who read.
const ROW_GROUP: usize = 122_880;

/// Writes `rules.json` and `claims-ROWS.parquet` into a folder.
pub(crate) fn write(folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join("rules.json"), rules_json().to_string())?;
    let all = claims(ROWS.into_iter().max().unwrap_or(0));
    let mut answers = Vec::new();
    for count in BATCH_COUNTS {
        note(&format!("{} claims, {count} rules", all.len()));
        answers.push((format!("rule_{count}"), expected(count, &all)?));
    }
    for rows in ROWS {
        let batch = record_batch(&all, &answers)?.slice(0, rows);
        let path = folder.join(format!("claims-{rows}.parquet"));
        let properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_row_count(Some(ROW_GROUP))
            .build();
        let mut writer =
            ArrowWriter::try_new(File::create(path)?, batch.schema(), Some(properties))?;
        writer.write(&batch)?;
        writer.close()?;
    }
    Ok(())
}

/// Words as numbers in a byte, numbers in 32 bits: the least that a rival has to read.
fn record_batch(claims: &[Claim], answers: &[(String, Vec<RuleNumber>)]) -> Result<RecordBatch> {
    let mut columns: Vec<(String, ArrayRef, bool)> = Vec::new();
    for (factor, (name, largest)) in FACTORS.into_iter().enumerate() {
        let values = claims
            .iter()
            .map(|claim| claim.get(factor).copied().unwrap_or(0));
        let column: ArrayRef = if is_word(largest) {
            let values: Result<Vec<u8>, _> = values.map(u8::try_from).collect();
            Arc::new(UInt8Array::from(values?))
        } else {
            let values: Result<Vec<i32>, _> = values.map(i32::try_from).collect();
            Arc::new(Int32Array::from(values?))
        };
        columns.push((name.to_owned(), column, false));
    }
    for (name, answers) in answers {
        let numbers = answers
            .iter()
            .map(|answer| answer.and_then(|rule| i32::try_from(rule).ok()));
        columns.push((
            name.clone(),
            Arc::new(numbers.collect::<Int32Array>()),
            true,
        ));
    }
    Ok(RecordBatch::try_from_iter_with_nullable(columns)?)
}

/// By number of rules: rules as lists of conditions.
fn rules_json() -> Value {
    let tables = BATCH_COUNTS.into_iter().map(|count| {
        let rules: Vec<Value> = rules(count).iter().map(rule_json).collect();
        (count.to_string(), Value::Array(rules))
    });
    Value::Object(tables.collect())
}

/// The conditions of one rule; a bound at the edge of the domain is left out.
fn rule_json(rule: &RuleSpec) -> Value {
    let conditions = FACTORS.into_iter().zip(rule);
    let conditions = conditions.filter_map(|((name, largest), condition)| match *condition {
        Condition::Any => None,
        Condition::OneOf(words) => {
            let words: Vec<u32> = (0..32).filter(|word| words >> word & 1 == 1).collect();
            Some(json!({"factor": name, "words": words}))
        }
        Condition::Between(0, high) => Some(json!({"factor": name, "at_most": high})),
        Condition::Between(low, high) if high == largest => {
            Some(json!({"factor": name, "at_least": low}))
        }
        Condition::Between(low, high) => {
            Some(json!({"factor": name, "at_least": low, "at_most": high}))
        }
    });
    conditions.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_lists_of_conditions() {
        let mut rule = [Condition::Any; FACTORS.len()];
        assert_eq!(rule_json(&rule), json!([]));
        rule[0] = Condition::Between(5, 20_000_000);
        rule[1] = Condition::OneOf(0b101);
        rule[3] = Condition::Between(0, 4);
        rule[4] = Condition::Between(1, 4);
        let expected = json!([
            {"factor": "amount", "at_least": 5},
            {"factor": "fault_class", "words": [0, 2]},
            {"factor": "prior_claims", "at_most": 4},
            {"factor": "tenure_months", "at_least": 1, "at_most": 4},
        ]);
        assert_eq!(rule_json(&rule), expected);
    }

    #[test]
    fn columns_hold_the_claims_and_the_answers() {
        let claims = claims(3);
        let answers = vec![("rule_12".to_owned(), vec![Some(3), None, Some(0)])];
        let batch = record_batch(&claims, &answers).unwrap();
        assert_eq!(
            (batch.num_rows(), batch.num_columns()),
            (3, FACTORS.len() + 1)
        );
        let amounts = batch.column(0).as_any().downcast_ref::<Int32Array>();
        assert_eq!(i64::from(amounts.unwrap().value(2)), claims[2][0]);
        let rules = batch.column(10).as_any().downcast_ref::<Int32Array>();
        let expected = Int32Array::from(vec![Some(3), None, Some(0)]);
        assert_eq!(rules, Some(&expected));
    }
}
