//! An action that is no span of time, lowered to steps: which nodes and messages are meant, and what is done to each.
//!
//! Everything is looked up here, when the plan is made; [`super::plan`] carries it out, and holds what goes on for a
//! time.

use super::action::{Action, Cut, Heal, MessageChoice, Nodes, Pick, Traffic};
use super::cluster::Cluster;
use super::event::{Armed, Setting};
use super::plan::ActionError;
use super::step::{Idle, NetworkDeed, NodeDeed, Step, StepError};
use crate::ids::{NodeId, NodeSet};
use crate::transport::{Flight, MessageNumber};
use std::collections::VecDeque;

/// What an action comes to on a cluster as it is.
pub(super) enum Lowered {
    /// These steps, one after the other.
    Steps(VecDeque<Step>),
    /// Whole ticks of the world.
    Ticks(u64),
    /// The next so many events.
    Events(u64),
    /// Everything that can be delivered, then so many rounds of heartbeats and what follows from them.
    Flush {
        /// How many rounds.
        rounds: u64,
    },
}

/// Lowers an action; a remark for each part that means nobody.
pub(super) fn lower(
    action: &Action,
    cluster: &Cluster,
    remarks: &mut Vec<Idle>,
) -> Result<Lowered, ActionError> {
    let mut on = |nodes: &Nodes, deed| on_nodes(cluster, nodes, &deed, 1, remarks);
    Ok(Lowered::Steps(match action {
        Action::Tick(ticks) => return Ok(Lowered::Ticks(*ticks)),
        Action::Step(events) => return Ok(Lowered::Events(*events)),
        Action::Flush => return Ok(Lowered::Flush { rounds: 0 }),
        Action::Settle => return Ok(Lowered::Flush { rounds: 2 }),
        Action::TickNodes(nodes, ticks) => {
            on_nodes(cluster, nodes, &NodeDeed::Tick, *ticks, remarks)?
        }
        Action::Elect(nodes) => on(nodes, NodeDeed::Elect)?,
        Action::Timeout(nodes, ticks) => on(nodes, NodeDeed::Timeout(*ticks))?,
        Action::Heartbeat(nodes) => on(nodes, NodeDeed::Heartbeat)?,
        Action::Crash(nodes) => on(nodes, NodeDeed::Crash)?,
        Action::CrashAtSync(nodes) => on(nodes, NodeDeed::Arm(Armed::AtSync))?,
        Action::CrashAtSend(nodes, count) => on(nodes, NodeDeed::Arm(Armed::AtSend(*count)))?,
        Action::Tear(nodes, tear) => on(nodes, NodeDeed::Tear(tear.clone()))?,
        Action::Rot(nodes, index, damage) => on(nodes, NodeDeed::Rot(*index, *damage))?,
        Action::Restart(nodes) => on(nodes, NodeDeed::Restart)?,
        Action::Wipe(nodes) => on(nodes, NodeDeed::Wipe)?,
        Action::Pause(nodes) => on(nodes, NodeDeed::Pause)?,
        Action::Resume(nodes) => on(nodes, NodeDeed::Resume)?,
        Action::Clock(nodes, rate) => on(nodes, NodeDeed::Clock(*rate))?,
        Action::Sync(nodes, syncs) => on(nodes, NodeDeed::Sync(*syncs))?,
        Action::Deliver(choice, pick) => deliveries(cluster, *choice, *pick)?,
        Action::Drop(choice, pick) => on_messages(cluster, *choice, *pick, NetworkDeed::Drop)?,
        Action::Duplicate(choice, pick) => {
            on_messages(cluster, *choice, *pick, NetworkDeed::Duplicate)?
        }
        Action::Delay(choice, ticks, pick) => on_messages(cluster, *choice, *pick, |number| {
            NetworkDeed::Delay(number, *ticks)
        })?,
        Action::Hold(traffic) => on_network(NetworkDeed::Hold(*traffic)),
        Action::Release(traffic) => on_network(NetworkDeed::Release(*traffic)),
        Action::Lose(traffic) => on_network(NetworkDeed::Lose(*traffic)),
        Action::Keep(traffic) => on_network(NetworkDeed::Keep(*traffic)),
        Action::Cut(cut) => on_network(NetworkDeed::Cut(known_cut(cluster, *cut)?)),
        Action::Isolate(nodes) => isolation(cluster.nodes(nodes, remarks)?),
        Action::Partition(groups) => {
            on_network(NetworkDeed::Partition(whole_partition(groups, cluster)?))
        }
        Action::Heal(heal) => on_network(NetworkDeed::Heal(known_heal(cluster, *heal)?)),
        Action::Submit(asked, request) => VecDeque::from([Step::Submit(*asked, request.clone())]),
        Action::Load(every) => VecDeque::from([Step::Load(*every)]),
        Action::SetDelay(min, max) => set(Setting::Delay(*min, *max)),
        Action::SetLoss(percent) => set(Setting::Loss(*percent)),
        Action::SetDuplicate(percent) => set(Setting::Duplicate(*percent)),
        Action::SetSync(ticks) => set(Setting::Sync(*ticks)),
        Action::SetRule(rule, in_force) => VecDeque::from([Step::SetRule(*rule, *in_force)]),
    }))
}

fn set(setting: Setting) -> VecDeque<Step> {
    VecDeque::from([Step::Set(setting)])
}

fn on_network(deed: NetworkDeed) -> VecDeque<Step> {
    VecDeque::from([Step::OnNetwork(deed)])
}

/// The same deed on each node meant, so many times in a row.
fn on_nodes(
    cluster: &Cluster,
    nodes: &Nodes,
    deed: &NodeDeed,
    times: u64,
    remarks: &mut Vec<Idle>,
) -> Result<VecDeque<Step>, ActionError> {
    let nodes = cluster.nodes(nodes, remarks)?;
    let repeated = |node| (0..times).map(move |_| node);
    let step = |node| Step::OnNode(node, deed.clone());
    Ok(nodes.iter().flat_map(repeated).map(step).collect())
}

fn deliveries(
    cluster: &Cluster,
    choice: MessageChoice,
    pick: Pick,
) -> Result<VecDeque<Step>, ActionError> {
    let mut found = cluster.messages(choice, pick)?;
    if pick == Pick::All {
        found.retain(|flight| !flight.waiting);
    }
    let deliver = |flight: &&Flight| Step::Deliver(flight.number);
    Ok(found.iter().map(deliver).collect())
}

fn on_messages(
    cluster: &Cluster,
    choice: MessageChoice,
    pick: Pick,
    deed: impl Fn(MessageNumber) -> NetworkDeed,
) -> Result<VecDeque<Step>, ActionError> {
    let found = cluster.messages(choice, pick)?;
    Ok(found
        .iter()
        .map(|flight| Step::OnNetwork(deed(flight.number)))
        .collect())
}

/// The groups as sets, with one more for the nodes that were not named.
fn whole_partition(groups: &[Vec<NodeId>], cluster: &Cluster) -> Result<Vec<NodeSet>, ActionError> {
    let mut rest = NodeSet::first(cluster.members.len() as u64);
    let mut sets = Vec::new();
    for group in groups {
        known(cluster, group)?;
        let set: NodeSet = group.iter().copied().collect();
        rest = rest.without(set);
        sets.push(set);
    }
    if !rest.is_empty() {
        sets.push(rest);
    }
    Ok(sets)
}

fn isolation(nodes: NodeSet) -> VecDeque<Step> {
    if nodes.is_empty() {
        VecDeque::new()
    } else {
        on_network(NetworkDeed::Isolate(nodes))
    }
}

fn known_cut(cluster: &Cluster, cut: Cut) -> Result<Cut, ActionError> {
    let (one, other) = cut.ends();
    known(cluster, &[one, other])?;
    Ok(cut)
}

fn known_heal(cluster: &Cluster, heal: Heal) -> Result<Heal, ActionError> {
    match heal {
        Heal::Everything => {}
        Heal::Between(one, other) | Heal::OneWay(one, other) => known(cluster, &[one, other])?,
        Heal::Node(node) => known(cluster, &[node])?,
    }
    Ok(heal)
}

fn known(cluster: &Cluster, nodes: &[NodeId]) -> Result<(), ActionError> {
    let stranger = nodes
        .iter()
        .find(|node| node.slot() >= cluster.members.len());
    stranger.map_or(Ok(()), |node| {
        Err(ActionError::Step(StepError::NoSuchNode(*node)))
    })
}

impl Cluster {
    /// The nodes meant, in node order; a remark where there is none.
    fn nodes(&self, nodes: &Nodes, remarks: &mut Vec<Idle>) -> Result<NodeSet, ActionError> {
        let everyone = NodeSet::first(self.members.len() as u64);
        let (found, remark) = match nodes {
            Nodes::These(nodes) => {
                let stranger = nodes.iter().find(|node| !everyone.contains(**node));
                if let Some(node) = stranger {
                    return Err(ActionError::Step(StepError::NoSuchNode(*node)));
                }
                return Ok(nodes.iter().copied().collect());
            }
            Nodes::All => (everyone, Idle::NobodyLive),
            Nodes::Live => {
                let live = self.members.iter().filter(|member| member.is_up());
                (live.map(|member| member.id).collect(), Idle::NobodyLive)
            }
            Nodes::Leader => (self.leader().into_iter().collect(), Idle::NoLeader),
        };
        if found.is_empty() {
            remarks.push(remark);
        }
        Ok(found)
    }

    fn messages(&self, choice: MessageChoice, pick: Pick) -> Result<Vec<&Flight>, ActionError> {
        let flights = &self.network.flights;
        let matches = |flight: &&Flight| match choice {
            MessageChoice::Number(number) => flight.number == number,
            MessageChoice::On(traffic) => traffic_matches(traffic, flight),
        };
        let found: Vec<_> = match pick {
            Pick::First => flights.iter().find(matches).into_iter().collect(),
            Pick::Last => flights.iter().rev().find(matches).into_iter().collect(),
            Pick::All => flights.iter().filter(matches).collect(),
        };
        if found.is_empty() {
            Err(ActionError::NoSuchMessage(choice))
        } else {
            Ok(found)
        }
    }
}

fn traffic_matches(traffic: Traffic, flight: &Flight) -> bool {
    traffic.matches(
        flight.envelope.from,
        flight.envelope.to,
        flight.envelope.message.kind(),
    )
}
