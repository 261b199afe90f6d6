//! The shape of a file of cases: claims with the decision that each must get.

use super::span::{SourceText, Span, Text};
use super::yaml::{Entry, Node, Walker};
use crate::diagnostic::{Code, Diagnostic};

/// A whole file of cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceCases {
    /// `defaults`: column and value, for every case that does not give the column itself.
    pub defaults: Vec<(Text, Text)>,
    /// `cases`, in order
    pub cases: Vec<SourceCase>,
}

/// One case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceCase {
    /// Its beginning: the first key.
    pub span: Span,
    /// `name`
    pub name: Text,
    /// `given`: column and value. The text `null` is null; a column that is neither here nor in
    /// the defaults is absent.
    pub given: Vec<(Text, Text)>,
    /// `expect`
    pub expect: SourceExpect,
}

/// What a case expects; a key that is absent is not compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceExpect {
    /// The key `expect`.
    pub span: Span,
    /// `outcome`
    pub outcome: Option<Text>,
    /// `rule`: an id, `default`, or `-` for an input fault
    pub rule: Option<Text>,
    /// `reason`
    pub reason: Option<Text>,
    /// `route`
    pub route: Option<Text>,
    /// `due`
    pub due: Option<Text>,
    /// `fault`: the name of the factor, derive or table
    pub fault: Option<Text>,
}

/// Reads the shape of a file of cases: what could be read, together with everything that is wrong.
pub fn read(root: &Node, source: &SourceText) -> (Option<SourceCases>, Vec<Diagnostic>) {
    let mut walker = Walker::new();
    let cases = file(&mut walker, root, source);
    let mut diagnostics = walker.into_diagnostics();
    diagnostics.sort_by_key(Diagnostic::span);
    (cases, diagnostics)
}

fn file(walker: &mut Walker, root: &Node, source: &SourceText) -> Option<SourceCases> {
    let what = "a file of cases";
    let known = ["format", "defaults", "cases"];
    let fields = walker.fields(root, source.line_span(1), what, &known)?;
    if let Some(format) = walker
        .optional_text(&fields, "format")
        .filter(|f| f.text != "1")
    {
        let message = format!("the format `{}` is not known", format.text);
        walker.report(
            Diagnostic::new(Code::BadValue, format.span, message).with_label("write `format: 1`"),
        );
    }
    let defaults = fields
        .get("defaults")
        .map_or_else(Vec::new, |entry| values(walker, entry));
    let cases = walker.required(&fields, what, "cases")?;
    let items = walker.list(&cases.value, "`cases`")?;
    let cases = items.iter().filter_map(|item| case(walker, item)).collect();
    Some(SourceCases { defaults, cases })
}

fn case(walker: &mut Walker, node: &Node) -> Option<SourceCase> {
    let what = "a case";
    let fields = walker.fields(node, node.head(), what, &["name", "given", "expect"])?;
    let name = walker.required_text(&fields, what, "name");
    let given = fields
        .get("given")
        .map_or_else(Vec::new, |entry| values(walker, entry));
    let expect = walker
        .required(&fields, what, "expect")
        .and_then(|entry| expect(walker, entry));
    Some(SourceCase {
        span: node.head(),
        name: name?,
        given,
        expect: expect?,
    })
}

/// Columns and values; a value may be empty if it stands in quotes.
fn values(walker: &mut Walker, entry: &Entry) -> Vec<(Text, Text)> {
    let what = format!("`{}`", entry.key.text);
    let entries = walker.mapping(&entry.value, &what).unwrap_or_default();
    let mut values = Vec::with_capacity(entries.len());
    for entry in entries {
        let what = format!("the value of `{}`", entry.key.text);
        if let Some(value) = walker.text_or_empty(&entry.value, &what) {
            values.push((entry.key.clone(), value));
        }
    }
    values
}

fn expect(walker: &mut Walker, entry: &Entry) -> Option<SourceExpect> {
    let span = entry.key.span;
    let known = ["outcome", "rule", "reason", "route", "due", "fault"];
    let fields = walker.fields(&entry.value, span, "`expect`", &known)?;
    Some(SourceExpect {
        span,
        outcome: walker.optional_text(&fields, "outcome"),
        rule: walker.optional_text(&fields, "rule"),
        reason: walker.optional_text(&fields, "reason"),
        route: walker.optional_text(&fields, "route"),
        due: walker.optional_text(&fields, "due"),
        fault: walker.optional_text(&fields, "fault"),
    })
}

#[cfg(test)]
mod tests;
