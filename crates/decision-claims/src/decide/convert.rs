//! Numbers of one unit to numbers of another, column by column. What does not fit is left to a
//! closer look: the rows are told, values in them do not matter.

/// How a number is brought to another scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scaling {
    /// As it is.
    Same,
    /// Times this.
    Times(i64),
    /// Divided by this, without a remainder.
    Over(i64),
}

impl Scaling {
    /// From `from` fraction digits to `to`; nothing where the powers of ten are too large.
    pub(super) fn between(from: i8, to: u8) -> Option<Self> {
        let digits = i32::from(to) - i32::from(from);
        let power = 10_i64.checked_pow(digits.unsigned_abs())?;
        Some(match digits {
            0 => Self::Same,
            1.. => Self::Times(power),
            _ => Self::Over(power),
        })
    }
}

/// Brings numbers to another scale.
pub(super) fn rescale<T: Copy + TryInto<i64>>(
    values: &[T],
    scaling: Scaling,
    codes: &mut Vec<i64>,
    odd: &mut Vec<usize>,
) {
    match scaling {
        Scaling::Same => each(values, codes, odd, Some),
        Scaling::Times(power) => each(values, codes, odd, |value| value.checked_mul(power)),
        Scaling::Over(power) => each(values, codes, odd, |value| {
            (value % power == 0).then_some(value / power)
        }),
    }
}

/// Floors ticks to seconds and takes an offset off.
pub(super) fn seconds(
    values: &[i64],
    ticks_of_second: i64,
    offset: i64,
    codes: &mut Vec<i64>,
    odd: &mut Vec<usize>,
) {
    each(values, codes, odd, |ticks| {
        ticks.div_euclid(ticks_of_second).checked_sub(offset)
    });
}

/// Converts values; the rows of those that cannot be are odd. The smallest number is a mark of the
/// engine, so it is odd, too.
#[inline]
fn each<T: Copy + TryInto<i64>>(
    values: &[T],
    codes: &mut Vec<i64>,
    odd: &mut Vec<usize>,
    convert: impl Fn(i64) -> Option<i64>,
) {
    let mut has_odd = false;
    let code = |value: &T| -> Option<i64> {
        let value: i64 = (*value).try_into().ok()?;
        convert(value).filter(|code| *code != i64::MIN)
    };
    codes.extend(values.iter().map(|value| {
        code(value).unwrap_or_else(|| {
            has_odd = true;
            0
        })
    }));
    if has_odd {
        let rows = values.iter().enumerate();
        odd.extend(
            rows.filter(|(_, value)| code(value).is_none())
                .map(|it| it.0),
        );
    }
}
