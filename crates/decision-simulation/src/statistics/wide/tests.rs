use num_bigint::BigInt;
use proptest::prelude::{any, prop_assert_eq, proptest};

use super::Wide;

proptest! {
    #[test]
    fn products_are_those_of_numbers_of_any_size(
        one in any::<i128>(),
        bits in 0..127_u32,
        other in any::<i64>(),
    ) {
        for one in [one, one >> bits, i128::MAX, i128::MIN, 0] {
            for other in [other, other >> (bits / 2), i64::MAX, i64::MIN, -1, 0] {
                let product = BigInt::from(one) * BigInt::from(other);
                prop_assert_eq!(Wide::product(one, other).to_big(), product.clone());
                let mut sum = Wide::default();
                sum.add(one);
                sum.add_product(one, other);
                sum.add(i128::from(other));
                let expected = product + BigInt::from(one) + BigInt::from(other);
                prop_assert_eq!(sum.to_big(), expected);
            }
        }
    }
}
