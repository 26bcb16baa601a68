//! What an onlooker may see of a cluster: borrowed, and as cheap as a look.
//!
//! A node that is down shows what its disk holds; what was in its memory is gone and reads as at the start.

use super::cluster::Cluster;
use super::event::{Armed, EventId, RequestId};
use super::member::{Member, Process};
use super::network::Network;
use super::settings::{NetworkSettings, Setup};
use super::trace::TraceHash;
use crate::ids::{Index, NodeId, NodeSet, Tick};
use crate::log::{HardState, RaftLog};
use crate::node::progress::Progress;
use crate::node::{ElectionTimer, RaftNode, Role, Rules};
use crate::state::Store;
use crate::storage::StorageError;
use crate::transport::{Flight, MessageNumber};
use std::sync::LazyLock;

/// A look at a whole cluster.
#[derive(Clone, Copy, Debug)]
pub struct ClusterView<'a> {
    cluster: &'a Cluster,
}

/// A look at one of its nodes.
#[derive(Clone, Copy, Debug)]
pub struct NodeView<'a> {
    member: &'a Member,
}

/// What a node without memory has applied.
static NOTHING_APPLIED: LazyLock<Store> = LazyLock::new(Store::default);
/// What a disk that cannot be read gives.
static NO_LOG: LazyLock<RaftLog> = LazyLock::new(RaftLog::default);

impl Cluster {
    /// A look at it.
    #[must_use]
    pub fn view(&self) -> ClusterView<'_> {
        ClusterView { cluster: self }
    }
}

impl<'a> ClusterView<'a> {
    /// The world's clock.
    #[must_use]
    pub fn now(self) -> Tick {
        self.cluster.now
    }

    /// Whether a tick has begun and not ended.
    #[must_use]
    pub fn is_mid_tick(self) -> bool {
        self.cluster.is_mid_tick()
    }

    /// What it was set up with.
    #[must_use]
    pub fn setup(self) -> &'a Setup {
        &self.cluster.setup
    }

    /// What the network goes by at present.
    #[must_use]
    pub fn network_settings(self) -> NetworkSettings {
        self.cluster.network.settings
    }

    /// Ticks that a disk takes to sync at present.
    #[must_use]
    pub fn sync_ticks(self) -> u64 {
        self.cluster.sync_ticks
    }

    /// Every how many ticks a client submits by itself; none: it does not.
    #[must_use]
    pub fn load(self) -> Option<u64> {
        self.cluster.load.map(|load| load.every)
    }

    /// The rules in force.
    #[must_use]
    pub fn rules(self) -> Rules {
        self.cluster.rules
    }

    /// How many nodes there are.
    #[must_use]
    pub fn node_count(self) -> usize {
        self.cluster.members.len()
    }

    /// All nodes, in node order.
    pub fn nodes(self) -> impl ExactSizeIterator<Item = NodeView<'a>> {
        self.cluster
            .members
            .iter()
            .map(|member| NodeView { member })
    }

    /// One node.
    #[must_use]
    pub fn node(self, id: NodeId) -> Option<NodeView<'a>> {
        self.cluster
            .members
            .get(id.slot())
            .map(|member| NodeView { member })
    }

    /// The live leader of the highest term.
    #[must_use]
    pub fn leader(self) -> Option<NodeId> {
        self.cluster.leader()
    }

    /// Every message in flight, in the order of sending.
    pub fn flights(self) -> impl DoubleEndedIterator<Item = &'a Flight> {
        self.cluster.network.flights.iter()
    }

    /// How many messages are in flight.
    #[must_use]
    pub fn flight_count(self) -> usize {
        self.cluster.network.flights.len()
    }

    /// The messages in flight from a place on, those that arrive by themselves first and in the order of arrival, then
    /// those that something holds up, in the order of sending.
    pub fn flights_by_arrival(self, place: usize) -> impl Iterator<Item = &'a Flight> {
        let flights = &self.cluster.network.flights;
        let held_up_before = place.saturating_sub(flights.arrival_count());
        flights
            .arrivals_from(place)
            .chain(flights.held_up().skip(held_up_before))
    }

    /// The message of that number, while it is in flight.
    #[must_use]
    pub fn flight(self, number: MessageNumber) -> Option<&'a Flight> {
        self.cluster.network.flights.get(number)
    }

    /// The links: cuts, holds, losses.
    #[must_use]
    pub fn network(self) -> &'a Network {
        &self.cluster.network
    }

    /// How much work the run has been so far: node ticks and deliveries.
    #[must_use]
    pub fn work(self) -> u64 {
        self.cluster.work
    }

    /// The number of the request that was made last.
    #[must_use]
    pub fn last_request(self) -> RequestId {
        self.cluster.last_request()
    }

    /// The event that happened last.
    #[must_use]
    pub fn last_event(self) -> EventId {
        self.cluster.trace.last
    }

    /// The hash of everything that happened so far.
    #[must_use]
    pub fn trace_hash(self) -> TraceHash {
        self.cluster.trace.hash
    }
}

impl<'a> NodeView<'a> {
    /// Its number.
    #[must_use]
    pub fn id(self) -> NodeId {
        self.member.id
    }

    /// How many processes have run from its disk, the present one included.
    #[must_use]
    pub fn life(self) -> u64 {
        self.member.life
    }

    /// Whether its process runs, or stands still.
    #[must_use]
    pub fn is_up(self) -> bool {
        self.member.is_up()
    }

    /// Whether its process stands still.
    #[must_use]
    pub fn is_paused(self) -> bool {
        self.member.running().is_some_and(|running| running.paused)
    }

    /// The machine itself, while it is up.
    #[must_use]
    pub fn raft(self) -> Option<&'a RaftNode> {
        self.member.running().map(|running| &running.node)
    }

    /// What it is; none while it is down.
    #[must_use]
    pub fn role(self) -> Option<Role> {
        self.raft().map(RaftNode::role)
    }

    /// Term and vote; of a node that is down, as its disk holds them.
    #[must_use]
    pub fn hard_state(self) -> HardState {
        match &self.member.process {
            Process::Up(running) => running.node.hard_state(),
            Process::Down(disk) => disk
                .as_ref()
                .map(|disk| disk.hard_state)
                .unwrap_or_default(),
        }
    }

    /// The log; of a node that is down, as its disk holds it.
    #[must_use]
    pub fn log(self) -> &'a RaftLog {
        match &self.member.process {
            Process::Up(running) => running.node.log(),
            Process::Down(disk) => disk.as_ref().map_or(&NO_LOG, |disk| &disk.log),
        }
    }

    /// Why the disk of a node that is down cannot be read.
    #[must_use]
    pub fn damage(self) -> Option<&'a StorageError> {
        match &self.member.process {
            Process::Up(_) => None,
            Process::Down(disk) => disk.as_ref().err(),
        }
    }

    /// The bytes of its write-ahead log as they are now, what is not synced yet included. Renders the whole file.
    #[must_use]
    pub fn disk_bytes(self) -> Vec<u8> {
        self.member.disk.bytes()
    }

    /// The leader as far as it knows.
    #[must_use]
    pub fn leader(self) -> Option<NodeId> {
        self.raft().and_then(RaftNode::leader)
    }

    /// The last entry of its log that is synced.
    #[must_use]
    pub fn durable_index(self) -> Index {
        self.raft()
            .map_or_else(|| self.log().last_index(), RaftNode::durable_index)
    }

    /// The highest index it knows to be committed; 0 while it is down.
    #[must_use]
    pub fn commit_index(self) -> Index {
        self.raft().map(RaftNode::commit_index).unwrap_or_default()
    }

    /// The highest index it has applied; 0 while it is down.
    #[must_use]
    pub fn applied_index(self) -> Index {
        self.raft().map(RaftNode::applied_index).unwrap_or_default()
    }

    /// What it has applied; nothing while it is down.
    #[must_use]
    pub fn store(self) -> &'a Store {
        self.member
            .running()
            .map_or(&NOTHING_APPLIED, |running| &running.store)
    }

    /// The votes counted in the campaign it is in or won.
    #[must_use]
    pub fn votes(self) -> NodeSet {
        self.raft().map(RaftNode::votes).unwrap_or_default()
    }

    /// How many it takes for a quorum, less than a majority where a rule is off; nothing while it is down.
    #[must_use]
    pub fn quorum(self) -> Option<usize> {
        self.raft().map(RaftNode::quorum)
    }

    /// What it knows a member to hold (`matchIndex`); 0 where it does not lead.
    #[must_use]
    pub fn match_index(self, member: NodeId) -> Index {
        let progress = self.raft().and_then(|node| node.progress(member));
        progress
            .map(|progress| progress.match_index)
            .unwrap_or_default()
    }

    /// The next entry it will send a member (`nextIndex`); 0 where it does not lead.
    #[must_use]
    pub fn next_index(self, member: NodeId) -> Index {
        let progress = self.raft().and_then(|node| node.progress(member));
        progress
            .map(|progress| progress.next_index)
            .unwrap_or_default()
    }

    /// What it knows of a member while it leads; of itself, what its own disk has.
    #[must_use]
    pub fn progress(self, member: NodeId) -> Option<&'a Progress> {
        self.raft().and_then(|node| node.progress(member))
    }

    /// Ticks since its last heartbeats; none where it does not lead.
    #[must_use]
    pub fn silent_ticks(self) -> Option<u64> {
        self.raft().and_then(RaftNode::silent_ticks)
    }

    /// Its election timer, where one runs.
    #[must_use]
    pub fn election_timer(self) -> Option<ElectionTimer> {
        self.raft().and_then(RaftNode::election_timer)
    }

    /// The rate of its own clock, in thousandths.
    #[must_use]
    pub fn clock_rate(self) -> u64 {
        self.member.clock.rate
    }

    /// Whether its disk syncs.
    #[must_use]
    pub fn syncs(self) -> bool {
        self.member.syncs
    }

    /// How many saves wait for its disk.
    #[must_use]
    pub fn saves_pending(self) -> usize {
        self.member
            .running()
            .map_or(0, |running| running.pending.len())
    }

    /// How many messages wait for its disk.
    #[must_use]
    pub fn messages_waiting(self) -> usize {
        self.member
            .running()
            .map_or(0, |running| running.outbox.len())
    }

    /// A crash that waits for its moment.
    #[must_use]
    pub fn armed(self) -> Option<Armed> {
        self.member.armed
    }

    /// A timeout that was set in the place of chance, in ticks.
    #[must_use]
    pub fn forced_timeout(self) -> Option<u64> {
        self.member.forced_timeout
    }

    /// The requests that wait at it, and for which entry; none: for the process to go on.
    pub fn waiting(self) -> impl Iterator<Item = (RequestId, Option<Index>)> + use<'a> {
        self.member.waiting()
    }
}
