//! What follows from one input to a node: what must be saved, sent and applied, and the facts about it.
//!
//! The buffer is the caller's and is used again, so that an idle tick allocates nothing. The order in which it is
//! carried out is fixed: write the save; send what waits for nothing; sync; send what waited; apply; tell the node that
//! the save is durable.

use super::event::Event;
use crate::ids::Index;
use crate::storage::Save;
use crate::transport::Envelope;
use std::ops::RangeInclusive;

/// The number of a save, from 1, within one life of a node.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct SaveNumber(pub u64);

/// A message and when it may leave.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outgoing {
    /// The message.
    pub envelope: Envelope,
    /// When it may leave.
    pub departure: Departure,
}

/// When a message may leave its node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Departure {
    /// At once: a leader's append, whose term is durable already.
    AtOnce,
    /// First in, first out, and not before this save is durable; none: it speaks from what is durable already.
    InTurn(Option<SaveNumber>),
}

/// Everything that one input leads to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Effects {
    /// What must be written, and its number.
    pub save: Option<(SaveNumber, Save)>,
    /// What must be sent, in this order.
    pub messages: Vec<Outgoing>,
    /// Which entries must be applied, in order.
    pub apply: Option<RangeInclusive<u64>>,
    /// The node led before this input and does not any more: whoever waits for it hears "unknown".
    pub stopped_leading: bool,
    /// What happened, was refused or held back, in the order it was decided.
    pub events: Vec<Event>,
}

impl Effects {
    /// Empties the buffer and keeps its memory.
    pub fn clear(&mut self) {
        self.save = None;
        self.messages.clear();
        self.apply = None;
        self.stopped_leading = false;
        self.events.clear();
    }

    /// Notes an entry range to be applied.
    pub(super) fn apply(&mut self, first: Index, last: Index) {
        self.apply = Some(first.0..=last.0);
        self.events.push(Event::Applied { first, last });
    }
}
