use super::{Instructions, Kernel, Lanes};

/// Compares every width with plain comparisons.
struct Compared {
    seed: u64,
}

/// Values with many that are equal, and the ends of the type.
fn values<T: TryFrom<i64> + Copy + Default>(seed: u64, least: i64, most: i64) -> [T; 64] {
    let mut state = seed | 1;
    std::array::from_fn(|at| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let value = match (state % 5, at) {
            (0, _) => least,
            (1, _) => most,
            (2, _) => 0,
            _ => (state >> 8).cast_signed() % (most / 2),
        };
        T::try_from(value).unwrap_or_default()
    })
}

fn expected<T: Copy + PartialOrd>(values: &[T; 64], bound: T) -> u64 {
    (0..64)
        .filter(|at| values[*at] >= bound)
        .fold(0, |bits, at| bits | 1 << at)
}

impl Kernel for Compared {
    fn run<L: Lanes>(self) {
        let v = values::<i8>(self.seed, i8::MIN.into(), i8::MAX.into());
        for bound in v.into_iter().chain([i8::MIN, -1, 0, 1, i8::MAX]) {
            assert_eq!(L::at_least_8(&v, bound), expected(&v, bound));
        }
        let v = values::<i16>(self.seed, i16::MIN.into(), i16::MAX.into());
        for bound in v.into_iter().chain([i16::MIN, -1, 0, 1, i16::MAX]) {
            assert_eq!(L::at_least_16(&v, bound), expected(&v, bound));
        }
        let v = values::<i32>(self.seed, i32::MIN.into(), i32::MAX.into());
        for bound in v.into_iter().chain([i32::MIN, -1, 0, 1, i32::MAX]) {
            assert_eq!(L::at_least_32(&v, bound), expected(&v, bound));
        }
        let v = values::<i64>(self.seed, i64::MIN, i64::MAX);
        for bound in v.into_iter().chain([i64::MIN, -1, 0, 1, i64::MAX]) {
            assert_eq!(L::at_least_64(&v, bound), expected(&v, bound));
        }
    }
}

#[test]
fn every_set_of_instructions_compares_alike() {
    let all = Instructions::all();
    assert!(all.contains(&Instructions::best()));
    for instructions in all {
        for seed in 1..200 {
            instructions.run(Compared {
                seed: 0x9E37_79B9_7F4A_7C15_u64.wrapping_mul(seed),
            });
        }
    }
}
