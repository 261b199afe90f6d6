//! What was measured, as a table for people and as a JSON document.

use serde_json::{Map, Value, json};

use super::measurement::{Measurement, Shares};
use crate::output::{Align, Table, thousands};

/// What each mode does, for the lines below the table.
const MODES: &[(&str, &str)] = &[
    ("single", "facts that are there already"),
    (
        "struct",
        "a record of decimals, numbers and texts, bound once",
    ),
    ("json", "one line of JSON"),
    ("batch", "columns in memory"),
    (
        "file",
        "the claims file read, decided (values brought into the units of the rules included) and written",
    ),
];

/// The table.
pub(super) fn table(measurements: &[Measurement]) -> String {
    let mut table = Table::new(&[
        ("mode", Align::Left),
        ("threads", Align::Right),
        ("claims", Align::Right),
        ("ns per decision", Align::Right),
        ("of processor time", Align::Right),
        ("decisions per second", Align::Right),
        ("reading", Align::Right),
        ("deciding", Align::Right),
        ("writing", Align::Right),
    ]);
    for it in measurements {
        let part = |of: fn(&Shares) -> f64| {
            it.shares
                .as_ref()
                .map_or_else(String::new, |shares| format!("{:.1}%", of(shares) * 100.0))
        };
        let processor = it
            .processor_nanoseconds
            .map_or_else(String::new, |time| format!("{time:.1}"));
        table.row([
            it.mode,
            &it.threads.to_string(),
            &thousands(it.rows),
            &format!("{:.1}", it.nanoseconds),
            &processor,
            &thousands(it.per_second()),
            &part(|shares| shares.reading),
            &part(|shares| shares.deciding),
            &part(|shares| shares.writing),
        ]);
    }
    let modes = MODES
        .iter()
        .filter(|(mode, _)| measurements.iter().any(|it| it.mode == *mode));
    let explained: Vec<String> = modes
        .map(|(mode, meaning)| format!(" {mode:<8}{meaning}"))
        .collect();
    format!("{}\n\n{}", table.render(), explained.join("\n"))
}

/// The JSON document.
pub(super) fn document(measurements: &[Measurement], rules: usize) -> Value {
    let results: Vec<Value> = measurements.iter().map(|it| result(it, rules)).collect();
    json!({ "format": 1, "results": results })
}

fn result(it: &Measurement, rules: usize) -> Value {
    let tenths = |number: f64| (number * 10.0).round() / 10.0;
    let mut result = Map::new();
    let mut add = |name: &str, value: Value| result.insert(name.to_owned(), value);
    add("mode", it.mode.into());
    add("rules", rules.into());
    add("rows", it.rows.into());
    add("threads", it.threads.into());
    add("ns_per_decision", tenths(it.nanoseconds).into());
    add(
        "cpu_ns_per_decision",
        it.processor_nanoseconds.map(tenths).into(),
    );
    add("decisions_per_second", it.per_second().into());
    if let Some(Shares {
        reading,
        deciding,
        writing,
    }) = it.shares
    {
        let thousandths = |part: f64| (part * 1_000.0).round() / 1_000.0;
        add(
            "shares",
            json!({
                "reading": thousandths(reading),
                "deciding": thousandths(deciding),
                "writing": thousandths(writing),
            }),
        );
    }
    Value::Object(result)
}
