//! The cluster itself: members, network and one clock, as one plain value.
//!
//! A copy is a fork, and costs the same whatever the length of the logs. Nothing changes but by [`Cluster::perform`],
//! one [`Step`] at a time; [`super::plan`] makes steps of actions. Everything that happens goes to the caller's
//! [`Happenings`].

use super::action::{Asked, Request};
use super::event::{Cause, Fact, Loss, Outcome, Refusal, RequestId, Stamped};
use super::member::{Member, SharedMember, World};
use super::network::{Network, note_loss};
use super::settings::{Preset, Setup};
use super::step::{Idle, Performed, Step, StepError};
use super::trace::{Recorder, Trace, TraceHash};
use crate::dice::{Dice, Purpose};
use crate::ids::{Index, NodeId, NodeSet, Tick};
use crate::log::{Payload, wire};
use crate::node::{Effects, Role, RuleName, Rules};
use crate::state::Store;
use crate::storage::{MemDisk, Storage};
use crate::transport::MessageNumber;
use std::sync::Arc;

/// A whole cluster.
#[derive(Clone, Debug)]
pub struct Cluster {
    pub(super) setup: Arc<Setup>,
    pub(super) members: Vec<SharedMember>,
    pub(super) network: Network,
    pub(super) now: Tick,
    pub(super) phase: Phase,
    pub(super) load: Option<Load>,
    pub(super) sync_ticks: u64,
    pub(super) rules: Rules,
    pub(super) trace: Trace,
    last_request: RequestId,
    /// Node ticks and deliveries so far.
    pub(super) work: u64,
}

/// How far the present tick has come. The parts of a tick have one order: disks, messages, clocks, clients.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Phase {
    /// Between two ticks.
    Rest,
    Syncs {
        slot: usize,
    },
    Deliveries,
    Clocks {
        slot: usize,
        /// How many ticks of this member's own clock are still to come; none: not asked yet.
        left: Option<u64>,
    },
    Load,
}

/// A client that submits by itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Load {
    pub(super) every: u64,
    countdown: u64,
    sent: u64,
}

impl Load {
    /// What it will do when.
    pub(super) fn words(self) -> [u64; 3] {
        [self.every, self.countdown, self.sent]
    }
}

/// What happened, in the order it was decided, and memory that is used again. The caller empties `events`.
#[derive(Clone, Debug, Default)]
pub struct Happenings {
    /// What happened.
    pub events: Vec<Stamped>,
    effects: Effects,
    payload: Vec<u8>,
}

/// A step's surroundings: the rest of the cluster, while some of its members are at work.
pub(super) struct Stage<'a> {
    members: &'a mut Vec<SharedMember>,
    effects: &'a mut Effects,
    pub(super) world: World<'a>,
}

impl Cluster {
    /// A cluster as it begins. The set-up's numbers are within their bounds.
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        let dice = Dice::new(setup.seed, Purpose::Network, 0, 0);
        let everyone = NodeSet::first(setup.nodes);
        let member = |id: NodeId| Arc::new(first_life(id, &setup, everyone));
        Self {
            members: everyone.iter().map(member).collect(),
            network: Network::new(setup.nodes, setup.network, dice),
            now: Tick(0),
            phase: Phase::Rest,
            load: None,
            sync_ticks: setup.sync_ticks,
            rules: setup.rules,
            trace: Trace::default(),
            last_request: RequestId(0),
            work: 0,
            setup: Arc::new(setup),
        }
    }

    /// The hash of everything that happened so far.
    #[must_use]
    pub fn trace_hash(&self) -> TraceHash {
        self.trace.hash
    }

    /// Whether a tick has begun and not ended.
    #[must_use]
    pub fn is_mid_tick(&self) -> bool {
        self.phase != Phase::Rest
    }

    /// The live leader of the highest term.
    #[must_use]
    pub fn leader(&self) -> Option<NodeId> {
        let leading = self.members.iter().filter_map(|member| {
            let node = &member.running()?.node;
            (node.role() == Role::Leader)
                .then(|| (node.hard_state().term, std::cmp::Reverse(member.id)))
        });
        leading.max().map(|(_, id)| id.0)
    }

    /// The only way to touch a cluster: one step. An error changes nothing.
    pub fn perform(
        &mut self,
        step: &Step,
        happenings: &mut Happenings,
    ) -> Result<Performed, StepError> {
        match step {
            Step::Part => Ok(self.part(happenings)),
            Step::Submit(asked, request) => {
                self.submit(*asked, request, happenings);
                Ok(Performed::Done)
            }
            Step::Load(every) => {
                self.load = every.map(|every| Load {
                    every,
                    countdown: every,
                    sent: 0,
                });
                let every = *every;
                self.on_stage(Cause::Hand, happenings, |stage| {
                    stage.world.recorder.note_all(Fact::LoadSet(every));
                });
                Ok(Performed::Done)
            }
            Step::Set(setting) => {
                self.set(*setting, happenings);
                Ok(Performed::Done)
            }
            Step::SetRule(rule, in_force) => {
                self.set_rule(*rule, *in_force, happenings);
                Ok(Performed::Done)
            }
            Step::Deliver(number) => self.deliver_by_hand(*number, happenings),
            Step::OnNode(node, deed) => self.on_node(*node, deed, happenings),
            Step::OnNetwork(deed) => self.on_network(deed, happenings),
        }
    }

    /// The next part of the world's tick.
    fn part(&mut self, happenings: &mut Happenings) -> Performed {
        match self.phase {
            Phase::Rest => {
                self.now = self.now.plus(1);
                self.work += self.members.len() as u64;
                self.phase = Phase::Syncs { slot: 0 };
                Performed::Quiet
            }
            Phase::Syncs { slot } => self.sync_part(slot, happenings),
            Phase::Deliveries => self.delivery_part(happenings),
            Phase::Clocks { slot, left } => self.clock_part(slot, left, happenings),
            Phase::Load => self.load_part(happenings),
        }
    }

    fn sync_part(&mut self, from: usize, happenings: &mut Happenings) -> Performed {
        let now = self.now;
        let due = (from..self.members.len()).find(|slot| self.members[*slot].sync_is_due(now));
        let Some(slot) = due else {
            self.phase = Phase::Deliveries;
            return Performed::Quiet;
        };
        self.phase = Phase::Syncs { slot };
        self.on_stage(Cause::Tick, happenings, |stage| {
            stage.member(slot, Member::sync_oldest);
        });
        Performed::Event
    }

    fn delivery_part(&mut self, happenings: &mut Happenings) -> Performed {
        match self.network.flights.next_due() {
            Some((due, number)) if due <= self.now => {
                self.deliver(number, happenings);
                Performed::Event
            }
            _ => {
                self.phase = Phase::Clocks {
                    slot: 0,
                    left: None,
                };
                Performed::Quiet
            }
        }
    }

    fn clock_part(
        &mut self,
        from: usize,
        left: Option<u64>,
        happenings: &mut Happenings,
    ) -> Performed {
        let stopped = self.on_stage(Cause::Tick, happenings, |stage| stage.beat(from, left));
        if let Some((slot, left)) = stopped {
            self.phase = Phase::Clocks {
                slot,
                left: Some(left),
            };
            Performed::Event
        } else {
            self.phase = Phase::Load;
            Performed::Quiet
        }
    }

    fn load_part(&mut self, happenings: &mut Happenings) -> Performed {
        self.phase = Phase::Rest;
        let Some(load) = &mut self.load else {
            return Performed::Quiet;
        };
        load.countdown -= 1;
        if load.countdown > 0 {
            return Performed::Quiet;
        }
        load.countdown = load.every;
        load.sent += 1;
        let (key, value) = (format!("load{}", load.sent), format!("v{}", load.sent));
        let request = Request::Set {
            key: key.as_bytes().into(),
            value: value.as_bytes().into(),
        };
        self.submit(Asked::Leader, &request, happenings);
        Performed::Event
    }

    fn submit(&mut self, asked: Asked, request: &Request, happenings: &mut Happenings) {
        self.last_request = RequestId(self.last_request.0 + 1);
        let id = self.last_request;
        let node = match asked {
            Asked::Node(node) => Some(node),
            Asked::Leader => self.leader(),
        };
        self.on_stage(Cause::Request(id), happenings, |stage| {
            let Some(node) = node else {
                stage.world.recorder.note_all(Fact::Asked {
                    request: id,
                    what: request.clone(),
                });
                let outcome = Outcome::Refused(Refusal::NoLeader);
                stage.world.recorder.note_all(Fact::Answered {
                    request: id,
                    outcome,
                });
                return;
            };
            stage.member(node.slot(), |member, world, effects| {
                member.ask(id, request, world, effects);
            });
        });
    }

    /// The number of the request that was made last.
    #[must_use]
    pub fn last_request(&self) -> RequestId {
        self.last_request
    }

    fn deliver_by_hand(
        &mut self,
        number: MessageNumber,
        happenings: &mut Happenings,
    ) -> Result<Performed, StepError> {
        match self.network.flights.get(number) {
            None => Ok(Performed::Nothing(Idle::MessageGone(number))),
            Some(flight) if flight.waiting => Err(StepError::ReceiverPaused {
                number,
                to: flight.envelope.to,
            }),
            Some(_) => {
                self.deliver(number, happenings);
                Ok(Performed::Done)
            }
        }
    }

    /// Hands a message to its receiver, or loses it where that is down.
    fn deliver(&mut self, number: MessageNumber, happenings: &mut Happenings) {
        let taken = self.network.flights.take(number);
        // Looked at where it is: to move it out would be one more copy of a message.
        let Some(flight) = &taken else {
            return;
        };
        self.work += 1;
        let (envelope, kind) = (&flight.envelope, flight.envelope.message.kind());
        self.on_stage(Cause::Message(number), happenings, |stage| {
            stage.member(envelope.to.slot(), |member, world, effects| {
                if !member.is_up() {
                    note_loss(envelope, number, Loss::Down, world.recorder);
                    return;
                }
                let delivered = || Fact::Delivered {
                    number,
                    from: envelope.from,
                    kind,
                };
                world.recorder.note_made(member.id, member.life, delivered);
                member.input(effects, |node, dice, effects| {
                    node.receive(envelope, dice, effects);
                });
                member.carry_out(world, effects);
            });
        });
    }

    /// Runs a piece of a step with everything it needs, and keeps how far the trace has come.
    pub(super) fn on_stage<T>(
        &mut self,
        cause: Cause,
        happenings: &mut Happenings,
        act: impl FnOnce(&mut Stage<'_>) -> T,
    ) -> T {
        let recorder = Recorder::new(self.trace, &mut happenings.events, self.now, cause);
        let world = World {
            network: &mut self.network,
            recorder: &recorder,
            now: self.now,
            sync_ticks: self.sync_ticks,
            seed: self.setup.seed,
            payload: &mut happenings.payload,
        };
        let mut stage = Stage {
            members: &mut self.members,
            effects: &mut happenings.effects,
            world,
        };
        let result = act(&mut stage);
        self.trace = recorder.trace();
        result
    }
}

impl<'a> Stage<'a> {
    /// The members' own clocks go on, in node order, up to the first that makes its node act: which, and how many of
    /// its ticks are still to come.
    fn beat(&mut self, from: usize, mut left: Option<u64>) -> Option<(usize, u64)> {
        for (slot, member) in self.members.iter_mut().enumerate().skip(from) {
            let member = Arc::make_mut(member);
            let mut ticks = left.take().unwrap_or_else(|| member.beat());
            while ticks > 0 {
                ticks -= 1;
                if member.tick(&mut self.world, self.effects) {
                    return Some((slot, ticks));
                }
            }
        }
        None
    }

    pub(super) fn member(
        &mut self,
        slot: usize,
        act: impl FnOnce(&mut Member, &mut World<'a>, &mut Effects),
    ) {
        if let Some(member) = self.members.get_mut(slot) {
            act(Arc::make_mut(member), &mut self.world, self.effects);
        }
    }
}

/// A member as the set-up makes it, running.
fn first_life(id: NodeId, setup: &Setup, everyone: NodeSet) -> Member {
    let dice = Dice::new(setup.seed, Purpose::Disk, id.0, 0);
    let preset = setup.presets.iter().find(|preset| preset.node == id);
    let disk = match preset {
        None => MemDisk::new(dice),
        Some(preset) => MemDisk::preset(dice, preset.hard_state(), &preset.log),
    };
    let mut member = Member::new(id, setup.seed, disk);
    member.life = 1;
    let recovered = member.disk.recover().expect("a disk just made reads back");
    member.disk.set_flaw(setup.disk_flaw);
    // A preset is no crash: its log is there, whatever becomes of logs later.
    let rules = setup.rules.with(RuleName::LogSurvivesCrash, true);
    member.start(setup.node, rules, everyone, recovered, setup.seed);
    if let (Some(preset), Some(running)) = (preset, member.running_mut()) {
        running.node.presume_committed(preset.commit_index);
        running.store = store_of(preset, running.node.applied_index());
    }
    if setup.rules != Rules::ALL {
        member.go_by(setup.rules);
    }
    member
}

/// The store that a preset's committed entries make.
fn store_of(preset: &Preset, applied: Index) -> Store {
    let mut store = Store::default();
    for entry in preset
        .log
        .iter_from(Index::FIRST)
        .take_while(|entry| entry.index <= applied)
    {
        if let Payload::Command(bytes) = entry.payload
            && let Ok(command) = wire::decode_command(bytes)
        {
            store.apply(entry.index, &command);
        }
    }
    store
}
