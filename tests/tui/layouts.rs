//! Where everything stands, as tables.

use crate::moment::facts;
use granary::ids::Term;
use granary::tui::frame::tab_at;
use granary::tui::layout::{Class, Facts, Layout, SIZE_MAX};
use granary::tui::scene::OverlayKind;
use granary::tui::scene::Pane::{self, Kv, Log, Net, Why};
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
fn a_click_finds_its_pane_and_its_tab() {
    let layout = Layout::of(60, 20, &facts(5));
    let pane = |column, row| layout.slot_at(column, row).map(|slot| slot.shown);
    assert_eq!(pane(0, 0), None);
    assert_eq!(pane(5, 3), Some(Pane::Nodes));
    assert_eq!(pane(5, 12), Some(Pane::Log));
    let slot = layout.slot(Pane::Log).expect("the log is in front");
    let tabs: Vec<_> = [0, 1, 5, 6, 10, 11, 14, 15, 19, 20]
        .map(|column| tab_at(slot, column))
        .to_vec();
    assert_eq!(
        tabs,
        [
            None,
            Some(Log),
            Some(Log),
            Some(Net),
            Some(Net),
            Some(Kv),
            Some(Kv),
            Some(Why),
            Some(Why),
            None
        ]
    );
}

fn sizes() -> impl Iterator<Item = (u16, u16)> {
    let widths = [
        1, 2, 39, 40, 41, 60, 79, 80, 100, 119, 120, 150, 179, 180, 200, 500,
    ];
    let heights = [
        1, 2, 11, 12, 15, 18, 20, 23, 24, 30, 35, 36, 40, 49, 50, 60, 200,
    ];
    widths
        .into_iter()
        .flat_map(move |width| heights.into_iter().map(move |height| (width, height)))
}
