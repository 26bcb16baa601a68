//! Judges of what clients are told: every answer is checked against the committed log, with no search.
//!
//! All requests go through the log, so the log is a certificate of their order. An answer for the entry at an index is
//! right if that entry is committed, if the index lies behind all that any client had seen when the request was asked,
//! and if what a read gives is what its key is bound to there.

use super::checker::{Checker, Look};
use super::invariants::Invariant;
use super::violation::Breach;
use crate::cluster::action::Request;
use crate::cluster::event::{Cause, Outcome, RequestId};
use crate::ids::{Index, NodeId};
use crate::log::LogPosition;
use std::collections::VecDeque;
use std::sync::Arc;

/// So many answered entries are remembered, to tell when one answers twice.
const RECENT: usize = 64;

/// What clients asked and saw.
#[derive(Clone, Debug)]
pub(super) struct Clients {
    /// Under way, in the order of asking: nearly always the first one is answered next.
    waiting: VecDeque<(RequestId, Asked)>,
    /// The last index that any completed request has shown to a client.
    seen: Index,
    /// The last index of an entry that a client was told is done.
    acknowledged: Index,
    recent: [Index; RECENT],
}

/// A request under way.
#[derive(Clone, Debug)]
struct Asked {
    /// What clients had seen when it was asked.
    seen: Index,
    /// The key, if it reads one.
    reads: Option<Arc<[u8]>>,
    /// Its entry, and the number of the log up to there.
    entry: Option<(LogPosition, u64)>,
}

impl Default for Clients {
    fn default() -> Self {
        Self {
            waiting: VecDeque::new(),
            seen: Index::ZERO,
            acknowledged: Index::ZERO,
            recent: [Index::ZERO; RECENT],
        }
    }
}

impl Clients {
    /// A client asks.
    pub(super) fn asked(&mut self, request: RequestId, what: &Request) {
        let reads = match what {
            Request::Get { key } => Some(Arc::clone(key)),
            Request::Set { .. } | Request::Delete { .. } => None,
        };
        let asked = Asked {
            seen: self.seen,
            reads,
            entry: None,
        };
        self.waiting.push_back((request, asked));
    }

    /// An entry was made, because of this.
    pub(super) fn logged(&mut self, cause: Cause, at: LogPosition, hash: u64) {
        let Cause::Request(request) = cause else {
            return;
        };
        if let Some(place) = self.place(request) {
            self.waiting[place].1.entry = Some((at, hash));
        }
    }

    /// The last one is asked about first, and the first one answered.
    fn place(&self, request: RequestId) -> Option<usize> {
        let last = self.waiting.len().checked_sub(1)?;
        if self.waiting[last].0 == request {
            return Some(last);
        }
        self.waiting
            .binary_search_by_key(&request, |(known, _)| *known)
            .ok()
    }

    fn take(&mut self, request: RequestId) -> Option<Asked> {
        if self.waiting.front()?.0 == request {
            return self.waiting.pop_front().map(|(_, asked)| asked);
        }
        let place = self.place(request)?;
        self.waiting.remove(place).map(|(_, asked)| asked)
    }

    /// The last index of an entry that a client was told is done.
    pub(super) fn acknowledged(&self) -> Index {
        self.acknowledged
    }

    /// Notes that an index was shown; tells whether it answered before.
    fn shown(&mut self, index: Index) -> bool {
        self.seen = self.seen.max(index);
        self.acknowledged = self.acknowledged.max(index);
        let slot = usize::try_from(index.0).unwrap_or(0) % RECENT;
        std::mem::replace(&mut self.recent[slot], index) == index
    }
}

impl Checker {
    /// A client hears the outcome of a request.
    pub(super) fn answered(&mut self, look: Look<'_>, request: RequestId, outcome: &Outcome) {
        let Some(asked) = self.clients.take(request) else {
            return;
        };
        match outcome {
            Outcome::Unknown(_) => {}
            Outcome::Refused(_) => {
                if let Some((at, _)) = asked.entry {
                    let index = at.index;
                    let breach = Breach::RefusedButLogged { request, index };
                    self.ring(look, Invariant::AcknowledgedKept, breach);
                }
            }
            Outcome::Ok | Outcome::Value(_) | Outcome::Absent => match (asked.entry, asked.reads) {
                (Some((at, hash)), reads) => {
                    self.done(look, request, (at.index, hash), asked.seen);
                    if let Some(key) = reads {
                        self.read_is_right(look, request, at.index, &key, outcome);
                    }
                }
                (None, Some(_)) => self.read_locally(look, request, asked.seen),
                (None, None) => {
                    let breach = Breach::AnsweredWithoutEntry { request };
                    self.ring(look, Invariant::AcknowledgedKept, breach);
                }
            },
        }
    }

    /// An answer for an entry of the log.
    fn done(&mut self, look: Look<'_>, request: RequestId, entry: (Index, u64), seen: Index) {
        let (index, hash) = entry;
        if self.canon.at(index, &self.chains) != Some(hash) {
            let breach = Breach::AnsweredUncommitted { request, index };
            self.ring(look, Invariant::AcknowledgedKept, breach);
        }
        if index <= seen {
            let breach = Breach::OutOfOrder {
                request,
                index,
                seen,
            };
            self.ring(look, Invariant::Linearizable, breach);
        }
        if self.clients.shown(index) {
            let breach = Breach::SameEntryTwice { request, index };
            self.ring(look, Invariant::Linearizable, breach);
        }
    }

    /// An answer from the store as it is, past the log: as of what was applied.
    fn read_locally(&mut self, look: Look<'_>, request: RequestId, seen: Index) {
        let shown = match self.nodes.get(look.slot) {
            Some(node) => node.applied,
            None => return,
        };
        if shown < seen {
            let breach = Breach::ReadsThePast {
                request,
                shown,
                seen,
            };
            self.ring(look, Invariant::Linearizable, breach);
        }
        self.clients.seen = self.clients.seen.max(shown);
    }

    /// What a read through the log gives is what the key is bound to at its index, as far as the store still tells.
    fn read_is_right(
        &mut self,
        look: Look<'_>,
        request: RequestId,
        index: Index,
        key: &[u8],
        outcome: &Outcome,
    ) {
        let node = look.view.node(NodeId::at_slot(look.slot));
        let Some(node) = node.filter(|node| node.is_up()) else {
            return;
        };
        let is_right = match (node.store().get(key), outcome) {
            (Some(bound), _) if bound.set_by > index => true,
            (Some(bound), Outcome::Value(value)) => bound.value == *value,
            (Some(_), _) => false,
            (None, Outcome::Absent) => true,
            // Unbound since, in the same step.
            (None, _) => node.applied_index() > index,
        };
        if !is_right {
            let breach = Breach::WrongValue { request, index };
            self.ring(look, Invariant::Linearizable, breach);
        }
    }
}
