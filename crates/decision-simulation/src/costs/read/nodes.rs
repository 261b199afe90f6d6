//! Values of a tree of nodes, each mistake collected with its place.

use decision_matrix::diagnostic::{Code, Diagnostic};
use decision_matrix::number;
use decision_matrix::source::suggest;
use decision_matrix::source::yaml::{Entry, Node, NodeValue};

/// Collects what is wrong.
#[derive(Default)]
pub(super) struct Reader {
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Reader {
    /// A number from 0 to `most` whole units, in units of `scale`.
    pub(super) fn number(&mut self, node: &Node, scale: u8, most: i64) -> i64 {
        let Some(text) = self.text(node) else {
            return 0;
        };
        let unit = 10_i64.pow(u32::from(scale));
        match number::parse_scaled(text, scale) {
            Ok(value) if (0..=most.saturating_mul(unit)).contains(&value) => return value,
            Ok(_) | Err(number::NumberError::OutOfRange) => {
                self.bad(
                    node,
                    format!("`{text}` is out of range"),
                    format!("write a number from 0 to {most}"),
                );
            }
            Err(number::NumberError::TooFine) => {
                self.bad(
                    node,
                    format!("`{text}` is too fine"),
                    format!("write at most {scale} fraction digits"),
                );
            }
            Err(number::NumberError::Syntax) => {
                self.bad(
                    node,
                    format!("`{text}` is no number"),
                    "write a number like `15000` or `0.85`",
                );
            }
        }
        0
    }

    /// The text of a single value.
    pub(super) fn text<'a>(&mut self, node: &'a Node) -> Option<&'a str> {
        let text = scalar(node);
        if text.is_none() {
            let message = "a single value was expected here";
            self.diagnostics
                .push(Diagnostic::new(Code::WrongShape, node.span, message));
        }
        text
    }

    /// The items of a list.
    pub(super) fn items<'a>(&mut self, node: &'a Node) -> &'a [Node] {
        if let NodeValue::Sequence(items) = &node.value {
            return items;
        }
        let message = "a list was expected here";
        self.diagnostics.push(
            Diagnostic::new(Code::WrongShape, node.span, message).with_help("write `[a, b]`"),
        );
        &[]
    }

    /// The entries of a mapping; keys other than `known` are reported.
    pub(super) fn entries<'a>(&mut self, node: &'a Node, known: &[&str]) -> &'a [Entry] {
        let NodeValue::Mapping(entries) = &node.value else {
            let message = format!(
                "a mapping was expected here, with the keys {}",
                listed(known)
            );
            self.diagnostics
                .push(Diagnostic::new(Code::WrongShape, node.span, message));
            return &[];
        };
        for entry in entries
            .iter()
            .filter(|entry| !known.contains(&entry.key.as_str()))
        {
            let word = entry.key.as_str();
            let help = suggest::closest(word, known.iter().copied()).map_or_else(
                || format!("keys are {}", listed(known)),
                |close| format!("did you mean `{close}`?"),
            );
            let message = format!("the key `{word}` is not known");
            self.diagnostics
                .push(Diagnostic::new(Code::UnknownKey, entry.key.span, message).with_help(help));
        }
        entries
    }

    /// Reports a word that is none of the known ones.
    pub(super) fn unknown_word(&mut self, key: &str, node: &Node, word: &str, known: &[&str]) {
        let help = suggest::closest(word, known.iter().copied()).map_or_else(
            || format!("write one of {}", listed(known)),
            |close| format!("did you mean `{close}`?"),
        );
        self.bad(node, format!("`{word}` is no value of `{key}`"), help);
    }

    /// Reports a value that is not permitted.
    pub(super) fn bad(&mut self, node: &Node, message: impl Into<String>, help: impl Into<String>) {
        self.diagnostics
            .push(Diagnostic::new(Code::BadValue, node.span, message).with_help(help));
    }
}

/// The text of a scalar.
pub(super) fn scalar(node: &Node) -> Option<&str> {
    match &node.value {
        NodeValue::Scalar(scalar) => Some(&scalar.text),
        _ => None,
    }
}

/// Words in backticks, with commas.
fn listed(words: &[&str]) -> String {
    words
        .iter()
        .map(|word| format!("`{word}`"))
        .collect::<Vec<_>>()
        .join(", ")
}
