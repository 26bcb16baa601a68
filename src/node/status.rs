//! What an onlooker may read off a node. Changes nothing.

use super::event::Role;
use super::progress::Progress;
use super::raft_node::{Duty, ElectionTimer, RaftNode};
use super::settings::NodeSettings;
use crate::ids::{Index, NodeId, NodeSet};
use crate::log::{HardState, RaftLog};

impl RaftNode {
    /// Its number.
    #[must_use]
    pub fn id(&self) -> NodeId {
        self.id
    }

    /// What it is at the moment.
    #[must_use]
    pub fn role(&self) -> Role {
        match self.duty {
            Duty::Follow => Role::Follower,
            Duty::Campaign => Role::Candidate,
            Duty::Lead(_) => Role::Leader,
        }
    }

    /// Its term and vote (`currentTerm`, `votedFor`).
    #[must_use]
    pub fn hard_state(&self) -> HardState {
        self.hard
    }

    /// Its log (`log[]`).
    #[must_use]
    pub fn log(&self) -> &RaftLog {
        &self.log
    }

    /// The leader of its term, as far as it knows; itself while it leads.
    #[must_use]
    pub fn leader(&self) -> Option<NodeId> {
        self.leader
    }

    /// The highest index that it knows to be committed (`commitIndex`).
    #[must_use]
    pub fn commit_index(&self) -> Index {
        self.commit_index
    }

    /// The highest index that it has handed to the state machine (`lastApplied`).
    #[must_use]
    pub fn applied_index(&self) -> Index {
        self.applied_index
    }

    /// The last entry of its log that is durable.
    #[must_use]
    pub fn durable_index(&self) -> Index {
        self.saves.durable_index
    }

    /// The votes counted in the campaign it is in or won; none once it follows.
    #[must_use]
    pub fn votes(&self) -> NodeSet {
        self.votes
    }

    /// How many members make a quorum.
    #[must_use]
    pub fn quorum(&self) -> usize {
        self.needed()
    }

    /// Its election timer, where one runs.
    #[must_use]
    pub fn election_timer(&self) -> Option<ElectionTimer> {
        self.timer
    }

    /// Ticks since a leader's last heartbeats; none where it does not lead.
    #[must_use]
    pub fn silent_ticks(&self) -> Option<u64> {
        match &self.duty {
            Duty::Lead(leadership) => Some(leadership.silent),
            Duty::Follow | Duty::Campaign => None,
        }
    }

    /// What it knows of a member while it leads; of itself, what its own disk has.
    #[must_use]
    pub fn progress(&self, member: NodeId) -> Option<&Progress> {
        self.progress_of(member)
    }

    /// All the servers of the cluster.
    #[must_use]
    pub fn members(&self) -> NodeSet {
        self.members
    }

    /// Its settings.
    #[must_use]
    pub fn settings(&self) -> &NodeSettings {
        &self.settings
    }
}
