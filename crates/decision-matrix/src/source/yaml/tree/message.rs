//! The parser's errors in the words of the rules language.

use granit_parser::ErrorKind;

use crate::diagnostic::{Code, Diagnostic};
use crate::limits::YAML_DEPTH;
use crate::source::span::Span;

/// The diagnostic for an error of the parser at a place.
pub(super) fn of(kind: &ErrorKind, span: Span) -> Diagnostic {
    let (code, message, help) = match kind {
        ErrorKind::RecursionLimitExceeded => return too_deep(span),
        ErrorKind::DirectiveDisallowed | ErrorKind::MissingDocumentEndBeforeDirective => (
            Code::Directive,
            "a YAML directive is not permitted".to_owned(),
            "delete the line; a text that begins with `%` stands in quotes",
        ),
        ErrorKind::MissingAnchorOrAliasName | ErrorKind::UnknownAnchor => (
            Code::Anchor,
            "anchors (`&`) and aliases (`*`) are not permitted".to_owned(),
            "put the value in quotes if a text is meant",
        ),
        ErrorKind::UndeclaredTagHandle
        | ErrorKind::ExpectedTagBang
        | ErrorKind::InvalidTagTerminator
        | ErrorKind::InvalidGlobalTagCharacter
        | ErrorKind::MissingTagUri
        | ErrorKind::UnclosedVerbatimTag
        | ErrorKind::InvalidTagEscape => (
            Code::Tag,
            "a YAML tag (`!`) is not permitted".to_owned(),
            "put the value in quotes if a text is meant",
        ),
        other => (Code::Yaml, plain_words(other), help(other)),
    };
    Diagnostic::new(code, span, message).with_help(help)
}

/// The diagnostic for a collection below the deepest permitted level.
pub(super) fn too_deep(span: Span) -> Diagnostic {
    let message = format!("the nesting is deeper than {YAML_DEPTH}");
    Diagnostic::new(Code::TooDeep, span, message)
        .with_label("one level too deep")
        .with_help("no part of the format needs more than 8 levels")
}

/// What is wrong, as the format's readers would say it.
fn plain_words(kind: &ErrorKind) -> String {
    match kind {
        ErrorKind::UnexpectedEofFlowSequence => "a `[` is not closed".to_owned(),
        ErrorKind::UnexpectedEofFlowMapping | ErrorKind::UnexpectedEofImplicitFlowMapping => {
            "a `{` is not closed".to_owned()
        }
        ErrorKind::UnclosedFlowCollection { open } => format!("a `{open}` is not closed"),
        ErrorKind::MismatchedFlowCollectionEnd { open, close } => {
            format!("a `{open}` is closed with `{close}`")
        }
        ErrorKind::ExpectedFlowMappingSeparator => "expected `,` or `}`".to_owned(),
        ErrorKind::ExpectedFlowSequenceSeparator => "expected `,` or `]`".to_owned(),
        ErrorKind::UnclosedQuotedScalar => "a quote is not closed".to_owned(),
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::InvalidIndentation => {
            "the indentation does not fit the lines above".to_owned()
        }
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart => "a tab is used as indentation".to_owned(),
        ErrorKind::SimpleKeyExpected => "expected `:` behind the key".to_owned(),
        ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidColonPlacement => {
            "`:` cannot stand here".to_owned()
        }
        ErrorKind::ExpectedDocumentStart => {
            "this does not continue the text above; perhaps its indentation differs".to_owned()
        }
        ErrorKind::InvalidQuotedScalarIndent => {
            "a quote is not closed, or the text in it is not indented".to_owned()
        }
        ErrorKind::UnexpectedCharacter { character: '`' } => {
            "a value cannot begin with a backtick".to_owned()
        }
        ErrorKind::UnexpectedCharacter { character } => {
            format!("a value cannot begin with `{character}`")
        }
        ErrorKind::UnknownQuotedScalarEscape => {
            "this escape is not known in double quotes".to_owned()
        }
        other => other.to_string(),
    }
}

/// How to mend it.
fn help(kind: &ErrorKind) -> &'static str {
    match kind {
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabAtBlockScalarStart => "indent with spaces",
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::InvalidIndentation => {
            "keys of one mapping begin in the same column"
        }
        ErrorKind::MappingValueNotAllowed | ErrorKind::UnexpectedCharacter { .. } => {
            "put a value that holds `: `, or begins with a sign, in quotes"
        }
        ErrorKind::UnknownQuotedScalarEscape => {
            "write `\\\\` for a backslash, or use single quotes"
        }
        _ => {
            "look for a wrong indentation, an unclosed quote or an unclosed bracket here or just \
             above"
        }
    }
}
