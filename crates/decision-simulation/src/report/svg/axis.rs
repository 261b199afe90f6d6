//! Axes: from values to places, and where the ticks stand.

/// A straight scale from values to places.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Axis {
    values: (f64, f64),
    places: (f64, f64),
}

impl Axis {
    /// The first value stands at the first place, the second at the second.
    pub(crate) fn new(values: (f64, f64), places: (f64, f64)) -> Self {
        Self { values, places }
    }

    /// The place of a value; a scale without length holds everything at its begin.
    pub(crate) fn place(&self, value: f64) -> f64 {
        let length = self.values.1 - self.values.0;
        if length == 0.0 || !value.is_finite() {
            return self.places.0;
        }
        let share = (value - self.values.0) / length;
        self.places.0 + share * (self.places.1 - self.places.0)
    }
}

/// Round values that span a range: from at most `low` to at least `high` in steps of 1, 2 or 5
/// times a power of ten, about `count` of them.
pub(crate) fn nice_ticks(low: f64, high: f64, count: u8) -> Vec<f64> {
    let (low, high) = if low.is_finite() && high.is_finite() && low < high {
        (low, high)
    } else if low.is_finite() {
        (low, low + 1.0)
    } else {
        (0.0, 1.0)
    };
    let step = nice_step((high - low) / f64::from(count.max(1)));
    let first = (low / step).floor();
    let mut ticks = Vec::new();
    let mut place = 0_u8;
    loop {
        let tick = (first + f64::from(place)) * step;
        ticks.push(tick);
        if tick >= high - step * 1e-9 || place == u8::MAX {
            return ticks;
        }
        place += 1;
    }
}

/// The smallest of 1, 2, 5 times a power of ten that is at least as long.
fn nice_step(length: f64) -> f64 {
    let power = 10_f64.powf(length.log10().floor());
    let lead = length / power;
    let nice = [1.0, 2.0, 5.0]
        .into_iter()
        .find(|nice| lead <= nice * (1.0 + 1e-9));
    nice.unwrap_or(10.0) * power
}

/// How many fraction digits tell such ticks apart.
pub(crate) fn tick_digits(ticks: &[f64]) -> usize {
    let step = match ticks {
        [first, second, ..] => (second - first).abs(),
        _ => 1.0,
    };
    (0..6)
        .find(|digits| {
            let scaled = step * 10_f64.powi(*digits);
            (scaled - scaled.round()).abs() < 1e-6
        })
        .map_or(6, |digits| usize::try_from(digits).unwrap_or_default())
}
