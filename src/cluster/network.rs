//! Links between nodes: cuts, holds, losses, delays, repetition.
//!
//! What a node sends passes through here into the transport. Every attempt draws the same dice whatever the settings,
//! so that one fault more never shifts the next.

use super::action::{Cut, Heal, Link, Traffic};
use super::event::{Brief, Fact, Loss};
use super::settings::NetworkSettings;
use super::trace::Recorder;
use crate::dice::Dice;
use crate::ids::{NodeId, NodeSet, Tick};
use crate::transport::wire;
use crate::transport::{Envelope, Flight, MemTransport, MessageKind, MessageNumber, Transport};
use std::collections::BTreeSet;

/// The state of all links.
#[derive(Clone, Debug)]
pub struct Network {
    pub(super) settings: NetworkSettings,
    pub(super) flights: MemTransport,
    /// For each node in node order, whom it cannot send to.
    cut: Vec<NodeSet>,
    /// Nodes isolated by name, which covers nodes that come later.
    isolated: NodeSet,
    /// Nodes whose process stands still: what arrives waits.
    paused: NodeSet,
    holds: BTreeSet<Traffic>,
    losses: BTreeSet<Traffic>,
    pub(super) dice: Dice,
    last: MessageNumber,
}

impl Network {
    pub(super) fn new(nodes: u64, settings: NetworkSettings, dice: Dice) -> Self {
        Self {
            settings,
            flights: MemTransport::default(),
            cut: (0..nodes).map(|_| NodeSet::EMPTY).collect(),
            isolated: NodeSet::EMPTY,
            paused: NodeSet::EMPTY,
            holds: BTreeSet::new(),
            losses: BTreeSet::new(),
            dice,
            last: MessageNumber(0),
        }
    }

    /// Whether what the one sends to the other is lost.
    #[must_use]
    pub fn is_cut(&self, from: NodeId, to: NodeId) -> bool {
        self.cut
            .get(from.slot())
            .is_some_and(|cut| cut.contains(to))
    }

    /// Whether any link is cut, or any node isolated.
    #[must_use]
    pub fn has_cuts(&self) -> bool {
        !self.isolated.is_empty() || self.cut.iter().any(|cut| !cut.is_empty())
    }

    /// The nodes that were isolated by name and not healed since.
    #[must_use]
    pub fn isolated(&self) -> NodeSet {
        self.isolated
    }

    /// How many nodes it connects.
    pub(super) fn node_count(&self) -> usize {
        self.cut.len()
    }

    /// Whom a node cannot send to.
    pub(super) fn cut_from(&self, node: NodeId) -> NodeSet {
        self.cut.get(node.slot()).copied().unwrap_or_default()
    }

    /// Who cannot send to a node.
    pub(super) fn cut_to(&self, node: NodeId) -> NodeSet {
        let everyone = (0..self.cut.len()).map(NodeId::at_slot);
        everyone.filter(|from| self.is_cut(*from, node)).collect()
    }

    /// What is held.
    pub fn holds(&self) -> impl Iterator<Item = &Traffic> {
        self.holds.iter()
    }

    /// What is lost on purpose.
    pub fn losses(&self) -> impl Iterator<Item = &Traffic> {
        self.losses.iter()
    }

    pub(super) fn cut(&mut self, cut: Cut, recorder: &Recorder<'_>) {
        let (a, b) = cut.ends();
        self.set_cut(a, b, true);
        if matches!(cut, Cut::Between(..)) {
            self.set_cut(b, a, true);
        }
        recorder.note_all(Fact::WasCut(cut));
        self.lose_what_is_cut(recorder);
    }

    pub(super) fn isolate(&mut self, nodes: NodeSet, recorder: &Recorder<'_>) {
        for node in nodes.iter() {
            self.isolated.insert(node);
            self.set_all(node, true);
        }
        recorder.note_all(Fact::Isolated(nodes));
        self.lose_what_is_cut(recorder);
    }

    /// Every link anew: cut between the groups, whole within. Every node is in exactly one of them.
    pub(super) fn partition(&mut self, groups: &[NodeSet], recorder: &Recorder<'_>) {
        let everyone = NodeSet::first(self.cut.len() as u64);
        self.isolated = NodeSet::EMPTY;
        for (slot, cut) in self.cut.iter_mut().enumerate() {
            let own = groups
                .iter()
                .find(|group| group.contains(NodeId::at_slot(slot)));
            *cut = own.map_or(NodeSet::EMPTY, |own| everyone.without(*own));
        }
        recorder.note_all(Fact::Partitioned(groups.into()));
        self.lose_what_is_cut(recorder);
    }

    pub(super) fn heal(&mut self, heal: Heal, recorder: &Recorder<'_>) {
        match heal {
            Heal::Everything => {
                self.isolated = NodeSet::EMPTY;
                self.cut.fill(NodeSet::EMPTY);
            }
            Heal::Between(a, b) => {
                self.set_cut(a, b, false);
                self.set_cut(b, a, false);
            }
            Heal::OneWay(a, b) => self.set_cut(a, b, false),
            Heal::Node(node) => {
                self.isolated.remove(node);
                self.set_all(node, false);
            }
        }
        recorder.note_all(Fact::Healed(heal));
    }

    pub(super) fn hold(&mut self, traffic: Traffic, recorder: &Recorder<'_>) {
        self.holds.insert(traffic);
        recorder.note_all(Fact::Held(traffic));
        self.refresh();
    }

    /// Ends a hold, or every one; tells whether it was there.
    pub(super) fn release(&mut self, traffic: Option<Traffic>, recorder: &Recorder<'_>) -> bool {
        let was_there = end(&mut self.holds, traffic);
        if was_there {
            recorder.note_all(Fact::Released(traffic));
            self.refresh();
        }
        was_there
    }

    pub(super) fn lose(&mut self, traffic: Traffic, recorder: &Recorder<'_>) {
        self.losses.insert(traffic);
        recorder.note_all(Fact::Losing(traffic));
    }

    /// Ends a loss, or every one; tells whether it was there.
    pub(super) fn keep(&mut self, traffic: Option<Traffic>, recorder: &Recorder<'_>) -> bool {
        let was_there = end(&mut self.losses, traffic);
        if was_there {
            recorder.note_all(Fact::Keeping(traffic));
        }
        was_there
    }

    /// Notes that a process stands still, or goes on.
    pub(super) fn set_paused(&mut self, node: NodeId, paused: bool) {
        let changed = if paused {
            self.paused.insert(node)
        } else {
            self.paused.remove(node)
        };
        if changed {
            self.refresh();
        }
    }

    /// Loses everything in flight to a node that is down.
    pub(super) fn lose_all_to(&mut self, node: NodeId, recorder: &Recorder<'_>) {
        self.lose_where(Loss::Down, recorder, |flight| flight.envelope.to == node);
    }

    /// Loses a message by hand.
    pub(super) fn drop_one(&mut self, number: MessageNumber, recorder: &Recorder<'_>) {
        self.lose_one(number, Loss::Dropped, recorder);
    }

    /// Moves a message's due tick later.
    pub(super) fn delay(&mut self, number: MessageNumber, ticks: u64, recorder: &Recorder<'_>) {
        let Some(due) = self
            .flights
            .get(number)
            .map(|flight| flight.due.plus(ticks))
        else {
            return;
        };
        self.flights.set_due(number, due);
        recorder.note_all(Fact::Delayed { number, due });
    }

    /// Takes a message out of flight for good.
    pub(super) fn lose_one(&mut self, number: MessageNumber, why: Loss, recorder: &Recorder<'_>) {
        if let Some(flight) = self.flights.take(number) {
            note_loss(&flight.envelope, number, why, recorder);
        }
    }

    /// Puts a second copy in flight, due when the first is.
    pub(super) fn duplicate(&mut self, original: MessageNumber, recorder: &Recorder<'_>) {
        let Some(flight) = self.flights.get(original).cloned() else {
            return;
        };
        self.launch_copy(original, flight, recorder);
    }

    fn launch_copy(
        &mut self,
        original: MessageNumber,
        mut flight: Flight,
        recorder: &Recorder<'_>,
    ) {
        flight.number = self.next_number();
        recorder.note_all(Fact::Copied {
            original,
            number: flight.number,
        });
        self.launch(flight, recorder);
    }

    #[inline]
    fn launch(&mut self, flight: Flight, recorder: &Recorder<'_>) {
        if self.is_full(&flight.envelope) {
            note_loss(&flight.envelope, flight.number, Loss::QueueFull, recorder);
        } else {
            self.flights.launch(flight);
        }
    }

    /// A link can only be full when as many messages are in flight at all, so counting them is rare.
    fn is_full(&self, envelope: &Envelope) -> bool {
        let most = usize::try_from(self.settings.link_queue_max).unwrap_or(usize::MAX);
        let on_link = |flight: &&Flight| {
            flight.envelope.from == envelope.from && flight.envelope.to == envelope.to
        };
        self.flights.len() >= most && self.flights.iter().filter(on_link).count() >= most
    }

    fn next_number(&mut self) -> MessageNumber {
        self.last = MessageNumber(self.last.0 + 1);
        self.last
    }

    fn set_cut(&mut self, from: NodeId, to: NodeId, cut: bool) {
        if let Some(row) = self.cut.get_mut(from.slot()) {
            if cut {
                row.insert(to)
            } else {
                row.remove(to)
            };
        }
    }

    fn set_all(&mut self, node: NodeId, cut: bool) {
        for other in (0..self.cut.len())
            .map(NodeId::at_slot)
            .filter(|other| *other != node)
        {
            self.set_cut(node, other, cut);
            self.set_cut(other, node, cut);
        }
    }

    fn lose_what_is_cut(&mut self, recorder: &Recorder<'_>) {
        let cut = self.cut.clone();
        self.lose_where(Loss::Cut, recorder, |flight| {
            cut.get(flight.envelope.from.slot())
                .is_some_and(|cut| cut.contains(flight.envelope.to))
        });
    }

    fn lose_where(&mut self, why: Loss, recorder: &Recorder<'_>, lost: impl Fn(&Flight) -> bool) {
        let numbers: Vec<_> = self
            .flights
            .iter()
            .filter(|flight| lost(flight))
            .map(|flight| flight.number)
            .collect();
        for number in numbers {
            self.lose_one(number, why, recorder);
        }
    }

    fn refresh(&mut self) {
        let (holds, paused) = (&self.holds, self.paused);
        self.flights.set_obstacles(
            |flight| any_matches(holds, &flight.envelope),
            |flight| paused.contains(flight.envelope.to),
        );
    }

    fn loss_of(&self, envelope: &Envelope, unlucky: bool) -> Option<Loss> {
        if self.is_cut(envelope.from, envelope.to) {
            Some(Loss::Cut)
        } else if any_matches(&self.losses, envelope) {
            Some(Loss::Rule)
        } else {
            unlucky.then_some(Loss::Chance)
        }
    }
}

/// The network as a node's transport, for the length of one input.
pub(super) struct Wire<'n, 'a> {
    pub(super) network: &'n mut Network,
    pub(super) recorder: &'a Recorder<'a>,
    pub(super) now: Tick,
    /// The life of the node that sends.
    pub(super) life: u64,
}

impl Transport for Wire<'_, '_> {
    fn send(&mut self, envelope: Envelope) {
        let network = &mut *self.network;
        let (number, settings) = (network.next_number(), network.settings);
        let unlucky = network.dice.percent(settings.loss_percent);
        let due = self
            .now
            .plus(network.dice.range(settings.delay_min..=settings.delay_max));
        let twice = network.dice.percent(settings.duplicate_percent);
        let copy_due = self
            .now
            .plus(network.dice.range(settings.delay_min..=settings.delay_max));
        let sent = || Fact::Sent {
            number,
            to: envelope.to,
            term: envelope.term,
            brief: Brief::of(&envelope),
        };
        self.recorder.note_made(envelope.from, self.life, sent);
        if let Some(why) = network.loss_of(&envelope, unlucky) {
            note_loss(&envelope, number, why, self.recorder);
            return;
        }
        let held = any_matches(&network.holds, &envelope);
        let waiting = network.paused.contains(envelope.to);
        let envelope = if settings.encodes {
            through_bytes(&envelope)
        } else {
            envelope
        };
        let flight = Flight {
            number,
            envelope,
            sent: self.now,
            due,
            held,
            waiting,
        };
        if !twice {
            network.launch(flight, self.recorder);
            return;
        }
        let copy = Flight {
            due: copy_due,
            ..flight.clone()
        };
        network.launch(flight, self.recorder);
        network.launch_copy(number, copy, self.recorder);
    }
}

impl Cut {
    /// The two nodes.
    #[must_use]
    pub fn ends(self) -> (NodeId, NodeId) {
        match self {
            Self::Between(a, b) | Self::OneWay(a, b) => (a, b),
        }
    }
}

impl Traffic {
    /// Messages of a message's kind, on its link.
    #[must_use]
    pub fn of(envelope: &Envelope) -> Self {
        Self {
            link: Link {
                from: Some(envelope.from),
                to: Some(envelope.to),
            },
            kind: Some(envelope.message.kind()),
        }
    }

    /// Whether messages of this kind from the one to the other are meant.
    #[must_use]
    pub fn matches(&self, from: NodeId, to: NodeId, kind: MessageKind) -> bool {
        self.link.from.is_none_or(|wanted| wanted == from)
            && self.link.to.is_none_or(|wanted| wanted == to)
            && self.kind.is_none_or(|wanted| wanted == kind)
    }
}

fn any_matches(traffic: &BTreeSet<Traffic>, envelope: &Envelope) -> bool {
    !traffic.is_empty() && {
        let kind = envelope.message.kind();
        traffic
            .iter()
            .any(|traffic| traffic.matches(envelope.from, envelope.to, kind))
    }
}

fn end(set: &mut BTreeSet<Traffic>, traffic: Option<Traffic>) -> bool {
    match traffic {
        Some(traffic) => set.remove(&traffic),
        None => !std::mem::take(set).is_empty(),
    }
}

pub(super) fn note_loss(
    envelope: &Envelope,
    number: MessageNumber,
    why: Loss,
    recorder: &Recorder<'_>,
) {
    let (from, to, kind) = (envelope.from, envelope.to, envelope.message.kind());
    recorder.note_all(Fact::Lost {
        number,
        from,
        to,
        kind,
        why,
    });
}

/// A message as it comes out of its bytes.
fn through_bytes(envelope: &Envelope) -> Envelope {
    let bytes = wire::encode(envelope);
    wire::decode(&bytes).expect("what a node says can be written down and read again")
}
