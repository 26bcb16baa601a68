//! What a file in memory is made of: runs of saves kept as values, and raw bytes where a tear or a flip touched them.
//!
//! A run shares the entries' memory and keeps of its saves only their outline, alike ones counted together, since most
//! saves are alike: one entry, everything before it synced. Its bytes are rendered when someone reads the file.
//! Knows the layout of [`crate::log::wal`] and nothing of what is durable: that is [`super::memory`].

use crate::ids::Index;
use crate::log::codec::{FRAME_HEAD_BYTES, frame_head_at};
use crate::log::wal::{ENTRY_EXTRA_BYTES, put_save, save_bytes};
use crate::log::wal::{HARD_STATE_FRAME_BYTES, MARK_FRAME_BYTES, put_frame};
use crate::log::wire::{CONTROL, PAYLOAD_MIN, PLACE_BYTES, Record, SaveMark};
use crate::log::{Chunk, Entries, HardState, RaftLog};
use std::ops::Range;
use std::sync::Arc;

/// A part of the file. Parts follow each other without a gap.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    Saves(Arc<Run>),
    Raw { at: u64, bytes: Arc<[u8]> },
}

/// A run of fewer entries keeps them to itself.
const SHARED_MIN: usize = 32;

/// Neighbouring saves whose entries are neighbours too.
#[derive(Clone, Debug)]
pub(super) struct Run {
    at: u64,
    end: u64,
    entries: Entries,
    outlines: Outlines,
}

/// A run that still grows: what it takes is copied, which is cheaper for small saves than to share.
#[derive(Clone, Debug, Default)]
pub(super) struct OpenRun {
    at: u64,
    end: u64,
    chunk: Chunk,
    outlines: Outlines,
}

/// One save and its place in the file.
#[derive(Clone, Debug)]
pub(super) struct PlacedSave {
    pub(super) at: u64,
    /// Up to where the file was synced when it was written.
    pub(super) synced: u64,
    pub(super) hard_state: Option<HardState>,
    pub(super) entries: Entries,
}

/// The saves of a run without what their entries say.
#[derive(Clone, Debug, Default)]
struct Outlines {
    groups: Vec<Group>,
    /// Term and vote, and the place in the run of the save that holds them.
    hard_states: Vec<(u32, HardState)>,
    saves: u32,
}

/// Saves in a row that are alike.
#[derive(Clone, Copy, Debug)]
struct Group {
    saves: u32,
    /// Entries in each.
    entries: u32,
    /// By how many bytes the disk was behind when each was written.
    unsynced: u64,
}

/// Where a search for an entry's record, from the end of the file backwards, stands.
pub(super) enum Search {
    /// Here it is.
    Found(Range<u64>),
    /// Not in this piece; it may be further in front.
    Before,
    /// An entry before it stands here: the file's log does not reach that far.
    Absent,
}

impl PlacedSave {
    fn len(&self) -> u64 {
        let (count, bytes) = (self.entries.len() as u64, self.entries.payload_bytes());
        save_bytes(self.hard_state.is_some(), count, bytes)
    }

    fn end(&self) -> u64 {
        self.at + self.len()
    }

    fn raw(&self, salt: u64) -> Vec<u8> {
        let mark = SaveMark {
            own_offset: self.at,
            synced: self.synced,
            salt,
        };
        let mut bytes = Vec::new();
        put_save(&mut bytes, mark, self.hard_state, &self.entries);
        bytes
    }

    /// Where the record of its entry at an index stands in the file.
    fn record_of(&self, index: Index) -> Range<u64> {
        let before = self.entries.below(index);
        let count = before.len() as u64;
        let at = self.at + save_bytes(self.hard_state.is_some(), count, before.payload_bytes());
        let this = self.entries.starting_at(index).below(index.next());
        at..at + ENTRY_EXTRA_BYTES + this.payload_bytes()
    }
}

impl Outlines {
    fn push(&mut self, hard_state: Option<HardState>, entries: usize, unsynced: u64) {
        if let Some(hard) = hard_state {
            self.hard_states.push((self.saves, hard));
        }
        self.saves += 1;
        let entries = u32::try_from(entries).expect("a log's entries in memory are below 2^32");
        match self.groups.last_mut() {
            Some(group) if group.entries == entries && group.unsynced == unsynced => {
                group.saves += 1;
            }
            _ => self.groups.push(Group {
                saves: 1,
                entries,
                unsynced,
            }),
        }
    }

    /// Of each save: its term and vote, how many entries it has, and how far behind the disk was.
    fn iter(&self) -> impl Iterator<Item = (Option<HardState>, usize, u64)> {
        let mut hard_states = self.hard_states.iter().peekable();
        let alike = |group: &Group| std::iter::repeat_n(*group, group.saves as usize);
        let saves = (0..).zip(self.groups.iter().flat_map(alike));
        saves.map(move |(place, group): (u32, Group)| {
            let hard_state = hard_states.next_if(|(at, _)| *at == place);
            let hard_state = hard_state.map(|(_, hard)| *hard);
            (hard_state, group.entries as usize, group.unsynced)
        })
    }

    fn shrink(&mut self) {
        self.groups.shrink_to_fit();
        self.hard_states.shrink_to_fit();
    }
}

impl Run {
    /// The run of these saves, one at least, which follow each other in the file and in the log.
    pub(super) fn of(saves: &[PlacedSave]) -> Option<Self> {
        let (first, last) = (saves.first()?, saves.last()?);
        let mut outlines = Outlines::default();
        for save in saves {
            let unsynced = save.at - save.synced;
            outlines.push(save.hard_state, save.entries.len(), unsynced);
        }
        outlines.shrink();
        Some(Self {
            at: first.at,
            end: last.end(),
            entries: Entries::concat(saves.iter().map(|save| &save.entries)),
            outlines,
        })
    }

    fn saves(&self) -> Vec<PlacedSave> {
        let mut at = self.at;
        let mut next = self.entries.first_index().unwrap_or_default();
        let place = |(hard_state, count, unsynced): (_, usize, u64)| {
            let end = next.plus(count as u64);
            let save = PlacedSave {
                at,
                synced: at - unsynced,
                hard_state,
                entries: self.entries.starting_at(next).below(end),
            };
            at = save.end();
            next = end;
            save
        };
        self.outlines.iter().map(place).collect()
    }

    /// Renders without taking the run apart: recovery reads long files.
    fn render(&self, salt: u64, out: &mut Vec<u8>) {
        let mut at = self.at;
        let mut entries = self.entries.iter();
        for (hard_state, count, unsynced) in self.outlines.iter() {
            let mark = SaveMark {
                own_offset: at,
                synced: at - unsynced,
                salt,
            };
            put_frame(out, &Record::SaveMark(mark));
            at += MARK_FRAME_BYTES;
            if let Some(hard) = hard_state {
                put_frame(out, &Record::HardState(hard));
                at += HARD_STATE_FRAME_BYTES;
            }
            for entry in entries.by_ref().take(count) {
                put_frame(out, &Record::Entry(entry));
                at += ENTRY_EXTRA_BYTES + entry.payload.as_bytes().len() as u64;
            }
        }
    }
}

impl OpenRun {
    /// It is full at this many entries..
    const ENTRIES_MAX: usize = 256;
    /// ..at this many bytes of payload..
    const BYTES_MAX: usize = 32 << 10;
    /// ..or at this many saves, whichever comes first.
    const SAVES_MAX: u32 = 1024;

    pub(super) fn starting_at(at: u64) -> Self {
        Self {
            at,
            end: at,
            ..Self::default()
        }
    }

    /// The run that follows it, with room for as much.
    pub(super) fn successor(&self) -> Self {
        Self {
            chunk: self.chunk.successor(Index::ZERO),
            ..Self::starting_at(self.end)
        }
    }

    /// Whether these entries are neighbours of those it has.
    pub(super) fn takes(&self, entries: &Entries) -> bool {
        self.chunk.len() == 0
            || entries
                .first_index()
                .is_none_or(|first| first == self.chunk.last_index().next())
    }

    /// Takes a save that stands at its end, written when the file was synced up to `synced`.
    pub(super) fn push(&mut self, hard_state: Option<HardState>, entries: &Entries, synced: u64) {
        if let Some(first) = entries.first_index()
            && self.chunk.len() == 0
        {
            self.chunk.first = first;
        }
        let (count, bytes_before) = (entries.len(), self.chunk.byte_len());
        entries.append_to(&mut self.chunk);
        let bytes = (self.chunk.byte_len() - bytes_before) as u64;
        self.outlines.push(hard_state, count, self.end - synced);
        self.end += save_bytes(hard_state.is_some(), count as u64, bytes);
    }

    /// The offset at which it ends.
    pub(super) fn end(&self) -> u64 {
        self.end
    }

    pub(super) fn is_full(&self) -> bool {
        self.chunk.len() >= Self::ENTRIES_MAX
            || self.chunk.byte_len() >= Self::BYTES_MAX
            || self.outlines.saves >= Self::SAVES_MAX
    }

    /// The run that it has become, if it has a save.
    pub(super) fn seal(mut self) -> Option<Piece> {
        if self.outlines.saves == 0 {
            return None;
        }
        self.chunk.shrink();
        self.outlines.shrink();
        Some(Piece::Saves(Arc::new(Run {
            at: self.at,
            end: self.end,
            entries: Entries::whole(self.chunk),
            outlines: self.outlines,
        })))
    }
}

impl Piece {
    pub(super) fn raw(at: u64, bytes: Vec<u8>) -> Self {
        let bytes = bytes.into();
        Self::Raw { at, bytes }
    }

    fn saves(saves: &[PlacedSave]) -> Option<Self> {
        Some(Self::Saves(Arc::new(Run::of(saves)?)))
    }

    /// The piece of one save, whose entries' memory it shares.
    pub(super) fn of(save: PlacedSave) -> Option<Self> {
        Self::saves(&[save])
    }

    pub(super) fn at(&self) -> u64 {
        match self {
            Self::Saves(run) => run.at,
            Self::Raw { at, .. } => *at,
        }
    }

    pub(super) fn end(&self) -> u64 {
        match self {
            Self::Saves(run) => run.end,
            Self::Raw { at, bytes } => at + bytes.len() as u64,
        }
    }

    /// The last of its entries.
    pub(super) fn last_index(&self) -> Option<Index> {
        match self {
            Self::Saves(run) => run.entries.last_index(),
            Self::Raw { .. } => None,
        }
    }

    /// The same piece with the memory of a log's entries, if they are its own.
    pub(super) fn sharing(self, log: &RaftLog) -> Self {
        let Self::Saves(run) = &self else {
            return self;
        };
        // What the log holds in small chunks of its own is not worth another run.
        let Some(first) = run
            .entries
            .first_index()
            .filter(|_| run.entries.len() >= SHARED_MIN)
        else {
            return self;
        };
        let entries = log.slice(first, run.entries.len() as u64, usize::MAX);
        if entries.lie_with(&run.entries) || entries != run.entries {
            return self;
        }
        Self::Saves(Arc::new(Run {
            entries,
            outlines: run.outlines.clone(),
            ..**run
        }))
    }

    /// Where its last save begins.
    pub(super) fn last_save_at(&self) -> u64 {
        match self {
            Self::Saves(run) => run.saves().last().map_or(run.at, |save| save.at),
            Self::Raw { at, .. } => *at,
        }
    }

    pub(super) fn render(&self, salt: u64, out: &mut Vec<u8>) {
        match self {
            Self::Saves(run) => run.render(salt, out),
            Self::Raw { bytes, .. } => out.extend_from_slice(bytes),
        }
    }

    /// What is left of it when the file is cut at `end`, an offset within it.
    pub(super) fn below(&self, end: u64, salt: u64) -> Vec<Self> {
        let cut = |at: u64, mut bytes: Vec<u8>| {
            bytes.truncate(usize::try_from(end - at).unwrap_or(usize::MAX));
            Self::raw(at, bytes)
        };
        match self {
            Self::Raw { at, bytes } => vec![cut(*at, bytes.to_vec())],
            Self::Saves(run) => {
                let mut saves = run.saves();
                let torn = saves.partition_point(|save| save.end() <= end);
                saves.truncate(torn + 1);
                let last = saves.pop_if(|save| save.end() > end);
                let last = last.filter(|save| save.at < end);
                let last = last.map(|save| cut(save.at, save.raw(salt)));
                Self::saves(&saves).into_iter().chain(last).collect()
            }
        }
    }

    /// The same bytes with the save in which `offset` lies as raw bytes of its own, changed.
    pub(super) fn change(
        &self,
        offset: u64,
        salt: u64,
        change: impl FnOnce(u64, &mut [u8]),
    ) -> Vec<Self> {
        let changed = |at: u64, mut bytes: Vec<u8>| {
            change(at, &mut bytes);
            Self::raw(at, bytes)
        };
        match self {
            Self::Raw { at, bytes } => vec![changed(*at, bytes.to_vec())],
            Self::Saves(run) => {
                let saves = run.saves();
                let place = saves.partition_point(|save| save.end() <= offset);
                let (before, from) = saves.split_at(place);
                let Some((touched, after)) = from.split_first() else {
                    return vec![self.clone()];
                };
                let touched = changed(touched.at, touched.raw(salt));
                let parts = [Self::saves(before), Some(touched), Self::saves(after)];
                parts.into_iter().flatten().collect()
            }
        }
    }

    /// Looks for the record of an entry.
    pub(super) fn search(&self, index: Index) -> Search {
        match self {
            Self::Saves(run) => {
                let entries = &run.entries;
                if entries.last_index().is_some_and(|last| last < index) {
                    return Search::Absent;
                }
                if entries.first_index().is_none_or(|first| first > index) {
                    return Search::Before;
                }
                let saves = run.saves();
                let holds = |save: &&PlacedSave| save.entries.last_index() >= Some(index);
                let save = saves.iter().find(holds);
                save.map_or(Search::Before, |save| Search::Found(save.record_of(index)))
            }
            Self::Raw { at, bytes } => search_bytes(*at, bytes, index),
        }
    }
}

/// Looks for the record of an entry in bytes, some of which may be damaged: records are walked by their lengths, as far
/// as these lead.
fn search_bytes(base: u64, bytes: &[u8], index: Index) -> Search {
    let mut at = if base == 0 { PLACE_BYTES / 2 } else { 0 };
    let mut search = Search::Before;
    while let Some((length, _, rest)) = frame_head_at(bytes, at) {
        let Some(payload) = rest.get(..length).filter(|_| length >= PAYLOAD_MIN) else {
            break;
        };
        let end = at + FRAME_HEAD_BYTES + length;
        let found = payload.first_chunk().copied().map(u64::from_le_bytes);
        if payload[PLACE_BYTES] < CONTROL && found.is_some_and(|found| found <= index.0) {
            search = if found == Some(index.0) {
                Search::Found(base + at as u64..base + end as u64)
            } else {
                Search::Absent
            };
        }
        at = end;
    }
    search
}
