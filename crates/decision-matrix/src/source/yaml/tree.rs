//! From the parser's events to the tree of nodes.

mod message;

use std::collections::BTreeMap;

use granit_parser::{Event, Parser, ScanError, StrInput};

use super::{Entry, Node, NodeValue, Scalar, ScalarStyle, places, prescan};
use crate::diagnostic::{Code, DIAGNOSTICS_MAX, Diagnostic};
use crate::limits::YAML_DEPTH;
use crate::source::span::{BYTE_ORDER_MARK, Places, SourceText, Span, Text, char_floor};

/// Builds the tree of a text that has passed the pre-scan.
pub(super) fn build(source: &SourceText) -> (Option<Node>, Vec<Diagnostic>) {
    let text = source.text();
    let body = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let options = granit_parser::options! {
        disallow_directives: true,
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        emit_comments: false,
        flow_nesting_limit: YAML_DEPTH + 1,
        block_nesting_limit: YAML_DEPTH + 1,
    };
    let parser = Parser::new_from_str_with_options(body, options);
    let mut builder = Builder::new(text, text.len() - body.len());
    let root = builder.run(parser);
    if root.is_none() && builder.diagnostics.is_empty() {
        let message = "the file holds nothing";
        builder.diagnostics.push(Diagnostic::new(
            Code::WrongShape,
            source.line_span(1),
            message,
        ));
    }
    (root, builder.diagnostics)
}

/// A collection that is still open.
struct Open {
    span: Span,
    content: Content,
}

/// What an open collection holds so far.
enum Content {
    /// The items of a sequence.
    Sequence(Vec<Node>),
    /// A mapping.
    Mapping {
        entries: Vec<Entry>,
        /// The keys so far, for the search of duplicates.
        keys: BTreeMap<String, Span>,
        /// The key whose value comes next.
        key: Option<Key>,
    },
}

/// A key that waits for its value.
struct Key {
    text: Text,
    /// A refused key takes its value with it.
    is_refused: bool,
}

/// Whether the events can be followed further.
enum Flow {
    Continue,
    Stop,
}

struct Builder<'a> {
    text: &'a str,
    /// Bytes in front of the text that the parser sees.
    offset: usize,
    open: Vec<Open>,
    root: Option<Node>,
    documents: usize,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Builder<'a> {
    fn new(text: &'a str, offset: usize) -> Self {
        Self {
            text,
            offset,
            open: Vec::new(),
            root: None,
            documents: 0,
            diagnostics: Vec::new(),
        }
    }

    /// Follows the events; gives the root if the shape of the tree is certain.
    fn run(&mut self, parser: Parser<'a, StrInput<'a>>) -> Option<Node> {
        for event in parser {
            let flow = match event {
                Ok((event, span)) => self.event(event, &span),
                Err(error) => self.scan_error(&error),
            };
            if matches!(flow, Flow::Stop) || self.diagnostics.len() >= DIAGNOSTICS_MAX {
                return None;
            }
        }
        self.root.take()
    }

    fn event(&mut self, event: Event<'_>, found: &granit_parser::Span) -> Flow {
        let span = self.span(found);
        if let Some(tag) = found.tag_span() {
            let message = "a YAML tag is not permitted";
            self.report(
                Diagnostic::new(Code::Tag, self.span(&tag), message).with_label("delete it"),
            );
        }
        match event {
            Event::DocumentStart(..) => return self.document(span),
            Event::Anchor(..) | Event::Alias(_) | Event::UnresolvedAlias(_) => {
                return self.anchor(&event, span);
            }
            Event::Scalar(text, style, anchor, tag) => {
                let is_bare = anchor == 0 && tag.is_none();
                self.scalar(&text, style_of(style), span, is_bare);
            }
            Event::SequenceStart(..) => return self.start(span, Content::Sequence(Vec::new())),
            Event::MappingStart(..) => {
                let (entries, keys) = (Vec::new(), BTreeMap::new());
                return self.start(
                    span,
                    Content::Mapping {
                        entries,
                        keys,
                        key: None,
                    },
                );
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(span),
            _ => {}
        }
        Flow::Continue
    }

    fn document(&mut self, span: Span) -> Flow {
        self.documents += 1;
        if self.documents == 1 {
            return Flow::Continue;
        }
        let message = "a second document begins here";
        let help = "one file holds one document; delete everything from here on";
        self.report(Diagnostic::new(Code::SeveralDocuments, span, message).with_help(help));
        Flow::Stop
    }

    fn anchor(&mut self, event: &Event<'_>, span: Span) -> Flow {
        let is_anchor = matches!(event, Event::Anchor(..));
        let message = if is_anchor {
            "an anchor is not permitted"
        } else {
            "an alias is not permitted"
        };
        let help = "write the value out where it is used, or put it in quotes if a text is meant";
        self.report(Diagnostic::new(Code::Anchor, span, message).with_help(help));
        if !is_anchor {
            // The alias stands for a node.
            let value = plain(String::new(), span);
            self.place(Node { span, value }, true);
        }
        Flow::Continue
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, found: Span, is_bare: bool) {
        let slice = self.slice(found);
        // The parser gives `~` for a value that is not there.
        let is_absent = style == ScalarStyle::Plain && slice.is_empty();
        let text = if is_absent { "" } else { text };
        let visible = match style {
            ScalarStyle::Literal | ScalarStyle::Folded => slice.trim_end_matches(['\n', '\r']),
            _ => slice,
        };
        let span = Span::new(found.start, found.start + visible.len());
        if is_absent && is_bare {
            self.absent(span);
        }
        let places = places::of(text, style, self.text, found);
        self.check_characters(text, &places);
        let value = NodeValue::Scalar(Scalar {
            text: text.to_owned(),
            style,
            places,
        });
        self.place(Node { span, value }, false);
    }

    /// Reports a value or a key that is not there.
    fn absent(&mut self, span: Span) {
        let waiting = match self.open.last() {
            Some(Open {
                content: Content::Mapping { key, .. },
                ..
            }) => Some(key.as_ref()),
            _ => None,
        };
        let diagnostic = match waiting {
            Some(Some(key)) => {
                let message = format!("`{}` has no value", key.text.text);
                Diagnostic::new(Code::EmptyScalar, key.text.span, message)
                    .with_label("a value was expected")
            }
            Some(None) => Diagnostic::new(Code::EmptyScalar, span, "a key is empty"),
            None => Diagnostic::new(Code::EmptyScalar, span, "a value is empty"),
        };
        self.report(diagnostic.with_help("write `null` for no value, or delete the key"));
    }

    /// Refuses control characters that an escape has brought in.
    fn check_characters(&mut self, text: &str, places: &Places) {
        if prescan::is_plain(text) {
            return;
        }
        let is_refused = |c: char| c == '\r' || prescan::is_refused(c);
        if let Some((at, character)) = text.char_indices().find(|(_, c)| is_refused(*c)) {
            let span = places.span_of(at..at + character.len_utf8());
            self.report(prescan::refused(span, character));
        }
    }

    /// Opens a collection.
    fn start(&mut self, span: Span, content: Content) -> Flow {
        if self.open.len() >= YAML_DEPTH {
            self.report(message::too_deep(span));
            return Flow::Stop;
        }
        self.open.push(Open { span, content });
        Flow::Continue
    }

    /// Closes the innermost collection.
    fn end(&mut self, end: Span) {
        let Some(Open { span, content }) = self.open.pop() else {
            return;
        };
        // A block collection ends with its last node, a flow collection with its bracket.
        let (last, value) = match content {
            Content::Sequence(items) => (
                items.last().map(|item| item.span),
                NodeValue::Sequence(items),
            ),
            Content::Mapping { entries, .. } => (
                entries.last().map(|entry| entry.value.span),
                NodeValue::Mapping(entries),
            ),
        };
        let end = if self.slice(end).is_empty() {
            last.unwrap_or(span)
        } else {
            end
        };
        self.place(
            Node {
                span: span.to(end),
                value,
            },
            false,
        );
    }

    /// Puts a node where the innermost open collection expects one.
    fn place(&mut self, node: Node, is_refused: bool) {
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        match &mut open.content {
            Content::Sequence(items) => items.push(node),
            Content::Mapping {
                key: waiting @ None,
                keys,
                ..
            } => {
                let (key, problem) = key_of(&node, is_refused, keys);
                *waiting = Some(key);
                self.diagnostics.extend(problem);
            }
            Content::Mapping { entries, key, .. } => {
                if let Some(Key {
                    text,
                    is_refused: false,
                }) = key.take()
                {
                    entries.push(Entry {
                        key: text,
                        value: node,
                    });
                }
            }
        }
    }

    fn scan_error(&mut self, error: &ScanError) -> Flow {
        let marker = error.marker();
        let at = marker.byte_offset().unwrap_or_default() + self.offset;
        // An error at the end of the file is shown behind the last thing in it.
        let at = char_floor(self.text, at).min(self.text.trim_end().len());
        let next = self.text.get(at..).and_then(|rest| rest.chars().next());
        let length = next
            .filter(|c| !matches!(c, '\n' | '\r'))
            .map_or(0, char::len_utf8);
        self.report(message::of(error.kind(), Span::new(at, at + length)));
        Flow::Stop
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.start..span.end).unwrap_or_default()
    }

    /// The parser's span in bytes of the file, within the text and on character boundaries.
    fn span(&self, found: &granit_parser::Span) -> Span {
        let range = found.byte_range().unwrap_or_default();
        let start = char_floor(self.text, range.start.saturating_add(self.offset));
        let end = char_floor(self.text, range.end.saturating_add(self.offset));
        Span::new(start, end.max(start))
    }
}

/// A key made of a node, with what is wrong about it.
fn key_of(
    node: &Node,
    is_refused: bool,
    keys: &mut BTreeMap<String, Span>,
) -> (Key, Option<Diagnostic>) {
    let span = node.span;
    let refused = |problem| {
        (
            Key {
                text: Text::new("", span),
                is_refused: true,
            },
            problem,
        )
    };
    let Some(text) = node.text() else {
        let message = format!("a key must be a text, not {}", node.kind());
        return refused(Some(Diagnostic::new(Code::Yaml, span, message)));
    };
    if is_refused {
        return refused(None);
    }
    let is_plain = node
        .scalar()
        .is_some_and(|scalar| scalar.style == ScalarStyle::Plain);
    if is_plain && text.text == "<<" {
        let message = "a merge key is not permitted";
        let diagnostic = Diagnostic::new(Code::MergeKey, span, message);
        return refused(Some(diagnostic.with_help("write the keys out")));
    }
    if let Some(first) = keys.get(&text.text) {
        let message = format!("the key `{}` stands twice", text.text);
        let diagnostic = Diagnostic::new(Code::DuplicateKey, span, message)
            .with_label("delete or rename one of the two")
            .with_related(*first, "first here");
        return refused(Some(diagnostic));
    }
    keys.insert(text.text.clone(), span);
    (
        Key {
            text,
            is_refused: false,
        },
        None,
    )
}

fn plain(text: String, span: Span) -> NodeValue {
    NodeValue::Scalar(Scalar {
        text,
        style: ScalarStyle::Plain,
        places: Places::Whole(span),
    })
}

fn style_of(style: granit_parser::ScalarStyle) -> ScalarStyle {
    match style {
        granit_parser::ScalarStyle::Plain => ScalarStyle::Plain,
        granit_parser::ScalarStyle::SingleQuoted => ScalarStyle::SingleQuoted,
        granit_parser::ScalarStyle::DoubleQuoted => ScalarStyle::DoubleQuoted,
        granit_parser::ScalarStyle::Literal => ScalarStyle::Literal,
        granit_parser::ScalarStyle::Folded => ScalarStyle::Folded,
    }
}
