//! The committed log: what was ever committed, once and for all, and in which term first.

use super::chains::NOTHING;
use crate::ids::{Index, Term};
use crate::log::SharedList;

/// What was committed, as one number for every index from 1.
#[derive(Clone, Debug, Default)]
pub(super) struct Canon {
    hashes: SharedList<u64>,
    /// From an index on, the term of the leader that committed it first.
    runs: SharedList<(Index, Term)>,
}

impl Canon {
    /// The last committed index.
    pub(super) fn last(&self) -> Index {
        Index(self.hashes.len() as u64)
    }

    /// The number of the committed log up to an index; none beyond its end.
    pub(super) fn at(&self, index: Index) -> Option<u64> {
        match usize::try_from(index.0).ok()?.checked_sub(1) {
            None => Some(NOTHING),
            Some(slot) => self.hashes.get(slot).copied(),
        }
    }

    /// The next entry is committed, first in this term.
    pub(super) fn push(&mut self, hash: u64, commit_term: Term) {
        self.hashes.push(hash);
        if self
            .runs
            .last()
            .is_none_or(|(_, term)| *term != commit_term)
        {
            self.runs.push((self.last(), commit_term));
        }
    }

    /// In which term an index was first committed.
    pub(super) fn commit_term(&self, index: Index) -> Term {
        let run = self.runs.partition_point(|(first, _)| *first <= index);
        run.checked_sub(1)
            .and_then(|run| self.runs.get(run))
            .map_or(Term::ZERO, |(_, term)| *term)
    }

    /// The last index that was committed in a term before this one; 0 if none was.
    pub(super) fn last_before(&self, term: Term) -> Index {
        let mut end = self.last();
        for (first, committed) in self.runs.iter_from(0).rev() {
            if *committed < term {
                return end;
            }
            end = first.prev();
        }
        Index::ZERO
    }
}
