//! Whole frames.
use crate::moment::{facts, moment};
use crate::picture::{drawn, text};
use granary::tui::layout::Layout;
use granary::tui::theme::{ColorDepth, Theme};

#[test]
fn show() {
    for (w, h, n) in [(60, 20, 5), (80, 24, 5), (120, 40, 5), (200, 60, 5)] {
        let layout = Layout::of(w, h, &facts(n));
        let scene = moment(n, &layout);
        println!(
            "{}",
            text(&drawn(
                &scene,
                &layout,
                &Theme::new(ColorDepth::Many, false)
            ))
        );
    }
}
