//! A frame does not depend on how much lies outside of its windows.

use crate::stage::Stage;
use granary::ids::Index;

/// Three nodes with so many entries of term 1 and a leader's no-op of term 2, seen from the log's start.
fn long(entries: u64) -> Stage {
    let mut stage = Stage::playing(&format!(
        "cluster 3\nset election off\npreset all term=1 log=[1x{entries}] commit={entries}\nelect s1\nsettle\n"
    ));
    stage.keys(". .").keys("Tab g");
    let last = stage
        .view()
        .node(stage.leader())
        .expect("it leads")
        .log()
        .last_index();
    assert_eq!(last, Index(entries + 1));
    stage
}

/// Digits are blanks, and so is what stands in their place.
fn without_numbers(shown: &str) -> String {
    let bare = shown.replace(|letter: char| letter.is_ascii_digit(), " ");
    let lines = bare
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_grid_looks_the_same_in_a_short_and_in_a_long_log() {
    for size in [(80, 24), (120, 40), (200, 60)] {
        let grid = |entries| {
            let mut stage = long(entries).sized(size.0, size.1);
            let layout = stage.layout();
            let scene = granary::tui::compose::compose(&stage.desk.lab, &stage.desk.ui, &layout);
            (
                scene
                    .log
                    .rows
                    .iter()
                    .map(|row| row.cells.len())
                    .collect::<Vec<_>>(),
                stage,
            )
        };
        let ((short, _), (full, _)) = (grid(1000), grid(100_000));
        assert_eq!(short, full);
    }
}

#[test]
fn nothing_but_numbers_differs_between_a_short_and_a_long_log() {
    // Columns become wider with the highest index: these two have the same number of digits.
    let (mut short, mut full) = (long(11_000), long(99_000));
    for keys in ["g", "G", "Tab", "Enter", "Esc Tab", "? j j", "Esc F"] {
        let bare = |stage: &mut Stage| without_numbers(&stage.keys(keys).shown());
        assert_eq!(bare(&mut short), bare(&mut full), "after {keys}");
    }
}
