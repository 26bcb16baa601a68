//! How a member's process ends, stands still and begins again.
//!
//! A crash takes all that is in memory; the disk keeps what was synced, and [`crate::storage`] says what of the rest.
//! What outlives a crash on purpose: the clock's rate, a disk that does not sync, a timeout that was set.

use super::action::{Damage, Tear};
use super::event::{Armed, Cause, CrashKind, Doubt, Fact, Outcome, Refusal};
use super::member::{Member, Process, Running, World};
use crate::dice::{Dice, Purpose};
use crate::ids::{Index, NodeSet};
use crate::node::{Effects, Identity, NodeSettings, RaftNode, Rules};
use crate::state::Store;
use crate::storage::{Recovered, RotKind, Storage, StorageError};
use std::sync::Arc;

impl Member {
    /// The process ends: memory is gone, and with it all that was not synced.
    pub(super) fn die(&mut self, how: CrashKind, world: &mut World<'_>) {
        self.end(how, world);
        self.disk.crash();
        self.look_at_disk();
    }

    /// It ends, and part of what was not synced stays on the disk.
    pub(super) fn tear(&mut self, tear: &Tear, world: &mut World<'_>) {
        let unsynced = self.disk.written().saturating_sub(self.disk.synced());
        let kept = match tear {
            Tear::Half => unsynced / 2,
            Tear::Bytes(bytes) => (*bytes).min(unsynced),
            Tear::Zero(_) => 0,
        };
        match tear {
            Tear::Half | Tear::Bytes(_) => {
                self.end(CrashKind::Torn { kept }, world);
                self.disk.tear(kept);
            }
            Tear::Zero(sectors) => {
                self.end(CrashKind::TornZero, world);
                self.disk.tear_zero(sectors);
            }
        }
        self.look_at_disk();
    }

    /// It ends, if it runs, and the disk is gone too.
    pub(super) fn wipe(&mut self, world: &mut World<'_>) {
        if self.is_up() {
            self.end(CrashKind::Wiped, world);
        } else {
            self.note(
                world,
                Fact::Crashed {
                    how: CrashKind::Wiped,
                },
            );
        }
        self.disk.wipe();
        self.look_at_disk();
    }

    /// Damages the record of an entry on the disk; tells whether the disk has one.
    pub(super) fn rot(&mut self, index: Index, damage: Damage, world: &World<'_>) -> bool {
        let kind = match damage {
            Damage::Bit => RotKind::Bit,
            Damage::Zeros => RotKind::Zeros,
        };
        let proven_below = self.disk.proven();
        let Some(at) = self.disk.rot(index, kind, &mut self.misfortune) else {
            return false;
        };
        let rotted = Fact::Rotted {
            index,
            damage,
            proven: at < proven_below,
        };
        self.note(world, rotted);
        if !self.is_up() {
            self.look_at_disk();
        }
        true
    }

    fn end(&mut self, how: CrashKind, world: &mut World<'_>) {
        self.note(world, Fact::Crashed { how });
        self.doubt(Doubt::Crashed, world);
        let stalled = self
            .running_mut()
            .map(|running| std::mem::take(&mut running.stalled));
        for (request, _) in stalled.unwrap_or_default() {
            self.answer(request, Outcome::Refused(Refusal::Down), world);
        }
        self.armed = None;
        self.process = Process::Down(Ok(Box::default()));
        world.network.set_paused(self.id, false);
        world.network.lose_all_to(self.id, world.recorder);
    }

    fn look_at_disk(&mut self) {
        self.process = Process::Down(self.disk.peek().map(Box::new));
    }

    /// A new process from the disk. It stays down if what the disk had synced is damaged.
    pub(super) fn restart(
        &mut self,
        settings: NodeSettings,
        rules: Rules,
        members: NodeSet,
        world: &World<'_>,
    ) {
        let disk: &mut dyn Storage = &mut self.disk;
        match disk.recover() {
            Ok(recovered) => {
                self.life += 1;
                self.note_recovery(&recovered, world);
                self.start(settings, rules, members, recovered, world.seed);
            }
            Err(error) => {
                let (at, why): (u64, Arc<str>) = match &error {
                    StorageError::Damaged { at, why } => (*at, why.as_str().into()),
                    StorageError::Failed { what } => (0, (*what).into()),
                };
                self.note(world, Fact::DamageFound { at, why });
                self.process = Process::Down(Err(error));
            }
        }
    }

    fn note_recovery(&self, recovered: &Recovered, world: &World<'_>) {
        if let Some(cut) = &recovered.cut {
            self.note(
                world,
                Fact::TailCut {
                    at: cut.at,
                    bytes: cut.bytes.len() as u64,
                },
            );
        }
        let (hard_state, last) = (recovered.hard_state, recovered.log.last());
        self.note(world, Fact::Restarted { hard_state, last });
    }

    /// Begins to run, from what the disk gave back.
    pub(super) fn start(
        &mut self,
        settings: NodeSettings,
        rules: Rules,
        members: NodeSet,
        recovered: Recovered,
        seed: u64,
    ) {
        self.dice = Dice::new(seed, Purpose::Timers, self.id.0, self.life);
        let identity = Identity {
            id: self.id,
            members,
            settings,
            rules,
            forced_timeout: self.forced_timeout,
        };
        let node = RaftNode::start(identity, recovered, &mut self.dice);
        self.process = Process::Up(Box::new(Running::new(node, Store::default())));
    }

    /// The process stands still.
    pub(super) fn pause(&mut self, world: &mut World<'_>) {
        if let Some(running) = self.running_mut() {
            running.paused = true;
            world.network.set_paused(self.id, true);
            self.note(world, Fact::Paused);
        }
    }

    /// It goes on, first with what clients asked meanwhile.
    pub(super) fn resume(&mut self, world: &mut World<'_>, effects: &mut Effects) {
        let Some(running) = self.running_mut() else {
            return;
        };
        running.paused = false;
        let stalled = std::mem::take(&mut running.stalled);
        world.network.set_paused(self.id, false);
        self.note(world, Fact::Resumed);
        for (id, request) in stalled {
            if self.is_up() {
                world.recorder.because(Cause::Request(id));
                self.take_request(id, &request, world, effects);
            } else {
                self.answer(id, Outcome::Refused(Refusal::Down), world);
            }
        }
    }

    /// Its clock runs at another rate, in thousandths.
    pub(super) fn set_clock(&mut self, rate: u64, world: &World<'_>) {
        self.clock.rate = rate;
        self.note(world, Fact::ClockSet(rate));
    }

    /// Its election timeout is set, now and for later; none: chance again.
    pub(super) fn set_timeout(&mut self, ticks: Option<u64>, world: &World<'_>) {
        self.forced_timeout = ticks;
        if let Some(running) = self.running_mut() {
            running.node.force_timeout(ticks);
        }
        self.note(world, Fact::TimeoutSet(ticks));
    }

    /// Its disk stops syncing, or syncs at once all that waits.
    pub(super) fn set_syncing(
        &mut self,
        syncs: bool,
        world: &mut World<'_>,
        effects: &mut Effects,
    ) {
        self.syncs = syncs;
        self.note(world, Fact::SyncSwitched(syncs));
        while self.syncs && self.is_awake() && self.has_pending_sync() {
            self.sync_oldest(world, effects);
        }
    }

    /// A crash waits for its moment.
    pub(super) fn arm(&mut self, armed: Armed, world: &World<'_>) {
        self.armed = Some(armed);
        self.note(world, Fact::CrashArmed(armed));
    }
}
