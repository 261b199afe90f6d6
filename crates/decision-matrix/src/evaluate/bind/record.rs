//! A serializer for whole claims: structs, and maps with texts as keys.

use std::fmt;

use serde::ser::{self, Impossible, Serialize};

use super::value::{Sink, serialize_value};
use crate::raw_value::RawValue;

/// Takes the fields of a claim one by one.
pub(super) trait Record {
    /// Takes a field.
    fn field<T: Serialize + ?Sized>(&mut self, name: &str, value: &T)
    -> Result<(), SerializeError>;

    /// Takes a field whose name is part of the program.
    #[inline]
    fn named_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), SerializeError> {
        self.field(name, value)
    }
}

/// Why a value is no claim. It is one pointer, so that what every field returns fits into a register
/// and is not written to memory and compared at each of three calls.
#[derive(Debug)]
pub(super) struct SerializeError(Box<Cause>);

/// What makes a value no claim.
#[derive(Debug)]
pub(super) enum Cause {
    /// It has no named fields.
    NotARecord,
    /// Its own implementation says so.
    Custom(String),
}

impl SerializeError {
    /// The value has no named fields.
    #[cold]
    pub(super) fn not_a_record() -> Self {
        Self(Box::new(Cause::NotARecord))
    }

    /// What makes the value no claim.
    pub(super) fn into_cause(self) -> Cause {
        *self.0
    }
}

impl fmt::Display for SerializeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.as_ref() {
            Cause::NotARecord => formatter.write_str("the value has no named fields"),
            Cause::Custom(message) => formatter.write_str(message),
        }
    }
}

impl std::error::Error for SerializeError {}

impl ser::Error for SerializeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(Box::new(Cause::Custom(message.to_string())))
    }
}

/// Hands the fields of a value to a record.
#[inline]
pub(super) fn serialize_record<T, R>(value: &T, record: &mut R) -> Result<(), SerializeError>
where
    T: Serialize + ?Sized,
    R: Record,
{
    value.serialize(RecordSerializer { record })
}

struct RecordSerializer<'a, R> {
    record: &'a mut R,
}

/// The fields of a map, whose keys come before their values.
pub(super) struct MapFields<'a, R> {
    record: &'a mut R,
    key: KeySink,
}

/// The last key of a map.
struct KeySink(Option<String>);

impl Sink for KeySink {
    fn take(&mut self, value: RawValue<'_>) {
        self.0 = if let RawValue::Text(text) = value {
            Some(text.to_owned())
        } else {
            None
        };
    }

    fn take_float(&mut self) {
        self.0 = None;
    }
}

/// Takes the key of an entry, and hands the entry to the record.
struct EntrySink<'a, R, T: ?Sized> {
    record: &'a mut R,
    value: &'a T,
    result: Result<(), SerializeError>,
}

impl<R: Record, T: Serialize + ?Sized> Sink for EntrySink<'_, R, T> {
    fn take(&mut self, key: RawValue<'_>) {
        self.result = match key {
            RawValue::Text(name) => self.record.field(name, self.value),
            _ => Err(SerializeError::not_a_record()),
        };
    }

    fn take_float(&mut self) {
        self.result = Err(SerializeError::not_a_record());
    }
}

/// Refuses every value that has no named fields.
macro_rules! refuse {
    ($($method:ident($($argument:ty),*);)*) => {
        $(fn $method(self, $(_: $argument),*) -> Result<(), SerializeError> {
            Err(SerializeError::not_a_record())
        })*
    };
}

impl<'a, R: Record> ser::Serializer for RecordSerializer<'a, R> {
    type Ok = ();
    type Error = SerializeError;
    type SerializeSeq = Impossible<(), SerializeError>;
    type SerializeTuple = Impossible<(), SerializeError>;
    type SerializeTupleStruct = Impossible<(), SerializeError>;
    type SerializeTupleVariant = Impossible<(), SerializeError>;
    type SerializeMap = MapFields<'a, R>;
    type SerializeStruct = Self;
    type SerializeStructVariant = Impossible<(), SerializeError>;

    refuse! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_i128(i128);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_u128(u128);
        serialize_char(char);
        serialize_str(&str);
        serialize_bytes(&[u8]);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(&'static str);
        serialize_unit_variant(&'static str, u32, &'static str);
    }

    fn serialize_f32(self, _: f32) -> Result<(), SerializeError> {
        Err(SerializeError::not_a_record())
    }

    fn serialize_f64(self, _: f64) -> Result<(), SerializeError> {
        Err(SerializeError::not_a_record())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), SerializeError> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), SerializeError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), SerializeError> {
        Err(SerializeError::not_a_record())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, SerializeError> {
        Err(SerializeError::not_a_record())
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, SerializeError> {
        Err(SerializeError::not_a_record())
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, SerializeError> {
        Err(SerializeError::not_a_record())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, SerializeError> {
        Err(SerializeError::not_a_record())
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, SerializeError> {
        Ok(MapFields {
            record: self.record,
            key: KeySink(None),
        })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, SerializeError> {
        Ok(self)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, SerializeError> {
        Err(SerializeError::not_a_record())
    }
}

impl<R: Record> ser::SerializeStruct for RecordSerializer<'_, R> {
    type Ok = ();
    type Error = SerializeError;

    #[inline]
    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        value: &T,
    ) -> Result<(), SerializeError> {
        self.record.named_field(name, value)
    }

    fn end(self) -> Result<(), SerializeError> {
        Ok(())
    }
}

impl<R: Record> ser::SerializeMap for MapFields<'_, R> {
    type Ok = ();
    type Error = SerializeError;

    /// The usual way of maps; it needs no copy of the key.
    fn serialize_entry<K, V>(&mut self, key: &K, value: &V) -> Result<(), SerializeError>
    where
        K: Serialize + ?Sized,
        V: Serialize + ?Sized,
    {
        let mut sink = EntrySink {
            record: self.record,
            value,
            // Every key is given to the sink, or is an error by itself.
            result: Ok(()),
        };
        serialize_value(key, &mut sink)?;
        sink.result
    }

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), SerializeError> {
        serialize_value(key, &mut self.key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), SerializeError> {
        match self.key.0.take() {
            Some(name) => self.record.field(&name, value),
            None => Err(SerializeError::not_a_record()),
        }
    }

    fn end(self) -> Result<(), SerializeError> {
        Ok(())
    }
}
