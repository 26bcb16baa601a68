//! What a run has seen, counted from its events: a checker that never had anything to check has checked nothing.
//!
//! Read [`super::marks`] for what each mark means.

use super::marks::{Mark, Marks};
use crate::cluster::ClusterView;
use crate::cluster::event::{Cause, CrashKind, Fact, Loss, Outcome, Refusal, RequestId, Stamped};
use crate::ids::{Index, NodeId, NodeSet, Term, Tick};
use crate::log::LogPosition;
use crate::node::event::{AppendDenial, CommitCause, CommitHold, VoteUseless};
use crate::node::{Event, Role};
use crate::transport::MessageKind;
use std::collections::BTreeMap;

/// So many requests of unknown outcome are followed.
const UNKNOWN_MAX: usize = 256;
/// A follower that makes its leader go back more often than this in a row.
const BACKTRACKS_MANY: u64 = 5;

/// What was seen in a run, and what must be remembered to see it.
#[derive(Debug)]
pub(super) struct Sightings {
    pub(super) marks: Marks,
    nodes: Vec<Seen>,
    elections: BTreeMap<Term, Election>,
    /// The entries that requests made, while they wait.
    entries: BTreeMap<RequestId, LogPosition>,
    unknown: Vec<LogPosition>,
    leaders_won: u64,
}

/// One node.
#[derive(Clone, Debug, Default)]
struct Seen {
    leading: Option<Term>,
    granted: Option<(Term, NodeId)>,
    restarted: Option<Tick>,
    /// How many leaders had been elected when its process was made to stand still.
    paused_at: Option<u64>,
    /// How often it went back for each follower in a row.
    backtracks: Vec<u64>,
}

/// One term.
#[derive(Clone, Debug, Default)]
struct Election {
    candidates: NodeSet,
    votes: Vec<(NodeId, NodeSet)>,
    is_won: bool,
}

impl Sightings {
    pub(super) fn new(nodes: u64) -> Self {
        let count = usize::try_from(nodes).unwrap_or_default();
        let seen = Seen {
            backtracks: vec![0; count],
            ..Seen::default()
        };
        Self {
            marks: Marks::default(),
            nodes: vec![seen; count],
            elections: BTreeMap::new(),
            entries: BTreeMap::new(),
            unknown: Vec::new(),
            leaders_won: 0,
        }
    }

    /// Takes an event, each once and in order.
    pub(super) fn observe(&mut self, event: &Stamped) {
        match &event.fact {
            Fact::Lost {
                why: Loss::QueueFull,
                ..
            } => self.marks.hit(Mark::QueueOverflow),
            Fact::Answered { request, outcome } => self.answered(*request, outcome),
            _ => {}
        }
        let Some(slot) = event
            .node
            .map(NodeId::slot)
            .filter(|slot| *slot < self.nodes.len())
        else {
            return;
        };
        match &event.fact {
            Fact::Node(fact) => self.protocol(slot, fact, event.cause),
            Fact::Crashed { how } => self.crashed(slot, *how, event.tick),
            Fact::Restarted { .. } => self.nodes[slot].restarted = Some(event.tick),
            Fact::TailCut { .. } => self.marks.hit(Mark::TornTailCut),
            Fact::DamageFound { .. } => self.marks.hit(Mark::DamageRefused),
            Fact::Paused => self.nodes[slot].paused_at = Some(self.leaders_won),
            Fact::Resumed => {
                let before = self.nodes[slot].paused_at.take();
                if before.is_some_and(|before| self.leaders_won >= before + 2) {
                    self.marks.hit(Mark::PausedAcrossElections);
                }
            }
            _ => {}
        }
    }

    fn crashed(&mut self, slot: usize, how: CrashKind, tick: Tick) {
        match how {
            CrashKind::AtSync => self.marks.hit(Mark::CrashBeforeSync),
            CrashKind::AtSend => self.marks.hit(Mark::CrashBeforeSend),
            _ => {}
        }
        let seen = &mut self.nodes[slot];
        (seen.leading, seen.paused_at) = (None, None);
        if seen.restarted == Some(tick) {
            self.marks.hit(Mark::CrashInRecovery);
        }
    }

    fn protocol(&mut self, slot: usize, event: &Event, cause: Cause) {
        match *event {
            Event::Campaign { term, .. } => self.campaign(slot, term),
            Event::VoteGranted { to, term, .. } => self.granted(slot, to, term),
            Event::VoteIgnored {
                why: VoteUseless::Repeated,
                ..
            } => self.marks.hit(Mark::RepeatedVoteIgnored),
            Event::Leader { term, last, .. } => self.won(slot, term, last),
            Event::TermAdopted { kind, .. } => {
                let is_reply = matches!(kind, MessageKind::VoteReply | MessageKind::AppendReply);
                if is_reply && self.nodes[slot].leading.is_some() {
                    self.marks.hit(Mark::LeaderStoppedByReply);
                }
            }
            Event::SteppedDown {
                was: Role::Leader, ..
            } => self.nodes[slot].leading = None,
            Event::Truncated { from, last, .. } if last > from => {
                self.marks.hit(Mark::SeveralTruncated);
            }
            Event::CommitHeld {
                why: CommitHold::OldTerm { .. },
                ..
            } => self.marks.hit(Mark::OlderTermOnMajority),
            Event::Commit {
                from,
                to,
                by: CommitCause::Counted { .. },
            } if to.above(from) > 1 => self.marks.hit(Mark::SeveralCommitted),
            Event::AppendRefused {
                why: AppendDenial::StaleTerm { .. },
                ..
            } => self.marks.hit(Mark::StaleAppendRefused),
            Event::BackedOff { peer, .. } => self.backed_off(slot, peer),
            Event::MatchAdvanced { peer, .. } => {
                if let Some(count) = self.nodes[slot].backtracks.get_mut(peer.slot()) {
                    *count = 0;
                }
            }
            Event::Appended { last, term, .. } => {
                if let Cause::Request(request) = cause {
                    let entry = LogPosition { index: last, term };
                    self.entries.insert(request, entry);
                }
            }
            _ => {}
        }
    }

    fn campaign(&mut self, slot: usize, term: Term) {
        if let Some(before) = self.elections.get(&Term(term.0.saturating_sub(1))) {
            let is_split = !before.is_won && before.candidates.len() >= 2;
            let half = self.nodes.len() / 2;
            let halves = before.votes.iter().filter(|(_, votes)| votes.len() == half);
            let is_tie = self.nodes.len().is_multiple_of(2) && halves.count() == 2;
            if is_split {
                self.marks.hit(Mark::SplitVote);
            }
            if is_split && is_tie {
                self.marks.hit(Mark::EvenTie);
            }
        }
        // Of older terms nothing more is asked.
        self.elections = self.elections.split_off(&Term(term.0.saturating_sub(8)));
        let election = self.elections.entry(term).or_default();
        election.candidates.insert(NodeId::at_slot(slot));
    }

    fn granted(&mut self, slot: usize, to: NodeId, term: Term) {
        let seen = &mut self.nodes[slot];
        if seen.granted == Some((term, to)) && to.slot() != slot {
            self.marks.hit(Mark::DuplicateVoteAnswered);
        }
        seen.granted = Some((term, to));
        let grants = &mut self.elections.entry(term).or_default().votes;
        let me = NodeId::at_slot(slot);
        match grants.iter_mut().find(|(candidate, _)| *candidate == to) {
            Some((_, of_it)) => {
                of_it.insert(me);
            }
            None => grants.push((to, [me].into_iter().collect())),
        }
    }

    fn won(&mut self, slot: usize, term: Term, last: LogPosition) {
        self.leaders_won += 1;
        self.elections.entry(term).or_default().is_won = true;
        if self.nodes.iter().any(|node| node.leading.is_some()) {
            self.marks.hit(Mark::TwoLeaders);
        }
        if last.index == Index::ZERO {
            self.marks.hit(Mark::EmptyLogElected);
        }
        self.nodes[slot].leading = Some(term);
        self.nodes[slot].backtracks.fill(0);
    }

    fn backed_off(&mut self, slot: usize, peer: NodeId) {
        let Some(count) = self.nodes[slot].backtracks.get_mut(peer.slot()) else {
            return;
        };
        *count += 1;
        if *count == BACKTRACKS_MANY + 1 {
            self.marks.hit(Mark::ManyBacktracks);
        }
    }

    fn answered(&mut self, request: RequestId, outcome: &Outcome) {
        let entry = self.entries.remove(&request);
        match outcome {
            Outcome::Unknown(_) if self.unknown.len() < UNKNOWN_MAX => self.unknown.extend(entry),
            Outcome::Refused(Refusal::NotLeader(Some(hint))) => {
                let leading = self.nodes.iter().map(|node| node.leading).max().flatten();
                let theirs = self.nodes.get(hint.slot()).and_then(|node| node.leading);
                self.marks.hit(if theirs.is_some() && theirs == leading {
                    Mark::RightHint
                } else {
                    Mark::WrongHint
                });
            }
            _ => {}
        }
    }

    /// At the end of a run, when a core agrees: what became of requests whose outcome was unknown.
    pub(super) fn settle(&mut self, view: ClusterView<'_>, agreed: NodeId) {
        let Some(node) = view.node(agreed) else {
            return;
        };
        for entry in std::mem::take(&mut self.unknown) {
            if entry.index > node.commit_index() {
                continue;
            }
            self.marks
                .hit(if node.log().term_at(entry.index) == Some(entry.term) {
                    Mark::UnknownCommitted
                } else {
                    Mark::UnknownLost
                });
        }
    }
}
