//! How far a search has come, on standard error: one line that is written over on a terminal, plain lines elsewhere.

use granary::fuzz::Summary;
use std::io::{self, IsTerminal, Write};
use std::ops::Range;
use std::time::{Duration, Instant};

/// The line is written over at most so often.
const PAUSE: Duration = Duration::from_millis(100);
/// The line's width, in columns.
const COLUMNS: usize = 78;
/// Elsewhere, so many lines for the whole search.
const PLAIN_LINES: u64 = 10;

/// What is known of the way.
pub struct Progress {
    seeds: u64,
    began: Instant,
    shown: Option<Instant>,
    is_terminal: bool,
    plain_lines: u64,
}

impl Progress {
    /// At the start of a search.
    pub fn of(seeds: Range<u64>) -> Self {
        Self {
            seeds: seeds.end - seeds.start,
            began: Instant::now(),
            shown: None,
            is_terminal: io::stderr().is_terminal(),
            plain_lines: 0,
        }
    }

    /// Shows it, if it is time.
    pub fn show(&mut self, summary: &Summary) {
        if !self.is_terminal {
            self.show_plainly(summary);
        } else if self.shown.is_none_or(|shown| shown.elapsed() >= PAUSE) {
            self.shown = Some(Instant::now());
            write(&format!("\r{:COLUMNS$}", self.line(summary)));
        }
    }

    /// Makes room for other lines.
    pub fn make_room(&mut self) {
        if self.is_terminal && self.shown.take().is_some() {
            write(&format!("\r{:COLUMNS$}\r", ""));
        }
    }

    /// The search is over: how fast it was.
    pub fn end(&mut self, summary: &Summary) {
        self.make_room();
        let seconds = self.began.elapsed().as_secs_f64();
        let rate = rate(summary.seeds, seconds);
        write(&format!(
            "{} seeds in {seconds:.1} s, {rate:.0} a second\n",
            summary.seeds
        ));
    }

    fn show_plainly(&mut self, summary: &Summary) {
        let due = summary.seeds * PLAIN_LINES / self.seeds.max(1);
        if due > self.plain_lines && due < PLAIN_LINES {
            self.plain_lines = due;
            write(&format!("{}\n", self.line(summary)));
        }
    }

    fn line(&self, summary: &Summary) -> String {
        let rate = rate(summary.seeds, self.began.elapsed().as_secs_f64());
        let left = self.seeds - summary.seeds.min(self.seeds);
        let seconds = as_float(left) / rate.max(0.001);
        let found = summary.found();
        let (minutes, seconds) = ((seconds / 60.0).floor(), (seconds % 60.0).floor());
        format!(
            "{} of {} seeds, {rate:.0} a second, {minutes:.0}:{seconds:02.0} left, {found} found",
            summary.seeds, self.seeds
        )
    }
}

fn rate(seeds: u64, seconds: f64) -> f64 {
    as_float(seeds) / seconds.max(0.001)
}

/// For a rate that a person reads, the nearest number is near enough.
#[expect(
    clippy::cast_precision_loss,
    reason = "a person reads it, and two digits would do"
)]
fn as_float(count: u64) -> f64 {
    count as f64
}

fn write(text: &str) {
    // Progress that cannot be shown is no reason to stop.
    let mut stderr = io::stderr();
    let _ = stderr
        .write_all(text.as_bytes())
        .and_then(|()| stderr.flush());
}
