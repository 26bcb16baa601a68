//! The first phase of a random run: everything may fail, and everything that failed comes back some time.
//!
//! Each kind of fault has dice and a due tick of its own. What it does is made of the actions that a person has, so that
//! a run is a play. Faults stay within what Raft promises to survive: a disk is damaged only where a later mark proves
//! that the damaged part was synced, so that the damage is seen, and only on a minority of disks.

use super::faults::Fault;
use super::shapes;
use super::swarm::Swarm;
use crate::cluster::action::{
    Action, Asked, Cut, Damage, Heal, Link, MessageChoice, Nodes, Pick, Request, Tear, Traffic,
};
use crate::cluster::{Cluster, Fact, Happenings, NodeView, Setup};
use crate::dice::Dice;
use crate::ids::{Index, NodeId, NodeSet};
use crate::transport::{Flight, MessageKind};
use std::collections::BTreeMap;

/// How many ticks later than others a late message comes, at most.
const LATE_TICKS_MAX: u64 = 80;
/// How long what goes wrong for a while does so, at most.
const WHILE_TICKS_MAX: u64 = 120;
/// How many keys clients use.
const KEYS: u64 = 4;

/// What is still to come in a run.
#[derive(Debug)]
pub(super) struct Storm {
    setup: Setup,
    kinds: Vec<Kind>,
    /// What ends something that began, by tick and order.
    ends: BTreeMap<(u64, u64), Action>,
    begun: u64,
    /// Nodes whose disk was damaged.
    rotted: NodeSet,
    values: u64,
}

/// One kind of fault.
#[derive(Debug)]
struct Kind {
    fault: Fault,
    /// Mean ticks between two strikes.
    every: u64,
    due: u64,
    dice: Dice,
}

impl Storm {
    pub(super) fn new(swarm: &Swarm) -> Self {
        let kinds = swarm.strikes.iter().map(|(fault, every)| {
            let mut dice = Swarm::dice(swarm.setup.seed, *fault, 1);
            let due = dice.range(1..=2 * every);
            Kind {
                fault: *fault,
                every: *every,
                due,
                dice,
            }
        });
        Self {
            kinds: kinds.collect(),
            setup: swarm.setup.clone(),
            ends: BTreeMap::new(),
            begun: 0,
            rotted: NodeSet::EMPTY,
            values: 0,
        }
    }

    /// The nodes whose disk was damaged.
    pub(super) fn rotted(&self) -> NodeSet {
        self.rotted
    }

    /// The next tick at which something is done; none: nothing ever is.
    pub(super) fn next_due(&self) -> Option<u64> {
        let kinds = self.kinds.iter().map(|kind| kind.due).min();
        let ends = self.ends.keys().next().map(|(tick, _)| *tick);
        kinds.into_iter().chain(ends).min()
    }

    /// What is done at this tick, in order.
    pub(super) fn strike(&mut self, now: u64, cluster: &Cluster) -> Vec<Action> {
        let mut actions = Vec::new();
        let later = self.ends.split_off(&(now + 1, 0));
        actions.extend(std::mem::replace(&mut self.ends, later).into_values());
        let mut kinds = std::mem::take(&mut self.kinds);
        for kind in kinds.iter_mut().filter(|kind| kind.due <= now) {
            let mut moment = Moment {
                storm: self,
                cluster,
                now,
                dice: &mut kind.dice,
            };
            actions.extend(moment.strike(kind.fault));
            kind.due = now + kind.dice.range(1..=2 * kind.every);
        }
        self.kinds = kinds;
        actions
    }
}

/// One strike of one kind.
struct Moment<'a> {
    storm: &'a mut Storm,
    cluster: &'a Cluster,
    now: u64,
    dice: &'a mut Dice,
}

impl Moment<'_> {
    fn strike(&mut self, fault: Fault) -> Vec<Action> {
        match fault {
            Fault::Loss | Fault::Repetition | Fault::Delay | Fault::Queue | Fault::SlowDisk => {
                Vec::new()
            }
            Fault::Weather => self.weather(),
            Fault::LateMessage => self.late_message(false),
            Fault::LateCopy => self.late_message(true),
            Fault::Clog => self.clog(),
            Fault::LossyLink => self.lossy_link(),
            Fault::Partition => self.partition(),
            Fault::OneWay => self.one_way(),
            Fault::Crash
            | Fault::CrashAtSync
            | Fault::CrashAtSend
            | Fault::Tear
            | Fault::RestartStorm => self.crash(fault),
            Fault::Rot => self.rot(),
            Fault::Clock | Fault::Pause | Fault::Stall | Fault::Impatience => self.slow(fault),
            Fault::Load | Fault::Requests => self.clients(fault),
        }
    }

    fn node(&mut self) -> NodeId {
        NodeId(self.dice.range(1..=self.storm.setup.nodes))
    }

    /// A node; more often than the others the one that leads.
    fn target(&mut self) -> NodeId {
        let (node, at_leader) = (self.node(), self.dice.range(0..=2) == 0);
        let leader = self.cluster.leader().filter(|_| at_leader);
        leader.unwrap_or(node)
    }

    /// This ends what begins now, after a while.
    fn end(&mut self, action: Action) {
        let tick = self.after_a_while();
        self.end_at(tick, action);
    }

    fn after_a_while(&mut self) -> u64 {
        self.now + self.dice.range(1..=WHILE_TICKS_MAX)
    }

    fn end_at(&mut self, tick: u64, action: Action) {
        self.storm.begun += 1;
        self.storm.ends.insert((tick, self.storm.begun), action);
    }

    fn weather(&mut self) -> Vec<Action> {
        let usual = (self.storm.setup.network, self.storm.setup.sync_ticks);
        let (what, how) = (self.dice.range(0..=3), self.dice.range(0..=30));
        let (now, then) = match what {
            0 => (Action::SetLoss(how), Action::SetLoss(usual.0.loss_percent)),
            1 => (
                Action::SetDuplicate(how),
                Action::SetDuplicate(usual.0.duplicate_percent),
            ),
            2 => (
                Action::SetDelay(1 + how / 8, 1 + how),
                Action::SetDelay(usual.0.delay_min, usual.0.delay_max),
            ),
            _ => (Action::SetSync(how / 3), Action::SetSync(usual.1)),
        };
        self.end(then);
        vec![now]
    }

    /// A message in flight, or a copy of it, comes later.
    fn late_message(&mut self, copy: bool) -> Vec<Action> {
        let (drawn, ticks) = (self.dice.bits(), self.dice.range(1..=LATE_TICKS_MAX));
        let view = self.cluster.view();
        let count = view.flight_count() as u64;
        if count == 0 {
            return Vec::new();
        }
        let place = usize::try_from(drawn % count).unwrap_or_default();
        let Some(flight) = view.flights().nth(place) else {
            return Vec::new();
        };
        let traffic = Traffic::of(&flight.envelope);
        let is_meant = |other: &&Flight| {
            let other = &other.envelope;
            traffic.matches(other.from, other.to, other.message.kind())
        };
        // Those of its like are late once only: the first is always the same one, and where a full link loses the copy, so is
        // the last.
        let latest = view
            .flights()
            .filter(is_meant)
            .map(|flight| flight.due)
            .max();
        if latest > Some(view.now().plus(LATE_TICKS_MAX)) {
            return Vec::new();
        }
        let choice = MessageChoice::On(traffic);
        if copy {
            let copied = Action::Duplicate(choice, Pick::First);
            // The copy is last in the order of sending.
            return vec![copied, Action::Delay(choice, ticks, Pick::Last)];
        }
        vec![Action::Delay(choice, ticks, Pick::First)]
    }

    /// Some messages; none where they would go from a node to itself, which no play can write.
    fn traffic(&mut self) -> Option<Traffic> {
        let kinds = [
            MessageKind::Vote,
            MessageKind::VoteReply,
            MessageKind::Append,
            MessageKind::AppendReply,
        ];
        let (from, to, kind) = (self.target(), self.node(), self.dice.range(0..=7));
        let (whose, any) = (self.dice.range(0..=1) == 0, self.dice.range(0..=3) == 0);
        let (from, to) = if whose { (from, to) } else { (to, from) };
        let traffic = Traffic {
            link: Link {
                from: Some(from),
                to: (!any).then_some(to),
            },
            kind: kinds
                .get(usize::try_from(kind).unwrap_or_default())
                .copied(),
        };
        (traffic.link.from != traffic.link.to).then_some(traffic)
    }

    fn clog(&mut self) -> Vec<Action> {
        let (traffic, tick) = (self.traffic(), self.after_a_while());
        let Some(traffic) = traffic else {
            return Vec::new();
        };
        self.end_at(tick, Action::Release(Some(traffic)));
        vec![Action::Hold(traffic)]
    }

    fn lossy_link(&mut self) -> Vec<Action> {
        let (traffic, tick) = (self.traffic(), self.after_a_while());
        let Some(traffic) = traffic else {
            return Vec::new();
        };
        self.end_at(tick, Action::Keep(Some(traffic)));
        vec![Action::Lose(traffic)]
    }

    fn partition(&mut self) -> Vec<Action> {
        let apart = shapes::apart(self.storm.setup.nodes, self.dice);
        self.end(Action::Heal(Heal::Everything));
        apart
    }

    fn one_way(&mut self) -> Vec<Action> {
        let (from, to, whose) = (self.target(), self.node(), self.dice.range(0..=1) == 0);
        let (from, to) = if whose { (from, to) } else { (to, from) };
        let tick = self.after_a_while();
        if from == to {
            return Vec::new();
        }
        self.end_at(tick, Action::Heal(Heal::OneWay(from, to)));
        vec![Action::Cut(Cut::OneWay(from, to))]
    }

    fn crash(&mut self, fault: Fault) -> Vec<Action> {
        let node = self.target();
        let these = Nodes::These(vec![node]);
        let (number, drawn) = (self.dice.range(1..=6), self.dice.bits());
        // What is armed goes off some time, so everyone comes back then.
        self.end(Action::Restart(Nodes::All));
        match fault {
            Fault::CrashAtSync => vec![Action::CrashAtSync(these)],
            Fault::CrashAtSend => vec![Action::CrashAtSend(these, number)],
            Fault::Tear => vec![Action::Tear(these, tear(number, drawn))],
            Fault::RestartStorm => self.restart_storm(drawn),
            _ => vec![Action::Crash(these)],
        }
    }

    /// Some processes end at once, come back, and some of those end again while they do.
    fn restart_storm(&mut self, drawn: u64) -> Vec<Action> {
        let nodes = self.storm.setup.nodes;
        let some = |bits: u64| -> Vec<NodeId> {
            let chosen = (1..=nodes).filter(|node| bits >> node & 1 == 1);
            chosen.map(NodeId).collect()
        };
        let (first, second) = (some(drawn), some(drawn >> 16));
        let (soon, armed) = (self.dice.range(1..=10), self.dice.range(0..=1) == 0);
        self.end_at(self.now + soon, Action::Restart(Nodes::All));
        if !second.is_empty() {
            let again = Nodes::These(second);
            let then = if armed {
                Action::CrashAtSend(again, 1)
            } else {
                Action::Crash(again)
            };
            self.end_at(self.now + soon, then);
        }
        // No play can write an action on no node.
        if first.is_empty() {
            return Vec::new();
        }
        vec![Action::Crash(Nodes::These(first))]
    }

    /// A record is damaged that is proven synced, on one of a minority of nodes. Whether it is proven only the disk can
    /// tell, so it is tried on a copy of the cluster.
    fn rot(&mut self) -> Vec<Action> {
        let (node, drawn, zeros) = (self.node(), self.dice.bits(), self.dice.range(0..=1) == 0);
        let nodes = self.storm.setup.nodes;
        let minority = usize::try_from(nodes - (nodes / 2 + 1)).unwrap_or_default();
        let mut after = self.storm.rotted;
        after.insert(node);
        let durable = self.cluster.view().node(node).map(NodeView::durable_index);
        let Some(durable) = durable.filter(|last| *last > Index::ZERO) else {
            return Vec::new();
        };
        if after.len() > minority {
            return Vec::new();
        }
        let damage = if zeros { Damage::Zeros } else { Damage::Bit };
        let index = Index(1 + drawn % durable.0);
        let rot = Action::Rot(Nodes::These(vec![node]), index, damage);
        if !is_proven(self.cluster, &rot) {
            return Vec::new();
        }
        self.storm.rotted = after;
        vec![rot]
    }

    fn slow(&mut self, fault: Fault) -> Vec<Action> {
        let node = self.target();
        let these = || Nodes::These(vec![node]);
        let rates = [0, 100, 300, 700, 1500, 3000, 10_000];
        let rate = usize::try_from(self.dice.range(0..=rates.len() as u64 - 1)).unwrap_or_default();
        match fault {
            Fault::Clock => {
                self.end(Action::Clock(these(), 1000));
                vec![Action::Clock(these(), rates[rate])]
            }
            Fault::Pause => {
                self.end(Action::Resume(these()));
                vec![Action::Pause(these())]
            }
            Fault::Stall => {
                self.end(Action::Sync(these(), true));
                vec![Action::Sync(these(), false)]
            }
            _ => vec![Action::Elect(these())],
        }
    }

    fn clients(&mut self, fault: Fault) -> Vec<Action> {
        let (node, at_leader) = (self.node(), self.dice.range(0..=3) > 0);
        let (kind, key) = (self.dice.range(0..=5), self.dice.range(1..=KEYS));
        self.storm.values += 1;
        let value = format!("v{}", self.storm.values);
        let key = format!("k{key}").as_bytes().into();
        let request = match (fault, kind) {
            (Fault::Requests, 0 | 1) => Request::Get { key },
            (Fault::Requests, 2) => Request::Delete { key },
            _ => Request::Set {
                key,
                value: value.as_bytes().into(),
            },
        };
        let asked = if at_leader || fault == Fault::Load {
            Asked::Leader
        } else {
            Asked::Node(node)
        };
        vec![Action::Submit(asked, request)]
    }
}

fn tear(number: u64, drawn: u64) -> Tear {
    match number {
        1 | 2 => Tear::Half,
        3 | 4 => Tear::Bytes((drawn % 200).max(1)),
        5 => Tear::Zero(vec![0]),
        _ => Tear::Zero(vec![drawn % 2, 1 + drawn % 2]),
    }
}

/// Whether damage is done to what a later mark proves synced.
fn is_proven(cluster: &Cluster, rot: &Action) -> bool {
    let (mut copy, mut happenings) = (cluster.clone(), Happenings::default());
    let done = copy.act(rot, &mut happenings);
    let proven = |fact: &Fact| matches!(fact, Fact::Rotted { proven: true, .. });
    done.is_ok() && happenings.events.iter().any(|event| proven(&event.fact))
}
