//! Where everything stands, as tables.

use crate::moment::facts;
use granary::ids::Term;
use granary::tui::layout::{Class, Facts, Hit, Layout, SIZE_MAX};
use granary::tui::scene::OverlayKind;
use granary::tui::scene::Pane::{self, Kv, Log, Net, Nodes, Why};
use ratatui::layout::Rect;

fn focused(pane: Pane) -> Facts {
    let mut facts = facts(5);
    facts.focus.focus(pane);
    facts
}

#[test]
fn the_class_goes_by_width_and_height_both() {
    let table = [
        ((1, 1), Class::TooSmall),
        ((39, 200), Class::TooSmall),
        ((500, 11), Class::TooSmall),
        ((40, 12), Class::Compact),
        ((79, 60), Class::Compact),
        ((200, 23), Class::Compact),
        ((80, 24), Class::Normal),
        ((119, 60), Class::Normal),
        ((200, 35), Class::Normal),
        ((120, 36), Class::Wide),
        ((179, 60), Class::Wide),
        ((200, 49), Class::Wide),
        ((180, 50), Class::Full),
    ];
    for ((width, height), class) in table {
        assert_eq!(Class::of(width, height), class, "{width}x{height}");
    }
}

#[test]
fn what_is_drawn_has_a_largest_size() {
    let layout = Layout::of(u16::MAX, u16::MAX, &facts(5));
    assert_eq!((layout.area.width, layout.area.height), SIZE_MAX);
}

#[test]
fn slots_cover_the_screen_between_its_first_and_last_lines_and_never_overlap() {
    for nodes in [1, 3, 5, 6, 7, 9] {
        for (width, height) in sizes() {
            let layout = Layout::of(width, height, &facts(nodes));
            if layout.class == Class::TooSmall {
                assert!(layout.slots.is_empty());
                continue;
            }
            let covered: u32 = layout.slots.iter().map(|slot| slot.area.area()).sum();
            let lines = 2 + u32::from(layout.has_status_line());
            let body = u32::from(width) * (u32::from(height) - lines);
            assert_eq!(covered, body, "{width}x{height}, {nodes} nodes");
            for (place, slot) in layout.slots.iter().enumerate() {
                assert_eq!(slot.area.intersection(layout.area), slot.area);
                for other in &layout.slots[..place] {
                    assert!(!slot.area.intersects(other.area), "{width}x{height}");
                }
            }
        }
    }
}

#[test]
fn every_pane_has_its_place_or_is_a_tab_of_one() {
    for nodes in [1, 5, 7, 9] {
        for (width, height) in sizes() {
            let layout = Layout::of(width, height, &facts(nodes));
            if layout.class == Class::TooSmall {
                continue;
            }
            for (pane, title) in Pane::ALL {
                let places = layout.slots.iter().filter(|slot| slot.tabs.contains(&pane));
                assert_eq!(
                    places.count(),
                    1,
                    "{title} at {width}x{height}, {nodes} nodes"
                );
            }
        }
    }
}

#[test]
fn the_focused_pane_is_always_in_front() {
    for (pane, title) in Pane::ALL {
        for (width, height) in sizes().filter(|&(width, height)| width >= 40 && height >= 12) {
            for zoom in [false, true] {
                let facts = Facts {
                    zoom,
                    ..focused(pane)
                };
                let layout = Layout::of(width, height, &facts);
                assert!(layout.slot(pane).is_some(), "{title} at {width}x{height}");
            }
        }
    }
}

#[test]
fn a_tab_stays_in_front_when_the_focus_goes_elsewhere() {
    let mut facts = focused(Pane::Kv);
    facts.focus.focus(Pane::Why);
    facts.focus.focus(Pane::Log);
    let layout = Layout::of(80, 24, &facts);
    assert!(layout.slot(Pane::Kv).is_some());
    assert!(layout.slot(Pane::Net).is_none());
}

#[test]
fn windows_at_the_usual_sizes() {
    let table: Vec<String> = [(40, 12), (60, 20), (80, 24), (100, 30), (120, 40), (200, 60)]
        .into_iter()
        .map(|(width, height)| {
            let layout = Layout::of(width, height, &facts(5));
            let log = layout.log;
            format!(
                "{width}x{height} {:?}: log {} columns of {}, notes {}; net {}, kv {} and {} requests, why {}; cards {}\n",
                layout.class,
                log.columns,
                log.cell_width,
                log.notes_width,
                layout.window(Pane::Net),
                layout.window(Pane::Kv),
                layout.requests(),
                layout.window(Pane::Why),
                layout.cards,
            )
        })
        .collect();
    insta::assert_snapshot!(table.concat());
}

#[test]
fn the_log_always_has_room_for_a_few_entries() {
    for (width, height) in sizes().filter(|&(width, height)| width >= 40 && height >= 12) {
        for term in [1, 99, u64::MAX] {
            let facts = Facts {
                term: Term(term),
                ..focused(Pane::Log)
            };
            let layout = Layout::of(width, height, &facts);
            assert!(layout.log.columns >= 5, "{width}x{height}, term {term}");
            let inner = layout.slot(Pane::Log).map(|slot| slot.inner().width);
            let grid = layout.log.cell_start(layout.log.columns) + layout.log.notes_width;
            assert!(Some(grid) <= inner, "{width}x{height}, term {term}");
        }
    }
}

#[test]
fn overlays_lie_within_the_screen() {
    for kind in [OverlayKind::Help, OverlayKind::Details, OverlayKind::Note] {
        for (width, height) in sizes() {
            let facts = Facts {
                overlay: Some(kind),
                ..facts(5)
            };
            let layout = Layout::of(width, height, &facts);
            let area = layout.overlay.unwrap_or(Rect::ZERO);
            assert_eq!(
                area.intersection(layout.area),
                area,
                "{kind:?} at {width}x{height}"
            );
            assert_eq!(layout.overlay.is_some(), layout.class != Class::TooSmall);
        }
    }
}

#[test]
fn a_click_finds_what_stands_there() {
    let layout = Layout::of(60, 20, &facts(5));
    let table = [
        ((0, 0), None),
        ((5, 1), Some(Hit::Tab(Nodes))),
        ((20, 1), Some(Hit::Pane(Nodes))),
        ((5, 2), Some(Hit::Line(Nodes, 0))),
        ((5, 6), Some(Hit::Line(Nodes, 4))),
        ((5, 7), Some(Hit::Pane(Nodes))),
        ((1, 8), Some(Hit::Tab(Log))),
        ((6, 8), Some(Hit::Tab(Net))),
        ((14, 8), Some(Hit::Tab(Kv))),
        ((19, 8), Some(Hit::Tab(Why))),
        ((20, 8), Some(Hit::Pane(Log))),
        ((5, 9), Some(Hit::Pane(Log))),
        ((4, 10), Some(Hit::Pane(Log))),
        ((5, 10), Some(Hit::Cell { row: 0, place: 0 })),
        ((8, 14), Some(Hit::Cell { row: 4, place: 1 })),
        ((8, 15), Some(Hit::Pane(Log))),
        ((5, 19), None),
        ((500, 500), None),
    ];
    for ((column, row), hit) in table {
        assert_eq!(layout.hit(column, row), hit, "column {column}, row {row}");
    }
}

#[test]
fn a_click_on_a_wide_screen_finds_cards_and_lines() {
    let layout = Layout::of(120, 40, &facts(5));
    let table = [
        ((0, 1), Some(Hit::Line(Nodes, 0))),
        ((23, 4), Some(Hit::Line(Nodes, 0))),
        ((24, 4), Some(Hit::Line(Nodes, 1))),
        ((119, 7), Some(Hit::Line(Nodes, 4))),
        ((5, 18), Some(Hit::Pane(Net))),
        ((5, 20), Some(Hit::Line(Net, 0))),
        ((65, 19), Some(Hit::Line(Kv, 0))),
        ((5, 30), Some(Hit::Line(Why, 0))),
        ((1, 37), Some(Hit::Timeline(0))),
        ((118, 37), Some(Hit::Timeline(1000))),
    ];
    for ((column, row), hit) in table {
        assert_eq!(layout.hit(column, row), hit, "column {column}, row {row}");
    }
}

#[test]
fn nothing_under_an_overlay_is_hit() {
    let facts = Facts {
        overlay: Some(OverlayKind::Help),
        ..facts(5)
    };
    let layout = Layout::of(60, 20, &facts);
    assert_eq!(layout.hit(5, 1), Some(Hit::Overlay(None)));
    assert_eq!(layout.hit(5, 2), Some(Hit::Overlay(Some(0))));
}

fn sizes() -> impl Iterator<Item = (u16, u16)> {
    let widths = [
        0, 1, 2, 39, 40, 41, 60, 79, 80, 100, 119, 120, 150, 179, 180, 200, 500,
    ];
    let heights = [
        0, 1, 2, 11, 12, 15, 18, 20, 23, 24, 30, 35, 36, 40, 49, 50, 60, 200,
    ];
    widths
        .into_iter()
        .flat_map(move |width| heights.into_iter().map(move |height| (width, height)))
}
