//! Carrying out what follows from an input, in the one order that keeps promises.
//!
//! Write the save; send what is free to go, a leader's appends; sync; send what waited for that save, first in, first
//! out; apply what is committed; tell the node that the save is durable, and repeat until nothing is left. With a slow
//! disk what waits stays in the member's queue, and a crash drops it. Which message waits for what is the node's to
//! say ([`crate::node::effects`]).

use super::action::Request;
use super::event::{Armed, Cause, CrashKind, Doubt, Fact, Outcome, Refusal, RequestId};
use super::member::{Member, PendingSync, Process, Running, Waiter, World};
use super::network::Wire;
use crate::command::{Command, Reply};
use crate::ids::Index;
use crate::log::{LogPosition, Payload, wire};
use crate::node::rules::commit::{self, AnswerTime};
use crate::node::{Departure, Effects, Outgoing, SaveNumber};
use crate::storage::{Save, Storage};
use crate::transport::{Envelope, Transport};
use std::collections::VecDeque;
use std::ops::RangeInclusive;

/// Whether the process lives on.
type Alive = bool;

impl Member {
    /// Carries out effects until there are none left.
    pub(super) fn carry_out(&mut self, world: &mut World<'_>, effects: &mut Effects) {
        loop {
            self.tell(world, effects);
            if let Some((number, save)) = effects.save.take()
                && !self.write(number, &save, world)
            {
                return;
            }
            if !self.dispatch(world, effects) {
                return;
            }
            let synced = self.sync_if_immediate(world);
            if !self.release(world) {
                return;
            }
            if let Some(range) = effects.apply.take() {
                self.apply(range, world);
            }
            match synced {
                Some(number) => self.persisted(number, effects),
                None => return,
            }
        }
    }

    /// The oldest save that waits for the disk is synced now.
    pub(super) fn sync_oldest(&mut self, world: &mut World<'_>, effects: &mut Effects) {
        if let Some(front) = self.running().and_then(|running| running.pending.front()) {
            world.recorder.because(Cause::Sync(front.save));
        }
        let Some(number) = self.sync_front(world) else {
            return;
        };
        if self.release(world) {
            self.persisted(number, effects);
            self.carry_out(world, effects);
        }
    }

    fn persisted(&mut self, number: SaveNumber, effects: &mut Effects) {
        effects.clear();
        if let Process::Up(running) = &mut self.process {
            running.node.persisted(number, effects);
        }
    }

    /// Notes what the node decided, and lets those who waited for a leader know that it leads no more. That comes before
    /// anything is applied: the input that ended the leadership may also have told of a commit, and whether an entry it
    /// covers is theirs was no longer this node's to promise.
    fn tell(&mut self, world: &World<'_>, effects: &mut Effects) {
        world
            .recorder
            .note_events(self.id, self.life, &effects.events);
        effects.events.clear();
        if std::mem::take(&mut effects.stopped_leading) {
            self.doubt(Doubt::StoppedLeading, world);
        }
    }

    /// Answers everyone who waits for an entry with "unknown".
    pub(super) fn doubt(&mut self, why: Doubt, world: &World<'_>) {
        let waiters = self
            .running_mut()
            .map(|running| std::mem::take(&mut running.waiters));
        for waiter in waiters.unwrap_or_default() {
            self.answer(waiter.request, Outcome::Unknown(why), world);
        }
    }

    fn write(&mut self, number: SaveNumber, save: &Save, world: &mut World<'_>) -> Alive {
        let disk: &mut dyn Storage = &mut self.disk;
        let Ok(end) = disk.write(save) else {
            self.die(CrashKind::DiskFailed, world);
            return false;
        };
        if self.armed == Some(Armed::AtSync) {
            self.die(CrashKind::AtSync, world);
            return false;
        }
        let (ticks, now, syncs) = (world.sync_ticks, world.now, self.syncs);
        let Process::Up(running) = &mut self.process else {
            return false;
        };
        self.disk.share(running.node.log());
        let hard_state = self.disk.hard_state();
        let due = running
            .pending
            .back()
            .map_or(now, |before| before.due)
            .max(now.plus(ticks));
        let waits = ticks > 0 || !syncs || !running.pending.is_empty();
        running.pending.push_back(PendingSync {
            save: number,
            end,
            hard_state,
            due,
        });
        if waits {
            let written = Fact::Written {
                save: number,
                due,
                hard_state,
            };
            self.note(world, written);
        }
        true
    }

    /// Sends what may go at once; the rest queues up.
    fn dispatch(&mut self, world: &mut World<'_>, effects: &mut Effects) -> Alive {
        for outgoing in effects.messages.drain(..) {
            if self.may_leave(outgoing.departure) {
                if !self.send(outgoing.envelope, world) {
                    return false;
                }
            } else if let Process::Up(running) = &mut self.process {
                running.outbox.push_back(outgoing);
            }
        }
        true
    }

    fn may_leave(&self, departure: Departure) -> bool {
        let Departure::InTurn(save) = departure else {
            return true;
        };
        self.running()
            .is_some_and(|running| running.outbox.is_empty() && save <= Some(running.synced))
    }

    /// A disk that takes no time syncs what was just written.
    fn sync_if_immediate(&mut self, world: &mut World<'_>) -> Option<SaveNumber> {
        let running = self.running()?;
        let immediate = world.sync_ticks == 0 && self.syncs && running.pending.len() == 1;
        if immediate {
            self.sync_front(world)
        } else {
            None
        }
    }

    fn sync_front(&mut self, world: &mut World<'_>) -> Option<SaveNumber> {
        let Process::Up(running) = &mut self.process else {
            return None;
        };
        let front = running.pending.pop_front()?;
        running.synced = front.save;
        let disk: &mut dyn Storage = &mut self.disk;
        if disk.sync(front.end).is_err() {
            self.die(CrashKind::DiskFailed, world);
            return None;
        }
        let durable = Fact::Durable {
            save: front.save,
            hard_state: front.hard_state,
            through: running.node.durable_after(front.save),
        };
        self.note(world, durable);
        Some(front.save)
    }

    /// Sends what has waited long enough, in turn.
    fn release(&mut self, world: &mut World<'_>) -> Alive {
        while let Process::Up(running) = &mut self.process {
            match next_to_leave(running) {
                None => return true,
                Some(outgoing) => {
                    if !self.send(outgoing.envelope, world) {
                        return false;
                    }
                }
            }
        }
        false
    }

    fn send(&mut self, envelope: Envelope, world: &mut World<'_>) -> Alive {
        if let Some(Armed::AtSend(left)) = &mut self.armed {
            *left = left.saturating_sub(1);
            if *left == 0 {
                self.die(CrashKind::AtSend, world);
                return false;
            }
        }
        let (recorder, now, life) = (world.recorder, world.now, self.life);
        let transport: &mut dyn Transport = &mut Wire {
            network: &mut *world.network,
            recorder,
            now,
            life,
        };
        transport.send(envelope);
        true
    }

    /// Hands committed entries to the store, in order, and answers who waited for them.
    fn apply(&mut self, range: RangeInclusive<u64>, world: &World<'_>) {
        let Process::Up(running) = &mut self.process else {
            return;
        };
        let (first, last) = range.into_inner();
        let Running {
            node,
            store,
            waiters,
            ..
        } = running.as_mut();
        let count = usize::try_from(last.saturating_sub(first))
            .unwrap_or(usize::MAX)
            .saturating_add(1);
        for entry in node.log().iter_from(Index(first)).take(count) {
            let reply = match entry.payload {
                Payload::Noop => Reply::Ok,
                // Bytes that are no command can only come from a disk that was damaged beyond what Raft tolerates.
                Payload::Command(bytes) => wire::decode_command(bytes)
                    .map_or(Reply::Ok, |command| store.apply(entry.index, &command)),
            };
            let at = LogPosition {
                index: entry.index,
                term: entry.term,
            };
            while let Some((request, outcome)) = next_answer(waiters, at, &reply) {
                let answered = Fact::Answered { request, outcome };
                world.recorder.note(self.id, self.life, answered);
            }
        }
    }

    /// Puts a client's request to the node, which is awake.
    pub(super) fn take_request(
        &mut self,
        id: RequestId,
        request: &Request,
        world: &mut World<'_>,
        effects: &mut Effects,
    ) {
        effects.clear();
        let Process::Up(running) = &mut self.process else {
            return;
        };
        let (rules, role, command) = (
            running.node.rules(),
            running.node.role(),
            request.as_command(),
        );
        if let Command::Get { key } = command
            && commit::may_read_locally(rules, role)
        {
            let found = running
                .store
                .get(key)
                .map_or(Outcome::Absent, |bound| Outcome::Value(bound.value.clone()));
            self.answer(id, found, world);
            return;
        }
        world.payload.clear();
        wire::put_command(world.payload, &command);
        match running.node.propose(world.payload, effects) {
            Err(leader) => self.answer(id, Outcome::Refused(Refusal::NotLeader(leader)), world),
            Ok(at) => {
                let answer_now = commit::answer_time(rules) == AnswerTime::Appended;
                if !answer_now {
                    running.waiters.push_back(Waiter {
                        index: at.index,
                        term: at.term,
                        request: id,
                    });
                }
                self.carry_out(world, effects);
                if answer_now {
                    self.answer(id, Outcome::Ok, world);
                }
            }
        }
    }
}

/// Strictly first in, first out: what speaks from nothing new still waits behind what does.
fn next_to_leave(running: &mut Running) -> Option<Outgoing> {
    let Departure::InTurn(save) = running.outbox.front()?.departure else {
        return running.outbox.pop_front();
    };
    (save <= Some(running.synced)).then(|| running.outbox.pop_front())?
}

/// The next of those who wait for an entry that has been applied, and what came of the request. Who waits for that
/// index in another term waits for an entry that has lost its place.
fn next_answer(
    waiters: &mut VecDeque<Waiter>,
    applied: LogPosition,
    reply: &Reply,
) -> Option<(RequestId, Outcome)> {
    if waiters.front()?.index > applied.index {
        return None;
    }
    let waiter = waiters.pop_front()?;
    let is_its_own = (waiter.index, waiter.term) == (applied.index, applied.term);
    let outcome = if is_its_own {
        outcome_of(reply)
    } else {
        Outcome::Unknown(Doubt::StoppedLeading)
    };
    Some((waiter.request, outcome))
}

fn outcome_of(reply: &Reply) -> Outcome {
    match reply {
        Reply::Ok => Outcome::Ok,
        Reply::Value(value) => Outcome::Value(value.clone()),
        Reply::Absent => Outcome::Absent,
    }
}
