//! Reports on claims whose results, rows or amounts are unknown or strange.

use decision_matrix::RawValue;
use decision_matrix::table::FactorIndex;

use super::{known, portfolio, report};
use crate::replay::tests::{Bench, bench};
use crate::replay::{Replay, ReplayedClaim};
use crate::report::{Language, SimulationReport};
use crate::results::KnownResults;

/// A report on 1,000 customers of whom every `one_in`th has known results; 0 is nobody.
fn partly_known(one_in: u64) -> SimulationReport {
    let bench = bench();
    let mut replay = Replay::new();
    for claim in portfolio(1_000) {
        let is_known = one_in > 0 && claim.customer % one_in == 0;
        let results = if is_known {
            known(&claim)
        } else {
            KnownResults::default()
        };
        bench.add(&mut replay, &claim, results);
    }
    report(&bench, &replay)
}

/// A report on one claim.
fn single(bench: &Bench, id: &str, amount: &str, is_row: bool) -> SimulationReport {
    let mut facts = bench.compiled.facts();
    facts.set(FactorIndex(0), RawValue::Text(amount));
    facts.set(FactorIndex(1), RawValue::Text("fault"));
    facts.set(FactorIndex(2), RawValue::Text("0"));
    facts.set_claim(id);
    if !is_row {
        facts.mark_unreadable();
    }
    let mut decision = bench.compiled.decide(&facts);
    if is_row {
        decision.outcome = decision_matrix::table::Outcome::Approve;
    }
    let results = KnownResults {
        justified: Some(false),
        unreadable: 1,
        ..KnownResults::default()
    };
    let mut claim = ReplayedClaim::new(id, &facts, decision, results);
    claim.amount = bench.plan.read_amount(RawValue::Text(amount));
    let mut replay = Replay::new();
    replay.add(&bench.plan, &claim);
    report(bench, &replay)
}

#[test]
fn without_known_results_nothing_is_saved_and_nothing_is_lost() {
    let report = partly_known(0);
    let summary = report.summary(Language::English);
    assert!(
        summary
            .headline
            .contains("unknown, because the result of no claim is known"),
        "{}",
        summary.headline
    );
    assert!(summary.headline.contains("87.5% are settled in"));
    assert!(!summary.headline.contains("saves 0") && !summary.headline.contains("loss of"));
    for row in &summary.baselines.rows {
        assert_eq!(row[1], "–", "{}", row[0]);
    }
    for line in &summary.lines {
        if ["net saving", "loss accepted", "loss rate"].contains(&line.name.as_str()) {
            assert_eq!(line.value, "–", "{}", line.name);
        }
    }
    let russian = report.summary(Language::Russian).headline;
    assert!(
        russian.contains("исход не известен ни по одному обращению"),
        "{russian}"
    );
    let page = report.to_html(Language::English).unwrap();
    assert!(page.contains(&summary.headline));
    assert!(page.contains("<dt>net saving</dt><dd class=\"big \">–</dd>"));
    assert!(page.contains("</small></td><td>–</td><td>–</td><td>87.5%</td>"));
}

#[test]
fn money_over_known_results_says_so() {
    let report = partly_known(4);
    let known = report.overall().results_known;
    let headline = report.summary(Language::English).headline;
    assert!(
        headline.contains(&format!("of the {known} claims whose result is known")),
        "{headline}"
    );
    assert!(
        headline.contains("Over all claims the loss lies between"),
        "{headline}"
    );
    assert!(
        report
            .to_html(Language::English)
            .unwrap()
            .contains(&headline)
    );
    let russian = report.summary(Language::Russian).headline;
    assert!(
        russian.contains(&format!("с известным исходом (их {known})")),
        "{russian}"
    );
}

#[test]
fn an_interval_never_contradicts_its_value() {
    for (one_in, has_value) in [(0, false), (4, false), (1, true)] {
        let document = partly_known(one_in).to_json();
        for name in ["loss", "cost", "net_saving"] {
            let interval = &document["overall"]["intervals"][name];
            let number = |key: &str| interval[key].as_f64();
            assert_eq!(number("value").is_some(), has_value, "{name}");
            if has_value {
                assert_eq!(interval["method"], "hall");
                let value = number("value").unwrap();
                assert!(number("low").unwrap() <= value && value <= number("high").unwrap());
            } else {
                assert_eq!(interval["method"], "bounds");
                assert!(number("low").unwrap() <= number("high").unwrap(), "{name}");
            }
        }
    }
}

#[test]
fn an_unreadable_row_has_its_own_warning_without_an_empty_example() {
    let report = single(&bench(), "", "", false);
    let text = |code: &str| {
        let found = report.warnings().iter().find(|one| one.code() == code);
        found.map(|one| one.text(Language::English))
    };
    assert_eq!(
        text("row_unreadable"),
        Some("1 rows cannot be read as a claim or have no claim id; a person looks at them.")
    );
    assert_eq!(text("input_fault"), None);
    let document = report.to_json().to_string();
    assert!(document.contains("row_unreadable") && !document.contains("``"));
    for language in [Language::English, Language::Russian] {
        assert!(
            report
                .warnings()
                .iter()
                .all(|one| !one.text(language).contains("``"))
        );
    }
}

#[test]
fn text_of_claims_cannot_steer_a_terminal() {
    let report = single(&bench(), "C\u{1b}[31m\r\u{202e}\u{9b}<b>é", "100", true);
    let shown = "`C\\u{1b}[31m\\u{d}\\u{202e}\\u{9b}<b>é`";
    for language in [Language::English, Language::Russian] {
        let texts = report.summary(language).warnings;
        assert!(texts.iter().any(|text| text.contains(shown)), "{texts:?}");
        let page = report.to_html(language).unwrap();
        assert!(!page.contains('\u{1b}') && !page.contains('\u{202e}'));
    }
}

#[test]
fn negative_money_has_no_loss_rate() {
    let report = single(&bench(), "C1", "-50", true);
    let document = report.to_json();
    for ratio in ["loss_rate", "auto_money_share"] {
        let ratio = &document["overall"][ratio];
        assert!(ratio["value"].is_null(), "{ratio}");
        assert_eq!(ratio["method"], "none");
    }
    let summary = report.summary(Language::English);
    assert!(
        !summary.headline.contains("paid at once"),
        "{}",
        summary.headline
    );
    let rate = summary.lines.iter().find(|line| line.name == "loss rate");
    assert_eq!(rate.unwrap().value, "–");
}
