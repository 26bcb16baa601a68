//! A deed that is half done, spelled as deeds that are wholly done: so that any moment can be forked at, saved and
//! printed in the play language.
//!
//! A span of time becomes whole ticks and then events; a flush becomes its deliveries; what was done to several nodes
//! becomes one deed a node.

use super::history::History;
use super::travel::{TravelError, place};
use super::tree::{Moment, Record};
use crate::cluster::action::{Action, MessageChoice, Nodes, Pick};
use crate::cluster::event::{Armed, Setting};
use crate::cluster::step::{NetworkDeed, NodeDeed};
use crate::cluster::{Performed, Step};
use crate::ids::NodeId;
use crate::play::statement::Deed;
use std::sync::Arc;

impl History {
    /// What was done of the deed at this moment, as deeds of their own. Empty where it cannot be made again, which is
    /// our own bug and shows when the branch is next visited.
    pub(super) fn spell_partial(&self) -> Vec<(Deed, Record)> {
        self.try_spelling().unwrap_or_default()
    }

    fn try_spelling(&self) -> Result<Vec<(Deed, Record)>, TravelError> {
        let start = Moment {
            steps: 0,
            ..self.here
        };
        let mut replay = self.replay_from_keyframe(start)?;
        let mut spelling = Spelling::default();
        while place(replay.at) < place(self.here) {
            let is_of_it = replay.at.deeds == self.here.deeds;
            let Some(seen) = replay.advance(&self.tree)? else {
                break;
            };
            let step = seen.step.cloned();
            let tick_ended = seen.tick_ended;
            let view = replay.experiment.view();
            let record = |deed: &Deed| Record {
                deed: Arc::new(deed.clone()),
                hash: view.trace_hash(),
                tick: view.now(),
                joined: true,
            };
            if let (true, Some((step, performed))) = (is_of_it, step) {
                spelling.take(&step, performed, tick_ended, record);
            }
        }
        Ok(spelling.deeds)
    }
}

/// Deeds as they come together.
#[derive(Default)]
struct Spelling {
    deeds: Vec<(Deed, Record)>,
    /// Events of a tick that has not ended yet.
    events: u64,
}

impl Spelling {
    fn take(
        &mut self,
        step: &Step,
        performed: Performed,
        tick_ended: bool,
        record: impl Fn(&Deed) -> Record,
    ) {
        let deed = match action_of(step) {
            Some(action) => Deed::act(action),
            None if tick_ended => {
                self.drop_events();
                self.ticks()
            }
            None if performed == Performed::Event => {
                self.events += 1;
                self.drop_step();
                Deed::act(Action::Step(self.events))
            }
            None => return,
        };
        let joined = !self.deeds.is_empty();
        let record = Record {
            joined,
            ..record(&deed)
        };
        self.deeds.push((deed, record));
    }

    /// One tick more than the ticks so far, which it replaces.
    fn ticks(&mut self) -> Deed {
        let so_far = match self.deeds.last() {
            Some((
                Deed::Act {
                    action: Action::Tick(ticks),
                    ..
                },
                _,
            )) => *ticks,
            _ => 0,
        };
        if so_far > 0 {
            self.deeds.pop();
        }
        Deed::act(Action::Tick(so_far + 1))
    }

    /// The tick has ended: its events are part of it.
    fn drop_events(&mut self) {
        if std::mem::take(&mut self.events) > 0 {
            self.drop_step();
        }
    }

    fn drop_step(&mut self) {
        if matches!(
            self.deeds.last(),
            Some((
                Deed::Act {
                    action: Action::Step(_),
                    ..
                },
                _
            ))
        ) {
            self.deeds.pop();
        }
    }
}

/// The action that does just this step; none for a part of a tick.
fn action_of(step: &Step) -> Option<Action> {
    Some(match step {
        Step::Part => return None,
        Step::Deliver(number) => Action::Deliver(MessageChoice::Number(*number), Pick::First),
        Step::Submit(asked, request) => Action::Submit(*asked, request.clone()),
        Step::Load(every) => Action::Load(*every),
        Step::Set(Setting::Delay(min, max)) => Action::SetDelay(*min, *max),
        Step::Set(Setting::Loss(percent)) => Action::SetLoss(*percent),
        Step::Set(Setting::Duplicate(percent)) => Action::SetDuplicate(*percent),
        Step::Set(Setting::Sync(ticks)) => Action::SetSync(*ticks),
        Step::SetRule(rule, in_force) => Action::SetRule(*rule, *in_force),
        Step::OnNode(node, deed) => action_on_node(*node, deed),
        Step::OnNetwork(deed) => action_on_network(deed),
    })
}

fn action_on_node(node: NodeId, deed: &NodeDeed) -> Action {
    let it = Nodes::These(vec![node]);
    match deed {
        NodeDeed::Tick => Action::TickNodes(it, 1),
        NodeDeed::Elect => Action::Elect(it),
        NodeDeed::Timeout(ticks) => Action::Timeout(it, *ticks),
        NodeDeed::Heartbeat => Action::Heartbeat(it),
        NodeDeed::Crash => Action::Crash(it),
        NodeDeed::Arm(Armed::AtSync) => Action::CrashAtSync(it),
        NodeDeed::Arm(Armed::AtSend(count)) => Action::CrashAtSend(it, *count),
        NodeDeed::Tear(tear) => Action::Tear(it, tear.clone()),
        NodeDeed::Rot(index, damage) => Action::Rot(it, *index, *damage),
        NodeDeed::Restart => Action::Restart(it),
        NodeDeed::Wipe => Action::Wipe(it),
        NodeDeed::Pause => Action::Pause(it),
        NodeDeed::Resume => Action::Resume(it),
        NodeDeed::Clock(rate) => Action::Clock(it, *rate),
        NodeDeed::Sync(syncs) => Action::Sync(it, *syncs),
    }
}

fn action_on_network(deed: &NetworkDeed) -> Action {
    let message = MessageChoice::Number;
    match deed {
        NetworkDeed::Drop(number) => Action::Drop(message(*number), Pick::First),
        NetworkDeed::Duplicate(number) => Action::Duplicate(message(*number), Pick::First),
        NetworkDeed::Delay(number, ticks) => Action::Delay(message(*number), *ticks, Pick::First),
        NetworkDeed::Hold(traffic) => Action::Hold(*traffic),
        NetworkDeed::Release(traffic) => Action::Release(*traffic),
        NetworkDeed::Lose(traffic) => Action::Lose(*traffic),
        NetworkDeed::Keep(traffic) => Action::Keep(*traffic),
        NetworkDeed::Cut(cut) => Action::Cut(*cut),
        NetworkDeed::Isolate(nodes) => Action::Isolate(Nodes::These(nodes.iter().collect())),
        NetworkDeed::Partition(groups) => {
            Action::Partition(groups.iter().map(|group| group.iter().collect()).collect())
        }
        NetworkDeed::Heal(heal) => Action::Heal(*heal),
    }
}
