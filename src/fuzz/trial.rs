//! A cluster on trial: actions are carried out step by step, and each step is judged and looked at.

use super::goals::Goal;
use super::sightings::Sightings;
use crate::check::{Checker, Invariant};
use crate::cluster::{
    Action, Cluster, ClusterView, Happenings, NodeView, Plan, Progress, Setup, Stamped,
};
use crate::ids::{NodeId, NodeSet};
use crate::node::Role;
use std::fmt;

/// What a run can be found to break.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Alarm {
    /// An invariant.
    Broken(Invariant),
    /// A liveness goal was not reached.
    Missed(Goal),
}

impl Alarm {
    /// The alarm of this name as written: that of an invariant or of a goal.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        let invariant = Invariant::named(word).map(Self::Broken);
        invariant.or_else(|| Goal::named(word).map(Self::Missed))
    }
}

impl fmt::Display for Alarm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Broken(invariant) => invariant.fmt(f),
            Self::Missed(goal) => goal.fmt(f),
        }
    }
}

/// At which alarm a run ends.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Sought {
    /// The first.
    Any,
    /// One of these; others are noted and the run goes on.
    OneOf(Vec<Alarm>),
}

impl Sought {
    /// Whether a run ends at this alarm.
    #[must_use]
    pub fn wants(&self, alarm: Alarm) -> bool {
        match self {
            Self::Any => true,
            Self::OneOf(alarms) => alarms.contains(&alarm),
        }
    }
}

/// A cluster with its judge.
#[derive(Debug)]
pub(super) struct Trial<'a> {
    pub(super) cluster: Cluster,
    pub(super) checker: Checker,
    pub(super) sightings: Sightings,
    /// What was done, without what turned out to be impossible.
    pub(super) done: Vec<Action>,
    pub(super) missed: Option<Goal>,
    /// How many events there were.
    pub(super) events: u64,
    happenings: Happenings,
    sought: &'a Sought,
    is_over: bool,
}

impl<'a> Trial<'a> {
    pub(super) fn new(setup: &Setup, sought: &'a Sought) -> Self {
        let cluster = Cluster::new(setup.clone());
        Self {
            checker: Checker::new(cluster.view()),
            sightings: Sightings::new(setup.nodes),
            cluster,
            done: Vec::new(),
            missed: None,
            events: 0,
            happenings: Happenings::default(),
            sought,
            is_over: false,
        }
    }

    /// Whether what was sought is found.
    pub(super) fn is_over(&self) -> bool {
        self.is_over
    }

    pub(super) fn view(&self) -> ClusterView<'_> {
        self.cluster.view()
    }

    /// What was found so far, in the order in which it first was.
    pub(super) fn alarms(&self) -> Vec<Alarm> {
        let broken = self.checker.violations().iter();
        let broken = broken.map(|violation| Alarm::Broken(violation.invariant));
        broken.chain(self.missed.map(Alarm::Missed)).collect()
    }

    /// A goal was not reached.
    pub(super) fn miss(&mut self, goal: Goal) {
        self.missed = Some(goal);
        self.is_over |= self.sought.wants(Alarm::Missed(goal));
    }

    /// Carries out an action, or nothing of it where it is impossible, and hears every event.
    pub(super) fn act_and_hear(&mut self, action: &Action, hear: &mut dyn FnMut(&Stamped)) {
        let Ok(mut plan) = Plan::new(action, &self.cluster) else {
            return;
        };
        let mut went_well = true;
        while !self.is_over {
            let progress = plan.advance(&mut self.cluster, &mut self.happenings);
            if !self.happenings.events.is_empty() {
                self.judge(hear);
            }
            match progress {
                Ok(Progress::More) => {}
                Ok(Progress::Done) => break,
                Err(_) => {
                    went_well = false;
                    break;
                }
            }
        }
        if went_well {
            self.done.push(action.clone());
        }
    }

    /// Carries out an action, or nothing of it where it is impossible.
    pub(super) fn act(&mut self, action: &Action) {
        self.act_and_hear(action, &mut |_| {});
    }

    fn judge(&mut self, hear: &mut dyn FnMut(&Stamped)) {
        let view = self.cluster.view();
        let events = &self.happenings.events;
        let known = self.checker.violations().len();
        self.checker.observe(events, view);
        let found = &self.checker.violations()[known..];
        let sought = self.sought;
        self.is_over |= found
            .iter()
            .any(|violation| sought.wants(Alarm::Broken(violation.invariant)));
        self.events += events.len() as u64;
        for event in events {
            self.sightings.observe(event);
            hear(event);
        }
        self.happenings.events.clear();
    }

    /// The live leader of the highest term in a set of nodes, if no node of the set is in a newer one.
    pub(super) fn leader_in(&self, core: NodeSet) -> Option<NodeId> {
        let nodes = || {
            let view = self.cluster.view();
            core.iter().filter_map(move |node| view.node(node))
        };
        let newest = nodes().map(|node| node.hard_state().term).max()?;
        let leads = |node: &NodeView<'_>| {
            node.role() == Some(Role::Leader) && node.hard_state().term == newest
        };
        nodes().find(leads).map(NodeView::id)
    }
}
