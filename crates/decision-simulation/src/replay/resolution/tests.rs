use crate::replay::Replay;
use crate::replay::tests::{bench, portfolio};

#[test]
fn claims_settled_by_quarters_of_a_day_are_counted_like_a_naive_count() {
    let (bench, claims) = (bench(), portfolio(3_000));
    let replay = bench.replay(&claims);
    let (after, before) = replay.resolution.settled_by_quarter();
    // A review of a generated claim takes its evidence days and 1.5 days of queue.
    for (place, count) in before.iter().enumerate() {
        let within = claims
            .iter()
            .filter(|claim| usize::try_from(claim.evidence_days * 4 + 6).unwrap() <= place);
        assert_eq!(*count, within.count() as u64, "{place} quarters");
    }
    assert_eq!(before.last(), Some(&(claims.len() as u64)));
    assert_eq!(after.first(), Some(&replay.total().auto_claims()));
    assert_eq!(after.last(), Some(&(claims.len() as u64)));
    assert!(after.is_sorted());
}

#[test]
fn halves_merge_to_the_whole() {
    let (bench, claims) = (bench(), portfolio(500));
    let (first, second) = claims.split_at(claims.len() / 3);
    let mut merged = bench.replay(first);
    merged.merge(&bench.replay(second));
    assert_eq!(merged.resolution, bench.replay(&claims).resolution);
    assert_eq!(
        Replay::new().resolution.settled_by_quarter(),
        (vec![0], vec![])
    );
}
