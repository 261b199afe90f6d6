//! The reference portfolio: the same claims in every format, on any number of threads and from
//! standard input give the same decisions and the totals of `docs/method.md`, to the kopeck.

use serde_json::Value;

use super::place_with;
use crate::verdict_binary::Workplace;

const RULES: &str = "atm-cash-dispute";
const FORMATS: [&str; 5] = ["csv", "csv.gz", "jsonl", "jsonl.gz", "parquet"];

/// A place with the rules and 1,000 customers' claims in the formats.
fn place(formats: &[&str]) -> Workplace {
    let place = place_with(RULES);
    for format in formats {
        place
            .verdict(&format!(
                "generate --customers 1000 --out portfolio.{format}"
            ))
            .exits(0);
    }
    place
}

/// What `simulate` says of a file, without the name of the file.
#[track_caller]
fn simulated(place: &Workplace, file: &str) -> Value {
    let arguments = format!("simulate --rules {RULES} --claims {file} --format json");
    let mut document = place.verdict(&arguments).json();
    assert_eq!(document["claims"]["file"], file);
    document["claims"]["file"].take();
    document
}

/// Names of the members of an object, in order.
fn names(object: &Value) -> Vec<&str> {
    object
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[test]
fn every_format_gives_the_same_decisions_and_totals() {
    let place = place(&FORMATS);
    let mut first: Option<(String, Value)> = None;
    for format in FORMATS {
        let file = format!("portfolio.{format}");
        let decided = place
            .verdict(&format!("decide --rules {RULES} --claims {file}"))
            .exits(0);
        let found = (decided.output, simulated(&place, &file));
        let first = first.get_or_insert_with(|| found.clone());
        assert_eq!(found.0, first.0, "decisions of {file}");
        assert_eq!(found.1, first.1, "totals of {file}");
    }
    let (decisions, totals) = first.unwrap();
    assert_eq!(decisions.lines().count(), 1 + 591);
    assert_eq!(decisions.matches(",approve,A1,WITHIN_LIMIT,").count(), 517);
    let overall = &totals["overall"];
    for (name, expected) in [
        ("amount", "5006600.00"),
        ("auto_amount", "3980300.00"),
        ("loss", "32900.00"),
        ("net_saving", "370580.16"),
        ("cost_review_all", "569531.10"),
        ("cost_approve_all", "198566.42"),
    ] {
        assert_eq!(overall[name], expected, "{name}");
    }
    assert_eq!(overall["claims"], 591);
    assert_eq!(overall["auto_claims"], 517);
    assert_eq!(totals["mode"], "full");
}

/// The members of the document of `simulate` that are always there, in order.
const MEMBERS: &str = "format matrix claims mode currency overall rules factors outcomes frontier \
    warnings waterfall frontier_search limits drift stress causes";
const OVERALL: &str = "claims amount auto_claims auto_amount auto_share auto_money_share \
    review_claims loss avoidable_loss unavoidable_loss loss_rate count_error_rate cost \
    cost_review_all cost_approve_all cost_clairvoyant net_saving captured break_even_share \
    staff_hours resolution_days_mean resolution_days_p95 late_share intervals";
const RULE: &str = "rule claims amount loss loss_rate net_saving marginal_saving \
    break_even_amount marginal_break_even results_known";

#[test]
fn the_document_of_simulate_has_its_fields_in_order() {
    let place = place(&["csv"]);
    let document = simulated(&place, "portfolio.csv");
    assert_eq!(names(&document).join(" "), MEMBERS);
    assert_eq!(
        names(&document["matrix"]).join(" "),
        "id version fingerprint"
    );
    assert_eq!(
        names(&document["claims"]).join(" "),
        "file rows decided faults first_time last_time results_known"
    );
    assert_eq!(names(&document["overall"]).join(" "), OVERALL);
    assert_eq!(
        names(&document["overall"]["loss_rate"]).join(" "),
        "value low high method"
    );
    assert_eq!(names(&document["rules"][0]).join(" "), RULE);
    assert_eq!(
        names(&document["factors"][0])[..3].join(" "),
        "factor level claims"
    );
    let rules = document["rules"].as_array().unwrap();
    let claims = rules.iter().filter_map(|rule| rule["claims"].as_u64());
    assert_eq!(
        claims.sum::<u64>(),
        591,
        "every claim has a rule or the default"
    );
    let outcomes = document["outcomes"].as_object().unwrap();
    assert!(
        outcomes.contains_key("approve") && outcomes.contains_key("review"),
        "{outcomes:?}"
    );
}

#[test]
fn the_order_of_claims_does_not_change_the_totals() {
    let place = place(&["csv"]);
    let text = place.read("portfolio.csv");
    let (header, rows) = text.split_once('\n').unwrap();
    let mut rows: Vec<&str> = rows.lines().collect();
    // 591 and 100 have no common divisor, so that every row is taken once.
    rows = (0..rows.len())
        .map(|row| rows[row * 100 % rows.len()])
        .collect();
    place.write("shuffled.csv", format!("{header}\n{}\n", rows.join("\n")));
    assert_eq!(
        simulated(&place, "shuffled.csv"),
        simulated(&place, "portfolio.csv")
    );
}

#[test]
fn threads_and_standard_input_do_not_change_the_decisions() {
    let place = place_with(RULES);
    place
        .verdict("generate --customers 20000 --out portfolio.csv")
        .exits(0);
    let decide = |options: &str| {
        place
            .verdict(&format!(
                "decide --rules {RULES} --claims portfolio.csv {options}"
            ))
            .exits(0)
            .output
    };
    let one = decide("--threads 1");
    assert!(one.lines().count() > 10_000);
    assert_eq!(decide("--threads 2"), one);
    let text = place.read("portfolio.csv");
    let piped = place.verdict_with_input(
        &format!("decide --rules {RULES} --claims -"),
        text.as_bytes(),
    );
    assert_eq!(piped.exits(0).output, one);
}

#[test]
fn json_lines_are_known_on_standard_input() {
    let place = place(&["jsonl", "csv"]);
    let lines = place.read("portfolio.jsonl");
    let piped = place.verdict_with_input(
        &format!("decide --rules {RULES} --claims -"),
        lines.as_bytes(),
    );
    let file = place.verdict(&format!("decide --rules {RULES} --claims portfolio.csv"));
    assert_eq!(piped.exits(0).output, file.exits(0).output);
}

#[test]
fn decisions_are_written_in_every_format_and_read_again() {
    let place = place(&["csv"]);
    let decide = |claims: &str, out: &str| {
        place
            .verdict(&format!(
                "decide --rules {RULES} --claims {claims} --out {out}"
            ))
            .exits(0)
    };
    decide("portfolio.csv", "decided.csv");
    let simulate =
        format!("simulate --rules {RULES} --claims portfolio.csv --decisions replayed.csv");
    place.verdict(&simulate).exits(0);
    let (replayed, decided) = (place.read("replayed.csv"), place.read("decided.csv"));
    assert_eq!(replayed.lines().count(), decided.lines().count());
    for (replayed, decided) in replayed.lines().zip(decided.lines()) {
        let money = replayed.strip_prefix(decided).unwrap();
        assert_eq!(money.split(',').count(), 4, "{money}");
    }
    assert!(
        replayed
            .lines()
            .next()
            .unwrap()
            .ends_with(",cost,cost_review,loss")
    );
    for format in FORMATS {
        decide("portfolio.csv", &format!("decided.{format}"));
        decide(&format!("decided.{format}"), &format!("again.{format}.csv"));
    }
    // What was decided is decided alike again; the first decision stands beside the second.
    let again = place.read("again.csv.csv");
    let header = again.lines().next().unwrap();
    let columns = "outcome,rule,reason,route,due,audit_selected,audit_probability,fault";
    let renamed: Vec<String> = columns
        .split(',')
        .map(|name| format!("decision_{name}"))
        .collect();
    assert!(
        header.ends_with(&format!("{columns},{}", renamed.join(","))),
        "{header}"
    );
    for row in again.lines().skip(1) {
        let fields: Vec<&str> = row.split(',').collect();
        assert_eq!(
            fields[fields.len() - 16..fields.len() - 8],
            fields[fields.len() - 8..],
            "{row}"
        );
    }
    for format in FORMATS {
        assert_eq!(
            place.read(&format!("again.{format}.csv")),
            again,
            "{format}"
        );
    }
}

#[test]
fn a_file_may_be_decided_into_itself() {
    let place = place(&["csv"]);
    let decide = format!("decide --rules {RULES} --claims portfolio.csv");
    let expected = place.verdict(&decide).exits(0).output;
    place
        .verdict(&format!("{decide} --out portfolio.csv"))
        .exits(0);
    assert_eq!(place.read("portfolio.csv"), expected);
}

#[test]
fn a_reader_that_has_seen_enough_is_no_fault() {
    let place = place_with(RULES);
    place
        .verdict("generate --customers 20000 --out portfolio.csv")
        .exits(0);
    for options in ["", "--format json"] {
        let run = place.verdict_cut_short(&format!(
            "decide --rules {RULES} --claims portfolio.csv {options}"
        ));
        let run = run.exits(0);
        assert_eq!(run.error, "", "{run}");
    }
}

#[test]
fn a_generated_portfolio_is_the_same_every_time() {
    let (one, other) = (place(&["csv"]), place(&["csv"]));
    assert_eq!(one.read("portfolio.csv"), other.read("portfolio.csv"));
    let seeded = "generate --customers 1000 --seed 7 --out portfolio.csv";
    other.verdict(seeded).exits(0);
    assert_ne!(one.read("portfolio.csv"), other.read("portfolio.csv"));
}
