//! The machine itself: one tick, one message, one command or one finished save goes in, `Effects` come out.
//!
//! Here is what all roles share: the term gate, the changes of role, the clock, and the saves that are not durable yet.
//! What a role does stands in [`super::follower`], [`super::candidate`] and [`super::leader`].

use super::effects::{Departure, Effects, Outgoing, SaveNumber};
use super::event::{CampaignCause, CommitCause, Event, Implausible, Role, StepDown};
use super::hearing::Hearing;
use super::leader::Leadership;
use super::rules::elections::{self, GateKind, TermVerdict, TimerCause};
use super::rules::{Rules, commit, replication};
use super::saves::Saves;
use super::settings::NodeSettings;
use crate::dice::Dice;
use crate::ids::{Index, NodeId, NodeSet, Term};
use crate::log::{Entries, HardState, LogPosition, RaftLog};
use crate::storage::Recovered;
use crate::transport::{Envelope, Message};

/// One Raft server: pure, and a plain value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RaftNode {
    pub(super) id: NodeId,
    pub(super) members: NodeSet,
    pub(super) settings: NodeSettings,
    pub(super) rules: Rules,
    // Persistent state (Figure 2), as it is in memory.
    pub(super) hard: HardState,
    pub(super) log: RaftLog,
    // Volatile state.
    pub(super) duty: Duty,
    pub(super) leader: Option<NodeId>,
    pub(super) votes: NodeSet,
    /// How many grants were counted: as many as `votes` holds while every voter counts once.
    pub(super) ballots: usize,
    pub(super) commit_index: Index,
    pub(super) applied_index: Index,
    pub(super) timer: Option<ElectionTimer>,
    pub(super) forced_timeout: Option<u64>,
    pub(super) hearing: Hearing,
    pub(super) saves: Saves,
}

/// What the node is busy with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Duty {
    Follow,
    Campaign,
    Lead(Leadership),
}

/// An election timer that is running.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct ElectionTimer {
    /// Ticks until it runs out.
    pub left: u64,
    /// Ticks it was drawn with.
    pub drawn: u64,
}

/// What a message speaks from, and so must be durable before it leaves.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum SpeaksFrom {
    /// Nothing: a leader's append, whose term is durable already.
    Nothing,
    /// Term and vote.
    TermAndVote,
    /// Term and vote, and every entry up to here.
    EntriesThrough(Index),
}

/// Who a node is and what it goes by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Identity {
    /// Its number.
    pub id: NodeId,
    /// All the servers of the cluster, itself included.
    pub members: NodeSet,
    /// Its settings.
    pub settings: NodeSettings,
    /// The rules in force.
    pub rules: Rules,
    /// An election timeout in ticks that takes the place of chance.
    pub forced_timeout: Option<u64>,
}

impl RaftNode {
    /// A node as it starts, from what its disk gave back; a blank disk makes one that has seen no term.
    #[must_use]
    pub fn start(identity: Identity, recovered: Recovered, dice: &mut Dice) -> Self {
        let log = replication::log_after_crash(identity.rules, recovered.log);
        let hard = recovered.hard_state;
        let saves = Saves::recovered(hard, log.last_index());
        let mut node = Self {
            id: identity.id,
            members: identity.members,
            settings: identity.settings,
            rules: identity.rules,
            hard,
            log,
            duty: Duty::Follow,
            leader: None,
            votes: NodeSet::EMPTY,
            ballots: 0,
            commit_index: Index::ZERO,
            applied_index: Index::ZERO,
            timer: None,
            forced_timeout: identity.forced_timeout,
            hearing: Hearing::default(),
            saves,
        };
        node.draw_timer(dice);
        node
    }

    /// Takes entries up to an index, at most its last, as committed and applied: how a preset begins.
    pub fn presume_committed(&mut self, through: Index) {
        self.commit_index = through.min(self.log.last_index());
        self.applied_index = self.commit_index;
    }

    /// One tick of the node's own clock.
    pub fn tick(&mut self, dice: &mut Dice, effects: &mut Effects) {
        self.hearing.tick(self.settings.election_ticks_min());
        if self.is_leading() {
            self.lead_a_tick(effects);
        } else if let Some(timer) = &mut self.timer {
            timer.left = timer.left.saturating_sub(1);
            if timer.left == 0 {
                let why = CampaignCause::Timeout { after: timer.drawn };
                self.campaign(why, dice, effects);
            }
        }
        self.finish(effects);
    }

    /// Makes the election timer fire now; tells whether the node leads already, and so only says that.
    pub fn elect(&mut self, dice: &mut Dice, effects: &mut Effects) -> bool {
        let leads = self.is_leading();
        if leads {
            effects.events.push(Event::CampaignRefused {
                leading: self.hard.term,
            });
        } else {
            self.campaign(CampaignCause::Asked, dice, effects);
        }
        self.finish(effects);
        leads
    }

    /// Sends heartbeats now; tells whether the node leads.
    pub fn heartbeat(&mut self, effects: &mut Effects) -> bool {
        let leads = self.is_leading();
        if leads {
            self.send_heartbeats(effects);
        }
        self.finish(effects);
        leads
    }

    /// Sets the running election timer, and every later one, to `ticks`; none: later ones are drawn at random again.
    pub fn force_timeout(&mut self, ticks: Option<u64>) {
        self.forced_timeout = ticks;
        if let (Some(ticks), false) = (ticks, self.is_leading()) {
            self.timer = Some(ElectionTimer {
                left: ticks,
                drawn: ticks,
            });
        }
    }

    /// The rules in force.
    #[must_use]
    pub fn rules(&self) -> Rules {
        self.rules
    }

    /// Puts other rules in force.
    pub fn set_rules(&mut self, rules: Rules) {
        self.rules = rules;
    }

    /// A client's command, as encoded bytes: its place in the log, or the leader as far as the node knows.
    pub fn propose(
        &mut self,
        payload: &[u8],
        effects: &mut Effects,
    ) -> Result<LogPosition, Option<NodeId>> {
        if !replication::may_append(self.rules, self.role()) {
            return Err(self.leader);
        }
        let index = self.append_own(payload, false, effects);
        self.finish(effects);
        Ok(LogPosition {
            index,
            term: self.hard.term,
        })
    }

    /// The last entry of the log that is durable once the save of this number is.
    #[must_use]
    pub fn durable_after(&self, number: SaveNumber) -> Index {
        self.saves.durable_after(number)
    }

    /// The save of this number, and all before it, are durable.
    pub fn persisted(&mut self, number: SaveNumber, effects: &mut Effects) {
        self.saves.persisted(number);
        if self.is_leading() {
            self.count_own_disk(effects);
        }
        self.finish(effects);
    }

    /// A message has arrived. Whatever it says, it is data to judge.
    pub fn receive(&mut self, envelope: &Envelope, dice: &mut Dice, effects: &mut Effects) {
        if let Some(why) = self.implausible(envelope) {
            effects.events.push(Event::Implausible {
                from: envelope.from,
                why,
            });
            return;
        }
        self.hearing.hear(envelope.from);
        self.restart_timer(TimerCause::OtherMessage, dice);
        let verdict = elections::term_gate(
            self.rules,
            gate_kind(&envelope.message),
            envelope.term,
            self.hard.term,
        );
        match verdict {
            TermVerdict::Ignore => {}
            TermVerdict::Stale => self.answer_stale(envelope, effects),
            TermVerdict::Current => self.hear(envelope, dice, effects),
            TermVerdict::Adopt => {
                self.adopt_term(envelope, dice, effects);
                self.hear(envelope, dice, effects);
            }
        }
        self.finish(effects);
    }

    fn hear(&mut self, envelope: &Envelope, dice: &mut Dice, effects: &mut Effects) {
        let (from, term) = (envelope.from, envelope.term);
        match &envelope.message {
            Message::RequestVote(request) => self.consider_vote(from, *request, dice, effects),
            Message::RequestVoteReply(reply) => self.hear_vote(from, term, *reply, effects),
            Message::AppendEntries(append) => self.hear_leader(from, append, dice, effects),
            Message::AppendEntriesReply(reply) => self.hear_answer(from, *reply, effects),
        }
    }

    fn answer_stale(&mut self, envelope: &Envelope, effects: &mut Effects) {
        match &envelope.message {
            Message::RequestVote(_) => self.deny_stale_vote(envelope.from, envelope.term, effects),
            Message::AppendEntries(append) => {
                self.refuse_stale(envelope.from, envelope.term, append.prev, effects);
            }
            Message::RequestVoteReply(_) => {
                Self::ignore_old_vote(envelope.from, envelope.term, effects);
            }
            Message::AppendEntriesReply(_) => {
                Self::ignore_old_answer(envelope.from, envelope.term, effects);
            }
        }
    }

    fn implausible(&self, envelope: &Envelope) -> Option<Implausible> {
        if envelope.from == self.id || !self.members.contains(envelope.from) {
            return Some(Implausible::NotAMember);
        }
        if envelope.term == Term::ZERO {
            return Some(Implausible::TermZero);
        }
        if !envelope.term.is_plausible_from(self.hard.term) {
            return Some(Implausible::TermLeap {
                theirs: envelope.term,
            });
        }
        match &envelope.message {
            // With a rule broken a leader's log can look like this, and the lesson is to see where it leads.
            Message::AppendEntries(append) if self.rules == Rules::ALL => {
                let mut low = append.prev.term;
                let rising = append
                    .entries
                    .term_runs()
                    .all(|term| std::mem::replace(&mut low, term) <= term);
                let sound = rising
                    && low <= envelope.term
                    && append.entries.term_runs().all(|term| term > Term::ZERO);
                (!sound).then_some(Implausible::EntryTerms)
            }
            _ => None,
        }
    }

    /// A newer term: a fresh start as a follower (§5.1).
    fn adopt_term(&mut self, envelope: &Envelope, dice: &mut Dice, effects: &mut Effects) {
        let (mine, theirs, by) = (self.hard.term, envelope.term, envelope.from);
        effects.events.push(Event::TermAdopted {
            from: mine,
            to: theirs,
            by,
            kind: envelope.message.kind(),
        });
        self.hard = HardState {
            term: theirs,
            vote: elections::vote_in_new_term(self.rules, self.hard.vote),
        };
        self.leader = None;
        self.follow(StepDown::NewerTerm { from: by, mine }, dice, effects);
    }

    /// Becomes a follower, if it is not one; keeps term and vote.
    pub(super) fn follow(&mut self, why: StepDown, dice: &mut Dice, effects: &mut Effects) {
        let was = self.role();
        (self.votes, self.ballots) = (NodeSet::EMPTY, 0);
        if was == Role::Follower {
            return;
        }
        self.duty = Duty::Follow;
        effects.events.push(Event::SteppedDown {
            was,
            term: self.hard.term,
            why,
        });
        if was == Role::Leader {
            effects.stopped_leading = true;
            self.restart_timer(TimerCause::StoppedLeading, dice);
        }
    }

    pub(super) fn is_leading(&self) -> bool {
        matches!(self.duty, Duty::Lead(_))
    }

    pub(super) fn restart_timer(&mut self, cause: TimerCause, dice: &mut Dice) {
        if elections::restarts_timer(self.rules, cause) && !self.is_leading() {
            self.draw_timer(dice);
        }
    }

    fn draw_timer(&mut self, dice: &mut Dice) {
        let drawn = self
            .settings
            .election_range()
            .map(|range| elections::election_timeout(self.rules, range, dice));
        self.timer = self
            .forced_timeout
            .or(drawn)
            .map(|drawn| ElectionTimer { left: drawn, drawn });
    }

    pub(super) fn needed(&self) -> usize {
        elections::quorum(self.rules, self.members.len(), self.hearing.count())
    }

    pub(super) fn peers(&self) -> impl Iterator<Item = NodeId> + use<> {
        let me = self.id;
        self.members.iter().filter(move |peer| *peer != me)
    }

    /// Puts a message out, to leave once what it speaks from is durable.
    pub(super) fn send(
        &self,
        to: NodeId,
        message: Message,
        speaks_from: SpeaksFrom,
        effects: &mut Effects,
    ) {
        let envelope = Envelope {
            from: self.id,
            to,
            term: self.hard.term,
            message,
        };
        let unsaved =
            elections::hard_state_to_save(self.rules, self.hard, self.saves.written).is_some();
        let departure = match speaks_from {
            SpeaksFrom::Nothing => Departure::AtOnce,
            SpeaksFrom::TermAndVote => Departure::InTurn(self.saves.of_hard_state(unsaved)),
            SpeaksFrom::EntriesThrough(index) => {
                let term_and_vote = self.saves.of_hard_state(unsaved);
                Departure::InTurn(term_and_vote.max(self.saves.of_entry(index)))
            }
        };
        // As in the recorder: room first, so that the message is built where it stays.
        effects.messages.extend(std::iter::once_with(|| Outgoing {
            envelope,
            departure,
        }));
    }

    /// Hands entries to the save of this input.
    pub(super) fn save_entries(&mut self, entries: Entries) {
        self.saves.entries = entries;
    }

    /// Removes entries from the log; what counts as durable shrinks with it.
    pub(super) fn cut_log(&mut self, from: Index) {
        self.log.cut(from);
        self.saves.cut(from);
        self.forget_cutting();
    }

    /// Raises the commit index, if the rules allow, and says how it is known.
    pub(super) fn commit_to(&mut self, told: Index, by: CommitCause, effects: &mut Effects) {
        if let Some(to) = commit::commit_after(self.rules, self.commit_index, told) {
            effects.events.push(Event::Commit {
                from: self.commit_index,
                to,
                by,
            });
            self.commit_index = to;
        }
    }

    /// A candidate's own vote counts like any other: once nothing of its term and vote is still to be saved.
    fn count_own_vote(&mut self, effects: &mut Effects) {
        if !matches!(self.duty, Duty::Campaign) || self.votes.contains(self.id) {
            return;
        }
        let unsaved = elections::hard_state_to_save(self.rules, self.hard, self.saves.written);
        if self.saves.of_hard_state(unsaved.is_some()).is_none() {
            self.count_vote(self.id, effects);
        }
    }

    /// What every input ends with: one save if something changed, and the entries that may be applied now.
    fn finish(&mut self, effects: &mut Effects) {
        self.count_own_vote(effects);
        let hard_state = elections::hard_state_to_save(self.rules, self.hard, self.saves.written);
        if hard_state.is_some() || !self.saves.entries.is_empty() {
            effects.save = self.saves.begin(hard_state);
        }
        let through = commit::apply_through(self.rules, self.commit_index, self.log.last_index());
        if through > self.applied_index {
            effects.apply(self.applied_index.next(), through);
            self.applied_index = through;
        }
    }
}

fn gate_kind(message: &Message) -> GateKind {
    match message {
        Message::RequestVote(_) => GateKind::VoteRequest,
        Message::RequestVoteReply(_) => GateKind::VoteReply,
        Message::AppendEntries(_) => GateKind::Append,
        Message::AppendEntriesReply(_) => GateKind::AppendReply,
    }
}
