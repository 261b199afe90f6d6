//! Dates in the formats of a map: a small part of strftime, exact and without locale.

use decision_matrix::calendar;

/// One piece of a format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Piece {
    /// `%d`, one or two digits.
    Day,
    /// `%m`, one or two digits.
    Month,
    /// `%Y`, four digits.
    Year,
    /// `%y`, two digits: 69..99 are of the 20th century, 00..68 of the 21st (POSIX).
    ShortYear,
    /// `%H`, one or two digits.
    Hour,
    /// `%M`, one or two digits.
    Minute,
    /// `%S`, one or two digits.
    Second,
    /// A character that stands as it is.
    Literal(char),
}

/// A checked format such as `%d.%m.%Y %H:%M`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DateFormat {
    pieces: Vec<Piece>,
}

/// A moment by the clock on the wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment {
    /// Days since 1970-01-01.
    pub(crate) days: i64,
    /// Seconds of the day; `None` where the format has no time.
    pub(crate) clock_seconds: Option<i64>,
}

impl DateFormat {
    /// Checks a format. The error says what is wrong with it.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut characters = text.chars();
        while let Some(character) = characters.next() {
            let piece = if character == '%' {
                directive(characters.next())?
            } else {
                Piece::Literal(character)
            };
            if !matches!(piece, Piece::Literal(_)) && pieces.contains(&piece) {
                return Err("a part of the date stands twice".into());
            }
            pieces.push(piece);
        }
        let has = |piece| pieces.contains(&piece);
        if !has(Piece::Day) || !has(Piece::Month) || has(Piece::Year) == has(Piece::ShortYear) {
            return Err("a format needs `%d`, `%m` and one of `%Y` and `%y`".into());
        }
        let clock = [Piece::Hour, Piece::Minute, Piece::Second].map(has);
        if !matches!(clock, [false, false, false] | [true, true, _]) {
            return Err("a time of day needs `%H` and `%M`".into());
        }
        Ok(Self { pieces })
    }

    /// Whether the format has a time of day.
    pub(crate) fn has_time(&self) -> bool {
        self.pieces.contains(&Piece::Hour)
    }

    /// Reads a text; `None` where it does not fit the format or the day does not exist.
    pub(crate) fn read(&self, text: &str) -> Option<Moment> {
        let mut rest = text;
        let (mut year, mut month, mut day) = (0, 0, 0);
        let (mut hour, mut minute, mut second) = (0, 0, 0);
        for piece in &self.pieces {
            rest = match piece {
                Piece::Literal(character) => rest.strip_prefix(*character)?,
                Piece::Year => number(rest, 4, 4, &mut year)?,
                Piece::ShortYear => {
                    let after = number(rest, 2, 2, &mut year)?;
                    year += if year < 69 { 2000 } else { 1900 };
                    after
                }
                Piece::Month => number(rest, 1, 2, &mut month)?,
                Piece::Day => number(rest, 1, 2, &mut day)?,
                Piece::Hour => number(rest, 1, 2, &mut hour)?,
                Piece::Minute => number(rest, 1, 2, &mut minute)?,
                Piece::Second => number(rest, 1, 2, &mut second)?,
            };
        }
        if !rest.is_empty() || hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        if !(1..=12).contains(&month) || day < 1 || year < 1 {
            return None;
        }
        let days = calendar::days_from_civil(year, month, day);
        let clock_seconds = self
            .has_time()
            .then_some(hour * 3_600 + minute * 60 + second);
        // A day that does not exist comes back as one of the next month.
        (calendar::civil_from_days(days) == (year, month, day)).then_some(Moment {
            days,
            clock_seconds,
        })
    }
}

/// The piece after a `%`.
fn directive(letter: Option<char>) -> Result<Piece, String> {
    match letter {
        Some('d') => Ok(Piece::Day),
        Some('m') => Ok(Piece::Month),
        Some('Y') => Ok(Piece::Year),
        Some('y') => Ok(Piece::ShortYear),
        Some('H') => Ok(Piece::Hour),
        Some('M') => Ok(Piece::Minute),
        Some('S') => Ok(Piece::Second),
        Some('%') => Ok(Piece::Literal('%')),
        Some(other) => Err(format!(
            "`%{other}` is not known: use `%d %m %Y %y %H %M %S`"
        )),
        None => Err("a `%` stands at the end: write `%%` for the character itself".into()),
    }
}

/// Takes as many digits as there are, at least `least` and at most `most`.
fn number<'a>(text: &'a str, least: usize, most: usize, into: &mut i64) -> Option<&'a str> {
    let count = text
        .bytes()
        .take(most)
        .take_while(u8::is_ascii_digit)
        .count();
    let (digits, rest) = text.split_at_checked(count)?;
    *into = digits.parse().ok().filter(|_| count >= least)?;
    Some(rest)
}

#[cfg(test)]
mod tests;
