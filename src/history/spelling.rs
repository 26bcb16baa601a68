//! A deed that is half done, spelled as deeds that are wholly done: so that any moment can be forked at, saved and
//! printed in the play language.
//!
//! A span of time becomes whole ticks and then events; a flush becomes its deliveries; what was done to several nodes
//! becomes one deed a node.

use super::history::History;
use super::travel::{Replay, TravelError, place};
use super::tree::{Moment, Record};
use crate::cluster::action::{Action, MessageChoice, Nodes, Pick};
use crate::cluster::event::{Armed, Setting};
use crate::cluster::step::{NetworkDeed, NodeDeed};
use crate::cluster::{Performed, Step};
use crate::ids::{NodeId, Tick};
use crate::play::names::Name;
use crate::play::statement::Deed;
use std::sync::Arc;

/// A deed that is wholly done and can be done again, and the clock behind it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Spelled {
    /// What is done.
    pub deed: Deed,
    /// The clock behind it.
    pub tick: Tick,
}

impl History {
    /// All that was done from the start of the run to this moment, in order, with the names that moments on the way
    /// have. What is half done here, or named half-way, is spelled as deeds that are wholly done. Doing it all again
    /// from the same set-up leads here; a moment between two events of a tick is the one behind the last event.
    pub fn spell_path(&self) -> Result<Vec<Spelled>, TravelError> {
        let marks = self.marks_on_path();
        let (mut path, mut marks) = (Vec::new(), marks.iter().peekable());
        let mut tick = Tick(0);
        for deeds in 0..=self.here.deeds {
            let at_start = |mark: &&(Moment, &str)| place(mark.0) == (deeds, 0);
            while let Some((_, name)) = marks.next_if(at_start) {
                let deed = Deed::Mark((*name).into());
                path.push(Spelled { deed, tick });
            }
            let mut within = Vec::new();
            while let Some(mark) = marks.next_if(|mark| mark.0.deeds == deeds) {
                within.push(*mark);
            }
            let is_last = deeds == self.here.deeds;
            if within.is_empty() && !is_last {
                let record = self.tree.record(self.here.branch, deeds);
                let record = record.ok_or(TravelError::NoSuchMoment)?;
                tick = record.tick;
                let deed = (*record.deed).clone();
                path.push(Spelled { deed, tick });
            } else if !is_last || self.here.steps > 0 {
                let pieces = self.spell_deed(deeds, &within)?;
                path.extend(pieces.into_iter().map(|(deed, record)| Spelled {
                    deed,
                    tick: record.tick,
                }));
                tick = path.last().map_or(tick, |last| last.tick);
            }
        }
        Ok(path)
    }

    /// What was begun from the start of the run up to this moment, the deed under way wholly, with the names of moments
    /// between deeds. Reads the records only and does nothing again: for use where doing it again is not to be trusted.
    #[must_use]
    pub fn begun_path(&self) -> Vec<Spelled> {
        let marks = self.marks_on_path();
        let (mut path, mut tick) = (Vec::new(), Tick(0));
        for deeds in 0..=self.here.deeds {
            let here = marks.iter().filter(|mark| place(mark.0) == (deeds, 0));
            path.extend(here.map(|(_, name)| Spelled {
                deed: Deed::Mark((*name).into()),
                tick,
            }));
            let is_begun = deeds < self.here.deeds || self.is_busy() || self.here.steps > 0;
            let record = self.tree.record(self.here.branch, deeds);
            if let Some(record) = record.filter(|_| is_begun) {
                tick = record.tick;
                let deed = (*record.deed).clone();
                path.push(Spelled { deed, tick });
            }
        }
        path
    }

    /// The named moments on the way here, in their order.
    fn marks_on_path(&self) -> Vec<(Moment, &str)> {
        let is_on_path = |moment: &Moment| {
            let shared = self.tree.shared(moment.branch, self.here.branch);
            place(*moment) <= place(self.here)
                && (moment.branch == self.here.branch || place(*moment) <= (shared, 0))
        };
        let mut marks: Vec<(Moment, &str)> = self
            .marks()
            .map(|(name, moment)| (moment, name))
            .filter(|(moment, _)| is_on_path(moment))
            .collect();
        marks.sort_by_key(|(moment, _)| place(*moment));
        marks
    }

    /// What was done of the deed at this moment, as deeds of their own. Empty where it cannot be made again, which is
    /// our own bug and shows when the branch is next visited.
    pub(super) fn spell_partial(&self) -> Vec<(Deed, Record)> {
        self.spell_deed(self.here.deeds, &[]).unwrap_or_default()
    }

    /// A deed of the path, as far as it is done here, as deeds of their own, with the names given to moments within.
    fn spell_deed(
        &self,
        deeds: usize,
        marks: &[(Moment, &str)],
    ) -> Result<Vec<(Deed, Record)>, TravelError> {
        let start = Moment {
            deeds,
            steps: 0,
            ..self.here
        };
        let end = place(self.here).min((deeds + 1, 0));
        let late = if marks.is_empty() {
            self.begin_late(start)?
        } else {
            None
        };
        let (mut replay, mut spelling) = match late {
            Some(begun) => begun,
            None => self.begin_at(start)?,
        };
        let mut marks = marks.iter().peekable();
        while place(replay.at) < end {
            let Some(seen) = replay.advance(&self.tree)? else {
                break;
            };
            let (step, tick_ended) = (seen.step.cloned(), seen.tick_ended);
            let record = |deed: &Deed| record_of(deed, &replay);
            if let Some((step, performed)) = step {
                spelling.take(&step, performed, tick_ended, record);
            }
            while let Some((_, name)) = marks.next_if(|mark| place(mark.0) == place(replay.at)) {
                spelling.mark(name, record);
            }
        }
        Ok(spelling.deeds)
    }

    /// The beginning of a deed, with nothing spelled yet.
    fn begin_at(&self, start: Moment) -> Result<(Replay, Spelling), TravelError> {
        let mut replay = self.replay_from_keyframe(start)?;
        while place(replay.at) < place(start) {
            replay.advance(&self.tree)?;
        }
        let record = self.tree.record(start.branch, start.deeds);
        let name = match record.map(|record| &*record.deed) {
            Some(Deed::Act { name, .. }) => name.clone(),
            _ => None,
        };
        let spelling = Spelling {
            in_begun_tick: replay.experiment.view().is_mid_tick(),
            name,
            ..Spelling::default()
        };
        Ok((replay, spelling))
    }

    /// A span of time from the last copy before here on: where a tick ends, all before is as many ticks as the clock
    /// has moved. None where no tick ends between that copy and here, or it is no span of time.
    fn begin_late(&self, start: Moment) -> Result<Option<(Replay, Spelling)>, TravelError> {
        let record = self.tree.record(start.branch, start.deeds);
        let passes_time = record.is_some_and(|record| {
            let action = match &*record.deed {
                Deed::Act { action, .. } => Some(action),
                _ => None,
            };
            matches!(action, Some(Action::Tick(_) | Action::Step(_)))
        });
        let mut replay = self.replay_from_keyframe(self.here)?;
        if !passes_time || place(replay.at) <= place(start) {
            return Ok(None);
        }
        while place(replay.at) < place(self.here) {
            let Some(seen) = replay.advance(&self.tree)? else {
                break;
            };
            if seen.tick_ended {
                let before = start.deeds.checked_sub(1);
                let before = before.and_then(|last| self.tree.record(start.branch, last));
                let from = before.map_or(0, |record| record.tick.0);
                let ticks = replay.experiment.view().now().0 - from;
                let mut spelling = Spelling::default();
                spelling.push(Deed::act(Action::Tick(ticks)), |deed| {
                    record_of(deed, &replay)
                });
                return Ok(Some((replay, spelling)));
            }
        }
        Ok(None)
    }
}

/// A deed that leads to where a replay is.
fn record_of(deed: &Deed, replay: &Replay) -> Record {
    let view = replay.experiment.view();
    Record {
        deed: Arc::new(deed.clone()),
        hash: view.trace_hash(),
        tick: view.now(),
        joined: true,
    }
}

/// Deeds as they come together.
#[derive(Default)]
struct Spelling {
    deeds: Vec<(Deed, Record)>,
    /// How many of them stand before the last name of a moment, that included: they are not touched again.
    closed: usize,
    /// A tick that had begun before has not ended yet: ending it counts for none.
    in_begun_tick: bool,
    /// Events of a tick that has not ended yet.
    events: u64,
    /// The name of the request that the deed makes.
    name: Option<Name>,
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
            Some(action) => Deed::Act {
                action,
                name: self.name.take(),
            },
            None if tick_ended => {
                self.drop_events();
                self.ticks()
            }
            None if performed == Performed::Event => {
                self.events += 1;
                self.drop_last(|action| matches!(action, Action::Step(_)));
                Deed::act(Action::Step(self.events))
            }
            None => return,
        };
        self.push(deed, record);
    }

    /// Names this moment; what follows is spelled from here on.
    fn mark(&mut self, name: &str, record: impl Fn(&Deed) -> Record) {
        self.push(Deed::Mark(name.into()), record);
        self.closed = self.deeds.len();
        // Parts of a tick in which nothing happened are not spelled: without an event the tick has not begun.
        self.in_begun_tick |= std::mem::take(&mut self.events) > 0;
    }

    fn push(&mut self, deed: Deed, record: impl Fn(&Deed) -> Record) {
        let joined = !self.deeds.is_empty();
        let record = Record {
            joined,
            ..record(&deed)
        };
        self.deeds.push((deed, record));
    }

    /// One tick more than the ticks so far, which it replaces.
    fn ticks(&mut self) -> Deed {
        let so_far = match self.drop_last(|action| matches!(action, Action::Tick(_))) {
            Some(Action::Tick(ticks)) => ticks,
            _ => 0,
        };
        let ended = u64::from(!std::mem::take(&mut self.in_begun_tick));
        Deed::act(Action::Tick(so_far + ended))
    }

    /// The tick has ended: its events are part of it.
    fn drop_events(&mut self) {
        if std::mem::take(&mut self.events) > 0 {
            self.drop_last(|action| matches!(action, Action::Step(_)));
        }
    }

    /// Takes the last deed off again if it is an action like that.
    fn drop_last(&mut self, is_like: impl Fn(&Action) -> bool) -> Option<Action> {
        let last = self.deeds.get(self.closed..)?.last();
        let Some((Deed::Act { action, .. }, _)) =
            last.filter(|(deed, _)| matches!(deed, Deed::Act { action, .. } if is_like(action)))
        else {
            return None;
        };
        let action = action.clone();
        self.deeds.pop();
        Some(action)
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
