//! What a run leaves behind at a real terminal: the line it prints, what it copies, what it saves.

use super::pty::{PROGRAM, Pty};
use std::process::Command;

/// What it printed behind the window.
fn printed(written: &[u8]) -> String {
    let written = String::from_utf8_lossy(written);
    let (_, behind) = written
        .rsplit_once("\x1b[?1049l")
        .expect("the window was left");
    behind.replace('\r', "").trim().to_owned()
}

/// What a shell makes of this line, with the program on its path.
fn in_a_shell(line: &str) -> String {
    let folder = std::path::Path::new(PROGRAM)
        .parent()
        .expect("it is in a folder");
    let path = std::env::var("PATH").expect("there is a path");
    let ran = Command::new("sh")
        .args(["-c", line])
        .env("PATH", format!("{}:{path}", folder.display()))
        .env("LC_ALL", "C.UTF-8")
        .output()
        .expect("there is a shell");
    let complaint = String::from_utf8_lossy(&ran.stderr).into_owned();
    assert!(ran.status.success(), "{line}: {complaint}");
    String::from_utf8(ran.stdout).expect("it prints UTF-8")
}

fn trimmed(frame: &str) -> Vec<String> {
    let lines = frame.lines().map(|line| line.trim_end().to_owned());
    lines.collect()
}

#[test]
fn the_line_that_quitting_prints_brings_the_same_frame_back() {
    let mut pty = Pty::opened(&[]);
    pty.press("t");
    pty.press("sss");
    pty.wait_for("tick     3");
    pty.press("c");
    pty.wait_for("submit set");
    pty.press("x \"it's\"\r");
    pty.press("ee");
    pty.wait_for("tick     4+");
    let frame = pty.shown();
    pty.press("q");
    let end = pty.end();
    assert_eq!(end.code, 0);
    let line = printed(&end.written);
    assert!(line.starts_with("granary-tui --do '"), "{line}");
    assert_eq!(line.lines().count(), 1, "{line}");
    let again = in_a_shell(&format!("{line} --print --size 80x24"));
    assert_eq!(trimmed(&again), trimmed(&frame), "{line}");
}

#[test]
fn quitting_prints_nothing_where_nothing_was_done() {
    let mut pty = Pty::opened(&[]);
    pty.press("q");
    assert_eq!(printed(&pty.end().written), "");
}

#[test]
fn a_copy_is_the_line_for_the_clipboard() {
    let mut pty = Pty::opened(&[]);
    pty.press("s");
    pty.wait_for("tick     1");
    pty.press("y");
    pty.wait_for("copied");
    pty.press("\x03");
    let end = pty.end();
    assert_eq!(printed(&end.written), "granary-tui --do 'tick'");
    let written = String::from_utf8_lossy(&end.written);
    // That line in base 64.
    assert!(
        written.contains("\x1b]52;c;Z3JhbmFyeS10dWkgLS1kbyAndGljayc="),
        "{written:?}"
    );
}

#[test]
fn a_saved_run_is_a_play_that_holds_and_no_file_is_lost_by_it() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let file = folder.path().join("mine.play");
    let name = file.to_str().expect("its name is text").to_owned();
    let mut pty = Pty::open(160, 40);
    pty.wait_for("PAUSED");
    pty.press("t");
    pty.press("sss");
    pty.wait_for("tick     3");
    pty.press("W");
    pty.wait_for("save as: run.play");
    pty.press(&format!("\x15{}\r", name.trim_end_matches(".play")));
    pty.wait_for("saved as");
    let saved = std::fs::read_to_string(&file).expect("it is written");
    in_a_shell(&format!("granary-tui run {name}"));
    let changed = saved.replacen("role=leader", "role=follower", 1);
    assert_ne!(saved, changed);
    std::fs::write(&file, &changed).expect("it can be changed");
    let line = changed
        .lines()
        .position(|line| line.contains("s1 role"))
        .expect("s1 is expected to be something");
    let told = in_a_shell(&format!("granary-tui run {name} || test $? = 1"));
    assert!(
        told.starts_with(&format!("FAILED {name}:{}:1: ", line + 1)),
        "{told}"
    );
    // The same name again: only typing it twice writes over what is there.
    pty.press("W");
    pty.wait_for("save as:");
    pty.press("\r");
    pty.wait_for("is there: type its name again");
    assert_eq!(std::fs::read_to_string(&file).ok(), Some(changed));
    pty.press(&format!("{name}\r"));
    pty.wait_for("saved as");
    assert_eq!(std::fs::read_to_string(&file).ok(), Some(saved));
    pty.press("W");
    pty.wait_for("save as:");
    pty.press(&format!("\x15{name}/no\r"));
    pty.wait_for("is not written");
    pty.press("\x03");
    assert_eq!(pty.end().code, 0);
}
