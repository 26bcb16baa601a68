//! The quit key, the signals that end the program, and a terminal that is closed under it.

use super::{SITUATIONS, running, unread, within};
use crate::pty::{Exit, Pty, pulse};
use std::time::{Duration, Instant};

const QUITS_WITHIN: Duration = Duration::from_millis(200);
const OBEYS_WITHIN: Duration = Duration::from_millis(500);
const NOTICES_WITHIN: Duration = Duration::from_secs(1);
const TIME_USED_MAX: Duration = Duration::from_millis(200);

/// The signals that end it, and what a shell sees.
const SIGNALS: [(&str, u32); 4] = [("TERM", 143), ("INT", 130), ("HUP", 129), ("QUIT", 131)];

#[test]
fn the_quit_key_leaves_the_terminal_as_it_was() {
    for (situation, open) in SITUATIONS {
        within(QUITS_WITHIN, &format!("Ctrl-C, {situation}"), || {
            let mut pty = open();
            let begin = Instant::now();
            pty.press("\x03");
            let end = pty.end();
            assert_eq!((end.code, end.exit.is_by_signal), (0, false));
            end.exit.at - begin
        });
    }
    within(QUITS_WITHIN, "q", || {
        let mut pty = Pty::opened(&[]);
        let begin = Instant::now();
        pty.press("q");
        let exit = pty.ended();
        assert_eq!(exit.code, 0);
        pty.assert_nothing_printed();
        exit.at - begin
    });
}

#[test]
fn each_signal_ends_it_as_itself_and_leaves_the_terminal_as_it_was() {
    for (name, code) in SIGNALS {
        for (situation, open) in SITUATIONS {
            within(OBEYS_WITHIN, &format!("SIG{name}, {situation}"), || {
                let mut pty = open();
                let begin = Instant::now();
                pty.signal(name);
                let exit = pty.ended();
                pty.assert_nothing_printed();
                assert_ended_by(exit, code);
                exit.at - begin
            });
        }
    }
}

#[test]
fn each_signal_ends_it_and_restores_the_terminal_where_nobody_reads() {
    for (name, code) in SIGNALS {
        within(OBEYS_WITHIN, &format!("SIG{name}, nobody reads"), || {
            let (mut pty, _) = unread("max");
            let begin = Instant::now();
            pty.signal(name);
            let exit = pty.ended_unread();
            assert_ended_by(exit, code);
            exit.at - begin
        });
    }
}

#[test]
fn a_shell_sees_the_signals_number() {
    for (name, code) in SIGNALS {
        // Some shells end by the signal too that ended their child, so it is not the last thing they do.
        let mut pty = Pty::in_a_shell(r#""$0"; echo "code $?""#, &[]);
        pty.wait_for("PAUSED");
        crate::pty::signal(pulse::child(pty.pid), name);
        let end = pty.end();
        assert!(end.shown.contains(&format!("code {code}")), "{}", end.shown);
    }
}

fn assert_ended_by(exit: Exit, code: u32) {
    assert_eq!((exit.code, exit.is_by_signal), (code, true));
}

#[test]
fn a_closed_terminal_ends_it() {
    for (situation, open) in SITUATIONS {
        within(NOTICES_WITHIN, &format!("closed, {situation}"), || {
            let (exit, at) = open().close(|| ());
            assert_ended_by(exit, 129);
            exit.at - at
        });
    }
}

#[test]
fn a_closed_terminal_ends_it_where_its_parent_ignores_sighup() {
    for (situation, words, keys) in [
        ("paused", "", ""),
        ("running", "--speed x1", " "),
        ("at full speed", "--speed max", " "),
        ("a dialog open", "", "?"),
    ] {
        let row = format!("closed, SIGHUP ignored, {situation}");
        let mut used_most = Duration::ZERO;
        within(NOTICES_WITHIN, &row, || {
            let (took, used) = closed_where_sighup_is_ignored(words, keys);
            used_most = used_most.max(used);
            took
        });
        super::tell(TIME_USED_MAX, &format!("{row}: time used"), &[used_most]);
    }
}

/// How long it took the program to end, and how much time it used for that.
fn closed_where_sighup_is_ignored(words: &str, keys: &str) -> (Duration, Duration) {
    let place = tempfile::tempdir().expect("there is room for a file");
    let file = place.path().join("code");
    // The shell, not the program, would be sent the signal, and ignores it. Without a key for the end of the file, the
    // closing side sends nothing, so that the program has no other reason to wake up.
    let script = format!(
        r#"trap "" HUP; stty eof undef; "$0" {words}; echo "code $?" > "$FILE"; times >> "$FILE""#
    );
    let path = file.to_str().expect("a temporary name is text");
    let mut pty = Pty::in_a_shell(&script, &[("FILE", path)]);
    pty.wait_for("PAUSED");
    pty.press(keys);
    match keys {
        " " => pty.wait_for("RUN"),
        "?" => pty.wait_for("Help"),
        _ => {}
    }
    let child = pulse::child(pty.pid);
    let mut used_before = Duration::ZERO;
    let (exit, at) = pty.close(|| used_before = pulse::used(child));
    let told = std::fs::read_to_string(&file).expect("the shell wrote the code");
    assert_eq!(told.lines().next(), Some("code 129"));
    let children = told.lines().last().expect("the shell tells the times");
    let used = children.split_whitespace().map(seconds).sum::<f64>();
    let used = Duration::from_secs_f64(used).saturating_sub(used_before);
    (exit.at - at, used)
}

/// `1m2.03s` in seconds.
fn seconds(time: &str) -> f64 {
    let (minutes, seconds) = time.split_once('m').expect("minutes and seconds");
    let number = |text: &str| text.parse::<f64>().expect("a number");
    number(minutes) * 60.0 + number(seconds.trim_end_matches('s'))
}

#[test]
fn a_closed_terminal_ends_it_where_it_was_born_to_ignore_sighup() {
    within(NOTICES_WITHIN, "closed, born to ignore SIGHUP", || {
        let mut pty = Pty::in_a_shell(r#"trap "" HUP; stty eof undef; exec "$0""#, &[]);
        pty.wait_for("PAUSED");
        let (exit, at) = pty.close(|| ());
        assert_ended_by(exit, 129);
        exit.at - at
    });
}

#[test]
fn ctrl_c_and_signals_that_come_together_end_it_once() {
    let mut pty = running("max");
    pty.press("\x03");
    for (name, _) in SIGNALS {
        pty.signal(name);
    }
    let codes: Vec<u32> = SIGNALS.iter().map(|(_, code)| *code).chain([0]).collect();
    let end = pty.end();
    assert!(codes.contains(&end.code), "{}", end.code);
}
