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

    /// Three significant digits with millions and billions in words.
    pub(super) fn short(&self, minor: i128) -> String {
        let units = money::round_ratio(minor, money::power_of_ten(self.scale));
        let steps = [
            (1_000_000_000, self.language.pick("billion", "млрд")),
            (1_000_000, self.language.pick("million", "млн")),
        ];
        for (size, word) in steps {
            if units.abs() >= size
                && let Some(value) = super::overall::ratio(units, size)
            {
                let digits = if value.abs() < 10.0 {
                    2
                } else {
                    usize::from(value.abs() < 100.0)
                };
                return self.with_symbol(&format!(
                    "{}{SPACE}{word}",
                    self.language.number(value, digits)
                ));
            }
        }
        self.with_symbol(&money::format_readable(units, 0))
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
