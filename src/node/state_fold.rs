//! What decides a node's future, folded into one number: equal for nodes that will behave alike.
//!
//! Only what is still to matter goes in: the numbers of saves, of messages and of moments do not, but as distances. Nodes
//! go by the names that whoever folds gives them, so that states can be told apart up to who is who. How a whole
//! cluster is folded is in `crate::cluster::state_hash`.

use super::progress::Progress;
use super::raft_node::{Duty, RaftNode};
use super::rules::RuleName;
use super::{Departure, Outgoing};
use crate::ids::{NodeId, NodeSet};
use crate::log::{Entry, HardState, RaftLog};
use crate::transport::{AppendOutcome, Envelope, Message};

/// Whether time goes on behind the state that is folded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clocks {
    /// It may: timers, due ticks and the dice that draw them count.
    Run,
    /// No clock ever ticks again, and no rule or setting changes: whatever happens is done by hand, message by message.
    Stand,
}

/// One state on its way to a number, the same on every machine. Words are taken one behind the other.
#[derive(Clone, Debug)]
pub struct FutureFold<'a> {
    sum: u64,
    /// For each node in node order, the name it goes by.
    names: &'a [NodeId],
    clocks: Clocks,
}

const SPREAD: u64 = 0x9E37_79B9_7F4A_7C15;
const FOLD: u64 = 0xD6E8_FEB8_6659_FD93;

impl<'a> FutureFold<'a> {
    /// Nothing yet. A node beyond the end of `names` keeps its own.
    #[must_use]
    pub fn new(names: &'a [NodeId], clocks: Clocks) -> Self {
        Self {
            sum: FOLD,
            names,
            clocks,
        }
    }

    /// The same names and clocks, and nothing yet: for a part whose place among others is not to matter.
    #[must_use]
    pub fn part(&self) -> Self {
        Self::new(self.names, self.clocks)
    }

    /// Whether timers count.
    #[must_use]
    pub fn clocks_run(&self) -> bool {
        self.clocks == Clocks::Run
    }

    /// The number so far.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.sum
    }

    /// Takes a word.
    #[inline]
    pub fn word(&mut self, word: u64) {
        // The two halves of a wide product: every bit of the word reaches every bit of the number.
        let mixed = self.sum.rotate_left(29) ^ word;
        let wide = u128::from(mixed.wrapping_add(SPREAD)) * u128::from(FOLD);
        let [low, high] = halves(wide);
        self.sum = low ^ high ^ mixed.rotate_left(7);
    }

    /// Takes bytes, and how many they are.
    pub fn bytes(&mut self, bytes: &[u8]) {
        self.word(bytes.len() as u64);
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.word(u64::from_le_bytes(word));
        }
    }

    /// Takes the name of a node, or that there is none.
    pub fn node(&mut self, node: Option<NodeId>) {
        self.word(node.map_or(0, |node| self.name(node).0));
    }

    /// Takes a set of nodes, by their names.
    pub fn nodes(&mut self, nodes: NodeSet) {
        let sum = nodes.iter().map(|node| {
            let mut part = self.part();
            part.node(Some(node));
            part.number()
        });
        let sum = sum.fold(0, u64::wrapping_add);
        self.word(sum);
    }

    /// Takes a term and a vote.
    pub fn hard_state(&mut self, hard: HardState) {
        self.word(hard.term.0);
        self.node(hard.vote);
    }

    /// Takes a log as far as it is kept.
    pub fn log(&mut self, log: &RaftLog) {
        self.word(log.last_index().0);
        for entry in log.iter_from(log.first_index()) {
            self.entry(&entry);
        }
    }

    /// Takes an entry without its place.
    fn entry(&mut self, entry: &Entry<'_>) {
        self.word(entry.term.0);
        self.bytes(entry.payload.as_bytes());
    }

    /// Takes a message with its address.
    pub fn envelope(&mut self, envelope: &Envelope) {
        self.node(Some(envelope.from));
        self.node(Some(envelope.to));
        self.word(envelope.term.0);
        self.word(envelope.message.kind() as u64);
        match &envelope.message {
            Message::RequestVote(request) => {
                self.word(request.last.index.0);
                self.word(request.last.term.0);
            }
            Message::RequestVoteReply(reply) => self.word(u64::from(reply.granted)),
            Message::AppendEntries(append) => {
                self.word(append.prev.index.0);
                self.word(append.prev.term.0);
                self.word(append.leader_commit.0);
                append.entries.iter().for_each(|entry| self.entry(&entry));
            }
            Message::AppendEntriesReply(reply) => {
                self.word(reply.prev_index.0);
                match reply.outcome {
                    AppendOutcome::Accepted { match_index } => self.word(match_index.0),
                    AppendOutcome::Refused {
                        conflict_term,
                        conflict_first,
                    } => {
                        self.word(u64::MAX);
                        self.word(conflict_term.0);
                        self.word(conflict_first.0);
                    }
                }
            }
        }
    }

    fn name(&self, node: NodeId) -> NodeId {
        self.names.get(node.slot()).copied().unwrap_or(node)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "each half is taken")]
fn halves(wide: u128) -> [u64; 2] {
    [wide as u64, (wide >> 64) as u64]
}

impl RaftNode {
    /// Takes all of the node that decides what it will do.
    pub fn fold_state(&self, fold: &mut FutureFold<'_>) {
        fold.hard_state(self.hard);
        fold.log(&self.log);
        fold.node(self.leader);
        fold.nodes(self.votes);
        fold.word(self.ballots as u64);
        fold.word(self.commit_index.0);
        fold.word(self.applied_index.0);
        self.fold_duty(fold);
        self.saves.fold_state(fold);
        self.fold_hearing(fold);
        if fold.clocks_run() {
            let timer = self.timer.map_or((0, 0), |timer| (timer.left, timer.drawn));
            fold.word(timer.0);
            fold.word(timer.1);
            fold.word(self.forced_timeout.unwrap_or_default());
        }
    }

    /// Takes a message that waits for the disk; saves are counted back from the last one.
    pub fn fold_outgoing(&self, outgoing: &Outgoing, fold: &mut FutureFold<'_>) {
        fold.envelope(&outgoing.envelope);
        fold.word(match outgoing.departure {
            Departure::AtOnce => u64::MAX,
            Departure::InTurn(None) => u64::MAX - 1,
            Departure::InTurn(Some(save)) => self.saves.age(save),
        });
    }

    fn fold_duty(&self, fold: &mut FutureFold<'_>) {
        fold.word(self.role() as u64);
        let Duty::Lead(leadership) = &self.duty else {
            return;
        };
        if fold.clocks_run() {
            fold.word(leadership.silent);
        }
        let mut sum = 0_u64;
        for (slot, progress) in leadership.members.iter().enumerate() {
            let mut part = fold.part();
            part.node(Some(NodeId::at_slot(slot)));
            progress.fold_state(&mut part);
            sum = sum.wrapping_add(part.number());
        }
        fold.word(sum);
    }

    /// Whom it heard from makes no difference while the half is counted of all members, unless rules may change.
    fn fold_hearing(&self, fold: &mut FutureFold<'_>) {
        if fold.clocks_run() || !self.rules.holds(RuleName::AliveOrNot) {
            let (now, before, ticks) = self.hearing.spans();
            fold.nodes(now);
            fold.nodes(before);
            fold.word(ticks);
        }
    }
}

impl Progress {
    fn fold_state(&self, fold: &mut FutureFold<'_>) {
        fold.word(self.match_index.0);
        fold.word(self.next_index.0);
        fold.word(self.unanswered());
        self.unanswered_through().for_each(|last| fold.word(last.0));
        fold.word(self.sending_words());
    }
}
