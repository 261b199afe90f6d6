//! The constants of ATMGEN-1: who claims, how often, about which device, how much, and how often
//! without cause.

/// Customer types per 10^6: honest, opportunist, abuser.
pub(super) const TYPE: [u64; 3] = [962_000, 31_000, 7_000];

/// Claims in 730 days (1 to 6) per 10^4, by customer type.
pub(super) const CLAIMS: [[u64; 6]; 3] = [
    [9_000, 840, 130, 30, 0, 0],
    [5_500, 2_500, 1_200, 500, 200, 100],
    [800, 1_500, 2_200, 2_300, 1_800, 1_400],
];

/// Device evidence (fault, warn, nodata, ok) per 10^4, by customer type.
pub(super) const DEVICE: [[u64; 4]; 3] = [
    [6_100, 1_900, 900, 1_100],
    [3_400, 2_500, 1_600, 2_500],
    [1_200, 2_000, 2_300, 4_500],
];

/// Unjustified claims per 10^4, by customer type and device evidence.
pub(super) const UNJUSTIFIED: [[u64; 4]; 3] = [
    [15, 150, 600, 1_800],
    [600, 2_000, 3_500, 5_500],
    [3_000, 5_500, 7_500, 9_000],
];

/// Amounts in whole roubles.
pub(super) const AMOUNTS: [i64; 29] = [
    100, 200, 300, 500, 700, 1_000, 1_500, 2_000, 2_500, 3_000, 4_000, 5_000, 6_000, 7_000, 8_000,
    10_000, 12_000, 15_000, 20_000, 25_000, 30_000, 35_000, 40_000, 50_000, 60_000, 75_000,
    100_000, 150_000, 200_000,
];

/// Weights of [`AMOUNTS`], by customer type.
pub(super) const AMOUNT: [[u64; 29]; 3] = [
    [
        100, 100, 100, 250, 150, 800, 450, 900, 350, 900, 500, 1_500, 300, 300, 250, 1_150, 250,
        550, 450, 180, 180, 60, 80, 80, 25, 15, 20, 5, 5,
    ],
    [
        50, 50, 50, 150, 100, 500, 350, 700, 350, 800, 600, 1_500, 450, 450, 400, 1_300, 400, 700,
        500, 200, 180, 60, 60, 60, 15, 10, 10, 3, 2,
    ],
    [
        20, 20, 20, 80, 60, 250, 200, 450, 250, 600, 600, 1_400, 600, 600, 600, 1_600, 600, 900,
        600, 250, 200, 70, 50, 50, 10, 8, 8, 2, 2,
    ],
];

/// Days over which claims are spread; the first [`KEPT_FROM`] of them only make history.
pub(super) const DAYS: u64 = 730;

/// The first day whose claims are kept, and how many days back history reaches.
pub(super) const KEPT_FROM: i64 = 365;

/// Day 0, 2025-01-01, in days since 1970-01-01.
pub(super) const FIRST_DAY: i64 = 20_089;
