//! A report with something in every section, made by hand, for pages, documents and screens.

#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "figures that are made up need not be exact"
)]

use decision_matrix::table::Outcome;

use super::reference;
use crate::analysis::causes::{CauseLine, Causes};
use crate::analysis::comparison::{Comparison, Flow};
use crate::analysis::drift::{Drift, DriftAlarm, DriftOf, Month};
use crate::analysis::frontier::{Frontier, FrontierPoint, LimitValue};
use crate::analysis::gaming::{Gaming, GamingTest};
use crate::analysis::limit_cells::{LimitCell, LimitGrid};
use crate::analysis::stress::{Scenario, Stress, StressKind, StressMargin};
use crate::analysis::survey::{Survey, SurveyGroup, SurveyOf};
use crate::report::{CostTerms, PastPolicy, Provenance, Sections, SimulationReport};
use crate::statistics::{Estimate, Method};

/// A value with an interval of a share of it around.
pub(crate) fn around(value: f64, share: f64) -> Estimate {
    Estimate {
        value: Some(value),
        low: Some(value * (1.0 - share)),
        high: Some(value * (1.0 + share * 1.2)),
        method: Method::Hall,
    }
}

/// The report of some generated customers with every section filled.
pub(crate) fn full_report(customers: u64) -> SimulationReport {
    let plain = reference(customers);
    let mut report = plain
        .clone()
        .with_against(&plain)
        .with_sections(sections())
        .with_past_policy(Some(PastPolicy {
            claims: plain.overall.claims,
            auto_claims: plain.overall.claims / 5,
            cost: plain.overall.cost_review_all * 4 / 5,
            loss: plain.overall.loss / 3,
            cost_of_rules: plain.overall.cost,
        }))
        .with_provenance(Provenance {
            command: "verdict simulate --rules rules/<b> --claims portfolio.csv".to_owned(),
            program_version: "0.1.0".to_owned(),
            claims_sha256: "ab".repeat(32),
            costs_sha256: "cd".repeat(32),
            cluster_key: "customer_id".to_owned(),
            clusters: Some(52_731),
            others: vec![("audit key".to_owned(), "none".to_owned())],
        });
    let overall = &mut report.overall;
    for estimate in [
        &mut overall.auto_share,
        &mut overall.loss_rate,
        &mut overall.captured,
        &mut overall.break_even_share,
        &mut overall.resolution_days_mean,
    ] {
        *estimate = around(estimate.value.unwrap(), 0.04);
    }
    overall.loss_estimate = around(overall.loss as f64, 0.11);
    overall.cost_estimate = around(overall.cost as f64, 0.05);
    overall.net_saving_estimate = around(overall.net_saving as f64, 0.02);
    (overall.terms_review_all, overall.terms) = terms(
        overall.cost_review_all,
        overall.cost,
        overall.loss,
        overall.residual_review_all,
    );
    for line in &mut report.rules {
        line.loss_rate.value = line.loss_rate.value.or(Some(0.0));
        line.loss_rate = around(line.loss_rate.value.unwrap(), 0.2);
        line.marginal_saving = Some(line.net_saving / 2);
    }
    report
}

/// A split whose sums are the totals.
fn terms(review_all: i128, rules: i128, loss: i128, residual: i128) -> (CostTerms, CostTerms) {
    let mut before = CostTerms {
        delay: review_all * 39 / 100,
        wrong_refusal: review_all * 4 / 100,
        late: review_all / 50,
        residual_loss: residual,
        ..CostTerms::default()
    };
    before.direct = review_all - before.total();
    let mut after = CostTerms {
        delay: before.delay / 9,
        wrong_refusal: before.wrong_refusal / 9,
        residual_loss: residual * 3 / 4,
        machine: rules / 200,
        audit: rules / 50,
        loss,
        ..CostTerms::default()
    };
    after.direct = rules - after.total();
    (before, after)
}

/// Something in every section.
pub(crate) fn sections() -> Sections {
    Sections {
        causes: causes(),
        comparison: Some(comparison()),
        drift: drift(),
        frontier: Some(frontier()),
        gaming: gaming(),
        limits: vec![limits()],
        stress: stress(),
        survey: survey(),
    }
}

fn point(step: u32) -> FrontierPoint {
    let rate = f64::from(step) * 0.0011;
    let rise = 1.0 - (-f64::from(step) / 4.0).exp();
    let cells = ["fault / 0", "fault / 1", "warn / 0", "ok / >= 3"];
    let limits = cells.iter().enumerate().map(|(place, cell)| LimitValue {
        name: "auto_limit".to_owned(),
        cell: (*cell).to_owned(),
        value: i64::from(step) * 100_000,
        text: format!("{}000.00", u64::from(step) * (4 - place as u64)),
    });
    FrontierPoint {
        limits: limits
            .chain([LimitValue {
                name: "provisional_limit".to_owned(),
                cell: String::new(),
                value: 6_000_000,
                text: "60000.00".to_owned(),
            }])
            .collect(),
        auto_share: 0.93 * rise,
        loss_rate: (step > 0).then_some(rate),
        loss: i128::from(step) * 33_000_000,
        net_saving: (3_500_000_000.0 * rise - f64::from(step * step) * 1.6e6) as i128,
        marginal_break_even: (step > 0).then_some(i128::from(step * step) * 900),
        loss_rate_interval: None,
        auto_money_share: Some(0.8 * rise),
    }
}

fn frontier() -> Frontier {
    let mut present = point(9);
    present.loss_rate = Some(0.0107);
    present.auto_share = 0.8830;
    present.net_saving = 3_413_205_828;
    present.loss_rate_interval = Some(around(0.0107, 0.12));
    Frontier {
        points: (0..=16).map(point).collect(),
        present,
        varied: vec!["auto_limit".to_owned(), "provisional_limit".to_owned()],
        policies: 1_000,
        is_history_held: true,
        entangled: 12,
        thinned: vec!["provisional_limit".to_owned()],
    }
}

fn limits() -> LimitGrid {
    let limits = [
        [200_000, 200_000, 30_000, 7_000],
        [75_000, 10_000, 5_000, 3_000],
        [12_000, 5_000, 3_000, 2_000],
        [3_000, 3_000, 2_000, 1_000],
    ];
    let even = [
        [0, 127_000, 36_000, 12_000],
        [54_000, 16_000, 6_200, 3_600],
        [16_000, 6_300, 2_900, 2_100],
        [6_100, 3_300, 2_000, 400],
    ];
    let names = ["fault", "warn", "nodata", "ok"];
    let rows = names.iter().zip(limits.iter().zip(even)).enumerate();
    let rows = rows.map(|(place, (name, (limits, even)))| {
        let cells = limits.iter().zip(even).enumerate();
        let cells = cells.map(|(column, (limit, even))| LimitCell {
            limit: Some(limit * 100),
            claims: 30_000 / (1 + 3 * (place + column) as u64),
            auto_claims: 27_000 / (1 + 4 * (place + column) as u64),
            loss_rate: Some(0.003 * (1 + place + column) as f64),
            net_saving: 1_234_500,
            break_even_amount: (even > 0).then_some(even * 100),
            marginal_break_even: Some(i128::from(place as u64 + 1) * 4_200),
        });
        ((*name).to_owned(), cells.collect())
    });
    LimitGrid {
        name: "auto_limit".to_owned(),
        corner: "device_status ↓ / prior_claims_365d →".to_owned(),
        columns: ["0", "1", "2", ">= 3"].map(str::to_owned).into(),
        rows: rows.collect(),
    }
}

fn drift() -> Drift {
    let months = (0..24_u32).map(|place| {
        let late = f64::from(place.saturating_sub(15)) * 0.0021;
        let wave = f64::from(place % 5) * 0.0007;
        let month = u8::try_from(place % 12 + 1).unwrap();
        Month {
            year_month: (2025 + i64::from(place / 12), month),
            claims: u64::from(2_300 + (place * 37) % 400),
            amount: i128::from(place + 90) * 21_000_000,
            auto_share: around(0.88 - late, 0.02),
            loss_rate: around(0.009 + wave + late, 0.3),
            unjustified_share: around(0.055 + wave * 4.0 + late * 3.0, 0.12),
            net_saving: i128::from(14_000 - place * 300) * 10_000,
            is_alarming: place >= 19,
        }
    });
    Drift {
        months: months.collect(),
        alarms: vec![
            DriftAlarm {
                of: DriftOf::UnjustifiedShare,
                year_month: (2026, 8),
                value: 0.0873,
                limit: 0.0612,
            },
            DriftAlarm {
                of: DriftOf::Factor("device_status".to_owned()),
                year_month: (2026, 10),
                value: 0.0121,
                limit: 0.0094,
            },
        ],
        reference_months: 12,
        left_out: 3,
    }
}

fn comparison() -> Comparison {
    let flow = |from, to, claims: u64, cost_change: i128, loss_change: i128| Flow {
        from,
        to,
        claims,
        amount: i128::from(claims) * 612_300,
        cost_change,
        loss_change,
        example: format!("C{claims}-<b>"),
    };
    Comparison {
        claims: 57_740,
        differing: 3_302,
        differing_amount: 2_021_811_900,
        net_saving: around(1_912_000.0, 0.3),
        loss: Estimate {
            value: Some(-41_000.0),
            low: Some(-230_000.0),
            high: Some(152_000.0),
            method: Method::Hall,
        },
        auto_share: around(0.0391, 0.1),
        flows: vec![
            flow(
                Outcome::Review,
                Outcome::Approve,
                2_780,
                -213_000_000,
                21_000_000,
            ),
            flow(
                Outcome::Approve,
                Outcome::Review,
                522,
                21_800_000,
                -25_100_000,
            ),
        ],
    }
}

fn stress() -> Stress {
    let scenario = |kind, loss_rate: f64, saving: f64| Scenario {
        kind,
        loss_rate: Some(loss_rate),
        net_saving: saving * 1e9,
        auto_share: Some(0.883),
        is_broken: loss_rate > 0.013,
    };
    Stress {
        accepted_loss_rate: Some(0.013),
        outage_of: Some(("device_status".to_owned(), "fault".to_owned())),
        scenarios: vec![
            scenario(StressKind::Past, 0.0107, 3.41),
            scenario(StressKind::Shading(0.5), 0.0129, 3.32),
            scenario(StressKind::Shading(1.0), 0.0153, 3.21),
            scenario(StressKind::Opportunists(2.0), 0.0149, 3.26),
            scenario(StressKind::ShadingOpportunists(0.5, 2.0), 0.0196, 3.02),
            scenario(StressKind::Outage(4.0), 0.0081, 4.9),
            scenario(StressKind::Drift(4.0), 0.0389, -0.4),
        ],
        margins: vec![
            StressMargin {
                breaks_limit: StressKind::Shading(0.53),
                ends_saving: StressKind::Shading(f64::INFINITY),
            },
            StressMargin {
                breaks_limit: StressKind::Opportunists(1.21),
                ends_saving: StressKind::Opportunists(9.6),
            },
            StressMargin {
                breaks_limit: StressKind::Outage(f64::INFINITY),
                ends_saving: StressKind::Outage(f64::INFINITY),
            },
        ],
    }
}

fn gaming() -> Gaming {
    let test = |cell: &str, limit: i64, after: (u64, u64), p_value: f64| GamingTest {
        limit_of: format!("auto_limit [{cell}]"),
        limit: limit * 100,
        width: limit * 100,
        before: (812, 301),
        after,
        p_value,
        is_alarming: p_value < 0.01,
    };
    Gaming {
        since: Some(1_780_000_000),
        tests: vec![
            test("warn / 1", 10_000, (640, 244), 0.61),
            test("nodata / 1", 5_000, (911, 140), 1e-7),
        ],
    }
}

fn survey() -> Survey {
    let group = |of, answers: u64, promoters: u64, detractors: u64| SurveyGroup {
        of,
        answers,
        promoters,
        detractors,
        score: Estimate {
            value: Some((promoters as f64 - detractors as f64) / answers as f64),
            low: Some((promoters as f64 - detractors as f64) / answers as f64 - 0.08),
            high: Some((promoters as f64 - detractors as f64) / answers as f64 + 0.07),
            method: Method::Hall,
        },
    };
    Survey {
        groups: vec![
            group(SurveyOf::All, 4_210, 2_120, 1_010),
            group(SurveyOf::Outcome(Outcome::Approve), 3_300, 1_990, 480),
            group(SurveyOf::Outcome(Outcome::Review), 910, 130, 530),
            group(SurveyOf::Days(0, Some(1)), 3_310, 1_992, 481),
            group(SurveyOf::Days(1, Some(5)), 420, 90, 180),
            group(SurveyOf::Days(5, None), 480, 38, 349),
        ],
    }
}

fn causes() -> Causes {
    let line = |cause: Option<&str>, cost: i128, share: f64, sum: f64| CauseLine {
        cause: cause.map(str::to_owned),
        reasons: vec!["DEVICE_FAULT".to_owned(), "KNOWN_INCIDENT".to_owned()],
        claims: 12_000,
        amount: 9_000_000_000,
        cost,
        cost_share: Some(share),
        cumulative_share: Some(sum),
    };
    Causes {
        lines: vec![
            line(Some("dispenser"), 512_000_000, 0.53, 0.53),
            line(Some("cassette"), 287_000_000, 0.29, 0.82),
            line(None, 172_000_000, 0.18, 1.0),
        ],
    }
}
