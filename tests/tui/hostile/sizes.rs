//! Every size that a terminal can say it has, every pane in front: no panic, nothing outside, and a notice where it is
//! too small.

use crate::stage::Stage;
use granary::tui::compose::compose;
use granary::tui::draw::draw;
use granary::tui::layout::{SIZE_MAX, SIZE_MIN};
use granary::tui::scene::{OverlayKind, Pane};
use granary::tui::theme::{ColorDepth, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// What stands around the screen.
const OUTSIDE: &str = "\u{2592}";

fn sizes() -> Vec<(u16, u16)> {
    let small = (0..=12).flat_map(|width| (0..=12).map(move |height| (width, height)));
    let named = [
        (1, 500),
        (500, 1),
        (79, 23),
        (80, 24),
        (250, 70),
        (1000, 1000),
        (65_535, 1),
        (1, 65_535),
        (65_535, 65_535),
        (39, 12),
        (40, 11),
        (40, 12),
        (60, 20),
        (120, 40),
    ];
    small.chain(named).collect()
}

/// Draws a frame into a buffer that is larger than the screen on two sides; gives the screen's own part as text.
fn shown(stage: &mut Stage, (width, height): (u16, u16)) -> String {
    stage.size = (width, height);
    let layout = stage.layout();
    let scene = compose(&stage.desk.lab, &stage.desk.ui, &layout);
    let inside = layout.area;
    assert_eq!(
        (inside.width, inside.height),
        (width.min(SIZE_MAX.0), height.min(SIZE_MAX.1))
    );
    let mut buffer = Buffer::empty(Rect::new(0, 0, inside.width + 3, inside.height + 2));
    for cell in &mut buffer.content {
        cell.set_symbol(OUTSIDE);
    }
    for row in 0..inside.height {
        for column in 0..inside.width {
            buffer[(column, row)].reset();
        }
    }
    draw(
        &scene,
        &layout,
        &Theme::new(ColorDepth::Many, false),
        &mut buffer,
    );
    let mut text = String::new();
    for row in 0..buffer.area.height {
        for column in 0..buffer.area.width {
            let symbol = buffer[(column, row)].symbol();
            let is_inside = column < inside.width && row < inside.height;
            assert_eq!(
                is_inside,
                symbol != OUTSIDE,
                "{width}x{height}: cell {column},{row}"
            );
            text.push_str(if is_inside { symbol } else { "" });
        }
        text.push('\n');
    }
    text
}

/// A run with something in every pane.
fn busy() -> Stage {
    let mut stage = Stage::of(5);
    stage.line("set delay 1..6; load 1; tick 40; partition s1 s2 | s3 s4 s5; tick 9; crash s3");
    stage
}

#[test]
fn every_pane_is_drawn_at_every_size_and_nothing_outside_of_it() {
    let mut stage = busy();
    for size in sizes() {
        for (pane, _) in Pane::ALL {
            stage.desk.ui.recency.focus(pane);
            shown(&mut stage, size);
        }
    }
}

#[test]
fn every_overlay_and_the_prompt_are_drawn_at_every_size() {
    for keys in [
        "?",
        "Enter",
        "B",
        "S",
        "!",
        "w",
        ":",
        ": crash s9 Enter",
        "f",
        "p",
        "c",
    ] {
        let mut stage = busy();
        stage.keys(keys);
        for size in sizes() {
            shown(&mut stage, size);
        }
    }
    let mut stage = Stage::shipped("figure-8");
    assert_eq!(
        stage.desk.ui.overlay.as_ref().map(|open| open.kind),
        Some(OverlayKind::Note)
    );
    for size in sizes() {
        shown(&mut stage, size);
    }
}

#[test]
fn below_the_floor_a_notice_says_what_is_needed_as_far_as_it_fits() {
    let mut stage = busy();
    for size in sizes() {
        let text = shown(&mut stage, size);
        let fits = size.0 >= SIZE_MIN.0 && size.1 >= SIZE_MIN.1;
        assert_eq!(
            text.contains(" s4 ") || text.contains("s4"),
            fits,
            "{size:?}:\n{text}"
        );
        if !fits && size.0 >= 5 && size.1 > 0 {
            assert!(text.contains("40x12"), "{size:?}:\n{text}");
        }
    }
}
