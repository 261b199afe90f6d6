//! Whether the columns of a source are those that the fields need.

use arrow_schema::Schema;
use decision_matrix::source::suggest;

use super::Binding;
use crate::error::{ClaimsError, MissingColumn};
use crate::map::ClaimsMap;

/// Refuses a source that lacks columns. `places` are those of the fields among `columns`.
pub(crate) fn check_missing(
    binding: &Binding,
    columns: &[String],
    places: &[Option<usize>],
    map: &ClaimsMap,
    file: &str,
) -> Result<(), ClaimsError> {
    let mut missing: Vec<MissingColumn> = Vec::new();
    for (field, place) in binding.fields().iter().zip(places) {
        let Some(column) = &field.column else {
            continue;
        };
        if place.is_some() || !(field.is_required || field.is_named) {
            continue;
        }
        let names = columns.iter().map(String::as_str);
        let suggestion = suggest::closest(column, names).map(String::from);
        if !missing
            .iter()
            .any(|known| known.column == *column && known.field == field.name)
        {
            missing.push(MissingColumn {
                field: field.name.clone(),
                column: column.clone(),
                suggestion,
            });
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(ClaimsError::MissingColumns {
        file: file.to_owned(),
        missing,
        hint: delimiter_hint(columns, map),
    })
}

/// Refuses binary floats where exact numbers are needed.
pub(crate) fn check_floats(
    binding: &Binding,
    schema: &Schema,
    places: &[Option<usize>],
    file: &str,
) -> Result<(), ClaimsError> {
    for (index, (field, place)) in binding.fields().iter().zip(places).enumerate() {
        let column = place.and_then(|place| schema.fields().get(place));
        let is_float = column.is_some_and(|column| crate::block::is_float(column.data_type()));
        if is_float && binding.refuses_float(index) {
            return Err(ClaimsError::FloatColumn {
                file: file.to_owned(),
                column: field.column.clone().unwrap_or_default(),
                field: field.name.clone(),
            });
        }
    }
    Ok(())
}

/// A header of one column that holds another delimiter tells why columns are missing.
fn delimiter_hint(columns: &[String], map: &ClaimsMap) -> Option<String> {
    let [only] = columns else { return None };
    let (delimiter, name) = [(b';', ";"), (b'\t', "\\t"), (b'|', "|"), (b',', ",")]
        .into_iter()
        .find(|(delimiter, _)| {
            only.as_bytes().contains(delimiter) && *delimiter != map.csv().delimiter
        })?;
    debug_assert!(delimiter.is_ascii(), "delimiters are ASCII");
    Some(format!(
        "the header has one column with `{name}` in it: write `csv: {{delimiter: \"{name}\"}}` in the map"
    ))
}
