//! What no text and no size may do to the screen.

use crate::moment::{facts, moment};
use crate::overlays::{branches, details, help, note, prompt, table};
use crate::picture::{drawn, text};
use granary::ids::{Index, Term, Tick};
use granary::tui::frame::wipe;
use granary::tui::layout::{Facts, Layout};
use granary::tui::panes::note::wrap;
use granary::tui::panes::prompt::cursor_at;
use granary::tui::pen::{Pen, columns};
use granary::tui::scene::{
    BranchLine, DetailLine, Fate, HelpLine, Holding, NoteScene, Overlay, OverlayKind, Pace, Pane,
    PromptScene, Scene,
};
use granary::tui::theme::{ASCII, ColorDepth, PLAIN, Symbols, Theme, UNICODE};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

const HOSTILE: &str =
    "\u{1b}[2J\u{9b}31m\u{202e}evil\u{200b}\u{feff}\r\n\t\u{7}\u{85}\u{2028}\u{ad}\u{e0001}漢";

/// What must never stand in a cell.
fn is_harmful(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(character, '\u{ad}' | '\u{feff}' | '\u{e0001}')
}

#[test]
fn hostile_text_never_reaches_a_cell() {
    for (width, height) in [(40, 12), (60, 20), (80, 24), (120, 40), (200, 60)] {
        for pane in Pane::ALL.map(|(pane, _)| pane) {
            for overlay in [
                None,
                Some(OverlayKind::Help),
                Some(OverlayKind::Details),
                Some(OverlayKind::Note),
                Some(OverlayKind::Rules),
            ] {
                let mut facts = Facts {
                    overlay,
                    ..facts(5)
                };
                facts.focus.focus(pane);
                let layout = Layout::of(width, height, &facts);
                let scene = poisoned(&layout, overlay);
                let frame = drawn(&scene, &layout, &Theme::new(ColorDepth::Many, false));
                for cell in frame.content() {
                    assert!(
                        !cell.symbol().chars().any(is_harmful),
                        "{:?}",
                        cell.symbol()
                    );
                }
            }
        }
    }
}

/// The moment, with every text of it replaced.
fn poisoned(layout: &Layout, overlay: Option<OverlayKind>) -> Scene {
    let mut scene = moment(5, layout);
    let evil = || HOSTILE.to_string();
    scene.header.play = evil();
    scene.log.entry = evil();
    for row in &mut scene.log.rows {
        row.note = evil();
        row.cells.iter_mut().for_each(|cell| cell.text = evil());
    }
    for line in &mut scene.net.lines {
        line.detail = evil();
        line.brief = evil();
        line.fate = Fate::Lost(evil());
    }
    scene.net.faults = vec![evil()];
    scene.net.settings = vec![evil()];
    for line in &mut scene.kv.lines {
        (line.key, line.value) = (evil(), evil());
        line.held = vec![Holding::Other(evil()); 5];
    }
    for request in &mut scene.kv.requests {
        (request.client, request.what, request.outcome) = (evil(), evil(), evil());
    }
    for line in &mut scene.feed.lines {
        (line.what, line.because, line.rule) = (evil(), evil(), evil());
    }
    scene.feed.filter = evil();
    for hint in &mut scene.footer {
        (hint.key, hint.label) = (evil(), evil());
    }
    scene.status.iter_mut().for_each(|line| line.text = evil());
    scene.prompt = Some(poisoned_prompt());
    scene.overlay = overlay.map(|kind| poisoned_overlay(kind, layout));
    scene.header.pace = Pace::Running(evil());
    scene
}

fn poisoned_prompt() -> PromptScene {
    let mut open = prompt();
    open.text = HOSTILE.into();
    open.cursor = 1;
    open.error = HOSTILE.into();
    open.completions.iter_mut().for_each(|offer| {
        (offer.text, offer.about) = (HOSTILE.into(), HOSTILE.into());
    });
    open
}

fn poisoned_overlay(kind: OverlayKind, layout: &Layout) -> Overlay {
    let evil = || HOSTILE.to_string();
    match kind {
        OverlayKind::Help => {
            let mut open = help(layout);
            open.lines[0] = HelpLine::Group(evil());
            open.lines[1] = HelpLine::Key {
                keys: evil(),
                about: evil(),
                active: true,
            };
            open.search = evil();
            Overlay::Help(open)
        }
        OverlayKind::Details => {
            let mut open = details(layout);
            open.title = evil();
            open.lines[0] = DetailLine::Fact {
                name: evil(),
                value: evil(),
                remark: evil(),
            };
            open.lines[1] = DetailLine::Text(evil());
            Overlay::Details(open)
        }
        OverlayKind::Branches => {
            let mut open = branches();
            open.lines[0] = BranchLine::Difference(evil());
            Overlay::Branches(open)
        }
        OverlayKind::Safety | OverlayKind::Rules => {
            let mut open = table();
            for line in &mut open.lines {
                (line.mark, line.name) = (evil(), evil());
                (line.fact, line.said) = (evil(), evil());
            }
            (open.title, open.full) = (evil(), evil());
            Overlay::Rules(open)
        }
        OverlayKind::Note | OverlayKind::Alarm => Overlay::Note(NoteScene {
            title: evil(),
            text: evil(),
            go_on: evil(),
            ..note()
        }),
    }
}

#[test]
fn every_size_is_drawn_without_a_panic() {
    for nodes in [1, 5, 9] {
        for height in 1..=45 {
            for width in 1..=130 {
                let mut facts = facts(nodes);
                facts.focus.focus(Pane::ALL[usize::from(width) % 5].0);
                facts.zoom = height % 7 == 0;
                facts.overlay = match width % 4 {
                    0 => Some(OverlayKind::Help),
                    1 => Some(OverlayKind::Note),
                    _ => None,
                };
                let layout = Layout::of(width, height, &facts);
                let mut scene = moment(nodes, &layout);
                scene.overlay = Some(Overlay::Note(note()));
                scene.prompt = (width % 3 == 0).then(prompt);
                drawn(&scene, &layout, &Theme::new(ColorDepth::Many, false));
            }
        }
    }
}

#[test]
fn a_scene_that_was_filled_for_another_size_does_no_harm() {
    let theme = Theme::new(ColorDepth::Sixteen, true);
    let filled_for = Layout::of(200, 60, &facts(9));
    let scene = moment(9, &filled_for);
    for (width, height) in [(1, 1), (40, 12), (60, 20), (80, 24), (120, 40)] {
        drawn(&scene, &Layout::of(width, height, &facts(3)), &theme);
    }
    let layout = Layout::of(120, 40, &facts(5));
    draw_small(&moment(5, &layout), &layout, &theme);
    drawn(&Scene::default(), &layout, &theme);
}

/// A buffer smaller than the layout, as between a resize and its event.
fn draw_small(scene: &Scene, layout: &Layout, theme: &Theme) {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 30, 10));
    granary::tui::draw::draw(scene, layout, theme, &mut buffer);
}

#[test]
fn the_largest_numbers_stay_in_their_columns() {
    let most = u64::MAX;
    for size in [(40, 12), (60, 20), (80, 24), (120, 40)] {
        let facts = Facts {
            term: Term(most),
            ..facts(5)
        };
        let layout = Layout::of(size.0, size.1, &facts);
        let mut scene = moment(5, &layout);
        scene.header.tick = Tick(most);
        scene.header.seed = most;
        for node in &mut scene.nodes.nodes {
            (node.term, node.last_term) = (Term(most), Term(most));
            (node.last_index, node.commit) = (Index(most), Some(Index(most)));
            (node.durable_index, node.applied) = (Index(most), Some(Index(most)));
        }
        (scene.log.first, scene.log.last) = (Index(most - 3), Index(most));
        scene.log.committed = Index(most);
        scene
            .feed
            .lines
            .iter_mut()
            .for_each(|line| line.tick = Tick(most));
        let frame = drawn(&scene, &layout, &Theme::new(ColorDepth::Many, false));
        insta::assert_snapshot!(format!("largest_{}x{}", size.0, size.1), text(&frame));
    }
}

#[test]
fn nothing_moves_while_numbers_grow() {
    let layout = Layout::of(80, 24, &facts(5));
    let theme = Theme::new(ColorDepth::Never, false);
    let bars = |tick, index| {
        let mut scene = moment(5, &layout);
        scene.header.tick = Tick(tick);
        scene
            .nodes
            .nodes
            .iter_mut()
            .for_each(|node| node.last_index = Index(index));
        let frame = text(&drawn(&scene, &layout, &theme));
        let places = |line: &str| -> Vec<usize> {
            let places = line
                .chars()
                .enumerate()
                .filter(|(_, symbol)| "│┃█".contains(*symbol));
            places.map(|(place, _)| place).collect()
        };
        frame.lines().take(5).map(places).collect::<Vec<_>>()
    };
    let first = bars(0, 1);
    for (tick, index) in [(9, 9), (10, 10), (999, 99), (99_999, 999)] {
        assert_eq!(bars(tick, index), first, "tick {tick}, index {index}");
    }
}

#[test]
fn monochrome_uses_no_colour_at_all() {
    use ratatui::style::Color;
    let layout = Layout::of(120, 40, &facts(5));
    let frame = drawn(
        &moment(5, &layout),
        &layout,
        &Theme::new(ColorDepth::Never, false),
    );
    let colours = frame
        .content()
        .iter()
        .filter(|cell| (cell.fg, cell.bg) != (Color::Reset, Color::Reset));
    assert_eq!(colours.count(), 0);
}

#[test]
fn a_text_is_cut_with_a_mark_and_never_wider_than_its_room() {
    let theme = Theme::new(ColorDepth::Never, false);
    let table = [
        ("granary", 7, "granary"),
        ("granary", 6, "grana…"),
        ("granary", 1, "…"),
        ("granary", 0, ""),
        ("漢字漢字", 8, "漢 字 漢 字 "),
        ("漢字漢字", 7, "漢 字 漢 …"),
        ("漢字漢字", 6, "漢 字 …"),
        ("a\u{1b}b", 4, "a\\eb"),
        ("a\u{1b}b", 3, "a\\…"),
    ];
    for (given, width, expected) in table {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 10, 1));
        let area = buffer.area;
        Pen::on(&mut buffer, area, 0, &theme).cut(given, width, PLAIN);
        let seen: String = buffer
            .content()
            .iter()
            .map(ratatui::buffer::Cell::symbol)
            .collect();
        assert_eq!(seen.trim_end(), expected.trim_end(), "{given:?} in {width}");
    }
}

#[test]
fn an_overlay_that_cuts_a_wide_character_in_two_keeps_its_own_first_column() {
    let theme = Theme::new(ColorDepth::Never, false);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 1));
    let area = buffer.area;
    Pen::on(&mut buffer, area, 0, &theme).text("漢字", PLAIN);
    wipe(Rect::new(1, 0, 1, 1), &mut buffer);
    assert_eq!(buffer[(0, 0)].symbol(), " ");
    assert_eq!(buffer[(2, 0)].symbol(), "字");
}

#[test]
fn marks_stay_on_their_letter_and_take_no_column() {
    let theme = Theme::new(ColorDepth::Never, false);
    let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 1));
    let area = buffer.area;
    Pen::on(&mut buffer, area, 0, &theme).text("e\u{301}x\u{301}", PLAIN);
    assert_eq!(buffer[(0, 0)].symbol(), "e\u{301}");
    assert_eq!(buffer[(1, 0)].symbol(), "x\u{301}");
    assert_eq!(buffer[(2, 0)].symbol(), " ");
}

#[test]
fn every_symbol_of_either_table_takes_one_column() {
    let told = |symbols: &Symbols| format!("{symbols:?}");
    assert!(told(&ASCII).is_ascii());
    let drawn = told(&UNICODE);
    let symbols = drawn.chars().filter(|symbol| !symbol.is_ascii());
    assert!(symbols.clone().count() > 30);
    for symbol in symbols {
        assert_eq!(columns(&symbol.to_string()), 1, "{symbol}");
    }
}

#[test]
fn numbers_too_long_for_their_column_are_told_in_thousands() {
    let theme = Theme::new(ColorDepth::Never, false);
    let table = [
        (7, 3, "  7"),
        (999, 3, "999"),
        (1000, 3, " 1k"),
        (123_456, 4, "123k"),
        (123_456, 3, " 0M"),
        (u64::MAX, 5, "  18E"),
    ];
    for (number, width, expected) in table {
        let mut buffer = Buffer::empty(Rect::new(0, 0, width, 1));
        let area = buffer.area;
        Pen::on(&mut buffer, area, 0, &theme).number(number, width, PLAIN);
        let seen: String = buffer
            .content()
            .iter()
            .map(ratatui::buffer::Cell::symbol)
            .collect();
        assert_eq!(seen, expected, "{number} in {width}");
    }
}

#[test]
fn a_note_is_broken_between_words() {
    let text = "one two three\n\nfour";
    assert_eq!(wrap(text, 7), ["one two", "three", "", "four"]);
    assert_eq!(wrap("", 7), Vec::<String>::new());
    assert!(
        wrap(&HOSTILE.repeat(3), 20)
            .iter()
            .all(|line| columns(line) <= 20)
    );
}

#[test]
fn the_cursor_of_a_prompt_stands_on_its_character() {
    let area = Rect::new(0, 0, 20, 5);
    let at = |text: &str, cursor| {
        let open = PromptScene {
            lead: ":".into(),
            text: text.into(),
            cursor,
            ..PromptScene::default()
        };
        cursor_at(&open, area)
    };
    assert_eq!(at("", 0), (1, 4));
    assert_eq!(at("tick", 4), (5, 4));
    assert_eq!(at("漢字", 3), (3, 4));
    assert_eq!(at("漢字", 4), (3, 4));
    assert_eq!(at("a text that is longer than the line", 35), (19, 4));
}
