//! The table of keys: no key means two things, every row speaks, and a key that does nothing says why.

use granary::tui::input::{Key, KeyCode};
use granary::tui::intent::{Intent, Motion};
use granary::tui::keymap::legend::LEGEND;
use granary::tui::keymap::{BINDINGS, Group, Mode, Moment, footer, help, meaning, name};
use granary::tui::scene::HelpLine;
use std::collections::BTreeSet;

/// A moment of each mode.
fn moments() -> Vec<Moment> {
    let at_rest = Moment::default();
    vec![
        at_rest,
        Moment {
            message_is_selected: true,
            ..at_rest
        },
        Moment {
            help_is_open: true,
            ..at_rest
        },
        Moment {
            note_is_open: true,
            ..at_rest
        },
        Moment {
            prompt_is_open: true,
            ..at_rest
        },
    ]
}

/// Every key that a terminal can send.
fn keys() -> Vec<Key> {
    let named = [
        KeyCode::Enter,
        KeyCode::Esc,
        KeyCode::Tab,
        KeyCode::BackTab,
        KeyCode::Backspace,
        KeyCode::Delete,
        KeyCode::Insert,
        KeyCode::Up,
        KeyCode::Down,
        KeyCode::Left,
        KeyCode::Right,
        KeyCode::Home,
        KeyCode::End,
        KeyCode::PageUp,
        KeyCode::PageDown,
    ];
    let letters = (' '..='~').chain(['é', '日']).map(KeyCode::Char);
    let functions = (1..=12).map(KeyCode::Function);
    let codes: Vec<_> = named.into_iter().chain(letters).chain(functions).collect();
    let held = [(false, false), (true, false), (false, true), (true, true)];
    held.into_iter()
        .flat_map(|(ctrl, alt)| codes.iter().map(move |&code| Key { code, ctrl, alt }))
        .collect()
}

fn press(key: Key, moment: &Moment) -> Option<Intent> {
    meaning(key, moment).and_then(Result::ok)
}

#[test]
fn no_key_has_two_meanings_in_one_mode() {
    for mode in Mode::ALL {
        let mut seen = BTreeSet::new();
        for row in BINDINGS.iter().filter(|row| row.modes.contains(&mode)) {
            for (key, _) in row.keys {
                assert!(seen.insert(*key), "{} twice in {mode:?}", name(*key));
            }
        }
    }
}

#[test]
fn every_row_speaks() {
    for row in BINDINGS {
        assert!(!row.keys.is_empty());
        assert!(!row.shown().is_empty());
        assert!(!row.modes.is_empty(), "{}", row.shown());
        assert!(row.sentence.len() > 8, "{}", row.shown());
        for moment in moments() {
            let label = row.label.at(&moment);
            assert!(!label.is_empty() && label.len() <= 10, "{label}");
        }
        let words = row.shown();
        let first = name(row.keys[0].0);
        assert!(row.keys.len() > 1 || words == first, "{words} is {first}");
    }
    for (group, title) in Group::ALL {
        assert_eq!(group.title(), title);
        assert!(BINDINGS.iter().any(|row| row.group == group), "{title}");
    }
}

#[test]
fn every_key_in_every_mode_means_something_says_why_or_is_silent() {
    for moment in moments() {
        for key in keys() {
            if let Some(Err(why)) = meaning(key, &moment) {
                assert!(why.len() > 8, "{}", name(key));
            }
            assert!(!key.alt || meaning(key, &moment).is_none());
        }
    }
}

#[test]
fn the_keys_that_people_try_first_work() {
    let at_rest = Moment::default();
    let table = [
        (Key::char('?'), Intent::Help),
        (Key::plain(KeyCode::Function(1)), Intent::Help),
        (Key::char('q'), Intent::Quit),
        (Key::ctrl('c'), Intent::Quit),
        (Key::ctrl('z'), Intent::Suspend),
        (Key::ctrl('l'), Intent::Redraw),
        (Key::char(':'), Intent::TypeVerb),
        (Key::char('/'), Intent::TypeSearch),
        (Key::plain(KeyCode::Tab), Intent::NextPane),
        (Key::plain(KeyCode::Down), Intent::Move(Motion::Down)),
        (Key::char('j'), Intent::Move(Motion::Down)),
        (Key::char(' '), Intent::RunOrPause),
        (Key::char('s'), Intent::Tick),
        (Key::char('7'), Intent::SelectNode(7)),
        (Key::plain(KeyCode::Enter), Intent::Details),
    ];
    for (key, intent) in table {
        assert_eq!(press(key, &at_rest), Some(intent), "{}", name(key));
    }
}

#[test]
fn leaving_works_everywhere_and_esc_never_quits() {
    for moment in moments() {
        assert_eq!(press(Key::ctrl('c'), &moment), Some(Intent::Quit));
        assert_eq!(press(Key::ctrl('z'), &moment), Some(Intent::Suspend));
        let esc = meaning(Key::plain(KeyCode::Esc), &moment).expect("Esc has a meaning");
        assert_ne!(esc, Ok(Intent::Quit));
        let is_open = !matches!(moment.mode(), Mode::Panes | Mode::Message);
        assert_eq!(esc == Ok(Intent::Close), is_open);
    }
}

#[test]
fn while_a_line_is_typed_letters_are_letters() {
    let typing = Moment {
        prompt_is_open: true,
        help_is_open: true,
        ..Moment::default()
    };
    for letter in ' '..='~' {
        assert_eq!(meaning(Key::char(letter), &typing), None, "{letter:?}");
    }
}

#[test]
fn a_message_under_the_cursor_changes_enter_and_nothing_else() {
    let selected = Moment {
        message_is_selected: true,
        ..Moment::default()
    };
    assert_eq!(
        press(Key::plain(KeyCode::Enter), &selected),
        Some(Intent::Deliver)
    );
    assert_eq!(press(Key::char('d'), &selected), Some(Intent::Drop));
    assert_eq!(press(Key::char('s'), &selected), Some(Intent::Tick));
    let why = meaning(Key::char('d'), &Moment::default());
    assert!(matches!(why, Some(Err(why)) if why.contains("no message")));
}

#[test]
fn keys_of_what_is_not_there_yet_mean_nothing() {
    for letter in "vzVLTMnN".chars() {
        assert_eq!(
            meaning(Key::char(letter), &Moment::default()),
            None,
            "{letter}"
        );
    }
}

#[test]
fn a_refusal_names_the_way_out() {
    let down = Moment {
        node_is_down: true,
        ..Moment::default()
    };
    let why = meaning(Key::char('x'), &down);
    assert_eq!(why, Some(Err("it is already down: r restarts it")));
    assert_eq!(press(Key::char('r'), &down), Some(Intent::Restart));
}

#[test]
fn the_footer_shows_only_what_does_something_now() {
    for moment in moments() {
        let rows = footer(&moment);
        assert!(!rows.is_empty());
        for row in rows {
            let (key, intent) = row.keys[0];
            assert_eq!(press(key, &moment), Some(intent), "{}", row.shown());
        }
    }
    let words = |moment: &Moment| -> Vec<String> {
        let rows = footer(moment);
        rows.iter()
            .map(|row| format!("{} {}", row.shown(), row.label.at(moment)))
            .collect()
    };
    let at_rest = words(&Moment::default());
    let beginning = [
        "space run",
        "s tick",
        "e step",
        "b back",
        "x kill",
        "p split",
        "c set",
        ": cmd",
        "? F1 help",
        "q quit",
    ];
    assert_eq!(at_rest[..beginning.len()], beginning);
    let running = Moment {
        is_running: true,
        node_is_down: true,
        ..Moment::default()
    };
    assert_eq!(words(&running)[0], "space pause");
    assert!(words(&running).contains(&"r restart".to_owned()));
    assert!(!words(&running).contains(&"x kill".to_owned()));
}

#[test]
fn the_help_finds_keys_by_word_and_runs_what_does_something_now() {
    let open = Moment {
        help_is_open: true,
        ..Moment::default()
    };
    let all = help("", &open);
    assert_eq!(
        all.len(),
        BINDINGS.len() + Group::ALL.len() + LEGEND.len() + 1
    );
    let found = help("CRASH", &open);
    let [heading, kill] = &found[..] else {
        panic!("one key crashes: {found:?}");
    };
    assert_eq!(heading.line, HelpLine::Group("Nodes".to_owned()));
    assert_eq!(kill.intent, Ok(Intent::Crash));
    let down = Moment {
        node_is_down: true,
        ..open
    };
    assert!(help("crash", &down)[1].intent.is_err());
    assert!(help("no such word", &open).is_empty());
}
