//! Judges of terms, votes and elections, and of what leaves a node before its disk has it.

use super::checker::{Checker, Look};
use super::invariants::Invariant;
use super::violation::Breach;
use super::watched::last_agreed;
use crate::cluster::NodeView;
use crate::cluster::event::Brief;
use crate::ids::{Index, NodeId, NodeSet, Term};
use crate::transport::AppendOutcome;

impl Checker {
    /// A node is in a term.
    pub(super) fn entered(&mut self, look: Look<'_>, term: Term) {
        let node = &mut self.nodes[look.slot];
        let from = node.term;
        node.term = term;
        if term != from {
            node.leading = None;
        }
        if term < from {
            self.ring(
                look,
                Invariant::TermMonotonic,
                Breach::TermFell { from, to: term },
            );
        }
    }

    /// A message leaves its node: the most frequent of all events, so it is judged on its own.
    #[inline(never)]
    pub(super) fn sent(&mut self, look: Look<'_>, to: NodeId, term: Term, brief: &Brief) {
        let node = &mut self.nodes[look.slot];
        let (me, before, on_disk) = (node.id, node.spoken, node.disk.synced.hard_state.term);
        node.spoken = before.max(term);
        if term < before {
            let breach = Breach::SpokeOfOlderTerm { before, now: term };
            self.ring(look, Invariant::TermMonotonic, breach);
        }
        if term > on_disk {
            let breach = Breach::TermNotOnDisk {
                spoken: term,
                on_disk,
            };
            self.ring(look, Invariant::DurableFirst, breach);
        }
        match *brief {
            Brief::Vote(_) => {
                self.own_vote_leaves(look, term);
                self.cast(look, term, me, me);
            }
            Brief::VoteReply(true) => {
                self.vote_leaves(look, term, to);
                self.cast(look, term, me, to);
            }
            Brief::AppendReply {
                outcome: AppendOutcome::Accepted { match_index },
                ..
            } => self.acknowledged(look, term, match_index),
            _ => {}
        }
    }

    /// A candidate asks for votes: if it has voted for itself, that is on its disk.
    fn own_vote_leaves(&mut self, look: Look<'_>, term: Term) {
        let me = NodeId::at_slot(look.slot);
        let memory = look.view.node(me).map(NodeView::hard_state);
        if memory.is_some_and(|hard| (hard.term, hard.vote) == (term, Some(me))) {
            self.vote_leaves(look, term, me);
        }
    }

    fn vote_leaves(&mut self, look: Look<'_>, term: Term, candidate: NodeId) {
        let on_disk = self.nodes[look.slot].disk.synced.hard_state;
        let is_there =
            on_disk.term > term || (on_disk.term, on_disk.vote) == (term, Some(candidate));
        if !is_there {
            let breach = Breach::VoteNotOnDisk { term, candidate };
            self.ring(look, Invariant::DurableFirst, breach);
        }
    }

    fn acknowledged(&mut self, look: Look<'_>, term: Term, match_index: Index) {
        let node = &self.nodes[look.slot];
        // In a newer term the log may have been cut since, and what was on the disk then is what the message speaks of.
        let on_disk = if term == node.term {
            node.durable
        } else {
            node.disk.synced.last.max(node.durable)
        };
        if match_index > on_disk && !node.ended_unread {
            let breach = Breach::EntriesNotOnDisk {
                acknowledged: match_index,
                on_disk,
            };
            self.ring(look, Invariant::DurableFirst, breach);
        }
    }

    fn cast(&mut self, look: Look<'_>, term: Term, voter: NodeId, candidate: NodeId) {
        if let Err(first) = self.ballots.cast(term, voter, candidate) {
            let breach = Breach::VotedTwice {
                term,
                first,
                second: candidate,
            };
            self.ring(look, Invariant::VoteOnce, breach);
        }
    }

    /// A candidate counts a vote; its own it casts by that.
    pub(super) fn counted_vote(&mut self, look: Look<'_>, from: NodeId, term: Term) {
        if from.slot() == look.slot {
            self.own_vote_leaves(look, term);
            self.cast(look, term, from, from);
        }
    }

    /// A node leads.
    pub(super) fn elected(&mut self, look: Look<'_>, term: Term, votes: NodeSet) {
        let me = NodeId::at_slot(look.slot);
        self.nodes[look.slot].leading = Some(term);
        self.elected_by_quorum(look, term, votes);
        if let Err(first) = self.ballots.lead(term, me) {
            self.ring(
                look,
                Invariant::ElectionSafety,
                Breach::LeadsToo { term, first },
            );
        }
        self.has_what_was_committed(look, term);
        for slot in 0..self.nodes.len() {
            let peer = NodeId::at_slot(slot);
            let leader = look.view.node(me);
            let believed = leader.map_or(Index::ZERO, |leader| leader.match_index(peer));
            if slot != look.slot && believed > Index::ZERO {
                self.match_is_true(look, peer, believed);
            }
        }
    }

    fn elected_by_quorum(&mut self, look: Look<'_>, term: Term, votes: NodeSet) {
        let (me, needed) = (NodeId::at_slot(look.slot), self.majority());
        if votes.len() < needed {
            let breach = Breach::TooFewVotes {
                term,
                votes,
                needed,
            };
            self.ring(look, Invariant::ElectedByQuorum, breach);
        }
        let uncast = self.ballots.without_vote(term, me, votes);
        if let Some(voter) = uncast.iter().next() {
            let breach = Breach::NeverVoted { term, voter };
            self.ring(look, Invariant::ElectedByQuorum, breach);
        }
    }

    /// What was committed in an earlier term is in its log. In the same or a later one it need not be: a candidate of an
    /// old term may collect its last delayed vote behind a newer leader.
    fn has_what_was_committed(&mut self, look: Look<'_>, term: Term) {
        let index = self.canon.last_before(term);
        let node = &self.nodes[look.slot];
        let log = node.log(look.view);
        let held = node.number_at(index, log, &self.chains);
        let is_readable = log.is_some() || held.is_some();
        if is_readable && held != self.canon.at(index, &self.chains) {
            let lacking = self.first_difference(look, index);
            let breach = Breach::LacksCommitted {
                term,
                index: lacking,
                committed_in: self.canon.commit_term(lacking),
            };
            self.ring(look, Invariant::LeaderCompleteness, breach);
        }
    }

    /// The first index, up to this one, at which a node's log is not what was committed.
    pub(super) fn first_difference(&self, look: Look<'_>, through: Index) -> Index {
        let node = &self.nodes[look.slot];
        let log = node.log(look.view);
        let last = last_agreed(through, |index| {
            node.number_at(index, log, &self.chains) == self.canon.at(index, &self.chains)
        });
        last.next().min(through)
    }
}
