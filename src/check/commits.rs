//! Judges of what is committed, applied, and believed of followers.

use super::checker::{Checker, Look};
use super::invariants::Invariant;
use super::violation::Breach;
use super::watched::Watched;
use crate::command::Command;
use crate::ids::{Index, NodeId, NodeSet, Term};
use crate::log::{Entry, Payload, wire};
use crate::node::event::CommitCause;
use crate::state::Store;

/// Of entries applied at once, about so many are looked up in the store: every one where there are no more.
const APPLIED_LOOKED_AT: u64 = 2;

impl Checker {
    /// A node knows more to be committed.
    pub(super) fn committed(&mut self, look: Look<'_>, to: Index, by: &CommitCause) {
        let node = &mut self.nodes[look.slot];
        let (from, last) = (node.commit, node.last.index);
        node.commit = to;
        if to < from {
            let breach = Breach::CommitFell { from, to };
            self.ring(look, Invariant::CommitMonotonic, breach);
        }
        if self.nodes[look.slot].ended_unread {
            // It ends in this very step, and nobody can read any more what its log held.
            return;
        }
        if to > last {
            let breach = Breach::CommitBeyondLog { to, last };
            self.ring(look, Invariant::CommitMonotonic, breach);
        }
        let commit_term = match *by {
            CommitCause::Counted { term, current, .. } => {
                if term != current {
                    let breach = Breach::CountedOldTerm {
                        index: to,
                        term,
                        current,
                    };
                    self.ring(look, Invariant::CommitQuorum, breach);
                }
                current
            }
            CommitCause::Told { .. } => self.nodes[look.slot].term,
        };
        let to = to.min(last);
        if to > self.canon.last() {
            self.commit_rests_on_quorum(look, to);
            self.extend_canon(look, to, commit_term);
        } else {
            self.agrees_with_canon(look, to);
        }
    }

    /// The committed log goes on through an index, as this node has it, if that agrees with it so far.
    fn extend_canon(&mut self, look: Look<'_>, to: Index, commit_term: Term) {
        let before = self.canon.last();
        if !self.agrees_with_canon(look, before) {
            return;
        }
        let node = &self.nodes[look.slot];
        let log = node.log(look.view);
        for index in before.0 + 1..=to.0 {
            let Some(hash) = node.number_at(Index(index), log, &self.chains) else {
                break;
            };
            self.canon.push(hash, commit_term, &self.chains);
        }
        for ahead in self.ahead.iter() {
            let theirs = &self.nodes[ahead.slot()];
            let through = theirs.applied.min(self.canon.last());
            let number = theirs.number_at(through, theirs.log(look.view), &self.chains);
            if through > before && number != self.canon.at(through, &self.chains) {
                let breach = Breach::CommitsElse {
                    index: through,
                    other: Some(ahead),
                };
                self.ring(look, Invariant::StateMachineSafety, breach);
            }
        }
    }

    /// Whether a node's log is what was committed, up to an index that is.
    fn agrees_with_canon(&mut self, look: Look<'_>, to: Index) -> bool {
        let node = &self.nodes[look.slot];
        let log = node.log(look.view);
        let held = node.number_at(to, log, &self.chains);
        if held.is_none() || held == self.canon.at(to, &self.chains) {
            return true;
        }
        let index = self.first_difference(look, to);
        let canon = self.canon.at(index, &self.chains);
        let mut others = self.nodes.iter().filter(|other| {
            other.commit >= index
                && other.number_at(index, other.log(look.view), &self.chains) == canon
        });
        let other = others.next().map(|other| other.id);
        let breach = Breach::CommitsElse { index, other };
        self.ring(look, Invariant::StateMachineSafety, breach);
        if self.clients.acknowledged() >= index {
            let breach = Breach::AcknowledgedLost { index };
            self.ring(look, Invariant::AcknowledgedKept, breach);
        }
        false
    }

    /// A majority's disks have the entry that is committed first by this node.
    fn commit_rests_on_quorum(&mut self, look: Look<'_>, to: Index) {
        let me = &self.nodes[look.slot];
        let Some(mine) = me.number_at(to, me.log(look.view), &self.chains) else {
            return;
        };
        let holds = |node: &&Watched| {
            // A damaged disk may have had the entry when its node said so.
            node.is_lost()
                || node.durable >= to
                    && node.number_at(to, node.log(look.view), &self.chains) == Some(mine)
        };
        let holders: NodeSet = self
            .nodes
            .iter()
            .filter(holds)
            .map(|node| node.id)
            .collect();
        let needed = self.majority();
        if holders.len() < needed {
            let breach = Breach::NotOnQuorum {
                index: to,
                holders,
                needed,
            };
            self.ring(look, Invariant::CommitQuorum, breach);
        }
    }

    /// A node applied entries.
    pub(super) fn applied(&mut self, look: Look<'_>, first: Index, last: Index) {
        let node = &mut self.nodes[look.slot];
        let (expected, commit, me) = (node.applied.next(), node.commit, node.id);
        node.applied = last;
        if last > self.canon.last() {
            self.ahead.insert(me);
        } else {
            self.ahead.remove(me);
        }
        if first != expected {
            let breach = Breach::AppliesOutOfOrder {
                expected,
                found: first,
            };
            self.ring(look, Invariant::StateMachineSafety, breach);
        }
        if last > commit {
            let breach = Breach::AppliesUncommitted {
                index: last,
                commit,
            };
            self.ring(look, Invariant::CommitMonotonic, breach);
        }
        self.store_is_what_entries_make(look, first, last);
    }

    /// Every entry just applied shows in the store, or one behind it that took its place: so the store is, step by step,
    /// what the log makes of it. Of many that are applied at once, some are looked at.
    fn store_is_what_entries_make(&mut self, look: Look<'_>, first: Index, last: Index) {
        let node = &self.nodes[look.slot];
        let Some(seen) = look.view.node(node.id).filter(|seen| seen.is_up()) else {
            return;
        };
        let (log, store) = (seen.log(), seen.store());
        let stride = last.above(first) / APPLIED_LOOKED_AT + 1;
        let looked_at = (0..=last.above(first) / stride).map(|place| first.plus(place * stride));
        let wrong = looked_at
            .filter_map(|index| log.entry(index))
            .filter(|entry| !shows(*entry, store))
            // Within one step a later entry may have unbound the key again.
            .find(|entry| {
                let mut later = log.iter_from(entry.index.next());
                let applied = seen.applied_index();
                !later.any(|later| later.index <= applied && unbinds(later, *entry))
            });
        if let Some(index) = wrong.map(|entry| entry.index) {
            let breach = Breach::StoreDiffers { index };
            self.ring(look, Invariant::StateMachineSafety, breach);
        }
    }

    /// A leader counts a member as a holder up to an index.
    pub(super) fn matched(&mut self, look: Look<'_>, peer: NodeId, from: Index, to: Index) {
        if to < from {
            let breach = Breach::MatchFell { peer, from, to };
            self.ring(look, Invariant::ProgressBounds, breach);
        }
        if peer.slot() == look.slot {
            let (on_disk, unread) = {
                let node = &self.nodes[look.slot];
                (node.durable, node.ended_unread)
            };
            if to > on_disk && !unread {
                let breach = Breach::CountedUnsynced {
                    counted: to,
                    on_disk,
                };
                self.ring(look, Invariant::DurableFirst, breach);
            }
        } else {
            self.match_is_true(look, peer, to);
            self.next_in_bounds(look, peer);
        }
    }

    /// What a leader sends next lies behind what it knows to be there, and at most one behind its log's end.
    pub(super) fn next_in_bounds(&mut self, look: Look<'_>, peer: NodeId) {
        let leader = look.view.node(NodeId::at_slot(look.slot));
        let Some((leader, progress)) =
            leader.and_then(|leader| Some((leader, leader.progress(peer)?)))
        else {
            return;
        };
        let (next, matched) = (progress.next_index, progress.match_index);
        let last = leader.log().last_index();
        if next <= matched || next > last.next() {
            let breach = Breach::NextOutOfBounds {
                peer,
                next,
                matched,
                last,
            };
            self.ring(look, Invariant::ProgressBounds, breach);
        }
    }
}

fn command_of(entry: Entry<'_>) -> Option<Command<'_>> {
    match entry.payload {
        Payload::Noop => None,
        Payload::Command(bytes) => wire::decode_command(bytes).ok(),
    }
}

/// Whether a store has what an entry asks for, or something newer.
fn shows(entry: Entry<'_>, store: &Store) -> bool {
    match command_of(entry) {
        Some(Command::Set { key, value }) => store.get(key).is_some_and(|bound| {
            bound.set_by > entry.index
                || (bound.set_by == entry.index && bound.value.as_ref() == value)
        }),
        Some(Command::Delete { key }) => store
            .get(key)
            .is_none_or(|bound| bound.set_by > entry.index),
        Some(Command::Get { .. }) | None => true,
    }
}

/// Whether a later entry unbinds the key that an entry binds.
fn unbinds(later: Entry<'_>, entry: Entry<'_>) -> bool {
    match (command_of(later), command_of(entry)) {
        (Some(Command::Delete { key: gone }), Some(Command::Set { key, .. })) => gone == key,
        _ => false,
    }
}
