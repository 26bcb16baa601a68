//! The invariants: each whole or broken, and of a broken one who, where, since when and under which broken rules.

use super::glance::Glance;
use super::table;
use crate::check::{INVARIANTS, InvariantRow, Outside, Violation};
use crate::tui::layout::Layout;
use crate::tui::scene::{TableLine, TableScene};
use crate::tui::ui::OpenOverlay;

pub(super) fn scene(glance: &Glance<'_>, open: &OpenOverlay, layout: &Layout) -> TableScene {
    let lines = INVARIANTS.iter().map(|row| line(row, broken(glance, row)));
    let mut scene = table::window(lines.collect(), open.view, layout);
    let chosen = INVARIANTS.get(open.view.cursor);
    scene.title = title(glance);
    scene.full = chosen.map_or(String::new(), |row| full(row, broken(glance, row)));
    scene.keys = "Enter goes to the last good moment   Esc closes";
    scene
}

fn broken<'a>(glance: &Glance<'a>, row: &InvariantRow) -> Option<&'a Violation> {
    let mut broken = glance.lab.violations().iter();
    broken.find(|violation| violation.invariant == row.name)
}

fn title(glance: &Glance<'_>) -> String {
    let (broken, all) = (glance.lab.violations().len(), INVARIANTS.len());
    let stand = match broken {
        0 => format!("all {all} invariants are whole"),
        _ => format!("{broken} of {all} invariants are broken"),
    };
    let Outside { wiped, rotted } = glance.lab.history().present().checker().outside();
    let lost = (!wiped.is_empty()).then(|| format!("; lost disks: {wiped}"));
    let hurt = (!rotted.is_empty()).then(|| format!("; damaged disks: {rotted}"));
    format!(
        "Safety: {stand}{}{}",
        lost.unwrap_or_default(),
        hurt.unwrap_or_default()
    )
}

fn line(row: &InvariantRow, broken: Option<&Violation>) -> TableLine {
    let (fact, said) = match broken {
        Some(violation) => ("BROKEN", format!("tick {}: {violation}", violation.tick)),
        None => ("whole", row.sentence.to_owned()),
    };
    TableLine {
        mark: row.letter.to_string(),
        name: row.word.to_owned(),
        fact: fact.to_owned(),
        said,
        loud: broken.is_some(),
    }
}

fn full(row: &InvariantRow, broken: Option<&Violation>) -> String {
    let InvariantRow {
        source, sentence, ..
    } = row;
    match broken {
        Some(violation) => format!(
            "{}: {violation}, {} (event {}). {sentence} ({source})",
            format_args!("Broken at tick {}", violation.tick),
            violation.circumstances(),
            violation.event.0,
        ),
        None => format!("{sentence} ({source}) Whole up to here."),
    }
}
