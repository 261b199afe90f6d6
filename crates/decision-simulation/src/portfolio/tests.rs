use super::split_mix::output;
use super::{CustomerType, Device, GeneratedClaim, Portfolio};

/// The 1% table in whole roubles: rows fault, warn, nodata, ok; columns history 0, 1, 2, 3+.
const LIMITS: [[i64; 4]; 4] = [
    [200_000, 200_000, 30_000, 7_000],
    [75_000, 10_000, 5_000, 3_000],
    [12_000, 5_000, 3_000, 2_000],
    [3_000, 3_000, 2_000, 1_000],
];

fn is_auto(claim: &GeneratedClaim) -> bool {
    claim.amount <= LIMITS[claim.device as usize][usize::try_from(claim.prior_claims_365d).unwrap()]
}

fn loss(claim: &GeneratedClaim) -> i64 {
    if claim.justified || claim.clawed_back {
        0
    } else {
        claim.amount
    }
}

struct Golden {
    customers: u64,
    digest: &'static str,
    claims: usize,
    amount: i64,
    unjustified: usize,
    loss_if_all_auto: i64,
    auto_claims: usize,
    auto_amount: i64,
    auto_loss: i64,
}

fn check(golden: &Golden) {
    let portfolio = Portfolio::new(golden.customers, Portfolio::REFERENCE_SEED);
    let claims: Vec<_> = portfolio.claims().collect();
    let auto: Vec<_> = claims.iter().copied().filter(is_auto).collect();
    assert_eq!(claims.len(), golden.claims);
    assert_eq!(
        claims.iter().map(|claim| claim.amount).sum::<i64>(),
        golden.amount
    );
    assert_eq!(
        claims.iter().filter(|claim| !claim.justified).count(),
        golden.unjustified
    );
    assert_eq!(
        claims.iter().map(loss).sum::<i64>(),
        golden.loss_if_all_auto
    );
    assert_eq!(auto.len(), golden.auto_claims);
    assert_eq!(
        auto.iter().map(|claim| claim.amount).sum::<i64>(),
        golden.auto_amount
    );
    assert_eq!(auto.iter().map(loss).sum::<i64>(), golden.auto_loss);
    assert_eq!(portfolio.digest(), golden.digest);
}

#[test]
fn one_thousand_customers_give_the_published_bytes() {
    check(&Golden {
        customers: 1_000,
        digest: "3c9b9dda24ec70d66564ac036917f511cd084750e12cc32d940acefb6d413f6d",
        claims: 591,
        amount: 5_006_600,
        unjustified: 32,
        loss_if_all_auto: 198_200,
        auto_claims: 517,
        auto_amount: 3_980_300,
        auto_loss: 32_900,
    });
}

#[test]
fn one_hundred_thousand_customers_give_the_published_bytes() {
    check(&Golden {
        customers: 100_000,
        digest: "79de9f0c7f05cb37ac7b836986d595874ebc04d74d671e938e391f3a97b62fd7",
        claims: 57_740,
        amount: 470_403_500,
        unjustified: 3_252,
        loss_if_all_auto: 16_898_300,
        auto_claims: 50_986,
        auto_amount: 371_574_800,
        auto_loss: 3_970_100,
    });
}

#[test]
fn one_million_customers_give_the_published_bytes() {
    check(&Golden {
        customers: 1_000_000,
        digest: "3ee4862a9dda107aff62940d7a365ab26803db9f601c60a9fa7c5b0e6b674f54",
        claims: 579_192,
        amount: 4_715_178_500,
        unjustified: 32_436,
        loss_if_all_auto: 169_573_000,
        auto_claims: 512_101,
        auto_amount: 3_735_753_800,
        auto_loss: 37_346_400,
    });
}

#[test]
fn split_mix_gives_the_published_outputs() {
    let outputs: Vec<_> = (0..3)
        .map(|index| output(Portfolio::REFERENCE_SEED, index))
        .collect();
    assert_eq!(
        outputs,
        [
            0x08fa_96a3_b618_75f2,
            0x1f47_be38_2adb_1444,
            0xb2b5_c6e8_05a2_5b18
        ]
    );
    assert_eq!(output(0, 0), 0xe220_a839_7b1d_cdaf);
}

#[test]
fn claims_come_in_order_of_customer_then_of_time_within_their_day() {
    let claims: Vec<_> = Portfolio::new(20_000, 7).claims().collect();
    for pair in claims.windows(2) {
        assert!((pair[0].customer, pair[0].filed_at) <= (pair[1].customer, pair[1].filed_at));
        assert!((pair[0].customer, pair[0].day) <= (pair[1].customer, pair[1].day));
    }
    for claim in &claims {
        let midnight = GeneratedClaim::midnight(claim.day);
        assert!(
            (midnight..midnight + 86_400).contains(&claim.filed_at),
            "{claim:?}"
        );
        assert!((365..730).contains(&claim.day) && (0..=3).contains(&claim.prior_claims_365d));
    }
}

#[test]
fn another_seed_gives_other_claims() {
    assert_ne!(
        Portfolio::new(100, 1).digest(),
        Portfolio::new(100, 2).digest()
    );
    assert_eq!(
        Portfolio::new(100, 1).digest(),
        Portfolio::new(100, 1).digest()
    );
}

#[test]
fn a_row_has_a_value_for_each_column() {
    let claim = GeneratedClaim {
        customer: 12,
        draw: 3,
        day: 365,
        filed_at: GeneratedClaim::midnight(365) + 61,
        device: Device::NoData,
        prior_claims_365d: 2,
        amount: 1_700,
        justified: true,
        clawed_back: false,
        caught_by_review: true,
        wrongly_refused: false,
        cash_found: true,
        evidence_days: 4,
        review_minutes: 33,
        customer_type: CustomerType::Opportunist,
    };
    let row: Vec<_> = claim
        .values()
        .iter()
        .map(super::GeneratedValue::text)
        .collect();
    let expected =
        "C12-3,C12,2026-01-01T00:01:01Z,1700,nodata,2,true,false,true,false,true,4,33,opportunist";
    assert_eq!(row.join(","), expected);
    assert_eq!(super::COLUMNS.len(), row.len());
}
