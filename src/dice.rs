//! Chance, handed in. One generator per purpose, seeded from seed, purpose, node and life, so that a fault more or
//! less in one place never shifts what another place draws.
//!
//! Integer ranges only, one draw each, by widening multiplication: the same numbers on every machine and in every
//! version of the `rand` package. Read [`crate::ids`] for the numbers it is seeded with.

use rand::Rng as _;
use rand::SeedableRng as _;
use rand::rngs::Xoshiro256PlusPlus;
use std::ops::RangeInclusive;

/// What a generator is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// Delays, losses and repetitions of messages.
    Network = 1,
    /// Election timeouts.
    Timers = 2,
    /// The salt of a disk's file, and where damage falls.
    Disk = 3,
    /// Which faults strike in a random run, and when. The kind of fault stands in the node's place.
    Faults = 4,
}

/// A seeded generator of uniform integers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dice(Xoshiro256PlusPlus);

impl Dice {
    /// The generator of a purpose; `node` and `life` are 0 where it belongs to no node.
    #[must_use]
    pub fn new(seed: u64, purpose: Purpose, node: u64, life: u64) -> Self {
        let words = [seed, purpose as u64, node, life];
        // Every word must reach every bit of the state: the generator's first two numbers come from a part of it.
        let folded = words.into_iter().fold(0, |folded, word| mix(folded ^ word));
        let mut bytes = [0; 32];
        for (place, chunk) in (0..).zip(bytes.chunks_exact_mut(8)) {
            chunk.copy_from_slice(&mix(folded.wrapping_add(place)).to_le_bytes());
        }
        Self(Xoshiro256PlusPlus::from_seed(bytes))
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// A number of the range, each equally likely (to within its size in 2^64). Always exactly one draw.
    pub fn range(&mut self, range: RangeInclusive<u64>) -> u64 {
        let (low, high) = range.into_inner();
        let span = u128::from(high.saturating_sub(low)) + 1;
        let offset = (u128::from(self.bits()) * span) >> 64;
        low + u64::try_from(offset).expect("an offset below a span of at most 2^64 fits")
    }

    /// True in `percent` of 100 draws: never at 0, always at 100. Always exactly one draw.
    pub fn percent(&mut self, percent: u64) -> bool {
        self.range(0..=99) < percent
    }
}

/// Spreads the bits of small numbers (the finalizer of `SplitMix64`), since seeds and node numbers are nearly all zeros.
fn mix(word: u64) -> u64 {
    let mut bits = word.wrapping_add(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}
