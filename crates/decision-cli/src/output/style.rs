//! Colours, and numbers and texts as people read them.

use std::borrow::Cow;

/// Whether and how text is coloured.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Style {
    is_colored: bool,
}

impl Style {
    /// With or without colours.
    pub(crate) fn new(is_colored: bool) -> Self {
        Self { is_colored }
    }

    /// Whether text is coloured.
    pub(crate) fn is_colored(self) -> bool {
        self.is_colored
    }

    /// Something bad.
    pub(crate) fn red(self, text: &str) -> String {
        self.painted("1;31", text)
    }

    /// Something to look at.
    pub(crate) fn yellow(self, text: &str) -> String {
        self.painted("1;33", text)
    }

    /// Something good.
    pub(crate) fn green(self, text: &str) -> String {
        self.painted("1;32", text)
    }

    /// A headline.
    pub(crate) fn bold(self, text: &str) -> String {
        self.painted("1", text)
    }

    fn painted(self, code: &str, text: &str) -> String {
        if self.is_colored {
            format!("\u{1b}[{code}m{text}\u{1b}[0m")
        } else {
            text.to_owned()
        }
    }
}

/// A number with its thousands set off: `57,740`.
pub(crate) fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number of things: `1 file`, `2 files`.
pub(crate) fn counted(number: usize, thing: &str) -> String {
    let end = if number == 1 { "" } else { "s" };
    format!("{} {thing}{end}", thousands(number as u64))
}

/// A share of a whole in percent with one fraction digit, rounded half up; `-` of nothing.
pub(crate) fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "-".to_owned();
    }
    let per_mille = (u128::from(part) * 2_000 + u128::from(whole)) / (u128::from(whole) * 2);
    format!("{}.{}%", per_mille / 10, per_mille % 10)
}

/// A text of a claims file on one line of a terminal: characters that would control the terminal
/// or turn the text around are written as escapes.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    let is_hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(is_hidden) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if is_hidden(character) {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    Cow::Owned(shown)
}

/// The same of several lines.
pub(crate) fn printable_lines(text: &str) -> String {
    text.split('\n')
        .map(printable)
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_three() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(57_740), "57,740");
        assert_eq!(thousands(1_000_000), "1,000,000");
    }

    #[test]
    fn percents_are_rounded_half_up() {
        assert_eq!(percent(50_986, 57_740), "88.3%");
        assert_eq!(percent(1, 2_000), "0.1%");
        assert_eq!(percent(1, 2_001), "0.0%");
        assert_eq!(percent(7, 7), "100.0%");
        assert_eq!(percent(0, 0), "-");
    }

    #[test]
    fn a_plain_style_adds_nothing() {
        assert_eq!(Style::new(false).red("no"), "no");
        assert_eq!(Style::new(true).bold("yes"), "\u{1b}[1myes\u{1b}[0m");
    }

    #[test]
    fn what_controls_a_terminal_is_escaped() {
        assert_eq!(printable("Ж 1"), "Ж 1");
        assert_eq!(printable("a\u{1b}[2J\n\u{9b}"), "a\\u{1b}[2J\\n\\u{9b}");
        assert_eq!(printable("\u{202e}x"), "\\u{202e}x");
        assert_eq!(printable_lines("a\u{7}\nb"), "a\\u{7}\nb");
    }
}
