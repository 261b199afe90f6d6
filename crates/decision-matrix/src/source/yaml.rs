//! Safe reading of YAML: the tree of nodes, every scalar with its own text and its place.
//!
//! Only the core subset that rules files need is read; everything else that YAML can express
//! (anchors, aliases, tags, merge keys, directives, several documents) is refused with a place.

use super::span::{Span, Text};

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
}
