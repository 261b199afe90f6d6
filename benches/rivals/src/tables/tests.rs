use super::*;
use crate::report::SingleFigures;

fn measured(engine: &str, rules: usize, claims: usize, median_ns: f64) -> SingleCell {
    let figures = SingleFigures {
        claims,
        median_ns,
        best_ns: median_ns / 2.0,
        build_ms: 1.25,
    };
    SingleCell {
        engine: engine.to_owned(),
        rules,
        outcome: SingleOutcome::Measured(figures),
    }
}

#[test]
fn single_decisions_are_compared_with_the_first_engine() {
    let left = SingleCell {
        engine: "slow".to_owned(),
        rules: 100,
        outcome: SingleOutcome::Left("not read after 120 s".to_owned()),
    };
    let report = SingleReport {
        processor: "chip".to_owned(),
        cores: 2,
        rounds: 5,
        cells: vec![
            measured("Verdict 1", 12, 8_192, 16.0),
            measured("Verdict 1", 100, 8_192, 24.0),
            measured("slow", 12, 64, 7_216.0),
            left,
        ],
    };
    let table = single(&report);
    for line in [
        "| engine | 12 rules | 100 rules | 1,000 rules | 10,000 rules |",
        "| Verdict 1 | 16.0 | 24.0 |  |  |",
        "| slow | 7,220 (451x) | not read after 120 s |  |  |",
        "| slow | 12 | 64 | 7,220 | 3,610 | 1.2 |",
    ] {
        assert!(table.lines().any(|it| it == line), "{table}");
    }
    assert!(
        table.contains("8,192 claims (fewer where noted below)"),
        "{table}"
    );
}

#[test]
fn batches_say_how_many_times_faster_the_first_way_is() {
    let cell = |engine: &str, rules, rows, speed| BatchCell {
        engine: engine.to_owned(),
        rules,
        rows,
        rounds: 3,
        median_rows_per_second: speed,
        best_rows_per_second: speed,
    };
    let reports = [
        BatchReport {
            versions: "Verdict 1".to_owned(),
            cells: vec![
                cell("Verdict", 12, 1_000, 50e6),
                cell("Verdict", 10_000, 1_000, 5e6),
            ],
        },
        BatchReport {
            versions: "Other 2".to_owned(),
            cells: vec![cell("Other", 12, 200, 0.5e6)],
        },
    ];
    let table = batch(&reports);
    for line in [
        "| Verdict | 50.0 | - | - | 5.0 |",
        "| Other | 0.50 (100x) | - | - | - |",
        "Verdict 1, Other 2; 1,000 claims x 3, 200 claims x 3.",
    ] {
        assert!(table.lines().any(|it| it == line), "{table}");
    }
}

#[test]
fn numbers_keep_what_can_be_read_off() {
    let cases = [
        (0.0123, "0.0123"),
        (0.456, "0.46"),
        (16.04, "16.0"),
        (123.4, "123"),
        (7_216.0, "7,220"),
        (28_412_345.0, "28,400,000"),
    ];
    for (value, expected) in cases {
        assert_eq!(significant(value), expected);
    }
}
