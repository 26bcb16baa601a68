//! The state hash: equal for clusters that will behave alike from here on, whatever led to them.
//!
//! In it: of each node what [`RaftNode::fold_state`] takes (terms, votes, logs, role, progress, commit and applied index,
//! saves under way), what its disk would give back now and once all is synced, messages and clients that wait at it,
//! whether it is down, paused or about to crash; of the links cuts, holds, losses; the messages in flight; the rules.
//! While clocks may run also timers, due ticks, the order of sending, the dice and the client load.
//!
//! Not in it: the numbers of events, messages, requests, saves and lives, the tick, the trace, the work done; what only
//! observers remember, such as whoever led a term that is over; and where in a disk's file a record lies, which only
//! `rot` and the tears of a single save could tell. While clocks stand, messages in flight are a bag: any of them may be
//! next. Invariants about the past are judged on each transition, by whoever walks from state to state; a first
//! violation is found all the same, since it happens on a transition from a state that is visited.
//!
//! [`RaftNode::fold_state`]: crate::node::RaftNode::fold_state

use super::action::Request;
use super::cluster::{Cluster, Phase};
use super::event::Armed;
use super::member::{Member, Process, Running};
use super::network::Network;
use crate::dice::Dice;
use crate::ids::{NodeId, NodeSet, Tick};
use crate::node::{Clocks, FutureFold, Rules};
use crate::storage::{MemDisk, Recovered, StorageError};
use crate::transport::Flight;

/// What tells whether two states are the same, as far as the future goes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct FutureHash(pub u64);

impl Cluster {
    /// The hash of the state. [`Clocks::Stand`]: of what matters where everything is done by hand from now on.
    #[must_use]
    pub fn state_hash(&self, clocks: Clocks) -> FutureHash {
        self.hash_under(&self.own_names(), clocks)
    }

    /// The same, where it does not matter which of the nodes `alike` is which: states that differ only in that have the
    /// same hash, nearly always. Clocks must stand, since every node has dice of its own.
    #[must_use]
    pub fn state_hash_among(&self, alike: NodeSet) -> FutureHash {
        let mut names = self.own_names();
        let mut ranked = names.clone();
        // Twice: in the second round nodes are told apart by what others say of them, too.
        for _ in 0..2 {
            ranked = self.ranked(alike, &ranked);
        }
        let mut order: Vec<_> = alike.iter().filter(|id| id.slot() < names.len()).collect();
        let slots: Vec<_> = order.clone();
        order.sort_by_key(|id| (ranked[id.slot()], *id));
        for (node, name) in order.into_iter().zip(slots) {
            names[node.slot()] = name;
        }
        self.hash_under(&names, Clocks::Stand)
    }

    /// The same, with other names for the nodes, in node order: what the hash would be if each node were called so. Only
    /// where clocks stand are these names all that tells the nodes apart.
    #[must_use]
    pub fn state_hash_named(&self, names: &[NodeId]) -> FutureHash {
        self.hash_under(names, Clocks::Stand)
    }

    fn own_names(&self) -> Vec<NodeId> {
        (0..self.members.len()).map(NodeId::at_slot).collect()
    }

    /// For each of the nodes that are alike, a name that says what it is like, given names that say so of the others.
    fn ranked(&self, alike: NodeSet, before: &[NodeId]) -> Vec<NodeId> {
        let blank = |id: NodeId| {
            let is_first_round = before[id.slot()] == id;
            if alike.contains(id) && is_first_round {
                NodeId(0)
            } else {
                before[id.slot()]
            }
        };
        let names: Vec<_> = self.own_names().into_iter().map(blank).collect();
        let rank = |id: NodeId| {
            if !alike.contains(id) {
                return id;
            }
            let mut fold = FutureFold::new(&names, Clocks::Stand);
            self.fold_member(&self.members[id.slot()], &mut fold);
            self.network.fold_about(id, &mut fold);
            NodeId(fold.number() | 1 << 63)
        };
        self.own_names().into_iter().map(rank).collect()
    }

    fn hash_under(&self, names: &[NodeId], clocks: Clocks) -> FutureHash {
        let mut fold = FutureFold::new(names, clocks);
        let mut sum = 0_u64;
        for member in &self.members {
            let mut part = fold.part();
            part.node(Some(member.id));
            self.fold_member(member, &mut part);
            sum = sum.wrapping_add(part.number());
        }
        fold.word(sum);
        self.network.fold_state(self.now, &mut fold);
        fold.word(self.sync_ticks);
        for rule in self.rules.off() {
            fold.word(rule as u64);
        }
        if fold.clocks_run() {
            self.fold_time(&mut fold);
        }
        FutureHash(fold.number())
    }

    fn fold_member(&self, member: &Member, fold: &mut FutureFold<'_>) {
        fold.word(u64::from(member.syncs));
        fold.word(u64::from(member.disk.is_outside_model()));
        fold.word(match member.armed {
            None => 0,
            Some(Armed::AtSync) => u64::MAX,
            Some(Armed::AtSend(left)) => left,
        });
        match &member.process {
            Process::Down(disk) => fold_reading(disk.as_deref(), fold),
            Process::Up(running) => {
                self.fold_running(running, member.disk.is_outside_model(), fold);
                // Where nothing is under way and no rule was ever broken, the disk says what memory says.
                if member.disk.is_outside_model() || !running.pending.is_empty() {
                    fold_disk(&member.disk, fold);
                }
            }
        }
        if fold.clocks_run() {
            let (rate, credit) = member.clock.words();
            fold.word(rate);
            fold.word(credit);
            fold.word(member.forced_timeout.unwrap_or_default());
            fold.word(member.life);
            fold_dice(&member.dice, fold);
        }
    }

    fn fold_running(&self, running: &Running, is_outside: bool, fold: &mut FutureFold<'_>) {
        running.node.fold_state(fold);
        fold.word(u64::from(running.paused));
        for waiter in &running.waiters {
            fold.word(waiter.index.0);
            fold.word(waiter.term.0);
        }
        fold.word(running.waiters.len() as u64);
        for outgoing in &running.outbox {
            running.node.fold_outgoing(outgoing, fold);
        }
        fold.word(running.outbox.len() as u64);
        for (_, request) in &running.stalled {
            fold_request(request, fold);
        }
        fold.word(running.stalled.len() as u64);
        if fold.clocks_run() {
            for save in &running.pending {
                fold.word(save.due.0.saturating_sub(self.now.0));
            }
        }
        // The store is what the applied entries make of it, and these are the log's first, as long as rules hold.
        if is_outside || self.rules != Rules::ALL {
            for (key, bound) in running.store.iter() {
                fold.bytes(key);
                fold.bytes(&bound.value);
            }
        }
    }

    fn fold_time(&self, fold: &mut FutureFold<'_>) {
        match self.phase {
            Phase::Rest => fold.word(0),
            Phase::Syncs { slot } => fold.word(1 + slot as u64),
            Phase::Deliveries => fold.word(u64::MAX),
            Phase::Clocks { slot, left } => {
                fold.word(u64::MAX - 1 - slot as u64);
                fold.word(left.map_or(0, |left| left + 1));
            }
            Phase::Load => fold.word(u64::MAX / 2),
        }
        if let Some(load) = self.load {
            load.words().into_iter().for_each(|word| fold.word(word));
        }
    }
}

impl Network {
    /// Takes links and messages; these one by one, in the order of sending, only while clocks may run.
    fn fold_state(&self, now: Tick, fold: &mut FutureFold<'_>) {
        let mut sum = 0_u64;
        for flight in self.flights.iter() {
            let number = fold_flight(flight, now, fold);
            if fold.clocks_run() {
                fold.word(number);
            } else {
                sum = sum.wrapping_add(number);
            }
        }
        fold.word(sum);
        self.fold_links(fold);
        let settings = self.settings;
        fold.word(settings.loss_percent);
        fold.word(settings.duplicate_percent);
        fold.word(settings.link_queue_max);
        let is_chancy = |percent: u64| percent > 0 && percent < 100;
        if fold.clocks_run() {
            fold.word(settings.delay_min);
            fold.word(settings.delay_max);
        }
        if fold.clocks_run()
            || is_chancy(settings.loss_percent)
            || is_chancy(settings.duplicate_percent)
        {
            fold_dice(&self.dice, fold);
        }
    }

    /// Takes what the links and messages say of one node.
    fn fold_about(&self, node: NodeId, fold: &mut FutureFold<'_>) {
        let mut sum = 0_u64;
        for flight in self.flights.iter() {
            let envelope = &flight.envelope;
            if envelope.from == node || envelope.to == node {
                let mut part = fold.part();
                part.word(u64::from(envelope.from == node));
                let number = fold_flight(flight, Tick(0), &part);
                part.word(number);
                sum = sum.wrapping_add(part.number());
            }
        }
        fold.word(sum);
        fold.nodes(self.cut_from(node));
        fold.nodes(self.cut_to(node));
        fold.word(u64::from(self.isolated().contains(node)));
    }

    fn fold_links(&self, fold: &mut FutureFold<'_>) {
        let mut sum = 0_u64;
        for node in (0..self.node_count()).map(NodeId::at_slot) {
            let cut = self.cut_from(node);
            if !cut.is_empty() {
                let mut part = fold.part();
                part.node(Some(node));
                part.nodes(cut);
                sum = sum.wrapping_add(part.number());
            }
        }
        for (tag, traffic) in (self.holds().map(|traffic| (1, traffic)))
            .chain(self.losses().map(|traffic| (2, traffic)))
        {
            let mut part = fold.part();
            part.word(tag);
            part.node(traffic.link.from);
            part.node(traffic.link.to);
            part.word(traffic.kind.map_or(0, |kind| kind as u64 + 1));
            sum = sum.wrapping_add(part.number());
        }
        fold.word(sum);
        fold.nodes(self.isolated());
    }
}

fn fold_request(request: &Request, fold: &mut FutureFold<'_>) {
    let (kind, value) = match request {
        Request::Set { value, .. } => (1, &**value),
        Request::Delete { .. } => (2, &[][..]),
        Request::Get { .. } => (3, &[][..]),
    };
    fold.word(kind);
    fold.bytes(request.as_command().key());
    fold.bytes(value);
}

fn fold_flight(flight: &Flight, now: Tick, fold: &FutureFold<'_>) -> u64 {
    let mut part = fold.part();
    part.envelope(&flight.envelope);
    part.word(u64::from(flight.held));
    if fold.clocks_run() {
        part.word(flight.due.0.saturating_sub(now.0));
    }
    part.number()
}

/// Takes what a disk gives back after a crash now, and after one once everything is synced.
fn fold_disk(disk: &MemDisk, fold: &mut FutureFold<'_>) {
    let mut crashed = disk.clone();
    crashed.crash();
    for disk in [&crashed, disk] {
        fold_reading(disk.peek().as_ref(), fold);
    }
}

fn fold_reading(reading: Result<&Recovered, &StorageError>, fold: &mut FutureFold<'_>) {
    match reading {
        Ok(found) => {
            fold.word(1);
            fold.hard_state(found.hard_state);
            fold.log(&found.log);
        }
        Err(_) => fold.word(2),
    }
}

/// Dice are known by what they would show next.
fn fold_dice(dice: &Dice, fold: &mut FutureFold<'_>) {
    let mut dice = dice.clone();
    fold.word(dice.bits());
    fold.word(dice.bits());
}
