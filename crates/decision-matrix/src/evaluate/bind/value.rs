//! A serializer for one value: from whatever serde offers to what a claims source would give.

use std::fmt::{self, Write};

use serde::ser::{self, Serialize};

use super::record::SerializeError;
use crate::raw_value::RawValue;

/// Takes one value.
pub(super) trait Sink {
    /// Takes a value.
    fn take(&mut self, value: RawValue<'_>);

    /// Takes a whole number.
    #[inline]
    fn take_whole(&mut self, value: i64) {
        self.take(RawValue::Decimal {
            mantissa: i128::from(value),
            scale: 0,
        });
    }

    /// Takes a text.
    #[inline]
    fn take_text(&mut self, text: &str) {
        self.take(RawValue::Text(text));
    }

    /// Takes a binary float, which is a value of no factor.
    fn take_float(&mut self);
}

/// Hands a value to a sink.
#[inline]
pub(super) fn serialize_value<T, S>(value: &T, sink: &mut S) -> Result<(), SerializeError>
where
    T: Serialize + ?Sized,
    S: Sink,
{
    value.serialize(ValueSerializer { sink })
}

struct ValueSerializer<'a, S> {
    sink: &'a mut S,
}

/// Swallows the parts of a list or a record, which is a value of no factor.
pub(super) struct Swallow;

/// Whole numbers of at most 64 bits.
macro_rules! whole_numbers {
    ($($method:ident($type:ty);)*) => {
        $(#[inline]
        fn $method(self, value: $type) -> Result<(), SerializeError> {
            self.sink.take_whole(i64::from(value));
            Ok(())
        })*
    };
}

impl<S: Sink> ValueSerializer<'_, S> {
    /// A list or a record.
    fn other(self) -> Swallow {
        self.sink.take(RawValue::Other);
        Swallow
    }
}

impl<S: Sink> ser::Serializer for ValueSerializer<'_, S> {
    type Ok = ();
    type Error = SerializeError;
    type SerializeSeq = Swallow;
    type SerializeTuple = Swallow;
    type SerializeTupleStruct = Swallow;
    type SerializeTupleVariant = Swallow;
    type SerializeMap = Swallow;
    type SerializeStruct = Swallow;
    type SerializeStructVariant = Swallow;

    whole_numbers! {
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
    }

    #[inline]
    fn serialize_u64(self, value: u64) -> Result<(), SerializeError> {
        match i64::try_from(value) {
            Ok(value) => self.sink.take_whole(value),
            Err(_) => return self.serialize_i128(i128::from(value)),
        }
        Ok(())
    }

    fn serialize_i128(self, mantissa: i128) -> Result<(), SerializeError> {
        self.sink.take(RawValue::Decimal { mantissa, scale: 0 });
        Ok(())
    }

    fn serialize_u128(self, value: u128) -> Result<(), SerializeError> {
        // Beyond `i128` it is beyond every type too.
        let mantissa = i128::try_from(value).unwrap_or(i128::MAX);
        self.sink.take(RawValue::Decimal { mantissa, scale: 0 });
        Ok(())
    }

    fn serialize_f32(self, _: f32) -> Result<(), SerializeError> {
        self.sink.take_float();
        Ok(())
    }

    fn serialize_f64(self, _: f64) -> Result<(), SerializeError> {
        self.sink.take_float();
        Ok(())
    }

    #[inline]
    fn serialize_bool(self, value: bool) -> Result<(), SerializeError> {
        self.sink.take(RawValue::Boolean(value));
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), SerializeError> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<(), SerializeError> {
        self.sink.take_text(value);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), SerializeError> {
        self.sink.take(RawValue::Other);
        Ok(())
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Result<(), SerializeError> {
        let mut short = ShortText {
            bytes: [0; 64],
            len: 0,
        };
        if write!(short, "{value}").is_ok() {
            self.sink.take(RawValue::Text(short.as_str()));
        } else {
            self.sink.take(RawValue::Text(&value.to_string()));
        }
        Ok(())
    }

    #[inline]
    fn serialize_none(self) -> Result<(), SerializeError> {
        self.sink.take(RawValue::Null);
        Ok(())
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), SerializeError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), SerializeError> {
        self.serialize_none()
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), SerializeError> {
        self.serialize_none()
    }

    #[inline]
    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), SerializeError> {
        self.serialize_str(variant)
    }

    #[inline]
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
        self.sink.take(RawValue::Other);
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Swallow, SerializeError> {
        Ok(self.other())
    }

    fn serialize_tuple(self, _: usize) -> Result<Swallow, SerializeError> {
        Ok(self.other())
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Swallow, SerializeError> {
        Ok(self.other())
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Swallow, SerializeError> {
        Ok(self.other())
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Swallow, SerializeError> {
        Ok(self.other())
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Swallow, SerializeError> {
        Ok(self.other())
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Swallow, SerializeError> {
        Ok(self.other())
    }
}

/// Swallows parts without a name.
macro_rules! swallow_parts {
    ($($trait:ident::$method:ident;)*) => {
        $(impl ser::$trait for Swallow {
            type Ok = ();
            type Error = SerializeError;

            fn $method<T: Serialize + ?Sized>(&mut self, _: &T) -> Result<(), SerializeError> {
                Ok(())
            }

            fn end(self) -> Result<(), SerializeError> {
                Ok(())
            }
        })*
    };
}

swallow_parts! {
    SerializeSeq::serialize_element;
    SerializeTuple::serialize_element;
    SerializeTupleStruct::serialize_field;
    SerializeTupleVariant::serialize_field;
}

/// Swallows parts with a name.
macro_rules! swallow_fields {
    ($($trait:ident)*) => {
        $(impl ser::$trait for Swallow {
            type Ok = ();
            type Error = SerializeError;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                _: &'static str,
                _: &T,
            ) -> Result<(), SerializeError> {
                Ok(())
            }

            fn end(self) -> Result<(), SerializeError> {
                Ok(())
            }
        })*
    };
}

swallow_fields! { SerializeStruct SerializeStructVariant }

impl ser::SerializeMap for Swallow {
    type Ok = ();
    type Error = SerializeError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, _: &T) -> Result<(), SerializeError> {
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, _: &T) -> Result<(), SerializeError> {
        Ok(())
    }

    fn end(self) -> Result<(), SerializeError> {
        Ok(())
    }
}

/// A text of at most 64 bytes, written without allocation.
struct ShortText {
    bytes: [u8; 64],
    len: usize,
}

impl ShortText {
    fn as_str(&self) -> &str {
        self.bytes
            .get(..self.len)
            .and_then(|bytes| std::str::from_utf8(bytes).ok())
            .unwrap_or_default()
    }
}

impl Write for ShortText {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.len + text.len();
        self.bytes
            .get_mut(self.len..end)
            .ok_or(fmt::Error)?
            .copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}
