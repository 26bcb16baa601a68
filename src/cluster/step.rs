//! Steps: what a cluster performs, one at a time, and what comes of each.
//!
//! Actions are what people say; [`super::plan`] lowers them to these. A step names single nodes and messages, and
//! either does one thing or says why there is nothing to do.

use super::action::{Asked, Cut, Damage, Heal, Request, Tear, Traffic};
use super::event::{Armed, Setting};
use crate::ids::{Index, NodeId, NodeSet};
use crate::node::RuleName;
use crate::transport::MessageNumber;
use std::fmt;

/// One thing done to a cluster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Step {
    /// The next part of the world's tick.
    Part,
    /// Deliver a message now.
    Deliver(MessageNumber),
    /// A client's request.
    Submit(Asked, Request),
    /// A client submits every so many ticks, or no more.
    Load(Option<u64>),
    /// A setting changes.
    Set(Setting),
    /// A rule is in force from now on, or not.
    SetRule(RuleName, bool),
    /// Something is done to a node.
    OnNode(NodeId, NodeDeed),
    /// Something is done to the network.
    OnNetwork(NetworkDeed),
}

/// What can be done to one node.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NodeDeed {
    /// One tick of its own clock.
    Tick,
    /// Its election timer fires.
    Elect,
    /// Its timeout is set, in ticks; none: chance again.
    Timeout(Option<u64>),
    /// It sends heartbeats.
    Heartbeat,
    /// Its process ends.
    Crash,
    /// A crash is set for later.
    Arm(Armed),
    /// Its process ends and part of what was not synced stays.
    Tear(Tear),
    /// An entry's record on its disk is damaged.
    Rot(Index, Damage),
    /// A new process starts from its disk.
    Restart,
    /// Process and disk are gone.
    Wipe,
    /// Its process stands still.
    Pause,
    /// And goes on.
    Resume,
    /// Its clock runs at a rate, in thousandths.
    Clock(u64),
    /// Its disk syncs, or does not.
    Sync(bool),
}

/// What can be done to the network.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NetworkDeed {
    /// Lose a message.
    Drop(MessageNumber),
    /// A second copy of it.
    Duplicate(MessageNumber),
    /// It is due so many ticks later.
    Delay(MessageNumber, u64),
    /// What is or will be in flight there stays.
    Hold(Traffic),
    /// That hold, or every one, ends.
    Release(Option<Traffic>),
    /// What is sent there is lost.
    Lose(Traffic),
    /// That loss, or every one, ends.
    Keep(Option<Traffic>),
    /// Cut a link.
    Cut(Cut),
    /// Cut nodes from everyone.
    Isolate(NodeSet),
    /// Every link anew.
    Partition(Vec<NodeSet>),
    /// Mend links.
    Heal(Heal),
}

/// What came of a step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Performed {
    /// It was done.
    Done,
    /// A part of a tick in which something happened: an end of a sync, a delivery, a clock that made its node act, a
    /// request of the load.
    Event,
    /// A part of a tick in which nothing happened.
    Quiet,
    /// Nothing was to be done.
    Nothing(Idle),
}

/// Why there was nothing to do.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Idle {
    /// The node is down.
    Down(NodeId),
    /// The node is up.
    Up(NodeId),
    /// The node stands still.
    Paused(NodeId),
    /// The node does not stand still.
    NotPaused(NodeId),
    /// The node leads already.
    Leads(NodeId),
    /// The node does not lead.
    DoesNotLead(NodeId),
    /// What its disk had synced is damaged: it does not start.
    Damaged(NodeId),
    /// The message is not in flight any more.
    MessageGone(MessageNumber),
    /// No live node leads.
    NoLeader,
    /// No node is up.
    NobodyLive,
    /// So many ticks went by without an event.
    QuietTicks(u64),
    /// A save of the node still waits for its disk.
    SyncPending(NodeId),
}

/// Why a step cannot be done; the cluster is unchanged.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StepError {
    /// The cluster has no such node.
    NoSuchNode(NodeId),
    /// The message's receiver stands still.
    ReceiverPaused {
        /// The message.
        number: MessageNumber,
        /// Its receiver.
        to: NodeId,
    },
    /// The node's disk holds no such entry.
    NoSuchEntry {
        /// The node.
        node: NodeId,
        /// The entry.
        index: Index,
    },
    /// That hold was not there.
    NotHeld,
    /// That loss was not there.
    NotLost,
}

impl fmt::Display for Idle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Down(node) => write!(f, "{node} is down"),
            Self::Up(node) => write!(f, "{node} is up"),
            Self::Paused(node) => write!(f, "{node} is paused"),
            Self::NotPaused(node) => write!(f, "{node} is not paused"),
            Self::Leads(node) => write!(f, "{node} leads already"),
            Self::DoesNotLead(node) => write!(f, "{node} does not lead"),
            Self::Damaged(node) => write!(
                f,
                "{node} does not start: what its disk had synced is damaged"
            ),
            Self::MessageGone(number) => write!(f, "{number} is not in flight any more"),
            Self::NoLeader => f.write_str("no live node leads"),
            Self::NobodyLive => f.write_str("no node is up"),
            Self::QuietTicks(ticks) => write!(f, "nothing happened for {ticks} ticks"),
            Self::SyncPending(node) => write!(f, "a save of {node} still waits for its disk"),
        }
    }
}

impl fmt::Display for StepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoSuchNode(node) => write!(f, "there is no {node}"),
            Self::ReceiverPaused { number, to } => {
                write!(f, "{number} cannot be delivered: {to} is paused")
            }
            Self::NoSuchEntry { node, index } => {
                write!(f, "the disk of {node} holds no entry #{index}")
            }
            Self::NotHeld => f.write_str("that was not held"),
            Self::NotLost => f.write_str("that was not being lost"),
        }
    }
}

impl std::error::Error for StepError {}
