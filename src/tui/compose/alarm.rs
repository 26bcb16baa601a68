//! What was broken just now: which, who, where, since when, under which broken rules; to be read before it goes on.

use super::extents;
use super::glance::Glance;
use crate::check::Violation;
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
    NoteScene {
        title: title(broken(glance)),
        text: text(broken(glance)),
        lines_before: view.top,
        go_on: "Enter goes on   E goes back".to_owned(),
    }
}

/// How many lines the text has in so many columns.
pub(super) fn lines(glance: &Glance<'_>, width: u16) -> usize {
    wrap(&text(broken(glance)), width).len()
}

fn broken<'a>(glance: &Glance<'a>) -> &'a [Violation] {
    glance.ui.alarm.as_ref().map_or(&[], |alarm| &alarm.broken)
}

fn title(broken: &[Violation]) -> String {
    match broken {
        [] => String::new(),
        [only] => format!("BROKEN {}", only.invariant),
        [first, more @ ..] => format!("BROKEN {} and {} more", first.invariant, more.len()),
    }
}

/// What happened comes first, so that a small screen shows that at least.
fn text(broken: &[Violation]) -> String {
    let told = broken.iter().map(Violation::told);
    let meant = broken.iter().map(|violation| {
        let row = violation.invariant.row();
        format!("{} ({}): {}", row.word, row.source, row.sentence)
    });
    let told: Vec<_> = told.chain(meant).collect();
    told.join("\n")
}
