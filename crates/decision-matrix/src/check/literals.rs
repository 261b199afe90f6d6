//! Literals: the text of a value, and the whole number it stands for.

use std::collections::BTreeMap;

use crate::calendar::{parse_date, parse_duration, parse_timestamp};
use crate::diagnostic::{Code, Diagnostic};
use crate::limits;
use crate::number::parse_scaled;
use crate::source::span::Span;
use crate::source::suggest::closest;
use crate::table::{ColumnType, ValueType};

/// The text literals of a file, each with its number.
#[derive(Default)]
pub(super) struct Texts {
    codes: BTreeMap<String, i64>,
    texts: Vec<String>,
}

impl Texts {
    /// The number of a text.
    pub(super) fn intern(&mut self, text: &str) -> i64 {
        if let Some(code) = self.codes.get(text) {
            return *code;
        }
        let code = i64::from(super::index(self.texts.len()));
        self.codes.insert(text.to_owned(), code);
        self.texts.push(text.to_owned());
        code
    }

    /// The text of a number.
    pub(super) fn text(&self, code: i64) -> &str {
        usize::try_from(code)
            .ok()
            .and_then(|at| self.texts.get(at))
            .map_or("", String::as_str)
    }

    /// Every text, in the order of its numbers.
    pub(super) fn into_texts(self) -> Vec<String> {
        self.texts
    }
}

/// Reads a value of this type from its own text; texts come without quotes.
pub(super) fn literal(
    column: &ColumnType,
    word: &str,
    span: Span,
    texts: &mut Texts,
) -> Result<i64, Diagnostic> {
    let bad = |help: String| {
        let message = format!("`{word}` is not {}", article(&column.value_type));
        Diagnostic::new(Code::BadLiteral, span, message).with_help(help)
    };
    match &column.value_type {
        ValueType::Money | ValueType::Decimal | ValueType::Integer => {
            parse_scaled(word, column.scale)
                .map_err(|problem| bad(number_help(column, &problem.to_string())))
        }
        ValueType::Boolean => match word {
            "true" => Ok(1),
            "false" => Ok(0),
            _ => Err(bad("write `true` or `false`".to_owned())),
        },
        ValueType::Category(values) => {
            let position = values.iter().position(|value| value == word);
            position
                .map(|position| i64::from(super::index(position)))
                .ok_or_else(|| {
                    let help = match closest(word, values.iter().map(String::as_str)) {
                        Some(value) => format!("did you mean `{value}`?"),
                        None => format!("values of the column: {}", values.join(", ")),
                    };
                    let message = format!("`{word}` is not a value of the column");
                    Diagnostic::new(Code::UnknownName, span, message).with_help(help)
                })
        }
        ValueType::Text if word.len() > limits::TEXT_BYTES => Err(bad(format!(
            "a text has at most {} bytes",
            limits::TEXT_BYTES
        ))),
        ValueType::Text => Ok(texts.intern(word)),
        ValueType::Date => parse_date(word).map_err(|problem| bad(problem.to_string())),
        ValueType::Timestamp => parse_timestamp(word).map_err(|problem| bad(problem.to_string())),
        ValueType::Duration => parse_duration(word).map_err(|problem| bad(problem.to_string())),
    }
}

/// The type with its article, as messages need it.
pub(super) fn article(value_type: &ValueType) -> &'static str {
    match value_type {
        ValueType::Money => "an amount of money",
        ValueType::Decimal => "a decimal number",
        ValueType::Integer => "a whole number",
        ValueType::Boolean => "`true` or `false`",
        ValueType::Category(_) => "a value of the category",
        ValueType::Text => "a text",
        ValueType::Date => "a date",
        ValueType::Timestamp => "a timestamp",
        ValueType::Duration => "a duration",
    }
}

fn number_help(column: &ColumnType, problem: &str) -> String {
    match column.value_type {
        ValueType::Integer => format!("{problem}; a whole number has no fraction"),
        _ => format!("{problem}; the scale here is {}", column.scale),
    }
}
