//! The log of one server: chunks that copies share, and an open tail where single entries gather.
//!
//! A copy costs the same whatever the log's length, and a message or a save that speaks of entries holds on to the
//! memory they lie in. The log carries out what it is told and asserts only that its indexes are contiguous: terms may
//! fall in it where a rule of Raft is broken. What to keep, cut and write is decided in `crate::node::rules`.

use super::entry::{Chunk, Entries, Entry, Piece};
use super::shared_list::SharedList;
use super::wire::PLACE_BYTES;
use crate::ids::{Index, Term};
use std::ops::Range;
use std::sync::Arc;

/// A chunk is full at this many entries..
const CHUNK_ENTRIES_MAX: usize = 256;
/// ..or at this many bytes of payload, whichever comes first.
const CHUNK_BYTES_MAX: usize = 32 << 10;
/// A chunk that arrives whole is shared, not copied, if it is full or has this many bytes. Smaller ones would make a log
/// of many small pieces of memory, and these scatter the rest: the cost of that is far above that of the copies.
const ADOPTED_BYTES_MIN: usize = 8 << 10;
/// What an entry takes in a message beside its payload, in bytes: its length, index and term.
const ENTRY_EXTRA_BYTES: usize = 4 + PLACE_BYTES;

/// The end of a log, or the place before an entry: index and term together (§5.3).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct LogPosition {
    /// 0 before the log.
    pub index: Index,
    /// 0 before the log.
    pub term: Term,
}

/// The entries of one server, from index 1 on.
#[derive(Clone, Debug)]
pub struct RaftLog {
    sealed: SharedList<Arc<Chunk>>,
    tail: Chunk,
}

impl Default for RaftLog {
    fn default() -> Self {
        Self {
            sealed: SharedList::default(),
            tail: Chunk::starting_at(Index::FIRST),
        }
    }
}

/// How a log and arriving entries compare, from the first of them on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Comparison {
    /// The last of the arriving entries up to which the log holds them all; the index before them if none.
    pub held_through: Index,
    /// The first arriving entry in whose place the log holds one of another term, with the log's term.
    pub conflict: Option<LogPosition>,
}

impl RaftLog {
    /// The index of the first entry still in the log; 1 until logs are compacted.
    #[must_use]
    pub fn first_index(&self) -> Index {
        Index::FIRST
    }

    /// The index of the last entry; 0 when empty.
    #[must_use]
    pub fn last_index(&self) -> Index {
        self.tail.last_index()
    }

    /// The index up to which entries lie in chunks that a [`Self::slice`] shares; those behind are copied by it.
    #[must_use]
    pub fn shared_through(&self) -> Index {
        self.tail.first.prev()
    }

    /// Index and term of the last entry.
    #[must_use]
    pub fn last(&self) -> LogPosition {
        let index = self.last_index();
        let term = self
            .tail
            .last_term()
            .or_else(|| self.sealed.last().and_then(|chunk| chunk.last_term()));
        LogPosition {
            index,
            term: term.unwrap_or(Term::ZERO),
        }
    }

    /// The term of the entry at an index: term 0 at index 0, none beyond the log.
    #[must_use]
    pub fn term_at(&self, index: Index) -> Option<Term> {
        if index == Index::ZERO {
            return Some(Term::ZERO);
        }
        self.locate(index).map(|(chunk, at)| chunk.term_at(at))
    }

    /// The entry at an index.
    #[must_use]
    pub fn entry(&self, index: Index) -> Option<Entry<'_>> {
        self.locate(index).map(|(chunk, at)| chunk.entry_at(at))
    }

    /// All entries from an index on, in order.
    pub fn iter_from(&self, from: Index) -> impl Iterator<Item = Entry<'_>> {
        let chunk = if from < self.tail.first {
            self.sealed
                .partition_point(|chunk| chunk.last_index() < from)
        } else {
            self.sealed.len()
        };
        let sealed = self.sealed.iter_from(chunk).map(Arc::as_ref);
        sealed
            .chain(std::iter::once(&self.tail))
            .flat_map(move |chunk| {
                (place(from, chunk.first)..chunk.len()).map(|at| chunk.entry_at(at))
            })
    }

    /// Adds an entry, its payload as bytes, behind the last; gives its index.
    pub fn append(&mut self, term: Term, payload: &[u8]) -> Index {
        self.tail.push(term, payload);
        let index = self.tail.last_index();
        self.seal_if_full();
        index
    }

    fn seal_if_full(&mut self) {
        if self.tail.len() >= CHUNK_ENTRIES_MAX || self.tail.byte_len() >= CHUNK_BYTES_MAX {
            self.seal();
        }
    }

    fn seal(&mut self) {
        self.tail.shrink();
        let next = self.tail.successor(self.last_index().next());
        let full = std::mem::replace(&mut self.tail, next);
        self.sealed.push(Arc::new(full));
    }

    /// Takes a whole chunk behind the last entry, and shares it with whoever else holds it.
    fn adopt(&mut self, chunk: &Arc<Chunk>) {
        if self.tail.len() > 0 {
            self.seal();
        }
        self.sealed.push(Arc::clone(chunk));
        self.tail.first = chunk.last_index().next();
    }

    /// Adds entries that begin right behind the last one.
    pub fn extend(&mut self, entries: &Entries) {
        assert!(
            entries
                .first_index()
                .is_none_or(|first| first == self.last_index().next()),
            "a log's indexes are contiguous"
        );
        for piece in entries.pieces() {
            let is_large = |chunk: &&Arc<Chunk>| {
                chunk.len() >= CHUNK_ENTRIES_MAX || chunk.byte_len() >= ADOPTED_BYTES_MIN
            };
            if let Some(chunk) = piece.whole_chunk().filter(is_large) {
                self.adopt(chunk);
                continue;
            }
            let ((mut at, end), chunk) = (piece.ends(), piece.chunk());
            while at < end {
                let places = CHUNK_ENTRIES_MAX - self.tail.len();
                let room = CHUNK_BYTES_MAX - self.tail.byte_len();
                let next = begun_within(chunk, at..end.min(at + places), room, 0).0;
                self.tail.push_all(chunk, at, next);
                self.seal_if_full();
                at = next;
            }
        }
    }

    /// Removes the entry at `from` and all that follow it.
    pub fn cut(&mut self, from: Index) {
        if from > self.last_index() {
            return;
        }
        let keep = from.max(Index::FIRST);
        if keep < self.tail.first {
            let chunk = self
                .sealed
                .partition_point(|chunk| chunk.last_index() < keep);
            let cut = self.sealed.get(chunk).map(|chunk| chunk.as_ref().clone());
            self.tail = cut.expect("an index below the tail lies in a sealed chunk");
            self.sealed.truncate(chunk);
        }
        self.tail
            .truncate(usize::try_from(keep.above(self.tail.first)).unwrap_or(usize::MAX));
        // A chunk that was adopted may be larger than one of the log's own.
        self.seal_if_full();
    }

    /// Entries from an index on: at most `count` of them, and none begun after `bytes` bytes, counted as in a message.
    #[must_use]
    pub fn slice(&self, from: Index, count: u64, bytes: usize) -> Entries {
        let last = self
            .last_index()
            .min(Index(from.prev().0.saturating_add(count)));
        if from == Index::ZERO || from > last {
            return Entries::NONE;
        }
        if from >= self.tail.first {
            return Entries::whole(self.gather_tail(from, last, bytes));
        }
        let (mut pieces, mut next, mut room) = (Vec::new(), from, bytes);
        let mut at = self
            .sealed
            .partition_point(|chunk| chunk.last_index() < from);
        while let Some(chunk) = self.sealed.get(at).filter(|_| next <= last && room > 0) {
            let start = place(next, chunk.first);
            let wanted = start..place(last.next(), chunk.first).min(chunk.len());
            let end;
            (end, room) = begun_within(chunk, wanted, room, ENTRY_EXTRA_BYTES);
            next = chunk.first.plus(end as u64);
            pieces.push(Piece::new(Arc::clone(chunk), start, end));
            at += 1;
        }
        if next <= last && room > 0 {
            pieces.push(Piece::whole(self.gather_tail(next, last, room)));
        }
        Entries::from_pieces(pieces)
    }

    /// Compares arriving entries with what the log holds in their places.
    #[must_use]
    pub fn compare(&self, entries: &Entries) -> Comparison {
        let before = entries.first_index().unwrap_or(Index::FIRST).prev();
        let mut held_through = before;
        for entry in entries.iter() {
            match self.term_at(entry.index) {
                Some(term) if term == entry.term => held_through = entry.index,
                Some(term) => {
                    let conflict = Some(LogPosition {
                        index: entry.index,
                        term,
                    });
                    return Comparison {
                        held_through,
                        conflict,
                    };
                }
                None => break,
            }
        }
        Comparison {
            held_through,
            conflict: None,
        }
    }

    /// The first index of the run of entries of one term that reaches up to `index`; `index` where the log lacks it.
    #[must_use]
    pub fn first_of_run(&self, index: Index) -> Index {
        let Some(term) = self.term_at(index) else {
            return index;
        };
        self.first_at_or_above(term).min(index)
    }

    /// The last index that holds an entry of the term, in a log whose terms do not fall.
    #[must_use]
    pub fn last_of_term(&self, term: Term) -> Option<Index> {
        let last = self
            .first_at_or_above(Term(term.0.saturating_add(1)))
            .prev();
        (last > Index::ZERO && self.term_at(last) == Some(term)).then_some(last)
    }

    /// The first index whose entry has the term or a higher one, in a log whose terms do not fall; behind the last if none.
    fn first_at_or_above(&self, term: Term) -> Index {
        let chunk = self
            .sealed
            .partition_point(|chunk| chunk.last_term().is_some_and(|last| last < term));
        let chunk = self.sealed.get(chunk).map_or(&self.tail, Arc::as_ref);
        let places: Vec<usize> = (0..chunk.len()).collect();
        chunk
            .first
            .plus(places.partition_point(|at| chunk.term_at(*at) < term) as u64)
    }

    fn locate(&self, index: Index) -> Option<(&Chunk, usize)> {
        if index >= self.tail.first {
            let at = place(index, self.tail.first);
            return (at < self.tail.len()).then_some((&self.tail, at));
        }
        let chunk = self.sealed.get(
            self.sealed
                .partition_point(|chunk| chunk.last_index() < index),
        )?;
        (index >= chunk.first).then(|| (chunk.as_ref(), place(index, chunk.first)))
    }

    fn gather_tail(&self, from: Index, last: Index, bytes: usize) -> Chunk {
        let wanted = place(from, self.tail.first)..place(last.next(), self.tail.first);
        let start = wanted.start;
        let (end, _) = begun_within(&self.tail, wanted, bytes, ENTRY_EXTRA_BYTES);
        self.tail.cut_out(start, end)
    }
}

impl PartialEq for RaftLog {
    fn eq(&self, other: &Self) -> bool {
        self.last() == other.last()
            && self
                .iter_from(Index::FIRST)
                .eq(other.iter_from(Index::FIRST))
    }
}

impl Eq for RaftLog {}

/// The place of an index in a chunk that begins at `first`.
fn place(index: Index, first: Index) -> usize {
    usize::try_from(index.above(first)).unwrap_or(usize::MAX)
}

/// Of the entries at these places those that begin within `room` bytes, each taking `extra` bytes beside its payload:
/// where they end, and the room that is left.
fn begun_within(chunk: &Chunk, places: Range<usize>, room: usize, extra: usize) -> (usize, usize) {
    let (start, all) = (places.start, places.end);
    let taken = |end: usize| chunk.end(end) - chunk.end(start) + (end - start) * extra;
    // Nearly always there is room for all.
    let end = if taken(all) <= room {
        all
    } else {
        places
            .take_while(|at| taken(*at) < room)
            .last()
            .map_or(start, |at| at + 1)
    };
    (end, room.saturating_sub(taken(end)))
}
