//! Keys, the pace of the clock, and what the environment says: tables of what goes in and what comes out.

use granary::tui::decode::{Decoder, KEY_PATIENCE, PASTE_PATIENCE};
use granary::tui::input::{Input, Key, KeyCode, PASTE_MAX};
use granary::tui::pace::{BATCH_TIME, Batch, CATCH_UP_MAX, FRAME_MIN, Frames, Pace, SPEEDS, Speed};
use granary::tui::surroundings::{ColorChoice, Surroundings};
use granary::tui::theme::ColorDepth;

fn decode(bytes: &[u8]) -> Vec<Input> {
    let mut decoder = Decoder::new();
    let mut inputs = Vec::new();
    decoder.feed(bytes, &mut inputs);
    decoder.settle(&mut inputs);
    assert_eq!(decoder, Decoder::new(), "after a silence nothing is left");
    inputs
}

fn plain(code: KeyCode) -> Input {
    Input::Key(Key::plain(code))
}

fn letter(letter: char) -> Input {
    Input::Key(Key::char(letter))
}

fn alt(letter: char) -> Input {
    Input::Key(Key::char(letter).with_alt())
}

fn ctrl(letter: char) -> Input {
    Input::Key(Key::ctrl(letter))
}

/// One key each: the bytes that terminals send for characters and control characters.
fn characters() -> Vec<(&'static [u8], Input)> {
    vec![
        (b"a", letter('a')),
        (b"?", letter('?')),
        ("é".as_bytes(), letter('é')),
        ("日".as_bytes(), letter('日')),
        ("🐦".as_bytes(), letter('🐦')),
        (b"\r", plain(KeyCode::Enter)),
        (b"\n", plain(KeyCode::Enter)),
        (b"\t", plain(KeyCode::Tab)),
        (b"\x7f", plain(KeyCode::Backspace)),
        (b"\x08", plain(KeyCode::Backspace)),
        (b"\x1b", plain(KeyCode::Esc)),
        (b"\x03", ctrl('c')),
        (b"\x1a", ctrl('z')),
        (b"\x00", ctrl(' ')),
        (b"\x1f", ctrl('_')),
        (b"\x1bx", alt('x')),
        (b"\x1b[", alt('[')),
        (b"\x1bO", alt('O')),
        (b"\x1b]", alt(']')),
    ]
}

/// One key each: the sequences that terminals send for it.
fn sequences() -> Vec<(&'static [u8], Input)> {
    vec![
        (b"\x1b[A", plain(KeyCode::Up)),
        (b"\x1bOA", plain(KeyCode::Up)),
        (b"\x1b[D", plain(KeyCode::Left)),
        (b"\x1b[H", plain(KeyCode::Home)),
        (b"\x1b[1~", plain(KeyCode::Home)),
        (b"\x1bOF", plain(KeyCode::End)),
        (b"\x1b[3~", plain(KeyCode::Delete)),
        (b"\x1b[5~", plain(KeyCode::PageUp)),
        (b"\x1b[6~", plain(KeyCode::PageDown)),
        (b"\x1b[Z", plain(KeyCode::BackTab)),
        (b"\x1bOP", plain(KeyCode::Function(1))),
        (b"\x1b[11~", plain(KeyCode::Function(1))),
        (b"\x1b[[A", plain(KeyCode::Function(1))),
        (b"\x1b[24~", plain(KeyCode::Function(12))),
        (b"\x1b[97;5u", ctrl('a')),
        (b"\x1b[27;5;99~", ctrl('c')),
        (b"\x1b[27u", plain(KeyCode::Esc)),
        (b"\x1b[97;2u", letter('A')),
        (
            b"\x1b[1;5C",
            Input::Key(Key {
                code: KeyCode::Right,
                ctrl: true,
                alt: false,
            }),
        ),
        (
            b"\x1b[1;3D",
            Input::Key(Key {
                code: KeyCode::Left,
                ctrl: false,
                alt: true,
            }),
        ),
        (b"\x1b[<0;1;1M", Input::Click { column: 0, row: 0 }),
        (
            b"\x1b[<0;80;24M",
            Input::Click {
                column: 79,
                row: 23,
            },
        ),
        (
            b"\x1b[<64;3;2M",
            Input::Wheel {
                up: true,
                column: 2,
                row: 1,
            },
        ),
        (
            b"\x1b[<65;3;2M",
            Input::Wheel {
                up: false,
                column: 2,
                row: 1,
            },
        ),
        (b"\x1b[I", Input::FocusGained),
        (b"\x1b[O", Input::FocusLost),
        (
            b"\x1b[200~one\x1b[2two\x1b\x1b[201~",
            Input::Paste("one\x1b[2two\x1b".to_owned()),
        ),
    ]
}

#[test]
fn keys_are_what_terminals_send_for_them() {
    for (bytes, input) in characters().into_iter().chain(sequences()) {
        assert_eq!(decode(bytes), [input], "{}", bytes.escape_ascii());
    }
}

#[test]
fn keys_are_the_same_in_pieces_as_in_one() {
    for (bytes, input) in characters().into_iter().chain(sequences()) {
        let mut decoder = Decoder::new();
        let mut inputs = Vec::new();
        for byte in bytes {
            decoder.feed(&[*byte], &mut inputs);
        }
        decoder.settle(&mut inputs);
        assert_eq!(inputs, [input], "{}", bytes.escape_ascii());
    }
}

#[test]
fn what_means_nothing_vanishes_and_the_next_key_is_heard() {
    let nothing: [&[u8]; 20] = [
        b"\x1b[24;80R",
        b"\x1b[?62;22c",
        b"\x1b[?2026;2$y",
        b"\x1b]10;rgb:0/0/0\x1b\\",
        b"\x1b]0;t\x07",
        b"\x1bP1$r0m\x1b\\",
        b"\x1b_a\x1b\\",
        b"\x1b[<0;0;0M",
        b"\x1b[<35;1;1M",
        b"\x1b[<0;1;1m",
        b"\x1b[<0;99999;1M",
        b"\x1b[<0;99999999999999999999999;1M",
        b"\x1b[M\x00\xff\x1b",
        b"\x1b[999~",
        b"\x1b[1114112u",
        b"\x1b[;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;;A",
        b"\x1b[12\x18",
        b"\x80\xbf\xff\xc0",
        b"\xed\xa0\x80",
        "\u{9b}".as_bytes(),
    ];
    for bytes in nothing {
        let with_key = [bytes, b"q"].concat();
        assert_eq!(decode(&with_key), [letter('q')], "{}", bytes.escape_ascii());
    }
}

#[test]
fn every_two_bytes_leave_it_hearing() {
    for first in 0..=255 {
        for second in 0..=255 {
            let mut decoder = Decoder::new();
            let mut inputs = Vec::new();
            decoder.feed(&[0x1b, first, second], &mut inputs);
            decoder.settle(&mut inputs);
            inputs.clear();
            decoder.feed(b"q", &mut inputs);
            assert_eq!(inputs, [letter('q')], "{first:#x} {second:#x}");
        }
    }
}

#[test]
fn a_key_waits_shortly_for_its_rest_and_a_paste_longer() {
    let mut decoder = Decoder::new();
    let mut inputs = Vec::new();
    assert_eq!(decoder.patience(), None);
    decoder.feed(b"\x1b", &mut inputs);
    assert_eq!(decoder.patience(), Some(KEY_PATIENCE));
    decoder.feed(b"[200~quit", &mut inputs);
    assert_eq!(decoder.patience(), Some(PASTE_PATIENCE));
    decoder.settle(&mut inputs);
    assert_eq!(inputs, [Input::Paste("quit".to_owned())]);
    assert_eq!(decoder.patience(), None);
}

#[test]
fn a_paste_is_kept_up_to_its_bound() {
    let bytes = [
        b"\x1b[200~".as_slice(),
        &vec![b'x'; PASTE_MAX * 3],
        b"\x1b[201~q",
    ]
    .concat();
    assert_eq!(
        decode(&bytes),
        [Input::Paste("x".repeat(PASTE_MAX)), letter('q')]
    );
}

const FOUR_A_SECOND: Speed = SPEEDS[2];

#[test]
fn ticks_fall_due_by_time_and_not_by_how_often_one_asks() {
    let mut often = Pace::start(0);
    let mut count = 0;
    for now in (0..=10_000_000).step_by(7_000) {
        count += often.due(now, FOUR_A_SECOND);
    }
    assert_eq!(
        count, 39,
        "the 40th is due at 10 s, and the last question came before"
    );
    assert_eq!(count + often.due(10_000_000, FOUR_A_SECOND), 40);
}

#[test]
fn who_sleeps_until_the_next_tick_finds_exactly_one_due() {
    for speed in SPEEDS {
        let mut pace = Pace::start(5);
        let mut now = 5;
        for _ in 0..100 {
            let wait = pace.until_next(now, speed).expect("the speed is not 0");
            assert!(wait > 0);
            assert_eq!(pace.due(now + wait - 1, speed), 0, "{}", speed.label);
            now += wait;
            assert_eq!(pace.due(now, speed), 1, "{}", speed.label);
        }
    }
}

#[test]
fn a_sleep_is_not_made_up_for() {
    let hour = 3_600_000_000;
    for speed in SPEEDS {
        let mut pace = Pace::start(0);
        let most = (CATCH_UP_MAX * speed.ticks_per_1000_s / 1_000_000_000).max(1);
        assert_eq!(pace.due(hour, speed), most, "{}", speed.label);
        assert_eq!(pace.due(hour, speed), 0);
    }
}

#[test]
fn another_speed_keeps_what_is_left_of_a_tick() {
    let mut pace = Pace::start(0);
    assert_eq!(pace.due(200_000, FOUR_A_SECOND), 0);
    let twice = SPEEDS[3];
    assert_eq!(pace.until_next(200_000, twice), Some(25_000));
    assert_eq!(pace.due(225_000, twice), 1);
}

#[test]
fn after_a_suspend_the_tick_goes_on_where_it_was() {
    let mut pace = Pace::start(0);
    assert_eq!(pace.due(200_000, FOUR_A_SECOND), 0);
    pace.restart(60_000_000);
    assert_eq!(pace.due(60_000_000, FOUR_A_SECOND), 0);
    assert_eq!(pace.until_next(60_000_000, FOUR_A_SECOND), Some(50_000));
}

#[test]
fn frames_are_at_most_thirty_a_second_and_the_first_is_at_once() {
    let mut frames = Frames::default();
    let drawn = (0..1_000_000).step_by(1000).filter(|&now| {
        let may = frames.wait(now) == 0;
        if may {
            frames.drawn(now);
        }
        may
    });
    assert_eq!(drawn.count(), 30);
    assert_eq!(frames.wait(5_000_000), 0);
    frames.drawn(5_000_000);
    assert_eq!(frames.wait(5_000_001), FRAME_MIN - 1);
}

#[test]
fn a_clock_that_goes_back_or_to_the_end_is_survived() {
    let mut pace = Pace::start(1_000_000);
    assert_eq!(pace.due(0, FOUR_A_SECOND), 0);
    assert!(pace.due(u64::MAX, SPEEDS[8]) >= 1);
    let stopped = Speed {
        label: "x0",
        ticks_per_1000_s: 0,
    };
    assert_eq!(Pace::start(0).until_next(5, stopped), None);
}

#[test]
fn a_batch_of_ticks_grows_to_the_time_it_may_take_and_shrinks_beyond() {
    let mut batch = Batch::default();
    let took = |ticks: u64, per_tick: u64| ticks * per_tick;
    let mut had = Vec::new();
    for per_tick in [
        10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 5_000, 5_000, 5_000, 5_000, 5_000,
    ] {
        let ticks = batch.of(u64::MAX);
        batch.took(ticks, took(ticks, per_tick));
        had.push(ticks);
    }
    assert_eq!(had[..9], [1, 2, 4, 8, 16, 32, 64, 128, 256]);
    assert!(
        had.iter()
            .take(10)
            .all(|ticks| took(*ticks, 10) < BATCH_TIME)
    );
    for _ in 0..10 {
        let ticks = batch.of(u64::MAX);
        batch.took(ticks, took(ticks, BATCH_TIME));
    }
    assert_eq!(
        batch.of(u64::MAX),
        1,
        "one tick passes, however long it takes"
    );
    assert_eq!(batch.of(0), 0);
}

fn surroundings(no_color: &str, colorterm: &str, term: &str) -> Surroundings {
    let set = |value: &str| (value != "-").then(|| value.to_owned());
    Surroundings {
        no_color: set(no_color),
        colorterm: set(colorterm),
        term: set(term),
        ..Surroundings::default()
    }
}

#[test]
fn colours_follow_the_option_then_no_color_then_the_terminal() {
    use ColorChoice::{Always, Auto, Never as NoColour};
    use ColorDepth::{Many, Never, Sixteen};
    let table = [
        (Auto, "-", "-", "xterm-256color", Many),
        (Auto, "-", "-", "xterm", Sixteen),
        (Auto, "-", "truecolor", "xterm", Many),
        (Auto, "-", "24bit", "screen", Many),
        (Auto, "-", "-", "xterm-kitty", Many),
        (Auto, "-", "-", "alacritty", Many),
        (Auto, "-", "-", "tmux-direct", Many),
        (Auto, "-", "-", "linux", Sixteen),
        (Auto, "-", "-", "vt100", Never),
        (Auto, "-", "-", "xterm-mono", Never),
        (Auto, "-", "-", "dumb", Never),
        (Auto, "-", "truecolor", "-", Never),
        (Auto, "1", "truecolor", "xterm-256color", Never),
        (Auto, "", "-", "xterm-256color", Many),
        (Always, "1", "-", "xterm-256color", Many),
        (Always, "1", "-", "vt100", Sixteen),
        (Always, "-", "-", "-", Sixteen),
        (NoColour, "-", "truecolor", "xterm-256color", Never),
    ];
    for (choice, no_color, colorterm, term, depth) in table {
        let around = surroundings(no_color, colorterm, term);
        assert_eq!(around.color_depth(choice), depth, "{choice:?} {around:?}");
    }
}

#[test]
fn a_locale_that_is_not_utf_8_gets_ascii() {
    let table = [
        ("-", "-", "en_US.UTF-8", false),
        ("-", "-", "de_DE.utf8", false),
        ("-", "-", "C", true),
        ("-", "-", "-", true),
        ("-", "-", "ru_RU.KOI8-R", true),
        ("C", "-", "en_US.UTF-8", true),
        ("", "C.UTF-8", "C", false),
        ("POSIX", "C.UTF-8", "C.UTF-8", true),
        ("C.UTF-8", "C", "C", false),
    ];
    for (lc_all, lc_ctype, lang, is_ascii) in table {
        let set = |value: &str| (value != "-").then(|| value.to_owned());
        let around = Surroundings {
            lc_all: set(lc_all),
            lc_ctype: set(lc_ctype),
            lang: set(lang),
            ..Surroundings::default()
        };
        assert_eq!(around.is_ascii_only(), is_ascii, "{around:?}");
    }
}

#[test]
fn a_terminal_without_a_cursor_is_known_by_its_name() {
    assert!(surroundings("-", "-", "xterm").can_move_a_cursor());
    for term in ["dumb", "", "-"] {
        assert!(!surroundings("-", "-", term).can_move_a_cursor());
    }
}
