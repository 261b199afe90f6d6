//! All decisions as one JSON document on standard output, written while they come.

use decision_claims::{ClaimBlock, OutputColumn, OutputRows, OutputType, OutputValue};
use decision_matrix::number;
use serde_json::{Map, Value, json};

use crate::claim_values::ClaimFields;
use crate::failure::Failure;
use crate::output::print_part;

use super::Counts;

/// Writes the document.
pub(super) struct DocumentWriter {
    columns: Vec<OutputColumn>,
    has_rows: bool,
}

impl DocumentWriter {
    /// Writes the beginning.
    pub(super) fn begin(columns: &[OutputColumn]) -> Result<Self, Failure> {
        print_part("{\"format\":1,\"decisions\":[")?;
        Ok(Self {
            columns: columns.to_vec(),
            has_rows: false,
        })
    }

    /// Writes the decisions of a block.
    pub(super) fn write(
        &mut self,
        block: &ClaimBlock,
        rows: &OutputRows,
        fields: &ClaimFields,
    ) -> Result<(), Failure> {
        let mut text = String::new();
        for row in block.rows() {
            text.push_str(if self.has_rows { ",\n" } else { "\n" });
            self.has_rows = true;
            text.push_str(
                &Value::Object(self.decision(fields.claim_id(row).as_deref(), rows, row.index()))
                    .to_string(),
            );
        }
        print_part(&text)
    }

    /// One decision; the trace is JSON already.
    fn decision(&self, claim: Option<&str>, rows: &OutputRows, row: usize) -> Map<String, Value> {
        let mut members = Map::new();
        members.insert("claim".to_owned(), json!(claim));
        for (index, column) in self.columns.iter().enumerate() {
            let value = match (rows.value(row, index), column.output_type) {
                (OutputValue::Text(text), _) if column.name == "trace" => {
                    serde_json::from_str(text).unwrap_or(Value::Null)
                }
                (OutputValue::Text(text), _) => json!(text),
                (OutputValue::Decimal(units), OutputType::Decimal(scale)) => {
                    json!(number::format_scaled(units, scale))
                }
                (OutputValue::Boolean(flag), _) => json!(flag),
                _ => Value::Null,
            };
            members.insert(column.name.clone(), value);
        }
        members
    }

    /// Writes the end.
    #[expect(clippy::unused_self, reason = "nothing can be written behind the end")]
    pub(super) fn finish(self, counts: &Counts) -> Result<(), Failure> {
        let members = Value::Object(counts.members()).to_string();
        let members = members.strip_prefix('{').unwrap_or(&members);
        print_part(&format!("\n],{members}\n"))
    }
}
