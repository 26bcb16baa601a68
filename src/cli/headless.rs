//! Plays without a window: all are read before one is run, then each is run to its end and told in a line.
//!
//! How lines are spelled is in [`super::report`]; how a play is run, in `granary::lab::runner`.

use super::options::RunWish;
use super::output::{self, Output};
use super::report::Report;
use super::sources::{self, NamedPlay};
use super::{FAILED, FINE, WRONG_USE};
use anyhow::anyhow;
use granary::lab::{Verdict, run_play};

/// Runs the plays; gives the exit code.
pub fn run(wish: &RunWish) -> u8 {
    let (plays, complaints) = read_all(wish);
    if !complaints.is_empty() {
        for complaint in &complaints {
            output::complain(&format!("{complaint:#}"));
        }
        if wish.files.len() > 1 {
            output::complain("granary-tui: no play was run");
        }
        return WRONG_USE;
    }
    let mut out = Output::open();
    let mut all_held = true;
    for mut named in plays {
        if wish.mended {
            named.play = named.play.mended();
        }
        all_held &= run_one(&named, wish, &mut out);
    }
    if all_held { FINE } else { FAILED }
}

/// Every play that can be read, and what is wrong with the others.
fn read_all(wish: &RunWish) -> (Vec<NamedPlay>, Vec<anyhow::Error>) {
    let (mut plays, mut complaints) = (Vec::new(), Vec::new());
    let mut stdin_is_read = false;
    for word in &wish.files {
        let is_stdin = word == sources::STDIN;
        if is_stdin && stdin_is_read {
            complaints.push(anyhow!("-: standard input can be read once only"));
            continue;
        }
        stdin_is_read |= is_stdin;
        match sources::read(word) {
            Ok(play) => plays.push(play),
            Err(complaint) => complaints.push(complaint),
        }
    }
    (plays, complaints)
}

/// Runs one play and prints what is asked for; tells whether it held.
fn run_one(named: &NamedPlay, wish: &RunWish, out: &mut Output) -> bool {
    let mut report = Report::new(&named.name, wish, out);
    let (experiment, verdict) = run_play(&named.play, wish.budget, &mut report);
    report.states(experiment.view());
    report.verdict(&verdict);
    verdict == Verdict::Held
}
