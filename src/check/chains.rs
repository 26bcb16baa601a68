//! One number for a log up to a place: the running hash of all entries up to there.
//!
//! If logs match (§5.3), index and term tell the number, whichever log they stand in; so the first one seen at each
//! place is kept for all of them, and a log that differs is found at the entry where it begins to.

use crate::ids::{Index, Term};
use crate::log::{LogPosition, Payload, SharedList};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The number of the empty log.
pub(super) const NOTHING: u64 = 0x243F_6A88_85A3_08D3;
/// Odd, and without a pattern of its own.
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

/// The number of a log with one more entry behind it. A processor of 64 bits takes some nanoseconds.
#[inline]
pub(super) fn link(before: u64, term: Term, payload: Payload<'_>) -> u64 {
    let bytes = match payload {
        Payload::Noop => &[][..],
        Payload::Command(bytes) => bytes,
    };
    let mut hash = mix(before ^ term.0.wrapping_mul(MIX));
    let mut words = bytes.chunks_exact(8);
    for word in &mut words {
        let word = word.try_into().map_or(0, u64::from_le_bytes);
        hash = mix(hash ^ word);
    }
    let rest = words.remainder();
    let last = rest.iter().fold(bytes.len() as u64, |word, byte| {
        word << 8 | u64::from(*byte)
    });
    mix(hash ^ last)
}

fn mix(word: u64) -> u64 {
    let product = u128::from(word ^ MIX) * u128::from(MIX);
    fold(product)
}

#[expect(clippy::cast_possible_truncation, reason = "each half is taken")]
fn fold(product: u128) -> u64 {
    (product >> 64) as u64 ^ product as u64
}

/// The first number seen at each place, over all nodes and the whole run.
#[derive(Clone, Debug, Default)]
pub(super) struct Chains {
    /// The number of the entry first seen at each index from 1.
    first: SharedList<u64>,
    /// From an index on, the term of these entries.
    terms: SharedList<(Index, Term)>,
    /// Other entries at an index.
    others: Arc<BTreeMap<(Index, Term), u64>>,
}

impl Chains {
    /// The number of the logs that hold this entry; none if nobody ever has.
    pub(super) fn at(&self, at: LogPosition) -> Option<u64> {
        if at.index == Index::ZERO {
            return Some(NOTHING);
        }
        let first = self.first_at(at.index);
        if first.is_some() && self.first_term(at.index) == at.term {
            return first;
        }
        self.others.get(&(at.index, at.term)).copied()
    }

    /// The number of the entry first seen at an index.
    #[inline]
    pub(super) fn first_at(&self, index: Index) -> Option<u64> {
        let slot = usize::try_from(index.0).ok()?.checked_sub(1)?;
        self.first.get(slot).copied()
    }

    #[inline]
    fn first_term(&self, index: Index) -> Term {
        match self.terms.last() {
            Some((from, term)) if *from <= index => *term,
            _ => {
                let run = self.terms.partition_point(|(from, _)| *from <= index);
                let run = run.checked_sub(1).and_then(|run| self.terms.get(run));
                run.map_or(Term::ZERO, |(_, term)| *term)
            }
        }
    }

    /// Learns of an entry; a log that holds the same index and term and differs up to there is an error.
    #[inline]
    pub(super) fn learn(&mut self, at: LogPosition, hash: u64) -> Result<(), ()> {
        let seen = self.first.len() as u64;
        if at.index.0 == seen + 1 {
            self.first.push(hash);
            if self.terms.last().is_none_or(|(_, term)| *term != at.term) {
                self.terms.push((at.index, at.term));
            }
            return Ok(());
        }
        match self.at(at) {
            Some(known) if known == hash => Ok(()),
            Some(_) => Err(()),
            None => {
                Arc::make_mut(&mut self.others).insert((at.index, at.term), hash);
                Ok(())
            }
        }
    }
}

/// A place in a log.
pub(super) fn place(index: Index, term: Term) -> LogPosition {
    LogPosition { index, term }
}
