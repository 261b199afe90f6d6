//! What limits on the amount would have cost and settled on two public registers, where their files
//! lie beside the repository: figures that were computed from the same files by other means.

use std::fs;

use serde_json::Value;

use crate::shared;
use crate::verdict_binary::Workplace;

/// Nothing is won back and a review finds everything, so a loss is what was paid too much.
const COSTS: &str = "format: 1\nreview: {caught: 1}\n";

/// A place with a register, rules with one rule a limit, and costs.
fn place(register: &str, factors: &str, rules: &[String], map: &str) -> Option<Workplace> {
    let register = shared::folder("data")?.join(register);
    let place = Workplace::new();
    let rules = rules.join("\n");
    let matrix = format!(
        "format: 1\nmatrix: limits\nversion: \"1\"\ncurrency: EUR\nkeys: {{claim: id, time: at}}\n\
         factors:\n{factors}decision:\n  hit: first\n  allow: {{DM0301: a test, DM0302: a test, DM0312: a test}}\n  rules:\n{rules}\n  \
         default: {{outcome: review, reason: LARGE}}\n"
    );
    place.write("claims.csv.gz", fs::read(register).unwrap());
    place.write("limits/matrix.yaml", matrix);
    place.write("limits/costs.yaml", COSTS);
    place.write("map.yaml", map);
    Some(place)
}

fn simulated(place: &Workplace) -> Value {
    let files = "--rules limits --claims claims.csv.gz --map map.yaml";
    place
        .verdict(&format!(
            "simulate {files} --max-loss-rate none --format json"
        ))
        .json()
}

/// Claims with a known result up to each band of the amount, and the break-even over them.
fn cumulative(document: &Value) -> Vec<(u64, f64)> {
    let (mut claims, mut loss) = (0, 0.0);
    { document["factors"].as_array().unwrap().iter() }
        .filter(|line| line["factor"] == "amount" && line["level"] != "null")
        .map(|line| {
            let known = line["results_known"].as_u64().unwrap();
            let each: f64 = line["marginal_break_even"]
                .as_str()
                .unwrap()
                .parse()
                .unwrap();
            claims += known;
            loss += each * f64::from(u32::try_from(known).unwrap());
            (claims, loss / f64::from(u32::try_from(claims).unwrap()))
        })
        .collect()
}

#[test]
fn baggage_claims_break_even_later_on_average_than_at_the_margin() {
    let limits = [10, 25, 50, 75, 100, 150, 200, 300, 500, 750, 1_000, 2_000];
    let rules: Vec<String> = { limits.iter() }
        .map(|limit| {
            format!("    - {{id: L{limit}, when: {{amount: \"<= {limit}\"}}, then: {{outcome: approve, reason: SMALL}}}}")
        })
        .collect();
    let map = "format: 1\ncolumns: {id: claim_id, at: date_received, amount: claim_amount}\n\
        results:\n  justified: {column: outcome, yes: [approved_full, settled], no: [denied]}\n  due_amount: paid_amount\n";
    let factors = "  amount: {type: money, domain: \"(0..10000000000]\"}\n";
    let Some(place) = place("tsa_claims_2002_2007.csv.gz", factors, &rules, map) else {
        return;
    };
    let found = cumulative(&simulated(&place));
    let expected = [
        (3_126, 2.0),
        (10_933, 4.5),
        (22_719, 9.7),
        (30_790, 14.3),
        (39_619, 21.4),
        (50_132, 32.2),
        (58_506, 43.5),
        (69_357, 62.8),
        (81_625, 95.3),
        (87_733, 120.8),
        (91_482, 144.8),
        (97_838, 214.9),
    ];
    assert!(
        found.len() > expected.len(),
        "there is a band above the limits"
    );
    for ((claims, each), (expected_claims, expected_each)) in found.iter().zip(expected) {
        // The register has some settled claims without the amount that was paid; they count here.
        let more = claims - expected_claims;
        assert!(
            more * 200 <= expected_claims,
            "{claims} of {expected_claims}"
        );
        let tolerance = 0.06 + expected_each * 0.002;
        assert!((each - expected_each).abs() < tolerance, "{claims}: {each}");
    }
}

#[test]
fn requests_for_payment_up_to_500_euros_are_most_of_them() {
    let rules = ["    - {id: R, when: {kind: '\"RequestForPayment\"', amount: \"<= 500\"}, then: {outcome: approve, reason: SMALL}}".to_owned()];
    let map = "format: 1\ncolumns: {id: case_id, at: submitted_at, kind: log}\n\
        results:\n  justified: {column: outcome, yes: [paid], no: [not_paid, approved_unpaid]}\n";
    let factors =
        "  amount: {type: money, domain: \">= 0\", nullable: true}\n  kind: {type: text}\n";
    let Some(place) = place("expense_claims_2017_2018q1.csv.gz", factors, &rules, map) else {
        return;
    };
    let document = simulated(&place);
    let settled = document["overall"]["auto_claims"].as_u64().unwrap();
    assert_eq!(settled, 2_209, "of 2,504 requests: 88.2%");
    let loss: f64 = document["overall"]["loss"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    assert!((loss - 15_563.4).abs() < 0.1, "EUR 7.0 a claim: {loss}");
}
