//! How a cluster is set up: its size, its seed, its settings, and the state its nodes begin with.
//!
//! Plain numbers with their bounds; the words for them are in `crate::play`.

use crate::ids::{Index, NodeId, Term};
use crate::log::{HardState, RaftLog};
use crate::node::Rules;
use crate::node::settings::NodeSettings;
use crate::storage::DiskFlaw;

/// Everything that a cluster begins with. The same set-up and actions give the same run, byte for byte.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Setup {
    /// How many voters, 1 to [`crate::ids::NODES_MAX`].
    pub nodes: u64,
    /// What all chance is drawn from.
    pub seed: u64,
    /// What every node goes by.
    pub node: NodeSettings,
    /// What the network goes by.
    pub network: NetworkSettings,
    /// Ticks that a disk takes to sync a save; 0: at once.
    pub sync_ticks: u64,
    /// The rules in force.
    pub rules: Rules,
    /// What is wrong with every disk, on purpose: no play can say it.
    pub disk_flaw: Option<DiskFlaw>,
    /// What nodes begin with instead of nothing: at most one for each node, in node order.
    pub presets: Vec<Preset>,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            nodes: 5,
            seed: 1,
            node: NodeSettings::default(),
            network: NetworkSettings::default(),
            sync_ticks: 0,
            rules: Rules::ALL,
            disk_flaw: None,
            presets: Vec::new(),
        }
    }
}

/// What messages meet with.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct NetworkSettings {
    /// The fewest ticks a message travels, 1 or more.
    pub delay_min: u64,
    /// The most ticks a message travels, `delay_min` or more.
    pub delay_max: u64,
    /// Percent of messages lost.
    pub loss_percent: u64,
    /// Percent of messages that arrive twice.
    pub duplicate_percent: u64,
    /// The most messages in flight on one link, 1 or more; the newest beyond it is lost.
    pub link_queue_max: u64,
    /// Every message is turned into its bytes and back on the way; nothing else may change by it.
    pub encodes: bool,
}

impl Default for NetworkSettings {
    fn default() -> Self {
        Self {
            delay_min: 1,
            delay_max: 1,
            loss_percent: 0,
            duplicate_percent: 0,
            link_queue_max: 4096,
            encodes: false,
        }
    }
}

/// What one node begins with; it counts as already durable, and 1 to `commit_index` as applied.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Preset {
    /// Which node.
    pub node: NodeId,
    /// Its term.
    pub term: Term,
    /// Its vote in that term.
    pub vote: Option<NodeId>,
    /// Its log.
    pub log: RaftLog,
    /// How far that log is committed.
    pub commit_index: Index,
}

impl Preset {
    /// Term and vote as on the disk.
    #[must_use]
    pub fn hard_state(&self) -> HardState {
        HardState {
            term: self.term,
            vote: self.vote,
        }
    }
}
