//! A value with its interval, and how the interval was found.

/// A ratio or an estimated sum with its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The value; `None` where nothing divides.
    pub value: Option<f64>,
    /// The lower end.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// How the interval was found.
    pub method: Method,
}

/// How an interval was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Method {
    /// There is no interval.
    None,
    /// Best and worst case of unknown results.
    Bounds,
    /// Clusters of customers, corrected for skewness (Hall 1992), 95%.
    Hall,
}

impl Method {
    /// The word in the JSON document.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Bounds => "bounds",
            Self::Hall => "hall",
        }
    }
}

impl Estimate {
    /// A fraction without an interval.
    pub(crate) fn of(fraction: Option<(i128, i128)>) -> Self {
        let value = fraction.and_then(|(numerator, denominator)| ratio(numerator, denominator));
        Self::exactly(value)
    }

    /// A value without an interval.
    pub(crate) fn exactly(value: Option<f64>) -> Self {
        Self {
            value,
            low: None,
            high: None,
            method: Method::None,
        }
    }

    /// The same value with the ends of another estimate's interval, in another unit.
    pub(crate) fn with_interval_of(self, other: &Self, unit: f64) -> Self {
        let scaled = |end: Option<f64>| end.filter(|_| self.value.is_some()).map(|end| end * unit);
        let (low, high) = (scaled(other.low), scaled(other.high));
        Self {
            value: self.value,
            low,
            high,
            method: if low.is_some() {
                other.method
            } else {
                Method::None
            },
        }
    }

    /// The value as a whole number.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a float beyond 128 bits becomes the largest number"
    )]
    pub(crate) fn rounded(&self) -> Option<i128> {
        self.value.map(|value| value.round() as i128)
    }

    /// The same estimate in a unit that is so many times as large.
    pub(crate) fn in_units_of(self, size: i128) -> Self {
        let divisor = ratio(size, 1).unwrap_or(1.0);
        let divided = |part: Option<f64>| part.map(|part| part / divisor);
        Self {
            value: divided(self.value),
            low: divided(self.low),
            high: divided(self.high),
            method: self.method,
        }
    }

    /// The same estimate in parts of its unit, so many of them to the unit.
    pub(crate) fn in_parts(self, count: i128) -> Self {
        let factor = ratio(count, 1).unwrap_or(1.0);
        let multiplied = |part: Option<f64>| part.map(|part| part * factor);
        Self {
            value: multiplied(self.value),
            low: multiplied(self.low),
            high: multiplied(self.high),
            method: self.method,
        }
    }

    /// The same value between the best and the worst case.
    pub(crate) fn between(self, low: Option<f64>, high: Option<f64>) -> Self {
        Self {
            low,
            high,
            method: Method::Bounds,
            ..self
        }
    }
}

/// A quotient as a float, for printing.
#[expect(
    clippy::cast_precision_loss,
    reason = "a printed ratio needs no more than 53 bits"
)]
pub(crate) fn ratio(numerator: i128, denominator: i128) -> Option<f64> {
    (denominator != 0).then(|| numerator as f64 / denominator as f64)
}

/// A count or a sum as a float.
#[expect(
    clippy::cast_precision_loss,
    reason = "an estimate or a picture needs no more than 53 bits"
)]
pub(crate) fn float(sum: i128) -> f64 {
    sum as f64
}
