//! What servers say to each other: one struct a kind, request and reply paired by name (Figure 2 of the paper).
//!
//! Messages are values; [`super::wire`] gives their bytes.

use crate::ids::{Index, NodeId, Term};
use crate::log::{Entries, LogPosition};

/// A message with its address. The term is the sender's own when it was sent: every message carries one (§5.1).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Envelope {
    /// Who sent it.
    pub from: NodeId,
    /// Whom it is for.
    pub to: NodeId,
    /// The sender's term.
    pub term: Term,
    /// What it says.
    pub message: Message,
}

/// Everything that a server can say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Message {
    /// A candidate asks for a vote.
    RequestVote(RequestVote),
    /// And is answered.
    RequestVoteReply(RequestVoteReply),
    /// A leader sends entries, or only shows that it is there.
    AppendEntries(AppendEntries),
    /// And is answered.
    AppendEntriesReply(AppendEntriesReply),
}

/// A candidate asks for a vote (§5.2, §5.4.1).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RequestVote {
    /// The end of the candidate's log.
    pub last: LogPosition,
}

/// The answer to a [`RequestVote`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RequestVoteReply {
    /// Whether the sender voted for the candidate in the envelope's term.
    pub granted: bool,
}

/// A leader's entries, behind the place where they belong (§5.3). Without entries it is a heartbeat.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AppendEntries {
    /// The place right before the entries.
    pub prev: LogPosition,
    /// How far the leader knows the log to be committed.
    pub leader_commit: Index,
    /// The entries from `prev.index + 1` on.
    pub entries: Entries,
}

/// The answer to an [`AppendEntries`], heartbeats included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AppendEntriesReply {
    /// `prev.index` of the append that is answered.
    pub prev_index: Index,
    /// Whether the place before the entries matched.
    pub outcome: AppendOutcome,
}

/// Whether a follower's log matched at the place before the entries.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum AppendOutcome {
    /// It did, and the log now agrees with the leader's up to here, durably.
    Accepted {
        /// The last index that the append covered.
        match_index: Index,
    },
    /// It did not.
    Refused {
        /// The term of the follower's own entry at that place; 0 where its log is too short.
        conflict_term: Term,
        /// The first index at which the follower has that term; its last index + 1 where its log is too short.
        conflict_first: Index,
    },
}

/// The kinds of messages as people tell them apart: an append without entries is a heartbeat.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MessageKind {
    /// [`RequestVote`]
    Vote,
    /// [`RequestVoteReply`]
    VoteReply,
    /// [`AppendEntries`] with entries
    Append,
    /// [`AppendEntriesReply`], to an append or a heartbeat
    AppendReply,
    /// [`AppendEntries`] without entries
    Heartbeat,
}

impl MessageKind {
    /// Every kind, with the word for it in plays, traces and on the screen.
    pub const ALL: [(Self, &'static str); 5] = [
        (Self::Vote, "vote"),
        (Self::VoteReply, "vote-reply"),
        (Self::Append, "append"),
        (Self::AppendReply, "append-reply"),
        (Self::Heartbeat, "heartbeat"),
    ];

    /// The word for it.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

impl Message {
    /// Which kind it is; always exactly one.
    #[must_use]
    pub fn kind(&self) -> MessageKind {
        match self {
            Self::RequestVote(_) => MessageKind::Vote,
            Self::RequestVoteReply(_) => MessageKind::VoteReply,
            Self::AppendEntries(append) if append.entries.is_empty() => MessageKind::Heartbeat,
            Self::AppendEntries(_) => MessageKind::Append,
            Self::AppendEntriesReply(_) => MessageKind::AppendReply,
        }
    }
}
