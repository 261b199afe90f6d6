//! The document of `simulate --format json`: field names and their order do not change. What each
//! field means is told in `docs/report.md`.

mod sections;

use decision_matrix::calendar;
use serde_json::{Map, Value, json};

use super::line::{Line, LineOf};
use super::overall::Overall;
use super::wording::Language;
use super::{Mode, SimulationReport};
use crate::analysis::missing::{MissingOutcomes, Refusal};
use crate::money;
use crate::statistics::Estimate;

/// The whole document.
pub(super) fn document(report: &SimulationReport) -> Value {
    let scale = report.scale;
    let time = |seconds: Option<i64>| seconds.map(calendar::format_timestamp);
    let mut document = Map::new();
    let mut put = |key: &str, value: Value| document.insert(key.to_owned(), value);
    put("format", json!(1));
    put(
        "matrix",
        json!({"id": report.matrix, "version": report.version, "fingerprint": report.inputs.fingerprint}),
    );
    put(
        "claims",
        json!({
            "file": report.inputs.claims_file,
            "rows": report.rows,
            "decided": report.overall.claims,
            "faults": report.faults,
            "first_time": time(report.first_time),
            "last_time": time(report.last_time),
            "results_known": report.results_known,
        }),
    );
    put("mode", json!(report.mode.as_str()));
    put("currency", json!(report.currency));
    put("overall", overall(&report.overall, scale, report.mode));
    if let Some(against) = &report.against {
        put("against", overall(&against.overall, scale, report.mode));
    }
    let lines = |lines: &[Line]| {
        Value::Array(
            lines
                .iter()
                .map(|one| Value::Object(line(one, scale)))
                .collect(),
        )
    };
    put("rules", lines(&report.rules));
    put("factors", lines(&report.factors));
    let outcomes = report
        .outcomes
        .iter()
        .map(|one| (one.name().to_owned(), Value::Object(line(one, scale))));
    put("outcomes", Value::Object(outcomes.collect()));
    put("frontier", sections::frontier(report));
    if let Some(missing) = report.missing.filter(|missing| missing.unknown_claims > 0) {
        put("unknown_results", unknown_results(&missing));
    }
    let warnings = report.warnings.iter();
    let warnings =
        warnings.map(|one| json!({"code": one.code(), "text": one.text(Language::English)}));
    put("warnings", Value::Array(warnings.collect()));
    document.extend(sections::further(report));
    Value::Object(document)
}

/// What is known of the claims whose result is unknown, and how they were treated.
fn unknown_results(missing: &MissingOutcomes) -> Value {
    json!({
        "mode": missing.mode.as_str(),
        "reason": missing.reason.map(Refusal::as_str),
        "claims": missing.unknown_claims,
        "loss_rate": estimate(&missing.loss_rate),
        "loss_rate_unnormalised": estimate(&missing.loss_rate_unnormalised),
        "effective_sample_size": missing.effective_sample_size,
        "min_propensity": missing.min_propensity,
        "unsupported_money_share": missing.unsupported_money_share,
        "imputed_claims": missing.imputed_claims,
        "bounded_claims": missing.bounded_claims,
    })
}

/// The totals.
fn overall(overall: &Overall, scale: u8, mode: Mode) -> Value {
    let money = |minor: i128| money::format(minor, scale);
    let intervals = overall.sum_intervals(mode, scale);
    json!({
        "claims": overall.claims,
        "amount": money(overall.amount),
        "auto_claims": overall.auto_claims,
        "auto_amount": money(overall.auto_amount),
        "auto_share": estimate(&overall.auto_share),
        "auto_money_share": estimate(&overall.auto_money_share),
        "review_claims": overall.review_claims,
        "loss": money(overall.loss),
        "avoidable_loss": money(overall.avoidable_loss),
        "unavoidable_loss": money(overall.unavoidable_loss),
        "loss_rate": estimate(&overall.loss_rate),
        "count_error_rate": estimate(&overall.count_error_rate),
        "cost": money(overall.cost),
        "cost_review_all": money(overall.cost_review_all),
        "cost_approve_all": money(overall.cost_approve_all),
        "cost_clairvoyant": money(overall.cost_clairvoyant),
        "net_saving": money(overall.net_saving),
        "captured": estimate(&overall.captured),
        "break_even_share": estimate(&overall.break_even_share),
        "staff_hours": staff_hours(overall.minutes),
        "resolution_days_mean": estimate(&overall.resolution_days_mean),
        "resolution_days_p95": estimate(&overall.resolution_days_p95),
        "late_share": estimate(&overall.late_share),
        "intervals": {
            "loss": estimate(&intervals.loss),
            "cost": estimate(&intervals.cost),
            "net_saving": estimate(&intervals.net_saving),
        },
    })
}

/// Minutes, times 10^9, as hours with two fraction digits.
pub(super) fn staff_hours(minutes: i128) -> String {
    money::format(money::round_ratio(minutes, 600_000_000), 2)
}

/// A ratio or an estimated sum with its interval.
fn estimate(estimate: &Estimate) -> Value {
    json!({
        "value": estimate.value,
        "low": estimate.low,
        "high": estimate.high,
        "method": estimate.method.as_str(),
    })
}

/// A line of a table.
fn line(line: &Line, scale: u8) -> Map<String, Value> {
    let money = |minor: i128| money::format(minor, scale);
    let mut fields = Map::new();
    let mut put = |key: &str, value: Value| fields.insert(key.to_owned(), value);
    match &line.of {
        LineOf::Rule(rule) => {
            put("rule", json!(rule));
        }
        LineOf::Level { factor, level, .. } => {
            put("factor", json!(factor));
            put("level", json!(level));
        }
        LineOf::Outcome(_) => {}
    }
    put("claims", json!(line.claims));
    put("amount", json!(money(line.amount)));
    put("loss", json!(money(line.loss)));
    put("loss_rate", estimate(&line.loss_rate));
    put("net_saving", json!(money(line.net_saving)));
    put("marginal_saving", json!(line.marginal_saving.map(money)));
    put(
        "break_even_amount",
        json!(line.break_even_amount.map(money)),
    );
    put(
        "marginal_break_even",
        json!(line.marginal_break_even.map(money)),
    );
    put("results_known", json!(line.results_known));
    fields
}
