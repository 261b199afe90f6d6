use super::Validity;

#[test]
fn bits_are_read_alike_one_by_one_and_by_words() {
    let bytes: Vec<u8> = (0..24_u8).map(|at| at.wrapping_mul(37) ^ 0x5a).collect();
    for offset in 0..20 {
        let validity = Validity::new(&bytes, offset);
        for row in 0..200 {
            let word = validity.word(row);
            for bit in 0..64 {
                assert_eq!(
                    word >> bit & 1 == 1,
                    validity.is_valid(row + bit),
                    "offset {offset}, row {row}, bit {bit}"
                );
            }
        }
    }
    assert!(Validity::new(&[2], 1).is_valid(0));
    assert!(!Validity::new(&[2], 0).is_valid(0));
}
