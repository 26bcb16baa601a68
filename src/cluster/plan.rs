//! From what people say to what a cluster does: an action lowered to steps, one at a time.
//!
//! A plan asks the cluster only what it is like; it is carried out step by step, so that a long one can be sliced, and
//! every state between two steps is one that can be looked at. Nodes and messages are found when the plan is made.

use super::action::{Action, Heal, MessageChoice, Nodes, Pick, Traffic};
use super::cluster::{Cluster, Happenings};
use super::event::{Armed, Setting};
use super::step::{Idle, NetworkDeed, NodeDeed, Performed, Step, StepError};
use crate::ids::{NodeId, NodeSet};
use crate::transport::{Flight, MessageNumber};
use std::collections::VecDeque;
use std::fmt;

/// After so many ticks without an event, `step` stops and says so.
pub const QUIET_TICKS_MAX: u64 = 1000;
/// After so many deliveries, `flush` gives up.
pub const FLUSH_DELIVERIES_MAX: u64 = 100_000;

/// An action on its way: what is still to be done.
#[derive(Clone, Debug)]
pub struct Plan {
    rest: Rest,
    remarks: Vec<Idle>,
    last: Option<(Step, Performed)>,
}

#[derive(Clone, Debug)]
enum Rest {
    /// One after the other.
    Steps(VecDeque<Step>),
    /// Whole ticks, behind the one under way.
    Ticks {
        left: u64,
    },
    /// The next events, with the quiet ticks since the last one.
    Events {
        left: u64,
        quiet: u64,
    },
    /// Everything that can be delivered, behind a message, and then the rest of a settling.
    Flush {
        behind: MessageNumber,
        delivered: u64,
        rounds: u64,
    },
    /// Heartbeats of these leaders, then a flush and further rounds.
    Heartbeats {
        leaders: VecDeque<NodeId>,
        rounds: u64,
    },
    Nothing,
}

/// How far a plan has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// There is more to do.
    More,
    /// It is done.
    Done,
}

/// Why an action cannot be carried out, or not to its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ActionError {
    /// One step of it cannot be done.
    Step(StepError),
    /// No message in flight is the one that was named.
    NoSuchMessage(MessageChoice),
    /// Deliveries led to deliveries without end.
    FlushEndless,
}

impl Plan {
    /// The plan of an action on this cluster. An error means that nothing was done.
    pub fn new(action: &Action, cluster: &Cluster) -> Result<Self, ActionError> {
        let mut remarks = Vec::new();
        let rest = match action {
            // A tick that has begun is finished first and does not count.
            Action::Tick(ticks) => Rest::Ticks {
                left: ticks.saturating_add(u64::from(cluster.is_mid_tick())),
            },
            Action::Step(events) => Rest::Events {
                left: *events,
                quiet: 0,
            },
            Action::Flush => Rest::flush(0),
            Action::Settle => Rest::flush(2),
            action => Rest::Steps(steps_of(action, cluster, &mut remarks)?),
        };
        Ok(Self {
            rest,
            remarks,
            last: None,
        })
    }

    /// What had nothing to do so far, in words a person can be told.
    #[must_use]
    pub fn remarks(&self) -> &[Idle] {
        &self.remarks
    }

    /// The step that was done last, and what came of it.
    #[must_use]
    pub fn last(&self) -> Option<&(Step, Performed)> {
        self.last.as_ref()
    }

    /// Does the next step. An error ends the plan; what was done before stays done.
    pub fn advance(
        &mut self,
        cluster: &mut Cluster,
        happenings: &mut Happenings,
    ) -> Result<Progress, ActionError> {
        let Some(step) = self.next(cluster)? else {
            return Ok(Progress::Done);
        };
        let performed = cluster
            .perform(&step, happenings)
            .map_err(ActionError::Step);
        if performed.is_err() {
            self.rest = Rest::Nothing;
        }
        let performed = performed?;
        self.note(performed, cluster);
        self.last = Some((step, performed));
        Ok(Progress::More)
    }

    /// The step that is to be done next, none at the end.
    fn next(&mut self, cluster: &Cluster) -> Result<Option<Step>, ActionError> {
        loop {
            let step = match &mut self.rest {
                Rest::Nothing => return Ok(None),
                Rest::Steps(steps) => return Ok(steps.pop_front()),
                Rest::Ticks { left: 0 } if !cluster.is_mid_tick() => None,
                Rest::Events { left: 0, .. } => None,
                Rest::Ticks { .. } | Rest::Events { .. } => Some(Step::Part),
                Rest::Flush {
                    behind,
                    delivered,
                    rounds,
                } => match cluster.network.flights.first_deliverable_after(*behind) {
                    Some(_) if *delivered >= FLUSH_DELIVERIES_MAX => {
                        self.rest = Rest::Nothing;
                        return Err(ActionError::FlushEndless);
                    }
                    Some(flight) => {
                        (*behind, *delivered) = (flight.number, *delivered + 1);
                        Some(Step::Deliver(flight.number))
                    }
                    None => {
                        let rounds = *rounds;
                        self.end_flush(rounds, cluster);
                        continue;
                    }
                },
                Rest::Heartbeats { leaders, rounds } => {
                    let Some(leader) = leaders.pop_front() else {
                        self.rest = Rest::flush(*rounds);
                        continue;
                    };
                    Some(Step::OnNode(leader, NodeDeed::Heartbeat))
                }
            };
            return Ok(step);
        }
    }

    fn end_flush(&mut self, rounds: u64, cluster: &Cluster) {
        if rounds > 0 {
            self.rest = Rest::Heartbeats {
                leaders: cluster.awake_leaders(),
                rounds: rounds - 1,
            };
            return;
        }
        let waiting = cluster
            .members
            .iter()
            .filter(|member| member.has_pending_sync());
        self.remarks
            .extend(waiting.map(|member| Idle::SyncPending(member.id)));
        self.rest = Rest::Nothing;
    }

    fn note(&mut self, performed: Performed, cluster: &Cluster) {
        if let Performed::Nothing(why) = performed {
            self.remarks.push(why);
        }
        let tick_ended = !cluster.is_mid_tick();
        match &mut self.rest {
            Rest::Ticks { left } if tick_ended => *left = left.saturating_sub(1),
            Rest::Events { left, quiet } if performed == Performed::Event => {
                (*left, *quiet) = (*left - 1, 0);
            }
            Rest::Events { quiet, left } if tick_ended => {
                *quiet += 1;
                if *quiet >= QUIET_TICKS_MAX {
                    *left = 0;
                    self.remarks.push(Idle::QuietTicks(QUIET_TICKS_MAX));
                }
            }
            _ => {}
        }
    }
}

impl Rest {
    fn flush(rounds: u64) -> Self {
        Self::Flush {
            behind: MessageNumber(0),
            delivered: 0,
            rounds,
        }
    }
}

impl Cluster {
    /// Carries out a whole action; gives what had nothing to do.
    pub fn act(
        &mut self,
        action: &Action,
        happenings: &mut Happenings,
    ) -> Result<Vec<Idle>, ActionError> {
        let mut plan = Plan::new(action, self)?;
        while plan.advance(self, happenings)? == Progress::More {}
        Ok(plan.remarks)
    }

    fn awake_leaders(&self) -> VecDeque<NodeId> {
        use crate::node::Role;
        let leads = |member: &&super::member::SharedMember| {
            member
                .running()
                .is_some_and(|running| !running.paused && running.node.role() == Role::Leader)
        };
        self.members
            .iter()
            .filter(leads)
            .map(|member| member.id)
            .collect()
    }

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

/// The steps of an action that is no span of time and no flush.
fn steps_of(
    action: &Action,
    cluster: &Cluster,
    remarks: &mut Vec<Idle>,
) -> Result<VecDeque<Step>, ActionError> {
    if let Some((nodes, deed, times)) = deed_on_nodes(action) {
        let nodes = cluster.nodes(nodes, remarks)?;
        let repeated = |node| (0..times).map(move |_| node);
        return Ok(nodes
            .iter()
            .flat_map(repeated)
            .map(|node| Step::OnNode(node, deed.clone()))
            .collect());
    }
    let on_network = |deed| VecDeque::from([Step::OnNetwork(deed)]);
    Ok(match action {
        Action::Deliver(choice, pick) => {
            let mut found = cluster.messages(*choice, *pick)?;
            if *pick == Pick::All {
                found.retain(|flight| !flight.waiting);
            }
            found
                .iter()
                .map(|flight| Step::Deliver(flight.number))
                .collect()
        }
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
        Action::Cut(cut) => {
            known(cluster, &[cut.ends().0, cut.ends().1])?;
            on_network(NetworkDeed::Cut(*cut))
        }
        Action::Isolate(nodes) => {
            let nodes = cluster.nodes(nodes, remarks)?;
            if nodes.is_empty() {
                VecDeque::new()
            } else {
                on_network(NetworkDeed::Isolate(nodes))
            }
        }
        Action::Partition(groups) => {
            on_network(NetworkDeed::Partition(whole_partition(groups, cluster)?))
        }
        Action::Heal(heal) => {
            known(cluster, &healed_nodes(*heal))?;
            on_network(NetworkDeed::Heal(*heal))
        }
        Action::Submit(asked, request) => VecDeque::from([Step::Submit(*asked, request.clone())]),
        Action::Load(every) => VecDeque::from([Step::Load(*every)]),
        Action::SetDelay(min, max) => VecDeque::from([Step::Set(Setting::Delay(*min, *max))]),
        Action::SetLoss(percent) => VecDeque::from([Step::Set(Setting::Loss(*percent))]),
        Action::SetDuplicate(percent) => VecDeque::from([Step::Set(Setting::Duplicate(*percent))]),
        Action::SetSync(ticks) => VecDeque::from([Step::Set(Setting::Sync(*ticks))]),
        _ => VecDeque::new(),
    })
}

/// For an action on nodes: which, what is done to each, and how often.
fn deed_on_nodes(action: &Action) -> Option<(&Nodes, NodeDeed, u64)> {
    Some(match action {
        Action::TickNodes(nodes, ticks) => (nodes, NodeDeed::Tick, *ticks),
        Action::Elect(nodes) => (nodes, NodeDeed::Elect, 1),
        Action::Timeout(nodes, ticks) => (nodes, NodeDeed::Timeout(*ticks), 1),
        Action::Heartbeat(nodes) => (nodes, NodeDeed::Heartbeat, 1),
        Action::Crash(nodes) => (nodes, NodeDeed::Crash, 1),
        Action::CrashAtSync(nodes) => (nodes, NodeDeed::Arm(Armed::AtSync), 1),
        Action::CrashAtSend(nodes, count) => (nodes, NodeDeed::Arm(Armed::AtSend(*count)), 1),
        Action::Tear(nodes, tear) => (nodes, NodeDeed::Tear(tear.clone()), 1),
        Action::Rot(nodes, index, damage) => (nodes, NodeDeed::Rot(*index, *damage), 1),
        Action::Restart(nodes) => (nodes, NodeDeed::Restart, 1),
        Action::Wipe(nodes) => (nodes, NodeDeed::Wipe, 1),
        Action::Pause(nodes) => (nodes, NodeDeed::Pause, 1),
        Action::Resume(nodes) => (nodes, NodeDeed::Resume, 1),
        Action::Clock(nodes, rate) => (nodes, NodeDeed::Clock(*rate), 1),
        Action::Sync(nodes, syncs) => (nodes, NodeDeed::Sync(*syncs), 1),
        _ => return None,
    })
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

fn healed_nodes(heal: Heal) -> Vec<NodeId> {
    match heal {
        Heal::Everything => Vec::new(),
        Heal::Between(a, b) | Heal::OneWay(a, b) => vec![a, b],
        Heal::Node(node) => vec![node],
    }
}

fn known(cluster: &Cluster, nodes: &[NodeId]) -> Result<(), ActionError> {
    let stranger = nodes
        .iter()
        .find(|node| node.slot() >= cluster.members.len());
    stranger.map_or(Ok(()), |node| {
        Err(ActionError::Step(StepError::NoSuchNode(*node)))
    })
}

impl fmt::Display for ActionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Step(error) => error.fmt(f),
            Self::NoSuchMessage(MessageChoice::Number(number)) => {
                write!(f, "{number} is not in flight")
            }
            Self::NoSuchMessage(MessageChoice::On(_)) => {
                f.write_str("no such message is in flight")
            }
            Self::FlushEndless => write!(
                f,
                "more than {FLUSH_DELIVERIES_MAX} deliveries, and still more to deliver"
            ),
        }
    }
}

impl std::error::Error for ActionError {}
