//! What happened, kept for looking back: the events that a person wants to see, the newest ones of them.
//!
//! Routine is left out where it comes in: messages that simply went and came, heartbeats that a cut link swallowed.
//! The whole trace is made again by running the same statements again.

use crate::cluster::event::{Fact, Stamped};
use crate::transport::MessageKind;
use std::collections::VecDeque;

/// The most events that are kept; the oldest go first.
pub const FEED_MAX: usize = 10_000;
/// The most messages lost in one action that are kept for looking at.
pub const LOST_MAX: usize = 200;

/// The newest notable events.
#[derive(Clone, Debug, Default)]
pub struct Feed {
    events: VecDeque<Stamped>,
    /// How many went before those that are kept.
    gone: usize,
    lost: VecDeque<Stamped>,
}

impl Feed {
    /// Takes what happened.
    pub fn observe(&mut self, events: &[Stamped]) {
        for event in events {
            if matches!(event.fact, Fact::Lost { .. }) {
                keep(&mut self.lost, event, LOST_MAX);
            }
            if is_notable(event) {
                self.gone += keep(&mut self.events, event, FEED_MAX);
            }
        }
    }

    /// Notes that a new action begins: what the one before lost is looked at no more.
    pub fn begin_action(&mut self) {
        self.lost.clear();
    }

    /// How many events are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether none is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// How many events there were before those that are kept.
    #[must_use]
    pub fn gone(&self) -> usize {
        self.gone
    }

    /// The event in a place, the oldest kept one in place 0.
    #[must_use]
    pub fn get(&self, place: usize) -> Option<&Stamped> {
        self.events.get(place)
    }

    /// The newest event.
    #[must_use]
    pub fn newest(&self) -> Option<&Stamped> {
        self.events.back()
    }

    /// The messages that were lost since the last action began, in order.
    pub fn lost(&self) -> impl DoubleEndedIterator<Item = &Stamped> {
        self.lost.iter()
    }
}

/// Keeps an event, and lets the oldest go beyond `most`: tells how many.
fn keep(kept: &mut VecDeque<Stamped>, event: &Stamped, most: usize) -> usize {
    kept.push_back(event.clone());
    let over = kept.len().saturating_sub(most);
    kept.drain(..over);
    over
}

/// Whether a person wants to see each such event.
fn is_notable(event: &Stamped) -> bool {
    let is_heartbeat_lost = matches!(
        event.fact,
        Fact::Lost {
            kind: MessageKind::Heartbeat | MessageKind::AppendReply,
            ..
        }
    );
    event.row().notable && !is_heartbeat_lost
}
