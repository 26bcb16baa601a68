//! The real program in a pseudo-terminal: what a person sees and what their keys do. How it ends and what it endures is in
//! `life`.

#[cfg(target_os = "linux")]
mod life;
#[path = "../pty/mod.rs"]
mod pty;
mod taking;

use pty::Pty;
use std::time::Duration;

#[test]
fn it_opens_paused_at_tick_0_on_a_screen_of_its_own() {
    let mut pty = Pty::opened(&[]);
    assert!(pty.shown().contains("tick     0"));
    assert!(pty.screen().alternate_screen());
    assert!(pty.screen().hide_cursor());
    assert!(pty.screen().bracketed_paste());
    let mouse = pty.screen().mouse_protocol_mode();
    assert_ne!(mouse, vt100::MouseProtocolMode::None);
    assert!(pty.is_raw());
    pty.press("q");
    let end = pty.end();
    assert_eq!(end.code, 0);
    assert!(
        !end.shown.contains("PAUSED"),
        "the last screen's content is untouched"
    );
}

#[test]
fn frames_are_whole() {
    let mut pty = Pty::opened(&[]);
    pty.press("q");
    let end = pty.end();
    let written = String::from_utf8_lossy(&end.written);
    let (before, frame) = written.split_once("\x1b[?2026h").expect("a frame begins");
    assert!(!before.contains("PAUSED"));
    let (frame, _) = frame.split_once("\x1b[?2026l").expect("a frame ends");
    assert!(frame.contains("PAUSED"), "{frame:?}");
}

#[test]
fn running_moves_the_clock_and_pausing_stops_it() {
    let mut pty = Pty::opened(&[]);
    pty.press(" ");
    pty.wait_for("RUN");
    pty.wait_for("tick     1");
    pty.press(" ");
    pty.wait_for("PAUSED");
    pty.press("q");
    assert_eq!(pty.end().code, 0);
}

#[test]
fn a_new_size_is_drawn_whole() {
    let mut pty = Pty::opened(&[]);
    for (width, height) in [(120, 40), (60, 20), (1, 1), (200, 60), (80, 24)] {
        pty.resize(width, height);
        pty.wipe();
        if width > 40 {
            pty.wait_for("PAUSED");
        }
    }
    pty.press("q");
    assert_eq!(pty.end().code, 0);
}

#[test]
fn ctrl_z_says_why_where_nobody_could_bring_it_back() {
    let mut pty = Pty::opened(&[]);
    pty.press("\x1a");
    pty.wait_for("no shell waits");
    pty.press("q");
    assert_eq!(pty.end().code, 0);
}

#[cfg(target_os = "linux")]
#[test]
fn while_paused_nothing_is_written_and_nothing_wakes() {
    let mut pty = Pty::opened(&[]);
    pty.wait_for_silence(Duration::from_millis(300));
    let written = pty.written.len();
    let switches = pty::Pulse::of(pty.pid).switches;
    pty.wait_for_silence(Duration::from_millis(700));
    assert_eq!(pty.written.len(), written);
    assert_eq!(pty::Pulse::of(pty.pid).switches, switches);
    pty.press("q");
    assert_eq!(pty.end().code, 0);
}

#[test]
fn hostile_bytes_neither_end_it_nor_make_it_deaf() {
    let mut pty = Pty::opened(&[]);
    let long = [b"\x1b[".as_slice(), &b"1".repeat(100_000), b"~"].concat();
    let corpus: [&[u8]; 10] = [
        &long,
        b"\x1b[<0;0;0M\x1b[<0;65535;99999999999M\x1b[M\xff\xff\xff",
        b"\x1b[24;80R\x1b[?62;22c\x1b]10;rgb:0000/0000/0000\x1b\\",
        b"\x1bP1$r0m\x1b\\\x1b_x\x1b\\\x1b^y\x1b\\",
        b"\x80\x9b\xff\xfe\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80",
        b"\x1b[200~\x1b[200~q\x03\x1a\x1b[201~",
        b"\x1b[I\x1b[O\x1b[999u\x1b[1114112u",
        b"\x1b\x1b\x1b[",
        b"\x1b]0;unfinished",
        b"\x1b[200~unfinished q",
    ];
    for bytes in corpus {
        pty.send(bytes);
        pty.wait_for_silence(Duration::from_millis(1));
    }
    // What is unfinished ends by itself after a silence.
    pty.wait_for_silence(Duration::from_millis(1500));
    pty.press(" ");
    pty.wait_for("RUN");
    pty.press("q");
    assert_eq!(pty.end().code, 0);
}

#[test]
fn a_paste_of_many_megabytes_goes_by() {
    let mut pty = Pty::opened(&[]);
    let mut text = b"\x1b[200~".to_vec();
    text.resize(4 * 1024 * 1024, b'q');
    text.extend(b"\x1b[201~");
    pty.send(&text);
    pty.press(" ");
    pty.wait_for("RUN");
    pty.press("q");
    assert_eq!(pty.end().code, 0);
}

/// The row of a node on the screen.
fn row_of(screen: &vt100::Screen, node: &str) -> String {
    let shown = screen.contents();
    let mut rows = shown
        .lines()
        .map(|line| line.trim_start_matches(['┃', '│', '>', ' ']));
    rows.find(|line| line.starts_with(node))
        .unwrap_or("")
        .to_owned()
}

/// The number of the leader that the header names, if it is s3, s4 or s5.
fn new_leader(screen: &vt100::Screen) -> Option<char> {
    let header = screen.rows(0, 80).next()?;
    ['3', '4', '5']
        .into_iter()
        .find(|number| header.contains(&format!("leader s{number}")))
}

#[test]
fn the_first_sixty_seconds_are_as_the_readme_says() {
    // As it is written, but eight times as fast.
    let mut pty = Pty::opened(&["--speed", "x8"]);
    pty.wait_until("a follower in term 0", |screen| {
        row_of(screen, "s5").contains("FOLLOWER  term  0")
    });
    pty.press(" ");
    pty.wait_for("leader s2 term 1");
    pty.press(" ");
    pty.wait_for("PAUSED");
    pty.press("cx 5\r");
    pty.wait_until("entry 2 of its log", |screen| {
        row_of(screen, "s2").contains("last   2/1")
    });
    for _ in 0..6 {
        pty.press("s");
    }
    pty.wait_until("committed and applied", |screen| {
        row_of(screen, "s2").contains("commit   2 apply   2")
    });
    pty.press("p12|345\r");
    pty.wait_for("LEADER? s2 term 1");
    pty.press("cx 6\r");
    pty.wait_until("entry 3 stays in brackets", |screen| {
        row_of(screen, "s2").contains("last   3/1  commit   2")
    });
    pty.press(" ");
    pty.wait_until("one of the other three leads", |screen| {
        new_leader(screen).is_some()
    });
    pty.press(" H");
    pty.wait_for("all links up");
    pty.press(" ");
    pty.wait_until("s2 steps down and gives up its entry 3", |screen| {
        row_of(screen, "s2").contains("FOLLOWER  term  2") && !screen.contents().contains("3/1")
    });
    let leader = new_leader(pty.screen()).expect("it leads");
    pty.press(&format!("{leader}x"));
    let name = format!("s{leader}");
    pty.wait_until("killed", |screen| row_of(screen, &name).contains("DOWN"));
    pty.wait_until("again somebody else leads", |screen| {
        new_leader(screen).is_some_and(|other| other != leader)
            || screen.contents().contains("leader s1")
            || screen.contents().contains("leader s2")
    });
    pty.press("r");
    pty.wait_until("it follows", |screen| {
        row_of(screen, &name).contains("FOLLOWER")
    });
    pty.press("?");
    pty.wait_for("Help");
    pty.press("q");
    assert_eq!(pty.end().code, 0);
}

#[test]
fn at_full_speed_keys_are_heard_and_q_and_signals_end_it() {
    let running = || {
        let mut pty = Pty::opened(&["--speed", "max"]);
        pty.press(" ");
        pty.wait_for("RUN max");
        pty
    };
    let mut pty = running();
    pty.press("1x");
    pty.wait_until("a key counts while ticks pass", |screen| {
        row_of(screen, "s1").contains("DOWN")
    });
    pty.press("?");
    pty.wait_for("Help");
    pty.press("q");
    assert_eq!(pty.end().code, 0);
    let mut pty = running();
    pty.press("?");
    pty.wait_for("Help");
    pty.signal("TERM");
    assert_eq!(pty.end().code, 143);
}

#[test]
fn a_long_statement_is_stopped_and_q_ends_it() {
    let mut pty = Pty::opened(&[]);
    let line = format!(":{}\r", ["tick 1000000"; 100].join(";"));
    pty.press(&line);
    pty.wait_for("leader s2 term 1");
    pty.press("\x1b");
    pty.wait_for("stopped");
    pty.press(&line);
    pty.press("x");
    pty.wait_for("still under way");
    pty.press("q");
    assert_eq!(pty.end().code, 0);
}

#[test]
fn a_play_opens_paused_and_goes_on_with_a_full_stop() {
    let mut pty = Pty::opened(&["first-election"]);
    pty.wait_for("Enter continues");
    pty.press("\r");
    pty.wait_for("nothing has happened yet");
    pty.wait_for("Five servers start equal");
    pty.press(".");
    pty.wait_until("what it is about is closed", |screen| {
        !screen.contents().contains("Five servers start equal")
    });
    pty.press(".");
    pty.wait_for("Nobody leads");
    pty.press(".");
    pty.wait_until("the note is closed", |screen| {
        !screen.contents().contains("Nobody leads")
    });
    pty.press(".");
    pty.wait_for("holds: expect no leader");
    pty.press("q");
    assert_eq!(pty.end().code, 0);
}

#[test]
fn statements_on_the_line_are_a_play() {
    let mut pty = Pty::opened(&["--do", "elect s3; settle", "--at", "start"]);
    pty.wait_for("no leader");
    pty.press("..");
    pty.wait_for("leader s3 term 1");
    pty.press("q");
    assert_eq!(pty.end().code, 0);
}

#[cfg(target_os = "linux")]
#[test]
fn paused_after_a_run_nothing_is_written_and_nothing_wakes() {
    let mut pty = Pty::opened(&["--speed", "max"]);
    pty.press(" ");
    pty.wait_for("leader");
    pty.press(" ");
    pty.wait_for("PAUSED");
    pty.press("?");
    pty.wait_for("Help");
    pty.wait_for_silence(Duration::from_millis(300));
    let written = pty.written.len();
    let switches = pty::Pulse::of(pty.pid).switches;
    pty.wait_for_silence(Duration::from_millis(700));
    assert_eq!(pty.written.len(), written);
    assert_eq!(pty::Pulse::of(pty.pid).switches, switches);
    pty.press("q");
    assert_eq!(pty.end().code, 0);
}
