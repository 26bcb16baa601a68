//! How the panes share the screen: the heights of the tiers, and which panes share a slot as tabs.
//!
//! A tier never shrinks below what its nodes need; where that does not fit, panes become tabs of one slot instead.

use super::{Class, Facts, Slot};
use crate::tui::scene::Pane;
use ratatui::layout::Rect;

const ALL: &[Pane] = &[Pane::Nodes, Pane::Log, Pane::Net, Pane::Kv, Pane::Why];
const BESIDE_NODES: &[Pane] = &[Pane::Log, Pane::Net, Pane::Kv, Pane::Why];
const BESIDE_WHY: &[Pane] = &[Pane::Net, Pane::Kv];

/// The narrowest card; with less for each, nodes are rows.
const CARD_WIDTH_MIN: u16 = 22;
/// From so many nodes on they are rows at any width.
const CARD_NODES_MAX: u16 = 6;

/// The slots of a screen.
#[derive(Default)]
pub(super) struct Stack {
    pub(super) slots: Vec<Slot>,
    pub(super) cards: bool,
    pub(super) own_status: bool,
}

impl Stack {
    /// The slots between header and footer.
    pub(super) fn of(area: Rect, class: Class, facts: &Facts) -> Self {
        if class == Class::TooSmall {
            return Self::default();
        }
        let body = Rect::new(0, 1, area.width, area.height - 2);
        if facts.zoom {
            return Self::zoomed(body, class, facts);
        }
        match class {
            Class::TooSmall | Class::Compact => Self::compact(body, facts),
            Class::Normal => Self::normal(body, facts),
            Class::Wide | Class::Full => Self::wide(body, class, facts),
        }
    }

    fn zoomed(body: Rect, class: Class, facts: &Facts) -> Self {
        let mut stack = Self {
            own_status: true,
            cards: class >= Class::Wide
                && facts.focus.focused() == Pane::Nodes
                && cards_fit(body, node_rows(facts)),
            ..Self::default()
        };
        stack.put(cut_bottom(body, 1), ALL, facts);
        stack
    }

    /// Nodes above one slot of tabs, with one border between them where it is tight; all panes as tabs where even that
    /// does not fit.
    fn compact(body: Rect, facts: &Facts) -> Self {
        let nodes = node_rows(facts);
        let needed = (nodes + 2) + (nodes + 3);
        let tight = body.height + 1 == needed;
        let mut stack = Self {
            own_status: body.height > needed,
            ..Self::default()
        };
        let body = cut_bottom(body, u16::from(stack.own_status));
        if needed > body.height && !tight {
            stack.put(body, ALL, facts);
            return stack;
        }
        let (upper, lower) = split_rows(body, nodes + 2 - u16::from(tight));
        stack.put(upper, &[Pane::Nodes], facts);
        stack
            .slots
            .iter_mut()
            .for_each(|slot| slot.open_below = tight);
        stack.put(lower, BESIDE_NODES, facts);
        stack
    }

    /// Nodes above the log above the feed, which has network and store beside it.
    fn normal(body: Rect, facts: &Facts) -> Self {
        const FEED_MIN: u16 = 4;
        const FEED_FAIR: u16 = 7;
        let nodes = node_rows(facts);
        let (nodes_height, log_height) = (nodes + 2, nodes + 3);
        let Some(rest) = body.height.checked_sub(nodes_height + log_height) else {
            return Self::compact(body, facts);
        };
        if rest < FEED_MIN {
            return Self::compact(body, facts);
        }
        let log_height = log_height + rest.saturating_sub(FEED_FAIR).min(2);
        let mut stack = Self::default();
        let (upper, lower) = split_rows(body, nodes_height);
        let (middle, lower) = split_rows(lower, log_height);
        stack.put(upper, &[Pane::Nodes], facts);
        stack.put(middle, &[Pane::Log], facts);
        if lower.width >= 140 {
            let (why, beside) = split_columns(lower, lower.width * 2 / 5);
            let (net, kv) = split_columns(beside, beside.width / 2);
            stack.put(why, &[Pane::Why], facts);
            stack.put(net, &[Pane::Net], facts);
            stack.put(kv, &[Pane::Kv], facts);
        } else {
            let (why, beside) = split_columns(lower, lower.width * 5 / 8);
            stack.put(why, &[Pane::Why], facts);
            stack.put(beside, BESIDE_WHY, facts);
        }
        stack
    }

    /// Every pane: nodes, log, network beside store, feed.
    fn wide(body: Rect, class: Class, facts: &Facts) -> Self {
        let nodes = node_rows(facts);
        let cards = cards_fit(body, nodes);
        let nodes_height = match (cards, class) {
            (true, Class::Full) => 8,
            (true, _) => 7,
            (false, _) => nodes + 2,
        };
        let log_height = nodes + 4;
        let Some(rest) = body.height.checked_sub(nodes_height + log_height) else {
            return Self::normal(body, facts);
        };
        if rest < 10 {
            return Self::normal(body, facts);
        }
        let log_height = log_height + u16::from(rest >= 24);
        let mut stack = Self {
            cards,
            ..Self::default()
        };
        let (upper, lower) = split_rows(body, nodes_height);
        let (middle, lower) = split_rows(lower, log_height);
        let (beside, why) = split_rows(lower, lower.height / 2);
        let (net, kv) = split_columns(beside, beside.width / 2);
        stack.put(upper, &[Pane::Nodes], facts);
        stack.put(middle, &[Pane::Log], facts);
        stack.put(net, &[Pane::Net], facts);
        stack.put(kv, &[Pane::Kv], facts);
        stack.put(why, &[Pane::Why], facts);
        stack
    }

    fn put(&mut self, area: Rect, tabs: &'static [Pane], facts: &Facts) {
        if let Some(shown) = facts.focus.front(tabs) {
            self.slots.push(Slot {
                area,
                shown,
                tabs,
                open_below: false,
            });
        }
    }
}

fn node_rows(facts: &Facts) -> u16 {
    u16::try_from(facts.nodes).unwrap_or(u16::MAX).min(128)
}

fn cards_fit(body: Rect, nodes: u16) -> bool {
    (1..=CARD_NODES_MAX).contains(&nodes) && body.width / nodes >= CARD_WIDTH_MIN
}

fn cut_bottom(area: Rect, rows: u16) -> Rect {
    Rect {
        height: area.height.saturating_sub(rows),
        ..area
    }
}

fn split_rows(area: Rect, first: u16) -> (Rect, Rect) {
    let first = first.min(area.height);
    let upper = Rect {
        height: first,
        ..area
    };
    let lower = Rect {
        y: area.y + first,
        height: area.height - first,
        ..area
    };
    (upper, lower)
}

fn split_columns(area: Rect, first: u16) -> (Rect, Rect) {
    let first = first.min(area.width);
    let left = Rect {
        width: first,
        ..area
    };
    let right = Rect {
        x: area.x + first,
        width: area.width - first,
        ..area
    };
    (left, right)
}
