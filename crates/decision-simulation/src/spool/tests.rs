use std::sync::Arc;

use decision_matrix::table::FactorIndex;
use decision_matrix::{DecisionMatrix, Facts, RawValue};

use super::{ClaimSpool, FactLog, KeptClaim, SpooledClaim};
use crate::replay::tests::MATRIX;
use crate::results::{DecidedBy, KnownResults};

/// A claim of a test.
#[derive(Clone, Debug)]
struct Sample {
    row: u64,
    sequence: Option<i64>,
    customer: Option<String>,
    facts: Facts,
    results: KnownResults,
    amount: Option<i64>,
}

/// Claims of some customers, times and faults mixed.
fn samples(count: u64, has_sequence: bool) -> Vec<Sample> {
    let matrix = DecisionMatrix::from_yaml("matrix.yaml", MATRIX).unwrap();
    let blank = Facts::new(Arc::clone(matrix.tables()));
    let sample = |row: u64| {
        let mixed = row.wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(31);
        let mut facts = blank.clone();
        facts.set_claim(&format!("C{}", mixed % 1_000));
        if !mixed.is_multiple_of(7) {
            facts.set_time(i64::try_from(mixed % 97).unwrap());
        }
        let amount = (mixed % 300_000).to_string();
        facts.set(FactorIndex(0), RawValue::Text(&amount));
        facts.set(
            FactorIndex(1),
            RawValue::Text(["ok", "warn", "?"][(mixed % 3) as usize]),
        );
        if mixed.is_multiple_of(11) {
            facts.mark_unreadable();
        }
        Sample {
            row,
            sequence: has_sequence.then(|| i64::try_from(mixed % 50).unwrap() - 25),
            customer: (!mixed.is_multiple_of(5)).then(|| format!("customer {}", mixed % 13)),
            facts,
            results: KnownResults {
                justified: [None, Some(false), Some(true)][(mixed % 3) as usize],
                due_amount: mixed.is_multiple_of(2).then_some(-12),
                audit_probability: mixed.is_multiple_of(4).then_some(1_000_000_000),
                decided_by: [None, Some(DecidedBy::Auto), Some(DecidedBy::Review)]
                    [(mixed % 3) as usize],
                known_at: mixed.is_multiple_of(3).then_some(i64::MAX - 1),
                score: mixed.is_multiple_of(6).then_some(10),
                unreadable: (mixed % 3) as u8,
                is_negative_delay: mixed.is_multiple_of(2),
                ..KnownResults::default()
            },
            amount: mixed.is_multiple_of(9).then_some(-500),
        }
    };
    (0..count).map(sample).collect()
}

fn spool(samples: &[Sample], bytes_in_memory_max: usize) -> ClaimSpool {
    let mut spool = ClaimSpool::new(3, 1, bytes_in_memory_max);
    let mut batch = spool.batch();
    for (at, sample) in samples.iter().enumerate() {
        batch.push(&SpooledClaim {
            row: sample.row,
            sequence: sample.sequence,
            keys: &[sample.customer.as_deref()],
            facts: &sample.facts,
            results: &sample.results,
            amount: sample.amount,
        });
        if at % 100 == 99 {
            spool.append(&mut batch).unwrap();
        }
    }
    spool.append(&mut batch).unwrap();
    spool
}

fn check_equal(claim: &KeptClaim, sample: &Sample) {
    assert_eq!(claim.row, sample.row);
    assert_eq!(Some(claim.id.as_str()), sample.facts.claim());
    assert_eq!(claim.keys[0], sample.customer);
    assert_eq!(claim.results, sample.results);
    assert_eq!(claim.amount, sample.amount);
    assert_eq!(claim.facts.is_unreadable(), sample.facts.is_unreadable());
    assert_eq!(claim.facts.time(), sample.facts.time());
    for factor in (0..3).map(FactorIndex) {
        assert_eq!(claim.facts.fact(factor), sample.facts.fact(factor));
    }
}

/// Every claim comes back once, whole and in order, from memory and from files.
#[test]
fn claims_come_back_in_order_of_time_or_sequence() {
    for (has_sequence, memory) in [(false, usize::MAX), (false, 1_000), (true, 1_000)] {
        let samples = samples(3_000, has_sequence);
        let mut expected: Vec<&Sample> = samples.iter().collect();
        expected.sort_by_key(|sample| {
            let time = match sample.facts.time() {
                decision_matrix::Fact::Value(time) => time,
                _ => i64::MAX,
            };
            let id = sample.facts.claim().unwrap_or_default().to_owned();
            (sample.sequence.unwrap_or(0), time, id, sample.row)
        });
        let mut spool = spool(&samples, memory);
        let mut claim = spool.claim(samples[0].facts.clone());
        let mut seen = 0;
        let mut by_part: Vec<Vec<u64>> = vec![Vec::new(); spool.parts()];
        spool
            .visit_in_order(&mut claim, |part, claim| {
                check_equal(claim, expected[seen]);
                by_part[part].push(claim.row);
                seen += 1;
            })
            .unwrap();
        assert_eq!(seen, samples.len());
        for (part, rows) in spool.into_parts().into_iter().zip(by_part) {
            part.visit_customers(&mut claim, |visited| {
                if let Some((place, claim)) = visited {
                    assert_eq!(claim.row, rows[place]);
                    check_equal(claim, &samples[usize::try_from(claim.row).unwrap()]);
                }
            })
            .unwrap();
        }
    }
}

#[test]
fn each_customer_comes_once_with_its_claims_in_order() {
    let samples = samples(2_000, false);
    let mut seen = std::collections::BTreeSet::new();
    let (mut claims, mut nobody) = (0, 0);
    let spool = spool(&samples, 10_000);
    let mut claim = spool.claim(samples[0].facts.clone());
    for part in spool.into_parts() {
        let mut group: Vec<(Option<String>, i64)> = Vec::new();
        part.visit_customers(&mut claim, |visited| {
            if let Some((_, claim)) = visited {
                let time = match claim.facts.time() {
                    decision_matrix::Fact::Value(time) => time,
                    _ => i64::MAX,
                };
                group.push((claim.keys[0].clone(), time));
                claims += 1;
                return;
            }
            assert!(group.is_sorted_by_key(|(_, time)| *time));
            if let Some(customer) = group[0].0.clone() {
                assert!(group.iter().all(|(it, _)| it.as_ref() == Some(&customer)));
                assert!(seen.insert(customer));
            } else {
                assert_eq!(group.len(), 1);
                nobody += 1;
            }
            group.clear();
        })
        .unwrap();
        assert!(group.is_empty());
    }
    assert_eq!(claims, 2_000);
    assert_eq!(seen.len(), 13);
    assert_eq!(
        nobody,
        samples.iter().filter(|it| it.customer.is_none()).count()
    );
}

#[test]
fn facts_of_a_log_are_those_of_their_claim() {
    use decision_matrix::{Fact, InputFault};
    let mut log = FactLog::default();
    let claims = [
        [Fact::Value(0), Fact::Null],
        [Fact::Value(i64::MIN), Fact::Value(i64::MAX)],
        [Fact::Fault(InputFault::OutOfDomain), Fact::Value(-3)],
    ];
    for facts in &claims {
        log.push(facts.iter().copied());
    }
    for (place, facts) in claims.iter().enumerate() {
        assert!(log.get(place).take(2).eq(facts.iter().copied()));
    }
}
