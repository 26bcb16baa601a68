//! A list that is cheap to copy however long it is: two levels of shared blocks and a short open tail.
//!
//! A copy costs one count per block of `BLOCK * RUN` items and a copy of at most `RUN` items; what is full is never
//! copied again. Knows nothing of what it holds.

use std::sync::Arc;

/// Items in a full run.
const RUN: usize = 64;
/// Full runs in a full block.
const BLOCK: usize = 64;

/// A growing list with cheap copies. Items go in and out at the end only.
#[derive(Clone, Debug)]
pub struct SharedList<T> {
    /// Full blocks: each `BLOCK` runs of `RUN` items.
    blocks: Vec<Arc<Vec<Arc<[T]>>>>,
    /// Fewer than `BLOCK` full runs.
    runs: Vec<Arc<[T]>>,
    /// Fewer than `RUN` items.
    tail: Vec<T>,
}

impl<T> Default for SharedList<T> {
    fn default() -> Self {
        Self {
            blocks: Vec::new(),
            runs: Vec::new(),
            tail: Vec::new(),
        }
    }
}

impl<T: Clone> SharedList<T> {
    /// How many items it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        (self.blocks.len() * BLOCK + self.runs.len()) * RUN + self.tail.len()
    }

    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The item at a place counted from 0.
    #[must_use]
    #[inline]
    pub fn get(&self, at: usize) -> Option<&T> {
        let (run, within) = (at / RUN, at % RUN);
        match run.checked_sub(self.full_runs()) {
            None => Some(&self.run(run)[within]),
            Some(0) => self.tail.get(within),
            Some(_) => None,
        }
    }

    /// The last item.
    #[must_use]
    pub fn last(&self) -> Option<&T> {
        self.get(self.len().checked_sub(1)?)
    }

    /// Adds an item at the end.
    pub fn push(&mut self, item: T) {
        self.tail.push(item);
        if self.tail.len() == RUN {
            self.runs.push(self.tail.drain(..).collect());
        }
        if self.runs.len() == BLOCK {
            self.blocks.push(Arc::new(std::mem::take(&mut self.runs)));
        }
    }

    /// Adds items at the end.
    pub fn extend(&mut self, items: impl IntoIterator<Item = T>) {
        for item in items {
            self.push(item);
        }
    }

    /// Drops everything from place `keep` on.
    pub fn truncate(&mut self, keep: usize) {
        if keep >= self.len() {
            return;
        }
        let full = self.full_runs();
        if keep / RUN < full {
            let cut = self.run(keep / RUN).clone();
            let runs = keep / RUN;
            if runs / BLOCK < self.blocks.len() {
                self.runs = self.blocks[runs / BLOCK].as_ref().clone();
                self.blocks.truncate(runs / BLOCK);
            }
            self.runs.truncate(runs % BLOCK);
            self.tail = cut.to_vec();
        }
        self.tail.truncate(keep % RUN);
    }

    /// The items from place `from` on.
    pub fn iter_from(&self, from: usize) -> impl DoubleEndedIterator<Item = &T> {
        (from..self.len()).map(|at| {
            self.get(at)
                .expect("every place below the length holds an item")
        })
    }

    /// How many items in front satisfy the predicate, which must hold for a prefix only.
    #[must_use]
    pub fn partition_point(&self, mut holds: impl FnMut(&T) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.get(middle).is_some_and(&mut holds) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    fn full_runs(&self) -> usize {
        self.blocks.len() * BLOCK + self.runs.len()
    }

    fn run(&self, run: usize) -> &Arc<[T]> {
        match self.blocks.get(run / BLOCK) {
            Some(block) => &block[run % BLOCK],
            None => &self.runs[run - self.blocks.len() * BLOCK],
        }
    }
}
