//! Servers in each role, and what they make of a message: data to judge, whatever it says.

use granary::dice::{Dice, Purpose};
use granary::ids::{Index, NodeId, NodeSet, Term};
use granary::log::{Entries, HardState, LogPosition, RaftLog};
use granary::node::{Effects, Event, Identity, NodeSettings, RaftNode, Role, Rules};
use granary::storage::Recovered;
use granary::transport::{AppendEntries, Envelope, Message, RequestVoteReply};

/// s2 of three servers, with its dice.
pub struct Server {
    pub node: RaftNode,
    dice: Dice,
    effects: Effects,
}

impl Server {
    /// A server whose disk holds this.
    pub fn holding(hard_state: HardState, log: RaftLog) -> Self {
        let mut dice = Dice::new(1, Purpose::Network, 2, 0);
        let identity = Identity {
            id: NodeId(2),
            members: NodeSet::first(3),
            settings: NodeSettings::default(),
            rules: Rules::ALL,
            forced_timeout: None,
        };
        let recovered = Recovered {
            hard_state,
            log,
            ..Recovered::default()
        };
        Self {
            node: RaftNode::start(identity, recovered, &mut dice),
            dice,
            effects: Effects::default(),
        }
    }

    /// A server in this role, in term 3, with entries 1 to 10 of terms 1 and 2.
    pub fn in_role(role: Role) -> Self {
        let mut log = RaftLog::default();
        for index in 1..=10 {
            log.append(Term(1 + index / 8), &[3]);
        }
        let term = if role == Role::Follower { 3 } else { 2 };
        let hard = HardState {
            term: Term(term),
            vote: None,
        };
        let mut server = Self::holding(hard, log);
        if role != Role::Follower {
            server.elect();
        }
        if role == Role::Leader {
            server.hear(&Envelope {
                from: NodeId(3),
                to: NodeId(2),
                term: Term(3),
                message: Message::RequestVoteReply(RequestVoteReply { granted: true }),
            });
        }
        assert_eq!(
            (server.node.role(), server.node.hard_state().term),
            (role, Term(3))
        );
        server
    }

    /// Its election timer fires.
    pub fn elect(&mut self) {
        self.node.elect(&mut self.dice, &mut self.effects);
        self.settle();
    }

    /// A tick of its clock.
    pub fn tick(&mut self) {
        self.node.tick(&mut self.dice, &mut self.effects);
        self.settle();
    }

    /// A message arrives; gives how many it sends then, and why it did not believe it, if so.
    pub fn hear(&mut self, envelope: &Envelope) -> (usize, Option<String>) {
        let (before, known) = (self.node.hard_state(), self.node.commit_index());
        self.node
            .receive(envelope, &mut self.dice, &mut self.effects);
        let sent = self.effects.messages.len();
        let refused = self.effects.events.iter().find_map(|event| match event {
            Event::Implausible { why, .. } => Some(format!("{why:?}")),
            _ => None,
        });
        self.settle();
        let node = &self.node;
        assert!(node.hard_state().term >= before.term, "a term falls");
        assert!(node.commit_index() >= known, "a commit index falls");
        assert!(node.commit_index() <= node.log().last_index());
        assert!(
            refused.is_none() || node.hard_state() == before,
            "and nothing is half-done"
        );
        (sent, refused)
    }

    /// Its disk is quick: every save is durable at once.
    fn settle(&mut self) {
        while let Some((number, _)) = self.effects.save.take() {
            self.effects.clear();
            self.node.persisted(number, &mut self.effects);
        }
        self.effects.clear();
    }
}

/// An entry range of one term, as no-ops.
pub fn noops(first: u64, last: u64, term: u64) -> Entries {
    let items = (first..=last).map(|_| (Term(term), &[3][..]));
    Entries::gather(Index(first), items)
}

/// What a forger says in the name of s1.
pub fn forged(term: u64) -> Envelope {
    Envelope {
        from: NodeId(1),
        to: NodeId(2),
        term: Term(term),
        message: Message::AppendEntries(AppendEntries {
            prev: LogPosition::default(),
            leader_commit: Index::ZERO,
            entries: noops(1, 1, 1),
        }),
    }
}
