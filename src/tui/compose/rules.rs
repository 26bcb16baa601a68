//! The rulebook: every rule with its section and sentence, in force or off, and the play that shows what it is for.

use super::glance::Glance;
use super::table;
use crate::fuzz::Goal;
use crate::lab::shipped_play;
use crate::node::rules::Rule;
use crate::node::{RULES, RuleName};
use crate::tui::layout::Layout;
use crate::tui::scene::{OverlayKind, TableLine, TableScene};
use crate::tui::ui::{OpenOverlay, Ui};

pub(super) fn scene(glance: &Glance<'_>, open: &OpenOverlay, layout: &Layout) -> TableScene {
    let rules = glance.view.rules();
    let lines = RULES.iter().map(|row| line(row, rules.holds(row.name)));
    let mut scene = table::window(lines.collect(), open.view, layout);
    let (off, all) = (rules.off().count(), RULES.len());
    scene.title = match off {
        0 => format!("The rulebook: all {all} rules are in force"),
        1 => format!("The rulebook: 1 of {all} rules is off"),
        _ => format!("The rulebook: {off} of {all} rules are off"),
    };
    scene.full = RULES.get(open.view.cursor).map_or(String::new(), full);
    scene.keys = "Enter opens its play   b breaks or mends it   Esc closes";
    scene
}

/// The rule under the cursor of the open rulebook.
pub(super) fn chosen(ui: &Ui) -> Option<RuleName> {
    let open = ui.overlay.as_ref();
    let open = open.filter(|open| open.kind == OverlayKind::Rules)?;
    RULES.get(open.view.cursor).map(|row| row.name)
}

/// The name of the play of a rule.
pub(super) fn play_of(rule: RuleName) -> String {
    format!("rules/{rule}")
}

fn line(row: &Rule, holds: bool) -> TableLine {
    TableLine {
        mark: if holds { "" } else { "OFF" }.to_owned(),
        name: row.word.to_owned(),
        fact: row.source.to_owned(),
        said: row.sentence.to_owned(),
        loud: !holds,
    }
}

fn full(row: &Rule) -> String {
    // What guards no invariant guards a goal of a cluster that gets on; its sentence ends with a full stop of its own.
    let guards = Goal::named(row.protects).map_or(format!("{}.", row.protects), |goal| {
        format!("{goal}: {}", goal.row().sentence)
    });
    let play = play_of(row.name);
    let play = shipped_play(&play).map_or(String::new(), |_| format!(" Its play: {play}."));
    let Rule {
        word,
        source,
        sentence,
        ..
    } = row;
    format!("{word} ({source}): {sentence} It guards {guards}{play}")
}
