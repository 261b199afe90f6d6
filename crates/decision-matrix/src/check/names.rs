//! Names: which are permitted, which are taken, and what each one means.

use std::collections::BTreeMap;

use super::Checker;
use crate::diagnostic::{Code, Diagnostic};
use crate::limits;
use crate::source::span::{Span, Text};
use crate::source::suggest::closest;
use crate::table::{ColumnRef, ColumnType, DeriveIndex, FactorIndex, ParameterIndex, TableIndex};

/// The functions of expressions.
pub(super) const FUNCTIONS: [&str; 10] = [
    "coalesce", "is_null", "min", "max", "abs", "round", "days", "year", "month", "weekday",
];

/// Words of the language that cannot be names.
const RESERVED: [&str; 16] = [
    "and", "or", "not", "if", "then", "else", "true", "false", "null", "id", "outcome", "reason",
    "route", "due", "decision", "default",
];

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Name {
    /// A factor, a derived factor or a table.
    Column(ColumnRef),
    /// A parameter.
    Parameter(ParameterIndex),
}

impl Name {
    /// What to call it in a message.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Self::Column(ColumnRef::Factor(_)) => "a factor",
            Self::Column(ColumnRef::Derive(_)) => "a derived factor",
            Self::Column(ColumnRef::Table(_)) => "a table",
            Self::Parameter(_) => "a parameter",
        }
    }
}

/// Every declared name, and the types of what it stands for. A type is missing where the
/// declaration has an error, which has been reported.
#[derive(Default)]
pub(super) struct Scope {
    names: BTreeMap<String, (Name, Span)>,
    pub(super) factor_types: Vec<Option<ColumnType>>,
    pub(super) derive_types: Vec<Option<ColumnType>>,
    pub(super) output_types: Vec<Option<ColumnType>>,
    pub(super) parameters: Vec<Option<(ColumnType, i64)>>,
}

impl Scope {
    /// What a name stands for.
    pub(super) fn find(&self, name: &str) -> Option<Name> {
        self.names.get(name).map(|(name, _)| *name)
    }

    /// Every declared name.
    pub(super) fn all(&self) -> impl Iterator<Item = (&str, Name)> {
        self.names
            .iter()
            .map(|(text, (name, _))| (text.as_str(), *name))
    }

    /// The names of columns.
    pub(super) fn columns(&self) -> impl Iterator<Item = &str> {
        self.all()
            .filter(|(_, name)| matches!(name, Name::Column(_)))
            .map(|(text, _)| text)
    }

    /// The type of a column.
    pub(super) fn column_type(&self, column: ColumnRef) -> Option<&ColumnType> {
        match column {
            ColumnRef::Factor(index) => self.factor_types.get(index.0 as usize),
            ColumnRef::Derive(index) => self.derive_types.get(index.0 as usize),
            ColumnRef::Table(index) => self.output_types.get(index.0 as usize),
        }?
        .as_ref()
    }

    /// The type and the value of a parameter.
    pub(super) fn parameter(&self, parameter: ParameterIndex) -> Option<&(ColumnType, i64)> {
        self.parameters.get(parameter.0 as usize)?.as_ref()
    }
}

impl Checker<'_> {
    /// Enters every name, and reports those that are not permitted or taken.
    pub(super) fn declare_names(&mut self) {
        let source = self.source;
        for (position, factor) in source.factors.iter().enumerate() {
            let index = FactorIndex(super::index(position));
            self.declare(&factor.name, Name::Column(ColumnRef::Factor(index)));
        }
        for (position, parameter) in source.parameters.iter().enumerate() {
            self.declare(
                &parameter.name,
                Name::Parameter(ParameterIndex(super::index(position))),
            );
        }
        for (position, derive) in source.derives.iter().enumerate() {
            let index = DeriveIndex(super::index(position));
            self.declare(&derive.name, Name::Column(ColumnRef::Derive(index)));
        }
        for (position, table) in source.tables.iter().enumerate() {
            let index = TableIndex(super::index(position));
            self.declare(&table.name, Name::Column(ColumnRef::Table(index)));
        }
    }

    fn declare(&mut self, text: &Text, name: Name) {
        self.check_name(text);
        if let Some((taken, span)) = self.scope.names.get(&text.text) {
            let message = format!("`{}` is already the name of {}", text.text, taken.kind());
            let diagnostic = Diagnostic::new(Code::DuplicateName, text.span, message)
                .with_label("taken")
                .with_related(*span, "first declared here")
                .with_help(
                    "names are unique over factors, parameters, derive and tables; rename one",
                );
            self.report(diagnostic);
            return;
        }
        self.scope
            .names
            .insert(text.text.clone(), (name, text.span));
    }

    fn check_name(&mut self, text: &Text) {
        let word = text.text.as_str();
        if RESERVED.contains(&word) || FUNCTIONS.contains(&word) {
            let message = format!("`{word}` is a word of the language and cannot be a name");
            self.error(Code::BadName, text.span, message);
        } else if !is_name(word) || word.len() > limits::NAME_BYTES {
            let message = format!("`{word}` is not a name");
            let diagnostic = Diagnostic::new(Code::BadName, text.span, message).with_help(
                "names are written with small letters, digits and `_`, begin with a letter, and have at \
                 most 64 characters",
            );
            self.report(diagnostic);
        }
    }

    /// The column of this name; anything else is reported.
    pub(super) fn column(&mut self, text: &Text) -> Option<ColumnRef> {
        match self.scope.find(&text.text) {
            Some(Name::Column(column)) => Some(column),
            Some(name @ Name::Parameter(_)) => {
                let message = format!("`{}` is {}, not a column", text.text, name.kind());
                let diagnostic = Diagnostic::new(Code::WrongType, text.span, message)
                    .with_help("a column is a factor, a derived factor or a table");
                self.refuse(diagnostic)
            }
            None => {
                let suggestion = closest(&text.text, self.scope.columns()).map(str::to_owned);
                self.refuse(unknown(text, "column", suggestion.as_deref()))
            }
        }
    }
}

/// The diagnostic for a word that nobody knows.
pub(super) fn unknown(text: &Text, kind: &str, suggestion: Option<&str>) -> Diagnostic {
    let message = format!("there is no {kind} `{}`", text.text);
    let diagnostic = Diagnostic::new(Code::UnknownName, text.span, message).with_label("not known");
    match suggestion {
        Some(word) => diagnostic.with_help(format!("did you mean `{word}`?")),
        None => diagnostic,
    }
}

/// The word of a fixed list, or the diagnostic that names the list.
pub(super) fn choice<T: Copy>(
    text: &Text,
    kind: &str,
    choices: &[(&str, T)],
    code: Code,
) -> Result<T, Diagnostic> {
    if let Some((_, value)) = choices.iter().find(|(word, _)| *word == text.text) {
        return Ok(*value);
    }
    let words: Vec<_> = choices.iter().map(|(word, _)| *word).collect();
    let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    let message = format!("`{}` is not {article} {kind}", text.text);
    let permitted = words
        .iter()
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ");
    let help = match closest(&text.text, words.iter().copied()) {
        Some(word) => format!("did you mean `{word}`? permitted: {permitted}"),
        None => format!("permitted: {permitted}"),
    };
    Err(Diagnostic::new(code, text.span, message).with_help(help))
}

/// Whether the text has the shape of a name: `[a-z][a-z0-9_]*`.
pub(super) fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
}

/// Whether the text is a word as categories and queues have it: `[A-Za-z][A-Za-z0-9_-]*`.
pub(super) fn is_word(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}
