//! What stands in the document beside totals and lines: one member an analysis, absent where the
//! analysis shows nothing.

use decision_matrix::calendar;
use serde_json::{Map, Value, json};

use super::estimate;
use crate::analysis::drift::{Drift, DriftOf};
use crate::analysis::frontier::FrontierPoint;
use crate::analysis::stress::{Stress, StressKind};
use crate::analysis::survey::SurveyOf;
use crate::money;
use crate::report::SimulationReport;
use crate::report::cost_terms::CostTerms;

/// The points of the frontier, from the most cautious to the most generous; the present policy is
/// marked.
pub(super) fn frontier(report: &SimulationReport) -> Value {
    let Some(frontier) = &report.sections.frontier else {
        return json!([]);
    };
    let point = |point: &FrontierPoint, is_present: bool| {
        let mut value = json!({
            "limits": limits(point),
            "auto_share": point.auto_share,
            "auto_money_share": point.auto_money_share,
            "loss_rate": point.loss_rate,
            "loss": money::format(point.loss, report.scale),
            "net_saving": money::format(point.net_saving, report.scale),
            "marginal_break_even": point.marginal_break_even.map(|price| money::format(price, report.scale)),
            "is_present": is_present,
        });
        if let (Some(interval), Some(members)) = (&point.loss_rate_interval, value.as_object_mut())
        {
            members.insert("loss_rate_interval".to_owned(), estimate(interval));
        }
        value
    };
    let points = frontier.points.iter().map(|one| point(one, false));
    Value::Array(points.chain([point(&frontier.present, true)]).collect())
}

/// The limits of a point: a table as an object of its cells, a parameter as its value.
fn limits(point: &FrontierPoint) -> Value {
    let mut limits: Map<String, Value> = Map::new();
    for limit in &point.limits {
        if limit.cell.is_empty() {
            limits.insert(limit.name.clone(), json!(limit.text));
            continue;
        }
        let table = limits
            .entry(limit.name.clone())
            .or_insert_with(|| json!({}));
        if let Some(cells) = table.as_object_mut() {
            cells.insert(limit.cell.clone(), json!(limit.text));
        }
    }
    Value::Object(limits)
}

/// The further members, in order of the page.
pub(super) fn further(report: &SimulationReport) -> Map<String, Value> {
    let mut members = Map::new();
    let sections = &report.sections;
    let mut put = |key: &str, is_there: bool, value: &dyn Fn() -> Value| {
        if is_there {
            members.insert(key.to_owned(), value());
        }
    };
    let has_terms = !report.overall.terms.is_zero();
    put("waterfall", has_terms, &|| waterfall(report));
    put("history", report.past.is_some(), &|| past(report));
    put("frontier_search", sections.frontier.is_some(), &|| {
        search(report)
    });
    put("limits", !sections.limits.is_empty(), &|| {
        limit_cells(report)
    });
    put("drift", !sections.drift.months.is_empty(), &|| {
        drift(&sections.drift, report.scale)
    });
    put("comparison", sections.comparison.is_some(), &|| {
        comparison(report)
    });
    put("stress", !sections.stress.scenarios.is_empty(), &|| {
        stress(&sections.stress, report.scale)
    });
    put("gaming", !sections.gaming.tests.is_empty(), &|| {
        gaming(report)
    });
    put("survey", !sections.survey.groups.is_empty(), &|| {
        survey(report)
    });
    put("causes", !sections.causes.lines.is_empty(), &|| {
        causes(report)
    });
    members
}

/// The cost of reviewing everything and of these rules, term by term.
fn waterfall(report: &SimulationReport) -> Value {
    let money = |minor: i128| money::format(minor, report.scale);
    let terms = |terms: &CostTerms| {
        json!({
            "direct": money(terms.direct),
            "delay": money(terms.delay),
            "late": money(terms.late),
            "wrong_refusal": money(terms.wrong_refusal),
            "residual_loss": money(terms.residual_loss),
            "machine": money(terms.machine),
            "audit": money(terms.audit),
            "loss": money(terms.loss),
        })
    };
    json!({"review_all": terms(&report.overall.terms_review_all), "rules": terms(&report.overall.terms)})
}

/// What was really decided.
fn past(report: &SimulationReport) -> Value {
    let money = |minor: i128| money::format(minor, report.scale);
    report.past.as_ref().map_or(Value::Null, |past| {
        json!({
            "claims": past.claims,
            "auto_claims": past.auto_claims,
            "cost": money(past.cost),
            "loss": money(past.loss),
            "cost_of_rules": money(past.cost_of_rules),
        })
    })
}

/// How the frontier was made.
fn search(report: &SimulationReport) -> Value {
    report
        .sections
        .frontier
        .as_ref()
        .map_or(Value::Null, |frontier| {
            json!({
                "varied": frontier.varied,
                "policies": frontier.policies,
                "is_history_held": frontier.is_history_held,
                "entangled": frontier.entangled,
                "thinned": frontier.thinned,
            })
        })
}

/// The cells of the cross-tables of limits.
fn limit_cells(report: &SimulationReport) -> Value {
    let money = |minor: i128| money::format(minor, report.scale);
    let grids = report.sections.limits.iter().map(|grid| {
        let rows = grid.rows.iter().map(|(row, cells)| {
            let cells = grid.columns.iter().zip(cells).map(|(column, cell)| {
                let value = json!({
                    "limit": cell.limit.map(|limit| money(i128::from(limit))),
                    "claims": cell.claims,
                    "auto_claims": cell.auto_claims,
                    "loss_rate": cell.loss_rate,
                    "net_saving": money(cell.net_saving),
                    "break_even_amount": cell.break_even_amount.map(money),
                    "marginal_break_even": cell.marginal_break_even.map(money),
                });
                (format!("{row} / {column}"), value)
            });
            cells.collect::<Vec<_>>()
        });
        let cells: Map<String, Value> = rows.flatten().collect();
        json!({"table": grid.name, "cells": cells})
    });
    Value::Array(grids.collect())
}

/// Year and month as text.
fn month((year, month): (i64, u8)) -> String {
    format!("{year}-{month:02}")
}

/// Months and alarms.
fn drift(drift: &Drift, scale: u8) -> Value {
    let months = drift.months.iter().map(|one| {
        json!({
            "month": month(one.year_month),
            "claims": one.claims,
            "amount": money::format(one.amount, scale),
            "auto_share": estimate(&one.auto_share),
            "loss_rate": estimate(&one.loss_rate),
            "unjustified_share": estimate(&one.unjustified_share),
            "net_saving": money::format(one.net_saving, scale),
            "is_alarming": one.is_alarming,
        })
    });
    let alarms = drift.alarms.iter().map(|alarm| {
        let of = match &alarm.of {
            DriftOf::UnjustifiedShare => json!("unjustified_share"),
            DriftOf::LossRate => json!("loss_rate"),
            DriftOf::Factor(name) => json!({"factor": name}),
        };
        json!({"of": of, "month": month(alarm.year_month), "value": alarm.value, "limit": alarm.limit})
    });
    json!({
        "reference_months": drift.reference_months,
        "left_out": drift.left_out,
        "months": months.collect::<Vec<_>>(),
        "alarms": alarms.collect::<Vec<_>>(),
    })
}

/// These rules against others.
fn comparison(report: &SimulationReport) -> Value {
    let money = |minor: i128| money::format(minor, report.scale);
    let Some(comparison) = &report.sections.comparison else {
        return Value::Null;
    };
    let flows = comparison.flows.iter().map(|flow| {
        json!({
            "from": flow.from.as_str(),
            "to": flow.to.as_str(),
            "claims": flow.claims,
            "amount": money(flow.amount),
            "cost_change": money(flow.cost_change),
            "loss_change": money(flow.loss_change),
            "example": flow.example,
        })
    });
    json!({
        "claims": comparison.claims,
        "differing": comparison.differing,
        "differing_amount": money(comparison.differing_amount),
        "net_saving": estimate(&comparison.net_saving),
        "loss": estimate(&comparison.loss),
        "auto_share": estimate(&comparison.auto_share),
        "flows": flows.collect::<Vec<_>>(),
    })
}

/// A stress by its word and its numbers; a number without end is null.
fn kind(kind: StressKind) -> Value {
    match kind {
        StressKind::Past => json!({"kind": "past"}),
        StressKind::Shading(share) => json!({"kind": "shading", "share": share}),
        StressKind::Opportunists(factor) => json!({"kind": "opportunists", "factor": factor}),
        StressKind::ShadingOpportunists(share, factor) => {
            json!({"kind": "shading_opportunists", "share": share, "factor": factor})
        }
        StressKind::Outage(factor) => json!({"kind": "outage", "factor": factor}),
        StressKind::Drift(factor) => json!({"kind": "drift", "factor": factor}),
    }
}

/// Scenarios and margins. Savings are estimates, in whole units.
fn stress(stress: &Stress, scale: u8) -> Value {
    let unit = crate::statistics::float(money::power_of_ten(scale));
    let scenarios = stress.scenarios.iter().map(|scenario| {
        json!({
            "stress": kind(scenario.kind),
            "loss_rate": scenario.loss_rate,
            "net_saving": scenario.net_saving / unit,
            "auto_share": scenario.auto_share,
            "is_broken": scenario.is_broken,
        })
    });
    let margins = stress.margins.iter().map(|margin| {
        json!({"breaks_limit": kind(margin.breaks_limit), "ends_saving": kind(margin.ends_saving)})
    });
    json!({
        "accepted_loss_rate": stress.accepted_loss_rate,
        "outage_of": stress.outage_of.as_ref().map(|(factor, level)| json!({"factor": factor, "level": level})),
        "scenarios": scenarios.collect::<Vec<_>>(),
        "margins": margins.collect::<Vec<_>>(),
    })
}

/// Tests at the limits.
fn gaming(report: &SimulationReport) -> Value {
    let gaming = &report.sections.gaming;
    let money = |minor: i64| money::format(i128::from(minor), report.scale);
    let pair = |(below, above): (u64, u64)| json!({"below": below, "above": above});
    let tests = gaming.tests.iter().map(|test| {
        json!({
            "limit_of": test.limit_of,
            "limit": money(test.limit),
            "width": money(test.width),
            "before": pair(test.before),
            "after": pair(test.after),
            "p_value": test.p_value,
            "is_alarming": test.is_alarming,
        })
    });
    json!({
        "since": gaming.since.map(calendar::format_timestamp),
        "tests": tests.collect::<Vec<_>>(),
    })
}

/// Net promoter scores.
fn survey(report: &SimulationReport) -> Value {
    let groups = report.sections.survey.groups.iter().map(|group| {
        let of = match group.of {
            SurveyOf::All => json!("all"),
            SurveyOf::Outcome(outcome) => json!({"outcome": outcome.as_str()}),
            SurveyOf::Days(above, to) => json!({"days_above": above, "days_to": to}),
        };
        json!({
            "of": of,
            "answers": group.answers,
            "promoters": group.promoters,
            "detractors": group.detractors,
            "score": estimate(&group.score),
        })
    });
    Value::Array(groups.collect())
}

/// Root causes by cost.
fn causes(report: &SimulationReport) -> Value {
    let money = |minor: i128| money::format(minor, report.scale);
    let lines = report.sections.causes.lines.iter().map(|line| {
        json!({
            "cause": line.cause,
            "reasons": line.reasons,
            "claims": line.claims,
            "amount": money(line.amount),
            "cost": money(line.cost),
            "cost_share": line.cost_share,
            "cumulative_share": line.cumulative_share,
        })
    });
    Value::Array(lines.collect())
}
