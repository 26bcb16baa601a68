//! A cluster with its observers, and one statement of the play language at a time done to it.
//!
//! What a person does at a key, what a play does and what runs headless all pass through here. A statement under way is
//! a [`Course`]: it can be sliced, so that a long one never holds up a key. What the observers need, they get here, step
//! by step; a copy of an experiment is the whole of what would be needed to go on from it.

use super::requests::RequestLog;
use crate::check::{Checker, Invariant, Violation};
use crate::cluster::{
    Action, ActionError, Cluster, ClusterView, Happenings, Idle, LeanCluster, Performed, Plan,
    Progress, Setup, Step,
};
use crate::play::condition::Condition;
use crate::play::evaluate::{self, Unmet};
use crate::play::ledger::Ledger;
use crate::play::names::Name;
use crate::play::statement::Deed;
use std::fmt;

/// A cluster and whoever watches it.
#[derive(Clone, Debug)]
pub struct Experiment {
    cluster: Cluster,
    ledger: Ledger,
    requests: RequestLog,
    checker: Checker,
    /// What was broken, and an expectation that held has named it.
    named: Vec<Invariant>,
}

/// A copy of an experiment without its nodes' stores, which are made again from an older copy.
#[derive(Clone, Debug)]
pub struct LeanExperiment {
    cluster: LeanCluster,
    ledger: Ledger,
    requests: RequestLog,
    checker: Checker,
    named: Vec<Invariant>,
}

impl LeanExperiment {
    /// A look at the cluster, whose stores may be older ones.
    #[must_use]
    pub fn view(&self) -> ClusterView<'_> {
        self.cluster.without_stores().view()
    }

    /// The experiment as it was.
    #[must_use]
    pub fn whole(&self) -> Experiment {
        Experiment {
            cluster: self.cluster.whole(),
            ledger: self.ledger.clone(),
            requests: self.requests.clone(),
            checker: self.checker.clone(),
            named: self.named.clone(),
        }
    }
}

/// A statement under way.
#[derive(Clone, Debug)]
pub struct Course {
    rest: Rest,
    remarks: Vec<Idle>,
}

#[derive(Clone, Debug)]
enum Rest {
    /// An action, and the name of the request that it makes.
    Act {
        plan: Plan,
        name: Option<Name>,
    },
    /// Whole ticks until something holds: the one under way, and how many more may pass.
    Until {
        condition: Condition,
        max: u64,
        left: u64,
        tick: Option<Plan>,
    },
    Nothing,
}

/// Why a statement failed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// The action cannot be carried out.
    Action(ActionError),
    /// What was expected does not hold: what was found instead.
    Unmet(String),
    /// An invariant was broken, and nothing had said that it would be.
    Broken(Violation),
    /// A deed was done again and came out differently.
    Diverged,
    /// What was waited for did not come.
    NotWithin {
        /// Ticks that were waited.
        max: u64,
        /// How it stands instead.
        unmet: String,
    },
}

impl Experiment {
    /// A new cluster, just set up.
    #[must_use]
    pub fn new(setup: Setup) -> Self {
        let cluster = Cluster::new(setup);
        Self {
            checker: Checker::new(cluster.view()),
            cluster,
            ledger: Ledger::default(),
            requests: RequestLog::default(),
            named: Vec::new(),
        }
    }

    /// A copy that shares its stores with an older state of the same run.
    #[must_use]
    pub fn lean(&self, older: &Self) -> LeanExperiment {
        LeanExperiment {
            cluster: self.cluster.lean(&older.cluster),
            ledger: self.ledger.clone(),
            requests: self.requests.clone(),
            checker: self.checker.clone(),
            named: self.named.clone(),
        }
    }

    /// A look at the cluster.
    #[must_use]
    pub fn view(&self) -> ClusterView<'_> {
        self.cluster.view()
    }

    /// The cluster itself, for copies that go other ways.
    #[must_use]
    pub fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// What was counted and what requests got.
    #[must_use]
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// What was broken so far.
    #[must_use]
    pub fn checker(&self) -> &Checker {
        &self.checker
    }

    /// What was broken and no expectation that held has named.
    #[must_use]
    pub fn unexpected_violation(&self) -> Option<&Violation> {
        let mut broken = self.checker.violations().iter();
        broken.find(|violation| !self.named.contains(&violation.invariant))
    }

    /// What clients asked and heard.
    #[must_use]
    pub fn requests(&self) -> &RequestLog {
        &self.requests
    }

    /// Begins what a statement says. A condition is judged at once; of what belongs to the other half of a rule's play,
    /// nothing is done.
    pub fn begin(&mut self, deed: &Deed) -> Result<Course, Trouble> {
        let rest = match deed.under(self.view().rules()) {
            None => Rest::Nothing,
            Some(deed) => self.begin_now(deed)?,
        };
        Ok(Course {
            rest,
            remarks: Vec::new(),
        })
    }

    fn begin_now(&mut self, deed: &Deed) -> Result<Rest, Trouble> {
        Ok(match deed {
            Deed::Act { action, name } => {
                let plan = Plan::new(action, &self.cluster).map_err(Trouble::Action)?;
                Rest::Act {
                    plan,
                    name: name.clone(),
                }
            }
            Deed::Expect(condition) => {
                self.judge(condition)
                    .map_err(|unmet| Trouble::Unmet(unmet.to_string()))?;
                if condition.asks_for_event() {
                    self.ledger.forget_events();
                }
                self.name_violation(condition);
                Rest::Nothing
            }
            Deed::Until { condition, max } => {
                let tick = self.whole_ticks(0)?;
                Rest::Until {
                    condition: condition.clone(),
                    max: *max,
                    left: *max,
                    tick: Some(tick),
                }
            }
            Deed::ResetCounters => {
                self.ledger.reset_counters();
                Rest::Nothing
            }
            Deed::Note(_) | Deed::Mark(_) | Deed::Only(..) => Rest::Nothing,
        })
    }

    /// Does the next step of a statement. What happens is put behind what `happened` holds already.
    pub fn advance(
        &mut self,
        course: &mut Course,
        happened: &mut Happenings,
    ) -> Result<Progress, Trouble> {
        match &mut course.rest {
            Rest::Nothing => Ok(Progress::Done),
            Rest::Act { plan, name } => {
                let progress = self.step(plan, happened)?;
                if let Some(name) = name.take() {
                    self.ledger.name(self.cluster.last_request(), name);
                }
                if progress == Progress::Done {
                    course.remarks.extend_from_slice(plan.remarks());
                    course.rest = Rest::Nothing;
                }
                Ok(progress)
            }
            Rest::Until {
                condition,
                max,
                left,
                tick,
            } => {
                if let Some(plan) = tick {
                    if self.step(plan, happened)? == Progress::Done {
                        *tick = None;
                    }
                    return Ok(Progress::More);
                }
                match self.judge(condition) {
                    Ok(()) => {
                        let held = condition.clone();
                        self.name_violation(&held);
                        course.rest = Rest::Nothing;
                        Ok(Progress::Done)
                    }
                    Err(unmet) if *left == 0 => Err(Trouble::NotWithin {
                        max: *max,
                        unmet: unmet.to_string(),
                    }),
                    Err(_) => {
                        *left -= 1;
                        *tick = Some(self.whole_ticks(1)?);
                        Ok(Progress::More)
                    }
                }
            }
        }
    }

    /// Finishes a tick that has begun, if one has.
    pub fn finish_tick(&mut self, happened: &mut Happenings) -> Result<(), Trouble> {
        let mut plan = self.whole_ticks(0)?;
        while self.step(&mut plan, happened)? == Progress::More {}
        Ok(())
    }

    fn step(&mut self, plan: &mut Plan, happened: &mut Happenings) -> Result<Progress, Trouble> {
        let from = happened.events.len();
        let progress = plan.advance(&mut self.cluster, happened);
        self.ledger.observe(&happened.events[from..]);
        self.requests.observe(&happened.events[from..]);
        self.checker
            .observe(&happened.events[from..], self.cluster.view());
        progress.map_err(Trouble::Action)
    }

    /// Whether a condition holds now; if not, how it stands instead.
    pub fn judge<'a>(&'a self, condition: &'a Condition) -> Result<(), Unmet<'a>> {
        evaluate::holds(condition, self.cluster.view(), &self.ledger, &self.checker)
    }

    /// An expectation has held: if it was that something is broken, that is no surprise any more.
    fn name_violation(&mut self, condition: &Condition) {
        for part in condition.parts() {
            if let Condition::Violation {
                invariant,
                is: true,
            } = part
                && !self.named.contains(invariant)
            {
                self.named.push(*invariant);
            }
        }
    }

    fn whole_ticks(&self, count: u64) -> Result<Plan, Trouble> {
        Plan::new(&Action::Tick(count), &self.cluster).map_err(Trouble::Action)
    }
}

impl Course {
    /// The step that an action did last, and what came of it.
    #[must_use]
    pub fn last(&self) -> Option<&(Step, Performed)> {
        match &self.rest {
            Rest::Act { plan, .. } => plan.last(),
            Rest::Until { .. } | Rest::Nothing => None,
        }
    }

    /// What had nothing to do so far.
    #[must_use]
    pub fn remarks(&self) -> &[Idle] {
        &self.remarks
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Action(error) => error.fmt(f),
            Self::Unmet(unmet) => f.write_str(unmet),
            Self::Broken(violation) => f.write_str(&violation.told()),
            Self::Diverged => {
                f.write_str("doing the same again came out differently: this is a bug of Granary")
            }
            Self::NotWithin { max, unmet } => write!(f, "not within {max} ticks: {unmet}"),
        }
    }
}

impl std::error::Error for Trouble {}
