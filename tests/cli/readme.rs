//! The README says what is so: its keys, its command line and its plays are held against the program.

use crate::{run, run_with, text_of};
use granary::lab::SHIPPED;
use granary::tui::keymap::{BINDINGS, Group};

/// What stands between a block's marks.
fn block(name: &str) -> String {
    let readme = text_of("README.md");
    let (begin, end) = (format!("<!-- {name} -->\n"), format!("<!-- /{name} -->"));
    let behind = readme.split_once(&begin).map(|(_, behind)| behind);
    let inside = behind.and_then(|behind| behind.split_once(&end));
    inside.map_or_else(
        || panic!("the README has no block {name}"),
        |(inside, _)| inside.to_owned(),
    )
}

fn assert_block(name: &str, expected: &str) {
    assert!(
        block(name) == expected,
        "the README's block `{name}` should be:\n{expected}"
    );
}

/// Text in a cell of a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

fn code(text: &str) -> String {
    if text.is_empty() {
        String::new()
    } else {
        format!("`{}`", cell(text))
    }
}

#[test]
fn the_keys_are_those_of_the_table() {
    let mut expected = vec!["| key | what it does | as a statement |".to_owned()];
    expected.push("|---|---|---|".to_owned());
    for (group, title) in Group::ALL {
        expected.push(format!("| **{title}** | | |"));
        let rows = BINDINGS.iter().filter(|row| row.group == group);
        expected.extend(rows.map(|row| {
            let (keys, verb) = (code(&row.shown()), code(row.verb));
            format!("| {keys} | {} | {verb} |", cell(row.sentence.trim()))
        }));
    }
    let expected = expected.join("\n") + "\n";
    assert_block("keys", &expected);
}

#[test]
fn the_command_line_is_that_of_the_help() {
    let pages = [&["-h"][..], &["run", "-h"], &["wal", "-h"], &["fuzz", "-h"]];
    let pages = pages.map(|words| run(words).out);
    let blocks = pages.map(|page| format!("```text\n{page}```\n"));
    assert_block("command line", &blocks.join("\n"));
}

#[test]
fn what_is_found_is_what_the_readme_shows() {
    let found = run(&["find", "leaders >= 2"]).out;
    let line = "$ granary-tui find 'leaders >= 2'";
    assert_block("find", &format!("```text\n{line}\n{found}```\n"));
}

#[test]
fn the_picture_is_the_frame_of_the_line_beside_it() {
    let readme = text_of("README.md");
    let line = readme
        .lines()
        .find_map(|line| line.strip_prefix("<!-- granary-tui --do '"));
    let line = line.and_then(|line| line.strip_suffix(" -->"));
    let (statements, rest) = line
        .and_then(|line| line.split_once("' "))
        .expect("a comment says how the picture was made");
    let words: Vec<_> = rest.split(' ').collect();
    assert_eq!(words, ["--print", "--size", "80x24"]);
    let ran = run(&[&["--do", statements], &words[..]].concat());
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_block("picture", &format!("```text\n{}```\n", ran.out));
}

#[test]
fn the_line_that_quitting_prints_is_one_that_works() {
    let readme = text_of("README.md");
    let line = readme
        .lines()
        .find_map(|line| line.strip_prefix("granary-tui --do '"));
    let statements = line
        .and_then(|line| line.strip_suffix('\''))
        .expect("the README shows such a line");
    let ran = run(&["--do", statements, "--print", "--at", "asked"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
}

#[test]
fn the_state_lines_are_those_of_the_play_beside_them() {
    let readme = block("run");
    let (_, shown) = readme.split_once("```text\n").expect("a block of text");
    let shown = shown.trim_end().trim_end_matches("```");
    let (line, printed) = shown
        .split_once('\n')
        .expect("a command and what it prints");
    let words: Vec<_> = line
        .strip_prefix("$ granary-tui ")
        .expect("a command line")
        .split(' ')
        .collect();
    let ran = run(&words);
    let states: String = ran
        .out
        .split_inclusive('\n')
        .filter(|line| !line.contains(": note: "))
        .collect();
    assert_eq!(states, printed);
}

#[test]
fn the_play_in_the_readme_holds() {
    let readme = block("play");
    let play = readme
        .strip_prefix("```text\n")
        .and_then(|play| play.strip_suffix("```\n"))
        .expect("the block is one piece of code");
    assert!(play.lines().count() >= 10, "{play}");
    let ran = run_with(&["run", "-"], play.as_bytes());
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
}

#[test]
fn every_shipped_play_that_is_named_is_there_and_its_folder_is_linked() {
    let readme = text_of("README.md");
    assert!(readme.contains("(assets/plays)"));
    let named: Vec<_> = SHIPPED
        .iter()
        .filter(|play| readme.contains(&format!("`granary-tui {}`", play.name)))
        .collect();
    assert!(!named.is_empty(), "the README names no play to begin with");
}

#[test]
fn the_test_command_is_the_one_that_changes_must_pass() {
    let (readme, script) = (text_of("README.md"), text_of(".ci/run"));
    assert!(readme.contains("\ncargo run --release\n"));
    assert!(readme.contains("\ncargo test\n"));
    assert!(
        script
            .lines()
            .any(|line| line == "cargo test" || line.starts_with("cargo test --locked"))
    );
}

#[test]
fn the_first_minute_goes_as_the_readme_says() {
    let readme = text_of("README.md");
    for told in [
        "at tick 12 ",
        "out of patience, s2,",
        "At tick 14 ",
        "as entry 2 ",
        "takes entry 3 ",
        "two disks of five",
        "some twenty ticks later one of the other three leads term 2",
    ] {
        assert!(
            readme.contains(told),
            "the README no longer says {told:?}: change the play below too"
        );
    }
    let minute = "\
tick 11
expect all role=follower
tick
expect s2 role=candidate
tick 2
expect leader s2
expect s2 term=1
tick 3
submit set x 5 as write
expect leader log=[1n 1]
until write = ok max 9
partition s1 s2 | s3 s4 s5
submit set x 6 as lost
tick
expect s2 role=leader len=3 commit=2
expect s1 len=3 commit=2
until leader term=2 max 25
expect s2 role=leader term=1
heal
until s2 role=follower term=2 max 10
expect lost = unknown
until all commit=3 max 20
expect same log
crash s3
expect s3 role=down len=3
until leader max 20
restart s3
until s3 role=follower commit=4 max 20
";
    let ran = run_with(&["run", "-"], minute.as_bytes());
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
}
