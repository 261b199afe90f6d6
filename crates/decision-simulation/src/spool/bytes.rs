//! Numbers and texts as bytes, short where the numbers are small.

use std::io;

/// Appends a number in groups of seven bits, the lowest first.
pub(super) fn put_number(bytes: &mut Vec<u8>, mut number: u64) {
    loop {
        let [low, ..] = number.to_le_bytes();
        number >>= 7;
        if number == 0 {
            bytes.push(low);
            return;
        }
        bytes.push(low | 0x80);
    }
}

/// Appends a number with its sign: small ones of either sign stay short.
pub(super) fn put_signed(bytes: &mut Vec<u8>, number: i64) {
    put_number(bytes, ((number << 1) ^ (number >> 63)).cast_unsigned());
}

/// Appends a text with its length, or that there is none.
pub(super) fn put_text(bytes: &mut Vec<u8>, text: Option<&str>) {
    match text {
        None => put_number(bytes, 0),
        Some(text) => {
            put_number(bytes, text.len() as u64 + 1);
            bytes.extend_from_slice(text.as_bytes());
        }
    }
}

/// Bytes that are taken from the front.
#[derive(Clone, Copy, Debug)]
pub(super) struct Taken<'a>(pub(super) &'a [u8]);

impl<'a> Taken<'a> {
    pub(super) fn byte(&mut self) -> io::Result<u8> {
        let (first, rest) = self.0.split_first().ok_or_else(damaged)?;
        self.0 = rest;
        Ok(*first)
    }

    pub(super) fn bytes(&mut self, len: usize) -> io::Result<&'a [u8]> {
        let (first, rest) = self.0.split_at_checked(len).ok_or_else(damaged)?;
        self.0 = rest;
        Ok(first)
    }

    pub(super) fn fixed<const LEN: usize>(&mut self) -> io::Result<[u8; LEN]> {
        let (first, rest) = self.0.split_first_chunk().ok_or_else(damaged)?;
        self.0 = rest;
        Ok(*first)
    }

    pub(super) fn number(&mut self) -> io::Result<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(damaged())
    }

    pub(super) fn signed(&mut self) -> io::Result<i64> {
        let number = self.number()?;
        Ok((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    pub(super) fn text(&mut self) -> io::Result<Option<&'a str>> {
        let Some(len) = self.number()?.checked_sub(1) else {
            return Ok(None);
        };
        let bytes = self.bytes(usize::try_from(len).map_err(|_| damaged())?)?;
        std::str::from_utf8(bytes).map(Some).map_err(|_| damaged())
    }
}

/// What was kept is not what was written.
pub(super) fn damaged() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        "the temporary file of the claims was damaged",
    )
}

#[cfg(test)]
mod tests {
    use super::{Taken, put_number, put_signed, put_text};

    #[test]
    fn what_is_put_is_taken() {
        let mut bytes = Vec::new();
        let numbers = [0, 1, 127, 128, 300, u64::MAX];
        let signed = [0, -1, 1, 63, -64, 1 << 40, i64::MIN, i64::MAX];
        for number in numbers {
            put_number(&mut bytes, number);
        }
        for number in signed {
            put_signed(&mut bytes, number);
        }
        for text in [None, Some(""), Some("é"), Some("a longer text")] {
            put_text(&mut bytes, text);
        }
        let mut taken = Taken(&bytes);
        for number in numbers {
            assert_eq!(taken.number().unwrap(), number);
        }
        for number in signed {
            assert_eq!(taken.signed().unwrap(), number);
        }
        for text in [None, Some(""), Some("é"), Some("a longer text")] {
            assert_eq!(taken.text().unwrap(), text);
        }
        assert!(taken.byte().is_err());
        assert!(Taken(&[0xFF; 11]).number().is_err());
    }
}
