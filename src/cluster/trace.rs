//! Stamps facts and folds them into one number that proves a replay.
//!
//! A recorder lives for one step. Member and network both write to it while they work, so it is shared, not lent.

use super::event::{Cause, EventId, Fact, Stamped};
use crate::ids::{NodeId, Tick};
use crate::node::Event;
use std::cell::RefCell;
use std::hash::{Hash, Hasher};

/// The hash of all events so far: equal for equal runs, on every machine of 64 bits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct TraceHash(pub u64);

/// How far the trace has come: part of a cluster's state.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) struct Trace {
    pub(super) hash: TraceHash,
    pub(super) last: EventId,
}

/// Takes facts during one step, in the order they are decided.
pub(super) struct Recorder<'a> {
    inner: RefCell<Inner<'a>>,
}

struct Inner<'a> {
    trace: Trace,
    out: &'a mut Vec<Stamped>,
    tick: Tick,
    cause: Cause,
}

impl<'a> Recorder<'a> {
    pub(super) fn new(trace: Trace, out: &'a mut Vec<Stamped>, tick: Tick, cause: Cause) -> Self {
        Self {
            inner: RefCell::new(Inner {
                trace,
                out,
                tick,
                cause,
            }),
        }
    }

    /// What follows is due to this.
    pub(super) fn because(&self, cause: Cause) {
        self.inner.borrow_mut().cause = cause;
    }

    /// Takes a fact about a node in one of its lives.
    pub(super) fn note(&self, node: NodeId, life: u64, fact: Fact) {
        self.inner.borrow_mut().push(Some(node), life, || fact);
    }

    /// The same with a fact that is made where it stays: for those that every message leads to.
    #[inline]
    pub(super) fn note_made(&self, node: NodeId, life: u64, fact: impl FnOnce() -> Fact) {
        self.inner.borrow_mut().push(Some(node), life, fact);
    }

    /// Takes what a node decided in one of its lives.
    pub(super) fn note_events(&self, node: NodeId, life: u64, events: &[Event]) {
        let inner = &mut *self.inner.borrow_mut();
        let (from, before, tick, cause) =
            (inner.out.len(), inner.trace.last.0, inner.tick, inner.cause);
        let stamped = |(id, event): (u64, &Event)| Stamped {
            id: EventId(id),
            tick,
            node: Some(node),
            life,
            cause,
            fact: Fact::Node(*event),
        };
        inner.trace.last = EventId(before + events.len() as u64);
        let numbered = (before + 1..).zip(events);
        inner.out.extend(numbered.map(stamped));
        for stamped in inner.out.iter().skip(from) {
            inner.trace.hash = inner.trace.hash.and(stamped);
        }
    }

    /// Takes a fact about the whole cluster.
    pub(super) fn note_all(&self, fact: Fact) {
        self.inner.borrow_mut().push(None, 0, || fact);
    }

    /// How far the trace has come.
    pub(super) fn trace(&self) -> Trace {
        self.inner.borrow().trace
    }
}

impl Inner<'_> {
    #[inline]
    fn push(&mut self, node: Option<NodeId>, life: u64, fact: impl FnOnce() -> Fact) {
        self.trace.last = EventId(self.trace.last.0 + 1);
        let (id, tick, cause) = (self.trace.last, self.tick, self.cause);
        // Room is made before the event is, which is then built where it stays; `push` would build it and copy it, and to
        // read in wide words what was just written in narrow ones makes a processor wait.
        self.out.extend(std::iter::once_with(|| Stamped {
            id,
            tick,
            node,
            life,
            cause,
            fact: fact(),
        }));
        self.fold_last();
    }

    fn fold_last(&mut self) {
        if let Some(stamped) = self.out.last() {
            self.trace.hash = self.trace.hash.and(stamped);
        }
    }
}

impl TraceHash {
    /// The hash with one more event behind it.
    fn and(self, stamped: &Stamped) -> Self {
        let mut fold = Fold::new();
        stamped.hash(&mut fold);
        Self((self.0.rotate_left(5) ^ fold.finish()).wrapping_mul(FOLD))
    }
}

const FOLD: u64 = 0x517c_c1b7_2722_0a95;
/// An odd number whose multiples tell the places of words apart.
const PLACE: u64 = 0x9E37_79B9_7F4A_7C15;

/// Folds the words of one event, each times a number of its place: fast, since no word waits for the one before, and
/// the same everywhere, which the standard hasher does not promise.
struct Fold {
    sum: u64,
    place: u64,
}

impl Fold {
    #[inline]
    fn new() -> Self {
        Self {
            sum: FOLD,
            place: PLACE,
        }
    }

    #[inline]
    fn word(&mut self, word: u64) {
        self.place = self.place.wrapping_add(PLACE ^ 6);
        self.sum = self.sum.wrapping_add(word.wrapping_mul(self.place));
    }
}

impl Hasher for Fold {
    #[inline]
    fn finish(&self) -> u64 {
        // The upper half of a product depends on every bit of the word, the lower half does not.
        self.sum ^ self.sum.rotate_left(32)
    }

    fn write(&mut self, bytes: &[u8]) {
        self.word(bytes.len() as u64);
        for chunk in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.word(u64::from_le_bytes(word));
        }
    }

    #[inline]
    fn write_u8(&mut self, word: u8) {
        self.word(u64::from(word));
    }

    #[inline]
    fn write_u32(&mut self, word: u32) {
        self.word(u64::from(word));
    }

    #[inline]
    fn write_u64(&mut self, word: u64) {
        self.word(word);
    }

    #[inline]
    fn write_u128(&mut self, word: u128) {
        let bytes = word.to_le_bytes();
        let (low, high) = bytes.split_at(8);
        self.word(u64::from_le_bytes(low.try_into().unwrap_or_default()));
        self.word(u64::from_le_bytes(high.try_into().unwrap_or_default()));
    }

    #[inline]
    fn write_usize(&mut self, word: usize) {
        self.word(word as u64);
    }

    #[inline]
    fn write_isize(&mut self, word: isize) {
        self.word(u64::try_from(word).unwrap_or(u64::MAX));
    }
}
