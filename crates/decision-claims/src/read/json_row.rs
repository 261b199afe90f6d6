//! One line of JSON: the members of its object, each value by its own text.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue as RawJson;

/// One member.
pub(crate) struct Member<'a> {
    /// Its key, escapes resolved.
    pub(crate) key: Cow<'a, str>,
    /// Its value.
    pub(crate) value: MemberValue<'a>,
}

/// The value of a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum MemberValue<'a> {
    Null,
    Boolean(bool),
    /// The digits as they stand in the file.
    Number(&'a str),
    /// A string, escapes resolved.
    Text(Cow<'a, str>),
    /// An array or an object, by its own text.
    Other(&'a str),
}

/// Why a line is no row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoRow {
    NotJson,
    NotAnObject,
}

/// Reads the members of a line, in their order, repeated keys included.
pub(crate) fn members(line: &str) -> Result<Vec<Member<'_>>, NoRow> {
    let not_json = |_| NoRow::NotJson;
    if !line.trim_start().starts_with('{') {
        let other: Result<&RawJson, _> = serde_json::from_str(line);
        return Err(other.map_or_else(not_json, |_| NoRow::NotAnObject));
    }
    let mut reader = serde_json::Deserializer::from_str(line);
    let members = reader.deserialize_map(Members).map_err(not_json)?;
    reader.end().map_err(not_json)?;
    Ok(members)
}

/// Collects the members of an object.
struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Vec<Member<'de>>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        // Keys are asked for as raw text, because a key without escapes can then be borrowed.
        while let Some(key) = access.next_key::<Key<'de>>()? {
            let raw: &'de RawJson = access.next_value()?;
            let value = value(raw.get()).map_err(serde::de::Error::custom)?;
            members.push(Member { key: key.0, value });
        }
        Ok(members)
    }
}

/// A key, borrowed where it has no escapes.
struct Key<'a>(Cow<'a, str>);

impl<'de> serde::Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(KeyVisitor)
    }
}

struct KeyVisitor;

impl<'de> Visitor<'de> for KeyVisitor {
    type Value = Key<'de>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Self::Value, E> {
        Ok(Key(Cow::Borrowed(key)))
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(Key(Cow::Owned(key.to_owned())))
    }
}

/// The value of a JSON text that is known to be well formed.
fn value(text: &str) -> Result<MemberValue<'_>, serde_json::Error> {
    Ok(match text.as_bytes().first() {
        Some(b'"') => {
            let inside = text
                .strip_prefix('"')
                .and_then(|text| text.strip_suffix('"'));
            match inside {
                Some(plain) if !plain.contains('\\') => MemberValue::Text(Cow::Borrowed(plain)),
                _ => MemberValue::Text(Cow::Owned(serde_json::from_str(text)?)),
            }
        }
        Some(b'{' | b'[') => MemberValue::Other(text),
        Some(b't') => MemberValue::Boolean(true),
        Some(b'f') => MemberValue::Boolean(false),
        Some(b'n') => MemberValue::Null,
        _ => MemberValue::Number(text),
    })
}
