//! What happened, kept for looking back: the events that a person wants to see, the newest ones of them.
//!
//! Each branch has its own; the present path is put together from them. Routine is left out where it comes in: messages that simply went and came, heartbeats that a cut link swallowed.
//! The whole trace is made again by running the same statements again.

use crate::check::Violation;
use crate::cluster::event::{Brief, EventId, Fact, Loss, Stamped};
use crate::history::tree::{BranchId, Tree};
use crate::ids::{NodeId, Term};
use crate::node::Event;
use crate::transport::{MessageKind, MessageNumber};
use std::collections::{BTreeMap, VecDeque};

/// The most events that are kept; the oldest go first.
pub const FEED_MAX: usize = 10_000;
/// The most messages lost in one action that are kept for looking at.
pub const LOST_MAX: usize = 200;

/// The most messages that were sent and whose words are kept, in case they are lost.
pub const SENT_MAX: usize = 512;

/// The most events that are looked back through for the same being said already.
const LOOKED_BACK_MAX: usize = 64;

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

/// The notable events of every branch, and those of the present path up to the present moment.
#[derive(Clone, Debug, Default)]
pub struct Feed {
    segments: BTreeMap<BranchId, Segment>,
    /// The parts of segments that make up the present path, the oldest first.
    path: Vec<Part>,
    lost: VecDeque<LostMessage>,
    sent: VecDeque<(MessageNumber, Term, Brief)>,
}

/// What happened on one branch behind its fork.
#[derive(Clone, Debug, Default)]
struct Segment {
    /// The last event before the fork.
    behind: EventId,
    events: VecDeque<Stamped>,
    /// How many went before those that are kept.
    gone: usize,
}

/// The first events of a branch's segment.
#[derive(Clone, Copy, Debug)]
struct Part {
    branch: BranchId,
    count: usize,
}

impl Feed {
    /// Takes what happened on a branch, at its end, and what broke by it: an event that broke something is kept, routine
    /// or not.
    pub fn observe(&mut self, branch: BranchId, events: &[Stamped], broken: &[Violation]) {
        let segment = self.segments.entry(branch).or_default();
        let mut fresh = 0;
        for event in events {
            let breaks = broken.iter().any(|violation| violation.event == event.id);
            let is_shown = is_notable(event) && !is_held_still(event, &segment.events);
            if !is_shown && !breaks {
                continue;
            }
            segment.gone += keep(&mut segment.events, event.clone(), FEED_MAX);
            fresh += 1;
        }
        let count = segment.events.len();
        for event in events {
            self.note_message(&event.fact);
        }
        match self.path.last_mut().filter(|part| part.branch == branch) {
            Some(part) => part.count = count,
            None if fresh > 0 => self.path.push(Part { branch, count }),
            None => {}
        }
    }

    /// Notes that a branch begins behind an event.
    pub fn begin_branch(&mut self, branch: BranchId, behind: EventId) {
        self.segments.insert(
            branch,
            Segment {
                behind,
                ..Segment::default()
            },
        );
    }

    /// The present moment is another one: on this branch, behind this event.
    pub fn show(&mut self, tree: &Tree, branch: BranchId, last: EventId) {
        self.path.clear();
        self.lost.clear();
        self.sent.clear();
        let (mut at, mut last) = (Some(branch), last);
        while let Some(branch) = at {
            if let Some(segment) = self.segments.get(&branch) {
                let count = segment.events.partition_point(|event| event.id <= last);
                self.path.push(Part { branch, count });
                last = last.min(segment.behind);
            }
            at = tree.fork(branch).map(|(parent, _)| parent);
        }
        self.path.reverse();
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

    /// How many events of the path are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.path.iter().map(|part| part.count).sum()
    }

    /// Whether none is kept.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many events of the path there were that are not kept.
    #[must_use]
    pub fn gone(&self) -> usize {
        let gone = |part: &Part| {
            self.segments
                .get(&part.branch)
                .map_or(0, |segment| segment.gone)
        };
        self.path.iter().map(gone).sum()
    }

    /// The event in a place, the oldest kept one in place 0.
    #[must_use]
    pub fn get(&self, place: usize) -> Option<&Stamped> {
        let mut place = place;
        for part in &self.path {
            if place < part.count {
                return self.segments.get(&part.branch)?.events.get(place);
            }
            place -= part.count;
        }
        None
    }

    /// The newest event.
    #[must_use]
    pub fn newest(&self) -> Option<&Stamped> {
        self.get(self.len().checked_sub(1)?)
    }

    /// The messages that were lost since the last action began, in order.
    pub fn lost(&self) -> impl ExactSizeIterator<Item = &LostMessage> {
        self.lost.iter()
    }
}

/// Whether a leader only says again that an entry is held back: every acknowledgement short of a majority does.
fn is_held_still(event: &Stamped, before: &VecDeque<Stamped>) -> bool {
    let Fact::Node(Event::CommitHeld { index, why, .. }) = &event.fact else {
        return false;
    };
    let newest = before.iter().rev().take(LOOKED_BACK_MAX);
    let mut held = newest.filter_map(|earlier| match &earlier.fact {
        Fact::Node(Event::CommitHeld { index, why, .. }) if is_same_life(earlier, event) => {
            Some((index, why))
        }
        _ => None,
    });
    held.next() == Some((index, why))
}

fn is_same_life(a: &Stamped, b: &Stamped) -> bool {
    (a.node, a.life) == (b.node, b.life)
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
