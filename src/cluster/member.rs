//! One server of the cluster: its process while it is up, its disk, its clock.
//!
//! A member puts inputs to its [`RaftNode`] and carries out what follows, in the one order of [`super::carry_out`]; how
//! it dies and comes back is in [`super::life`]. It knows no other member: what it says goes to the network.

use super::event::{Armed, Fact, Outcome, Refusal, RequestId};
use super::network::Network;
use super::trace::Recorder;
use crate::dice::{Dice, Purpose};
use crate::ids::{Index, NodeId, Term, Tick};
use crate::log::HardState;
use crate::node::{Effects, Outgoing, RaftNode, Rules, SaveNumber};
use crate::state::Store;
use crate::storage::{MemDisk, Recovered, StorageError};
use std::collections::VecDeque;
use std::sync::Arc;

use super::action::Request;

/// The rate of a clock that runs like the world's, in thousandths.
pub(super) const CLOCK_RATE: u64 = 1000;

/// One server.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) id: NodeId,
    /// How many processes have run from this disk; the present one included.
    pub(super) life: u64,
    pub(super) process: Process,
    pub(super) disk: MemDisk,
    /// Where damage falls on the disk.
    pub(super) misfortune: Dice,
    /// What election timeouts are drawn from; new in every life.
    pub(super) dice: Dice,
    pub(super) forced_timeout: Option<u64>,
    pub(super) clock: OwnClock,
    pub(super) syncs: bool,
    pub(super) armed: Option<Armed>,
}

/// A server's process.
#[derive(Clone, Debug)]
pub(super) enum Process {
    Up(Box<Running>),
    /// What a look at the disk gives.
    Down(Result<Box<Recovered>, StorageError>),
}

/// What is gone after a crash.
#[derive(Clone, Debug)]
pub(super) struct Running {
    pub(super) node: RaftNode,
    pub(super) store: Store,
    /// Who waits for which entry, in log order.
    pub(super) waiters: VecDeque<Waiter>,
    /// What may not leave yet, first in, first out.
    pub(super) outbox: VecDeque<Outgoing>,
    /// What was written and is not synced yet.
    pub(super) pending: VecDeque<PendingSync>,
    pub(super) synced: SaveNumber,
    pub(super) paused: bool,
    /// What clients asked while the process stood still.
    pub(super) stalled: Vec<(RequestId, Request)>,
}

/// A client that waits for its entry to be applied.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiter {
    pub(super) index: Index,
    pub(super) term: Term,
    pub(super) request: RequestId,
}

/// A save on its way to the platter.
#[derive(Clone, Copy, Debug)]
pub(super) struct PendingSync {
    pub(super) save: SaveNumber,
    /// The length of the file behind it, in bytes.
    pub(super) end: u64,
    /// Term and vote that the file gives back up to there.
    pub(super) hard_state: HardState,
    pub(super) due: Tick,
}

/// A clock that may run faster or slower than the world's.
#[derive(Clone, Copy, Debug)]
pub(super) struct OwnClock {
    /// Its ticks in a thousand of the world's.
    pub(super) rate: u64,
    credit: u64,
}

/// What surrounds a member while it carries out one step.
pub(super) struct World<'a> {
    pub(super) network: &'a mut Network,
    pub(super) recorder: &'a Recorder<'a>,
    pub(super) now: Tick,
    pub(super) sync_ticks: u64,
    pub(super) seed: u64,
    /// Memory for a command's bytes.
    pub(super) payload: &'a mut Vec<u8>,
}

impl OwnClock {
    pub(super) fn new() -> Self {
        Self {
            rate: CLOCK_RATE,
            credit: 0,
        }
    }

    /// Its rate, and how far its next tick has come; both in thousandths.
    pub(super) fn words(self) -> (u64, u64) {
        (self.rate, self.credit)
    }

    /// How many ticks of its own fall in one of the world's.
    fn beat(&mut self) -> u64 {
        self.credit += self.rate;
        let ticks = self.credit / CLOCK_RATE;
        self.credit %= CLOCK_RATE;
        ticks
    }
}

impl Running {
    pub(super) fn new(node: RaftNode, store: Store) -> Self {
        Self {
            node,
            store,
            waiters: VecDeque::new(),
            outbox: VecDeque::new(),
            pending: VecDeque::new(),
            synced: SaveNumber::default(),
            paused: false,
            stalled: Vec::new(),
        }
    }
}

impl Member {
    /// A member before its first process.
    pub(super) fn new(id: NodeId, seed: u64, disk: MemDisk) -> Self {
        Self {
            id,
            life: 0,
            process: Process::Down(Ok(Box::default())),
            disk,
            misfortune: Dice::new(seed, Purpose::Disk, id.0, 1),
            dice: Dice::new(seed, Purpose::Timers, id.0, 0),
            forced_timeout: None,
            clock: OwnClock::new(),
            syncs: true,
            armed: None,
        }
    }

    /// Puts rules in force. What is written while one is off may break Raft's promises for ever: then a disk that is
    /// read again finds them, and does not take them for damage.
    pub(super) fn go_by(&mut self, rules: Rules) {
        if rules != Rules::ALL {
            self.disk.set_outside_model(true);
        }
        if let Some(running) = self.running_mut() {
            running.node.set_rules(rules);
        }
    }

    pub(super) fn is_up(&self) -> bool {
        self.running().is_some()
    }

    /// The process, while it is up; paused or not.
    pub(super) fn running(&self) -> Option<&Running> {
        match &self.process {
            Process::Up(running) => Some(running),
            Process::Down(_) => None,
        }
    }

    pub(super) fn running_mut(&mut self) -> Option<&mut Running> {
        match &mut self.process {
            Process::Up(running) => Some(running),
            Process::Down(_) => None,
        }
    }

    /// Whether the process is up and moves.
    pub(super) fn is_awake(&self) -> bool {
        self.running().is_some_and(|running| !running.paused)
    }

    /// Whether a save is to be synced at this moment.
    pub(super) fn sync_is_due(&self, now: Tick) -> bool {
        let due = |running: &Running| {
            !running.paused && running.pending.front().is_some_and(|save| save.due <= now)
        };
        self.syncs && self.running().is_some_and(due)
    }

    /// Whether anything waits for the disk.
    pub(super) fn has_pending_sync(&self) -> bool {
        self.running()
            .is_some_and(|running| !running.pending.is_empty())
    }

    /// How many ticks of its own clock the present tick of the world holds; none while it is down or stands still.
    pub(super) fn beat(&mut self) -> u64 {
        if self.is_awake() {
            self.clock.beat()
        } else {
            0
        }
    }

    /// One tick of its own clock; tells whether it acted.
    pub(super) fn tick(&mut self, world: &mut World<'_>, effects: &mut Effects) -> bool {
        let acted = self.input(effects, |node, dice, effects| {
            node.tick(dice, effects);
            !effects.events.is_empty() || !effects.messages.is_empty()
        });
        if acted == Some(true) {
            self.carry_out(world, effects);
        }
        acted == Some(true)
    }

    /// Puts an input to the node, if it is awake; its effects are yet to be carried out.
    pub(super) fn input<T>(
        &mut self,
        effects: &mut Effects,
        input: impl FnOnce(&mut RaftNode, &mut Dice, &mut Effects) -> T,
    ) -> Option<T> {
        effects.clear();
        match &mut self.process {
            Process::Up(running) if !running.paused => {
                Some(input(&mut running.node, &mut self.dice, effects))
            }
            _ => None,
        }
    }

    /// A client asks.
    pub(super) fn ask(
        &mut self,
        id: RequestId,
        request: &Request,
        world: &mut World<'_>,
        effects: &mut Effects,
    ) {
        self.note(
            world,
            Fact::Asked {
                request: id,
                what: request.clone(),
            },
        );
        match &mut self.process {
            Process::Down(_) => self.answer(id, Outcome::Refused(Refusal::Down), world),
            Process::Up(running) if running.paused => running.stalled.push((id, request.clone())),
            Process::Up(_) => self.take_request(id, request, world, effects),
        }
    }

    pub(super) fn answer(&self, request: RequestId, outcome: Outcome, world: &World<'_>) {
        self.note(world, Fact::Answered { request, outcome });
    }

    pub(super) fn note(&self, world: &World<'_>, fact: Fact) {
        world.recorder.note(self.id, self.life, fact);
    }

    /// Whether clients wait for it to go on, or for entries to be applied; for onlookers.
    pub(super) fn waiting(&self) -> impl Iterator<Item = (RequestId, Option<Index>)> {
        self.running().into_iter().flat_map(|running| {
            let stalled = running.stalled.iter().map(|(request, _)| (*request, None));
            running
                .waiters
                .iter()
                .map(|waiter| (waiter.request, Some(waiter.index)))
                .chain(stalled)
        })
    }
}

/// Members are shared between copies of a cluster until one of them changes.
pub(super) type SharedMember = Arc<Member>;
