//! Arrays of every type against the facts of each row, in place and computed.

use arrow_array::cast::AsArray;
use arrow_array::*;
use arrow_schema::DataType;
use decision_matrix::{CompileConfig, DecisionMatrix};

use super::*;
use crate::HistoryColumns;

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "any number is as random as another"
)]
mod random;

use random::Random;

const RULES: &str = r#"
format: 1
matrix: every-type
version: "1"
currency: RUB
keys: {claim: claim_id, time: filed_at}
effective: {from: 2020-01-01, to: 2027-01-01}
factors:
  amount: {type: money, domain: "[5.00..7000]"}
  rate: {type: decimal, scale: 3, nullable: true}
  count: {type: integer, domain: ">= -3"}
  wide: {type: integer, nullable: true}
  flag: {type: boolean}
  maybe: {type: boolean, nullable: true}
  device: {type: category, values: [fault, warn, ok]}
  place: {type: category, values: [north, south], nullable: true, domain: north}
  note: {type: text, nullable: true}
  other: {type: text}
  day: {type: date, domain: ">= 2020-01-01"}
  moment: {type: timestamp, nullable: true}
  span: {type: duration}
derive:
  is_same: {type: boolean, nullable: true, is: note = other}
decision:
  hit: first
  rules: |
    | id | amount  | rate  | count | wide | flag | maybe | device      | place | note | is_same | day           | span   || outcome  | reason |
    |----|---------|-------|-------|------|------|-------|-------------|-------|------|---------|---------------|--------||----------|--------|
    | R1 | <= 10   | -     | -     | null | true | -     | -           | -     | -    | -       | -             | -      || approve  | ONE    |
    | R2 | -       | > 1.5 | -     | -    | -    | null  | fault, warn | -     | -    | -       | -             | -      || escalate | TWO    |
    | R3 | -       | -     | < 0   | > 9  | -    | -     | -           | -     | -    | -       | -             | -      || approve  | THREE  |
    | R4 | -       | -     | -     | -    | -    | -     | -           | north | "x"  | -       | -             | -      || review   | FOUR   |
    | R5 | -       | -     | -     | -    | -    | -     | -           | -     | -    | true    | -             | -      || approve  | FIVE   |
    | R6 | -       | -     | -     | -    | -    | -     | -           | -     | -    | -       | > 2024-05-05  | -      || escalate | SIX    |
    | R7 | -       | -     | -     | -    | -    | true  | -           | -     | null | -       | -             | > P2D  || approve  | SEVEN  |
  default: {outcome: review, reason: REST}
audit: {share: 0.5, of: [approve]}
"#;

/// Texts that the factors know, nearly know, and do not know.
const TEXTS: [&str; 24] = [
    "fault",
    "warn",
    "ok",
    "OK",
    "",
    "north",
    "south",
    "x",
    "y",
    "true",
    "false",
    "yes",
    "1",
    "1500.00",
    "12.345",
    "-0",
    "1e3",
    "2025-01-31",
    "2026-02-30",
    "2026-01-31T10:00:00Z",
    "2026-01-31 10:00:00",
    "P3D",
    "PT5M",
    "a text that is longer than sixty-four bytes, so that no cache keeps it",
];

const FACTORS: [&str; 13] = [
    "amount", "rate", "count", "wide", "flag", "maybe", "device", "place", "note", "other", "day",
    "moment", "span",
];

fn compiled() -> CompiledMatrix {
    let matrix = match DecisionMatrix::from_yaml("matrix.yaml", RULES) {
        Ok(matrix) => matrix,
        Err(findings) => panic!("{:#?}", findings.diagnostics()),
    };
    let config = CompileConfig {
        audit_key: Some([3; 32]),
    };
    CompiledMatrix::new(matrix.tables().clone(), &config)
}

/// An array that a column of this name may well be.
fn likely(random: &mut Random, name: &str, rows: usize) -> ArrayRef {
    match name {
        "amount" => random.decimal(rows, 2),
        "rate" => random.decimal(rows, 3),
        "count" | "wide" => random.integers(rows),
        "flag" | "maybe" => Arc::new(
            random
                .options(rows, |it| it.below(2) == 1)
                .into_iter()
                .collect::<BooleanArray>(),
        ),
        "day" => Arc::new(
            random
                .options(rows, Random::day)
                .into_iter()
                .collect::<Date32Array>(),
        ),
        "moment" | "filed_at" => random.timestamps(rows),
        "claim_id" => Arc::new(
            random
                .options(rows, |it| format!("C-{}", it.below(50)))
                .into_iter()
                .collect::<StringArray>(),
        ),
        _ => random.texts(rows, &TEXTS),
    }
}

/// Compares both paths over batches of one schema.
fn check(seed: u64, map: &str) {
    let mut random = Random::new(seed);
    let compiled = compiled();
    let fields = ClaimFields::new(compiled.tables(), HistoryColumns::Required);
    let map = match ClaimsMap::from_yaml("map.yaml", map, fields.fields()) {
        Ok(map) => map,
        Err(findings) => panic!("{:#?}", findings.diagnostics()),
    };
    let rows = 1 + random.below(70);
    let mut columns: Vec<(&str, ArrayRef)> = Vec::new();
    for name in FACTORS.into_iter().chain(["claim_id", "filed_at"]) {
        if random.below(12) == 0 {
            continue;
        }
        let array = if random.below(3) == 0 {
            random.any(rows, &TEXTS)
        } else {
            likely(&mut random, name, rows)
        };
        columns.push((name, array));
    }
    if columns.is_empty() {
        return;
    }
    let batch = RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, array)| (name, array, true)),
    )
    .unwrap();
    let options = ReadOptions {
        allow_missing: true,
        ..ReadOptions::default()
    };
    let decider = RecordBatchDecider::new(&compiled, &fields, &batch.schema(), &map, &options);
    let Ok(mut decider) = decider else {
        // A column of floats.
        return;
    };
    let (mut fast, mut slow) = (DecisionColumns::new(), DecisionColumns::new());
    // Whole, sliced, and once more with the memory of before.
    let at = random.below(rows);
    for batch in [batch.clone(), batch.slice(at, rows - at), batch] {
        decider.decide(&batch, &mut fast).unwrap();
        decider.decide_rows(&batch, &mut slow).unwrap();
        assert_eq!(fast.len(), batch.num_rows());
        for (row, (fast, slow)) in fast.iter().zip(slow.iter()).enumerate() {
            let values = batch.slice(row, 1);
            assert_eq!(fast, slow, "seed {seed}, row {row}: {values:#?}");
        }
    }
}

#[test]
fn arrays_are_decided_as_the_facts_of_their_rows() {
    for seed in 0..500 {
        check(seed, "format: 1\n");
    }
}

#[test]
fn arrays_are_decided_through_a_map_as_the_facts_of_their_rows() {
    let map = "format: 1
values:
  device: {OK: ok, \"1\": fault, \"\": warn}
  place: {\"\": north, \"12.345\": null}
  count: {fault: \"7\"}
dates: {day: \"%d.%m.%Y\"}
zone: \"+03:00\"
float: {amount: nearest, rate: nearest}
";
    for seed in 0..400 {
        check(seed, map);
    }
}

#[test]
fn a_type_fault_is_told_where_the_domain_has_no_zero() {
    let compiled = compiled();
    let fields = ClaimFields::new(compiled.tables(), HistoryColumns::Required);
    let columns: Vec<(&str, ArrayRef)> = vec![
        (
            "claim_id",
            Arc::new(StringArray::from(vec!["C-1", "C-2", "C-3", "C-4"])),
        ),
        (
            "filed_at",
            Arc::new(TimestampSecondArray::from(vec![1_750_000_000; 4])),
        ),
        (
            "amount",
            Arc::new(StringArray::from(vec![
                Some("many"),
                Some("8000"),
                None,
                Some("6.00"),
            ])),
        ),
    ];
    let batch = RecordBatch::try_from_iter_with_nullable(
        columns.into_iter().map(|(name, array)| (name, array, true)),
    )
    .unwrap();
    let options = ReadOptions {
        allow_missing: true,
        ..ReadOptions::default()
    };
    let map = ClaimsMap::default();
    let mut decider =
        RecordBatchDecider::new(&compiled, &fields, &batch.schema(), &map, &options).unwrap();
    let mut decisions = DecisionColumns::new();
    decider.decide(&batch, &mut decisions).unwrap();
    let told: Vec<String> = decisions
        .iter()
        .map(|it| {
            format!(
                "{} {}",
                compiled.reason_code(&it),
                compiled.fault_name(&it).unwrap_or("-")
            )
        })
        .collect();
    let expected = [
        "INPUT_TYPE amount",
        "INPUT_OUT_OF_DOMAIN amount",
        "INPUT_MISSING amount",
        "INPUT_MISSING count",
    ];
    assert_eq!(told, expected);
}

#[test]
fn a_schema_is_refused_as_the_columns_of_a_file_are() {
    let compiled = compiled();
    let fields = ClaimFields::new(compiled.tables(), HistoryColumns::Required);
    let bind = |columns: &[(&str, DataType)]| {
        let fields_of: Vec<Field> = columns
            .iter()
            .map(|(name, kind)| Field::new(*name, kind.clone(), true))
            .collect();
        let schema = Arc::new(Schema::new(fields_of));
        let (map, options) = (ClaimsMap::default(), ReadOptions::default());
        let refused = RecordBatchDecider::new(&compiled, &fields, &schema, &map, &options).err();
        refused.map(|error| error.to_string()).unwrap_or_default()
    };
    let text = bind(&[("claim_id", DataType::Utf8), ("amuont", DataType::Int64)]);
    assert!(
        text.starts_with("`record batch` has no column `amount`, did you mean `amuont`?"),
        "{text}"
    );
    let mut all: Vec<(&str, DataType)> = FACTORS.map(|name| (name, DataType::Utf8)).into();
    all.extend([("claim_id", DataType::Utf8), ("filed_at", DataType::Utf8)]);
    assert_eq!(bind(&all), "");
    all[0].1 = DataType::Float64;
    let text = bind(&all);
    assert!(
        text.contains("the column `amount` of `amount` holds binary floats"),
        "{text}"
    );
}

#[test]
fn a_batch_of_another_schema_is_refused() {
    let compiled = compiled();
    let fields = ClaimFields::new(compiled.tables(), HistoryColumns::Required);
    let batch = |name: &str| {
        let array: ArrayRef = Arc::new(StringArray::from(vec!["C-1"]));
        RecordBatch::try_from_iter([(name, array)]).unwrap()
    };
    let options = ReadOptions {
        allow_missing: true,
        ..ReadOptions::default()
    };
    let (schema, map) = (batch("claim_id").schema(), ClaimsMap::default());
    let mut decider = RecordBatchDecider::new(&compiled, &fields, &schema, &map, &options).unwrap();
    let mut out = DecisionColumns::new();
    assert!(decider.decide(&batch("claim_id"), &mut out).is_ok());
    let refused = decider.decide(&batch("id"), &mut out);
    assert!(matches!(refused, Err(ClaimsError::OtherSchema)));
}

#[test]
fn decisions_share_one_buffer_of_keys() {
    let compiled = compiled();
    let fields = ClaimFields::new(compiled.tables(), HistoryColumns::Required);
    let ids: ArrayRef = Arc::new(StringArray::from(vec![Some("C-1"), None, Some("C-3")]));
    let batch = RecordBatch::try_from_iter_with_nullable([("claim_id", ids, true)]).unwrap();
    let options = ReadOptions {
        allow_missing: true,
        ..ReadOptions::default()
    };
    let map = ClaimsMap::default();
    let mut decider =
        RecordBatchDecider::new(&compiled, &fields, &batch.schema(), &map, &options).unwrap();
    let mut decisions = DecisionColumns::new();
    decider.decide(&batch, &mut decisions).unwrap();
    let expected: Vec<_> = decisions.iter().collect();
    let address = decisions.keys().as_ptr().addr();
    let answer = decisions_to_record_batch(&compiled, &mut decisions).unwrap();
    assert_eq!(answer.num_columns(), 8);
    for column in answer.columns() {
        let keys = column.as_any_dictionary().keys();
        assert_eq!(
            keys.as_primitive::<Int32Type>().values().as_ptr().addr(),
            address
        );
    }
    let text = |name: &str, row: usize| {
        let column = answer
            .column_by_name(name)
            .unwrap()
            .as_dictionary::<Int32Type>();
        let key = usize::try_from(column.keys().value(row)).unwrap();
        let values = column.values().as_string::<i32>();
        values.is_valid(key).then(|| values.value(key).to_owned())
    };
    for (row, decision) in expected.iter().enumerate() {
        assert_eq!(
            text("reason", row).as_deref(),
            Some(compiled.reason_code(decision))
        );
        assert_eq!(
            text("rule", row).as_deref(),
            Some(compiled.rule_id(decision))
        );
        assert_eq!(text("fault", row).as_deref(), compiled.fault_name(decision));
        assert_eq!(text("due", row), None);
    }
    assert!(decisions.is_empty());
}
