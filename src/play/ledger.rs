//! What a play must remember of a run to answer its conditions: outcomes, counters, and what has happened.
//!
//! It sees events as they happen and judges nothing. A copy is cheap: what it holds is shared until one of the two goes on.
//! Read [`super::evaluate`] next.

use super::names::Name;
use crate::cluster::action::{Link, Traffic};
use crate::cluster::event::{Brief, EVENTS, Fact, Outcome, RequestId, Stamped};
use crate::ids::{NodeId, NodeSet};
use crate::transport::{AppendOutcome, MessageKind};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How many kinds of messages there are.
const KINDS: usize = MessageKind::ALL.len();
/// Outcomes of requests without a name are kept this long, counted in requests: a name is given right behind the asking.
const UNNAMED_MAX: usize = 16;

/// What has happened so far, as far as conditions ask for it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ledger {
    counters: Arc<Counters>,
    requests: Arc<Requests>,
    seen: Arc<Seen>,
}

impl Ledger {
    /// Nothing has happened.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes what happened, in order, each event once.
    pub fn observe(&mut self, events: &[Stamped]) {
        if events.is_empty() {
            return;
        }
        let seen = Arc::make_mut(&mut self.seen);
        for event in events {
            seen.take(event);
            match &event.fact {
                Fact::Sent { to, brief, .. } => {
                    let from = event.node.unwrap_or(*to);
                    Arc::make_mut(&mut self.counters).take(from, *to, brief);
                }
                Fact::Answered { request, outcome } => {
                    Arc::make_mut(&mut self.requests).take(*request, outcome);
                }
                _ => {}
            }
        }
    }

    /// Gives a request its name, at the latest before 16 more requests are answered.
    pub fn name(&mut self, request: RequestId, name: Name) {
        let requests = Arc::make_mut(&mut self.requests);
        requests.names.insert(name, request);
        if let Some(outcome) = requests.unnamed.remove(&request) {
            requests.named.insert(request, outcome);
        } else {
            requests.waiting.insert(request);
        }
    }

    /// The request of that name.
    #[must_use]
    pub fn request(&self, name: &Name) -> Option<RequestId> {
        self.requests.names.get(name).copied()
    }

    /// What the request of that name got; none: nothing yet.
    #[must_use]
    pub fn outcome(&self, name: &Name) -> Option<&Outcome> {
        self.requests.named.get(&self.request(name)?)
    }

    /// How many messages were sent there since the counters were reset.
    #[must_use]
    pub fn sent(&self, traffic: Traffic) -> u64 {
        let kinds = |cell: &Cell| match traffic.kind {
            Some(kind) => cell.sent[kind as usize],
            None => cell.sent.iter().sum(),
        };
        self.counters.sum(traffic.link, kinds)
    }

    /// How many appends on the link were refused since the counters were reset.
    #[must_use]
    pub fn rejected(&self, link: Link) -> u64 {
        self.counters.sum(link, |cell| cell.rejected)
    }

    /// Whether such an event happened since the last [`Self::forget_events`].
    #[must_use]
    pub fn has_seen(&self, kind: &str, node: Option<NodeId>, detail: Option<&str>) -> bool {
        let Ok(kind) = EVENTS.binary_search_by_key(&kind, |row| row.word) else {
            return false;
        };
        let details = self.seen.kinds.get(kind).map_or(&[][..], Vec::as_slice);
        details
            .iter()
            .filter(|seen| detail.is_none() || seen.detail == detail)
            .any(|seen| node.is_none_or(|node| seen.nodes.contains(node)))
    }

    /// `sent` and `rejected` count anew.
    pub fn reset_counters(&mut self) {
        self.counters = Arc::default();
    }

    /// What happened so far is not asked for again; for behind an `expect event` that held.
    pub fn forget_events(&mut self) {
        self.seen = Arc::default();
    }
}

/// What was sent on one link.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Cell {
    sent: [u64; KINDS],
    rejected: u64,
}

/// A square of cells, a row for each sender.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Counters {
    side: usize,
    cells: Vec<Cell>,
}

impl Counters {
    fn take(&mut self, from: NodeId, to: NodeId, brief: &Brief) {
        self.cell(from, to).sent[brief.kind() as usize] += 1;
        let is_refusal = matches!(
            brief,
            Brief::AppendReply {
                outcome: AppendOutcome::Refused { .. },
                ..
            }
        );
        if is_refusal {
            self.cell(to, from).rejected += 1;
        }
    }

    fn cell(&mut self, from: NodeId, to: NodeId) -> &mut Cell {
        let side = from.slot().max(to.slot()) + 1;
        if side > self.side {
            self.widen(side);
        }
        &mut self.cells[from.slot() * self.side + to.slot()]
    }

    fn widen(&mut self, side: usize) {
        let mut cells = vec![Cell::default(); side * side];
        for (at, cell) in self.cells.iter().enumerate() {
            cells[at / self.side * side + at % self.side] = *cell;
        }
        (self.side, self.cells) = (side, cells);
    }

    fn sum(&self, link: Link, count: impl Fn(&Cell) -> u64) -> u64 {
        let is_meant = |wanted: Option<NodeId>, slot: usize| {
            wanted.is_none_or(|wanted| wanted == NodeId::at_slot(slot))
        };
        self.cells
            .iter()
            .enumerate()
            .filter(|(at, _)| {
                is_meant(link.from, at / self.side) && is_meant(link.to, at % self.side)
            })
            .map(|(_, cell)| count(cell))
            .sum()
    }
}

/// Outcomes by request, and names.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Requests {
    names: BTreeMap<Name, RequestId>,
    named: BTreeMap<RequestId, Outcome>,
    /// Named, and not answered.
    waiting: BTreeSet<RequestId>,
    /// Answered, and not named: the latest.
    unnamed: BTreeMap<RequestId, Outcome>,
}

impl Requests {
    fn take(&mut self, request: RequestId, outcome: &Outcome) {
        if self.waiting.remove(&request) {
            self.named.insert(request, outcome.clone());
            return;
        }
        self.unnamed.insert(request, outcome.clone());
        if self.unnamed.len() > UNNAMED_MAX {
            self.unnamed.pop_first();
        }
    }
}

/// For each row of [`EVENTS`], where it happened.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Seen {
    kinds: Vec<Vec<SeenDetail>>,
}

/// Where events of one kind and one reason happened.
#[derive(Clone, PartialEq, Eq, Debug)]
struct SeenDetail {
    detail: Option<&'static str>,
    /// Empty for an event of the whole cluster.
    nodes: NodeSet,
}

impl Seen {
    fn take(&mut self, event: &Stamped) {
        let kind = event.fact.kind();
        if self.kinds.is_empty() {
            self.kinds.resize_with(EVENTS.len(), Vec::new);
        }
        let (details, detail) = (&mut self.kinds[kind], event.fact.detail_word());
        let place = details.iter().position(|seen| is_same(seen.detail, detail));
        let place = place.unwrap_or_else(|| {
            let nodes = NodeSet::EMPTY;
            details.push(SeenDetail { detail, nodes });
            details.len() - 1
        });
        if let Some(node) = event.node {
            details[place].nodes.insert(node);
        }
    }
}

/// Whether two reasons are one; nearly always told by where they lie.
fn is_same(one: Option<&'static str>, other: Option<&'static str>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => std::ptr::eq(one, other) || one == other,
        (one, other) => one == other,
    }
}
