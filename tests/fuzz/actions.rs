//! Any action at all, drawn from choices, with numbers small enough that a run of many ends soon.

use crate::choices::Choices;
use granary::cluster::action::{
    Action, Asked, Cut, Damage, Heal, Link, MessageChoice, Nodes, Pick, Request, Tear, Traffic,
};
use granary::ids::{Index, NodeId};
use granary::transport::{MessageKind, MessageNumber};

/// What the actions may name.
pub struct World {
    /// How many nodes there are.
    pub nodes: u64,
    /// How many messages were sent so far.
    pub sent: u64,
}

impl World {
    fn node(&self, choices: &mut Choices<'_>) -> NodeId {
        NodeId(choices.within(1, self.nodes))
    }

    fn nodes(&self, choices: &mut Choices<'_>) -> Nodes {
        match choices.below(8) {
            0 => Nodes::All,
            1 => Nodes::Live,
            2 => Nodes::Leader,
            _ => Nodes::These(vec![self.node(choices)]),
        }
    }

    fn traffic(&self, choices: &mut Choices<'_>) -> Traffic {
        let end = |choices: &mut Choices<'_>| {
            let is_named = choices.below(3) > 0;
            is_named.then(|| self.node(choices))
        };
        let (from, to) = (end(choices), end(choices));
        let kind = match choices.below(6) {
            5 => None,
            place => Some(MessageKind::ALL[place].0),
        };
        Traffic {
            link: Link { from, to },
            kind,
        }
    }

    fn message(&self, choices: &mut Choices<'_>) -> (MessageChoice, Pick) {
        let choice = if choices.is_so() {
            MessageChoice::On(self.traffic(choices))
        } else {
            let back = choices.below(20) as u64;
            MessageChoice::Number(MessageNumber(self.sent.saturating_sub(back)))
        };
        let pick = [Pick::First, Pick::Last, Pick::All][choices.below(3)];
        (choice, pick)
    }

    /// Two nodes, which may be the same.
    fn two(&self, choices: &mut Choices<'_>) -> (NodeId, NodeId) {
        (self.node(choices), self.node(choices))
    }

    /// An action. It may be one that cannot be carried out.
    pub fn action(&self, choices: &mut Choices<'_>) -> Action {
        match choices.below(5) {
            0 | 1 => self.of_time(choices),
            2 => self.of_messages(choices),
            3 => self.of_nodes(choices),
            _ => self.of_clients_and_links(choices),
        }
    }

    fn of_time(&self, choices: &mut Choices<'_>) -> Action {
        match choices.below(8) {
            0..=3 => Action::Tick(choices.within(0, 20)),
            4 => Action::TickNodes(self.nodes(choices), choices.within(0, 25)),
            5 => Action::Step(choices.within(0, 20)),
            6 => Action::Flush,
            _ => Action::Settle,
        }
    }

    fn of_messages(&self, choices: &mut Choices<'_>) -> Action {
        let traffic = self.traffic(choices);
        let some = |choices: &mut Choices<'_>| choices.is_so().then_some(traffic);
        let (choice, pick) = self.message(choices);
        match choices.below(8) {
            0 => Action::Deliver(choice, pick),
            1 => Action::Drop(choice, pick),
            2 => Action::Duplicate(choice, pick),
            3 => Action::Delay(choice, choices.number(), pick),
            4 => Action::Hold(traffic),
            5 => Action::Release(some(choices)),
            6 => Action::Lose(traffic),
            _ => Action::Keep(some(choices)),
        }
    }

    fn of_nodes(&self, choices: &mut Choices<'_>) -> Action {
        let nodes = self.nodes(choices);
        match choices.below(16) {
            0 | 1 => Action::Elect(nodes),
            2 => Action::Timeout(nodes, choices.is_so().then(|| choices.within(1, 30))),
            3 => Action::Heartbeat(nodes),
            4 => Action::Crash(nodes),
            5 => Action::CrashAtSync(nodes),
            6 => Action::CrashAtSend(nodes, choices.within(1, 5)),
            7 => Action::Tear(nodes, tear(choices)),
            8 => {
                let damage = [Damage::Bit, Damage::Zeros][choices.below(2)];
                Action::Rot(nodes, Index(choices.number()), damage)
            }
            9 | 10 => Action::Restart(nodes),
            11 => Action::Wipe(nodes),
            12 => Action::Pause(nodes),
            13 => Action::Resume(nodes),
            14 => Action::Clock(nodes, [0, 100, 500, 1000, 10_000][choices.below(5)]),
            _ => Action::Sync(nodes, choices.is_so()),
        }
    }

    fn of_clients_and_links(&self, choices: &mut Choices<'_>) -> Action {
        let (one, other) = self.two(choices);
        match choices.below(14) {
            0..=3 => Action::Submit(self.asked(choices), request(choices)),
            4 => Action::Load(choices.is_so().then(|| choices.within(1, 9))),
            5 => Action::Cut(Cut::Between(one, other)),
            6 => Action::Cut(Cut::OneWay(one, other)),
            7 => Action::Isolate(self.nodes(choices)),
            8 => Action::Partition(vec![vec![one], vec![other]]),
            9 => Action::Heal(match choices.below(4) {
                0 => Heal::Everything,
                1 => Heal::Between(one, other),
                2 => Heal::OneWay(one, other),
                _ => Heal::Node(one),
            }),
            10 => {
                let least = choices.within(1, 5);
                Action::SetDelay(least, least + choices.within(0, 9))
            }
            11 => Action::SetLoss(choices.within(0, 100)),
            12 => Action::SetDuplicate(choices.within(0, 50)),
            _ => Action::SetSync(choices.within(0, 5)),
        }
    }

    fn asked(&self, choices: &mut Choices<'_>) -> Asked {
        if choices.is_so() {
            Asked::Leader
        } else {
            Asked::Node(self.node(choices))
        }
    }
}

fn tear(choices: &mut Choices<'_>) -> Tear {
    match choices.below(3) {
        0 => Tear::Half,
        1 => Tear::Bytes(choices.within(0, 300)),
        _ => Tear::Zero(vec![choices.below(4) as u64]),
    }
}

fn request(choices: &mut Choices<'_>) -> Request {
    let key: Vec<u8> = vec![b'a' + choices.byte() % 3];
    match choices.below(4) {
        0 => Request::Get { key: key.into() },
        1 => Request::Delete { key: key.into() },
        2 => Request::Set {
            key: key.into(),
            value: vec![b'x'; choices.below(2000)].into(),
        },
        _ => Request::Set {
            key: key.into(),
            value: choices.bytes(20).into(),
        },
    }
}
