//! The committed log: what was ever committed, once and for all, and in which term first.

use super::chains::{Chains, NOTHING};
use crate::ids::{Index, Term};
use crate::log::SharedList;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What was committed, as one number for every index from 1. Nearly always it is the entry first seen there.
#[derive(Clone, Debug, Default)]
pub(super) struct Canon {
    last: Index,
    /// The numbers of those that are not.
    others: Arc<BTreeMap<Index, u64>>,
    /// From an index on, the term of the leader that committed it first.
    runs: SharedList<(Index, Term)>,
}

impl Canon {
    /// The last committed index.
    pub(super) fn last(&self) -> Index {
        self.last
    }

    /// The number of the committed log up to an index; none beyond its end.
    pub(super) fn at(&self, index: Index, chains: &Chains) -> Option<u64> {
        if index == Index::ZERO {
            return Some(NOTHING);
        }
        if index > self.last {
            return None;
        }
        if self.others.is_empty() {
            return chains.first_at(index);
        }
        let other = self.others.get(&index).copied();
        other.or_else(|| chains.first_at(index))
    }

    /// The next entry is committed, first in this term.
    pub(super) fn push(&mut self, hash: u64, commit_term: Term, chains: &Chains) {
        self.last = self.last.next();
        if chains.first_at(self.last) != Some(hash) {
            Arc::make_mut(&mut self.others).insert(self.last, hash);
        }
        if self
            .runs
            .last()
            .is_none_or(|(_, term)| *term != commit_term)
        {
            self.runs.push((self.last, commit_term));
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
