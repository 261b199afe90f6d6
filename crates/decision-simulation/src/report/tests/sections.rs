//! The document and the screen of a report with something in every section.

use super::fixtures::full_report;
use crate::report::{Language, SimulationReport, Summary};
use crate::statistics::Estimate;

fn keys(value: &serde_json::Value) -> String {
    let keys = value.as_object().unwrap().keys().cloned();
    keys.collect::<Vec<_>>().join(" ")
}

#[test]
fn further_members_stand_behind_the_published_ones() {
    let document = full_report(200).to_json();
    assert_eq!(
        keys(&document),
        "format matrix claims mode currency overall against rules factors outcomes frontier warnings \
         waterfall history frontier_search limits drift comparison stress gaming survey causes"
    );
    let described = include_str!("../../../../../docs/report.md");
    for key in keys(&document).split(' ').skip(1) {
        assert!(
            described.contains(&format!("`{key}`")),
            "{key} is not described"
        );
    }
}

#[test]
fn points_of_the_frontier_carry_their_limits() {
    let document = full_report(200).to_json();
    let points = document["frontier"].as_array().unwrap();
    assert_eq!(points.len(), 18);
    let first = &points[1];
    assert_eq!(
        keys(first),
        "limits auto_share auto_money_share loss_rate loss net_saving marginal_break_even is_present"
    );
    assert_eq!(first["limits"]["auto_limit"]["fault / 0"], "4000.00");
    assert_eq!(first["limits"]["provisional_limit"], "60000.00");
    assert_eq!(first["loss"], "330000.00");
    let present: Vec<_> = points
        .iter()
        .filter(|point| point["is_present"] == true)
        .collect();
    assert_eq!(present.len(), 1);
    assert_eq!(present[0]["loss_rate_interval"]["method"], "hall");
}

#[test]
fn terms_of_the_waterfall_add_up_in_the_document() {
    let report = full_report(1_000);
    let document = report.to_json();
    for (name, total) in [("review_all", "cost_review_all"), ("rules", "cost")] {
        let minor = |text: &str| text.replace('.', "").parse::<i128>().unwrap();
        let terms = document["waterfall"][name].as_object().unwrap();
        let sum: i128 = terms
            .values()
            .map(|term| minor(term.as_str().unwrap()))
            .sum();
        assert_eq!(
            sum,
            minor(document["overall"][total].as_str().unwrap()),
            "{name}"
        );
    }
}

#[test]
fn stress_without_end_is_null_and_savings_are_whole_units() {
    let document = full_report(200).to_json();
    let margins = &document["stress"]["margins"];
    assert_eq!(margins[0]["breaks_limit"]["kind"], "shading");
    assert_eq!(margins[0]["breaks_limit"]["share"], 0.53);
    assert!(margins[0]["ends_saving"]["share"].is_null());
    assert_eq!(
        document["stress"]["scenarios"][0]["net_saving"],
        34_100_000.0
    );
    assert_eq!(
        document["limits"][0]["cells"]["warn / 1"]["limit"],
        "10000.00"
    );
    assert_eq!(
        document["drift"]["alarms"][1]["of"]["factor"],
        "device_status"
    );
    assert_eq!(document["gaming"]["since"].as_str().unwrap().len(), 20);
}

#[test]
fn computed_intervals_stand_in_the_document() {
    let report = full_report(1_000);
    let interval = &report.to_json()["overall"]["intervals"]["net_saving"];
    assert_eq!(interval["method"], "hall");
    let value = interval["value"].as_f64().unwrap();
    assert!(
        interval["low"].as_f64().unwrap() < value && value < interval["high"].as_f64().unwrap()
    );
}

fn screen(report: &SimulationReport, language: Language) -> Summary {
    report.summary(language)
}

#[test]
fn the_screen_tells_how_sure_it_is() {
    let report = full_report(1_000);
    let english = screen(&report, Language::English);
    assert!(
        english.sure.contains("with 95% confidence"),
        "{}",
        english.sure
    );
    let saving = english
        .lines
        .iter()
        .find(|line| line.name == "net saving")
        .unwrap();
    assert!(saving.interval.starts_with("95%: "), "{saving:?}");
    let russian = screen(&report, Language::Russian);
    assert!(russian.sure.contains("с доверием 95%"), "{}", russian.sure);
    let mut bare = full_report(200);
    bare.overall.loss_rate = Estimate::exactly(bare.overall.loss_rate.value);
    let bare = bare.summary(Language::English);
    assert!(bare.sure.contains("was not computed"), "{}", bare.sure);
}

#[test]
fn the_screen_has_a_block_for_each_analysis() {
    for language in [Language::English, Language::Russian] {
        let summary = screen(&full_report(1_000), language);
        assert_eq!(summary.blocks.len(), 6);
        let frontier = &summary.blocks[0].table;
        assert_eq!((frontier.rows.len(), frontier.own), (6, Some(3)));
        let limits = &summary.blocks[1].table;
        assert_eq!(limits.rows.len(), 4);
        assert!(limits.rows[1][2].contains('▼'), "{:?}", limits.rows[1]);
        assert_eq!(summary.blocks[2].alarms.len(), 2);
        assert_eq!(summary.blocks[4].lines.len(), 3);
        for table in summary.blocks.iter().map(|block| &block.table) {
            for row in &table.rows {
                let cells = table.head.len();
                assert!(cells == 0 || row.len() == cells, "{row:?}");
                let width: usize = row.iter().map(|cell| cell.chars().count() + 2).sum();
                assert!(width <= 98, "{width}: {row:?}");
            }
        }
        for line in &summary.lines {
            let parts = [&line.value, &line.interval, &line.note];
            let width: usize = parts.iter().map(|part| part.chars().count() + 2).sum();
            assert!(width + 25 <= 100, "{line:?}");
        }
    }
}

#[test]
fn a_shorter_report_has_a_shorter_screen() {
    let summary = super::reference(200).summary(Language::English);
    assert!(summary.blocks.is_empty() && !summary.is_imputed);
    assert_eq!(summary.lines.len(), 7);
}
