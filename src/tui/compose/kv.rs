//! The store of a frame: the window's keys, and which nodes agree on them.

use super::glance::Glance;
use super::{extents, requests, words};
use crate::cluster::NodeView;
use crate::state::store::Binding;
use crate::tui::layout::Layout;
use crate::tui::scene::{Holding, KvLine, KvScene, Pane};
use crate::tui::view::Extent;

/// The most characters of a key or a value in the pane.
const TEXT_CHARS_MAX: usize = 60;

pub(super) fn scene(glance: &Glance<'_>, layout: &Layout) -> KvScene {
    if layout.slot(Pane::Kv).is_none() {
        return KvScene::default();
    }
    let owner = owner(glance);
    let extent = extents::kv(glance, layout);
    let view = glance.ui.seen(Pane::Kv, extent);
    let has_cursor = glance.ui.focused() == Pane::Kv && extent.count > 0;
    let lines = owner.map_or(Vec::new(), |owner| {
        let bindings = owner.store().iter().skip(view.top).take(extent.page);
        bindings
            .map(|(key, bound)| line(glance, key, bound))
            .collect()
    });
    KvScene {
        of: owner.map(NodeView::id),
        applied: owner.map(NodeView::applied_index).unwrap_or_default(),
        nodes: glance.view.nodes().map(NodeView::id).collect(),
        keys_before: view.top,
        keys_all: extent.count,
        lines,
        cursor: has_cursor.then(|| view.cursor - view.top),
        requests: requests::lines(glance, layout.requests()),
    }
}

/// Whose values are shown: the selected node while it is up, or else the leader.
pub(super) fn owner<'a>(glance: &Glance<'a>) -> Option<NodeView<'a>> {
    let selected = glance.selected_node();
    if selected.is_up() {
        Some(selected)
    } else {
        glance.leader
    }
}

/// The binding under the pane's cursor, and whose it is.
pub(super) fn selected<'a>(glance: &Glance<'a>) -> Option<(NodeView<'a>, &'a [u8], &'a Binding)> {
    let owner = owner(glance)?;
    let count = owner.store().iter().len();
    let view = glance.ui.seen(Pane::Kv, Extent { count, page: 1 });
    let (key, bound) = owner.store().iter().nth(view.cursor)?;
    Some((owner, key, bound))
}

fn line(glance: &Glance<'_>, key: &[u8], bound: &Binding) -> KvLine {
    KvLine {
        key: words::clipped(key, TEXT_CHARS_MAX),
        value: words::clipped(&bound.value, TEXT_CHARS_MAX),
        set_by: bound.set_by,
        held: glance
            .view
            .nodes()
            .map(|node| holding(node, key, bound))
            .collect(),
    }
}

/// What a node has under a key.
pub(super) fn holding(node: NodeView<'_>, key: &[u8], bound: &Binding) -> Holding {
    if !node.is_up() {
        return Holding::Down;
    }
    match node.store().get(key) {
        None => Holding::Absent,
        Some(own) if own.value == bound.value => Holding::Same,
        Some(own) => Holding::Other(words::clipped(&own.value, TEXT_CHARS_MAX)),
    }
}
