//! What a leader knows of one follower, and what it has sent it (Figure 2: `nextIndex[]`, `matchIndex[]`).
//!
//! Book-keeping only: which entries go next, and whether one more append may be under way. Knows no messages.

use crate::ids::Index;
use std::collections::VecDeque;

/// One follower as the leader sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Progress {
    /// The highest index that the follower is known to hold (`matchIndex`).
    pub match_index: Index,
    /// The next entry to send (`nextIndex`).
    pub next_index: Index,
    /// The last index of each append with entries that has not been answered, in the order of sending.
    unanswered: VecDeque<Index>,
    /// The highest index ever sent in this leadership: what goes out at or below it goes out again.
    sent_through: Index,
    pace: Pace,
    holding_back: bool,
}

/// How a leader sends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Pace {
    /// Ahead of the answers, up to a window of unanswered appends.
    Streaming,
    /// One append at a time, from where the logs may match; `next_index` stays until it is answered.
    Probing {
        /// It is under way.
        asked: bool,
    },
}

/// Whether one more append may go out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clearance {
    /// It may.
    Go,
    /// A probe is under way: its answer comes first.
    AwaitProbe,
    /// The window is full, and this is the first time since it was not.
    WindowFull,
    /// It is still full.
    StillFull,
}

impl Progress {
    /// A follower of which a new leader presumes to hold `matched`, while its own log ends at `last`.
    #[must_use]
    pub fn new(matched: Index, last: Index) -> Self {
        Self {
            match_index: matched,
            next_index: last.next(),
            unanswered: VecDeque::new(),
            sent_through: last,
            pace: Pace::Streaming,
            holding_back: false,
        }
    }

    /// How many appends with entries have not been answered.
    #[must_use]
    pub fn unanswered(&self) -> u64 {
        self.unanswered.len() as u64
    }

    /// The last index of each append with entries that has not been answered, in the order of sending.
    pub(super) fn unanswered_through(&self) -> impl Iterator<Item = Index> {
        self.unanswered.iter().copied()
    }

    /// How far was ever sent and how it sends, as one word.
    pub(super) fn sending_words(&self) -> u64 {
        let pace = match self.pace {
            Pace::Streaming => 0,
            Pace::Probing { asked: false } => 1,
            Pace::Probing { asked: true } => 2,
        };
        (self.sent_through.0 << 3) | (pace << 1) | u64::from(self.holding_back)
    }

    /// Whether the leader is looking for the place where the logs match.
    #[must_use]
    pub fn is_probing(&self) -> bool {
        matches!(self.pace, Pace::Probing { .. })
    }

    /// Whether one more append may go out under a window of `inflight_max`.
    pub fn clearance(&mut self, inflight_max: u64) -> Clearance {
        match self.pace {
            Pace::Probing { asked: false } => Clearance::Go,
            Pace::Probing { asked: true } => Clearance::AwaitProbe,
            Pace::Streaming if self.unanswered() < inflight_max => Clearance::Go,
            Pace::Streaming if std::mem::replace(&mut self.holding_back, true) => {
                Clearance::StillFull
            }
            Pace::Streaming => Clearance::WindowFull,
        }
    }

    /// Whether an append from `first` on sends again what was sent before.
    #[must_use]
    pub fn is_retry(&self, first: Index) -> bool {
        first <= self.sent_through
    }

    /// Notes an append with entries up to `last`.
    pub fn sent(&mut self, last: Index) {
        self.holding_back = false;
        self.unanswered.push_back(last);
        self.sent_through = self.sent_through.max(last);
        match &mut self.pace {
            Pace::Streaming => self.next_index = last.next(),
            Pace::Probing { asked } => *asked = true,
        }
    }

    /// Notes that the follower holds everything up to `held`; the leader believes `matched` of it from now on.
    pub fn acknowledged(&mut self, held: Index, matched: Index) {
        self.match_index = matched;
        self.unanswered.retain(|last| *last > held);
        if self.is_probing() && held < self.next_index.prev() {
            return;
        }
        self.pace = Pace::Streaming;
        // A probe whose place was found to match is a part of the stream: were its entries still next, and its message
        // lost, they would wait for a window that nothing empties.
        let under_way = self.unanswered.back().copied().unwrap_or_default();
        self.next_index = self.next_index.max(held.next()).max(under_way.next());
    }

    /// Whether a refusal at `prev` says something new.
    #[must_use]
    pub fn is_news(&self, prev: Index) -> bool {
        let tried = self.next_index.prev();
        prev > self.match_index
            && if self.is_probing() {
                prev == tried
            } else {
                prev <= tried
            }
    }

    /// Goes back to `next` and looks for the place where the logs match.
    pub fn back_off(&mut self, next: Index) {
        self.next_index = next;
        self.unanswered.clear();
        self.pace = Pace::Probing { asked: false };
        self.holding_back = false;
    }
}
