//! Every play of the house: each is a story that holds, named by its moral.
//!
//! Stories stand in `tests/plays/<theme>/`, the plays that are shipped in `assets/plays/`. Here they are found,
//! looked at as text, and run to their end. Those of the rules are run in `tests/rules.rs`.

use granary::lab::{BUDGET, NoWitness, Verdict, run_play};
use granary::play::parse_play;
use std::fs;
use std::path::{Path, PathBuf};

/// Fewer would mean that a folder was lost.
const PLAYS_MIN: usize = 200;

#[test]
fn there_are_many_plays() {
    let count = plays_under("tests/plays").len() + plays_under("assets").len();
    assert!(count >= PLAYS_MIN, "only {count} plays were found");
}

#[test]
fn a_story_begins_with_its_moral() {
    for path in plays_under("tests/plays") {
        let text = text_of(&path);
        let first = text.lines().next().unwrap_or_default();
        assert!(
            first.starts_with("# ") && first.len() > 40,
            "{} does not say its moral and source in its first line",
            path.display()
        );
        assert!(
            text.lines().any(|line| line.starts_with("expect ")),
            "{} proves nothing",
            path.display()
        );
    }
}

#[test]
fn a_shipped_play_has_a_title_and_says_what_it_is_about() {
    for path in plays_under("assets") {
        let text = text_of(&path);
        for words in [
            &["title \""][..],
            &["about \""],
            &["note \""],
            &["expect ", "until "],
        ] {
            let begins = |line: &str| words.iter().any(|word| line.starts_with(word));
            assert!(
                text.lines().any(begins),
                "{} has no line that begins with {words:?}",
                path.display()
            );
        }
    }
}

#[test]
fn every_play_holds() {
    let mut failures = String::new();
    let all = plays_under("tests/plays")
        .into_iter()
        .chain(plays_under("assets"));
    for path in all.filter(|path| {
        !path
            .parent()
            .is_some_and(|folder| folder.ends_with("rules"))
    }) {
        if let Some(failure) = failure_of(&path) {
            failures.push_str(&failure);
            failures.push('\n');
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
}

#[test]
fn a_play_that_does_not_hold_fails_where_it_does_not() {
    let text = "set election off\nelect s1\nflush\nexpect leader s2\n";
    let play = parse_play(text).expect("the play can be read");
    let Verdict::Failed { place, trouble } = run_play(&play, BUDGET, &mut NoWitness).1 else {
        panic!("s1 leads, and the play that expects s2 held");
    };
    assert_eq!((place.line, place.column), (4, 1));
    assert_eq!(trouble.to_string(), "s1 leads, not s2");
}

/// What is wrong with a play, as a person would be told.
fn failure_of(path: &Path) -> Option<String> {
    let play = match parse_play(&text_of(path)) {
        Ok(play) => play,
        Err(mistake) => return Some(format!("{}:{mistake}", path.display())),
    };
    match run_play(&play, BUDGET, &mut NoWitness).1 {
        Verdict::Held => None,
        Verdict::Failed { place, trouble } => {
            Some(format!("{}:{place}: {trouble}", path.display()))
        }
        Verdict::OverBudget { place, .. } => {
            Some(format!("{}:{place}: too much work", path.display()))
        }
    }
}

/// All `.play` files under a folder of the package, in the order of their names.
fn plays_under(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    gather(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join(folder),
        &mut found,
    );
    found.sort();
    found
}

fn gather(folder: &Path, found: &mut Vec<PathBuf>) {
    let entries = fs::read_dir(folder).expect("the folder of plays can be read");
    for entry in entries {
        let path = entry.expect("an entry of the folder can be read").path();
        if path.is_dir() {
            gather(&path, found);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "play")
        {
            found.push(path);
        }
    }
}

fn text_of(path: &Path) -> String {
    fs::read_to_string(path).expect("a play is UTF-8 text")
}
