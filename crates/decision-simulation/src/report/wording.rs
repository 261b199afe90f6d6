//! The languages of a report, and how numbers are written in them for people.

use decision_matrix::table::Currency;

use crate::money;

/// The language of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Russian.
    Russian,
}

/// No break, no width to speak of: between a number and its unit.
pub(super) const SPACE: char = '\u{a0}';

impl Language {
    /// The language of a tag: `en` or `ru`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        [Self::English, Self::Russian]
            .into_iter()
            .find(|language| language.tag() == tag)
    }

    /// Its tag in HTML.
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Russian => "ru",
        }
    }

    /// The wording in this language.
    pub(super) fn pick<'a>(self, english: &'a str, russian: &'a str) -> &'a str {
        match self {
            Self::English => english,
            Self::Russian => russian,
        }
    }

    /// A number with some fraction digits and the decimal sign of the language.
    pub(super) fn number(self, value: f64, digits: usize) -> String {
        let text = format!("{value:.digits$}");
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let (sign, whole) = whole
            .strip_prefix('-')
            .map_or(("", whole), |digits| ("\u{2212}", digits));
        let grouped = money::group(whole);
        let point = self.pick(".", ",");
        if fraction.is_empty() {
            format!("{sign}{grouped}")
        } else {
            format!("{sign}{grouped}{point}{fraction}")
        }
    }

    /// A count.
    #[expect(
        clippy::unused_self,
        reason = "both languages group digits alike, another may not"
    )]
    pub(super) fn count(self, value: u64) -> String {
        money::group(&value.to_string())
    }

    /// A share in percent; `–` where there is none.
    pub(super) fn percent(self, share: Option<f64>, digits: usize) -> String {
        match share {
            Some(share) => {
                let number = self.number(share * 100.0, digits);
                format!("{number}{}%", self.pick("", "\u{a0}"))
            }
            None => "–".to_owned(),
        }
    }

    /// A difference of shares in percentage points, with its sign in any case.
    pub(super) fn points(self, share: f64, digits: usize) -> String {
        let sign = if share > 0.0 { "+" } else { "" };
        let unit = self.pick("pp", "п. п.");
        format!("{sign}{}{SPACE}{unit}", self.number(share * 100.0, digits))
    }

    /// A month as it stands beside a picture: `2026-03`.
    #[expect(
        clippy::unused_self,
        reason = "both languages write a month alike, another may not"
    )]
    pub(super) fn month(self, (year, month): (i64, u8)) -> String {
        format!("{year}-{month:02}")
    }

    /// A time: minutes below an hour, hours below a day, else days.
    pub(super) fn time(self, days: Option<f64>) -> String {
        let Some(days) = days else {
            return "–".to_owned();
        };
        let minutes = days * 1_440.0;
        if minutes < 60.0 {
            let unit = self.pick("min", "мин");
            format!("{}{SPACE}{unit}", self.number(minutes, 0))
        } else if days < 1.0 {
            let unit = self.pick("h", "ч");
            format!("{}{SPACE}{unit}", self.number(days * 24.0, 1))
        } else {
            let unit = self.pick("days", "дня");
            format!("{}{SPACE}{unit}", self.number(days, 1))
        }
    }
}

/// Text of a file as it may be shown: what would steer a terminal or turn the direction of writing
/// stands as its number, `\u{1b}`.
pub(super) fn visible(text: &str) -> String {
    let is_steering = |sign: char| {
        sign.is_control()
            || matches!(sign, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    let mut shown = String::with_capacity(text.len());
    for sign in text.chars() {
        if is_steering(sign) {
            shown.extend(sign.escape_unicode());
        } else {
            shown.push(sign);
        }
    }
    shown
}

/// Writes money of one currency in one language for people.
#[derive(Clone, Debug)]
pub(super) struct MoneyWriter {
    language: Language,
    symbol: String,
    is_before: bool,
    scale: u8,
}

impl MoneyWriter {
    /// For this currency; its code may be empty.
    pub(super) fn new(language: Language, code: &str, scale: u8) -> Self {
        let symbol = match code {
            "RUB" => "₽",
            "EUR" => "€",
            "USD" => "$",
            "GBP" => "£",
            "INR" => "₹",
            other => other,
        };
        let is_before =
            language == Language::English && matches!(code, "EUR" | "USD" | "GBP" | "INR");
        debug_assert!(code.is_empty() || Currency::from_code(code).is_some());
        Self {
            language,
            symbol: symbol.to_owned(),
            is_before,
            scale,
        }
    }

    /// Whole units, from ten thousand on in thousands, without the sign of the currency: `12k`.
    pub(super) fn compact(&self, minor: i128) -> String {
        let units = money::round_ratio(minor, money::power_of_ten(self.scale));
        if units.abs() < 10_000 {
            return money::format_readable(units, 0);
        }
        let thousands = money::format_readable(money::round_ratio(units, 1_000), 0);
        let word = self.language.pick("k", "\u{a0}тыс.");
        format!("{thousands}{word}")
    }

    /// The sign of the currency; perhaps empty.
    pub(super) fn symbol(&self) -> &str {
        &self.symbol
    }

    /// Every digit.
    pub(super) fn exact(&self, minor: i128) -> String {
        let digits = money::format_readable(minor, self.scale);
        self.with_symbol(&if self.language == Language::Russian {
            digits.replace('.', ",")
        } else {
            digits
        })
    }

    /// Whole units.
    pub(super) fn whole(&self, minor: i128) -> String {
        self.with_symbol(&self.bare(minor))
    }

    /// Whole units without the sign of the currency.
    pub(super) fn bare(&self, minor: i128) -> String {
        money::format_readable(
            money::round_ratio(minor, money::power_of_ten(self.scale)),
            0,
        )
    }

    /// Every digit; `–` where there is nothing.
    pub(super) fn exact_or_dash(&self, minor: Option<i128>) -> String {
        minor.map_or_else(|| "–".to_owned(), |minor| self.exact(minor))
    }

    /// As `short`; `–` where there is nothing.
    pub(super) fn short_or_dash(&self, minor: Option<i128>) -> String {
        minor.map_or_else(|| "–".to_owned(), |minor| self.short(minor))
    }

    /// As `bare`; `–` where there is nothing.
    pub(super) fn bare_or_dash(&self, minor: Option<i128>) -> String {
        minor.map_or_else(|| "–".to_owned(), |minor| self.bare(minor))
    }

    /// Three significant digits of whole units, as a float that came out of statistics.
    pub(super) fn short_units(&self, units: f64) -> String {
        self.short(self.minor(units))
    }

    /// As `short`, with its sign in any case.
    pub(super) fn signed(&self, minor: i128) -> String {
        let text = self.short(minor);
        if minor > 0 { format!("+{text}") } else { text }
    }

    /// Whole units as minor ones.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "an estimate is rounded for print"
    )]
    pub(super) fn minor(&self, units: f64) -> i128 {
        (units * self.minor_per_unit()).round() as i128
    }

    /// How many minor units make a whole one.
    #[expect(
        clippy::cast_precision_loss,
        reason = "a power of ten of a currency is small"
    )]
    pub(super) fn minor_per_unit(&self) -> f64 {
        money::power_of_ten(self.scale) as f64
    }

    /// Whole units as a float, for a place in a picture.
    pub(super) fn units(&self, minor: i128) -> f64 {
        super::overall::ratio(minor, money::power_of_ten(self.scale)).unwrap_or_default()
    }

    /// Three significant digits with millions and billions in words.
    pub(super) fn short(&self, minor: i128) -> String {
        let units = self.whole_units(minor);
        let (size, word) = self.size_of(units);
        self.with_symbol(&self.sized(units, size, word))
    }

    /// Two sums of whole units with their size told once: `33.4 – 35.0 million ₽`.
    pub(super) fn short_range(&self, low: f64, high: f64) -> String {
        let (low, high) = (
            self.whole_units(self.minor(low)),
            self.whole_units(self.minor(high)),
        );
        let (size, word) = self.size_of(low.abs().max(high.abs()));
        let (low, high) = (self.sized(low, size, ""), self.sized(high, size, word));
        if self.is_before {
            return format!("{} – {}", self.with_symbol(&low), self.with_symbol(&high));
        }
        format!("{low} – {}", self.with_symbol(&high))
    }

    /// Whole units, rounded.
    fn whole_units(&self, minor: i128) -> i128 {
        money::round_ratio(minor, money::power_of_ten(self.scale))
    }

    /// The size in which so many units are written, with its word.
    fn size_of(&self, units: i128) -> (i128, &'static str) {
        match units.unsigned_abs() {
            1_000_000_000.. => (1_000_000_000, self.language.pick("billion", "млрд")),
            1_000_000.. => (1_000_000, self.language.pick("million", "млн")),
            _ => (1, ""),
        }
    }

    /// Units in a size, the word behind them.
    fn sized(&self, units: i128, size: i128, word: &str) -> String {
        if size == 1 {
            return money::format_readable(units, 0);
        }
        let value = super::overall::ratio(units, size).unwrap_or_default();
        let digits = if value.abs() < 10.0 {
            2
        } else {
            usize::from(value.abs() < 100.0)
        };
        let number = self.language.number(value, digits);
        if word.is_empty() {
            number
        } else {
            format!("{number}{SPACE}{word}")
        }
    }

    fn with_symbol(&self, digits: &str) -> String {
        if self.symbol.is_empty() {
            return digits.to_owned();
        }
        if !self.is_before {
            return format!("{digits}{SPACE}{}", self.symbol);
        }
        match digits.strip_prefix('\u{2212}') {
            Some(digits) => format!("\u{2212}{}{digits}", self.symbol),
            None => format!("{}{digits}", self.symbol),
        }
    }
}
