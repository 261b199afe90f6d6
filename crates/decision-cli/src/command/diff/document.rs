//! The JSON document of `verdict diff`.

use decision_matrix::calendar::format_duration;
use decision_matrix::diff::{DiffDecision, DiffRegion};
use decision_simulation::money;
use serde_json::{Map, Value, json};

use super::Comparison;
use super::claims::{Counted, Sum};

/// The document.
pub(super) fn of(comparison: &Comparison) -> Value {
    let diff = &comparison.diff;
    let told = |is_possible: bool| -> Vec<Value> {
        let regions = diff.regions().iter().enumerate();
        let regions = regions.filter(|(_, region)| region.is_possible_only() == is_possible);
        regions.map(|(at, it)| region(comparison, at, it)).collect()
    };
    let [old, new] = diff.fingerprints();
    let version = |matrix: &decision_matrix::DecisionMatrix| {
        let tables = matrix.tables();
        json!({"matrix": tables.id, "version": tables.version, "fingerprint": matrix.fingerprint()})
    };
    json!({
        "format": 1,
        "equal": comparison.is_equal(),
        "old": version(&comparison.old),
        "new": version(&comparison.new),
        "semantic_fingerprint": {"old": old, "new": new},
        "regions": told(false),
        "possible": told(true),
        "outside": diff.outside(),
        "only_old": diff.only_old(),
        "only_new": diff.only_new(),
        "not_compared": diff.uncompared(),
        "total": comparison.counted.as_ref().map(total),
    })
}

fn region(comparison: &Comparison, at: usize, region: &DiffRegion) -> Value {
    let when = region
        .when
        .iter()
        .map(|(name, cell)| (name.clone(), json!(cell)));
    let when: Map<String, Value> = when.collect();
    let witness = region.witness.as_ref().map(|values| {
        let values = values
            .iter()
            .map(|(name, value)| (name.clone(), json!(value)));
        Value::Object(values.collect())
    });
    let mut document = Map::new();
    document.insert("when".to_owned(), Value::Object(when));
    document.insert("from".to_owned(), decision(&region.from));
    document.insert("to".to_owned(), decision(&region.to));
    document.insert("witness".to_owned(), json!(witness));
    let counted = comparison.counted.as_ref();
    let sum = counted.and_then(|counted| Some((counted, counted.regions.get(at)?)));
    document.extend(sum_of(sum));
    Value::Object(document)
}

fn decision(decision: &DiffDecision) -> Value {
    json!({
        "outcome": decision.outcome.as_str(),
        "reason": decision.reason,
        "route": decision.route,
        "due": decision.due_seconds.map(format_duration),
        "rule": decision.rule,
    })
}

/// What was counted; null without claims, and a change is null where results are unknown so that
/// only its bounds are known.
fn sum_of(sum: Option<(&Counted, &Sum)>) -> Map<String, Value> {
    let mut document = Map::new();
    let text = |counted: &Counted, minor: i128| money::format(minor, counted.scale);
    document.insert("claims".to_owned(), json!(sum.map(|(_, sum)| sum.claims)));
    let amount = sum.map(|(counted, sum)| text(counted, sum.amount));
    document.insert("amount".to_owned(), json!(amount));
    for (name, figure) in [
        (
            "cost_change",
            (|sum: &Sum| sum.cost) as fn(&Sum) -> (i128, i128),
        ),
        ("loss_change", |sum| sum.loss),
    ] {
        let known = sum.filter(|(counted, sum)| {
            let (least, most) = figure(sum);
            least == most && (name != "cost_change" || counted.costs_file.is_some())
        });
        let known = known.map(|(counted, sum)| text(counted, figure(sum).0));
        document.insert(name.to_owned(), json!(known));
        let bounds = sum.map(|(counted, sum)| {
            let (least, most) = figure(sum);
            [text(counted, least), text(counted, most)]
        });
        document.insert(format!("{name}_bounds"), json!(bounds));
    }
    document
}

fn total(counted: &Counted) -> Value {
    let mut document = Map::new();
    document.insert("read".to_owned(), json!(counted.claims));
    document.extend(sum_of(Some((counted, &counted.total()))));
    document.insert(
        "currency".to_owned(),
        json!(counted.currency.map(|it| it.code().to_owned())),
    );
    document.insert("costs".to_owned(), json!(counted.costs_file));
    document.insert(
        "outside_regions".to_owned(),
        json!(counted.elsewhere.claims),
    );
    document.insert("remarks".to_owned(), json!(counted.remarks));
    Value::Object(document)
}
