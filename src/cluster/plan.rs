//! From what people say to what a cluster does: an action lowered to steps, one at a time.
//!
//! A plan asks the cluster only what it is like; it is carried out step by step, so that a long one can be sliced, and
//! every state between two steps is one that can be looked at. Nodes and messages are found when the plan is made, in
//! `super::lowering`.

use super::action::{Action, MessageChoice};
use super::cluster::{Cluster, Happenings};
use super::lowering::{self, Lowered};
use super::step::{Idle, NodeDeed, Performed, Step, StepError};
use crate::ids::NodeId;
use crate::transport::MessageNumber;
use std::collections::VecDeque;
use std::fmt;

/// After so many ticks without an event, `step` stops and says so.
pub const QUIET_TICKS_MAX: u64 = 1000;
/// After so many deliveries, `flush` gives up.
pub const FLUSH_DELIVERIES_MAX: u64 = 100_000;

/// An action on its way: what is still to be done.
#[derive(Clone, Debug)]
pub struct Plan {
    rest: Rest,
    remarks: Vec<Idle>,
    last: Option<(Step, Performed)>,
}

#[derive(Clone, Debug)]
enum Rest {
    /// One after the other.
    Steps(VecDeque<Step>),
    /// Whole ticks, behind the one under way.
    Ticks {
        left: u64,
    },
    /// The next events, with the quiet ticks since the last one.
    Events {
        left: u64,
        quiet: u64,
    },
    /// Everything that can be delivered, behind a message, and then the rest of a settling.
    Flush {
        behind: MessageNumber,
        delivered: u64,
        rounds: u64,
    },
    /// Heartbeats of these leaders, then a flush and further rounds.
    Heartbeats {
        leaders: VecDeque<NodeId>,
        rounds: u64,
    },
    Nothing,
}

/// How far a plan has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Progress {
    /// There is more to do.
    More,
    /// It is done.
    Done,
}

/// Why an action cannot be carried out, or not to its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ActionError {
    /// One step of it cannot be done.
    Step(StepError),
    /// No message in flight is the one that was named.
    NoSuchMessage(MessageChoice),
    /// Deliveries led to deliveries without end.
    FlushEndless,
}

impl Plan {
    /// The plan of an action on this cluster. An error means that nothing was done.
    pub fn new(action: &Action, cluster: &Cluster) -> Result<Self, ActionError> {
        let mut remarks = Vec::new();
        let rest = match lowering::lower(action, cluster, &mut remarks)? {
            Lowered::Steps(steps) => Rest::Steps(steps),
            // A tick that has begun is finished first and does not count.
            Lowered::Ticks(ticks) => Rest::Ticks {
                left: ticks.saturating_add(u64::from(cluster.is_mid_tick())),
            },
            Lowered::Events(left) => Rest::Events { left, quiet: 0 },
            Lowered::Flush { rounds } => Rest::flush(rounds),
        };
        Ok(Self {
            rest,
            remarks,
            last: None,
        })
    }

    /// What had nothing to do so far, in words a person can be told.
    #[must_use]
    pub fn remarks(&self) -> &[Idle] {
        &self.remarks
    }

    /// The step that was done last, and what came of it.
    #[must_use]
    pub fn last(&self) -> Option<&(Step, Performed)> {
        self.last.as_ref()
    }

    /// Does the next step. An error ends the plan; what was done before stays done.
    pub fn advance(
        &mut self,
        cluster: &mut Cluster,
        happenings: &mut Happenings,
    ) -> Result<Progress, ActionError> {
        let Some(step) = self.next(cluster)? else {
            return Ok(Progress::Done);
        };
        let performed = cluster
            .perform(&step, happenings)
            .map_err(ActionError::Step);
        if performed.is_err() {
            self.rest = Rest::Nothing;
        }
        let performed = performed?;
        self.note(performed, cluster);
        self.last = Some((step, performed));
        Ok(Progress::More)
    }

    /// The step that is to be done next, none at the end.
    fn next(&mut self, cluster: &Cluster) -> Result<Option<Step>, ActionError> {
        loop {
            let step = match &mut self.rest {
                Rest::Nothing => return Ok(None),
                Rest::Steps(steps) => return Ok(steps.pop_front()),
                Rest::Ticks { left: 0 } if !cluster.is_mid_tick() => None,
                Rest::Events { left: 0, .. } => None,
                Rest::Ticks { .. } | Rest::Events { .. } => Some(Step::Part),
                Rest::Flush {
                    behind,
                    delivered,
                    rounds,
                } => match cluster.network.flights.first_deliverable_after(*behind) {
                    Some(_) if *delivered >= FLUSH_DELIVERIES_MAX => {
                        self.rest = Rest::Nothing;
                        return Err(ActionError::FlushEndless);
                    }
                    Some(flight) => {
                        (*behind, *delivered) = (flight.number, *delivered + 1);
                        Some(Step::Deliver(flight.number))
                    }
                    None => {
                        let rounds = *rounds;
                        self.end_flush(rounds, cluster);
                        continue;
                    }
                },
                Rest::Heartbeats { leaders, rounds } => {
                    let Some(leader) = leaders.pop_front() else {
                        self.rest = Rest::flush(*rounds);
                        continue;
                    };
                    Some(Step::OnNode(leader, NodeDeed::Heartbeat))
                }
            };
            return Ok(step);
        }
    }

    fn end_flush(&mut self, rounds: u64, cluster: &Cluster) {
        if rounds > 0 {
            self.rest = Rest::Heartbeats {
                leaders: cluster.awake_leaders(),
                rounds: rounds - 1,
            };
            return;
        }
        let waiting = cluster
            .members
            .iter()
            .filter(|member| member.has_pending_sync());
        self.remarks
            .extend(waiting.map(|member| Idle::SyncPending(member.id)));
        self.rest = Rest::Nothing;
    }

    fn note(&mut self, performed: Performed, cluster: &Cluster) {
        if let Performed::Nothing(why) = performed {
            self.remarks.push(why);
        }
        let tick_ended = !cluster.is_mid_tick();
        match &mut self.rest {
            Rest::Ticks { left } if tick_ended => *left = left.saturating_sub(1),
            Rest::Events { left, quiet } if performed == Performed::Event => {
                (*left, *quiet) = (*left - 1, 0);
            }
            Rest::Events { quiet, left } if tick_ended => {
                *quiet += 1;
                if *quiet >= QUIET_TICKS_MAX {
                    *left = 0;
                    self.remarks.push(Idle::QuietTicks(QUIET_TICKS_MAX));
                }
            }
            _ => {}
        }
    }
}

impl Rest {
    fn flush(rounds: u64) -> Self {
        Self::Flush {
            behind: MessageNumber(0),
            delivered: 0,
            rounds,
        }
    }
}

impl Cluster {
    /// Carries out a whole action; gives what had nothing to do.
    pub fn act(
        &mut self,
        action: &Action,
        happenings: &mut Happenings,
    ) -> Result<Vec<Idle>, ActionError> {
        let mut plan = Plan::new(action, self)?;
        while plan.advance(self, happenings)? == Progress::More {}
        Ok(plan.remarks)
    }

    fn awake_leaders(&self) -> VecDeque<NodeId> {
        use crate::node::Role;
        let leads = |member: &&super::member::SharedMember| {
            member
                .running()
                .is_some_and(|running| !running.paused && running.node.role() == Role::Leader)
        };
        self.members
            .iter()
            .filter(leads)
            .map(|member| member.id)
            .collect()
    }
}

impl fmt::Display for ActionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Step(error) => error.fmt(f),
            Self::NoSuchMessage(MessageChoice::Number(number)) => {
                write!(f, "{number} is not in flight")
            }
            Self::NoSuchMessage(MessageChoice::On(_)) => {
                f.write_str("no such message is in flight")
            }
            Self::FlushEndless => write!(
                f,
                "more than {FLUSH_DELIVERIES_MAX} deliveries, and still more to deliver"
            ),
        }
    }
}

impl std::error::Error for ActionError {}
