//! One line of JSON: an object with its members in the order they are given.

/// A row that is being written.
#[derive(Default)]
pub(crate) struct JsonRow {
    bytes: Vec<u8>,
}

impl JsonRow {
    fn key(&mut self, key: &str) {
        self.bytes
            .push(if self.bytes.is_empty() { b'{' } else { b',' });
        self.string(key);
        self.bytes.push(b':');
    }

    fn string(&mut self, text: &str) {
        // Writing a text to a vector cannot fail.
        let _ = serde_json::to_writer(&mut self.bytes, text);
    }

    /// A member whose value is a string.
    pub(crate) fn text(&mut self, key: &str, text: &str) {
        self.key(key);
        self.string(text);
    }

    /// A member whose value is JSON already.
    pub(crate) fn bare(&mut self, key: &str, json: &str) {
        self.key(key);
        self.bytes.extend_from_slice(json.as_bytes());
    }

    /// The whole line; the next member begins a new one.
    pub(crate) fn end(
        &mut self,
        mut write: impl FnMut(&[u8]) -> Result<(), crate::ClaimsError>,
    ) -> Result<(), crate::ClaimsError> {
        if self.bytes.is_empty() {
            self.bytes.push(b'{');
        }
        self.bytes.extend_from_slice(b"}\n");
        let result = write(&self.bytes);
        self.bytes.clear();
        result
    }
}
