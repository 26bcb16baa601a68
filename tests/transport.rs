//! The carrier in memory: what is in flight, in which order it was sent and falls due, and what holds it up.

use granary::ids::{NodeId, Term, Tick};
use granary::transport::{
    Envelope, Flight, MemTransport, Message, MessageKind, MessageNumber, RequestVoteReply,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

fn flight(number: u64, to: u64, due: u64) -> Flight {
    Flight {
        number: MessageNumber(number),
        envelope: Envelope {
            from: NodeId(1),
            to: NodeId(to),
            term: Term(number),
            message: Message::RequestVoteReply(RequestVoteReply { granted: true }),
        },
        sent: Tick(0),
        due: Tick(due),
        held: false,
        waiting: false,
    }
}

fn numbers(mail: &MemTransport) -> Vec<u64> {
    mail.iter().map(|flight| flight.number.0).collect()
}

fn next(mail: &MemTransport) -> Option<(u64, u64)> {
    mail.next_due().map(|(due, number)| (due.0, number.0))
}

fn loaded() -> MemTransport {
    let mut mail = MemTransport::default();
    for (number, to, due) in [(1, 2, 5), (2, 3, 3), (4, 2, 3), (7, 3, 4)] {
        mail.launch(flight(number, to, due));
    }
    mail
}

#[test]
fn messages_stand_in_the_order_of_sending_and_arrive_in_that_of_their_due_ticks() {
    let mut mail = loaded();
    assert_eq!((mail.len(), mail.is_empty()), (4, false));
    assert_eq!(numbers(&mail), [1, 2, 4, 7]);
    let mut arrivals = Vec::new();
    while let Some((due, number)) = mail.next_due() {
        let taken = mail.take(number).unwrap();
        assert_eq!((taken.due, taken.number), (due, number));
        arrivals.push(number.0);
    }
    assert_eq!(arrivals, [2, 4, 7, 1]);
    assert_eq!((mail.len(), mail.is_empty()), (0, true));
}

#[test]
fn a_message_is_found_and_taken_by_its_number_once() {
    let mut mail = loaded();
    assert_eq!(mail.get(MessageNumber(4)).unwrap().envelope.to, NodeId(2));
    for absent in [0, 3, 8, u64::MAX] {
        assert_eq!(mail.get(MessageNumber(absent)), None);
        assert_eq!(mail.take(MessageNumber(absent)), None);
    }
    assert_eq!(mail.take(MessageNumber(4)).unwrap().number.0, 4);
    assert_eq!(mail.take(MessageNumber(4)), None);
    assert_eq!(numbers(&mail), [1, 2, 7]);
    assert_eq!(next(&mail), Some((3, 2)));
}

#[test]
fn a_moved_due_tick_changes_when_a_message_arrives_and_not_its_place() {
    let mut mail = loaded();
    mail.set_due(MessageNumber(2), Tick(9));
    mail.set_due(MessageNumber(3), Tick(0));
    assert_eq!(numbers(&mail), [1, 2, 4, 7]);
    assert_eq!(next(&mail), Some((3, 4)));
    mail.set_due(MessageNumber(7), Tick(3));
    mail.take(MessageNumber(4));
    assert_eq!(next(&mail), Some((3, 7)));
}

#[test]
fn what_is_held_or_waits_stays_until_it_may_go() {
    let mut mail = loaded();
    let to = |node: u64| move |flight: &Flight| flight.envelope.to == NodeId(node);
    let never = |_: &Flight| false;
    mail.set_obstacles(to(3), never);
    assert_eq!(next(&mail), Some((3, 4)));
    mail.set_obstacles(to(3), to(2));
    assert_eq!(next(&mail), None);
    assert_eq!(mail.len(), 4, "they are still in flight");
    mail.set_due(MessageNumber(2), Tick(1));
    assert_eq!(next(&mail), None, "a due tick does not free what is held");
    mail.launch(Flight {
        held: true,
        ..flight(8, 3, 0)
    });
    assert_eq!(next(&mail), None);
    mail.set_obstacles(never, to(2));
    assert_eq!(next(&mail), Some((0, 8)));
    mail.set_obstacles(never, never);
    assert_eq!(mail.take(MessageNumber(8)).unwrap().due, Tick(0));
    assert_eq!(next(&mail), Some((1, 2)));
}

#[test]
#[should_panic(expected = "order of sending")]
fn a_number_used_twice_is_our_own_bug() {
    loaded().launch(flight(7, 2, 9));
}

#[test]
fn every_kind_of_message_has_its_word() {
    for (place, (kind, word)) in MessageKind::ALL.into_iter().enumerate() {
        assert_eq!((kind as usize, kind.word()), (place, word));
    }
    assert_eq!(MessageNumber(17).to_string(), "m17");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_carrier_is_a_plain_map_by_number(
        acts in prop::collection::vec((0_u8..5, 0_u64..200, 0_u64..50), 1..400)
    ) {
        let (mut mail, mut plain) = (MemTransport::default(), BTreeMap::new());
        let mut sent = 0;
        for (act, which, due) in acts {
            match act {
                0 | 1 => {
                    sent += 1 + which % 2;
                    mail.launch(flight(sent, which % 5, due));
                    plain.insert(sent, flight(sent, which % 5, due));
                }
                2 => prop_assert_eq!(mail.take(MessageNumber(which)), plain.remove(&which)),
                3 => {
                    mail.set_due(MessageNumber(which), Tick(due));
                    plain.entry(which).and_modify(|flight| flight.due = Tick(due));
                }
                _ => {
                    mail.set_obstacles(|f| f.envelope.to.0 == due % 5, |f| f.number.0 % 7 == due);
                    for flight in plain.values_mut() {
                        flight.held = flight.envelope.to.0 == due % 5;
                        flight.waiting = flight.number.0 % 7 == due;
                    }
                }
            }
            prop_assert_eq!(mail.len(), plain.len());
            prop_assert!(mail.iter().eq(plain.values()));
            let free = plain.values().filter(|flight| flight.is_deliverable());
            prop_assert_eq!(mail.next_due(), free.map(|f| (f.due, f.number)).min());
        }
    }
}
