//! A piece of a JSON Lines file, read into cells. Texts without escapes stay where they are in it.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use super::cut::Cut;
use super::json_row::{self, Member, MemberValue, NoRow};
use crate::block::{Cell, CellRows, RowFault, Slice};

/// The rows of a piece and the keys that they have.
pub(crate) struct JsonlPart {
    pub(crate) rows: CellRows,
    /// The keys in the order of their first appearance.
    pub(crate) keys: Arc<[String]>,
    /// How often each key came.
    pub(crate) counts: Vec<u64>,
}

/// Reads the lines of a piece. `kept` are the only keys whose values are kept; without it all are.
pub(crate) fn read(cut: Cut, kept: Option<&[String]>) -> JsonlPart {
    let (text, rows) = cut.into_text();
    let mut lines = Lines {
        text: &text,
        block: CellRows::with_capacity_of(0, rows.len() * 8, rows.len()),
        kept,
        keys: Vec::new(),
        key_of: BTreeMap::new(),
        copied: String::new(),
    };
    for row in &rows {
        lines.block.begin(row.line, row.kind.fault());
        let line = text.get(row.start..row.end).unwrap_or_default();
        if row.kind.fault().is_none() {
            lines.push(line);
        }
    }
    let (keys, counts) = lines
        .keys
        .into_iter()
        .map(|key| (key.name, key.count))
        .unzip();
    let keys: Vec<String> = keys;
    let mut rows = lines.block;
    let copied = lines.copied;
    rows.set_text(text + &copied);
    JsonlPart {
        rows,
        keys: keys.into(),
        counts,
    }
}

/// A key of the piece.
struct Key {
    name: String,
    count: u64,
    is_kept: bool,
    /// How many rows had begun when it last came.
    last_row: usize,
}

/// Lines on their way into a block.
struct Lines<'a> {
    /// The piece.
    text: &'a str,
    block: CellRows,
    kept: Option<&'a [String]>,
    keys: Vec<Key>,
    key_of: BTreeMap<String, usize>,
    /// Texts that do not stand in the piece as they are; they come to stand behind it.
    copied: String,
}

impl Lines<'_> {
    /// Puts the members of a line into the last row of the block.
    fn push(&mut self, line: &str) {
        let members = match json_row::members(line) {
            Ok(members) => members,
            Err(NoRow::NotJson) => return self.block.spoil(RowFault::Json),
            Err(NoRow::NotAnObject) => return self.block.spoil(RowFault::NotAnObject),
        };
        let row = self.block.len();
        let mut is_repeated = false;
        for (place, member) in members.iter().enumerate() {
            let at = self.key(&member.key, place);
            let cell = self.cell(&member.value);
            let Some(key) = self.keys.get_mut(at) else {
                continue;
            };
            is_repeated |= key.last_row == row;
            key.last_row = row;
            key.count += 1;
            // Of a repeated key the first value passes through; the row is no claim.
            if key.is_kept {
                self.block
                    .push_at(u32::try_from(at).unwrap_or(u32::MAX), cell);
            }
        }
        self.block.end_row();
        if is_repeated && let Some(key) = repeated_key(&members) {
            self.block.spoil(RowFault::RepeatedKey(key));
        }
    }

    /// The index of a key, which most often stands at the place that it had before.
    fn key(&mut self, name: &str, place: usize) -> usize {
        if self.keys.get(place).is_some_and(|key| key.name == name) {
            return place;
        }
        if let Some(at) = self.key_of.get(name) {
            return *at;
        }
        let at = self.keys.len();
        self.key_of.insert(name.to_owned(), at);
        self.keys.push(Key {
            name: name.to_owned(),
            count: 0,
            is_kept: self
                .kept
                .is_none_or(|kept| kept.iter().any(|kept| kept == name)),
            last_row: 0,
        });
        at
    }

    fn cell(&mut self, value: &MemberValue<'_>) -> Cell {
        match value {
            MemberValue::Null => Cell::Null,
            MemberValue::Boolean(value) => Cell::Boolean(*value),
            MemberValue::Number(text) => Cell::Number(self.slice(text)),
            MemberValue::Text(Cow::Borrowed(text)) => Cell::Text(self.slice(text)),
            MemberValue::Text(Cow::Owned(text)) => Cell::Text(self.copy(text)),
            MemberValue::Other(text) => Cell::Other(self.slice(text)),
        }
    }

    /// Where a part of the piece stands in it.
    fn slice(&mut self, part: &str) -> Slice {
        let start = part.as_ptr().addr().wrapping_sub(self.text.as_ptr().addr());
        let end = start.wrapping_add(part.len());
        if self.text.get(start..end) == Some(part) {
            Slice::new(start, end)
        } else {
            self.copy(part)
        }
    }

    fn copy(&mut self, text: &str) -> Slice {
        let start = self.text.len() + self.copied.len();
        self.copied.push_str(text);
        Slice::new(start, start + text.len())
    }
}

/// A key that stands twice.
fn repeated_key(members: &[Member<'_>]) -> Option<String> {
    let mut keys: Vec<&str> = members.iter().map(|member| member.key.as_ref()).collect();
    keys.sort_unstable();
    keys.windows(2).find_map(|pair| match pair {
        [first, second] if first == second => Some((*first).to_owned()),
        _ => None,
    })
}
