//! Every way to touch a cluster, as typed data: what keys, prompt, plays, history and saved runs record and spell.
//!
//! No text here: the words are in `crate::play`. [`super::plan`] lowers an action to steps.

use crate::command::Command;
use crate::ids::{Index, NodeId};
use crate::node::RuleName;
use crate::transport::{MessageKind, MessageNumber};
use std::sync::Arc;

/// One thing done to a cluster.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Action {
    /// The world, this many ticks.
    Tick(u64),
    /// Only these nodes' own clocks, node after node.
    TickNodes(Nodes, u64),
    /// This many next events of the run.
    Step(u64),
    /// Deliver in order of sending, answers too, until nothing deliverable is left.
    Flush,
    /// Flush; then twice: a heartbeat from every leader, flush.
    Settle,
    /// The election timer fires now.
    Elect(Nodes),
    /// The current election timer and later ones run out after this many ticks; none: drawn at random again.
    Timeout(Nodes, Option<u64>),
    /// Those that lead send heartbeats now.
    Heartbeat(Nodes),
    /// Deliver now, whatever the due tick.
    Deliver(MessageChoice, Pick),
    /// Lose it.
    Drop(MessageChoice, Pick),
    /// A second copy, last in the order of sending. Never for all.
    Duplicate(MessageChoice, Pick),
    /// Move the due tick this many ticks later.
    Delay(MessageChoice, u64, Pick),
    /// What is or will be in flight there stays.
    Hold(Traffic),
    /// Ends that hold; none: every hold.
    Release(Option<Traffic>),
    /// What is sent there from now on is lost.
    Lose(Traffic),
    /// Ends that loss; none: every loss.
    Keep(Option<Traffic>),
    /// Cut a link.
    Cut(Cut),
    /// Cut each from everyone.
    Isolate(Nodes),
    /// Every link anew: cut between groups, whole within; unnamed nodes are one more group.
    Partition(Vec<Vec<NodeId>>),
    /// Mend links.
    Heal(Heal),
    /// Memory is gone, the disk stays as last synced.
    Crash(Nodes),
    /// Crash at the next save, written but not synced.
    CrashAtSync(Nodes),
    /// Crash before the Nth next message leaves.
    CrashAtSend(Nodes, u64),
    /// Crash with part of what was not synced on the disk.
    Tear(Nodes, Tear),
    /// Damage the record of an entry on the disk.
    Rot(Nodes, Index, Damage),
    /// A new node from its disk.
    Restart(Nodes),
    /// Crash and lose the disk too.
    Wipe(Nodes),
    /// The process stands still.
    Pause(Nodes),
    /// And goes on.
    Resume(Nodes),
    /// Its clock runs at this rate, in thousandths: 0 or 100 to 10 000.
    Clock(Nodes, u64),
    /// Its disk stops syncing, or all that waits is synced at once.
    Sync(Nodes, bool),
    /// A client's request.
    Submit(Asked, Request),
    /// Every so many ticks a client submits; none: no more.
    Load(Option<u64>),
    /// How long messages sent from now on travel, in ticks: at least and at most.
    SetDelay(u64, u64),
    /// Percent of messages lost from now on.
    SetLoss(u64),
    /// Percent of messages repeated from now on.
    SetDuplicate(u64),
    /// Ticks that a disk takes to sync a save written from now on.
    SetSync(u64),
    /// One of Raft's rules is in force from now on, or not, on every node.
    SetRule(RuleName, bool),
}

/// Which nodes are meant, found when the action is carried out; always in node order.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Nodes {
    /// These.
    These(Vec<NodeId>),
    /// Every node.
    All,
    /// Every node that is up.
    Live,
    /// The live leader of the highest term.
    Leader,
}

/// Which node a request is put to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Asked {
    /// This one.
    Node(NodeId),
    /// The live leader of the highest term.
    Leader,
}

/// A client's request, with its own bytes.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Request {
    /// Bind a key to a value.
    Set {
        /// 1 to 4096 bytes.
        key: Arc<[u8]>,
        /// At most 1 MiB.
        value: Arc<[u8]>,
    },
    /// Unbind a key.
    Delete {
        /// 1 to 4096 bytes.
        key: Arc<[u8]>,
    },
    /// Read a key through the log.
    Get {
        /// 1 to 4096 bytes.
        key: Arc<[u8]>,
    },
}

impl Request {
    /// The request as the command that goes into a log.
    #[must_use]
    pub fn as_command(&self) -> Command<'_> {
        match self {
            Self::Set { key, value } => Command::Set { key, value },
            Self::Delete { key } => Command::Delete { key },
            Self::Get { key } => Command::Get { key },
        }
    }
}

/// A directed link; none stands for any node (`*`).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Link {
    /// The sender.
    pub from: Option<NodeId>,
    /// The receiver.
    pub to: Option<NodeId>,
}

/// Messages of a kind (none: of any kind) on a link.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Traffic {
    /// Where.
    pub link: Link,
    /// What.
    pub kind: Option<MessageKind>,
}

/// How a message in flight is named.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum MessageChoice {
    /// By link and kind.
    On(Traffic),
    /// By its number.
    Number(MessageNumber),
}

/// Which of the matching messages.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum Pick {
    /// The first in the order of sending.
    #[default]
    First,
    /// The latest.
    Last,
    /// Those matching now.
    All,
}

/// What is cut.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Cut {
    /// Both directions between two nodes.
    Between(NodeId, NodeId),
    /// Only from the first to the second.
    OneWay(NodeId, NodeId),
}

/// What is mended.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Heal {
    /// Every link, and every isolation.
    Everything,
    /// Both directions between two nodes.
    Between(NodeId, NodeId),
    /// Only from the first to the second.
    OneWay(NodeId, NodeId),
    /// All links of a node, and its isolation.
    Node(NodeId),
}

/// What a crash leaves of the bytes that were not synced.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Tear {
    /// The first half.
    Half,
    /// The first so many bytes.
    Bytes(u64),
    /// The last unsynced save, with these of the file's 512-byte sectors zero where they hold it; 0 is the sector in
    /// which the save begins.
    Zero(Vec<u64>),
}

/// How an entry's record is damaged.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Damage {
    /// One bit flips.
    Bit,
    /// A sector of it turns to zeros.
    Zeros,
}
