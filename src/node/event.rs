//! What a node did, refused or held back, each with the fact that decided it.
//!
//! An event is emitted by the line that decides, so the reason is never guessed afterwards. Ranges, never one event an
//! entry. [`Event::rule`] names the row of the rulebook that was followed. The words for people are in `crate::explain`
//! and `crate::lab`; here are facts only.

use super::rules::RuleName;
use crate::ids::{Index, NodeId, NodeSet, Term};
use crate::log::LogPosition;
use crate::transport::MessageKind;

/// What a server is at the moment (§5.1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Role {
    /// Answers leaders and candidates.
    #[default]
    Follower,
    /// Gathers votes.
    Candidate,
    /// Takes commands and replicates them.
    Leader,
}

/// A fact about one node.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Event {
    /// It began a campaign.
    Campaign {
        /// The term it campaigns in.
        term: Term,
        /// What made it.
        why: CampaignCause,
        /// The end of its log, which it shows to voters.
        last: LogPosition,
    },
    /// It was asked to campaign and does not.
    CampaignRefused {
        /// It leads this term already.
        leading: Term,
    },
    /// It gave its vote.
    VoteGranted {
        /// The candidate; itself in a campaign of its own.
        to: NodeId,
        /// In this term.
        term: Term,
        /// The end of its own log.
        mine: LogPosition,
        /// The end of the candidate's.
        theirs: LogPosition,
    },
    /// It refused its vote.
    VoteDenied {
        /// The candidate.
        to: NodeId,
        /// Its own term.
        term: Term,
        /// What forbade it.
        why: VoteDenial,
    },
    /// A candidate counted a vote.
    VoteCounted {
        /// The voter; itself once its own disk has the vote.
        from: NodeId,
        /// In this term.
        term: Term,
        /// All votes so far.
        votes: NodeSet,
        /// How many make a majority.
        needed: usize,
    },
    /// A candidate heard a refusal.
    VoteWithheld {
        /// The voter.
        from: NodeId,
        /// In this term.
        term: Term,
    },
    /// A vote reply counted for nothing.
    VoteIgnored {
        /// Its sender.
        from: NodeId,
        /// Its term.
        term: Term,
        /// Why.
        why: VoteUseless,
    },
    /// It won.
    Leader {
        /// The term it leads.
        term: Term,
        /// Whose votes it has.
        votes: NodeSet,
        /// How many make a majority.
        needed: usize,
        /// The end of its log.
        last: LogPosition,
    },
    /// It learned who leads its term.
    Follows {
        /// The leader.
        leader: NodeId,
        /// The term.
        term: Term,
    },
    /// It adopted a newer term.
    TermAdopted {
        /// The term it was in.
        from: Term,
        /// The term it is in now.
        to: Term,
        /// Who told it.
        by: NodeId,
        /// In what kind of message.
        kind: MessageKind,
    },
    /// A candidate or leader became a follower.
    SteppedDown {
        /// What it was.
        was: Role,
        /// The term it is in now.
        term: Term,
        /// What made it.
        why: StepDown,
    },
    /// A leader put entries of its own term in its log.
    Appended {
        /// The first of them.
        first: Index,
        /// The last of them.
        last: Index,
        /// Their term.
        term: Term,
        /// A no-op at the start of the term, or a client's command.
        noop: bool,
    },
    /// A follower put a leader's entries in its log.
    Taken {
        /// The first new one.
        first: Index,
        /// The last.
        last: Index,
        /// The leader.
        from: NodeId,
    },
    /// An append brought only what the log holds already.
    AlreadyHeld {
        /// The first entry it brought.
        first: Index,
        /// The last.
        last: Index,
        /// The leader.
        from: NodeId,
    },
    /// A follower removed entries that conflict with the leader's.
    Truncated {
        /// The first one removed.
        from: Index,
        /// The last one removed.
        last: Index,
        /// The term of the first one removed.
        mine: Term,
        /// The term of the leader's entry in its place.
        theirs: Term,
    },
    /// A follower refused an append.
    AppendRefused {
        /// The sender.
        from: NodeId,
        /// The place before the entries.
        prev: LogPosition,
        /// Why it was not taken.
        why: AppendDenial,
    },
    /// A leader was sent an append of its own term by another: impossible while all rules hold.
    AppendIgnored {
        /// The sender.
        from: NodeId,
        /// The term.
        term: Term,
    },
    /// A follower will acknowledge an append.
    Acknowledged {
        /// The leader.
        to: NodeId,
        /// The last index that it agrees on.
        match_index: Index,
    },
    /// A leader learned that a follower holds more.
    MatchAdvanced {
        /// The follower; itself once its own disk has the entries.
        peer: NodeId,
        /// Up to here before.
        from: Index,
        /// Up to here now.
        to: Index,
    },
    /// An answer to an append changed nothing.
    AckIgnored {
        /// Its sender.
        from: NodeId,
        /// Its term.
        term: Term,
        /// Why.
        why: AckUseless,
    },
    /// A leader goes back for a follower whose log did not match.
    BackedOff {
        /// The follower.
        peer: NodeId,
        /// The next index tried before.
        from: Index,
        /// The next index to try.
        to: Index,
        /// What the follower has in the refused place; term 0 where its log is too short.
        conflict_term: Term,
    },
    /// A leader sends entries again: no answer came.
    Retried {
        /// The follower.
        peer: NodeId,
        /// The first entry that is sent again.
        from: Index,
    },
    /// A leader holds entries back: too many appends to this follower are unanswered.
    WindowFull {
        /// The follower.
        peer: NodeId,
        /// How many.
        unanswered: u64,
        /// The first entry held back.
        from: Index,
    },
    /// The node knows more of the log to be committed.
    Commit {
        /// Up to here before.
        from: Index,
        /// Up to here now.
        to: Index,
        /// How it knows.
        by: CommitCause,
    },
    /// A leader may not commit further yet.
    CommitHeld {
        /// The index in question.
        index: Index,
        /// The term of the entry there.
        term: Term,
        /// Who holds it durably, as far as the leader knows.
        holders: NodeSet,
        /// Why not.
        why: CommitHold,
    },
    /// Committed entries were handed to the state machine, in order.
    Applied {
        /// The first.
        first: Index,
        /// The last.
        last: Index,
    },
    /// A leader shows its followers that it is there.
    Heartbeat {
        /// The term it leads.
        term: Term,
    },
    /// A message that no correct peer sends was thrown away.
    Implausible {
        /// Its sender.
        from: NodeId,
        /// What is wrong with it.
        why: Implausible,
    },
}

/// What made a node campaign.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CampaignCause {
    /// It heard no leader for its whole election timeout, in ticks.
    Timeout {
        /// The timeout that ran out.
        after: u64,
    },
    /// Someone made its timer fire.
    Asked,
}

/// What forbids a vote.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum VoteDenial {
    /// The request is from an older term.
    StaleTerm {
        /// The candidate's term.
        theirs: Term,
    },
    /// The vote of this term went to another.
    AlreadyVoted {
        /// To this one.
        to: NodeId,
    },
    /// The candidate's log is behind.
    LogBehind {
        /// The end of the voter's log.
        mine: LogPosition,
        /// The end of the candidate's.
        theirs: LogPosition,
    },
}

/// Why a vote reply counts for nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum VoteUseless {
    /// It is from an older term.
    OldTerm,
    /// No campaign is under way.
    NotCampaigning,
    /// This voter has been counted.
    Repeated,
}

/// What makes a candidate or leader follow.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum StepDown {
    /// A message of a newer term.
    NewerTerm {
        /// Its sender.
        from: NodeId,
        /// The term the node was in.
        mine: Term,
    },
    /// Another won the node's own term.
    LeaderOfOwnTerm {
        /// The leader.
        leader: NodeId,
    },
}

/// Why an append is refused.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum AppendDenial {
    /// Its term is over.
    StaleTerm {
        /// The sender's term.
        theirs: Term,
        /// The node's own.
        mine: Term,
    },
    /// The log ends before the place.
    TooShort {
        /// The last index it has.
        last: Index,
    },
    /// Another term stands at the place.
    Conflict {
        /// That term.
        mine: Term,
    },
}

/// Why an answer to an append changes nothing.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum AckUseless {
    /// It speaks to an earlier leadership.
    OldTerm,
    /// The node does not lead.
    NotLeading,
    /// An acknowledgement of what is known already.
    Known,
    /// A refusal that a later answer has overtaken.
    Overtaken,
}

/// How a node knows that entries are committed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CommitCause {
    /// The leader counted disks.
    Counted {
        /// The term of the last of them.
        term: Term,
        /// The leader's term.
        current: Term,
        /// Who holds the last of them.
        holders: NodeSet,
        /// How many make a majority.
        needed: usize,
    },
    /// The leader said so.
    Told {
        /// The leader.
        leader: NodeId,
    },
}

/// Why a leader may not commit an entry yet.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CommitHold {
    /// Too few disks hold it.
    Minority {
        /// How many make a majority.
        needed: usize,
    },
    /// A majority holds it, but it is of an earlier term (§5.4.2).
    OldTerm {
        /// The leader's term.
        current: Term,
    },
}

/// What no correct peer sends.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Implausible {
    /// A term more than 2^32 above the node's own, or above [`crate::ids::TERM_MAX`].
    TermLeap {
        /// That term.
        theirs: Term,
    },
    /// From a node that is no member, or from itself.
    NotAMember,
    /// An acknowledgement beyond the end of the leader's log.
    MatchBeyondLog {
        /// That index.
        claimed: Index,
    },
    /// A term of 0.
    TermZero,
    /// Entries that no leader of the message's term can have: terms that fall, begin below the one before them, or
    /// lie above the message's own.
    EntryTerms,
}

impl Event {
    /// The row of the rulebook that decided this, where one did.
    #[must_use]
    pub fn rule(&self) -> Option<RuleName> {
        use RuleName as R;
        Some(match self {
            Self::Campaign { .. } => R::CampaignRaisesTerm,
            Self::VoteGranted { .. } => R::OneVotePerTerm,
            Self::VoteDenied { why, .. } => match why {
                VoteDenial::StaleTerm { .. } => R::StaleTermRefused,
                VoteDenial::AlreadyVoted { .. } => R::OneVotePerTerm,
                VoteDenial::LogBehind { .. } => R::CandidateUpToDate,
            },
            Self::VoteCounted { .. } | Self::Leader { .. } => R::Majority,
            Self::VoteIgnored { why, .. } => match why {
                VoteUseless::OldTerm => R::VotesOfThisTerm,
                VoteUseless::Repeated => R::VotesCountedOnce,
                VoteUseless::NotCampaigning => return None,
            },
            Self::TermAdopted { .. } => R::NewerTermStepsDown,
            Self::SteppedDown { why, .. } => match why {
                StepDown::NewerTerm { .. } => R::NewerTermStepsDown,
                StepDown::LeaderOfOwnTerm { .. } => R::CandidateYields,
            },
            Self::Appended { noop: true, .. } => R::NewLeaderNoop,
            Self::Appended { noop: false, .. } => R::OnlyLeaderAppends,
            Self::Taken { .. } => R::EntriesFollowMatch,
            Self::AlreadyHeld { .. } => R::TruncateOnlyOnConflict,
            Self::Truncated { .. } => R::ConflictRemovesSuffix,
            Self::AppendRefused { why, .. } => match why {
                AppendDenial::StaleTerm { .. } => R::StaleTermRefused,
                AppendDenial::TooShort { .. } | AppendDenial::Conflict { .. } => {
                    R::EntriesFollowMatch
                }
            },
            Self::AppendIgnored { .. } => R::LeaderKeepsItsLog,
            Self::Acknowledged { .. } => R::AckWhatWasChecked,
            Self::MatchAdvanced { .. } => R::AckAfterSync,
            Self::AckIgnored { why, .. } => match why {
                AckUseless::OldTerm => R::AcksOfThisTerm,
                AckUseless::Known => R::MatchNeverBack,
                AckUseless::NotLeading | AckUseless::Overtaken => return None,
            },
            Self::BackedOff { .. } => R::NextBacksOff,
            Self::Retried { .. } => R::AppendsRetried,
            Self::Commit { by, .. } => match by {
                CommitCause::Counted { .. } => R::CommitOwnTermOnly,
                CommitCause::Told { .. } => R::CommitWithinMatch,
            },
            Self::CommitHeld { why, .. } => match why {
                CommitHold::Minority { .. } => R::Majority,
                CommitHold::OldTerm { .. } => R::CommitOwnTermOnly,
            },
            Self::Applied { .. } => R::ApplyOnlyCommitted,
            Self::Heartbeat { .. } => R::HeartbeatsKeepFollowers,
            Self::CampaignRefused { .. }
            | Self::VoteWithheld { .. }
            | Self::Follows { .. }
            | Self::WindowFull { .. }
            | Self::Implausible { .. } => return None,
        })
    }
}
