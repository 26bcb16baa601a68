//! Where everything stands: pure arithmetic from the terminal's size and a few facts to rectangles and windows.
//!
//! Knows nothing of what the panes show. The composer asks it how many lines and columns it must fill, drawing asks it
//! where to draw, the mouse asks it what was hit ([`hits`]). Read [`stack`] for the heights, [`windows`] for the insides of panes.

pub mod hits;
pub mod stack;
pub mod windows;

pub use hits::Hit;
pub use windows::{FeedWindow, KvWindow, LogShape, NetWindow};

use super::scene::{OverlayKind, Pane};
use crate::ids::Term;
use ratatui::layout::Rect;

/// The smallest size that holds a picture; below it stands one line that says so.
pub const SIZE_MIN: (u16, u16) = (40, 12);
/// The largest size that is drawn: a terminal that claims 65535x65535 gets no more.
pub const SIZE_MAX: (u16, u16) = (500, 200);
/// The least columns of a note that lies beside the feed.
const NOTE_WIDTH_MIN: u16 = 30;
/// The most columns of a note.
const NOTE_WIDTH_MAX: u16 = 76;
/// How many completions are drawn at once.
pub const COMPLETIONS_MAX: u16 = 8;

/// How much a screen holds; by width and height both.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Class {
    /// Below [`SIZE_MIN`]: one line.
    TooSmall,
    /// Up to 79 columns or 23 rows: nodes, and the other panes as tabs of one.
    Compact,
    /// From 80x24: nodes, log, and why beside the network.
    Normal,
    /// From 120x36: every pane.
    Wide,
    /// From 180x50: every pane, and commands in the log's cells.
    Full,
}

impl Class {
    /// The class of a size in columns and rows.
    #[must_use]
    pub fn of(width: u16, height: u16) -> Self {
        let holds = |(columns, rows)| width >= columns && height >= rows;
        if !holds(SIZE_MIN) {
            Self::TooSmall
        } else if !holds((80, 24)) {
            Self::Compact
        } else if !holds((120, 36)) {
            Self::Normal
        } else if !holds((180, 50)) {
            Self::Wide
        } else {
            Self::Full
        }
    }
}

/// What the layout must know besides the size.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Facts {
    /// How many nodes there are.
    pub nodes: usize,
    /// The highest term on the screen: cells of the log are wide enough for it.
    pub term: Term,
    /// Which panes had the focus, the present one first.
    pub focus: Recency,
    /// Whether the focused pane has the whole screen.
    pub zoom: bool,
    /// What lies over the panes.
    pub overlay: Option<OverlayKind>,
    /// How many lines the overlay has to show: its frame is no higher than they need.
    pub overlay_lines: usize,
}

impl Default for Facts {
    fn default() -> Self {
        Self {
            nodes: 5,
            term: Term(1),
            focus: Recency::default(),
            zoom: false,
            overlay: None,
            overlay_lines: usize::MAX,
        }
    }
}

/// All panes, the one that had the focus last first: so a tab stays in front when the focus goes elsewhere.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Recency([Pane; Pane::ALL.len()]);

impl Default for Recency {
    fn default() -> Self {
        Self(Pane::ALL.map(|(pane, _)| pane))
    }
}

impl Recency {
    /// The pane that has the focus.
    #[must_use]
    pub fn focused(&self) -> Pane {
        self.0[0]
    }

    /// Gives the focus to a pane.
    pub fn focus(&mut self, pane: Pane) {
        let place = self.0.iter().position(|&had| had == pane).unwrap_or(0);
        self.0[..=place].rotate_right(1);
    }

    /// Which of the tabs is in front: the one that had the focus last.
    #[must_use]
    pub fn front(&self, tabs: &[Pane]) -> Option<Pane> {
        self.0.iter().copied().find(|pane| tabs.contains(pane))
    }
}

/// A frame on the screen with one pane in front, and perhaps others behind it as tabs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Slot {
    /// The frame, its border included; of cards, all of them.
    pub area: Rect,
    /// The pane that is in front.
    pub shown: Pane,
    /// All panes of the slot, in the order of their tabs.
    pub tabs: &'static [Pane],
    /// Whether it has no lower border of its own, because the slot below begins where it would be.
    pub open_below: bool,
}

impl Slot {
    /// The area within the border.
    #[must_use]
    pub fn inner(&self) -> Rect {
        inside(self.framed())
    }

    /// The area of the whole frame, the lower border included even where the slot below lies over it.
    #[must_use]
    pub fn framed(&self) -> Rect {
        Rect {
            height: self.area.height + u16::from(self.open_below),
            ..self.area
        }
    }
}

/// The area within a border of one cell; empty where there is no room for one.
#[must_use]
pub fn inside(area: Rect) -> Rect {
    Rect {
        x: area.x.saturating_add(1),
        y: area.y.saturating_add(1),
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(2),
    }
}

/// Where everything stands in one frame.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Layout {
    /// All that is drawn, at most [`SIZE_MAX`].
    pub area: Rect,
    /// The class of that size.
    pub class: Class,
    /// How many nodes there is a row or a card for.
    pub nodes: usize,
    /// The first line.
    pub header: Rect,
    /// The panes, in reading order; none where the class is [`Class::TooSmall`].
    pub slots: Vec<Slot>,
    /// Whether the nodes are cards side by side; each has its own border then.
    pub cards: bool,
    /// The line of the latest sentence; the footer's own where the feed has a place of its own.
    pub status: Rect,
    /// The last line: keys, or the prompt.
    pub footer: Rect,
    /// The prompt's line with the room above it for an error and completions.
    pub prompt: Rect,
    /// The shape of the log grid; empty where the log is not in front.
    pub log: LogShape,
    /// The frame over the panes, its border included.
    pub overlay: Option<Rect>,
}

impl Layout {
    /// The layout of a screen of `width` columns and `height` rows, both of any value.
    #[must_use]
    pub fn of(width: u16, height: u16, facts: &Facts) -> Self {
        let area = Rect::new(0, 0, width.min(SIZE_MAX.0), height.min(SIZE_MAX.1));
        let class = Class::of(area.width, area.height);
        let line = |y: u16| Rect::new(0, y, area.width, u16::from(y < area.height));
        let bottom = area.height.saturating_sub(1);
        let stack = stack::Stack::of(area, class, facts);
        let body = above_bottom(area, stack.own_status);
        let overlay = facts.overlay.and_then(|kind| {
            let beside = beside_feed(&stack.slots).filter(|_| kind.is_note());
            match beside {
                Some((top, slot)) => Some(note_beside(top, slot, facts.overlay_lines)),
                None => overlay_area(body, class, kind, facts.overlay_lines),
            }
        });
        let prompt_top = bottom.saturating_sub(COMPLETIONS_MAX + 1);
        let mut layout = Self {
            area,
            class,
            nodes: facts.nodes,
            header: line(0),
            slots: stack.slots,
            cards: stack.cards,
            status: line(if stack.own_status {
                bottom.saturating_sub(1)
            } else {
                bottom
            }),
            footer: line(bottom),
            prompt: Rect::new(0, prompt_top, area.width, area.height - prompt_top),
            log: LogShape::default(),
            overlay,
        };
        if let Some(slot) = layout.slot(Pane::Log) {
            let commands = class == Class::Full || (facts.zoom && area.width >= 100);
            layout.log = LogShape::of(slot.inner(), facts, commands);
        }
        layout
    }

    /// Whether the latest sentence has a line of its own, above the footer.
    #[must_use]
    pub fn has_status_line(&self) -> bool {
        self.status != self.footer
    }

    /// The slot that has this pane in front, if it is on the screen.
    #[must_use]
    pub fn slot(&self, pane: Pane) -> Option<&Slot> {
        self.slots.iter().find(|slot| slot.shown == pane)
    }

    /// How many lines of a pane's list are on the screen: nodes, messages, keys, events; columns of the log.
    #[must_use]
    pub fn window(&self, pane: Pane) -> usize {
        let Some(slot) = self.slot(pane) else {
            return 0;
        };
        match pane {
            Pane::Nodes => usize::from(slot.inner().height),
            Pane::Log => self.log.columns,
            Pane::Net => usize::from(NetWindow::of(slot.inner()).lines.height),
            Pane::Kv => usize::from(KvWindow::of(slot.inner()).keys.height),
            Pane::Why => usize::from(FeedWindow::of(slot.inner()).lines.height),
        }
    }

    /// How many requests of clients are on the screen.
    #[must_use]
    pub fn requests(&self) -> usize {
        self.slot(Pane::Kv).map_or(0, |slot| {
            usize::from(KvWindow::of(slot.inner()).requests.height)
        })
    }

    /// How many lines of the overlay's list are on the screen.
    #[must_use]
    pub fn overlay_rows(&self) -> usize {
        self.overlay.map_or(0, |area| {
            usize::from(windows::overlay_lines(inside(area)).height)
        })
    }

    /// How many rows of the overlay's table are on the screen.
    #[must_use]
    pub fn table_rows(&self) -> usize {
        self.overlay.map_or(0, |area| {
            usize::from(windows::TableWindow::of(inside(area)).rows.height)
        })
    }
}

/// What an overlay may cover, header and last line included: the latest sentence stays in view.
fn above_bottom(area: Rect, own_status: bool) -> Rect {
    Rect {
        height: area.height.saturating_sub(u16::from(own_status)),
        ..area
    }
}

/// The store's slot where the feed has one of its own, and the top of the log's slot.
fn beside_feed(slots: &[Slot]) -> Option<(u16, Rect)> {
    let slot = |pane| slots.iter().find(move |slot| slot.tabs.contains(&pane));
    let (log, store) = (slot(Pane::Log)?, slot(Pane::Kv)?);
    let is_apart = !store.tabs.contains(&Pane::Why) && !store.tabs.contains(&Pane::Log);
    is_apart.then_some((log.area.y, store.area))
}

/// A note lies over the store and grows up over the notes beside the log: grid and feed, which it speaks of, stay in view.
fn note_beside(top: u16, slot: Rect, lines: usize) -> Rect {
    let width = slot
        .width
        .clamp(NOTE_WIDTH_MIN, NOTE_WIDTH_MAX)
        .min(slot.right());
    // Lines were counted at the width of other overlays; a line more for what breaking words costs.
    let text = usize::from(width.saturating_sub(4).max(1));
    let lines = lines.saturating_mul(NOTE_WIDTH_MAX.into()).div_ceil(text) + 1;
    let needed = u16::try_from(lines.saturating_add(3)).unwrap_or(u16::MAX);
    let height = needed
        .min(slot.bottom().saturating_sub(top))
        .max(slot.height);
    Rect::new(slot.right() - width, slot.bottom() - height, width, height)
}

/// Where an overlay lies: help and details take what there is, a note leaves the grid in view.
fn overlay_area(area: Rect, class: Class, kind: OverlayKind, lines: usize) -> Option<Rect> {
    if class == Class::TooSmall {
        return None;
    }
    let body = area.height.saturating_sub(2);
    let margin = u16::from(class != Class::Compact);
    let (width_max, height) = match kind {
        OverlayKind::Help
        | OverlayKind::Details
        | OverlayKind::Branches
        | OverlayKind::Safety
        | OverlayKind::Rules => (92, body.saturating_sub(2 * margin)),
        OverlayKind::Note => (NOTE_WIDTH_MAX, (area.height / 3).clamp(6, 14)),
        OverlayKind::Alarm => (NOTE_WIDTH_MAX, (area.height / 2).clamp(6, 14)),
    };
    let needed = u16::try_from(lines.saturating_add(3)).unwrap_or(u16::MAX);
    let height = height.min(needed.max(4));
    let width = area.width.saturating_sub(2 * margin).min(width_max);
    let x = (area.width - width) / 2;
    let y = if kind.is_note() {
        1 + body - height
    } else {
        1 + (body - height) / 2
    };
    Some(Rect::new(x, y, width, height))
}
