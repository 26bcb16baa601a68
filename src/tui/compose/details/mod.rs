//! All about what is selected in the focused pane: a node as Figure 2 has it, an entry, a message, a binding, an event.

mod answers;
mod chosen;
mod node;

use super::extents;
use super::glance::Glance;
use crate::tui::layout::Layout;
use crate::tui::panes::note::wrap;
use crate::tui::scene::{DetailLine, DetailsScene, Meter, Pane};
use crate::tui::ui::OpenOverlay;
use crate::tui::view::Extent;

/// What the overlay is about, and all it says.
struct Sheet {
    title: String,
    lines: Vec<DetailLine>,
}

impl Sheet {
    fn titled(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            lines: Vec::new(),
        }
    }

    fn group(&mut self, name: &str) -> &mut Self {
        if !self.lines.is_empty() {
            self.lines.push(DetailLine::Text(String::new()));
        }
        self.lines.push(DetailLine::Group(name.to_owned()));
        self
    }

    fn fact(&mut self, name: impl Into<String>, value: impl Into<String>) -> &mut Self {
        self.told(name, value, "")
    }

    /// A fact with what it means here.
    fn told(
        &mut self,
        name: impl Into<String>,
        value: impl Into<String>,
        remark: impl Into<String>,
    ) -> &mut Self {
        self.lines.push(DetailLine::Fact {
            name: name.into(),
            value: value.into(),
            remark: remark.into(),
        });
        self
    }

    fn meter(&mut self, meter: Meter) -> &mut Self {
        self.lines.push(DetailLine::Meter(meter));
        self
    }

    fn text(&mut self, text: impl Into<String>) -> &mut Self {
        self.lines.push(DetailLine::Text(text.into()));
        self
    }
}

pub(super) fn scene(glance: &Glance<'_>, open: &OpenOverlay, layout: &Layout) -> DetailsScene {
    let Sheet { title, lines } = wrapped(sheet(glance), extents::text_width(layout));
    let page = layout.overlay_rows();
    let mut view = open.view;
    view.fit(Extent {
        count: lines.len(),
        page,
    });
    DetailsScene {
        title,
        lines_before: view.top,
        lines_all: lines.len(),
        lines: lines.into_iter().skip(view.top).take(page).collect(),
    }
}

/// All lines of the details, in the window or beyond.
pub(super) fn lines(glance: &Glance<'_>, width: u16) -> Vec<DetailLine> {
    wrapped(sheet(glance), width).lines
}

fn sheet(glance: &Glance<'_>) -> Sheet {
    if let Some(told) = answers::sheet(&glance.ui.answers) {
        return told;
    }
    let chosen = match glance.ui.focused() {
        Pane::Nodes => None,
        Pane::Log => chosen::entry(glance),
        Pane::Net => chosen::message(glance),
        Pane::Kv => chosen::binding(glance),
        Pane::Why => chosen::event(glance),
    };
    chosen.unwrap_or_else(|| node::sheet(glance))
}

/// Sentences broken to so many columns.
fn wrapped(sheet: Sheet, width: u16) -> Sheet {
    let lines = sheet.lines.into_iter().flat_map(|line| match line {
        DetailLine::Text(text) => wrap_text(&text, width.saturating_sub(1)),
        line => vec![line],
    });
    Sheet {
        title: sheet.title,
        lines: lines.collect(),
    }
}

fn wrap_text(text: &str, width: u16) -> Vec<DetailLine> {
    if text.is_empty() {
        return vec![DetailLine::Text(String::new())];
    }
    wrap(text, width.max(1))
        .into_iter()
        .map(DetailLine::Text)
        .collect()
}
