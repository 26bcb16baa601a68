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
use granary::tui::terminal::panics;
use signal_hook::consts::{SIGINT, SIGTERM};
use std::collections::BTreeMap;
use std::ops::Range;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::Duration;

/// An interrupted search that has found nothing has not shown that there is nothing.
const INTERRUPTED: u8 = 130;
/// How many outcomes a worker may be ahead of what is told: so many for each worker may wait for an earlier seed.
const WAITING_MAX: u64 = 64;
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
    let search = Search {
        seeds: wish.seeds.clone(),
        options,
        jobs: wish.jobs.unwrap_or(processors),
        next: AtomicU64::new(wish.seeds.start),
        told: AtomicU64::new(wish.seeds.start),
        stop: &stop,
    };
    search.run(&mut telling);
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

/// A search under way, shared by its workers.
struct Search<'a> {
    seeds: Range<u64>,
    options: Options,
    jobs: usize,
    /// The first seed that nobody has taken.
    next: AtomicU64,
    /// The first seed that is not told yet.
    told: AtomicU64,
    stop: &'a AtomicBool,
}

impl Search<'_> {
    /// Runs the seeds on so many threads until all are run or it is to stop. Panics where a worker did, behind telling
    /// what the others have found.
    fn run(&self, telling: &mut Telling<'_>) {
        let (sender, receiver) = mpsc::channel();
        thread::scope(|scope| {
            let workers: Vec<_> = (0..self.jobs)
                .map(|_| {
                    let sender = sender.clone();
                    scope.spawn(move || self.work(&sender))
                })
                .collect();
            drop(sender);
            let listening = AssertUnwindSafe(|| telling.listen(&self.told, &receiver));
            panic::catch_unwind(listening).unwrap_or_else(|panic| {
                // Nothing is told any more, so that nobody is to wait for it.
                self.stop.store(true, Ordering::Relaxed);
                panic::resume_unwind(panic)
            });
            // Joined one by one, so that the words of the panic are the worker's own.
            for worker in workers {
                worker.join().unwrap_or_else(|panic| {
                    panics::speak();
                    panic::resume_unwind(panic)
                });
            }
        });
    }

    /// One worker: the next seed that nobody has taken, until there is none.
    fn work(&self, sender: &Sender<Outcome>) {
        while !self.is_to_stop() {
            let seed = self.next.fetch_add(1, Ordering::Relaxed);
            if !self.seeds.contains(&seed) {
                return;
            }
            self.wait_for_others(seed);
            let run = AssertUnwindSafe(|| run_seed(seed, &self.options, &Sought::Any));
            let outcome = panic::catch_unwind(run).unwrap_or_else(|panic| {
                self.stop.store(true, Ordering::Relaxed);
                super::output::complain(&format!("granary-tui: that was seed {seed}"));
                panic::resume_unwind(panic)
            });
            if sender.send(outcome).is_err() {
                return;
            }
        }
    }

    /// Lets no more outcomes wait to be told than [`WAITING_MAX`] for each worker. The earliest seed that is not told
    /// never waits, so that all others go on some time.
    fn wait_for_others(&self, seed: u64) {
        let ahead = WAITING_MAX * self.jobs as u64;
        while seed - self.told.load(Ordering::Relaxed).min(seed) >= ahead && !self.is_to_stop() {
            thread::sleep(LOOK_AGAIN);
        }
    }

    fn is_to_stop(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
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
    /// Listens until nobody works any more. A seed that has ended in a panic leaves a gap; what lies behind it is told
    /// all the same, at the end.
    fn listen(&mut self, told: &AtomicU64, receiver: &Receiver<Outcome>) {
        let mut next = told.load(Ordering::Relaxed);
        // Holds no more than Search::wait_for_others lets be run.
        let mut early = BTreeMap::new();
        loop {
            match receiver.recv_timeout(LOOK_AGAIN) {
                Ok(outcome) => {
                    early.insert(outcome.swarm.setup.seed, outcome);
                    while let Some(outcome) = early.remove(&next) {
                        self.tell(&outcome);
                        next += 1;
                        told.store(next, Ordering::Relaxed);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            self.progress.show(&self.summary);
        }
        for outcome in early.values() {
            self.tell(outcome);
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
