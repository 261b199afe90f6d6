//! Safe reading of YAML: the tree of nodes, every scalar with its own text and its place.
//!
//! Only the core subset that rules files need is read; everything else that YAML can express
//! (anchors, aliases, tags, merge keys, directives, several documents) is refused with a place.
//! [`decode`] makes a text of bytes, [`read`] a tree of a text, [`Walker`] helps to walk it.

mod places;
mod prescan;
mod tree;
mod walk;

use std::ops::Range;
use std::sync::Arc;

pub use walk::{Fields, Walker};

use super::span::{Places, SourceText, Span, Text};
use crate::diagnostic::{Code, Diagnostic, Findings};

/// How a scalar was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ScalarStyle {
    /// Without quotes.
    Plain,
    /// In single quotes.
    SingleQuoted,
    /// In double quotes.
    DoubleQuoted,
    /// A literal block, `|`.
    Literal,
    /// A folded block, `>`.
    Folded,
}

/// One node of the tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// The place of the whole node.
    pub span: Span,
    /// What the node is.
    pub value: NodeValue,
}

/// What a node is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeValue {
    /// A scalar; its type is decided by who reads it.
    Scalar(Scalar),
    /// A sequence.
    Sequence(Vec<Node>),
    /// A mapping, in the order written; keys are unique.
    Mapping(Vec<Entry>),
}

/// One key of a mapping with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The key.
    pub key: Text,
    /// Its value.
    pub value: Node,
}

/// A scalar with its own text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The text, quotes and escapes resolved, never turned into a number.
    pub text: String,
    /// How it was written.
    pub style: ScalarStyle,
    places: Places,
}

impl Scalar {
    /// Where a range of bytes of the text stands in the file, escapes, line ends and the
    /// indentation of blocks regarded.
    pub fn span_of(&self, range: Range<usize>) -> Span {
        self.places.span_of(range)
    }
}

impl Node {
    /// The scalar's text with its place; `None` for a collection.
    pub fn text(&self) -> Option<Text> {
        let scalar = self.scalar()?;
        Some(Text::with_places(
            scalar.text.clone(),
            self.span,
            scalar.places.clone(),
        ))
    }

    /// The scalar, if it is one.
    pub fn scalar(&self) -> Option<&Scalar> {
        match &self.value {
            NodeValue::Scalar(scalar) => Some(scalar),
            _ => None,
        }
    }

    /// The entries, if it is a mapping.
    pub fn mapping(&self) -> Option<&[Entry]> {
        match &self.value {
            NodeValue::Mapping(entries) => Some(entries),
            _ => None,
        }
    }

    /// The items, if it is a sequence.
    pub fn sequence(&self) -> Option<&[Self]> {
        match &self.value {
            NodeValue::Sequence(items) => Some(items),
            _ => None,
        }
    }

    /// The value of a key, if it is a mapping that has the key.
    pub fn get(&self, key: &str) -> Option<&Self> {
        let entry = self.mapping()?.iter().find(|entry| entry.key.text == key)?;
        Some(&entry.value)
    }

    /// The beginning of the node: a scalar as it is, of a collection no more than its first key.
    pub fn head(&self) -> Span {
        match &self.value {
            NodeValue::Scalar(_) => self.span,
            NodeValue::Sequence(_) => Span::new(self.span.start, self.span.start),
            NodeValue::Mapping(entries) => {
                let end = entries
                    .first()
                    .map_or(self.span.start, |entry| entry.key.span.end);
                Span::new(self.span.start, end)
            }
        }
    }

    /// What the node is, in the words of messages.
    pub fn kind(&self) -> &'static str {
        match &self.value {
            NodeValue::Scalar(_) => "a text",
            NodeValue::Sequence(_) => "a list",
            NodeValue::Mapping(_) => "a mapping",
        }
    }
}

/// Makes a source text of the bytes of a file.
///
/// # Errors
///
/// The file is larger than `limit_bytes` (a finding on line 1), or not UTF-8 (a finding on the
/// line of the first wrong byte; the text that comes with it has `U+FFFD` in its place).
pub fn decode(name: &str, bytes: &[u8], limit_bytes: usize) -> Result<SourceText, Findings> {
    let refused = |text: String, diagnostic: &dyn Fn(&SourceText) -> Diagnostic| {
        let source = SourceText::new(name, text);
        let diagnostics = vec![diagnostic(&source)];
        Err(Findings::new(Arc::new(source), diagnostics))
    };
    if bytes.len() > limit_bytes {
        // The first line is enough to show where the finding stands.
        let head: Vec<u8> = bytes
            .iter()
            .copied()
            .take(256)
            .take_while(|b| *b != b'\n')
            .collect();
        let head = String::from_utf8_lossy(&head).into_owned();
        return refused(head, &|source| {
            prescan::too_large(source, bytes.len(), limit_bytes)
        });
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(SourceText::new(name, text)),
        Err(error) => {
            let at = error.valid_up_to();
            let byte = bytes.get(at).copied().unwrap_or_default();
            let text = String::from_utf8_lossy(bytes).into_owned();
            refused(text, &|_| {
                let span = Span::new(at, at + char::REPLACEMENT_CHARACTER.len_utf8());
                let message = format!("the byte `0x{byte:02X}` is not UTF-8");
                Diagnostic::new(Code::Encoding, span, message)
                    .with_label("first wrong byte")
                    .with_help("save the file as UTF-8")
            })
        }
    }
}

/// Reads a text as YAML of the permitted subset.
///
/// # Errors
///
/// Everything in the text that is not part of the subset: all of it where the text can still be
/// followed, and the first place where it cannot.
pub fn read(source: &SourceText, limit_bytes: usize) -> Result<Node, Vec<Diagnostic>> {
    let (node, diagnostics) = read_all(source, limit_bytes);
    match node {
        Some(node) if diagnostics.is_empty() => Ok(node),
        _ => Err(diagnostics),
    }
}

/// Reads a text as [`read`] does, and gives the tree even if something is wrong, as long as its
/// shape is certain: an empty value is then an empty text, and of two equal keys the first counts.
/// Without a tree there is at least one diagnostic.
pub fn read_all(source: &SourceText, limit_bytes: usize) -> (Option<Node>, Vec<Diagnostic>) {
    let refused = prescan::check(source, limit_bytes);
    if !refused.is_empty() {
        return (None, refused);
    }
    tree::build(source)
}

#[cfg(test)]
mod tests;
