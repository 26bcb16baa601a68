//! Reading record by record: what each does to term, vote and log, and the rules that it must keep.
//!
//! A record with a good checksum that breaks a rule is damage. A few rules are Raft's own: where the caller says that
//! one of these was broken while the file was written, their breach is a finding, and the record counts. Knows nothing
//! of frames or torn ends: those are judged in [`super::reading`].

use super::super::codec::DecodeError;
use super::super::entry::{Entry, HardState};
use super::super::raft_log::{LogPosition, RaftLog};
use super::super::wire::{Record, SaveMark, decode_record};
use super::reading::Strictness;
use crate::ids::{Index, NodeId, TERM_MAX, Term};
use std::fmt;

/// A file that must not be opened.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Damage {
    /// Where, in bytes from the file's start.
    pub at: u64,
    /// Which rule of reading is broken.
    pub flaw: Flaw,
}

/// Which rule of reading is broken.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Flaw {
    /// The file is of another kind.
    WrongMagic,
    /// The file is of another version.
    UnknownVersion,
    /// The first record is no valid mark.
    NoFirstMark,
    /// No record stands here, although a later mark proves that one was synced.
    SyncedBytesLost {
        /// Where that mark stands.
        mark: u64,
    },
    /// A record is whole, but for its checksum.
    BadChecksum,
    /// A record is whole, but for its length.
    BadLength,
    /// A payload does not decode; the error counts from the payload's start.
    Undecodable(DecodeError),
    /// An entry has index 0.
    EntryAtZero,
    /// An entry stands beyond the end of the log.
    EntryBeyondLog {
        /// Its index.
        index: Index,
        /// The last index of the log.
        last: Index,
    },
    /// An entry has term 0.
    EntryOfTermZero,
    /// A hard state has term 0.
    HardStateOfTermZero,
    /// A hard state has a term above [`TERM_MAX`], from which no election could lead on.
    TermOutOfBounds(Term),
    /// A mark stands elsewhere than it says.
    MarkElsewhere {
        /// Where it says that it stands.
        own_offset: u64,
    },
    /// A mark has the salt of another file.
    MarkOfAnotherFile,
    /// A mark says that more was synced than was written.
    MarkSyncedAhead {
        /// What it says.
        synced: u64,
    },
    /// A mark says that less was synced than the one before it.
    MarkSyncedFell {
        /// What it says.
        synced: u64,
        /// What the one before it said.
        before: u64,
    },
    /// A rule of Raft was broken, and the caller does not know of it.
    Raft(Breach),
}

/// A rule of Raft that the writer of a record broke.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Breach {
    /// The current term fell.
    TermFell {
        /// From this one.
        from: Term,
        /// To this one.
        to: Term,
    },
    /// Within one term the vote was given to another, or taken back.
    VoteChanged {
        /// The term.
        term: Term,
        /// Who had it.
        from: NodeId,
        /// Who has it now.
        to: Option<NodeId>,
    },
    /// An entry's term is above the current one.
    EntryAboveTerm {
        /// The entry.
        entry: LogPosition,
        /// The current term.
        current: Term,
    },
    /// An entry's term is below that of the entry before it.
    EntryTermFell {
        /// The entry.
        entry: LogPosition,
        /// The term of the entry before it.
        before: Term,
    },
}

/// A breach of a rule of Raft in a file whose writer is known to have broken one.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Finding {
    /// The offset of the record, in bytes from the file's start.
    pub at: u64,
    /// What it breaks.
    pub breach: Breach,
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "damaged at byte {}: {}", self.at, self.flaw)
    }
}

impl std::error::Error for Damage {}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WrongMagic => f.write_str("wrong magic, this is not a log of Granary"),
            Self::UnknownVersion => f.write_str("unknown version"),
            Self::NoFirstMark => f.write_str("the first record must be a valid save mark"),
            Self::SyncedBytesLost { mark } => {
                write!(
                    f,
                    "no record stands here, yet the mark at byte {mark} says it was synced"
                )
            }
            Self::BadChecksum => f.write_str("a whole record with a bad checksum"),
            Self::BadLength => f.write_str("a whole record with a bad length"),
            Self::Undecodable(error) => write!(f, "a payload that does not decode: {error} of it"),
            Self::EntryAtZero => f.write_str("an entry at index 0"),
            Self::EntryBeyondLog { index, last } => {
                write!(
                    f,
                    "entry {index} stands beyond the log, whose last index is {last}"
                )
            }
            Self::EntryOfTermZero => f.write_str("an entry of term 0"),
            Self::TermOutOfBounds(term) => {
                write!(
                    f,
                    "a hard state of term {term}, above the largest, {TERM_MAX}"
                )
            }
            Self::HardStateOfTermZero => f.write_str("a hard state of term 0"),
            Self::MarkElsewhere { own_offset } => {
                write!(f, "a save mark that belongs at byte {own_offset}")
            }
            Self::MarkOfAnotherFile => f.write_str("a save mark with another file's salt"),
            Self::MarkSyncedAhead { synced } => {
                write!(
                    f,
                    "a save mark that says {synced} bytes were synced, more than there were"
                )
            }
            Self::MarkSyncedFell { synced, before } => write!(
                f,
                "a save mark that says {synced} bytes were synced, when {before} already were"
            ),
            Self::Raft(breach) => breach.fmt(f),
        }
    }
}

impl fmt::Display for Breach {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TermFell { from, to } => write!(f, "the term fell from {from} to {to}"),
            Self::VoteChanged { term, from, to } => match to {
                Some(to) => write!(f, "the vote of term {term} went from {from} to {to}"),
                None => write!(f, "the vote of term {term} was taken back from {from}"),
            },
            Self::EntryAboveTerm { entry, current } => write!(
                f,
                "entry {} has term {}, above the current term {current}",
                entry.index, entry.term
            ),
            Self::EntryTermFell { entry, before } => write!(
                f,
                "entry {} has term {}, below {before} of the entry before it",
                entry.index, entry.term
            ),
        }
    }
}

/// What the records read so far say.
#[derive(Debug)]
pub(super) struct Replay {
    pub(super) hard_state: HardState,
    pub(super) log: RaftLog,
    last: LogPosition,
    /// The file's salt.
    pub(super) salt: u64,
    /// What the last mark said was synced, which is the highest that any did.
    pub(super) synced: u64,
    strictness: Strictness,
    pub(super) findings: Vec<Finding>,
}

impl Replay {
    pub(super) fn new(salt: u64, strictness: Strictness) -> Self {
        Self {
            hard_state: HardState::default(),
            log: RaftLog::default(),
            last: LogPosition::default(),
            salt,
            synced: 0,
            strictness,
            findings: Vec::new(),
        }
    }

    /// Takes the record whose frame stands at an offset.
    pub(super) fn take(&mut self, at: u64, payload: &[u8]) -> Result<(), Damage> {
        let outcome = match decode_record(payload) {
            Ok(Record::Entry(entry)) => self.entry(at, entry),
            Ok(Record::HardState(hard)) => self.term_and_vote(at, hard),
            Ok(Record::SaveMark(mark)) => self.mark(at, mark),
            Err(error) => Err(Flaw::Undecodable(error)),
        };
        outcome.map_err(|flaw| Damage { at, flaw })
    }

    fn entry(&mut self, at: u64, entry: Entry<'_>) -> Result<(), Flaw> {
        let (index, term, last) = (entry.index, entry.term, self.last.index);
        if index == Index::ZERO {
            return Err(Flaw::EntryAtZero);
        }
        if index > last.next() {
            return Err(Flaw::EntryBeyondLog { index, last });
        }
        if term == Term::ZERO {
            return Err(Flaw::EntryOfTermZero);
        }
        if index <= last {
            self.log.cut(index);
            self.last = self.log.last();
        }
        let place = LogPosition { index, term };
        if term < self.last.term {
            let before = self.last.term;
            self.breach(
                at,
                Breach::EntryTermFell {
                    entry: place,
                    before,
                },
            )?;
        }
        if term > self.hard_state.term {
            let current = self.hard_state.term;
            self.breach(
                at,
                Breach::EntryAboveTerm {
                    entry: place,
                    current,
                },
            )?;
        }
        self.log.append(term, entry.payload.as_bytes());
        self.last = place;
        Ok(())
    }

    fn term_and_vote(&mut self, at: u64, hard: HardState) -> Result<(), Flaw> {
        let before = self.hard_state;
        if hard.term == Term::ZERO {
            return Err(Flaw::HardStateOfTermZero);
        }
        if hard.term.0 > TERM_MAX {
            return Err(Flaw::TermOutOfBounds(hard.term));
        }
        if hard.term < before.term {
            let (from, to) = (before.term, hard.term);
            self.breach(at, Breach::TermFell { from, to })?;
        }
        if let Some(from) = before.vote
            && hard.term == before.term
            && hard.vote != before.vote
        {
            let (term, to) = (hard.term, hard.vote);
            self.breach(at, Breach::VoteChanged { term, from, to })?;
        }
        self.hard_state = hard;
        Ok(())
    }

    fn mark(&mut self, at: u64, mark: SaveMark) -> Result<(), Flaw> {
        let SaveMark {
            own_offset, synced, ..
        } = mark;
        if own_offset != at {
            return Err(Flaw::MarkElsewhere { own_offset });
        }
        if mark.salt != self.salt {
            return Err(Flaw::MarkOfAnotherFile);
        }
        if synced > own_offset {
            return Err(Flaw::MarkSyncedAhead { synced });
        }
        if synced < self.synced {
            let before = self.synced;
            return Err(Flaw::MarkSyncedFell { synced, before });
        }
        self.synced = synced;
        Ok(())
    }

    fn breach(&mut self, at: u64, breach: Breach) -> Result<(), Flaw> {
        match self.strictness {
            Strictness::Strict => Err(Flaw::Raft(breach)),
            Strictness::RaftRuleBroken => {
                self.findings.push(Finding { at, breach });
                Ok(())
            }
        }
    }
}
