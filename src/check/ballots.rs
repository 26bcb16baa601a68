//! Who voted for whom, and who led: for every term, over all lives of every node.
//!
//! A vote counts here once it has left its node, or the node counts it itself: what a node decided and lost in a crash
//! before anybody heard of it was no vote.

use crate::ids::{NodeId, NodeSet, Term};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Votes are remembered of so many terms, those in which something happened last..
const ELECTIONS_MAX: usize = 1024;
/// ..and leaders of so many, the newest.
const LEADERS_MAX: usize = 1024;

/// Votes and leaders, by term. A node that campaigns alone for ever makes terms without end, far above the one in which
/// all others live: so it is not the lowest of them that is forgotten first.
#[derive(Clone, Debug, Default)]
pub(super) struct Ballots {
    elections: Arc<BTreeMap<Term, Arc<Election>>>,
    leaders: Arc<BTreeMap<Term, NodeId>>,
    /// Counts what happens to elections.
    touches: u64,
    /// The highest term whose votes were forgotten.
    forgotten: Term,
}

/// The votes of one term.
#[derive(Clone, Debug, Default)]
struct Election {
    /// Voter and candidate, each pair once.
    votes: Vec<(NodeId, NodeId)>,
    touched: u64,
}

impl Ballots {
    /// Notes a vote; an earlier one of the same voter and term for another is an error.
    pub(super) fn cast(
        &mut self,
        term: Term,
        voter: NodeId,
        candidate: NodeId,
    ) -> Result<(), NodeId> {
        if let Some(election) = self.elections.get(&term)
            && election.votes.contains(&(voter, candidate))
        {
            return Ok(());
        }
        let cast = &mut self.election(term).votes;
        let earlier = cast.iter().find(|(other, _)| *other == voter).copied();
        cast.push((voter, candidate));
        earlier.map_or(Ok(()), |(_, candidate)| Err(candidate))
    }

    /// Who of these did not vote for a candidate in a term; nobody where that may have been forgotten.
    pub(super) fn without_vote(&self, term: Term, candidate: NodeId, of: NodeSet) -> NodeSet {
        if term <= self.forgotten {
            return NodeSet::EMPTY;
        }
        let election = self.elections.get(&term);
        let votes = election.map_or(&[][..], |held| &held.votes);
        let mine = votes.iter().filter(|(_, whom)| *whom == candidate);
        of.without(mine.map(|(voter, _)| *voter).collect())
    }

    /// Notes who leads a term; another who led it before is an error.
    pub(super) fn lead(&mut self, term: Term, node: NodeId) -> Result<(), NodeId> {
        match self.leaders.get(&term) {
            Some(first) if *first != node => return Err(*first),
            Some(_) => return Ok(()),
            None => {}
        }
        let leaders = Arc::make_mut(&mut self.leaders);
        if leaders.len() >= LEADERS_MAX {
            leaders.pop_first();
        }
        leaders.insert(term, node);
        Ok(())
    }

    fn election(&mut self, term: Term) -> &mut Election {
        self.touches += 1;
        let elections = Arc::make_mut(&mut self.elections);
        if elections.len() >= ELECTIONS_MAX && !elections.contains_key(&term) {
            let oldest = elections.iter().min_by_key(|(_, held)| held.touched);
            if let Some(oldest) = oldest.map(|(term, _)| *term) {
                elections.remove(&oldest);
                self.forgotten = self.forgotten.max(oldest);
            }
        }
        let election = Arc::make_mut(elections.entry(term).or_default());
        election.touched = self.touches;
        election
    }
}
