//! The second phase of a random run: a core of the cluster must go on.
//!
//! A random majority is the core. All is well in it from now on, and everyone else stays for ever as they are: down, cut
//! off, mute, standing still, or with a disk that does not sync. Not among these is a node that can send into the core but
//! does not hear it: without pre-vote and check-quorum its campaigns may end every leadership in the core for ever, and no
//! Raft promises otherwise.
//!
//! First somebody must lead (L1) and commit what it was elected with (L6, where a new leader has its no-op); then a command
//! must commit (L2) and all become equal (L3). Once they are, and nothing is under way from before, nobody may campaign (L4)
//! and no entries may be sent (L5) for as long as the longest election timeout. A core that gets no further misses what
//! holds it up: no leader, logs that differ, or a commit that does not come, in this order.
//!
//! Time is given by progress: the count of ticks begins anew whenever a leader is elected, an index commits, a follower is
//! known to hold more, or a leader goes back for one; and there is a last bound, for those who elect leaders for ever.

use super::goals::Goal;
use super::trial::Trial;
use crate::cluster::action::{Action, Asked, Cut, Heal, Nodes, Request};
use crate::cluster::event::Brief;
use crate::cluster::{ClusterView, Fact, NodeView, Stamped};
use crate::dice::Dice;
use crate::ids::{Index, NodeId, NodeSet, Tick};
use crate::log::LogPosition;
use crate::node::Event;

/// A core fails after so many election timeouts without progress..
const PATIENCE: u64 = 50;
/// ..and after so many in all.
const PATIENCE_IN_ALL: u64 = 400;
/// In all, it has so many ticks more for each entry of the longest log: going back entry by entry takes its time.
const PATIENCE_FOR_AN_ENTRY: u64 = 20;
/// What was under way when all had become equal may be answered, and answered again, for so long.
const GRACE_TICKS: u64 = 6;

/// How a run comes to rest.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Calm {
    /// Who must go on.
    pub core: NodeSet,
    /// What keeps the others out of it for ever.
    pub left_out: Vec<Action>,
}

impl Calm {
    /// A random core among those whose disks are whole.
    pub(super) fn drawn(view: ClusterView<'_>, rotted: NodeSet, dice: &mut Dice) -> Self {
        let everyone = NodeSet::first(view.node_count() as u64);
        let (majority, whole) = (everyone.len() / 2 + 1, everyone.without(rotted));
        let size = dice.range(majority as u64..=whole.len() as u64);
        let mut core = whole;
        while core.len() as u64 > size {
            let out = dice.range(1..=everyone.len() as u64);
            core.remove(NodeId(out));
        }
        let mut actions = Vec::new();
        for node in everyone.without(core).iter() {
            actions.extend(left_out(node, core, dice.range(0..=4)));
        }
        Self {
            core,
            left_out: actions,
        }
    }
}

/// What makes all well in the core, wherever the faults have come to.
fn healed(view: ClusterView<'_>, core: NodeSet) -> Vec<Action> {
    let armed = core.iter().filter(|node| {
        let node = view.node(*node);
        node.is_some_and(|node| node.armed().is_some())
    });
    let mut actions = vec![
        Action::SetLoss(0),
        Action::SetDuplicate(0),
        Action::SetDelay(1, 2),
        Action::SetSync(0),
        Action::Release(None),
        Action::Keep(None),
        Action::Heal(Heal::Everything),
        Action::Clock(Nodes::All, 1000),
    ];
    // A crash that waits for its moment is a fault too.
    actions.extend(armed.map(|node| Action::Crash(Nodes::These(vec![node]))));
    actions.extend([
        Action::Restart(Nodes::All),
        Action::Resume(Nodes::All),
        Action::Sync(Nodes::All, true),
    ]);
    actions
}

/// What keeps a node out of the core for ever.
fn left_out(node: NodeId, core: NodeSet, how: u64) -> Vec<Action> {
    let these = || Nodes::These(vec![node]);
    match how {
        0 => vec![Action::Crash(these())],
        1 => vec![Action::Isolate(these())],
        2 => core
            .iter()
            .map(|hears_not| Action::Cut(Cut::OneWay(node, hears_not)))
            .collect(),
        3 => vec![Action::Pause(these())],
        // Behind a restart it leads nothing, and without a disk it never will.
        _ => vec![
            Action::Crash(these()),
            Action::Sync(these(), false),
            Action::Restart(these()),
        ],
    }
}

/// Brings faults to rest, and lets the core go on until it has done all that is demanded, or a goal is missed. Nothing is
/// demanded of a core that is not all up.
pub(super) fn come_to_rest(trial: &mut Trial<'_>, calm: &Calm) {
    let healed = healed(trial.view(), calm.core);
    for action in healed.iter().chain(&calm.left_out) {
        trial.act(action);
    }
    let view = trial.view();
    let is_up = |node| view.node(node).is_some_and(NodeView::is_up);
    if calm.core.iter().all(is_up) {
        watch(trial, calm.core);
    }
}

fn watch(trial: &mut Trial<'_>, core: NodeSet) {
    let mut watch = Watch::new(trial, core);
    while !watch.trial.is_over() {
        match watch.judge() {
            Verdict::Missed(goal) => return watch.trial.miss(goal),
            Verdict::Reached => return,
            Verdict::Submit(leader) => watch.submit(leader),
            Verdict::Wait => watch.tick(),
        }
    }
}

/// A core that is watched.
struct Watch<'t, 'a> {
    trial: &'t mut Trial<'a>,
    core: NodeSet,
    election_max: u64,
    frozen_at: Tick,
    /// The leader looked at, and the end of the log that it was elected with.
    held: Option<(NodeId, Index)>,
    /// The command that must commit, once it is submitted.
    command: Option<LogPosition>,
    idle_ticks: u64,
    ticks: u64,
    most_ticks: u64,
    /// Ticks in which nobody campaigned or sent entries.
    quiet_ticks: u64,
    disturbed_by: Option<Goal>,
    /// In which of its ticks somebody campaigned last.
    last_campaign: u64,
}

enum Verdict {
    Wait,
    Submit(NodeId),
    Missed(Goal),
    Reached,
}

impl<'t, 'a> Watch<'t, 'a> {
    fn new(trial: &'t mut Trial<'a>, core: NodeSet) -> Self {
        let setup = trial.view().setup();
        let election_max = setup.node.election_ticks.map_or(20, |(_, max)| max);
        let lengths = trial.view().nodes().map(|node| node.log().last_index().0);
        let longest = lengths.max().unwrap_or_default();
        Self {
            core,
            election_max,
            frozen_at: trial.view().now(),
            held: None,
            command: None,
            idle_ticks: 0,
            ticks: 0,
            most_ticks: PATIENCE_IN_ALL * election_max + PATIENCE_FOR_AN_ENTRY * longest,
            quiet_ticks: 0,
            disturbed_by: None,
            last_campaign: 0,
            trial,
        }
    }

    fn judge(&mut self) -> Verdict {
        if self.idle_ticks > PATIENCE * self.election_max {
            return Verdict::Missed(self.first_missed());
        }
        if self.ticks > self.most_ticks {
            let still_elects = self.last_campaign > self.ticks - PATIENCE * self.election_max;
            return Verdict::Missed(if still_elects {
                Goal::Stays
            } else {
                self.first_missed()
            });
        }
        let Some(leader) = self.trial.leader_in(self.core) else {
            self.quiet_ticks = 0;
            return Verdict::Wait;
        };
        if self.command_is_lost(leader) {
            return if self.has_inherited(leader) {
                Verdict::Submit(leader)
            } else {
                Verdict::Wait
            };
        }
        if !self.agrees(leader) || !self.is_drained() {
            self.quiet_ticks = 0;
            return Verdict::Wait;
        }
        if let Some(goal) = self.disturbed_by.take() {
            if self.quiet_ticks > GRACE_TICKS {
                return Verdict::Missed(goal);
            }
            self.quiet_ticks = 0;
        }
        if self.quiet_ticks > GRACE_TICKS + self.election_max {
            let view = self.trial.cluster.view();
            self.trial.sightings.settle(view, leader);
            return Verdict::Reached;
        }
        Verdict::Wait
    }

    fn node(&self, node: NodeId) -> Option<NodeView<'_>> {
        self.trial.cluster.view().node(node)
    }

    fn nodes(&self) -> impl Iterator<Item = NodeView<'_>> {
        let view = self.trial.cluster.view();
        self.core.iter().filter_map(move |node| view.node(node))
    }

    /// Whether what the leader held when it was elected, or when faults came to rest, is committed. Only an entry of its
    /// own term commits it, so without no-op it must wait for a client.
    fn has_inherited(&self, leader: NodeId) -> bool {
        let view = self.trial.cluster.view();
        let Some(node) = view.node(leader).filter(|_| view.setup().node.noop) else {
            return true;
        };
        match self.held {
            Some((elected, last)) if elected == leader => node.commit_index() >= last,
            _ => node.commit_index() >= node.log().last_index(),
        }
    }

    /// Whether there is no command of which it can be demanded that it commits. Without no-op an entry of an older term
    /// commits only behind one of the leader's own.
    fn command_is_lost(&self, leader: NodeId) -> bool {
        let (Some(node), Some(at)) = (self.node(leader), self.command) else {
            return true;
        };
        let needs_own = !self.trial.cluster.view().setup().node.noop;
        node.log().term_at(at.index) != Some(at.term)
            || (needs_own && at.term < node.hard_state().term)
    }

    fn agrees(&self, leader: NodeId) -> bool {
        let Some(leader) = self.node(leader) else {
            return false;
        };
        let (last, term) = (leader.log().last(), leader.hard_state().term);
        self.nodes().all(|node| {
            node.hard_state().term == term
                && node.log().last() == last
                && node.commit_index() == last.index
                && node.applied_index() == last.index
        })
    }

    /// Whether nothing is under way into the core any more that was sent before faults came to rest.
    fn is_drained(&self) -> bool {
        let mut flights = self.trial.cluster.view().flights();
        !flights
            .any(|flight| flight.sent <= self.frozen_at && self.core.contains(flight.envelope.to))
    }

    /// Which goal it is that a core that gets no further does not reach.
    fn first_missed(&self) -> Goal {
        let leader = self.trial.leader_in(self.core);
        let Some(leader) = leader.and_then(|leader| self.node(leader)) else {
            return Goal::Leader;
        };
        let last = leader.log().last();
        if self.nodes().any(|node| node.log().last() != last) {
            Goal::Agrees
        } else if self.command.is_none() {
            Goal::Inherits
        } else if self.nodes().any(|node| node.commit_index() < last.index) {
            Goal::Commits
        } else {
            self.disturbed_by.unwrap_or(Goal::Stays)
        }
    }

    fn submit(&mut self, leader: NodeId) {
        let request = Request::Set {
            key: b"calm".as_slice().into(),
            value: b"on".as_slice().into(),
        };
        self.act(&Action::Submit(Asked::Node(leader), request));
        let node = self.trial.cluster.view().node(leader);
        self.command = node.map(|node| node.log().last());
        self.tick();
    }

    fn tick(&mut self) {
        self.ticks += 1;
        self.quiet_ticks += 1;
        self.idle_ticks += 1;
        self.act(&Action::Tick(1));
    }

    fn act(&mut self, action: &Action) {
        let (core, mut heard) = (self.core, Heard::default());
        self.trial
            .act_and_hear(action, &mut |event| heard.hear(event, core));
        if heard.progress {
            self.idle_ticks = 0;
        }
        if heard.disturbance == Some(Goal::Stays) {
            self.last_campaign = self.ticks;
        }
        self.held = heard.leader.or(self.held);
        self.disturbed_by = heard.disturbance.or(self.disturbed_by);
    }
}

/// What an action has led to in the core.
#[derive(Default)]
struct Heard {
    progress: bool,
    leader: Option<(NodeId, Index)>,
    disturbance: Option<Goal>,
}

impl Heard {
    fn hear(&mut self, event: &Stamped, core: NodeSet) {
        let Some(node) = event.node.filter(|node| core.contains(*node)) else {
            return;
        };
        match &event.fact {
            Fact::Node(Event::Leader { last, .. }) => {
                self.progress = true;
                self.leader = Some((node, last.index));
            }
            Fact::Node(Event::Commit { from, to, .. }) => self.progress |= to > from,
            Fact::Node(Event::MatchAdvanced { peer, from, to }) => {
                self.progress |= to > from && core.contains(*peer);
            }
            Fact::Node(Event::BackedOff { peer, from, to, .. }) => {
                self.progress |= to < from && core.contains(*peer);
            }
            Fact::Node(Event::Campaign { .. }) => self.disturbance = Some(Goal::Stays),
            Fact::Sent {
                to,
                brief: Brief::Append { count: 1.., .. },
                ..
            } if core.contains(*to) && self.disturbance.is_none() => {
                self.disturbance = Some(Goal::Rests);
            }
            _ => {}
        }
    }
}
