//! A cursor in a list of which only a window is on the screen. Pure arithmetic; knows nothing of what the list holds.

use super::intent::Motion;

/// How long a list is, and how much of it is on the screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Extent {
    /// Lines, or columns, in all.
    pub count: usize,
    /// Lines, or columns, on the screen.
    pub page: usize,
}

/// Where the cursor is, and where the window begins; both from 0.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct View {
    /// The line under the cursor.
    pub cursor: usize,
    /// The first line of the window.
    pub top: usize,
}

impl View {
    /// Moves the cursor, and the window no further than it must; tells whether the cursor moved.
    ///
    /// Left and right are the same as up and down: a list may lie on its side.
    pub fn go(&mut self, motion: Motion, extent: Extent) -> bool {
        let before = self.cursor;
        let page = extent.page.max(1);
        self.cursor = match motion {
            Motion::Up | Motion::Left => self.cursor.saturating_sub(1),
            Motion::Down | Motion::Right => self.cursor.saturating_add(1),
            Motion::First => 0,
            Motion::Last => usize::MAX,
            Motion::PageUp => self.cursor.saturating_sub(page),
            Motion::PageDown => self.cursor.saturating_add(page),
            Motion::HalfPageUp => self.cursor.saturating_sub(page.div_ceil(2)),
            Motion::HalfPageDown => self.cursor.saturating_add(page.div_ceil(2)),
        };
        self.fit(extent);
        self.cursor != before
    }

    /// Brings cursor and window into a list that may have become shorter, and the window to the cursor.
    pub fn fit(&mut self, extent: Extent) {
        self.cursor = self.cursor.min(extent.count.saturating_sub(1));
        let lowest = (self.cursor + 1).saturating_sub(extent.page.max(1));
        let highest = extent.count.saturating_sub(extent.page).min(self.cursor);
        self.top = self.top.min(highest).max(lowest);
    }

    /// Puts the cursor on a line, from outside.
    pub fn put(&mut self, line: usize, extent: Extent) {
        self.cursor = line;
        self.fit(extent);
    }
}
