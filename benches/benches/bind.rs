//! From a struct of the caller, with an exact decimal and texts, to a decision: by the binding, and
//! by setting each fact.
//!
//! `cargo bench -p verdict-benches --bench bind`

#![expect(
    clippy::expect_used,
    reason = "a bench whose claims do not fit has nothing to measure"
)]

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use decision_matrix::table::FactorIndex;
use decision_matrix::{FactError, Facts, RawValue};
use verdict_benches::{DeskWorkload, FACTORS, TypedClaim, Workload};

const CLAIMS: usize = 4_096;

/// Sets every fact by its factor.
fn set(
    facts: &mut Facts,
    factors: &[FactorIndex; 10],
    claim: &TypedClaim,
) -> Result<(), FactError> {
    let [
        amount,
        fault_class,
        cash_position,
        prior_claims,
        tenure_months,
        device_status,
        hour,
        risk_flag,
        distance_m,
        account_age_days,
    ] = *factors;
    facts.clear();
    facts.set_decimal(amount, claim.amount)?;
    facts.set(fault_class, RawValue::Text(&claim.fault_class));
    facts.set(cash_position, RawValue::Text(&claim.cash_position));
    facts.set_integer(prior_claims, claim.prior_claims)?;
    facts.set_integer(tenure_months, claim.tenure_months)?;
    facts.set(device_status, RawValue::Text(&claim.device_status));
    facts.set_integer(hour, claim.hour)?;
    facts.set(risk_flag, RawValue::Text(&claim.risk_flag));
    facts.set_integer(distance_m, claim.distance_m)?;
    facts.set_integer(account_age_days, claim.account_age_days)
}

fn bind(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("bind");
    group.throughput(Throughput::Elements(CLAIMS as u64));
    for rules in Workload::SIZES {
        let workload = Workload::new(rules, CLAIMS);
        let matrix = &workload.matrix;
        let factors = FACTORS.map(|(name, _)| matrix.factor(name).expect("the factor is there"));
        let mut facts = matrix.facts();
        for (claim, expected) in workload.typed.iter().zip(workload.decisions()) {
            set(&mut facts, &factors, claim).expect("the values fit");
            assert_eq!(matrix.decide(&facts), expected, "{claim:?}");
        }
        group.bench_function(BenchmarkId::new("fill, decide", rules), |bencher| {
            bencher.iter(|| {
                for claim in &workload.typed {
                    workload.binding.fill(&mut facts, black_box(claim));
                    black_box(matrix.decide(&facts));
                }
            });
        });
        group.bench_function(BenchmarkId::new("set, decide", rules), |bencher| {
            bencher.iter(|| {
                for claim in &workload.typed {
                    let _ = black_box(set(&mut facts, &factors, black_box(claim)));
                    black_box(matrix.decide(&facts));
                }
            });
        });
    }
    let desk = DeskWorkload::new(100, CLAIMS);
    let mut facts = desk.matrix.facts();
    group.bench_function("fill, decide, desk/100", |bencher| {
        bencher.iter(|| {
            for claim in &desk.claims {
                desk.binding.fill(&mut facts, black_box(claim));
                black_box(desk.matrix.decide(&facts));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, bind);
criterion_main!(benches);
