//! What it costs to be able to go back: seeking, stepping back, memory, keyframes. One metric a line, as the other
//! benches print them.
//!
//! `cargo bench --bench history` prints all: a run of 10^6 actions, 10^5 of them commands, five nodes.

#[path = "figures.rs"]
mod figures;

use figures::{cpu_seconds, report};
use granary::cluster::action::{Action, Asked, Nodes, Request};
use granary::cluster::{Happenings, Progress, Setup};
use granary::dice::{Dice, Purpose};
use granary::history::travel::Stop;
use granary::history::{Experiment, History, Moment};
use granary::ids::NodeId;
use granary::play::statement::Deed;
use std::time::Instant;

const ACTIONS: usize = 1_000_000;
/// One action in so many is a command; the others are ticks.
const COMMAND_EVERY: usize = 10;
const SEEKS: usize = 300;

fn main() {
    if std::env::args().any(|word| word == "price") {
        price();
        return;
    }
    let before = resident_bytes();
    let (mut history, spent) = long_run();
    let used = resident_bytes().saturating_sub(before);
    report(
        "history-actions/granary/n5",
        "actions/s",
        3,
        &[rate(ACTIONS, spent)],
    );
    report(
        "history-keyframes/granary/n5",
        "keyframes",
        3,
        &[count(history.keyframes().len())],
    );
    report(
        "history-memory/granary/n5",
        "bytes/action",
        3,
        &[count(used) / count(ACTIONS)],
    );
    report(
        "history-record/granary/n5",
        "bytes/action",
        3,
        &[record_bytes()],
    );
    price();
    keyframe(&history);
    seek(&mut history);
    step_back(&mut history);
}

/// A million actions, and the seconds they took.
fn long_run() -> (History, f64) {
    let mut history = History::new(Setup::default());
    let mut happened = Happenings::default();
    act(
        &mut history,
        Action::Elect(Nodes::These(vec![NodeId(1)])),
        &mut happened,
    );
    act(&mut history, Action::Settle, &mut happened);
    let begun = Instant::now();
    for number in 0..ACTIONS {
        act(&mut history, action(number), &mut happened);
    }
    (history, begun.elapsed().as_secs_f64())
}

fn action(number: usize) -> Action {
    if number.is_multiple_of(COMMAND_EVERY) {
        command(number / COMMAND_EVERY)
    } else {
        Action::Tick(1)
    }
}

/// Command number N.
fn command(number: usize) -> Action {
    let (key, value) = (
        format!("k{:04}", number % 1024),
        format!("v{:05}", number % 100_000),
    );
    let request = Request::Set {
        key: key.as_bytes().into(),
        value: value.as_bytes().into(),
    };
    Action::Submit(Asked::Leader, request)
}

/// An action on an experiment that keeps no history.
fn carry_out(experiment: &mut Experiment, action: &Action, happened: &mut Happenings) {
    let deed = Deed::act(action.clone());
    let mut course = experiment.begin(&deed).expect("it can begin");
    while experiment
        .advance(&mut course, happened)
        .expect("it goes on")
        == Progress::More
    {}
    happened.events.clear();
}

fn act(history: &mut History, action: Action, happened: &mut Happenings) {
    history
        .begin(Deed::act(action), false)
        .expect("it can begin");
    while history.work(happened).expect("it goes on") == Progress::More {}
    happened.events.clear();
}

/// The same commits, watched by the same observers, with and without a history, in short runs that take turns: 64 commands and then a tick, over and
/// over.
fn price() {
    const ROUNDS: usize = 2_000;
    const WINDOW: usize = 64;
    let mut shares = Vec::new();
    for _ in 0..7 {
        let (mut bare, mut history) = (
            Experiment::new(Setup::default()),
            History::new(Setup::default()),
        );
        let mut happened = Happenings::default();
        for action in [Action::Elect(Nodes::These(vec![NodeId(1)])), Action::Settle] {
            carry_out(&mut bare, &action, &mut happened);
            act(&mut history, action, &mut happened);
        }
        let round = |number: usize| {
            let commands = (0..WINDOW).map(move |place| command(number * WINDOW + place));
            commands.chain([Action::Tick(1)])
        };
        let begun = cpu_seconds();
        for action in (0..ROUNDS).flat_map(round) {
            carry_out(&mut bare, &action, &mut happened);
        }
        let without = cpu_seconds() - begun;
        let begun = cpu_seconds();
        for action in (0..ROUNDS).flat_map(round) {
            act(&mut history, action, &mut happened);
        }
        shares.push(((cpu_seconds() - begun) / without - 1.0) * 100.0);
    }
    report(
        "history-price/granary/n5/f64",
        "percent_more_time",
        3,
        &shares,
    );
}

/// What a copy of everything costs at the end of the long run.
fn keyframe(history: &History) {
    let mut micros: Vec<f64> = Vec::new();
    for _ in 0..200 {
        let begun = Instant::now();
        let copy = history.present().clone();
        micros.push(begun.elapsed().as_secs_f64() * 1e6);
        drop(copy);
    }
    report("history-keyframe/granary/n5/e100000", "us", 3, &micros);
}

fn seek(history: &mut History) {
    let mut dice = Dice::new(7, Purpose::Network, 0, 0);
    let mut millis = Vec::new();
    for _ in 0..SEEKS {
        let deeds = usize::try_from(dice.range(0..=ACTIONS as u64)).expect("a small number");
        let begun = Instant::now();
        history
            .go_to(Moment {
                deeds,
                ..Moment::default()
            })
            .expect("it was there");
        millis.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    report("history-seek/granary/n5/a1000000", "ms", 3, &millis);
    millis.sort_by(f64::total_cmp);
    report(
        "history-seek-p99/granary/n5/a1000000",
        "ms",
        3,
        &[millis[SEEKS * 99 / 100]],
    );
}

fn step_back(history: &mut History) {
    let mut millis = Vec::new();
    history
        .go_to(Moment {
            deeds: ACTIONS / 2,
            ..Moment::default()
        })
        .expect("it was there");
    for _ in 0..SEEKS {
        let begun = Instant::now();
        history
            .back(Stop::Event)
            .expect("there is something before");
        millis.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    report("history-step-back/granary/n5/a1000000", "ms", 3, &millis);
}

/// Bytes that the list of deeds takes for an action, on average: its record, and a deed of its own for a command.
fn record_bytes() -> f64 {
    let record = size_of::<granary::history::tree::Record>();
    let command = size_of::<Deed>() + 16 + (5 + 16) + (6 + 16);
    count(record) + count(command) / count(COMMAND_EVERY)
}

/// The memory that the process has in use, in bytes; 0 where the system does not tell.
fn resident_bytes() -> usize {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find(|line| line.starts_with("VmRSS"));
    let kilobytes = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<usize>().ok());
    kilobytes.unwrap_or(0) * 1024
}

#[expect(clippy::cast_precision_loss, reason = "counts here are far below 2^53")]
fn count(number: usize) -> f64 {
    number as f64
}

fn rate(number: usize, seconds: f64) -> f64 {
    count(number) / seconds
}
