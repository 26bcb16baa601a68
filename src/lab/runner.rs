//! A play without a screen: every statement in order, until one fails or the budget of work is spent.
//!
//! Prints nothing: whoever wants to hear of events, notes and remarks is a [`Witness`].

use crate::check::Violation;
use crate::cluster::{Happenings, Idle, Progress, Stamped};
use crate::history::experiment::{Experiment, Trouble};
use crate::play::statement::{Deed, Place, Play, Statement};

/// How much work a run may be where nobody says otherwise: node ticks and deliveries.
pub const BUDGET: u64 = 100_000_000;

/// Who hears what happens while a play runs.
pub trait Witness {
    /// These events happened.
    fn happened(&mut self, events: &[Stamped]);
    /// This was broken by what happened just now, for the first time.
    fn violated(&mut self, violation: &Violation);
    /// The play tells the learner something.
    fn note(&mut self, place: Place, text: &str);
    /// A statement had nothing to do.
    fn remark(&mut self, place: Place, why: Idle);
}

/// Hears nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoWitness;

impl Witness for NoWitness {
    fn happened(&mut self, _: &[Stamped]) {}
    fn violated(&mut self, _: &Violation) {}
    fn note(&mut self, _: Place, _: &str) {}
    fn remark(&mut self, _: Place, _: Idle) {}
}

/// How a play ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Every expectation held.
    Held,
    /// A statement failed.
    Failed {
        /// Where.
        place: Place,
        /// Why.
        trouble: Trouble,
    },
    /// It was more work than allowed.
    OverBudget {
        /// In which statement.
        place: Place,
        /// The work allowed, in node ticks and deliveries.
        budget: u64,
    },
}

/// Runs a play to its end or its first failure; gives the state it ends in.
pub fn run_play(play: &Play, budget: u64, witness: &mut dyn Witness) -> (Experiment, Verdict) {
    let mut run = Run {
        experiment: Experiment::new(play.setup.clone()),
        happened: Happenings::default(),
        told: 0,
        budget,
        witness,
    };
    let failed = play
        .statements
        .iter()
        .find_map(|statement| run.statement(statement));
    let verdict = failed.unwrap_or_else(|| {
        run.end(
            play.statements
                .last()
                .map_or(Place::START, |last| last.place),
        )
    });
    (run.experiment, verdict)
}

struct Run<'a> {
    experiment: Experiment,
    happened: Happenings,
    /// How many violations the witness has heard of.
    told: usize,
    budget: u64,
    witness: &'a mut dyn Witness,
}

impl Run<'_> {
    /// Runs a statement; a verdict only where it ends the play.
    fn statement(&mut self, statement: &Statement) -> Option<Verdict> {
        let place = statement.place;
        let rules = self.experiment.view().rules();
        if let Some(Deed::Note(text)) = statement.what.under(rules) {
            self.witness.note(place, text);
        }
        let mut course = match self.experiment.begin(&statement.what) {
            Ok(course) => course,
            Err(trouble) => return Some(Verdict::Failed { place, trouble }),
        };
        loop {
            let progress = self.experiment.advance(&mut course, &mut self.happened);
            self.hand_over();
            match progress {
                Err(trouble) => return Some(Verdict::Failed { place, trouble }),
                Ok(Progress::Done) => break,
                Ok(Progress::More) if self.experiment.view().work() > self.budget => {
                    return Some(Verdict::OverBudget {
                        place,
                        budget: self.budget,
                    });
                }
                Ok(Progress::More) => {}
            }
        }
        for why in course.remarks() {
            self.witness.remark(place, *why);
        }
        None
    }

    fn end(&mut self, place: Place) -> Verdict {
        let finished = self.experiment.finish_tick(&mut self.happened);
        self.hand_over();
        match finished {
            Ok(()) => match self.experiment.unexpected_violation() {
                None => Verdict::Held,
                Some(violation) => Verdict::Failed {
                    place,
                    trouble: Trouble::Broken(violation.clone()),
                },
            },
            Err(trouble) => Verdict::Failed { place, trouble },
        }
    }

    fn hand_over(&mut self) {
        if !self.happened.events.is_empty() {
            self.witness.happened(&self.happened.events);
            self.happened.events.clear();
        }
        let violations = self.experiment.checker().violations();
        for violation in &violations[self.told..] {
            self.witness.violated(violation);
        }
        self.told = violations.len();
    }
}
