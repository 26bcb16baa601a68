//! Facts with their stamps: who, when, in which life, and because of what.
//!
//! A node's own facts come from [`crate::node::event`]; here are those of the network, the disks, the clients and the
//! hand that touches the cluster. [`EVENTS`] names every kind once, for plays, traces and the feed.

use super::action::{Cut, Damage, Heal, Request, Traffic};
use crate::ids::{Index, NodeId, NodeSet, Term, Tick};
use crate::log::{HardState, LogPosition};
use crate::node::{Event, RuleName, SaveNumber};
use crate::transport::{AppendOutcome, Envelope, Message, MessageKind, MessageNumber};
use std::fmt;
use std::sync::Arc;

/// The number of an event within a run, from 1; a replay gives the same one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct EventId(pub u64);

/// The number of a client's request within a run, from 1. Written `r3`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct RequestId(pub u64);

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "r{}", self.0)
    }
}

/// A fact and its stamp.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Stamped {
    /// Which event of the run it is.
    pub id: EventId,
    /// When.
    pub tick: Tick,
    /// The node that it is about; none for the whole cluster.
    pub node: Option<NodeId>,
    /// Which life of that node, from 1; 0 for the whole cluster.
    pub life: u64,
    /// What led to it.
    pub cause: Cause,
    /// What happened.
    pub fact: Fact,
}

/// What led to an event.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Cause {
    /// A person, a play or a fault touched the cluster.
    Hand,
    /// A clock went on.
    Tick,
    /// A message arrived.
    Message(MessageNumber),
    /// A client asked.
    Request(RequestId),
    /// A save became durable.
    Sync(SaveNumber),
}

/// What happened. Which kind it is takes a whole word, so that what lies behind is copied word by word as it was written:
/// a processor waits where it reads across two words that it has just written.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
#[repr(u64)]
pub enum Fact {
    /// A node did, refused or held back something.
    Node(Event),
    /// A node handed a message to the network.
    Sent {
        /// Its number.
        number: MessageNumber,
        /// Whom it is for.
        to: NodeId,
        /// The sender's term.
        term: Term,
        /// What it says.
        brief: Brief,
    },
    /// A second copy of a message is under way.
    Copied {
        /// The first one.
        original: MessageNumber,
        /// The copy.
        number: MessageNumber,
    },
    /// A message arrived at the node.
    Delivered {
        /// Its number.
        number: MessageNumber,
        /// Who sent it.
        from: NodeId,
        /// Its kind.
        kind: MessageKind,
    },
    /// A message will never arrive.
    Lost {
        /// Its number.
        number: MessageNumber,
        /// Who sent it.
        from: NodeId,
        /// Whom it was for.
        to: NodeId,
        /// Its kind.
        kind: MessageKind,
        /// Why.
        why: Loss,
    },
    /// A message arrives later than it would have.
    Delayed {
        /// Its number.
        number: MessageNumber,
        /// When it is due now.
        due: Tick,
    },
    /// A save was written and waits for the disk.
    Written {
        /// The save.
        save: SaveNumber,
        /// When it is synced, if nothing comes between.
        due: Tick,
        /// Term and vote that the file gives back once it is.
        hard_state: HardState,
    },
    /// A save became durable. What waited for it leaves behind this, and the node counts its own disk last.
    Durable {
        /// The save.
        save: SaveNumber,
        /// Term and vote that the disk gives back from now on.
        hard_state: HardState,
        /// The last entry that is on the node's own disk and still in its log.
        through: Index,
    },
    /// A client asked something of the node.
    Asked {
        /// The request.
        request: RequestId,
        /// What it asks.
        what: Request,
    },
    /// A client heard the outcome.
    Answered {
        /// The request.
        request: RequestId,
        /// The outcome.
        outcome: Outcome,
    },
    /// The process of the node ended.
    Crashed {
        /// How.
        how: CrashKind,
    },
    /// A new process started from the node's disk.
    Restarted {
        /// Term and vote that the disk gave back.
        hard_state: HardState,
        /// The end of the log that it gave back.
        last: LogPosition,
    },
    /// A torn tail was cut off the node's disk.
    TailCut {
        /// Where, in bytes.
        at: u64,
        /// How many bytes went.
        bytes: u64,
    },
    /// The node does not start: what its disk had synced is damaged.
    DamageFound {
        /// Where, in bytes.
        at: u64,
        /// Which rule of reading was broken.
        why: Arc<str>,
    },
    /// The record of an entry on the node's disk was damaged.
    Rotted {
        /// The entry.
        index: Index,
        /// How.
        damage: Damage,
        /// Whether later bytes of the file prove that the record was synced: then the damage is seen for what it is.
        /// Where none do, it can look like a torn write.
        proven: bool,
    },
    /// The process stands still.
    Paused,
    /// And goes on.
    Resumed,
    /// Its clock runs at another rate, in thousandths.
    ClockSet(u64),
    /// Its election timeout was set, in ticks; none: chance again.
    TimeoutSet(Option<u64>),
    /// Its disk syncs, or has stopped syncing.
    SyncSwitched(bool),
    /// A crash waits for the node.
    CrashArmed(Armed),
    /// A link was cut.
    WasCut(Cut),
    /// Nodes were cut from everyone.
    Isolated(NodeSet),
    /// Every link was set anew; the groups.
    Partitioned(Arc<[NodeSet]>),
    /// Links were mended.
    Healed(Heal),
    /// What is in flight there stays.
    Held(Traffic),
    /// That hold, or every hold, ended.
    Released(Option<Traffic>),
    /// What is sent there is lost.
    Losing(Traffic),
    /// That loss, or every loss, ended.
    Keeping(Option<Traffic>),
    /// A setting changed.
    Set(Setting),
    /// A client submits every so many ticks; none: no more.
    LoadSet(Option<u64>),
    /// One of Raft's rules was switched off, or on again.
    RuleSet {
        /// Which.
        rule: RuleName,
        /// Whether it is in force from now on.
        in_force: bool,
    },
}

/// What a message says, without its entries.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Brief {
    /// A candidate's request and the end of its log.
    Vote(LogPosition),
    /// Whether the vote was given.
    VoteReply(bool),
    /// An append or a heartbeat.
    Append {
        /// The place before the entries.
        prev: LogPosition,
        /// How many entries; 0 in a heartbeat.
        count: u64,
        /// How far the leader knows the log to be committed.
        commit: Index,
    },
    /// An answer to one.
    AppendReply {
        /// The place before the entries it answers.
        prev: Index,
        /// Whether it matched.
        outcome: AppendOutcome,
    },
}

impl Brief {
    /// What an envelope's message says.
    #[inline]
    #[must_use]
    pub fn of(envelope: &Envelope) -> Self {
        match &envelope.message {
            Message::RequestVote(request) => Self::Vote(request.last),
            Message::RequestVoteReply(reply) => Self::VoteReply(reply.granted),
            Message::AppendEntries(append) => Self::Append {
                prev: append.prev,
                count: append.entries.len() as u64,
                commit: append.leader_commit,
            },
            Message::AppendEntriesReply(reply) => Self::AppendReply {
                prev: reply.prev_index,
                outcome: reply.outcome,
            },
        }
    }

    /// The kind of the message.
    #[must_use]
    pub fn kind(&self) -> MessageKind {
        match self {
            Self::Vote(_) => MessageKind::Vote,
            Self::VoteReply(_) => MessageKind::VoteReply,
            Self::Append { count: 0, .. } => MessageKind::Heartbeat,
            Self::Append { .. } => MessageKind::Append,
            Self::AppendReply { .. } => MessageKind::AppendReply,
        }
    }
}

/// Why a message never arrives.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Loss {
    /// The network lost it by chance.
    Chance,
    /// The link is cut.
    Cut,
    /// What is sent there is lost on purpose.
    Rule,
    /// Too many messages are in flight on the link.
    QueueFull,
    /// Its receiver is down.
    Down,
    /// It was dropped by hand.
    Dropped,
}

/// How a process ended.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CrashKind {
    /// What was not synced is gone.
    Plain,
    /// Right behind a write, before its sync.
    AtSync,
    /// Right before a message left.
    AtSend,
    /// With part of what was not synced on the disk: so many bytes of it.
    Torn {
        /// Bytes left of what was not synced.
        kept: u64,
    },
    /// With the last unsynced save on the disk, sectors of it zero.
    TornZero,
    /// The disk is gone too.
    Wiped,
    /// The disk failed.
    DiskFailed,
}

/// A crash that waits for its moment.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Armed {
    /// The next save, written and not synced.
    AtSync,
    /// Before the Nth next message leaves, from 1.
    AtSend(u64),
}

/// A setting that may change while the cluster runs.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Setting {
    /// Ticks that a message travels, at least and at most.
    Delay(u64, u64),
    /// Percent of messages lost.
    Loss(u64),
    /// Percent of messages repeated.
    Duplicate(u64),
    /// Ticks that a disk takes to sync.
    Sync(u64),
}

/// What a client hears.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Outcome {
    /// A set or a delete was applied.
    Ok,
    /// What a get found.
    Value(Arc<[u8]>),
    /// A get found no such key.
    Absent,
    /// Nothing entered a log.
    Refused(Refusal),
    /// The entry may still commit, or not.
    Unknown(Doubt),
}

/// Why a request was refused.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Refusal {
    /// The node does not lead; the leader as far as it knows.
    NotLeader(Option<NodeId>),
    /// The node is down.
    Down,
    /// No node was named, and none leads.
    NoLeader,
}

/// Why an outcome is unknown.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Doubt {
    /// The node that took the request stopped leading.
    StoppedLeading,
    /// It crashed.
    Crashed,
}

/// One row of [`EVENTS`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct EventRow {
    /// The word for this kind of event.
    pub word: &'static str,
    /// When it happens, in one sentence.
    pub sentence: &'static str,
    /// Whether a person wants to see each one; the others are routine and are folded.
    pub notable: bool,
}

/// Every kind of event, in the order of the alphabet.
pub const EVENTS: &[EventRow] = &[
    row(
        "ack-ignored",
        "An answer to an append changed nothing.",
        false,
    ),
    row(
        "acknowledged",
        "A follower agrees with its leader up to an index.",
        false,
    ),
    row(
        "already-held",
        "An append brought only what the log holds already.",
        true,
    ),
    row(
        "answered",
        "A client heard the outcome of its request.",
        true,
    ),
    row(
        "append-ignored",
        "A leader heard another leader of its own term.",
        true,
    ),
    row("append-refused", "A follower refused an append.", true),
    row("appended", "A leader put an entry in its own log.", true),
    row(
        "applied",
        "Committed entries reached the key-value store.",
        false,
    ),
    row("armed", "A crash waits for its moment.", true),
    row("asked", "A client asked something of a node.", true),
    row("backed-off", "A leader tries further back.", true),
    row("campaign", "A node began a campaign.", true),
    row("campaign-refused", "A leader was asked to campaign.", true),
    row("clock", "A node's clock runs at another rate.", true),
    row(
        "commit",
        "A node knows more of the log to be committed.",
        true,
    ),
    row("commit-held", "A leader may not commit an entry yet.", true),
    row("copied", "A second copy of a message is under way.", true),
    row("crashed", "A process ended.", true),
    row("cut", "A link was cut.", true),
    row(
        "damage",
        "A node does not start: its disk is damaged.",
        true,
    ),
    row(
        "delayed",
        "A message arrives later than it would have.",
        true,
    ),
    row("delivered", "A message arrived.", false),
    row("durable", "A save became durable.", false),
    row("follows", "A node learned who leads its term.", true),
    row("healed", "Links were mended.", true),
    row("heartbeat", "A leader showed that it is there.", false),
    row("held", "What is in flight there stays.", true),
    row(
        "implausible",
        "A message that no correct peer sends was thrown away.",
        true,
    ),
    row("isolated", "Nodes were cut from everyone.", true),
    row("keeping", "Messages are kept again.", true),
    row("leader", "A candidate won its election.", true),
    row("load", "The client's load changed.", true),
    row("losing", "What is sent there is lost.", true),
    row("lost", "A message will never arrive.", true),
    row("match", "A leader learned that a member holds more.", false),
    row("partitioned", "Every link was set anew.", true),
    row("paused", "A process stands still.", true),
    row("released", "A hold ended.", true),
    row("restarted", "A process started from its disk.", true),
    row("resumed", "A process goes on.", true),
    row("retried", "A leader sends entries again.", true),
    row("rotted", "A record on a disk was damaged.", true),
    row(
        "rule",
        "One of Raft's rules was switched off, or on again.",
        true,
    ),
    row("sent", "A message was handed to the network.", false),
    row("set", "A setting changed.", true),
    row(
        "stepped-down",
        "A candidate or leader became a follower.",
        true,
    ),
    row("sync", "A disk was told to sync, or not to.", true),
    row("tail-cut", "A torn tail was cut off a disk.", true),
    row(
        "taken",
        "A follower put its leader's entries in its log.",
        true,
    ),
    row("term", "A node adopted a newer term.", true),
    row("timeout", "An election timeout was set.", true),
    row(
        "torn",
        "A process ended and left part of its last writes.",
        true,
    ),
    row(
        "truncated",
        "A follower removed entries that conflict.",
        true,
    ),
    row("vote-counted", "A candidate counted a vote.", true),
    row("vote-denied", "A node refused its vote.", true),
    row("vote-granted", "A node gave its vote.", true),
    row("vote-ignored", "A vote counted for nothing.", true),
    row("vote-withheld", "A candidate heard a refusal.", false),
    row("window-full", "A leader holds entries back.", true),
    row(
        "written",
        "A save was written and waits for the disk.",
        true,
    ),
];

const fn row(word: &'static str, sentence: &'static str, notable: bool) -> EventRow {
    EventRow {
        word,
        sentence,
        notable,
    }
}
