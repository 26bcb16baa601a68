//! Where no window can open one sentence says so, and where nobody reads a headless command ends quietly.

use super::{shell_in, times};
use crate::pty::{PROGRAM, Pty};
use std::collections::BTreeSet;
use std::process::{Command, Stdio};

/// What a shell does with the program, here called `run`, where no window can open.
const NO_WINDOW: &[&str] = &[
    "run < /dev/null",
    "run < \"$INPUT\"",
    ": | run",
    "echo q | run",
    "run <&-",
    "run > /dev/null",
    "run > \"$OUTPUT\"",
    "run | cat",
    "run >&-",
    "run < /dev/null > \"$OUTPUT\"",
    "run <&- >&-",
    "unset TERM; run",
    "export TERM=; run",
    "export TERM=dumb; run",
    "run figure-7 < /dev/null",
    "run --do tick > \"$OUTPUT\"",
    "export TERM=dumb; run --color always --speed max",
];

#[test]
fn where_no_window_can_open_there_is_one_sentence_and_no_escape() {
    for _ in 0..times() {
        for line in NO_WINDOW {
            let folder = tempfile::tempdir().expect("there is room for a folder");
            let file = |name: &str| folder.path().join(name).display().to_string();
            let read = |name: &str| std::fs::read_to_string(folder.path().join(name));
            std::fs::write(file("input"), "q").expect("there is room for a file");
            let script = format!(
                "run() {{ \"$PROGRAM\" \"$@\" 2> \"$SAID\"; echo $? > \"$CODE\"; }}; {line}"
            );
            let pty = Pty::in_a_shell(
                &script,
                &[
                    ("PROGRAM", PROGRAM),
                    ("SAID", &file("said")),
                    ("CODE", &file("code")),
                    ("INPUT", &file("input")),
                    ("OUTPUT", &file("output")),
                ],
            );
            let end = pty.end();
            assert_eq!(end.written, b"", "{line}: on the terminal");
            assert_eq!(read("output").unwrap_or_default(), "", "{line}");
            assert_eq!(read("code").expect("a code").trim(), "2", "{line}");
            assert_one_sentence(&read("said").expect("a sentence is text"));
        }
    }
}

fn assert_one_sentence(text: &str) {
    assert_eq!(text.matches('\n').count(), 1, "{text}");
    assert!(text.ends_with('\n'), "{text}");
    assert!(text.contains("granary-tui run FILE.play"), "{text}");
    let is_plain = |letter: char| letter == '\n' || !letter.is_control();
    assert!(text.chars().all(is_plain), "{text:?}");
}

#[test]
fn the_sentence_reaches_the_terminal_as_plain_as_a_file() {
    let end = Pty::in_a_shell("TERM=dumb \"$0\"", &[]).end();
    assert_eq!(end.code, 2);
    let text = String::from_utf8(end.written).expect("a sentence is text");
    assert_one_sentence(&text.replace("\r\n", "\n"));
}

/// Command lines that print without a window, all subcommands among them, and what they end with where they are read.
const HEADLESS: &[(&str, i32)] = &[
    ("-h", 0),
    ("--help", 0),
    ("--version", 0),
    ("help", 0),
    ("run figure-7", 0),
    ("run --state --trace figure-7", 0),
    ("run --json --state figure-8", 0),
    ("run -h", 0),
    ("run --help", 0),
    ("find --nodes 3 leader", 0),
    ("find --help", 0),
    ("fuzz --seeds 0..2 --jobs 1", 0),
    ("fuzz --help", 0),
    ("wal no-such-image", 2),
    ("wal --help", 0),
    ("plays", 0),
    ("plays --help", 0),
    ("completions bash", 0),
    ("completions fish", 0),
    ("completions zsh", 0),
    ("completions --help", 0),
    ("man", 0),
    ("man --help", 0),
    ("--print", 0),
    ("--print --color always figure-7", 0),
    ("run no-such-play", 2),
    ("--no-such-option", 2),
    ("--print --do 'expect leader s1'", 1),
];

#[test]
fn every_subcommand_ends_quietly_where_its_output_is_closed() {
    for _ in 0..times() {
        for (line, code) in HEADLESS {
            let words: Vec<String> = line
                .split(" '")
                .enumerate()
                .flat_map(|(place, part)| match place {
                    0 => part.split(' ').map(str::to_owned).collect(),
                    _ => vec![part.trim_end_matches('\'').to_owned()],
                })
                .collect();
            for (out_is_closed, err_is_closed) in [(true, false), (true, true), (false, true)] {
                let pipe = |is_closed| {
                    if is_closed {
                        closed_pipe()
                    } else {
                        Stdio::piped()
                    }
                };
                let ran = Command::new(PROGRAM)
                    .args(&words)
                    .stdin(Stdio::null())
                    .stdout(pipe(out_is_closed))
                    .stderr(pipe(err_is_closed))
                    .output()
                    .expect("the program is built");
                assert_eq!(ran.status.code(), Some(*code), "{line}");
                // A search says how far it is, all along.
                let is_silent = *code == 0 && !line.starts_with("fuzz --seeds");
                assert!(!is_silent || ran.stderr.is_empty(), "{line}: {ran:?}");
                let said = String::from_utf8_lossy(&ran.stderr);
                assert!(!said.contains("bug") && !said.contains("panic"), "{said}");
            }
        }
    }
}

/// The writing end of a pipe that nobody can ever read.
fn closed_pipe() -> Stdio {
    let (reader, writer) = std::io::pipe().expect("the machine has pipes");
    drop(reader);
    writer.into()
}

#[test]
fn the_list_of_headless_lines_has_every_subcommand() {
    let (_, help) = shell_in(&std::env::temp_dir(), "granary-tui --help");
    let (_, commands) = help.split_once("Commands:\n").expect("help lists them");
    let named: BTreeSet<&str> = commands
        .lines()
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(named.len() >= 4, "{help}");
    for name in named {
        let mut firsts = HEADLESS
            .iter()
            .filter_map(|(line, _)| line.split(' ').next());
        assert!(firsts.any(|first| first == name), "{name}");
    }
}

#[test]
fn a_reader_that_leaves_early_ends_it_quietly_too() {
    let line = "{ granary-tui run --trace --state figure-7; echo $? >&2; } | head -n 1";
    let (_, said) = shell_in(&std::env::temp_dir(), line);
    let last = said.lines().last().expect("the shell tells the code");
    assert!(["0", "141"].contains(&last), "{said}");
    assert_eq!(said.lines().count(), 2, "{said}");
}

#[test]
fn a_closed_error_stream_does_not_matter() {
    let line = "exec 2>&-; granary-tui < /dev/null; echo code $?";
    let (_, said) = shell_in(&std::env::temp_dir(), line);
    assert_eq!(said, "code 2\n");
}
