//! Where entries end in an arena of bytes.
//!
//! While all are of one length, as in many a log, that length says it all: a single entry needs no list, and a million of
//! them take not a byte more. Knows nothing of what entries are. Read [`super::entry`] next.

use std::ops::Range;

/// The ends of entries, in order.
#[derive(Clone, Debug)]
pub(super) enum Ends {
    /// All are of this length so far.
    Alike { count: u32, each: u32 },
    /// They differ.
    Listed(Vec<u32>),
}

impl Default for Ends {
    fn default() -> Self {
        Self::Alike { count: 0, each: 0 }
    }
}

impl Ends {
    /// None so far; room for as many as these, where they differ.
    pub(super) fn successor(&self) -> Self {
        match self {
            Self::Alike { .. } => Self::default(),
            Self::Listed(ends) => Self::Listed(Vec::with_capacity(ends.len())),
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Alike { count, .. } => *count as usize,
            Self::Listed(ends) => ends.len(),
        }
    }

    /// Where the first `count` entries end.
    #[inline]
    pub(super) fn end(&self, count: usize) -> usize {
        match self {
            Self::Alike { each, .. } => count * *each as usize,
            Self::Listed(ends) => count.checked_sub(1).map_or(0, |last| ends[last] as usize),
        }
    }

    /// Adds an entry of this length.
    #[inline]
    pub(super) fn push(&mut self, length: usize) {
        let length = position(length);
        match self {
            Self::Alike { count, each } if *count == 0 || *each == length => {
                (*count, *each) = (*count + 1, length);
            }
            _ => {
                let end = position(self.end(self.len()) + length as usize);
                self.list().push(end);
            }
        }
    }

    /// Adds those of others at places `from` to `to - 1`.
    pub(super) fn push_all(&mut self, others: &Self, from: usize, to: usize) {
        match (&mut *self, others) {
            (Self::Alike { count, each }, Self::Alike { each: theirs, .. })
                if *count == 0 || each == theirs =>
            {
                (*count, *each) = (*count + position(to - from), *theirs);
            }
            _ => {
                let (mine, theirs) = (self.end(self.len()), others.end(from));
                let moved = |at: usize| position(mine + others.end(at + 1) - theirs);
                self.list().extend((from..to).map(moved));
            }
        }
    }

    /// Whether the entries at these places are as long as the others from `at` on.
    pub(super) fn repeat(&self, places: Range<usize>, others: &Self, at: usize) -> bool {
        if let (Self::Alike { each, .. }, Self::Alike { each: theirs, .. }) = (self, others) {
            return each == theirs;
        }
        let length = |ends: &Self, place: usize| ends.end(place + 1) - ends.end(place);
        let mut pairs = places.zip(at..);
        pairs.all(|(mine, theirs)| length(self, mine) == length(others, theirs))
    }

    /// Keeps the first `keep`.
    pub(super) fn truncate(&mut self, keep: usize) {
        match self {
            Self::Alike { count, .. } => {
                *count = (*count).min(u32::try_from(keep).unwrap_or(u32::MAX));
            }
            Self::Listed(ends) => ends.truncate(keep),
        }
    }

    pub(super) fn shrink(&mut self) {
        if let Self::Listed(ends) = self {
            ends.shrink_to_fit();
        }
    }

    /// The list of them, made where there is none yet.
    fn list(&mut self) -> &mut Vec<u32> {
        if let Self::Alike { count, each } = *self {
            *self = Self::Listed((1..=count).map(|place| place * each).collect());
        }
        match self {
            Self::Listed(ends) => ends,
            Self::Alike { .. } => unreachable!("a list was made right here"),
        }
    }
}

/// A place within an arena or among its entries: both are far below 2^32.
pub(super) fn position(at: usize) -> u32 {
    u32::try_from(at).expect("a chunk holds less than 4 GiB")
}
