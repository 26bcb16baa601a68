//! Judges of what enters a log and what is removed from one.

use super::chains::{link, place};
use super::checker::{Checker, Look};
use super::invariants::Invariant;
use super::violation::Breach;
use super::watched::{Watched, last_agreed};
use crate::ids::{Index, NodeId, Term};

impl Checker {
    /// A node put entries of its own in its log.
    pub(super) fn appended(&mut self, look: Look<'_>, first: Index, last: Index) {
        self.grown(look, first, last);
        let node = &self.nodes[look.slot];
        if node.last.index == last {
            self.clients.logged(look.event.cause, node.last, node.hash);
        }
    }

    /// A log has new entries from an index on, at most through another.
    pub(super) fn grown(&mut self, look: Look<'_>, first: Index, through: Index) {
        let node = &mut self.nodes[look.slot];
        let Some(log) = node.log(look.view) else {
            node.ended_unread = true;
            return;
        };
        let before = (first <= node.last.index).then_some((node.last, node.hash));
        if before.is_some() {
            let term = log.term_at(first.prev()).unwrap_or_default();
            let Some(hash) = node.number_at(first.prev(), Some(log), &self.chains) else {
                return;
            };
            node.cut(first, (place(first.prev(), term), hash));
        }
        for index in first.0..=through.min(log.last_index()).0 {
            let Some(entry) = log.entry(Index(index)) else {
                break;
            };
            let node = &mut self.nodes[look.slot];
            let (behind, at) = (node.last, place(entry.index, entry.term));
            let hash = link(node.hash, entry.term, entry.payload);
            let learned = node.put(at, hash, &mut self.chains);
            node.disk.entry(at.index, hash);
            let current = node.term;
            if at.term < behind.term {
                let breach = Breach::EntryTermFell {
                    index: at.index,
                    before: behind.term,
                    term: at.term,
                };
                self.ring(look, Invariant::TermMonotonic, breach);
            }
            if at.term > current {
                let breach = Breach::EntryAboveTerm {
                    index: at.index,
                    term: at.term,
                    current,
                };
                self.ring(look, Invariant::TermMonotonic, breach);
            }
            if learned.is_err() {
                self.logs_differ(look, at.index, at.term);
            }
        }
        if let Some((last, hash)) = before {
            self.written_over(look, first, last.index, hash);
        }
    }

    /// Entries were written over from an index on, and nobody said that any was removed: none may have been.
    fn written_over(&mut self, look: Look<'_>, first: Index, last: Index, hash: u64) {
        let node = &self.nodes[look.slot];
        let (leading, commit, applied) = (node.leading, node.commit, node.applied);
        if node.number_at(last, node.log(look.view), &self.chains) == Some(hash) {
            return;
        }
        if let Some(term) = leading {
            let breach = Breach::LeaderCut { term, from: first };
            self.ring(look, Invariant::LeaderAppendOnly, breach);
        }
        if first <= commit {
            let breach = Breach::CutsCommitted { index: first };
            self.ring(look, Invariant::CommitQuorum, breach);
        }
        if first <= applied {
            let breach = Breach::RemovesApplied { index: first };
            self.ring(look, Invariant::StateMachineSafety, breach);
        }
    }

    fn logs_differ(&mut self, look: Look<'_>, index: Index, term: Term) {
        let known = self.chains.at(place(index, term));
        let mut others = self.nodes.iter().filter(|node| {
            let log = node.log(look.view);
            let same_place = log.is_some_and(|log| log.term_at(index) == Some(term));
            same_place && node.number_at(index, log, &self.chains) == known
        });
        let other = others.next().map(|node| node.id);
        let breach = Breach::LogsDiffer { index, term, other };
        self.ring(look, Invariant::LogMatching, breach);
    }

    /// A node removed entries from an index on; `mine`: the term of the first of them.
    pub(super) fn truncated(&mut self, look: Look<'_>, from: Index, mine: Term) {
        let node = &self.nodes[look.slot];
        if let Some(term) = node.leading {
            self.ring(
                look,
                Invariant::LeaderAppendOnly,
                Breach::LeaderCut { term, from },
            );
        }
        self.cuts_nothing_committed(look, from, mine);
        let node = &mut self.nodes[look.slot];
        if from <= node.applied {
            let breach = Breach::RemovesApplied { index: from };
            self.ring(look, Invariant::StateMachineSafety, breach);
        }
        let node = &mut self.nodes[look.slot];
        let before = from.prev();
        let Some(log) = node.log(look.view) else {
            return;
        };
        let term = log.term_at(before).unwrap_or_default();
        if let Some(hash) = node.number_at(before, Some(log), &self.chains) {
            node.cut(from, (place(before, term), hash));
        }
    }

    /// Nothing that a node knows to be committed is cut, nor what is committed and the node holds, once it is in the term
    /// in which that was committed or a later one. Before that it may: its leader is of an older term, and late.
    fn cuts_nothing_committed(&mut self, look: Look<'_>, from: Index, mine: Term) {
        let node = &self.nodes[look.slot];
        let held = if from == node.last.index {
            Some(node.hash)
        } else {
            // The log is cut already: it tells no term there.
            self.chains.at(place(from, mine))
        };
        let is_committed = from <= self.canon.last()
            && node.term >= self.canon.commit_term(from)
            && held == self.canon.at(from, &self.chains);
        if from <= node.commit || is_committed {
            let breach = Breach::CutsCommitted { index: from };
            self.ring(look, Invariant::CommitQuorum, breach);
        }
    }

    /// What a leader believes of a follower's log is true of that one's disk.
    pub(super) fn match_is_true(&mut self, look: Look<'_>, peer: NodeId, believed: Index) {
        let leader = &self.nodes[look.slot];
        let Some(follower) = self.nodes.get(peer.slot()) else {
            return;
        };
        let log = |node: &Watched| node.log(look.view);
        if log(leader).is_none() || log(follower).is_none() || follower.is_lost() {
            return;
        }
        let is_true = if follower.term > leader.term {
            // In a newer term its log may differ by right.
            true
        } else {
            let held = follower.number_at(believed, log(follower), &self.chains);
            follower.term == leader.term
                && believed <= follower.durable
                && held.is_some()
                && held == leader.number_at(believed, log(leader), &self.chains)
        };
        if !is_true {
            let number = |node: &Watched, index| node.number_at(index, log(node), &self.chains);
            let agreed = last_agreed(believed, |index| {
                let held = number(follower, index);
                held.is_some() && held == number(leader, index)
            });
            let on_disk = follower.durable.min(agreed);
            let breach = Breach::MatchUntrue {
                peer,
                believed,
                on_disk,
            };
            self.ring(look, Invariant::ProgressBounds, breach);
        }
    }
}
