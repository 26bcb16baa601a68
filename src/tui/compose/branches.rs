//! The tree of branches: what was tried, where it forked off, and in what a chosen branch differs.

use super::glance::Glance;
use super::words;
use crate::history::BranchId;
use crate::play::print::statement_text;
use crate::play::statement::{Place, Statement};
use crate::tui::layout::Layout;
use crate::tui::scene::{BranchLine, BranchesScene};
use crate::tui::ui::OpenOverlay;
use crate::tui::view::Extent;

pub(super) fn scene(glance: &Glance<'_>, open: &OpenOverlay, layout: &Layout) -> BranchesScene {
    let lines = lines(glance);
    let (mut view, page) = (open.view, layout.overlay_rows());
    view.fit(Extent {
        count: lines.len(),
        page,
    });
    BranchesScene {
        lines_before: view.top,
        lines_all: lines.len(),
        cursor: Some(view.cursor - view.top),
        lines: lines.into_iter().skip(view.top).take(page).collect(),
    }
}

/// A line a branch, and then what the comparison found.
pub(super) fn lines(glance: &Glance<'_>) -> Vec<BranchLine> {
    let branches = glance.lab.history().tree().in_order();
    let branches = branches
        .into_iter()
        .map(|(branch, depth)| line(glance, branch, depth));
    let found = glance
        .ui
        .comparison
        .iter()
        .cloned()
        .map(BranchLine::Difference);
    branches.chain(found).collect()
}

/// The branch on a line of the tree.
#[must_use]
pub fn branch_at(glance_line: usize, lab: &crate::lab::Lab) -> Option<BranchId> {
    lab.history()
        .tree()
        .in_order()
        .get(glance_line)
        .map(|(branch, _)| *branch)
}

fn line(glance: &Glance<'_>, branch: BranchId, depth: usize) -> BranchLine {
    let history = glance.lab.history();
    let (tree, base) = (
        history.tree(),
        history.tree().fork(branch).map_or(0, |(_, base)| base),
    );
    let first = tree
        .record(branch, base)
        .filter(|_| tree.len(branch) > base);
    let label = match first {
        None => "nothing yet".to_owned(),
        Some(_) if depth == 0 => "from the start".to_owned(),
        Some(record) => words::shown(&statement_text(&Statement {
            place: Place::START,
            what: record.deed.as_ref().clone(),
        })),
    };
    let last = tree
        .len(branch)
        .checked_sub(1)
        .and_then(|last| tree.record(branch, last));
    let deeds = tree.len(branch);
    let plural = if deeds == 1 { "" } else { "s" };
    BranchLine::Branch {
        depth,
        label,
        extent: format!(
            "{deeds} action{plural}, to tick {}",
            last.map_or(0, |last| last.tick.0)
        ),
        is_here: history.here().branch == branch,
    }
}
