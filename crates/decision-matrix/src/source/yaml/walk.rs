//! Walking a tree: keys that must, may and must not be there, and the kinds of their values.
//!
//! Every reader of a YAML file (rules, cases, costs, map files) walks with the same words.

use super::{Entry, Node, ScalarStyle};
use crate::diagnostic::{Code, DIAGNOSTICS_MAX, Diagnostic};
use crate::source::span::{Span, Text};
use crate::source::suggest;

/// Walks a tree and collects what is wrong.
#[derive(Debug, Default)]
pub struct Walker {
    diagnostics: Vec<Diagnostic>,
}

/// The entries of a mapping whose keys are known.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a> {
    entries: &'a [Entry],
    at: Span,
}

impl<'a> Fields<'a> {
    /// The entry of a key.
    pub fn get(&self, key: &str) -> Option<&'a Entry> {
        self.entries.iter().find(|entry| entry.key.text == key)
    }

    /// All entries, in the order written, unknown keys included.
    pub fn entries(&self) -> &'a [Entry] {
        self.entries
    }

    /// Where a missing key is reported.
    pub fn at(&self) -> Span {
        self.at
    }
}

impl Walker {
    /// Nothing found yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a finding; behind the thousandth nothing is added any more.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        if self.diagnostics.len() < DIAGNOSTICS_MAX {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Adds findings.
    pub fn report_all(&mut self, diagnostics: impl IntoIterator<Item = Diagnostic>) {
        let room = DIAGNOSTICS_MAX.saturating_sub(self.diagnostics.len());
        self.diagnostics.extend(diagnostics.into_iter().take(room));
    }

    /// What was found.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    /// Reports that something else than the `expected` stands at a place.
    pub fn wrong_shape(&mut self, node: &Node, what: &str, expected: &str) {
        let message = format!("{what} must be {expected}, not {}", node.kind());
        let diagnostic = Diagnostic::new(Code::WrongShape, node.head(), message);
        self.report(diagnostic.with_label(format!("expected {expected}")));
    }

    /// The entries of a mapping with any keys; `what` names it in messages, in backticks.
    pub fn mapping<'a>(&mut self, node: &'a Node, what: &str) -> Option<&'a [Entry]> {
        let entries = node.mapping();
        if entries.is_none() {
            self.wrong_shape(node, what, "a mapping");
        }
        entries
    }

    /// The entries of a mapping whose keys are among `known`; other keys are reported. `at` is
    /// where missing keys are reported.
    pub fn fields<'a>(
        &mut self,
        node: &'a Node,
        at: Span,
        what: &str,
        known: &[&str],
    ) -> Option<Fields<'a>> {
        let entries = self.mapping(node, what)?;
        for entry in entries {
            if !known.contains(&entry.key.text.as_str()) {
                self.unknown_key(&entry.key, what, known);
            }
        }
        Some(Fields { entries, at })
    }

    /// Reports a key that is not among `known`.
    pub fn unknown_key(&mut self, key: &Text, what: &str, known: &[&str]) {
        let message = format!("the key `{}` is not known in {what}", key.text);
        let diagnostic = Diagnostic::new(Code::UnknownKey, key.span, message);
        let close = suggest::closest(&key.text, known.iter().copied());
        let diagnostic = match close {
            Some(close) => diagnostic.with_label(format!("did you mean `{close}`?")),
            None => diagnostic.with_label("not known here"),
        };
        self.report(diagnostic.with_help(format!("known keys: {}", listed(known))));
    }

    /// The entry of a key that must be there; `what` names the mapping.
    pub fn required<'a>(
        &mut self,
        fields: &Fields<'a>,
        what: &str,
        key: &str,
    ) -> Option<&'a Entry> {
        let entry = fields.get(key);
        if entry.is_none() {
            self.missing_key(fields.at, what, key);
        }
        entry
    }

    /// Reports a key that is not there.
    pub fn missing_key(&mut self, at: Span, what: &str, key: &str) {
        let message = format!("the key `{key}` is missing in {what}");
        let diagnostic = Diagnostic::new(Code::MissingKey, at, message);
        self.report(diagnostic.with_label(format!("add `{key}`")));
    }

    /// The text of a scalar that is not empty.
    pub fn text(&mut self, node: &Node, what: &str) -> Option<Text> {
        let text = self.text_or_empty(node, what)?;
        // A plain empty scalar was reported when the tree was built.
        let is_plain = node
            .scalar()
            .is_some_and(|scalar| scalar.style == ScalarStyle::Plain);
        if !text.text.is_empty() {
            return Some(text);
        }
        if !is_plain {
            let diagnostic =
                Diagnostic::new(Code::EmptyScalar, node.span, format!("{what} is empty"));
            self.report(diagnostic.with_label("a value was expected"));
        }
        None
    }

    /// The text of a scalar that may be empty.
    pub fn text_or_empty(&mut self, node: &Node, what: &str) -> Option<Text> {
        let text = node.text();
        if text.is_none() {
            self.wrong_shape(node, what, "a text");
        }
        text
    }

    /// The text of a key that must be there.
    pub fn required_text(&mut self, fields: &Fields<'_>, what: &str, key: &str) -> Option<Text> {
        let entry = self.required(fields, what, key)?;
        self.text(&entry.value, &format!("`{key}`"))
    }

    /// The text of a key that may be there.
    pub fn optional_text(&mut self, fields: &Fields<'_>, key: &str) -> Option<Text> {
        let entry = fields.get(key)?;
        self.text(&entry.value, &format!("`{key}`"))
    }

    /// The items of a list.
    pub fn list<'a>(&mut self, node: &'a Node, what: &str) -> Option<&'a [Node]> {
        let items = node.sequence();
        if items.is_none() {
            self.wrong_shape(node, what, "a list");
        }
        items
    }

    /// The texts of a list of texts.
    pub fn texts(&mut self, node: &Node, what: &str) -> Option<Vec<Text>> {
        let items = self.list(node, what)?;
        let item = format!("an item of {what}");
        Some(
            items
                .iter()
                .filter_map(|node| self.text(node, &item))
                .collect(),
        )
    }

    /// The texts of a key that may be there; none where it is absent.
    pub fn optional_texts(&mut self, fields: &Fields<'_>, key: &str) -> Vec<Text> {
        let entry = fields.get(key);
        entry
            .and_then(|entry| self.texts(&entry.value, &format!("`{key}`")))
            .unwrap_or_default()
    }

    /// Keys and texts of a mapping of texts.
    pub fn pairs(&mut self, node: &Node, what: &str) -> Option<Vec<(Text, Text)>> {
        let entries = self.mapping(node, what)?;
        let mut pairs = Vec::with_capacity(entries.len());
        for entry in entries {
            if let Some(text) = self.text(&entry.value, &format!("`{}`", entry.key.text)) {
                pairs.push((entry.key.clone(), text));
            }
        }
        Some(pairs)
    }

    /// `true` or `false`, `default` where the key is absent or its value is something else.
    pub fn boolean(&mut self, fields: &Fields<'_>, key: &str, default: bool) -> bool {
        let Some(text) = self.optional_text(fields, key) else {
            return default;
        };
        match text.as_str() {
            "true" => true,
            "false" => false,
            other => {
                let message = format!("`{key}` must be `true` or `false`, not `{other}`");
                let diagnostic = Diagnostic::new(Code::BadValue, text.span, message);
                self.report(diagnostic.with_label("write `true` or `false`"));
                default
            }
        }
    }
}

/// Words in backticks, joined by commas.
fn listed(words: &[&str]) -> String {
    words
        .iter()
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
