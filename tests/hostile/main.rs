//! Hostile input replayed: every case of `tests/corpus`, and the cases too large or too many for files, made here.
//!
//! The rule for all of them: no panic, no hang, bounded memory, an error that names a place and what was expected there,
//! and nothing half-done. What each case leads to is a line of a snapshot. What such input does on the screen is in
//! `tests/tui`, at the command line in `tests/cli`; `tests/fuzz` looks for more of it.

#[path = "../corpus/mod.rs"]
mod bad_input;
mod keys;
mod plays;
mod servers;
mod wal;
mod wire;

use bad_input::corpus;
use std::time::{Duration, Instant};

/// No input of a mebibyte or less may take longer.
const PATIENCE: Duration = Duration::from_secs(1);

/// What comes of every case of a corpus, a line each; none takes long.
fn replayed(kind: &str, told: impl Fn(&[u8]) -> String) -> String {
    let lines = corpus(kind).into_iter().map(|case| {
        let line = in_good_time(&case.name, || told(&case.bytes));
        format!("{}: {line}", case.name)
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Does something, which must not take long.
fn in_good_time<T>(name: &str, what: impl FnOnce() -> T) -> T {
    let begun = Stopwatch::start();
    let done = what();
    let took = begun.read();
    assert!(took < PATIENCE, "{name} took {took:?}");
    done
}

/// Counts the time that this thread was given, where the kernel says it: a busy machine is no hang.
struct Stopwatch {
    clock: Instant,
    given: Option<Duration>,
}

impl Stopwatch {
    fn start() -> Self {
        Self {
            clock: Instant::now(),
            given: given(),
        }
    }

    fn read(&self) -> Duration {
        match (self.given, given()) {
            (Some(before), Some(now)) => now.saturating_sub(before),
            _ => self.clock.elapsed(),
        }
    }
}

/// The processor time that this thread had so far.
fn given() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = told.split(' ').next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds)).filter(|given| !given.is_zero())
}

#[test]
fn what_takes_long_is_noticed() {
    let busy = || {
        let begun = Stopwatch::start();
        // Until the stopwatch says so, which ends only if it runs.
        while begun.read() < PATIENCE {
            std::hint::spin_loop();
        }
    };
    assert!(std::panic::catch_unwind(|| in_good_time("a loop", busy)).is_err());
}
