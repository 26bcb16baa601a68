//! Fuzz targets: every parser of bytes from outside, and the engine under any actions. They are ordinary tests on stable.
//!
//! Each makes as many executions as its `EXECUTIONS` say, some seconds in all, with other inputs in every run; what fails
//! prints `BOLERO_RANDOM_SEED=..`, which repeats it. More volume, for one target or for all:
//!
//! ```text
//! BOLERO_RANDOM_ITERATIONS=1000000000 BOLERO_RANDOM_TEST_TIME_MS=600000 cargo test --test fuzz wire
//! ```
//!
//! runs a target for ten minutes; `--nocapture` shows how far it came. `cargo bolero test wire::decoding` runs the same
//! target under libFuzzer, where that is installed. The bytes that an engine makes are a script of [`choices`]: what to
//! begin with, and what to change. So the inputs are nearly right, and checksums do not end every attempt at once. What
//! a run finds becomes a file under `tests/corpus`, replayed by `tests/hostile`.

mod actions;
#[path = "../corpus/mod.rs"]
mod bad_input;
mod choices;
mod engine;
mod keys;
mod play;
mod wal;
mod wire;

use bolero::ValueGenerator;

/// Scripts of at most so many bytes.
pub fn scripts(most: usize) -> impl ValueGenerator<Output = Vec<u8>> {
    bolero::produce::<Vec<u8>>().with().len(0..=most)
}

/// The bytes of every case of a corpus.
pub fn corpus(kind: &str) -> Vec<Vec<u8>> {
    let cases = bad_input::corpus(kind).into_iter();
    cases.map(|case| case.bytes).collect()
}
