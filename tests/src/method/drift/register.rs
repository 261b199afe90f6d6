//! The register of baggage claims, in which refusals rise from year to year.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use decision_claims::{
    ClaimFields, ClaimsMap, ClaimsReader, HistoryColumns, Input, ReadOptions, ResultField, Row,
};
use decision_matrix::{CompileConfig, DecisionMatrix, RawValue};
use decision_simulation::analysis::drift::{Drift, DriftOf, DriftTally};
use decision_simulation::replay::PricedClaim;
use decision_simulation::{CostModel, KnownResults, RawResults, ReplayPlan, ReplayedClaim};

use crate::shared;

/// A file of the shipped rules for baggage claims.
fn shipped(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../rules/baggage-claim");
    fs::read_to_string(folder.join(name)).unwrap()
}

/// What the register knows of a claim: words that mean neither yes nor no leave it unknown.
fn known(row: Row<'_>) -> KnownResults {
    let justified = row.flag(ResultField::Justified);
    let raw = RawResults {
        justified: justified.map_or(RawValue::Null, RawValue::Boolean),
        due_amount: match justified {
            Some(_) => row.result(ResultField::DueAmount),
            None => RawValue::Null,
        },
        ..RawResults::default()
    };
    KnownResults::from_raw(&raw, 2)
}

/// The months of the register; none where it is absent.
fn drift(reference_until: Option<(i64, u8)>) -> Option<Drift> {
    let path = shared::folder("data")?.join("tsa_claims_2002_2007.csv.gz");
    let matrix = DecisionMatrix::from_yaml("matrix.yaml", &shipped("matrix.yaml")).unwrap();
    let costs = CostModel::from_yaml("costs.yaml", &shipped("costs.yaml")).unwrap();
    let plan = ReplayPlan::new(Arc::clone(matrix.tables()), costs).unwrap();
    let compiled = matrix.compile_with(&CompileConfig { audit_key: None });
    let fields = ClaimFields::new(matrix.tables(), HistoryColumns::Optional);
    let map = ClaimsMap::from_yaml("map.yaml", &shipped("map.yaml"), fields.fields()).unwrap();
    let options = ReadOptions::default();
    let mut reader =
        ClaimsReader::open(&Input::Path(path), &map, fields.fields(), &options).unwrap();
    let mut tally = DriftTally::new(&plan);
    let mut facts = compiled.facts();
    while let Some(block) = reader.next_block().unwrap() {
        for row in block.rows() {
            fields.fill(row, &mut facts);
            let decision = compiled.decide(&facts);
            let claim = ReplayedClaim::new("", &facts, decision, known(row));
            tally.add(&plan, &PricedClaim::new(&plan, &claim));
            // The register has no key of the person.
            tally.end_cluster();
        }
    }
    Some(tally.finish(&plan, reference_until))
}

#[test]
fn limits_of_the_early_years_ring_in_the_later_ones() {
    let Some(drift) = drift(Some((2005, 1))) else {
        return;
    };
    let year = |year: i64| {
        let months = drift.months.iter().filter(|it| it.year_month.0 == year);
        months.collect::<Vec<_>>()
    };
    assert_eq!(drift.months.first().unwrap().year_month, (2002, 1));
    assert_eq!(drift.months.last().unwrap().year_month, (2007, 12));
    assert_eq!(drift.reference_months, 36);
    for alarm in &drift.alarms {
        println!("{alarm:?}");
    }
    let refused = drift
        .alarms
        .iter()
        .find(|it| it.of == DriftOf::UnjustifiedShare);
    let refused = refused.expect("the share of refused claims rings");
    assert!(refused.year_month.0 <= 2005, "{refused:?}");
    assert!(refused.value > 1.2 * refused.limit, "{refused:?}");
    let loss = drift.alarms.iter().find(|it| it.of == DriftOf::LossRate);
    loss.expect("so does the loss rate");
    for year in [2006, 2007].map(year) {
        assert_eq!(year.len(), 12);
        assert!(year.iter().all(|month| month.is_alarming), "{year:?}");
    }
    let all: u64 = drift.months.iter().map(|month| month.claims).sum();
    assert_eq!(all + drift.left_out, 115_625, "no claim is lost");
}

#[test]
fn the_register_rings_also_with_the_reference_that_nobody_chose() {
    let Some(drift) = drift(None) else {
        return;
    };
    let refused = drift
        .alarms
        .iter()
        .find(|it| it.of == DriftOf::UnjustifiedShare);
    assert!(refused.is_some(), "{:?}", drift.alarms);
}
