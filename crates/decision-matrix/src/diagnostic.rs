//! Findings about a source text: what is wrong, where, and how to mend it.
//!
//! A mistake in a file is a [`Diagnostic`], never an `Err` that stops at the first one. All the
//! diagnostics of one file travel together with its text as [`Findings`].

mod code;
mod render;
mod witness;

use std::sync::Arc;

pub use code::{Code, EXAMPLE_FRAME, Explanation, Kind, Severity};
pub use witness::Witness;

use crate::source::span::{LineColumn, SourceText, Span};

/// Most diagnostics that reading one file collects; the file is refused for the first one, and a
/// hostile file must not make the list long.
pub(crate) const DIAGNOSTICS_MAX: usize = 1_000;

/// A second place that a diagnostic points at, with what to see there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Related {
    /// The place.
    pub span: Span,
    /// What to see there.
    pub message: String,
}

/// One finding about a source text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    // On the heap, so that a result that may be a diagnostic stays small.
    content: Box<Content>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Content {
    code: Code,
    span: Span,
    message: String,
    label: String,
    help: Option<String>,
    related: Vec<Related>,
    table: Option<String>,
    rules: Vec<String>,
    guarantee: Option<String>,
    witness: Vec<Witness>,
}

impl Diagnostic {
    /// A finding of this code at this place. Messages are lower case, without a full stop, with
    /// the user's own text in backticks.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        let content = Content {
            code,
            span,
            message: message.into(),
            label: String::new(),
            help: None,
            related: Vec::new(),
            table: None,
            rules: Vec::new(),
            guarantee: None,
            witness: Vec::new(),
        };
        Self {
            content: Box::new(content),
        }
    }

    /// Adds the words that stand at the caret.
    #[must_use]
    pub fn with_label(mut self, label: impl Into<String>) -> Self {
        self.content.label = label.into();
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.content.help = Some(help.into());
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn with_related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.content.related.push(Related {
            span,
            message: message.into(),
        });
        self
    }

    /// Names the table it is about; the last one is `decision`.
    #[must_use]
    pub fn with_table(mut self, table: impl Into<String>) -> Self {
        self.content.table = Some(table.into());
        self
    }

    /// Names a rule it is about.
    #[must_use]
    pub fn with_rule(mut self, rule: impl Into<String>) -> Self {
        self.content.rules.push(rule.into());
        self
    }

    /// Names the guarantee it is about.
    #[must_use]
    pub fn with_guarantee(mut self, guarantee: impl Into<String>) -> Self {
        self.content.guarantee = Some(guarantee.into());
        self
    }

    /// Adds a claim that shows it; of two the first is before a step and the second after it.
    #[must_use]
    pub fn with_witness(mut self, witness: Witness) -> Self {
        self.content.witness.push(witness);
        self
    }

    /// Its code.
    pub fn code(&self) -> Code {
        self.content.code
    }

    /// Its severity, which follows from the code.
    pub fn severity(&self) -> Severity {
        self.content.code.severity()
    }

    /// Its place.
    pub fn span(&self) -> Span {
        self.content.span
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.content.message
    }

    /// The words at the caret, possibly empty.
    pub fn label(&self) -> &str {
        &self.content.label
    }

    /// What to do about it.
    pub fn help(&self) -> Option<&str> {
        self.content.help.as_deref()
    }

    /// Further places.
    pub fn related(&self) -> &[Related] {
        &self.content.related
    }

    /// The table it is about.
    pub fn table(&self) -> Option<&str> {
        self.content.table.as_deref()
    }

    /// The rules it is about.
    pub fn rules(&self) -> &[String] {
        &self.content.rules
    }

    /// The guarantee it is about.
    pub fn guarantee(&self) -> Option<&str> {
        self.content.guarantee.as_deref()
    }

    /// Claims that show it, as the engine confirmed them; of two the first is before a step and the
    /// second after it.
    pub fn witness(&self) -> &[Witness] {
        &self.content.witness
    }
}

/// All that was found in one source text, in the order of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Findings {
    source: Arc<SourceText>,
    diagnostics: Vec<Diagnostic>,
}

impl Findings {
    /// Binds diagnostics to their text and sorts them by place.
    pub fn new(source: Arc<SourceText>, mut diagnostics: Vec<Diagnostic>) -> Self {
        diagnostics.sort_by_key(|diagnostic| (diagnostic.span(), diagnostic.code()));
        Self {
            source,
            diagnostics,
        }
    }

    /// Adds further diagnostics of the same text.
    pub(crate) fn extend(&mut self, diagnostics: Vec<Diagnostic>) {
        self.diagnostics.extend(diagnostics);
        self.diagnostics
            .sort_by_key(|diagnostic| (diagnostic.span(), diagnostic.code()));
    }

    /// The text they are about.
    pub fn source(&self) -> &SourceText {
        &self.source
    }

    /// The diagnostics, in the order of the text.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        self.diagnostics.is_empty()
    }

    /// Whether the file has to be refused.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// How many findings have this severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.diagnostics
            .iter()
            .filter(|diagnostic| diagnostic.severity() == severity)
            .count()
    }

    /// Line and column at which a span ends: the first character behind it.
    pub fn end_place(&self, span: Span) -> LineColumn {
        self.source.end_line_column(span)
    }

    /// Line and column of the beginning of a span.
    pub fn place(&self, span: Span) -> LineColumn {
        self.source.line_column(span.start)
    }
}

impl std::error::Error for Findings {}
