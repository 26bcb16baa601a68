//! The window of a table: what the rulebook and the invariants share.

use crate::tui::layout::Layout;
use crate::tui::pen::columns;
use crate::tui::scene::{TableLine, TableScene};
use crate::tui::view::{Extent, View};

/// The rows of a table that there is room for, around the cursor. What else the table says is still to be filled in.
pub(super) fn window(lines: Vec<TableLine>, mut view: View, layout: &Layout) -> TableScene {
    let page = layout.table_rows();
    view.fit(Extent {
        count: lines.len(),
        page,
    });
    let width = |of: fn(&TableLine) -> &str| {
        let widths = lines.iter().map(|line| columns(of(line)));
        widths.max().unwrap_or(0)
    };
    TableScene {
        widths: [
            width(|line| &line.mark),
            width(|line| &line.name),
            width(|line| &line.fact),
        ],
        lines_before: view.top,
        lines_all: lines.len(),
        cursor: Some(view.cursor - view.top),
        lines: lines.into_iter().skip(view.top).take(page).collect(),
        ..TableScene::default()
    }
}
