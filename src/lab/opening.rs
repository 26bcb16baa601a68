//! At which moment a play is opened: its start, its end, a tick, or a moment that it names.
//!
//! The statements up to there are done as if a person had asked for each of them, within a budget of work.

use super::lab::{Lab, Said};
use crate::cluster::Action;
use crate::history::TravelError;
use crate::ids::Tick;
use crate::play::mistake::nearest;
use crate::play::names::is_number;
use crate::play::statement::{Deed, Place, Play};
use std::cmp::Ordering;
use std::fmt;
use std::sync::Arc;

/// Steps between two looks at the budget.
const SLICE_STEPS: usize = 10_000;

/// A moment of a play.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum At {
    /// Before its first statement.
    Start,
    /// Behind its last.
    End,
    /// When the clock has just got to this tick, on the way or behind the end.
    Tick(Tick),
    /// Behind the statement `mark` of this name.
    Mark(Arc<str>),
}

/// Why a moment was not reached. What was done on the way stays done.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unreached {
    /// A statement failed.
    Failed {
        /// Where.
        place: Place,
        /// Why.
        why: String,
    },
    /// It was more work than allowed: node ticks and deliveries.
    OverBudget(u64),
    /// The way back to a tick could not be made.
    Lost(TravelError),
}

impl At {
    /// The moment that words mean: `start`, `end`, `tick N` or a mark of the play. If none, a sentence that says so.
    pub fn read(words: &str, play: Option<&Play>) -> Result<Self, String> {
        match words {
            "start" => return Ok(Self::Start),
            "end" => return Ok(Self::End),
            _ => {}
        }
        let number = words.strip_prefix("tick ").map(str::trim);
        if let Some(number) = number.filter(|number| is_number(number)) {
            let tick = number.parse().map(|tick| Self::Tick(Tick(tick)));
            return tick.map_err(|_| format!("{number} is more ticks than a clock counts"));
        }
        let statements = play.map_or(&[][..], |play| &play.statements);
        let marks = || {
            statements
                .iter()
                .filter_map(|statement| match &statement.what {
                    Deed::Mark(name) => Some(name),
                    _ => None,
                })
        };
        if let Some(name) = marks().find(|name| ***name == *words) {
            return Ok(Self::Mark(Arc::clone(name)));
        }
        let known = marks().map(|name| &**name).chain(["start", "end"]);
        let hint = nearest(words, known)
            .map_or_else(String::new, |name| format!("; did you mean `{name}`?"));
        Err(format!(
            "no moment is called `{words}`: a moment is `start`, `end`, `tick N` or the name that a `mark` gives{hint}"
        ))
    }
}

impl Lab {
    /// Does the statements of the open play up to a moment. A tick that lies behind the end is reached by letting time
    /// pass.
    pub fn run_to(&mut self, at: &At, budget: u64) -> Result<(), Unreached> {
        while !self.has_reached(at) && self.begin_next_of_play() {
            self.run_off(budget)?;
        }
        let At::Tick(tick) = *at else {
            return Ok(());
        };
        let now = self.view().now();
        match now.cmp(&tick) {
            Ordering::Less => {
                self.begin(Action::Tick(tick.0 - now.0));
                self.run_off(budget)
            }
            Ordering::Equal => Ok(()),
            Ordering::Greater => self.go_to_tick(tick).map_err(Unreached::Lost),
        }
    }

    fn has_reached(&self, at: &At) -> bool {
        match at {
            At::Start => true,
            At::End => false,
            At::Tick(tick) => self.view().now() >= *tick,
            At::Mark(name) => {
                let last = self
                    .play()
                    .and_then(|(open, begun)| open.play.statements.get(begun.checked_sub(1)?));
                last.is_some_and(|last| last.what == Deed::Mark(Arc::clone(name)))
            }
        }
    }

    /// Does what is asked for, as far as the budget goes.
    fn run_off(&mut self, budget: u64) -> Result<(), Unreached> {
        while self.is_busy() {
            if let Some(Said::Failed { statement, trouble }) = self.work(SLICE_STEPS) {
                return Err(Unreached::Failed {
                    place: statement.place,
                    why: trouble.to_string(),
                });
            }
            if self.view().work() > budget {
                self.stop();
                return Err(Unreached::OverBudget(budget));
            }
        }
        Ok(())
    }
}

impl fmt::Display for Unreached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failed { place, why } => write!(f, "{place}: {why}"),
            Self::OverBudget(budget) => write!(
                f,
                "this moment takes more than the budget of {budget} node ticks and deliveries"
            ),
            Self::Lost(why) => why.fmt(f),
        }
    }
}

impl std::error::Error for Unreached {}
