//! Clusters in well-known moments, and the frames composed from them: what a person would see after typing these lines.

use crate::picture::{drawn, text};
use granary::cluster::Setup;
use granary::ids::NodeId;
use granary::lab::Lab;
use granary::lab::lab::OpenPlay;
use granary::play::parse_play;
use granary::tui::compose::{compose, extents, facts};
use granary::tui::layout::Layout;
use granary::tui::scene::{OverlayKind, Pane, Scene};
use granary::tui::theme::{ColorDepth, Theme};
use granary::tui::ui::Ui;

/// s4 is killed, s5 is a stale leader, cut off in term 3, and s3 leads term 4.
pub const SAME_MOMENT: &str = "elect s1; settle; submit set x 1; submit set y 1; settle; \
     elect s2; settle; submit set color green; submit set x 2; submit set y 2; settle; \
     hold s5->* append; elect s5; flush; isolate s5; release; submit s5 set x 9; \
     elect s3; flush; submit set x 2; settle; crash s4; \
     submit set x 3; submit set y hello; settle; \
     submit set z 1; deliver s3->s1 append; submit set x 7";

/// A cluster of so many nodes after these statements.
pub fn lab(nodes: u64, line: &str) -> Lab {
    let mut lab = Lab::new(Setup {
        nodes,
        seed: 42,
        ..Setup::default()
    });
    more(&mut lab, line);
    lab
}

/// What a play's header sets up, after these statements.
pub fn set_up(header: &str, line: &str) -> Lab {
    let play = parse_play(header).expect("the header of a story can be read");
    let name = "story".to_owned();
    let mut lab = Lab::open(OpenPlay { name, play });
    more(&mut lab, line);
    lab
}

/// The same cluster after more statements; none where the line is empty.
pub fn more(lab: &mut Lab, line: &str) {
    if !line.is_empty() {
        lab.read(line).expect("the line of a story can be read");
        lab.work_off();
    }
}

/// An eye on the leader, as the window follows it.
pub fn eye(lab: &Lab) -> Ui {
    let mut ui = Ui::default();
    ui.selected = lab.view().leader().unwrap_or(NodeId(1));
    ui
}

/// An eye on a node, with a pane focused and its cursor on a line.
pub fn eye_on(node: u64, pane: Pane, cursor: usize) -> Ui {
    let mut ui = Ui::default();
    ui.select(NodeId(node), usize::MAX);
    ui.recency.focus(pane);
    ui.follows_newest = false;
    ui.view_mut(pane).cursor = cursor;
    ui
}

/// The same eye with the details open.
pub fn looking_closer(mut ui: Ui) -> Ui {
    ui.open_overlay(OverlayKind::Details);
    ui
}

/// The scene on a screen of that size, every cursor brought into what there is, as the window does it.
pub fn scene(lab: &Lab, ui: &Ui, (width, height): (u16, u16)) -> (Scene, Layout) {
    let layout = Layout::of(width, height, &facts(lab, ui));
    let mut ui = ui.clone();
    let extents = extents(lab, &ui, &layout);
    for (pane, _) in Pane::ALL {
        ui.fit(pane, extents.of(pane));
    }
    (compose(lab, &ui, &layout), layout)
}

/// The frame as text.
pub fn frame(lab: &Lab, ui: &Ui, size: (u16, u16)) -> String {
    let (scene, layout) = scene(lab, ui, size);
    text(&drawn(
        &scene,
        &layout,
        &Theme::new(ColorDepth::Many, false),
    ))
}
