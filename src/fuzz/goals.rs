//! The liveness goals: what a core of a cluster must get done once faults have come to rest.
//!
//! The names are those of the rulebook, whose rows say which goal falls without them.

use std::fmt;

/// The name of a goal, in the order of [`GOALS`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[repr(u8)]
pub enum Goal {
    /// Somebody leads.
    Leader,
    /// A command commits.
    Commits,
    /// All become equal.
    Agrees,
    /// The leader stays.
    Stays,
    /// Traffic falls to heartbeats.
    Rests,
    /// What a leader held commits.
    Inherits,
}

/// One row of [`GOALS`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct GoalRow {
    /// Which one.
    pub name: Goal,
    /// Its name as written.
    pub word: &'static str,
    /// What it says, in one sentence.
    pub sentence: &'static str,
}

/// Every goal.
#[rustfmt::skip]
pub const GOALS: &[GoalRow] = &[
    row(Goal::Leader, "L1", "A leader is elected in the core."),
    row(Goal::Commits, "L2", "A command submitted to it commits on every node of the core."),
    row(Goal::Agrees, "L3", "All logs, stores and terms of the core become equal."),
    row(Goal::Stays, "L4", "No election happens while the leader is connected to a majority both ways."),
    row(Goal::Rests, "L5", "Traffic in the core falls to heartbeats."),
    row(Goal::Inherits, "L6", "With no client, what the leader held when it was elected becomes committed."),
];

const fn row(name: Goal, word: &'static str, sentence: &'static str) -> GoalRow {
    GoalRow {
        name,
        word,
        sentence,
    }
}

impl Goal {
    /// The goal of this name as written; none where there is no such goal.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        let row = GOALS.iter().find(|row| row.word == word);
        row.map(|row| row.name)
    }

    /// The row of the table.
    #[must_use]
    pub fn row(self) -> &'static GoalRow {
        &GOALS[self as usize]
    }
}

impl fmt::Display for Goal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.row().word)
    }
}
