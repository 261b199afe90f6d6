//! From the text of a map file to a [`ClaimsMap`]: every mistake is found, not only the first.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use decision_matrix::calendar;
use decision_matrix::diagnostic::{Code, Diagnostic, Findings};
use decision_matrix::limits;
use decision_matrix::source::span::{SourceText, Span, Text};
use decision_matrix::source::yaml::{self, Entry, Node, Walker};
use encoding_rs::Encoding;

use super::walk::{bad_value, is_known, word};
use super::{ClaimsMap, CsvDialect, DateFormat, ResultColumn, Word};
use crate::field::{Field, FieldKind};
use crate::result_field::ResultField;

/// The keys of a map file.
const TOP_KEYS: [&str; 8] = [
    "format", "columns", "values", "results", "csv", "dates", "zone", "float",
];

/// Reads a map file.
pub(super) fn parse(name: &str, text: &str, fields: &[Field]) -> Result<ClaimsMap, Findings> {
    let source = Arc::new(SourceText::new(name, text));
    let findings = |diagnostics: Vec<Diagnostic>| Findings::new(Arc::clone(&source), diagnostics);
    let root = yaml::read(&source, limits::FILE_BYTES).map_err(findings)?;
    let mut reader = MapReader::new(fields);
    let map = reader.root(&root);
    let diagnostics = reader.walker.into_diagnostics();
    if diagnostics.is_empty() {
        Ok(map)
    } else {
        Err(findings(diagnostics))
    }
}

/// The fields that a map may name, and what was found so far.
struct MapReader<'f> {
    walker: Walker,
    fields: &'f [Field],
    field_names: Vec<&'f str>,
    /// Fields and results.
    all_names: Vec<&'f str>,
}

impl<'f> MapReader<'f> {
    fn new(fields: &'f [Field]) -> Self {
        let field_names: Vec<&'f str> = fields.iter().map(|field| field.name.as_str()).collect();
        let results = ResultField::ALL
            .into_iter()
            .map(|result| -> &'f str { result.as_str() });
        let all_names = field_names.iter().copied().chain(results).collect();
        Self {
            walker: Walker::new(),
            fields,
            field_names,
            all_names,
        }
    }

    fn root(&mut self, root: &Node) -> ClaimsMap {
        let mut map = ClaimsMap::default();
        let Some(top) = self
            .walker
            .fields(root, Span::new(0, 0), "a map file", &TOP_KEYS)
        else {
            return map;
        };
        let format = self.walker.required(&top, "a map file", "format");
        if let Some(text) = format.and_then(|entry| self.walker.text(&entry.value, "`format`"))
            && text.as_str() != "1"
        {
            bad_value(&mut self.walker, &text, "write `format: 1`");
        }
        for entry in top.entries() {
            match entry.key.as_str() {
                "columns" => map.columns = self.columns(&entry.value),
                "values" => map.values = self.values(&entry.value),
                "results" => map.results = Some(self.results(&entry.value)),
                "csv" => map.csv = self.csv(&entry.value),
                "dates" => map.dates = self.dates(&entry.value, top.get("zone").is_some()),
                "zone" => map.zone_seconds = self.zone(&entry.value),
                "float" => map.float = self.float(&entry.value),
                _ => {}
            }
        }
        map
    }

    fn columns(&mut self, node: &Node) -> BTreeMap<String, String> {
        let mut columns = BTreeMap::new();
        for entry in self.walker.mapping(node, "`columns`").unwrap_or_default() {
            let is_known = self.is_field(entry);
            let column = self.walker.text(&entry.value, "the name of a column");
            if let (true, Some(column)) = (is_known, column) {
                columns.insert(entry.key.text.clone(), column.text);
            }
        }
        columns
    }

    /// Whether the entry names a factor or a key; a result in the wrong place is told so.
    fn is_field(&mut self, entry: &Entry) -> bool {
        let name = entry.key.as_str();
        if self.field_names.contains(&name) || ResultField::from_name(name).is_none() {
            return is_known(
                &mut self.walker,
                &entry.key,
                &self.field_names,
                "factor or key",
            );
        }
        let message = format!("`{name}` is a result, not a factor or key");
        let help = format!("write it under `results`: `results: {{{name}: column}}`");
        self.walker
            .report(Diagnostic::new(Code::UnknownName, entry.key.span, message).with_help(help));
        false
    }

    /// Whether the entry names a factor, a key or a result.
    fn is_any(&mut self, entry: &Entry) -> bool {
        is_known(
            &mut self.walker,
            &entry.key,
            &self.all_names,
            "factor, key or result",
        )
    }

    fn values(&mut self, node: &Node) -> BTreeMap<String, BTreeMap<String, Word>> {
        let mut values = BTreeMap::new();
        for entry in self.walker.mapping(node, "`values`").unwrap_or_default() {
            if self.is_any(entry) {
                values.insert(entry.key.text.clone(), self.words(entry));
            }
        }
        values
    }

    /// Column text: word. The words of a category are checked.
    fn words(&mut self, field: &Entry) -> BTreeMap<String, Word> {
        let name = field.key.as_str();
        let declared = self.fields.iter().find(|known| known.name == name);
        let declared = declared.and_then(|field| field.words.clone());
        let mut words = BTreeMap::new();
        let entries = self.walker.mapping(&field.value, "the values of a field");
        for entry in entries.unwrap_or_default() {
            let Some((text, word)) = word(&mut self.walker, &entry.value, "the word") else {
                continue;
            };
            if let (Some(declared), Word::Text(_)) = (&declared, &word) {
                let known: Vec<&str> = declared.iter().map(String::as_str).collect();
                is_known(
                    &mut self.walker,
                    &text,
                    &known,
                    &format!("word of `{name}`"),
                );
            }
            words.insert(entry.key.text.clone(), word);
        }
        words
    }

    fn results(&mut self, node: &Node) -> BTreeMap<ResultField, ResultColumn> {
        let names = ResultField::ALL.map(ResultField::as_str);
        let mut results = BTreeMap::new();
        for entry in self.walker.mapping(node, "`results`").unwrap_or_default() {
            if !is_known(&mut self.walker, &entry.key, &names, "result") {
                continue;
            }
            let column = if entry.value.mapping().is_some() {
                self.flag(entry)
            } else {
                let text = self.walker.text(&entry.value, "the name of a column");
                text.map(|text| ResultColumn::named(text.text))
            };
            if let (Some(field), Some(column)) =
                (ResultField::from_name(entry.key.as_str()), column)
            {
                results.insert(field, column);
            }
        }
        results
    }

    /// `{column: outcome, yes: [..], no: [..]}`.
    fn flag(&mut self, entry: &Entry) -> Option<ResultColumn> {
        let name = &entry.key;
        if !ResultField::from_name(name.as_str()).is_some_and(ResultField::is_flag) {
            let message = format!("`{}` is not answered by yes or no", name.text);
            let help = format!("write the column alone: `{}: column`", name.text);
            self.walker
                .report(Diagnostic::new(Code::WrongShape, name.span, message).with_help(help));
            return None;
        }
        let what = format!("`{}`", name.text);
        let fields =
            self.walker
                .fields(&entry.value, name.span, &what, &["column", "yes", "no"])?;
        for key in ["column", "yes", "no"] {
            self.walker.required(&fields, &what, key);
        }
        let column = self.walker.optional_text(&fields, "column");
        let yes = self.walker.optional_texts(&fields, "yes");
        let no = self.walker.optional_texts(&fields, "no");
        if let Some(both) = no
            .iter()
            .find(|no| yes.iter().any(|yes| yes.text == no.text))
        {
            let message = format!("`{}` means both yes and no", both.text);
            let diagnostic = Diagnostic::new(Code::BadValue, both.span, message);
            self.walker
                .report(diagnostic.with_help("delete one of the two"));
        }
        let texts = |texts: Vec<Text>| texts.into_iter().map(|text| text.text).collect();
        Some(ResultColumn {
            column: column?.text,
            yes: texts(yes),
            no: texts(no),
        })
    }

    fn csv(&mut self, node: &Node) -> CsvDialect {
        let mut dialect = CsvDialect::default();
        let known = ["delimiter", "encoding", "decimal"];
        let Some(fields) = self.walker.fields(node, node.span, "`csv`", &known) else {
            return dialect;
        };
        if let Some(text) = self.walker.optional_text(&fields, "delimiter") {
            match text.text.as_bytes() {
                [byte] if byte.is_ascii() && !b"\"\r\n".contains(byte) => dialect.delimiter = *byte,
                // A backslash and a `t` stand for the tab where the quotes are single or none.
                b"\\t" => dialect.delimiter = b'\t',
                _ => bad_value(
                    &mut self.walker,
                    &text,
                    "a delimiter is one ASCII character: `\",\"`, `\";\"`, `\"|\"` or `\"\\t\"`",
                ),
            }
        }
        if let Some(text) = self.walker.optional_text(&fields, "encoding") {
            match Encoding::for_label(text.text.as_bytes()) {
                Some(encoding) if encoding != encoding_rs::REPLACEMENT => {
                    dialect.encoding = encoding;
                }
                _ => bad_value(
                    &mut self.walker,
                    &text,
                    "use a name of the WHATWG encodings, such as `utf-8`, `windows-1251` or `utf-16le`",
                ),
            }
        }
        if let Some(text) = self.walker.optional_text(&fields, "decimal") {
            match text.as_str() {
                "," => dialect.decimal_comma = true,
                "." => dialect.decimal_comma = false,
                _ => bad_value(
                    &mut self.walker,
                    &text,
                    "the decimal mark is `\".\"` or `\",\"`",
                ),
            }
        }
        dialect
    }

    fn dates(&mut self, node: &Node, has_zone: bool) -> BTreeMap<String, DateFormat> {
        let mut dates = BTreeMap::new();
        for entry in self.walker.mapping(node, "`dates`").unwrap_or_default() {
            if !self.is_any(entry) {
                continue;
            }
            let Some(text) = self.walker.text(&entry.value, "a date format") else {
                continue;
            };
            match DateFormat::parse(text.as_str()) {
                Err(reason) => bad_value(&mut self.walker, &text, &reason),
                Ok(format) if format.has_time() && !has_zone && !self.is_day(&entry.key) => {
                    let name = &entry.key.text;
                    let message = format!("`{name}` has a time of day but the map has no `zone`");
                    let help = "write `zone: \"+03:00\"`, the offset of local times from UTC";
                    let diagnostic = Diagnostic::new(Code::MissingKey, text.span, message);
                    self.walker.report(diagnostic.with_help(help));
                }
                Ok(format) => {
                    dates.insert(entry.key.text.clone(), format);
                }
            }
        }
        dates
    }

    /// Whether the field is a date, so that the time of day does not matter.
    fn is_day(&self, name: &Text) -> bool {
        self.fields
            .iter()
            .any(|field| field.name == name.text && field.kind == FieldKind::Date)
    }

    /// Whether the field or the result is a number.
    fn is_number(&self, name: &Text) -> bool {
        let is_number = |field: &Field| matches!(field.kind, FieldKind::Number { .. });
        let result = ResultField::from_name(name.as_str()).map(|result| result.field(0));
        let named = |field: &&Field| field.name == name.text;
        self.fields
            .iter()
            .find(named)
            .or(result.as_ref())
            .is_some_and(is_number)
    }

    fn zone(&mut self, node: &Node) -> Option<i64> {
        let text = self.walker.text(node, "`zone`")?;
        // The calendar knows how offsets are written; the epoch of the zone tells which it is.
        let is_offset = text.as_str() == "Z" || text.text.starts_with(['+', '-']);
        match calendar::parse_claim_timestamp(&format!("1970-01-01T00:00:00{}", text.text)) {
            Ok(moment) if is_offset => Some(-moment),
            _ => {
                let help = "a zone is an offset from UTC, such as `\"+03:00\"` or `Z`";
                bad_value(&mut self.walker, &text, help);
                None
            }
        }
    }

    fn float(&mut self, node: &Node) -> BTreeSet<String> {
        let mut float = BTreeSet::new();
        for entry in self.walker.mapping(node, "`float`").unwrap_or_default() {
            let is_known = self.is_any(entry);
            let Some(text) = self.walker.text(&entry.value, "the value") else {
                continue;
            };
            if text.as_str() != "nearest" {
                bad_value(
                    &mut self.walker,
                    &text,
                    "binary floats are rounded to `nearest` only",
                );
            } else if is_known && !self.is_number(&entry.key) {
                let message = format!("`{}` is no number", entry.key.text);
                let help = "delete the line: only money, decimals and integers are rounded";
                let diagnostic = Diagnostic::new(Code::BadValue, entry.key.span, message);
                self.walker.report(diagnostic.with_help(help));
            } else if is_known {
                float.insert(entry.key.text.clone());
            }
        }
        float
    }
}
