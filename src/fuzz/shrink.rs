//! Making a found run short: whatever can be left out while the same alarm still rings is left out.
//!
//! Stretches of actions go first, in halves and halves of halves; then ticks, nodes and settings. Each candidate is run
//! anew, and the work is bounded: what comes out is short, not the shortest.

use super::calm::Calm;
use super::run::{Case, Ending, run_case};
use super::script::joined;
use super::trial::{Alarm, Sought};
use crate::cluster::Setup;
use crate::cluster::action::{Action, Traffic};
use crate::ids::NodeId;
use crate::node::settings::NodeSettings;

/// A case that was made short.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shrunk {
    /// The case.
    pub case: Case,
    /// How it ends: with the same alarm.
    pub ending: Ending,
    /// How many candidates were run.
    pub runs: u64,
}

/// Makes a case short in which an alarm rings, in at most so many runs. None: the alarm does not ring in it.
#[must_use]
pub fn shrink(case: &Case, alarm: Alarm, runs_max: u64) -> Option<Shrunk> {
    let mut shrinking = Shrinking::of(case, alarm, runs_max)?;
    loop {
        let before = shrinking.best.case.clone();
        shrinking.without_calm();
        shrinking.without_stretches();
        shrinking.with_fewer_ticks();
        shrinking.with_fewer_nodes();
        shrinking.with_usual_settings();
        if shrinking.best.case == before || shrinking.is_spent() {
            return Some(shrinking.best);
        }
    }
}

struct Shrinking {
    sought: Sought,
    alarm: Alarm,
    runs_max: u64,
    best: Shrunk,
}

impl Shrinking {
    fn of(case: &Case, alarm: Alarm, runs_max: u64) -> Option<Self> {
        let sought = Sought::OneOf(vec![alarm]);
        let ending = run_case(case, &sought);
        let mut shrinking = Self {
            best: Shrunk {
                case: case.clone(),
                ending: ending.clone(),
                runs: 1,
            },
            sought,
            alarm,
            runs_max,
        };
        ending.alarms.contains(&alarm).then(|| {
            shrinking.take(case.clone(), ending);
            shrinking
        })
    }

    fn is_spent(&self) -> bool {
        self.best.runs >= self.runs_max
    }

    /// Takes a candidate if the alarm still rings in it; tells whether it does.
    fn tries(&mut self, case: Case) -> bool {
        if self.is_spent() {
            return false;
        }
        self.best.runs += 1;
        let ending = run_case(&case, &self.sought);
        let rings = ending.alarms.contains(&self.alarm);
        if rings {
            self.take(case, ending);
        }
        rings
    }

    /// A run that rings is the best so far; what it did not get to, or could not do, is left out.
    fn take(&mut self, mut case: Case, ending: Ending) {
        case.storm = ending.done[..ending.storm].to_vec();
        self.best.case = case;
        self.best.ending = ending;
    }

    fn storm(&self) -> &[Action] {
        &self.best.case.storm
    }

    fn tries_storm(&mut self, storm: Vec<Action>) -> bool {
        let case = Case {
            storm,
            ..self.best.case.clone()
        };
        self.tries(case)
    }

    fn without_calm(&mut self) {
        if self.best.case.calm.is_some() && matches!(self.alarm, Alarm::Broken(_)) {
            let case = Case {
                calm: None,
                ..self.best.case.clone()
            };
            self.tries(case);
        }
    }

    fn without_stretches(&mut self) {
        let mut length = self.storm().len().div_ceil(2);
        while length > 0 && !self.is_spent() {
            let mut from = 0;
            while from < self.storm().len() && !self.is_spent() {
                let mut storm = self.storm().to_vec();
                let to = (from + length).min(storm.len());
                storm.drain(from..to);
                if !self.tries_storm(storm) {
                    from += length;
                }
            }
            length /= 2;
        }
        self.tries_storm(joined(self.storm()));
    }

    fn with_fewer_ticks(&mut self) {
        for place in 0..self.storm().len() {
            while let Some(Action::Tick(ticks)) = self.storm().get(place)
                && *ticks > 1
            {
                let (half, less) = (ticks / 2, ticks - 1);
                if !self.with_ticks(place, half) && !self.with_ticks(place, less) {
                    break;
                }
            }
        }
    }

    fn with_ticks(&mut self, place: usize, ticks: u64) -> bool {
        let mut storm = self.storm().to_vec();
        storm[place] = Action::Tick(ticks);
        self.tries_storm(storm)
    }

    fn with_fewer_nodes(&mut self) {
        while self.best.case.setup.nodes > 1 {
            let mut case = self.best.case.clone();
            let gone = NodeId(case.setup.nodes);
            case.setup.nodes -= 1;
            let nodes = case.setup.nodes;
            case.storm.retain(|action| knows(action, nodes));
            if let Some(calm) = &mut case.calm
                && !leaves(calm, gone, nodes)
            {
                return;
            }
            if !self.tries(case) {
                return;
            }
        }
    }

    fn with_usual_settings(&mut self) {
        let usual = Setup::default();
        let (node, network) = (usual.node, usual.network);
        let changes: [&dyn Fn(&mut Setup); 10] = [
            &|setup| setup.network = network,
            &|setup| setup.node = node,
            &|setup| setup.sync_ticks = 0,
            &|setup| setup.network.loss_percent = 0,
            &|setup| setup.network.duplicate_percent = 0,
            &|setup| (setup.network.delay_min, setup.network.delay_max) = (1, 1),
            &|setup| setup.network.link_queue_max = network.link_queue_max,
            &|setup| setup.node = with_window_of(setup.node, node),
            &|setup| setup.node.noop = true,
            &|setup| setup.node = with_timers_of(setup.node, node),
        ];
        for change in changes {
            let mut case = self.best.case.clone();
            change(&mut case.setup);
            if case.setup != self.best.case.setup {
                self.tries(case);
            }
        }
    }
}

fn with_window_of(mine: NodeSettings, usual: NodeSettings) -> NodeSettings {
    NodeSettings {
        batch_entries_max: usual.batch_entries_max,
        inflight_max: usual.inflight_max,
        backtrack: usual.backtrack,
        ..mine
    }
}

fn with_timers_of(mine: NodeSettings, usual: NodeSettings) -> NodeSettings {
    NodeSettings {
        election_ticks: usual.election_ticks,
        heartbeat_ticks: usual.heartbeat_ticks,
        ..mine
    }
}

/// Whether an action names no link to a node beyond so many; others that name such a node cannot be done and fall out.
fn knows(action: &Action, nodes: u64) -> bool {
    let known = |traffic: &Traffic| {
        let link = traffic.link;
        [link.from, link.to]
            .into_iter()
            .flatten()
            .all(|node| node.0 <= nodes)
    };
    match action {
        Action::Hold(traffic)
        | Action::Lose(traffic)
        | Action::Release(Some(traffic))
        | Action::Keep(Some(traffic)) => known(traffic),
        _ => true,
    }
}

/// Takes the last node out of a core; tells whether a majority is left in it.
fn leaves(calm: &mut Calm, gone: NodeId, nodes: u64) -> bool {
    calm.core.remove(gone);
    calm.core.len() as u64 > nodes / 2
}
