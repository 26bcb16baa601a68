//! What a play says, as typed data: a set-up and a list of statements, each with its place in the text.
//!
//! No words here; they are in [`super::verbs`]. Read [`super::condition`] next.

use super::condition::Condition;
use super::names::Name;
use crate::cluster::action::Action;
use crate::cluster::settings::Setup;
use crate::node::Rules;
use std::fmt;
use std::sync::Arc;

/// The largest text of a play, in bytes.
pub const TEXT_BYTES_MAX: usize = 1 << 20;
/// The most statements of a play, as `repeat` makes them.
pub const STATEMENTS_MAX: usize = 100_000;
/// The most text that `repeat` may make of a play, in bytes: a long line repeated often is no play.
pub const REPEATED_BYTES_MAX: usize = 64 << 20;
/// How deep `repeat` may stand in `repeat`.
pub const REPEAT_DEPTH_MAX: usize = 32;
/// Unless said otherwise, the largest count.
pub const COUNT_MAX: u64 = 1_000_000;
/// The largest number that a condition compares with, and the largest term and index.
pub const COMPARED_MAX: u64 = 1 << 63;
/// How many ticks `until` goes on where it does not say.
pub const UNTIL_TICKS: u64 = 1000;

/// A place in a text: line and column count from 1, the column in characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Place {
    /// From 1.
    pub line: u64,
    /// From 1, in characters; a byte-order mark does not count.
    pub column: u64,
}

impl Place {
    /// The beginning of a text.
    pub const START: Self = Self { line: 1, column: 1 };
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// A whole play.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Play {
    /// Its name in the list of plays.
    pub title: Option<String>,
    /// One paragraph for that list.
    pub about: Option<String>,
    /// What its cluster begins with.
    pub setup: Setup,
    /// What is done, in order; at most [`STATEMENTS_MAX`].
    pub statements: Vec<Statement>,
}

impl Play {
    /// The same play with every rule in force: `break` does nothing, and what was expected to be broken is to be whole.
    /// So a play of a rule is two: what is done is the same in both, and what is told and expected of one half only says
    /// so with a [`Half`].
    #[must_use]
    pub fn mended(mut self) -> Self {
        self.setup.rules = Rules::ALL;
        self.statements.retain(|statement| {
            let action = match &statement.what {
                Deed::Act { action, .. } => Some(action),
                _ => None,
            };
            !matches!(action, Some(Action::SetRule(_, false)))
        });
        for statement in &mut self.statements {
            if let Deed::Expect(condition) = &mut statement.what {
                condition.mend();
            }
        }
        self
    }
}

/// One statement and where it stands. Those that `repeat` makes keep the place of their source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Statement {
    /// Its first word.
    pub place: Place,
    /// What it says.
    pub what: Deed,
}

/// What a statement says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Deed {
    /// Something is done to the cluster.
    Act {
        /// What.
        action: Action,
        /// The name given to the request; only a `submit` has one.
        name: Option<Name>,
    },
    /// A condition must hold here.
    Expect(Condition),
    /// Ticks until a condition holds.
    Until {
        /// The condition.
        condition: Condition,
        /// After so many ticks without it the play fails; may be 0.
        max: u64,
    },
    /// `sent` and `rejected` count anew.
    ResetCounters,
    /// Shown to the learner.
    Note(Arc<str>),
    /// This moment has a name in the history; [`super::names::is_mark`] says which words may be one.
    Mark(Arc<str>),
    /// A note or an expectation that belongs to one half of a rule's play.
    Only(Half, Box<Deed>),
}

/// A half of a rule's play. What is done is the same in both; what is told and expected may differ.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Half {
    /// While a rule is off.
    Broken,
    /// While all rules are in force.
    Whole,
}

impl Half {
    /// Both, in the order of [`Half`].
    pub const ALL: [Self; 2] = [Self::Broken, Self::Whole];

    /// The verb that makes a statement belong to it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Broken => "broken",
            Self::Whole => "whole",
        }
    }

    /// The half that is played while these rules are in force.
    #[must_use]
    pub fn under(rules: Rules) -> Self {
        if rules == Rules::ALL {
            Self::Whole
        } else {
            Self::Broken
        }
    }
}

impl Deed {
    /// What there is to do while these rules are in force; none for what belongs to the other half.
    #[must_use]
    pub fn under(&self, rules: Rules) -> Option<&Self> {
        match self {
            Self::Only(half, what) => (*half == Half::under(rules)).then_some(what),
            what => Some(what),
        }
    }

    /// Something is done that has no name.
    #[must_use]
    pub fn act(action: Action) -> Self {
        Self::Act { action, name: None }
    }
}
