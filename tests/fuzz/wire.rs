//! Messages: any bytes give a message or an error with its place; what decodes is what was encoded; and whatever decodes
//! is data that a server judges, in any role, without falling over it.

use crate::choices::{Choices, mend_checksums};
use crate::{corpus, scripts};
use granary::command::Command;
use granary::dice::{Dice, Purpose};
use granary::ids::{Index, NodeId, NodeSet, Term};
use granary::log::wire::encode_command;
use granary::log::{Entries, LogPosition};
use granary::node::raft_node::Identity;
use granary::node::settings::NodeSettings;
use granary::node::{Effects, RaftNode, Rules};
use granary::storage::Recovered;
use granary::transport::wire::{decode, encode};
use granary::transport::{
    AppendEntries, AppendEntriesReply, AppendOutcome, Envelope, Message, RequestVote,
    RequestVoteReply,
};

const EXECUTIONS: usize = 40_000;

/// Bytes that are nearly a message: one of the corpus or one made anew, changed, and mostly with a fitting checksum.
fn nearly_a_message(choices: &mut Choices<'_>, corpus: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = match choices.below(4) {
        0 => choices.rest().to_vec(),
        1 => encode(&any_envelope(choices)),
        _ => corpus[choices.below(corpus.len())].clone(),
    };
    let mends = choices.below(4) > 0;
    choices.change(&mut bytes);
    if mends && bytes.len() > 8 {
        let length = u32::try_from(bytes.len() - 8).expect("a short message");
        bytes[..4].copy_from_slice(&length.to_le_bytes());
        mend_checksums(&mut bytes, 0);
    }
    bytes
}

fn position(choices: &mut Choices<'_>) -> LogPosition {
    LogPosition {
        index: Index(choices.number()),
        term: Term(choices.number()),
    }
}

fn any_envelope(choices: &mut Choices<'_>) -> Envelope {
    let (from, to) = (NodeId(choices.number()), NodeId(choices.number()));
    let term = Term(choices.number());
    Envelope {
        from,
        to,
        term,
        message: any_message(choices),
    }
}

fn any_message(choices: &mut Choices<'_>) -> Message {
    match choices.below(4) {
        0 => Message::RequestVote(RequestVote {
            last: position(choices),
        }),
        1 => Message::RequestVoteReply(RequestVoteReply {
            granted: choices.is_so(),
        }),
        2 => {
            let mut prev = position(choices);
            prev.index = Index(prev.index.0.min(u64::MAX - 10));
            let items: Vec<_> = (0..choices.below(5))
                .map(|_| (Term(choices.number()), any_payload(choices)))
                .collect();
            let items = items.iter().map(|(term, payload)| (*term, &payload[..]));
            Message::AppendEntries(AppendEntries {
                prev,
                leader_commit: Index(choices.number()),
                entries: Entries::gather(prev.index.next(), items),
            })
        }
        _ => Message::AppendEntriesReply(AppendEntriesReply {
            prev_index: Index(choices.number()),
            outcome: if choices.is_so() {
                AppendOutcome::Accepted {
                    match_index: Index(choices.number()),
                }
            } else {
                AppendOutcome::Refused {
                    conflict_term: Term(choices.number()),
                    conflict_first: Index(choices.number()),
                }
            },
        }),
    }
}

/// A no-op, or a command within its bounds.
pub fn any_payload(choices: &mut Choices<'_>) -> Vec<u8> {
    let key = [&[choices.byte()][..], &choices.bytes(8)].concat();
    let value = choices.bytes(12);
    match choices.below(4) {
        0 => vec![3],
        1 => encode_command(&Command::Delete { key: &key }),
        2 => encode_command(&Command::Get { key: &key }),
        _ => encode_command(&Command::Set {
            key: &key,
            value: &value,
        }),
    }
}

#[test]
fn decoding() {
    let corpus = corpus("wire");
    bolero::check!()
        .with_generator(scripts(300))
        .with_iterations(EXECUTIONS)
        .for_each(|input| {
            let mut choices = Choices::of(input);
            let bytes = nearly_a_message(&mut choices, &corpus);
            match decode(&bytes) {
                Ok(envelope) => {
                    assert_eq!(encode(&envelope), bytes, "what decodes is what was encoded");
                }
                Err(error) => assert!(error.at <= bytes.len() as u64, "{error} of {}", bytes.len()),
            }
        });
}

#[test]
fn round_trip() {
    bolero::check!()
        .with_generator(scripts(300))
        .with_iterations(EXECUTIONS)
        .for_each(|input| {
            let envelope = any_envelope(&mut Choices::of(input));
            let decoded = decode(&encode(&envelope));
            assert_eq!(decoded.as_ref(), Ok(&envelope));
            assert_eq!(
                encode(&decoded.expect("it was just compared")),
                encode(&envelope)
            );
        });
}

/// One of three servers, in a role that the choices bring it to.
fn a_server(choices: &mut Choices<'_>, dice: &mut Dice) -> RaftNode {
    let identity = Identity {
        id: NodeId(1),
        members: (1..=3).map(NodeId).collect::<NodeSet>(),
        settings: NodeSettings::default(),
        rules: Rules::ALL,
        forced_timeout: None,
    };
    let mut node = RaftNode::start(identity, Recovered::default(), dice);
    let mut effects = Effects::default();
    if choices.below(3) > 0 {
        node.elect(dice, &mut effects);
        settle(&mut node, &mut effects);
    }
    if choices.is_so() {
        let grant = Envelope {
            from: NodeId(2),
            to: NodeId(1),
            term: node.hard_state().term,
            message: Message::RequestVoteReply(RequestVoteReply { granted: true }),
        };
        node.receive(&grant, dice, &mut effects);
        settle(&mut node, &mut effects);
    }
    node
}

/// Its disk is quick: every save is durable at once.
fn settle(node: &mut RaftNode, effects: &mut Effects) {
    while let Some((number, _)) = effects.save.take() {
        effects.clear();
        node.persisted(number, effects);
    }
    effects.clear();
}

#[test]
fn receive() {
    let corpus = corpus("wire");
    bolero::check!()
        .with_generator(scripts(300))
        .with_iterations(EXECUTIONS / 2)
        .for_each(|input| {
            let mut choices = Choices::of(input);
            let mut dice = Dice::new(1, Purpose::Network, 1, 0);
            let mut node = a_server(&mut choices, &mut dice);
            let mut effects = Effects::default();
            for _ in 0..20 {
                let (from, term) = (node.hard_state().term, node.commit_index());
                match choices.below(4) {
                    0 => node.tick(&mut dice, &mut effects),
                    1 => {
                        node.elect(&mut dice, &mut effects);
                    }
                    _ => {
                        let mut envelope = match choices.below(3) {
                            0 => decode(&corpus[choices.below(corpus.len())])
                                .unwrap_or_else(|_| any_envelope(&mut choices)),
                            _ => any_envelope(&mut choices),
                        };
                        // Mostly from somebody who may speak, and near the present term.
                        if choices.below(4) > 0 {
                            envelope.from = NodeId(choices.within(2, 3));
                            envelope.term = Term(node.hard_state().term.0 + choices.within(0, 1));
                        }
                        node.receive(&envelope, &mut dice, &mut effects);
                    }
                }
                assert!(node.hard_state().term >= from, "a term falls");
                assert!(node.commit_index() >= term, "a commit index falls");
                assert!(node.commit_index() <= node.log().last_index());
                settle(&mut node, &mut effects);
            }
        });
}
