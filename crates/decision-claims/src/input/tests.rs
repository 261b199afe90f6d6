//! Decoding in pieces.

use super::*;

/// Gives one byte at a time.
struct Drip(Cursor<Vec<u8>>);

impl Read for Drip {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let end = buffer.len().min(1);
        self.0.read(&mut buffer[..end])
    }
}

fn text(bytes: Vec<u8>, encoding: &'static Encoding) -> (bool, String) {
    let (is_decoded, mut stream) = decoded(Box::new(Drip(Cursor::new(bytes))), encoding).unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    (is_decoded, text)
}

#[test]
fn texts_are_decoded_whatever_the_pieces() {
    let long = "Карта застряла, ".repeat(20_000);
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&long);
    assert_eq!(
        text(bytes.into_owned(), encoding_rs::WINDOWS_1251),
        (true, long)
    );
    let mut utf16 = vec![0xfe, 0xff];
    utf16.extend("Ж😀".encode_utf16().flat_map(u16::to_be_bytes));
    assert_eq!(text(utf16, encoding_rs::UTF_8), (true, "Ж😀".into()));
    assert_eq!(
        text(b"\xef\xbb\xbfx".to_vec(), encoding_rs::WINDOWS_1251),
        (false, "x".into())
    );
    assert_eq!(text(b"x".to_vec(), encoding_rs::UTF_8), (false, "x".into()));
    assert_eq!(
        text(Vec::new(), encoding_rs::WINDOWS_1251),
        (true, String::new())
    );
    assert_eq!(
        text(vec![0x81], encoding_rs::SHIFT_JIS),
        (true, "\u{fffd}".into())
    );
}

#[test]
fn a_dash_is_standard_input() {
    assert_eq!(Input::from_argument("-"), Input::Standard);
    assert_eq!(Input::from_argument("-x.csv"), Input::Path("-x.csv".into()));
    assert_eq!(Input::Standard.name(), "standard input");
}
