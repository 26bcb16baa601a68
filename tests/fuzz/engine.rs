//! Any actions on a cluster of real servers, with every message turned into bytes and back on the way, and the checker of
//! the invariants beside it.
//!
//! Rot and wiped disks are beyond what Raft promises to survive; they are drawn in a part of the runs alone, in which
//! nothing is asked of safety.

use crate::actions::World;
use crate::choices::Choices;
use crate::scripts;
use granary::cluster::action::Action;
use granary::cluster::{ClusterView, Happenings, Progress, Setup};
use granary::history::Experiment;
use granary::play::Deed;

const EXECUTIONS: usize = 300;
/// The most work of one run: node ticks and deliveries.
const WORK_MAX: u64 = 30_000;
/// The most messages in flight at which more are made.
const FLIGHTS_MAX: usize = 2_000;

#[test]
fn actions() {
    bolero::check!()
        .with_generator(scripts(1200))
        .with_iterations(EXECUTIONS)
        .for_each(|input| {
            let mut choices = Choices::of(input);
            let tolerates = choices.below(4) > 0;
            let mut run = Run::new(&mut choices);
            while !choices.is_empty() && run.goes_on() {
                let action = run.world().action(&mut choices);
                if tolerates && is_beyond(&action) {
                    continue;
                }
                run.act(action);
                if tolerates {
                    run.judge();
                }
            }
        });
}

/// Whether Raft need not survive it.
fn is_beyond(action: &Action) -> bool {
    matches!(action, Action::Rot(..) | Action::Wipe(_))
}

struct Run {
    experiment: Experiment,
    happened: Happenings,
    sent: u64,
}

impl Run {
    fn new(choices: &mut Choices<'_>) -> Self {
        let mut setup = Setup {
            nodes: [1, 2, 3, 3, 5, 7][choices.below(6)],
            seed: u64::from(choices.byte()),
            ..Setup::default()
        };
        setup.network.encodes = true;
        setup.node.noop = choices.below(4) > 0;
        setup.node.inflight_max = choices.within(1, 4);
        setup.node.batch_entries_max = choices.within(1, 8);
        setup.sync_ticks = choices.within(0, 3);
        Self {
            experiment: Experiment::new(setup),
            happened: Happenings::default(),
            sent: 0,
        }
    }

    fn view(&self) -> ClusterView<'_> {
        self.experiment.view()
    }

    fn goes_on(&self) -> bool {
        self.view().work() < WORK_MAX && self.view().flight_count() < FLIGHTS_MAX
    }

    fn world(&self) -> World {
        World {
            nodes: self.view().setup().nodes,
            sent: self.sent,
        }
    }

    /// Does it to its end, or to the end of the work that a run may be.
    fn act(&mut self, action: Action) {
        let Ok(mut course) = self.experiment.begin(&Deed::act(action)) else {
            return;
        };
        while self.view().work() < WORK_MAX {
            match self.experiment.advance(&mut course, &mut self.happened) {
                Ok(Progress::More) => {}
                Ok(Progress::Done) | Err(_) => break,
            }
        }
        let last = self.view().flights().last().map(|flight| flight.number.0);
        self.sent = self.sent.max(last.unwrap_or(0));
        self.happened.events.clear();
    }

    /// Nothing is broken, as long as no disk was lost or rotted.
    fn judge(&self) {
        let broken = self.experiment.checker().violations();
        assert!(broken.is_empty(), "{broken:?}");
    }
}
