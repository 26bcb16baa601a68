//! Who voted for whom, and who led: for every term, over all lives of every node.
//!
//! A vote counts here once it has left its node, or the node counts it itself: what a node decided and lost in a crash
//! before anybody heard of it was no vote.

use crate::ids::{NodeId, NodeSet, Term};
use std::collections::BTreeMap;
use std::sync::Arc;

/// So many terms are remembered, the newest.
const TERMS_MAX: usize = 1024;

/// The votes and leaders of the newest terms.
#[derive(Clone, Debug, Default)]
pub(super) struct Ballots {
    terms: Arc<BTreeMap<Term, Arc<Election>>>,
}

/// What happened in one term.
#[derive(Clone, Debug, Default)]
struct Election {
    leader: Option<NodeId>,
    /// Voter and candidate, each pair once.
    votes: Vec<(NodeId, NodeId)>,
}

impl Ballots {
    /// Notes a vote; an earlier one of the same voter and term for another is an error.
    pub(super) fn cast(
        &mut self,
        term: Term,
        voter: NodeId,
        candidate: NodeId,
    ) -> Result<(), NodeId> {
        if let Some(election) = self.terms.get(&term)
            && election.votes.contains(&(voter, candidate))
        {
            return Ok(());
        }
        let cast = &mut self.election(term).votes;
        let earlier = cast.iter().find(|(other, _)| *other == voter).copied();
        cast.push((voter, candidate));
        earlier.map_or(Ok(()), |(_, candidate)| Err(candidate))
    }

    /// Who voted for a candidate in a term.
    pub(super) fn voters(&self, term: Term, candidate: NodeId) -> NodeSet {
        let votes = self.terms.get(&term).map_or(&[][..], |held| &held.votes);
        let mine = votes.iter().filter(|(_, whom)| *whom == candidate);
        mine.map(|(voter, _)| *voter).collect()
    }

    /// Notes who leads a term; another who led it before is an error.
    pub(super) fn lead(&mut self, term: Term, node: NodeId) -> Result<(), NodeId> {
        let election = self.election(term);
        match election.leader {
            Some(first) if first != node => Err(first),
            _ => {
                election.leader = Some(node);
                Ok(())
            }
        }
    }

    fn election(&mut self, term: Term) -> &mut Election {
        let terms = Arc::make_mut(&mut self.terms);
        if terms.len() >= TERMS_MAX && !terms.contains_key(&term) {
            terms.pop_first();
        }
        Arc::make_mut(terms.entry(term).or_default())
    }
}
