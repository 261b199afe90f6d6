//! A map and the fields bound together: how each field's raw value becomes what the engine reads.
//! Nothing here judges a value; what does not fit is left to the engine, which names the fault.

pub(crate) mod columns;

use std::collections::BTreeMap;

use decision_matrix::{RawValue, calendar, number};

use crate::field::{Field, FieldKind};
use crate::map::{ClaimsMap, DateFormat, Moment, ResultColumn, Word};
use crate::read::parquet::Wanted;
use crate::result_field::ResultField;

/// What a binary float becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FloatUse {
    /// A value of no factor.
    Refused,
    /// The nearest value of this scale.
    Nearest(u8),
    /// The shortest decimal text that means the same float; for results that are no money.
    Shortest,
}

/// One field with its column and the map's wishes.
#[derive(Clone, Debug)]
pub(crate) struct BoundField {
    /// Its name.
    pub(crate) name: String,
    /// Its column's name; `None` for a result that the map does not have.
    pub(crate) column: Option<String>,
    /// Whether the map names the column, so that it must be there.
    pub(crate) is_named: bool,
    /// Whether a file without the column is refused.
    pub(crate) is_required: bool,
    /// What a binary float becomes.
    pub(crate) float: FloatUse,
    kind: FieldKind,
    words: Option<BTreeMap<String, Word>>,
    format: Option<DateFormat>,
}

/// All fields: the caller's, then the results in the order of [`ResultField::ALL`].
#[derive(Clone, Debug)]
pub(crate) struct Binding {
    fields: Vec<BoundField>,
    field_count: usize,
    /// The yes and no texts of each result.
    flags: Vec<Option<ResultColumn>>,
    zone_seconds: Option<i64>,
    /// Whether number texts have a decimal comma; only in CSV.
    decimal_comma: bool,
}

impl Binding {
    /// Binds fields to a map.
    pub(crate) fn new(map: &ClaimsMap, fields: &[Field], money_scale: u8, is_csv: bool) -> Self {
        let bound = |field: &Field, column: Option<String>, is_named, fallback| BoundField {
            name: field.name.clone(),
            column,
            is_named,
            is_required: field.required,
            float: match field.kind {
                FieldKind::Number { scale } if map.float.contains(&field.name) => {
                    FloatUse::Nearest(scale)
                }
                _ => fallback,
            },
            kind: field.kind,
            words: map.values.get(&field.name).cloned(),
            format: map.dates.get(&field.name).cloned(),
        };
        let own = fields.iter().map(|field| {
            let is_named = map.columns.contains_key(&field.name);
            bound(
                field,
                Some(map.column(&field.name).to_owned()),
                is_named,
                FloatUse::Refused,
            )
        });
        let results = ResultField::ALL.into_iter().map(|result| {
            let column = map.result_column(result).map(String::from);
            let is_named = map.results.is_some() && column.is_some();
            let fallback = match result {
                ResultField::DueAmount => FloatUse::Refused,
                _ => FloatUse::Shortest,
            };
            bound(&result.field(money_scale), column, is_named, fallback)
        });
        let flags = ResultField::ALL
            .into_iter()
            .map(|result| match &map.results {
                None => Some(ResultColumn::named(result.as_str())),
                Some(results) => results.get(&result).cloned(),
            });
        Self {
            fields: own.chain(results).collect(),
            field_count: fields.len(),
            flags: flags.collect(),
            zone_seconds: map.zone_seconds,
            decimal_comma: is_csv && map.csv.decimal_comma,
        }
    }

    /// Seconds east of UTC of times without an offset, by the map.
    pub(crate) fn zone_seconds(&self) -> Option<i64> {
        self.zone_seconds
    }

    /// All bound fields, results included.
    pub(crate) fn fields(&self) -> &[BoundField] {
        &self.fields
    }

    /// A bound field.
    pub(crate) fn field(&self, index: usize) -> Option<&BoundField> {
        self.fields.get(index)
    }

    /// The place of a result among the fields.
    pub(crate) fn result_index(&self, result: ResultField) -> usize {
        self.field_count + result.index()
    }

    /// Whether texts of this field are read as they stand.
    pub(crate) fn is_verbatim(&self, index: usize) -> bool {
        let is_moment = |kind| matches!(kind, FieldKind::Date | FieldKind::Timestamp);
        !self.has_words(index)
            && !self
                .fields
                .get(index)
                .is_some_and(|field| is_moment(field.kind))
    }

    /// Whether the map translates texts of this field.
    pub(crate) fn has_words(&self, index: usize) -> bool {
        self.fields
            .get(index)
            .is_some_and(|field| field.words.is_some())
    }

    /// Forgets the results: they have no columns.
    pub(crate) fn forget_results(&mut self) {
        for result in self.fields.iter_mut().skip(self.field_count) {
            result.column = None;
        }
    }

    /// How a column of a Parquet file is wanted, if any field reads it. As words it is wanted
    /// where the fields take one text of a few.
    pub(crate) fn wanted(&self, column: &str) -> Option<Wanted> {
        let of_column = |field: &&BoundField| field.column.as_deref() == Some(column);
        let mut fields = self.fields.iter().filter(of_column).peekable();
        fields.peek()?;
        let is_word =
            |field: &BoundField| matches!(field.kind, FieldKind::Category | FieldKind::Boolean);
        Some(if fields.all(is_word) {
            Wanted::Words
        } else {
            Wanted::Narrow
        })
    }

    /// Whether a number of this field is exact only as a decimal.
    pub(crate) fn refuses_float(&self, index: usize) -> bool {
        self.fields.get(index).is_some_and(|field| {
            matches!(field.kind, FieldKind::Number { .. }) && field.float == FloatUse::Refused
        })
    }

    /// Yes or no by the texts of the map; the error is a text that means neither.
    pub(crate) fn flag(
        &self,
        result: ResultField,
        raw: RawValue<'_>,
    ) -> Result<Option<bool>, String> {
        let Some(Some(column)) = self.flags.get(result.index()) else {
            return Ok(None);
        };
        let says = |text: &str| {
            let found = |texts: &[String]| texts.iter().any(|known| known == text);
            if found(&column.yes) {
                Ok(Some(true))
            } else if found(&column.no) {
                Ok(Some(false))
            } else if text.is_empty() {
                Ok(None)
            } else {
                Err(text.to_owned())
            }
        };
        match raw {
            RawValue::Null => says(""),
            other => with_text(other, says).unwrap_or_else(|| Err("(no single value)".into())),
        }
    }

    /// What the engine reads for a field. `is_local` tells that a timestamp has no offset.
    pub(crate) fn convert<'a>(
        &'a self,
        index: usize,
        raw: RawValue<'a>,
        is_local: bool,
    ) -> RawValue<'a> {
        let Some(field) = self.fields.get(index) else {
            return RawValue::Null;
        };
        if let Some(words) = &field.words
            && let Some(word) = mapped(words, raw)
        {
            return match word {
                Word::Null => RawValue::Null,
                Word::Text(text) => RawValue::Text(text),
            };
        }
        match (field.kind, raw) {
            (FieldKind::Number { .. }, RawValue::Text(text)) if self.decimal_comma => {
                comma_number(text)
            }
            (FieldKind::Date | FieldKind::Timestamp, RawValue::Text(text)) => {
                self.moment(field, text)
            }
            (_, RawValue::Timestamp(seconds)) if is_local => {
                RawValue::Timestamp(seconds - self.zone_seconds.unwrap_or_default())
            }
            _ => raw,
        }
    }

    /// A date or a timestamp by the map's format and zone.
    fn moment<'a>(&self, field: &BoundField, text: &'a str) -> RawValue<'a> {
        if let Some(format) = &field.format {
            return match format.read(text) {
                Some(moment) => self
                    .placed(field.kind, moment)
                    .unwrap_or(RawValue::Text(text)),
                // The map says that this column is not ISO: a text that only looks like it
                // may mean another day, so it must not be read.
                None if is_iso(text) => RawValue::Other,
                None => RawValue::Text(text),
            };
        }
        let Some(zone) = self.zone_seconds else {
            return RawValue::Text(text);
        };
        if field.kind == FieldKind::Date
            || text.len() < 19
            || calendar::parse_claim_timestamp(text).is_ok()
        {
            return RawValue::Text(text);
        }
        match calendar::parse_claim_timestamp(&format!("{text}Z")) {
            Ok(seconds) => in_range(seconds - zone).unwrap_or(RawValue::Text(text)),
            Err(_) => RawValue::Text(text),
        }
    }

    /// The moment in UTC; a format without a time of day gives the day.
    fn placed<'a>(&self, kind: FieldKind, moment: Moment) -> Option<RawValue<'a>> {
        match moment.clock_seconds {
            Some(clock) if kind == FieldKind::Timestamp => {
                in_range(moment.days * calendar::DAY_SECONDS + clock - self.zone_seconds?)
            }
            _ => Some(RawValue::Date(moment.days)),
        }
    }
}

/// A timestamp, if it lies in the years 0001 to 9999.
fn in_range<'a>(seconds: i64) -> Option<RawValue<'a>> {
    let (first, last) = calendar::DAY_RANGE;
    (first..=last)
        .contains(&seconds.div_euclid(calendar::DAY_SECONDS))
        .then_some(RawValue::Timestamp(seconds))
}

/// Whether the engine would read the text as a date or a timestamp.
fn is_iso(text: &str) -> bool {
    calendar::parse_date(text).is_ok() || calendar::parse_claim_timestamp(text).is_ok()
}

/// The word of the map for a value.
fn mapped<'a>(words: &'a BTreeMap<String, Word>, raw: RawValue<'_>) -> Option<&'a Word> {
    match raw {
        RawValue::Null => words.get(""),
        other => with_text(other, |text| words.get(text))?,
    }
}

/// Calls `use_text` with the text of a single value.
fn with_text<T>(raw: RawValue<'_>, use_text: impl Fn(&str) -> T) -> Option<T> {
    match raw {
        RawValue::Text(text) | RawValue::Number(text) => Some(use_text(text)),
        RawValue::Boolean(value) => Some(use_text(if value { "true" } else { "false" })),
        RawValue::Decimal { mantissa, scale } => Some(use_text(&decimal_text(mantissa, scale))),
        RawValue::Date(days) => Some(use_text(&calendar::format_date(days))),
        RawValue::Timestamp(seconds) => Some(use_text(&calendar::format_timestamp(seconds))),
        RawValue::Null | RawValue::Other => None,
    }
}

/// The text of `mantissa · 10^-scale`, with exactly `scale` digits after the point.
pub(crate) fn decimal_text(mantissa: i128, scale: i8) -> String {
    match u8::try_from(scale) {
        Ok(scale) => number::format_wide(mantissa, scale),
        Err(_) if mantissa == 0 => "0".into(),
        Err(_) => format!(
            "{mantissa}{}",
            "0".repeat(usize::from(scale.unsigned_abs()))
        ),
    }
}

/// Reads a number whose fraction begins with a comma. A text that is no such number must not be
/// read as one with a point, where the point may separate thousands.
fn comma_number(text: &str) -> RawValue<'_> {
    if text.contains('.') {
        return RawValue::Other;
    }
    let pointed = text.replacen(',', ".", 1);
    if !number::is_number(&pointed) {
        return RawValue::Text(text);
    }
    decimal_value(&pointed)
}

/// The exact value of a number text.
pub(crate) fn decimal_value(text: &str) -> RawValue<'static> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction = fraction.trim_end_matches('0');
    let digits = format!("{whole}{fraction}");
    match (digits.parse(), i8::try_from(fraction.len())) {
        (Ok(mantissa), Ok(scale)) => RawValue::Decimal { mantissa, scale },
        // Too many digits for any type: finer than every scale, or else beyond every range.
        _ if fraction.is_empty() => RawValue::Decimal {
            mantissa: i128::MAX,
            scale: 0,
        },
        _ => RawValue::Decimal {
            mantissa: 1,
            scale: 38,
        },
    }
}

/// A binary float as the field wants it; what is no number is a value of no factor.
pub(crate) fn float_value(value: f64, float: FloatUse) -> RawValue<'static> {
    let text = match float {
        FloatUse::Refused => return RawValue::Other,
        _ if !value.is_finite() => return RawValue::Other,
        // Formatting rounds the exact value of the float, so this is the nearest.
        FloatUse::Nearest(scale) => format!("{value:.*}", usize::from(scale)),
        FloatUse::Shortest => format!("{value}"),
    };
    decimal_value(&text)
}

#[cfg(test)]
mod tests;
