use decision_matrix::RawValue;
use decision_matrix::table::FactorIndex;

use super::{LimitCellsTally, LimitReader, LimitReaders};
use crate::portfolio::Portfolio;
use crate::replay::tests::{Bench, bench, known};
use crate::replay::{PricedClaim, ReplayedClaim};

/// What the tally comes to over some generated claims, divided in blocks of this size.
fn tallied(bench: &Bench, block: usize) -> (LimitReaders, LimitCellsTally) {
    let claims: Vec<_> = Portfolio::new(5_000, 7).claims().collect();
    let readers = LimitReaders::new(bench.plan.tables());
    let mut whole = LimitCellsTally::new(&readers);
    for block in claims.chunks(block) {
        let mut tally = LimitCellsTally::new(&readers);
        for claim in block {
            let facts = bench.facts(claim);
            let id = claim.claim_id();
            let decision = bench.compiled.decide(&facts);
            let claim = ReplayedClaim::new(&id, &facts, decision, known(claim));
            let priced = PricedClaim::new(&bench.plan, &claim);
            tally.add(&bench.plan, &readers, &priced);
        }
        whole.merge(&tally);
    }
    (readers, whole)
}

#[test]
fn every_claim_reads_the_cell_of_its_device_and_history() {
    let bench = bench();
    let reader = LimitReader::of_money(bench.plan.tables()).remove(0);
    for claim in Portfolio::new(2_000, 3).claims() {
        let facts = bench.facts(&claim);
        let column = usize::try_from(claim.prior_claims_365d.min(3)).unwrap();
        let cell = claim.device as usize * 4 + column;
        assert_eq!(reader.cell(&facts), Some(cell));
        assert_eq!(reader.limit(&facts), reader.limit_of(cell));
    }
    assert_eq!(reader.limit_of(0), Some(20_000_000));
    assert_eq!(reader.limit_of(15), Some(100_000));
}

#[test]
fn a_claim_at_fault_or_outside_the_table_reads_no_cell() {
    let bench = bench();
    let reader = LimitReader::of_money(bench.plan.tables()).remove(0);
    let mut facts = bench.compiled.facts();
    assert_eq!(reader.cell(&facts), None);
    for (factor, text) in [(0, "100"), (1, "ok"), (2, "0")] {
        facts.set(FactorIndex(factor), RawValue::Text(text));
    }
    assert_eq!(reader.cell(&facts), Some(12));
    facts.set(FactorIndex(1), RawValue::Text("broken"));
    assert_eq!((reader.cell(&facts), reader.limit(&facts)), (None, None));
}

#[test]
fn the_cells_add_up_to_the_portfolio() {
    let bench = bench();
    let (readers, tally) = tallied(&bench, 10_000);
    assert_eq!(tallied(&bench, 97).1, tally, "blocks change nothing");
    let grids = tally.finish(&bench.plan, &readers);
    let [grid] = grids.as_slice() else {
        panic!("one cross-table of money");
    };
    assert_eq!(grid.columns, ["0", "1", "2", ">= 3"]);
    let rows: Vec<_> = grid.rows.iter().map(|(head, _)| head.as_str()).collect();
    assert_eq!(rows, ["fault", "warn", "nodata", "ok"]);
    let replay = bench.replay(&Portfolio::new(5_000, 7).claims().collect::<Vec<_>>());
    let cells = || grid.rows.iter().flat_map(|(_, cells)| cells);
    let claims: u64 = cells().map(|cell| cell.claims).sum();
    let auto: u64 = cells().map(|cell| cell.auto_claims).sum();
    let saving: i128 = cells().map(|cell| cell.net_saving).sum();
    assert_eq!(claims, replay.claims());
    assert_eq!(auto, replay.total().auto_claims());
    assert_eq!(saving, replay.total().known.net_saving());
}

#[test]
fn break_even_and_marginal_break_even_are_those_of_the_cell() {
    let bench = bench();
    let (readers, tally) = tallied(&bench, 10_000);
    let grid = tally.finish(&bench.plan, &readers).remove(0);
    // `ok / 0`: at most 3,000.00 at once, so the highest band is that of 2,000.01 to 3,000.00.
    let cell = &grid.rows[3].1[0];
    assert_eq!(cell.limit, Some(300_000));
    let (mut avoidable, mut band, mut count, mut unjustified) = (0, 0, 0, 0);
    let (mut saved, mut share) = (0, 0);
    for claim in Portfolio::new(5_000, 7).claims() {
        if claim.device as usize != 3 || claim.prior_claims_365d != 0 {
            continue;
        }
        let facts = bench.facts(&claim);
        let decision = bench.compiled.decide(&facts);
        let one = ReplayedClaim::new("", &facts, decision, known(&claim));
        let sums = PricedClaim::new(&bench.plan, &one).sums;
        count += 1;
        unjustified += i128::from(!claim.justified);
        saved += sums.review_without_loss - sums.auto_without_loss;
        share += sums.avoidable_share;
        if (2_001..=3_000).contains(&claim.amount) && sums.auto_claims == 1 {
            band += 1;
            avoidable += sums.avoidable_loss;
        }
    }
    assert!(band > 0 && unjustified > 0);
    assert_eq!(cell.claims, u64::try_from(count).unwrap());
    assert_eq!(
        cell.marginal_break_even,
        Some(crate::money::round_ratio(avoidable, band))
    );
    let expected = crate::money::round_ratio(saved * count * 1_000_000_000, unjustified * share);
    assert_eq!(cell.break_even_amount, Some(expected));
}
