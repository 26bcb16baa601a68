//! Whole frames as a person sees them: the same moment at every size class, in every colour depth, with every overlay.

use crate::moment::{facts, moment};
use crate::overlays::{alarm, branches, details, help, note, prompt, table};
use crate::picture::{drawn, picture, text};
use granary::ids::{Index, NodeId};
use granary::node::Role;
use granary::tui::layout::{Facts, Layout};
use granary::tui::scene::{
    LogCursor, Overlay, OverlayKind, Pace, Pane, SafetyMark, Scene, Standing, StatusLine, Tone,
    VoteCount,
};
use granary::tui::theme::{ColorDepth, Theme};
use ratatui::buffer::Buffer;

const MANY: (ColorDepth, bool) = (ColorDepth::Many, false);

/// The moment on a screen of that size, changed at will before it is drawn.
fn frame(
    (width, height): (u16, u16),
    facts: &Facts,
    (depth, ascii): (ColorDepth, bool),
    change: impl FnOnce(&mut Scene, &Layout),
) -> Buffer {
    let layout = Layout::of(width, height, facts);
    let mut scene = moment(facts.nodes, &layout);
    scene.focus = facts.focus.focused();
    change(&mut scene, &layout);
    drawn(&scene, &layout, &Theme::new(depth, ascii))
}

fn unchanged(_: &mut Scene, _: &Layout) {}

fn focused(pane: Pane) -> Facts {
    let mut facts = facts(5);
    facts.focus.focus(pane);
    facts
}

#[test]
fn one_moment_at_four_sizes() {
    for size in [(60, 20), (80, 24), (120, 40), (200, 60)] {
        let name = format!("moment_{}x{}", size.0, size.1);
        insta::assert_snapshot!(name, picture(&frame(size, &facts(5), MANY, unchanged)));
    }
}

#[test]
fn one_moment_in_every_colour_depth() {
    for (depth, word) in ColorDepth::ALL {
        let name = format!("depth_{word}");
        let frame = frame((80, 24), &facts(5), (depth, false), unchanged);
        insta::assert_snapshot!(name, picture(&frame));
    }
}

#[test]
fn one_moment_in_ascii() {
    for size in [(60, 20), (120, 40)] {
        let frame = frame(size, &facts(5), (ColorDepth::Never, true), unchanged);
        assert!(
            text(&frame).replace('§', "S").is_ascii(),
            "{}",
            text(&frame)
        );
        insta::assert_snapshot!(format!("ascii_{}x{}", size.0, size.1), picture(&frame));
    }
}

#[test]
fn any_number_of_nodes_has_a_picture() {
    for nodes in [1, 3, 7, 9] {
        for size in [(60, 20), (80, 24), (120, 40)] {
            let name = format!("nodes_{nodes}_{}x{}", size.0, size.1);
            let frame = frame(size, &facts(nodes), MANY, unchanged);
            insta::assert_snapshot!(name, text(&frame));
        }
    }
}

#[test]
fn a_tab_in_front_shows_its_pane() {
    for (pane, title) in Pane::ALL {
        let frame = frame((60, 20), &focused(pane), MANY, unchanged);
        insta::assert_snapshot!(format!("tab_{title}"), text(&frame));
    }
}

#[test]
fn a_zoomed_pane_has_the_whole_screen() {
    for (pane, title) in Pane::ALL {
        let facts = Facts {
            zoom: true,
            ..focused(pane)
        };
        let frame = frame((120, 40), &facts, MANY, unchanged);
        insta::assert_snapshot!(format!("zoom_{title}"), text(&frame));
    }
}

#[test]
fn overlays_lie_over_the_panes() {
    for (kind, name, lines) in [
        (OverlayKind::Help, "help", 21),
        (OverlayKind::Details, "details", 12),
        (OverlayKind::Note, "note", usize::MAX),
        (OverlayKind::Branches, "branches", 6),
        (OverlayKind::Alarm, "alarm", 4),
        (OverlayKind::Safety, "table", 6),
    ] {
        for size in [(60, 20), (80, 24), (120, 40)] {
            let facts = Facts {
                overlay: Some(kind),
                overlay_lines: lines,
                ..facts(5)
            };
            let frame = frame(size, &facts, MANY, |scene, layout| {
                scene.overlay = Some(match kind {
                    OverlayKind::Help => Overlay::Help(help(layout)),
                    OverlayKind::Details => Overlay::Details(details(layout)),
                    OverlayKind::Note => Overlay::Note(note()),
                    OverlayKind::Branches => Overlay::Branches(branches()),
                    OverlayKind::Alarm => Overlay::Alarm(alarm()),
                    OverlayKind::Safety => Overlay::Safety(table()),
                    OverlayKind::Rules => Overlay::Rules(table()),
                });
            });
            insta::assert_snapshot!(format!("{name}_{}x{}", size.0, size.1), picture(&frame));
        }
    }
}

#[test]
fn invariants_are_letters_until_one_breaks() {
    let line = |broken| {
        let frame = frame((200, 60), &facts(5), MANY, |scene, _| {
            scene.header.safety = [('E', "election-safety"), ('M', "log-matching")]
                .map(|(letter, word)| SafetyMark {
                    letter,
                    word,
                    broken: broken && letter == 'M',
                })
                .to_vec();
        });
        text(&frame).lines().next().map(String::from)
    };
    let ends = |line: Option<String>, end: &str| line.is_some_and(|line| line.ends_with(end));
    assert!(ends(line(false), "safe EM"));
    assert!(ends(line(true), "safe E  BROKEN: log-matching"));
}

#[test]
fn a_footer_leaves_out_whole_hints_from_the_end() {
    for width in [40, 60, 80, 120] {
        let frame = frame((width, 40), &facts(5), MANY, unchanged);
        let last = text(&frame)
            .lines()
            .last()
            .map(String::from)
            .unwrap_or_default();
        let hints = "space pause  s tick  e step  b back  x kill  p split  c submit  : command  ? help  u undo  + - speed  \
                     H heal  z zoom  q quit";
        let shown = last.trim();
        assert!(hints.starts_with(shown), "{shown}");
        assert!(
            hints == shown || hints[shown.len()..].starts_with("  "),
            "{shown}"
        );
    }
}

#[test]
fn a_grid_that_has_scrolled_on_names_every_few_columns() {
    let frame = frame((120, 40), &facts(5), MANY, |scene, layout| {
        let columns = layout.log.columns as u64;
        scene.log.first = Index(1_000_000);
        scene.log.last = Index(1_000_000 + columns - 1);
        scene.log.committed = Index(1_000_008);
        scene.log.follow = false;
    });
    insta::assert_snapshot!("scrolled", text(&frame));
}

#[test]
fn a_prompt_says_what_it_offers_and_what_it_does_not_understand() {
    for size in [(60, 20), (80, 24)] {
        let frame = frame(size, &facts(5), MANY, |scene, _| {
            scene.prompt = Some(prompt());
        });
        insta::assert_snapshot!(format!("prompt_{}x{}", size.0, size.1), picture(&frame));
    }
}

#[test]
fn cursors_are_seen_in_every_pane() {
    for (depth, word) in ColorDepth::ALL {
        let frame = frame(
            (120, 40),
            &focused(Pane::Log),
            (depth, false),
            |scene, _| {
                scene.log.cursor = Some(LogCursor {
                    node: NodeId(5),
                    index: Index(9),
                });
                scene.feed.cursor = Some(3);
                scene.net.cursor = Some(4);
                scene.kv.cursor = Some(1);
            },
        );
        insta::assert_snapshot!(format!("cursors_{word}"), picture(&frame));
    }
}

#[test]
fn an_election_without_a_leader_says_so() {
    for size in [(40, 12), (60, 20), (80, 24), (120, 40)] {
        let frame = frame(size, &facts(5), (ColorDepth::Never, false), |scene, _| {
            scene.header.leader = None;
            scene.header.reachable = 2;
            scene.header.pace = Pace::Paused;
            let candidate = &mut scene.nodes.nodes[1];
            candidate.standing = Standing::Up(Role::Candidate);
            candidate.votes = Some(VoteCount { has: 2, needed: 3 });
            scene.nodes.nodes[0].standing = Standing::Paused(Role::Follower);
            scene.nodes.nodes[0].timer = None;
            scene.status = Some(StatusLine {
                tone: Tone::Refusal,
                text: "s4 is already down: r restarts it".into(),
            });
        });
        insta::assert_snapshot!(format!("election_{}x{}", size.0, size.1), picture(&frame));
    }
}

#[test]
fn before_the_first_tick_everything_is_calm() {
    for size in [(80, 24), (120, 40)] {
        let frame = frame(size, &facts(5), MANY, |scene, layout| {
            *scene = crate::moment::first_moment(5, layout);
        });
        insta::assert_snapshot!(format!("first_{}x{}", size.0, size.1), text(&frame));
    }
}

#[test]
fn a_window_too_small_names_the_size_it_needs() {
    let lines: Vec<String> = [(60, 5), (39, 12), (30, 3), (14, 1), (5, 2), (3, 1)]
        .into_iter()
        .map(|size| {
            let frame = frame(size, &facts(5), MANY, unchanged);
            format!("{size:?}\n{}", text(&frame))
        })
        .collect();
    insta::assert_snapshot!("too_small", lines.concat());
}
