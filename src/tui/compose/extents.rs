//! How long each list of a frame is, and how much of it the screen shows: what moving the cursor needs.

use super::glance::Glance;
use super::{alarm, branches, details, help, kv, note};
use crate::check::INVARIANTS;
use crate::cluster::NodeView;
use crate::lab::Lab;
use crate::node::RULES;
use crate::tui::layout::windows::overlay_lines as overlay_lines_of;
use crate::tui::layout::{Layout, inside};
use crate::tui::scene::{OverlayKind, Pane};
use crate::tui::ui::Ui;
use crate::tui::view::Extent;

/// The extents of all lists at one moment.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Extents {
    panes: [Extent; Pane::ALL.len()],
    overlay: Extent,
}

impl Extents {
    /// That of a pane's list; of the log, which lies on its side, columns up to the last index of any log.
    #[must_use]
    pub fn of(&self, pane: Pane) -> Extent {
        self.panes[pane as usize]
    }

    /// That of the open overlay's lines; nothing where none is open.
    #[must_use]
    pub fn overlay(&self) -> Extent {
        self.overlay
    }
}

/// The extents of all lists.
#[must_use]
pub fn extents(lab: &Lab, ui: &Ui, layout: &Layout) -> Extents {
    let glance = Glance::of(lab, ui);
    let of = |pane| match pane {
        Pane::Nodes => Extent {
            count: glance.view.node_count(),
            page: layout.window(Pane::Nodes),
        },
        Pane::Log => log(&glance, layout),
        Pane::Net => net(&glance, layout),
        Pane::Kv => kv(&glance, layout),
        Pane::Why => feed(&glance, layout),
    };
    Extents {
        panes: Pane::ALL.map(|(pane, _)| of(pane)),
        overlay: overlay(&glance, layout),
    }
}

pub(super) fn log(glance: &Glance<'_>, layout: &Layout) -> Extent {
    Extent {
        count: usize::try_from(glance.last_index().0).unwrap_or(usize::MAX),
        page: layout.window(Pane::Log),
    }
}

pub(super) fn net(glance: &Glance<'_>, layout: &Layout) -> Extent {
    Extent {
        count: net_count(glance),
        page: layout.window(Pane::Net),
    }
}

/// Messages in flight, and what the last action lost.
pub(super) fn net_count(glance: &Glance<'_>) -> usize {
    glance.view.flight_count() + glance.lab.feed().lost().len()
}

pub(super) fn kv(glance: &Glance<'_>, layout: &Layout) -> Extent {
    let store = kv::owner(glance).map(NodeView::store);
    Extent {
        count: store.map_or(0, |store| store.iter().len()),
        page: layout.window(Pane::Kv),
    }
}

pub(super) fn feed(glance: &Glance<'_>, layout: &Layout) -> Extent {
    Extent {
        count: glance.rows().len(),
        page: layout.window(Pane::Why),
    }
}

fn overlay(glance: &Glance<'_>, layout: &Layout) -> Extent {
    let (count, page) = (
        overlay_lines(glance, text_width(layout)),
        layout.overlay_rows(),
    );
    let open = glance.ui.overlay.as_ref().map(|open| open.kind);
    match open {
        None | Some(OverlayKind::Help | OverlayKind::Branches) => Extent { count, page },
        Some(OverlayKind::Safety | OverlayKind::Rules) => Extent {
            count,
            page: layout.table_rows(),
        },
        // Without a cursor to see, moving is scrolling: the cursor is the window's first line.
        Some(OverlayKind::Details | OverlayKind::Note | OverlayKind::Alarm) => Extent {
            count: count.saturating_sub(page.max(1)) + 1,
            page: 1,
        },
    }
}

/// How many lines the open overlay has, its texts broken to so many columns.
pub(super) fn overlay_lines(glance: &Glance<'_>, width: u16) -> usize {
    let Some(open) = &glance.ui.overlay else {
        return 0;
    };
    match open.kind {
        OverlayKind::Help => help::rows(glance, open, width).len(),
        OverlayKind::Details => details::lines(glance, width).len(),
        OverlayKind::Note => note::lines(glance, width),
        OverlayKind::Alarm => alarm::lines(glance, width),
        OverlayKind::Safety => INVARIANTS.len(),
        OverlayKind::Rules => RULES.len(),
        OverlayKind::Branches => branches::lines(glance).len(),
    }
}

/// Columns of an overlay's text: its lines without a blank on the left.
pub(super) fn text_width(layout: &Layout) -> u16 {
    let area = layout
        .overlay
        .map_or(0, |area| overlay_lines_of(inside(area)).width);
    area.saturating_sub(1)
}
