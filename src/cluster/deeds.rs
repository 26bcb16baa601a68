//! What a hand can do to nodes, links and settings, carried out.
//!
//! Each deed is one short arm; what it means for a process is in [`super::life`], for a link in [`super::network`].

use super::cluster::{Cluster, Happenings};
use super::event::{Cause, CrashKind, Fact, Setting};
use super::member::{Member, World};
use super::step::{Idle, NetworkDeed, NodeDeed, Performed, StepError};
use crate::ids::{NodeId, NodeSet};
use crate::node::{Effects, Role, RuleName};
use std::sync::Arc;

impl Cluster {
    pub(super) fn set(&mut self, setting: Setting, happenings: &mut Happenings) {
        let network = &mut self.network.settings;
        match setting {
            Setting::Delay(min, max) => (network.delay_min, network.delay_max) = (min, max),
            Setting::Loss(percent) => network.loss_percent = percent,
            Setting::Duplicate(percent) => network.duplicate_percent = percent,
            Setting::Sync(ticks) => self.sync_ticks = ticks,
        }
        self.on_stage(Cause::Hand, happenings, |stage| {
            stage.world.recorder.note_all(Fact::Set(setting));
        });
    }

    /// Puts a rule in force, or out of it, on every node and for those that start later.
    pub(super) fn set_rule(&mut self, rule: RuleName, in_force: bool, happenings: &mut Happenings) {
        self.rules = self.rules.with(rule, in_force);
        for member in &mut self.members {
            Arc::make_mut(member).go_by(self.rules);
        }
        self.on_stage(Cause::Hand, happenings, |stage| {
            let fact = Fact::RuleSet { rule, in_force };
            stage.world.recorder.note_all(fact);
        });
    }

    pub(super) fn on_node(
        &mut self,
        node: NodeId,
        deed: &NodeDeed,
        happenings: &mut Happenings,
    ) -> Result<Performed, StepError> {
        let Some(member) = self.members.get(node.slot()) else {
            return Err(StepError::NoSuchNode(node));
        };
        if let Some(idle) = obstacle(member, deed) {
            return Ok(Performed::Nothing(idle));
        }
        self.work += 1;
        let (settings, rules, everyone) = (
            self.setup.node,
            self.rules,
            NodeSet::first(self.members.len() as u64),
        );
        let mut done = Ok(Performed::Done);
        self.on_stage(Cause::Hand, happenings, |stage| {
            stage.member(node.slot(), |member, world, effects| {
                done = match deed {
                    NodeDeed::Restart => {
                        member.restart(settings, rules, everyone, world);
                        Ok(if member.is_up() {
                            Performed::Done
                        } else {
                            Performed::Nothing(Idle::Damaged(node))
                        })
                    }
                    NodeDeed::Rot(index, damage) if !member.rot(*index, *damage, world) => {
                        Err(StepError::NoSuchEntry {
                            node,
                            index: *index,
                        })
                    }
                    deed => Ok(touch(member, deed, world, effects)),
                };
            });
        });
        done
    }

    pub(super) fn on_network(
        &mut self,
        deed: &NetworkDeed,
        happenings: &mut Happenings,
    ) -> Result<Performed, StepError> {
        self.on_stage(Cause::Hand, happenings, |stage| {
            let (network, recorder) = (&mut *stage.world.network, stage.world.recorder);
            let gone = |number| Ok(Performed::Nothing(Idle::MessageGone(number)));
            match deed {
                NetworkDeed::Drop(number)
                | NetworkDeed::Duplicate(number)
                | NetworkDeed::Delay(number, _)
                    if network.flights.get(*number).is_none() =>
                {
                    return gone(*number);
                }
                NetworkDeed::Drop(number) => network.drop_one(*number, recorder),
                NetworkDeed::Duplicate(number) => network.duplicate(*number, recorder),
                NetworkDeed::Delay(number, ticks) => network.delay(*number, *ticks, recorder),
                NetworkDeed::Hold(traffic) => network.hold(*traffic, recorder),
                NetworkDeed::Release(traffic) => {
                    if !network.release(*traffic, recorder) && traffic.is_some() {
                        return Err(StepError::NotHeld);
                    }
                }
                NetworkDeed::Lose(traffic) => network.lose(*traffic, recorder),
                NetworkDeed::Keep(traffic) => {
                    if !network.keep(*traffic, recorder) && traffic.is_some() {
                        return Err(StepError::NotLost);
                    }
                }
                NetworkDeed::Cut(cut) => network.cut(*cut, recorder),
                NetworkDeed::Isolate(nodes) => network.isolate(*nodes, recorder),
                NetworkDeed::Partition(groups) => network.partition(groups, recorder),
                NetworkDeed::Heal(heal) => network.heal(*heal, recorder),
            }
            Ok(Performed::Done)
        })
    }
}

/// Why a deed would do nothing to a member as it is.
fn obstacle(member: &Member, deed: &NodeDeed) -> Option<Idle> {
    let id = member.id;
    let (up, awake) = (member.is_up(), member.is_awake());
    let leads = member
        .running()
        .is_some_and(|running| running.node.role() == Role::Leader);
    match deed {
        NodeDeed::Timeout(_)
        | NodeDeed::Rot(..)
        | NodeDeed::Wipe
        | NodeDeed::Clock(_)
        | NodeDeed::Sync(_) => None,
        NodeDeed::Restart => up.then_some(Idle::Up(id)),
        _ if !up => Some(Idle::Down(id)),
        NodeDeed::Resume => awake.then_some(Idle::NotPaused(id)),
        NodeDeed::Crash | NodeDeed::Arm(_) | NodeDeed::Tear(_) => None,
        _ if !awake => Some(Idle::Paused(id)),
        NodeDeed::Heartbeat => (!leads).then_some(Idle::DoesNotLead(id)),
        NodeDeed::Tick | NodeDeed::Pause | NodeDeed::Elect => None,
    }
}

/// What needs only the member itself.
fn touch(
    member: &mut Member,
    deed: &NodeDeed,
    world: &mut World<'_>,
    effects: &mut Effects,
) -> Performed {
    match deed {
        NodeDeed::Tick => {
            member.tick(world, effects);
        }
        NodeDeed::Elect => {
            let leads = member.input(effects, crate::node::RaftNode::elect);
            member.carry_out(world, effects);
            if leads == Some(true) {
                return Performed::Nothing(Idle::Leads(member.id));
            }
        }
        NodeDeed::Heartbeat => {
            member.input(effects, |node, _, effects| node.heartbeat(effects));
            member.carry_out(world, effects);
        }
        NodeDeed::Timeout(ticks) => member.set_timeout(*ticks, world),
        NodeDeed::Crash => member.die(CrashKind::Plain, world),
        NodeDeed::Arm(armed) => member.arm(*armed, world),
        NodeDeed::Tear(tear) => member.tear(tear, world),
        NodeDeed::Wipe => member.wipe(world),
        NodeDeed::Pause => member.pause(world),
        NodeDeed::Resume => member.resume(world, effects),
        NodeDeed::Clock(rate) => member.set_clock(*rate, world),
        NodeDeed::Sync(syncs) => member.set_syncing(*syncs, world, effects),
        NodeDeed::Restart | NodeDeed::Rot(..) => {}
    }
    Performed::Done
}
