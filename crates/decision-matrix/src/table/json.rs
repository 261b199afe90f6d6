//! Writing JSON without spaces: just what the canonical form needs.

use std::fmt::Write;

/// A JSON text that grows.
#[derive(Default)]
pub(super) struct JsonWriter {
    text: String,
    /// Whether something stands before in the innermost object or array.
    has_items: bool,
}

impl JsonWriter {
    /// Writes a key of an object; its value comes next.
    pub(super) fn key(&mut self, key: &str) -> &mut Self {
        self.separate();
        self.string(key);
        self.text.push(':');
        self
    }

    /// Writes a string.
    pub(super) fn string(&mut self, value: &str) {
        self.text.push('"');
        let is_plain = |byte: u8| byte >= b' ' && byte != b'"' && byte != b'\\';
        if value.bytes().all(is_plain) {
            self.text.push_str(value);
        } else {
            self.escaped(value);
        }
        self.text.push('"');
    }

    /// Writes a text with its escapes.
    fn escaped(&mut self, value: &str) {
        for character in value.chars() {
            match character {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '\n' => self.text.push_str("\\n"),
                '\r' => self.text.push_str("\\r"),
                '\t' => self.text.push_str("\\t"),
                control if control < ' ' => {
                    let _ = write!(self.text, "\\u{:04x}", u32::from(control));
                }
                other => self.text.push(other),
            }
        }
    }

    /// Writes a string or `null`.
    pub(super) fn optional(&mut self, value: Option<&str>) {
        match value {
            Some(value) => self.string(value),
            None => self.raw("null"),
        }
    }

    /// Writes `true` or `false`.
    pub(super) fn boolean(&mut self, value: bool) {
        self.raw(if value { "true" } else { "false" });
    }

    /// Writes JSON as it is.
    pub(super) fn raw(&mut self, json: &str) {
        self.text.push_str(json);
    }

    /// The whole text.
    pub(super) fn into_text(self) -> String {
        self.text
    }

    fn separate(&mut self) {
        if self.has_items {
            self.text.push(',');
        }
        self.has_items = true;
    }

    fn nest(&mut self, brackets: [char; 2], content: impl FnOnce(&mut Self)) {
        let [open, close] = brackets;
        self.text.push(open);
        self.has_items = false;
        content(self);
        self.text.push(close);
        self.has_items = true;
    }
}

/// Writes an object.
pub(super) fn object(out: &mut JsonWriter, content: impl FnOnce(&mut JsonWriter)) {
    out.nest(['{', '}'], content);
}

/// Writes an array.
pub(super) fn array<T>(
    out: &mut JsonWriter,
    items: &[T],
    mut item: impl FnMut(&mut JsonWriter, &T),
) {
    out.nest(['[', ']'], |out| {
        for it in items {
            out.separate();
            item(out, it);
        }
    });
}
