//! One seed from end to end, and the case that it makes: a list of actions that can be run again, and made shorter.

use super::calm::{self, Calm};
use super::marks::Marks;
use super::options::Options;
use super::storm::Storm;
use super::swarm::Swarm;
use super::trial::{Alarm, Sought, Trial};
use crate::check::Violation;
use crate::cluster::{Action, NodeView, Setup};
use crate::ids::{Index, NodeId, Term, Tick};
use crate::node::Role;

/// A run as it can be done again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Case {
    /// What the cluster begins with.
    pub setup: Setup,
    /// What is done while everything may fail.
    pub storm: Vec<Action>,
    /// How it comes to rest; none where nothing is demanded then.
    pub calm: Option<Calm>,
}

/// How a run ended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ending {
    /// What was broken or missed, in the order in which it first was.
    pub alarms: Vec<Alarm>,
    /// What was broken, in words.
    pub violations: Vec<Violation>,
    /// All that was done, the calm included.
    pub done: Vec<Action>,
    /// How many of these belong to the storm.
    pub storm: usize,
    /// How the nodes stand at the end.
    pub standing: Vec<Standing>,
    /// The clock at the end.
    pub tick: Tick,
    /// How many events there were.
    pub events: u64,
    /// What was seen.
    pub marks: Marks,
}

/// How a node stands at the end of a run.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Standing {
    /// Which node.
    pub node: NodeId,
    /// What it is; none while it is down.
    pub role: Option<Role>,
    /// Its term.
    pub term: Term,
    /// The last index of its log.
    pub last: Index,
    /// What it knows to be committed.
    pub commit: Index,
}

/// What became of a seed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// What the seed is.
    pub swarm: Swarm,
    /// Its run, to be done again.
    pub case: Case,
    /// How that ended.
    pub ending: Ending,
}

impl Ending {
    /// The alarm that a search is about: the first of those sought, or else the first.
    #[must_use]
    pub fn alarm(&self, sought: &Sought) -> Option<Alarm> {
        let mut alarms = self.alarms.iter().copied();
        let found = alarms.clone().find(|alarm| sought.wants(*alarm));
        found.or_else(|| alarms.next())
    }

    fn of(trial: Trial<'_>, storm: usize) -> Self {
        Self {
            alarms: trial.alarms(),
            violations: trial.checker.violations().to_vec(),
            standing: trial.view().nodes().map(standing).collect(),
            tick: trial.view().now(),
            events: trial.events,
            marks: trial.sightings.marks,
            done: trial.done,
            storm,
        }
    }
}

fn standing(node: NodeView<'_>) -> Standing {
    Standing {
        node: node.id(),
        role: node.role(),
        term: node.hard_state().term,
        last: node.log().last_index(),
        commit: node.commit_index(),
    }
}

/// Runs a seed until it ends or an alarm rings that is sought.
#[must_use]
pub fn run_seed(seed: u64, options: &Options, sought: &Sought) -> Outcome {
    let swarm = Swarm::of(seed, options);
    let mut trial = Trial::new(&swarm.setup, sought);
    let mut storm = Storm::new(&swarm);
    loop {
        let now = trial.view().now().0;
        let next = storm.next_due().unwrap_or(swarm.ticks).min(swarm.ticks);
        if next > now {
            trial.act(&Action::Tick(next - now));
        }
        if trial.is_over() || next >= swarm.ticks {
            break;
        }
        for action in storm.strike(next, &trial.cluster) {
            trial.act(&action);
        }
    }
    let stormy = trial.done.len();
    let mut case = Case {
        setup: swarm.setup.clone(),
        storm: trial.done.clone(),
        calm: None,
    };
    if !trial.is_over() {
        let mut dice = Swarm::calm_dice(seed);
        let calm = Calm::drawn(trial.view(), storm.rotted(), &mut dice);
        calm::come_to_rest(&mut trial, &calm);
        case.calm = Some(calm);
    }
    Outcome {
        swarm,
        case,
        ending: Ending::of(trial, stormy),
    }
}

/// Runs a case again.
#[must_use]
pub fn run_case(case: &Case, sought: &Sought) -> Ending {
    let mut trial = Trial::new(&case.setup, sought);
    for action in &case.storm {
        trial.act(action);
    }
    let stormy = trial.done.len();
    if let Some(calm) = case.calm.as_ref().filter(|_| !trial.is_over()) {
        calm::come_to_rest(&mut trial, calm);
    }
    Ending::of(trial, stormy)
}
