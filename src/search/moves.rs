//! What can be done to a cluster on a walk: single actions of the play language, and how often and how far.
//!
//! Time stands still: an election timer that fires is a move, a message arrives when it is delivered. So whatever is
//! found is a play. Which moves there are is a value, so that tests, the window and the command line can differ in it.

use crate::cluster::action::{Action, Asked, Heal, MessageChoice, Nodes, Pick, Request, Traffic};
use crate::cluster::step::{NetworkDeed, NodeDeed};
use crate::cluster::{Cluster, ClusterView, Happenings, NodeView, Plan, Progress, Stamped, Step};
use crate::ids::NodeId;
use crate::node::Role;
use crate::transport::{Flight, MessageNumber};

/// However often.
pub const ANY: u64 = u64::MAX;

/// What kind of move, in the order of [`MoveKind::ALL`]: the number of a kind is its place there and in a [`Moves`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MoveKind {
    /// An election timer fires.
    Elect,
    /// A message arrives, any of those in flight.
    Deliver,
    /// Everything in flight arrives, and what is answered.
    Flush,
    /// A client asks a leader.
    Submit,
    /// A leader sends heartbeats.
    Heartbeat,
    /// A node is cut from everyone.
    Isolate,
    /// Every link is mended.
    Heal,
    /// A node that stands still goes on.
    Resume,
    /// What waits for a disk is synced.
    Sync,
    /// A node crashes.
    Crash,
    /// And comes back.
    Restart,
    /// A message is lost.
    Drop,
    /// A message arrives twice.
    Duplicate,
}

const KINDS: usize = 13;

impl MoveKind {
    /// Every kind, in the order in which they are tried, with its verb in the play language.
    pub const ALL: [(Self, &'static str); KINDS] = [
        (Self::Elect, "elect"),
        (Self::Deliver, "deliver"),
        (Self::Flush, "flush"),
        (Self::Submit, "submit"),
        (Self::Heartbeat, "heartbeat"),
        (Self::Isolate, "isolate"),
        (Self::Heal, "heal"),
        (Self::Resume, "resume"),
        (Self::Sync, "sync"),
        (Self::Crash, "crash"),
        (Self::Restart, "restart"),
        (Self::Drop, "drop"),
        (Self::Duplicate, "dup"),
    ];
}

/// How far a walk goes: a state beyond is not looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bounds {
    /// The highest term of any node.
    pub terms: u64,
    /// The most entries in any log.
    pub entries: u64,
    /// The most messages in flight.
    pub in_flight: usize,
}

impl Bounds {
    /// No bounds.
    pub const NONE: Self = Self {
        terms: u64::MAX,
        entries: u64::MAX,
        in_flight: usize::MAX,
    };

    /// Whether a state lies within.
    #[must_use]
    pub fn hold(&self, view: ClusterView<'_>) -> bool {
        let is_within = |node: NodeView<'_>| {
            node.hard_state().term.0 <= self.terms && node.log().last_index().0 <= self.entries
        };
        view.flight_count() <= self.in_flight && view.nodes().all(is_within)
    }
}

/// The moves of a walk: how often each kind may be made on one way, and within which bounds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Moves {
    allowed: [u64; KINDS],
    /// How far.
    pub bounds: Bounds,
}

/// How often each kind was made on a way; those that may be made however often are not counted.
pub(super) type Spent = [u8; KINDS];

/// One move.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Move {
    /// Which kind.
    pub kind: MoveKind,
    /// The node or the message, by its number; 0 for the whole cluster.
    pub what: u64,
}

/// The key that clients set on a walk; its value is the number of the request.
const KEY: &[u8] = b"x";

impl Moves {
    /// None at all, without bounds.
    #[must_use]
    pub const fn none() -> Self {
        Self {
            allowed: [0; KINDS],
            bounds: Bounds::NONE,
        }
    }

    /// What a hand can do in a moment that is worth a search: everything but losing a message, which is as good as left in
    /// flight. A message is repeated, and a node crashes, at most once each.
    #[must_use]
    pub fn by_hand() -> Self {
        let often = [
            MoveKind::Elect,
            MoveKind::Deliver,
            MoveKind::Flush,
            MoveKind::Submit,
            MoveKind::Heartbeat,
            MoveKind::Isolate,
            MoveKind::Heal,
            MoveKind::Resume,
            MoveKind::Sync,
            MoveKind::Restart,
        ];
        let often = often
            .into_iter()
            .fold(Self::none(), |moves, kind| moves.with(kind, ANY));
        often.with(MoveKind::Crash, 1).with(MoveKind::Duplicate, 1)
    }

    /// The same, with a kind at most so often on one way: up to 255, or [`ANY`].
    #[must_use]
    pub const fn with(mut self, kind: MoveKind, times: u64) -> Self {
        self.allowed[kind as usize] = times;
        self
    }

    /// The same within bounds.
    #[must_use]
    pub const fn within(mut self, bounds: Bounds) -> Self {
        self.bounds = bounds;
        self
    }

    /// The kinds that may be made, with how often.
    pub fn kinds(&self) -> impl Iterator<Item = (MoveKind, u64)> {
        let kinds = MoveKind::ALL.iter().zip(self.allowed);
        kinds
            .map(|((kind, _), times)| (*kind, times))
            .filter(|(_, times)| *times > 0)
    }

    /// Every move that can be made in a state, on a way on which so many were made.
    pub(super) fn in_state(&self, view: ClusterView<'_>, spent: &Spent) -> Vec<Move> {
        let mut moves = Vec::new();
        for (kind, times) in self.kinds() {
            if times == ANY || u64::from(spent[kind as usize]) < times {
                self.of_kind(kind, view, &mut moves);
            }
        }
        moves
    }

    /// Counts a move.
    pub(super) fn spend(&self, kind: MoveKind, spent: &mut Spent) {
        if self.allowed[kind as usize] != ANY {
            spent[kind as usize] = spent[kind as usize].saturating_add(1);
        }
    }

    fn of_kind<'v>(&self, kind: MoveKind, view: ClusterView<'v>, moves: &mut Vec<Move>) {
        let mut add = |what| moves.push(Move { kind, what });
        let mut nodes = |wanted: &dyn Fn(NodeView<'v>) -> bool| {
            let wanted = view.nodes().filter(|node| wanted(*node));
            wanted.for_each(|node| add(node.id().0));
        };
        let isolated = view.network().isolated();
        match kind {
            MoveKind::Elect => nodes(&|node| {
                is_awake(node) && !leads(node) && node.hard_state().term.0 < self.bounds.terms
            }),
            MoveKind::Submit => {
                nodes(&|node| leads(node) && node.log().last_index().0 < self.bounds.entries);
            }
            MoveKind::Heartbeat => nodes(&leads),
            MoveKind::Isolate => nodes(&|node| !isolated.contains(node.id())),
            MoveKind::Resume => nodes(&NodeView::is_paused),
            MoveKind::Sync => nodes(&|node| is_awake(node) && node.saves_pending() > 0),
            MoveKind::Crash => nodes(&NodeView::is_up),
            MoveKind::Restart => nodes(&|node| !node.is_up() && node.damage().is_none()),
            MoveKind::Heal => {
                if view.network().has_cuts() {
                    add(0);
                }
            }
            MoveKind::Flush => {
                if view.flights().any(Flight::is_deliverable) {
                    add(0);
                }
            }
            MoveKind::Deliver | MoveKind::Drop | MoveKind::Duplicate => {
                let wanted = |flight: &&Flight| kind != MoveKind::Deliver || !flight.waiting;
                let wanted = different(view).filter(wanted);
                wanted.for_each(|flight| add(flight.number.0));
            }
        }
    }
}

fn is_awake(node: NodeView<'_>) -> bool {
    node.is_up() && !node.is_paused()
}

fn leads(node: NodeView<'_>) -> bool {
    is_awake(node) && node.role() == Some(Role::Leader)
}

/// The messages in flight, but only the first of those that say the same.
fn different(view: ClusterView<'_>) -> impl Iterator<Item = &Flight> {
    let is_first = move |flight: &&Flight| {
        let mut before = view
            .flights()
            .take_while(|other| other.number < flight.number);
        !before.any(|other| other.envelope == flight.envelope && other.held == flight.held)
    };
    view.flights().filter(is_first)
}

impl Move {
    /// The move as an action, in the words a person would choose: a message by its link and kind, where that tells which.
    #[must_use]
    pub fn action(self, view: ClusterView<'_>) -> Action {
        let node = || Nodes::These(vec![NodeId(self.what)]);
        match self.kind {
            MoveKind::Elect => Action::Elect(node()),
            MoveKind::Flush => Action::Flush,
            MoveKind::Submit => Action::Submit(Asked::Node(NodeId(self.what)), request(view)),
            MoveKind::Heartbeat => Action::Heartbeat(node()),
            MoveKind::Isolate => Action::Isolate(node()),
            MoveKind::Heal => Action::Heal(Heal::Everything),
            MoveKind::Resume => Action::Resume(node()),
            MoveKind::Sync => Action::Sync(node(), true),
            MoveKind::Crash => Action::Crash(node()),
            MoveKind::Restart => Action::Restart(node()),
            MoveKind::Deliver => {
                let (choice, pick) = chosen(self.number(), view);
                Action::Deliver(choice, pick)
            }
            MoveKind::Drop => {
                let (choice, pick) = chosen(self.number(), view);
                Action::Drop(choice, pick)
            }
            MoveKind::Duplicate => {
                let (choice, pick) = chosen(self.number(), view);
                Action::Duplicate(choice, pick)
            }
        }
    }

    /// Makes the move; tells whether anything could be done. `see` is shown what each step of it led to.
    pub(super) fn make(
        self,
        cluster: &mut Cluster,
        happened: &mut Happenings,
        see: &mut dyn FnMut(ClusterView<'_>, &[Stamped]),
    ) -> bool {
        let Some(step) = self.step() else {
            return self.make_in_steps(cluster, happened, see);
        };
        happened.events.clear();
        let is_done = cluster.perform(&step, happened).is_ok();
        see(cluster.view(), &happened.events);
        is_done
    }

    fn make_in_steps(
        self,
        cluster: &mut Cluster,
        happened: &mut Happenings,
        see: &mut dyn FnMut(ClusterView<'_>, &[Stamped]),
    ) -> bool {
        let Ok(mut plan) = Plan::new(&self.action(cluster.view()), cluster) else {
            return false;
        };
        loop {
            happened.events.clear();
            match plan.advance(cluster, happened) {
                Ok(Progress::More) => see(cluster.view(), &happened.events),
                Ok(Progress::Done) => return true,
                Err(_) => return false,
            }
        }
    }

    /// The move as one step, where a plan of it would be this one step.
    fn step(self) -> Option<Step> {
        let on_node = |deed| Step::OnNode(NodeId(self.what), deed);
        Some(match self.kind {
            MoveKind::Deliver => Step::Deliver(self.number()),
            MoveKind::Drop => Step::OnNetwork(NetworkDeed::Drop(self.number())),
            MoveKind::Duplicate => Step::OnNetwork(NetworkDeed::Duplicate(self.number())),
            MoveKind::Elect => on_node(NodeDeed::Elect),
            MoveKind::Heartbeat => on_node(NodeDeed::Heartbeat),
            MoveKind::Crash => on_node(NodeDeed::Crash),
            MoveKind::Restart => on_node(NodeDeed::Restart),
            _ => return None,
        })
    }

    fn number(self) -> MessageNumber {
        MessageNumber(self.what)
    }
}

/// What the next client asks: each request sets the key to a value of its own.
fn request(view: ClusterView<'_>) -> Request {
    let number = view.last_request().0 + 1;
    Request::Set {
        key: KEY.into(),
        value: number.to_string().as_bytes().into(),
    }
}

/// A message by link and kind where it is the first or the last of these, by its number otherwise.
fn chosen(number: MessageNumber, view: ClusterView<'_>) -> (MessageChoice, Pick) {
    let Some(flight) = view.flight(number) else {
        return (MessageChoice::Number(number), Pick::First);
    };
    let traffic = Traffic::of(&flight.envelope);
    let is_meant = |flight: &&Flight| {
        let envelope = &flight.envelope;
        traffic.matches(envelope.from, envelope.to, envelope.message.kind())
    };
    let first = view.flights().find(is_meant).map(|flight| flight.number);
    let last = view
        .flights()
        .rev()
        .find(is_meant)
        .map(|flight| flight.number);
    if first == Some(number) {
        (MessageChoice::On(traffic), Pick::First)
    } else if last == Some(number) {
        (MessageChoice::On(traffic), Pick::Last)
    } else {
        (MessageChoice::Number(number), Pick::First)
    }
}
