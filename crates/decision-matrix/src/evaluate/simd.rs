//! Comparisons of 64 values at once, in the vector instructions of the machine at hand. This is
//! the only file with `unsafe` code; [`Portable`] gives the same results without it.
//!
//! A [`Kernel`] is compiled once for each set of instructions, and [`Instructions::run`] calls the
//! best that the machine has: comparisons and the plain loops around them become vector code.

#![cfg_attr(
    target_arch = "x86_64",
    expect(
        unsafe_code,
        reason = "a function with instructions that not every machine has is called only where they were found"
    )
)]
#![expect(
    clippy::inline_always,
    reason = "a kernel is compiled for each set of instructions: all of its parts must be inside of it"
)]

/// A set of vector instructions that this machine has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Instructions(Set);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Set {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Avx512,
}

/// Work that is compiled for each set of instructions.
pub(super) trait Kernel {
    /// Does the work. Implementations are `#[inline(always)]`, as is everything hot that they call,
    /// so that they become part of the function that has the instructions.
    fn run<L: Lanes>(self);
}

/// Comparisons of 64 values with one.
pub(super) trait Lanes {
    /// A bit for each value that is at least the bound, the first value in the lowest bit.
    fn at_least_8(values: &[i8; 64], bound: i8) -> u64;
    /// See [`Self::at_least_8`].
    fn at_least_16(values: &[i16; 64], bound: i16) -> u64;
    /// See [`Self::at_least_8`].
    fn at_least_32(values: &[i32; 64], bound: i32) -> u64;
    /// See [`Self::at_least_8`].
    fn at_least_64(values: &[i64; 64], bound: i64) -> u64;
}

impl Instructions {
    /// The best set that this machine has.
    #[cfg(target_arch = "x86_64")]
    pub fn best() -> Self {
        let has_avx512 = is_x86_feature_detected!("avx512f")
            && is_x86_feature_detected!("avx512bw")
            && is_x86_feature_detected!("avx512dq")
            && is_x86_feature_detected!("avx512vl");
        if has_avx512 {
            Self(Set::Avx512)
        } else if is_x86_feature_detected!("avx2") {
            Self(Set::Avx2)
        } else {
            Self(Set::Portable)
        }
    }

    /// The best set that this machine has.
    #[cfg(not(target_arch = "x86_64"))]
    pub fn best() -> Self {
        Self(Set::Portable)
    }

    /// Every set that this machine has, the plainest first.
    pub fn all() -> Vec<Self> {
        let mut all = vec![Self(Set::Portable)];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") {
                all.push(Self(Set::Avx2));
            }
            if Self::best() == Self(Set::Avx512) {
                all.push(Self::best());
            }
        }
        all
    }

    /// Runs a kernel.
    #[inline]
    pub(super) fn run(self, kernel: impl Kernel) {
        match self.0 {
            Set::Portable => kernel.run::<Portable>(),
            // SAFETY: a value with this set is made only where the machine has AVX2.
            #[cfg(target_arch = "x86_64")]
            Set::Avx2 => unsafe { x86::with_avx2(kernel) },
            // SAFETY: a value with this set is made only where the machine has these instructions.
            #[cfg(target_arch = "x86_64")]
            Set::Avx512 => unsafe { x86::with_avx512(kernel) },
        }
    }
}

/// Plain loops.
struct Portable;

#[inline(always)]
fn at_least<T: Copy + PartialOrd>(values: &[T; 64], bound: T) -> u64 {
    values
        .iter()
        .rev()
        .fold(0, |bits, value| bits << 1 | u64::from(*value >= bound))
}

impl Lanes for Portable {
    #[inline]
    fn at_least_8(values: &[i8; 64], bound: i8) -> u64 {
        at_least(values, bound)
    }

    #[inline]
    fn at_least_16(values: &[i16; 64], bound: i16) -> u64 {
        at_least(values, bound)
    }

    #[inline]
    fn at_least_32(values: &[i32; 64], bound: i32) -> u64 {
        at_least(values, bound)
    }

    #[inline]
    fn at_least_64(values: &[i64; 64], bound: i64) -> u64 {
        at_least(values, bound)
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use std::arch::x86_64::{
        __m256i, _mm256_castsi256_pd, _mm256_cmpgt_epi8, _mm256_cmpgt_epi16, _mm256_cmpgt_epi32,
        _mm256_cmpgt_epi64, _mm256_loadu_si256, _mm256_movemask_epi8, _mm256_movemask_pd,
        _mm256_packs_epi16, _mm256_packs_epi32, _mm256_permute4x64_epi64,
        _mm256_permutevar8x32_epi32, _mm256_set1_epi8, _mm256_set1_epi16, _mm256_set1_epi32,
        _mm256_set1_epi64x, _mm256_setr_epi32, _mm512_cmpge_epi8_mask, _mm512_cmpge_epi16_mask,
        _mm512_cmpge_epi32_mask, _mm512_cmpge_epi64_mask, _mm512_loadu_si512, _mm512_set1_epi8,
        _mm512_set1_epi16, _mm512_set1_epi32, _mm512_set1_epi64,
    };

    use super::{Kernel, Lanes};

    #[target_feature(enable = "avx2")]
    pub(super) fn with_avx2(kernel: impl Kernel) {
        kernel.run::<Avx2>();
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512dq,avx512vl")]
    pub(super) fn with_avx512(kernel: impl Kernel) {
        kernel.run::<Avx512>();
    }

    /// Only inside of [`with_avx512`].
    struct Avx512;

    /// Only inside of [`with_avx2`].
    struct Avx2;

    /// The bits of all vectors that the values fill, each vector with so many bits.
    macro_rules! gathered {
        ($values:ident, $lanes:literal, |$pointer:ident| $bits:expr) => {{
            let mut bits = 0_u64;
            for (at, part) in $values.as_chunks::<$lanes>().0.iter().enumerate() {
                let $pointer = part.as_ptr();
                bits |= u64::from($bits) << (at * $lanes);
            }
            bits
        }};
    }

    impl Lanes for Avx512 {
        #[inline(always)]
        fn at_least_8(values: &[i8; 64], bound: i8) -> u64 {
            // SAFETY: inside of `with_avx512`; an array of 64 bytes is read.
            unsafe {
                _mm512_cmpge_epi8_mask(
                    _mm512_loadu_si512(values.as_ptr().cast()),
                    _mm512_set1_epi8(bound),
                )
            }
        }

        #[inline(always)]
        fn at_least_16(values: &[i16; 64], bound: i16) -> u64 {
            // SAFETY: inside of `with_avx512`; each part has 64 bytes.
            unsafe {
                let bound = _mm512_set1_epi16(bound);
                gathered!(values, 32, |part| _mm512_cmpge_epi16_mask(
                    _mm512_loadu_si512(part.cast()),
                    bound
                ))
            }
        }

        #[inline(always)]
        fn at_least_32(values: &[i32; 64], bound: i32) -> u64 {
            // SAFETY: inside of `with_avx512`; each part has 64 bytes.
            unsafe {
                let bound = _mm512_set1_epi32(bound);
                gathered!(values, 16, |part| _mm512_cmpge_epi32_mask(
                    _mm512_loadu_si512(part.cast()),
                    bound
                ))
            }
        }

        #[inline(always)]
        fn at_least_64(values: &[i64; 64], bound: i64) -> u64 {
            // SAFETY: inside of `with_avx512`; each part has 64 bytes.
            unsafe {
                let bound = _mm512_set1_epi64(bound);
                gathered!(values, 8, |part| _mm512_cmpge_epi64_mask(
                    _mm512_loadu_si512(part.cast()),
                    bound
                ))
            }
        }
    }

    /// AVX2 compares for "greater" only: a value is at least the bound where the bound is not
    /// greater.
    impl Lanes for Avx2 {
        #[inline(always)]
        fn at_least_8(values: &[i8; 64], bound: i8) -> u64 {
            // SAFETY: inside of `with_avx2`; each part has 32 bytes.
            !unsafe {
                let bound = _mm256_set1_epi8(bound);
                gathered!(values, 32, |part| bits(_mm256_cmpgt_epi8(
                    bound,
                    _mm256_loadu_si256(part.cast())
                )))
            }
        }

        #[inline(always)]
        fn at_least_16(values: &[i16; 64], bound: i16) -> u64 {
            // SAFETY: inside of `with_avx2`; each part has 64 bytes, of which each half is read.
            !unsafe {
                let bound = _mm256_set1_epi16(bound);
                let below =
                    |part: *const i16| _mm256_cmpgt_epi16(bound, _mm256_loadu_si256(part.cast()));
                gathered!(values, 32, |part| {
                    let packed = _mm256_packs_epi16(below(part), below(part.add(16)));
                    bits(_mm256_permute4x64_epi64::<0b11_01_10_00>(packed))
                })
            }
        }

        #[inline(always)]
        fn at_least_32(values: &[i32; 64], bound: i32) -> u64 {
            // SAFETY: inside of `with_avx2`; each part has 128 bytes, of which each quarter is read.
            !unsafe {
                let bound = _mm256_set1_epi32(bound);
                let below =
                    |part: *const i32| _mm256_cmpgt_epi32(bound, _mm256_loadu_si256(part.cast()));
                // Packing works within halves of a register: this order puts them right again.
                let order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
                gathered!(values, 32, |part| {
                    let low = _mm256_packs_epi32(below(part), below(part.add(8)));
                    let high = _mm256_packs_epi32(below(part.add(16)), below(part.add(24)));
                    let packed = _mm256_packs_epi16(low, high);
                    bits(_mm256_permutevar8x32_epi32(packed, order))
                })
            }
        }

        #[inline(always)]
        fn at_least_64(values: &[i64; 64], bound: i64) -> u64 {
            // SAFETY: inside of `with_avx2`; each part has 32 bytes.
            !unsafe {
                let bound = _mm256_set1_epi64x(bound);
                gathered!(values, 4, |part| {
                    let below = _mm256_cmpgt_epi64(bound, _mm256_loadu_si256(part.cast()));
                    _mm256_movemask_pd(_mm256_castsi256_pd(below)).cast_unsigned()
                })
            }
        }
    }

    /// The highest bit of each byte.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn bits(bytes: __m256i) -> u32 {
        _mm256_movemask_epi8(bytes).cast_unsigned()
    }
}

#[cfg(test)]
mod tests;
