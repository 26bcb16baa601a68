//! Every play of the house: each is a story that holds, named by its moral.
//!
//! Stories stand in `tests/plays/<theme>/`, the plays that are shipped in `assets/plays/`. Here they are found and
//! read.

use granary::play::parse_bytes;
use std::fs;
use std::path::{Path, PathBuf};

/// Fewer would mean that a folder was lost.
const PLAYS_MIN: usize = 200;

#[test]
fn there_are_many_plays() {
    let count = every_play().len();
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
        for word in ["title \"", "about \"", "note \"", "expect "] {
            assert!(
                text.lines().any(|line| line.starts_with(word)),
                "{} has no line that begins with `{word}`",
                path.display()
            );
        }
    }
}

#[test]
fn every_play_can_be_read() {
    let wrong: Vec<String> = every_play()
        .iter()
        .filter_map(|path| {
            let bytes = fs::read(path).expect("a play can be read");
            let mistake = parse_bytes(&bytes).err()?;
            Some(format!("{}:{mistake}", path.display()))
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn every_play() -> Vec<PathBuf> {
    [plays_under("tests/plays"), plays_under("assets")].concat()
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
