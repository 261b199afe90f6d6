//! Factors, parameters and derived factors: everything that declares a column or a constant.

use super::Reader;
use crate::source::matrix::{
    SourceDerive, SourceFactor, SourceHistory, SourceParameter, SourceParameterTune, SourceType,
};
use crate::source::span::Text;
use crate::source::yaml::{Entry, Fields};

/// The keys that say what values a column has, with those of one kind of column.
macro_rules! with_type_keys {
    ($($key:literal),*) => { &["type", "scale", "values", "domain", $($key),*] };
}

const FACTOR: &[&str] = with_type_keys![
    "nullable",
    "changeable",
    "sensitive",
    "unit",
    "label",
    "from"
];
const PARAMETER: &[&str] = with_type_keys!["value", "unit", "label", "tune"];
const DERIVE: &[&str] = with_type_keys!["nullable", "is", "rounding", "unit", "label"];
const OUTPUT: &[&str] = with_type_keys!["nullable", "unit", "label"];

impl Reader {
    /// One factor.
    pub(super) fn factor(&mut self, entry: &Entry) -> Option<SourceFactor> {
        let what = format!("factor `{}`", entry.key.text);
        let fields = self
            .walker
            .fields(&entry.value, entry.key.span, &what, FACTOR)?;
        Some(SourceFactor {
            name: entry.key.clone(),
            value_type: self.type_keys(&fields, &what),
            changeable: self.walker.boolean(&fields, "changeable", true),
            sensitive: self.walker.boolean(&fields, "sensitive", false),
            unit: self.walker.optional_text(&fields, "unit"),
            label: self.walker.optional_text(&fields, "label"),
            history: fields.get("from").and_then(|entry| self.history(entry)),
        })
    }

    fn history(&mut self, entry: &Entry) -> Option<SourceHistory> {
        let (what, span) = ("`from`", entry.key.span);
        let known = ["history", "of", "field", "per", "window"];
        let fields = self.walker.fields(&entry.value, span, what, &known)?;
        Some(SourceHistory {
            span,
            function: self.required_text(&fields, what, "history"),
            of: self.required_text(&fields, what, "of"),
            field: self.walker.optional_text(&fields, "field"),
            per: self.required_text(&fields, what, "per"),
            window: self.required_text(&fields, what, "window"),
        })
    }

    /// One parameter.
    pub(super) fn parameter(&mut self, entry: &Entry) -> Option<SourceParameter> {
        let what = format!("parameter `{}`", entry.key.text);
        let fields = self
            .walker
            .fields(&entry.value, entry.key.span, &what, PARAMETER)?;
        Some(SourceParameter {
            name: entry.key.clone(),
            value_type: self.type_keys(&fields, &what),
            value: self.required_text(&fields, &what, "value"),
            label: self.walker.optional_text(&fields, "label"),
            tune: fields
                .get("tune")
                .and_then(|entry| self.parameter_tune(entry)),
        })
    }

    fn parameter_tune(&mut self, entry: &Entry) -> Option<SourceParameterTune> {
        let (what, span) = ("`tune`", entry.key.span);
        let fields = self
            .walker
            .fields(&entry.value, span, what, &["min", "max", "step"])?;
        Some(SourceParameterTune {
            span,
            min: self.required_text(&fields, what, "min"),
            max: self.required_text(&fields, what, "max"),
            step: self.required_text(&fields, what, "step"),
        })
    }

    /// One derived factor.
    pub(super) fn derive(&mut self, entry: &Entry) -> Option<SourceDerive> {
        let what = format!("derive `{}`", entry.key.text);
        let fields = self
            .walker
            .fields(&entry.value, entry.key.span, &what, DERIVE)?;
        Some(SourceDerive {
            name: entry.key.clone(),
            value_type: self.type_keys(&fields, &what),
            expression: self.required_text(&fields, &what, "is"),
            rounding: self.walker.optional_text(&fields, "rounding"),
            label: self.walker.optional_text(&fields, "label"),
        })
    }

    /// The `output` of a table.
    pub(super) fn output(&mut self, entry: &Entry) -> Option<SourceType> {
        let what = "`output`";
        let fields = self
            .walker
            .fields(&entry.value, entry.key.span, what, OUTPUT)?;
        Some(self.type_keys(&fields, what))
    }

    fn type_keys(&mut self, fields: &Fields<'_>, what: &str) -> SourceType {
        SourceType {
            span: fields.at(),
            type_name: self.required_text(fields, what, "type"),
            scale: self.walker.optional_text(fields, "scale"),
            values: fields
                .get("values")
                .map(|entry| (entry.key.span, self.values(entry))),
            domain: self.walker.optional_text(fields, "domain"),
            nullable: self.walker.boolean(fields, "nullable", false),
        }
    }

    fn values(&mut self, entry: &Entry) -> Vec<Text> {
        self.walker
            .texts(&entry.value, "`values`")
            .unwrap_or_default()
    }
}
