//! A log as it is written in a play: the term of each entry from the first on, kept as runs.
//!
//! Runs, so that `[1x1000000]` costs no more than it takes to write. Knows no parser and no cluster.

use super::statement::COUNT_MAX;
use crate::ids::{Index, Term};
use crate::log::{Payload, RaftLog};
use std::sync::Arc;

/// The most entries of a log literal.
pub const ENTRIES_MAX: u64 = COUNT_MAX;

/// Neighbouring entries of one term and kind.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Run {
    /// Their term, 1 or more.
    pub term: Term,
    /// Whether they are no-ops.
    pub noop: bool,
    /// How many, 1 or more.
    pub count: u64,
}

impl Run {
    fn is_like(&self, other: &Self) -> bool {
        self.term == other.term && self.noop == other.noop
    }

    fn folded(&self) -> String {
        let kind = if self.noop { "n" } else { "" };
        let times = match self.count {
            1 => String::new(),
            count => format!("x{count}"),
        };
        format!("{}{kind}{times}", self.term)
    }
}

/// A log in runs, none like its neighbour, so that equal logs are equal values.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct LogLiteral {
    runs: Arc<[Run]>,
    /// How many entries the runs have together.
    entries: u64,
}

impl LogLiteral {
    /// The log of these runs, one behind the other. Empty runs and runs that continue the one before may be among them.
    pub fn new(runs: impl IntoIterator<Item = Run>) -> Self {
        let mut merged: Vec<Run> = Vec::new();
        for run in runs.into_iter().filter(|run| run.count > 0) {
            match merged.last_mut() {
                Some(last) if last.is_like(&run) => last.count += run.count,
                _ => merged.push(run),
            }
        }
        Self {
            entries: merged.iter().map(|run| run.count).sum(),
            runs: merged.into(),
        }
    }

    /// What a log holds, from its first entry on.
    #[must_use]
    pub fn of(log: &RaftLog) -> Self {
        Self::new(log.iter_from(log.first_index()).map(|entry| Run {
            term: entry.term,
            noop: entry.payload == Payload::Noop,
            count: 1,
        }))
    }

    /// Its runs, in log order.
    #[must_use]
    pub fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// The index of the last entry; 0 when empty.
    #[must_use]
    pub fn last_index(&self) -> Index {
        Index(self.entries)
    }

    /// The term of the last entry; 0 when empty.
    #[must_use]
    pub fn last_term(&self) -> Term {
        self.runs.last().map_or(Term::ZERO, |run| run.term)
    }

    /// The term of the entry at an index; none beyond the log and before it.
    #[must_use]
    pub fn term_at(&self, index: Index) -> Option<Term> {
        let mut end = 0;
        let holds = |run: &&Run| {
            end += run.count;
            index.0 <= end
        };
        let found = self.runs.iter().find(holds);
        found.filter(|_| index > Index::ZERO).map(|run| run.term)
    }

    /// Whether an entry has a lower term than the one before it.
    #[must_use]
    pub fn falls(&self) -> bool {
        self.runs.windows(2).any(|two| two[1].term < two[0].term)
    }

    /// The last index up to which both logs hold the same entries.
    #[must_use]
    pub fn same_through(&self, other: &Self) -> Index {
        if Arc::ptr_eq(&self.runs, &other.runs) {
            return self.last_index();
        }
        let mut end = 0;
        for (mine, theirs) in self.runs.iter().zip(other.runs.iter()) {
            if !mine.is_like(theirs) {
                break;
            }
            end += mine.count.min(theirs.count);
            if mine.count != theirs.count {
                break;
            }
        }
        Index(end)
    }

    /// Its shortest spelling, with repetitions written as such: `[1n 1x40 2]`.
    #[must_use]
    pub fn folded(&self) -> String {
        let words: Vec<_> = self.runs.iter().map(Run::folded).collect();
        format!("[{}]", words.join(" "))
    }

    /// Whether a log holds exactly these entries, from its first one on.
    #[must_use]
    pub fn is_of(&self, log: &RaftLog) -> bool {
        let length = log.last_index().above(log.first_index().prev());
        let written = self
            .runs
            .iter()
            .flat_map(|run| (0..run.count).map(|_| (run.term, run.noop)));
        let held = log
            .iter_from(log.first_index())
            .map(|entry| (entry.term, entry.payload == Payload::Noop));
        self.last_index().0 == length && written.eq(held)
    }
}

impl std::fmt::Display for LogLiteral {
    /// Every entry, as in `[1 1 2n]`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("[")?;
        let mut blank = "";
        for run in self.runs.iter() {
            let mark = if run.noop { "n" } else { "" };
            for _ in 0..run.count {
                write!(f, "{blank}{}{mark}", run.term)?;
                blank = " ";
            }
        }
        f.write_str("]")
    }
}
