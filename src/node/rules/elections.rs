//! Who may lead: terms, votes, majorities and patience (§5.1, §5.2, §5.4.1).
//!
//! Pure decisions: facts in, verdict and reason out. Nothing here knows of messages in flight or of disks.

use super::{RuleName, Rules};
use crate::dice::Dice;
use crate::ids::{NodeId, NodeSet, Term};
use crate::log::{HardState, LogPosition};
use crate::node::event::{Role, VoteDenial, VoteUseless};
use std::ops::RangeInclusive;

/// What a message's term says to a node in term `mine`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TermVerdict {
    /// Both are in the same term, or the message may be heard as if they were.
    Current,
    /// The message is of a newer term, to be adopted first.
    Adopt,
    /// The message is of a newer term, and ignored.
    Ignore,
    /// The message is of an older term.
    Stale,
}

/// What kinds of messages the term gate tells apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum GateKind {
    /// A request for a vote: an old one is always denied.
    VoteRequest,
    /// The answer to one.
    VoteReply,
    /// A leader's append.
    Append,
    /// The answer to one.
    AppendReply,
}

/// The one term gate (`newer-term-steps-down`, `stale-term-refused`, `votes-of-this-term`, `acks-of-this-term`).
#[must_use]
pub fn term_gate(rules: Rules, kind: GateKind, theirs: Term, mine: Term) -> TermVerdict {
    if theirs == mine {
        return TermVerdict::Current;
    }
    let (newer_heeded, stale_ignored) = match kind {
        GateKind::VoteRequest => (true, true),
        GateKind::Append => (true, rules.holds(RuleName::StaleTermRefused)),
        GateKind::VoteReply => (
            rules.holds(RuleName::NewerTermStepsDown),
            rules.holds(RuleName::VotesOfThisTerm),
        ),
        GateKind::AppendReply => (
            rules.holds(RuleName::NewerTermStepsDown),
            rules.holds(RuleName::AcksOfThisTerm),
        ),
    };
    match (theirs > mine, newer_heeded, stale_ignored) {
        (true, true, _) => TermVerdict::Adopt,
        (true, false, _) => TermVerdict::Ignore,
        (false, _, true) => TermVerdict::Stale,
        (false, _, false) => TermVerdict::Current,
    }
}

/// The term that a campaign begins (`campaign-raises-term`).
#[must_use]
pub fn campaign_term(rules: Rules, current: Term) -> Term {
    if rules.holds(RuleName::CampaignRaisesTerm) || current == Term::ZERO {
        current.next()
    } else {
        current
    }
}

/// What a candidate's own vote is once it campaigns (`own-vote-is-a-vote`).
#[must_use]
pub fn vote_of_candidate(rules: Rules, me: NodeId, before: Option<NodeId>) -> Option<NodeId> {
    if rules.holds(RuleName::OwnVoteIsAVote) {
        Some(me)
    } else {
        before
    }
}

/// The vote of a term that has just begun (`vote-cleared-in-new-term`).
#[must_use]
pub fn vote_in_new_term(rules: Rules, before: Option<NodeId>) -> Option<NodeId> {
    if rules.holds(RuleName::VoteClearedInNewTerm) {
        None
    } else {
        before
    }
}

/// The vote of a node that hears the leader of its own term (`vote-kept-in-term`).
#[must_use]
pub fn vote_under_leader(rules: Rules, vote: Option<NodeId>) -> Option<NodeId> {
    if rules.holds(RuleName::VoteKeptInTerm) {
        vote
    } else {
        None
    }
}

/// What a voter of the candidate's term knows when it is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct VoteFacts {
    /// Who asks.
    pub candidate: NodeId,
    /// The vote given in this term.
    pub vote: Option<NodeId>,
    /// The end of the voter's log.
    pub mine: LogPosition,
    /// The end of the candidate's log.
    pub theirs: LogPosition,
}

/// Whether a voter grants its vote (`one-vote-per-term`, `candidate-up-to-date`).
pub fn grant_vote(rules: Rules, facts: VoteFacts) -> Result<(), VoteDenial> {
    if let Some(to) = facts.vote.filter(|to| *to != facts.candidate)
        && rules.holds(RuleName::OneVotePerTerm)
    {
        return Err(VoteDenial::AlreadyVoted { to });
    }
    if is_up_to_date(rules, facts.theirs, facts.mine) {
        Ok(())
    } else {
        Err(VoteDenial::LogBehind {
            mine: facts.mine,
            theirs: facts.theirs,
        })
    }
}

/// The comparison of logs (`candidate-up-to-date`, `last-term-first`, `equal-logs-suffice`).
fn is_up_to_date(rules: Rules, theirs: LogPosition, mine: LogPosition) -> bool {
    if !rules.holds(RuleName::CandidateUpToDate) {
        return true;
    }
    let by_index = theirs.index.cmp(&mine.index);
    let order = if rules.holds(RuleName::LastTermFirst) {
        theirs.term.cmp(&mine.term).then(by_index)
    } else {
        by_index
    };
    if rules.holds(RuleName::EqualLogsSuffice) {
        order.is_ge()
    } else {
        order.is_gt()
    }
}

/// How many make a quorum (`majority`) of all the members, whether they are up or not (`alive-or-not`); `heard` is how
/// many others the node has heard from lately.
#[must_use]
pub fn quorum(rules: Rules, members: usize, heard: usize) -> usize {
    let members = if rules.holds(RuleName::AliveOrNot) {
        members
    } else {
        members.min(heard + 1)
    };
    if rules.holds(RuleName::Majority) {
        members / 2 + 1
    } else {
        (members / 2).max(1)
    }
}

/// The votes after one more was given (`votes-counted-once`).
pub fn count_vote(rules: Rules, votes: NodeSet, from: NodeId) -> Result<NodeSet, VoteUseless> {
    let mut counted = votes;
    if counted.insert(from) || !rules.holds(RuleName::VotesCountedOnce) {
        Ok(counted)
    } else {
        Err(VoteUseless::Repeated)
    }
}

/// Whether a node in this role follows another that leads the node's own term (`candidate-yields`; a leader never
/// does, `leader-keeps-its-log`).
#[must_use]
pub fn yields_to_leader(rules: Rules, role: Role) -> bool {
    match role {
        Role::Follower => true,
        Role::Candidate => rules.holds(RuleName::CandidateYields),
        Role::Leader => false,
    }
}

/// What may start an election timer anew.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum TimerCause {
    /// An append of the leader of the node's own term.
    CurrentLeader,
    /// A vote given to another.
    VoteGranted,
    /// A campaign of its own.
    Campaign,
    /// The end of its own leadership.
    StoppedLeading,
    /// Any other message.
    OtherMessage,
}

/// Whether this starts the election timer anew (`timer-reset-earned`).
#[must_use]
pub fn restarts_timer(rules: Rules, cause: TimerCause) -> bool {
    cause != TimerCause::OtherMessage || !rules.holds(RuleName::TimerResetEarned)
}

/// How long a node waits for a leader, in ticks (`random-timeouts`). Always one draw.
pub fn election_timeout(rules: Rules, range: RangeInclusive<u64>, dice: &mut Dice) -> u64 {
    let fixed = *range.start();
    let drawn = dice.range(range);
    if rules.holds(RuleName::RandomTimeouts) {
        drawn
    } else {
        fixed
    }
}

/// Whether a leader that has been silent for so many ticks speaks now (`heartbeats-keep-followers`).
#[must_use]
pub fn heartbeat_due(rules: Rules, silent: u64, every: u64) -> bool {
    silent >= every && rules.holds(RuleName::HeartbeatsKeepFollowers)
}

/// What of term and vote goes to disk: nothing where it says what the disk has (`vote-survives-crash`,
/// `term-survives-crash`).
#[must_use]
pub fn hard_state_to_save(rules: Rules, now: HardState, on_disk: HardState) -> Option<HardState> {
    let mut saved = now;
    if !rules.holds(RuleName::TermSurvivesCrash) {
        saved.term = on_disk.term;
    }
    if !rules.holds(RuleName::VoteSurvivesCrash) {
        saved.vote = if saved.term == on_disk.term {
            on_disk.vote
        } else {
            None
        };
    }
    (saved != on_disk && saved.term > Term::ZERO).then_some(saved)
}
