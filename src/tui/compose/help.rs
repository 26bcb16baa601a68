//! The window of the list of keys.

use super::glance::Glance;
use crate::tui::keymap::{HelpRow, help};
use crate::tui::layout::Layout;
use crate::tui::scene::HelpScene;
use crate::tui::ui::OpenOverlay;
use crate::tui::view::Extent;

pub(super) fn scene(glance: &Glance<'_>, open: &OpenOverlay, layout: &Layout) -> HelpScene {
    let rows = rows(glance, open);
    let mut view = open.view;
    let page = layout.overlay_rows();
    view.fit(Extent {
        count: rows.len(),
        page,
    });
    HelpScene {
        search: open.search.clone(),
        lines_before: view.top,
        lines_all: rows.len(),
        cursor: (!rows.is_empty()).then(|| view.cursor - view.top),
        lines: rows
            .into_iter()
            .skip(view.top)
            .take(page)
            .map(|row| row.line)
            .collect(),
    }
}

/// Every line that matches the search.
pub(super) fn rows(glance: &Glance<'_>, open: &OpenOverlay) -> Vec<HelpRow> {
    help(&open.search, &super::moment(glance.lab, glance.ui))
}
