//! Who was heard from lately. Only book-keeping, so cheap that it is kept whether a rule asks for it or not.
//!
//! What it means for a majority is decided in [`super::rules::elections`].

use crate::ids::{NodeId, NodeSet};

/// The nodes heard from in the present span of a node's own ticks and in the one before.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Hearing {
    now: NodeSet,
    before: NodeSet,
    ticks: u64,
}

impl Hearing {
    pub(super) fn hear(&mut self, from: NodeId) {
        self.now.insert(from);
    }

    /// One tick of the node's own clock; a span is so many of them.
    pub(super) fn tick(&mut self, span: u64) {
        self.ticks += 1;
        if self.ticks >= span {
            (self.before, self.now, self.ticks) = (self.now, NodeSet::EMPTY, 0);
        }
    }

    /// Who was heard in this span and in the one before, and how many ticks of it have passed.
    pub(super) fn spans(&self) -> (NodeSet, NodeSet, u64) {
        (self.now, self.before, self.ticks)
    }

    /// How many were heard from within one span at least, and two at most.
    pub(super) fn count(&self) -> usize {
        self.now.len() + self.before.without(self.now).len()
    }
}
