//! A quick way to the class of a value among many cuts.

/// Most parts for each cut, and most parts of few cuts.
const BUCKETS_PER_CUT: usize = 8;
const LEAST_BUCKETS: usize = 128;
/// Most cuts in a part.
const MOST_STEPS: usize = 4;

/// The values between the first and the last cut in parts of equal width, with few cuts in each,
/// so that a class is found without a search. Empty where the cuts lie too unevenly.
#[derive(Debug, Default)]
pub(crate) struct Buckets {
    low: i64,
    high: i64,
    /// The width of a part is 2 to this power.
    shift: u32,
    /// Most cuts in a part.
    steps: usize,
    /// The class of the smallest value of each part.
    classes: Box<[u32]>,
}

impl Buckets {
    /// Parts for some cuts, rising.
    pub(crate) fn new(cuts: &[i64]) -> Self {
        let (Some(first), Some(last)) = (cuts.first(), cuts.last()) else {
            return Self::default();
        };
        let low = first.saturating_sub(1);
        let Some(span) = last.checked_sub(low) else {
            return Self::default();
        };
        let most = i64::try_from(
            cuts.len()
                .saturating_mul(BUCKETS_PER_CUT)
                .max(LEAST_BUCKETS),
        )
        .unwrap_or(i64::MAX);
        let shift = (0..63).find(|shift| span >> shift < most).unwrap_or(63);
        let parts = usize::try_from(span >> shift)
            .unwrap_or(usize::MAX)
            .saturating_add(1);
        let class =
            |part: i64| cuts.partition_point(|cut| *cut <= low.saturating_add(part << shift));
        let starts: Vec<usize> = (0..).take(parts).map(class).collect();
        let ends = starts.iter().skip(1).copied().chain([cuts.len()]);
        let steps = starts
            .iter()
            .zip(ends)
            .map(|(start, end)| end - start)
            .max()
            .unwrap_or(0);
        let classes: Option<Box<[u32]>> = starts
            .iter()
            .map(|class| u32::try_from(*class).ok())
            .collect();
        match classes {
            Some(classes) if steps <= MOST_STEPS => Self {
                low,
                high: *last,
                shift,
                steps,
                classes,
            },
            _ => Self::default(),
        }
    }

    /// The class of a value among the cuts that the parts were made for: how many are not above it.
    #[inline]
    pub(crate) fn class(&self, cuts: &[i64], value: i64) -> usize {
        let part = part_of(value, self.low, self.high, self.shift);
        let Some(class) = self.classes.get(part) else {
            return cuts.partition_point(|cut| *cut <= value);
        };
        let mut class = *class as usize;
        for _ in 0..self.steps {
            class += usize::from(cuts.get(class).is_some_and(|cut| *cut <= value));
        }
        class
    }
}

/// The part of a value among parts of equal width, `2^shift`, from `low` to `high`; what lies
/// outside counts to the first or the last one.
#[inline]
pub(super) fn part_of(value: i64, low: i64, high: i64, shift: u32) -> usize {
    let offset = value.max(low).min(high).wrapping_sub(low).cast_unsigned();
    usize::try_from(offset >> (shift & 63)).unwrap_or(usize::MAX)
}
