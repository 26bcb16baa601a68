//! A bug of the program, and a program that is killed.

use super::{shell_in, times};
use crate::pty::{Pty, pulse, signal};
use granary::play::parse_play;
use std::path::Path;

/// What a hostile text in a panic looks like.
const HOSTILE: &str = "X\u{1b}]0;owned\u{7}\u{202e}";

/// What the name of the saved play begins with.
const SAVED: &str = "granary-bug";

/// The program in a folder, asked to panic at a place, with something done and the clock running or not.
fn opened_to_break(folder: &Path, place: &str, is_running: bool) -> Pty {
    let env = [
        ("GRANARY_PANIC_ON_KEY", HOSTILE),
        ("GRANARY_PANIC_IN", place),
        ("FOLDER", folder.to_str().expect("a temporary name is text")),
    ];
    let mut pty = Pty::in_a_shell(r#"cd "$FOLDER"; exec "$0""#, &env);
    pty.wait_for("PAUSED");
    pty.press("3t");
    pty.press("s");
    pty.wait_for("tick     1");
    if is_running {
        pty.press(" ");
        pty.wait_for("RUN");
    }
    pty
}

#[test]
fn a_panic_anywhere_restores_the_terminal_then_speaks_and_saves_what_was_done() {
    for _ in 0..times() {
        for place in ["loop", "frame", "reader", "signals"] {
            for is_running in [false, true] {
                let folder = tempfile::tempdir().expect("there is room for a folder");
                let mut pty = opened_to_break(folder.path(), place, is_running);
                pty.press("X");
                if place == "signals" {
                    pty.wait_for("X has no meaning here");
                    pty.signal("WINCH");
                }
                assert_breaks_well(pty, folder.path());
            }
        }
    }
}

fn assert_breaks_well(pty: Pty, folder: &Path) {
    let end = pty.end();
    assert_eq!((end.code, end.exit.is_by_signal), (101, false));
    let written = String::from_utf8(end.written).expect("it writes UTF-8");
    let (_, behind) = written.rsplit_once("\x1b[?1049l").expect("it restores");
    let said: Vec<&str> = behind.split("\r\n").collect();
    assert!(
        !behind.contains(['\u{1b}', '\u{7}', '\u{202e}']),
        "{said:?}"
    );
    let message = said[0];
    assert!(
        message.starts_with("granary-tui: this is a bug: "),
        "{said:?}"
    );
    assert!(message.contains(r"X\e]0;owned\x07\u{202e}"), "{message}");
    assert_eq!(written.matches("this is a bug").count(), 1);
    let file = format!("{SAVED}.play");
    assert!(said[1].ends_with(&format!("saved as {file}")), "{said:?}");
    let replay = said[3];
    assert!(
        replay.starts_with("granary-tui --do 'elect s3; tick"),
        "{said:?}"
    );
    assert_eq!(said[4..], [""], "nothing else is said");
    let saved = std::fs::read_to_string(folder.join(&file)).expect("it is saved");
    assert!(saved.contains("\nelect s3\ntick"), "{saved}");
    parse_play(&saved).unwrap_or_else(|mistake| panic!("{mistake}\n{saved}"));
    let (code, ran) = shell_in(folder, &format!("granary-tui run --state {file}"));
    assert_eq!(code, Some(0), "{ran}");
    // The line and the play end in the same state.
    let at = |line: &str| shell_in(folder, &format!("{line} --print")).1;
    let (line, play) = (at(replay), at(&format!("granary-tui {file} --at end")));
    assert_eq!(nodes_of(&line), nodes_of(&play));
}

/// The rows of the servers in a frame.
fn nodes_of(frame: &str) -> Vec<&str> {
    let rows = frame.lines().filter(|line| line.contains("term "));
    let rows: Vec<_> = rows.collect();
    assert!(rows.len() >= 5, "{frame}");
    rows
}

#[test]
fn a_second_panic_saves_beside_the_first() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    for count in 1..=3 {
        let mut pty = opened_to_break(folder.path(), "loop", false);
        pty.press("X");
        pty.end();
        let saved = std::fs::read_dir(folder.path()).expect("the folder is there");
        assert_eq!(saved.count(), count);
    }
}

/// A shell that starts the program, and once more when somebody says so.
const TWICE: &str = r#""$0"; echo "killed $?"; read line; "$0"; echo "ended $?"; stty -a"#;

#[test]
fn behind_a_kill_the_next_start_says_so_and_leaves_the_terminal_sane() {
    for _ in 0..times() {
        let mut pty = Pty::in_a_shell(TWICE, &[]);
        pty.wait_for("PAUSED");
        pty.press("s");
        pty.wait_for("tick     1");
        signal(pulse::child(pty.pid), "KILL");
        pty.wait_for("killed 137");
        assert!(pty.is_raw(), "nobody could restore it");
        pty.press("\n");
        pty.wait_for("a program that was killed had left this terminal raw");
        pty.press("q");
        let end = pty.end();
        assert!(end.shown.contains("ended 0"), "{}", end.shown);
        assert!(end.shown.contains(" icanon"), "{}", end.shown);
    }
}

#[test]
fn a_sane_terminal_is_not_said_to_be_raw() {
    let mut pty = Pty::opened(&[]);
    let frame = pty.wait_for_frame("PAUSED");
    assert!(!frame.contains("raw"), "{frame}");
    pty.press("q");
    assert_eq!(pty.end().code, 0);
}

/// Killed by the machine in the middle of a save: no file may be longer than 512 bytes.
const CUT_SHORT: &str = r#"cd "$FOLDER"; ulimit -f 1; exec "$0" --do "$DEEDS""#;
const WHOLE: &str = r#"cd "$FOLDER"; exec "$0" --do "$DEEDS""#;

fn save(script: &str, folder: &Path, keys: &str) -> Pty {
    let deeds = ["crash s1; restart s1"; 40].join("; tick; ");
    let env = [
        ("FOLDER", folder.to_str().expect("a temporary name is text")),
        ("DEEDS", deeds.as_str()),
    ];
    let mut pty = Pty::in_a_shell(script, &env);
    pty.wait_for("PAUSED");
    pty.press("W");
    pty.wait_for("save as");
    pty.press(&format!("\x15mine\r{keys}"));
    pty
}

#[test]
fn a_kill_in_the_middle_of_a_save_leaves_what_was_there() {
    for _ in 0..times() {
        let folder = tempfile::tempdir().expect("there is room for a folder");
        let file = folder.path().join("mine.play");
        let mut cut_short = save(CUT_SHORT, folder.path(), "");
        assert_eq!(cut_short.end_unread().code, 128 + 25);
        assert!(!file.exists(), "half a play must not look like one");
        let mut whole = save(WHOLE, folder.path(), "");
        whole.wait_for("saved as");
        whole.press("\x03");
        assert_eq!(whole.end().code, 0);
        let saved = std::fs::read_to_string(&file).expect("it is saved");
        assert!(saved.len() > 1000 && saved.ends_with('\n'), "{saved}");
        let names = std::fs::read_dir(folder.path()).expect("the folder is there");
        assert_eq!(names.count(), 1, "the draft is gone");
        let mut over = save(CUT_SHORT, folder.path(), "mine\r");
        assert_eq!(over.end_unread().code, 128 + 25);
        assert_eq!(std::fs::read_to_string(&file).ok(), Some(saved));
        let (code, ran) = shell_in(folder.path(), "granary-tui run mine.play");
        assert_eq!(code, Some(0), "{ran}");
    }
}

#[test]
fn a_kill_while_it_saves_time_and_again_leaves_a_whole_play() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let file = folder.path().join("mine.play");
    let mut whole = save(WHOLE, folder.path(), "");
    whole.wait_for("saved as");
    for _ in 0..3 * times() {
        whole.press(&"W\x15mine\rmine\r".repeat(5));
        whole.signal("KILL");
        assert_eq!(whole.end_unread().code, 137);
        let saved = std::fs::read_to_string(&file).expect("it is there");
        assert!(saved.ends_with('\n'), "{saved}");
        parse_play(&saved).unwrap_or_else(|mistake| panic!("{mistake}\n{saved}"));
        whole = save(WHOLE, folder.path(), "mine\r");
        whole.wait_for("saved as");
    }
    whole.press("\x03");
    assert_eq!(whole.end().code, 0);
}
