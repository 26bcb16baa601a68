//! Every play of the house is read, printed and read again, and holds.

use crate::running::Running;
use granary::play::print::play_text;
use granary::play::{Deed, Play, parse_bytes};
use std::fs;
use std::path::{Path, PathBuf};

fn plays_under(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder of the repository");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a file of the repository").path())
        .flat_map(|path| {
            if path.is_dir() {
                plays_under(&path)
            } else {
                vec![path]
            }
        })
        .filter(|path| path.extension().is_some_and(|end| end == "play"))
        .collect();
    paths.sort();
    paths
}

fn plays() -> Vec<(PathBuf, Play)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let paths = ["tests/plays", "assets"].map(|folder| plays_under(&root.join(folder)));
    let read = |path: PathBuf| {
        let bytes = fs::read(&path).expect("a file of the repository");
        match parse_bytes(&bytes) {
            Ok(play) => (path, play),
            Err(mistake) => panic!("{}:{mistake}", path.display()),
        }
    };
    paths.into_iter().flatten().map(read).collect()
}

#[test]
fn every_play_holds() {
    for (path, play) in plays() {
        // What the plays of the rules show without their rules is looked at in `tests/rules.rs`.
        let is_of_rule = path
            .parent()
            .is_some_and(|folder| folder.ends_with("rules"));
        let play = if is_of_rule { play.mended() } else { play };
        let mut running = Running::new(&play);
        for statement in &play.statements {
            if let Err(why) = running.perform(statement) {
                panic!("{}:{}: {why}", path.display(), statement.place);
            }
        }
    }
}

#[test]
fn every_play_is_printed_and_read_back_as_the_same() {
    let deeds =
        |play: &Play| -> Vec<Deed> { play.statements.iter().map(|s| s.what.clone()).collect() };
    for (path, play) in plays() {
        let printed = play_text(&play);
        let again = parse_bytes(printed.as_bytes()).expect("a printed play is one");
        assert_eq!(again.setup, play.setup, "{}", path.display());
        assert_eq!(deeds(&again), deeds(&play), "{}", path.display());
    }
}
