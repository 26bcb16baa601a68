//! A text of the open play, to be read before it goes on.

use super::glance::Glance;
use super::words;
use crate::play::Deed;
use crate::tui::layout::{Layout, inside};
use crate::tui::panes::note::wrap;
use crate::tui::scene::NoteScene;
use crate::tui::ui::OpenOverlay;
use crate::tui::view::Extent;

pub(super) fn scene(glance: &Glance<'_>, open: &OpenOverlay, layout: &Layout) -> NoteScene {
    let mut view = open.view;
    view.fit(extent(glance, layout));
    let title = glance.lab.play().map(|(open, _)| words::shown(&open.name));
    NoteScene {
        title: title.unwrap_or_default(),
        text: text(glance),
        lines_before: view.top,
        go_on: "Enter continues".to_owned(),
    }
}

/// How many wrapped lines the note has.
pub(super) fn extent(glance: &Glance<'_>, layout: &Layout) -> Extent {
    let width = layout.overlay.map_or(0, |area| inside(area).width);
    Extent {
        count: wrap(&text(glance), width.saturating_sub(2)).len(),
        page: layout.overlay_rows(),
    }
}

/// The note that the play told last; without a play, what the window answered.
fn text(glance: &Glance<'_>) -> String {
    let told = glance.lab.play().and_then(|(open, position)| {
        let begun = open.play.statements.get(..position)?;
        begun
            .iter()
            .rev()
            .find_map(|statement| match &statement.what {
                Deed::Note(text) => Some(lines(text)),
                _ => None,
            })
    });
    told.or_else(|| glance.ui.answer.as_ref().map(|answer| lines(&answer.text)))
        .unwrap_or_default()
}

/// Text from outside, visible; its line breaks are kept.
fn lines(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(words::shown).collect();
    lines.join("\n")
}
