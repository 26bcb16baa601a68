//! A search: many random runs on all processors, what they find, and how far it has come.
//!
//! Results are told in the order of the seeds, whoever ran them, and say the same however the seeds are shared out. What
//! is found is made short and saved as a play by [`super::findings`]. Read `granary::fuzz` for what a run is.

use super::findings::Findings;
use super::options::FuzzWish;
use super::output::Output;
use super::progress::Progress;
use super::{FAILED, FINE};
use anyhow::{Context, Result, bail};
use granary::fuzz::{MARKS, Options, Outcome, Sought, Summary, run_seed};
use signal_hook::consts::{SIGINT, SIGTERM};
use std::collections::BTreeMap;
use std::ops::Range;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, SyncSender};
use std::thread;
use std::time::Duration;

/// An interrupted search that has found nothing has not shown that there is nothing.
const INTERRUPTED: u8 = 130;
/// How many outcomes may wait to be told.
const WAITING_MAX: usize = 64;
/// How often progress is shown while nothing comes.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// Searches; gives the exit code.
pub fn run(wish: &FuzzWish) -> Result<u8> {
    if !wish.out.is_dir() {
        bail!("--out {}: there is no such folder", wish.out.display());
    }
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(&stop))
            .context("signals cannot be heard")?;
    }
    let options = wish.options();
    let mut out = Output::open();
    let mut telling = Telling {
        findings: Findings::new(wish, options),
        summary: Summary::default(),
        progress: Progress::of(wish.seeds.clone()),
        out: &mut out,
    };
    let processors = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    search(
        &wish.seeds,
        options,
        wish.jobs.unwrap_or(processors),
        &stop,
        &mut telling,
    );
    let summary = telling.end();
    tell_summary(&summary, &mut out);
    let marks_missing = options.profile.row().needs_marks && summary.marks.missing().count() > 0;
    out.flush();
    Ok(if summary.found() > 0 || marks_missing {
        FAILED
    } else if stop.load(Ordering::Relaxed) {
        INTERRUPTED
    } else {
        FINE
    })
}

/// Runs the seeds on so many threads until all are run or it is to stop.
fn search(
    seeds: &Range<u64>,
    options: Options,
    jobs: usize,
    stop: &AtomicBool,
    telling: &mut Telling<'_>,
) {
    let next = AtomicU64::new(seeds.start);
    let (sender, receiver) = mpsc::sync_channel(WAITING_MAX);
    thread::scope(|scope| {
        for _ in 0..jobs {
            let (sender, next) = (sender.clone(), &next);
            scope.spawn(move || work(seeds, options, next, stop, &sender));
        }
        drop(sender);
        telling.listen(seeds.start, &receiver);
    });
}

/// One worker: the next seed that nobody has taken, until there is none.
fn work(
    seeds: &Range<u64>,
    options: Options,
    next: &AtomicU64,
    stop: &AtomicBool,
    sender: &SyncSender<Outcome>,
) {
    while !stop.load(Ordering::Relaxed) {
        let seed = next.fetch_add(1, Ordering::Relaxed);
        if !seeds.contains(&seed) {
            return;
        }
        let run = AssertUnwindSafe(|| run_seed(seed, &options, &Sought::Any));
        let outcome = panic::catch_unwind(run).unwrap_or_else(|panic| {
            super::output::complain(&format!("granary-tui: that was seed {seed}"));
            panic::resume_unwind(panic)
        });
        if sender.send(outcome).is_err() {
            return;
        }
    }
}

/// Tells outcomes in the order of their seeds.
struct Telling<'a> {
    findings: Findings<'a>,
    summary: Summary,
    progress: Progress,
    out: &'a mut Output,
}

impl Telling<'_> {
    fn listen(&mut self, first: u64, receiver: &Receiver<Outcome>) {
        let (mut next, mut early) = (first, BTreeMap::new());
        loop {
            match receiver.recv_timeout(LOOK_AGAIN) {
                Ok(outcome) => {
                    early.insert(outcome.swarm.setup.seed, outcome);
                    while let Some(outcome) = early.remove(&next) {
                        next += 1;
                        self.tell(&outcome);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            self.progress.show(&self.summary);
        }
    }

    fn tell(&mut self, outcome: &Outcome) {
        self.summary.add(outcome);
        if outcome.ending.alarms.is_empty() {
            return;
        }
        self.progress.make_room();
        self.findings.tell(outcome, self.out);
    }

    fn end(mut self) -> Summary {
        self.progress.end(&self.summary);
        self.summary
    }
}

fn tell_summary(summary: &Summary, out: &mut Output) {
    let found: Vec<_> = summary
        .alarms
        .iter()
        .map(|(alarm, count)| format!("{alarm} in {count}"))
        .collect();
    let found = if found.is_empty() {
        "nothing found".to_owned()
    } else {
        found.join(", ")
    };
    let (seeds, ticks, events) = (summary.seeds, summary.ticks, summary.events);
    out.line(&format!(
        "{seeds} seeds, {ticks} ticks, {events} events: {found}"
    ));
    let seen = |count: u64| count > 0;
    let marks = MARKS
        .iter()
        .map(|row| (row.word, summary.marks.count(row.name)));
    let hit: Vec<_> = marks
        .clone()
        .filter(|(_, count)| seen(*count))
        .map(|(word, count)| format!("{word} {count}"))
        .collect();
    let missing: Vec<_> = marks
        .filter(|(_, count)| !seen(*count))
        .map(|(word, _)| word)
        .collect();
    if !hit.is_empty() {
        out.line(&format!("seen: {}", hit.join(", ")));
    }
    if !missing.is_empty() {
        out.line(&format!("never seen: {}", missing.join(", ")));
    }
}
