//! A text of a play, to be read before it goes on.

use super::glance::Glance;
use super::{extents, words};
use crate::tui::layout::Layout;
use crate::tui::panes::note::wrap;
use crate::tui::scene::NoteScene;
use crate::tui::ui::OpenOverlay;
use crate::tui::view::Extent;

pub(super) fn scene(glance: &Glance<'_>, open: &OpenOverlay, layout: &Layout) -> NoteScene {
    let mut view = open.view;
    view.fit(Extent {
        count: lines(glance, extents::text_width(layout)),
        page: layout.overlay_rows(),
    });
    let title = glance.lab.play().map(|(open, _)| words::shown(&open.name));
    NoteScene {
        title: title.unwrap_or_default(),
        text: text(glance),
        lines_before: view.top,
        go_on: "Enter continues".to_owned(),
    }
}

/// How many lines the note has, broken to so many columns.
pub(super) fn lines(glance: &Glance<'_>, width: u16) -> usize {
    wrap(&text(glance), width).len()
}

/// The note that was told last, visible; its own line breaks are kept.
fn text(glance: &Glance<'_>) -> String {
    let told = glance.lab.note().unwrap_or_default();
    let lines: Vec<_> = told.lines().map(words::shown).collect();
    lines.join("\n")
}
