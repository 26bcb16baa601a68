//! Messages: what each case decodes to, what servers in every role make of it, and floods.

use crate::servers::{Server, forged, noops};
use crate::{corpus, in_good_time, replayed};
use granary::command::{Command, KEY_BYTES_MAX, VALUE_BYTES_MAX};
use granary::ids::{Index, NodeId, Term};
use granary::log::codec::Writer;
use granary::log::wire::{Record, encode_command, encode_record};
use granary::log::{Entry, LogPosition, Payload};
use granary::node::Role;
use granary::transport::wire::{decode, encode};
use granary::transport::{AppendEntries, Envelope, Message};

const ROLES: [Role; 3] = [Role::Follower, Role::Candidate, Role::Leader];
/// The edges of a number of 64 bits.
const EDGES: [u64; 5] = [0, 1, 1 << 63, u64::MAX - 1, u64::MAX];

fn told(bytes: &[u8]) -> String {
    let envelope = match decode(bytes) {
        Ok(envelope) => envelope,
        Err(error) => return error.to_string(),
    };
    assert_eq!(encode(&envelope), bytes, "what decodes is what was encoded");
    let Envelope { from, to, term, .. } = envelope;
    let kind = envelope.message.kind().word();
    let verdicts = ROLES.map(|role| {
        let mut server = Server::in_role(role);
        let (sent, refused) = server.hear(&envelope);
        let became = server.node.role();
        // And it goes on as a server does.
        server.elect();
        server.tick();
        refused.unwrap_or_else(|| format!("{became:?} sends {sent}"))
    });
    let heard = if verdicts.iter().all(|verdict| *verdict == verdicts[0]) {
        verdicts[0].clone()
    } else {
        verdicts.join(", ")
    };
    format!("{kind} {from}->{to} of term {term}: {heard}")
}

#[test]
fn the_corpus_is_refused_with_a_place_or_judged() {
    insta::assert_snapshot!("wire", replayed("wire", told));
}

#[test]
fn every_cut_and_every_flip_of_the_good_ones_is_refused() {
    for case in corpus("wire")
        .iter()
        .filter(|case| case.name.starts_with("good-"))
    {
        let mut bytes = case.bytes.clone();
        for cut in 0..bytes.len() {
            assert!(decode(&bytes[..cut]).is_err(), "{} cut at {cut}", case.name);
        }
        for bit in 0..bytes.len() * 8 {
            bytes[bit / 8] ^= 1 << (bit % 8);
            let error = decode(&bytes).expect_err("a flipped bit is seen");
            assert!(error.at <= bytes.len() as u64, "{error}");
            bytes[bit / 8] ^= 1 << (bit % 8);
        }
    }
}

#[test]
fn a_flip_behind_a_fitting_checksum_is_judged_by_servers_in_every_role() {
    for case in corpus("wire")
        .iter()
        .filter(|case| case.name.starts_with("good-"))
    {
        for bit in 64..case.bytes.len() * 8 {
            let mut payload = case.bytes[8..].to_vec();
            payload[bit / 8 - 8] ^= 1 << (bit % 8);
            let mut bytes = Vec::new();
            Writer::new(&mut bytes).frame(|out| out.bytes(&payload));
            told(&bytes);
        }
    }
}

#[test]
fn numbers_at_their_edges_in_every_field_stop_no_server() {
    let position = |index, term| LogPosition {
        index: Index(index),
        term: Term(term),
    };
    for (prev, term, commit) in EDGES
        .iter()
        .flat_map(|prev| EDGES.iter().map(move |term| (prev, term)))
        .flat_map(|(prev, term)| EDGES.iter().map(move |commit| (*prev, *term, *commit)))
    {
        for from in [0, 1, 2, 3, 9, u64::MAX] {
            let envelope = Envelope {
                from: NodeId(from),
                to: NodeId(2),
                term: Term(term),
                message: Message::AppendEntries(AppendEntries {
                    prev: position(prev.min(u64::MAX - 3), term),
                    leader_commit: Index(commit),
                    entries: noops(prev.min(u64::MAX - 3) + 1, prev.min(u64::MAX - 3) + 2, term),
                }),
            };
            told(&encode(&envelope));
        }
    }
}

#[test]
fn keys_and_values_of_the_largest_size_pass_and_one_byte_more_does_not() {
    let entry = |payload: &[u8]| {
        let record = encode_record(&Record::Entry(Entry {
            index: Index(9),
            term: Term(2),
            payload: Payload::from_bytes(payload),
        }));
        let mut bytes = Vec::new();
        Writer::new(&mut bytes).frame(|out| {
            out.u8(3);
            for number in [1, 2, 3, 8, 2, 7] {
                out.u64(number);
            }
            out.u32(1);
            out.sized(&record);
        });
        bytes
    };
    let set = |key: usize, value: usize| {
        encode_command(&Command::Set {
            key: &vec![b'k'; key],
            value: &vec![b'v'; value],
        })
    };
    for (key, value, why) in [
        (1, 0, None),
        (KEY_BYTES_MAX, VALUE_BYTES_MAX, None),
        (
            KEY_BYTES_MAX + 1,
            5,
            Some("a key of 4097 bytes is out of bounds at byte 82"),
        ),
        (
            1,
            VALUE_BYTES_MAX + 1,
            Some("a value of 1048577 bytes is out of bounds at byte 87"),
        ),
    ] {
        let refused = in_good_time("a large entry", || decode(&entry(&set(key, value)))).err();
        assert_eq!(refused.map(|error| error.to_string()).as_deref(), why);
    }
}

#[test]
fn the_same_message_a_million_times_changes_no_more_than_once() {
    let flood = |name: &str, role| {
        let cases = corpus("wire");
        let case = cases.iter().find(|case| case.name == name);
        let bytes = &case.expect("it is in the corpus").bytes;
        let mut server = Server::in_role(role);
        server.hear(&decode(bytes).expect("it is a good one"));
        let after_one = server.node.clone();
        for _ in 0..1_000_000 {
            let envelope = decode(bytes).expect("it is a good one");
            let (sent, _) = server.hear(&envelope);
            assert!(sent <= 2, "one message causes {sent}");
        }
        assert_eq!(server.node.log(), after_one.log());
        assert_eq!(server.node.hard_state(), after_one.hard_state());
        assert_eq!(server.node.commit_index(), after_one.commit_index());
    };
    for name in ["good-append", "good-heartbeat", "good-vote"] {
        flood(name, Role::Follower);
    }
    for name in ["good-accepted", "good-refused"] {
        flood(name, Role::Leader);
    }
}

#[test]
fn a_forged_term_near_the_last_one_ends_no_election() {
    for role in ROLES {
        let mut server = Server::in_role(role);
        for term in [u64::MAX, u64::MAX - 1, 1 << 63, (1 << 32) + 4] {
            server.hear(&forged(term));
            assert_eq!(
                server.node.hard_state().term,
                Term(3),
                "{role:?} believes {term}"
            );
        }
        server.elect();
        assert!(server.node.hard_state().term <= Term(4));
    }
}
