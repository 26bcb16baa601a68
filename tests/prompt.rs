//! The line that a person types, and where in the window the eye is.

use granary::ids::NodeId;
use granary::tui::groups::{GroupsMistake, groups};
use granary::tui::input::{Key, KeyCode};
use granary::tui::intent::Motion;
use granary::tui::keymap::{Mode, Moment};
use granary::tui::prompt::{Candidate, EDITS, HISTORY_MAX, History, LINE_MAX, Prompt, PromptKind};
use granary::tui::scene::{OverlayKind, Pane};
use granary::tui::ui::Ui;
use granary::tui::view::{Extent, View};

fn prompt(text: &str) -> Prompt {
    Prompt::open(PromptKind::Verb, text)
}

/// The line with `^` where the cursor stands.
fn shown(prompt: &Prompt) -> String {
    let (before, behind) = prompt.text().split_at(prompt.cursor());
    format!("{before}^{behind}")
}

/// The line after these keys; a word such as `Left` or `C-w` is a key, one letter is itself.
fn typed(text: &str, keys: &str) -> String {
    let mut prompt = prompt(text);
    for word in keys.split(' ') {
        assert!(prompt.edit(key(word)), "{word}");
    }
    shown(&prompt)
}

fn key(word: &str) -> Key {
    if let Some(rest) = word.strip_prefix("C-") {
        return Key {
            ctrl: true,
            ..key(rest)
        };
    }
    if let Some(rest) = word.strip_prefix("A-") {
        return key(rest).with_alt();
    }
    Key::plain(match word {
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "Back" => KeyCode::Backspace,
        "Del" => KeyCode::Delete,
        letter => KeyCode::Char(letter.chars().next().expect("a key has a name")),
    })
}

#[test]
fn it_edits_as_every_shell_does() {
    let table = [
        ("", "a b c", "abc^"),
        ("ac", "Left b", "ab^c"),
        ("abc", "Home x", "x^abc"),
        ("abc", "C-a Right Del", "a^c"),
        ("abc", "Home End Back", "ab^"),
        ("submit set x 1", "C-w", "submit set x ^"),
        ("submit set x 1", "C-w C-w", "submit set ^"),
        ("submit set x 1", "C-Left C-Left C-k", "submit set ^"),
        ("submit set x 1", "A-b A-b C-u", "^x 1"),
        ("a b c", "C-a A-f A-d", "a^ c"),
        ("a b", "C-a C-e C-h", "a ^"),
        ("kv.x=5", "C-Left C-Left", "^kv.x=5"),
        ("abc", "Home Left Back C-u", "^abc"),
        ("abc", "End Right Del C-k", "abc^"),
        ("s1->s2", "A-Back", "s1->^"),
    ];
    for (text, keys, expected) in table {
        assert_eq!(typed(text, keys), expected, "{text} + {keys}");
    }
}

#[test]
fn wide_letters_and_accents_are_moved_over_whole() {
    assert_eq!(typed("日本", "Left x"), "日x^本");
    assert_eq!(typed("e\u{301}\u{300}a", "Left Left"), "^e\u{301}\u{300}a");
    assert_eq!(typed("e\u{301}a", "Home Del"), "^a");
    assert_eq!(typed("ae\u{301}", "Back"), "a^");
    assert_eq!(typed("né\u{301}e x", "C-Left C-Left"), "^né\u{301}e x");
}

#[test]
fn keys_that_edit_nothing_are_left_to_others() {
    let mut prompt = prompt("abc");
    for code in [
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Tab,
        KeyCode::Up,
        KeyCode::Function(5),
    ] {
        assert!(!prompt.edit(Key::plain(code)));
    }
    for ctrl in ['c', 'z', 'l', 'x'] {
        assert!(!prompt.edit(Key::ctrl(ctrl)));
    }
    assert_eq!(shown(&prompt), "abc^");
}

#[test]
fn every_edit_at_every_place_leaves_a_line() {
    let text = "a  é\u{301}=日.b|";
    for (key, _) in EDITS {
        for steps in 0..12 {
            let mut prompt = prompt(text);
            for _ in 0..steps {
                prompt.edit(Key::plain(KeyCode::Left));
            }
            assert!(prompt.edit(key));
            assert!(prompt.text().is_char_boundary(prompt.cursor()));
            prompt.edit(Key::char('x'));
        }
    }
}

#[test]
fn a_paste_is_one_line() {
    let mut line = prompt("set ");
    line.paste("a\tb\r\n");
    assert_eq!(shown(&line), "set a b^");
    assert_eq!(line.scene("").error, "");
    line.paste("1\n2\n3");
    assert_eq!(shown(&line), "set a b1^");
    assert!(line.scene("").error.contains("only the first line"));
    line.paste("\u{1b}[31m");
    assert_eq!(shown(&line), "set a b1[31m^");
}

#[test]
fn a_line_has_a_bound() {
    let mut line = prompt("");
    line.paste(&"é".repeat(LINE_MAX));
    assert_eq!(line.text().len(), LINE_MAX);
    assert_eq!(line.scene("").error, "the line is full");
    line.edit(Key::char('x'));
    assert_eq!(line.text().len(), LINE_MAX);
    line.edit(Key::plain(KeyCode::Backspace));
    assert_eq!(line.scene("").error, "");
}

fn candidate(replaces: std::ops::Range<usize>, text: &str) -> Candidate {
    Candidate {
        replaces,
        text: text.to_owned(),
        about: format!("about {text}"),
    }
}

#[test]
fn tab_puts_in_what_is_offered_in_turn() {
    let mut line = prompt("re s1");
    line.edit(Key::ctrl('a'));
    assert!(!line.complete());
    line.offer(vec![
        candidate(0..2, "restart"),
        candidate(0..2, "release"),
        candidate(9..12, "beyond the text"),
    ]);
    assert_eq!(line.scene("").completions.len(), 2);
    assert_eq!(line.scene("").chosen, None);
    for (chosen, expected) in [(0, "restart^ s1"), (1, "release^ s1"), (0, "restart^ s1")] {
        assert!(line.complete());
        assert_eq!(shown(&line), expected);
        assert_eq!(line.scene("").chosen, Some(chosen));
    }
    line.edit(Key::char(' '));
    assert_eq!(shown(&line), "restart ^ s1");
    assert!(
        line.scene("").completions.is_empty(),
        "what was offered is for the line as it was"
    );
    assert!(!line.complete());
}

#[test]
fn an_error_stays_until_the_next_edit() {
    let mut line = prompt("carsh s1");
    line.fail("unknown verb carsh: crash?");
    line.edit(Key::ctrl('a'));
    assert_eq!(line.scene("").error, "unknown verb carsh: crash?");
    line.edit(Key::plain(KeyCode::Delete));
    assert_eq!(line.scene("").error, "");
}

#[test]
fn older_lines_come_back_and_so_does_the_one_begun() {
    let mut history = History::default();
    for line in ["tick", "tick", " ", "crash s1", "heal"] {
        history.remember(line);
    }
    assert_eq!(history.lines(), ["tick", "crash s1", "heal"]);
    let mut line = prompt("begun");
    let older = [
        ("heal^", true),
        ("crash s1^", true),
        ("tick^", true),
        ("tick^", false),
    ];
    for (expected, was_there) in older {
        assert_eq!(line.older(&history), was_there);
        assert_eq!(shown(&line), expected);
    }
    for expected in ["crash s1^", "heal^", "begun^"] {
        assert!(line.newer(&history));
        assert_eq!(shown(&line), expected);
    }
    assert!(!line.newer(&history));
    assert!(!prompt("x").older(&History::default()));
}

#[test]
fn a_history_has_a_bound() {
    let mut history = History::default();
    for number in 0..=HISTORY_MAX {
        history.remember(&format!("tick {number}"));
    }
    assert_eq!(history.lines().len(), HISTORY_MAX);
    assert_eq!(history.lines()[0], "tick 1");
}

#[test]
fn groups_are_typed_by_digits() {
    let names = |text| -> Result<Vec<Vec<u64>>, GroupsMistake> {
        let groups = groups(text, 5)?;
        Ok(groups
            .iter()
            .map(|group| group.iter().map(|node| node.0).collect())
            .collect())
    };
    assert_eq!(names("12|345"), Ok(vec![vec![1, 2], vec![3, 4, 5]]));
    assert_eq!(names(" 1 2 | 3|4 "), Ok(vec![vec![1, 2], vec![3], vec![4]]));
    assert_eq!(names("21||"), Ok(vec![vec![2, 1]]));
    assert_eq!(names(""), Err(GroupsMistake::Empty));
    assert_eq!(names("12345|"), Err(GroupsMistake::OneGroup));
    assert_eq!(names("12|s3"), Err(GroupsMistake::Unknown('s')));
    assert_eq!(names("12|26"), Err(GroupsMistake::Twice(NodeId(2))));
    assert_eq!(names("16"), Err(GroupsMistake::NoSuchNode(NodeId(6))));
    assert_eq!(names("0"), Err(GroupsMistake::NoSuchNode(NodeId(0))));
    assert_eq!(names("٣"), Err(GroupsMistake::Unknown('٣')));
    assert_eq!(
        GroupsMistake::Twice(NodeId(2)).to_string(),
        "s2 stands twice"
    );
}

#[test]
fn a_window_follows_its_cursor_no_further_than_it_must() {
    let extent = Extent { count: 20, page: 5 };
    let mut view = View::default();
    let table = [
        (Motion::Up, (0, 0)),
        (Motion::Down, (1, 0)),
        (Motion::PageDown, (6, 2)),
        (Motion::Up, (5, 2)),
        (Motion::HalfPageUp, (2, 2)),
        (Motion::Left, (1, 1)),
        (Motion::Last, (19, 15)),
        (Motion::Down, (19, 15)),
        (Motion::HalfPageUp, (16, 15)),
        (Motion::PageUp, (11, 11)),
        (Motion::First, (0, 0)),
    ];
    for (motion, (cursor, top)) in table {
        let before = view.cursor;
        assert_eq!(view.go(motion, extent), view.cursor != before);
        assert_eq!((view.cursor, view.top), (cursor, top), "{motion:?}");
    }
}

#[test]
fn a_cursor_is_always_in_the_window_and_the_window_in_the_list() {
    for count in 0..8 {
        for page in 0..8 {
            for (cursor, top) in [(0, 0), (3, 0), (0, 5), (7, 7), (usize::MAX, usize::MAX)] {
                let mut view = View { cursor, top };
                view.fit(Extent { count, page });
                assert!(view.cursor < count.max(1));
                assert!(view.top <= view.cursor && view.cursor < view.top + page.max(1));
                assert!(view.top + page <= count || view.top == 0 || page == 0);
            }
        }
    }
}

const PAGE: Extent = Extent {
    count: 100,
    page: 10,
};

#[test]
fn tab_goes_round_the_panes_and_back() {
    let mut ui = Ui::default();
    for (pane, _) in Pane::ALL {
        assert_eq!(ui.focused(), pane);
        ui.focus_next();
    }
    assert_eq!(ui.focused(), Pane::Nodes);
    ui.focus_previous();
    assert_eq!(ui.focused(), Pane::Why);
}

#[test]
fn choosing_a_node_ends_following_the_leader() {
    let mut ui = Ui::default();
    assert!(ui.follows_leader);
    assert!(!ui.select(NodeId(6), 5));
    assert!(!ui.select(NodeId(0), 5));
    assert!(ui.follows_leader);
    assert!(ui.go(Motion::Down, 5, PAGE));
    assert_eq!(ui.selected, NodeId(2));
    assert!(!ui.follows_leader);
    assert!(ui.go(Motion::Last, 5, PAGE));
    assert!(!ui.go(Motion::Down, 5, PAGE));
    assert_eq!(ui.selected, NodeId(5));
    ui.follow();
    assert!(ui.moment(Moment::default()).is_following);
}

#[test]
fn the_log_stays_at_its_newest_until_it_is_moved() {
    let mut ui = Ui::default();
    ui.focus_next();
    assert_eq!(ui.focused(), Pane::Log);
    ui.fit(Pane::Log, PAGE);
    assert_eq!(
        ui.view(Pane::Log),
        View {
            cursor: 99,
            top: 90
        }
    );
    assert!(ui.go(Motion::Left, 5, PAGE));
    ui.fit(Pane::Log, Extent { count: 200, ..PAGE });
    assert_eq!(
        ui.view(Pane::Log),
        View {
            cursor: 98,
            top: 90
        }
    );
    assert!(
        ui.go(Motion::Down, 5, PAGE),
        "up and down choose a row, and rows are nodes"
    );
    assert_eq!(ui.selected, NodeId(2));
    assert_eq!(ui.view(Pane::Log).cursor, 98);
    ui.follow();
    ui.fit(Pane::Log, Extent { count: 200, ..PAGE });
    assert_eq!(ui.view(Pane::Log).cursor, 199);
}

#[test]
fn moving_moves_what_lies_on_top() {
    let mut ui = Ui::default();
    ui.open_overlay(OverlayKind::Help);
    assert!(ui.go(Motion::PageDown, 5, PAGE));
    assert_eq!(ui.selected, NodeId(1));
    assert_eq!(
        ui.overlay.as_ref().map(|overlay| overlay.view.cursor),
        Some(10)
    );
}

#[test]
fn esc_closes_the_line_before_the_overlay_and_then_nothing() {
    let mut ui = Ui::default();
    ui.open_overlay(OverlayKind::Help);
    ui.open_prompt(PromptKind::Search, "");
    assert_eq!(ui.moment(Moment::default()).mode(), Mode::Prompt);
    assert!(ui.edit(Key::char('x')));
    assert!(ui.close());
    assert_eq!(ui.moment(Moment::default()).mode(), Mode::Overlay);
    assert!(!ui.edit(Key::char('x')));
    assert!(ui.close());
    assert_eq!(ui.moment(Moment::default()).mode(), Mode::Panes);
    assert!(!ui.close());
}

#[test]
fn each_kind_of_line_has_its_own_history() {
    let mut ui = Ui::default();
    ui.typed.remember("heal");
    ui.searched.remember("leader");
    ui.open_prompt(PromptKind::Search, "");
    assert!(ui.recall(false));
    assert_eq!(ui.prompt.as_ref().map(Prompt::text), Some("leader"));
    ui.open_prompt(PromptKind::Verb, "submit set ");
    assert!(ui.recall(false));
    assert_eq!(ui.prompt.as_ref().map(Prompt::text), Some("heal"));
    assert!(ui.recall(true));
    assert_eq!(ui.prompt.as_ref().map(Prompt::text), Some("submit set "));
}

#[test]
fn speeds_end_at_both_ends() {
    let mut ui = Ui::default();
    assert_eq!(ui.speed().label, "x1");
    assert!(ui.set_speed("x4"));
    assert!(!ui.set_speed("x5"));
    assert_eq!(ui.speed().label, "x4");
    while ui.faster() {}
    assert_eq!(ui.speed().label, "max");
    assert!(ui.moment(Moment::default()).is_fastest);
    while ui.slower() {}
    assert_eq!(ui.speed().label, "x1/4");
    assert!(ui.moment(Moment::default()).is_slowest);
}

#[test]
fn a_message_counts_as_selected_only_where_the_eye_is() {
    let facts = Moment {
        message_is_selected: true,
        ..Moment::default()
    };
    let mut ui = Ui::default();
    assert_eq!(ui.moment(facts).mode(), Mode::Panes);
    ui.recency.focus(Pane::Net);
    assert_eq!(ui.moment(facts).mode(), Mode::Message);
}

#[test]
fn what_is_typed_or_pasted_first_takes_the_place_of_an_offered_name() {
    let offered = || Prompt::open(PromptKind::Save, "run.play");
    assert_eq!(offered().text(), "run.play");
    let mut typed = offered();
    typed.edit(Key::char('a'));
    typed.edit(Key::char('b'));
    assert_eq!(typed.text(), "ab");
    let mut pasted = offered();
    pasted.paste("mine");
    assert_eq!(pasted.text(), "mine");
    let mut edited = offered();
    edited.edit(Key::plain(KeyCode::Home));
    edited.edit(Key::char('x'));
    assert_eq!(
        edited.text(),
        "xrun.play",
        "a line that is edited is one's own"
    );
    let mut verb = Prompt::open(PromptKind::Verb, "submit set ");
    verb.edit(Key::char('x'));
    assert_eq!(verb.text(), "submit set x", "a beginning stays");
}
