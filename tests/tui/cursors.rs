//! Where the cursors of a composed scene are, what its windows hold, and that no text in it steers a terminal.

use crate::stories::{SAME_MOMENT, eye, eye_on, lab, looking_closer, more, scene, set_up};
use granary::ids::{Index, NodeId};
use granary::lab::Lab;
use granary::tui::compose::{extents, facts, moment, selected_event, selected_message};
use granary::tui::layout::Layout;
use granary::tui::scene::{DetailLine, Fate, Overlay, Pane, Scene};
use granary::tui::ui::Ui;

const WIDE: (u16, u16) = (120, 40);
const FULL: (u16, u16) = (200, 60);

fn seen(lab: &Lab, ui: &Ui) -> Scene {
    scene(lab, ui, FULL).0
}

#[test]
fn the_cursor_of_the_network_is_on_what_its_line_shows() {
    let lab = lab(
        7,
        "elect s1; settle; set delay 1..9; submit set x 1; heartbeat s1; hold s1->s2; isolate s5",
    );
    let count = extents(
        &lab,
        &eye(&lab),
        &Layout::of(120, 40, &facts(&lab, &eye(&lab))),
    )
    .of(Pane::Net)
    .count;
    assert!(count > 8, "{count} messages are few");
    let mut dues = Vec::new();
    for place in 0..count {
        let ui = eye_on(1, Pane::Net, place);
        let net = scene(&lab, &ui, WIDE).0.net;
        let cursor = net.cursor.expect("the pane has the focus");
        let line = &net.lines[cursor];
        assert_eq!(net.lines_before + cursor, place);
        let number = selected_message(&lab, &ui).map(|number| number.0);
        let is_lost = matches!(line.fate, Fate::Lost(_));
        assert_eq!(number, (!is_lost).then_some(line.number));
        assert_eq!(moment(&lab, &ui).message_is_selected, !is_lost);
        assert_eq!(moment(&lab, &ui).message_is_held, line.fate == Fate::Held);
        dues.push(match &line.fate {
            Fate::Due(ticks) => *ticks,
            Fate::Held | Fate::Waiting => 100,
            Fate::Lost(_) => 200,
        });
    }
    assert!(dues.is_sorted(), "{dues:?}");
    assert!(dues.contains(&100) && dues.contains(&200), "{dues:?}");
}

#[test]
fn a_frame_holds_no_more_than_its_windows() {
    let lab = lab(
        5,
        "elect s1; settle; load 1; tick 1500; load off; set delay 1..9; submit set x 1; tick 20",
    );
    for size in [(60, 20), (80, 24), WIDE, FULL] {
        for (pane, _) in Pane::ALL {
            let (scene, layout) = scene(&lab, &eye_on(1, pane, 700), size);
            let within =
                |pane, lines: usize| assert!(lines <= layout.window(pane), "{pane:?} at {size:?}");
            within(Pane::Net, scene.net.lines.len());
            within(Pane::Kv, scene.kv.lines.len());
            within(Pane::Why, scene.feed.lines.len());
            for row in &scene.log.rows {
                within(Pane::Log, row.cells.len());
            }
            assert!(scene.kv.requests.len() <= layout.requests());
        }
    }
}

#[test]
fn the_cursor_of_the_feed_is_on_the_event_that_its_line_tells() {
    let lab = lab(5, SAME_MOMENT);
    for place in [0, 7, lab.feed().len() - 1] {
        let ui = eye_on(1, Pane::Why, place);
        let feed = seen(&lab, &ui).feed;
        let event = selected_event(&lab, &ui).expect("there is such an event");
        assert_eq!(Some(event), lab.feed().get(place));
        let line = &feed.lines[feed.cursor.expect("the pane has the focus")];
        assert_eq!(line.what, granary::explain::explain(event).what);
    }
}

#[test]
fn the_colours_of_terms_stand_still_while_the_window_scrolls() {
    let presets: Vec<String> = (1..=40)
        .map(|term| format!("{term}x{}", term % 5 + 1))
        .collect();
    let header = format!(
        "cluster 1\nset election off\npreset s1 term=40 log=[{}]\n",
        presets.join(" ")
    );
    let lab = set_up(&header, "");
    let log = lab.view().node(NodeId(1)).expect("there is s1").log();
    let mut changes = 0;
    for index in 1..=log.last_index().0 {
        if index > 1 && log.term_at(Index(index)) != log.term_at(Index(index - 1)) {
            changes += 1;
        }
        let mut ui = eye_on(1, Pane::Log, usize::try_from(index - 1).expect("small"));
        ui.view_mut(Pane::Log).top = ui.view(Pane::Log).cursor;
        let scene = scene(&lab, &ui, WIDE).0.log;
        if scene.first == Index(index) {
            assert_eq!(
                scene.rows[0].odd_runs_before,
                changes % 2 == 1,
                "before #{index}"
            );
        }
    }
    assert_eq!(changes, 39);
}

#[test]
fn details_scroll_to_their_last_line() {
    let lab = lab(9, "elect s1; settle");
    let mut ui = looking_closer(eye(&lab));
    let layout = Layout::of(60, 20, &facts(&lab, &ui));
    let extent = extents(&lab, &ui, &layout).overlay();
    assert!(extent.count > extent.page, "{extent:?}");
    if let Some(open) = &mut ui.overlay {
        open.view.put(usize::MAX, extent);
    }
    let Some(Overlay::Details(details)) = scene(&lab, &ui, (60, 20)).0.overlay else {
        panic!("the details are open");
    };
    // The cursor is the window's first line: it goes no further than shows the last.
    assert_eq!(details.lines_all, extent.count - 1 + layout.overlay_rows());
    assert_eq!(
        details.lines_before + details.lines.len(),
        details.lines_all
    );
    assert!(matches!(
        &details.lines[0],
        DetailLine::Fact { .. } | DetailLine::Text(_) | DetailLine::Group(_)
    ));
}

/// Every text of a scene that could have come from outside.
fn texts(scene: &Scene) -> Vec<&str> {
    let mut all = vec![scene.header.play.as_str(), &scene.log.entry];
    all.extend(
        scene
            .log
            .rows
            .iter()
            .flat_map(|row| &row.cells)
            .map(|cell| cell.text.as_str()),
    );
    all.extend(
        scene
            .kv
            .lines
            .iter()
            .flat_map(|line| [line.key.as_str(), &line.value]),
    );
    all.extend(
        scene
            .kv
            .requests
            .iter()
            .flat_map(|line| [line.what.as_str(), &line.outcome]),
    );
    all.extend(
        scene
            .feed
            .lines
            .iter()
            .flat_map(|line| [line.what.as_str(), &line.because]),
    );
    all.extend(scene.status.iter().map(|line| line.text.as_str()));
    all.extend(scene.footer.iter().map(|hint| hint.label.as_str()));
    if let Some(Overlay::Details(details)) = &scene.overlay {
        all.push(&details.title);
        for line in &details.lines {
            match line {
                DetailLine::Group(text) | DetailLine::Text(text) => all.push(text),
                DetailLine::Fact {
                    name,
                    value,
                    remark,
                } => all.extend([name.as_str(), value, remark]),
                DetailLine::Meter(_) => {}
            }
        }
    }
    all
}

#[test]
fn text_from_outside_is_made_visible() {
    let mut lab = lab(
        3,
        "elect s1; settle; submit set \"k\u{1b}[2J\u{202e}\" \"v\u{7}\u{9b}1m\"; submit get \"k\u{1b}[2J\u{202e}\"; settle",
    );
    more(&mut lab, "elect s1");
    for (pane, cursor) in [
        (Pane::Nodes, 0),
        (Pane::Log, 1),
        (Pane::Kv, 0),
        (Pane::Why, usize::MAX),
    ] {
        let mut ui = looking_closer(eye_on(1, pane, cursor));
        ui.say(granary::tui::scene::Tone::Plain, "said \u{1b}]0;x\u{7}");
        let scene = seen(&lab, &ui);
        for text in texts(&scene) {
            let is_raw = |letter: char| letter.is_control() || letter == '\u{202e}';
            assert!(!text.chars().any(is_raw), "{text:?} steers a terminal");
        }
        let shown = texts(&scene).join("\n");
        assert!(shown.contains("k\\e[2J\\u{202e}"), "{shown}");
    }
}

#[test]
fn keys_are_told_what_the_cluster_is_like() {
    let mut lab = lab(
        5,
        "elect s1; settle; isolate s2; crash s3; pause s4; load 3",
    );
    let at = |lab: &Lab, node| moment(lab, &eye_on(node, Pane::Nodes, 0));
    assert!(at(&lab, 1).node_leads && at(&lab, 1).links_are_cut && at(&lab, 1).load_is_on);
    assert!(at(&lab, 2).node_is_isolated && !at(&lab, 1).node_is_isolated);
    assert!(at(&lab, 3).node_is_down && !at(&lab, 4).node_is_down);
    assert!(at(&lab, 4).node_is_paused && !at(&lab, 3).node_is_paused);
    more(&mut lab, "heal; load off");
    assert!(!at(&lab, 1).links_are_cut && !at(&lab, 1).load_is_on);
    assert!(!at(&lab, 1).play_is_open);
}
