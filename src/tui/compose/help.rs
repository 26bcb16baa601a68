//! The window of the list of keys.

use super::extents;
use super::glance::Glance;
use crate::tui::keymap::{HelpRow, help};
use crate::tui::layout::Layout;
use crate::tui::panes::help::about_width;
use crate::tui::panes::note::wrap;
use crate::tui::scene::{HelpLine, HelpScene};
use crate::tui::ui::OpenOverlay;
use crate::tui::view::Extent;

pub(super) fn scene(glance: &Glance<'_>, open: &OpenOverlay, layout: &Layout) -> HelpScene {
    let rows = rows(glance, open, extents::text_width(layout));
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

/// Every line that matches the search, sentences broken to so many columns: what goes on below is run as the line above.
pub(super) fn rows(glance: &Glance<'_>, open: &OpenOverlay, width: u16) -> Vec<HelpRow> {
    let all = help(&open.search, &super::moment(glance.lab, glance.ui));
    let width = about_width(width);
    all.into_iter().flat_map(|row| broken(row, width)).collect()
}

fn broken(row: HelpRow, width: u16) -> Vec<HelpRow> {
    let HelpLine::Key {
        keys,
        about,
        active,
    } = row.line
    else {
        return vec![row];
    };
    let mut lines = wrap(&about, width).into_iter();
    let first = HelpLine::Key {
        keys,
        about: lines.next().unwrap_or_default(),
        active,
    };
    let more = lines.map(|about| HelpLine::More { about, active });
    let intent = row.intent;
    std::iter::once(first)
        .chain(more)
        .map(|line| HelpRow { line, intent })
        .collect()
}
