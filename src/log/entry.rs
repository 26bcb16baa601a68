//! What a log holds and what messages, saves and events carry: entries, seen by reference, shared in ranges.
//!
//! An entry's payload is kept as the bytes that [`super::wire`] gives it; this file never looks inside a command.
//! Read [`super::raft_log`] next.

use super::ends::{Ends, position};
use crate::ids::{Index, NodeId, Term};
use std::ops::Range;
use std::sync::Arc;

/// The tag, and the whole payload, of a no-op.
pub const NOOP: u8 = 3;

/// One entry, seen where it lies.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry<'a> {
    /// Its place in the log.
    pub index: Index,
    /// The term of the leader that made it.
    pub term: Term,
    /// What it asks for.
    pub payload: Payload<'a>,
}

/// What an entry asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Payload<'a> {
    /// Nothing: a new leader's entry of its own term (§8).
    Noop,
    /// A client's command, as encoded by [`super::wire`].
    Command(&'a [u8]),
}

impl<'a> Payload<'a> {
    /// The payload that these bytes (a tag and its body) stand for.
    #[must_use]
    pub fn from_bytes(bytes: &'a [u8]) -> Self {
        if bytes == [NOOP] {
            Self::Noop
        } else {
            Self::Command(bytes)
        }
    }

    /// The bytes (a tag and its body) that stand for the payload.
    #[must_use]
    pub fn as_bytes(&self) -> &'a [u8] {
        match self {
            Self::Noop => &[NOOP],
            Self::Command(bytes) => bytes,
        }
    }
}

/// What of a server's state besides the log outlives a crash (Figure 2: `currentTerm`, `votedFor`).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct HardState {
    /// The latest term the server has seen.
    pub term: Term,
    /// The candidate it voted for in that term.
    pub vote: Option<NodeId>,
}

/// A run of neighbouring entries in one piece of memory: one arena of bytes and where each ends in it, terms as runs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Chunk {
    pub(crate) first: Index,
    term: Term,
    /// Where later runs of terms begin, and their terms.
    later: Vec<(u32, Term)>,
    ends: Ends,
    bytes: Vec<u8>,
}

impl Chunk {
    pub(crate) fn starting_at(first: Index) -> Self {
        Self {
            first,
            ..Self::default()
        }
    }

    /// A chunk with room for as much as this one has.
    pub(crate) fn successor(&self, first: Index) -> Self {
        Self {
            ends: self.ends.successor(),
            bytes: Vec::with_capacity(self.bytes.len()),
            ..Self::starting_at(first)
        }
    }

    /// The entries at places `from` to `to - 1`, in memory of their own that they fill.
    pub(super) fn cut_out(&self, from: usize, to: usize) -> Self {
        let mut chunk = Self::starting_at(self.first.plus(from as u64));
        chunk.bytes.reserve_exact(self.end(to) - self.end(from));
        chunk.push_all(self, from, to);
        chunk
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    pub(crate) fn byte_len(&self) -> usize {
        self.bytes.len()
    }

    /// The index of the last entry; the one before `first` where there is none.
    pub(crate) fn last_index(&self) -> Index {
        Index(self.first.0 + self.len() as u64 - 1)
    }

    pub(super) fn last_term(&self) -> Option<Term> {
        (self.len() > 0).then(|| self.later.last().map_or(self.term, |(_, term)| *term))
    }

    #[inline]
    pub(crate) fn push(&mut self, term: Term, payload: &[u8]) {
        self.expect_term(term);
        self.bytes.extend_from_slice(payload);
        self.ends.push(payload.len());
    }

    /// Adds the entries of another chunk at places `from` to `to - 1`: their bytes at once, their terms run by run.
    pub(crate) fn push_all(&mut self, other: &Self, from: usize, to: usize) {
        let mut at = from;
        while at < to {
            let next = other.run_end(at).min(to);
            self.expect_term(other.term_at(at));
            self.ends.push_all(&other.ends, at, next);
            at = next;
        }
        self.bytes
            .extend_from_slice(&other.bytes[other.end(from)..other.end(to)]);
    }

    /// The next entries to come are of this term.
    fn expect_term(&mut self, term: Term) {
        match self.last_term() {
            None => self.term = term,
            Some(last) if last == term => {}
            Some(_) => self.later.push((position(self.len()), term)),
        }
    }

    /// Keeps the first `keep` entries.
    pub(super) fn truncate(&mut self, keep: usize) {
        self.bytes.truncate(self.end(keep.min(self.len())));
        self.ends.truncate(keep);
        self.later.retain(|(from, _)| (*from as usize) < keep);
    }

    pub(crate) fn shrink(&mut self) {
        self.ends.shrink();
        self.bytes.shrink_to_fit();
    }

    pub(super) fn term_at(&self, at: usize) -> Term {
        let run = self
            .later
            .iter()
            .rev()
            .find(|(from, _)| *from as usize <= at);
        run.map_or(self.term, |(_, term)| *term)
    }

    /// Whether the entries at these places say the same as those of another chunk from `at` on.
    fn repeats(&self, places: Range<usize>, other: &Self, at: usize) -> bool {
        let end = at + places.len();
        let bytes =
            |chunk: &'_ Self, places: Range<usize>| chunk.end(places.start)..chunk.end(places.end);
        let terms_agree =
            self.later.is_empty() && other.later.is_empty() && self.term == other.term;
        self.bytes[bytes(self, places.clone())] == other.bytes[bytes(other, at..end)]
            && self.ends.repeat(places.clone(), &other.ends, at)
            && (terms_agree
                || places
                    .zip(at..)
                    .all(|(mine, theirs)| self.term_at(mine) == other.term_at(theirs)))
    }

    /// Where the run of one term that holds the place `at` ends.
    fn run_end(&self, at: usize) -> usize {
        let mut begins = self.later.iter().map(|(from, _)| *from as usize);
        begins.find(|from| *from > at).unwrap_or(self.len())
    }

    pub(super) fn payload_at(&self, at: usize) -> &[u8] {
        &self.bytes[self.end(at)..self.end(at + 1)]
    }

    pub(super) fn entry_at(&self, at: usize) -> Entry<'_> {
        Entry {
            index: self.first.plus(at as u64),
            term: self.term_at(at),
            payload: Payload::from_bytes(self.payload_at(at)),
        }
    }

    /// Where the first `count` entries end in the arena.
    pub(super) fn end(&self, count: usize) -> usize {
        self.ends.end(count)
    }
}

/// Part of a chunk: the entries at places `from` to `to - 1`, at least one.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    chunk: Arc<Chunk>,
    from: u32,
    to: u32,
}

impl Piece {
    pub(super) fn new(chunk: Arc<Chunk>, from: usize, to: usize) -> Self {
        let (from, to) = (position(from), position(to));
        Self { chunk, from, to }
    }

    pub(super) fn whole(chunk: Chunk) -> Self {
        let to = chunk.len();
        Self::new(Arc::new(chunk), 0, to)
    }

    /// The chunk, where the piece is all of it.
    pub(super) fn whole_chunk(&self) -> Option<&Arc<Chunk>> {
        (self.len() == self.chunk.len()).then_some(&self.chunk)
    }

    pub(super) fn chunk(&self) -> &Chunk {
        &self.chunk
    }

    /// The places in the chunk of its first entry and behind its last.
    pub(super) fn ends(&self) -> (usize, usize) {
        (self.from as usize, self.to as usize)
    }

    fn first_index(&self) -> Index {
        self.chunk.first.plus(u64::from(self.from))
    }

    fn len(&self) -> usize {
        (self.to - self.from) as usize
    }

    /// The place in the chunk of an index, no further than the piece reaches on either side.
    fn place(&self, index: Index) -> u32 {
        let place = u32::try_from(index.above(self.chunk.first)).unwrap_or(u32::MAX);
        place.clamp(self.from, self.to)
    }
}

/// A range of neighbouring entries that is cheap to copy and to keep: it shares the memory it was cut from.
#[derive(Clone, Debug, Default)]
pub struct Entries(Pieces);

#[derive(Clone, Debug, Default)]
enum Pieces {
    #[default]
    None,
    One(Piece),
    /// In one word, since every message has room for it.
    Many(Arc<Vec<Piece>>),
}

impl Entries {
    /// No entries.
    pub const NONE: Self = Self(Pieces::None);

    /// One entry, its payload as the bytes that [`Payload::as_bytes`] gives.
    #[must_use]
    pub fn single(index: Index, term: Term, payload: &[u8]) -> Self {
        let mut chunk = Chunk::starting_at(index);
        chunk.bytes.reserve_exact(payload.len());
        chunk.push(term, payload);
        Self::whole(chunk)
    }

    /// Neighbouring entries from `first` on, their payloads as bytes.
    pub fn gather<'a>(first: Index, items: impl IntoIterator<Item = (Term, &'a [u8])>) -> Self {
        let mut chunk = Chunk::starting_at(first);
        for (term, payload) in items {
            chunk.push(term, payload);
        }
        Self::whole(chunk)
    }

    /// All entries of a chunk.
    pub(crate) fn whole(chunk: Chunk) -> Self {
        if chunk.len() == 0 {
            return Self::NONE;
        }
        Self(Pieces::One(Piece::whole(chunk)))
    }

    /// Puts copies of the entries behind those of a chunk.
    pub(crate) fn append_to(&self, chunk: &mut Chunk) {
        for piece in self.pieces() {
            let (from, to) = piece.ends();
            chunk.push_all(&piece.chunk, from, to);
        }
    }

    /// Whether both begin in the same memory.
    pub(crate) fn lie_with(&self, other: &Self) -> bool {
        match (self.pieces().first(), other.pieces().first()) {
            (Some(mine), Some(theirs)) => Arc::ptr_eq(&mine.chunk, &theirs.chunk),
            _ => false,
        }
    }

    /// Ranges that follow each other as one.
    pub(crate) fn concat<'a>(parts: impl IntoIterator<Item = &'a Self>) -> Self {
        let mut pieces: Vec<Piece> = Vec::new();
        for piece in parts.into_iter().flat_map(Self::pieces) {
            match pieces.last_mut() {
                Some(last) if Arc::ptr_eq(&last.chunk, &piece.chunk) && last.to == piece.from => {
                    last.to = piece.to;
                }
                _ => pieces.push(piece.clone()),
            }
        }
        Self::from_pieces(pieces)
    }

    pub(super) fn from_pieces(mut pieces: Vec<Piece>) -> Self {
        pieces.retain(|piece| piece.len() > 0);
        match pieces.len() {
            0 => Self::NONE,
            1 => Self(pieces.pop().map_or(Pieces::None, Pieces::One)),
            _ => Self(Pieces::Many(Arc::new(pieces))),
        }
    }

    pub(super) fn pieces(&self) -> &[Piece] {
        match &self.0 {
            Pieces::None => &[],
            Pieces::One(piece) => std::slice::from_ref(piece),
            Pieces::Many(pieces) => pieces,
        }
    }

    /// How many entries there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.pieces().iter().map(Piece::len).sum()
    }

    /// Whether there is none, as in a heartbeat.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        matches!(self.0, Pieces::None)
    }

    /// How many bytes their payloads have in all; told without looking at each.
    #[must_use]
    pub fn payload_bytes(&self) -> u64 {
        let bytes = |piece: &Piece| {
            let (from, to) = piece.ends();
            piece.chunk.end(to) - piece.chunk.end(from)
        };
        self.pieces().iter().map(bytes).sum::<usize>() as u64
    }

    /// The index of the first entry.
    #[must_use]
    pub fn first_index(&self) -> Option<Index> {
        self.pieces().first().map(Piece::first_index)
    }

    /// The index of the last entry.
    #[must_use]
    pub fn last_index(&self) -> Option<Index> {
        self.pieces()
            .last()
            .map(|piece| piece.chunk.first.plus(u64::from(piece.to - 1)))
    }

    /// The first entry.
    #[must_use]
    pub fn first(&self) -> Option<Entry<'_>> {
        self.pieces()
            .first()
            .map(|piece| piece.chunk.entry_at(piece.from as usize))
    }

    /// The last entry.
    #[must_use]
    pub fn last(&self) -> Option<Entry<'_>> {
        self.pieces()
            .last()
            .map(|piece| piece.chunk.entry_at(piece.to as usize - 1))
    }

    /// The entries in log order.
    pub fn iter(&self) -> impl Iterator<Item = Entry<'_>> {
        self.pieces()
            .iter()
            .flat_map(|piece| (piece.from..piece.to).map(|at| piece.chunk.entry_at(at as usize)))
    }

    /// The terms of the entries in log order, each run of one term told at least once: cheaper than every entry.
    pub fn term_runs(&self) -> impl Iterator<Item = Term> {
        self.pieces().iter().flat_map(|piece| {
            let (from, to) = piece.ends();
            let inside = move |at: &&(u32, Term)| (from + 1..to).contains(&(at.0 as usize));
            let later = piece
                .chunk
                .later
                .iter()
                .filter(inside)
                .map(|(_, term)| *term);
            std::iter::once(piece.chunk.term_at(from)).chain(later)
        })
    }

    /// Those of the entries whose index is `from` or more.
    #[must_use]
    pub fn starting_at(&self, from: Index) -> Self {
        if self.first_index().is_none_or(|first| first >= from) {
            return self.clone();
        }
        self.each(|piece| (piece.place(from), piece.to))
    }

    /// Those of the entries whose index is less than `end`.
    #[must_use]
    pub fn below(&self, end: Index) -> Self {
        if self.last_index().is_none_or(|last| last < end) {
            return self.clone();
        }
        self.each(|piece| (piece.from, piece.place(end)))
    }

    /// The same with each piece cut to the places that are told.
    fn each(&self, places: impl Fn(&Piece) -> (u32, u32)) -> Self {
        let cut = |piece: &Piece| {
            let (from, to) = places(piece);
            let chunk = Arc::clone(&piece.chunk);
            Piece { chunk, from, to }
        };
        match &self.0 {
            // Most ranges are one piece, which needs no list.
            Pieces::One(piece) => {
                let piece = cut(piece);
                if piece.len() == 0 {
                    Self::NONE
                } else {
                    Self(Pieces::One(piece))
                }
            }
            _ => Self::from_pieces(self.pieces().iter().map(cut).collect()),
        }
    }
}

impl PartialEq for Entries {
    fn eq(&self, other: &Self) -> bool {
        let sound = self.first_index() == other.first_index() && self.len() == other.len();
        let (mut mine, mut theirs) = (self.pieces().iter(), other.pieces().iter());
        let (mut a, mut b) = (mine.next().cloned(), theirs.next().cloned());
        // As far as both lie in one piece they are compared at once.
        while let (true, Some(x), Some(y)) = (sound, &mut a, &mut b) {
            let count = x.len().min(y.len());
            let (from, at) = (x.from as usize, y.from as usize);
            let is_same_memory = Arc::ptr_eq(&x.chunk, &y.chunk) && from == at;
            if !is_same_memory && !x.chunk.repeats(from..from + count, &y.chunk, at) {
                return false;
            }
            (x.from, y.from) = (x.from + position(count), y.from + position(count));
            if x.len() == 0 {
                a = mine.next().cloned();
            }
            if b.as_ref().is_some_and(|piece| piece.len() == 0) {
                b = theirs.next().cloned();
            }
        }
        sound
    }
}

impl Eq for Entries {}
