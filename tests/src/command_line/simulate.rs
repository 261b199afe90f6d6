//! `simulate`: other rules on the same claims, modes of unknown results, what is written of each
//! claim, and what is refused.

use serde_json::Value;

use super::place_with;
use crate::verdict_binary::Workplace;

const RULES: &str = "atm-cash-dispute";

/// The shipped rules and a small portfolio.
fn place() -> Workplace {
    let place = place_with(RULES);
    place
        .verdict("generate --customers 3000 --out portfolio.csv")
        .exits(0);
    place
}

fn simulate(place: &Workplace, further: &str) -> Value {
    let command =
        format!("simulate --rules {RULES} --claims portfolio.csv --format json {further}");
    place.verdict(&command).json()
}

/// A decimal of the document in minor units.
fn minor(text: &Value) -> i128 {
    let text = text.as_str().unwrap_or_else(|| panic!("{text}"));
    text.replace('.', "").parse().unwrap()
}

/// The same rules with all limits of one table set to another value.
fn stricter(place: &Workplace) {
    let text = place.read(&format!("{RULES}/matrix.yaml"));
    let changed = text.replace(
        "| fault         | 200000 | 200000 | 30000 | 7000 |",
        "| fault         | 5000   | 5000   | 5000  | 5000 |",
    );
    assert_ne!(text, changed);
    place.write("stricter/matrix.yaml", changed);
}

#[test]
fn other_rules_are_compared_claim_by_claim() {
    let place = place();
    stricter(&place);
    let document = simulate(&place, "--against stricter");
    let (own, other) = (&document["overall"], &document["against"]);
    assert!(minor(&own["net_saving"]) > minor(&other["net_saving"]));
    let comparison = &document["comparison"];
    let differing = comparison["differing"].as_u64().unwrap();
    let fewer = own["auto_claims"].as_u64().unwrap() - other["auto_claims"].as_u64().unwrap();
    assert_eq!(differing, fewer, "stricter limits only take payments away");
    let saving = comparison["net_saving"]["value"].as_f64().unwrap();
    let difference = minor(&own["net_saving"]) - minor(&other["net_saving"]);
    #[expect(clippy::cast_precision_loss, reason = "a printed number")]
    let difference = difference as f64 / 100.0;
    assert!((saving - difference).abs() < 0.01, "{saving} {difference}");
    let same = simulate(&place, &format!("--against {RULES}"));
    assert_eq!(same["comparison"]["differing"], 0);
    assert_eq!(same["overall"], same["against"]);
}

#[test]
fn what_is_written_of_each_claim_adds_up_to_the_totals() {
    let place = place();
    let document = simulate(&place, "--decisions decided.csv");
    let mut sums = [0_i128; 3];
    for line in place.read("decided.csv").lines().skip(1) {
        // Cost, cost of a review, loss: the last three columns.
        let columns = line.rsplit(',').take(3).collect::<Vec<_>>();
        for (sum, text) in sums.iter_mut().zip(columns.iter().rev()) {
            *sum += minor(&Value::from(*text));
        }
    }
    let overall = &document["overall"];
    let totals = ["cost", "cost_review_all", "loss"].map(|name| minor(&overall[name]));
    assert_eq!(sums, totals);
}

#[test]
fn intervals_stand_beside_ratios_and_sums() {
    let place = place();
    let document = simulate(&place, "");
    for name in [
        "auto_share",
        "loss_rate",
        "count_error_rate",
        "resolution_days_mean",
    ] {
        let estimate = &document["overall"][name];
        assert_eq!(estimate["method"], "hall", "{name}");
        let [low, value, high] =
            ["low", "value", "high"].map(|end| estimate[end].as_f64().unwrap());
        assert!(low < value && value < high, "{name}: {estimate}");
    }
    let saving = &document["overall"]["intervals"]["net_saving"];
    assert_eq!(saving["method"], "hall");
    assert!(!document["frontier"].as_array().unwrap().is_empty());
}

#[test]
fn unknown_results_are_bounded_or_imputed_never_taken_for_no_loss() {
    let place = place();
    let text = place.read("portfolio.csv");
    let mut lines = text.lines();
    let header = lines.next().unwrap();
    let justified = header
        .split(',')
        .position(|name| name == "justified")
        .unwrap();
    let mut kept = vec![header.to_owned()];
    for (row, line) in lines.enumerate() {
        let mut fields: Vec<&str> = line.split(',').collect();
        if row % 3 == 0 {
            fields[justified] = "";
        }
        kept.push(fields.join(","));
    }
    place.write("portfolio.csv", kept.join("\n"));
    let bounds = simulate(&place, "");
    assert_eq!(bounds["mode"], "bounds");
    let range = &bounds["overall"]["intervals"]["loss"];
    assert!(range["low"].as_f64() < range["high"].as_f64());
    let imputed = simulate(&place, "--mode impute");
    let codes: Vec<&str> = { imputed["warnings"].as_array().unwrap().iter() }
        .filter_map(|warning| warning["code"].as_str())
        .collect();
    assert!(codes.contains(&"missing_outcome"), "{codes:?}");
    assert_eq!(
        imputed["unknown_results"]["claims"],
        bounds["unknown_results"]["claims"]
    );
    let audit = simulate(&place, "--mode audit");
    assert_eq!(audit["mode"], "bounds");
    assert_eq!(audit["unknown_results"]["reason"], "no_probabilities");
}

#[test]
fn what_cannot_be_asked_is_refused_with_what_can() {
    let place = place();
    let base = format!("simulate --rules {RULES} --claims portfolio.csv");
    for (further, expected) in [
        ("--max-loss-rate 2", "`none`"),
        ("--reference-until 2026-13", "such as 2005-01"),
        ("--staff 0", "--staff"),
        ("--staff 3", "arrivals_per_day"),
        ("--mode guess", "bounds"),
        ("--against nowhere", "nowhere"),
    ] {
        let run = place.verdict(&format!("{base} {further}"));
        let said = run.exits(2).error;
        assert!(said.contains(expected), "{further}: {said}");
    }
}

#[test]
fn the_people_of_a_queue_are_counted() {
    let place = place();
    let costs = place.read(&format!("{RULES}/costs.yaml"));
    let queue = "queue_days: {arrivals_per_day: 240, reviews_per_person_day: 10.5, staff: 24}";
    let changed: Vec<&str> = { costs.lines() }
        .map(|line| {
            if line.trim_start().starts_with("queue_days") {
                ""
            } else {
                line
            }
        })
        .collect();
    let changed = changed
        .join("\n")
        .replace("delay:\n", &format!("delay:\n  {queue}\n"));
    place.write("queue.yaml", changed);
    let told = |further: &str| {
        let document = simulate(&place, &format!("--costs queue.yaml {further}"));
        let warnings = document["warnings"].as_array().unwrap().clone();
        let found = warnings.into_iter().find(|it| it["code"] == "staffing");
        found.unwrap()["text"].as_str().unwrap().to_owned()
    };
    assert!(told("").contains("24 people review everything and a claim waits 0.06 days"));
    assert!(told("--staff 30").contains("30 people"));
    let refused = place.verdict(&format!(
        "simulate --rules {RULES} --claims portfolio.csv --costs queue.yaml --staff 20"
    ));
    assert!(refused.exits(2).error.contains("23"));
}
