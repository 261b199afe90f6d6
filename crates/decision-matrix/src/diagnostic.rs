//! Findings about a source text: what is wrong, where, and how to mend it.
//!
//! A mistake in a file is a [`Diagnostic`], never an `Err` that stops at the first one. All the
//! diagnostics of one file travel together with its text as [`Findings`].

mod code;
mod render;

use std::sync::Arc;

pub use code::{Code, Kind, Severity};

use crate::source::span::{LineColumn, SourceText, Span};

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
    code: Code,
    span: Span,
    message: String,
    label: String,
    help: Option<String>,
    related: Vec<Related>,
    table: Option<String>,
    rules: Vec<String>,
    guarantee: Option<String>,
}

impl Diagnostic {
    /// A finding of this code at this place. Messages are lower case, without a full stop, with
    /// the user's own text in backticks.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            span,
            message: message.into(),
            label: String::new(),
            help: None,
            related: Vec::new(),
            table: None,
            rules: Vec::new(),
            guarantee: None,
        }
    }

    /// Adds the words that stand at the caret.
    #[must_use]
    pub fn with_label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn with_related(mut self, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related { span, message: message.into() });
        self
    }

    /// Names the table it is about; the last one is `decision`.
    #[must_use]
    pub fn with_table(mut self, table: impl Into<String>) -> Self {
        self.table = Some(table.into());
        self
    }

    /// Names a rule it is about.
    #[must_use]
    pub fn with_rule(mut self, rule: impl Into<String>) -> Self {
        self.rules.push(rule.into());
        self
    }

    /// Names the guarantee it is about.
    #[must_use]
    pub fn with_guarantee(mut self, guarantee: impl Into<String>) -> Self {
        self.guarantee = Some(guarantee.into());
        self
    }

    /// Its code.
    pub fn code(&self) -> Code {
        self.code
    }

    /// Its severity, which follows from the code.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// Its place.
    pub fn span(&self) -> Span {
        self.span
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The words at the caret, possibly empty.
    pub fn label(&self) -> &str {
        &self.label
    }

    /// What to do about it.
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// Further places.
    pub fn related(&self) -> &[Related] {
        &self.related
    }

    /// The table it is about.
    pub fn table(&self) -> Option<&str> {
        self.table.as_deref()
    }

    /// The rules it is about.
    pub fn rules(&self) -> &[String] {
        &self.rules
    }

    /// The guarantee it is about.
    pub fn guarantee(&self) -> Option<&str> {
        self.guarantee.as_deref()
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
        diagnostics.sort_by_key(|diagnostic| (diagnostic.span, diagnostic.code));
        Self { source, diagnostics }
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
        self.diagnostics.iter().filter(|diagnostic| diagnostic.severity() == severity).count()
    }

    /// Line and column of the beginning of a span.
    pub fn place(&self, span: Span) -> LineColumn {
        self.source.line_column(span.start)
    }
}
