//! A carrier in memory: every message in flight can be seen, named and steered.
//!
//! It holds messages in the order of sending and knows when each is due. Whether one is lost, delayed or held is
//! decided above, in `crate::cluster`.

use super::message::Envelope;
use crate::ids::Tick;
use std::collections::VecDeque;
use std::fmt;

/// The number of an attempt to send, from 1; lost ones and copies have one too. Written `m17`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct MessageNumber(pub u64);

impl fmt::Display for MessageNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "m{}", self.0)
    }
}

/// A message in flight.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Flight {
    /// Which attempt to send it is.
    pub number: MessageNumber,
    /// The message.
    pub envelope: Envelope,
    /// When it was sent.
    pub sent: Tick,
    /// When it arrives, unless it is held up.
    pub due: Tick,
    /// A person holds what is on its link.
    pub held: bool,
    /// Its receiver stands still.
    pub waiting: bool,
}

impl Flight {
    /// Whether it arrives by itself when due.
    #[must_use]
    pub fn is_deliverable(&self) -> bool {
        !self.held && !self.waiting
    }
}

/// Messages in flight, in the order of sending.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MemTransport {
    /// By number; a place is empty once its message has left. The first place never is.
    slots: VecDeque<(MessageNumber, Option<Flight>)>,
    /// What arrives by itself, by due tick and then order of sending: mostly put in at the end and taken at the front.
    due: VecDeque<(Tick, MessageNumber)>,
    count: usize,
}

/// Empty places beyond the number of messages at which the list is tidied.
const EMPTY_SLACK: usize = 64;

impl MemTransport {
    /// How many messages are in flight.
    #[must_use]
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether nothing is in flight.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Takes a message; its number must be above all before.
    #[inline]
    pub fn launch(&mut self, flight: Flight) {
        assert!(
            self.slots
                .back()
                .is_none_or(|(last, _)| *last < flight.number),
            "messages are numbered in the order of sending"
        );
        if flight.is_deliverable() {
            put(&mut self.due, (flight.due, flight.number));
        }
        // Room first, so that the message is moved once.
        let slot = || (flight.number, Some(flight));
        self.slots.extend(std::iter::once_with(slot));
        self.count += 1;
    }

    /// The message of that number.
    #[must_use]
    pub fn get(&self, number: MessageNumber) -> Option<&Flight> {
        self.slots.get(self.place(number)?)?.1.as_ref()
    }

    /// Takes a message out of flight.
    pub fn take(&mut self, number: MessageNumber) -> Option<Flight> {
        let place = self.place(number)?;
        // Most messages arrive in turn: what is moved out of the list leaves no empty place to be written.
        let taken = if place == 0 {
            self.slots.pop_front()?.1
        } else {
            self.slots.get_mut(place)?.1.take()
        };
        let flight = taken.as_ref()?;
        if flight.is_deliverable() {
            withdraw(&mut self.due, (flight.due, flight.number));
        }
        self.count -= 1;
        while self
            .slots
            .front()
            .is_some_and(|(_, flight)| flight.is_none())
        {
            self.slots.pop_front();
        }
        if self.slots.len() > 2 * self.count + EMPTY_SLACK {
            self.slots.retain(|(_, flight)| flight.is_some());
        }
        taken
    }

    /// The messages in flight, in the order of sending.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Flight> {
        self.slots.iter().filter_map(|(_, flight)| flight.as_ref())
    }

    /// How many messages arrive by themselves.
    #[must_use]
    pub fn arrival_count(&self) -> usize {
        self.due.len()
    }

    /// The messages that arrive by themselves, in the order of arrival, from a place of that order on.
    pub fn arrivals_from(&self, place: usize) -> impl Iterator<Item = &Flight> {
        let behind = self.due.iter().skip(place);
        behind.filter_map(|(_, number)| self.get(*number))
    }

    /// The messages that something holds up, in the order of sending.
    pub fn held_up(&self) -> impl Iterator<Item = &Flight> {
        let held_up = self.iter().filter(|flight| !flight.is_deliverable());
        held_up.take(self.count - self.due.len())
    }

    /// The first message, in the order of sending and behind a number, that nothing holds up.
    #[must_use]
    pub fn first_deliverable_after(&self, number: MessageNumber) -> Option<&Flight> {
        let from = self.slots.partition_point(|(sent, _)| *sent <= number);
        let later = self
            .slots
            .iter()
            .skip(from)
            .filter_map(|(_, flight)| flight.as_ref());
        later.into_iter().find(|flight| flight.is_deliverable())
    }

    /// The message that arrives next by itself, and when.
    #[must_use]
    pub fn next_due(&self) -> Option<(Tick, MessageNumber)> {
        self.due.front().copied()
    }

    /// Moves a message's due tick; it keeps its place in the order of sending.
    pub fn set_due(&mut self, number: MessageNumber, due: Tick) {
        self.change(number, |flight| flight.due = due);
    }

    /// Sets for every message whether it is held and whether its receiver stands still.
    pub fn set_obstacles(
        &mut self,
        held: impl Fn(&Flight) -> bool,
        waiting: impl Fn(&Flight) -> bool,
    ) {
        for (_, flight) in &mut self.slots {
            let Some(flight) = flight else { continue };
            (flight.held, flight.waiting) = (held(flight), waiting(flight));
            let key = (flight.due, flight.number);
            if flight.is_deliverable() {
                put(&mut self.due, key);
            } else {
                withdraw(&mut self.due, key);
            }
        }
    }

    fn change(&mut self, number: MessageNumber, change: impl FnOnce(&mut Flight)) {
        let Some(place) = self.place(number) else {
            return;
        };
        let Some((_, Some(flight))) = self.slots.get_mut(place) else {
            return;
        };
        withdraw(&mut self.due, (flight.due, number));
        change(flight);
        if flight.is_deliverable() {
            put(&mut self.due, (flight.due, number));
        }
    }

    /// Where a message lies. Numbers without a gap are the rule, and then it is where it counts to be.
    fn place(&self, number: MessageNumber) -> Option<usize> {
        let first = self.slots.front()?.0;
        let guess = usize::try_from(number.0.checked_sub(first.0)?).ok()?;
        if self.slots.get(guess).is_some_and(|(at, _)| *at == number) {
            return Some(guess);
        }
        self.slots
            .binary_search_by_key(&number, |(number, _)| *number)
            .ok()
    }
}

/// Puts a key in its place of a sorted list, once.
fn put(list: &mut VecDeque<(Tick, MessageNumber)>, key: (Tick, MessageNumber)) {
    if list.back().is_none_or(|last| *last < key) {
        list.push_back(key);
    } else if let Err(place) = list.binary_search(&key) {
        list.insert(place, key);
    }
}

/// Takes a key out of a sorted list, if it is there.
fn withdraw(list: &mut VecDeque<(Tick, MessageNumber)>, key: (Tick, MessageNumber)) {
    if list.front() == Some(&key) {
        list.pop_front();
    } else if let Ok(place) = list.binary_search(&key) {
        list.remove(place);
    }
}
