//! The terminal's manners: the real program in a pseudo-terminal, and how it leaves it.

#[path = "../pty/mod.rs"]
mod pty;
mod taking;

use pty::{PROGRAM, Pty};
use std::process::{Command, Stdio};
use std::time::Duration;

/// The terminal with the first frame on it.
fn opened() -> Pty {
    let mut pty = Pty::open(80, 24);
    pty.wait_for("PAUSED");
    pty
}

#[test]
fn it_opens_paused_at_tick_0_on_a_screen_of_its_own() {
    let mut pty = opened();
    assert!(pty.shown().contains("tick     0"));
    assert!(pty.screen().alternate_screen());
    assert!(pty.screen().hide_cursor());
    assert!(pty.screen().bracketed_paste());
    assert!(pty.is_raw());
    pty.press("q");
    let end = pty.end_soon();
    assert_eq!(end.code, 0);
    assert!(
        !end.shown.contains("PAUSED"),
        "the last screen's content is untouched"
    );
}

#[test]
fn frames_are_whole() {
    let mut pty = opened();
    pty.press("q");
    let end = pty.end_soon();
    let written = String::from_utf8_lossy(&end.written);
    let (before, frame) = written.split_once("\x1b[?2026h").expect("a frame begins");
    assert!(!before.contains("PAUSED"));
    let (frame, _) = frame.split_once("\x1b[?2026l").expect("a frame ends");
    assert!(frame.contains("PAUSED"), "{frame:?}");
}

#[test]
fn running_moves_the_clock_and_pausing_stops_it() {
    let mut pty = opened();
    pty.press(" ");
    pty.wait_for("RUN");
    pty.wait_for("tick     1");
    pty.press(" ");
    pty.wait_for("PAUSED");
    pty.press("q");
    assert_eq!(pty.end_soon().code, 0);
}

#[test]
fn a_new_size_is_drawn_whole() {
    let mut pty = opened();
    for (width, height) in [(120, 40), (60, 20), (1, 1), (200, 60), (80, 24)] {
        pty.resize(width, height);
        pty.wipe();
        if width > 40 {
            pty.wait_for("PAUSED");
        }
    }
    pty.press("q");
    assert_eq!(pty.end_soon().code, 0);
}

#[test]
fn no_size_and_an_absurd_size_are_survived() {
    let mut pty = opened();
    for (width, height) in [(0, 0), (65535, 65535), (0, 24), (65535, 1)] {
        pty.resize(width, height);
    }
    pty.resize(80, 24);
    pty.wipe();
    pty.wait_for("PAUSED");
    pty.press("q");
    assert_eq!(pty.end_soon().code, 0);
}

#[test]
fn signals_that_end_it_leave_the_terminal_as_it_was() {
    for (name, code) in [("TERM", 143), ("INT", 130), ("HUP", 129), ("QUIT", 131)] {
        for is_running in [false, true] {
            let mut pty = opened();
            if is_running {
                pty.press(" ");
                pty.wait_for("RUN");
            }
            pty.signal(name);
            assert_eq!(pty.end_soon().code, code, "SIG{name}");
        }
    }
}

#[test]
fn ctrl_c_quits_like_q() {
    let mut pty = opened();
    pty.press("\x03");
    assert_eq!(pty.end_soon().code, 0);
}

#[test]
fn a_signal_ends_it_even_where_nobody_reads_the_terminal() {
    let mut pty = opened();
    // Each size makes a whole frame, and nobody takes them away: soon it is stuck in a write.
    for round in 0..40 {
        pty.resize(200 + round % 2, 60);
        pty.look_away(Duration::from_millis(10));
    }
    pty.signal("TERM");
    assert_eq!(pty.end_unread(pty::ENDS_WITHIN), 143);
}

#[test]
fn a_panic_restores_the_terminal_before_it_speaks_and_speaks_harmlessly() {
    let hostile = "X\u{1b}]0;owned\u{7}\u{202e}";
    let env = [("GRANARY_PANIC_ON_KEY", hostile)];
    let mut pty = Pty::open_with(80, 24, &[PROGRAM], &env);
    pty.wait_for("PAUSED");
    pty.press("X");
    let end = pty.end_soon();
    assert_eq!(end.code, 101);
    let one_line = end.shown.replace('\n', "");
    assert!(one_line.contains("this is a bug"), "{one_line}");
    assert!(one_line.contains(r"X\e]0;owned\x07\u{202e}"), "{one_line}");
    assert!(!end.written.windows(2).any(|pair| pair == b"\x1b]"));
}

#[test]
fn a_closed_terminal_ends_it() {
    let pty = opened();
    assert_eq!(pty.close(), 129);
}

#[test]
fn a_closed_terminal_ends_it_where_nobody_sends_sighup() {
    let place = tempfile::tempdir().expect("there is room for a file");
    let file = place.path().join("code");
    // The shell, not the program, would be sent the signal, and ignores it. Without a key for the end of the file, the
    // closing side sends nothing, so that the program has no other reason to wake up.
    let script = r#"trap "" HUP; stty eof undef; "$0"; echo $? > "$1""#;
    let path = file.to_str().expect("a temporary name is text");
    let mut pty = Pty::open_with(80, 24, &["sh", "-c", script, PROGRAM, path], &[]);
    pty.wait_for("PAUSED");
    pty.close();
    let code = std::fs::read_to_string(&file).expect("the shell wrote the code");
    assert_eq!(code.trim(), "129");
}

/// A shell with job control that runs the program, shows how the line is while it is stopped, and brings it back.
const JOB: &str = r#"set -m; "$0"; echo stopped; stty -a; read line; fg; echo ended $?"#;

/// The program under [`JOB`], with its first frame shown.
fn opened_as_a_job() -> Pty {
    let mut pty = Pty::open_with(80, 24, &["sh", "-c", JOB, PROGRAM], &[]);
    pty.wait_for("PAUSED");
    pty
}

fn assert_stops_and_comes_back(mut pty: Pty) {
    pty.wait_for("stopped");
    pty.wait_for("icanon");
    pty.assert_restored();
    assert!(!pty.shown().contains("-icanon"), "{}", pty.shown());
    pty.press("\r");
    pty.wait_for("PAUSED");
    assert!(pty.screen().alternate_screen());
    assert!(pty.is_raw());
    pty.press("q");
    let end = pty.end();
    assert!(end.shown.contains("ended 0"), "{}", end.shown);
}

#[test]
fn ctrl_z_gives_the_terminal_back_and_fg_draws_anew() {
    let mut pty = opened_as_a_job();
    pty.press("\x1a");
    assert_stops_and_comes_back(pty);
}

#[cfg(target_os = "linux")]
#[test]
fn being_told_to_stop_is_like_ctrl_z() {
    let pty = opened_as_a_job();
    let children = format!("/proc/{0}/task/{0}/children", pty.pid);
    let child = std::fs::read_to_string(children).expect("the kernel lists children");
    pty::signal(child.trim().parse().expect("one child"), "TSTP");
    assert_stops_and_comes_back(pty);
}

#[test]
fn ctrl_z_says_why_where_nobody_could_bring_it_back() {
    let mut pty = opened();
    pty.press("\x1a");
    pty.wait_for("no shell waits");
    pty.press("q");
    assert_eq!(pty.end_soon().code, 0);
}

#[test]
fn after_a_stop_from_outside_everything_is_drawn_anew() {
    let mut pty = opened();
    pty.signal("STOP");
    pty.wipe();
    pty.signal("CONT");
    pty.wait_for("PAUSED");
    pty.press("q");
    assert_eq!(pty.end_soon().code, 0);
}

#[cfg(target_os = "linux")]
#[test]
fn while_paused_nothing_is_written_and_nothing_wakes() {
    let mut pty = opened();
    pty.wait_for_silence(Duration::from_millis(300));
    let written = pty.written.len();
    let wakes = wakes(pty.pid);
    pty.wait_for_silence(Duration::from_millis(700));
    assert_eq!(pty.written.len(), written);
    assert_eq!(self::wakes(pty.pid), wakes);
    pty.press("q");
    assert_eq!(pty.end_soon().code, 0);
}

/// How often the threads of a process have gone to sleep, all together.
#[cfg(target_os = "linux")]
fn wakes(pid: u32) -> u64 {
    let threads = std::fs::read_dir(format!("/proc/{pid}/task")).expect("the process lives");
    threads
        .map(|thread| {
            let path = thread.expect("a thread is listed").path().join("status");
            let status = std::fs::read_to_string(path).expect("the thread lives");
            let line = status
                .lines()
                .find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))
                .expect("the kernel counts sleeps");
            line.trim().parse::<u64>().expect("a count is a number")
        })
        .sum()
}

#[test]
fn without_a_terminal_it_says_one_sentence() {
    for (input, output) in [(false, false), (false, true), (true, false)] {
        let tests_own = |is_own| {
            if is_own {
                Stdio::inherit()
            } else {
                Stdio::null()
            }
        };
        let run = Command::new(PROGRAM)
            .stdin(if input { Stdio::piped() } else { Stdio::null() })
            .stdout(if output {
                tests_own(false)
            } else {
                Stdio::piped()
            })
            .env("TERM", "xterm")
            .output()
            .expect("the program is built");
        assert_eq!(run.status.code(), Some(2));
        assert_eq!(run.stdout, b"");
        assert_one_sentence(&run.stderr);
    }
}

#[test]
fn with_its_output_in_a_pipe_it_says_one_sentence() {
    let script = r#""$0" | cat; echo end"#;
    let pty = Pty::open_with(200, 24, &["sh", "-c", script, PROGRAM], &[]);
    let end = pty.end();
    let text = String::from_utf8_lossy(&end.written).replace("\r\n", "\n");
    let sentence = text.strip_suffix("end\n").expect("the shell went on");
    assert_one_sentence(sentence.as_bytes());
}

#[test]
fn a_terminal_that_cannot_move_a_cursor_gets_one_sentence() {
    for term in ["dumb", ""] {
        let pty = Pty::open_with(200, 24, &[PROGRAM], &[("TERM", term)]);
        let end = pty.end();
        assert_eq!(end.code, 2);
        let text = String::from_utf8_lossy(&end.written).replace("\r\n", "\n");
        assert_one_sentence(text.as_bytes());
    }
}

fn assert_one_sentence(bytes: &[u8]) {
    let text = str::from_utf8(bytes).expect("a sentence is text");
    assert_eq!(text.matches('\n').count(), 1, "{text}");
    assert!(text.ends_with('\n'), "{text}");
    assert!(text.contains("granary-tui run FILE.play"), "{text}");
    assert!(!text.contains('\u{1b}'), "{text:?}");
}

#[test]
fn hostile_bytes_neither_end_it_nor_make_it_deaf() {
    let mut pty = opened();
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
    assert_eq!(pty.end_soon().code, 0);
}

#[test]
fn a_paste_of_many_megabytes_goes_by() {
    let mut pty = opened();
    let mut text = b"\x1b[200~".to_vec();
    text.resize(4 * 1024 * 1024, b'q');
    text.extend(b"\x1b[201~");
    pty.send(&text);
    pty.press(" ");
    pty.wait_for("RUN");
    pty.press("q");
    assert_eq!(pty.end_soon().code, 0);
}

#[test]
fn a_closed_error_stream_does_not_matter() {
    let script = r#"exec 2>&-; "$0" < /dev/null; echo code $?"#;
    let run = Command::new("sh")
        .args(["-c", script, PROGRAM])
        .output()
        .expect("there is a shell");
    assert_eq!(run.stdout, b"code 2\n");
}

/// The program with some words behind it.
fn opened_with(words: &[&str]) -> Pty {
    let command: Vec<&str> = [PROGRAM].iter().chain(words).copied().collect();
    let mut pty = Pty::open_with(80, 24, &command, &[]);
    pty.wait_for("PAUSED");
    pty
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
    let mut pty = opened_with(&["--speed", "x8"]);
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
    assert_eq!(pty.end_soon().code, 0);
}

#[test]
fn at_full_speed_keys_are_heard_and_q_and_signals_end_it() {
    let running = || {
        let mut pty = opened_with(&["--speed", "max"]);
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
    assert_eq!(pty.end_soon().code, 0);
    let mut pty = running();
    pty.press("?");
    pty.wait_for("Help");
    pty.signal("TERM");
    assert_eq!(pty.end_soon().code, 143);
}

#[test]
fn a_long_statement_is_stopped_and_q_ends_it() {
    let mut pty = opened();
    let line = format!(":{}\r", ["tick 1000000"; 100].join(";"));
    pty.press(&line);
    pty.wait_for("leader s2 term 1");
    pty.press("\x1b");
    pty.wait_for("stopped");
    pty.press(&line);
    pty.press("x");
    pty.wait_for("still under way");
    pty.press("q");
    assert_eq!(pty.end_soon().code, 0);
}

#[test]
fn a_play_opens_paused_and_goes_on_with_a_full_stop() {
    let mut pty = opened_with(&["first-election"]);
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
    assert_eq!(pty.end_soon().code, 0);
}

#[test]
fn statements_on_the_line_are_a_play() {
    let mut pty = opened_with(&["--do", "elect s3; settle", "--at", "start"]);
    pty.wait_for("no leader");
    pty.press("..");
    pty.wait_for("leader s3 term 1");
    pty.press("q");
    assert_eq!(pty.end_soon().code, 0);
}

#[test]
fn a_storm_of_sizes_while_it_runs_ends_in_the_last_one() {
    let mut pty = opened_with(&["--speed", "max"]);
    pty.press(" :");
    for round in 0..200_u16 {
        pty.resize(1 + round * 37 % 150, 1 + round * 23 % 60);
    }
    pty.press("\r ");
    pty.resize(80, 24);
    pty.wipe();
    pty.wait_for("PAUSED");
    pty.press("\x0c");
    pty.wait_for("x kill");
    let shown = pty.shown();
    assert!(shown.lines().count() <= 24, "{shown}");
    pty.press("q");
    assert_eq!(pty.end_soon().code, 0);
}

#[cfg(target_os = "linux")]
#[test]
fn paused_after_a_run_nothing_is_written_and_nothing_wakes() {
    let mut pty = opened_with(&["--speed", "max"]);
    pty.press(" ");
    pty.wait_for("leader");
    pty.press(" ");
    pty.wait_for("PAUSED");
    pty.press("?");
    pty.wait_for("Help");
    pty.wait_for_silence(Duration::from_millis(300));
    let written = pty.written.len();
    let wakes = wakes(pty.pid);
    pty.wait_for_silence(Duration::from_millis(700));
    assert_eq!(pty.written.len(), written);
    assert_eq!(self::wakes(pty.pid), wakes);
    pty.press("q");
    assert_eq!(pty.end_soon().code, 0);
}
