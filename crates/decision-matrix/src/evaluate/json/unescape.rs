//! The escapes of a JSON string.

/// Appends what a string says, escapes resolved. The text is what stands between the quotes, with
/// any character behind each backslash.
///
/// # Errors
/// The byte of an escape that is none, or of half of a pair of surrogates.
pub(super) fn unescape(text: &str, out: &mut String) -> Result<(), usize> {
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let Some(plain) = rest.find('\\') else {
            out.push_str(rest);
            return Ok(());
        };
        out.push_str(rest.get(..plain).unwrap_or_default());
        let escape = rest.get(plain..).unwrap_or_default();
        let (character, length) = escaped(escape.as_bytes()).ok_or(at + plain)?;
        out.push(character);
        at += plain + length;
    }
    Ok(())
}

/// The character of the escape at the beginning, and its bytes.
fn escaped(escape: &[u8]) -> Option<(char, usize)> {
    Some(match escape.get(1)? {
        b'"' => ('"', 2),
        b'\\' => ('\\', 2),
        b'/' => ('/', 2),
        b'b' => ('\u{8}', 2),
        b'f' => ('\u{c}', 2),
        b'n' => ('\n', 2),
        b'r' => ('\r', 2),
        b't' => ('\t', 2),
        b'u' => {
            let first = unit(escape.get(2..6)?)?;
            if let Some(character) = char::from_u32(first) {
                return Some((character, 6));
            }
            // What is no character is one of a pair of surrogates; the high one comes first.
            let second = unit(escape.get(6..12)?.strip_prefix(b"\\u")?)?;
            let pair = (0xD800..0xDC00).contains(&first) && (0xDC00..0xE000).contains(&second);
            let code = 0x1_0000 + ((first & 0x3FF) << 10) + (second & 0x3FF);
            (char::from_u32(code).filter(|_| pair)?, 12)
        }
        _ => return None,
    })
}

/// The number that four hexadecimal digits are.
pub(super) fn unit(digits: &[u8]) -> Option<u32> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    digits
        .iter()
        .try_fold(0, |value, byte| Some(value * 16 + digit(byte)?))
}
