pub(crate) mod fixtures;
mod sections;
mod unknown;

use super::{Language, ReportInputs, SimulationReport};
use crate::replay::tests::{Bench, bench, known, portfolio};
use crate::replay::{Replay, ReplayedClaim};
use crate::results::KnownResults;

fn inputs() -> ReportInputs {
    ReportInputs {
        claims_file: "claims<b>.csv".to_owned(),
        costs_file: Some("costs.yaml".to_owned()),
        fingerprint: "00ff".to_owned(),
        generated: Some((1_000, 20_261_122)),
        is_effective_ignored: false,
    }
}

fn report(bench: &Bench, replay: &Replay) -> SimulationReport {
    SimulationReport::new(&bench.plan, replay, inputs())
}

pub(crate) fn reference(customers: u64) -> SimulationReport {
    let bench = bench();
    let replay = bench.replay(&portfolio(customers));
    report(&bench, &replay)
}

#[test]
fn the_document_has_the_published_fields_in_their_order() {
    let document = reference(1_000).to_json();
    let keys = |value: &serde_json::Value| {
        value
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        keys(&document),
        "format matrix claims mode currency overall rules factors outcomes frontier warnings"
    );
    assert_eq!(keys(&document["matrix"]), "id version fingerprint");
    assert_eq!(
        keys(&document["claims"]),
        "file rows decided faults first_time last_time results_known"
    );
    assert_eq!(
        keys(&document["overall"]),
        "claims amount auto_claims auto_amount auto_share auto_money_share review_claims loss avoidable_loss \
         unavoidable_loss loss_rate count_error_rate cost cost_review_all cost_approve_all cost_clairvoyant \
         net_saving captured break_even_share staff_hours resolution_days_mean resolution_days_p95 late_share \
         intervals"
    );
    let line = "claims amount loss loss_rate net_saving marginal_saving break_even_amount marginal_break_even \
                results_known";
    assert_eq!(keys(&document["rules"][0]), format!("rule {line}"));
    assert_eq!(
        keys(&document["factors"][0]),
        format!("factor level {line}")
    );
    assert_eq!(
        keys(&document["outcomes"]),
        "approve approve_provisional review"
    );
    assert_eq!(keys(&document["outcomes"]["review"]), line);
    assert_eq!(keys(&document["warnings"][0]), "code text");
}

#[test]
fn the_document_has_the_published_totals() {
    let document = reference(1_000).to_json();
    let overall = &document["overall"];
    assert_eq!(document["mode"], "full");
    assert_eq!(overall["claims"], 591);
    assert_eq!(overall["auto_claims"], 517);
    assert_eq!(overall["amount"], "5006600.00");
    assert_eq!(overall["auto_amount"], "3980300.00");
    assert_eq!(overall["loss"], "32900.00");
    assert_eq!(overall["cost_review_all"], "569531.10");
    assert_eq!(overall["cost_approve_all"], "198566.42");
    assert_eq!(document["claims"]["first_time"].as_str().unwrap().len(), 20);
    let share = overall["auto_share"]["value"].as_f64().unwrap();
    assert!((share - 517.0 / 591.0).abs() < 1e-12);
    let end = |name: &str| overall["auto_share"][name].as_f64().unwrap();
    assert_eq!(overall["auto_share"]["method"], "hall");
    assert!(end("low") < share && share < end("high"));
    let rules: u64 = document["rules"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| rule["claims"].as_u64().unwrap())
        .sum();
    assert_eq!(rules, 591);
}

#[test]
fn ratios_of_a_larger_portfolio_are_those_of_the_method() {
    let report = reference(100_000);
    let overall = report.overall();
    let close = |value: Option<f64>, expected: f64, within: f64| {
        let value = value.unwrap();
        assert!(
            (value - expected).abs() <= within,
            "{value} is not {expected}"
        );
    };
    close(overall.auto_share.value, 0.885, 0.005);
    close(overall.break_even_share.value, 0.859, 0.01);
    close(overall.resolution_days_review_all.value, 5.0, 0.02);
    close(overall.resolution_days_mean.value, 0.58, 0.03);
    close(overall.resolution_days_p95.value, 4.5, 1.0);
    close(overall.loss_rate.value, 0.0107, 0.0005);
    // Reviews take 40 minutes on average; 11.7% of claims are reviewed.
    close(
        super::overall::ratio(overall.minutes, overall.minutes_review_all),
        0.117,
        0.005,
    );
    let fault = report
        .factors()
        .iter()
        .find(|line| line.name() == "fault")
        .unwrap();
    let ok = report
        .factors()
        .iter()
        .find(|line| line.name() == "ok")
        .unwrap();
    assert!(fault.break_even_amount > ok.break_even_amount);
    assert!(fault.marginal_break_even < ok.marginal_break_even);
}

#[test]
fn unknown_results_make_bounds_and_a_warning() {
    let bench = bench();
    let mut replay = Replay::new();
    for claim in portfolio(2_000) {
        let results = if claim.customer % 4 == 0 {
            KnownResults::default()
        } else {
            known(&claim)
        };
        bench.add(&mut replay, &claim, results);
    }
    let report = report(&bench, &replay);
    let document = report.to_json();
    assert_eq!(document["mode"], "bounds");
    let rate = &document["overall"]["loss_rate"];
    assert_eq!(rate["method"], "bounds");
    assert!(rate["low"].as_f64().unwrap() < rate["high"].as_f64().unwrap());
    let interval = &document["overall"]["intervals"]["net_saving"];
    assert!(interval["low"].as_f64().unwrap() < interval["high"].as_f64().unwrap());
    assert!(
        report
            .warnings()
            .iter()
            .any(|warning| warning.code() == "missing_outcome")
    );
}

#[test]
fn an_empty_file_makes_a_report_without_ratios() {
    let bench = bench();
    let report = report(&bench, &Replay::new());
    let document = report.to_json();
    assert!(document["overall"]["loss_rate"]["value"].is_null());
    assert!(document["overall"]["auto_share"]["value"].is_null());
    assert_eq!(document["overall"]["cost"], "0.00");
    assert!(
        report
            .to_html(Language::English)
            .unwrap()
            .contains("The file holds no claims.")
    );
}

#[test]
fn the_page_is_self_contained_and_escaped() {
    for language in [Language::English, Language::Russian] {
        let page = reference(1_000).to_html(language).unwrap();
        assert!(page.contains(&format!("<html lang=\"{}\">", language.tag())));
        assert!(
            !page.contains("<b>") && !page.contains("<not>"),
            "texts of files are escaped"
        );
        for outside in [
            "http:", "https:", "//cdn", "<link", "@import", "url(", "src=", "fetch(", "XMLHttp",
        ] {
            assert!(!page.contains(outside), "the page refers to {outside}");
        }
        assert!(page.contains("00ff") && page.contains("20261122"));
    }
}

#[test]
fn other_rules_stand_beside_these() {
    let report = reference(1_000);
    let beside = report.clone().with_against(&report);
    let document = beside.to_json();
    assert_eq!(document["against"], document["overall"]);
    assert!(
        beside
            .to_html(Language::English)
            .unwrap()
            .contains("test-disputes 1")
    );
}

#[test]
fn a_rule_that_loses_money_is_named() {
    let bench = bench();
    let mut replay = Replay::new();
    let bad = portfolio(3_000)
        .into_iter()
        .filter(|claim| !claim.justified && !claim.clawed_back);
    for claim in bad {
        let facts = bench.facts(&claim);
        let decision = bench.compiled.decide(&facts);
        let results = KnownResults {
            caught_by_review: Some(true),
            ..known(&claim)
        };
        replay.add(
            &bench.plan,
            &ReplayedClaim::new(&claim.claim_id(), &facts, decision, results),
        );
    }
    let report = report(&bench, &replay);
    let texts: Vec<_> = report
        .warnings()
        .iter()
        .map(|warning| warning.text(Language::English))
        .collect();
    assert!(
        texts
            .iter()
            .any(|text| text.starts_with("Rule `A1` pays at once where a review would be cheaper")),
        "{texts:?}"
    );
}

#[test]
fn the_summary_tells_share_time_saving_and_loss() {
    let summary = reference(1_000).summary(Language::English);
    assert_eq!(summary.title, "Cash <not> dispensed (test-disputes 1)");
    for part in [
        "87.5%",
        "5\u{a0}min",
        "days",
        "It saves",
        "accepts a loss of",
    ] {
        assert!(
            summary.headline.contains(part),
            "{part}: {}",
            summary.headline
        );
    }
    assert_eq!(summary.baselines.rows.len(), 4);
    assert_eq!(summary.baselines.own, Some(1));
    let russian = reference(1_000).summary(Language::Russian);
    assert!(russian.headline.contains("87,5\u{a0}%") && russian.headline.contains("Экономия"));
}

/// Writes pages to look at: `VERDICT_REPORT_DIR=pages cargo test the_page_can_be_looked_at`.
#[test]
fn the_page_can_be_looked_at() {
    let Some(folder) = std::env::var_os("VERDICT_REPORT_DIR") else {
        return;
    };
    let folder = std::path::Path::new(&folder);
    let imputed = reference(1_000).with_mode(super::Mode::Impute);
    let reports = [("full", fixtures::full_report(20_000)), ("plain", imputed)];
    for (name, report) in reports {
        for language in [Language::English, Language::Russian] {
            let path = folder.join(format!("{name}-{}.html", language.tag()));
            std::fs::write(path, report.to_html(language).unwrap()).unwrap();
        }
    }
}
