//! Every shape that a command line can have: words that are missing, twice, empty, no text, or very many; files that are
//! no files; outputs that take nothing.

use crate::{Folder, HOLDS, PROGRAM, Ran, program, run, run_with};
use std::fs::File;
use std::process::Stdio;

/// Words, the exit code, and a part of what is said on standard error.
const LINES: &[(&[&str], i32, &str)] = &[
    (&[], 2, "standard input is not a terminal"),
    // Unknown options, options without a value, values without an option.
    (&["--frobnicate"], 2, "'--frobnicate'"),
    (&["-x"], 2, "'-x'"),
    (&["run", "-x"], 2, "'-x'"),
    (&["wal", "-x"], 2, "'-x'"),
    (&["--trace", "figure-7"], 2, "'--trace'"),
    (&["--seed"], 2, "a value is required for '--seed <N>'"),
    (&["--do"], 2, "a value is required for '--do <STATEMENTS>'"),
    (
        &["run", "--budget"],
        2,
        "a value is required for '--budget <N>'",
    ),
    (
        &["run", "--wal", "figure-7"],
        2,
        "2 values required for '--wal",
    ),
    (&["7"], 2, "7: there is no such file"),
    (&["wal"], 2, "<IMAGE>"),
    (&["man", "figure-7"], 2, "'figure-7'"),
    // -- ends the options.
    (&["--", "--seed"], 2, "--seed: there is no such file"),
    (
        &["run", "--", "--trace"],
        2,
        "--trace: there is no such file",
    ),
    (&["run", "--"], 2, "<FILE.play>"),
    (&["--"], 2, "standard input is not a terminal"),
    (&["wal", "--", "-x"], 2, "-x: cannot be read"),
    // The same option twice.
    (
        &["--seed", "1", "--seed", "2"],
        2,
        "cannot be used multiple times",
    ),
    (
        &["--do", "tick", "--do", "tick"],
        2,
        "cannot be used multiple times",
    ),
    (
        &["run", "--trace", "--trace", "figure-7"],
        2,
        "cannot be used multiple times",
    ),
    (
        &["wal", "--json", "--json", "x"],
        2,
        "cannot be used multiple times",
    ),
    (&["--print", "--print"], 2, "cannot be used multiple times"),
    // Empty words.
    (&[""], 2, "'': there is no such file"),
    (&["run", ""], 2, "'': there is no such file"),
    (&["--seed", ""], 2, "'--seed <N>'"),
    (&["--nodes", ""], 2, "1 to 9 nodes"),
    (&["--speed", ""], 2, "the speeds are"),
    (&["--size", "", "--print"], 2, "a size is columns and lines"),
    (&["--at", "", "figure-7", "--print"], 2, "--at"),
    (
        &["run", "--wal", "", "x", "figure-7"],
        2,
        "found `''`, expected a node",
    ),
    (&["run", "--wal", "s1", "", "figure-7"], 2, "names no file"),
    (&["completions", ""], 2, "<SHELL>"),
    // Numbers that are none.
    (&["--seed", "-1"], 2, "'-1'"),
    (&["--seed=-1"], 2, "'-1'"),
    (
        &["--seed", "18446744073709551616"],
        2,
        "18446744073709551616",
    ),
    (&["--seed", "0x10"], 2, "'0x10'"),
    (&["--seed", "1e3"], 2, "'1e3'"),
    (&["--seed", " 1"], 2, "' 1'"),
    (&["--seed", "1.0"], 2, "'1.0'"),
    (&["--seed", "\u{ff11}"], 2, "'\u{ff11}'"),
    (&["--nodes", "0x5"], 2, "1 to 9 nodes"),
    (&["run", "--budget", "-1", "figure-7"], 2, "'-1'"),
    (&["run", "--budget", "1e9", "figure-7"], 2, "'1e9'"),
    (
        &["run", "--budget", "18446744073709551616", "figure-7"],
        2,
        "18446744073709551616",
    ),
    (
        &["--print", "--size", "0x0"],
        2,
        "a size is columns and lines",
    ),
    (&["--print", "--size", "501x1"], 2, "at most 500x200"),
    (
        &["--print", "--size", "120"],
        2,
        "a size is columns and lines",
    ),
    (
        &["--print", "--size", "99999999999x1"],
        2,
        "a size is columns and lines",
    ),
    // Files that are missing, and folders.
    (
        &["run", "/no/such/file"],
        2,
        "/no/such/file: there is no such file",
    ),
    (
        &["wal", "/no/such/file"],
        2,
        "/no/such/file: cannot be read",
    ),
    (&["run", "/"], 2, "this is a directory"),
    (&["wal", "/"], 2, "this is a directory"),
    (&["/"], 2, "this is a directory"),
    (&["-"], 2, "granary-tui run -"),
];

#[test]
fn every_wrong_line_is_refused_with_a_reason_and_nothing_is_printed() {
    for (words, code, reason) in LINES {
        let ran = run(words);
        assert_eq!(
            (ran.code, ran.out.as_str()),
            (*code, ""),
            "{words:?}: {}",
            ran.err
        );
        assert!(ran.err.contains(reason), "{words:?}: {}", ran.err);
        assert!(
            !ran.err.contains("panicked") && !ran.err.contains('\u{1b}'),
            "{}",
            ran.err
        );
    }
}

#[test]
fn ten_thousand_words_are_taken_or_refused_in_a_few_lines() {
    let many = |word: &str| vec![word.to_owned(); 10_000];
    let refused = run(&many("x"));
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    assert!(refused.err.lines().count() < 20, "{:.500}", refused.err);
    let refused = run(&many("--print"));
    assert_eq!(refused.code, 2);
    assert!(refused.err.lines().count() < 20, "{:.500}", refused.err);
    let folder = Folder::with(&[("a.play", b"cluster 1\n")]);
    let words = [vec!["run".to_owned()], many(&folder.word("a.play"))].concat();
    let ran = run(&words);
    assert_eq!(
        (ran.code, ran.out.lines().count()),
        (0, 10_000),
        "{:.500}",
        ran.err
    );
    let long = "x".repeat(100_000);
    for words in [
        vec![long.as_str()],
        vec!["run", &long],
        vec!["wal", &long],
        vec!["--seed", &long],
    ] {
        let ran = run(&words);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{:.500}", ran.err);
    }
}

#[cfg(unix)]
#[test]
fn files_that_are_no_files_are_refused_in_good_time() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::with(&[("secret", b"cluster 1\n")]);
    symlink(folder.path("two"), folder.path("one")).expect("a link can be made");
    symlink(folder.path("one"), folder.path("two")).expect("a link can be made");
    symlink(folder.path("gone"), folder.path("dangling")).expect("a link can be made");
    let made = std::process::Command::new("mkfifo")
        .arg(folder.path("pipe"))
        .status();
    assert!(made.expect("mkfifo is there").success());
    std::fs::set_permissions(
        folder.path("secret"),
        std::fs::Permissions::from_mode(0o000),
    )
    .expect("a file's owner can do that");
    let is_root = File::open(folder.path("secret")).is_ok();
    for verb in ["run", "wal"] {
        for (name, why) in [
            ("one", "cannot be"),
            ("dangling", "no such file"),
            ("secret", "cannot be opened"),
        ] {
            if name == "secret" && is_root {
                continue;
            }
            let ran = run(&[verb, &folder.word(name)]);
            assert_eq!(
                (ran.code, ran.out.as_str()),
                (2, ""),
                "{verb} {name}: {}",
                ran.err
            );
            let told = ran.err.to_lowercase();
            assert!(told.contains(why), "{verb} {name}: {}", ran.err);
        }
    }
    // A log is no pipe: it is not opened, which would wait for a writer.
    for file in [
        folder.word("pipe"),
        "/dev/null".to_owned(),
        "/dev/zero".to_owned(),
    ] {
        let ran = run(&["wal", &file]);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
        assert!(ran.err.contains("no regular file"), "{}", ran.err);
    }
    assert_eq!(
        run(&["run", "/dev/null"]).code,
        0,
        "an empty play from a device"
    );
    assert_eq!(run(&["run", "/dev/zero"]).code, 2);
}

#[cfg(unix)]
#[test]
fn a_play_can_come_through_a_pipe_with_a_name() {
    let folder = Folder::with(&[]);
    let made = std::process::Command::new("mkfifo")
        .arg(folder.path("pipe"))
        .status();
    assert!(made.expect("mkfifo is there").success());
    let child = program(&["run", &folder.word("pipe")])
        .spawn()
        .expect("the program is built");
    std::fs::write(folder.path("pipe"), HOLDS).expect("the program reads");
    let output = child.wait_with_output().expect("it ends");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_minus_is_standard_input_for_plays_and_a_name_for_logs() {
    assert_eq!(run_with(&["run", "-"], HOLDS.as_bytes()).code, 0);
    assert_eq!(run_with(&["run", "-"], b"").code, 0);
    let ran = run_with(&["wal", "-"], b"GRAN\x01\0\0\0");
    assert_eq!(ran.code, 2);
    assert!(ran.err.starts_with("-: cannot be read"), "{}", ran.err);
}

/// Lines that print, each by another road.
const PRINTING: [&[&str]; 10] = [
    &["--help"],
    &["--version"],
    &["plays"],
    &["man"],
    &["completions", "bash"],
    &["run", "figure-7"],
    &["run", "--trace", "figure-8"],
    &["run", "--json", "--state", "figure-7"],
    &["--print", "figure-7"],
    &["run", "--help"],
];

#[cfg(target_os = "linux")]
#[test]
fn a_full_device_is_told_and_is_2() {
    let folder = Folder::with(&[]);
    let image = folder.word("s1.wal");
    assert_eq!(run(&["run", "--wal", "s1", &image, "figure-7"]).code, 0);
    let wal = ["wal", image.as_str()];
    let json = ["wal", "--json", image.as_str()];
    for words in PRINTING.into_iter().chain([&wal[..], &json]) {
        let full = File::options()
            .write(true)
            .open("/dev/full")
            .expect("Linux has it");
        let output = std::process::Command::new(PROGRAM)
            .args(words)
            .stdin(Stdio::null())
            .stdout(full)
            .stderr(Stdio::piped())
            .output()
            .expect("the program is built");
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{words:?}: {told}");
        assert!(
            told.contains("the output cannot be written"),
            "{words:?}: {told}"
        );
        assert!(!told.contains("panicked"), "{told}");
    }
}

#[test]
fn a_closed_pipe_ends_every_line_quietly() {
    let folder = Folder::with(&[]);
    let image = folder.word("s1.wal");
    assert_eq!(run(&["run", "--wal", "s1", &image, "figure-7"]).code, 0);
    let wal = ["wal", image.as_str()];
    for words in PRINTING.into_iter().chain([&wal[..]]) {
        let mut child = program(words).spawn().expect("the program is built");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(0), "{words:?}");
        assert_eq!(output.stderr, b"", "{words:?}");
    }
}

#[test]
fn where_no_error_can_be_told_the_exit_code_still_says_it() {
    let mut child = program(&["run", "/no/such/file"])
        .spawn()
        .expect("the program is built");
    drop(child.stderr.take());
    let output = child.wait_with_output().expect("it ends");
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
}

#[cfg(unix)]
#[test]
fn a_log_that_grows_while_it_is_read_is_whole_or_torn() {
    use std::io::Write;
    let folder = Folder::with(&[]);
    let image = folder.word("s1.wal");
    let play = "cluster 1\nelect s1\nsettle\nrepeat 300: submit set x 5\nsettle\n";
    let ran = run_with(&["run", "--wal", "s1", &image, "-"], play.as_bytes());
    assert_eq!(ran.code, 0, "{}", ran.err);
    let whole = std::fs::read(&image).expect("it is there");
    let growing = folder.path("growing.wal");
    let mut file = File::create(&growing).expect("there is room");
    let mut told = Vec::new();
    for piece in whole.chunks(997) {
        let reader = program(&["wal".as_ref(), growing.as_os_str()])
            .spawn()
            .expect("the program is built");
        // It is read while this is written.
        file.write_all(piece).expect("there is room");
        let output = reader.wait_with_output().expect("it ends");
        told.push(Ran {
            code: output.status.code().expect("no signal ended it"),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        });
    }
    for ran in told {
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    }
}
