//! What happened, kept for looking back: the events that a person wants to see, the newest ones of them.
//!
//! Routine is left out where it comes in: messages that simply went and came, heartbeats that a cut link swallowed.
//! The whole trace is made again by running the same statements again.

use crate::cluster::event::{Brief, Fact, Loss, Stamped};
use crate::ids::{NodeId, Term};
use crate::transport::{MessageKind, MessageNumber};
use std::collections::VecDeque;

/// The most events that are kept; the oldest go first.
pub const FEED_MAX: usize = 10_000;
/// The most messages lost in one action that are kept for looking at.
pub const LOST_MAX: usize = 200;

/// The most messages that were sent and whose words are kept, in case they are lost.
pub const SENT_MAX: usize = 512;

/// A message that was lost.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LostMessage {
    /// Its number.
    pub number: MessageNumber,
    /// Who sent it.
    pub from: NodeId,
    /// Whom it was for.
    pub to: NodeId,
    /// Its kind.
    pub kind: MessageKind,
    /// Why it was lost.
    pub why: Loss,
    /// The sender's term and what it said; none where it had been under way for long.
    pub said: Option<(Term, Brief)>,
}

/// The newest notable events.
#[derive(Clone, Debug, Default)]
pub struct Feed {
    events: VecDeque<Stamped>,
    /// How many went before those that are kept.
    gone: usize,
    lost: VecDeque<LostMessage>,
    sent: VecDeque<(MessageNumber, Term, Brief)>,
}

impl Feed {
    /// Takes what happened.
    pub fn observe(&mut self, events: &[Stamped]) {
        for event in events {
            self.note_message(&event.fact);
            if is_notable(event) {
                self.gone += keep(&mut self.events, event.clone(), FEED_MAX);
            }
        }
    }

    fn note_message(&mut self, fact: &Fact) {
        match *fact {
            Fact::Sent {
                number,
                term,
                brief,
                ..
            } => {
                keep(&mut self.sent, (number, term, brief), SENT_MAX);
            }
            Fact::Lost {
                number,
                from,
                to,
                kind,
                why,
            } => {
                let said = self.sent.binary_search_by_key(&number, |sent| sent.0);
                let lost = LostMessage {
                    number,
                    from,
                    to,
                    kind,
                    why,
                    said: said
                        .ok()
                        .map(|place| (self.sent[place].1, self.sent[place].2)),
                };
                keep(&mut self.lost, lost, LOST_MAX);
            }
            _ => {}
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
    pub fn lost(&self) -> impl ExactSizeIterator<Item = &LostMessage> {
        self.lost.iter()
    }
}

/// Keeps one more, and lets the oldest go beyond `most`: tells how many.
fn keep<T>(kept: &mut VecDeque<T>, one: T, most: usize) -> usize {
    kept.push_back(one);
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
