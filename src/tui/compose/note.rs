//! A text of a play, to be read before it goes on.

use super::glance::Glance;
use super::{extents, words};
use crate::lab::lab::OpenPlay;
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

/// The note that was told last, visible; its own line breaks are kept. Before the first one, what the play is about.
fn text(glance: &Glance<'_>) -> String {
    let about = glance.lab.play().map(|(open, _)| introduction(open));
    let told = glance
        .lab
        .note()
        .map(str::to_owned)
        .or(about)
        .unwrap_or_default();
    let lines: Vec<_> = told.lines().map(words::shown).collect();
    lines.join("\n")
}

/// What a play is about, below its title where that is not its name already; empty where it does not say.
#[must_use]
pub fn introduction(open: &OpenPlay) -> String {
    let title = open
        .play
        .title
        .as_ref()
        .filter(|title| **title != open.name);
    match (&open.play.about, title) {
        (None, _) => String::new(),
        (Some(about), None) => about.clone(),
        (Some(about), Some(title)) => format!("{title}\n\n{about}"),
    }
}
